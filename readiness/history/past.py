"""The runs before one, out of the folder of records."""

from __future__ import annotations

import hashlib
from pathlib import Path

from readiness.history.json_nodes import InvalidRecord
from readiness.history.reading import parse_run
from readiness.history.store import RunStore, has_digest
from readiness.history.summary import summarise
from readiness.model.changes import compare
from readiness.model.errors import os_error_words
from readiness.model.past import Past, PastRun, Since
from readiness.model.run import Run
from readiness.model.text import Text

MOST_RUNS = 12
_MOST_READ = 60


def past_of(folder: Path, run: Run, record: Path | None = None) -> Past | None:
    """The runs of the same campaign that were saved before `record`, by default all in the folder; None where there is
    none. It stops nothing: a record that can't be read is a note."""
    try:
        records = _before(RunStore(folder).list(), record)
    except OSError as problem:
        reason = os_error_words(problem)
        unreadable = Text(
            f"The earlier records in {folder} can't be read: {reason.en}",
            f"无法读取 {folder} 中以前的运行记录：{reason.zh}",
        )
        return Past((), None, (unreadable,))
    found = _Found(run)
    for path in reversed(records[-_MOST_READ:]):
        found.look_at(path)
        if found.enough:
            break
    return found.past() if found.runs or found.notes else None


def _before(records: tuple[Path, ...], record: Path | None) -> tuple[Path, ...]:
    """Those saved before the record; none where it does not stand among them, and so has no place in their order."""
    if record is None:
        return records
    place = next((number for number, path in enumerate(records) if path.samefile(record)), 0)
    return records[:place]


class _Found:
    """What is found of the past, the newest record first."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._since: Since | None = None
        self.runs: list[PastRun] = []
        self.notes: list[Text] = []

    @property
    def enough(self) -> bool:
        return len(self.runs) >= MOST_RUNS and self._since is not None

    def look_at(self, path: Path) -> None:
        try:
            content = path.read_bytes()
            digest = hashlib.sha256(content).hexdigest()
            if not has_digest(path, digest):
                self.notes.append(_changed(path))
                return
            past = summarise(path, content, digest)
            if past.campaign != self._run.campaign.id:
                return
            if self._since is None and past.run.whole:
                self._since = Since(past.run, compare(parse_run(content), self._run))
        except (OSError, InvalidRecord) as problem:
            self.notes.append(_unreadable(path, problem))
            return
        if len(self.runs) < MOST_RUNS:
            self.runs.append(past.run)

    def past(self) -> Past:
        return Past(tuple(reversed(self.runs)), self._since, tuple(self.notes))


def _changed(path: Path) -> Text:
    return Text(
        f"The earlier record {path.name} was changed after it was saved, so nothing is compared with it",
        f"以前的运行记录 {path.name} 在保存后被修改，不与其比较",
    )


def _unreadable(path: Path, problem: OSError | InvalidRecord) -> Text:
    reason = os_error_words(problem) if isinstance(problem, OSError) else problem.message
    return Text(
        f"The earlier record {path.name} can't be read, so nothing is compared with it: {reason.en}",
        f"以前的运行记录 {path.name} 无法读取，不与其比较：{reason.zh}",
    )
