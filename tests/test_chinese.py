"""Chinese texts are punctuated as Chinese: full-width."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.worlds import ROOT

HALF_WIDTH = re.compile(r"[一-鿿”》）][,;:?!](?![ \t\]\"'}])")
SOURCES = sorted((ROOT / "readiness").rglob("*.py"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_chinese_has_full_width_punctuation(path: Path) -> None:
    """No text of the program has a half-width comma, colon, semicolon or mark after a Han character."""
    constants = [n.value for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Constant)]
    assert not [c for c in constants if isinstance(c, str) and HALF_WIDTH.search(c)]
