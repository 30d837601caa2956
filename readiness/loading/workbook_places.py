"""Which file a cell means: people drop one into the folder for evidence, and write its bare name."""

from __future__ import annotations

from pathlib import Path

from readiness.loading.problems import Problems
from readiness.loading.workbook_declared import Declared
from readiness.loading.workbook_sheet import Cell
from readiness.model.text import Text

EVIDENCE_FOLDER = "evidence"


def find_file(folder: Path, cell: Cell, declared: Declared, problems: Problems) -> tuple[str, str]:
    """`file` or `folder`, and the path as the campaign file would name it. A bare name is looked for among the evidence
    as well; one that stands in both places is told, for nobody could say which is meant."""
    said = cell.text.replace("\\", "/").rstrip("/")
    bare = "/" not in said
    dropped = f"{EVIDENCE_FOLDER}/{said}"
    here, there = _exists(folder / said), bare and _exists(folder / dropped)
    if here and there:
        problems.add(
            cell.location,
            Text(f"Both {said} and {dropped} are there", f"{said} 与 {dropped} 同时存在"),
            Text(
                "Write the one that is meant with its folder, or move the other away", "请写明文件夹，或移走另一个文件"
            ),
        )
    path = dropped if bare and not here else said
    is_folder = not declared.table and (cell.text.endswith(("/", "\\")) or _is_folder(folder / path))
    return ("folder" if is_folder else "file"), path


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name that no system can hold is told when it is read
        return False


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False
