"""The words that all formats share."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from readiness.model.decision import Answer, decide
from readiness.model.finding import Examined, Finding, Measure
from readiness.model.outcome import Status
from readiness.model.text import LANGS, Lang, Text
from readiness.reporting.numbers import say_measure
from readiness.reporting.wording import ANSWER_SYMBOLS, STATUS_SYMBOLS, Wording
from tests.reporting.runs import RUNS, go, outcome


def wording(lang: Lang = "en") -> Wording:
    return Wording(go(), lang)


@pytest.mark.parametrize("lang", LANGS)
def test_answers_and_statuses_have_their_own_words(lang: Lang) -> None:
    """No two answers or statuses read alike."""
    say = wording(lang).say
    assert len({say(f"answer.{answer}") for answer in Answer}) == len(Answer)
    assert len({say(f"status.{status}") for status in Status}) == len(Status)


def test_only_passed_and_go_have_the_tick() -> None:
    """False-GO 37: the sign of what is good belongs to what passed."""
    assert [status for status, symbol in STATUS_SYMBOLS.items() if symbol == "✓"] == [Status.PASSED]
    assert [answer for answer, symbol in ANSWER_SYMBOLS.items() if symbol == "✓"] == [Answer.GO]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("go", "3 checks passed, nothing blocks"),
        ("no-go", "2 blockers failed; 1 blocker cannot be judged; 1 check is pending"),
        ("conditional", "1 failure is waived; 1 major check failed; 1 loosening is not approved"),
        ("cannot-tell", "1 blocker cannot be judged; no check passed"),
    ],
)
def test_the_summary_counts_every_rule_that_holds(name: str, said: str) -> None:
    """False-GO 44: the line under the verdict counts all reasons, gravest rule first."""
    run = RUNS[name]()
    assert wording().summary(run.decision, 3) == said


def test_a_role_that_nobody_holds_is_said() -> None:
    """Nobody will act on what nobody owns."""
    assert wording().owner("sponsor", ()) == "sponsor (the campaign names nobody)"
    assert wording().owner("legal", ()) == "legal: 王芳 <fang.wang@shop.example>"
    assert wording("zh").owner("legal", ("王芳", "李伟")) == "法务：王芳、李伟"


def test_the_time_left_is_said_where_something_is_open() -> None:
    """A passed check says when it was due; only an open one counts the hours."""
    passed, failed = (wording().due(outcome("planning.x", status)) for status in (Status.PASSED, Status.FAILED))
    assert passed == "due Sun 14 June, 24:00"
    assert failed == "was due Sun 14 June, 24:00, 2 d 20 h ago"


def test_units_are_said_once() -> None:
    """A unit follows its number, unless the words end with it already; words without a number have none."""
    finding = Finding("SKU-1", Text.same("300"), Text.same("290 kg"), Text.same("x"), unit="kg")
    assert wording().amount(finding.required, finding) == "300 kg"
    assert wording().amount(finding.observed, finding) == "290 kg"
    assert wording().amount(Text.same("no forecast"), finding) == "no forecast"


def test_an_unknown_unit_keeps_its_words() -> None:
    """A kind may examine what Chinese has no word for."""
    assert wording("zh").examined(Examined(1200, "pallets")) == "1,200 项（pallets）"


@pytest.mark.parametrize(
    ("value", "said"), [("1.19999", "119.9 %"), ("1.2", "120 %"), ("1.20001", "120.001 %"), ("1.25", "125 %")]
)
def test_what_misses_the_limit_never_reads_as_the_limit(value: str, said: str) -> None:
    """False-GO 14: a measure is cut, never rounded up, with as many digits as tell it from its limit."""
    shown, limit = say_measure(Measure("SKU-1", Decimal(value), Decimal("1.2"), "ratio"))
    assert (shown, limit) == (said, "120 %")


def test_the_tally_counts_every_outcome() -> None:
    """False-GO 13: nothing leaves the count, whatever its status."""
    outcomes = [outcome(f"planning.{status}", status) for status in Status]
    run = replace(go(), outcomes=tuple(outcomes), decision=decide(outcomes, (), partial=False))
    tally = Wording(run, "en").tally(run.outcomes)
    assert next(status for status, _, _ in tally) is Status.FAILED
    assert {status for status, _, _ in tally} == set(Status)
