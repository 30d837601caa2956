"""Word documents: every text that a reader of one sees, wherever it stands. The only home of this format.

python-docx and docx2python were tried. The one passes over text boxes, tracked insertions and content controls; the
other reads text boxes twice and what was moved away; and neither bounds what an archive unpacks to.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from readiness.evidence.docx_part import read_part
from readiness.evidence.docx_styles import heading_levels
from readiness.evidence.paragraphs import Paragraph
from readiness.evidence.problems import cannot_judge
from readiness.evidence.xml_events import parse
from readiness.model.errors import CannotJudge
from readiness.model.text import Text

MOST_UNPACKED = 50_000_000
MOST_PARTS = 5_000

_OLE = b"\xd0\xcf\x11\xe0"
_MAIN = re.compile(r"\.(document|template)(\.macroEnabled\w*)?\.main\+xml$")
# Parts beside the main one, by the end of their content type, with what they are called where something is found.
_BESIDE = (
    (".header+xml", "header"),
    (".footer+xml", "footer"),
    (".footnotes+xml", "footnote"),
    (".endnotes+xml", "endnote"),
    (".diagramData+xml", "diagram"),
    (".chart+xml", "diagram"),
    (".chartshapes+xml", "diagram"),
    (".chartex+xml", "diagram"),
)


@dataclass(frozen=True, slots=True)
class DocxText:
    """`pictures` and `embedded` count what holds words that were not read; `comments` are reviewers' and no text."""

    paragraphs: tuple[Paragraph, ...]
    pictures: int
    embedded: int
    comments: int


def read_docx(data: bytes, shown: str) -> DocxText:
    """Raises CannotJudge for what is damaged, encrypted, of another format or unpacks to too much."""
    if data.startswith(_OLE):
        raise _encrypted(shown)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(archive, shown)
    except CannotJudge:
        raise
    except RuntimeError as error:  # how zipfile says that a part has a password
        raise _encrypted(shown) from error
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, KeyError, NotImplementedError) as error:
        raise _damaged(shown) from error


def _read(archive: zipfile.ZipFile, shown: str) -> DocxText:
    parts = archive.infolist()
    types = _content_types(archive, shown)
    main = next((name for name, kind in types.items() if _MAIN.search(kind)), None)
    if main is None:
        raise _other_format(shown)
    wanted = [
        (main, ""),
        *((name, part) for name, kind in types.items() for end, part in _BESIDE if kind.endswith(end)),
    ]
    sizes = {part.filename: part.file_size for part in parts}
    if len(sizes) < len(parts):  # programs would not agree which of two parts of one name is shown
        raise _damaged(shown)
    if len(parts) > MOST_PARTS or sum(sizes.get(name, 0) for name, _ in wanted) > MOST_UNPACKED:
        raise _too_large(shown)
    styles = _part(types, ".styles+xml", sizes)
    levels = heading_levels(_bytes(archive, styles, shown)) if styles else {}
    texts = [
        read_part(_bytes(archive, name, shown), part, levels) for name, part in wanted if name in sizes or not part
    ]
    if any(text.foreign for text in texts):
        raise _foreign(shown)
    comments = _part(types, ".comments+xml", sizes)
    return DocxText(
        tuple(paragraph for text in texts for paragraph in text.paragraphs),
        sum(text.pictures for text in texts),
        sum(text.embedded for text in texts),
        read_part(_bytes(archive, comments, shown), "comment", {}).comments if comments else 0,
    )


def _part(types: Mapping[str, str], ending: str, sizes: Mapping[str, int]) -> str | None:
    return next((name for name, kind in types.items() if kind.endswith(ending) and name in sizes), None)


def _content_types(archive: zipfile.ZipFile, shown: str) -> dict[str, str]:
    """The parts of the package by name. Raises CannotJudge where the archive is no Office document."""
    if "[Content_Types].xml" not in archive.namelist():
        raise _other_format(shown)
    found: dict[str, str] = {}

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if name == "Override":
            found[attributes.get("PartName", "").lstrip("/")] = attributes.get("ContentType", "")

    parse(_bytes(archive, "[Content_Types].xml", shown), start)
    return found


def _bytes(archive: zipfile.ZipFile, name: str, shown: str) -> bytes:
    """One part, unpacked. An archive never gives more of a part than the size it declares."""
    if archive.getinfo(name).file_size > MOST_UNPACKED:
        raise _too_large(shown)
    return archive.read(name)


def _encrypted(shown: str) -> CannotJudge:
    return cannot_judge(
        f"{shown} is encrypted, or an old Word file (.doc) under another name",
        f"{shown} 已加密，或是改了扩展名的旧版 Word 文件（.doc）",
        Text(
            "Open it in Word or WPS and save it as .docx without a password",
            "请在 Word 或 WPS 中打开，不设密码另存为 .docx",
        ),
    )


def _damaged(shown: str) -> CannotJudge:
    return cannot_judge(
        f"{shown} is damaged and can't be read as a Word document",
        f"{shown} 已损坏，无法作为 Word 文档读取",
        Text("Open it in Word or WPS and save it again as .docx", "请在 Word 或 WPS 中打开并重新另存为 .docx"),
    )


def _other_format(shown: str) -> CannotJudge:
    return cannot_judge(
        f"{shown} is no Word document, though its name says so",
        f"{shown} 的扩展名是 Word，但它不是 Word 文档",
        Text("Save it as .docx in Word or WPS", "请在 Word 或 WPS 中另存为 .docx"),
    )


def _too_large(shown: str) -> CannotJudge:
    return cannot_judge(
        f"{shown} unpacks to more than {MOST_UNPACKED // 1_000_000} MB of text",
        f"{shown} 解压后的文字超过 {MOST_UNPACKED // 1_000_000} MB",
        Text("Supply only the document that is to be judged", "请只提供需要检查的文档"),
    )


def _foreign(shown: str) -> CannotJudge:
    return cannot_judge(
        f"{shown} takes in another file (altChunk), whose text is not read",
        f"{shown} 中引入了另一个文件（altChunk），其文字不会被读取",
        Text("Open it in Word or WPS and save it again as .docx", "请在 Word 或 WPS 中打开并重新另存为 .docx"),
    )
