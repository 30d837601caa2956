"""Which file is the campaign: the one named, or the one that stands in the folder named."""

from __future__ import annotations

from pathlib import Path

from readiness.model.workbook import WORKBOOK_FILE

CAMPAIGN_FILE = "campaign.yaml"


def campaign_files(path: Path) -> tuple[Path, ...]:
    """The campaign files that a path stands for: itself, or those in the folder. More than one can't be meant; where
    there is none, the file that would be looked for."""
    if not path.is_dir():
        return (path,)
    found = tuple(path / name for name in (CAMPAIGN_FILE, WORKBOOK_FILE) if (path / name).exists())
    return found or (path / CAMPAIGN_FILE,)
