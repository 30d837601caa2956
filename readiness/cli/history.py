"""`readiness history`: the recorded runs of a campaign."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from readiness.cli.arguments import (
    DEFAULT_CAMPAIGN,
    CampaignArgument,
    Format,
    FormatOption,
    LangOption,
    RecordOption,
)
from readiness.cli.console import document, say, say_lines, tell_what_to_do
from readiness.cli.language import choose_lang, speak
from readiness.cli.recorded import records_of
from readiness.model.text import Text

if TYPE_CHECKING:
    from readiness.history.listing import Listing


def command(
    campaign: CampaignArgument = DEFAULT_CAMPAIGN,
    *,
    last: Annotated[int, typer.Option("--last", metavar="N", min=1, help="How many runs, the newest first.")] = 20,
    record: RecordOption = None,
    output: FormatOption = Format.TEXT,
    lang: LangOption = None,
) -> None:
    """List the recorded runs: when, what was decided, what changed, and whether the chain of records holds.

    The exit code is 0 whatever the runs decided, and also where the chain is broken: `verify` judges a run.
    """
    from readiness.history.listing import list_records

    speak(choose_lang(lang, (), os.environ))
    folder = records_of(campaign, record)
    listing = list_records(folder, last)
    if output is Format.JSON:
        document(json.dumps(_value(listing), ensure_ascii=False, indent=2) + "\n")
        return
    if listing.newest is None:
        _tell_none(listing, folder)
    else:
        from readiness.cli.history_lines import history_lines
        from readiness.reporting.wording import Wording

        spoken = speak(choose_lang(lang, listing.newest.campaign.languages, os.environ))
        say_lines(history_lines(listing, Wording(listing.newest, spoken)))
    if listing.broken:
        tell_what_to_do(_MEND_CHAIN)


def _tell_none(listing: Listing, folder: Path) -> None:
    if not listing.total:
        say(Text(f"No run is recorded in {folder} yet", f"{folder} 中还没有运行记录"))
        tell_what_to_do(Text("`readiness check` records each run", "`readiness check` 会记录每次运行"))
    for recorded in listing.runs:
        for problem in recorded.problems:
            say(Text(f"{recorded.path.name}: {problem.en}", f"{recorded.path.name}：{problem.zh}"))


def _value(listing: Listing) -> dict[str, Any]:
    from readiness.reporting.changes_v1 import HISTORY, run_value, since_value
    from readiness.reporting.json_v1 import text_value

    newest = listing.newest
    zone = ZoneInfo(newest.campaign.zone if newest else "UTC")
    return {
        "schema": HISTORY,
        "campaign": newest.campaign.id if newest else None,
        "total": listing.total,
        "broken": listing.broken,
        "runs": [
            {
                "file": one.path.name,
                "campaign": one.summary.campaign if one.summary else None,
                "run": run_value(one.summary.run, zone) if one.summary else None,
                "since": since_value(one.since, zone) if one.since else None,
                "problems": [text_value(problem) for problem in one.problems],
            }
            for one in listing.runs
        ],
    }


_MEND_CHAIN = Text(
    "Put the records back from a copy, such as an artifact of CI; without one, run `readiness check` again and rely on "
    "that run: `verify` refuses a run whose record or neighbours were changed",
    "请用副本（如 CI 的构建产物）恢复这些记录；没有副本时，请重新运行 `readiness check` 并以新的运行为准："
    "记录或其前后记录被改动的运行，`verify` 不予认可",
)
