"""What the `signoff` kind decides. Pure.

One rule runs through it: an approval counts for exactly the content that was approved, by a person who holds the role,
said before now; anything else is told, and counts for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from readiness.model.finding import Examined, Finding, Judgement
from readiness.model.probe import Situation
from readiness.model.signoff import Verdict
from readiness.model.text import Text
from readiness.probes.signoff.facts import SignOffFacts, Word
from readiness.probes.signoff.settings import Settings
from readiness.probes.signoff.words import (
    another_version,
    author_alone,
    author_unknown,
    changes_requested,
    discounted_note,
    future,
    late,
    low_score,
    missing,
    no_holder,
    not_scored,
    stale,
    too_early,
)


@dataclass(frozen=True, slots=True)
class Window:
    """The instants that an approval is held against; all aware."""

    by: datetime
    not_before: datetime | None
    launch: datetime


@dataclass(frozen=True, slots=True)
class RoleResult:
    """`approvals` are those that count for the role; `held` is the one that meets every requirement of time."""

    findings: tuple[Finding, ...]
    approvals: tuple[Word, ...] = ()
    held: Word | None = None
    notes: tuple[Text, ...] = ()


def judge_signoffs(settings: Settings, facts: SignOffFacts, situation: Situation) -> Judgement:
    """Every role against the requirement, in the order of the settings. Raises KeyError for an unknown moment."""
    times = situation.times
    window = Window(
        by=times.resolve(settings.by) if settings.by else situation.due,
        not_before=times.resolve(settings.not_before) if settings.not_before else None,
        launch=times.launch,
    )
    findings: list[Finding] = []
    if settings.independent and not facts.author:
        findings.append(author_unknown(facts))
    results = [_judge_role(settings, facts, role, window, situation) for role in settings.roles]
    findings.extend(finding for result in results for finding in result.findings)
    approvals = [word for result in results for word in result.approvals]
    if approvals:
        findings.extend(_scores(settings, facts, approvals))
    held = [result.held for result in results if result.held is not None]
    ends = [word.signoff.at + settings.max_age for word in held if settings.max_age is not None]
    return Judgement(
        examined=Examined(len(settings.roles), "roles"),
        findings=tuple(findings),
        notes=tuple(note for result in results for note in result.notes),
        holds_until=min(ends, default=None),
    )


def approval_now(facts: SignOffFacts, role: str, situation: Situation) -> RoleResult:
    """Whether a role has approved exactly this content by now, not by its author alone, whenever that was: `held` is
    the approval, else the first finding says what stands against it."""
    times = situation.times
    if not facts.author:
        return RoleResult((author_unknown(facts),))
    settings = Settings(subject=facts.subject, roles=(role,))
    return _judge_role(settings, facts, role, Window(times.seen_until, None, times.launch), situation)


def _judge_role(settings: Settings, facts: SignOffFacts, role: str, window: Window, situation: Situation) -> RoleResult:
    """The role's findings, or the approvals that count for it."""
    said = [word for word in facts.words if word.signoff.role == role]
    if not any(role in person.roles for person in facts.people.values()):
        return RoleResult((no_holder(facts, role),))
    times = situation.times
    seen = [word for word in said if word.signoff.at <= times.seen_until]
    ahead = [] if times.as_of else [future(word, times) for word in said if word.signoff.at > times.seen_until]
    good, discounted = _split(seen, facts)
    approvals, refusal = _standing(good, seen, facts, role, times.zone)
    if not approvals:
        return RoleResult((*ahead, refusal or missing(facts, role, discounted, times.zone)))
    authors = facts.author if settings.independent else ()
    counting = [word for word in approvals if word.signoff.person not in authors]
    if not counting:
        return RoleResult((*ahead, author_alone(facts, approvals[-1])))
    earlier = [word for word in good if word.signoff.person not in authors]
    problems = [_problem(settings, word, earlier, window, situation) for word in counting]
    held = next((word for word, problem in zip(counting, problems, strict=True) if problem is None), None)
    wrong = [problem for problem in problems[-1:] if held is None and problem is not None]
    notes = tuple(discounted_note(*each) for each in discounted)
    return RoleResult((*ahead, *wrong), tuple(counting), held, notes)


def _split(seen: list[Word], facts: SignOffFacts) -> tuple[list[Word], list[tuple[Word, Text]]]:
    """Those that count, and the others with the reason why not."""
    good: list[Word] = []
    discounted: list[tuple[Word, Text]] = []
    for word in seen:
        why = why_discounted(word, facts)
        if why is None:
            good.append(word)
        else:
            discounted.append((word, why))
    return good, discounted


def why_discounted(word: Word, facts: SignOffFacts) -> Text | None:
    """Why a sign-off does not count, whatever it says; None where it does."""
    person = facts.people.get(word.signoff.person)
    if person is None:
        return Text("this person is not among the campaign's people", "此人不在活动人员名单中")
    if word.signoff.role not in person.roles:
        return Text(f"this person does not hold the role {word.signoff.role}", f"此人没有 {word.signoff.role} 角色")
    if word.broken is not None:
        return Text(f"its signature does not hold: {word.broken.en}", f"签名无效：{word.broken.zh}")
    if facts.signature_required and not word.signed:
        return Text("it carries no signature, and the campaign requires one", "没有签名，而本活动要求签名")
    return None


def _standing(
    good: list[Word], seen: list[Word], facts: SignOffFacts, role: str, zone: ZoneInfo
) -> tuple[list[Word], Finding | None]:
    """The approvals of this content that no later word takes back, or the finding that says what stands instead."""
    latest = _latest_by_person(good)
    objections = [word for word in seen if _objects(word, facts, role)]
    last_objection = max(objections, key=lambda word: word.signoff.at, default=None)
    approved = [word for word in latest if word.signoff.verdict is Verdict.APPROVED]
    of_this = [word for word in approved if word.signoff.sha256.lower() == facts.sha256]
    standing = [word for word in of_this if last_objection is None or word.signoff.at > last_objection.signoff.at]
    if standing:
        return sorted(standing, key=lambda word: word.signoff.at), None
    newest = max(approved, key=lambda word: word.signoff.at, default=None)
    if last_objection is not None and (newest is None or newest.signoff.at <= last_objection.signoff.at):
        return [], changes_requested(facts, last_objection, zone)
    return [], None if newest is None else another_version(facts, newest, zone)


def _objects(word: Word, facts: SignOffFacts, role: str) -> bool:
    """A request for changes by a holder of the role. It counts even with a broken signature: doubt is no approval."""
    person = facts.people.get(word.signoff.person)
    return word.signoff.verdict is Verdict.CHANGES_REQUESTED and person is not None and role in person.roles


def _latest_by_person(words: list[Word]) -> list[Word]:
    """The last word of each; of two at the same instant the one that is no approval."""
    latest: dict[str, Word] = {}
    ordered = sorted(words, key=lambda word: (word.signoff.at, word.signoff.verdict is not Verdict.APPROVED))
    for word in ordered:
        latest[word.signoff.person] = word
    return list(latest.values())


def _problem(
    settings: Settings, word: Word, earlier: list[Word], window: Window, situation: Situation
) -> Finding | None:
    """Why the time of one approval is not good; None where it is. One approval must meet all of it."""
    zone = situation.times.zone
    if window.not_before is not None and word.signoff.at < window.not_before:
        return too_early(word, window.not_before, zone)
    if not _in_time(word, earlier, window):
        return late(word, window.by, zone)
    if settings.max_age is not None and situation.times.now - word.signoff.at > settings.max_age:
        return stale(word, settings.max_age, zone)
    return None


def _in_time(word: Word, earlier: list[Word], window: Window) -> bool:
    """At or before `by`; or signed again before launch after an edit, when the role had approved in time."""
    if word.signoff.at <= window.by:
        return True
    return word.signoff.at <= window.launch and any(
        other.signoff.verdict is Verdict.APPROVED
        and other.signoff.at <= window.by
        and (window.not_before is None or other.signoff.at >= window.not_before)
        for other in earlier
    )


def _scores(settings: Settings, facts: SignOffFacts, approvals: list[Word]) -> Iterator[Finding]:
    """Each criterion marked by at least one approval that counts, and no mark below the least."""
    for criterion in settings.criteria or ():
        marked = [word for word in approvals if criterion in word.signoff.scores]
        if not marked:
            yield not_scored(facts, criterion)
        for word in marked:
            if settings.min_score is not None and word.signoff.scores[criterion] < settings.min_score:
                yield low_score(word, criterion, settings.min_score)
