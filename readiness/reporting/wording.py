"""The words that all formats share: verdict and its scope, statuses, owners, amounts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from readiness.model.changes import Direction
from readiness.model.decision import Answer, Decision, Rule
from readiness.model.finding import Examined, Finding, Measure
from readiness.model.outcome import Outcome, Status
from readiness.model.past import PastRun
from readiness.model.run import Run, Scope
from readiness.model.text import Lang, Text
from readiness.model.units import counted, unit_words
from readiness.model.vocabulary import role_words
from readiness.reporting.calendar import Calendar
from readiness.reporting.cleaning import clean_line
from readiness.reporting.messages import Messages, messages
from readiness.reporting.numbers import RATIO, say_measure

STATUS_SYMBOLS: dict[Status, str] = {
    Status.PASSED: "✓",
    Status.PENDING: "…",
    Status.FAILED: "✗",
    Status.ERROR: "?",
    Status.WAIVED: "!",
    Status.NOT_APPLICABLE: "–",
    Status.SKIPPED: "–",
}

ANSWER_SYMBOLS: dict[Answer, str] = {
    Answer.GO: "✓",
    Answer.CONDITIONAL_GO: "!",
    Answer.NOT_YET: "…",
    Answer.CANNOT_TELL: "?",
    Answer.NO_GO: "✗",
}

DIRECTION_SYMBOLS: dict[Direction, str] = {Direction.BETTER: "↑", Direction.WORSE: "↓", Direction.OTHER: "·"}

OPEN: frozenset[Status] = frozenset({Status.PENDING, Status.FAILED, Status.ERROR, Status.WAIVED})
"""Statuses under which something is still wrong."""

_MOST_NAMED = 2
_CONTACT = re.compile(r" <[^<>]*>")

Thing = TypeVar("Thing", bound=Hashable)
Told = TypeVar("Told")


def answer_words(answer: Answer) -> Text:
    """A decision's verdict in both languages."""
    key = f"answer.{answer}"
    return Text(messages("en")(key), messages("zh")(key))


class Wording:
    """Says the parts of one run in one language."""

    def __init__(self, run: Run, lang: Lang) -> None:
        self.lang = lang
        self.say: Messages = messages(lang)
        self.calendar = Calendar.of(run, self.say)
        self._people = run.campaign.people
        self._told: dict[tuple[Any, Hashable], Any] = {}

    def once(self, tell: Callable[[Thing, Wording], Told], thing: Thing) -> Told:
        """What `tell` says of a thing, said once however many checks share it: sources, owners and due times are few,
        and words for instants cost more than all else."""
        key = (tell, thing)
        if key not in self._told:
            self._told[key] = tell(thing, self)
        told: Told = self._told[key]
        return told

    def text(self, text: Text | None) -> str:
        return clean_line(text.say(self.lang)) if text is not None else ""

    def verdict(self, answer: Answer, scope: str) -> str:
        words = self.say(f"answer.{answer}")
        return self.say("verdict.scoped", answer=words, scope=scope) if scope else words

    def scope(self, run: Run | PastRun) -> str:
        """What the answer is about, where it is not the whole gate at the present: empty for the whole one."""
        parts = [*self._selection(run.scope)]
        if run.scope.starter:
            parts.append(self.say.count("scope.starter", run.scope.not_asked))
        if run.as_of is not None:
            parts.append(self.say("scope.as-of", moment=self.as_of(run)))
        return self.say("list.semicolon").join(parts)

    def as_of(self, run: Run | PastRun) -> str:
        """`T-48h` as typed; an instant is said as people say it."""
        words = clean_line(run.as_of_words)
        return words if words[:1].isalpha() else self.calendar.start(run.now)

    def _selection(self, scope: Scope) -> Iterable[str]:
        if scope.phases:
            names = [self.say(f"scope.phase.{p}") if f"scope.phase.{p}" in self.say else p for p in scope.phases]
            yield self.say("scope.only", what=self.names(names))
        if scope.only:
            yield self.say("scope.only", what=self.names(scope.only))
        if scope.skip:
            yield self.say("scope.without", what=self.names(scope.skip))

    def names(self, names: Sequence[str]) -> str:
        """A few names, with the count of those that are left out."""
        names = [clean_line(name) for name in names]
        if len(names) <= _MOST_NAMED:
            return self.say("list.and").join(names)
        return self.say("list.more", first=names[0], n=f"{len(names) - 1:,}")

    def summary(self, decision: Decision, passed: int) -> str:
        """Which rules hold, with how many reasons each, gravest first."""
        counts = Counter(reason.rule for reason in decision.reasons)
        if not counts:
            return self.say.count("summary.go", passed)
        return self.say("list.semicolon").join(
            self.say(f"rule.{rule}") if rule is Rule.NOTHING_PASSED else self.say.count(f"rule.{rule}", counts[rule])
            for rule in Rule
            if rule in counts
        )

    def owner(self, role: str, people: Sequence[str]) -> str:
        """`supply-chain: 张敏`; a role that nobody holds is said, since nobody will act on it."""
        return self._owner(role, people or self._people.get(role, ()))

    def contact(self, role: str, people: Sequence[str]) -> str:
        """The same with what the campaign knows to reach them by: `supply-chain: 张敏 <zhang.min@shop.example>`."""
        known = {person.partition(" <")[0]: person for people in self._people.values() for person in people}
        return self._owner(role, [known.get(name, name) for name in people or self._people.get(role, ())])

    def _owner(self, role: str, people: Sequence[str]) -> str:
        words = self.text(role_words(role))
        named = [clean_line(name) for name in people]
        if not words:
            return ""
        if not named:
            return self.say("owner.nobody", role=words)
        return self.say("owner.held", role=words, people=self.say("list.people").join(named))

    def examined(self, examined: Examined) -> str:
        return self.text(counted(examined.count, clean_line(examined.unit)))

    def amount(self, text: Text, finding: Finding) -> str:
        """A required or observed value with its unit, unless the words say it already or hold no number."""
        words, unit = self.text(text), self.unit(finding.unit)
        if not unit or unit == RATIO or words.endswith(unit) or not any(character.isdigit() for character in words):
            return words
        return f"{words} {unit}"

    def unit(self, unit: str) -> str:
        """A unit as the language says it."""
        return self.text(unit_words(clean_line(unit)))

    def measured(self, measure: Measure) -> tuple[str, str]:
        """Value and limit (empty: none), with the unit as the language says it."""
        return say_measure(replace(measure, unit=self.unit(measure.unit)))

    def due(self, outcome: Outcome) -> str:
        """With the time left where something is open; for the others the bare instant."""
        return self.once(_due, (outcome.due, outcome.status in OPEN))

    def waiver(self, outcome: Outcome) -> str:
        waiver = outcome.waiver
        if waiver is None:
            return ""
        until = self.calendar.limit(waiver.expires)
        person, reason = clean_line(waiver.person), clean_line(waiver.reason)
        if waiver.problem is not None:
            problem = self.text(waiver.problem)
            return self.say("waiver.void", person=person, reason=reason, until=until, problem=problem)
        return self.say("waiver.valid", person=person, reason=reason, until=until)

    def tally(self, outcomes: Iterable[Outcome]) -> tuple[tuple[Status, str, str], ...]:
        """Each status that occurs with its count, the gravest first."""
        counts = Counter(outcome.status for outcome in outcomes)
        order = (Status.FAILED, Status.ERROR, Status.PENDING, Status.WAIVED, Status.PASSED)
        return tuple(
            (
                status,
                STATUS_SYMBOLS[status],
                self.say("tally", n=f"{counts[status]:,}", status=self.say(f"tally-status.{status}")),
            )
            for status in (*order, Status.NOT_APPLICABLE, Status.SKIPPED)
            if counts[status]
        )


def names_only(owner: str) -> str:
    """Owner and people without what to reach them by, for where there is no room or nobody can click on it."""
    return _CONTACT.sub("", owner)


def _due(due: tuple[datetime, bool], wording: Wording) -> str:
    instant, is_open = due
    if is_open:
        return wording.calendar.deadline(instant)
    return wording.say("time.by", moment=wording.calendar.limit(instant))
