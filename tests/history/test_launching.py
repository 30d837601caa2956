"""Launch decisions on recorded runs: which count, and why others do not."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from readiness.history.launching import launch_words
from readiness.history.verifying import launch_problems
from readiness.model.campaign import Campaign, Person, SignaturePolicy
from readiness.model.launch import LaunchWord
from readiness.model.outcome import Outcome, Status
from readiness.model.run import Run, Scope
from readiness.model.signoff import RUN_SUBJECT, SignOff, Verdict
from tests.engine.fakes import LAUNCH, campaign
from tests.history.runs import AT, FAILED, LOOSENED, PASSED
from tests.history.runs import run_of as any_run
from tests.history.test_verifying import saved, touched

NOW = AT + timedelta(hours=1)
SECOND = timedelta(seconds=1)
PASSED_ALONE = replace(PASSED, evidence=())  # no file that could have changed
XU = Person("xu.hong", "许宏", ("sponsor",), "xu.hong@shop.example")
LI = Person("li.wei", "李伟", ("campaign-owner",), "li.wei@shop.example")


def run_of(*outcomes: Outcome, **changes: Any) -> Run:
    return any_run(*(outcomes or (PASSED_ALONE,)), **changes)


def signed(path: Path, **changes: object) -> SignOff:
    fields: dict[str, object] = {
        "subject": RUN_SUBJECT,
        "role": "sponsor",
        "person": "xu.hong",
        "verdict": Verdict.APPROVED,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "at": AT + timedelta(minutes=30),
    }
    return SignOff(**{**fields, **changes})  # type: ignore[arg-type]


def of(folder: Path, *signoffs: SignOff, required: bool = False) -> Campaign:
    return replace(
        campaign(), folder=folder, people=(XU, LI), signoffs=signoffs, signatures=SignaturePolicy(required, None)
    )


def only(path: Path, run: Run, signoff: SignOff, now: datetime = NOW, *, required: bool = False) -> LaunchWord:
    (word,) = launch_words(path, run, of(path.parent, signoff, required=required), now)
    return word


def problem(word: LaunchWord) -> str:
    return word.problem.en if word.problem else ""


def test_an_approval_of_a_go_counts(tmp_path: Path) -> None:
    """By a person who holds the role, of exactly this record, after it was made and while it holds."""
    path = saved(tmp_path, run_of())
    word = only(path, run_of(), signed(path, comment="go for it"))
    assert (word.person, word.role, word.comment, word.problem) == (XU.named, "sponsor", "go for it", None)
    assert not word.refuses


CONDITIONAL = run_of(loosened=(replace(LOOSENED, approved_by=None),))


def test_a_conditional_go_can_be_approved(tmp_path: Path) -> None:
    """Its conditions are named one by one; it is for a person to take them."""
    path = saved(tmp_path, CONDITIONAL)
    assert only(path, CONDITIONAL, signed(path)).problem is None


@pytest.mark.parametrize(
    ("run", "words"),
    [
        (run_of(FAILED), "It decided NO-GO"),
        (run_of(replace(PASSED, status=Status.ERROR)), "It decided CANNOT TELL"),
        (run_of(PASSED, replace(FAILED, check="execution.b", status=Status.PENDING)), "It decided NOT YET"),
        (run_of(scope=Scope(phases=("technical",))), "It is partial"),
        (run_of(as_of=LAUNCH, as_of_words="T-0h"), "--as-of T-0h"),
        (run_of(holds_until=AT + timedelta(minutes=59)), "It held until"),
    ],
    ids=["no-go", "cannot-tell", "not-yet", "partial", "as-of", "over"],
)
def test_an_approval_of_what_must_not_launch_counts_for_nothing(tmp_path: Path, run: Run, words: str) -> None:
    """False-GO 32, 33, 41: nobody signs away what blocks, what was not asked, another instant, or yesterday."""
    path = saved(tmp_path, run)
    assert words in problem(only(path, run, signed(path)))
    assert any(words in told.en for told in launch_problems(path, run, NOW, tmp_path))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"person": "nobody"}, "not among the campaign's people"),
        ({"person": "li.wei"}, "does not hold the role sponsor"),
        ({"at": AT - SECOND}, "before the run"),
        ({"at": NOW + SECOND}, "in the future"),
        ({"signature": "-----BEGIN SSH SIGNATURE-----"}, "signature does not hold"),
    ],
)
def test_an_approval_that_is_no_good_counts_for_nothing(tmp_path: Path, changes: dict[str, object], words: str) -> None:
    """False-GO 34: another person or role, another time, a broken signature."""
    path = saved(tmp_path, run_of())
    assert words in problem(only(path, run_of(), signed(path, **changes)))


def test_a_required_signature_must_be_there(tmp_path: Path) -> None:
    """A campaign that wants signatures wants one on its launch."""
    path = saved(tmp_path, run_of())
    assert "no signature" in problem(only(path, run_of(), signed(path), required=True))


@pytest.mark.parametrize("at", [AT, NOW])
def test_the_instants_themselves_count(tmp_path: Path, at: datetime) -> None:
    """Signed at the instant of the run, and at the present one."""
    path = saved(tmp_path, run_of())
    assert only(path, run_of(), signed(path, at=at)).problem is None


def test_an_approval_in_the_second_of_the_run_counts(tmp_path: Path) -> None:
    """A sign-off holds whole seconds, and a run parts of one."""
    run = run_of(at=AT + timedelta(microseconds=900_000))
    path = saved(tmp_path, run)
    assert only(path, run, signed(path, at=AT)).problem is None


def test_a_record_that_was_changed_voids_its_approval(tmp_path: Path) -> None:
    """False-GO 34: the name still holds the digest that was signed, so the approval is told with the reason."""
    path = saved(tmp_path, run_of())
    approval = signed(path)
    touched(path)
    assert "record was changed after it was signed" in problem(only(path, run_of(), approval))
    resigned = replace(approval, sha256=hashlib.sha256(path.read_bytes()).hexdigest())
    assert "was changed after it was saved" in problem(only(path, run_of(), resigned))


REFUSAL = {"verdict": Verdict.CHANGES_REQUESTED}


@pytest.mark.parametrize("run", [run_of(), run_of(FAILED)], ids=["go", "no-go"])
@pytest.mark.parametrize("change", [lambda path: None, touched], ids=["whole", "changed"])
def test_a_refusal_outlives_everything(tmp_path: Path, run: Run, change: Callable[[Path], None]) -> None:
    """Doubt is no approval: of any decision, without a signature, on a record that was changed, at any later time."""
    path = saved(tmp_path, run)
    refusal = signed(path, **REFUSAL, signature="-----BEGIN SSH SIGNATURE-----")
    change(path)
    word = only(path, run, refusal, NOW + timedelta(days=99), required=True)
    assert (word.refuses, word.signed) == (True, False)


def test_only_who_holds_the_role_refuses(tmp_path: Path) -> None:
    """Somebody else's no is told and stops nothing."""
    path = saved(tmp_path, run_of())
    assert not only(path, run_of(), signed(path, **REFUSAL, person="li.wei")).refuses


def test_the_last_word_of_a_person_stands(tmp_path: Path) -> None:
    """A refusal is taken back by a later approval, an approval by a later refusal; at one instant doubt stands."""
    path = saved(tmp_path, run_of())
    later = AT + timedelta(minutes=40)

    def last(*signoffs: SignOff) -> Verdict:
        (word,) = launch_words(path, run_of(), of(tmp_path, *signoffs), NOW)
        return word.verdict

    assert last(signed(path, **REFUSAL), signed(path, at=later)) is Verdict.APPROVED
    assert last(signed(path, at=later, **REFUSAL), signed(path)) is Verdict.CHANGES_REQUESTED
    assert last(signed(path, **REFUSAL), signed(path)) is Verdict.CHANGES_REQUESTED


@pytest.mark.parametrize(
    ("changes", "required", "why"),
    [
        ({"at": NOW + SECOND}, False, "in the future"),
        ({"signature": "-----BEGIN SSH SIGNATURE-----"}, False, "signature does not hold"),
        ({}, True, "no signature"),
    ],
)
def test_an_approval_that_is_no_good_takes_no_refusal_back(
    tmp_path: Path, changes: dict[str, object], required: bool, why: str
) -> None:
    """False-GO 34: nobody ends another's refusal by writing an approval that can't be shown to be theirs."""
    path = saved(tmp_path, run_of())
    forged = signed(path, **({"at": AT + timedelta(minutes=40)} | changes))
    said = of(tmp_path, signed(path, **REFUSAL), forged, required=required)
    refusal, approval = launch_words(path, run_of(), said, NOW)
    assert refusal.refuses
    assert why in problem(approval)


def test_a_refusal_that_was_taken_back_stays_so(tmp_path: Path) -> None:
    """Also when the run has ended since, so that the approval counts for nothing any more."""
    path = saved(tmp_path, run_of())
    said = of(tmp_path, signed(path, **REFUSAL), signed(path, at=AT + timedelta(minutes=40)))
    (word,) = launch_words(path, run_of(), said, NOW + timedelta(days=999))
    assert (word.verdict, word.problem is None) == (Verdict.APPROVED, False)


def test_words_on_other_runs_and_subjects_are_none_of_it(tmp_path: Path) -> None:
    """A sign-off of a document, or of another run, says nothing of this one."""
    first, second = saved(tmp_path, run_of()), saved(tmp_path, run_of(at=AT + SECOND))
    others = (signed(second), signed(first, subject="terms"))
    assert launch_words(first, run_of(), of(tmp_path, *others), NOW) == ()


def test_evidence_that_changed_since_voids_the_approval(tmp_path: Path) -> None:
    """The run does not stand any more on what it read."""
    (tmp_path / "campaign.yaml").write_text("campaign: {}\n")
    run = run_of(digests={"campaign.yaml": "00" * 32})
    path = saved(tmp_path, run)
    assert "campaign.yaml was changed" in problem(only(path, run, signed(path)))
