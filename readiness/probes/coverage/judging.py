"""Coverage: each period is covered for each key; pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise

from readiness.model.ages import judge_age
from readiness.model.errors import CannotJudge
from readiness.model.finding import Examined, Finding, Judgement, Measure
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.coverage.facts import Facts, Line, Shift
from readiness.probes.coverage.settings import Period, Settings
from readiness.probes.coverage.words import Telling, tell_notes

WORST_SHOWN = 20
DAYS_SHOWN = 31
_LEAST = Decimal("0.01")  # a gap is never rounded away


@dataclass(frozen=True, slots=True)
class Span:
    """A time in which so many people are there; `people` names them."""

    begins: datetime
    ends: datetime
    people: tuple[str, ...]

    @property
    def length(self) -> timedelta:
        return self.ends - self.begins


@dataclass(frozen=True, slots=True)
class Asked:
    """A period of this campaign: instants in UTC."""

    begins: datetime
    ends: datetime
    max_gap: timedelta


def judge(settings: Settings, facts: Facts, situation: Situation) -> Judgement:
    """Every gap is at most as long as its period allows, and every row is an interval. Raises CannotJudge and
    NotSupplied."""
    stale = None
    if settings.max_age is not None:
        table = facts.table
        stale = judge_age(table.name, table.source, table.time, settings.max_age, situation.times)
    asked = [_asked(settings, period, situation) for period in settings.periods]
    telling = Telling(settings, facts, situation)
    longest = None if settings.longest is None else settings.length(settings.longest)
    findings = [*([stale] if stale else []), *_faulty(telling, facts, longest)]
    measures: list[Measure] = []
    thin: list[Span] = []
    good = _good(facts, longest)
    for line in facts.lines:
        of_line = good.get(line.key, [])
        for period in asked:
            spans = list(spans_of(of_line, period.begins, period.ends))
            gaps = list(gaps_of(spans, settings.at_least))
            findings += [telling.gap(line, gap, period.max_gap, of_line) for gap in gaps if gap.length > period.max_gap]
            measures.append(_measure(line, settings.periods, asked, period, gaps))
            thin += gaps_of(spans, settings.recommended) if settings.recommended else []
    flaws = facts.flaws.told(situation)
    total = len(findings) + max(facts.flaws.count, len(flaws))
    findings += flaws
    worst = sorted(measures, key=lambda one: one.value if one.unit == "ratio" else -one.value)
    return Judgement(
        examined=Examined(len(facts.shifts), settings.unit),
        findings=tuple(findings[: settings.max_findings]),
        measures=(*worst[:WORST_SHOWN], *_days(facts, good, asked, settings, situation)),
        notes=tuple(tell_notes(telling, _long(settings, facts, asked), thin)),
        findings_total=total,
        holds_until=_holds_until(settings, facts, stale),
    )


def spans_of(shifts: Sequence[Shift], begins: datetime, ends: datetime) -> Iterator[Span]:
    """The period in order, cut wherever somebody comes or goes. A row that names nobody counts as someone of its own
    where no person is asked for; the same person twice is one."""
    changes: dict[datetime, list[tuple[str, int]]] = defaultdict(list, {begins: [], ends: []})
    for number, shift in enumerate(shifts):
        assert shift.starts is not None
        assert shift.ends is not None
        first, last = max(shift.starts, begins), min(shift.ends, ends)
        if first < last:
            for person in shift.people or (f"row {number}",):
                changes[first].append((person, 1))
                changes[last].append((person, -1))
    there: Counter[str] = Counter()
    instants = sorted(changes)
    for at, until in pairwise(instants):
        for person, change in changes[at]:
            there[person] += change
            if not there[person]:
                del there[person]
        yield Span(at, until, tuple(there))


def gaps_of(spans: Sequence[Span], least: int) -> Iterator[Span]:
    """The longest stretches in which fewer than `least` are there; `people` are those of a stretch's emptiest part."""
    gap: Span | None = None
    for span in spans:
        if len(span.people) >= least:
            if gap is not None:
                yield gap
            gap = None
        elif gap is None:
            gap = span
        else:
            fewest = min(gap.people, span.people, key=len)
            gap = Span(gap.begins, span.ends, fewest)
    if gap is not None:
        yield gap


def _asked(settings: Settings, period: Period, situation: Situation) -> Asked:
    begins, ends = (situation.times.resolve(moment).astimezone(UTC) for moment in (period.starts, period.until))
    if begins >= ends:
        raise CannotJudge(
            Text(
                f"The period from {period.starts.words} until {period.until.words} has no length",
                f"从 {period.starts.words} 到 {period.until.words} 的时段没有长度",
            ),
            Text("Correct it in the checklist, or in the campaign's settings", "请在检查清单或活动设置中更正"),
        )
    return Asked(begins, ends, settings.length(period.max_gap))


def _good(facts: Facts, longest: timedelta | None = None) -> dict[tuple[str, ...], list[Shift]]:
    """By key the rows that are intervals and somebody's, in the order of their beginnings."""
    found: dict[tuple[str, ...], list[Shift]] = defaultdict(list)
    for shift in facts.shifts:
        if shift.starts is None or shift.ends is None or shift.nobody:
            continue
        if shift.starts < shift.ends and (longest is None or shift.ends - shift.starts <= longest):
            found[shift.key].append(shift)
    for shifts in found.values():
        shifts.sort(key=lambda shift: (shift.starts, shift.ends))
    return found


def _faulty(telling: Telling, facts: Facts, longest: timedelta | None) -> Iterator[Finding]:
    for shift in facts.shifts:
        if shift.starts is None or shift.ends is None or shift.starts >= shift.ends:
            yield telling.no_interval(shift)
        elif longest is not None and shift.ends - shift.starts > longest:
            yield telling.too_long(shift, longest)
        elif shift.stranger:
            yield telling.stranger(shift)


def _long(settings: Settings, facts: Facts, asked: Sequence[Asked]) -> list[Shift]:
    """The shifts of the periods that are longer than is recommended, the longest first."""
    if settings.max_length is None:
        return []
    most = settings.length(settings.max_length)
    found = [
        (shift.ends - shift.starts, shift)
        for shifts in _good(facts).values()
        for shift in shifts
        if shift.starts is not None and shift.ends is not None
        if any(shift.starts < period.ends and shift.ends > period.begins for period in asked)
    ]
    return [shift for length, shift in sorted(found, key=lambda one: one[0], reverse=True) if length > most]


def _measure(
    line: Line, periods: Sequence[Period], asked: Sequence[Asked], period: Asked, gaps: Sequence[Span]
) -> Measure:
    """What is covered, where no gap is allowed; else the longest gap, in hours."""
    said = periods[asked.index(period)]
    group = f"{said.starts.words} - {said.until.words}" if len(asked) > 1 else ""
    if not period.max_gap:
        whole = period.ends - period.begins
        open_ = sum((gap.length for gap in gaps), timedelta())
        share = Decimal((whole - open_) // timedelta(microseconds=1)) / Decimal(whole // timedelta(microseconds=1))
        return Measure(line.subject, share.quantize(Decimal("0.0001"), ROUND_FLOOR), Decimal(1), "ratio", group)
    longest = max((gap.length for gap in gaps), default=timedelta())
    return Measure(line.subject, _hours(longest, ROUND_CEILING), _hours(period.max_gap, ROUND_FLOOR), "h", group)


def _days(
    facts: Facts,
    good: Mapping[tuple[str, ...], Sequence[Shift]],
    asked: Sequence[Asked],
    settings: Settings,
    situation: Situation,
) -> Iterator[Measure]:
    """Of one line whose periods allow no gap, how many hours of each day are covered, in the campaign's zone."""
    if len(facts.lines) != 1:
        return
    (line,) = facts.lines
    for period in asked:
        if period.max_gap:
            continue
        day = period.begins.astimezone(situation.times.zone).replace(hour=0, minute=0, second=0, microsecond=0)
        for begins in (day + timedelta(days=n) for n in range(DAYS_SHOWN)):
            first = max(begins.astimezone(UTC), period.begins)
            last = min((begins + timedelta(days=1)).astimezone(UTC), period.ends)
            if first >= last:
                break
            gaps = gaps_of(list(spans_of(good.get(line.key, []), first, last)), settings.at_least)
            open_ = sum((gap.length for gap in gaps), timedelta())
            whole = _hours(last - first, ROUND_FLOOR)
            covered = min(_hours(last - first - open_, ROUND_FLOOR), whole - _LEAST) if open_ else whole
            yield Measure(line.subject, max(covered, Decimal(0)), whole, "h", f"{begins:%Y-%m-%d}")


def _hours(length: timedelta, rounding: str) -> Decimal:
    return (Decimal(length // timedelta(seconds=1)) / Decimal(3600)).quantize(Decimal("0.01"), rounding)


def _holds_until(settings: Settings, facts: Facts, stale: Finding | None) -> datetime | None:
    if settings.max_age is None or stale or facts.table.time is None:
        return None
    return facts.table.time.astimezone(UTC) + settings.max_age
