from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from readiness.engine.waiving import apply_waivers, approve_loosenings
from readiness.model.check import Severity
from readiness.model.finding import FindingKind
from readiness.model.loosening import Loosening, LooseningKind
from readiness.model.outcome import Outcome, Status
from readiness.model.text import Text
from readiness.model.times import Times
from readiness.model.waiver import Covers, Waiver
from tests.engine.fakes import END, LAUNCH, campaign, check, finding, run_one, times, waiver, wrong

SECOND = timedelta(seconds=1)
FAILED = run_one(wrong())
assert FAILED.status is Status.FAILED


def waived(outcome: Outcome, *waivers: Waiver, when: Times | None = None) -> Outcome:
    (result,) = apply_waivers([outcome], campaign(check(), waivers=waivers), when or times())
    return result


def test_a_valid_waiver_covers_a_failure_that_stays_visible() -> None:
    """False-GO 37: a waived check is neither passed nor hidden: findings, message, person, reason, expiry are there."""
    outcome = waived(FAILED, waiver())
    assert outcome.status is Status.WAIVED
    assert (outcome.findings, outcome.message) == (FAILED.findings, FAILED.message)
    assert outcome.waiver is not None
    assert (outcome.waiver.person, outcome.waiver.expires, outcome.waiver.problem) == ("li.wei", END, None)


@pytest.mark.parametrize(("now", "status"), [(END, Status.WAIVED), (END + SECOND, Status.FAILED)])
def test_a_waiver_holds_up_to_and_including_its_expiry(now: datetime, status: Status) -> None:
    """False-GO 36: at exactly its expiry a waiver holds; one second later the check fails and says why."""
    outcome = waived(FAILED, waiver(expires=END), when=times(now))
    assert outcome.status is status
    if status is Status.FAILED:
        assert outcome.waiver is not None
        assert outcome.waiver.problem is not None
        assert "expired on" in outcome.waiver.problem.en


def test_a_waiver_never_outlives_the_campaign() -> None:
    """A waiver whose expiry lies beyond the campaign's end expires with it."""
    assert waived(FAILED, waiver(expires=END + timedelta(days=9)), when=times(END + SECOND)).status is Status.FAILED


@pytest.mark.parametrize(
    ("at", "seen_until", "status"),
    [
        (LAUNCH, LAUNCH, Status.WAIVED),
        (LAUNCH + SECOND, LAUNCH, Status.FAILED),
        (LAUNCH - SECOND, LAUNCH - timedelta(hours=1), Status.FAILED),
    ],
)
def test_a_waiver_from_the_future_does_not_count(at: datetime, seen_until: datetime, status: Status) -> None:
    """False-GO 34, 36: a waiver dated after what the run can have seen does not hold, also under --as-of."""
    assert waived(FAILED, waiver(at=at), when=times(LAUNCH, seen_until=seen_until)).status is status


@pytest.mark.parametrize(
    ("person", "severity", "problem"),
    [
        ("chen.yu", Severity.BLOCKER, "a blocker may be waived by campaign-owner only"),
        ("chen.yu", Severity.MINOR, None),
        ("nobody", Severity.MINOR, "no person 'nobody'"),
    ],
)
def test_who_may_waive_follows_the_severity(person: str, severity: Severity, problem: str | None) -> None:
    """A waiver holds only from a person of the campaign in a role that may waive the check's severity."""
    outcome = waived(replace(FAILED, severity=severity), waiver(person=person))
    assert outcome.waiver is not None
    if problem is None:
        assert outcome.status is Status.WAIVED
    else:
        assert outcome.status is Status.FAILED
        assert outcome.waiver.problem is not None
        assert problem in outcome.waiver.problem.en


def test_where_nobody_may_waive_no_waiver_holds() -> None:
    """A severity without roles that may waive it can't be waived."""
    closed = replace(campaign(check(), waivers=(waiver(),)), waive_roles={})
    (outcome,) = apply_waivers([FAILED], closed, times())
    assert outcome.status is Status.FAILED


@pytest.mark.parametrize("status", [Status.PASSED, Status.PENDING, Status.ERROR, Status.NOT_APPLICABLE])
def test_a_waiver_changes_nothing_but_a_failure(status: Status) -> None:
    """A waiver of a check that did not fail is told as not needed and changes no status."""
    outcome = waived(replace(FAILED, status=status), waiver())
    assert (outcome.status, outcome.waiver) == (status, None)
    assert "is not needed" in outcome.notes[-1].en


def test_a_waiver_of_a_skipped_check_says_nothing() -> None:
    """A check that was not asked tells nothing about whether its waiver is needed."""
    skipped = replace(FAILED, status=Status.SKIPPED)
    assert waived(skipped, waiver()) == skipped


def test_a_waiver_of_another_check_or_of_a_loosening_does_not_count() -> None:
    """A waiver covers exactly the check it names, and an approval of a loosening covers no failure."""
    assert waived(FAILED, waiver("execution.stock-2"), waiver(covers=Covers.LOOSENING)) == FAILED


def test_of_several_waivers_the_valid_one_that_lasts_longest_is_used() -> None:
    """An expired waiver beside a valid one does not void it."""
    valid = waiver(expires=LAUNCH + timedelta(days=2))
    outcome = waived(FAILED, waiver(expires=LAUNCH - SECOND), valid, waiver(expires=LAUNCH + timedelta(days=1)))
    assert outcome.waiver is not None
    assert outcome.waiver.expires == valid.expires


@pytest.mark.parametrize(
    ("now", "expires", "warning"),
    [
        (LAUNCH, LAUNCH + timedelta(hours=48), "expires on Fri 19 June 2026, 24:00"),
        (LAUNCH, LAUNCH + timedelta(hours=48) + SECOND, None),
        (LAUNCH - timedelta(days=9), LAUNCH - timedelta(days=1), "before the launch"),
    ],
)
def test_a_waiver_warns_before_it_expires(now: datetime, expires: datetime, warning: str | None) -> None:
    """A used waiver that ends within 48 hours, or before the launch, is noted with its end in the campaign's zone."""
    outcome = waived(FAILED, waiver(at=LAUNCH - timedelta(days=20), expires=expires), when=times(now))
    assert outcome.status is Status.WAIVED
    assert [note.en for note in outcome.notes if warning and warning in note.en] == [n.en for n in outcome.notes]
    assert bool(outcome.notes) is (warning is not None)


def test_a_waived_outcome_holds_until_its_waiver_expires() -> None:
    """The waiver's expiry bounds how long the outcome counts, unless the evidence stops counting before."""
    expires, earlier = LAUNCH + timedelta(hours=60), LAUNCH + timedelta(hours=3)
    assert waived(FAILED, waiver(expires=expires)).holds_until == expires
    assert waived(replace(FAILED, holds_until=earlier), waiver(expires=expires)).holds_until == earlier


def test_a_late_act_that_is_waived_says_that_it_cannot_be_repaired() -> None:
    """The way out of a late act is the waiver that it has; nothing else is asked."""
    outcome = waived(run_one(wrong(finding(kind=FindingKind.LATE))), waiver())
    assert outcome.status is Status.WAIVED
    assert outcome.hint is not None
    assert "can't be repaired" in outcome.hint.en


LOOSE = Loosening(
    LooseningKind.SETTING, "execution.stock", "min_ratio 1.2", "min_ratio 1.1", "chen.yu", "", Text.same("1.1")
)


def approval(loosening: Loosening = LOOSE, **changes: object) -> Waiver:
    fields: dict[str, object] = {"covers": Covers.LOOSENING, "sha256": loosening.sha256, **changes}
    return waiver(loosening.subject, **fields)  # type: ignore[arg-type]


def approver(loosening: Loosening, *waivers: Waiver, severity: Severity = Severity.BLOCKER) -> str | None:
    whose = campaign(check(severity=severity), loosened=(loosening,), waivers=waivers)
    return approve_loosenings(whose, times()).loosened[0].approved_by


def test_a_loosening_is_approved_by_a_valid_approval_of_exactly_it() -> None:
    """False-GO 38: an approval covers the loosening it names by digest, from a person who may waive the severity."""
    assert approver(LOOSE, approval()) == "li.wei"


@pytest.mark.parametrize(
    "given",
    [
        approval(replace(LOOSE, after="min_ratio 0.5")),
        approval(sha256=None),
        approval(covers=Covers.FAILURE),
        approval(person="chen.yu"),
        approval(expires=LAUNCH - SECOND),
        approval(at=LAUNCH + SECOND),
        replace(approval(), subject="execution.displays"),
    ],
    ids=["other-value", "no-digest", "of-failure", "wrong-role", "expired", "future", "other-check"],
)
def test_any_other_approval_leaves_a_loosening_unapproved(given: Waiver) -> None:
    """False-GO 34, 35, 38: an approval of another value, by another role, expired or from the future is none."""
    assert approver(LOOSE, given) is None


def test_an_approval_that_a_file_claims_is_not_believed() -> None:
    """Who approved is worked out from waivers each run, never taken from the loosening itself."""
    assert approver(replace(LOOSE, approved_by="li.wei")) is None


def test_who_loosens_cannot_approve_it() -> None:
    """False-GO 34: a person who declared a check not applicable does not approve that alone."""
    own = replace(LOOSE, kind=LooseningKind.NOT_APPLICABLE, by="li.wei")
    assert approver(own, approval(own)) is None


def test_a_lowered_severity_does_not_lower_who_must_approve() -> None:
    """False-GO 38: a blocker made minor still needs the approval of who may waive a blocker."""
    lowered = replace(LOOSE, kind=LooseningKind.SEVERITY, before="blocker", after="minor", by="")
    assert approver(lowered, approval(lowered, person="chen.yu"), severity=Severity.MINOR) is None
    assert approver(lowered, approval(lowered), severity=Severity.MINOR) == "li.wei"


def test_a_checklist_left_out_needs_who_may_waive_a_blocker() -> None:
    """A whole checklist counts as a blocker."""
    left_out = replace(LOOSE, kind=LooseningKind.CHECKLIST_LEFT_OUT, subject="technical")
    assert approver(left_out, approval(left_out, person="chen.yu")) is None
    assert approver(left_out, approval(left_out)) == "li.wei"


def test_approvals_say_when_the_first_of_them_ends() -> None:
    """The earliest expiry of the approvals in use, capped by the campaign's end; None without any."""
    other = replace(LOOSE, subject="execution.other")
    ends = LAUNCH + timedelta(hours=5)
    whose = campaign(check(), loosened=(LOOSE, other), waivers=(approval(expires=ends), approval(other)))
    assert approve_loosenings(whose, times()).holds_until == ends
    assert approve_loosenings(campaign(check()), times()).holds_until is None
