"""The plan: what nobody has supplied yet, by due time, instead of a wall of failures."""

from __future__ import annotations

from datetime import timedelta

import pytest

from readiness.model.check import Severity
from readiness.model.finding import Examined, Finding, FindingKind
from readiness.model.outcome import Outcome, Status
from readiness.model.run import Run
from readiness.model.text import Text
from readiness.reporting.registry import REPORTS, load_report
from readiness.reporting.report import Look
from readiness.reporting.telling import tell
from tests.reporting.runs import LAUNCH, at, outcome, run_of

NOTHING = Examined(0, "things")
TERMS = Finding(
    "terms",
    Text("Terms of the campaign", "活动条款"),
    Text("not supplied", "未提供"),
    Text("Nothing is bound to `terms`", "`terms` 没有绑定任何证据"),
    kind=FindingKind.MISSING,
)


def waiting(check: str, days: int, **changes: object) -> Outcome:
    return outcome(check, Status.PENDING, due=LAUNCH - timedelta(days=days), examined=NOTHING, **changes)


def early(outcomes: list[Outcome]) -> Run:
    """A run two weeks before the launch."""
    return run_of(outcomes, at=at(4))


FIRST_RUN = [
    waiting("execution.store-display", 2),
    waiting("planning.legal-signoff", 7, findings=(TERMS,), findings_total=1, message=TERMS.message),
    waiting("planning.plan-review", 7, severity=Severity.MAJOR),
    waiting("execution.gift-packing", 2, severity=Severity.MINOR),
    outcome("technical.endpoint-health"),
]


def test_the_plan_is_in_the_order_of_due_times() -> None:
    """What is due first stands first, and checks that are due together stand together."""
    plan = tell(early(FIRST_RUN), "en").plan
    assert plan is not None
    assert [[item.check for item in step.items] for step in plan.steps] == [
        ["planning.legal-signoff", "planning.plan-review"],
        ["execution.gift-packing", "execution.store-display"],
    ]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "1 of 5 checks have their evidence; next due Wed 10 June, 24:00"),
        ("zh", "5 个检查项中已有 1 项提供了证据；最近的截止时间：6月10日（周三）24:00前"),
    ],
)
def test_the_headline_says_how_far_it_is_and_what_is_next(lang: str, words: str) -> None:
    """`3 of 25 supplied; next due ...`, in both languages."""
    assert tell(early(FIRST_RUN), "zh" if lang == "zh" else "en").headline.progress.startswith(words)


def test_a_first_run_has_no_list_of_failures() -> None:
    """Where nothing has failed and all is merely waiting, nothing stands under what blocks."""
    story = tell(early([one for one in FIRST_RUN if one.status is Status.PENDING]), "en")
    assert story.blocks == ()
    assert story.headline.answer == "cannot-tell"


def test_what_was_read_and_is_not_good_enough_is_a_reason() -> None:
    """Evidence that is there and short stays among what blocks, however early."""
    read = outcome("execution.stock-coverage", Status.PENDING, findings=(TERMS,), findings_total=1)
    story = tell(early([*FIRST_RUN, read]), "en")
    assert [reason.check for reason in story.blocks] == ["execution.stock-coverage"]


def test_what_is_overdue_is_a_failure_and_no_plan() -> None:
    """From its due on, evidence that is not there is a failure that blocks."""
    story = tell(early([outcome("planning.legal-signoff", Status.FAILED, examined=NOTHING)]), "en")
    assert story.plan is None
    assert [reason.check for reason in story.blocks if reason.check] == ["planning.legal-signoff"]


def test_after_launch_is_no_part_of_the_plan() -> None:
    """What is due after the launch is listed apart, and does not count among what is asked for it."""
    after = waiting("analysis.report-72h", -3, after_launch=True)
    story = tell(early([*FIRST_RUN, after]), "en")
    assert story.plan is not None
    assert story.plan.total == 4
    assert story.headline.progress.startswith("1 of 5")


@pytest.mark.parametrize("report", sorted(set(REPORTS) - {"json"}))
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_report_tells_the_plan(report: str, lang: str) -> None:
    """Each format that people read names the check, when it is due, its owner and the evidence by its title."""
    document = load_report(report).render(early(FIRST_RUN), Look("zh" if lang == "zh" else "en", 400))
    words = {
        "en": ("planning.legal-signoff", "Wed 10 June, 24:00", "王芳", "needs: Terms of the campaign"),
        "zh": ("planning.legal-signoff", "6月10日（周三）24:00前", "王芳", "需要：活动条款"),
    }[lang]
    assert all(word in document for word in words)
