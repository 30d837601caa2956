"""Kind `test-report`: whatever happens to a report, it is judged or refused, and damage never makes it good."""

from __future__ import annotations

import contextlib

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readiness.evidence.junit import read_junit
from readiness.model.errors import CannotJudge
from tests.probes.test_report.worlds import case, judged, report, wanted

RUNS = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
GOOD = report(case("支付"), case("退款", "<system-out>ok</system-out>"), tests="2", failures="0").encode()
NAMES = st.sampled_from(
    [
        "testsuites",
        "testsuite",
        "testcase",
        "failure",
        "skipped",
        "flakyFailure",
        "properties",
        "property",
        "system-out",
        "x",
    ]
)
ATTRIBUTES = st.dictionaries(
    st.sampled_from(
        ["name", "classname", "time", "timestamp", "tests", "failures", "skipped", "status", "message", "value"]
    ),
    st.sampled_from(["", "1", "-1", "a", "0.5", "1,5", "2026-06-14T02:00:00Z", "run", "failed", "release", "支付"]),
    max_size=4,
)


def element(name: str, attributes: dict[str, str], inside: list[str]) -> str:
    said = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{name}{said}>{''.join(inside)}</{name}>"


TREES = st.recursive(
    st.just("words\n"), lambda inside: st.builds(element, NAMES, ATTRIBUTES, st.lists(inside, max_size=4))
)


def is_good(data: bytes) -> bool:
    """Whether a report passes; any error but a refusal fails the test."""
    try:
        judgement = judged({"r.xml": data}, required=[wanted("支付"), wanted("退款")], release={}, not_before="freeze")
    except CannotJudge:
        return False
    return not judgement.findings and judgement.examined.count > 0


def test_a_report_cut_off_anywhere_is_never_good() -> None:
    """False-GO 7, 22: not one of its beginnings passes."""
    whole = GOOD.rstrip()
    assert is_good(whole)
    assert not [end for end in range(1, len(whole)) if is_good(whole[:end])]


@RUNS
@given(st.integers(0, len(GOOD) - 1), st.binary(max_size=4), st.integers(0, 4))
def test_damaged_bytes_are_judged_or_refused(place: int, put: bytes, dropped: int) -> None:
    """Bytes changed anywhere end in a judgement or a refusal."""
    is_good(GOOD[:place] + put + GOOD[place + dropped :])


@RUNS
@given(TREES)
def test_any_tree_of_elements_is_read_or_refused(tree: str) -> None:
    """Elements and attributes in any order: cases are never counted as passed where nothing stands for one."""
    data = f"<testsuite>{tree}</testsuite>".encode()
    with contextlib.suppress(CannotJudge):
        read = read_junit(data, "r.xml", zone=None, encoding=None, wanted=("release",))
        assert len(read.cases) <= tree.count("<testcase")
        lines = [case.line for case in read.cases] + [fault.line for fault in read.faults]
        assert all(line >= 1 for line in lines)
        assert all(case.suite < len(read.suites) for case in read.cases)


@RUNS
@given(st.binary(max_size=200))
def test_any_bytes_are_no_report(data: bytes) -> None:
    """What a browser, a tool or a disk left there is refused."""
    assert not is_good(b"x" + data)
