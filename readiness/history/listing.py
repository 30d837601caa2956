"""The records of a campaign as a list: what each decided, what changed, and whether the chain holds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from readiness.evidence.digests import sha256_of_file
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
    looked = [_looked_at(path, before) for path, before in _with_digests(list_runs(folder))]
    newest = next((run for one in reversed(looked) if (run := _whole(one)) is not None), None)
    first = max(0, len(looked) - most)
    told = [replace(one, since=_since(number, looked)) for number, one in enumerate(looked) if number >= first]
    return Listing(tuple(reversed(told)), len(looked), newest, sum(bool(one.problems) for one in looked))


def _with_digests(paths: tuple[Path, ...]) -> Iterator[tuple[Path, str | None]]:
    """Each record with the digest of the one before it."""
    before = None
    for path in paths:
        yield path, before
        try:
            before = sha256_of_file(path)
        except OSError:  # told when the record itself is looked at
            before = None


def _looked_at(path: Path, before: str | None) -> Recorded:
    try:
        content = path.read_bytes()
    except OSError as problem:
        reason = os_error_words(problem)
        return Recorded(path, None, None, (Text(f"can't be read: {reason.en}", f"无法读取：{reason.zh}"),))
    sha256 = hashlib.sha256(content).hexdigest()
    problems = [] if has_digest(path, sha256) else [_CHANGED]
    try:
        summary = summarise(path, content, sha256)
    except InvalidRecord as invalid:
        return Recorded(path, None, None, (*problems, invalid.message))
    if summary.previous != before:
        problems.append(_LINK)
    return Recorded(path, summary, None, tuple(problems))


def _since(number: int, looked: list[Recorded]) -> Since | None:
    """Compared as its own report compared it: with the last whole run of its campaign before it."""
    after = _whole(looked[number])
    if after is None:
        return None
    for one in reversed(looked[:number]):
        of_this = one.summary is not None and one.summary.campaign == after.campaign.id and one.summary.run.whole
        if of_this and _CHANGED not in one.problems and (before := _whole(one)) is not None:
            assert one.summary is not None, "looked at above"
            return Since(one.summary.run, compare(before, after))
    return None


def _whole(recorded: Recorded) -> Run | None:
    """The run of a record whose head could be read; None where the rest of it can't."""
    if recorded.summary is None:
        return None
    try:
        return _read(recorded.path)
    except InvalidRecord:
        return None


@lru_cache(maxsize=2)
def _read(path: Path) -> Run:
    """Many runs are compared with one and the same before them."""
    return read_run(path)


_CHANGED = Text("changed after it was saved", "保存后被修改")
_LINK = Text(
    "does not follow the record before it: that one was changed or removed, or one between them",
    "与前一条记录不衔接：前一条或两者之间的记录被修改或删除",
)
