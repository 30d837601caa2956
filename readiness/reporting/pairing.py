"""English and Chinese in one document: both are there, and the reader's choice shows one of them.

What reads alike in both languages is written once, which is most of a report: names, ids, numbers, digests."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, TypeVar, cast

from readiness.reporting.markup import Markup, escape
from readiness.reporting.messages import messages

T = TypeVar("T")


def pair(en: str, zh: str) -> Markup:
    """The words of both languages, escaped, whoever wrote them."""
    if en == zh:
        return escape(en)
    return Markup(f"<i lang=en>{escape(en)}</i><i lang=zh>{escape(zh)}</i>")


def paired(en: T, zh: T) -> T:
    """Two tellings of one thing as one, in which every text is a pair. They have the same shape, since the same code
    told them."""
    return cast("T", _paired(en, zh))


def _paired(en: Any, zh: Any) -> Any:
    if isinstance(en, Enum):
        return en
    if isinstance(en, str):
        return pair(en, zh)
    if isinstance(en, tuple):
        return tuple(_paired(one, other) for one, other in zip(en, zh, strict=True))
    if is_dataclass(en) and not isinstance(en, type):
        return type(en)(**{f.name: _paired(getattr(en, f.name), getattr(zh, f.name)) for f in fields(en)})
    return en


def say_both(key: str) -> Markup:
    """A message of the catalogues without values."""
    return pair(messages("en")(key), messages("zh")(key))


def count_both(key: str, n: int) -> Markup:
    """A message with forms by number."""
    return pair(messages("en").count(key, n), messages("zh").count(key, n))
