"""What the scope of an offer says: everything, categories, or SKUs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from readiness.evidence.cells import fold_word
from readiness.probes.promotion_rules.arithmetic.model import Sku

_PARTS = re.compile(r"[,，、;；|\n]+")  # no slash, as elsewhere: it stands in names of categories
_ALL = frozenset(
    map(fold_word, ("all", "全场", "全部", "全部商品", "整单", "全店", "everything", "whole order", "不限", "*"))
)
_CATEGORY = re.compile(r"\s*(?:category|categories|类目|品类|分类)\s*[:：]\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scope:
    """The SKUs meant, and words that mean none."""

    skus: frozenset[str]
    unknown: tuple[str, ...] = ()


def parts(text: str) -> list[str]:
    """Names that stand beside each other in one cell."""
    return [part.strip() for part in _PARTS.split(text) if part.strip()]


def everything(text: str) -> bool:
    """Whether a cell says all there is, or nothing."""
    return not text.strip() or fold_word(text) in _ALL


def scope_skus(text: str | None, skus: Mapping[str, Sku]) -> Scope:
    """`全场`, `类目：粮油、饮料`, or SKUs. A name that the price list does not have is unknown."""
    if text is None or not text.strip():
        return Scope(frozenset())
    if fold_word(text) in _ALL:
        return Scope(frozenset(skus))
    match = _CATEGORY.match(text)
    names = parts(text[match.end() :] if match else text)
    if match:
        categories: dict[str, set[str]] = {}
        for one in skus.values():
            categories.setdefault(_fold(one.category), set()).add(one.id)
        unknown = tuple(name for name in names if _fold(name) not in categories)
        return Scope(frozenset().union(*(categories.get(_fold(name), set()) for name in names)), unknown)
    unknown = tuple(name for name in names if name not in skus)
    return Scope(frozenset(name for name in names if name in skus), unknown)


def _fold(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().strip()
