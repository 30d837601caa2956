"""Recorded runs on the command line: where they are kept, and what people signed on one."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from readiness.cli.arguments import DEFAULT_CAMPAIGN
from readiness.cli.options import campaign_file
from readiness.model.errors import ReadinessError, os_error_words
from readiness.model.text import Text

if TYPE_CHECKING:
    from readiness.model.launch import LaunchWord
    from readiness.model.run import Run


def records_of(campaign: Path, record: Path | None = None) -> Path:
    """The folder of records: the one that is named, else the campaign's own. Raises NoSuchRun for a campaign that is
    not there: the runs of the folder that a mistyped name stands in are another's."""
    from readiness.gate import RUNS_FOLDER
    from readiness.history.finding import NoSuchRun

    if record is not None:
        return record
    if not campaign.exists():
        raise NoSuchRun(
            Text(f"There is no campaign {campaign}", f"没有活动 {campaign}"),
            Text("Name the campaign's file or the folder that holds it", "请指定活动文件或其所在的文件夹"),
        )
    return campaign_file(campaign).parent / RUNS_FOLDER


def found_run(word: str, campaign: Path | None = None) -> Path:
    """The record that a person named: a file, or a run of the campaign, by default of the current folder's. Raises
    NoSuchRun."""
    from readiness.history.finding import find_run

    return Path(word) if Path(word).is_file() else find_run(word, records_of(campaign or DEFAULT_CAMPAIGN))


def launch_words_on(
    record: Path, run: Run, now: datetime, campaign: Path | None
) -> tuple[tuple[LaunchWord, ...], tuple[Text, ...]]:
    """What people signed on the run, and a note where that can't be told. `campaign` is the one that is named, by
    default the one that keeps the record."""
    from readiness.history.launching import launch_words
    from readiness.history.verifying import campaign_folder
    from readiness.loading.campaign import load_campaign

    folder = campaign if campaign is not None else campaign_folder(record)
    if folder is None:
        return (), ()
    try:
        file = campaign_file(folder)
        if not _may_be_signed(record, file.parent):
            return (), ()
        return launch_words(record, run, load_campaign(file, now), now), ()
    except (OSError, ReadinessError) as problem:
        reason = os_error_words(problem) if isinstance(problem, OSError) else problem.message
        return (), (_unknown(reason),)


def _may_be_signed(record: Path, folder: Path) -> bool:
    """Whether the sign-offs name the record at all: only then is the whole campaign loaded for them. Raises OSError."""
    from readiness.evidence.digests import sha256_of_file
    from readiness.history.store import DIGEST_SHOWN, digest_in_name
    from readiness.loading.records import SIGNOFFS

    path = folder / SIGNOFFS
    if not (path.exists() or path.is_symlink()):  # a broken link can't be read, which is told
        return False
    text = path.read_bytes().lower()
    names = (sha256_of_file(record)[:DIGEST_SHOWN], digest_in_name(record))
    return any(name and name.encode() in text for name in names)


def _unknown(reason: Text) -> Text:
    return Text(
        f"Who signed this run can't be told: {reason.en}",
        f"无法得知谁签核了本次运行：{reason.zh}",
    )
