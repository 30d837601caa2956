"""Kind `signoff`: who approved which version, in what role, when."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from readiness.evidence.ssh import sign, signoff_payload
from readiness.model.campaign import Person, SignaturePolicy
from readiness.model.errors import CannotJudge, NotSupplied
from readiness.model.evidence import Binding, EvidenceUse
from readiness.model.finding import FindingKind, Judgement
from readiness.model.location import Location
from readiness.model.probe import Situation
from readiness.model.signoff import SignOff, Verdict
from readiness.model.text import Text
from readiness.model.times import Times
from readiness.probes import signoff
from readiness.probes.kind import Kind
from readiness.probes.signoff.facts import SignOffFacts, Word

_V1, _V2 = "11" * 32, "22" * 32
_LAUNCH = datetime(2026, 6, 17, 16, 0, tzinfo=UTC)
_DUE = _LAUNCH - timedelta(days=7)
_SECOND = timedelta(seconds=1)
_IN_TIME = _DUE - timedelta(days=1)
_PEOPLE = {
    "wang.fang": Person("wang.fang", "王芳", ("legal",), ""),
    "zhao.lei": Person("zhao.lei", "赵磊", ("legal", "finance"), ""),
    "li.wei": Person("li.wei", "李伟", ("campaign-owner", "legal"), ""),
}


def _said(
    person: str = "wang.fang",
    at: datetime = _IN_TIME,
    sha256: str = _V1,
    verdict: Verdict = Verdict.APPROVED,
    role: str = "legal",
    **more: Any,
) -> SignOff:
    return SignOff("terms", role, person, verdict, sha256, at, location=Location("signoffs.yaml", 3, 3), **more)


def _no(person: str = "wang.fang", at: datetime = _IN_TIME, **more: Any) -> SignOff:
    return _said(person, at, verdict=Verdict.CHANGES_REQUESTED, **more)


def _facts(*said: SignOff | Word, **more: Any) -> SignOffFacts:
    words = tuple(word if isinstance(word, Word) else Word(word) for word in said)
    given = {
        "subject": "terms",
        "source": "terms.md",
        "sha256": _V1,
        "author": ("li.wei",),
        "words": words,
        "people": _PEOPLE,
        "signature_required": False,
    }
    return SignOffFacts(**{**given, **more})


_LISTED = {
    "listed": "campaign.xlsx, sheet 资料清单, cell F5",
    "author_listed": "campaign.xlsx, sheet 资料清单, cell K5",
}


def _judge(facts: SignOffFacts, now: datetime = _LAUNCH, *, as_of: bool = False, **settings: Any) -> Judgement:
    asked = signoff.Settings.model_validate({"subject": "terms", "roles": ["legal"], **settings})
    times = Times(now, now, as_of, _LAUNCH, _LAUNCH + timedelta(days=3), ZoneInfo("Asia/Shanghai"), {})
    return signoff.judge(asked, facts, Situation("2026-618", "r1", times, _DUE))


def _kinds(judgement: Judgement) -> list[FindingKind]:
    return [finding.kind for finding in judgement.findings]


def test_the_module_is_a_kind() -> None:
    """The module fits the protocol that the registry expects."""
    assert isinstance(signoff, Kind)


def test_an_approval_of_this_version_in_time_passes() -> None:
    """The role's holder approved exactly this content before the due time: no finding, one role examined."""
    judgement = _judge(_facts(_said()))
    assert judgement.findings == ()
    assert (judgement.examined.count, judgement.examined.unit) == (1, "roles")


@pytest.mark.parametrize(("at", "kinds"), [(_DUE, []), (_DUE + _SECOND, [FindingKind.LATE])])
def test_exactly_at_the_deadline_is_in_time(at: datetime, kinds: list[FindingKind]) -> None:
    """False-GO 30: at `by` is in time, one second later is late."""
    assert _kinds(_judge(_facts(_said(at=at)))) == kinds


def test_a_late_finding_says_by_how_much() -> None:
    """Required and observed carry the instants in the campaign's zone, and how late it was."""
    (found,) = _judge(_facts(_said(at=_DUE + timedelta(hours=5)))).findings
    assert found.required.en == "approved by 2026-06-11 00:00"
    assert found.observed.en == "approved 2026-06-11 05:00, 5 h late"
    assert found.where == "signoffs.yaml:3:3"


def test_the_deadline_does_not_move_with_the_clock() -> None:
    """False-GO 31: `T-7d` is 168 hours, in a zone where the clock changes in between too."""
    zone = ZoneInfo("America/New_York")
    launch = datetime(2026, 11, 2, 9, 0, tzinfo=zone)  # the clock goes back on 1 November
    asked = signoff.Settings.model_validate({"subject": "terms", "roles": ["legal"], "by": "T-2d"})
    times = Times(launch, launch, False, launch, launch, zone, {})
    by = launch.astimezone(UTC) - timedelta(hours=48)
    assert by.astimezone(zone).hour == 10
    for at, late in [(by, False), (by + _SECOND, True)]:
        judgement = signoff.judge(asked, _facts(_said(at=at)), Situation("c", "r", times, launch))
        assert (_kinds(judgement) == [FindingKind.LATE]) is late


def test_no_sign_off_is_missing_and_says_how_to_get_one() -> None:
    """False-GO 8: nothing said is a finding with the command to mend it."""
    (found,) = _judge(_facts()).findings
    assert found.kind is FindingKind.MISSING
    assert "readiness sign terms --role legal" in found.message.en
    assert "readiness sign terms --role legal" in found.message.zh


def test_an_approval_of_another_version_never_counts() -> None:
    """False-GO 34: the finding names both versions and the date."""
    (found,) = _judge(_facts(_said(sha256=_V2))).findings
    assert found.kind is FindingKind.WRONG
    assert "111111111111" in found.required.en
    assert "222222222222 (wang.fang, 2026-06-10 00:00)" in found.observed.en
    assert "another version" in found.message.en


def test_signed_again_after_an_edit_is_in_time() -> None:
    """Approved in time, edited, approved again before launch: in time; at launch still, one second after not."""
    before = _said(sha256=_V2)
    assert _kinds(_judge(_facts(before, _said(at=_DUE + _SECOND)))) == []
    assert _kinds(_judge(_facts(before, _said(at=_LAUNCH)))) == []
    after_launch = _LAUNCH + _SECOND
    assert _kinds(_judge(_facts(before, _said(at=after_launch)), now=after_launch)) == [FindingKind.LATE]


def test_any_holder_of_the_role_may_have_approved_the_earlier_version() -> None:
    """The first version was approved by one holder, the edited one by another."""
    assert _kinds(_judge(_facts(_said("zhao.lei", sha256=_V2), _said(at=_DUE + _SECOND)))) == []


@pytest.mark.parametrize(
    "earlier",
    [
        _said(sha256=_V2, role="finance", person="zhao.lei"),
        _said(sha256=_V2, person="nobody"),
        _said(sha256=_V2, at=_DUE + _SECOND),
        _no(sha256=_V2),
        _said(sha256=_V2, person="li.wei"),
    ],
    ids=["another role", "unknown person", "late itself", "no approval", "the author"],
)
def test_an_earlier_word_that_does_not_count_makes_nothing_in_time(earlier: SignOff) -> None:
    """False-GO 30, 34: only an approval that counted itself makes a later one "signed again"."""
    judgement = _judge(_facts(earlier, _said(at=_DUE + timedelta(hours=1))))
    assert _kinds(judgement) == [FindingKind.LATE]


@pytest.mark.parametrize(
    ("person", "role"),
    [("nobody", "legal"), ("zhao.lei", "brand"), ("wang.fang", "finance")],
    ids=["unknown person", "role nobody holds", "role of another"],
)
def test_an_approval_in_a_role_not_held_does_not_count(person: str, role: str) -> None:
    """False-GO 34: the person must exist and hold the role."""
    judgement = _judge(_facts(_said(person, role=role)), roles=[role])
    assert len(judgement.findings) == 1


def test_a_role_that_nobody_holds_says_what_to_add() -> None:
    """The finding tells the campaign owner to add a person."""
    (found,) = _judge(_facts(), roles=["brand"]).findings
    assert "roles: [brand]" in found.message.en


def test_an_approval_in_another_role_does_not_count() -> None:
    """False-GO 34: the same person's approval as finance is none as legal."""
    judgement = _judge(_facts(_said("zhao.lei", role="finance")), roles=["legal", "finance"])
    assert [finding.subject for finding in judgement.findings] == ["legal"]


def test_every_role_must_approve() -> None:
    """One role of two leaves the other one missing."""
    judgement = _judge(_facts(_said()), roles=["legal", "finance"])
    assert [finding.subject for finding in judgement.findings] == ["finance"]
    assert judgement.examined.count == 2


def test_an_author_can_not_approve_alone() -> None:
    """False-GO 34: the author's approval is none; another holder's beside it is."""
    assert "author" in _judge(_facts(_said("li.wei"))).findings[0].observed.en
    assert _judge(_facts(_said("li.wei"), _said("wang.fang"))).findings == ()
    assert _judge(_facts(_said("li.wei")), independent="no").findings == ()


def test_one_approval_must_meet_everything() -> None:
    """False-GO 34: the author's timely approval and another's late one don't add up to one good one."""
    judgement = _judge(_facts(_said("li.wei"), _said("wang.fang", at=_DUE + _SECOND)))
    assert _kinds(judgement) == [FindingKind.LATE]


@pytest.mark.parametrize(
    ("facts", "where"),
    [
        (_facts(_said("li.wei"), **_LISTED), f"signoffs.yaml:3:3; {_LISTED['author_listed']}"),
        (_facts(_said(), **{**_LISTED, "author": ()}), _LISTED["author_listed"]),
        (_facts(**_LISTED), _LISTED["listed"]),
        (_facts(_said(sha256=_V2), **_LISTED), f"signoffs.yaml:3:3; {_LISTED['listed']}"),
    ],
    ids=["the author alone", "no author", "no sign-off", "another version"],
)
def test_the_cell_that_decides_is_named(facts: SignOffFacts, where: str) -> None:
    """In a workbook an approval may fail by a wrong author or file in the list of evidence: its cell is named."""
    assert _judge(facts).findings[0].where == where


def test_an_unknown_author_is_a_finding() -> None:
    """False-GO 34: where nobody said who wrote it, nobody can tell that others approved."""
    (found,) = _judge(_facts(_said(), author=())).findings
    assert "author: [person]" in found.message.en


def test_a_request_for_changes_takes_approvals_back() -> None:
    """A newer request of anyone in the role, whatever version it names, voids; an older one does not."""
    later = _IN_TIME + _SECOND
    for objection in (_no(at=later), _no("zhao.lei", at=later), _no("zhao.lei", at=later, sha256=_V2)):
        (found,) = _judge(_facts(_said(), objection)).findings
        assert "changes requested" in found.observed.en
    assert _judge(_facts(_no("zhao.lei"), _said(at=later))).findings == ()


def test_at_the_same_instant_doubt_wins() -> None:
    """An approval and a request for changes of one instant are no approval."""
    assert len(_judge(_facts(_said(), _no())).findings) == 1
    assert len(_judge(_facts(_said(), _no("zhao.lei"))).findings) == 1


def test_a_request_by_someone_outside_the_role_changes_nothing() -> None:
    """Only holders of the role can take its approval back."""
    assert _judge(_facts(_said(), _no("nobody", at=_IN_TIME + _SECOND))).findings == ()


def test_the_latest_word_of_a_person_counts() -> None:
    """Who approved this version and then another has approved the other."""
    judgement = _judge(_facts(_said(), _said(at=_IN_TIME + _SECOND, sha256=_V2)))
    assert "another version" in judgement.findings[0].message.en


def test_a_sign_off_of_the_future_is_a_finding() -> None:
    """False-GO 29, 34: dated after now it counts for nothing in a real run, and is told even beside a good one."""
    now = _IN_TIME + timedelta(hours=1)
    ahead = _said("zhao.lei", at=now + _SECOND)
    assert "future" in _judge(_facts(ahead), now=now).findings[0].message.en
    assert len(_judge(_facts(_said(), ahead), now=now).findings) == 1


def test_as_of_does_not_see_later_sign_offs() -> None:
    """False-GO 32: under --as-of a later sign-off is not there yet."""
    judgement = _judge(_facts(_said()), now=_IN_TIME - _SECOND, as_of=True)
    assert _kinds(judgement) == [FindingKind.MISSING]


def test_too_early_does_not_count() -> None:
    """An approval before `not_before` is a finding; exactly then it counts."""
    assert _judge(_facts(_said(at=_LAUNCH - timedelta(days=9))), not_before="T-9d").findings == ()
    assert len(_judge(_facts(_said(at=_LAUNCH - timedelta(days=9) - _SECOND)), not_before="T-9d").findings) == 1


def test_an_approval_that_was_too_early_makes_nothing_in_time() -> None:
    """False-GO 30: approved before `not_before`, then again too late: late, not "signed again"."""
    early = _said(at=_LAUNCH - timedelta(days=20), sha256=_V2)
    assert _kinds(_judge(_facts(early, _said(at=_DUE + _SECOND)), not_before="T-9d")) == [FindingKind.LATE]


def test_an_old_approval_goes_stale() -> None:
    """False-GO 35: older than `max_age` it no longer counts, and until then the run says when that will be."""
    fresh = _judge(_facts(_said()), now=_IN_TIME + timedelta(days=2), max_age="2d")
    assert fresh.findings == ()
    assert fresh.holds_until == _IN_TIME + timedelta(days=2)
    assert _kinds(_judge(_facts(_said()), now=_IN_TIME + timedelta(days=2) + _SECOND, max_age="2d")) == [
        FindingKind.STALE
    ]


def test_every_criterion_needs_a_mark() -> None:
    """A criterion that no counting approval marked is a finding, and so is a mark below the least."""
    marked = _said(scores={"feasibility": Decimal(4), "budget": Decimal("2.9")})
    asked: dict[str, Any] = {"criteria": ["feasibility", "budget", "risk-control"], "min_score": "3"}
    judgement = _judge(_facts(marked), **asked)
    assert [(f.subject, f.kind) for f in judgement.findings] == [
        ("budget", FindingKind.WRONG),
        ("risk-control", FindingKind.MISSING),
    ]
    exact = _said(scores={"feasibility": Decimal(3), "budget": Decimal(3), "risk-control": Decimal(3)})
    assert _judge(_facts(exact), **asked).findings == ()


def test_marks_of_an_approval_that_does_not_count_are_none() -> None:
    """Marks given to another version mark nothing."""
    old = _said("zhao.lei", sha256=_V2, scores={"budget": Decimal(5)})
    judgement = _judge(_facts(_said(), old), criteria=["budget"])
    assert [finding.subject for finding in judgement.findings] == ["budget"]


def test_a_broken_signature_never_counts() -> None:
    """False-GO 34: a signature that does not hold voids the approval, whether or not one is required."""
    broken = Word(_said(signature="x"), Text("what was signed has been changed since", "内容已被修改"))
    (found,) = _judge(_facts(broken)).findings
    assert "signature does not hold" in found.observed.en
    assert "changed since" in found.message.en


def test_a_broken_request_for_changes_still_holds_the_launch() -> None:
    """Doubt is no approval: a request for changes counts even when its signature is broken."""
    broken = Word(_no("zhao.lei", at=_IN_TIME + _SECOND, signature="x"), Text("broken", "已损坏"))
    assert len(_judge(_facts(_said(), broken)).findings) == 1


def test_a_required_signature_must_be_there() -> None:
    """False-GO 34: where the campaign requires signatures, an unsigned approval does not count."""
    (found,) = _judge(_facts(_said(), signature_required=True)).findings
    assert "no signature" in found.observed.en
    assert _judge(_facts(Word(_said(signature="good")), signature_required=True)).findings == ()


def test_what_does_not_count_is_told_beside_what_does() -> None:
    """A sign-off that was passed over is a note with its place."""
    judgement = _judge(_facts(_said(), _said("nobody")))
    assert judgement.findings == ()
    assert "signoffs.yaml:3:3" in judgement.notes[0].en


@pytest.mark.parametrize(
    "settings",
    [
        {"roles": []},
        {"roles": ["legal", "legal"]},
        {"roles": ["Legal Dept"]},
        {"criteria": []},
        {"min_score": "3"},
        {"criteria": ["a"], "min_score": "NaN"},
        {"by": "48h"},
        {"max_age": "2"},
        {"role": "legal"},
    ],
)
def test_settings_that_ask_nothing_are_refused(settings: dict[str, Any]) -> None:
    """False-GO 4, 16: empty lists, doubled roles, malformed moments and unknown keys are errors."""
    with pytest.raises(ValidationError):
        signoff.Settings.model_validate({"subject": "terms", "roles": ["legal"], **settings})


@pytest.mark.parametrize(
    ("changed", "stricter"),
    [
        ({}, True),
        ({"roles": ["legal", "finance"]}, True),
        ({"by": "T-8d"}, True),
        ({"max_age": "5d"}, True),
        ({"criteria": ["a", "b"]}, True),
        ({"min_score": "4"}, True),
        ({"not_before": "T-20d"}, True),
        ({"roles": ["finance"]}, False),
        ({"by": "T-6d"}, False),
        ({"by": "E-30d"}, False),
        ({"by": None}, False),
        ({"max_age": "11d"}, False),
        ({"max_age": None}, False),
        ({"criteria": ["b"]}, False),
        ({"min_score": "2"}, False),
        ({"min_score": None}, False),
        ({"independent": "no"}, False),
        ({"not_before": "T-31d"}, False),
        ({"subject": "copy"}, False),
    ],
)
def test_only_what_asks_as_much_is_stricter(changed: dict[str, Any], stricter: bool) -> None:
    """False-GO 38: fewer roles, later, older, lower, or not comparable is a loosening."""
    base = {
        "subject": "terms",
        "roles": ["legal"],
        "by": "T-7d",
        "max_age": "10d",
        "criteria": ["a"],
        "min_score": "3",
        "not_before": "T-30d",
    }
    before, after = (signoff.Settings.model_validate(each) for each in (base, {**base, **changed}))
    assert signoff.stricter(before, after) is stricter


@dataclass
class _Context:
    """A campaign with one document, and real signatures."""

    folder: Path
    signoffs: tuple[SignOff, ...]
    signatures: SignaturePolicy = field(default=SignaturePolicy(required=True, allowed_signers="allowed_signers"))

    @property
    def campaign(self) -> Any:
        return SimpleNamespace(
            contracts={},
            signoffs=self.signoffs,
            people=tuple(_PEOPLE.values()),
            folder=self.folder,
            signatures=self.signatures,
        )

    def document(self, name: str) -> Any:
        if name != "terms":
            raise NotSupplied(Text(f"Nothing is bound to {name}", f"{name} 没有绑定"))
        binding = Binding(name, Location("campaign.yaml", 9, 3), file="terms.md", author=("li.wei",))
        return SimpleNamespace(use=EvidenceUse(name, "terms.md", _V1, None), sha256=_V1, binding=binding)

    def judge(self) -> Judgement:
        asked = signoff.Settings.model_validate({"subject": "terms", "roles": ["legal"]})
        times = Times(_LAUNCH, _LAUNCH, False, _LAUNCH, _LAUNCH, ZoneInfo("Asia/Shanghai"), {})
        return signoff.judge(asked, signoff.gather(asked, self), Situation("c", "r", times, _DUE))  # type: ignore[arg-type]


def _keys(folder: Path, *people: str) -> dict[str, Path]:
    keys = {}
    for person in people:
        keys[person] = folder / f"{person}.key"
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(keys[person])]
        subprocess.run(command, check=True, timeout=60)
    lines = [f"{person} {key.with_suffix('.key.pub').read_text()}" for person, key in keys.items()]
    (folder / "allowed_signers").write_text("".join(lines), encoding="utf-8")
    return keys


def test_real_signatures_are_verified(tmp_path: Path) -> None:
    """False-GO 34: signed by the person's own key it counts; edited afterwards, or with another's key, it does not."""
    keys = _keys(tmp_path, "wang.fang", "zhao.lei")
    said = _said()
    good = replace(said, signature=sign(signoff_payload(said), keys["wang.fang"]))
    assert _Context(tmp_path, (good,)).judge().findings == ()
    edited = replace(good, comment="and everything else")
    borrowed = replace(said, signature=sign(signoff_payload(said), keys["zhao.lei"]))
    for bad in (edited, borrowed, said):
        assert len(_Context(tmp_path, (bad,)).judge().findings) == 1


def test_a_signature_that_nobody_can_check_does_not_count(tmp_path: Path) -> None:
    """False-GO 34: without an allowed-signers file in the campaign a signature proves nothing."""
    policy = SignaturePolicy(required=False, allowed_signers=None)
    (found,) = _Context(tmp_path, (_said(signature="x"),), policy).judge().findings
    assert "allowed-signers" in found.message.en


def test_allowed_signers_outside_the_campaign_are_refused(tmp_path: Path) -> None:
    """Keys come from the campaign's folder only."""
    policy = SignaturePolicy(required=True, allowed_signers="../allowed_signers")
    with pytest.raises(CannotJudge, match="outside"):
        _Context(tmp_path / "campaign", (_said(signature="x"),), policy).judge()


def test_sign_offs_of_other_subjects_are_not_read(tmp_path: Path) -> None:
    """An approval of the copy approves no terms."""
    other = replace(_said(), subject="copy")
    policy = SignaturePolicy(required=False, allowed_signers=None)
    assert _kinds(_Context(tmp_path, (other,), policy).judge()) == [FindingKind.MISSING]
