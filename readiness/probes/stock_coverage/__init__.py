"""`stock-coverage`: every promoted SKU holds enough stock for what it is expected to sell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from typing import Any

from readiness.model.ages import judge_age
from readiness.model.errors import CannotJudge
from readiness.model.finding import Examined, Finding, FindingKind, Judgement, Measure
from readiness.model.places import place_words
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.stock_coverage.facts import WORST_SHOWN, Facts, Settings, SkuStock
from readiness.probes.stock_coverage.reading import read_stock
from readiness.probes.stock_coverage.words import tell_notes, tell_trouble

__all__ = ["NAME", "SUMMARY", "Settings", "gather", "judge", "stricter"]

NAME = "stock-coverage"
# Wide enough for every product of a ratio and a sum that the engine can hold, so nothing is ever rounded up to a pass.
_EXACT = Context(prec=80, rounding=ROUND_FLOOR)
SUMMARY = Text(
    "Every promoted SKU holds at least so many times its forecast sales in stock that can be sold",
    "每个主推 SKU 的可售库存至少达到预估销量的规定倍数",
)


def gather(settings: Settings, context: Any) -> Facts:
    """Asks the engine about the three tables. Raises NotSupplied and CannotJudge."""
    promoted = context.table(settings.promoted)
    stock, forecast = context.table(settings.stock), context.table(settings.forecast)
    return read_stock(settings, promoted, stock, forecast, context.times)


def judge(settings: Settings, facts: Facts, situation: Situation) -> Judgement:
    """Each promoted SKU needs `available >= min_ratio * forecast`, in exact decimals, and a forecast above zero
    (requirements, execution-02-stock-coverage). Raises CannotJudge and NotSupplied."""
    _refuse_nothing(facts)
    stale = judge_age(facts.stock_name, facts.stock_source, facts.time, settings.max_age, situation.times)
    # The engine compared the others; those it hands over are compared here once more.
    short = [finding for sku in (*facts.short, *facts.worst) for finding in _judge_sku(settings, sku)]
    troubles = [tell_trouble(trouble) for trouble in facts.troubles]
    # A SKU can be wrong in the stock and in the forecast: at least one finding stands for each that the list cuts.
    total = facts.short_total - len(facts.short) + len(short) + facts.troubles_total + (stale is not None)
    findings = [*([stale] if stale else []), *_shared(settings.max_findings, short, troubles)]
    assert facts.time is not None  # judge_age has refused stock without a time
    return Judgement(
        examined=Examined(facts.promoted, "SKUs"),
        findings=tuple(findings),
        measures=tuple(_measures(settings, facts)),
        notes=tuple(tell_notes(facts)),
        findings_total=max(total, len(findings)),
        holds_until=None if stale else facts.time.astimezone(UTC) + settings.max_age,
    )


def stricter(before: Settings, after: Settings) -> bool:
    """Whether `after` passes nothing that `before` would not have passed."""
    same = (before.promoted, before.stock, before.forecast) == (after.promoted, after.stock, after.forecast)
    return (
        same
        and after.min_ratio >= before.min_ratio
        and after.max_age <= before.max_age
        and _narrower(before.warehouses, after.warehouses)
        and _narrower(before.statuses, after.statuses)
        and after.undated_lots <= before.undated_lots
    )


def _narrower(before: tuple[str, ...] | None, after: tuple[str, ...] | None) -> bool:
    return before is None or (after is not None and set(after) <= set(before))


def _refuse_nothing(facts: Facts) -> None:
    if facts.promoted == 0:
        raise CannotJudge(
            Text(
                "The promoted roster names no SKU, so nothing could be checked", "主推商品清单中没有任何 SKU，无从检查"
            ),
            Text("List every promoted SKU in the column `sku`", "请在 `sku` 列中列出全部主推 SKU"),
        )
    if not facts.readable:
        found_en = (
            "no row" if facts.stock_rows == 0 else f"{facts.stock_rows:,} rows and not one quantity that is a number"
        )
        found_zh = "没有任何数据行" if facts.stock_rows == 0 else f"{facts.stock_rows:,} 行数据，但没有一个数量是数字"
        raise CannotJudge(
            Text(f"{facts.stock_source} has {found_en}", f"{place_words(facts.stock_source).zh}：{found_zh}"),
            Text(
                "Export the stock again; if its numbers have group marks, add `thousands: ','` to the binding",
                "请重新导出库存；如果数字带千位分隔符，请在绑定中加上 `thousands: ','`",
            ),
        )


def _judge_sku(settings: Settings, sku: SkuStock) -> Iterator[Finding]:
    if sku.forecast is None or sku.forecast <= 0:
        yield _without_forecast(sku)
    if sku.available is None:
        yield _out_of_stock(settings, sku)
    elif _is_short(settings, sku):
        yield _too_little(settings, sku)


def _is_short(settings: Settings, sku: SkuStock) -> bool:
    """Whether there is some stock and some forecast, and too little of the one for the other."""
    if sku.available is None or sku.forecast is None or sku.forecast <= 0:
        return False
    return sku.available < _needed(settings, sku.forecast)


def _without_forecast(sku: SkuStock) -> Finding:
    observed = Text("no forecast", "无预估销量") if sku.forecast is None else Text.same(_units(sku.forecast))
    hint = _spelled_otherwise("forecast", "预估表", sku.forecast_hint)
    return Finding(
        subject=_subject(sku),
        required=Text("a forecast above 0", "预估销量大于 0"),
        observed=observed,
        message=Text(
            f"{_subject(sku)} is promoted, but has no forecast above 0, so nobody can say whether its stock is enough"
            + hint.en,
            f"主推商品 {_subject(sku)} 没有大于 0 的预估销量，无法判断库存是否足够" + hint.zh,
        ),
        unit="units",
        where=sku.where,
        kind=FindingKind.MISSING,
    )


def _out_of_stock(settings: Settings, sku: SkuStock) -> Finding:
    hint = _spelled_otherwise("stock", "库存表", sku.stock_hint)
    required = _required(settings, sku)
    return Finding(
        subject=_subject(sku),
        required=Text.same(f"{required:f}") if required else Text("some stock", "有库存"),
        observed=Text.same("0"),
        message=Text(
            f"{_subject(sku)} is promoted, but the stock has no row of it" + hint.en,
            f"主推商品 {_subject(sku)} 不在库存表中" + hint.zh,
        ),
        unit="units",
        where=sku.where,
        kind=FindingKind.MISSING,
    )


def _too_little(settings: Settings, sku: SkuStock) -> Finding:
    assert sku.available is not None
    assert sku.forecast is not None
    required = _required(settings, sku)
    lacking = _lacking(settings, sku)
    ratio, limit = _percent(_ratio(sku.available, sku.forecast)), f"{_units(settings.min_ratio * 100)} %"
    left_out_en, left_out_zh = _left_out(sku)
    return Finding(
        subject=_subject(sku),
        required=Text.same(f"{required:f}"),
        observed=Text.same(_units(sku.available)),
        message=Text(
            f"{_subject(sku)}: {_units(sku.available)} units are {ratio} of the forecast {_units(sku.forecast)}; "
            f"required {limit}. Replenish {lacking:f} units{left_out_en}",
            f"{_subject(sku)}：可用 {_units(sku.available)} 件，为预估销量 {_units(sku.forecast)} 件的 {ratio}，"
            f"要求 {limit}；需补货 {lacking:f} 件{left_out_zh}",
        ),
        unit="units",
        where=sku.where,
    )


def _lacking(settings: Settings, sku: SkuStock) -> Decimal:
    assert sku.available is not None
    assert sku.forecast is not None
    return _EXACT.subtract(_needed(settings, sku.forecast), sku.available).to_integral_value(ROUND_CEILING)


def _required(settings: Settings, sku: SkuStock) -> Decimal | None:
    if sku.forecast is None or sku.forecast <= 0:
        return None
    return _needed(settings, sku.forecast).to_integral_value(ROUND_CEILING)


def _left_out(sku: SkuStock) -> tuple[str, str]:
    """Why the sum may be lower than the file's."""
    parts = [
        (sku.expired, "expire before the campaign ends", "在活动结束前过期"),
        (sku.elsewhere, "are of warehouses or statuses that do not count", "属于不计入的仓库或状态"),
        (sku.unread, "could not be read", "无法读取"),
    ]
    said = [(en, zh) for holds, en, zh in parts if holds]
    if not said:
        return "", ""
    return (
        f" (not counted: rows that {' or '.join(en for en, _ in said)})",
        f"（未计入：{'、'.join(zh for _, zh in said)}的行）",
    )


def _spelled_otherwise(where_en: str, where_zh: str, spelling: str) -> Text:
    if not spelling:
        return Text("", "")
    return Text(
        f"; the {where_en} has {spelling!r}, which looks like it but is not the same SKU as written: "
        "make the spelling equal (Excel drops leading zeros)",
        f";{where_zh}中有相近的“{spelling}”，但写法不同，未视为同一 SKU：请统一写法（Excel 会丢失前导零）",
    )


def _subject(sku: SkuStock) -> str:
    return f"{sku.sku} ({sku.name})" if sku.name else sku.sku


def _units(number: Decimal) -> str:
    """The number as people write it: no exponent, no zeros that say nothing."""
    return f"{number.normalize():f}"


def _needed(settings: Settings, forecast: Decimal) -> Decimal:
    return _EXACT.multiply(settings.min_ratio, forecast)


def _ratio(available: Decimal, forecast: Decimal) -> Decimal:
    return _EXACT.divide(available, forecast)


def _percent(ratio: Decimal) -> str:
    """Cut, never rounded: what lies below the limit must not read as the limit."""
    return f"{_units((ratio * 100).quantize(Decimal('0.1'), ROUND_FLOOR))} %"


def _shared(room: int, short: list[Finding], troubles: list[Finding]) -> list[Finding]:
    """Both sorts of findings in at most `room`: when there are too many, neither hides the other."""
    if len(short) + len(troubles) <= room:
        return [*short, *troubles]
    kept = min(len(troubles), max(room - len(short), room // 4))
    return [*short[: room - kept], *troubles[:kept]]


def _measures(settings: Settings, facts: Facts) -> Iterator[Measure]:
    """The ratios, lowest first: those of all SKUs that are listed as short, and so many in all; then by how many units
    each of the short ones is short."""
    ratios = [
        (_ratio(sku.available, sku.forecast), sku)
        for sku in (*facts.short, *facts.worst)
        if sku.available is not None and sku.forecast is not None and sku.forecast > 0
    ]
    ratios.sort(key=lambda found: (found[0], found[1].sku))
    short = [sku for _, sku in ratios if _is_short(settings, sku)]
    for ratio, sku in ratios[: max(WORST_SHOWN, len(short))]:
        value = ratio.quantize(Decimal("0.0001"), ROUND_FLOOR)
        yield Measure(_subject(sku), value, settings.min_ratio, "ratio", "stock coverage")
    for sku in short:
        yield Measure(_subject(sku), _lacking(settings, sku), Decimal(0), "units", "short")
