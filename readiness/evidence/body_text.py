"""The text of an answer's body. What a page says may be hidden by a wrong charset, so all likely readings are kept."""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_META_WITHIN = 4096
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_FALLBACKS = ("utf-8", "gb18030")
_GB_FAMILY = frozenset({"gb2312", "gbk"})


@dataclass(frozen=True, slots=True)
class BodyText:
    """`chief` is what a browser would show, read in `encoding`; `others` are the other likely readings; `exact` is
    False where no reading decodes every byte and some stand replaced."""

    chief: str
    others: tuple[str, ...]
    encoding: str
    exact: bool

    def without(self, words: Iterable[str]) -> tuple[str, ...]:
        """Those of the words that a browser would not show: the chief reading lacks them, entities resolved or not."""
        shown = _uncommented(self.chief)
        forms = (shown, html.unescape(shown))
        return tuple(word for word in words if not any(word in form for form in forms))

    def having(self, words: Iterable[str]) -> tuple[str, ...]:
        """Those of the words that any likely reading has, in any case: the question for what must not be there."""
        texts = {form.casefold() for text in (self.chief, *self.others) for form in (text, html.unescape(text))}
        return tuple(word for word in words if any(word.casefold() in text for text in texts))


def body_text(body: bytes, content_type: str, *, cut: bool = False) -> BodyText:
    """Reads a body by byte order mark, charset of the header, charset of the page, UTF-8, then GB18030: the first that
    decodes every byte is the chief reading. The end of a `cut` body may split a character."""
    encodings = _candidates(body, content_type)
    strict = next((name for name in encodings if _decoded(body, name, "strict", cut=cut) is not None), None)
    texts = {name: text for name in encodings if (text := _decoded(body, name, "replace", cut=cut)) is not None}
    chief = strict or next(iter(texts))
    others = tuple(dict.fromkeys(text for text in texts.values() if text != texts[chief]))
    return BodyText(texts[chief], others, chief, exact=strict is not None)


def charset_in_page(body: bytes) -> str | None:
    """The encoding that a page's own head names, None where it names none that is known."""
    match = _META.search(body[:_META_WITHIN])
    return _known(match[1].decode("ascii")) if match else None


def _uncommented(text: str) -> str:
    """A page without its comments: what was commented out nobody sees. One that is not closed hides all the rest."""
    shown: list[str] = []
    place = 0
    while (opens := text.find("<!--", place)) >= 0:
        shown.append(text[place:opens])
        closes = text.find("-->", opens + 2)
        if closes < 0:
            return "".join(shown)
        place = closes + 3
    return "".join((*shown, text[place:]))


def _candidates(body: bytes, content_type: str) -> list[str]:
    marked = [encoding for bom, encoding in _BOMS if body.startswith(bom)]
    declared = [match[1] for match in [_CHARSET.search(content_type)] if match]
    in_page = [name for name in [charset_in_page(body)] if name]
    known = [name for name in (*map(_known, [*marked, *declared]), *in_page, *_FALLBACKS) if name]
    return list(dict.fromkeys(known))


def _known(name: str) -> str | None:
    """The codec of a charset's name; GB2312 and GBK are read as GB18030, which holds both. None: no text codec."""
    try:
        codec = codecs.lookup(name)
        b"".decode(codec.name)
        codecs.getincrementaldecoder(codec.name)
    except LookupError:
        return None
    return "gb18030" if codec.name in _GB_FAMILY else codec.name


def _decoded(body: bytes, encoding: str, errors: str, *, cut: bool) -> str | None:
    """None where bytes don't decode; UTF-16 without its mark does not even with replacements."""
    try:
        return codecs.getincrementaldecoder(encoding)(errors).decode(body, final=not cut)
    except ValueError:
        return None
