"""Stock coverage: how bad rows, and rows left out, are told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from readiness.model.errors import CannotJudge
from readiness.model.finding import Finding, FindingKind
from readiness.model.places import place_words
from readiness.model.text import Advice, Text
from readiness.model.workbook import zone_in_row
from readiness.probes.stock_coverage.facts import Facts, Trouble, TroubleKind


@dataclass(frozen=True, slots=True)
class _Telling:
    """How one sort of trouble is told; `{cell}` and `{n}` are filled in."""

    required: Text
    observed: Text
    message: Text
    kind: FindingKind = FindingKind.WRONG


_CELL = Text("{cell}", "{cell}")
_TWICE = Text("{n} rows", "{n} 行")

_TELLINGS: dict[TroubleKind, _Telling] = {
    TroubleKind.ROSTER_WITHOUT_SKU: _Telling(
        Text("a SKU", "填写 SKU"),
        Text("an empty cell", "空单元格"),
        Text("A row of the promoted roster has no SKU, so nobody knows what it asks", "主推商品清单中有一行没有 SKU"),
        FindingKind.MISSING,
    ),
    TroubleKind.ROSTER_TWICE: _Telling(
        Text("once", "只出现一次"),
        _TWICE,
        Text(
            "The promoted roster names this SKU {n} times; take the others out",
            "主推商品清单中该 SKU 出现了 {n} 次，请删除多余行",
        ),
    ),
    TroubleKind.QUANTITY_UNREAD: _Telling(
        Text("a number of units", "数量（数字）"),
        _CELL,
        Text(
            "The quantity {cell} is not a number, so this row was not counted; correct the cell",
            "数量{cell}不是数字，该行未计入；请更正该单元格",
        ),
        FindingKind.UNREADABLE,
    ),
    TroubleKind.QUANTITY_NEGATIVE: _Telling(
        Text("0 or more", "不小于 0"),
        _CELL,
        Text(
            "The quantity {cell} is, or comes out, below zero; correct the stock system's booking",
            "数量{cell}为负数或相减后为负数；请更正库存系统中的记账",
        ),
    ),
    TroubleKind.EXPIRY_UNREAD: _Telling(
        Text("a date", "日期"),
        _CELL,
        Text(
            "The expiry {cell} is not a date such as 2026-12-31, so this lot was not counted; correct the cell "
            "(goods that never expire: set `undated_lots: yes` and leave it empty)",
            "有效期{cell}不是 2026-12-31 这样的日期，该批次未计入；请更正该单元格"
            "(不会过期的商品：设置 `undated_lots: yes` 并留空)",
        ),
        FindingKind.UNREADABLE,
    ),
    TroubleKind.SNAPSHOT_UNREAD: _Telling(
        Text("date and time of the snapshot", "快照的日期和时间"),
        _CELL,
        Text(
            "The snapshot time {cell} is not an instant, so this row was not counted; write date, time and offset, "
            "or add `zone:` to the binding",
            "快照时间{cell}无法确定时刻，该行未计入；请写明日期、时间和时区偏移，或在绑定中加上 `zone:`",
        ),
        FindingKind.UNREADABLE,
    ),
    TroubleKind.SNAPSHOT_IN_FUTURE: _Telling(
        Text("not in the future", "不晚于当前"),
        _CELL,
        Text(
            "The snapshot time {cell} is in the future, so this row was not counted; its zone is probably wrong",
            "快照时间{cell}在将来，该行未计入；很可能是时区写错了",
        ),
    ),
    TroubleKind.STOCK_REPEATED: _Telling(
        Text("each row once", "每行只出现一次"),
        _TWICE,
        Text(
            "The stock holds this row {n} times, the same in every cell: an export pasted twice counts units that are "
            "not there; take the copies out",
            "库存表中完全相同的行出现了 {n} 次：重复粘贴的导出会虚增库存，请删除重复行",
        ),
    ),
    TroubleKind.STOCK_TWICE: _Telling(
        Text("rows that can be told apart", "可以区分的行"),
        _TWICE,
        Text(
            "The stock gives this SKU {n} times and nothing but the quantity (or its time) differs, so nobody can tell "
            "whether they add up; export the warehouse or lot too, or keep one",
            "库存表中该 SKU 出现 {n} 次，除数量（或时间）外完全相同，无法判断能否相加；"
            "请同时导出仓库或批次，或只保留一行",
        ),
    ),
    TroubleKind.UNITS_UNREAD: _Telling(
        Text("a number of units", "数量（数字）"),
        _CELL,
        Text(
            "The forecast {cell} is not a number, so this row was not counted; correct the cell",
            "预估销量{cell}不是数字，该行未计入；请更正该单元格",
        ),
        FindingKind.UNREADABLE,
    ),
    TroubleKind.UNITS_NEGATIVE: _Telling(
        Text("0 or more", "不小于 0"),
        _CELL,
        Text(
            "The forecast {cell} is below zero and was taken as 0, since it would lower what is needed; correct it",
            "预估销量{cell}为负数，已按 0 计（否则会降低要求）；请更正",
        ),
    ),
    TroubleKind.FORECAST_TWICE: _Telling(
        Text("rows that can be told apart", "可以区分的行"),
        _TWICE,
        Text(
            "The forecast gives this SKU {n} times and at most the units differ; say region or period, or keep one",
            "预估表中该 SKU 出现 {n} 次，除数量外完全相同；请写明区域或时段，或只保留一行",
        ),
    ),
    TroubleKind.FORECAST_WITHOUT_SKU: _Telling(
        Text("a SKU", "填写 SKU"),
        _CELL,
        Text(
            "This row expects sales of no SKU ({cell}), so they were added to none and some SKU may need more than it "
            "seems; write the SKU, or take the row out (a total, for instance)",
            "该行有预估销量但没有 SKU（{cell}），未计入任何商品，可能低估需求；请填写 SKU，若为合计行请删除",
        ),
        FindingKind.MISSING,
    ),
    TroubleKind.FORECAST_SPELLED_OTHERWISE: _Telling(
        Text("the spelling of the promoted roster", "与主推商品清单写法一致"),
        _CELL,
        Text(
            "The forecast also has {cell}, which looks like it but is not the same as written, so its sales were not "
            "added; make the spelling equal, or promote it as a SKU of its own",
            "预估表中另有写法相近的{cell}，其销量未计入；请统一写法，若确为另一商品请单独列入主推清单",
        ),
    ),
}


_NUMBERS = (TroubleKind.QUANTITY_UNREAD, TroubleKind.UNITS_UNREAD)
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
_GROUPS = Text(
    ". If the commas group thousands, add `thousands: ','` to the binding",
    "。如果逗号是千位分隔符，请在绑定中加上 `thousands: ','`",
)


def tell_trouble(trouble: Trouble) -> Finding:
    """One bad row, or group of rows, as a finding."""
    telling = _TELLINGS[trouble.kind]

    def said(text: Text) -> Text:
        cell_en = repr(trouble.text) if trouble.text else "an empty cell"
        cell_zh = f"“{trouble.text}”" if trouble.text else "空单元格"
        return Text(
            text.en.replace("{n}", str(trouble.count)).replace("{cell}", cell_en),
            text.zh.replace("{n}", str(trouble.count)).replace("{cell}", cell_zh),
        )

    message = said(telling.message)
    if trouble.kind in _NUMBERS and _GROUPED.fullmatch(trouble.text):
        message = Text(message.en + _GROUPS.en, message.zh + _GROUPS.zh)
    named = f"{trouble.sku}: " if trouble.sku else ""
    return Finding(
        subject=trouble.sku or trouble.where,
        required=said(telling.required),
        observed=said(telling.observed),
        message=Text(named + message.en, named.replace(": ", "：") + message.zh),
        where=trouble.where,
        kind=telling.kind,
    )


def no_snapshot_time(name: str, source: str, reason: Text) -> CannotJudge:
    """The column of snapshot times is there, so a time in the binding would not be asked; `reason` quotes a cell."""
    shown = place_words(source)
    return CannotJudge(
        Text(
            f"No snapshot time (`as_at`) of {shown.en} can be read: {reason.en}",
            f"{shown.zh} 的快照时间（`as_at`）都无法读取：{reason.zh}",
        ),
        Advice(
            "Write date, time and offset in every cell; times without an offset need `zone:` in the binding of "
            f"`{name}`, such as `zone: Asia/Shanghai`",
            f"请在每个单元格写明日期、时间和时区偏移；若都未写偏移，请在 `{name}` 的绑定中加上 `zone: Asia/Shanghai`",
            zone_in_row(name),
        ),
    )


def tell_notes(facts: Facts) -> Iterator[Text]:
    """What was left out of the judgement, so that it is not left out in silence."""
    counts = (
        (facts.other_stock_rows, "stock rows are of SKUs that are not promoted", "行库存不属于主推商品，未参与判断"),
        (
            facts.other_forecast_rows,
            "forecast rows are of SKUs that are not promoted",
            "行预估不属于主推商品，未参与判断",
        ),
        (
            facts.expired_skus,
            "promoted SKUs have stock that expires before the campaign ends; it was not counted",
            "个主推 SKU 有在活动结束前过期的库存，未计入",
        ),
        (
            facts.elsewhere_skus,
            "promoted SKUs have stock in warehouses or statuses that do not count",
            "个主推 SKU 有属于不计入的仓库或状态的库存",
        ),
    )
    for count, en, zh in counts:
        if count:
            yield Text(f"{count:,} {en}", f"{count:,} {zh}")
    if facts.statuses_unjudged:
        yield Text(
            "The stock has a column `status` and every status was counted; name those that can be sold in `statuses`",
            "库存表有 `status` 列，所有状态均已计入；可用 `statuses` 指定可售状态",
        )
