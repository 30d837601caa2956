"""The records of a campaign as a list: what each decided, what changed, and whether the chain holds."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from readiness.history.finding import list_runs
from readiness.history.json_nodes import InvalidRecord
from readiness.history.reading import read_run
from readiness.history.store import has_digest
from readiness.history.summary import Summary, summarise
from readiness.model.changes import compare
from readiness.model.errors import os_error_words
from readiness.model.past import Since
from readiness.model.run import Run
from readiness.model.text import Text


@dataclass(frozen=True, slots=True)
class Recorded:
    """One record. `summary` is None for one that can't be read; `problems` say what is wrong with it in its chain;
    `since` is what changed since the last whole run before it, where that was looked for and is there."""

    path: Path
    summary: Summary | None
    since: Since | None
    problems: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """Records newest first: at most as many as were asked for, of `total`. `newest` is the newest run that can be read,
    whose zone and campaign the list is told in; `broken` counts the records with problems, also of those not listed."""

    runs: tuple[Recorded, ...]
    total: int
    newest: Run | None
    broken: int


def list_records(folder: Path, most: int) -> Listing:
    """Look at all records of a folder, and compare the newest `most`. Raises NoSuchRun where it can't be read."""
    looked = list(_looked_at(list_runs(folder)))
    read = lru_cache(maxsize=2)(_whole)  # many runs are compared with one and the same before them
    newest = next((run for one in reversed(looked) if (run := read(one.path)) is not None), None)
    first = max(0, len(looked) - most)
    told = [replace(one, since=_since(number, looked, read)) for number, one in enumerate(looked) if number >= first]
    return Listing(tuple(reversed(told)), len(looked), newest, sum(bool(one.problems) for one in looked))


def _looked_at(paths: tuple[Path, ...]) -> Iterator[Recorded]:
    """Each record beside the digest of the one before it."""
    before = None
    for path in paths:
        try:
            content = path.read_bytes()
        except OSError as problem:
            reason = os_error_words(problem)
            yield Recorded(path, None, None, (Text(f"can't be read: {reason.en}", f"无法读取：{reason.zh}"),))
            before = None
            continue
        sha256 = hashlib.sha256(content).hexdigest()
        yield _recorded(path, content, sha256, before)
        before = sha256


def _recorded(path: Path, content: bytes, sha256: str, before: str | None) -> Recorded:
    problems = [] if has_digest(path, sha256) else [_CHANGED]
    try:
        summary = summarise(path, content, sha256)
    except InvalidRecord as invalid:
        return Recorded(path, None, None, (*problems, invalid.message))
    if summary.previous != before:
        problems.append(_LINK)
    return Recorded(path, summary, None, tuple(problems))


def _since(number: int, looked: list[Recorded], read: Callable[[Path], Run | None]) -> Since | None:
    """Compared as its own report compared it: with the last whole run of its campaign before it."""
    after = read(looked[number].path)
    if after is None:
        return None
    for one in reversed(looked[:number]):
        if one.summary is None or one.summary.campaign != after.campaign.id or not one.summary.run.whole:
            continue
        if _CHANGED not in one.problems and (before := read(one.path)) is not None:
            return Since(one.summary.run, compare(before, after))
    return None


def _whole(path: Path) -> Run | None:
    """The run of a record; None for one that can't be read, or whose head alone can."""
    try:
        return read_run(path)
    except InvalidRecord:
        return None


_CHANGED = Text("changed after it was saved", "保存后被修改")
_LINK = Text(
    "does not follow the record before it: that one was changed or removed, or one between them",
    "与前一条记录不衔接：前一条或两者之间的记录被修改或删除",
)
