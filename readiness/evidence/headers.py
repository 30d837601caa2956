"""Which header of a source is which column of the contract. Pure."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping, Sequence

from readiness.evidence.problems import cannot_judge
from readiness.model.errors import CannotJudge
from readiness.model.evidence import Binding, Column, Contract
from readiness.model.text import Advice, Text

_FOLDED = re.compile(r"[\s_\-\u2010-\u2015]+")
# a header that is broken over two lines in its cell is one word all the same
_BETWEEN_HAN = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
_MOST_SHOWN = 30
# the rows near the top of a table are looked at more than once, for each delimiter and each column
_MOST_KEPT = 100
# an address, or a telephone number, masked ones too; a day such as 20260618 is a header of some exports
_SOMEBODY = re.compile(
    r"\S@\S|(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)|\+\d[\d -]{6,}|\d{3}\*{2,}\d{2,}|(?<!\d)0\d{2,3}-?\d{7,8}"
)
# Names that say nothing of their own: what they wrap belongs to the record itself.
WRAPPERS = frozenset({"fields", "attributes", "node", "properties", "_source"})


def fold(header: str) -> str:
    """The form in which headers are compared: NFKC, without case; blanks, underscores and hyphens folded into one, and
    left out between Chinese characters."""
    words = _FOLDED.sub(" ", unicodedata.normalize("NFKC", header).casefold()).strip()
    return _BETWEEN_HAN.sub("", words)


def match_columns(
    header: Sequence[str], contract: Contract, binding: Binding, shown: str, header_row: int = 1
) -> dict[str, int]:
    """The position of each of the contract's columns that the source has.

    The binding's `columns` (exact header) come first, then the column's name and its aliases. Raises CannotJudge when a
    bound header is not there, a required column is missing, or more than one header fits: a column added under its
    name beside the one that was there under an alias is no clearer than two aliases.
    """
    names = [_names(text) for text in header]
    found = {c.name: _position(header, names, c, binding.columns, shown) for c in contract.columns}
    missing = [c for c in contract.columns if c.required and found[c.name] is None]
    if missing:
        raise _missing(missing, header, binding, shown, header_row)
    return {name: position for name, position in found.items() if position is not None}


def other_columns(header: Sequence[str], positions: Mapping[str, int]) -> dict[str, int]:
    """Names and positions of the columns that the contract does not know: two rows that they tell apart are not the
    same row said twice."""
    known = set(positions.values())
    return {f"other {i + 1}": i for i in range(len(header)) if i not in known}


def not_read(header: Sequence[str], positions: Mapping[str, int], contract: Contract) -> tuple[Text, ...]:
    """What is recorded where a column that the contract could use was not found, and columns are left that nobody read:
    an expiry or an answer under a header that no alias knows would otherwise be passed over in silence."""
    absent = [column.name for column in contract.columns if column.name not in positions]
    known = set(positions.values())
    left = [text for i, text in enumerate(header) if i not in known and text.strip()]
    if not absent or not left:
        return ()
    names, columns = ", ".join(f"`{name}`" for name in absent), _list(left)
    return (
        Text(
            f"columns not read: {columns}; not found: {names} (bind it with `columns:` if one of them is it)",
            f"未读取的列：{columns}；未找到：{names}（若其中之一即是，请在绑定的 `columns:` 中写明）",
        ),
    )


def fits(header: Sequence[str], contract: Contract, binding: Binding) -> bool:
    """Whether the header holds all that is required, and anything at all where nothing is."""
    names = frozenset().union(*map(_names, header))
    if any(c.required and c.name not in binding.columns and _called(c).isdisjoint(names) for c in contract.columns):
        return False  # nearly every row of a sheet: without the words for what is missing
    try:
        return bool(match_columns(header, contract, binding, ""))
    except CannotJudge:
        return False


def calls(header: Sequence[str], column: Column) -> bool:
    """Whether any header is one that the column may have."""
    return any(not _called(column).isdisjoint(_names(text)) for text in header if text)


def best_match(
    rows: Sequence[tuple[int, tuple[str, ...]]], contract: Contract, binding: Binding, least: int = 0
) -> tuple[int, tuple[str, ...]]:
    """The row that holds the most headers of the contract, and of rows alike the first; (-1, ()) where none holds
    `least`."""
    bound = {text.strip() for text in binding.columns.values()}
    folded = frozenset().union(*map(_called, contract.columns))
    best: tuple[int, tuple[str, ...]] = (-1, ())
    most = least - 1
    for number, header in rows:
        held = sum(1 for text in header if text and (text.strip() in bound or not folded.isdisjoint(_names(text))))
        if held > most:
            best, most = (number, header), held
    return best


def _names(text: str) -> frozenset[str]:
    """What a header may be called: of `fields.quantity` (a list of records of one sort) also `quantity`."""
    return _short_names(text) if len(text) <= _MOST_KEPT else _names_anew(text)


def _names_anew(text: str) -> frozenset[str]:
    return frozenset((fold(text), fold(_unwrapped(text))))


_short_names = functools.lru_cache(maxsize=10_000)(_names_anew)


def _called(column: Column) -> frozenset[str]:
    """What the headers of a column are called."""
    return _all_folded((column.name, *column.aliases))


@functools.lru_cache(maxsize=10_000)
def _all_folded(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold, names))


def _unwrapped(text: str) -> str:
    wrapper, dot, name = text.strip().partition(".")
    return name if dot and wrapper in WRAPPERS else text.strip()


def _position(
    header: Sequence[str], names: Sequence[frozenset[str]], column: Column, bound: Mapping[str, str], shown: str
) -> int | None:
    if column.name in bound:
        wanted = bound[column.name]
        places = [i for i, text in enumerate(header) if text.strip() == wanted.strip()]
        places = places or [i for i, text in enumerate(header) if _unwrapped(text) == wanted.strip()]
        if not places:
            raise cannot_judge(
                f"{shown} has no column {wanted!r}, bound as `{column.name}`; it has {_list(header)}",
                f"{shown} 中没有绑定为 `{column.name}` 的列“{wanted}”；现有的列：{_list_zh(header)}",
                Text("Correct `columns:` in the binding", "请修正绑定中的 `columns:`"),
            )
        return _only(places, header, column, shown)
    taken = {text.strip() for text in bound.values()}
    called = _called(column)
    places = [
        i
        for i, text in enumerate(header)
        if text and not called.isdisjoint(names[i]) and not taken & {text.strip(), _unwrapped(text)}
    ]
    return _only(places, header, column, shown) if places else None


def _only(places: list[int], header: Sequence[str], column: Column, shown: str) -> int:
    if len(places) == 1:
        return places[0]
    there = [header[i] for i in places]
    names = Text(_list(there), _list_zh(there))
    raise cannot_judge(
        f"{shown}: more than one column can be `{column.name}`: {names.en}",
        f"{shown}：有多个列都可能是 `{column.name}`：{names.zh}",
        Advice(
            f"Say which one is meant: `columns: {{{column.name}: ...}}` in the binding; headers must differ",
            f"请在绑定中写明是哪一列：`columns: {{{column.name}: ...}}`；表头不能重名",
            Text("Rename the header that is not meant", "请把不是它的那一列改用其他表头"),
        ),
    )


def _missing(
    missing: list[Column], header: Sequence[str], binding: Binding, shown: str, header_row: int
) -> CannotJudge:
    names = ", ".join(f"`{c.name}`" for c in missing)
    return cannot_judge(
        f"{shown} lacks {names}; row {header_row} was taken as the header and has {_list(header)}",
        f"{shown} 缺少{'、'.join(_column_zh(c) for c in missing)}；"
        f"以第 {header_row} 行作为表头，其中有：{_list_zh(header)}",
        _below_a_title(header_row) if _is_title(header) else _how_to_name(missing, binding),
    )


def _title_zh(column: Column) -> str:
    return column.title.zh if column.title else column.name


def _column_zh(column: Column) -> str:
    return f"“{column.title.zh}”列（`{column.name}`）" if column.title else f" `{column.name}` 列"


def _is_title(header: Sequence[str]) -> bool:
    return sum(bool(text.strip()) for text in header) == 1


def _below_a_title(header_row: int) -> Text:
    """Exports for people begin with a title over the table: one cell, often merged."""
    return Advice(
        f"Row {header_row} looks like a title, and no row below it has these columns; name the header row with "
        "`header: ...` in the binding, or correct the headers",
        f"第 {header_row} 行像是标题，其下方也没有包含这些列的行；请在绑定中用 `header: ...` 写明表头行，或修改表头",
        Text(
            f"Row {header_row} looks like a title, and no row below it has these columns; correct the headers",
            f"第 {header_row} 行像是标题，其下方也没有包含这些列的行；请修改表头",
        ),
    )


def _how_to_name(missing: list[Column], binding: Binding) -> Text:
    accepted = "; ".join(f"{c.name}: {', '.join(c.aliases)}" for c in missing if c.aliases)
    accepted_zh = "；".join(f"{_title_zh(c)}：{'、'.join(c.aliases)}" for c in missing if c.aliases)
    first = missing[0].name
    return Advice(
        f"Rename the header ({accepted or first}), or add `columns: {{{first}: ...}}` with the header that is meant to"
        f" the binding of `{binding.name}`; where another row is the header, `header: ...` names it",
        f"请修改表头（可用：{accepted_zh or first}），"
        f"或在 `{binding.name}` 的绑定中加上 `columns: {{{first}: 实际的表头}}`；表头若在其他行，"
        "请用 `header: ...` 写明",
        Text(f"Rename the header ({accepted or first})", f"请修改表头（可用：{accepted_zh or first}）"),
    )


def _list_zh(header: Sequence[str]) -> str:
    return _list(header, "、", "像是个人数据，不予显示")


def _list(header: Sequence[str], comma: str = ", ", hidden: str = "what looks like somebody's data, not shown") -> str:
    """Some of the headers; none of a row with an address or a telephone number, which is no header but a person."""
    if any(_SOMEBODY.search(text) for text in header):
        return hidden
    named = [text.strip()[:60] for text in header if text.strip()]
    more = f" (+{len(named) - _MOST_SHOWN})" if len(named) > _MOST_SHOWN else ""
    return comma.join(named[:_MOST_SHOWN]) + more if named else "-"
