"""Ratio: how what is wrong is told, and what was left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from readiness.model.finding import Finding, FindingKind
from readiness.model.places import place_words
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.model.units import unit_words
from readiness.probes.numbers import percent, plain
from readiness.probes.ratio.facts import Facts, Line, Side
from readiness.probes.ratio.settings import Settings
from readiness.probes.tabular.blaming import blamed_where, blamed_words
from readiness.probes.tabular.words import fill_in


@dataclass(frozen=True, slots=True)
class Amounts:
    """What was compared. `ratio` is None for a base of zero; `least` says that `limit` is the lower one."""

    value: Decimal
    base: Decimal
    ratio: Decimal | None
    needed: Decimal
    limit: Decimal
    least: bool


def out_of_bounds(settings: Settings, line: Line, amounts: Amounts, situation: Situation) -> Finding:
    """The value is too small, or too great, for its base."""
    said = _said(line, amounts)
    limit = f"{plain(amounts.limit * 100)} %"
    bound = (
        Text(f"at least {limit}", f"不低于 {limit}") if amounts.least else Text(f"at most {limit}", f"不超过 {limit}")
    )
    needed, value, base = plain(amounts.needed), plain(amounts.value), plain(amounts.base)
    required, observed = bound, Text.same(said["ratio"].en)
    if settings.value_unit:
        required = (
            Text(f"at least {needed}", f"不少于 {needed}")
            if amounts.least
            else Text(f"at most {needed}", f"不多于 {needed}")
        )
        observed = Text.same(value)
    unit = unit_words(settings.value_unit)
    counted = Text(f"{value} {unit.en}".strip(), f"{value} {unit.zh}".strip())
    told = Text(
        f"{line.subject}: {counted.en} of {base} is {said['ratio'].en}; required {bound.en}, that is {needed}",
        f"{line.subject}：{counted.zh}为基数 {base} 的 {said['ratio'].zh}，要求{bound.zh}，即 {needed}",
    )
    if amounts.ratio is None:
        told = Text(
            f"{line.subject}: {counted.en}, where the base is 0 and so at most 0 is allowed",
            f"{line.subject}：{counted.zh}，而基数为 0，最多允许 0",
        )
    message = fill_in(settings.message, situation, settings.limits, more=said) if settings.message else told
    return Finding(
        subject=line.subject,
        required=fill_in(settings.required, situation, settings.limits, more=said) if settings.required else required,
        observed=observed,
        message=blamed_words(line.blamed, message),
        unit=settings.value_unit,
        where=blamed_where(line.blamed, _both(line)),
    )


def _said(line: Line, amounts: Amounts) -> dict[str, Text]:
    ratio = "-" if amounts.ratio is None else percent(amounts.ratio, amounts.limit, up=not amounts.least)
    return {
        **{name: Text.same(cell) for name, cell in line.cells.items()},
        "value": Text.same(plain(amounts.value)),
        "base": Text.same(plain(amounts.base)),
        "ratio": Text.same(ratio),
        "needed": Text.same(plain(amounts.needed)),
    }


def missing(settings: Settings, facts: Facts, line: Line, *, of_base: bool) -> Finding:
    """The key, or the total, has no row in one of the tables."""
    source = facts.base_source if of_base else facts.value_source
    shown = place_words(source.source)
    hint = _spelled_otherwise(line.base_hint if of_base else line.value_hint)
    setting = "base_where" if of_base else "where"
    told = Text(
        f"{line.subject} has no row in {shown.en}{hint.en}", f"{shown.zh} 中没有 {line.subject} 的数据行{hint.zh}"
    )
    if not settings.per:
        told = Text(
            f"{line.subject}: `{setting}` leaves no row of {shown.en}, so there is nothing to compare; "
            "to count what may be none, use count_if in the aggregate",
            f"{line.subject}：`{setting}` 没有留下 {shown.zh} 的任何行，无从比较；"
            "若允许为零，请在聚合表达式中用 count_if 计数",
        )
    return Finding(
        subject=line.subject,
        required=Text(f"a row in {source.name}", f"{source.name} 中有数据行"),
        observed=Text("none", "无"),
        message=told,
        where=_where(line.value if of_base else line.base, line) or source.source,
        kind=FindingKind.MISSING,
    )


def no_base(line: Line) -> Finding:
    """The base is nothing, so that any value would do."""
    assert line.base is not None
    amount = line.base.amount
    observed = Text("nothing", "空") if amount is None else Text.same(plain(amount))
    at_least = Text("0 or more", "不小于 0") if amount is not None and amount < 0 else Text("above 0", "大于 0")
    return Finding(
        subject=line.subject,
        required=Text(f"a base {at_least.en}", f"基数{at_least.zh}"),
        observed=observed,
        message=Text(
            f"{line.subject}: the base is {observed.en}, so nobody can say what is required; correct it or "
            "take the row out",
            f"{line.subject}：基数为{observed.zh}，无法判断要求多少；请更正，或删除该行",
        ),
        where=_where(line.base, line),
        kind=FindingKind.MISSING if amount is None else FindingKind.WRONG,
    )


def no_base_anywhere(facts: Facts) -> Finding:
    """Each base is 0, which no check can tell from a table that nobody filled in."""
    source = facts.base_source
    shown = place_words(source.source)
    return Finding(
        subject=source.name,
        required=Text("a base above 0 for one key at least", "至少有一个基数大于 0"),
        observed=Text("0 for each", "全部为 0"),
        message=Text(
            f"Every base in {shown.en} is 0, so nothing would be required; write what is expected",
            f"{shown.zh} 中的基数全部为 0，等于没有要求；请填写预计的数值",
        ),
        where=source.source,
    )


def below_zero(settings: Settings, line: Line) -> Finding:
    """The value is nothing or negative, so it can't be a share of anything."""
    assert line.value is not None
    amount = line.value.amount
    observed = Text("nothing", "空") if amount is None else Text.same(plain(amount))
    return Finding(
        subject=line.subject,
        required=Text("0 or more", "不小于 0"),
        observed=observed,
        message=Text(
            f"{line.subject}: the value is {observed.en}; correct the rows that it is made of",
            f"{line.subject}：数值为{observed.zh}；请更正相关数据行",
        ),
        unit="" if amount is None else settings.value_unit,
        where=_where(line.value, line),
        kind=FindingKind.MISSING if amount is None else FindingKind.WRONG,
    )


def _where(side: Side | None, line: Line) -> str:
    return side.where if side is not None else line.where


def _both(line: Line) -> str:
    """Either side may be the one that is wrong; a place that both have is said once."""
    where, base = _where(line.value, line), _where(line.base, line)
    return where if not base or where.startswith(base) else f"{where}; {base}"


def _spelled_otherwise(spelling: str) -> Text:
    if not spelling:
        return Text("", "")
    return Text(
        f"; it has {spelling!r}, which looks like it but is not the same as written: make the spelling equal",
        f"；其中有相近的“{spelling}”，但写法不同，未视为同一个：请统一写法",
    )


def tell_notes(facts: Facts) -> Iterator[Text]:
    """Keys that are nobody's concern, so that they are not left out in silence."""
    if facts.strangers:
        more = ", ..." if facts.strangers > len(facts.strangers_named) else ""
        named = ", ".join(facts.strangers_named)
        yield Text(
            f"Keys that the roster does not have, not judged: {facts.strangers:,} ({named}{more})",
            f"名单中没有、未参与判断的键：{facts.strangers:,}（{named}{more}）",
        )
