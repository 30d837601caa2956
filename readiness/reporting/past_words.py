"""The runs before this one, and what changed since the last whole one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from readiness.model.changes import Changes, CheckChange, Direction, FindingChange, LooseningChange
from readiness.model.outcome import Outcome, WaiverUse
from readiness.model.past import Past, PastRun
from readiness.model.run import Run
from readiness.reporting.cleaning import clean_line
from readiness.reporting.facts import finding_story, measure_story
from readiness.reporting.story import ChangeStory, SinceStory, TrendPoint
from readiness.reporting.wording import ANSWER_SYMBOLS, DIRECTION_SYMBOLS, OPEN, Wording

_ORDER = (Direction.WORSE, Direction.BETTER, Direction.OTHER)
_COUNTED = {
    Direction.WORSE: "since.worse",
    Direction.BETTER: "since.better",
    Direction.OTHER: "since.otherwise",
}


def since_story(past: Past | None, wording: Wording) -> SinceStory | None:
    """What changed since the last whole run; None where there is none to compare with."""
    if past is None or past.since is None:
        return None
    before = past.since.run
    title = wording.say(
        "since.title", n=before.number, moment=wording.calendar.start(before.at), verdict=verdict_of(before, wording)
    )
    return changes_story(title, past.since.changes, wording)


def changes_story(title: str, changes: Changes, wording: Wording) -> SinceStory:
    """All changes, those for the worse first; checks of which only figures moved are counted."""
    told = sorted(
        (change for change in changes.checks if change.told), key=lambda change: _ORDER.index(change.direction)
    )
    summary, decision = _summary(changes, wording), _decision(changes, wording)
    return SinceStory(
        title=title,
        summary=summary,
        decision=decision,
        line=wording.say("list.semicolon").join(filter(None, (decision, summary))),
        changes=(
            *(_check(change, wording) for change in told),
            *(_loosening(change, wording) for change in changes.loosened),
        ),
    )


def verdict_of(run: Run | PastRun, wording: Wording) -> str:
    """Its answer, with the scope where it is not the whole gate at the present."""
    answer = run.decision.answer if isinstance(run, Run) else run.answer
    return wording.verdict(answer, wording.scope(run))


def trend_of(run: Run, past: Past | None, wording: Wording) -> Iterator[TrendPoint]:
    """The runs before and this one, oldest first; nothing where this is the only one."""
    if past is None or not past.runs:
        return
    for one in past.runs:
        yield TrendPoint(
            when=wording.calendar.start(one.at),
            answer=one.answer,
            symbol=ANSWER_SYMBOLS[one.answer],
            verdict=verdict_of(one, wording),
            whole=one.whole,
            counts=one.counts,
            current=False,
        )
    answer = run.decision.answer
    yield TrendPoint(
        when=wording.calendar.start(run.at),
        answer=answer,
        symbol=ANSWER_SYMBOLS[answer],
        verdict=verdict_of(run, wording),
        whole=run.as_of is None and not run.scope.partial,
        counts=dict(Counter(outcome.status for outcome in run.outcomes)),
        current=True,
    )


def _decision(changes: Changes, wording: Wording) -> str:
    if changes.decision is None:
        return ""
    before, after = (wording.say(f"answer.{one}") for one in (changes.decision.before, changes.decision.after))
    return wording.say("since.decision", before=before, after=after)


def _summary(changes: Changes, wording: Wording) -> str:
    say = wording.say
    counts = Counter(change.direction for change in changes.checks if change.told)
    moved = sum(not change.told for change in changes.checks)
    parts = [say.count(_COUNTED[direction], counts[direction]) for direction in _ORDER if counts[direction]]
    if changes.loosened:
        parts.append(say.count("since.loosened", len(changes.loosened)))
    if moved:
        parts.append(say.count("since.moved", moved))
    return say("list.semicolon").join(parts) or say("since.nothing")


def _check(change: CheckChange, wording: Wording) -> ChangeStory:
    outcome = change.outcome
    return ChangeStory(
        direction=change.direction,
        symbol=DIRECTION_SYMBOLS[change.direction],
        title=wording.text(outcome.title),
        check=clean_line(outcome.check),
        owner=wording.owner(outcome.owner, outcome.people),
        what=_what(change, wording),
        details=tuple(_details(change, wording)),
    )


def _what(change: CheckChange, wording: Wording) -> str:
    """`PASSED → FAILED`, or how many findings there were and are."""
    say, (was, now) = wording.say, change.totals
    if change.status_changed:
        return say("since.from-to", before=_status(change.before, wording), after=_status(change.after, wording))
    status = _status(change.after, wording)
    if was != now:
        return say(
            "since.still",
            status=status,
            what=say("since.from-to", before=f"{was:,}", after=say.count("since.findings", now)),
        )
    if change.waiver:
        return say("since.still", status=status, what=say("since.waiver"))
    return say("since.still", status=status, what=say.count("since.other-findings", max(change.came, change.went)))


def _status(outcome: Outcome | None, wording: Wording) -> str:
    return wording.say(f"status.{outcome.status}" if outcome else "since.not-asked")


def _details(change: CheckChange, wording: Wording) -> Iterator[str]:
    """The findings, or what is wrong where there is none to tell: a file that can't be read has none."""
    if change.status_changed and change.after is not None and change.after.status in OPEN and not change.findings:
        yield wording.text(change.after.message)
    for finding in change.findings:
        yield _finding(finding, wording)
    if change.waiver:
        before, after = change.waiver
        yield from _waivers(before, after, change, wording)


def _finding(change: FindingChange, wording: Wording) -> str:
    if change.after is None:
        assert change.before is not None, "a finding was or is there"
        return wording.say("since.finding-went", line=finding_story(change.before, wording).line)
    line = finding_story(change.after, wording).line
    if change.before is None:
        return wording.say("since.finding-came", line=line)
    return wording.say("since.finding-moved", line=line, before=finding_story(change.before, wording).observed)


def _waivers(before: WaiverUse | None, after: WaiverUse | None, change: CheckChange, wording: Wording) -> Iterator[str]:
    if before is not None and change.before is not None:
        yield wording.say("since.waiver-went", words=wording.waiver(change.before))
    if after is not None and change.after is not None:
        yield wording.say("since.waiver-came", words=wording.waiver(change.after))


def measure_lines(change: CheckChange, wording: Wording) -> Iterator[str]:
    """`SKU-118: 1.1, now 1.3`, for who asks for every figure that moved."""
    for one in change.measures:
        before, after = (measure_story(measure, change.outcome, wording) for measure in (one.before, one.after))
        yield wording.say("since.measure", subject=after.subject, before=before.value, after=after.value)


def _loosening(change: LooseningChange, wording: Wording) -> ChangeStory:
    loose = change.after or change.before
    assert loose is not None, "a loosening was or is there"
    direction, key = _loosening_direction(change)
    return ChangeStory(
        direction=direction,
        symbol=DIRECTION_SYMBOLS[direction],
        title=wording.text(loose.message),
        check=clean_line(loose.subject),
        owner=wording.say("loosened.by", person=clean_line(loose.by)),
        what=wording.say(key, person=clean_line(loose.approved_by or "")),
        details=(),
    )


def _loosening_direction(change: LooseningChange) -> tuple[Direction, str]:
    """One that came brings no launch nearer, whoever approved it: less is asked than before."""
    if change.before is None:
        return Direction.WORSE, "since.loosening-came"
    if change.after is None:
        return Direction.BETTER, "since.loosening-went"
    if change.after.approved_by is None:
        return Direction.WORSE, "since.approval-went"
    return Direction.BETTER, "since.approval-came"
