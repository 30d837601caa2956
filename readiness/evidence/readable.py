"""The text of documents, whatever their format: every file is read, or named as one that can't be."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from readiness.evidence.decoding import decode
from readiness.evidence.document import Document, FileBytes
from readiness.evidence.files import refuse_larger
from readiness.evidence.html_text import read_html
from readiness.evidence.paragraphs import Counted, DocumentText
from readiness.evidence.plain_text import read_plain
from readiness.evidence.problems import cannot_judge
from readiness.evidence.sniffing import refuse_binary, refuse_markup
from readiness.model.errors import CannotJudge
from readiness.model.text import Text

MOST_TEXT = 10_000_000
"""In bytes: more words than a person would read before signing."""
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".gif", ".svg", ".bmp", ".heic"})
# What systems leave in folders; Word's own note that a file is open begins with ~$.
_LEFT_BEHIND = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
_MARKDOWN, _TEXT, _HTML, _DOCX = (".md", ".markdown"), (".txt",), (".html", ".htm"), (".docx",)
_READABLE = (*_MARKDOWN, *_TEXT, *_HTML, *_DOCX)


def read_texts(document: Document, *, note_pictures: bool) -> tuple[DocumentText, ...]:
    """Every file of a document as text, in order. Pictures in a folder are noted with the first text, or refused.

    Raises CannotJudge naming the file that can't be read, and where there is no text at all.
    """
    files = document.files(_is_wanted)
    in_folder = document.binding.folder is not None
    pictures = [file.path for file in files if file.data is None and in_folder and _suffix(file.path) in PICTURES]
    if pictures and not note_pictures:
        raise _no_document(pictures[0])
    texts = [
        read_file(file, document.binding.encoding)
        for file in files
        if file.path not in pictures and not (in_folder and _is_left_behind(file.path))
    ]
    if not texts:
        raise _no_text(document.use.source)
    if pictures:
        first = texts[0]
        texts[0] = DocumentText(first.source, first.paragraphs, first.counted, (*first.notes, _unread(pictures)))
    return tuple(texts)


def read_file(file: FileBytes, encoding: str | None) -> DocumentText:
    """One file as text. Raises CannotJudge."""
    suffix = _suffix(file.path)
    if suffix not in _DOCX:
        refuse_larger(len(file.data or b""), MOST_TEXT, file.path)
    if suffix not in _READABLE or file.data is None:
        raise _no_document(file.path)
    if suffix in _DOCX:
        text = _word(file.data, file.path)
    elif suffix in _HTML:
        text = _page(file.data, encoding, file.path)
    else:
        text = _plain(file.data, encoding, file.path, markdown=suffix in _MARKDOWN)
    seen = (paragraph for paragraph in text.paragraphs if not paragraph.unseen)
    if not any(piece.strip() for paragraph in seen for _, piece in paragraph.pieces):
        raise _no_text(file.path)
    return text


def _plain(data: bytes, encoding: str | None, shown: str, *, markdown: bool) -> DocumentText:
    refuse_binary(data, shown)
    refuse_markup(data, shown)
    paragraphs, pictures = read_plain(decode(data, encoding, shown).text, markdown=markdown)
    return DocumentText(shown, paragraphs, notes=pictures_note(shown, pictures))


def _page(data: bytes, encoding: str | None, shown: str) -> DocumentText:
    refuse_binary(data, shown)
    paragraphs, pictures = read_html(data, encoding, shown)
    return DocumentText(shown, paragraphs, notes=pictures_note(shown, pictures))


def _word(data: bytes, shown: str) -> DocumentText:
    from readiness.evidence.docx import read_docx

    word = read_docx(data, shown)
    notes = pictures_note(shown, word.pictures + word.embedded)
    if word.comments:
        notes += (
            Text(
                f"{shown} still holds {word.comments} review comment{'s' if word.comments > 1 else ''}, not judged",
                f"{shown} 中还有 {word.comments} 条批注，未作判断",
            ),
        )
    return DocumentText(shown, word.paragraphs, Counted.PARAGRAPH, notes)


def pictures_note(shown: str, pictures: int) -> tuple[Text, ...]:
    """What the outcome says of pictures inside a document: words in them were not seen."""
    if not pictures:
        return ()
    many = "1 picture" if pictures == 1 else f"{pictures} pictures"
    return (Text(f"{shown} holds {many} whose text was not read", f"{shown} 中有 {pictures} 张图片，图中的文字未读取"),)


def _is_wanted(path: str) -> bool:
    return _suffix(path) not in PICTURES and not _is_left_behind(path)


def _is_left_behind(path: str) -> bool:
    name = PurePosixPath(path).name
    return name.lower() in _LEFT_BEHIND or name.startswith("~$")


def _suffix(path: str) -> str:
    return PurePosixPath(path).suffix.lower()


def _unread(pictures: list[str]) -> Text:
    names = [PurePosixPath(path).name for path in pictures]
    count = len(names)
    return Text(
        f"{count} picture{'s' if count > 1 else ''} whose text was not read: {', '.join(names)}",
        f"{count} 张图片中的文字未读取：{'、'.join(names)}",
    )


_PDF = re.compile(r"\.(pdf|ofd|xps)$", re.IGNORECASE)
_OLD = re.compile(r"\.(doc|dot|wps|rtf|pages|odt|ppt|pptx)$", re.IGNORECASE)


def _no_document(shown: str) -> CannotJudge:
    """A file whose words can't be seen could hold what must not be there."""
    known = ", ".join(_READABLE)
    if _suffix(shown) in PICTURES:
        what = Text("a picture, and words in pictures are not read", "图片，图中的文字不会被读取")
        hint = Text("Supply its words as .md, .txt or .docx", "请将图中的文字另存为 .md、.txt 或 .docx 提供")
    elif _PDF.search(shown):
        what = Text("a PDF or a page image, whose text is not read", "PDF 或版式文件，其文字不会被读取")
        hint = Text("Supply the document it was made from, as .docx or .md", "请提供生成它的原始文档（.docx 或 .md）")
    elif _OLD.search(shown):
        what = Text("a format whose text is not read", "不支持读取文字的格式")
        hint = Text("Open it in its program and save it as .docx", "请在原程序中打开并另存为 .docx")
    else:
        what = Text(f"no document whose text is read ({known})", f"不是可读取文字的文档（{known}）")
        hint = Text(f"Supply one of {known}, or move the file elsewhere", f"请提供 {known} 之一，或将该文件移走")
    return cannot_judge(f"{shown} is {what.en}", f"{shown} 是{what.zh}".replace("是不是", "不是"), hint)


def _no_text(shown: str) -> CannotJudge:
    return cannot_judge(
        f"{shown} holds no text that can be read",
        f"{shown} 中没有可读取的文字",
        Text("Supply the words themselves, not a picture of them", "请提供文字本身，而不是文字的图片"),
    )
