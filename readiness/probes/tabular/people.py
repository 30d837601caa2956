"""Who stands in a cell: `张三、李四`, `李伟 <li.wei@shop.example>; 王芳 (DBA)`. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from readiness.evidence.cell_words import BLANKS, items_of
from readiness.probes.keys import UNFILLED, spelling

_MAIL = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]+)>")
_ASIDE = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")
_LABELS = re.compile(r"[:：]|\s[-–—]\s")
_NOBODY = (
    *UNFILLED, "nobody", "no one", "noone", "no-one", "vacant", "unassigned", "unstaffed", "open shift", "placeholder",
    "空缺", "空", "缺", "无人", "无人值班", "没人", "未分配", "未安排", "未排班", "待排", "待排班", "待安排", "待分配",
    "暂缺", "暂空", "暂无人", "暂无人员", "无人员", "已取消", "取消", "cancelled", "canceled",
)  # fmt: skip
NOBODY = frozenset(map(spelling, _NOBODY))
"""What stands where a person should: nobody will come."""


def names_of(item: str) -> tuple[str, ...]:
    """What one item is called: as it is written, without what stands in brackets behind it, and of `name <address>`
    each alone."""
    mail = _MAIL.fullmatch(item)
    parts = [item, *([mail["name"], mail["address"]] if mail else [])]
    found = [one.strip(BLANKS) for part in parts for one in (part, _ASIDE.sub("", part))]
    return tuple(dict.fromkeys(one for one in found if one))


def people_in(text: str | None) -> tuple[str, ...]:
    """The people of a cell; a word that stands for nobody is none."""
    if spelling((text or "").strip(BLANKS)) in NOBODY:  # `N/A` is no two people
        return ()
    return tuple(item for item in items_of(text) if not _nobody(item))


def _nobody(item: str) -> bool:
    """Also with a label before it or behind: `DBA 值班：待定`, `On call - Nobody`."""
    words = [word.strip(BLANKS) for name in names_of(item) for word in (name, *_LABELS.split(name))]
    return any(
        not word or (spelling(word) or word) in NOBODY for word in words
    )  # the 00 of `20:00` is spelt as nothing


class Persons:
    """Which items are one person: those that share a name or an address, in any spelling."""

    def __init__(self, items: Iterable[str]) -> None:
        self._first: dict[str, str] = {}
        for item in items:
            names = [spelling(name) for name in names_of(item)]
            root = next((self._root(name) for name in names if name in self._first), names[0])
            for name in names:
                self._first[self._root(name)] = root

    def of(self, item: str) -> str:
        return self._root(spelling(item))

    def _root(self, name: str) -> str:
        while (other := self._first.get(name, name)) != name:
            name = other
        return name
