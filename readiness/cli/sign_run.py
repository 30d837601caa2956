"""What is signed, and a recorded run as that: the launch decision of a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from readiness.cli.errors import UsageProblem
from readiness.model.errors import os_error_words
from readiness.model.signoff import RUN_SUBJECT, Verdict
from readiness.model.text import Text

if TYPE_CHECKING:
    from readiness.model.campaign import Campaign
    from readiness.model.run import Run


@dataclass(frozen=True, slots=True)
class Content:
    """What is signed: `subject` as it goes into the record, the digest, and where the content is; `conditions` are what
    an approval takes into the bargain."""

    subject: str
    sha256: str
    place: Text
    author: tuple[str, ...] = ()
    conditions: tuple[Text, ...] = ()


def signed_run(subject: str, campaign: Campaign) -> Path | None:
    """The record that the subject names; None where it is no run. The name of an evidence is one before all."""
    from readiness.gate import RUNS_FOLDER
    from readiness.history.finding import find_run, names_a_run

    if subject in campaign.contracts:
        return None
    if Path(subject).is_file():
        return Path(subject)
    return find_run(subject, campaign.folder / RUNS_FOLDER) if names_a_run(subject) else None


def of_run(path: Path, campaign: Campaign, verdict: Verdict, now: datetime) -> Content:
    """The record itself. An approval is refused where nothing may be launched by the run: whoever wants to launch in
    spite of a failure waives that failure, with a reason and an expiry, and it stays in sight; one signature over a
    NO-GO would be a GO without either. Raises InvalidRecord, UsageProblem."""
    from readiness.evidence.digests import sha256_of_file
    from readiness.history.reading import read_run
    from readiness.model.instants import say_instant
    from readiness.reporting.wording import answer_words

    run = read_run(path)
    if run.campaign.id != campaign.id:
        raise UsageProblem(
            Text(
                f"{path} is a run of {run.campaign.id}, not of {campaign.id}",
                f"{path} 是 {run.campaign.id} 的运行，不是 {campaign.id} 的",
            ),
            Text("Name the campaign of the run with --campaign", "请用 --campaign 指定该运行所属的活动"),
        )
    if verdict is Verdict.APPROVED:
        _refuse_what_can_not_launch(path, run, campaign, now)
    verdict_words, at = answer_words(run.decision.answer), say_instant(run.at, campaign.zone)
    place = Text(f"{path} ({verdict_words.en}, {at.en})", f"{path}（{verdict_words.zh}，{at.zh}）")
    return Content(RUN_SUBJECT, sha256_of_file(path), place, conditions=tuple(_conditions(run)))


def _refuse_what_can_not_launch(path: Path, run: Run, campaign: Campaign, now: datetime) -> None:
    from readiness.history.verifying import launch_problems

    try:
        problems = launch_problems(path, run, now, campaign.folder)
    except OSError as problem:
        problems = (os_error_words(problem),)
    if problems:
        raise UsageProblem(
            Text(
                f"The launch can't be approved by {path.name}: {'; '.join(problem.en for problem in problems)}",
                f"不能依据 {path.name} 批准上线：{'；'.join(problem.zh for problem in problems)}",
            ),
            Text(
                "Mend or waive what blocks, run the check again, and sign that run; to say that the campaign must not "
                "launch, add --request-changes",
                "请解决或豁免阻断项，重新检查后签核新的运行；如不同意上线，请加上 --request-changes",
            ),
        )


def _conditions(run: Run) -> list[Text]:
    """Every reason why it is no plain GO, which the person sees before it stands in the file under their name."""
    return [Text(f"{one.check}: {one.what.en}", f"{one.check}：{one.what.zh}") for one in run.decision.reasons]
