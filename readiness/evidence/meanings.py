"""What the texts of a column mean, as its contract says: each different one is read once, by `cells`."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from readiness.evidence import cells
from readiness.evidence.cells import BLANKS, CellError
from readiness.evidence.table import Table
from readiness.model.errors import CannotJudge
from readiness.model.evidence import Column, ColumnType
from readiness.model.places import place_words
from readiness.model.text import Advice, Text
from readiness.model.workbook import zone_in_row

_LOCAL = "local"
_ANY_ZONE = ZoneInfo("Etc/UTC")
_DECIMALS = 6
_LARGEST_DECIMAL = 10**12
_LARGEST_INTEGER = 2**63
USUAL_INSTANT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-5][0-9]:[0-5][0-9]"
HOUR = 13
"""How many characters of a usual instant say its hour."""
_USUAL_INSTANT = re.compile(USUAL_INSTANT)


def values_of(table: Table, column: str, texts: Sequence[str]) -> dict[str, str]:
    """What each of these texts means. Raises CannotJudge where all are times that lack nothing but their zone."""
    if declared(table, column).type is ColumnType.INSTANT:
        return _instants(table, column, texts)
    values = _read(texts, cast_of(table, column))
    if declared(table, column).type is ColumnType.DECIMAL:  # as many digits as the engine reads of a large table
        values = {text: value for text, value in values.items() if abs(Decimal(value)) < _LARGEST_DECIMAL}
    return values


def _instants(table: Table, column: str, texts: Sequence[str]) -> dict[str, str]:
    """Instants of the usual form by their hour, so that a million different times cost their different hours."""
    usual = {text: text[:HOUR] for text in texts if _USUAL_INSTANT.fullmatch(text)}
    hours = hours_of(table, column, list(dict.fromkeys(usual.values())))
    values = {text: hours[hour] + text[HOUR:] for text, hour in usual.items() if hour in hours}
    others = [text for text in texts if text not in values]
    return values | other_instants(table, column, others, alone=not values)


def hours_of(table: Table, column: str, hours: Sequence[str]) -> dict[str, str]:
    """What the hours of usual instants are in UTC: one in which no clock was changed, and that is a whole one in UTC,
    begins all of its instants alike. The others are left out."""
    read = _read([f"{hour}:{end}" for hour in hours for end in ("00:00", "59:59")], cast_of(table, column))
    found: dict[str, str] = {}
    for hour in hours:
        first, last = read.get(f"{hour}:00:00", ""), read.get(f"{hour}:59:59", "")
        if first and first[:HOUR] == last[:HOUR] and first.endswith(":00:00"):
            found[hour] = first[:HOUR]
    return found


def other_instants(table: Table, column: str, texts: Sequence[str], *, alone: bool) -> dict[str, str]:
    """What instants mean that no hour tells; `alone` where the column has no others. Raises as `values_of` does."""
    values = _read(texts, cast_of(table, column))
    if alone and texts and not values:
        _refuse_times_without_zone(table, column, texts)
    return values


def _read(texts: Sequence[str], cast: Callable[[str], Any]) -> dict[str, str]:
    """What each text means, as the engine casts it; those that mean nothing are left out."""
    values: dict[str, str] = {}
    for text in texts:
        with contextlib.suppress(CellError):
            if (said := _said(cast(text))) is not None:
                values[text] = said
    return values


def _said(value: Any) -> str | None:
    """A value as the engine casts it exactly; None for one that it would round or can't hold."""
    if isinstance(value, Decimal):
        exponent = value.normalize().as_tuple().exponent
        return f"{value:f}" if isinstance(exponent, int) and exponent >= -_DECIMALS else None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if -_LARGEST_INTEGER <= value < _LARGEST_INTEGER else None
    if hasattr(value, "tzinfo"):
        return str(value.replace(tzinfo=None).isoformat(sep=" "))
    return str(value)


def declared(table: Table, column: str) -> Column:
    """What the contract says of a column, which it has."""
    found = table.contract.column(column)
    assert found is not None
    return found


def cast_of(table: Table, column: str) -> Callable[[str], Any]:
    """How one cell of a column is read."""
    asked, binding = declared(table, column), table.binding
    zone = ZoneInfo(binding.zone) if binding.zone and binding.zone != _LOCAL else None
    header = table.headers.get(column, "")
    percent = any(mark in header for mark in ("%", "％", "百分比"))
    casts: dict[ColumnType, Callable[[str], Any]] = {
        ColumnType.TEXT: lambda text: text.strip(BLANKS),
        ColumnType.CHOICE: lambda text: cells.parse_choice(text, asked.values),
        ColumnType.RATIO: lambda text: cells.parse_ratio_cell(text, percent=percent),
        ColumnType.DECIMAL: lambda text: cells.parse_decimal(text, thousands=binding.thousands, unit=asked.unit),
        ColumnType.INTEGER: lambda text: cells.parse_integer(text, thousands=binding.thousands, unit=asked.unit),
        ColumnType.BOOLEAN: cells.parse_boolean,
        ColumnType.DATE: cells.parse_date,
        ColumnType.INSTANT: lambda text: cells.parse_instant(text, zone),
    }
    return casts[asked.type]


def _refuse_times_without_zone(table: Table, column: str, texts: Sequence[str]) -> None:
    """One message for the whole column, where it would be the same one for every row."""
    if not all(_lacks_zone_only(text) for text in texts):
        return
    source, shown, header = table.use.source, texts[0].strip(BLANKS), table.headers.get(column, column).strip()
    local = Text(
        " (`zone: local` is for rows that name their own zone, which these do not)",
        "（`zone: local` 只用于每行自带时区的表，本表没有）",
    )
    more = local if table.binding.zone == _LOCAL else Text("", "")
    raise CannotJudge(
        Text(
            f"No time in the column {header} of {source} says its zone (the first is {shown!r}), so nobody can tell "
            "which instant is meant",
            f"{place_words(source).zh} 的“{header}”列中的时间都没有时区（例如“{shown}”），无法确定时刻",
        ),
        Advice(
            "Add the zone that the table is written in to the binding: "
            f"`evidence: {table.name}: zone: Asia/Shanghai`{more.en}",
            f"请在绑定中写明该表所用的时区：`evidence: {table.name}: zone: Asia/Shanghai`{more.zh}",
            zone_in_row(table.name),
        ),
    )


def _lacks_zone_only(text: str) -> bool:
    try:
        cells.parse_instant(text, _ANY_ZONE)
    except CellError:
        return False
    return True
