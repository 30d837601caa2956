"""The nearest valid name to one that is not known."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from readiness.model.text import Text

_CLOSE = 0.6
_MANY = 12


def nearest(name: str, choices: Iterable[str]) -> str | None:
    """The choice most like `name`, or None when none is alike. Case and `_` for `-` are no difference; a choice that
    only lacks its checklist (`stock-coverage` for `execution.stock-coverage`) counts as alike."""
    pool = sorted(set(choices))
    folded = {_fold(choice): choice for choice in reversed(pool)}
    if close := get_close_matches(_fold(name), folded, n=1, cutoff=_CLOSE):
        return folded[close[0]]
    tails = [choice for choice in pool if choice.rpartition(".")[2] == name]
    return tails[0] if tails else None


def suggest(name: str, choices: Iterable[str]) -> Text | None:
    """A hint that names the nearest choice, or all of them where they are few; None where there are none."""
    pool = sorted(set(choices))
    if near := nearest(name, pool):
        return Text(f"Did you mean {near}?", f"是否想写 {near}？")
    if not pool:
        return None
    some, more = pool[:_MANY], len(pool) > _MANY
    listed, listed_zh = ", ".join(some) + (", ..." if more else ""), "、".join(some) + (" 等" if more else "")
    return Text(f"Known here: {listed}", f"这里可以写：{listed_zh}")


def _fold(name: str) -> str:
    return name.strip().casefold().replace("_", "-")
