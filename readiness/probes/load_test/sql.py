"""Load test: samples counted by the engine, in one pass over a file of any size."""

# ruff: noqa: S608  (names are quoted or made here; values travel as literals that are escaped)

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from readiness.evidence.engine import Engine
from readiness.evidence.files import Identity
from readiness.evidence.problems import cannot_judge
from readiness.evidence.sql_text import literal, quoted
from readiness.evidence.watching import WatchedFile
from readiness.model.text import Text
from readiness.probes.load_test.samples import (
    FIRST_MS,
    LAST_MS,
    LONGEST_MS,
    MARK,
    MOST_LABELS,
    MOST_TIMES,
    Counted,
    refuse_long,
    too_much,
)

_BY_LABEL, _BY_END, _BY_START = "label", "end", "start"
_views = itertools.count(1)


@dataclass(frozen=True)
class Source:
    """A file as the engine reads it: `relation` is a view of its rows, all text."""

    engine: Engine
    relation: str
    shown: str
    left: Callable[[], float]

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        return self.engine.query(sql, seconds=self.left(), shown=self.shown)

    def hold(self, select: str) -> str:
        return self.engine.hold(select, seconds=self.left(), shown=self.shown)


def open_csv(
    engine: Engine, path: Path, identity: Identity, shown: str, left: Callable[[], float],
    columns: Sequence[str], delimiter: str, *, header: bool,
) -> Source:  # fmt: skip
    """A CSV by the names of its columns; a line with more or fewer fields is an error when it is read. Raises
    CannotJudge for a name that stands there twice."""
    struct = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in _apart(columns, shown))
    reader = (
        f"read_csv({literal(str(path))}, auto_detect = false, header = {str(header).lower()}, "
        f"delim = {literal(delimiter)}, quote = '\"', escape = '\"', columns = {{{struct}}}, compression = 'none', "
        "strict_mode = true, null_padding = false, ignore_errors = false, hive_partitioning = false)"
    )
    return _define(engine, f"SELECT * FROM {reader}", WatchedFile(path, identity, shown), left)


def _apart(columns: Sequence[str], shown: str) -> Iterator[str]:
    """The names as the engine takes them: none is empty, and those that differ only by case are told apart."""
    seen: set[str] = set()
    for place, name in enumerate(columns, 1):
        if name and columns.count(name) > 1:
            raise cannot_judge(
                f"{shown}: the header has {name} twice, so nobody can say which of them counts",
                f"{shown}：表头中有两个 {name} 列，无法确定以哪个为准",
                Text("Supply the file as the tool wrote it", "请提供工具原样写出的文件"),
            )
        taken = not name or name.casefold() in seen
        seen.add(name.casefold())
        yield f"{name} (column {place})" if taken else name


def open_json_lines(
    engine: Engine, path: Path, identity: Identity, shown: str, left: Callable[[], float], columns: Mapping[str, str]
) -> Source:
    """A file with one JSON object a line; its columns are those keys, as the SQL types say."""
    struct = ", ".join(f"{literal(name)}: {literal(sql_type)}" for name, sql_type in columns.items())
    reader = (
        f"read_json({literal(str(path))}, format = 'newline_delimited', columns = {{{struct}}}, compression = 'none', "
        "ignore_errors = false, hive_partitioning = false)"
    )
    return _define(engine, f"SELECT * FROM {reader}", WatchedFile(path, identity, shown), left)


def _define(engine: Engine, select: str, file: WatchedFile, left: Callable[[], float]) -> Source:
    relation = f"load test {next(_views)}"
    engine.define(relation, select, file)
    return Source(engine, quoted(relation), file.shown, left)


@dataclass(frozen=True, slots=True)
class Samples:
    """Which rows are samples, and as SQL what they say: their start and length in ms, NULL for what can't be read;
    users are NULL where none are said and -1 for what can't be read. `texts` are the cells that a message shows;
    `first_row` is the number of the first row, as people count."""

    start_ms: str
    elapsed: str
    label: str
    failed: str
    users: str = "NULL::BIGINT"
    engine: str = "''"
    transaction: str = "FALSE"
    where: str = "TRUE"
    texts: Sequence[str] = ()
    first_row: int = 1

    def select(self, relation: str, more: str = "") -> str:
        return (
            f"SELECT {self.start_ms} AS start_ms, {self.elapsed} AS elapsed, {self.label} AS label,"
            f" {self.failed} AS failed, {self.users} AS users, {self.engine} AS engine,"
            f" {self.transaction} AS transaction{more} FROM {relation} WHERE {self.where}"
        )


def count_samples(source: Source, samples: Samples, slow_ms: int) -> Counted:
    """Sums over all samples. Raises CannotJudge, with its row, for one that can't be read."""
    select = samples.select(source.relation)
    bad = (
        f"start_ms IS NULL OR elapsed IS NULL OR failed IS NULL OR start_ms NOT BETWEEN {FIRST_MS} AND {LAST_MS}"
        f" OR elapsed NOT BETWEEN 0 AND {LONGEST_MS} OR users < 0"
    )
    held = source.hold(
        f"""SELECT transaction, label, elapsed, engine, end_s, start_s, grouping(label, end_s, start_s) AS of,
            count(*) AS n, count_if(failed) AS errors, count_if(elapsed > {slow_ms}) AS slow, max(users) AS users,
            sum({MARK} * elapsed + (start_ms + elapsed) % 1000) AS mark,
            min(start_ms) AS first_ms, max(start_ms + elapsed) AS last_ms, count_if(bad) AS bad
        FROM (SELECT *, (start_ms + elapsed) // 1000 AS end_s, start_ms // 1000 AS start_s, {bad} AS bad
              FROM ({select}))
        GROUP BY GROUPING SETS ((transaction, label, elapsed), (transaction, end_s, engine), (transaction, start_s))"""
    )
    # a bit of `of` is set where that column is not one of the group's: label 4, end_s 2, start_s 1
    sets = {_BY_LABEL: 3, _BY_END: 5, _BY_START: 6}
    ((first, last, unread),) = source.query(
        f"SELECT min(first_ms), max(last_ms), coalesce(sum(bad), 0) FROM {held} WHERE of = {sets[_BY_LABEL]}"
    )
    if unread:
        _tell_first_unread(source, samples, bad, int(unread))
    counted = Counted()
    if first is None:
        return counted
    refuse_long(first, last, source.shown)
    counted.see(first, last)
    _fetch(source, held, sets, counted)
    return counted


def _fetch(source: Source, held: str, sets: Mapping[str, int], counted: Counted) -> None:
    times = source.query(
        f"SELECT transaction, elapsed, sum(n) FROM {held} WHERE of = {sets[_BY_LABEL]} GROUP BY ALL"
        f" ORDER BY ALL LIMIT {MOST_TIMES + 1}"
    )
    if len(times) > MOST_TIMES:
        raise too_much(source.shown)
    for transaction, elapsed, n in times:
        counted.times[transaction, elapsed] += int(n)
    for transaction, label, n, errors, slow in source.query(
        f"SELECT transaction, label, sum(n) AS n, sum(errors), sum(slow) FROM {held} WHERE of = {sets[_BY_LABEL]}"
        f" GROUP BY transaction, label ORDER BY n DESC, label LIMIT {2 * MOST_LABELS}"
    ):
        counted.labels[transaction, label or ""] = [int(n), int(errors), int(slow)]
    for transaction, second, engine, users, *amounts in source.query(
        f"SELECT transaction, end_s, engine, users, n, errors, slow, mark FROM {held} WHERE of = {sets[_BY_END]}"
    ):
        sums = counted.seconds.setdefault((transaction, second), [0, 0, 0, 0])
        for place, amount in enumerate(amounts):
            sums[place] += int(amount)
        if users is not None:
            counted.see_users(engine or "", second, int(users))
    for transaction, second, n in source.query(
        f"SELECT transaction, start_s, n FROM {held} WHERE of = {sets[_BY_START]}"
    ):
        counted.starts[transaction, second] += int(n)


def _tell_first_unread(source: Source, samples: Samples, bad: str, count: int) -> None:
    """Raises CannotJudge with the first sample that can't be read."""
    shown = ", ', ', ".join(f"{literal(name + ' ')}, coalesce({quoted(name)}, '-')" for name in samples.texts)
    numbered = f"(SELECT *, row_number() OVER () + {samples.first_row - 1} AS nth FROM {source.relation})"
    select = samples.select(numbered, f", nth, concat({shown}) AS said")
    ((row, said),) = source.query(f"SELECT min(nth), arg_min(said, nth) FROM ({select}) WHERE {bad}")
    raise cannot_judge(
        f"{source.shown}, row {row}: a sample that can't be read ({said}); there are {count:,} of them",
        f"{source.shown} 第 {row} 行：样本无法读取（{said}）；共有 {count:,} 个",
        SAMPLE_NEEDS,
    )


SAMPLE_NEEDS = Text(
    "A sample needs its start as a time, how long it took (0 ms or more) and whether it succeeded; supply the file as "
    "the tool wrote it",
    "每个样本都要有开始时间、不为负的耗时（毫秒）以及是否成功；请提供工具原样写出的文件",
)
