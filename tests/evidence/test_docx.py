"""Word documents: everything that a reader sees is read, nothing that was deleted, and no bomb goes off."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from readiness.evidence.document import FileBytes
from readiness.evidence.folding import fold
from readiness.evidence.paragraphs import DocumentText
from readiness.evidence.readable import read_file
from readiness.model.errors import CannotJudge
from tests.evidence.word import docx, p, run, styled

_TEXT_BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:docPr id="1" name="box"/><wps:txbx>'
    "<w:txbxContent>{0}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
    "<w:txbxContent>{0}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
_PICTURE = (
    '<w:r><w:drawing><wp:docPr id="2" name="p" descr="海报说明"/><a:graphic><pic:pic/></a:graphic></w:drawing></w:r>'
)


def read(data: bytes) -> DocumentText:
    return read_file(FileBytes("terms.docx", data), None)


def seen(data: bytes) -> str:
    return fold(read(data).paragraphs, unseen=False, tight=False).data.decode()


def whole(data: bytes) -> str:
    return fold(read(data).paragraphs, unseen=True, tight=True).data.decode()


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        (p("最终解释权"), {}),
        (p(run("最") + run("终", "<w:b/>") + run("解释权")), {}),
        (f"<w:tbl><w:tr><w:tc>{p('最终解释权')}</w:tc></w:tr></w:tbl>", {}),
        (p(run("正文") + _TEXT_BOX.format(p("最终解释权"))), {}),
        (p(f'<w:ins w:id="1" w:author="a">{run("最终解释权")}</w:ins>'), {}),
        (p(f'<w:moveTo w:id="1" w:author="a">{run("最终解释权")}</w:moveTo>'), {}),
        (p(f"<w:hyperlink>{run('最终解释权')}</w:hyperlink>"), {}),
        (p(f"<w:smartTag><w:sdt><w:sdtContent>{run('最终解释权')}</w:sdtContent></w:sdt></w:smartTag>"), {}),
        (f"<w:sdt><w:sdtContent>{p('最终解释权')}</w:sdtContent></w:sdt>", {}),
        (p(f'<w:fldSimple w:instr="x">{run("最终解释权")}</w:fldSimple>'), {}),
        (p("正文"), {"header": p("最终解释权")}),
        (p("正文"), {"footer": p("最终解释权")}),
        (p("正文"), {"footnotes": f"<w:footnote>{p('最终解释权')}</w:footnote>"}),
        (p("正文"), {"endnotes": f"<w:endnote>{p('最终解释权')}</w:endnote>"}),
        (p("正文"), {"diagram": "<dgm:pt><dgm:t><a:p><a:r><a:t>最终解释权</a:t></a:r></a:p></dgm:t></dgm:pt>"}),
        (p("正文"), {"chart": "<c:strCache><c:pt><c:v>最终解释权</c:v></c:pt></c:strCache>"}),
    ],
    ids=[
        "body", "runs", "table", "text box", "insertion", "moved here", "link", "smart tag", "content control", "field",
        "header", "footer", "footnote", "endnote", "diagram", "chart",
    ],
)  # fmt: skip
def test_what_a_reader_sees_is_read_once(body: str, parts: dict[str, str]) -> None:
    """Wherever a text stands in a Word document, it is there exactly once, and a reader sees it."""
    assert seen(docx(body, parts)).count("最终解释权") == 1


@pytest.mark.parametrize(
    "body",
    [
        p(run("正文") + run("最终解释权", "<w:vanish/>")),
        p(run("正文") + _PICTURE.replace("海报说明", "最终解释权")),
        p(run("正文") + '<w:r><w:pict><v:shape alt="最终解释权"/></w:pict></w:r>'),
        p(run("正文") + '<w:r><w:pict><v:shape><v:textpath string="最终解释权"/></v:shape></w:pict></w:r>'),
        p(run("正文") + f"<w:r><w:ruby><w:rt>{run('最终解释权')}</w:rt></w:ruby></w:r>"),
    ],
    ids=["hidden", "alternative text", "VML alternative text", "word art", "reading"],
)
def test_what_does_not_show_counts_only_against_it(body: str) -> None:
    """Hidden words and alternative texts may not break a ban, but state nothing to a reader."""
    assert "最终解释权" in whole(docx(body))
    assert "最终解释权" not in seen(docx(body))


@pytest.mark.parametrize(
    "content",
    [
        '<w:del w:id="1" w:author="a"><w:r><w:delText>最终解释权</w:delText></w:r></w:del>',
        f'<w:del w:id="1" w:author="a">{run("最终解释权")}</w:del>',
        f'<w:moveFrom w:id="1" w:author="a">{run("最终解释权")}</w:moveFrom>',
        "<w:r><w:instrText>最终解释权</w:instrText></w:r>",
    ],
)
def test_deleted_text_is_no_text(content: str) -> None:
    """What was deleted or moved away under tracked changes is gone, and so are field codes."""
    assert "解释权" not in whole(docx(p(run("正文") + content)))


def test_a_hidden_mark_ends_with_its_run() -> None:
    """Only a run that is marked is hidden; `val=0` takes the mark back, and a paragraph's own mark hides no text."""
    body = p(run("甲", "<w:vanish/>") + run("乙") + run("丙", '<w:vanish w:val="0"/>'), "<w:rPr><w:vanish/></w:rPr>")
    assert seen(docx(body)) == "乙丙"


def test_reviewers_comments_are_no_text() -> None:
    """A comment says nothing to customers; that there are any is noted."""
    data = docx(p("正文"), {"comments": f"<w:comment>{p('最终解释权不能写')}</w:comment>"})
    assert "解释权" not in whole(data)
    assert any("1 review comment," in note.en and "1 条批注" in note.zh for note in read(data).notes)


def test_pictures_are_noted() -> None:
    """Words in pictures were not read, and the outcome says so."""
    notes = read(docx(p(run("正文") + _PICTURE * 2) + p("<w:r><w:object><o:OLEObject/></w:object></w:r>"))).notes
    assert [note.en for note in notes] == ["terms.docx holds 3 pictures whose text was not read"]


def test_styles_make_headings() -> None:
    """Heading styles by name, by the style they are based on and by outline level; and headings by their number."""
    body = styled("a3", "规则") + styled("2", "时间") + styled("own", "奖品") + styled("deep", "数量") + p("二、其他")
    levels = [(paragraph.pieces[0], paragraph.level) for paragraph in read(docx(body)).paragraphs]
    assert levels == [((1, "规则"), 1), ((2, "时间"), 2), ((3, "奖品"), 2), ((4, "数量"), 3), ((5, "二、其他"), 3)]


def test_a_former_style_is_no_heading() -> None:
    """What a paragraph was before a tracked change of format does not count."""
    former = '<w:pPrChange w:id="1"><w:pPr><w:pStyle w:val="1"/></w:pPr></w:pPrChange>'
    assert read(docx(p("正文如下", former))).paragraphs[0].level == 0


def test_places_are_told_by_paragraph_and_part() -> None:
    """A finding can be found again: paragraph number, and which part."""
    text = read(docx(p("一") + p("") + p("二"), {"footnotes": f"<w:footnote>{p('三')}</w:footnote>"}))
    view = fold(text.paragraphs, unseen=True, tight=False)
    told = [text.where(place.part, place.number) for place in view.places]
    assert told == ["terms.docx, paragraph 1", "terms.docx, paragraph 3", "terms.docx, footnote, paragraph 1"]


def test_cells_do_not_run_together() -> None:
    """国家 in one cell and 级 in the next make no word; hard-wrapped paragraphs do."""
    cells = f"<w:tbl><w:tr><w:tc>{p('国家')}</w:tc><w:tc>{p('级别')}</w:tc></w:tr></w:tbl>"
    assert "国家级" not in whole(docx(cells))
    assert "最终解释权" in whole(docx(p("归我们最终") + p("解释权所有")))


def _zip(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "encrypted"),
        (b"plain text", "damaged"),
        (docx(p("正文"))[:-200], "damaged"),
        (docx(p("正文")).replace(b"PK\x01\x02", b"PK\x01\x00"), "damaged"),
        (docx("<w:p>"), "damaged"),
        (_zip(a=b"x"), "no Word document"),
        (_zip(**{"[Content_Types].xml": b"<Types/>"}), "no Word document"),
        (docx('<w:altChunk r="x"/>' + p("正文")), "altChunk"),
        (docx(p("")), "no text"),
        (docx(p(_PICTURE)), "no text"),
    ],
)
def test_what_is_no_readable_word_document_is_refused(data: bytes, said: str) -> None:
    """False-GO 7: damaged, encrypted, of another format or without any text that shows: it can't be judged."""
    with pytest.raises(CannotJudge, match=said):
        read(data)


def test_two_parts_of_one_name_are_refused() -> None:
    """Programs don't agree on which of the two is shown."""
    stream = io.BytesIO(docx(p("最终解释权")))
    with zipfile.ZipFile(stream, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", "<w:document/>")
    with pytest.raises(CannotJudge, match="damaged"):
        read(stream.getvalue())


def test_a_zip_bomb_is_refused_at_once() -> None:
    """What unpacks to more than a text can be is refused before it is unpacked."""
    bomb = docx(p("正文"), {"footnotes": " " * 60_000_000})
    assert len(bomb) < 1_000_000
    began = time.monotonic()
    with pytest.raises(CannotJudge, match="unpacks to more than 50 MB"):
        read(bomb)
    assert time.monotonic() - began < 1


def test_an_entity_bomb_is_refused_at_once() -> None:
    """Entities are refused, whether they multiply or name a file."""
    laughs = '<!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;">]>'
    file = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    for prolog in (laughs, file):
        with pytest.raises(CannotJudge, match="damaged"):
            read(docx(p(run("正文&amp;")), prolog=prolog))


def test_deep_nesting_needs_no_stack() -> None:
    """A hundred thousand nested elements are read as any other."""
    depth = 100_000
    assert seen(docx("<w:x>" * depth + p("正文") + "</w:x>" * depth)) == "正文"
