"""Promotion rules: from the tables to the shop that they declare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from readiness.evidence.cells import CellError
from readiness.evidence.meanings import cast_of
from readiness.evidence.table import Row, Table
from readiness.model.errors import CannotJudge
from readiness.model.evidence import ColumnType
from readiness.model.places import place_words
from readiness.model.text import Text
from readiness.probes.keys import NO_KEY, look, trimmed
from readiness.probes.promotion_rules.arithmetic.model import Bounds, Shop, Sku
from readiness.probes.promotion_rules.facts import Facts, Flaw, FlawKind
from readiness.probes.promotion_rules.magento import magento_rows
from readiness.probes.promotion_rules.offer_row import OfferRow, cents
from readiness.probes.promotion_rules.offers import Known, offers_of
from readiness.probes.promotion_rules.settings import Form, Settings
from readiness.probes.promotion_rules.shopify import shopify_rows


def read_shop(settings: Settings, context: Any) -> Facts:
    """The shop, and what is wrong with the tables. Raises NotSupplied and CannotJudge."""
    offers, prices = context.table(settings.offers), context.table(settings.prices)
    flaws: list[Flaw] = []
    skus, where, titles = _read_prices(settings, prices, flaws)
    if not skus and not flaws:
        raise _nothing(prices.use.source, "SKU", "商品")
    if settings.roster is not None:
        flaws += _not_priced(context.table(settings.roster), where, prices)
    rows = list(_offer_rows(settings, offers, flaws, context.times.zone))
    if not rows and not flaws:
        raise _nothing(offers.use.source, "offer", "优惠")
    read = offers_of(rows, Known(skus, settings.channels, settings.regions))
    bounds = Bounds(settings.lines, settings.pieces, settings.rounding)
    return Facts(
        shop=Shop(skus, tuple(read.offers), bounds),
        flaws=(*flaws, *read.flaws),
        written=read.written,
        prices=where,
        titles=titles,
        budgets=read.budgets,
        unlimited=frozenset(settings.unlimited),
    )


def _nothing(source: str, en: str, zh: str) -> CannotJudge:
    return CannotJudge(
        Text(
            f"{source} lists no {en}, so there is nothing to work out",
            f"{place_words(source).zh} 中没有任何{zh}，无从计算",
        ),
        Text("Export it again, with all that holds during the campaign", "请重新导出，包含活动期间生效的全部内容"),
    )


def _offer_rows(settings: Settings, table: Table, flaws: list[Flaw], zone: ZoneInfo) -> Iterator[OfferRow]:
    """The rows of the offers, in our own words."""
    if settings.form is Form.SHOPIFY:
        return shopify_rows(typed_rows(table, flaws), flaws)
    if settings.form is Form.MAGENTO:
        return magento_rows(typed_rows(table, flaws), flaws, zone)
    return _own_rows(typed_rows(table, flaws), flaws)


def _own_rows(rows: Iterable[OfferRow], flaws: list[Flaw]) -> Iterator[OfferRow]:
    for row in rows:
        name = row.values.get("offer", "")
        kind = row.values.get("kind")
        if not name or kind is None:
            if row.sound:
                column = "kind" if name else "offer"
                flaws.append(
                    _flaw(
                        FlawKind.MISSING,
                        name or "-",
                        Text(f"a value of {column}", f"{column} 的值"),
                        None,
                        row.at(column),
                    )
                )
            continue
        yield OfferRow(row.number, name, row.values, row.cells, row.where, row.sound)


def typed_rows(table: Table, flaws: list[Flaw]) -> list[OfferRow]:
    """Each row with the values of its cells; a cell that can't be read is a flaw, and makes its row unsound."""
    casts = {column: cast_of(table, column) for column in sorted(table.columns)}
    return [_typed_row(table, row, casts, flaws) for row in table.rows()]


def _typed_row(table: Table, row: Row, casts: Mapping[str, Any], flaws: list[Flaw]) -> OfferRow:
    values: dict[str, Any] = {}
    cells = {column: table.cell(row.number, column) for column in casts}
    subject = trimmed(row.cells.get(table.contract.key[0])) if table.contract.key else ""
    sound = True
    for column, cast in casts.items():
        text = row.cells[column]
        declared = table.contract.column(column)
        assert declared is not None
        if text is None or trimmed(text).lower() in NO_KEY:
            continue
        try:
            values[column] = cast(text)
            if declared.type is ColumnType.DECIMAL:
                cents(values[column])
        except CellError as error:
            flaws.append(_unread(subject, column, text, cells[column], error.text))
            sound = False
        except ValueError:
            more = Text("more than two decimals", "超过两位小数")
            flaws.append(_unread(subject, column, text, cells[column], more))
            sound = False
    return OfferRow(row.number, subject, values, cells, row.where, sound)


def _unread(subject: str, column: str, text: str, where: str, why: Text) -> Flaw:
    required = Text(f"a readable {column}", f"可读取的 {column}")
    message = Text(
        f"{subject or '-'}: {column} can't be read: {why.en}", f"{subject or '-'}：{column} 无法读取：{why.zh}"
    )
    return Flaw(FlawKind.UNREAD, subject or "-", required, Text.same(trimmed(text)), message, where)


def _flaw(kind: FlawKind, subject: str, required: Text, observed: Text | None, where: str) -> Flaw:
    seen = observed or Text("nothing", "空")
    message = Text(
        f"{subject}: needed is {required.en}; found is {seen.en}", f"{subject}：须有{required.zh}；实际为{seen.zh}"
    )
    return Flaw(kind, subject, required, seen, message, where)


def _read_prices(
    settings: Settings, table: Table, flaws: list[Flaw]
) -> tuple[dict[str, Sku], dict[str, str], dict[str, str]]:
    """The SKUs, where each stands, and what it is called."""
    skus: dict[str, Sku] = {}
    where: dict[str, str] = {}
    titles: dict[str, str] = {}
    for row in typed_rows(table, flaws):
        id_ = row.values.get("sku", "")
        if not id_:
            flaws.append(_flaw(FlawKind.MISSING, "-", Text("a SKU", "商品编码"), None, row.at("sku")))
            continue
        if id_ in where:
            once = Text("one row for each SKU", "每个商品一行")
            flaws.append(_flaw(FlawKind.WRONG, id_, once, Text("two rows", "两行"), f"{where[id_]}; {row.at('sku')}"))
            continue
        where[id_] = row.at("cost")
        titles[id_] = row.values.get("title", "")
        wrong = list(_wrong_prices(id_, row)) if row.sound else []
        flaws += wrong
        if row.sound and not wrong:
            skus[id_] = _sku(settings, id_, row.values)
    return skus, where, titles


def _wrong_prices(id_: str, row: OfferRow) -> Iterator[Flaw]:
    above = Text("an amount above 0", "大于 0 的金额")
    for column in ("list_price", "cost", "member_price", "flash_price", "floor_price", "order_limit"):
        value = row.values.get(column)
        if value is None and column in ("list_price", "cost"):
            yield _flaw(FlawKind.MISSING, id_, Text(f"a {column}", f"{column}"), None, row.at(column))
        elif value is not None and value <= 0:
            yield _flaw(FlawKind.WRONG, id_, above, Text.same(str(value)), row.at(column))


def _sku(settings: Settings, id_: str, values: Mapping[str, Any]) -> Sku:
    """A declared lowest price only raises the floor: what is sold below cost is never sound."""
    cost = cents(values["cost"])
    floor = Fraction(cost) / (1 - Fraction(settings.min_margin))
    if "floor_price" in values:
        floor = max(floor, Fraction(cents(values["floor_price"])))
    return Sku(
        id_,
        cents(values["list_price"]),
        floor,
        values.get("category", ""),
        cost,
        _cents(values.get("member_price")),
        _cents(values.get("flash_price")),
        values.get("order_limit"),
    )


def _cents(value: Decimal | None) -> int | None:
    return None if value is None else cents(value)


def _not_priced(roster: Table, known: Mapping[str, str], prices: Table) -> Iterator[Flaw]:
    """SKUs that are promoted and that nobody can work out a price for."""
    alike = {look(id_): id_ for id_ in known}
    asked = 0
    for row in roster.rows():
        id_ = trimmed(row.cells.get("sku"))
        if not id_:
            continue
        asked += 1
        if id_ not in known:
            near = alike.get(look(id_), "")
            hint = Text(f" ({near!r} looks like it)", f"（有相近的“{near}”）") if near else Text("", "")
            source = place_words(prices.use.source)
            yield Flaw(
                FlawKind.MISSING,
                id_,
                Text(f"a price in {prices.name}", f"{prices.name} 中有价格"),
                Text("none", "无"),
                Text(
                    f"{id_} is promoted and has no row in {source.en}{hint.en}, so its lowest price is unknown",
                    f"{id_} 为促销商品，但 {source.zh} 中没有该商品{hint.zh}，无法得知其最低到手价",
                ),
                roster.cell(row.number, "sku"),
            )
    if not asked:
        raise _nothing(roster.use.source, "promoted SKU", "促销商品")
