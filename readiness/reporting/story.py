"""A run in words: what every format tells, already said in the reader's language and in the order that matters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from readiness.model.changes import Direction
from readiness.model.check import Phase, Severity
from readiness.model.decision import Answer, Rule
from readiness.model.outcome import Status


@dataclass(frozen=True, slots=True)
class FindingStory:
    """`line` says subject, required, observed and where in one sentence."""

    line: str
    subject: str
    required: str
    observed: str
    where: str
    message: str
    kind: str


@dataclass(frozen=True, slots=True)
class MeasureStory:
    subject: str
    value: str
    limit: str
    group: str


@dataclass(frozen=True, slots=True)
class EvidenceStory:
    """`seen` says of when the evidence is; `sha256` is empty for a live source."""

    name: str
    source: str
    seen: str
    sha256: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckStory:
    """One outcome. `due` is said with the time left where it is still open; `todo` is empty where nothing is to do;
    `findings_total` is the whole count even where `findings` is short; `lead` is the message, or how many findings
    there are where the message only repeats the first of them; `sentence` says what is wrong with the figures of the
    first; `role` is who owns it, as the checklist names it, and `contact` are owner and people with what to reach them
    by."""

    check: str
    status: Status
    symbol: str
    status_words: str
    severity: Severity
    severity_words: str
    phase: Phase
    title: str
    role: str
    owner: str
    contact: str
    due: str
    due_words: str
    message: str
    lead: str
    sentence: str
    todo: str
    why: str
    source: str
    kind: str
    settings: tuple[tuple[str, str], ...]
    examined: str
    findings: tuple[FindingStory, ...]
    findings_total: int
    measures: tuple[MeasureStory, ...]
    evidence: tuple[EvidenceStory, ...]
    notes: tuple[str, ...]
    waiver: str
    holds: str
    seconds: float
    after_launch: bool


@dataclass(frozen=True, slots=True)
class ReasonStory:
    """Why the decision is what it is. `outcome` is the check behind it, where there is one."""

    rule: Rule
    symbol: str
    label: str
    title: str
    check: str
    owner: str
    due: str
    what: str
    todo: str
    outcome: CheckStory | None


@dataclass(frozen=True, slots=True)
class LooseningStory:
    """`who` says by whom it was loosened, and the reason where one was given; `line` what was loosened and whether that
    is approved; `change` from what to what, empty where neither is known; `symbol` is the sign of its approval."""

    symbol: str
    line: str
    change: str
    kind: str
    subject: str
    by: str
    reason: str
    who: str
    message: str
    approval: str
    approved: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Checks that are listed and do not decide, under one heading."""

    key: str
    title: str
    checks: tuple[CheckStory, ...]


@dataclass(frozen=True, slots=True)
class PhaseStory:
    phase: Phase
    title: str
    tally: tuple[tuple[Status, str, str], ...]
    open: bool
    checks: tuple[CheckStory, ...]


@dataclass(frozen=True, slots=True)
class LaunchStory:
    """What a person signed on the run. `counts` is false for one that counts for nothing, which is said in `words`."""

    symbol: str
    words: str
    counts: bool


@dataclass(frozen=True, slots=True)
class Headline:
    """What must be read first. `verdict` says answer and scope; `progress` how far the plan is, empty where nothing is
    still to be supplied; `cautions` are what a reader must not miss;
    `signed` are the launch decisions of people on this very run."""

    answer: Answer
    whole: bool
    symbol: str
    answer_words: str
    scope: str
    verdict: str
    summary: str
    progress: str
    campaign: str
    campaign_id: str
    release: str
    launch: str
    countdown: str
    judged: str
    holds: str
    cautions: tuple[str, ...]
    signed: tuple[LaunchStory, ...]


@dataclass(frozen=True, slots=True)
class PlanItem:
    """A check whose evidence is not there yet; `needs` names it, empty where it is not known."""

    check: str
    title: str
    severity_words: str
    owner: str
    needs: str


@dataclass(frozen=True, slots=True)
class PlanStep:
    """What is due at one instant; `due` is said with the time left."""

    due: str
    items: tuple[PlanItem, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is still to be supplied, in the order in which it is due. `words` say how far it is and what is next."""

    words: str
    steps: tuple[PlanStep, ...]
    total: int


@dataclass(frozen=True, slots=True)
class ChangeStory:
    """One check, or one loosening, that is not as it was. `what` says from what to what, `details` the findings and
    the waiver that came or went; `direction` is also a sign (`symbol`), for readers without colour."""

    direction: Direction
    symbol: str
    title: str
    check: str
    owner: str
    what: str
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SinceStory:
    """What changed since an earlier run, named by `title`. `summary` counts; `decision` is empty where it is the same;
    `line` says both; `changes` stand worse ones first."""

    title: str
    summary: str
    decision: str
    line: str
    changes: tuple[ChangeStory, ...]


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One run of several. `whole` is false for a part of the gate or another instant, as `verdict` says; `counts` are
    of all its checks; `current` is the run that is told."""

    when: str
    answer: Answer
    symbol: str
    verdict: str
    whole: bool
    counts: Mapping[Status, int]
    current: bool


@dataclass(frozen=True, slots=True)
class Story:
    """`since` and `trend` tell of the runs before, and are empty where there is none. `plan` holds the checks whose
    evidence is not there yet, which stand nowhere else but in their phase; `conditions_title` says whether the
    conditions are those of a GO or only stay open; `tally` counts each status over all checks,
    as (status, symbol, words with the count)."""

    headline: Headline
    plan: Plan | None
    blocks: tuple[ReasonStory, ...]
    conditions_title: str
    conditions: tuple[ReasonStory, ...]
    loosened: tuple[LooseningStory, ...]
    groups: tuple[Group, ...]
    phases: tuple[PhaseStory, ...]
    tally: tuple[tuple[Status, str, str], ...]
    since: SinceStory | None
    trend: tuple[TrendPoint, ...]
    notes: tuple[str, ...]
    version: str
