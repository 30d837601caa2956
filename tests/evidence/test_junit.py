"""JUnit XML as different tools write it: each case with its line and result, times, and counts that are made."""

# ruff: noqa: E501  (reports stand here as tools write them)

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from readiness.evidence.junit import MOST_DEPTH, MOST_SAID, read_junit
from readiness.evidence.junit_facts import ReportFile, Result
from readiness.evidence.junit_times import micros_of
from readiness.model.errors import CannotJudge

P, F, S, K = Result.PASSED, Result.FAILED, Result.SKIPPED, Result.FLAKY


def read(content: str | bytes, zone: str | None = "Asia/Shanghai", *, encoding: str | None = None) -> ReportFile:
    data = content.encode() if isinstance(content, str) else content
    return read_junit(
        data, "r.xml", zone=ZoneInfo(zone) if zone else None, encoding=encoding, wanted=("release", "os_version")
    )


def results(content: str) -> list[tuple[str, Result]]:
    return [(case.name, case.result) for case in read(content).cases]


PYTEST = """<?xml version="1.0" encoding="utf-8"?>
<testsuites name="pytest tests"><testsuite name="pytest" errors="1" failures="1" skipped="2" tests="5" time="0.081"
 timestamp="2026-06-14T10:00:00.123456+08:00" hostname="ci"><testcase classname="t.test_a" name="test_pay" time="0.010" />
<testcase classname="t.test_a" name="test_boundary[299.99]" time="0.001"><failure message="AssertionError: assert 1 == 2">def test():
&gt; assert 1 == 2</failure></testcase>
<testcase classname="t.test_a" name="test_refund" time="0.0"><skipped type="pytest.skip" message="no terminal">a.py:9</skipped></testcase>
<testcase classname="t.test_a" name="test_known" time="0.0"><skipped type="pytest.xfail" message="bug 7" /></testcase>
<testcase classname="t.test_a" name="test_teardown" time="0.0"><error message="failed on teardown with &quot;OSError&quot;">E</error></testcase>
</testsuite></testsuites>"""

SUREFIRE = """<?xml version="1.0" encoding="UTF-8"?>
<testsuite xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="surefire.xsd"
 name="shop.PayTest" time="1,234.567" tests="4" errors="0" skipped="1" failures="1" flakes="1">
  <properties><property name="java.version" value="21"/><property name="release" value="shop-1"/></properties>
  <testcase name="pays" classname="shop.PayTest" time="0.2"/>
  <testcase name="flaps" classname="shop.PayTest" time="0.3">
    <flakyFailure message="" type="java.lang.AssertionError"><stackTrace><![CDATA[java.lang.AssertionError: first run
at x]]></stackTrace><system-out>noise</system-out></flakyFailure></testcase>
  <testcase name="never" classname="shop.PayTest" time="0.3"><failure message="no" type="X">no</failure>
    <rerunFailure message="no" type="X"><stackTrace>no</stackTrace></rerunFailure></testcase>
  <testcase name="off" classname="shop.PayTest" time="0"><skipped/></testcase>
</testsuite>"""

JEST = """<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="jest tests" tests="2" failures="1" errors="0" time="1.2">
  <testsuite name="优惠券" errors="0" failures="1" skipped="0" timestamp="2026-06-14T10:00:00" time="1.1" tests="2">
    <testcase classname="优惠券 领取" name="优惠券 领取 到账" time="0.1"></testcase>
    <testcase classname="优惠券 核销" name="优惠券 核销 满减" time="0.2"><failure>Error: expect(received).toBe(expected)

Expected: 40</failure></testcase>
  </testsuite>
</testsuites>"""

PLAYWRIGHT = """<testsuites id="" name="" tests="3" failures="1" skipped="1" errors="0" time="12.5">
<testsuite name="pay.spec.ts" timestamp="2026-06-14T02:00:00.000Z" hostname="iPhone 6s" tests="3" failures="1" skipped="1" time="9" errors="0">
<testcase name="支付 › 成功" classname="pay.spec.ts" time="4.1">
<properties><property name="os_version" value="iOS 12.5"></property></properties>
<system-out><![CDATA[[[ATTACHMENT|shot.png]]]]><![CDATA[>]]></system-out></testcase>
<testcase name="支付 › 取消" classname="pay.spec.ts" time="4.1"><failure message="pay.spec.ts:3:1 取消" type="FAILURE"><![CDATA[ Error ]]></failure></testcase>
<testcase name="支付 › 退款" classname="pay.spec.ts" time="0"><skipped></skipped></testcase>
</testsuite></testsuites>"""

NEXTEST = """<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="nextest-run" tests="2" failures="0" errors="0" uuid="45c5" timestamp="2026-06-14T02:00:00.664+00:00" time="1.022">
  <testsuite name="shop::pay" tests="2" disabled="0" errors="0" failures="0">
    <testcase name="pays" classname="shop::pay" timestamp="2026-06-14T02:00:00.665+00:00" time="0.004"></testcase>
    <testcase name="flaps" classname="shop::pay" timestamp="2026-06-14T02:00:01.670+00:00" time="0.004">
      <flakyFailure timestamp="2026-06-14T02:00:01.669+00:00" time="0.004" type="test failure"><system-err>attempt 1</system-err></flakyFailure>
    </testcase></testsuite></testsuites>"""

GO = """<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="2" failures="1"><testsuite name="shop/pay" tests="2" failures="1" errors="0" id="0" hostname="h"
 time="0.160" timestamp="2026-06-14T02:00:00Z"><properties><property name="go.version" value="1.22"></property></properties>
<testcase name="TestPay" classname="shop/pay" time="0.06"></testcase>
<testcase name="TestRefund/partial" classname="shop/pay" time="0.1"><failure message="Failed" type=""><![CDATA[pay_test.go:3]]></failure></testcase>
</testsuite></testsuites>"""

NEWMAN = """<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="shop" tests="2" time="0.9"><testsuite name="pay / create" id="a1" timestamp="2026-06-14T02:00:00.412Z"
 tests="1" failures="0" errors="0" time="0.4"><testcase name="status is 200" time="0.4" classname="Shop"/></testsuite>
<testsuite name="pay / replay" id="a2" timestamp="2026-06-14T02:00:00.412Z" tests="1" failures="1" errors="0" time="0.5">
<testcase name="second is refused" time="0.5" classname="Shop"><failure type="AssertionFailure" message="expected 200 to equal 409"><![CDATA[Failed 1 times.]]></failure></testcase></testsuite></testsuites>"""

GTEST = """<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="3" failures="0" disabled="1" errors="0" timestamp="2026-06-14T10:00:00" time="0.02" name="AllTests">
  <testsuite name="Pay" tests="3" failures="0" disabled="1" errors="0" time="0.02" timestamp="2026-06-14T10:00:00">
    <testcase name="Works" status="run" result="completed" time="0.01" timestamp="2026-06-14T10:00:00" classname="Pay" />
    <testcase name="DISABLED_Refund" status="notrun" result="suppressed" time="0" timestamp="2026-06-14T10:00:00" classname="Pay" />
    <testcase name="Gives_up" status="run" result="skipped" time="0" timestamp="2026-06-14T10:00:00" classname="Pay"><skipped message="no"/></testcase>
  </testsuite></testsuites>"""

DIALECTS = {
    "pytest": (
        PYTEST,
        [("test_pay", P), ("test_boundary[299.99]", F), ("test_refund", S), ("test_known", S), ("test_teardown", F)],
    ),
    "surefire": (SUREFIRE, [("pays", P), ("flaps", K), ("never", F), ("off", S)]),
    "jest": (JEST, [("优惠券 领取 到账", P), ("优惠券 核销 满减", F)]),
    "playwright": (PLAYWRIGHT, [("支付 › 成功", P), ("支付 › 取消", F), ("支付 › 退款", S)]),
    "nextest": (NEXTEST, [("pays", P), ("flaps", K)]),
    "go-junit-report": (GO, [("TestPay", P), ("TestRefund/partial", F)]),
    "newman": (NEWMAN, [("status is 200", P), ("second is refused", F)]),
    "gtest": (GTEST, [("Works", P), ("DISABLED_Refund", S), ("Gives_up", S)]),
}


@pytest.mark.parametrize(("content", "expected"), DIALECTS.values(), ids=DIALECTS)
def test_each_dialect_is_read_case_by_case(content: str, expected: list[tuple[str, Result]]) -> None:
    """Passed is only what the tool means by it; the counts that it states agree with what stands there."""
    assert results(content) == expected
    assert read(content).mismatches == ()


def test_what_failed_is_said_by_its_first_line() -> None:
    """The message, or the first line of the text where there is none; and why a case was skipped."""
    said = {case.name: case.said for case in (*read(PYTEST).cases, *read(SUREFIRE).cases, *read(JEST).cases)}
    assert said["test_boundary[299.99]"] == "AssertionError: assert 1 == 2"
    assert said["test_refund"] == "no terminal"
    assert said["flaps"] == "java.lang.AssertionError: first run"
    assert said["优惠券 核销 满减"] == "Error: expect(received).toBe(expected)"


def test_what_failed_is_cut() -> None:
    """A failure of a megabyte is not kept."""
    (case,) = read(f'<testsuite><testcase name="a"><failure>{"x" * 1_000_000}</failure></testcase></testsuite>').cases
    assert len(case.said) == MOST_SAID


def test_cases_have_their_lines() -> None:
    """Findings lead to the line where the case begins."""
    assert [case.line for case in read(PYTEST).cases] == [3, 4, 6, 7, 8]


def test_durations_and_properties() -> None:
    """Durations in microseconds; of the properties those that are wanted, of a suite and of a case."""
    assert [case.micros for case in read(SUREFIRE).cases] == [200_000, 300_000, 300_000, 0]
    assert read(SUREFIRE).suites[0].properties == (("release", "shop-1"),)
    assert read(PLAYWRIGHT).cases[0].properties == (("os_version", "iOS 12.5"),)
    as_text = '<testsuite><properties><property name="Release"> shop-1 </property></properties></testsuite>'
    assert read(as_text).suites[0].properties == (("release", "shop-1"),)


@pytest.mark.parametrize(
    ("words", "micros"),
    [
        ("0.272", 272_000),
        ("1,234.5", 1_234_500_000),
        ("1,234", 1_234_000_000),
        ("0,272", 272_000),
        ("12,5", 12_500_000),
        ("1.4e-05", 14),
        (".5", 500_000),
        ("", None),
        ("-1", None),
        ("NaN", None),
        ("inf", None),
        ("1.2.3", None),
        ("99999999999", None),
        (None, None),
    ],
)
def test_durations_as_tools_write_them(words: str | None, micros: int | None) -> None:
    """Decimal commas, group marks and exponents are read; what is no length of time is none."""
    assert micros_of(words) == micros


def test_the_span_of_a_report() -> None:
    """From the earliest start to the latest end, with their lines; times without an offset are the binding's zone."""
    span = read(NEXTEST).span
    assert span is not None
    assert span.began == datetime(2026, 6, 14, 2, 0, 0, 664_000, UTC)
    assert span.ended == datetime(2026, 6, 14, 2, 0, 1, 686_000, UTC)
    local = read(JEST).span
    assert local is not None
    assert (local.began, local.began_line) == (datetime(2026, 6, 14, 2, tzinfo=UTC), 3)
    rfc = read('<testsuite timestamp="Sun, 14 Jun 2026 02:00:00 GMT"><testcase name="a"/></testsuite>').span
    assert rfc is not None
    assert rfc.began == datetime(2026, 6, 14, 2, tzinfo=UTC)


def test_a_suite_without_a_time_ends_after_its_cases() -> None:
    """False-GO 30: a run that began in time and says no length must not end when it began."""
    content = (
        '<testsuite timestamp="2026-06-14T02:00:00Z"><testcase name="a" time="90"/><testcase time="30"/></testsuite>'
    )
    span = read(content).span
    assert span is not None
    assert span.ended == datetime(2026, 6, 14, 2, 2, tzinfo=UTC)


@pytest.mark.parametrize("stamp", ["2026-06-14T10:00:00", "06/14/2026 10:00", "1718330400", "yesterday"])
def test_a_time_that_is_no_instant_is_an_error(stamp: str) -> None:
    """False-GO 28: a time without a zone, or of no known form, is never guessed; the line and the way out are told."""
    content = f'<testsuite>\n<testsuite timestamp="{stamp}"><testcase name="a"/></testsuite></testsuite>'
    with pytest.raises(CannotJudge, match="line 2") as caught:
        read(content, zone=None)
    assert "第 2 行" in caught.value.message.zh
    assert caught.value.hint is not None
    assert "zone: Asia/Shanghai" in caught.value.hint.en


def test_a_suite_that_nothing_dates_leaves_no_span() -> None:
    """An old suite without a time can't hide among dated ones; a time around it, or of each case, dates it."""
    dated = '<testsuite timestamp="2026-06-14T02:00:00Z"><testcase name="a"/></testsuite>'
    undated = '<testsuite><testcase name="b"/></testsuite>'
    assert read(f"<testsuites>{dated}</testsuites>").span is not None
    assert read(f"<testsuites>{dated}{undated}</testsuites>").span is None
    assert read(f'<testsuites timestamp="2026-06-14T02:00:00Z">{dated}{undated}</testsuites>').span is not None
    of_case = '<testsuite><testcase name="b" timestamp="2026-06-14T02:00:00Z"/></testsuite>'
    assert read(f"<testsuites>{dated}{of_case}</testsuites>").span is not None


@pytest.mark.parametrize(
    ("case", "result"),
    [
        ('<testcase name="a" status="run"/>', P),
        ('<testcase name="a" status="passed"/>', P),
        ('<testcase name="a" status="failed"/>', F),
        ('<testcase name="a" status="undefined"/>', F),
        ('<testcase name="a" status="untested"/>', S),
        ('<testcase name="a" status="disabled"/>', S),
        ('<testcase name="a" result="aborted"/>', F),
        ('<testcase name="a" executed="no"/>', S),
        ('<testcase name="a" success="false"/>', F),
        ('<testcase name="a" success="true"/>', P),
        ('<testcase name="a"><warning>risky</warning></testcase>', F),
        ('<testcase name="a"><incomplete/></testcase>', F),
        ('<testcase name="a"><ignored/></testcase>', S),
        ('<testcase name="a"><skipped/><failure/></testcase>', F),
        ('<testcase name="a"><failure/><skipped/></testcase>', F),
        ('<testcase name="a"><rerunFailure/></testcase>', K),
        ('<testcase name="a"><system-err>panic</system-err></testcase>', P),
        ('<testcase name="a"><system-out><failure/></system-out></testcase>', P),
        ('<testcase name="a"><testcase name="b"/></testcase>', F),
        ('<testcase name="a"><properties><property name="x" value="failure"/></properties></testcase>', P),
    ],
)
def test_what_is_not_known_to_mean_passed_did_not(case: str, result: Result) -> None:
    """False-GO 22: an attribute or element that this reader does not know is never taken for a pass."""
    assert results(f"<testsuite>{case}</testsuite>") == [("a", result)]


def test_a_failure_of_the_suite_itself() -> None:
    """False-GO 22: what prepares the cases or cleans up may fail without any case that says so."""
    (fault,) = read('<testsuites>\n<testsuite name="s"><error message="no database"/></testsuite></testsuites>').faults
    assert (fault.line, fault.said) == (2, "no database")
    (root,) = read("<testsuites><failure>gone</failure></testsuites>").faults
    assert root.said == "gone"


CASE = '<testcase name="a"/>'


@pytest.mark.parametrize(
    ("suite", "expected"),
    [
        (f'<testsuite tests="1">{CASE}</testsuite>', []),
        (f'<testsuite tests="2">{CASE}</testsuite>', [("tests", 2, 1)]),
        (f'<testsuite tests="0">{CASE}</testsuite>', [("tests", 0, 1)]),
        ('<testsuite tests="3"/>', [("tests", 3, 0)]),
        (f'<testsuite tests="1" failures="1">{CASE}</testsuite>', [("failures and errors", 1, 0)]),
        (f'<testsuite tests="1" errors="1">{CASE}</testsuite>', [("failures and errors", 1, 0)]),
        (f'<testsuite tests="1" failures="-1">{CASE}</testsuite>', [("failures and errors", -1, 0)]),
        (f'<testsuite tests="1" skipped="1">{CASE}</testsuite>', [("skipped", 1, 0)]),
        (f'<testsuite tests="1" disabled="1">{CASE}</testsuite>', [("skipped", 1, 0)]),
        (f'<testsuite tests="2"><testsuite tests="1">{CASE}</testsuite>{CASE}</testsuite>', []),
        (f'<testsuite tests="1"><testsuite tests="1">{CASE}</testsuite>{CASE}</testsuite>', []),
        (f'<testsuite tests="1"><testcase name="b"><skipped/></testcase>{CASE}</testsuite>', []),
        (f'<testsuites tests="9"><testsuite>{CASE}</testsuite></testsuites>', []),
        (f'<testsuites tests="9" failures="0"><testsuite>{CASE}</testsuite></testsuites>', [("tests", 9, 1)]),
        (f'<testsuites failures="1"><testsuite>{CASE}</testsuite></testsuites>', [("failures and errors", 1, 0)]),
        ('<testsuites tests="unknown"><testsuite/></testsuites>', []),
    ],
)
def test_counts_are_made_and_not_believed(suite: str, expected: list[tuple[str, int, int]]) -> None:
    """False-GO 22: what a suite states and nothing shows is told: newman loses the failure of an iteration, a crashed
    runner all of its cases. newman's root counts scripts, and has no failures by which it would count tests."""
    assert [(one.what, one.stated, one.seen) for one in read(suite).mismatches] == expected


def test_encodings() -> None:
    """What the document declares of itself, also GBK and UTF-16; what the binding says wins."""
    for name in ("gbk", "GB2312", "utf-16", "gb18030"):
        content = f'<?xml version="1.0" encoding="{name}"?><testsuite><testcase name="退款"/></testsuite>'
        assert read(content.encode(name)).cases[0].name == "退款"
    undeclared = '<testsuite><testcase name="退款"/></testsuite>'.encode("gb18030")
    assert read(undeclared, encoding="gb18030").cases[0].name == "退款"
    with pytest.raises(CannotJudge, match="no XML"):
        read(undeclared)


_BOMB = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (PYTEST[: len(PYTEST) // 2], "line 5"),
        (PYTEST + PYTEST, "line 9"),
        ("tests passed: 12", "line 1"),
        (f"{_BOMB}<testsuite>&b;</testsuite>", "entities"),
        ('<!DOCTYPE testsuite SYSTEM "file:///etc/passwd"><testsuite/>', "entities"),
        ('<?xml version="1.0" encoding="ebcdic-of-mars"?><testsuite/>', "line 1"),
        ("<html><body>log in</body></html>", "<html>"),
        ('<test-run id="2"/>', "<test-run>"),
        ("<testsuite>" * (MOST_DEPTH + 1), "deep"),
        (b"PK\x03\x04" + b"x" * 100, "ZIP"),
    ],
)
def test_what_is_no_report_is_an_error(content: str | bytes, said: str) -> None:
    """False-GO 7, 22: cut off, joined, another format, entities: an error that names the line, in both languages."""
    with pytest.raises(CannotJudge) as caught:
        read(content)
    assert said in caught.value.message.en
    assert caught.value.message.zh != caught.value.message.en
    assert caught.value.hint is not None
