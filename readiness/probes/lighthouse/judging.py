"""Lighthouse: facts to judgement. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from readiness.model.ages import judge_age
from readiness.model.errors import NotSupplied
from readiness.model.finding import Examined, Finding, FindingKind, Judgement, Measure
from readiness.model.places import place_words
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.lighthouse import words
from readiness.probes.lighthouse.addresses import same_page, stayed
from readiness.probes.lighthouse.facts import Facts, Measured, Page, Run
from readiness.probes.lighthouse.settings import Settings, SpeedLimits
from readiness.probes.tabular.acts import Fault, Window

_METHODS = ("simulate", "devtools")


@dataclass(frozen=True, slots=True)
class _Sorted:
    """The runs of a page: those that count, those after the window, and those before it."""

    good: tuple[Run, ...]
    late: tuple[Run, ...]
    early: tuple[Run, ...]


def judge(settings: Settings, facts: Facts, situation: Situation) -> Judgement:
    """Each page was measured in time, as it should be, and fast enough. Raises CannotJudge and NotSupplied."""
    window = Window.of(settings.by, settings.not_before, situation.times, situation.due)
    there = _there(facts, window)
    findings = [*facts.findings, *_copies(there)]
    measures: list[Measure] = []
    counted: list[Run] = []
    for page in facts.pages:
        of_page = [run for run in there if same_page(page.url, run.requested)]
        told, measured, used = _judge_page(settings, facts, page, of_page, window, situation)
        findings += told
        measures += measured
        counted += used
    flaws = facts.flaws.told(situation)
    findings = sorted([*findings, *flaws], key=lambda one: one.kind is not FindingKind.LATE)
    return Judgement(
        examined=Examined(len(counted), "runs"),
        findings=tuple(findings[: settings.max_findings]),
        measures=tuple(measures),
        notes=(*_notes(facts, there), *words.how(counted), *facts.notes),
        findings_total=len(findings) - len(flaws) + max(facts.flaws.count, len(flaws)),
        holds_until=_holds_until(settings, counted),
    )


def _there(facts: Facts, window: Window) -> tuple[Run, ...]:
    """Under as-of, a run of later was not there. Raises NotSupplied."""
    there = tuple(run for run in facts.runs if window.fault(run.fetched) is not Fault.NOT_YET)
    if not there:
        raise NotSupplied(
            Text(
                f"All runs in {facts.source} are later than the instant asked about, so none was there yet",
                f"{place_words(facts.source).zh} 中的测量均晚于所询问的时刻，届时尚不存在",
            )
        )
    return there


def _judge_page(
    settings: Settings, facts: Facts, page: Page, runs: Sequence[Run], window: Window, situation: Situation
) -> tuple[list[Finding], list[Measure], tuple[Run, ...]]:
    if not runs:
        return [words.not_measured(facts, page)], [], ()
    limits = settings.limits
    faults = [(run, list(_faults(limits, page, run, window))) for run in runs]
    findings = [told for _, some in faults for told in some]
    parts = _parted([run for run, some in faults if not some], window)
    used = parts.good or parts.late
    if not parts.good:
        findings += [words.late(page, run, window) for run in parts.late]
        if not parts.late:
            findings += [words.early(page, run, window) for run in parts.early]
    if used and len(used) < limits.min_runs:
        findings.append(words.too_few(page, len(used), limits.min_runs, used[0].where))
    measures: list[Measure] = []
    # a page measured again after the window is the page that goes live: it must be fast, too
    for group in (parts.good, parts.late):
        for audit, most in limits.audits.items() if group else ():
            told, measure = _median(page, audit, most, group)
            findings += told
            measures += [measure] if group is used and measure is not None else []
    if settings.max_age is not None and used:
        newest = max(used, key=lambda run: run.fetched)
        stale = judge_age(page.name, newest.where, newest.fetched, settings.max_age, situation.times)
        findings += [stale] if stale else []
    return findings, measures, used


def _parted(runs: Sequence[Run], window: Window) -> _Sorted:
    def of(fault: Fault | None) -> tuple[Run, ...]:
        return tuple(run for run in runs if window.fault(run.fetched) is fault)

    return _Sorted(of(None), of(Fault.LATE), of(Fault.EARLY))


def _faults(limits: SpeedLimits, page: Page, run: Run, window: Window) -> Iterator[Finding]:
    """Why a run can't count, whatever it measured."""
    if window.fault(run.fetched) is Fault.FUTURE:
        yield words.in_future(page, run, window)
    if run.error:
        yield words.failed(page, run)
        return
    if run.mode != "navigation":
        yield words.no_navigation(page, run)
    yield from (words.warned(page, run, warning) for warning in run.warnings)
    if not stayed(run.requested, run.final):
        yield words.elsewhere(page, run)
    if run.form_factor != limits.form_factor:
        yield words.other_device(page, run, limits.form_factor)
    if not _slow_enough(limits, run):
        yield words.other_network(page, run, limits)


def _slow_enough(limits: SpeedLimits, run: Run) -> bool:
    network = run.network
    if run.hosted and network.method is None:
        return True
    return (
        network.method in _METHODS
        and network.rtt_ms is not None
        and network.kbps is not None
        and network.rtt_ms >= limits.min_rtt_ms
        and 0 < network.kbps <= limits.max_kbps
    )


def _median(page: Page, audit: str, most: Decimal, runs: Sequence[Run]) -> tuple[list[Finding], Measure | None]:
    """The middle of what the runs measured; of an even number the higher of the two in the middle."""
    found: list[tuple[Decimal, Run, Measured]] = []
    lacking: list[Finding] = []
    for run in runs:
        measured = run.audits[audit]
        if measured.value is None:
            lacking.append(words.no_value(page, run, audit, measured))
        else:
            found.append((measured.value, run, measured))
    if lacking:
        return lacking, None
    value, run, measured = sorted(found, key=lambda one: one[0])[len(found) // 2]
    measure = Measure(page.name, value.quantize(Decimal("0.001")), most, measured.unit, audit)
    told = [words.too_slow(page, run, audit, value, most, measured.unit, len(found))] if value > most else []
    return told, measure


def _copies(runs: Sequence[Run]) -> Iterator[Finding]:
    """The same file twice is one run."""
    first: dict[tuple[str, datetime, str], Run] = {}
    for run in runs:
        key = run.requested, run.fetched, run.version
        other = first.setdefault(key, run)
        if other is not run:
            yield words.same_run(run, other)


def _notes(facts: Facts, there: Sequence[Run]) -> Iterator[Text]:
    others = [run for run in there if not any(same_page(page.url, run.requested) for page in facts.pages)]
    if others:
        urls = list(dict.fromkeys(run.requested or run.final or run.where for run in others))
        yield Text(
            f"Runs of other pages, not counted: {len(others):,} ({urls[0]})",
            f"其他页面的测量，未计入：{len(others):,}（{urls[0]}）",
        )


def _holds_until(settings: Settings, counted: Sequence[Run]) -> datetime | None:
    if settings.max_age is None or not counted:
        return None
    return min(run.fetched for run in counted).astimezone(UTC) + settings.max_age
