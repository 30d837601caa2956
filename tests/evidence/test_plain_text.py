"""Markdown and plain text as paragraphs."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from readiness.evidence.plain_text import read_plain
from readiness.evidence.readable import read_texts
from readiness.model.errors import CannotJudge
from tests.evidence.stores import opened


def texts(text: str, *, markdown: bool = True) -> list[str]:
    return ["".join(piece for _, piece in each.pieces).strip() for each in read_plain(text, markdown=markdown)[0]]


def levels(text: str, *, markdown: bool = True) -> list[int]:
    return [paragraph.level for paragraph in read_plain(text, markdown=markdown)[0]]


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("# 规则", 1),
        ("###### 规则 ##", 6),
        ("####### 规则", 0),
        ("#大促", 0),
        ("第一章 总则", 2),
        ("第二节 时间", 3),
        ("一、活动时间", 3),
        ("十二、其他", 3),
        ("第三条 门槛", 4),
        ("第12条", 4),
        ("（一）奖品", 5),
        ("(二) 奖品", 5),
        ("一、活动时间：2026年6月18日起，至20日止。", 3),
        ("一、每人限购一件，超出部分不享受优惠", 0),
        ("第一名可得奖品一份", 0),
        ("**一、活动时间**", 3),
    ],
)
def test_headings_have_levels(line: str, level: int) -> None:
    """By mark or by number; a sentence with a number before it is no heading."""
    assert levels(f"正文。\n{line}\n") == [0, level]


def test_arabic_numbers_make_headings_in_plain_text_only() -> None:
    """`1. 奖品` begins a list item in Markdown; `1.5 倍` begins nothing."""
    assert levels("1. 奖品\n1.5 倍", markdown=False) == [6, 0]
    assert levels("1. 奖品\n1.5 倍") == [0]


def test_what_begins_a_paragraph() -> None:
    """Blank lines, sentence ends, items, cells and numbers begin one; a wrapped line does not."""
    assert texts("甲甲\n乙乙。\n丙\n- 丁\n- 戊\n\n己\n（一）庚，辛") == [
        "甲甲 乙乙。",
        "丙",
        "丁",
        "戊",
        "己",
        "（一）庚，辛",
    ]
    assert texts("| 甲 | 乙\\|丙 |\n|---|:-:|\n| 丁 | |") == ["甲", "乙|丙", "丁", ""]


def test_underlined_headings_and_rules() -> None:
    """`===` and `---` under a line make a heading in Markdown; alone, or in plain text, they part."""
    assert levels("规则\n===\n\n时间\n---\n\n---\n正文") == [1, 2, 0]
    assert levels("规则\n===\n正文", markdown=False) == [0, 0]


def test_line_ends_are_counted_as_editors_do() -> None:
    """CR, LF and both end a line."""
    paragraphs, _ = read_plain("甲\r\n\r\n乙\r\r丙\n", markdown=False)
    assert [paragraph.pieces[0][0] for paragraph in paragraphs] == [1, 3, 5]


def test_code_stands_as_it_is() -> None:
    """Inside a fence nothing is a heading or a mark."""
    assert texts("~~~\n# a*b*\n~~~\n正文") == ["# a*b*", "正文"]


def test_an_unclosed_comment_hides_nothing() -> None:
    """What is never closed is read as text."""
    assert texts("规则 <!-- 最终解释权") == ["规则 <!-- 最终解释权"]


@pytest.mark.parametrize(
    "part", ["[", "![", "[a](", "<", "<!--", "<script>", "*", "_", "`", "> ", "# ", "|", "\\", "（一", "&", "a\n"]
)
@pytest.mark.parametrize("markdown", [True, False])
def test_hostile_text_takes_bounded_time(part: str, markdown: bool) -> None:
    """A megabyte of any mark, on one line or on many, is read in seconds."""
    began = time.monotonic()
    read_plain(part * (1_000_000 // len(part)), markdown=markdown)
    assert time.monotonic() - began < 20


def test_more_text_than_a_person_reads_is_refused(tmp_path: Path) -> None:
    """Fifty megabytes of text are told at once to be no document; what is allowed is read in bounded time."""
    path = tmp_path / "terms.txt"
    bound = {"terms": {"file": path.name}}
    path.write_text("最佳的活动。\n" * 2_500_000, "utf-8")
    began = time.monotonic()
    with opened(tmp_path, bound) as store, pytest.raises(CannotJudge, match="larger than 20 MB"):
        read_texts(store.document("terms"), note_pictures=True)
    assert time.monotonic() - began < 5
    path.write_text("最佳的活动。\n" * 500_000, "utf-8")
    with opened(tmp_path, bound) as store:
        (text,) = read_texts(store.document("terms"), note_pictures=True)
    assert len(text.paragraphs) == 500_000
    assert time.monotonic() - began < 60
