from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from readiness.evidence.digests import sha256_of
from readiness.history.reading import InvalidRecord
from readiness.history.store import RunStore
from readiness.history.verifying import Verification, verify
from readiness.model.check import Severity
from readiness.model.decision import Accept
from readiness.model.evidence import EvidenceUse
from readiness.model.outcome import Status
from readiness.model.run import Run, Scope
from tests.engine.fakes import LAUNCH
from tests.history.runs import AT, FAILED, LOOSENED, PASSED, run_of

PENDING = replace(FAILED, status=Status.PENDING)
LATER = AT + timedelta(hours=1)
SECOND = timedelta(seconds=1)


def saved(folder: Path, run: Run) -> Path:
    store = RunStore(folder)
    with store.turn() as previous:
        return store.save(replace(run, previous=previous))


def problems(verification: Verification) -> str:
    assert verification.holds is not bool(verification.problems)
    assert all(problem.zh for problem in verification.problems)
    return "\n".join(problem.en for problem in verification.problems)


def verdict_on(folder: Path, run: Run, now: datetime = LATER) -> str:
    return problems(verify(saved(folder, run), now, None))


def test_a_go_that_still_holds_is_verified(tmp_path: Path) -> None:
    """A whole GO, unchanged and in time, holds."""
    assert verdict_on(tmp_path, run_of()) == ""


@pytest.mark.parametrize(("now", "holds"), [(AT, True), (LAUNCH, True), (LAUNCH + SECOND, False), (AT - SECOND, False)])
def test_a_run_holds_from_its_instant_to_holds_until(tmp_path: Path, now: datetime, holds: bool) -> None:
    """False-GO 33: yesterday's GO is refused after it stopped holding, and so is one from the future."""
    assert (verdict_on(tmp_path, run_of(holds_until=LAUNCH), now) == "") is holds


@pytest.mark.parametrize(
    ("run", "words"),
    [
        (run_of(FAILED), "It decided NO-GO"),
        (run_of(replace(PASSED, status=Status.ERROR)), "It decided CANNOT TELL"),
        (run_of(PASSED, PENDING), "It decided NOT YET"),
        (run_of(loosened=(replace(LOOSENED, approved_by=None),)), "It decided CONDITIONAL GO"),
        (run_of(scope=Scope(only=("execution.stock",))), "It is partial"),
    ],
    ids=["no-go", "cannot-tell", "not-yet", "conditional", "partial"],
)
def test_a_decision_that_is_not_go_does_not_hold(tmp_path: Path, run: Run, words: str) -> None:
    """False-GO 41: no other decision than GO, and no partial run, is verified unless it was accepted."""
    assert words in verdict_on(tmp_path, run)


@pytest.mark.parametrize(
    "run",
    [
        run_of(PASSED, PENDING, accept=(Accept.NOT_YET,)),
        run_of(scope=Scope(only=("execution.stock",)), accept=(Accept.PARTIAL,)),
        run_of(loosened=(replace(LOOSENED, approved_by=None),), accept=(Accept.CONDITIONAL_GO,)),
    ],
    ids=["not-yet", "partial", "conditional"],
)
def test_what_the_run_accepted_holds(tmp_path: Path, run: Run) -> None:
    """A run that gave exit code 0 by what --accept named holds."""
    assert verdict_on(tmp_path, run) == ""


def test_an_as_of_run_is_never_the_real_one(tmp_path: Path) -> None:
    """False-GO 32: a GO made with --as-of does not hold."""
    assert "--as-of T-0h" in verdict_on(tmp_path, run_of(as_of=LAUNCH, as_of_words="T-0h"))


def forged(folder: Path, run: Run, change: Callable[[dict[str, Any]], None]) -> Path:
    """A record changed and named anew by its own digest, as someone would who knows the format."""
    path = saved(folder, run)
    value = json.loads(path.read_bytes())
    change(value)
    content = json.dumps(value).encode()
    path.unlink()
    digest = hashlib.sha256(content).hexdigest()
    forgery = folder / f"{path.name[:24]}{digest[:8]}.json"
    forgery.write_bytes(content)
    return forgery


def test_a_verdict_that_does_not_follow_from_the_outcomes_is_refused(tmp_path: Path) -> None:
    """A failed blocker beside the verdict GO shows that the record was changed."""

    def whitewash(value: dict[str, Any]) -> None:
        value["decision"] = {"verdict": "go", "exit_code": 0, "accepted": [], "reasons": []}

    path = forged(tmp_path, run_of(FAILED), whitewash)
    assert "Its outcomes give NO-GO, and it says GO" in problems(verify(path, LATER, None))


def test_a_longer_life_than_what_it_rests_on_is_refused(tmp_path: Path) -> None:
    """False-GO 33: a record can't hold longer than its evidence, or than the campaign."""

    def prolong(value: dict[str, Any]) -> None:
        value["holds_until"] = "2026-06-20T00:00:00+08:00"

    run = run_of(replace(PASSED, holds_until=LAUNCH))
    path = forged(tmp_path, run, prolong)
    assert "claims to hold until" in problems(verify(path, LATER, None))


def chain_of_three(folder: Path) -> list[Path]:
    return [saved(folder, run_of(at=AT + number * SECOND)) for number in range(3)]


def test_every_record_of_a_whole_chain_holds(tmp_path: Path) -> None:
    """First, middle and newest record of an unchanged folder hold."""
    assert [problems(verify(path, LATER, None)) for path in chain_of_three(tmp_path)] == ["", "", ""]


def touched(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


@pytest.mark.parametrize(
    ("damaged", "damage", "asked", "words"),
    [
        (0, touched, 1, "the run before this one, was changed"),
        (0, Path.unlink, 1, "The run before this one"),
        (1, touched, 1, "was changed after it was saved"),
        (1, Path.unlink, 2, "a run between them was removed"),
        (1, Path.unlink, 0, "names another one before it"),
        (2, touched, 2, "was changed after it was saved"),
    ],
    ids=["before-changed", "before-removed", "changed", "gap-before", "gap-after", "newest-changed"],
)
def test_a_changed_or_removed_run_shows(
    tmp_path: Path, damaged: int, damage: Callable[[Path], None], asked: int, words: str
) -> None:
    """A record that was edited or deleted beside the one asked about, or itself, is named as such."""
    paths = chain_of_three(tmp_path)
    damage(paths[damaged])
    assert words in problems(verify(paths[asked], LATER, None))


def test_a_next_record_that_cannot_be_read_vouches_for_nothing(tmp_path: Path) -> None:
    """A damaged record after the one asked about is named."""
    paths = chain_of_three(tmp_path)
    paths[1].write_text("{}")
    assert "can't vouch" in problems(verify(paths[0], LATER, None))


def test_a_copy_alone_does_not_hold(tmp_path: Path) -> None:
    """A record away from its folder, or under another name, can't be placed in the chain."""
    newest = chain_of_three(tmp_path / "runs")[2]
    (tmp_path / "away").mkdir()
    alone = Path(shutil.copy(newest, tmp_path / "away" / newest.name))
    assert "is not in the folder" in problems(verify(alone, LATER, None))
    renamed = Path(shutil.copy(newest, tmp_path / "runs" / "approved.json"))
    assert "does not have the name" in problems(verify(renamed, LATER, None))


def test_what_is_no_record_is_invalid_input(tmp_path: Path) -> None:
    """A file that is no record is told apart from a record that does not hold."""
    path = tmp_path / "000001-20260616T100000Z-1a2b3c4d.json"
    path.write_text("{}")
    with pytest.raises(InvalidRecord):
        verify(path, LATER, None)


@pytest.fixture
def campaign_folder(tmp_path: Path) -> Path:
    (tmp_path / "evidence").mkdir()
    (tmp_path / "stock.csv").write_text("sku,available\nA,5\n")
    (tmp_path / "evidence" / "terms.md").write_text("terms")
    (tmp_path / "campaign.yaml").write_text("campaign: {}\n")
    (tmp_path / "signoffs.yaml").write_text("signoffs:\n  - subject: terms\n    role: legal\n")
    return tmp_path


def run_that_read(folder: Path) -> Run:
    uses = tuple(
        EvidenceUse(name, name, sha256_of(folder / name), None, path=name) for name in ("stock.csv", "evidence")
    )
    live = EvidenceUse("shop", "https://shop.example", None, AT, live=True)
    digests = {name: sha256_of(folder / name) for name in ("campaign.yaml", "signoffs.yaml")}
    return run_of(replace(PASSED, evidence=(*uses, live)), digests={**digests, "builtin:planning.yaml": "00"})


def found_in(folder: Path, change: Callable[[Path], object]) -> str:
    path = saved(folder / ".readiness" / "runs", run_that_read(folder))
    change(folder)
    return problems(verify(path, LATER, None))


def test_unchanged_files_hold(campaign_folder: Path) -> None:
    """Evidence files, evidence folders and the campaign's files as they were; what ships and what is live is left."""
    assert found_in(campaign_folder, lambda folder: None) == ""


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda folder: (folder / "stock.csv").write_text("sku,available\nA,6\n"), "stock.csv was changed"),
        (lambda folder: (folder / "stock.csv").unlink(), "stock.csv is gone"),
        (lambda folder: (folder / "evidence" / "terms.md").write_text("Terms"), "evidence was changed"),
        (lambda folder: (folder / "evidence" / "more.md").write_text("more"), "evidence was changed"),
        (lambda folder: shutil.rmtree(folder / "evidence"), "evidence is gone"),
        (lambda folder: (folder / "campaign.yaml").write_text("campaign:\n"), "campaign.yaml was changed"),
    ],
    ids=["changed", "gone", "in-folder", "added-to-folder", "folder-gone", "campaign"],
)
def test_a_changed_file_is_named(campaign_folder: Path, change: Callable[[Path], object], words: str) -> None:
    """False-GO 34: evidence or campaign files that differ from what was judged void the run."""
    assert words in found_in(campaign_folder, change)


def appended(words: str) -> Callable[[Path], object]:
    def change(folder: Path) -> None:
        with (folder / "signoffs.yaml").open("a") as file:
            file.write(words)

    return change


RUN_ENTRY = "  - subject: run\n    role: sponsor\n    comment: go\n"


@pytest.mark.parametrize(
    ("words", "holds"),
    [
        (RUN_ENTRY, True),
        (RUN_ENTRY * 2, True),
        (RUN_ENTRY + "  - subject: terms\n    verdict: changes-requested\n", False),
        ("  - subject: terms\n", False),
        ("    verdict: changes-requested\n" + RUN_ENTRY, False),
        ("    verdict: changes-requested\n", False),
        ("  - subject: runbook\n", False),
        (RUN_ENTRY + '    signature: "-----BEGIN\\nAAAA\\n-----END"\n', True),
        ("  - {subject: run, role: sponsor}\n", True),
        ("waivers: []\n" + RUN_ENTRY, False),
        ("  - run\n", False),
        ("  - subject: run\n    subject: terms\n", False),
        ('  - "s\\u0075bject": terms\n    comment: >\n      subject: run\n', False),
    ],
    ids=[
        "signed",
        "signed-twice",
        "with-another",
        "another",
        "last-entry-changed",
        "changed",
        "like-run",
        "with-signature",
        "in-braces",
        "no-yaml",
        "no-entry",
        "two-subjects",
        "escaped-subject",
    ],
)
def test_signing_a_run_does_not_void_it(campaign_folder: Path, words: str, holds: bool) -> None:
    """The launch decision is signed after the run, in a file that the run read; any other word there voids the run."""
    assert (found_in(campaign_folder, appended(words)) == "") is holds


def test_signing_after_an_unended_line_does_not_void_a_run(campaign_folder: Path) -> None:
    """A file whose last line a person left without its end is ended by the sign-off that follows."""
    file = campaign_folder / "signoffs.yaml"
    file.write_bytes(file.read_bytes().rstrip())
    assert found_in(campaign_folder, appended("\n" + RUN_ENTRY)) == ""
    assert "signoffs.yaml was changed" in found_in(campaign_folder, appended("\n  - subject: terms\n"))


def test_evidence_elsewhere_is_compared_where_it_is_named(campaign_folder: Path, tmp_path: Path) -> None:
    """The folder that is named is the one compared; without any, the verification says that nothing was."""
    path = saved(tmp_path / "kept", run_that_read(campaign_folder))
    assert verify(path, LATER, campaign_folder).notes == ()
    assert [note.en[:30] for note in verify(path, LATER, None).notes] == ["Neither was the evidence compa"]
    (campaign_folder / "stock.csv").unlink()
    assert "stock.csv is gone" in problems(verify(path, LATER, campaign_folder))


def test_severity_counts_as_it_was_recorded(tmp_path: Path) -> None:
    """A failed minor leaves a GO, and its record holds."""
    assert verdict_on(tmp_path, run_of(PASSED, replace(FAILED, severity=Severity.MINOR))) == ""
