"""What changed between two runs in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from readiness.cli.history_lines import run_line, tally_of
from readiness.model.changes import Changes, Direction
from readiness.model.past import PastRun
from readiness.model.text import Text
from readiness.reporting.cleaning import clean_line
from readiness.reporting.past_words import changes_story, measure_lines
from readiness.reporting.story import ChangeStory
from readiness.reporting.wording import Wording

_MOST_DETAILS = 5
_HEADINGS = {
    Direction.WORSE: Text("Worse", "变差"),
    Direction.BETTER: Text("Better", "好转"),
    Direction.OTHER: Text("Otherwise", "其他变化"),
}
_PART = Text(
    "One of them asked a part only: their decisions are not compared, nor what one of them skipped.",
    "其中一次只检查了一部分：不比较结论，也不比较被跳过的检查项。",
)


def diff_lines(runs: tuple[PastRun, PastRun], changes: Changes, wording: Wording, *, verbose: bool) -> Iterator[str]:
    """Both runs, then every change, the worse ones first. `verbose` leaves no detail out."""
    for run in runs:
        yield run_line(run, wording)
        yield f"  {tally_of(run.counts, wording)}"
    yield ""
    story = changes_story("", changes, wording)
    if any(run.scope.partial for run in runs):
        yield _PART.say(wording.lang)
    if story.decision:
        yield story.decision
    yield story.summary
    for direction, heading in _HEADINGS.items():
        members = [change for change in story.changes if change.direction is direction]
        if members:
            yield ""
            yield from _heading(heading, len(members), wording)
            for change in members:
                yield from _change(change, wording, verbose=verbose)
    yield from _figures(changes, wording, verbose=verbose)


def _heading(heading: Text, count: int, wording: Wording) -> Iterator[str]:
    yield wording.say("heading.counted", title=heading.say(wording.lang), n=f"{count:,}").upper()


def _change(change: ChangeStory, wording: Wording, *, verbose: bool) -> Iterator[str]:
    yield f"  {change.symbol} {change.what}  {change.title}"
    yield "      " + " · ".join(part for part in (change.check, change.owner) if part)
    yield from _cut((f"      - {words}" for words in change.details), wording, verbose=verbose)


def _figures(changes: Changes, wording: Wording, *, verbose: bool) -> Iterator[str]:
    """Measures that moved, and findings that only say another value, of the checks that are as they were."""
    moved = [change for change in changes.checks if not change.told]
    if not moved:
        return
    yield ""
    yield from _heading(Text("Other figures only", "仅数值有变"), len(moved), wording)
    for change in moved:
        yield f"  · {wording.text(change.outcome.title)} · {clean_line(change.outcome.check)}"
        yield from _cut((f"      - {words}" for words in measure_lines(change, wording)), wording, verbose=verbose)


def _cut(lines: Iterable[str], wording: Wording, *, verbose: bool) -> Iterator[str]:
    listed = list(lines)
    shown = listed if verbose else listed[:_MOST_DETAILS]
    yield from shown
    if left := len(listed) - len(shown):
        yield f"      - {wording.say.count('findings.more', left)} (--verbose)"
