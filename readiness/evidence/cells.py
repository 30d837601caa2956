"""Casts of one cell. A cell is text until somebody asks for more; what does not cast is said, never guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal

from readiness.evidence.cell_words import ASCII_OF_FULL_WIDTH, BLANKS, FULL_WIDTH, CellError, plain, short
from readiness.evidence.day_cells import parse_date, parse_instant
from readiness.evidence.units import unit_words

__all__ = [
    "ASCII_OF_FULL_WIDTH",
    "BLANKS",
    "FULL_WIDTH",
    "CellError",
    "fold_word",
    "parse_boolean",
    "parse_choice",
    "parse_date",
    "parse_decimal",
    "parse_instant",
    "parse_integer",
    "parse_ratio_cell",
]

_PLAIN_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?")
_NO_BLANKS = str.maketrans("", "", BLANKS)
_CURRENCY = re.compile(r"([¥￥$€£]|CNY|RMB|USD|EUR)\s*(.*)", re.IGNORECASE | re.DOTALL)
_SCALED = re.compile(r"[+-]?[0-9.,]+\s*(万|千|百|亿|k|m|bn?)\S{0,3}", re.IGNORECASE)
_WITH_UNIT = re.compile(r"([+-]?[0-9.,]+)\s*([^\W\d_]{1,6})")
_TRUE = frozenset({"yes", "y", "true", "是", "√", "✓", "✔"})
_FALSE = frozenset({"no", "n", "false", "否", "×", "✗", "✘"})


def parse_decimal(text: str | None, *, thousands: str | None = None, unit: str = "") -> Decimal:
    """The exact number that a cell shows: `1200`, `-3.50`, `.5`, full-width digits; with `unit` also `1200 件`, if that
    is a word for it.

    Grouped digits (`1,200`) are read only with `thousands` given and the groups well formed; with `thousands` `.` the
    decimal mark is `,`. Exponents, percent signs, `nan`, `inf`, `-` and `N/A` raise CellError: a gate must not guess.
    """
    words = _without_unit(plain(text, "a number", "数字"), unit)
    number = _ungroup(words, thousands) if thousands else words
    if number is None or not _PLAIN_NUMBER.fullmatch(number):
        raise _why_no_number(words, thousands, unit)
    return Decimal(number)


def parse_integer(text: str | None, *, thousands: str | None = None, unit: str = "") -> int:
    """A whole number; `12.0` counts, `12.5` raises CellError."""
    number = parse_decimal(text, thousands=thousands, unit=unit)
    if number != number.to_integral_value():
        raise CellError(f"{text!r} is not a whole number", f"“{text}”不是整数")
    return int(number)


def parse_boolean(text: str | None) -> bool:
    """`yes no y n true false 是 否 √ ✓ ✔ × ✗ ✘` in any case. Raises CellError for all else, `1` and `0` included."""
    words = plain(text, "yes or no", "“是”或“否”").lower()
    if words in _TRUE:
        return True
    if words in _FALSE:
        return False
    raise CellError(f"{text!r} is neither yes nor no", f"“{text}”既不是“是”也不是“否”")


def fold_word(text: str) -> str:
    """What two spellings of one word share: width, case and blanks aside."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(folded.translate(_NO_BLANKS).split())


def parse_choice(text: str | None, values: Mapping[str, tuple[str, ...]]) -> str:
    """The canonical value that a word, or the value itself, stands for. Raises CellError for any other word."""
    words = plain(text, "one of the words for it", "约定的取值")
    folded = fold_word(words)
    for value, spellings in values.items():
        if folded in (fold_word(spelling) for spelling in (value, *spellings)):
            return value
    known = [spellings[0] if spellings else value for value, spellings in values.items()]
    raise CellError(
        f"{short(words)!r} is none of {', '.join(known)}",
        f"“{short(words)}”不是 {'、'.join(known)} 之一",
    )


def parse_ratio_cell(text: str | None, *, percent: bool = False) -> Decimal:
    """`15 %`, `15%` and `0.15` are 0.15; with `percent`, the column's header says so of every bare number. Raises
    CellError for a bare number above 1, which may mean either."""
    words = plain(text, "a ratio such as 15 % or 0.15", "比率（例如 15 % 或 0.15）").replace("％", "%")
    bare = words.removesuffix("%").rstrip(BLANKS)
    if not _PLAIN_NUMBER.fullmatch(bare):
        raise CellError(
            f"{short(words)!r} is not a ratio; write 15 % or 0.15",
            f"“{short(words)}”不是比率，请写成 15 % 或 0.15",
        )
    number = Decimal(bare)
    if percent or bare != words:
        return number.scaleb(-2)
    if abs(number) > 1:
        raise CellError(
            f"{words!r} may be a percentage or a number of times; write 15 % or 0.15",
            f"“{words}”可能是百分数，也可能是倍数；请写成 15 % 或 0.15",
        )
    return number


def _ungroup(words: str, thousands: str) -> str | None:
    """The number without its group marks, or None when the groups are not of three digits."""
    mark = "," if thousands == "." else "."
    group = re.escape(thousands)
    grouped = rf"[+-]?(?:[0-9]{{1,3}}(?:{group}[0-9]{{3}})+|[0-9]*)(?:{re.escape(mark)}[0-9]*)?"
    return words.replace(thousands, "").replace(mark, ".") if re.fullmatch(grouped, words) else None


def _without_unit(words: str, unit: str) -> str:
    """The number before a word for its unit, if one stands there."""
    found = next((word for word in unit_words(unit) if words.lower().endswith(word)), "")
    return words[: -len(found)].rstrip(BLANKS) if found else words


def _why_no_number(words: str, thousands: str | None, unit: str) -> CellError:
    shown = short(words)
    currency = _CURRENCY.fullmatch(words)
    if currency:
        return CellError(
            f"{shown!r} holds a currency; write the number alone: {short(currency[2].replace(',', ''))}",
            f"“{shown}”带有货币符号，请只写数字：{short(currency[2].replace(',', ''))}",
        )
    if thousands is None and _GROUPED.fullmatch(words):
        plain_words = words.replace(",", "")
        return CellError(
            f"{shown!r} has group marks; if it means {plain_words}, write that, or bind it with `thousands: ','`",
            f"“{shown}”带有千位分隔符；如果它表示 {plain_words}，请直接这样写，或在绑定中加上 `thousands: ','`",
        )
    if words.endswith(("%", "％")):
        return CellError(f"{shown!r} is a percentage; write it as a plain number", f"“{shown}”是百分数，请写成普通数字")
    if _SCALED.fullmatch(words):
        return CellError(
            f"{shown!r} is a rounded number; write all its digits, such as 12000",
            f"“{shown}”是缩写的数，请写出全部数字，例如 12000",
        )
    measured = _WITH_UNIT.fullmatch(words)
    if measured:
        en, zh = (f", which is not {unit}", f"，应为 {unit}") if unit else ("", "")
        return CellError(
            f"{shown!r} holds the unit {measured[2]!r}{en}; write the number alone",
            f"“{shown}”带有单位“{measured[2]}”{zh}，请只写数字",
        )
    return CellError(
        f"{shown!r} is not a number; write plain digits such as 1200 or 3.5",
        f"“{shown}”不是数字，请写成 1200 或 3.5 这样的普通数字",
    )
