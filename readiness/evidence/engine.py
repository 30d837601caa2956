"""The embedded table engine (DuckDB). Its only home: nothing else imports duckdb."""

# ruff: noqa: S608  (names are quoted or made here; values travel as parameters)

from __future__ import annotations

import contextlib
import functools
import itertools
import json
import os
import re
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import duckdb

from readiness.evidence.deadlines import Deadlines
from readiness.evidence.problems import cannot_judge, timed_out
from readiness.evidence.sql_text import literal, quoted
from readiness.evidence.watching import WatchedFile, may_stop_early
from readiness.model.text import Text

MOST_THREADS = 4
# A run holds so many cells of what it asks more than once, some 200 MB; what does not fit is asked anew each time.
MOST_CELLS_HELD = 4_000_000

_SCRATCH_LOCK = threading.Lock()

_CSV_LINE = re.compile(r"CSV Error on Line: (\d+)")
_FIELDS = re.compile(r"Expected Number of Columns: (\d+) Found: (\d+)")


class Engine:
    """One in-memory database a run; thread-safe: every query has a cursor of its own.

    It can read the named files and its own private folder and nothing else, has no network, and runs single SELECTs
    only. Close it to remove the private folder.
    """

    def __init__(self, readable: Iterable[Path] = ()) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="readiness-"))
        self._lock = threading.Lock()
        self._watched: dict[str, WatchedFile] = {}
        self._turns: dict[str, threading.Lock] = {}
        self._made: set[str] = set()
        self._offered: dict[str, tuple[Sequence[int], Mapping[str, Sequence[str | None]]]] = {}
        self._held = itertools.count(1)
        self.cells_left = MOST_CELLS_HELD
        self._deadlines = Deadlines()
        self._asking: set[duckdb.DuckDBPyConnection] = set()
        self._connection = duckdb.connect(":memory:")
        files = ", ".join(literal(str(path)) for path in readable)
        for setting in (
            f"threads = {min(os.cpu_count() or 1, MOST_THREADS)}",
            "preserve_insertion_order = true",
            "python_enable_replacements = false",
            "autoinstall_known_extensions = false",
            "TimeZone = 'UTC'",
            f"temp_directory = {literal(str(self.folder))}",
            f"allowed_paths = [{files}]",
            f"allowed_directories = [{literal(str(self.folder))}]",
            "enable_external_access = false",
            "lock_configuration = true",
        ):
            self._connection.execute(f"SET {setting}")

    def close(self) -> None:
        """Also while queries run, as at a run's deadline: they are interrupted, and what they hold goes with them."""
        self._deadlines.close()
        with self._lock:
            for cursor in self._asking:
                cursor.interrupt()
            # the engine refuses to close while a query has not noticed yet
            with contextlib.suppress(duckdb.Error):
                self._connection.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def offer(self, relation: str, numbers: Sequence[int], columns: Mapping[str, Sequence[str | None]]) -> None:
        """A table of text columns and `row_number`, made when a query first names it; all columns are of one length."""
        with self._lock:
            self._offered[relation] = numbers, columns

    def load(
        self, relation: str, numbers: Sequence[int], columns: Mapping[str, Sequence[str | None]],
        types: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        """Make a table of `row_number` and columns, text unless `types` has their SQL type, to which they cast."""
        parts = ["unnest($1::BIGINT[]) AS row_number"]
        for place, name in enumerate(columns, 2):
            cast_to = f"::{types[name]}" if types and name in types else ""
            parts += [f"unnest(${place}::VARCHAR[]){cast_to} AS {quoted(name)}"]
        with self._cursor() as cursor:
            cursor.execute(
                f"CREATE TABLE {quoted(relation)} AS SELECT {', '.join(parts)}",
                [list(numbers), *(list(cells) for cells in columns.values())],
            )

    def has_room(self, cells: int) -> bool:
        """Whether so many more cells may be held; they count as held from now on."""
        with self._lock:
            room = cells <= self.cells_left
            self.cells_left -= cells if room else 0
        return room

    def hold(self, select: str, *, seconds: float, shown: str) -> str:
        """The rows of a SELECT, asked once and held: its relation. Ask `has_room` before. Raises as `query` does."""
        relation = quoted(f"held {next(self._held)}")
        self._ask(f"CREATE TABLE {relation} AS {select}", (), duckdb.StatementType.CREATE, seconds, shown)
        return relation

    def load_mapping(self, relation: str, texts: Sequence[str], values: Sequence[str | None], sql_type: str) -> None:
        """Make a table of what each text of a column means: `text` and `value`, which the engine casts exactly."""
        with self._cursor() as cursor:
            cursor.execute(
                f"CREATE TABLE {quoted(relation)} AS"
                f" SELECT unnest($1::VARCHAR[]) AS text, unnest($2::VARCHAR[])::{sql_type} AS value",
                [list(texts), list(values)],
            )

    def once(self, relation: str, make: Callable[[], None]) -> None:
        """Make a relation unless it is there; whoever asks meanwhile waits. A `make` that raises is asked again."""
        with self._lock:
            turn = self._turns.setdefault(relation, threading.Lock())
        with turn:
            if relation not in self._made:
                make()
                self._made.add(relation)

    def store(self, relation: str, select: str, shown: str, seconds: float) -> None:
        """Read a file's rows into memory. Raises CannotJudge as `query` does."""
        with self._cursor() as cursor, _plain_words(shown), self._time_limit(cursor, seconds):
            cursor.execute(f"CREATE TABLE {quoted(relation)} AS {select}")

    def define(self, relation: str, select: str, file: WatchedFile) -> None:
        """Name a SELECT over a file that is read again at every query."""
        with self._cursor() as cursor, _plain_words(file.shown):
            cursor.execute(f"CREATE VIEW {quoted(relation)} AS {select}")
        with self._lock:
            self._watched[relation] = file

    def has_rows(self, relation: str, shown: str, seconds: float) -> bool:
        """Whether a relation gives any row at all. Raises CannotJudge as `query` does."""
        with self._cursor() as cursor, _plain_words(shown), self._time_limit(cursor, seconds):
            return bool(cursor.execute(f"SELECT 1 FROM {quoted(relation)} LIMIT 1").fetchall())

    def new_file(self, suffix: str) -> Path:
        """An empty file in the private folder."""
        descriptor, name = tempfile.mkstemp(suffix, dir=self.folder)
        os.close(descriptor)
        return Path(name)

    def query(
        self, sql: str, parameters: Sequence[object] = (), *, seconds: float, shown: str
    ) -> list[tuple[Any, ...]]:
        """All rows of one SELECT.

        Raises CannotJudge when time runs out, and when a file behind a view can't be read or was changed since it was
        digested.
        """
        return self._ask(sql, parameters, duckdb.StatementType.SELECT, seconds, shown)

    def _ask(
        self, sql: str, parameters: Sequence[object], kind: duckdb.StatementType, seconds: float, shown: str
    ) -> list[tuple[Any, ...]]:
        with self._lock:
            files = {relation: file for relation, file in self._watched.items() if quoted(relation) in sql}
            offered = {relation: rows for relation, rows in self._offered.items() if quoted(relation) in sql}
        for relation, (numbers, columns) in offered.items():
            self.once(relation, lambda r=relation, n=numbers, c=columns: self.load(r, n, c))  # type: ignore[misc]
        if may_stop_early(sql):
            self._look_through(files, seconds)
        with self._cursor() as cursor, _plain_words(shown), self._time_limit(cursor, seconds):
            statements = cursor.extract_statements(sql)
            if [s.type for s in statements] != [kind]:
                raise ValueError("only a single SELECT can be asked of evidence")
            answer = cursor.execute(statements[0], list(parameters)).fetchall()
        for relation, file in files.items():
            file.refuse_change()
            self._note_seen(relation, file)
        return answer

    def _look_through(self, files: Mapping[str, WatchedFile], seconds: float) -> None:
        """A query that ends before the file does would not see a damaged line further on: see them all once."""
        for relation, file in files.items():
            if not file.whole_seen:
                with self._cursor() as cursor, _plain_words(file.shown), self._time_limit(cursor, seconds):
                    cursor.execute(f"SELECT count(*) FROM {quoted(relation)}").fetchall()
                self._note_seen(relation, file)

    def _note_seen(self, relation: str, file: WatchedFile) -> None:
        with self._lock:
            self._watched[relation] = replace(file, whole_seen=True)

    def _time_limit(self, cursor: duckdb.DuckDBPyConnection, seconds: float) -> contextlib.AbstractContextManager[None]:
        """Interrupt the cursor's query when its time is over."""

        def interrupt() -> None:
            # the query may have ended in this very moment, and its cursor be closed
            with contextlib.suppress(duckdb.Error):
                cursor.interrupt()

        return self._deadlines.within(seconds, interrupt)

    @contextlib.contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._lock:
            cursor = self._connection.cursor()
            self._asking.add(cursor)
        try:
            yield cursor
        finally:
            with self._lock:
                self._asking.discard(cursor)
            cursor.close()


def parse_select(sql: str) -> dict[str, Any]:
    """What the engine's parser makes of a SELECT: its statements as JSON, or `error` with its message and position.
    Nothing of it is run."""
    with _scratch_cursor() as cursor:
        found = cursor.execute("SELECT json_serialize_sql($1)", [sql]).fetchall()
    return cast("dict[str, Any]", json.loads(found[0][0]))


def pattern_problem(pattern: str) -> str:
    """What the engine (RE2) says against a pattern; empty where it takes it."""
    try:
        with _scratch_cursor() as cursor:
            cursor.execute("SELECT regexp_matches('', $1)", [pattern]).fetchall()
    except duckdb.Error as error:
        return str(error).partition("\n")[0]
    return ""


def bound_types(expressions: Sequence[str], names: Mapping[str, str], group: Iterable[str] = ()) -> list[str]:
    """The SQL types of expressions over columns of the given types, `group`ed by some of them; nothing of them is run.
    Raises ValueError with what the engine says where they don't fit together."""
    columns = ", ".join(f"NULL::{sql_type} AS {quoted(name)}" for name, sql_type in names.items()) or "NULL AS nothing"
    grouped = ", ".join(map(quoted, group))
    select = f"SELECT {', '.join(expressions)} FROM (SELECT {columns}) WHERE false"
    select += f" GROUP BY {grouped}" if grouped else ""
    try:
        with _scratch_cursor() as cursor:
            return [str(column[1]) for column in cursor.execute(select).description or ()]
    except duckdb.Error as error:
        raise ValueError(str(error).partition("\n")[0]) from None


@contextlib.contextmanager
def _scratch_cursor() -> Iterator[duckdb.DuckDBPyConnection]:
    with _SCRATCH_LOCK:
        cursor = _scratch().cursor()
    try:
        yield cursor
    finally:
        cursor.close()


@functools.cache
def _scratch() -> duckdb.DuckDBPyConnection:
    """A database without data, files and network, to ask the parser and the binder."""
    connection = duckdb.connect(":memory:")
    for setting in ("enable_external_access = false", "TimeZone = 'UTC'", "lock_configuration = true"):
        connection.execute(f"SET {setting}")
    return connection


@contextlib.contextmanager
def _plain_words(shown: str) -> Iterator[None]:
    """Turn what the engine says about a file or its limits into words for people; a fault in the SQL is a bug."""
    try:
        yield
    except duckdb.InterruptException:
        raise timed_out(shown) from None
    except (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException):
        raise
    except duckdb.OutOfMemoryException:
        raise cannot_judge(
            f"{shown} needs more memory than there is",
            f"处理 {shown} 所需的内存超过可用内存",
            Text(
                "Supply a smaller export, or run where there is more memory",
                "请提供较小的导出文件，或换用内存更大的机器",
            ),
        ) from None
    except (duckdb.OutOfRangeException, duckdb.ConversionException) as error:
        raise cannot_judge(
            f"A calculation over {shown} is beyond 38 digits: {str(error).partition(chr(10))[0]}",
            f"对 {shown} 的计算超出了 38 位数字：{str(error).partition(chr(10))[0]}",
            Text("Look for numbers that can't be right", "请检查是否有明显错误的数字"),
        ) from None
    except duckdb.Error as error:
        line, fields = _CSV_LINE.search(str(error)), _FIELDS.search(str(error))
        if line and fields:
            raise cannot_judge(
                f"{shown}, line {line[1]}: {fields[2]} fields where the header has {fields[1]}",
                f"{shown} 第 {line[1]} 行：有 {fields[2]} 个字段，而表头有 {fields[1]} 个",
            ) from None
        if line:
            raise cannot_judge(
                f"{shown}, line {line[1]} is damaged: a quote is not closed, or a character is broken",
                f"{shown} 第 {line[1]} 行已损坏：引号未闭合，或字符损坏",
            ) from None
        raise cannot_judge(f"{shown} is damaged and can't be read", f"{shown} 已损坏，无法读取") from error
