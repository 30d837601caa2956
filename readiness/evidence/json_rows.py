"""JSON and YAML as a table: a list of objects, at most one level deep, or an object that holds one such list."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from readiness.evidence.grid import Cells, Grid
from readiness.evidence.headers import fits
from readiness.evidence.problems import cannot_judge, no_rows
from readiness.model.evidence import Binding, Contract
from readiness.model.text import Text

_LARGEST_EXPONENT = 30


Parse = Callable[[str, str], Any]
"""From a text, and the file's name, to lists, objects and texts. Raises CannotJudge."""


def read_objects(text: str, parse: Parse, contract: Contract, binding: Binding, shown: str) -> Grid:
    """The objects as rows; a key that an object lacks is an empty cell, and an object within an object gives columns
    such as `fields.quantity`. Of records of several models (a database dump) only the one that fits is read.

    Raises CannotJudge for what is nested deeper, and where several models or none fit.
    """
    items = _the_list(parse(text, shown), shown)
    if not items:
        raise no_rows(shown)
    numbered = list(enumerate(items, 1))
    for number, item in numbered:
        if not isinstance(item, dict):
            raise _not_flat(f"item {number}", f"第 {number} 项", shown)
    chosen, notes = _of_one_model(numbered, contract, binding, shown)
    flat = [(number, _flattened(item, number, shown)) for number, item in chosen]
    keys = tuple(dict.fromkeys(key for _, item in flat for key in item))
    rows = tuple((number + 1, _cells(item, keys, number, shown)) for number, item in flat)
    kept = tuple(row for row in rows if any(row[1]))
    if not kept:
        raise no_rows(shown)
    return Grid(keys, 1, kept, first_number=1, notes=notes)


_Numbered = list[tuple[int, dict[str, Any]]]


def first_rows(text: str, parse: Parse, shown: str, most: int) -> tuple[tuple[str, ...], ...]:
    """The keys of all objects, then the first objects as rows of text: enough to recognise the table. A key below which
    more is nested is no column. Raises CannotJudge."""
    items = [
        _flattened(item, number, shown)
        for number, item in enumerate(_the_list(parse(text, shown), shown), 1)
        if isinstance(item, dict)
    ]
    nested = {key for item in items for key, value in item.items() if isinstance(value, list | dict)}
    keys = tuple(dict.fromkeys(key for item in items for key in item if key not in nested))
    rows = (_cells(item, keys, number, shown) for number, item in enumerate(items[:most], 1))
    return (keys, *(tuple(cell or "" for cell in row) for row in rows))


def _of_one_model(
    items: _Numbered, contract: Contract, binding: Binding, shown: str
) -> tuple[_Numbered, tuple[Text, ...]]:
    """The records of the only model whose fields the contract knows; all of them where the list is of one sort."""
    models: dict[str, _Numbered] = {}
    for number, item in items:
        if not isinstance(item.get("model"), str) or not isinstance(item.get("fields"), dict):
            return items, ()
        models.setdefault(item["model"], []).append((number, item))
    if len(models) == 1:
        return items, ()
    fitting = [name for name, some in models.items() if fits(_names(some), contract, binding)]
    if len(fitting) != 1:
        names = sorted(models)
        raise cannot_judge(
            f"{shown} holds records of {len(models)} models ({', '.join(names)}), and {len(fitting)} of them have the "
            "columns that are needed",
            f"{shown} 含有 {len(models)} 种记录（{'、'.join(names)}），其中 {len(fitting)} 种包含所需的列",
            Text(
                "Export one model to a file of its own, or name its fields in the binding, such as "
                "`columns: {sku: product_variant}`",
                "请只导出其中一种记录，或在绑定中写明字段，例如 `columns: {sku: product_variant}`",
            ),
        )
    (model,) = fitting
    others = len(items) - len(models[model])
    few = "1 record" if others == 1 else f"{others} records"
    note = Text(
        f"read the records of {model}; not read: {few} of others", f"读取 {model} 的记录；未读取其他 {others} 条记录"
    )
    return models[model], (note,)


def _names(items: _Numbered) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for _, item in items:
        for key, value in item.items():
            names.update(dict.fromkeys([f"{key}.{name}" for name in value] if isinstance(value, dict) else [key]))
    return tuple(names)


def _flattened(item: Mapping[str, Any], number: int, shown: str) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in item.items():
        parts = {f"{key}.{name}": part for name, part in value.items()} if isinstance(value, dict) else {key: value}
        if not flat.keys().isdisjoint(parts):
            name = next(name for name in parts if name in flat)
            raise cannot_judge(
                f"{shown}, item {number}: the key {name!r} stands there in two ways",
                f"{shown} 第 {number} 项：键“{name}”以两种写法出现",
            )
        flat.update(parts)
    return flat


def plain_number(written: str) -> str:
    """A number as people write it: no exponent, no trailing `.0`; what is too large to write out stays as it is."""
    try:
        number = Decimal(written)
    except InvalidOperation:
        return written
    if not number.is_finite() or abs(number.adjusted()) > _LARGEST_EXPONENT:
        return written
    if number == number.to_integral_value():
        return str(int(number))
    return format(number.normalize(), "f")


class _Refused(ValueError):
    """JSON that parses but says one thing twice, or what no number can be."""


def parse_json(text: str, shown: str) -> Any:
    """Every number as it is written. Raises CannotJudge, also for a key that stands twice."""
    try:
        return json.loads(
            text,
            parse_int=plain_number,
            parse_float=plain_number,
            parse_constant=_refuse_constant,
            object_pairs_hook=_refuse_duplicates,
        )
    except json.JSONDecodeError as error:
        raise cannot_judge(
            f"{shown}, line {error.lineno}, column {error.colno}: it is not valid JSON; it may be cut off",
            f"{shown} 第 {error.lineno} 行第 {error.colno} 列：不是有效的 JSON，文件可能不完整",
        ) from None
    except _Refused as error:
        raise cannot_judge(f"{shown}: {error}", f"{shown}：JSON 中有重复的键或无效的数（{error}）") from None
    except RecursionError:
        raise cannot_judge(f"{shown} is nested too deeply", f"{shown} 嵌套层数过多") from None


def _refuse_constant(name: str) -> str:
    raise _Refused(f"{name} is no number")


def _refuse_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _Refused(f"the key {twice!r} stands twice in one object")
    return values


def _the_list(value: Any, shown: str) -> list[Any]:
    if isinstance(value, list):
        return value
    lists = [part for part in value.values() if isinstance(part, list)] if isinstance(value, dict) else []
    if len(lists) != 1:
        raise cannot_judge(
            f"{shown} holds {len(lists)} lists at its top; exactly one list of objects is expected",
            f"{shown} 顶层有 {len(lists)} 个列表，应恰好有一个对象列表",
            Text("Supply a list of objects, one for each row", "请提供对象列表，每个对象对应一行"),
        )
    return lists[0]


def _cells(item: Mapping[str, Any], keys: tuple[str, ...], number: int, shown: str) -> Cells:
    return tuple(_cell(item.get(key), key, number, shown) for key in keys)


def _cell(value: Any, key: str, number: int, shown: str) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, str):
        raise _not_flat(f"item {number}, key {key!r}", f"第 {number} 项的键“{key}”", shown)
    if "\0" in value or not _is_text(value):
        raise cannot_judge(
            f"{shown}, item {number}, key {key!r} holds characters that are no text",
            f"{shown} 第 {number} 项的键“{key}”含有非文本字符",
        )
    return value


def _is_text(value: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in value)


def _not_flat(en: str, zh: str, shown: str) -> Exception:
    return cannot_judge(
        f"{shown}, {en}: a plain value is expected, not a list or an object",
        f"{shown} {zh}：应为普通值，而不是列表或对象",
        Text(
            "Flatten it: an object holds texts, numbers, true, false or null, and objects of these",
            "请展开：对象只能包含文本、数字、true、false、null，以及由这些组成的下一层对象",
        ),
    )
