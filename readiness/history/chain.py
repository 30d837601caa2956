"""Whether a record stands in its folder as it was saved: after the one that it names, before the one that names it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from readiness.evidence.digests import sha256_of_file
from readiness.history.json_nodes import InvalidRecord
from readiness.history.reading import read_run
from readiness.history.store import DIGEST_SHOWN, RunStore, has_digest
from readiness.model.text import Text


def chain_problems(path: Path, previous: str | None) -> Iterator[Text]:
    """What is wrong between a record, which names `previous`, and its neighbours. The newest one has no next record
    to vouch for it: only a copy kept elsewhere shows that a newer one was removed. Raises OSError."""
    records = RunStore(path.parent).list()
    place = next((number for number, record in enumerate(records) if record.samefile(path)), None)
    if place is None:
        # A copy under another name: it is whole, but where it stood in the chain can't be seen from here.
        yield Text(
            f"{path.name} does not have the name that it was saved under, so its place among the runs can't be checked",
            f"{path.name} 不是保存时的文件名，无法核对它在运行记录中的位置",
        )
        return
    yield from _before(records[place - 1] if place else None, previous)
    if place + 1 < len(records):
        yield from _after(path, records[place + 1])
    if not has_digest(path, sha256_of_file(path)):
        yield Text(
            f"{path.name} was changed after it was saved: its digest is not the one in its name",
            f"{path.name} 在保存后被修改：其摘要与文件名中的不符",
        )


def _before(before: Path | None, previous: str | None) -> Iterator[Text]:
    if before is None and previous is not None:
        named = previous[:DIGEST_SHOWN]
        yield Text(
            f"The run before this one (SHA-256 {named}...) is not in the folder: it was removed, or this record "
            "was copied without it",
            f"文件夹中没有它之前的运行记录（SHA-256 {named}...）：它已被删除，或复制时遗漏",
        )
    elif before is not None and previous is None:
        yield Text(
            f"This record says that it is the first, but {before.name} stands before it",
            f"该记录声称是第一条，但之前还有 {before.name}",
        )
    elif before is not None and sha256_of_file(before) != previous:
        yield Text(
            f"{before.name}, the run before this one, was changed, or a run between them was removed",
            f"之前的运行记录 {before.name} 被修改，或两者之间的记录被删除",
        )


def _after(path: Path, after: Path) -> Iterator[Text]:
    try:
        named = read_run(after).previous
    except InvalidRecord:
        yield Text(
            f"{after.name}, the run after this one, can't be read, so it can't vouch for this one",
            f"之后的运行记录 {after.name} 无法读取，不能佐证本记录",
        )
        return
    if named != sha256_of_file(path):
        yield Text(
            f"{after.name}, the next run, names another one before it: {path.name} was changed, or a run between them "
            "was removed",
            f"下一条运行记录 {after.name} 指向的上一条不是本记录：{path.name} 被修改，或两者之间的记录被删除",
        )
