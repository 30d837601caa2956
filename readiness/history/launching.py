"""The launch decisions that people signed on a recorded run, and what each of them counts for."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from readiness.evidence.digests import sha256_of_file
from readiness.history.store import has_digest
from readiness.history.verifying import launch_problems
from readiness.model.campaign import Campaign
from readiness.model.launch import LaunchWord
from readiness.model.run import Run
from readiness.model.signoff import RUN_SUBJECT, SignOff, Verdict
from readiness.model.text import Text
from readiness.probes.signoff.facts import SignOffFacts, Word
from readiness.probes.signoff.judging import why_discounted
from readiness.probes.signoff.reading import with_signature


def launch_words(path: Path, run: Run, campaign: Campaign, now: datetime) -> tuple[LaunchWord, ...]:
    """The last word that each person said in each role on this record, in the order in which they were said. A word
    that counts for nothing, such as an approval that nobody can prove to be theirs, takes none back: it is told beside
    the one that stands. Raises OSError, and CannotJudge where a signature can't be checked."""
    sha256 = sha256_of_file(path)
    said = [one for one in campaign.signoffs if one.subject == RUN_SUBJECT and _is_of(one, path, sha256)]
    if not said:
        return ()
    against = next(iter(launch_problems(path, run, now, campaign.folder)), None)
    facts = _facts(path, sha256, campaign)
    by_person: dict[tuple[str, str], list[LaunchWord]] = {}
    for one in sorted(said, key=_order):
        word = _word(with_signature(one, campaign), facts, run, now)
        by_person.setdefault((one.person, one.role), []).append(word)
    told = sorted((word for words in by_person.values() for word in _standing(words)), key=_order)
    return tuple(_held_against(word, against) for word in told)


def _standing(words: list[LaunchWord]) -> list[LaunchWord]:
    """Of one person's words, oldest first: the last one that is theirs, and those after it that are not."""
    theirs = [number for number, word in enumerate(words) if word.problem is None]
    return words[theirs[-1] if theirs else -1 :]


def _order(said: SignOff | LaunchWord) -> tuple[datetime, bool]:
    """By instant; of two at one instant the refusal stands."""
    return said.at, said.verdict is not Verdict.APPROVED


def _is_of(signoff: SignOff, path: Path, sha256: str) -> bool:
    """Whether it is of this record as it is, or as it was: the name of a record keeps the beginning of its digest."""
    return signoff.sha256.lower() == sha256 or has_digest(path, signoff.sha256.lower())


def _facts(path: Path, sha256: str, campaign: Campaign) -> SignOffFacts:
    return SignOffFacts(
        subject=RUN_SUBJECT,
        source=path.name,
        sha256=sha256,
        author=(),
        words=(),
        people={person.id: person for person in campaign.people},
        signature_required=campaign.signatures.required,
    )


def _word(word: Word, facts: SignOffFacts, run: Run, now: datetime) -> LaunchWord:
    """One word, with what is wrong with it itself, whatever stands against the run."""
    signoff = word.signoff
    person = facts.people.get(signoff.person)
    refuses = signoff.verdict is not Verdict.APPROVED
    return LaunchWord(
        person=person.named if person else signoff.person,
        role=signoff.role,
        verdict=signoff.verdict,
        at=signoff.at,
        comment=signoff.comment,
        signed=word.signed,
        problem=_refusal_problem(word, facts) if refuses else _approval_problem(word, facts, run, now),
    )


def _refusal_problem(word: Word, facts: SignOffFacts) -> Text | None:
    """Only who holds no such role can't refuse: a refusal stands unsigned, and whatever became of the record."""
    return why_discounted(Word(word.signoff), replace(facts, signature_required=False))


def _approval_problem(word: Word, facts: SignOffFacts, run: Run, now: datetime) -> Text | None:
    """The first thing that is wrong with it; None where it is this person's word on this record."""
    signoff = word.signoff
    if signoff.sha256.lower() != facts.sha256:
        return _RECORD_CHANGED
    if signoff.at < run.at.replace(microsecond=0):
        return _BEFORE_THE_RUN
    if signoff.at > now:
        return _IN_THE_FUTURE
    return why_discounted(word, facts)


def _held_against(word: LaunchWord, against: Text | None) -> LaunchWord:
    """Nothing may be launched by a run that does not hold: no approval of it counts, and every refusal does."""
    return word if word.refuses or word.problem is not None else replace(word, problem=against)


_RECORD_CHANGED = Text("the record was changed after it was signed", "运行记录在签核之后被修改")
_BEFORE_THE_RUN = Text("it is dated before the run that it approves", "签核时间早于所批准的运行")
_IN_THE_FUTURE = Text("it is dated in the future", "签核时间在将来")
