"""Matrix: every combination of the axes' values needs a row that fills it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import ROUND_FLOOR, Decimal
from itertools import product
from math import prod

from readiness.model.ages import judge_age
from readiness.model.errors import CannotJudge
from readiness.model.finding import Examined, Finding, FindingKind, Judgement, Measure
from readiness.model.places import place_words
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.matrix.facts import Axis, AxisValue, Facts, Row
from readiness.probes.matrix.settings import Settings
from readiness.probes.matrix.words import Telling, in_future, tell_notes, too_few
from readiness.probes.tabular.acts import Fault, Window
from readiness.probes.tabular.telling import RowTeller

MOST_CELLS = 200_000
WORST_SHOWN = 20

Cell = tuple[AxisValue, ...]


def judge(settings: Settings, facts: Facts, situation: Situation) -> Judgement:
    """Judges each cell, then how many different values are filled. Raises CannotJudge and NotSupplied."""
    _refuse_nothing(facts)
    stale, table, done = None, facts.table, settings.done
    if settings.max_age is not None:
        stale = judge_age(table.name, table.source, table.time, settings.max_age, situation.times)
    window = Window.of(done.by, done.not_before, situation.times, situation.due) if done else None
    filled, open_cells = _judge_cells(Telling(settings, facts, window, situation))
    findings = [*([stale] if stale else []), *open_cells]
    findings += [] if window is None else [in_future(facts, row, window) for row in _future(facts, window)]
    findings += _different(settings, facts, filled)
    teller = RowTeller(settings.rules, settings.limits, situation, {})
    told, flaws = [*teller.findings(facts.rules)], facts.flaws.told(situation)
    total = len(findings) + max(facts.rules.findings, len(told)) + max(facts.flaws.count, len(flaws))
    findings += [*told, *flaws]
    return Judgement(
        examined=Examined(len(filled), settings.unit),
        findings=_listed(findings, settings.max_findings),
        measures=tuple(_measures(facts, filled)),
        notes=(*teller.notes(facts.rules), *tell_notes(facts)),
        findings_total=total,
        holds_until=None if stale else _holds_until(settings, facts, teller.holds_until(facts.rules)),
    )


@dataclass(frozen=True, slots=True)
class _Standing:
    """The rows of one cell: those that count, by when they were done (without a window all are in time), and those
    that were there at all."""

    in_time: list[Row] = field(default_factory=list)
    late: list[Row] = field(default_factory=list)
    early: list[Row] = field(default_factory=list)
    seen: list[Row] = field(default_factory=list)

    @classmethod
    def of(cls, rows: Sequence[Row], window: Window | None) -> _Standing:
        standing = cls()
        places = {None: standing.in_time, Fault.LATE: standing.late, Fault.EARLY: standing.early}
        for row in rows:
            fault = window.fault(row.act) if window else None
            if fault is not Fault.NOT_YET:
                standing.seen.append(row)
            if row.counts and fault in places:
                places[fault].append(row)
        return standing


def _judge_cells(telling: Telling) -> tuple[dict[Cell, bool], list[Finding]]:
    """Whether each cell is filled, and what is wrong with those that are not."""
    facts, at = telling.facts, defaultdict[tuple[str, ...], list[Row]](list)
    for row in facts.rows:
        at[row.place].append(row)
    filled: dict[Cell, bool] = {}
    findings: list[Finding] = []
    for cell in product(*(axis.values for axis in facts.axes)):
        standing = _Standing.of(at.get(tuple(value.key for value in cell), ()), telling.window)
        filled[cell] = bool(standing.in_time)
        if standing.in_time:
            continue
        if standing.late:
            findings.append(telling.late(cell, min(standing.late, key=_when)))
        elif standing.early:
            findings.append(telling.too_early(cell, max(standing.early, key=_when)))
        else:
            findings.append(telling.empty(cell, standing.seen))
    return filled, findings


def _when(row: Row) -> tuple[date, datetime | date]:
    assert row.act is not None
    if isinstance(row.act, datetime):
        return row.act.astimezone(UTC).date(), row.act.astimezone(UTC)
    return row.act, row.act


def _future(facts: Facts, window: Window) -> Iterator[Row]:
    """Rows whose act has not been yet; under as-of they were simply not there."""
    return (row for row in facts.rows if window.fault(row.act) is Fault.FUTURE)


def _different(settings: Settings, facts: Facts, filled: Mapping[Cell, bool]) -> Iterator[Finding]:
    """A value of an axis is filled when each of its cells is."""
    for place, axis in enumerate(facts.axes):
        least = settings.at_least.get(axis.name)
        if least is None:
            continue
        open_values = {cell[place].key for cell, good in filled.items() if not good}
        different = len({value.key for value in axis.values} - open_values)
        if different < least:
            yield too_few(facts, axis, different, least)


def _listed(findings: list[Finding], most: int) -> tuple[Finding, ...]:
    """Where the list is cut, late acts stay: they alone fail a check before its due."""
    if len(findings) > most:
        findings = sorted(findings, key=lambda finding: finding.kind is not FindingKind.LATE)
    return tuple(findings[:most])


def _measures(facts: Facts, filled: Mapping[Cell, bool]) -> Iterator[Measure]:
    yield Measure(facts.title, _share(list(filled.values())), Decimal(1), "ratio")
    first = facts.axes[0]
    by_value: dict[AxisValue, list[bool]] = {value: [] for value in first.values}
    for cell, good in filled.items():
        by_value[cell[0]].append(good)
    shares = sorted(((_share(goods), value.shown) for value, goods in by_value.items()), key=lambda found: found[0])
    for share, shown in shares[:WORST_SHOWN]:
        yield Measure(shown, share, Decimal(1), "ratio", first.title)


def _share(goods: list[bool]) -> Decimal:
    return (Decimal(sum(goods)) / Decimal(len(goods))).quantize(Decimal("0.0001"), ROUND_FLOOR)


def _holds_until(settings: Settings, facts: Facts, of_rules: datetime | None) -> datetime | None:
    ends = [] if of_rules is None else [of_rules]
    if settings.max_age is not None and facts.table.time is not None:
        ends.append(facts.table.time.astimezone(UTC) + settings.max_age)
    return min(ends, default=None)


def _refuse_nothing(facts: Facts) -> None:
    for axis in facts.axes:
        if not axis.values:
            raise _without_values(axis)
    cells = prod(len(axis.values) for axis in facts.axes)
    if cells > MOST_CELLS:
        shown = place_words(facts.table.source)
        raise CannotJudge(
            Text(
                f"The axes of {shown.en} have {cells:,} combinations; at most {MOST_CELLS:,} can be judged",
                f"{shown.zh} 的各轴共有 {cells:,} 种组合，最多可判断 {MOST_CELLS:,} 种",
            ),
            Text("Use fewer axes, or a `where` that leaves what matters", "请减少轴，或用 `where` 只保留需要的值"),
        )


def _without_values(axis: Axis) -> CannotJudge:
    return CannotJudge(
        Text(
            f"The axis {axis.title} has no value, so nothing had to be there and nothing was checked",
            f"轴“{axis.title}”没有任何值，因此没有要求，也就没有检查任何内容",
        ),
        Text(
            f"Fill the evidence that the axis `{axis.name}` reads, and look whether its `where` leaves any row",
            f"请填写轴 `{axis.name}` 所读取的证据，并确认其 `where` 没有把所有行都排除",
        ),
    )
