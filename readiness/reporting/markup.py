"""The one home of markupsafe: text that is markup already, and how any other becomes so."""

from __future__ import annotations

from markupsafe import Markup, escape

__all__ = ["Markup", "escape"]
