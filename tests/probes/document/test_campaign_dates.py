"""Kind `document`: the campaign's own dates, the dates that a text states, and the names that it mentions."""

from __future__ import annotations

from datetime import datetime

import pytest

from readiness.model.errors import CannotJudge, NotSupplied
from readiness.model.finding import FindingKind
from readiness.model.times import Times
from tests.probes.document.worlds import NOW, ZONE, judged, observed, places, times

# The campaign runs from 18 June 2026, 00:00, to 20 June 2026, 23:59:59, in Shanghai.


def said(text: str, **more: object) -> list[str]:
    """What the findings about the campaign's dates observed."""
    return observed(judged({"terms.md": text}, campaign_dates="yes", **more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "活动时间：2026年6月18日至2026年6月20日",
        "活动时间：2026年6月18日00:00至2026年6月20日24:00",
        "活动时间：6月18日0点-20日24点",
        "活动时间：6月17日24:00至6月20日23:59:59",
        "活动时间：6月18日零点到6月21日00:00",
        "活动日期：6月18日-20日",
        "活动期间：6.18-6.20",
        "## 活动时间\n\n2026年6月18日（周四）00:00 — 6月20日（周六）23:59\n\n## 售后\n\n7月31日前",
        "| 活动时间 | 2026/6/18-6/20 |\n|---|---|",
        "Campaign period: 18–20 June 2026",
        "The offer is valid from June 18, 2026 to June 20, 2026.",
        "Valid from 00:00 on 18 June to 11:59 pm on 20 June 2026",
        "自2026-06-18起，2026-06-20止",
        "活动时间：预热 6月10日-17日，正式 6月18日-20日",
        "活动时间：6月18日-20日。活动期间购买的商品，可于7月4日前退货",
        "活动时间：6月18日-20日。优惠券活动时间：6月10日-30日",
        "Campaign period: 18-20 June 2026. Vouchers are valid from 21 June to 30 June 2026.",
        "活动时间以页面为准，即6月18日至6月20日",
    ],
)
def test_the_campaigns_dates_are_stated_as_people_write_them(text: str) -> None:
    """Launch and end in any of the usual ways, in the campaign's zone, with the time of day or without."""
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        ("本活动即将开始", ["no date", "no date"]),
        ("6.18大促", ["no date", "no date"]),
        ("6月18日开抢", ["only 6月18日"]),
        ("6月18日10:00开抢，6月20日24:00止", ["only 6月18日10:00, 6月20日24:00"]),
        ("6月18日至6月20日18:00", ["only 6月18日, 6月20日18:00"]),
        ("2025年6月18日至2025年6月20日", ["only 2025年6月18日, 2025年6月20日"] * 2),
        ("6月18日至6月21日", ["only 6月18日, 6月21日"]),
        ("6月18日00:00:01至6月20日", ["only 6月18日00:00:01, 6月20日"]),
    ],
)
def test_what_is_not_stated_is_a_finding(text: str, findings: list[str]) -> None:
    """Another date, another year, another time of day, or none at all does not state the moment."""
    assert said(text) == findings


def test_a_finding_says_what_to_write() -> None:
    """The required moment is told as people write it, in the campaign's zone."""
    (found,) = judged({"terms.md": "6月18日开抢"}, campaign_dates="yes").findings
    assert (found.required.en, found.required.zh) == (
        "the campaign's end: 20 June 2026, 23:59:59",
        "活动结束时间：2026年6月20日 23:59:59",
    )
    assert found.kind is FindingKind.MISSING


def test_an_end_at_midnight_is_the_day_before() -> None:
    """An end at 00:00 on 21 June is said as 20 June, 24:00, or the date alone; 21 June alone says another day."""
    when = times(end=datetime(2026, 6, 21, tzinfo=ZONE))
    for text in ("6月18日-20日", "6月18日至6月20日24:00", "6月18日至6月21日0点", "6月18日至6月20日23:59"):
        assert said(text, when=when) == []
    assert said("6月18日-21日", when=when) == ["only 6月18日, 21日"]


@pytest.mark.parametrize(
    "period",
    [
        "活动时间：6月18日-22日",
        "活动期间：2026年6月17日至6月20日",
        "活动时间：6月18日10:00至6月20日24:00",
        "## 活动日期\n\n6月16日-18日",
        "Campaign period: 18-21 June 2026",
        "This offer is valid from 18 June to 30 June 2026",
        "活动时间：6月18日",
    ],
)
def test_another_period_under_the_same_name_is_a_finding(period: str) -> None:
    """A labelled period that differs is told with both values, even where the right one stands elsewhere."""
    judgement = judged({"terms.md": f"大促 2026年6月18日至2026年6月20日\n\n{period}\n"}, campaign_dates="yes")
    (found,) = judgement.findings
    assert found.required.en == "18 June 2026, 00:00 to 20 June 2026, 23:59:59"
    assert found.kind is FindingKind.WRONG
    assert found.where.startswith("terms.md, line ")


def test_a_date_that_can_not_be_told_is_a_finding() -> None:
    """06/07/2026 is the sixth of July or June the seventh; 06/18/2026 can be only one."""
    judgement = judged({"terms.md": "06/18/2026 to 06/20/2026.\n\nDelivery by 06/07/2026"}, campaign_dates="yes")
    (found,) = judgement.findings
    assert (found.observed.en, found.where) == ("“06/07/2026”", "terms.md, line 3")
    assert "can't be told" in found.message.en


def test_a_date_that_can_not_be_told_states_nothing() -> None:
    """06/07/2026 does not state a launch on 7 June, nor an end on it, though one of its readings would."""
    day = datetime(2026, 6, 7, tzinfo=ZONE)
    kinds = [found.kind for found in judged({"t.md": "06/07/2026"}, campaign_dates="yes", when=_of_day(day)).findings]
    assert kinds == [FindingKind.MISSING, FindingKind.MISSING, FindingKind.UNREADABLE]
    assert judged({"t.md": "7 June 2026"}, campaign_dates="yes", when=_of_day(day)).findings == ()


def _of_day(day: datetime) -> Times:
    return times(launch=day, end=day.replace(hour=23, minute=59, second=59))


def test_each_document_states_the_dates_itself() -> None:
    """Terms and copy are read apart: one can't state what the other leaves out."""
    files = {"terms.md": "6月18日-20日", "copy.md": "快来"}
    assert {found.subject for found in judged(files, campaign_dates="yes").findings} == {"copy.md"}


_UPDATED = {"name": {"en": "last updated", "zh": "更新日期"}, "label": ["最后更新", "last updated"]}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("最后更新：2026年6月1日", None),
        ("Last updated: June 1, 2026", None),
        ("2026-06-01 最后更新", None),
        ("最后更新：2025年1月1日。最后更新：2026年6月1日", None),
        ("隐私政策", FindingKind.MISSING),
        ("最后更新见页面。" + "文" * 50 + "2026年6月1日", FindingKind.MISSING),
        ("最后更新：6月1日", FindingKind.UNREADABLE),
        ("Last updated: 06/07/2026", FindingKind.UNREADABLE),
        ("最后更新：2026年5月18日", FindingKind.WRONG),
        ("最后更新：2026年6月11日", FindingKind.WRONG),
    ],
)
def test_a_stated_date_lies_in_its_window(text: str, kind: FindingKind | None) -> None:
    """The latest labelled date counts; missing, without year, too early and in the future are findings."""
    asked = {**_UPDATED, "not_before": "T-30d", "by": "T"}
    judgement = judged({"privacy.md": text}, states_date=asked)
    assert [found.kind for found in judgement.findings] == ([] if kind is None else [kind])
    assert judgement.examined.count == 1


@pytest.mark.parametrize(
    ("window", "kinds"),
    [
        ({"not_before": "2026-06-01T00:00:00+08:00"}, []),
        ({"not_before": "2026-06-01T00:00:01+08:00"}, [FindingKind.WRONG]),
        ({"by": "2026-06-02T00:00:00+08:00"}, []),
        ({"by": "2026-06-01T23:59:59+08:00"}, [FindingKind.LATE]),
    ],
)
def test_a_day_counts_as_its_end_and_its_beginning(window: dict[str, str], kinds: list[FindingKind]) -> None:
    """A day without a time is its end for `by` and its beginning for `not_before`, at exactly the boundary in order."""
    judgement = judged({"p.md": "最后更新：2026年6月1日"}, states_date={**_UPDATED, **window})
    assert [found.kind for found in judgement.findings] == kinds


def test_under_as_of_a_later_date_was_not_there() -> None:
    """Asked about an instant before the update, the text did not state it yet."""
    when = times(datetime(2026, 5, 30, tzinfo=ZONE), as_of=True)
    (found,) = judged({"p.md": "最后更新：2026年6月1日"}, states_date=_UPDATED, when=when).findings
    assert found.kind is FindingKind.MISSING


_FIELDS = {"privacy": {"file": "privacy.md"}, "fields": {"file": "fields.csv"}}


def _mentions(text: str, table: str) -> list[tuple[str, FindingKind]]:
    files = {"privacy.md": text, "fields.csv": table}
    judgement = judged(files, _FIELDS, mentions_each={"evidence": "fields", "column": "field"})
    return [(found.required.en, found.kind) for found in judgement.findings]


def test_each_value_of_a_column_is_mentioned() -> None:
    """Every field that is collected is named in the policy, by its own name or another word for it."""
    table = "字段,别名\n手机号,手机号码、mobile\n收货地址,\nphone_model,\n"
    assert _mentions("我们收集 Mobile、收货\n地址和 phone model。", table) == []
    assert _mentions("我们收集 mobile。", table) == [
        ("names 收货地址", FindingKind.MISSING),
        ("names phone_model", FindingKind.MISSING),
    ]


def test_a_latin_name_is_found_as_a_whole_word() -> None:
    """`age` is not mentioned by `usage` or `page`."""
    assert _mentions("usage of this page", "字段\nage\n") == [("names age", FindingKind.MISSING)]
    assert _mentions("your age, name", "字段\nage\n") == []


def test_an_empty_cell_is_a_finding() -> None:
    """False-GO 10: what the table does not say can't be looked for, so it does not pass."""
    assert _mentions("手机号", "字段,别名\n手机号,\n,mobile\n") == [("a name", FindingKind.UNREADABLE)]


def test_without_the_table_nothing_is_judged() -> None:
    """False-GO 5: no table, or a table without rows, is no list of which everything was mentioned."""
    with pytest.raises(NotSupplied):
        _mentions_without_table()
    with pytest.raises(CannotJudge):
        _mentions("手机号", "字段\n")


def _mentions_without_table() -> None:
    judged({"privacy.md": "手机号"}, _FIELDS, mentions_each={"evidence": "fields", "column": "field"})


def test_findings_of_a_policy_name_the_file_and_the_line() -> None:
    """Places are those of the text, and the moment judged at is the run's."""
    judgement = judged({"p.md": "# 政策\n\n最后更新：2026年7月1日"}, states_date=_UPDATED, when=times(NOW))
    assert places(judgement) == ["p.md, line 3"]
