"""An earlier campaign, as a new one may begin from it: what was loaded, and the words of its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from readiness.loading.campaign import campaign_node, load_campaign
from readiness.loading.campaign_files import campaign_files
from readiness.loading.nodes import plain
from readiness.loading.problems import Problems
from readiness.loading.reading import Reader
from readiness.loading.shipped import shipped_checklists
from readiness.loading.sources import Folder
from readiness.model.campaign import Campaign


@dataclass(frozen=True, slots=True)
class EarlierFile:
    """`words` is the file as dicts, lists and texts; a workbook's are those of the YAML that it stands for."""

    campaign: Campaign
    words: Mapping[str, Any]

    @property
    def own_checklists(self) -> tuple[str, ...]:
        return tuple(name for name in self.words["checklists"] if name not in shipped_checklists())


def read_earlier(path: Path, now: datetime) -> EarlierFile:
    """Raises InvalidInput for a campaign that does not load: what is wrong with it would be taken over as well."""
    campaign = load_campaign(path, now)
    problems = Problems()
    file = campaign_files(path)[0]
    folder = Folder(file.parent, file.parent.as_posix(), shipped_checklists())
    node = campaign_node(file, folder, Reader(problems))
    problems.raise_if_any()
    assert node is not None
    return EarlierFile(campaign, plain(node))
