"""Every way of asking less leaves a trace, and only the right person's approval of exactly it counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from readiness.loading.loosening import approve, more_may_waive
from readiness.model.loosening import LooseningKind
from tests.loading.conftest import NOW, Desk

CHECK = "execution.stock-coverage"
SETTING = "{probe: {min_ratio: 1.3}}"


def approval(subject: str, sha256: str, person: str = "wang.fang", at: str = "2026-06-16T10:00:00+08:00") -> str:
    return (
        f"  - subject: {subject}\n    covers: loosening\n    person: {person}\n    reason: agreed\n"
        f"    at: {at}\n    sha256: {sha256}\n"
    )


def test_a_campaign_that_asks_no_less_is_not_loosened(desk: Desk) -> None:
    """A stricter limit, a graver severity and an earlier due are no loosening."""
    desk.change("not_applicable:\n  planning.terms-signed: {reason: no terms are published, by: li.wei}\n", "")
    desk.change(SETTING, "{probe: {min_ratio: 1.3}, due: T-96h}\n  technical.page: {severity: blocker, owner: ops}")

    assert desk.load().loosened == ()


def test_a_lower_limit_is_a_loosening(desk: Desk) -> None:
    """False-GO 38: a limit lowered is told with what was and is asked."""
    desk.change(SETTING, "{probe: {min_ratio: 110 %}}")

    loosened = desk.loosened(CHECK, LooseningKind.SETTING)

    assert loosened is not None
    assert (loosened.before, loosened.after) == ("min_ratio: 1.2", "min_ratio: 1.1")


def test_a_change_that_the_kind_can_not_judge_is_a_loosening(desk: Desk) -> None:
    """What is not shown to be stricter counts as looser, even beside something stricter."""
    desk.change(SETTING, "{probe: {min_ratio: 2, mode: slow}}")

    loosened = desk.loosened(CHECK, LooseningKind.SETTING)

    assert loosened is not None
    assert loosened.after == "min_ratio: 2; mode: slow"


def test_a_lower_severity_is_a_loosening(desk: Desk) -> None:
    """False-GO 38: a severity lowered is told."""
    desk.change(SETTING, "{severity: minor}")

    loosened = desk.loosened(CHECK, LooseningKind.SEVERITY)

    assert loosened is not None
    assert (loosened.before, loosened.after) == ("blocker", "minor")


def test_a_later_due_is_a_loosening(desk: Desk) -> None:
    """False-GO 38: a due moved later is told; the same instant in other words is not."""
    desk.change(SETTING, "{due: T-3d}")
    assert desk.loosened(CHECK, LooseningKind.DUE) is None

    desk.change("due: T-3d", "due: T-71h59m")
    loosened = desk.loosened(CHECK, LooseningKind.DUE)

    assert loosened is not None
    assert (loosened.before, loosened.after) == ("T-72h", "T-71h59m")


def test_a_freeze_moved_behind_the_launch_does_not_hide_its_checks(desk: Desk) -> None:
    """False-GO 38: moving the moment on which built-in checks stand moves their dues, and so is told for each."""
    desk.change("moments: {", "moments: {freeze: T+1d, ")

    due = desk.loosened("planning.terms-signed", LooseningKind.DUE)
    setting = desk.loosened("planning.terms-signed", LooseningKind.SETTING)

    assert due is not None
    assert due.after == "freeze (2026-06-18T16:00:00+00:00)"
    assert setting is not None
    assert setting.after.startswith("by: freeze-1d (2026-06-17T16:00")


def test_a_stricter_setting_does_not_hide_a_moved_moment(desk: Desk) -> None:
    """False-GO 38: beside a setting that became stricter, one that stands on a moment moved later is still told."""
    desk.change(SETTING, SETTING + "\n  planning.terms-signed: {probe: {min_ratio: 2}}")
    assert desk.loosened("planning.terms-signed", LooseningKind.SETTING) is None

    desk.change("moments: {", "moments: {freeze: T+1d, ")
    assert desk.loosened("planning.terms-signed", LooseningKind.SETTING) is not None


def test_a_freeze_later_than_usual_is_a_loosening(desk: Desk) -> None:
    """Built-in checks take the freeze to be five days before launch; exactly there it is no loosening."""
    desk.change("moments: {", "moments: {freeze: T-119h, ")
    assert desk.loosened("planning.terms-signed", LooseningKind.DUE) is not None

    desk.change("freeze: T-119h", "freeze: T-120h")
    assert desk.loosened("planning.terms-signed", LooseningKind.DUE) is None


def test_an_earlier_freeze_is_no_loosening(desk: Desk) -> None:
    """A moment moved earlier asks for the same sooner."""
    desk.change("moments: {", "moments: {freeze: T-9d, ")

    assert desk.loosened("planning.terms-signed", LooseningKind.DUE) is None
    assert desk.loosened("planning.terms-signed", LooseningKind.SETTING) is None


def test_not_applicable_by_a_person_is_a_loosening(desk: Desk) -> None:
    """False-GO 38: a check marked not applicable is told with person and reason."""
    loosened = desk.loosened("planning.terms-signed", LooseningKind.NOT_APPLICABLE)

    assert loosened is not None
    assert (loosened.by, loosened.reason) == ("li.wei", "no terms are published")
    assert "li.wei" in loosened.message.zh


@pytest.mark.parametrize("name", ["planning", "execution", "technical", "analysis"])
def test_a_built_in_checklist_left_out_is_a_loosening(desk: Desk, name: str) -> None:
    """False-GO 38: each of the four built-in checklists is missed when it is not listed."""
    desk.write(
        "campaign.yaml",
        "campaign: {id: a, name: b, launch: 2026-06-18T00:00:00+08:00, end: 2026-06-19T00:00:00+08:00, "
        "timezone: Asia/Shanghai}\nchecklists: [./own.yaml]\n"
        "people: [{id: wang.fang, name: 王芳, roles: [sponsor]}]\n",
    )
    desk.change("due: warm-up-1d", "due: T-1d", "own.yaml")
    (desk.folder / "signoffs.yaml").unlink()
    (desk.folder / "waivers.yaml").unlink()

    assert desk.loosened(name, LooseningKind.CHECKLIST_LEFT_OUT) is not None


def test_settings_of_an_own_check_loosen_nothing(desk: Desk) -> None:
    """A campaign may change its own checks as it likes."""
    desk.change(SETTING, SETTING + "\n  our-own.prices: {probe: {min_ratio: 0.1}, due: T}")

    assert not [one for one in desk.load().loosened if one.subject == "our-own.prices"]


def loosen_and_approve(desk: Desk, **how: str) -> str | None:
    """Lowers the limit of a blocker, adds an approval, and says who approved."""
    desk.change(SETTING, "{probe: {min_ratio: 1.1}}")
    loosened = desk.loosened(CHECK, LooseningKind.SETTING)
    assert loosened is not None
    assert loosened.approved_by is None
    text = (desk.folder / "waivers.yaml").read_text(encoding="utf-8")
    desk.write("waivers.yaml", text + approval(**{"subject": CHECK, "sha256": loosened.sha256, **how}))
    approved = desk.loosened(CHECK, LooseningKind.SETTING)
    assert approved is not None
    return approved.approved_by


def test_an_approval_of_exactly_this_counts(desk: Desk) -> None:
    """A person in the right role who names subject and digest approves a loosening."""
    assert loosen_and_approve(desk) == "wang.fang"


def test_an_approval_of_another_value_does_not_count(desk: Desk) -> None:
    """An approval of 1.1 does not cover a later 0.5."""
    assert loosen_and_approve(desk) == "wang.fang"

    desk.change("{probe: {min_ratio: 1.1}}", "{probe: {min_ratio: 0.5}}")
    later = desk.loosened(CHECK, LooseningKind.SETTING)

    assert later is not None
    assert later.approved_by is None


@pytest.mark.parametrize(
    "how",
    [
        {"person": "li.wei"},
        {"person": "zhao.min"},
        {"subject": "technical.page"},
        {"sha256": "0" * 64},
        {"at": "2026-06-17T08:00:01+08:00"},
    ],
    ids=["role-too-low", "no-role", "other-check", "other-digest", "not-yet"],
)
def test_an_approval_that_does_not_fit_does_not_count(desk: Desk, how: dict[str, str]) -> None:
    """A wrong role, subject, digest or time leaves the loosening unapproved."""
    assert loosen_and_approve(desk, **how) is None


def test_lowering_the_severity_does_not_widen_who_may_approve(desk: Desk) -> None:
    """A blocker made minor is still approved by those who may waive a blocker."""
    desk.change(SETTING, "{severity: minor}")
    loosened = desk.loosened(CHECK, LooseningKind.SEVERITY)
    assert loosened is not None
    desk.write("waivers.yaml", "waivers:\n" + approval(CHECK, loosened.sha256, "li.wei"))

    refused = desk.loosened(CHECK, LooseningKind.SEVERITY)

    assert refused is not None
    assert refused.approved_by is None


def test_nobody_approves_their_own_not_applicable(desk: Desk) -> None:
    """Who declared a check not applicable can't approve that."""
    desk.change("by: li.wei}", "by: wang.fang}")
    loosened = desk.loosened("planning.terms-signed", LooseningKind.NOT_APPLICABLE)
    assert loosened is not None
    own = approval("planning.terms-signed", loosened.sha256)
    desk.write("waivers.yaml", "waivers:\n" + own)
    mine = desk.loosened("planning.terms-signed", LooseningKind.NOT_APPLICABLE)
    desk.write("waivers.yaml", "waivers:\n" + own + approval("planning.terms-signed", loosened.sha256, "li.wei"))
    anothers = desk.loosened("planning.terms-signed", LooseningKind.NOT_APPLICABLE)

    assert mine is not None
    assert mine.approved_by is None
    assert anothers is not None
    assert anothers.approved_by == "li.wei"


def test_approvals_are_judged_again_at_another_instant(desk: Desk) -> None:
    """False-GO 35: an approval counts up to and including its expiry, and not before it was given or seen."""
    assert loosen_and_approve(desk) == "wang.fang"
    campaign = desk.load()
    given = datetime(2026, 6, 16, 2, 0, tzinfo=UTC)

    def approved(now: datetime, seen_until: datetime) -> bool:
        found = next(one for one in approve(campaign, now, seen_until) if one.kind is LooseningKind.SETTING)
        return found.approved_by is not None

    second = timedelta(seconds=1)
    assert approved(given, given)
    assert not approved(given - second, given)
    assert not approved(NOW, given - second)
    assert approved(campaign.end, campaign.end)
    assert not approved(campaign.end + second, campaign.end + second)


def test_a_waiver_of_the_failure_does_not_approve_the_loosening(desk: Desk) -> None:
    """Accepting a failure is not accepting that less is asked."""
    desk.change(SETTING, "{probe: {min_ratio: 1.1}}")

    loosened = desk.loosened(CHECK, LooseningKind.SETTING)

    assert loosened is not None
    assert loosened.approved_by is None
    assert replace(loosened, approved_by="x").sha256 == loosened.sha256


def test_other_roles_that_may_waive_are_told(desk: Desk) -> None:
    """False-GO 38: who may waive is a rule; a campaign that lets others do so leaves a trace, stricter rules none."""
    assert more_may_waive(desk.load()) == ()

    desk.change("  minor: campaign-owner\n", "  blocker: [sponsor, intern]\n  major: sponsor\n")
    (said,) = more_may_waive(desk.load())

    assert said.en == "This campaign lets intern waive a blocker; by default only sponsor may"
