"""Where the templates and message catalogues stand."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def reports_folder() -> Path:
    """In a wheel they lie inside the package; in a clone (or an editable install) beside it."""
    package = Path(__file__).resolve().parents[1]
    shipped = package / "_data" / "reports"
    return shipped if shipped.is_dir() else package.parent / "reports"
