"""Load test: facts to judgement. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from readiness.model.errors import NotSupplied
from readiness.model.finding import Examined, Finding, FindingKind, Judgement, Measure
from readiness.model.places import place_words
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.load_test.declared import judge_tests, judge_traffic, row_of_file
from readiness.probes.load_test.demand import Demand, demand
from readiness.probes.load_test.facts import Facts, Load, Measured
from readiness.probes.load_test.quality import judge_quality, p95_of
from readiness.probes.load_test.samples import MOST_SECONDS
from readiness.probes.load_test.settings import Settings
from readiness.probes.load_test.steps import judge_steps
from readiness.probes.load_test.timeline import Stretch, gaps, longest, total_users, within
from readiness.probes.load_test.words import (
    early,
    how_measured,
    in_future,
    late,
    not_held,
    not_reached,
    not_shown,
    pause,
    too_slow_pace,
    undated,
)
from readiness.probes.tabular.acts import Fault, Window, midnight

Timed = tuple[Measured, datetime, datetime]
"""A file with when its test began and ended."""


def judge(settings: Settings, facts: Facts, situation: Situation) -> Judgement:
    """Who was tested, when, under how many users, and how it went. Raises NotSupplied."""
    window = Window.of(settings.by, settings.not_before, situation.times, situation.due)
    timed = list(_timed(facts))
    _refuse_not_yet(timed, window)
    findings = [*facts.flaws, *judge_tests(settings, facts, situation), *judge_traffic(settings, facts, situation)]
    findings += _when(facts, timed, window)
    asked = demand(facts.traffic, settings.limits.min_times)
    gap = int(settings.limits.max_gap.total_seconds())
    users = total_users([*_said(facts), *_constant(timed)], gap)
    peak = longest(users, asked.users) if asked is not None else None
    if asked is not None:
        findings += _load(settings, facts, asked, users, peak)
    findings += [pause(facts, one, settings.limits.max_gap, situation) for one in gaps(_busy(facts), gap)]
    findings += judge_quality(settings, facts, peak)
    findings += judge_steps(settings, facts)
    return Judgement(
        examined=Examined(sum(file.samples for file in facts.files), "samples"),
        findings=_listed(findings, settings.max_findings),
        measures=tuple(_measures(settings, facts, asked, users, peak)),
        notes=(*([how_measured(facts, asked, users, peak)]), *(note for file in facts.files for note in file.notes)),
        findings_total=len(findings),
        holds_until=_holds_until(settings, facts, situation),
    )


def _timed(facts: Facts) -> Iterator[Timed]:
    """The files whose times are known: from their samples, or, of a summary, from the owners' row."""
    for file in facts.files:
        row = row_of_file(facts, file)
        started = file.started or (row.started_at if row is not None else None)
        if started is None:
            continue
        if file.ended is not None:
            yield file, started, file.ended
        elif file.stated is not None:
            yield file, started, started + timedelta(seconds=float(file.stated.seconds))


def _refuse_not_yet(timed: Sequence[Timed], window: Window) -> None:
    """Under as-of, a test that is later was not there."""
    for file, started, _ in timed:
        if window.fault(started) is Fault.NOT_YET:
            raise NotSupplied(
                Text(
                    f"The load test in {file.path} is later than the instant asked about, so it was not there yet",
                    f"{place_words(file.path).zh} 中的压测晚于所询问的时刻，届时尚不存在",
                )
            )


def _when(facts: Facts, timed: Sequence[Timed], window: Window) -> Iterator[Finding]:
    known = {file.path for file, _, _ in timed}
    yield from (undated(facts, file) for file in facts.files if file.path not in known)
    for file, started, ended in timed:
        if ended.astimezone(UTC) > window.seen_until:
            yield in_future(file, ended, window)
        elif window.fault(ended) is Fault.LATE:
            yield late(facts, file, ended, window)
        elif window.opens is not None and started.astimezone(UTC) < window.opens:
            yield early(facts, file, started, window)


def _said(facts: Facts) -> Iterator[Load]:
    for file in facts.files:
        yield from file.loads


def _constant(timed: Sequence[Timed]) -> Iterator[Load]:
    """What a summary proves: so many users as it had at every moment."""
    for file, started, ended in timed:
        if file.stated is not None and file.stated.least and not file.loads:
            first = int(started.timestamp())
            last = min(int(ended.timestamp()), first + MOST_SECONDS)
            yield Load(file.path, tuple((second, file.stated.least) for second in range(first, last)))


def _load(
    settings: Settings, facts: Facts, asked: Demand, users: dict[int, int], peak: Stretch | None
) -> Iterator[Finding]:
    """Whether the users were reached, held, and at work."""
    yield from (not_shown(file, asked) for file in facts.files if not file.loads and not _proves(file, asked))
    most = max(users.values(), default=0)
    if peak is None:
        yield not_reached(facts, asked, most)
        return
    if peak.seconds < settings.limits.min_peak.total_seconds():
        yield not_held(facts, asked, peak, settings.limits.min_peak)
    pace = _pace(facts, peak)
    if pace is not None and pace < asked.pace:
        yield too_slow_pace(facts, asked, pace)


def _proves(file: Measured, asked: Demand) -> bool:
    return file.stated is not None and file.stated.least is not None and file.stated.least >= asked.users


def _pace(facts: Facts, peak: Stretch) -> Decimal | None:
    """Samples a second at the peak; of a summary, over the whole test."""
    pace = Decimal(0)
    for file in facts.files:
        if file.seconds:
            pace += Decimal(sum(one.samples for one in within(file.seconds, peak))) / peak.seconds
        elif file.stated is not None and file.stated.seconds > 0:
            pace += Decimal(file.samples) / file.stated.seconds
    return pace


def _busy(facts: Facts) -> Iterator[int]:
    for file in facts.files:
        yield from (one.at for one in file.seconds if one.samples)


def _listed(findings: list[Finding], most: int) -> tuple[Finding, ...]:
    """Where the list is cut, late tests stay: they alone fail a check before its due."""
    if len(findings) > most:
        findings = sorted(findings, key=lambda finding: finding.kind is not FindingKind.LATE)
    return tuple(findings[:most])


def _measures(
    settings: Settings, facts: Facts, asked: Demand | None, users: dict[int, int], peak: Stretch | None
) -> Iterator[Measure]:
    limits, samples = settings.limits, sum(file.samples for file in facts.files)
    needed = None if asked is None else Decimal(asked.users)
    yield Measure("concurrent users (并发用户数)", Decimal(max(users.values(), default=0)), needed, "users")
    yield Measure(
        "time at peak (峰值时长)",
        Decimal(peak.seconds if peak else 0),
        Decimal(int(limits.min_peak.total_seconds())),
        "s",
    )
    errors = Decimal(sum(file.errors for file in facts.files)) / samples
    yield Measure("error rate (错误率)", errors.quantize(Decimal("0.000001")), limits.max_error_rate, "ratio")
    p95 = p95_of(facts)
    if p95 is not None:
        yield Measure("p95", p95, Decimal(limits.max_p95_ms), "ms")


def _holds_until(settings: Settings, facts: Facts, situation: Situation) -> datetime | None:
    ends = [
        midnight(row.until + timedelta(days=1), situation.times.zone) + settings.limits.max_traffic_age
        for row in facts.traffic
        if row.until is not None
    ]
    return min(ends, default=None)
