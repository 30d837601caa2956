"""Kind `test-report` on reports that others' tools wrote, read where they lie beside the project."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from readiness.model.errors import CannotJudge
from readiness.model.finding import Judgement
from tests.field_data import FIELD_DATA, needs_field_data
from tests.probes.test_report.worlds import judged, observed, told, wanted

FOLDER = FIELD_DATA / "junit"
AT = datetime(2026, 6, 14, 12, tzinfo=ZoneInfo("Asia/Shanghai"))

pytestmark = needs_field_data


def of(name: str, **settings: Any) -> Judgement:
    """Their times have no zone, or there are none: the binding says both."""
    bind = {"file": name, "zone": "UTC", "as_at": AT}
    return judged({name: (FOLDER / name).read_bytes()}, bind=bind, **settings)


def test_bazel() -> None:
    """One case, which is an error; the output beside it is no case."""
    assert told(of("enricomi-bazel.xml"))[0] == (
        "bazel/failing_absl_test",
        "passed",
        "failed: exited with error code 1",
    )


def test_a_corrupt_report_is_an_error() -> None:
    """False-GO 22: pytest's file ends in the middle of its second case, on line 11."""
    with pytest.raises(CannotJudge, match=r"enricomi-corrupt\.xml, line 11"):
        of("enricomi-corrupt.xml")


def test_jest() -> None:
    """Two cases, both passed, on 29 December 2022: the only thing wrong with them is their time."""
    judgement = of("enricomi-jest.xml", min_tests=2, required=[wanted("widget"), wanted("iframe")])
    assert (judgement.findings, judgement.examined.count) == ((), 2)
    assert observed(of("enricomi-jest.xml", not_before="freeze")) == ["Thu 29 December 2022, 23:34:28"]


def test_cases_that_only_the_attributes_know() -> None:
    """False-GO 22: six tests are stated, of which one failed and two were skipped; not one stands there."""
    assert told(of("enricomi-no-cases-but-tests.xml")) == [
        ("enricomi-no-cases-but-tests.xml", "test cases", "none"),
        ("pytest", "tests as stated: 6", "0"),
        ("pytest", "failures and errors as stated: 1", "0"),
        ("pytest", "skipped as stated: 2", "0"),
    ]


def test_pytest_with_a_failure_and_a_skip() -> None:
    """Five cases: one failed on line 16, one was skipped, three passed; the attributes agree."""
    judgement = of("enricomi-pytest-fail.xml", required=[wanted("test_get_available_devices")])
    assert [(one.subject, one.where.rpartition(" ")[2]) for one in judgement.findings] == [
        ("enricomi-pytest-fail.xml", "enricomi-pytest-fail.xml"),
        ("test.test_spark.SparkTests › test_get_available_devices", "7"),
        ("test.test_spark.SparkTests › test_rsh_events", "16"),
    ]
    assert judgement.examined.count == 4
    assert [one.value for one in judgement.measures] == [3]


def test_scalatest() -> None:
    """Five cases passed; of the hundred properties of the machine none names a release."""
    assert of("enricomi-scalatest.xml", min_tests=5).findings == ()
    assert len(of("enricomi-scalatest.xml", min_tests=6).findings) == 1
    assert observed(of("enricomi-scalatest.xml", release={})) == ["not named"]
    assert observed(of("enricomi-scalatest.xml", release={"properties": ["java.vm.specification.name"]})) == [
        "Java Virtual Machine Specification"
    ]


def test_an_empty_report() -> None:
    """False-GO 5: cunit wrote no suite."""
    assert observed(of("mikepenz-empty.xml")) == ["none"]


def test_nested_suites() -> None:
    """Three cases are left of 57 that the root states, and one of the 27 of a suite; the other suite agrees."""
    judgement = of("mikepenz-multi-level.xml", min_tests=3, required=[wanted("XMPP Ping")])
    assert told(judgement) == [
        ("ABC-0045: Multi-User Chat", "tests as stated: 27", "1"),
        ("ABC specification test run with", "tests as stated: 57", "3"),
    ]


def test_surefire() -> None:
    """One case, passed, without a time: the binding's."""
    assert of("mikepenz-surefire-AllOk.xml", required=[wanted("everythingIsFine")]).findings == ()


def test_surefire_with_a_flaky_case() -> None:
    """False-GO 22: the attributes say no failure, and the case passed only when it was run again."""
    assert observed(of("mikepenz-surefire-flaky.xml")) == ["passed only when it was run again: Expected: <false>"]
    assert of("mikepenz-surefire-flaky.xml", flaky="note").findings == ()


def test_nose() -> None:
    """Four cases: an error without a message, a failure, and two that passed."""
    assert told(of("taurus-nose-xunit.xml")) == [
        ("TestAll › test_erroring", "passed", "failed: Traceback (most recent call last):"),
        ("TestAll › test_failing", "passed", "failed: 6 != 8"),
    ]
