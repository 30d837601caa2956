"""Kind `document`: flagged words, until the role has approved exactly this document."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta

from readiness.model.finding import Judgement
from readiness.model.location import Location
from readiness.model.signoff import SignOff, Verdict
from tests.probes.document.worlds import LAUNCH, NOW, clause, judged, places, times

_TEXT = "# 文案\n\n全国领先的品质。\n"
_SHA = hashlib.sha256(_TEXT.encode()).hexdigest()
_GOOD = SignOff(
    "copy",
    "legal",
    "wang.fang",
    Verdict.APPROVED,
    _SHA,
    NOW - timedelta(days=1),
    location=Location("signoffs.yaml", 3, 3),
)


def _judged(*signoffs: SignOff, author: tuple[str, ...] = ("li.wei",), text: str = _TEXT) -> Judgement:
    return judged(
        {"copy.md": text},
        {"copy": {"file": "copy.md", "author": author}},
        signoffs=signoffs,
        flags=[clause("领先", "首选", name="superlatives", apart_from=["领先半步"])],
        flags_cleared_by="legal",
    )


def test_flagged_words_are_findings_until_somebody_judges_them() -> None:
    """Without a sign-off each flagged place is a finding that says who must judge it."""
    (found,) = _judged().findings
    assert (found.observed.en, found.where) == ("“领先”", "copy.md, line 3")
    assert "legal" in found.required.en
    assert "法务" in found.required.zh


def test_an_approval_of_this_version_clears_them() -> None:
    """The note names who approved which words, and when; the words are listed still."""
    judgement = _judged(_GOOD)
    assert judgement.findings == ()
    (note,) = judgement.notes
    assert "wang.fang (legal) on 2026-06-09 12:00" in note.en
    assert "“领先” (copy.md, line 3)" in note.en
    assert "“领先”（copy.md，第 3 行）" in note.zh


def test_only_a_valid_approval_clears_them() -> None:
    """False-GO 34: another version, role or person, the author alone, the future, a word taken back: none clears."""
    bad = (
        replace(_GOOD, sha256="0" * 64),
        replace(_GOOD, role="marketing"),
        replace(_GOOD, person="li.wei"),
        replace(_GOOD, person="nobody"),
        replace(_GOOD, at=NOW + timedelta(seconds=1)),
        replace(_GOOD, verdict=Verdict.CHANGES_REQUESTED),
        replace(_GOOD, signature="broken"),
    )
    for signoff in bad:
        assert places(_judged(signoff)) == ["copy.md, line 3"], signoff
    assert len(_judged(_GOOD, replace(_GOOD, verdict=Verdict.CHANGES_REQUESTED)).findings) == 1
    assert len(_judged(_GOOD, author=()).findings) == 1


def test_an_edit_voids_the_approval() -> None:
    """False-GO 34: one more word, and the approval is of another version; the finding says so."""
    (found,) = _judged(_GOOD, text=_TEXT + "!").findings
    assert "approved version" in found.message.en


def test_an_approval_has_no_deadline_of_its_own() -> None:
    """Flags are a state: a sign-off after the check's due clears them, as long as it was given by now."""
    when = times(LAUNCH + timedelta(hours=1))
    judgement = judged(
        {"copy.md": _TEXT},
        {"copy": {"file": "copy.md", "author": ("li.wei",)}},
        when=when,
        signoffs=(replace(_GOOD, at=LAUNCH + timedelta(minutes=30)),),
        flags=[clause("领先")],
        flags_cleared_by="legal",
    )
    assert judgement.findings == ()


def test_what_is_banned_no_approval_clears() -> None:
    """False-GO 37: a sign-off clears flags only; what must not be there stays a finding."""
    judgement = judged(
        {"copy.md": _TEXT},
        {"copy": {"file": "copy.md", "author": ("li.wei",)}},
        signoffs=(_GOOD,),
        must_not_contain=[clause("领先")],
        flags=[clause("领先")],
        flags_cleared_by="legal",
    )
    assert places(judgement) == ["copy.md, line 3"]
