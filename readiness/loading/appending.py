"""Adds one sign-off or waiver to its file as text, so that comments and order stay as people left them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from readiness.loading.forms import SignOffsFile, WaiversFile
from readiness.loading.nodes import Listing
from readiness.loading.nodes import Mapping as MappingNode
from readiness.loading.problems import InvalidInput, Problem, Problems
from readiness.loading.reading import Reader
from readiness.loading.records import SIGNOFFS, WAIVERS, sign_off, waiver
from readiness.loading.rewriting import IsMeant, rewrite
from readiness.loading.validation import validate
from readiness.model.signoff import SignOff, Verdict
from readiness.model.text import Text
from readiness.model.waiver import Covers, Waiver

_HEADERS = {
    SIGNOFFS: "# Who approved which content, in which role. Written by `readiness sign`.\nsignoffs:\n",
    WAIVERS: "# Who accepted which failure or loosening, why and until when. Written by `readiness waive`.\nwaivers:\n",
}
_BARE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._+/@-]|:(?=\S))*")
_NULL_WORDS = frozenset({"null", "Null", "NULL"})

Value = str | Mapping[str, str]


def append_signoff(folder: Path, record: SignOff) -> Path:
    """Adds a line to signoffs.yaml in `folder`, which is made where it does not exist; returns its path.

    Raises InvalidInput when the file that is there does not load, or would not with the new line; OSError when it
    can't be written. In both cases the file is as it was.
    """

    def last(node: MappingNode, problems: Problems) -> SignOff | None:
        form = validate(SignOffsFile, node, problems)
        return sign_off(form.signoffs[-1], record.location) if form else None

    return _append(folder / SIGNOFFS, dict(_signoff_fields(record)), lambda node, p: last(node, p) == record)


def append_waiver(folder: Path, record: Waiver) -> Path:
    """Adds a line to waivers.yaml in `folder`; as `append_signoff`."""

    def last(node: MappingNode, problems: Problems) -> Waiver | None:
        form = validate(WaiversFile, node, problems)
        return waiver(form.waivers[-1], record.expires, record.location) if form else None

    return _append(folder / WAIVERS, dict(_waiver_fields(record)), lambda node, p: last(node, p) == record)


def _signoff_fields(record: SignOff) -> Iterator[tuple[str, Value]]:
    yield "subject", record.subject
    yield "role", record.role
    yield "person", record.person
    if record.verdict is not Verdict.APPROVED:
        yield "verdict", record.verdict
    yield "sha256", record.sha256
    yield "at", _instant(record.at)
    if record.comment:
        yield "comment", record.comment
    if record.scores:
        yield "scores", {name: str(score) for name, score in record.scores.items()}
    if record.signature is not None:
        yield "signature", record.signature


def _waiver_fields(record: Waiver) -> Iterator[tuple[str, Value]]:
    yield "subject", record.subject
    if record.covers is not Covers.FAILURE:
        yield "covers", record.covers
    yield "person", record.person
    yield "reason", record.reason
    yield "at", _instant(record.at)
    yield "expires", _instant(record.expires)
    if record.sha256 is not None:
        yield "sha256", record.sha256


def _instant(moment: datetime) -> str:
    return moment.isoformat()


def _append(path: Path, fields: Mapping[str, Value], is_last: IsMeant) -> Path:
    """Writes the new text beside the file, reads it back as a person's file would be, and only then puts it there."""
    key = path.stem
    before = path.read_bytes() if path.exists() or path.is_symlink() else None
    text, indent = _HEADERS[path.name], 2
    if before is not None:
        listing = _listing(path, key, is_last)
        text = before.decode("utf-8-sig")
        indent = listing.location.column - 1
    newline = "\r\n" if "\r\n" in text else "\n"
    body = text if text.endswith("\n") else text + newline
    added = newline.join(_item(fields, indent)) + newline
    mark = b"\xef\xbb\xbf" if before is not None and before.startswith(b"\xef\xbb\xbf") else b""
    rewrite(path, mark + (body + added).encode(), before, is_last, _AS_DASHES)
    return path


def _listing(path: Path, key: str, is_last: IsMeant) -> Listing:
    """The list in the file as it is; raises InvalidInput where the file does not load or is written in [ ]."""
    problems = Problems()
    node = Reader(problems).read(path, path.as_posix(), path.name)
    if node is not None:
        is_last(node, problems)
    problems.raise_if_any()
    listing = node.get(key) if node is not None else None
    assert isinstance(listing, Listing)
    if path.read_text(encoding="utf-8-sig").splitlines()[listing.location.line - 1][listing.location.column - 1] != "-":
        raise InvalidInput([Problem(listing.location, _IN_BRACKETS, _AS_DASHES)])
    return listing


def _item(fields: Mapping[str, Value], indent: int) -> Iterator[str]:
    lead = " " * indent + "- "
    for key, value in fields.items():
        yield f"{lead}{key}: {_write(value)}"
        lead = " " * (indent + 2)


def _write(value: Value) -> str:
    if isinstance(value, str):
        bare = _BARE.fullmatch(value) and value not in _NULL_WORDS
        return value if bare else quoted_text(value)
    return "{" + ", ".join(f"{quoted_text(key)}: {quoted_text(item)}" for key, item in value.items()) + "}"


def quoted_text(words: str) -> str:
    """A double-quoted YAML text; JSON's escapes are YAML's, but YAML wants more characters escaped."""
    return re.sub(
        r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]",
        lambda found: f"\\u{ord(found[0]):04x}",
        json.dumps(words, ensure_ascii=False),
    )


_IN_BRACKETS = Text("The list is written in [ ], so no line can be added", "列表写在 [ ] 中，无法追加")
_AS_DASHES = Text(
    "Write the list with one dash (-) an item, at the end of the file",
    "请把列表写成每项一个短横线（-），并放在文件末尾",
)
