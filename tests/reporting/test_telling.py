"""What is told of a run: each outcome once, nothing hidden, the scope in the headline."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from readiness.model.check import Severity
from readiness.model.decision import Rule
from readiness.model.finding import Examined, Measure
from readiness.model.launch import LaunchWord
from readiness.model.loosening import Loosening, LooseningKind
from readiness.model.outcome import Status
from readiness.model.run import Scope
from readiness.model.signoff import Verdict
from readiness.model.text import LANGS, Lang, Text
from readiness.reporting.registry import REPORTS, load_report
from readiness.reporting.report import Look
from readiness.reporting.story import Story
from readiness.reporting.telling import tell
from tests.reporting.runs import RUNS, at, go, outcome, run_of

READ_BY_PEOPLE = sorted(set(REPORTS) - {"json"})
EVERY_KIND = [
    outcome(
        f"planning.{status}-{severity}-{'after' if after else 'before'}", status, severity=severity, after_launch=after
    )
    for status, severity, after in product(Status, Severity, (False, True))
]


def told(story: Story) -> Counter[str]:
    reasons = [r.check for r in (*story.blocks, *story.conditions) if r.rule is not Rule.LOOSENED and r.check]
    planned = [item.check for step in (story.plan.steps if story.plan else ()) for item in step.items]
    return Counter([*reasons, *planned, *(check.check for group in story.groups for check in group.checks)])


@pytest.mark.parametrize("lang", LANGS)
def test_each_outcome_is_told_exactly_once(lang: Lang) -> None:
    """False-GO 37, 44: every status, severity and due lands under one heading, so that none is hidden or counted as
    another."""
    for run in (run_of(EVERY_KIND), *(make() for make in RUNS.values())):
        assert told(tell(run, lang)) == Counter(o.check for o in run.outcomes)


def test_the_phases_hold_every_outcome() -> None:
    """The list by phase is whole."""
    for make in RUNS.values():
        run = make()
        listed = [check.check for phase in tell(run, "en").phases for check in phase.checks]
        assert sorted(listed) == sorted(o.check for o in run.outcomes)


def test_only_passed_stands_under_passed() -> None:
    """False-GO 37: a waiver or a check that does not apply is in no list of what passed."""
    (passed,) = [group for group in tell(run_of(EVERY_KIND), "en").groups if group.key == "passed"]
    assert {check.status for check in passed.checks} == {Status.PASSED}


@pytest.mark.parametrize("report", READ_BY_PEOPLE)
@pytest.mark.parametrize("approved_by", [None, "王芳"])
@pytest.mark.parametrize("kind", list(LooseningKind))
def test_a_loosening_is_always_shown(report: str, approved_by: str | None, kind: LooseningKind) -> None:
    """False-GO 38: whatever was loosened and whether it is approved or not, every report names it."""
    subject, message = "technical.load-test", Text.same("asks for less than it did")
    loose = Loosening(kind, subject, "a-before", "an-after", "li.wei", "a reason", message, approved_by)
    document = load_report(report).render(run_of([outcome("planning.x")], [loose]), Look("en", 200))
    for words in (subject, "li.wei", "a-before", "an-after", "a reason", approved_by or "NOT APPROVED"):
        assert words in document


SCOPES: list[tuple[dict[str, Any], str, str]] = [
    ({"as_of": at(16), "as_of_words": "T-48h"}, "GO (as of T-48h)", "可以上线（截至 T-48h）"),
    (
        {"as_of": at(16), "as_of_words": "2026-06-16"},
        "GO (as of Tue 16 June, 00:00)",
        "可以上线（截至 6月16日（周二）00:00）",
    ),
    ({"scope": Scope(phases=("technical",))}, "GO (technical only)", "可以上线（仅技术准备）"),
    ({"scope": Scope(skip=("planning.x",))}, "GO (without planning.x)", "可以上线（不含 planning.x）"),
    ({"scope": Scope(only=("a.b", "a.c", "a.d"))}, "GO (a.b and 2 more only)", "可以上线（仅a.b 等，另有 2 项）"),
    (
        {"scope": Scope(starter=True, not_asked=1)},
        "GO (starter, 1 check not asked)",
        "可以上线（精简清单，1 项未检查）",
    ),
]


@pytest.mark.parametrize(("changes", "en", "zh"), SCOPES)
def test_the_verdict_says_its_scope(changes: dict[str, Any], en: str, zh: str) -> None:
    """False-GO 32, 41: an answer for another instant or for a part is never said without that."""
    run = replace(go(), **changes)
    assert (tell(run, "en").headline.verdict, tell(run, "zh").headline.verdict) == (en, zh)
    assert tell(run, "en").headline.cautions


@pytest.mark.parametrize("report", READ_BY_PEOPLE)
@pytest.mark.parametrize("lang", LANGS)
def test_every_report_shows_the_scope(report: str, lang: Lang) -> None:
    """False-GO 32, 41: each format carries the scope of a GO that is not whole."""
    run = replace(
        go(), as_of=at(16), as_of_words="T-48h", scope=Scope(phases=("technical",), starter=True, not_asked=7)
    )
    document = load_report(report).render(run, Look(lang, 200))
    for words in {
        "en": ("technical only", "7 checks not asked", "as of T-48h"),
        "zh": ("仅技术准备", "7 项未检查", "截至 T-48h"),
    }[lang]:
        assert words in document


def test_a_run_that_no_longer_holds_says_so() -> None:
    """False-GO 33: evidence that stopped counting is told in the headline and among what must not be missed."""
    head = tell(replace(go(), holds_until=at(17, 19)), "en").headline
    assert head.holds == "no longer holds: it held until Wed 17 June, 19:00"
    assert head.holds in head.cautions


def test_a_finding_count_is_never_less_than_the_list() -> None:
    """False-GO 44: a total that was not filled in does not make the list look shorter than it is."""
    findings = RUNS["no-go"]().outcomes[0].findings
    story = tell(run_of([outcome("planning.x", Status.FAILED, findings=findings, findings_total=0)]), "en")
    assert story.blocks[0].outcome is not None
    assert story.blocks[0].outcome.findings_total == len(findings)


def test_a_void_waiver_is_told_with_its_problem() -> None:
    """False-GO 36: a waiver that does not hold is shown as such beside the failure."""
    (failed,) = [r for r in tell(RUNS["conditional"](), "en").conditions if r.check == "technical.static-fallback"]
    assert failed.outcome is not None
    assert failed.outcome.status is Status.FAILED
    assert "does not count: it expired" in failed.outcome.waiver


def test_a_check_after_launch_does_not_look_overdue() -> None:
    """What is due after the launch is listed apart, with the time left."""
    (after,) = [group for group in tell(go(), "en").groups if group.key == "after-launch"]
    assert after.checks[0].due.endswith("left")
    assert go().outcomes[-1].due - go().now > timedelta(days=3)


def test_nobody_is_no_name() -> None:
    """A checklist that was left out names no person, and so nothing is said of one."""
    loose = Loosening(LooseningKind.CHECKLIST_LEFT_OUT, "planning", "", "", "", "", Text.same("left out"))
    (reason,) = tell(run_of([outcome("planning.x")], [loose]), "en").conditions
    assert reason.owner == ""


@pytest.mark.parametrize(
    ("kind", "unit", "subject", "group", "en", "zh"),
    [
        ("rows", "promotions", "promotions in order", "", ("share in order", ""), ("符合要求的比例", "")),
        ("rows", "lines", "储备", "share", ("储备", "share of the whole"), ("储备", "占总额的比例")),
        ("confirmations", "stores", "stores confirmed", "上海", ("confirmed", "上海"), ("已确认", "上海")),
        ("ratio", "items", "promotions in order", "short", ("promotions in order", "short"), None),
        ("rows", "promotions", "shoes in order", "", ("shoes in order", ""), None),
    ],
)
def test_a_measure_is_named_in_the_readers_language(
    kind: str, unit: str, subject: str, group: str, en: tuple[str, str], zh: tuple[str, str] | None
) -> None:
    """What a kind calls its measures itself is said in both languages; a name from evidence is left as it is, however
    much it looks like such words."""
    measures = (Measure(subject, Decimal(1), Decimal(1), "ratio", group),)
    run = run_of([outcome("planning.a", kind=kind, examined=Examined(4, unit), measures=measures)])
    told_in: dict[Lang, tuple[str, str]] = {"en": en, "zh": zh or en}
    for lang, names in told_in.items():
        (measure,) = tell(run, lang).phases[0].checks[0].measures
        assert (measure.subject, measure.group) == names


def test_what_waits_for_evidence_stands_in_the_plan_alone() -> None:
    """A minor check without evidence is no reason, and is not listed a second time under the minor ones."""
    waiting = outcome("planning.a", Status.PENDING, severity=Severity.MINOR, examined=Examined(0, "things"))
    story = tell(run_of([waiting, outcome("planning.b")]), "en")
    assert told(story) == Counter({"planning.a": 1, "planning.b": 1})
    assert story.plan is not None


def test_a_refusal_of_the_launch_is_no_tick() -> None:
    """Who only looks at the signs sees that the launch was refused."""
    signed = [
        LaunchWord("许宏", "sponsor", verdict, at(17, 20), "", signed=False, problem=None)
        for verdict in (Verdict.APPROVED, Verdict.CHANGES_REQUESTED)
    ]
    assert [word.symbol for word in tell(go(), "en", None, signed).headline.signed] == ["✓", "✗"]
