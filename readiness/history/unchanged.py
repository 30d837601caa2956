"""Whether the files that a run read are still what they were."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from readiness.evidence.digests import sha256_of
from readiness.model.errors import CannotJudge
from readiness.model.location import SHIPPED
from readiness.model.run import Run
from readiness.model.text import Text

_SIGNOFFS = "signoffs.yaml"
_ENTRY = re.compile(rb"^\s*-\s", re.MULTILINE)
_OF_A_RUN = re.compile(rb"""\bsubject["']?\s*:\s*["']?run["']?\s*(?:[,}#].*)?$""", re.MULTILINE)
_SUBJECT = re.compile(rb"\bsubject\b")


def changed_files(run: Run, folder: Path) -> Iterator[Text]:
    """Each file of the campaign and each evidence file or folder that is changed or gone. What ships with readiness is
    of its version, and what was read from a database or a live source can't be compared."""
    recorded = {(use.path, use.sha256) for outcome in run.outcomes for use in outcome.evidence if use.sha256}
    for name, digest in sorted({(path, digest) for path, digest in recorded if path is not None}):
        yield from _compare(folder / name, name, digest)
    for name, digest in run.digests.items():
        if not name.startswith(SHIPPED):
            yield from _compare(folder / name, name, digest)


def _compare(path: Path, name: str, digest: str) -> Iterator[Text]:
    try:
        if sha256_of(path) == digest or (path.name == _SIGNOFFS and _only_runs_signed(path.read_bytes(), digest)):
            return
    except (OSError, CannotJudge):
        yield Text(f"{name} is gone or can't be read", f"{name} 已不存在或无法读取")
        return
    yield Text(f"{name} was changed after the run", f"{name} 在运行之后被修改")


def _only_runs_signed(content: bytes, digest: str) -> bool:
    """Whether all that was added since are sign-offs of runs: the launch decision on a run is signed after it, and
    must not void it."""
    seen = hashlib.sha256()
    added = content
    for line in content.splitlines(keepends=True):
        seen.update(line)
        added = added[len(line) :]
        if seen.hexdigest() == digest:
            entries = len(_ENTRY.findall(added))
            subjects = len(_SUBJECT.findall(added))
            # an escape could hide another subject: "s\\u0075bject"
            plain = b"\\" not in added and added.lstrip().startswith(b"-")
            return plain and entries == len(_OF_A_RUN.findall(added)) == subjects
    return False
