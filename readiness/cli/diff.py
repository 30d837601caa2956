"""`readiness diff`: what changed between two recorded runs."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from readiness.cli.arguments import (
    DEFAULT_CAMPAIGN,
    CampaignOption,
    Format,
    FormatOption,
    LangOption,
    RecordOption,
    VerboseOption,
)
from readiness.cli.console import document, say_lines, tell
from readiness.cli.errors import UsageProblem
from readiness.cli.language import choose_lang, speak
from readiness.cli.recorded import records_of
from readiness.model.past import PastRun
from readiness.model.run import Run
from readiness.model.text import Text


def command(
    before: Annotated[
        str | None,
        typer.Argument(
            metavar="[RUN]", help="The run to compare with: its number, digest or file; default: the last but one."
        ),
    ] = None,
    after: Annotated[
        str | None,
        typer.Argument(metavar="[RUN]", help="The run that is compared; default: the last one."),
    ] = None,
    *,
    campaign: CampaignOption = DEFAULT_CAMPAIGN,
    record: RecordOption = None,
    output: FormatOption = Format.TEXT,
    verbose: VerboseOption = False,
    lang: LangOption = None,
) -> None:
    """Say what changed between two recorded runs: decision, checks, findings, figures, waivers and loosenings.

    The exit code is 0 whatever changed.
    """
    from readiness.model.changes import compare
    from readiness.reporting.changes_v1 import DIFF, changes_value, run_value

    speak(choose_lang(lang, (), os.environ))
    (old, old_head), (new, new_head) = (_read(path) for path in _paths(before, after, records_of(campaign, record)))
    spoken = speak(choose_lang(lang, new.campaign.languages, os.environ))
    if old.campaign.id != new.campaign.id:
        raise UsageProblem(
            Text(
                f"RUN: one is of {old.campaign.id}, the other of {new.campaign.id}",
                f"RUN：一个属于 {old.campaign.id}，另一个属于 {new.campaign.id}",
            ),
            Text("Name two runs of one campaign", "请指定同一活动的两次运行"),
        )
    changes = compare(old, new)
    if output is Format.JSON:
        zone = ZoneInfo(new.campaign.zone)
        heads = {"before": run_value(old_head, zone), "after": run_value(new_head, zone)}
        value = {"schema": DIFF, "campaign": new.campaign.id, **heads, **changes_value(changes, zone)}
        document(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
        return
    from readiness.cli.diff_lines import diff_lines
    from readiness.reporting.wording import Wording

    say_lines(diff_lines((old_head, new_head), changes, Wording(new, spoken), verbose=verbose))


def _paths(before: str | None, after: str | None, folder: Path) -> tuple[Path, Path]:
    """The two records. Raises NoSuchRun."""
    from readiness.history.finding import NoSuchRun, find_run, list_runs

    if before is not None and after is not None:
        return find_run(before, folder), find_run(after, folder)
    records = list_runs(folder)
    if len(records) < (2 if before is None else 1):
        raise NoSuchRun(
            Text(
                f"Two runs are compared, and {folder} holds {len(records)}",
                f"比较需要两次运行，而 {folder} 中有 {len(records)} 次",
            ),
            Text("Run `readiness check` again, or name two files", "请再次运行 `readiness check`，或指定两个文件"),
        )
    return (records[-2] if before is None else find_run(before, folder)), records[-1]


def _read(path: Path) -> tuple[Run, PastRun]:
    """A run with its head among the others. Raises InvalidRecord. A record that was changed is told, and compared."""
    from readiness.history.reading import parse_record, read_record
    from readiness.history.store import has_digest, number_of
    from readiness.history.summary import past_run

    content = read_record(path)
    sha256 = hashlib.sha256(content).hexdigest()
    if not has_digest(path, sha256):
        tell(
            Text(
                f"warning: the digest in the name of {path.name} is not its own: it was changed, or renamed",
                f"注意：{path.name} 与文件名中的摘要不符：它在保存后被修改或改名",
            )
        )
    run = parse_record(path, content)
    return run, past_run(number_of(path), run, sha256)
