"""Bytes to text, always by the same steps: declared, byte order mark, strict UTF-8, strict GB18030. No guessing."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from readiness.evidence.problems import cannot_judge
from readiness.model.errors import CannotJudge
from readiness.model.text import Advice, Text

DECLARABLE = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be")

_ALIASES = {"gbk": "gb18030", "gb2312": "gb18030", "utf8": "utf-8"}
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_MARK = "\ufeff"
_NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 with a byte order mark",
    "gb18030": "GB18030",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
}


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text and the note that says how it was read."""

    text: str
    encoding: str

    @property
    def note(self) -> Text:
        return note_of(self.encoding)


def note_of(encoding: str) -> Text:
    """What is recorded of the choice."""
    name = _NAMES[encoding]
    return Text(f"read as {name}", f"按 {name.replace(' with a byte order mark', '(带 BOM)')} 读取")


def declared_encoding(name: str, shown: str) -> str:
    """The codec that a binding's `encoding` names. Raises CannotJudge for one that is not read."""
    plain = name.strip().lower().replace("_", "-")
    codec = _ALIASES.get(plain, plain)
    if codec not in DECLARABLE:
        known = ", ".join(DECLARABLE)
        raise cannot_judge(
            f"{shown}: the encoding {name!r} is not known",
            f"{shown}：未知的编码“{name}”",
            Text(f"Write one of {known}", f"请使用其中之一：{known}"),
        )
    return codec


def candidates(start: bytes, declared: str | None, shown: str) -> tuple[str, ...]:
    """The codecs to try, in order, for a file that begins with `start`. Raises CannotJudge."""
    if declared is not None:
        return (declared_encoding(declared, shown),)
    for mark, codec in _MARKS:
        if start.startswith(mark):
            return (codec,)
    return ("utf-8", "gb18030")


def decode(data: bytes, declared: str | None, shown: str) -> Decoded:
    """The whole text, strictly. Raises CannotJudge naming the line of the first broken byte, or for NUL characters."""
    tried = candidates(data[:4], declared, shown)
    problem: CannotJudge | None = None
    for codec in tried:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError as error:
            # the first codec is what the file most likely is, so its broken byte is the one to show
            problem = problem or broken_byte(codec, data.count(b"\n", 0, error.start) + 1, error.start, shown)
            continue
        refuse_nul(text, data, shown)
        return Decoded(text.removeprefix(_MARK), codec)
    assert problem is not None
    raise problem


def refuse_nul(text: str, data: bytes, shown: str) -> None:
    """NUL characters mean that this is no text, or UTF-16 without its mark. Raises CannotJudge."""
    where = text.find("\0")
    if where < 0:
        return
    line = text.count("\n", 0, where) + 1
    raise cannot_judge(
        f"{shown}, line {line} holds NUL characters, so it is no plain text, or UTF-16 without a byte order mark",
        f"{shown} 第 {line} 行含有 NUL 字符：它不是纯文本，或是不带 BOM 的 UTF-16",
        _hint_for_nul(data),
    )


_SAVE_ANEW = Text("Save it anew, as an Excel file or as UTF-8", "请重新保存为 Excel 文件或 UTF-8 文本")


def _hint_for_nul(data: bytes) -> Text:
    guess = "utf-16-be" if data[:1] == b"\0" else "utf-16-le"
    return Advice(
        f"Save it as UTF-8, or add `encoding: {guess}` to the binding",
        f"请另存为 UTF-8，或在绑定中加上 `encoding: {guess}`",
        _SAVE_ANEW,
    )


def broken_byte(codec: str, line: int, offset: int, shown: str) -> CannotJudge:
    """The error for a byte that its encoding does not allow; `offset` counts bytes from 0."""
    name = _NAMES[codec]
    return cannot_judge(
        f"{shown}, line {line}: the byte at offset {offset} is not valid {name}",
        f"{shown} 第 {line} 行：偏移 {offset} 处的字节不是有效的 {name}",
        Advice(
            "Export it again as UTF-8, or name its encoding in the binding, such as `encoding: gb18030`",
            "请重新导出为 UTF-8，或在绑定中写明编码，例如 `encoding: gb18030`",
            _SAVE_ANEW,
        ),
    )
