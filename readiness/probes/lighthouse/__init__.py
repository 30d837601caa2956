"""`lighthouse`: each landing page was measured by Lighthouse in time, as a phone sees it, and is fast enough."""

from __future__ import annotations

from typing import Any

from readiness.model.text import Text
from readiness.probes.lighthouse.checking import problems
from readiness.probes.lighthouse.facts import Facts
from readiness.probes.lighthouse.judging import judge
from readiness.probes.lighthouse.settings import Settings
from readiness.probes.lighthouse.strictness import stricter

__all__ = ["NAME", "SUMMARY", "Settings", "gather", "judge", "problems", "stricter"]

NAME = "lighthouse"
SUMMARY = Text(
    "Lighthouse measured each landing page, on a simulated phone and network, and it is fast enough",
    "Lighthouse 在模拟手机与网络下测量了每个落地页，且速度达标",
)


def gather(settings: Settings, context: Any) -> Facts:
    """Reads the reports and the list of pages. Raises NotSupplied and CannotJudge."""
    from readiness.probes.lighthouse.reading import read_reports

    return read_reports(settings, context)
