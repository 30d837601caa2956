"""5,000 checks loaded and validated with locations, against PyYAML's C loader with pydantic and no locations.

    python benchmarks/loading.py [CHECKS]

Both are timed in one process, in turns; the least of five counts. The target is at most 2 times; ten times the checks
may cost at most eleven times the time.
"""

from __future__ import annotations

import gc
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import yaml

from readiness.loading.campaign import load_campaign
from readiness.loading.checklist_forms import ChecklistFile

ROUNDS = 5
CHECKS = 5_000
TARGET = 2.0

CAMPAIGN = """\
campaign:
  id: big
  name: Big
  launch: 2026-06-18T00:00:00+08:00
  end: 2026-06-20T23:59:59+08:00
  timezone: Asia/Shanghai
  traits: {}
checklists: [./many.yaml]
people:
  - {id: li.wei, name: 李伟, roles: [campaign-owner]}
evidence:
  terms: {file: terms.md, author: [li.wei]}
"""
HEAD = """\
checklist: many
evidence:
  terms:
    sort: document
    title: {en: Terms, zh: 条款}
    from: {en: content team, zh: 内容团队}
    owner: marketing
checks:
"""
CHECK = """\
  - id: approved-{n}
    phase: planning
    title: {{en: Terms approved {n}, zh: 条款已审 {n}}}
    why: {{en: Because of {n}, zh: 原因 {n}}}
    severity: major
    due: T-7d
    owner: legal
    probe: {{kind: signoff, subject: terms, roles: [legal]}}
    remedy: {{en: Sign them, zh: 请签核}}
    source: {{en: article, zh: 文章}}
"""


def write(folder: Path, checks: int) -> Path:
    """A campaign with one checklist of so many checks."""
    (folder / "campaign.yaml").write_text(CAMPAIGN, "utf-8")
    (folder / "many.yaml").write_text(HEAD + "".join(CHECK.format(n=n) for n in range(checks)), "utf-8")
    return folder


def ours(folder: Path) -> None:
    assert load_campaign(folder, datetime(2026, 6, 1, tzinfo=UTC)).checks


def plain(folder: Path) -> None:
    with (folder / "many.yaml").open(encoding="utf-8") as file:
        ChecklistFile.model_validate(yaml.load(file, yaml.CSafeLoader))


def least(*measured: Callable[[], None]) -> list[float]:
    """The least seconds of each, run in turns."""
    seconds = [float("inf")] * len(measured)
    for _ in range(ROUNDS):
        for place, run in enumerate(measured):
            start = time.perf_counter()
            run()
            seconds[place] = min(seconds[place], time.perf_counter() - start)
    return seconds


def main(checks: int) -> None:
    gc.set_threshold(1_000_000)  # as the command line does, for both
    with tempfile.TemporaryDirectory() as whole, tempfile.TemporaryDirectory() as tenth:
        big, small = write(Path(whole), checks), write(Path(tenth), checks // 10)
        ours_s, plain_s, small_s = least(lambda: ours(big), lambda: plain(big), lambda: ours(small))
    print(
        f"{checks:,} checks: ours {ours_s:.2f} s, plain {plain_s:.2f} s, ratio {ours_s / plain_s:.2f} (target {TARGET})"
    )
    print(f"ten times the checks: {ours_s / small_s:.1f} times the time (target 11)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else CHECKS)
