"""Values out of JSON answers by JMESPath. What is not there is said to be absent, never taken for 0 or empty."""

from __future__ import annotations

import json
import math
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from readiness.evidence.cell_words import short
from readiness.model.text import Text


class Absent:
    """The one value for "nothing at that path"; JSON null counts as absent too."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = Absent()

_LARGEST_EXPONENT = 308  # of the numbers that other readers of JSON have


class ExtractError(ValueError):
    """JSON that can't be read, or a path that can't be applied: what was found, in both languages (`text`)."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.text = Text(en, zh)


def check_path(path: str) -> None:
    """Raises ExtractError where `path` is no JMESPath expression; field names outside ASCII need double quotes."""
    import jmespath
    from jmespath.exceptions import JMESPathError

    try:
        jmespath.compile(path)
    except JMESPathError as error:
        first_line = str(error).splitlines()[0]
        raise ExtractError(
            f"{path!r} is not a JMESPath expression ({first_line}); "
            'names with other than ASCII letters, digits and _ stand in double quotes, such as "库存"."可售"',
            f'“{path}”不是 JMESPath 表达式（{first_line}）；含中文或 - 等字符的字段名要加双引号，例如 "库存"."可售"',
        ) from None


def parse_json(text: str) -> Any:
    """JSON with exact decimals. Raises ExtractError for anything but one whole document: NaN, Infinity, a number beyond
    all others and a key that stands twice in an object included, since each reader takes another value for them."""
    try:
        return json.loads(text, parse_float=_decimal, parse_constant=_refuse_constant, object_pairs_hook=_object)
    except ExtractError:
        raise
    except (ValueError, RecursionError) as error:
        where = f" (line {error.lineno}, column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        where_zh = f"（第 {error.lineno} 行第 {error.colno} 列）" if isinstance(error, json.JSONDecodeError) else ""
        raise ExtractError(f"not valid JSON{where}", f"不是有效的 JSON{where_zh}") from None


def extract(document: Any, path: str) -> Any:
    """The value at `path` in a document of `parse_json`: str, bool, int, Decimal, list, dict; ABSENT if there is none.

    Raises ExtractError where a function of the path meets a value that it can't take (`length(@)` of nothing), and
    where its result is too large for it.
    """
    from jmespath.exceptions import JMESPathError

    try:
        found = _search(path, document)
    except JMESPathError as error:
        raise ExtractError(f"{path} can't be applied: {error}", f"无法应用 {path}：{error}") from None
    if found is None:
        return ABSENT
    if not isinstance(found, float):
        return found
    if not math.isfinite(found):
        raise ExtractError(f"{path} can't be applied: {found} is no number", f"无法应用 {path}：{found} 不是数字")
    return Decimal(repr(found))


def _search(path: str, document: Any) -> Any:
    import jmespath
    from jmespath.exceptions import JMESPathTypeError

    try:
        return jmespath.search(path, document)
    except JMESPathTypeError:
        # JMESPath's functions know no Decimal: sum() and avg() get floats, plain paths keep the exact digits.
        return jmespath.search(path, _with_floats(document))


def _with_floats(value: Any) -> Any:
    match value:
        case Decimal():
            return float(value)
        case dict():
            return {key: _with_floats(item) for key, item in value.items()}
        case list():
            return [_with_floats(item) for item in value]
        case _:
            return value


def _refuse_constant(name: str) -> Any:
    raise ExtractError(f"not valid JSON: {name} is no number", f"不是有效的 JSON：{name} 不是数字")


def _decimal(written: str) -> Decimal:
    try:
        number = Decimal(written)
    except InvalidOperation:  # its exponent alone is too large
        number = Decimal("NaN")
    if not number.is_finite() or abs(number.adjusted()) > _LARGEST_EXPONENT:
        raise ExtractError(
            f"not valid JSON: {short(written)} is larger or smaller than JSON numbers are",
            f"不是有效的 JSON：{short(written)} 超出了 JSON 数字的范围",
        )
    return number


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        names = [key for key, _ in pairs]
        twice = next(key for key in names if names.count(key) > 1)
        raise ExtractError(f"the JSON key {twice!r} stands twice in one object", f"JSON 对象中键“{twice}”出现了两次")
    return result
