"""What all sheets of one workbook share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Scope:
    """`folder` is the campaign's, `file` the workbook's name in it, `zone` that of its times."""

    folder: Path
    file: str
    zone: ZoneInfo
