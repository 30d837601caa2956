"""Lines of a fixed width in cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from readiness.reporting.wrapping import indented, wrap


@given(st.text(alphabet="ab 中文，。（）12.:/"), st.integers(4, 30))
def test_nothing_is_lost(words: str, width: int) -> None:
    """Wrapping changes white space only."""
    assert "".join("".join(wrap(words, width)).split()) == "".join(words.split())


@given(st.text(alphabet="库存不足，请补货。"), st.integers(8, 30))
def test_chinese_fits(words: str, width: int) -> None:
    """A Chinese character takes two cells and lines may break between any two, but never before closing marks."""
    lines = wrap(words, width)
    marks = max((len(line) - len(line.rstrip("，。")) for line in lines), default=0)
    assert all(cell_len(line) <= width for line in lines) or marks > 2
    assert not any(line.startswith(("，", "。")) for line in lines[1:])


@pytest.mark.parametrize("path", ["evidence/ERP库存导出.csv", "docs/证据/主推商品表.xlsx", "a/b/策划方案.md"])
def test_a_path_is_never_broken(path: str) -> None:
    """A path can be copied whole, also with Chinese in it and between Chinese words."""
    assert any(path in line for line in wrap(f"库存数据请见下面这一个文件（{path}），谢谢", 24))


def test_the_first_line_has_its_own_margin() -> None:
    """Lines after the first are indented under it, and all of them fit."""
    assert list(indented("one two three", 9, "- ", "  ")) == ["- one two", "  three"]
