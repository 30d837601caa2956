"""Kind `test-report`: rounds are told apart, each is full and clean, and each is another run."""

from __future__ import annotations

from typing import Any

import pytest

from readiness.model.finding import FindingKind, Judgement
from tests.probes.test_report.worlds import case, judged, kinds, observed, report, told, wanted

NAMES = ("支付", "退款", "登录")


def a_round(day: int, *times: str, names: tuple[str, ...] = NAMES, failing: str = "") -> str:
    cases = (
        case(name, "<failure/>" if name == failing else "", time=time) for name, time in zip(names, times, strict=True)
    )
    return report(*cases, started=f"2026-06-{day}T10:00:00+08:00")


ONE = a_round(13, "0.531", "1.204", "2.711")
TWO = a_round(14, "0.544", "1.188", "2.803")
THREE = a_round(15, "0.529", "1.251", "2.69")


def of(files: dict[str, str], **settings: Any) -> Judgement:
    asked = {"rounds": 3, "required": [wanted("支付"), wanted("退款")], "by": "T", **settings}
    return judged(files, **asked)


def test_three_rounds_in_files_or_in_folders() -> None:
    """A file is a round, and so is a folder with all that lies in it."""
    judgement = of({"1.xml": ONE, "2.xml": TWO, "3.xml": THREE})
    assert (judgement.findings, judgement.examined.count) == ((), 9)
    split = {"第1轮/a.xml": ONE, "第1轮/b.xml": report(case("分享", time="0.999"), started="2026-06-13T11:00:00+08:00")}
    assert of({**split, "第2轮/x/a.xml": TWO, "3.xml": THREE}).examined.count == 10
    assert of({**split, "第2轮/x/a.xml": TWO, "3.xml": THREE}).findings == ()


@pytest.mark.parametrize(("files", "seen"), [({"1.xml": ONE}, "1"), ({"1.xml": ONE, "2.xml": TWO}, "2")])
def test_too_few_rounds_are_missing(files: dict[str, str], seen: str) -> None:
    """One run is no proof of three; a single bound file is one round."""
    judgement = of(files)
    assert observed(judgement) == [seen]
    assert kinds(judgement) == [FindingKind.MISSING]


def test_each_round_is_clean_and_full() -> None:
    """A failure in any round, and a required case that a round left out, are findings that name the round."""
    failing = a_round(14, "0.544", "1.188", "2.803", failing="登录")
    assert told(of({"1.xml": ONE, "2.xml": failing, "3.xml": THREE})) == [("shop.OrderTest › 登录", "passed", "failed")]
    more = a_round(14, "0.544", "1.188", "2.803", names=("支付", "退款", "部分退款"))
    judgement = of({"1.xml": ONE, "2.xml": more, "3.xml": THREE})
    assert [(one.subject, one.observed.en) for one in judgement.findings] == [
        ("1.xml", "without shop.OrderTest › 部分退款"),
        ("3.xml", "without shop.OrderTest › 部分退款"),
    ]
    short = a_round(14, "0.544", "1.188", names=("支付", "登录"))
    assert ("2.xml", "a case that passed: demand", "no such case") in told(
        of({"1.xml": ONE, "2.xml": short, "3.xml": THREE})
    )


def test_a_copied_round_is_no_round() -> None:
    """False-GO 22: the same bytes under another name."""
    assert told(of({"1.xml": ONE, "2.xml": TWO, "3.xml": ONE})) == [
        ("3.xml", "another run than 1.xml", "the same file, copied")
    ]


def test_a_copied_round_with_a_blank_more_has_the_same_start() -> None:
    """False-GO 22: other bytes, and yet the same run."""
    assert observed(of({"1.xml": ONE, "2.xml": TWO, "3.xml": ONE + "\n"})) == ["the same start time"]


def test_a_copied_round_with_another_time_took_exactly_as_long() -> None:
    """False-GO 22: an edited timestamp, renamed suite and all: the durations of the cases tell."""
    edited = ONE.replace("06-13T10", "06-15T09").replace("回归测试", "第三轮").replace('time="60"', 'time="61"')
    assert observed(of({"1.xml": ONE, "2.xml": TWO, "3.xml": edited})) == ["3 of 3 cases took exactly as long"]
    touched = edited.replace("0.531", "0.532")
    assert observed(of({"1.xml": ONE, "2.xml": TWO, "3.xml": touched})) == ["2 of 3 cases took exactly as long"]
    assert of({"1.xml": ONE, "2.xml": TWO, "3.xml": touched.replace("1.204", "1.205")}).findings == ()


def test_rounded_durations_are_alike_by_chance() -> None:
    """Durations of one digit prove nothing unless all are the same; without any nothing is proved."""
    coarse = [a_round(day, "0.1", "0.2", last) for day, last in ((13, "0.3"), (14, "0.4"), (15, "0.5"))]
    assert of({f"{n}.xml": one for n, one in enumerate(coarse)}).findings == ()
    same = [a_round(day, "0.1", "0.2", "0.3") for day in (13, 14, 15)]
    assert observed(of({f"{n}.xml": one for n, one in enumerate(same)})) == ["3 of 3 cases took exactly as long"] * 3
    none = [a_round(day, "", "", "") for day in (13, 14, 15)]
    assert (
        observed(of({f"{n}.xml": one for n, one in enumerate(none)}))
        == ["no durations by which runs could be told apart"] * 3
    )


def test_a_round_that_shares_a_file_with_another() -> None:
    """False-GO 22: one new file beside the old ones makes no new round."""
    new = report(case("分享", time="0.987"), started="2026-06-15T10:00:00+08:00")
    assert "the same file, copied" in observed(of({"1/a.xml": ONE, "2/a.xml": TWO, "3/a.xml": TWO, "3/b.xml": new}))


def test_the_last_rounds_are_judged() -> None:
    """A round that failed and was mended may stay: it is noted, and three clean ones after it count."""
    failed = report(case("支付", "<failure/>"), started="2026-06-12T10:00:00+08:00")
    judgement = of({"0.xml": failed, "1.xml": ONE, "2.xml": TWO, "3.xml": THREE})
    assert judgement.findings == ()
    assert "not 0.xml (1 failed cases)" in judgement.notes[0].en
    last = report(case("支付", "<failure/>", time="0.6"), case("退款", time="1.3"), started="2026-06-16T10:00:00+08:00")
    assert "shop.OrderTest › 支付" in [
        one[0] for one in told(of({"0.xml": last, "1.xml": ONE, "2.xml": TWO, "3.xml": THREE}))
    ]


def test_an_empty_round_is_not_left_out() -> None:
    """False-GO 22: a round that nothing dates, since it holds no case, is judged and not dropped as the oldest."""
    assert ("4.xml", "test cases", "none") in told(
        of({"1.xml": ONE, "2.xml": TWO, "3.xml": THREE, "4.xml": "<testsuites/>"})
    )
