from __future__ import annotations

import sys
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from readiness.engine.runner import Plan
from readiness.model.errors import CannotJudge, NotSupplied, ReadinessError
from readiness.model.evidence import EvidenceUse
from readiness.model.finding import Examined, FindingKind, Judgement, Measure
from readiness.model.outcome import Status
from readiness.model.secret import Secret
from readiness.model.text import Text
from tests.engine.fakes import GOOD, LAUNCH, FakeContext, check, finding, run_one, run_plan, times, words, wrong

BEFORE_DUE = times(LAUNCH - timedelta(seconds=1))
AT_DUE = times(LAUNCH)


def raising(problem: BaseException) -> Any:
    def gather(context: object) -> None:
        raise problem

    return gather


def test_what_was_examined_and_found_right_passes() -> None:
    """A check passes when something was examined and nothing is wrong, and its message says how much was examined."""
    outcome = run_one(GOOD)
    assert outcome.status is Status.PASSED
    assert outcome.message == Text("12 SKUs examined, nothing wrong", "已检查 12 个 SKU，均符合要求")


@pytest.mark.parametrize("count", [0, -1])
@pytest.mark.parametrize("when", [BEFORE_DUE, AT_DUE])
def test_nothing_examined_is_never_passed(count: int, when: Any) -> None:
    """False-GO 5: a judgement without findings over no rows, samples or targets is an error, before due and after."""
    outcome = run_one(Judgement(Examined(count, "SKUs")), when)
    assert outcome.status is Status.ERROR
    assert "Nothing was examined" in outcome.message.en
    assert outcome.hint is not None


@pytest.mark.parametrize("answer", [wrong(), raising(NotSupplied(words("no stock is bound")))])
def test_not_good_enough_is_pending_until_due_and_failed_from_due_on(answer: Any) -> None:
    """A finding, or evidence that is missing, is pending one second before due and failed at exactly due."""
    assert run_one(answer, BEFORE_DUE).status is Status.PENDING
    assert run_one(answer, AT_DUE).status is Status.FAILED


def test_missing_evidence_is_told_as_a_finding() -> None:
    """False-GO 8: evidence that no one bound stands as required against observed, with the words of who missed it."""
    outcome = run_one(raising(NotSupplied(words("no stock is bound"), words("bind it"))))
    assert outcome.message == words("no stock is bound")
    assert outcome.hint == words("bind it")
    assert [(f.subject, f.kind, f.required.en, f.observed.en) for f in outcome.findings] == [
        ("stock", FindingKind.MISSING, "supplied", "not supplied")
    ]
    assert outcome.findings_total == 1


def test_all_that_is_not_there_is_told_at_once() -> None:
    """Every evidence that a probe needs and that is not there is a finding, not only the one it asked for first."""
    missed = NotSupplied(words("no stock is bound"), name="stock")
    outcome = run_one(raising(missed), evidence=("stock", "forecast"))
    assert [finding.subject for finding in outcome.findings] == ["stock", "forecast"]
    assert outcome.findings_total == 2
    assert outcome.findings[1].message.en == "no forecast is there"


def test_a_late_act_fails_even_before_due() -> None:
    """False-GO 30: an act after its time fails a check at any time, and the way out that is named is a waiver."""
    outcome = run_one(wrong(finding("store 7", FindingKind.LATE)), BEFORE_DUE)
    assert outcome.status is Status.FAILED
    assert outcome.hint is not None
    assert "can't be repaired, only waived" in outcome.hint.en
    assert "readiness waive execution.stock --as" in outcome.hint.en
    assert "李伟" in outcome.hint.en


def test_a_late_act_among_others_keeps_the_remedy_of_the_others() -> None:
    """Where some findings can be repaired and one can't, the hint names both ways, and the message the late one."""
    outcome = run_one(wrong(finding("store 1"), finding("store 7", FindingKind.LATE)), BEFORE_DUE)
    assert outcome.message.en.startswith("store 7")
    assert outcome.hint is not None
    assert outcome.hint.en.startswith("Order more stock. A late act")


@pytest.mark.parametrize("when", [BEFORE_DUE, AT_DUE])
def test_what_cannot_be_judged_is_an_error_at_any_time(when: Any) -> None:
    """False-GO 7: unreadable evidence is an error before and after due, with the words and hint of who tried."""
    outcome = run_one(raising(CannotJudge(words("row 3 has two fields"), words("export it again"))), when)
    assert (outcome.status, outcome.message, outcome.hint) == (
        Status.ERROR,
        words("row 3 has two fields"),
        words("export it again"),
    )


@pytest.mark.parametrize(
    "problem",
    [
        ZeroDivisionError("division by zero"),
        SystemExit(0),
        KeyboardInterrupt(),
        GeneratorExit(),
        ReadinessError(words("x")),
    ],
    ids=lambda problem: type(problem).__name__,
)
def test_a_probe_that_crashes_or_exits_is_an_error(problem: BaseException) -> None:
    """False-GO 12: whatever a probe raises, `sys.exit(0)` among it, is an error with a hint, and no traceback."""
    outcome = run_one(raising(problem))
    assert outcome.status is Status.ERROR
    assert "Traceback" not in outcome.message.en
    assert outcome.hint is not None
    assert "report" in outcome.hint.en


def test_a_crash_is_told_by_class_and_message_on_one_line() -> None:
    """The message of an unknown exception names its class and its own words, however long or broken over lines."""
    outcome = run_one(raising(ValueError("first\nsecond " + "x" * 1000)))
    assert outcome.message.en.startswith("The probe stopped with ValueError: first second xxx")
    assert "\n" not in outcome.message.en
    assert len(outcome.message.en) < 400


def test_an_exception_without_words_is_still_told() -> None:
    """An exception whose own text raises is told by its class."""

    class Mute(Exception):
        def __str__(self) -> str:
            raise RuntimeError("no words")

    assert run_one(raising(Mute())).message.en == "The probe stopped with Mute"


def test_a_probe_that_calls_exit_does_not_end_the_program() -> None:
    """False-GO 12: `sys.exit` in a probe ends neither the run nor the other check."""
    plan = Plan((check("execution.a", lambda context: sys.exit(0)), check("execution.b")), jobs=1)
    assert [o.status for o in run_plan(plan)] == [Status.ERROR, Status.PASSED]


@pytest.mark.parametrize(
    "answer",
    [
        None,
        True,
        "passed",
        Judgement,
        Judgement(None),  # type: ignore[arg-type]
        Judgement(Examined(float("nan"), "SKUs")),  # type: ignore[arg-type]
        Judgement(Examined(True, "SKUs")),
        Judgement(Examined(3, "SKUs"), findings_total=2),
        Judgement(Examined(3, "SKUs"), findings=("SKU-1",)),  # type: ignore[arg-type]
        Judgement(Examined(3, "SKUs"), findings=(replace(finding(), observed="1.1"),)),  # type: ignore[arg-type]
        Judgement(Examined(3, "SKUs"), findings=None),  # type: ignore[arg-type]
        Judgement(Examined(3, "SKUs"), measures=(Measure("SKU-1", Decimal("NaN"), None, "ratio"),)),
        Judgement(Examined(3, "SKUs"), measures=(Measure("SKU-1", Decimal(1), Decimal("Infinity"), "ratio"),)),
        Judgement(Examined(3, "SKUs"), measures=(Measure("SKU-1", 1.5, None, "ratio"),)),  # type: ignore[arg-type]
    ],
    ids=str,
)
def test_what_is_no_judgement_is_an_error(answer: object) -> None:
    """False-GO 11, 12: a judge that returns nothing, a mere yes, a count or number that is none, or findings without
    words decides nothing."""
    outcome = run_one(lambda context: answer)
    assert outcome.status is Status.ERROR
    assert outcome.findings == ()


def test_facts_that_stopped_counting_are_never_passed() -> None:
    """False-GO 33: a judgement that held only until before now is an error; until exactly now it still holds."""
    assert run_one(replace(GOOD, holds_until=LAUNCH - timedelta(seconds=1))).status is Status.ERROR
    assert run_one(replace(GOOD, holds_until=LAUNCH)).status is Status.PASSED


def test_the_message_names_the_first_finding_and_how_many_more() -> None:
    """False-GO 44: the line names thing, required and observed, and counts what the list cuts off."""
    outcome = run_one(Judgement(Examined(900, "SKUs"), (finding("SKU-1"), finding("SKU-2")), findings_total=312))
    assert outcome.message == Text(
        "SKU-1: required 1.2, observed 1.1; and 311 more", "SKU-1：要求 1.2，实际 1.1；另有 311 项"
    )
    assert outcome.findings_total == 312


def test_findings_total_never_says_less_than_the_list() -> None:
    """False-GO 44: a total smaller than the findings that are there is not believed."""
    outcome = run_one(Judgement(Examined(9, "SKUs"), (finding(), finding("SKU-2")), findings_total=0))
    assert (outcome.status, outcome.findings_total) == (Status.FAILED, 2)


def live_context(seconds: float) -> FakeContext:
    return FakeContext(seconds, (EvidenceUse("storefront", "https://shop.example", None, LAUNCH, live=True),))


@pytest.mark.parametrize(("as_of", "notes"), [(True, 1), (False, 0)])
def test_live_evidence_under_as_of_is_marked(as_of: bool, notes: int) -> None:
    """False-GO 32: under --as-of, what was asked of a live source is noted to show the present."""
    plan = Plan((check(),))
    (outcome,) = run_plan(plan, when=times(as_of=as_of), open_context=lambda c, seconds: live_context(seconds))
    assert len(outcome.notes) == notes


def test_evidence_read_before_a_crash_is_recorded() -> None:
    """What a probe had read when it stopped belongs to the outcome."""
    assert [use.name for use in run_one(raising(CannotJudge(words("no column sku")))).evidence] == ["stock"]


def test_a_context_that_cannot_open_is_an_error_of_that_check() -> None:
    """A failure to open a probe's context is told on its check and not raised."""

    def broken(checked: object, seconds: float) -> Any:
        raise OSError("too many open files")

    (outcome,) = run_plan(Plan((check(),)), open_context=broken)
    assert outcome.status is Status.ERROR
    assert "too many open files" in outcome.message.en


@pytest.mark.parametrize(("due", "after"), [("T", False), ("T-72h", False), ("E+48h", True), ("T+1s", True)])
def test_a_check_due_after_launch_is_marked(due: str, after: bool) -> None:
    """Only a check that is due later than the launch takes no part in the launch decision."""
    assert run_one(GOOD, due=due).after_launch is after


def test_the_outcome_names_the_people_behind_the_owner() -> None:
    """The owner is a role, and the people who hold it are named."""
    outcome = run_one(GOOD)
    assert (outcome.owner, outcome.people) == ("supply-chain", ("陈宇",))


SECRETS = (Secret("TOKEN", "s3cr3t/Wort"), Secret("PIN", "42"))


def redacted(answer: Any, **probe: Any) -> str:
    plan = Plan((check(answer=answer, **probe),), secrets=SECRETS)
    uses = (EvidenceUse("stock", "https://s3cr3t/Wort@host", DIGEST_OF, None, notes=(words("s3cr3t/Wort"),)),)
    (outcome,) = run_plan(plan, open_context=lambda c, seconds: FakeContext(seconds, uses))
    return repr(outcome)


DIGEST_OF = "42" * 32


@pytest.mark.parametrize(
    "answer",
    [
        raising(ValueError("GET https://u:s3cr3t/Wort@host failed")),
        raising(ValueError("x" * 295 + "s3cr3t/Wort")),
        raising(CannotJudge(words("header s3cr3t/Wort"), words("see s3cr3t%2FWort"))),
        raising(NotSupplied(words("s3cr3t/Wort"))),
        Judgement(Examined(1, "s3cr3t/Wort"), (finding("s3cr3t/Wort"),), (), (words("s3cr3t/Wort"),)),
    ],
    ids=["crash", "cut", "cannot-judge", "not-supplied", "findings"],
)
def test_no_secret_is_recorded(answer: Any) -> None:
    """A secret stands nowhere in an outcome, whole, percent-encoded, or cut off by a limit of length."""
    recorded = redacted(answer, settings={"headers": {"Authorization": ["Bearer s3cr3t/Wort"]}})
    for part in ("s3c", "Wort"):
        assert part not in recorded


def test_redaction_leaves_digests_and_other_numbers() -> None:
    """A short secret is taken out as a whole word only, and never out of a digest that verify must compare."""
    recorded = redacted(wrong(finding("42"), finding("SKU-1042")))
    assert DIGEST_OF in recorded
    assert "subject='***'" in recorded
    assert "SKU-1042" in recorded


def test_settings_from_outside_become_plain_values() -> None:
    """Settings that a kind gives as other types than JSON's are recorded as texts."""
    outcome = run_one(GOOD, settings={"min_ratio": Decimal("1.2"), "list": (1, None, True), 3: {"at": LAUNCH}})
    assert outcome.settings == {"min_ratio": "1.2", "list": [1, None, True], "3": {"at": str(LAUNCH)}}
