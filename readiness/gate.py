"""The use case: load a campaign, probe its checks, decide, record. Everything that decides calls this."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from readiness import __version__
from readiness.engine.holding import holds_until
from readiness.engine.listener import SILENT, Listener
from readiness.engine.moments import times_of
from readiness.engine.redaction import variables_in
from readiness.engine.runner import Plan, run_checks
from readiness.engine.selection import Selection, not_asked
from readiness.engine.waiving import apply_waivers, approve_loosenings
from readiness.evidence.context import ProbeContext
from readiness.evidence.store import EvidenceStore
from readiness.history.past import past_of
from readiness.history.store import RunStore
from readiness.loading.campaign import load_campaign
from readiness.loading.loosening import more_may_waive
from readiness.model.campaign import Campaign
from readiness.model.check import Check
from readiness.model.decision import Accept, decide
from readiness.model.errors import os_error_words
from readiness.model.outcome import Outcome
from readiness.model.past import Past
from readiness.model.run import CampaignFacts, Run, Scope
from readiness.model.secret import Secret
from readiness.model.text import Text
from readiness.model.times import Times

RUNS_FOLDER = Path(".readiness", "runs")


@dataclass(frozen=True, slots=True)
class GateRequest:
    """What to decide. `now` is the clock's instant, aware; `record` is the folder of records where it is not the
    campaign's own; times are in seconds."""

    campaign: Path
    now: datetime
    as_of: str | None = None
    phases: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    accept: tuple[Accept, ...] = ()
    record: Path | None = None
    no_record: bool = False
    jobs: int = 8
    probe_seconds: float = 60.0
    run_seconds: float = 600.0
    allow_outside: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class GateResult:
    """The run, and where it was recorded. A record that could not be written does not hide the decision."""

    run: Run
    record: Path | None
    record_problem: Text | None


def load_only(request: GateRequest) -> Campaign:
    """The campaign as `run_gate` would see it, with nothing probed. Raises InvalidInput."""
    return load_campaign(request.campaign, request.now, allow_outside=request.allow_outside)


def run_gate(request: GateRequest, listener: Listener = SILENT) -> GateResult:
    """Decide. Raises InvalidInput (nothing was probed) and UnknownSelection, UnknownMoment among them.

    A record is written only when the decision is there, so that a run which breaks off leaves none (false-GO 42).
    """
    campaign = load_only(request)
    times = times_of(campaign, request.now, request.as_of)
    selection = Selection(request.phases, request.only, request.skip)
    plan = _plan(request, campaign, not_asked(campaign, selection))
    outcomes = apply_waivers(_probe(request, plan, campaign, times, listener), campaign, times)
    scope = Scope(request.phases, request.only, request.skip, campaign.starter, len(plan.not_asked))
    return _record(_run(request, campaign, times, scope, outcomes), request, campaign)


def past_before(request: GateRequest, result: GateResult) -> Past | None:
    """The runs of the campaign before the one that was decided, for what reports say of them; it stops nothing."""
    return past_of(_records_folder(request, request.campaign.parent), result.run, result.record)


def _records_folder(request: GateRequest, campaign: Path) -> Path:
    return request.record or campaign / RUNS_FOLDER


def _plan(request: GateRequest, campaign: Campaign, skipped: Mapping[str, Text]) -> Plan:
    return Plan(campaign.checks, skipped, request.jobs, request.probe_seconds, request.run_seconds, _secrets(campaign))


def _secrets(campaign: Campaign) -> tuple[Secret, ...]:
    """The values of all variables that hosts, bindings and settings name; each is taken out of what is recorded."""
    settings = [check.probe.settings_for_people() for check in campaign.checks]
    named = variables_in([campaign.hosts, campaign.bindings, settings])
    return tuple(Secret(name, os.environ[name]) for name in sorted(named) if name in os.environ)


def _probe(
    request: GateRequest, plan: Plan, campaign: Campaign, times: Times, listener: Listener
) -> tuple[Outcome, ...]:
    store = EvidenceStore(
        campaign.folder,
        campaign.contracts,
        campaign.bindings,
        campaign.hosts,
        times,
        allow_outside=request.allow_outside,
    )
    with closing(store):
        return run_checks(plan, campaign, times, _opener(campaign, times, store), listener)


def _opener(campaign: Campaign, times: Times, store: EvidenceStore) -> Callable[[Check, float], ProbeContext]:
    def open_context(check: Check, seconds: float) -> ProbeContext:
        return ProbeContext(campaign, times, campaign.due(check), store, seconds)

    return open_context


def _run(request: GateRequest, campaign: Campaign, times: Times, scope: Scope, outcomes: tuple[Outcome, ...]) -> Run:
    approved = approve_loosenings(campaign, times)
    return Run(
        campaign=_facts(campaign),
        at=request.now,
        as_of=times.now if times.as_of else None,
        as_of_words=request.as_of or "",
        scope=scope,
        outcomes=outcomes,
        decision=decide(outcomes, approved.loosened, partial=scope.partial, accept=request.accept),
        loosened=approved.loosened,
        holds_until=holds_until(outcomes, approved.holds_until, campaign.end),
        previous=None,
        digests=campaign.digests,
        notes=more_may_waive(campaign),
        version=__version__,
    )


def _facts(campaign: Campaign) -> CampaignFacts:
    roles = sorted({role for person in campaign.people for role in person.roles})
    return CampaignFacts(
        id=campaign.id,
        name=campaign.name,
        launch=campaign.launch,
        end=campaign.end,
        zone=campaign.zone.key,
        release=campaign.release,
        languages=campaign.languages,
        people={role: tuple(person.named for person in campaign.people_in(role)) for role in roles},
        traits=campaign.traits,
    )


def _record(run: Run, request: GateRequest, campaign: Campaign) -> GateResult:
    if request.no_record:
        return GateResult(run, None, None)
    store = RunStore(_records_folder(request, campaign.folder))
    try:
        with store.turn() as previous:
            chained = replace(run, previous=previous)
            return GateResult(chained, store.save(chained), None)
    except OSError as problem:
        reason = os_error_words(problem)
        return GateResult(
            run,
            None,
            Text(
                f"The record of this run could not be written to {store.folder}: {reason.en}",
                f"本次运行的记录无法写入 {store.folder}：{reason.zh}",
            ),
        )
