"""Rows that lack their partner in joined evidence, or have several; pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from readiness.model.finding import Finding, FindingKind
from readiness.model.places import place_words
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.tabular.facts import RowSeen
from readiness.probes.tabular.frame import columns_here
from readiness.probes.tabular.parts import Join
from readiness.probes.tabular.words import said_cells


@dataclass(frozen=True, slots=True)
class Unjoined:
    """A row that has no partner in joined evidence, of which `source` says where it was read, or several; `alike` is
    how a missing one is written there."""

    row: RowSeen
    source: str
    join: Join
    count: int
    alike: str | None = None

    def told(self, situation: Situation) -> Finding:
        if self.alike is not None:
            return tell_alike(self.row, self.source, self.join, self.alike, situation)
        return tell_partners(self.row, self.source, self.join, self.count, situation)


def tell_partners(row: RowSeen, name: str, join: Join, count: int, situation: Situation) -> Finding:
    """A row that joined evidence, called `name`, has no row for, or several."""
    shown = place_words(name)
    required = Text(f"one row in {shown.en}", f"在 {shown.zh} 中有一行")
    if count:
        observed = Text(f"{count:,} rows", f"{count:,} 行")
        message = Text(
            f"{row.subject} has {count:,} rows in {shown.en}, so nobody can tell which counts",
            f"{row.subject} 在 {shown.zh} 中有 {count:,} 行，无法判断以哪行为准",
        )
        return Finding(row.subject, required, observed, message, where=row.where)
    by = said_cells(row, columns_here(join), situation)
    return Finding(
        row.subject,
        required,
        Text(f"none for {by.en}", f"没有对应“{by.zh}”的行"),
        Text(f"{row.subject}: {shown.en} has no row for {by.en}", f"{row.subject}：{shown.zh} 中没有对应“{by.zh}”的行"),
        where=first_of(row, columns_here(join)),
        kind=FindingKind.MISSING,
    )


def tell_alike(row: RowSeen, name: str, join: Join, text: str, situation: Situation) -> Finding:
    """A row without a partner in joined evidence, called `name`, which has one that is written otherwise."""
    shown, by = place_words(name), said_cells(row, tuple(join.on), situation)
    return Finding(
        row.subject,
        Text("one spelling", "写法一致"),
        by,
        Text(
            f"{row.subject}: {by.en} is written {text!r} in {shown.en}, so nobody can tell whether it is meant; "
            "make the spelling equal",
            f"{row.subject}：{by.zh} 在 {shown.zh} 中写作“{text}”，无法判断是否为同一项；请统一写法",
        ),
        where=first_of(row, join.on),
    )


def first_of(row: RowSeen, columns: Iterable[str]) -> str:
    """Where the first of these cells stands: the one to be looked at."""
    cells = (row.cells[name] for name in columns if name in row.cells)
    return next((cell.where for cell in cells if cell.where), row.where)
