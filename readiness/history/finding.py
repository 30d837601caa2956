"""Which record a person means: a file, a number, or the beginning of a digest."""

from __future__ import annotations

import re
from pathlib import Path

from readiness.evidence.digests import sha256_of_file
from readiness.history.store import DIGEST_SHOWN, RunStore, digest_in_name, number_of
from readiness.model.errors import ReadinessError, os_error_words
from readiness.model.text import Text

_NUMBER = re.compile(r"\d{1,6}")
_DIGEST = re.compile(r"[0-9a-fA-F]{4,64}")


class NoSuchRun(ReadinessError):
    """No record, or several, are what a person named."""


def find_run(word: str, folder: Path) -> Path:
    """The record in `folder` that `word` names: a path, the running number, or at least four characters of the SHA-256.
    Raises NoSuchRun."""
    if Path(word).is_file():
        return Path(word)
    records = list_runs(folder)
    found = [path for path in records if _NUMBER.fullmatch(word) and number_of(path) == int(word)]
    if not found and _DIGEST.fullmatch(word):
        found = [path for path in records if _begins(path, word.lower())]
    if len(found) == 1:
        return found[0]
    if found:
        names, names_zh = ", ".join(path.name for path in found), "、".join(path.name for path in found)
        raise NoSuchRun(
            Text(f"RUN: {word} is the beginning of several: {names}", f"RUN：以 {word} 开头的有多个：{names_zh}"),
            Text("Write more of the digest, or the file", "请写更长的摘要，或直接写文件路径"),
        )
    raise NoSuchRun(
        Text(f"RUN: there is no run {word!r} in {folder}", f"RUN：{folder} 中没有运行“{word}”"), _hint(records)
    )


def names_a_run(word: str) -> bool:
    """Whether the word has the form of a number or of a digest, which has a digit before long; `face` is a name."""
    return bool(_NUMBER.fullmatch(word) or (_DIGEST.fullmatch(word) and any(letter.isdigit() for letter in word)))


def list_runs(folder: Path) -> tuple[Path, ...]:
    """The records of a folder, oldest first. Raises NoSuchRun where the folder can't be read."""
    try:
        return RunStore(folder).list()
    except OSError as problem:
        reason = os_error_words(problem)
        raise NoSuchRun(
            Text(f"The records in {folder} can't be read: {reason.en}", f"无法读取 {folder} 中的运行记录：{reason.zh}")
        ) from None


def _begins(path: Path, digest: str) -> bool:
    """By the name, which holds the first eight characters; only a longer beginning needs the bytes."""
    short = digest_in_name(path)
    if len(digest) <= DIGEST_SHOWN:
        return short.startswith(digest)
    return digest.startswith(short) and sha256_of_file(path).startswith(digest)


def _hint(records: tuple[Path, ...]) -> Text:
    if not records:
        return Text(
            "None is recorded there yet: `readiness check` records each run; or go into the campaign's folder",
            "那里还没有运行记录：`readiness check` 会记录每次运行；也可先进入活动文件夹",
        )
    first, last = number_of(records[0]), number_of(records[-1])
    return Text(
        f"Name a number from {first} to {last}, the beginning of a digest, or a file; `readiness history` lists them",
        f"请写 {first} 到 {last} 之间的编号、摘要的开头或文件路径；`readiness history` 可列出全部",
    )
