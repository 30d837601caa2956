"""A list of recorded runs in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from readiness.history.listing import Listing, Recorded
from readiness.history.store import DIGEST_SHOWN
from readiness.model.outcome import Status
from readiness.model.past import PastRun
from readiness.model.text import Text
from readiness.reporting.cleaning import clean_line
from readiness.reporting.past_words import changes_story, verdict_of
from readiness.reporting.wording import ANSWER_SYMBOLS, Wording


def history_lines(listing: Listing, wording: Wording) -> Iterator[str]:
    """A run in two to four lines: number, instant, verdict; how many checks ended how; what changed; what is wrong."""
    newest = listing.newest
    assert newest is not None, "told by the command itself"
    campaign = newest.campaign
    yield " · ".join(
        (
            wording.text(campaign.name),
            clean_line(campaign.id),
            wording.say("launch", moment=wording.calendar.start(campaign.launch), zone=campaign.zone),
        )
    )
    yield _chain(listing).say(wording.lang)
    for recorded in listing.runs:
        yield ""
        yield from _run_lines(recorded, campaign.id, wording)
    left = listing.total - len(listing.runs)
    if left:
        yield ""
        yield Text(
            f"{left:,} earlier runs: --last {listing.total}", f"另有较早的 {left:,} 次运行：--last {listing.total}"
        ).say(wording.lang)


def _chain(listing: Listing) -> Text:
    runs, broken = f"{listing.total:,}", f"{listing.broken:,}"
    if not listing.broken:
        return Text(
            f"{runs} recorded, the newest first; the chain of records is whole",
            f"共 {runs} 次运行记录，最新的在前；记录链完整",
        )
    return Text(
        f"{runs} recorded, the newest first; THE CHAIN IS BROKEN at {broken}: see !",
        f"共 {runs} 次运行记录，最新的在前；记录链有 {broken} 处断裂，见 ! 处",
    )


def _run_lines(recorded: Recorded, campaign: str, wording: Wording) -> Iterator[str]:
    summary = recorded.summary
    if summary is None:
        yield f"  {recorded.path.name}"
    else:
        run = summary.run
        verdict = f"{ANSWER_SYMBOLS[run.answer]} {verdict_of(run, wording)}"
        head = f"{run.number:>4}  {wording.calendar.start(run.at)}  {verdict}"
        other = "" if summary.campaign == campaign else f" · {clean_line(summary.campaign)}"
        yield f"{head} · {run.sha256[:DIGEST_SHOWN]}{other}"
        yield f"      {tally_of(run.counts, wording)}"
    if recorded.since:
        yield f"      {_since(recorded, wording)}"
    for problem in recorded.problems:
        yield f"      ! {wording.text(problem)}"


def tally_of(counts: Mapping[Status, int], wording: Wording) -> str:
    order = (Status.FAILED, Status.ERROR, Status.PENDING, Status.WAIVED, Status.PASSED)
    return " · ".join(
        wording.say("tally", n=f"{counts[status]:,}", status=wording.say(f"tally-status.{status}"))
        for status in (*order, Status.NOT_APPLICABLE, Status.SKIPPED)
        if counts.get(status)
    )


def _since(recorded: Recorded, wording: Wording) -> str:
    assert recorded.since is not None, "asked for where it is there"
    story = changes_story("", recorded.since.changes, wording)
    number = recorded.since.run.number
    words = wording.say("list.semicolon").join(part for part in (story.decision, story.summary) if part)
    return Text(f"since run {number}: {words}", f"与第 {number} 次相比：{words}").say(wording.lang)


def run_line(run: PastRun, wording: Wording) -> str:
    """`Run 12, Mon 15 June, 19:00: GO`."""
    moment, verdict = wording.calendar.start(run.at), verdict_of(run, wording)
    return Text(f"Run {run.number}, {moment}: {verdict}", f"第 {run.number} 次运行，{moment}：{verdict}").say(
        wording.lang
    )
