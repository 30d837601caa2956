"""From a run to its story: what is said of it, and in which order. No format, no clock, no decision."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from readiness.model.check import Phase
from readiness.model.decision import Answer, Reason, Rule
from readiness.model.evidence import EvidenceUse
from readiness.model.launch import LaunchWord
from readiness.model.loosening import Loosening
from readiness.model.outcome import Outcome, Status
from readiness.model.past import Past
from readiness.model.places import place_words
from readiness.model.run import Run
from readiness.model.text import Lang
from readiness.reporting.cleaning import clean_line
from readiness.reporting.facts import finding_story, measure_story
from readiness.reporting.launch_words import launch_story
from readiness.reporting.past_words import since_story, trend_of
from readiness.reporting.plan import plan_of
from readiness.reporting.story import (
    CheckStory,
    EvidenceStory,
    Group,
    Headline,
    LaunchStory,
    LooseningStory,
    PhaseStory,
    Plan,
    ReasonStory,
    Story,
)
from readiness.reporting.wording import ANSWER_SYMBOLS, OPEN, STATUS_SYMBOLS, Wording

BLOCKING: frozenset[Rule] = frozenset({Rule.BLOCKER_FAILED, Rule.BLOCKER_IN_ERROR, Rule.NOTHING_PASSED, Rule.PENDING})
_LOOSE = "!"


def tell(run: Run, lang: Lang, past: Past | None = None, signed: Iterable[LaunchWord] = ()) -> Story:
    """Blocks and conditions keep the order of the decision, the plan that of due times, the rest the checklists'. Each
    outcome is told under exactly one of plan, reasons and groups, so that none is hidden. What changed since the last
    run comes beside them."""
    wording = Wording(run, lang)
    checks = tuple(_check(outcome, wording) for outcome in run.outcomes)
    by_id = {check.check: check for check in checks}
    plan = plan_of(run, wording)
    planned = {item.check for step in plan.steps for item in step.items} if plan else set[str]()
    reasons = tuple(
        _reason(reason, by_id, wording)
        for reason in run.decision.reasons
        if reason.rule is Rule.LOOSENED or clean_line(reason.check) not in planned
    )
    told = planned | {clean_line(reason.check) for reason in run.decision.reasons if reason.rule is not Rule.LOOSENED}
    return Story(
        headline=_headline(run, plan, tuple(launch_story(word, wording) for word in signed), wording),
        plan=plan,
        blocks=_blocks(reasons, has_plan=plan is not None),
        conditions_title=wording.say(
            "heading.conditions" if run.decision.answer is Answer.CONDITIONAL_GO else "heading.open"
        ),
        conditions=tuple(r for r in reasons if r.rule not in BLOCKING),
        loosened=tuple(_loosening(loose, wording) for loose in run.loosened),
        groups=tuple(_groups([check for check in checks if check.check not in told], wording)),
        phases=tuple(_phases(run.outcomes, checks, wording)),
        tally=wording.tally(run.outcomes),
        since=since_story(past, wording),
        trend=tuple(trend_of(run, past, wording)),
        notes=tuple(wording.text(note) for note in (*run.notes, *(past.notes if past else ()))),
        version=clean_line(run.version),
    )


def _blocks(reasons: tuple[ReasonStory, ...], *, has_plan: bool) -> tuple[ReasonStory, ...]:
    """That nothing has passed stands in the headline; beside a plan, which says what to do, it is no reason more."""
    blocks = tuple(r for r in reasons if r.rule in BLOCKING)
    return () if has_plan and all(r.rule is Rule.NOTHING_PASSED for r in blocks) else blocks


def _headline(run: Run, plan: Plan | None, signed: tuple[LaunchStory, ...], wording: Wording) -> Headline:
    answer, scope, campaign = run.decision.answer, wording.scope(run), run.campaign
    passed = sum(outcome.status is Status.PASSED and not outcome.after_launch for outcome in run.outcomes)
    return Headline(
        answer=answer,
        whole=not scope,
        symbol=ANSWER_SYMBOLS[answer],
        answer_words=wording.say(f"answer.{answer}"),
        scope=scope,
        verdict=wording.verdict(answer, scope),
        summary=wording.summary(run.decision, passed),
        progress=plan.words if plan else "",
        campaign=wording.text(campaign.name),
        campaign_id=clean_line(campaign.id),
        release=clean_line(campaign.release),
        launch=wording.say("launch", moment=wording.calendar.start(campaign.launch), zone=clean_line(campaign.zone)),
        countdown=wording.calendar.countdown(campaign.launch),
        judged=wording.say("judged", moment=wording.calendar.start(run.at)),
        holds=_holds(run.holds_until, run.now, wording),
        cautions=tuple(_cautions(run, wording)),
        signed=signed,
    )


def _holds(until: datetime, now: datetime, wording: Wording) -> str:
    key = "holds.until" if until >= now else "holds.no-longer"
    return wording.say(key, moment=wording.calendar.limit(until))


def _cautions(run: Run, wording: Wording) -> Iterable[str]:
    say = wording.say
    if run.as_of is not None:
        yield say("caution.as-of", moment=wording.calendar.start(run.as_of))
        live = sum(any(use.live for use in outcome.evidence) for outcome in run.outcomes)
        if live:
            yield say.count("caution.live", live, moment=wording.calendar.start(run.at))
    if run.scope.partial:
        skipped = sum(outcome.status is Status.SKIPPED for outcome in run.outcomes)
        yield say.count("caution.partial", skipped)
    if run.scope.starter:
        yield say.count("caution.starter", run.scope.not_asked)
    if run.holds_until < run.now:
        yield _holds(run.holds_until, run.now, wording)
    if wording.calendar.is_now(run.campaign.launch):
        yield say("caution.launching")
    elif run.campaign.launch < run.now:
        yield say("caution.launched", span=wording.calendar.span(run.now - run.campaign.launch))


def _check(outcome: Outcome, wording: Wording) -> CheckStory:
    is_open = outcome.status in OPEN
    return CheckStory(
        check=clean_line(outcome.check),
        status=outcome.status,
        symbol=STATUS_SYMBOLS[outcome.status],
        status_words=wording.say(f"status.{outcome.status}"),
        severity=outcome.severity,
        severity_words=wording.say(f"severity.{outcome.severity}"),
        phase=outcome.phase,
        title=wording.text(outcome.title),
        role=clean_line(outcome.owner),
        owner=wording.once(_owner_of, (outcome.owner, outcome.people)),
        contact=wording.once(_contact_of, (outcome.owner, outcome.people)),
        due=wording.due(outcome),
        due_words=clean_line(outcome.due_words),
        message=wording.text(outcome.message),
        lead=_lead(outcome, wording),
        sentence=_sentence(outcome, wording),
        todo=wording.text(outcome.hint or outcome.remedy) if is_open else wording.text(outcome.hint),
        why=wording.text(outcome.why),
        source=wording.text(outcome.source),
        kind=clean_line(outcome.kind),
        settings=tuple((clean_line(name), _setting(value)) for name, value in outcome.settings.items()),
        examined=wording.examined(outcome.examined) if outcome.examined.count else "",
        findings=tuple(finding_story(finding, wording) for finding in outcome.findings),
        findings_total=max(outcome.findings_total, len(outcome.findings)),
        measures=tuple(measure_story(measure, outcome, wording) for measure in outcome.measures),
        evidence=tuple(wording.once(_evidence, use) for use in outcome.evidence),
        notes=tuple(wording.text(note) for note in outcome.notes),
        waiver=wording.waiver(outcome),
        holds=_holds(outcome.holds_until, wording.calendar.now, wording) if outcome.holds_until else "",
        seconds=outcome.seconds,
        after_launch=outcome.after_launch,
    )


def _owner_of(owner: tuple[str, tuple[str, ...]], wording: Wording) -> str:
    return wording.owner(*owner)


def _contact_of(owner: tuple[str, tuple[str, ...]], wording: Wording) -> str:
    return wording.contact(*owner)


def _lead(outcome: Outcome, wording: Wording) -> str:
    if not _repeats(outcome, wording):
        return wording.text(outcome.message)
    examined = wording.examined(outcome.examined)
    return wording.say.count("findings.of", max(outcome.findings_total, len(outcome.findings)), examined=examined)


def _sentence(outcome: Outcome, wording: Wording) -> str:
    """The message, or the first finding in its own words, which say more than the message that repeats its values."""
    return wording.text(outcome.findings[0].message if _repeats(outcome, wording) else outcome.message)


def _repeats(outcome: Outcome, wording: Wording) -> bool:
    """Whether the message only repeats the first finding."""
    return bool(outcome.findings) and wording.text(outcome.message).startswith(clean_line(outcome.findings[0].subject))


def _setting(value: object) -> str:
    return clean_line(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _evidence(use: EvidenceUse, wording: Wording) -> EvidenceStory:
    if use.time is None:
        seen = wording.say("evidence.no-time")
    else:
        seen = wording.say("evidence.live" if use.live else "evidence.of", moment=wording.calendar.start(use.time))
    if use.modified is not None:
        seen += wording.say("list.semicolon") + wording.say(
            "evidence.modified", moment=wording.calendar.start(use.modified)
        )
    return EvidenceStory(
        name=clean_line(use.name),
        source=wording.text(place_words(use.source)),
        seen=seen,
        sha256=use.sha256 or "",
        notes=tuple(wording.text(note) for note in use.notes),
    )


def _reason(reason: Reason, by_id: dict[str, CheckStory], wording: Wording) -> ReasonStory:
    check = clean_line(reason.check)
    loose = reason.rule is Rule.LOOSENED
    about = by_id.get(check)
    outcome = None if loose else about
    title = about.title if about is not None else (check or wording.say("reason.whole-run"))
    return ReasonStory(
        rule=reason.rule,
        symbol=_LOOSE if loose else (outcome.symbol if outcome else "?"),
        label=outcome.status_words if outcome else wording.say(f"rule-label.{reason.rule}"),
        title=title,
        check=check,
        owner=_loosened_by(reason, wording) if loose else _owner(reason, outcome, wording),
        due=wording.calendar.deadline(reason.since) if reason.since else "",
        what=outcome.lead if outcome else wording.text(reason.what),
        todo=wording.text(reason.todo),
        outcome=outcome,
    )


def _loosened_by(reason: Reason, wording: Wording) -> str:
    """Empty for a checklist that was left out, which no person is named for."""
    return wording.say("loosened.by", person=clean_line(reason.owner)) if reason.owner else ""


def _owner(reason: Reason, outcome: CheckStory | None, wording: Wording) -> str:
    return outcome.owner if outcome else wording.owner(reason.owner, ())


def _loosening(loose: Loosening, wording: Wording) -> LooseningStory:
    approved = loose.approved_by is not None
    key = "loosened.approved" if approved else "loosened.not-approved"
    by, reason = clean_line(loose.by), clean_line(loose.reason)
    subject, kind = clean_line(loose.subject), wording.say(f"loosening.{loose.kind}")
    approval = wording.say(key, person=clean_line(loose.approved_by or ""))
    before, after = (_asked(words, wording) for words in (loose.before, loose.after))
    change = wording.say("loosened.change", before=before or "–", after=after or "–") if before or after else ""
    return LooseningStory(
        symbol="✓" if approved else "!",
        line=wording.say("loosened.line", subject=subject, kind=kind, approval=approval),
        change=change,
        kind=kind,
        subject=subject,
        by=by,
        reason=reason,
        who=wording.say("loosened.who" if reason else "loosened.by", person=by, reason=reason),
        message=wording.text(loose.message),
        approval=approval,
        approved=approved,
    )


def _asked(words: str, wording: Wording) -> str:
    """A value as the checklist has it; that a check is asked or not is said in the reader's language."""
    key = f"loosened-value.{words}"
    return wording.say(key) if key in wording.say else clean_line(words)


def _groups(checks: list[CheckStory], wording: Wording) -> Iterable[Group]:
    """What no reason tells, by what it asks of the reader; empty groups are left out."""
    members: dict[str, list[CheckStory]] = {}
    for check in checks:
        members.setdefault(_group_key(check), []).append(check)
    for key in ("after-launch", "minor", "passed", "not-applicable", "skipped"):
        if key in members:
            yield Group(key, wording.say(f"group.{key}"), tuple(members[key]))


def _group_key(check: CheckStory) -> str:
    if check.after_launch and check.status in OPEN:
        return "after-launch"
    return "minor" if check.status in OPEN else str(check.status)


def _phases(outcomes: tuple[Outcome, ...], checks: tuple[CheckStory, ...], wording: Wording) -> Iterable[PhaseStory]:
    for phase in Phase:
        own = tuple(check for check in checks if check.phase is phase)
        if own:
            tally = wording.tally(outcome for outcome in outcomes if outcome.phase is phase)
            is_open = any(check.status in OPEN for check in own)
            yield PhaseStory(phase, wording.say(f"phase.{phase}"), tally, is_open, own)
