"""From what a binding says to a real file, and no further than the campaign's folder."""

from __future__ import annotations

import difflib
from pathlib import Path

from readiness.evidence.problems import cannot_judge
from readiness.model.errors import NotSupplied
from readiness.model.text import Advice, Text
from readiness.model.workbook import EVIDENCE, sheet_words


def resolve_inside(folder: Path, said: str, allow_outside: tuple[Path, ...] = ()) -> Path:
    """The real path of `said`, relative to the campaign's folder; symbolic links are followed first.

    Raises CannotJudge when it leads out of the folder and none of `allow_outside`, NotSupplied when nothing is there.
    """
    try:
        home = folder.resolve()
        path = (home / said).resolve()
        roots = (home, *(root.resolve() for root in allow_outside))
        inside = any(path.is_relative_to(root) for root in roots)
        there = inside and path.exists()
    except (OSError, ValueError, RuntimeError) as error:
        raise cannot_judge(
            f"{said} can't be reached: {_reason(error)}",
            f"无法访问 {said}:{_reason(error)}",
            Text("Correct the path in the campaign file, or the permissions", "请修正活动文件中的路径或访问权限"),
        ) from None
    if not inside:
        raise cannot_judge(
            f"{said} lies outside the campaign's folder",
            f"{said} 位于活动文件夹之外",
            Text(
                "Copy it into the campaign's folder, or let the operator allow its folder with --allow-outside",
                "请将其复制到活动文件夹内，或由操作者用 --allow-outside 允许其所在文件夹",
            ),
        )
    if not there:
        raise _missing(path, said)
    return path


def _missing(path: Path, said: str) -> NotSupplied:
    similar = _similar(path)
    sheet = sheet_words(EVIDENCE)
    if similar:
        shown = str(Path(said).parent / similar)
        hint: Text = Advice(
            f"{shown} is there: is it meant? Then bind it",
            f"存在 {shown}：是否指的是它？如果是，请绑定它",
            Text(
                f"{shown} is there: is it meant? Then write its name in {sheet.en}",
                f"存在 {shown}：是否指的是它？如果是，请在{sheet.zh}中写它的文件名",
            ),
        )
    else:
        hint = Advice(
            "Put it there, or bind the file that there is",
            "请将文件放到该位置，或绑定已有的文件",
            Text(
                f"Put it there, or write the name of the file that there is in {sheet.en}",
                f"请将文件放到该位置，或在{sheet.zh}中写明已有文件的名称",
            ),
        )
    return NotSupplied(Text(f"{said} does not exist", f"{said} 不存在"), hint)


def _similar(path: Path) -> str | None:
    """The name beside a missing file that most likely is meant."""
    try:
        names = sorted(entry.name for entry in path.parent.iterdir())
    except OSError:
        return None
    by_fold = {name.casefold(): name for name in names}
    same_stem = [name for name in names if Path(name).stem.casefold() == path.stem.casefold()]
    close = difflib.get_close_matches(path.name.casefold(), list(by_fold), n=1, cutoff=0.75)
    return same_stem[0] if same_stem else by_fold[close[0]] if close else None


def _reason(error: Exception) -> str:
    return error.strerror if isinstance(error, OSError) and error.strerror else str(error)
