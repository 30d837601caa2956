"""Where the files that ship with readiness stand: in the wheel, or in the clone."""

from __future__ import annotations

from functools import cache
from pathlib import Path

BUILT_IN = ("planning", "execution", "technical", "analysis")
"""The four checklists that belong to every campaign; leaving one out loosens the gate."""

_PACKAGE = Path(__file__).resolve().parents[1]


def data_folder(name: str) -> Path:
    """The folder `name` (`checklists`) of shipped files. An installed wheel holds it inside the package."""
    installed = _PACKAGE / "_data" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


@cache
def shipped_checklists() -> dict[str, Path]:
    """Every checklist that can be named without a path: the four built-in ones and the packs."""
    return {path.stem: path for path in sorted(data_folder("checklists").glob("*.yaml"))}
