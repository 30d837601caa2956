"""Files that other people's systems made, and the list of requirements: they lie beside the project, and are never
copied into it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.worlds import ROOT

SHARED: Path = ROOT.parent / "shared"
FIELD_DATA = SHARED / "field-data"

needs_field_data = pytest.mark.skipif(not FIELD_DATA.is_dir(), reason="the field data is not beside the project")
