"""`freshness`: records, files or what a metric tells of keep coming: the newest is young, and no gap is too long."""

from __future__ import annotations

from typing import Any

from readiness.model.text import Text
from readiness.probes.freshness.checking import problems
from readiness.probes.freshness.facts import Facts
from readiness.probes.freshness.judging import judge
from readiness.probes.freshness.settings import Settings
from readiness.probes.freshness.strictness import stricter

__all__ = ["NAME", "SUMMARY", "Settings", "gather", "judge", "problems", "stricter"]

NAME = "freshness"
SUMMARY = Text(
    "Records or files (backups, data that come in) are fresh: the newest is young, and there is no gap before it",
    "记录或文件（备份、回传数据）保持更新：最新的足够新，此前没有过长的间隔",
)


def gather(settings: Settings, context: Any) -> Facts:
    """Reads when each record or file is of. Raises NotSupplied and CannotJudge."""
    if settings.metric is not None:
        from readiness.probes.freshness.of_metric import read_metric

        return read_metric(settings, context)
    if settings.folder is not None:
        from readiness.probes.freshness.of_folder import read_folder

        return read_folder(settings, context)
    from readiness.probes.freshness.of_table import read_table

    return read_table(settings, context)
