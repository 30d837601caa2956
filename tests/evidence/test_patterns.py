"""Patterns that people write: what they find, what is refused, and that none runs away."""

from __future__ import annotations

import time

import pytest

from readiness.evidence.patterns import check_pattern, literal, spans
from readiness.model.errors import BadValue


def matches(*patterns: str, text: str, apart_from: tuple[str, ...] = ()) -> list[str]:
    data = text.encode()
    return [data[start:end].decode() for start, end in spans(patterns, data, apart_from)]


def test_matches_come_in_order_and_apart() -> None:
    """All patterns together, in the order of the text, each place once."""
    assert matches("丙", "甲+", text="甲甲乙丙甲") == ["甲甲", "丙", "甲"]


def test_case_does_not_matter_and_lines_have_ends() -> None:
    """`^` and `$` are at paragraphs; `.` does not cross one."""
    assert matches("^B.*$", text="a\nbc\nd") == ["bc"]
    assert matches("a.d", text="a\nd") == []


def test_an_alternative_stays_inside_its_pattern() -> None:
    """`a|b` and `^c` are two patterns, not a mixture."""
    assert matches("a|b", "^c", text="xc b\nc") == ["b", "c"]


def test_full_width_characters_are_those_of_folded_text() -> None:
    """A pattern is folded as the text is; a bracket that was full-width stands for itself."""
    assert matches("（赠品）？", text="(赠品)?") == ["(赠品)?"]
    assert matches("[：，]", text="a:b,") == [":", ","]
    assert matches("最终 解释权", "满 [0-9]+ 元", "共 ?[a-z]", text="最终解释权,满9元,共a") == [
        "最终解释权",
        "满9元",
        "共a",
    ]


def test_excuses_overlap_as_they_like() -> None:
    """A match counts unless it lies inside one of them, whichever it is, also after many others."""
    text = "最佳赏味期 " * 3 + "最佳"
    assert matches("最佳", text=text, apart_from=("最佳赏味", "佳赏味期", "x最佳")) == ["最佳"]
    assert matches("最佳", text="最佳赏味", apart_from=("佳赏味",)) == ["最佳"]


@pytest.mark.parametrize("pattern", ["", "a*", "a?", "(a|)", "$", "a{0,3}", "^"])
def test_what_matches_nothing_checks_nothing(pattern: str) -> None:
    """False-GO 4: a pattern that the empty text matches would find its clause in every document."""
    with pytest.raises(BadValue, match="empty text"):
        check_pattern(pattern)


@pytest.mark.parametrize("pattern", ["(?<=a)b", r"\1", "[", "a{1001}", "(?P<a"])
def test_the_refusal_names_the_pattern(pattern: str) -> None:
    """What the engine can't run is told with the pattern and the engine's reason."""
    with pytest.raises(BadValue) as caught:
        check_pattern(pattern)
    assert repr(pattern) in caught.value.message.en
    assert "RE2" in caught.value.message.zh


@pytest.mark.parametrize("pattern", ["(a+)+b", "(a|a)*b", "(a|b|ab)*c", "(x+x+)+y", ".*.*.*.*z"])
def test_no_pattern_runs_away(pattern: str) -> None:
    """What keeps a backtracking engine busy for ever takes linear time."""
    began = time.monotonic()
    assert matches(pattern, text="a" * 200_000 + "x" * 200_000) == []
    assert time.monotonic() - began < 20


@pytest.mark.parametrize(
    ("words", "text", "is_there"),
    [
        ("手机号", "收集手机号。", True),
        ("phone_model", "the phone model", True),
        ("age", "usage", False),
        ("c++", "c++ and c", True),
        ("a.b", "axb", False),
        ("手机 号", "手机号", True),
    ],
)
def test_words_are_found_literally(words: str, text: str, is_there: bool) -> None:
    """Latin words as a whole; blanks, `_` and `-` alike; nothing in them is syntax."""
    assert bool(matches(literal(words), text=text)) is is_there
