"""Kind `test-report`: required cases, all others, skipped ones, reruns, and the matrix."""

from __future__ import annotations

from typing import Any

import pytest

from readiness.model.errors import CannotJudge
from readiness.model.finding import FindingKind
from tests.probes.test_report.worlds import case, judged, kinds, observed, report, told, wanted

FAILED, ERROR, SKIPPED, FLAKY = (
    '<failure message="no &#10; stack"/>',
    "<error>no host</error>",
    '<skipped message="no terminal"/>',
    "<flakyFailure>timeout</flakyFailure>",
)


def of(*cases: str, **settings: Any) -> Any:
    return judged({"r.xml": report(*cases)}, **settings)


def test_all_passed() -> None:
    """Each case that was run is examined; what passed is measured against the least."""
    judgement = of(case("支付"), case("退款"), required=[wanted("支付"), wanted("退款")], min_tests=2)
    assert judgement.findings == ()
    assert (judgement.examined.count, judgement.examined.unit) == (2, "test cases")
    assert [(one.value, one.limit) for one in judgement.measures] == [(2, 2)]


@pytest.mark.parametrize(
    ("inside", "said"), [(FAILED, "failed: no"), (ERROR, "failed: no host"), ("<warning/>", "failed: <warning>")]
)
def test_a_failure_anywhere_is_a_finding(inside: str, said: str) -> None:
    """It names case, file, line and the first line of what failed."""
    judgement = of(case("支付"), case("退款", inside), required=[wanted("支付")])
    assert told(judgement) == [("shop.OrderTest › 退款", "passed", said)]
    assert judgement.findings[0].where == "r.xml, line 4"
    assert judgement.findings[0].message.zh.startswith("shop.OrderTest › 退款：未通过")


def test_others_may_be_ignored_but_not_what_is_required() -> None:
    """A report that several checks share is judged by each for its own cases."""
    cases = case("支付"), case("退款", FAILED), case("登录", FLAKY)
    assert of(*cases, required=[wanted("支付")], others="ignored").findings == ()
    assert told(of(*cases, required=[wanted("支付"), wanted("退款")], others="ignored")) == [
        ("r.xml", "a case that passed: demand", "none passed of 1"),
        ("shop.OrderTest › 退款", "passed", "failed: no"),
    ]


def test_required_cases_are_found_by_name_class_and_suite() -> None:
    """Case, width and blanks beside Chinese characters do not matter; a suite speaks for those inside it."""
    inner = f'<testsuite name="退款 流程">{case("partial", classname="")}</testsuite>'
    asked = [wanted("微信支付"), wanted("order ?test"), wanted("退款流程"), wanted("回归")]
    assert of(case("微信 支付（成功）"), inner, required=asked).findings == ()


def test_a_suite_speaks_for_the_suites_inside_it() -> None:
    """Where the outer suite has no case of its own, it means those of the inner ones, and of no other suite."""
    flow = f'<testsuite name="退款流程"><testsuite name="POS">{case("a")}</testsuite></testsuite>'
    other = f'<testsuite name="登录">{case("b", FAILED)}</testsuite>'
    asked = {"required": [wanted("退款")], "others": "ignored"}
    assert of(flow, other, **asked).findings == ()
    assert observed(of(flow.replace(case("a"), ""), other, case("c"), **asked)) == ["no such case"]


def test_a_word_is_not_made_of_class_and_name() -> None:
    """The end of a class and the beginning of a name do not join to a required word."""
    assert kinds(of(case("单据", classname="订"), required=[wanted("订单")])) == [FindingKind.MISSING]


def test_a_required_case_that_is_not_there_is_missing() -> None:
    """False-GO 4, 22: a pattern that nothing matches is never good."""
    assert told(of(case("支付"), required=[wanted("退款")])) == [
        ("r.xml", "a case that passed: demand", "no such case")
    ]


def test_properties_of_the_machine_are_no_names() -> None:
    """A class path or a log that holds the word is no test of it."""
    noise = (
        '<properties><property name="java.class.path" value="/lib/退款.jar"/></properties><system-out>退款</system-out>'
    )
    assert len(of(case("支付"), noise, required=[wanted("退款")]).findings) == 1


def test_what_is_excepted_is_not_meant() -> None:
    """A test that redeeming is refused shows no redemption, not even by its class or suite."""
    asked = [wanted("核销|redeem", apart_from=["不能核销"])]
    assert observed(of(case("过期券不能核销", classname="test_redeem"), required=asked)) == ["no such case"]
    assert of(case("过期券不能核销"), case("核销成功"), required=asked).findings == ()


def test_skipped_is_not_passed() -> None:
    """A required case that was skipped is a finding, even where another of its sort passed; others are noted."""
    judgement = of(case("退款", SKIPPED), case("部分退款"), case("登录", SKIPPED), required=[wanted("退款")])
    assert told(judgement) == [("shop.OrderTest › 退款", "passed", "skipped: no terminal")]
    assert [note.en for note in judgement.notes] == ["r.xml: 2 of 3 cases were skipped"]
    assert judgement.examined.count == 1


def test_the_share_of_skipped_cases_has_a_limit() -> None:
    """False-GO 14: exactly the share is right, one more is not."""
    cases = [case(f"c{n}", SKIPPED if n < 1 else "") for n in range(20)]
    assert of(*cases, max_skipped="5 %").findings == ()
    assert told(of(*cases[:19], max_skipped="5 %")) == [("r.xml", "at most 5 % skipped", "1 of 19 (5.26 %)")]
    assert len(of(*cases, max_skipped="0").findings) == 1


def test_all_skipped_is_nothing_tested() -> None:
    """False-GO 5, 22: a report in which every case was skipped is a finding, whatever share may be skipped."""
    assert told(of(case("a", SKIPPED), case("b", SKIPPED), max_skipped="99 %")) == [
        ("r.xml", "test cases that were run", "all 2 skipped")
    ]


@pytest.mark.parametrize("content", ["<testsuites/>", '<testsuites><testsuite name="a" tests="0"/></testsuites>'])
def test_no_cases_are_nothing_tested(content: str) -> None:
    """False-GO 5, 22: `<testsuites/>` has no failures, and no tests."""
    judgement = judged({"r.xml": content})
    assert told(judgement) == [("r.xml", "test cases", "none")]
    assert judgement.examined.count == 0


def test_a_file_without_cases_among_others_is_a_finding() -> None:
    """False-GO 22: the shard that crashed leaves an empty report beside the good ones."""
    assert told(judged({"1.xml": report(case("a")), "2.xml": "<testsuites/>"})) == [("2.xml", "test cases", "none")]


def test_a_rerun_is_a_finding_or_a_note() -> None:
    """False-GO 22: what passed only when it was run again did not simply pass."""
    cases = case("支付", FLAKY), case("登录")
    assert told(of(*cases)) == [
        ("shop.OrderTest › 支付", "passed at the first run", "passed only when it was run again: timeout")
    ]
    noted = of(*cases, flaky="note", required=[wanted("支付")])
    assert noted.findings == ()
    assert [note.en for note in noted.notes] == ["r.xml: 1 cases passed only when they were run again"]


def test_failures_that_only_a_suite_tells() -> None:
    """False-GO 22: a failure in the suite's attributes or beside its cases counts, also where others are ignored."""
    suite = report(case("支付"), "<error>database gone</error>", tests="1", errors="2")
    for others in ("must-pass", "ignored"):
        assert told(judged({"r.xml": suite}, required=[wanted("支付")], others=others)) == [
            ("回归测试", "failures and errors as stated: 2", "1"),
            ("回归测试", "no failure outside of its cases", "failed: database gone"),
        ]


def test_the_least_number_of_cases() -> None:
    """A case that is written twice is one."""
    assert of(case("a"), case("b"), min_tests=2).findings == ()
    assert told(of(case("a"), case("a"), case("b", FLAKY), flaky="note", min_tests=3)) == [
        ("r.xml", "at least 3 different cases that passed", "2")
    ]


def test_findings_are_counted_whole() -> None:
    """False-GO 44: the first 200 are told, all are counted."""
    judgement = of(case("good"), *(case(f"c{n}", FAILED) for n in range(301)))
    assert (len(judgement.findings), judgement.total) == (200, 301)


IPHONE = f'<testsuite name="coupon" hostname="iPhone 6s · iOS 12.5">{case("领取")}{case("核销")}</testsuite>'
_OLD = '<properties><property name="OS_Version" value="Android 7.1"/></properties>'
DEVICES = (IPHONE, f'<testsuite name="coupon">{_OLD}{case("领取")}{case("核销", FAILED)}</testsuite>')
AXES: dict[str, Any] = {
    "axes": {
        "os": [wanted("ios 12", name="iOS 12"), wanted("android 7", name="Android 7")],
        "case": [wanted("领取", name="claim"), wanted("核销", name="redeem")],
    }
}


def test_each_cell_of_the_matrix_has_a_case_that_passed() -> None:
    """Devices are found in the host and the properties of a suite."""
    judgement = of(*DEVICES, matrix=AXES)
    assert told(judgement) == [
        ("Android 7 × redeem", "a case that passed: Android 7 × redeem", "none passed of 1"),
        ("shop.OrderTest › 核销", "passed", "failed: no"),
    ]
    assert told(of(DEVICES[0], matrix=AXES))[0] == (
        "Android 7 × claim",
        "a case that passed: Android 7 × claim",
        "no such case",
    )
    assert len(of(*DEVICES, matrix={**AXES, "properties": ["phone"]}).findings) == 3


def test_a_device_may_be_said_by_the_file() -> None:
    """A device farm hands in a report for each device; but a file's name may also say a range, so it must be asked."""
    files = {"iOS 12/r.xml": report(case("领取")), "Android 7.xml": report(case("领取"))}
    axes = {"axes": {"os": AXES["axes"]["os"], "case": [wanted("领取", name="claim")]}}
    assert judged(files, matrix={**axes, "path": "yes"}).findings == ()
    assert observed(judged(files, matrix=axes)) == ["no such case"] * 2


def test_a_range_is_no_device() -> None:
    """What an axis excepts is looked for in the same places: a host that is called `iOS 12+` is no iOS 12."""
    suite = '<testsuite name="coupon" hostname="iOS 12+">' + case("领取") + "</testsuite>"
    axis = {"axes": {"os": [wanted("ios 12", name="iOS 12", apart_from=[r"12\+"])]}}
    assert observed(of(suite, matrix=axis)) == ["no such case"]


def test_an_axis_from_a_table() -> None:
    """The list of entry points decides what must be tested, by its words or their synonyms; an empty cell is told."""
    axes = {"axes": {"entry": {"evidence": "entries", "column": "entry"}, "case": [wanted("领取", name="claim")]}}
    cases = case("微信小程序 领取"), case("H5 领取")
    assert of(*cases, matrix=axes, axis=["微信小程序,", "手机网页,H5"]).findings == ()
    judgement = of(*cases, matrix=axes, axis=["微信小程序,", "支付宝,Alipay", ",x"])
    assert [(one.subject, one.where) for one in judgement.findings] == [
        ("entries.csv, row 4, column entry", "entries.csv, row 4, column entry"),
        ("支付宝 × claim", "entries.csv, row 3, column entry"),
    ]
    with pytest.raises(CannotJudge):
        of(*cases, matrix=axes, axis=[])
