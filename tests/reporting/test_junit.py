"""The JUnit report: valid for every reader, and green in no viewer where the answer is not GO."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest
import xmlschema

from readiness.model.check import Severity
from readiness.model.outcome import Status
from readiness.model.run import Run, Scope
from readiness.model.text import LANGS, Lang
from readiness.reporting.junit import render
from readiness.reporting.report import Look
from tests.reporting.hostile import HOSTILE, run_saying
from tests.reporting.runs import RUNS, at, go, outcome, run_of

SCHEMA = xmlschema.XMLSchema(Path(__file__).with_name("junit.xsd"))
RESULTS = {"failure", "error", "skipped"}


def read(run: Run, lang: Lang = "en") -> Element:
    return fromstring(render(run, Look(lang)))


def result(root: Element, name: str) -> str | None:
    """The tag of a test case's result, None for a plain pass."""
    (case,) = [case for case in root.iter("testcase") if case.get("name") == name]
    return next((child.tag for child in case if child.tag in RESULTS), None)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", RUNS)
def test_documents_are_valid(name: str, lang: Lang) -> None:
    """Each document is valid to what the common forms of the format share."""
    SCHEMA.validate(render(RUNS[name](), Look(lang)))


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_evidence_leaves_it_valid(words: str) -> None:
    """False-GO 42: control characters, lone surrogates and markup in evidence never make a file that no reader
    opens."""
    SCHEMA.validate(render(run_saying(words), Look("en")).encode("utf-8").decode("utf-8"))


@pytest.mark.parametrize("name", ["no-go", "cannot-tell", "not-yet", "conditional"])
def test_an_answer_that_is_not_go_fails_its_test_case(name: str) -> None:
    """False-GO 39: a viewer that only counts failures shows red for NO-GO, CANNOT TELL, NOT YET and CONDITIONAL GO,
    even where every check that could fail is waived."""
    assert result(read(RUNS[name]()), "decision") == "failure"


def test_a_go_passes_its_test_case() -> None:
    """GO is the only answer that is a plain pass."""
    assert result(read(go()), "decision") is None


@pytest.mark.parametrize(
    "changes",
    [
        {"as_of": at(16), "as_of_words": "T-48h"},
        {"scope": Scope(phases=("technical",))},
        {"scope": Scope(starter=True, not_asked=3)},
    ],
    ids=["as of", "partial", "starter"],
)
def test_a_go_that_is_not_whole_is_no_plain_pass(changes: dict[str, object]) -> None:
    """False-GO 32, 41: a GO of another instant or of a part leaves the decision skipped, with the scope in words."""
    root = read(replace(go(), **changes))  # type: ignore[arg-type]
    assert result(root, "decision") == "skipped"
    (skipped,) = root.findall("testsuite[@name='decision']/testcase/skipped")
    assert str(skipped.get("message")).startswith("GO (")


@pytest.mark.parametrize(
    ("status", "tag"),
    [
        (Status.PASSED, None),
        (Status.PENDING, "failure"),
        (Status.FAILED, "failure"),
        (Status.ERROR, "error"),
        (Status.WAIVED, "skipped"),
        (Status.NOT_APPLICABLE, "skipped"),
        (Status.SKIPPED, "skipped"),
    ],
)
@pytest.mark.parametrize("severity", list(Severity))
def test_only_passed_is_a_plain_pass(status: Status, tag: str | None, severity: Severity) -> None:
    """False-GO 37: what is waived, not applicable or deselected is skipped with its reason, never green."""
    root = read(run_of([outcome("planning.x", status, severity=severity), outcome("planning.y")]))
    assert result(root, "planning.x") == tag


def test_counts_are_those_of_the_cases() -> None:
    """False-GO 22: a suite's attributes and its test cases never disagree, and every check is a case."""
    for make in RUNS.values():
        run = make()
        root = read(run)
        assert len(list(root.iter("testcase"))) == len(run.outcomes) + 1
        for element in (root, *root):
            assert element.get("tests") == str(len(list(element.iter("testcase"))))
            for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
                assert element.get(attribute) == str(len(list(element.iter(tag))))


def test_a_cut_list_says_the_whole_count() -> None:
    """False-GO 44: a case shows all findings that the run kept and counts those that it did not."""
    (failure,) = read(RUNS["no-go"]()).findall(".//testcase[@name='execution.stock-coverage']/failure")
    assert str(failure.text).count("\n- 雨伞-") == 8
    assert "34 more findings are counted" in str(failure.text)
