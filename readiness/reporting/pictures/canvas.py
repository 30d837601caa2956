"""What pictures are drawn with: SVG by pure functions, without a style of its own. The page's style gives the colours,
by the class that names a status; a sign or a shape says the same to those who don't see colours."""

from __future__ import annotations

from dataclasses import dataclass
from unicodedata import east_asian_width

from readiness.model.outcome import Status
from readiness.reporting.markup import Markup, escape
from readiness.reporting.pairing import pair, say_both

WIDTH = 340
_LATIN, _WIDE = 7.0, 12.5


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture in one language. `summary` tells the same in words; `check` is the check whose measures it draws,
    empty where it draws the run as a whole; `body` is SVG of `height` units."""

    title: str
    summary: str
    check: str
    height: int
    body: str


def figure(en: Picture, zh: Picture, number: int) -> Markup:
    """Both languages in one figure, of which one is shown."""
    link = f' <a href="#c-{escape(en.check)}">{say_both("label.details")}</a>' if en.check else ""
    return Markup(
        f"<figure><figcaption><b>{pair(en.title, zh.title)}</b>{pair(en.summary, zh.summary)}{link}</figcaption>"
        f"{_svg(en, 'en', number)}{_svg(zh, 'zh', number)}</figure>"
    )


def _svg(picture: Picture, lang: str, number: int) -> str:
    name = f"f{number}{lang}"
    return (
        f'<svg lang={lang} viewBox="0 0 {WIDTH} {picture.height}" role=img aria-labelledby="{name}t {name}d">'
        f"<title id={name}t>{escape(picture.title)}</title><desc id={name}d>{escape(picture.summary)}</desc>"
        f"{picture.body}</svg>"
    )


def text(x: float, y: float, words: str, style: str = "") -> str:
    styled = f' class="{style}"' if style else ""
    return f'<text x="{number(x)}" y="{number(y)}"{styled}>{escape(words)}</text>'


def box(x: float, y: float, width: float, height: float, style: str) -> str:
    return (
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}" rx="1.5" '
        f'class="{style}"/>'
    )


def line(x1: float, y1: float, x2: float, y2: float, style: str) -> str:
    return f'<line x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}" class="{style}"/>'


def mark(x: float, y: float, status: Status) -> str:
    """A shape for each status, about the same in area: a disc has passed, a cross has failed."""
    d = {
        Status.PASSED: "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z",
        Status.FAILED: "M-5-3L-3-5L0-2L3-5L5-3L2 0L5 3L3 5L0 2L-3 5L-5 3L-2 0z",
        Status.ERROR: "M0-6L6 0L0 6L-6 0z",
        Status.PENDING: "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0zM-3 0a3 3 0 1 1 6 0a3 3 0 1 1-6 0z",
        Status.WAIVED: "M0-6L6 5L-6 5z",
    }.get(status, "M-5-1.5L5-1.5L5 1.5L-5 1.5z")
    return f'<path transform="translate({number(x)} {number(y)})" d="{d}" class="{status}" fill-rule="evenodd"/>'


def number(value: float) -> str:
    """Short: a tenth of a unit is less than can be seen."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def width_of(words: str) -> float:
    """About how wide the words are: exactly is known to the browser only."""
    return sum(_WIDE if east_asian_width(character) in "WF" else _LATIN for character in words)


def fit(words: str, width: float) -> str:
    """The words, cut where there is no room for them, with a sign that they are cut."""
    if width_of(words) <= width:
        return words
    room = width - _WIDE
    for place, character in enumerate(words):
        room -= width_of(character)
        if room < 0:
            return words[:place].rstrip() + "…"
    return words
