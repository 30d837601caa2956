"""Text as it is searched: folded, with its places kept."""

from __future__ import annotations

import pytest

from readiness.evidence.folding import fold, fold_text
from readiness.evidence.paragraphs import Paragraph


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＡＢＣ，１２３", "abc,123"),
        ("No.\u00a01  ok", "no. 1 ok"),
        ("最\u200b终\u2060解\ufeff释\u00ad权", "最终解释权"),
        ("最\ufe0f终\U000e0100解", "最终解"),
        ("最 终\t解\u3000释", "最终解释"),
        ("满 100 元 (含) ok", "满100元(含) ok"),
        ("⼀\u2f00", "一一"),
        ("最\u0336终\u0336", "最终"),
        ("caf\u0065\u0301", "café"),
        ("\u202e最终\u202c", "最终"),
        ("a\x00b\x08c", "abc"),
        ("ＳＴＲＡẞＥ", "strasse"),
    ],
)
def test_what_looks_alike_is_alike(text: str, folded: str) -> None:
    """Width, case, what does not show, and blanks beside Han characters make no difference."""
    assert fold_text(text) == folded


def _paragraphs(*texts: str) -> list[Paragraph]:
    return [Paragraph(((number, text),)) for number, text in enumerate(texts, 1)]


def test_tight_text_reads_on_where_han_meets_han() -> None:
    """Paragraphs part words for what must be said, and don't for what must not; other scripts are always parted."""
    paragraphs = _paragraphs("归我们最终", "解释权", "end", "of")
    assert fold(paragraphs, unseen=True, tight=False).data.decode() == "归我们最终\n解释权\nend\nof"
    assert fold(paragraphs, unseen=True, tight=True).data.decode() == "归我们最终解释权\nend\nof"


def test_a_heading_does_not_read_on() -> None:
    """A heading is apart from what stands before and after it, however tight the text is read."""
    heading = Paragraph(((2, "二级"),), level=2)
    folded = fold([*_paragraphs("国家"), heading, *_paragraphs("标题")], unseen=True, tight=True)
    assert folded.data.decode() == "国家\n二级\n标题"
    assert [(each.start, each.end, each.level) for each in folded.headings] == [(7, 13, 2)]


@pytest.mark.parametrize(("word", "number"), [("甲", 3), ("乙", 4), ("b", 5)])
def test_each_character_has_its_place(word: str, number: int) -> None:
    """The piece in which a character stands says its line, in bytes of the folded text."""
    paragraphs = [Paragraph(((3, "甲 \u200b"), (4, "\u3000乙 "), (5, " b "))), Paragraph(((9, " "),))]
    folded = fold(paragraphs, unseen=True, tight=False)
    assert folded.data.decode() == "甲乙b"
    assert folded.place(folded.data.index(word.encode())).number == number
