"""What the text must not say, what a person must judge, and what was left to be filled in. Pure."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from readiness.evidence.patterns import spans
from readiness.model.finding import Finding
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.document import words
from readiness.probes.document.facts import Read
from readiness.probes.document.settings import Banned, Settings
from readiness.probes.signoff.judging import approval_now
from readiness.probes.tally import Tally

_MOST_LISTED = 20
_Word = Callable[[str, Text], Finding]


def judge_banned(settings: Settings, file: Read, tally: Tally) -> None:
    """Each match of what must not be there is a finding."""
    for banned in settings.must_not_contain or ():
        tally.examined += 1
        _tell(banned.any, banned.apart_from or (), file, tally, words.banned(file, banned.name))


def judge_placeholders(settings: Settings, file: Read, tally: Tally) -> None:
    """Each place that was left to be filled in is a finding."""
    if settings.placeholders:
        tally.examined += 1
        _tell(settings.placeholders, (), file, tally, words.unfilled(file))


def judge_flags(settings: Settings, file: Read, situation: Situation, tally: Tally) -> None:
    """Flagged words are findings until the role has approved exactly this version; they are listed either way."""
    if settings.flags is None or settings.flags_cleared_by is None:
        return
    role = settings.flags_cleared_by
    assert file.approvals is not None
    result = approval_now(file.approvals, role, situation)
    for banned in settings.flags:
        tally.examined += 1
        if result.held is None:
            why = result.findings[0].observed
            _tell(banned.any, banned.apart_from or (), file, tally, words.flagged(file, banned.name, role, why))
        elif listed := _listed(file, banned):
            tally.notes.append(words.cleared(file, banned.name, listed, result.held, situation.times.zone))


def _listed(file: Read, banned: Banned) -> tuple[Text, ...]:
    """Each flagged place as it is told where a person has cleared it."""
    view = file.whole
    found = spans(banned.any, view.data, banned.apart_from or ())
    first = [(words.said(view, *span), file.where(view, span[0])) for span in islice(found, _MOST_LISTED)]
    listed = tuple(words.at(said, where) for said, where in first)
    more = sum(1 for _ in found)
    return (*listed, Text(f"and {more:,} more", f"另有 {more:,} 处")) if more else listed


def _tell(any_of: tuple[str, ...], apart_from: tuple[str, ...], file: Read, tally: Tally, word: _Word) -> None:
    view = file.whole
    for start, end in spans(any_of, view.data, apart_from):
        if tally.full:
            tally.count()
        else:
            tally.add(word(file.where(view, start), words.said(view, start, end)))
