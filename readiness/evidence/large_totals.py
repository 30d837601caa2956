"""Totals and failed formulas in a CSV too large to hold: found by the engine, judged by the rules of small ones."""

# ruff: noqa: S608  (names are made here; patterns are constants)

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from readiness.evidence.grid import Cells
from readiness.evidence.layout import doubtful_total, rows_note
from readiness.evidence.problems import cannot_judge
from readiness.evidence.row_sorts import RowSorter, Sort
from readiness.evidence.row_words import ERRORS
from readiness.evidence.sql_text import literal
from readiness.model.evidence import Contract
from readiness.model.text import Text

# What the bytes of a file with such rows hold somewhere; without any of it, nothing is asked.
SIGNS = tuple(sign.encode() for sign in ("计", "計", "汇", "总", "otal", "OTAL", "sum", "Sum", "SUM", "#"))
LONGEST_SIGN = max(map(len, SIGNS))
MOST_CANDIDATES = 5_000

_WORDS = r"[合总小共]\s*计|[合總小共]\s*計|汇\s*总|总\s*和|合\s*计\s*数|(?:grand|sub)?[\s_-]*totals?|sum"
_TOTALS = rf"(?i)(?:^|\x1f)[^\x1f]{{0,50}}?(?:{_WORDS})\s*(?:[(（][^()（）]{{1,6}}[)）])?[\s:：]*(?:\x1f|$)"


@dataclass(frozen=True, slots=True)
class OddRows:
    """`left_out` are the numbers of totals rows; `error_keys` the positions of key columns that hold formula errors."""

    left_out: tuple[int, ...] = ()
    error_keys: tuple[int, ...] = ()
    notes: tuple[Text, ...] = ()


def odd_rows(
    numbered: str,
    header: Sequence[str],
    positions: Mapping[str, int],
    contract: Contract,
    ask: Callable[[str], list[tuple[Any, ...]]],
    shown: str,
) -> OddRows:
    """What `numbered` (a SELECT of c0, c1, ... and row_number) holds of them. Raises CannotJudge for a doubtful row."""
    keys = [positions[name] for name in contract.key if name in positions]
    required = [positions[c.name] for c in contract.columns if c.required and c.name in positions]
    sorter = RowSorter(keys, required, [i for i, text in enumerate(header) if text.strip()])
    left_out: list[int] = []
    for number, cells in _candidates(numbered, len(header), keys, ask, shown):
        sort = sorter.sort_alone(cells)
        if sort is Sort.DOUBTFUL:
            raise doubtful_total(shown, number)
        left_out += [number] if sort is Sort.TOTALS else []
    broken = {i: ask(f"SELECT row_number FROM ({numbered}) WHERE {is_error_sql(f'c{i}')}") for i in keys}
    rows = sorted({number for found in broken.values() for (number,) in found})
    notes = [rows_note(left_out, "left out as totals", "作为合计行未计入")] if left_out else []
    notes += (
        [rows_note(rows, "name nothing: their key is a formula error", "的主键是公式错误，不作为主键")] if rows else []
    )
    return OddRows(tuple(left_out), tuple(i for i, found in broken.items() if found), tuple(notes))


def is_error_sql(column: str) -> str:
    """Whether a formula failed here."""
    return f"{column} LIKE '#%' AND upper(trim({column})) IN ({', '.join(map(literal, ERRORS))})"


def _candidates(
    numbered: str, width: int, keys: Sequence[int], ask: Callable[[str], list[tuple[Any, ...]]], shown: str
) -> Iterator[tuple[int, Cells]]:
    names = [f"c{i}" for i in range(width)]
    alone = " AND ".join(f"trim(coalesce(c{i}, '')) = ''" for i in keys) or "true"
    in_key = f"regexp_matches(concat_ws(chr(31), {', '.join(f'c{i}' for i in keys) or 'NULL'}), {literal(_TOTALS)})"
    anywhere = f"regexp_matches(concat_ws(chr(31), {', '.join(names)}), {literal(_TOTALS)})"
    found = ask(
        f"SELECT row_number, {', '.join(names)} FROM ({numbered}) WHERE {in_key} OR ({alone} AND {anywhere}) "
        f"ORDER BY row_number LIMIT {MOST_CANDIDATES + 1}"
    )
    if len(found) > MOST_CANDIDATES:
        raise cannot_judge(
            f"{shown}: more than {MOST_CANDIDATES} rows look like totals",
            f"{shown}：超过 {MOST_CANDIDATES} 行像是合计行",
            Text("Export it without totals", "请导出不含合计行的数据"),
        )
    for number, *cells in found:
        yield number, tuple(cell or None for cell in cells)
