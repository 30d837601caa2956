"""Writes bindings into campaign.yaml as text, so that comments, order and everything else stay as people left them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from readiness.loading.appending import quoted_text
from readiness.loading.nodes import Mapping as MappingNode
from readiness.loading.nodes import mapping_at, plain
from readiness.loading.problems import InvalidInput, Problem, Problems
from readiness.loading.reading import Reader
from readiness.loading.rewriting import rewrite
from readiness.model.location import Location
from readiness.model.text import Text

_SECTION = "evidence"

BindingValues = Mapping[str, object]
"""A binding's keys and values as they are to be written, such as `{"file": "evidence/stock.csv"}`."""


def write_bindings(path: Path, bindings: Mapping[str, BindingValues]) -> None:
    """Adds bindings to the campaign file, or puts them in the place of those of the same name; keys of such a one that
    the new one does not say (`author`, `columns`) are kept.

    Raises InvalidInput when the file does not load or can't be changed safely, OSError when it can't be written.
    """
    before = path.read_bytes()
    node = _read(path)
    lines = before.decode("utf-8-sig").splitlines(keepends=True)
    newline = "\r\n" if any(line.endswith("\r\n") for line in lines) else "\n"
    if lines and not lines[-1].endswith(("\n", "\r")):
        lines[-1] += newline
    meant = plain(node)
    there = meant.setdefault(_SECTION, {})
    merged = {name: {**_kept(there.get(name)), **values} for name, values in bindings.items()}
    section = mapping_at(node, _SECTION)
    if section is None:
        lines += [newline, f"{_SECTION}:{newline}", *(_line(name, v, 2, newline) for name, v in merged.items())]
    elif lines[section.location.line - 1][section.location.column - 1] == "{":
        raise InvalidInput([Problem(section.location, _IN_BRACES, _by_hand(merged))])
    else:
        _change(lines, section, merged, newline)
    there.update(merged)
    mark = b"\xef\xbb\xbf" if before.startswith(b"\xef\xbb\xbf") else b""
    content = mark + "".join(lines).encode()
    rewrite(path, content, before, lambda read, _: plain(read) == meant, _by_hand(merged))


def _read(path: Path) -> MappingNode:
    problems = Problems()
    node = Reader(problems).read(path, path.as_posix(), path.name)
    problems.raise_if_any()
    assert node is not None
    return node


def _kept(value: object) -> dict[str, str]:
    """What stays of a binding that is replaced: how its columns are called and who wrote it, not where it was."""
    keep = ("columns", "author", "thousands", "zone", "base")
    return {key: item for key, item in value.items() if key in keep} if isinstance(value, dict) else {}


def _change(lines: list[str], section: MappingNode, bindings: Mapping[str, Mapping[str, object]], newline: str) -> None:
    """Edits the lines in place, from the last entry to the first, so that earlier line numbers stay true."""
    entries = sorted(section.entries.values(), key=lambda entry: entry.location.line)
    indent = entries[0].location.column - 1 if entries else 2
    new = [_line(name, v, indent, newline) for name, v in bindings.items() if name not in section.entries]
    last = entries[-1].location if entries else section.location
    lines[_after(lines, last, indent) : _after(lines, last, indent)] = new
    for entry in reversed(entries):
        if entry.key in bindings:
            start = entry.location.line - 1
            end = _after(lines, entry.location, indent)
            lines[start:end] = [_line(entry.key, bindings[entry.key], indent, newline)]


def _after(lines: list[str], entry: Location, indent: int) -> int:
    """The index of the first line that no longer belongs to the entry: less or equally indented, not blank."""
    at = entry.line
    while at < len(lines) and (not lines[at].strip() or len(lines[at]) - len(lines[at].lstrip(" ")) > indent):
        at += 1
    while at > entry.line and not lines[at - 1].strip():
        at -= 1
    return at


def _line(name: str, values: Mapping[str, object], indent: int, newline: str) -> str:
    return f"{' ' * indent}{name}: {_flow(values)}{newline}"


def _flow(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    return quoted_text(str(value))


def _by_hand(bindings: Mapping[str, Mapping[str, object]]) -> Text:
    said = "; ".join(_line(name, values, 2, "").strip() for name, values in bindings.items())
    return Text(
        f"Write it by hand, an entry a line under `evidence:`: {said}", f"请手动写在 `evidence:` 下，每项一行：{said}"
    )


_IN_BRACES = Text("The bindings are written in { }, so no line can be added", "绑定写在 { } 中，无法追加")
