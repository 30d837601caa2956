"""Matrix: how cells that are not filled are told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from readiness.model.finding import Finding, FindingKind
from readiness.model.instants import say_instant
from readiness.model.moments import tell_duration
from readiness.model.places import place_words
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.matrix.facts import Axis, AxisValue, Facts, Row
from readiness.probes.matrix.settings import Settings
from readiness.probes.tabular.acts import Window
from readiness.probes.tabular.words import fill_in, value_words

_MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Telling:
    """Tells what is wrong with a cell, in the words of the check where it brings its own."""

    settings: Settings
    facts: Facts
    window: Window | None
    situation: Situation

    def empty(self, cell: Sequence[AxisValue], rows: Sequence[Row]) -> Finding:
        """No row of the cell counts; those that stand there are shown."""
        observed, seen = Text("no row", "没有数据行"), Text("no row of it", "没有对应的数据行")
        where = next((value.where for value in cell if value.where), self.facts.table.source)
        if rows:
            observed, where = _shown(rows), "; ".join(_wrong_cell(row) for row in rows[:_MOST_SHOWN])
            seen = Text(f"what stands there does not count ({observed.en})", f"已有的数据行不计入（{observed.zh}）")
        hint = _hint(cell)
        message = Text(f"{_subject(cell)}: {seen.en}{hint.en}", f"{_subject(cell)}：{seen.zh}{hint.zh}")
        return self._finding(cell, observed, message, where, FindingKind.MISSING)

    def late(self, cell: Sequence[AxisValue], row: Row) -> Finding:
        """The cell's earliest act came after its time."""
        assert self.window is not None
        assert row.act is not None
        span = tell_duration(self.window.late_by(row.act))
        message = Text(
            f"{_subject(cell)}: done {span.en} late; a late act can't be repaired, only waived",
            f"{_subject(cell)}：迟了 {span.zh}；逾期无法补救，只能豁免",
        )
        return self._finding(
            cell, value_words(row.act, self.situation), message, row.act_where or row.where, FindingKind.LATE
        )

    def too_early(self, cell: Sequence[AxisValue], row: Row) -> Finding:
        """The cell's latest act came before it could count."""
        assert self.window is not None
        assert self.window.opens is not None
        opens = self._said(self.window.opens)
        message = Text(
            f"{_subject(cell)}: done before {opens.en}, so it does not count; do it again",
            f"{_subject(cell)}：完成时间早于{opens.zh}，不予计入，请重新进行",
        )
        return self._finding(
            cell, value_words(row.act, self.situation), message, row.act_where or row.where, FindingKind.WRONG
        )

    def _finding(
        self, cell: Sequence[AxisValue], observed: Text, message: Text, where: str, kind: FindingKind
    ) -> Finding:
        named = {axis.name: Text.same(value.shown) for axis, value in zip(self.facts.axes, cell, strict=True)}

        def own(template: Text) -> Text:
            return fill_in(template, self.situation, self.settings.limits, more=named)

        return Finding(
            subject=_subject(cell),
            required=own(self.settings.required) if self.settings.required else self._required(),
            observed=observed,
            message=own(self.settings.message) if self.settings.message else message,
            where=where,
            kind=kind,
        )

    def _required(self) -> Text:
        row = Text("a row that counts", "有一行计入") if self.settings.counts else Text("a row", "有一行数据")
        if self.window is None:
            return row
        closes = self._said(self.window.closes)
        if self.window.opens is None:
            return Text(f"{row.en}, done by {closes.en}", f"{row.zh}，并在{closes.zh}前完成")
        opens = self._said(self.window.opens)
        return Text(f"{row.en}, done from {opens.en} to {closes.en}", f"{row.zh}，并在{opens.zh}至{closes.zh}之间完成")

    def _said(self, instant: datetime) -> Text:
        return say_instant(instant, self.situation.times.zone)


def in_future(facts: Facts, row: Row, window: Window) -> Finding:
    """A row's act is dated after the clock."""
    assert row.act is not None
    now = say_instant(window.seen_until, window.zone)
    subject = " × ".join(
        next(value.shown for value in axis.values if value.key == key)
        for axis, key in zip(facts.axes, row.place, strict=True)
    )
    at = say_instant(row.act, window.zone) if isinstance(row.act, datetime) else Text.same(row.act.isoformat())
    return Finding(
        subject=subject,
        required=Text(f"at or before now, {now.en}", f"不晚于当前时间 {now.zh}"),
        observed=at,
        message=Text(
            f"{subject}: dated in the future ({at.en}), so it does not count; its zone or date is probably wrong",
            f"{subject}：时间在将来（{at.zh}），不予计入；很可能是时区或日期写错了",
        ),
        where=row.act_where or row.where,
    )


def too_few(facts: Facts, axis: Axis, different: int, least: int) -> Finding:
    """Not enough different values of an axis are filled."""
    there = len(axis.values)
    return Finding(
        subject=axis.title,
        required=Text(f"at least {least} different, each filled", f"至少 {least} 个不同的值，且均已填充"),
        observed=Text(f"{different} of {there}", f"{different}（共 {there} 个）"),
        message=Text(
            f"{axis.title}: {different} different values are filled, of {there} that are there; "
            f"at least {least} are required",
            f"{axis.title}：共有 {there} 个不同的值，其中 {different} 个已填充；要求至少 {least} 个",
        ),
        where=facts.table.source,
        kind=FindingKind.MISSING,
    )


def _wrong_cell(row: Row) -> str:
    """Of a row that counts, only its act can be what is wrong."""
    return row.act_where if row.counts and row.act_where else row.where


def _shown(rows: Sequence[Row]) -> Text:
    shown = " / ".join(dict.fromkeys(row.shown for row in rows[:_MOST_SHOWN] if row.shown))
    more = len(rows) - _MOST_SHOWN
    return Text(
        (shown or "a row that does not count") + (f" (+{more})" if more > 0 else ""),
        (shown or "有数据行但不计入") + (f"（另有 {more} 行）" if more > 0 else ""),
    )


def _subject(cell: Sequence[AxisValue]) -> str:
    return " × ".join(value.shown for value in cell)


def _hint(cell: Sequence[AxisValue]) -> Text:
    value = next((value for value in cell if value.hint), None)
    if value is None:
        return Text("", "")
    return Text(
        f"; the table has {value.hint!r}, which looks like {value.shown!r} but is not the same as written: "
        "make the spelling equal",
        f"；表中有与“{value.shown}”相近的“{value.hint}”，但写法不同：请统一写法",
    )


def tell_notes(facts: Facts) -> Iterator[Text]:
    """Rows that no cell asks for, so that they are not left out in silence."""
    if facts.strangers:
        named = ", ".join(facts.strangers_named)
        shown = place_words(facts.table.source)
        yield Text(
            f"Rows of {shown.en} with a value that no axis has, or with none: {facts.strangers:,}"
            + (f" ({named})" if named else ""),
            f"{shown.zh} 中轴值不在要求范围内或为空的行数：{facts.strangers:,}" + (f"（{named}）" if named else ""),
        )
