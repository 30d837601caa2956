"""Whether the files that a run read are still what they were."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from readiness.evidence.digests import sha256_of
from readiness.evidence.yaml_value import parse_yaml
from readiness.model.errors import CannotJudge
from readiness.model.location import SHIPPED
from readiness.model.run import Run
from readiness.model.signoff import RUN_SUBJECT
from readiness.model.text import Text

_SIGNOFFS = "signoffs.yaml"


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
    seen = _up_to(content, digest)
    if seen is None:
        return False
    before, now = _signoffs(seen), _signoffs(content)
    return now[: len(before)] == before and all(
        isinstance(one, dict) and one.get("subject") == RUN_SUBJECT for one in now[len(before) :]
    )


def _up_to(content: bytes, digest: str) -> bytes | None:
    """The beginning of the content that has this digest, up to a line's end or just before it."""
    seen, length = hashlib.sha256(), 0
    for line in content.splitlines(keepends=True):
        unended = seen.copy()
        bare = line.rstrip(b"\r\n")
        unended.update(bare)
        if unended.hexdigest() == digest:
            return content[: length + len(bare)]
        seen.update(line)
        length += len(line)
        if seen.hexdigest() == digest:
            return content[:length]
    return None


def _signoffs(content: bytes) -> list[object]:
    """The entries of the file. Raises CannotJudge for what is no list of sign-offs, such as a key that stands twice."""
    value = parse_yaml(_decoded(content), _SIGNOFFS)
    entries = value.get("signoffs") if isinstance(value, dict) else None
    if not isinstance(entries, list):
        raise CannotJudge(Text(f"{_SIGNOFFS} holds no list of sign-offs", f"{_SIGNOFFS} 中没有签核列表"))
    return entries


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CannotJudge(Text(f"{_SIGNOFFS} is not written in UTF-8", f"{_SIGNOFFS} 不是 UTF-8 编码")) from None
