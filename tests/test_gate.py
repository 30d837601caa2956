from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from readiness.engine.moments import UnknownMoment
from readiness.engine.selection import UnknownSelection
from readiness.gate import GateRequest, GateResult, load_only, run_gate
from readiness.history.reading import read_run
from readiness.history.store import RunStore
from readiness.history.verifying import verify
from readiness.loading.problems import InvalidInput
from readiness.model.check import Check
from readiness.model.decision import Accept, Answer, Rule
from readiness.model.exit_codes import ExitCode
from readiness.model.outcome import Outcome, Status
from readiness.probes.registry import KINDS
from readiness.reporting.json_v1 import document

LAUNCH = datetime(2026, 6, 17, 16, tzinfo=UTC)
NOW = LAUNCH - timedelta(days=1)
SECOND = timedelta(seconds=1)
STAMP = "2026-06-16T00:00:00+08:00"


def own_check(name: str, severity: str, due: str, starter: str = "no") -> dict[str, Any]:
    return {
        "id": name,
        "phase": "execution",
        "title": f"{name} is good",
        "why": "A test needs it.",
        "severity": severity,
        "due": due,
        "owner": "supply-chain",
        "probe": {"kind": "file-says", "document": name},
        "remedy": f"Make {name} good.",
        "source": "This test",
        "starter": starter,
    }


CONTRACT = {"sort": "document", "title": "A file", "from": "A test", "owner": "supply-chain"}

CHECKLIST = {
    "checklist": "own",
    "evidence": {name: dict(CONTRACT) for name in ("stock", "plan", "survey")},
    "checks": [
        own_check("stock", "blocker", "T-2h", starter="yes"),
        own_check("plan", "major", "T-48h"),
        own_check("survey", "blocker", "E+72h"),
    ],
}

CAMPAIGN: dict[str, Any] = {
    "campaign": {
        "id": "2026-618",
        "name": {"en": "618 sale", "zh": "618 大促"},
        "launch": "2026-06-18T00:00:00+08:00",
        "end": "2026-06-20T23:59:59+08:00",
        "timezone": "Asia/Shanghai",
        "moments": {"warm-up": "2026-06-10T10:00:00+08:00"},
        "release": "shop-web 4.12.0",
    },
    "checklists": ["./own.yaml"],
    "people": [
        {"id": "li.wei", "name": "李伟", "roles": ["sponsor"], "contact": "li.wei@shop.example"},
        {"id": "chen.yu", "name": "陈宇", "roles": ["supply-chain"]},
    ],
    "evidence": {name: {"file": f"{name}.txt"} for name in ("stock", "plan", "survey")},
}


class Site:
    """A campaign on disk that a test changes and decides."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.campaign = json.loads(json.dumps(CAMPAIGN))
        self.waivers: list[dict[str, str]] = []
        for name in ("stock", "plan", "survey"):
            self.say(name, "good")
        self.write("own.yaml", CHECKLIST)
        self.save()

    def write(self, name: str, value: object) -> None:
        (self.folder / name).write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), encoding="utf-8")

    def say(self, name: str, words: str) -> None:
        (self.folder / f"{name}.txt").write_text(words, encoding="utf-8")

    def save(self) -> None:
        self.write("campaign.yaml", self.campaign)
        (self.folder / "waivers.yaml").unlink(missing_ok=True)
        if self.waivers:
            self.write("waivers.yaml", {"waivers": self.waivers})

    def add_table(self) -> None:
        """Let the check of the stock read a table too."""
        checklist = json.loads(json.dumps(CHECKLIST))
        checklist["evidence"]["orders"] = {**CONTRACT, "sort": "table", "columns": {"sku": {"type": "text"}}}
        checklist["checks"][0]["probe"]["table"] = "orders"
        self.write("own.yaml", checklist)
        (self.folder / "orders.csv").write_text("sku\nA-1\n", encoding="utf-8")
        self.campaign["evidence"]["orders"] = {"file": "orders.csv"}
        self.save()

    def request(self, **changes: Any) -> GateRequest:
        return replace(GateRequest(self.folder / "campaign.yaml", NOW), **changes)

    def waive(self, subject: str, **changes: str) -> None:
        self.waivers.append({"subject": subject, "person": "li.wei", "reason": "accepted", "at": STAMP, **changes})
        self.save()

    def approve_loosenings(self, **changes: str) -> None:
        """The four built-in checklists are left out; their absence is approved like a waiver."""
        for loose in load_only(self.request()).loosened:
            self.waive(loose.subject, covers="loosening", sha256=loose.sha256, **changes)

    def decide(self, **changes: Any) -> GateResult:
        return run_gate(self.request(**changes))

    @property
    def records(self) -> tuple[Path, ...]:
        return RunStore(self.folder / ".readiness" / "runs").list()


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setitem(KINDS, "file-says", "tests.file_says")
    found = Site(tmp_path)
    found.approve_loosenings()
    return found


def statuses(result: GateResult) -> dict[str, Status]:
    return {outcome.check.removeprefix("own."): outcome.status for outcome in result.run.outcomes}


def test_a_campaign_whose_evidence_is_good_is_a_go(site: Site) -> None:
    """Everything good and every loosening approved gives GO, exit code 0, and a record that holds."""
    result = site.decide()
    assert (result.run.decision.answer, result.run.decision.exit_code) == (Answer.GO, ExitCode.GO)
    assert result.record is not None
    assert verify(result.record, NOW + timedelta(hours=1), None).problems == ()


def test_the_record_is_the_run(site: Site) -> None:
    """What was recorded reads back as what was decided, and its record is beside the campaign."""
    result = site.decide()
    assert result.record in site.records
    assert document(read_run(site.records[0])) == document(result.run)


def test_the_run_remembers_the_campaign_and_all_that_was_read(site: Site) -> None:
    """People stand by role with their contact, and the campaign's files and the evidence with their digests."""
    run = site.decide().run
    assert run.campaign.people == {"sponsor": ("李伟 <li.wei@shop.example>",), "supply-chain": ("陈宇",)}
    assert set(run.digests) == {"campaign.yaml", "own.yaml", "waivers.yaml"}
    assert [use.path for use in run.outcomes[0].evidence] == ["stock.txt"]
    assert run.at == NOW


def test_every_evidence_that_a_check_read_is_in_its_outcome(site: Site) -> None:
    """Tables and documents stand with their digests, in the order in which they were read."""
    site.add_table()
    uses = site.decide().run.outcomes[0].evidence
    assert [(use.name, use.path, len(use.sha256 or "")) for use in uses] == [
        ("orders", "orders.csv", 64),
        ("stock", "stock.txt", 64),
    ]


def test_runs_are_chained(site: Site) -> None:
    """Each run names the digest of the record before it, in the result as in the record."""
    site.decide()
    previous = RunStore(site.records[0].parent).previous()
    result = site.decide(now=NOW + SECOND)
    assert result.run.previous == previous
    assert [read_run(path).previous for path in site.records] == [None, previous]


@pytest.mark.parametrize(
    ("now", "status", "answer"),
    [
        (LAUNCH - timedelta(hours=2) - SECOND, Status.PENDING, Answer.NOT_YET),
        (LAUNCH - timedelta(hours=2), Status.FAILED, Answer.NO_GO),
    ],
)
def test_what_is_bad_fails_from_its_due_on(site: Site, now: datetime, status: Status, answer: Answer) -> None:
    """A blocker that is not good enough is NOT YET a second before its due and NO-GO at exactly its due."""
    site.say("stock", "bad")
    result = site.decide(now=now)
    assert (statuses(result)["stock"], result.run.decision.answer) == (status, answer)


def test_a_check_due_after_launch_is_listed_and_not_counted(site: Site) -> None:
    """What is due after the launch may be missing and the campaign launches all the same."""
    (site.folder / "survey.txt").unlink()
    result = site.decide()
    assert (statuses(result)["survey"], result.run.decision.answer) == (Status.PENDING, Answer.GO)


@pytest.mark.parametrize(
    "remove", [lambda s: (s.folder / "stock.txt").unlink(), lambda s: s.campaign["evidence"].pop("stock")]
)
def test_evidence_that_is_missing_is_never_ignored(site: Site, remove: Callable[[Site], object]) -> None:
    """False-GO 7, 8: a bound file that does not exist, and evidence that nobody bound, block when they are due."""
    remove(site)
    site.save()
    result = site.decide(now=LAUNCH)
    assert (statuses(result)["stock"], result.run.decision.exit_code) == (Status.FAILED, ExitCode.NO_GO)


def test_a_probe_that_exits_is_an_error_of_its_check(site: Site) -> None:
    """False-GO 12: `sys.exit(0)` in a probe gives CANNOT TELL; the other checks are decided and the run recorded."""
    site.say("stock", "exit")
    result = site.decide()
    assert statuses(result) == {"stock": Status.ERROR, "plan": Status.PASSED, "survey": Status.PASSED}
    assert result.run.decision.answer is Answer.CANNOT_TELL
    assert len(site.records) == 1


def test_without_a_record_nothing_is_written(site: Site) -> None:
    """--no-record leaves the campaign's folder as it was."""
    before = sorted(site.folder.rglob("*"))
    result = site.decide(no_record=True)
    assert (result.record, result.record_problem, result.run.previous) == (None, None, None)
    assert sorted(site.folder.rglob("*")) == before


def test_records_can_be_kept_elsewhere(site: Site, tmp_path_factory: pytest.TempPathFactory) -> None:
    """--record names another folder, which is made."""
    folder = tmp_path_factory.mktemp("kept") / "runs"
    result = site.decide(record=folder)
    assert result.record is not None
    assert (result.record.parent, site.records) == (folder, ())


def test_a_record_that_cannot_be_written_is_told_beside_the_decision(site: Site) -> None:
    """False-GO 43: the decision is there, and so is the problem, in both languages."""
    (site.folder / ".readiness").write_text("in the way")
    result = site.decide()
    assert (result.record, result.run.decision.answer, result.run.previous) == (None, Answer.GO, None)
    assert result.record_problem is not None
    assert "could not be written" in result.record_problem.en
    assert "无法写入" in result.record_problem.zh


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"only": ("own.stok",)}, UnknownSelection),
        ({"phases": ("technical",)}, UnknownSelection),
        ({"as_of": "yesterday!"}, UnknownMoment),
        ({"as_of": "warmup"}, UnknownMoment),
        ({"campaign": Path("none") / "campaign.yaml"}, InvalidInput),
    ],
)
def test_wrong_use_probes_and_records_nothing(site: Site, changes: dict[str, Any], error: type[Exception]) -> None:
    """False-GO 1, 2: what names nothing ends before anything is probed, and leaves no record."""
    with pytest.raises(error):
        site.decide(**changes)
    assert site.records == ()


def test_a_partial_run_is_no_go_by_itself(site: Site) -> None:
    """False-GO 41: selecting checks makes the run partial, in the record too, and its code is 3 unless accepted."""
    result = site.decide(only=("own.stock",))
    assert (result.run.decision.answer, result.run.decision.exit_code) == (Answer.GO, ExitCode.CONDITIONAL_GO)
    assert statuses(result) == {"stock": Status.PASSED, "plan": Status.SKIPPED, "survey": Status.SKIPPED}
    assert (result.run.scope.partial, result.run.scope.not_asked) == (True, 2)
    assert json.loads(site.records[0].read_bytes())["partial"] is True
    accepted = site.decide(only=("own.stock",), accept=(Accept.PARTIAL,))
    assert accepted.run.decision.exit_code is ExitCode.GO


def test_the_starter_selection_is_a_scope_of_its_own(site: Site) -> None:
    """`selection: starter` asks the starter checks only; the run counts the others and is not partial."""
    site.campaign["selection"] = "starter"
    site.save()
    run = site.decide().run
    assert (run.scope.starter, run.scope.not_asked, run.scope.partial) == (True, 2, False)
    assert run.decision.answer is Answer.GO


def test_as_of_replaces_the_clock_and_says_so(site: Site) -> None:
    """False-GO 32: the run and its record say which instant was judged at, in words too, and never verify."""
    site.say("plan", "bad")
    result = site.decide(as_of="T-49h")
    assert (statuses(result)["plan"], statuses(site.decide())["plan"]) == (Status.PENDING, Status.FAILED)
    assert (result.run.as_of, result.run.as_of_words) == (LAUNCH - timedelta(hours=49), "T-49h")
    assert (result.run.at, result.run.now) == (NOW, result.run.as_of)
    assert result.record is not None
    assert not verify(result.record, NOW, None).holds


@pytest.mark.parametrize(("as_of", "notes"), [("T-0h", 1), (None, 0)])
def test_as_of_says_that_live_sources_show_the_present(site: Site, as_of: str | None, notes: int) -> None:
    """False-GO 32: as of another instant, a check that asked a live source notes that it was asked now."""
    site.say("stock", "live")
    outcomes = site.decide(as_of=as_of).run.outcomes
    assert len([note for outcome in outcomes for note in outcome.notes if "asked now" in note.en]) == notes


def test_a_waived_failure_is_a_condition_and_ends_with_the_waiver(site: Site) -> None:
    """False-GO 37: a waiver makes NO-GO a CONDITIONAL GO that holds no longer than the waiver."""
    site.say("plan", "bad")
    expires = LAUNCH + timedelta(hours=1)
    site.waive("own.plan", expires=expires.isoformat())
    result = site.decide()
    assert (statuses(result)["plan"], result.run.decision.answer) == (Status.WAIVED, Answer.CONDITIONAL_GO)
    assert result.run.holds_until == expires


@pytest.mark.parametrize(
    "changes",
    [
        {"expires": (NOW - SECOND).isoformat()},
        {"at": (NOW + SECOND).isoformat()},
        {"person": "chen.yu"},
    ],
    ids=["expired", "future", "role"],
)
def test_a_waiver_that_does_not_hold_changes_nothing(site: Site, changes: dict[str, str]) -> None:
    """False-GO 34, 36: an expired waiver, one from the future and one of another role leave the failure as it is."""
    site.say("stock", "bad")
    site.waive("own.stock", **changes)
    result = site.decide(now=LAUNCH if "at" not in changes else NOW, as_of="T-1h" if "at" in changes else None)
    assert (statuses(result)["stock"], result.run.decision.answer) == (Status.FAILED, Answer.NO_GO)
    assert result.run.outcomes[0].waiver is not None
    assert result.run.outcomes[0].waiver.problem is not None


def test_a_checklist_left_out_is_a_condition_until_approved(site: Site) -> None:
    """False-GO 38: each of the four built-in checklists that is left out is named, and makes the GO conditional."""
    site.waivers.clear()
    site.save()
    result = site.decide()
    assert result.run.decision.answer is Answer.CONDITIONAL_GO
    assert {r.check for r in result.run.decision.reasons if r.rule is Rule.LOOSENED} == {
        "planning",
        "execution",
        "technical",
        "analysis",
    }


def test_who_may_waive_is_told_where_the_campaign_changes_it(site: Site) -> None:
    """False-GO 38: a campaign that names other judges of its loosenings says so in the run."""
    assert site.decide().run.notes == ()
    site.campaign["waiving"] = {"blocker": ["campaign-owner", "intern"]}
    site.save()
    (note,) = site.decide().run.notes
    assert "intern" in note.en


def test_an_approval_holds_at_the_instant_that_is_judged(site: Site) -> None:
    """False-GO 35: an approval that has ended by the instant of --as-of does not count, and its end bounds the run."""
    site.waivers.clear()
    ends = LAUNCH - timedelta(hours=1)
    site.approve_loosenings(expires=ends.isoformat())
    assert site.decide().run.holds_until == ends
    assert site.decide(as_of="T-0h").run.decision.answer is Answer.CONDITIONAL_GO


def test_secrets_of_the_campaign_are_in_no_record(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The value of a variable that the campaign names is in no record, though the evidence itself holds it."""
    monkeypatch.setenv("SHOP_TOKEN", "tok-5512-abc")
    site.campaign["hosts"] = {"shop.example": {"headers": {"Authorization": "Bearer ${SHOP_TOKEN}"}}}
    site.say("stock", "echo tok-5512-abc")
    site.save()
    result = site.decide(now=LAUNCH)
    assert result.run.outcomes[0].findings[0].observed.en == "echo ***"
    assert "tok-5512-abc" not in site.records[0].read_text("utf-8")


def test_the_number_of_jobs_changes_nothing(site: Site) -> None:
    """One job and eight give the same document but for the time that probes took."""

    def told(jobs: int) -> dict[str, Any]:
        found = document(site.decide(jobs=jobs, no_record=True).run)
        for outcome in found["outcomes"]:
            del outcome["seconds"]
        return found

    assert told(1) == told(8)


class Interrupting:
    """A listener at the keyboard."""

    def planned(self, total: int) -> None:
        """Of no concern here."""

    def started(self, check: Check) -> None:
        """Waits for the first result."""

    def finished(self, check: Check, outcome: Outcome) -> None:
        raise KeyboardInterrupt


def test_an_interrupted_run_leaves_no_record_and_no_files(
    site: Site, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """False-GO 42: an interrupt ends the run without a decision or a record, and frees what the evidence held."""
    site.add_table()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path_factory.mktemp("temporary")))
    with pytest.raises(KeyboardInterrupt):
        run_gate(site.request(only=("own.stock",)), Interrupting())
    assert site.records == ()
    assert list(Path(tempfile.gettempdir()).iterdir()) == []
