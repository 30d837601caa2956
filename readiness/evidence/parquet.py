"""Parquet: read where it lies. Its values become the texts that an Excel export would hold."""

# ruff: noqa: S608  (names are quoted or made here; values travel as parameters)

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from readiness.evidence.engine import Engine
from readiness.evidence.headers import other_columns
from readiness.evidence.problems import cannot_judge
from readiness.evidence.sql_text import literal, quoted
from readiness.model.text import Text

_NOT_CELLS = re.compile(r"BLOB|BIT|INTERVAL|STRUCT|MAP|UNION|.*\[\d*\]|GEOMETRY.*|VARIANT|LIST")
_LARGEST_WHOLE = "1e15"


@dataclass(frozen=True, slots=True)
class ParquetFile:
    """A Parquet file's columns, as {header: type of the engine}, in order, and the number of its rows."""

    path: Path
    types: Mapping[str, str]
    count: int

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(self.types)

    def select(self, positions: Mapping[str, int], shown: str) -> str:
        """The SELECT of the columns at these positions as text. Raises CannotJudge for a type that is no cell."""
        parts = ["file_row_number + 2 AS row_number"]
        for name, position in positions.items():
            header, kind = self.header[position], self.types[self.header[position]]
            if _NOT_CELLS.match(kind):
                raise cannot_judge(
                    f"{shown}: the column {header!r} holds {kind.lower()} values, not plain cells",
                    f"{shown}：列“{header}”的类型是 {kind}，不是普通单元格",
                    Text("Export it as text or number", "请导出为文本或数字"),
                )
            parts.append(f"{_text(quoted(header), kind)} AS {quoted(name)}")
        others = other_columns(self.header, positions)
        parts += [f"CAST({quoted(self.header[i])} AS VARCHAR) AS {quoted(name)}" for name, i in others.items()]
        source = f"read_parquet({literal(str(self.path))}, file_row_number = true, hive_partitioning = false)"
        return f"SELECT {', '.join(parts)} FROM {source}"


def open_parquet(engine: Engine, path: Path, shown: str, seconds: float) -> ParquetFile:
    """What a file holds. Raises CannotJudge for a damaged file."""
    source = f"read_parquet({literal(str(path))}, hive_partitioning = false)"
    described = engine.query(
        f"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM {source})", seconds=seconds, shown=shown
    )
    ((count,),) = engine.query(f"SELECT count(*) FROM {source}", seconds=seconds, shown=shown)
    return ParquetFile(path, {str(name): str(kind) for name, kind in described}, int(count))


def _text(column: str, kind: str) -> str:
    """The cell's text, as an Excel export of the same value would have it; empty text is an empty cell."""
    if kind == "VARCHAR":
        return f"nullif({column}, '')"
    if kind == "BOOLEAN":
        return f"CASE {column} WHEN true THEN 'yes' WHEN false THEN 'no' END"
    if kind in ("FLOAT", "DOUBLE"):
        # whole numbers become floats as soon as one cell of their column is empty
        whole = f"{column} = trunc({column}) AND abs({column}) < {_LARGEST_WHOLE}"
        return f"CASE WHEN {whole} THEN CAST(CAST({column} AS BIGINT) AS VARCHAR) ELSE CAST({column} AS VARCHAR) END"
    return f"CAST({column} AS VARCHAR)"
