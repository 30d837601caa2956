"""The pages of docs/checks: one for each check that ships, made from its YAML and from the worlds of its tests.

`make pages` runs every world and writes the pages; the tests compare them with what the worlds say.
"""

from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"
CHECKS = DOCS / "checks"
