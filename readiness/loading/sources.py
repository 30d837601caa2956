"""Finds the checklists that a campaign names: those that ship by name, its own by path."""

from __future__ import annotations

import os
from collections.abc import Iterable
from collections.abc import Mapping as Names
from dataclasses import dataclass
from pathlib import Path

from readiness.loading.naming import suggest
from readiness.loading.nodes import Listing, Mapping, Scalar, text_at
from readiness.loading.problems import Problems
from readiness.loading.reading import Reader
from readiness.loading.shipped import BUILT_IN
from readiness.model.location import SHIPPED, Location
from readiness.model.text import Text


@dataclass(frozen=True, slots=True)
class ChecklistSource:
    """A checklist file that was read. `shipped` says that it came with readiness; `listed` is where it was named."""

    name: str
    node: Mapping
    shipped: bool
    listed: Location


@dataclass(frozen=True, slots=True)
class Folder:
    """Where checklists are looked for: the campaign's folder (and how problems show it), those that can be named
    without a path, and folders outside that the operator allows."""

    path: Path
    shown: str
    shipped: Names[str, Path]
    allow_outside: tuple[Path, ...] = ()

    def show(self, relative: str) -> str:
        """A file's path as it stands in problems: the folder as the user typed it, then the file."""
        return os.path.normpath(Path(self.shown) / relative).replace(os.sep, "/")

    def holds(self, path: Path) -> bool:
        """Whether the file, with all links followed, is inside the folder or one that is allowed."""
        resolved = path.resolve()
        return any(resolved.is_relative_to(root.resolve()) for root in (self.path, *self.allow_outside))


def read_checklists(listed: Listing, folder: Folder, reader: Reader) -> tuple[list[ChecklistSource], bool]:
    """The checklists of `checklists:`, in order, and whether every one of them could be read."""
    sources: list[ChecklistSource] = []
    whole = True
    for item in listed.items:
        source = _read(item, folder, reader) if isinstance(item, Scalar) and item.text else None
        whole = whole and source is not None
        if source is not None and _is_new(source, sources, reader.problems):
            sources.append(source)
    return sources, whole


def _is_new(source: ChecklistSource, before: Iterable[ChecklistSource], problems: Problems) -> bool:
    twin = next((other for other in before if other.name == source.name), None)
    if twin is None:
        return True
    problems.add(
        source.listed,
        Text(
            f"Checklist {source.name!r} is listed twice; the first is {twin.listed.spot.en}",
            f"检查清单 {source.name!r} 重复列出；第一处{twin.listed.spot.zh}",
        ),
        Text("Remove one, or rename one in its file", "请删除一处，或在文件中改名"),
    )
    return False


def _read(item: Scalar, folder: Folder, reader: Reader) -> ChecklistSource | None:
    words = item.text or ""
    shipped = folder.shipped
    if not words.endswith((".yaml", ".yml")) and "/" not in words:
        if words in shipped:
            node = reader.read(shipped[words], f"{SHIPPED}{words}.yaml", f"{SHIPPED}{words}.yaml")
            return None if node is None else ChecklistSource(words, node, shipped=True, listed=item.location)
        reader.problems.add(
            item.location,
            Text(f"There is no built-in checklist {words!r}", f"没有名为 {words!r} 的内置检查清单"),
            suggest(words, shipped)
            or Text(f"One of your own is named by path: ./{words}.yaml", f"自有清单请写路径：./{words}.yaml"),
        )
        return None
    return _read_own(item, words, folder, reader)


def _read_own(item: Scalar, words: str, folder: Folder, reader: Reader) -> ChecklistSource | None:
    path = folder.path / words
    if not _usable(path, item, words, folder, reader.problems):
        return None
    node = reader.read(path, folder.show(words), os.path.normpath(words).replace(os.sep, "/"))
    name = text_at(node, "checklist")
    if node is None:
        return None
    if name in {*folder.shipped, *BUILT_IN}:
        reader.problems.add(
            node.entries["checklist"].value.location,
            Text(
                f"{name!r} is the name of a checklist that ships with readiness",
                f"{name!r} 是 readiness 自带检查清单的名称",
            ),
            Text("Give your checklist a name of its own", "请为自有清单另取名称"),
        )
        return None
    return ChecklistSource(name or path.stem, node, shipped=False, listed=item.location)


def _usable(path: Path, item: Scalar, words: str, folder: Folder, problems: Problems) -> bool:
    try:
        exists, inside = path.is_file(), folder.holds(path)
    except (OSError, ValueError, RuntimeError):  # a NUL in the name, or links in a circle
        exists, inside = False, True
    if not inside:
        problems.add(
            item.location,
            Text(f"{words} is outside the campaign's folder", f"{words} 在活动文件夹之外"),
            Text("Copy it into the folder, or let the operator allow it", "请复制到活动文件夹内，或由操作者放行"),
        )
    elif not exists:
        near = [f"./{found.name}" for found in sorted(path.parent.glob("*.y*ml"))] if path.parent.is_dir() else []
        problems.add(
            item.location,
            Text(f"There is no checklist file {words}", f"检查清单文件 {words} 不存在"),
            suggest(words, near)
            or Text("Check the path; it stands on the campaign's folder", "请检查路径；它相对于活动文件夹"),
        )
    return exists and inside
