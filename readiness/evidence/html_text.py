"""The text of a web page as paragraphs: what shows, and what only stands there."""

from __future__ import annotations

import re

from readiness.evidence.body_text import body_text, charset_in_page
from readiness.evidence.decoding import decode
from readiness.evidence.html_tokens import Token, tokens
from readiness.evidence.numbered import numbered_level
from readiness.evidence.paragraphs import Paragraph
from readiness.evidence.problems import cannot_judge
from readiness.model.text import Text

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_APART = frozenset({"td", "th", "li", "dt", "dd", "option", "button", "caption", "figcaption", "label", "legend"})
_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "center", "details", "dialog", "div", "dl", "fieldset"),
        *(
            "figure",
            "footer",
            "form",
            "head",
            "header",
            "hr",
            "html",
            "main",
            "menu",
            "nav",
            "ol",
            "optgroup",
            "p",
            "pre",
        ),
        *("section", "select", "summary", "table", "tbody", "textarea", "tfoot", "thead", "title", "tr", "ul"),
        *_APART,
        *_HEADINGS,
    }
)
_UNSEEN = frozenset({"title", "template", "noscript", "rt", "rp"})
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
_SAID = ("alt", "title", "placeholder", "aria-label", "value", "content", "label", "summary")
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])", re.IGNORECASE
)
_UTF8 = "utf-8"
_BY_MARK = ("utf-8-sig", "utf-16")
_PICTURES = frozenset({"img", "image", "canvas", "video", "iframe", "object", "embed"})


def read_html(data: bytes, encoding: str | None, shown: str) -> tuple[tuple[Paragraph, ...], int]:
    """The paragraphs of a page, and how many pictures and embedded parts it has. Raises CannotJudge."""
    page = _decoded(data, encoding, shown).replace("\r\n", "\n").replace("\r", "\n")
    reading = _Page()
    for token in tokens(page):
        reading.add(token)
    return reading.whole(), reading.pictures


class _Page:
    """Tokens become paragraphs. `hidden` is the element that hides what stands in it, with how often it is open."""

    def __init__(self) -> None:
        self._done: list[Paragraph] = []
        self._pieces: list[tuple[int, str]] = []
        self._lost: list[tuple[int, str]] = []
        self._beside: list[Paragraph] = []
        self._level = 0
        self._apart = False
        self._hidden = ""
        self._depth = 0
        self.pictures = 0

    def add(self, token: Token) -> None:
        if not token.tag:
            self._text(token)
        elif token.closes:
            self._close(token.tag)
        else:
            self._open(token)

    def whole(self) -> tuple[Paragraph, ...]:
        self._end()
        return tuple(self._done)

    def _text(self, token: Token) -> None:
        (self._lost if token.lost or self._hidden else self._pieces).append((token.line, token.text))

    def _open(self, token: Token) -> None:
        tag = token.tag
        for name in _SAID:
            if words := token.attributes.get(name):
                self._beside.append(Paragraph(((token.line, words),), unseen=True, apart=True))
        self.pictures += tag in _PICTURES
        if tag == "br":
            self._pieces.append((token.line, " "))
        if tag in _BLOCKS:
            self._end()
            self._apart = self._apart or tag in _APART
            self._level = _HEADINGS.get(tag, self._level)
        if tag in _VOID:
            return
        if self._hidden:
            self._depth += tag == self._hidden
        elif tag in _UNSEEN or _hides(token):
            self._hidden, self._depth = tag, 1

    def _close(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._end()
            self._apart = self._apart or tag in _APART
            self._level = 0 if tag in _HEADINGS else self._level
        if tag == self._hidden:
            self._depth -= 1
            self._hidden = self._hidden if self._depth else ""

    def _end(self) -> None:
        if any(piece.strip() for _, piece in self._pieces):
            level, numbered = self._level, False
            if not level and not self._apart:
                level = numbered_level("".join(piece for _, piece in self._pieces), arabic=False)
                numbered = level > 0
            self._done.append(Paragraph(tuple(self._pieces), level, numbered, apart=self._apart))
            self._apart = False
        if self._lost:
            self._done.append(Paragraph(tuple(self._lost), unseen=True, apart=True))
        self._done += self._beside
        self._pieces, self._lost, self._beside = [], [], []


def _hides(token: Token) -> bool:
    return "hidden" in token.attributes or bool(_HIDING.search(token.attributes.get("style", "")))


def _decoded(data: bytes, encoding: str | None, shown: str) -> str:
    """By the binding's encoding, or as a browser would. Raises CannotJudge where the page says another one than it has:
    a browser then shows other words."""
    if encoding is not None:
        return decode(data, encoding, shown).text
    text = body_text(data, "")
    said = charset_in_page(data) or text.encoding
    marked = text.encoding in _BY_MARK
    if not text.exact or (not marked and said != text.encoding) or (said != _UTF8 and not marked and _is_utf8(data)):
        raise _charset(shown, said)
    return text.chief


def _is_utf8(data: bytes) -> bool:
    """Beyond doubt: what is ASCII is the same in every encoding."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not data.isascii()


def _charset(shown: str, encoding: str) -> Exception:
    return cannot_judge(
        f"{shown} is not in the encoding that it says ({encoding}), so a browser shows other words than it holds",
        f"{shown} 的实际编码与所声明的（{encoding}）不符，浏览器显示的文字会与内容不同",
        Text(
            "Save it as UTF-8 with <meta charset=utf-8>, or name its encoding in the binding",
            "请另存为 UTF-8 并写上 <meta charset=utf-8>，或在绑定中写明编码",
        ),
    )
