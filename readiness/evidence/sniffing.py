"""Whether a file is what its name says, by its first bytes."""

from __future__ import annotations

import re
from pathlib import PurePath

from readiness.evidence.problems import cannot_judge
from readiness.model.text import Text

DELIMITED, XLSX, PARQUET, JSON, YAML, CALENDAR = "delimited", "xlsx", "parquet", "json", "yaml", "calendar"

_FORM_OF = {
    ".csv": DELIMITED,
    ".tsv": DELIMITED,
    ".tab": DELIMITED,
    ".txt": DELIMITED,
    ".xlsx": XLSX,
    ".xlsm": XLSX,
    ".parquet": PARQUET,
    ".pq": PARQUET,
    ".json": JSON,
    ".yaml": YAML,
    ".yml": YAML,
    ".ics": CALENDAR,
    ".ical": CALENDAR,
}
_MAGIC: tuple[tuple[bytes, str, Text], ...] = (
    (b"PK\x03\x04", XLSX, Text("a ZIP archive, as Excel workbooks are", "ZIP 压缩包（Excel 工作簿也是这种格式）")),
    (b"PK\x05\x06", "", Text("an empty ZIP archive", "空的 ZIP 压缩包")),
    (b"PAR1", PARQUET, Text("a Parquet file", "Parquet 文件")),
    (
        b"\xd0\xcf\x11\xe0",
        "",
        Text("an old Excel file (.xls), or one with a password", "旧版 Excel 文件（.xls）或加密文件"),
    ),
    (b"%PDF", "", Text("a PDF", "PDF 文件")),
    (b"\x1f\x8b", "", Text("a gzip archive", "gzip 压缩文件")),
    (b"Rar!", "", Text("a RAR archive", "RAR 压缩包")),
    (b"7z\xbc\xaf", "", Text("a 7-Zip archive", "7-Zip 压缩包")),
    (b"\x89PNG", "", Text("a picture", "图片")),
    (b"\xff\xd8\xff", "", Text("a picture", "图片")),
    (b"SQLite format 3", "", Text("a SQLite database", "SQLite 数据库")),
)
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|table|meta|\?xml|!--|script|div|soap)", re.IGNORECASE
)
_WEB_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|\?xml)", re.IGNORECASE)
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\{|\[\s*[{\]])")
_CALENDAR = re.compile(rb"(?:\xef\xbb\xbf)?\s*BEGIN:VCALENDAR\s", re.IGNORECASE)
_SAVE_AS = Text(
    "Open it in its program and save it as .xlsx, or as .csv in UTF-8; don't rename it",
    "请在原程序中打开并另存为 .xlsx，或 UTF-8 编码的 .csv；不要只改扩展名",
)
_EXPORT_CALENDAR = Text(
    "Export the calendar as iCalendar (.ics), not packed and not renamed",
    "请以 iCalendar（.ics）格式导出日历，不要压缩，也不要只改扩展名",
)


def form_of_table(said: str, start: bytes, shown: str) -> str:
    """How a table is to be read: by its suffix, if the content agrees. Raises CannotJudge."""
    suffix = PurePath(said).suffix.lower()
    form = _FORM_OF.get(suffix)
    found = _content(start)
    if form is None:
        raise _unknown_suffix(suffix, found, shown)
    if found is not None and found[0] != form and not (form == YAML and found[0] == JSON):
        raise cannot_judge(
            f"{shown} is named {suffix}, but its content is {found[1].en}",
            f"{shown} 的扩展名是 {suffix}，但内容是 {found[1].zh}",
            _EXPORT_CALENDAR if form == CALENDAR else _SAVE_AS,
        )
    if found is None and form in (XLSX, PARQUET, CALENDAR):
        raise cannot_judge(
            f"{shown} is named {suffix}, but its content is something else",
            f"{shown} 的扩展名是 {suffix}，但内容不是这种格式",
            _EXPORT_CALENDAR if form == CALENDAR else _SAVE_AS,
        )
    return form


def refuse_binary(start: bytes, shown: str) -> None:
    """For a document that is read as text. Raises CannotJudge when its content is of a binary form."""
    for magic, _, what in _MAGIC:
        if start.startswith(magic):
            raise cannot_judge(
                f"{shown} is {what.en}, so its text can't be read",
                f"{shown} 是 {what.zh}，无法读取其文字",
                Text("Supply it as text, Markdown or HTML", "请以文本、Markdown 或 HTML 格式提供"),
            )


def refuse_markup(start: bytes, shown: str) -> None:
    """For what is read as plain text. Raises CannotJudge for a web page, whose tags would part its words."""
    if _WEB_PAGE.match(start):
        raise cannot_judge(
            f"{shown} is named as a text, but its content is a web page",
            f"{shown} 的扩展名是文本，但内容是网页",
            Text("Name it .html", "请将扩展名改为 .html"),
        )


def _content(start: bytes) -> tuple[str, Text] | None:
    """The form that the content shows, where it shows one."""
    for magic, form, what in _MAGIC:
        if start.startswith(magic):
            return form, what
    if _MARKUP.match(start):
        return "", Text("a web page or XML", "网页或 XML")
    if _CALENDAR.match(start):
        return CALENDAR, Text("an iCalendar file", "iCalendar 日历文件")
    if _JSON.match(start):
        return JSON, Text("JSON", "JSON")
    return None


def _unknown_suffix(suffix: str, found: tuple[str, Text] | None, shown: str) -> Exception:
    what = found[1] if found else Text("no form of table that is read", "不支持的表格格式")
    known = ", ".join(_FORM_OF)
    return cannot_judge(
        f"{shown}: a table is not read from {suffix or 'a file without suffix'} ({what.en})",
        f"{shown}：无法从 {suffix or '没有扩展名的文件'} 读取表格（{what.zh}）",
        Text(f"Save it as .xlsx or .csv; what is read: {known}", f"请另存为 .xlsx 或 .csv；可读取的格式：{known}"),
    )
