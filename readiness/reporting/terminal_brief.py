"""The terminal report on one screen: what blocks, by whom and until when, what changed, and how to see the rest.

What does not fit is counted, never just left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rich.text import Text as Line

from readiness.model.outcome import Status
from readiness.reporting.messages import Messages
from readiness.reporting.story import ChangeStory, CheckStory, LooseningStory, PlanStep, ReasonStory, SinceStory, Story
from readiness.reporting.terminal_styles import (
    DIRECTION_STYLES,
    MARGIN,
    STATUS_STYLES,
    reason_style,
    words,
)
from readiness.reporting.wrapping import cut

_MOST_MESSAGE_LINES = 2
_GAP = 1  # before the first heading that stands alone


@dataclass
class _Section:
    """A heading with its count, and what stands under it; `shown` of its items fit."""

    title: str
    items: list[list[Line]]
    total: int
    lead: list[Line] = field(default_factory=list)
    shown: int = 0

    @property
    def left(self) -> int:
        return len(self.items) - self.shown

    def rows(self) -> int:
        """Without a gap where nothing of it fits: the heading, with its count, and what leads it."""
        if not self.shown and self.items:
            return 1 + len(self.lead)
        body = sum(len(item) for item in self.items[: self.shown])
        return 2 + len(self.lead) + body + bool(self.left)


class BriefLines:
    """Lays a story out in at most `rows` lines where its gravest items allow that; at least one of them is shown."""

    def __init__(self, say: Messages, width: int, rows: int) -> None:
        self._say = say
        self._width = width
        self._rows = rows

    def story(self, story: Story) -> Iterator[Line]:
        footer = list(self._footer(story))
        rows = self._rows - len(footer) - _GAP
        for most in range(_MOST_MESSAGE_LINES, -1, -1):
            sections = list(self._sections(story, most))
            if self._fit(sections, rows):
                break
        gap = True
        for section in sections:
            if gap and section.items and not section.shown:
                yield Line()
                gap = False
            yield from self._section(section)
        yield from footer

    def _fit(self, sections: list[_Section], rows: int) -> bool:
        """Show as many items as there is room for, the gravest first; whether all of the first section fit."""
        for number, section in enumerate(sections):
            section.shown = 0 if number else min(1, len(section.items))
            while section.left:
                section.shown += 1
                if sum(one.rows() for one in sections) > rows and (number or section.shown > 1):
                    section.shown -= 1
                    break
        return not sections or not sections[0].left

    def _section(self, section: _Section) -> Iterator[Line]:
        title = (
            self._say("heading.counted", title=section.title, n=f"{section.total:,}")
            if section.total
            else section.title
        )
        if not section.shown and section.items:
            yield from self._words(title.upper(), "", "  ", "bold")
            yield from section.lead
            return
        yield Line()
        yield from self._words(title.upper(), "", "", "bold")
        yield from section.lead
        for item in section.items[: section.shown]:
            yield from item
        if section.left:
            yield from self._words(self._say.count("findings.more", section.left), MARGIN, MARGIN)

    def _sections(self, story: Story, most: int) -> Iterator[_Section]:
        """`most` is how many lines the message of a reason may take."""
        say = self._say
        if story.blocks:
            yield self._of_reasons(say("heading.blocks"), story.blocks, most)
        if story.conditions:
            yield self._of_reasons(story.conditions_title, story.conditions, most)
        if story.plan:
            items = [list(self._step(step)) for step in story.plan.steps]
            yield _Section(say("heading.plan"), items, story.plan.total)
        if story.since:
            yield self._since(story.since)
        if story.loosened:
            loosened = [list(self._loosening(loose)) for loose in story.loosened]
            yield _Section(say("heading.loosened"), loosened, len(loosened))
        if story.notes:
            notes = [list(self._words(note, "  ", "  ")) for note in story.notes]
            yield _Section(say("heading.notes"), notes, len(notes))
        for group in story.groups:
            if group.key in ("minor", "after-launch"):
                checks = [list(self._check(check)) for check in group.checks]
                yield _Section(group.title, checks, len(checks))

    def _of_reasons(self, title: str, reasons: Iterable[ReasonStory], most: int) -> _Section:
        items = [list(self._reason(reason, most)) for reason in reasons]
        return _Section(title, items, len(items))

    def _reason(self, reason: ReasonStory, most: int) -> Iterator[Line]:
        style = reason_style(reason)
        yield from self._words(f"{reason.label}  {reason.title}", f"  {reason.symbol} ", MARGIN, f"bold {style}")
        message = (reason.outcome.waiver or reason.outcome.message) if reason.outcome else reason.what
        for line in cut(message, self._width - len(MARGIN), most) if most else ():
            yield Line(f"{MARGIN}{line}", "dim")
        facts = " · ".join(part for part in (reason.owner, reason.due) if part)
        if facts:
            yield from self._words(facts, MARGIN, MARGIN)

    def _loosening(self, loose: LooseningStory) -> Iterator[Line]:
        yield from self._words(f"{loose.line} · {loose.who}", f"  {loose.symbol} ", MARGIN)

    def _check(self, check: CheckStory) -> Iterator[Line]:
        facts = " · ".join(part for part in (f"{check.status_words}  {check.title}", check.owner, check.due) if part)
        yield from self._words(facts, f"  {check.symbol} ", MARGIN, STATUS_STYLES[check.status])

    def _step(self, step: PlanStep) -> Iterator[Line]:
        """What is due at one instant: who supplies how much of it is what a person looks for first."""
        yield from self._words(step.due, "  ", "  ", "bold")
        for item in step.items:
            facts = " · ".join(part for part in (item.title, item.owner) if part)
            yield from self._words(facts, "  … ", MARGIN, STATUS_STYLES[Status.PENDING])

    def _since(self, since: SinceStory) -> _Section:
        lead = list(self._words(since.line, "  ", "  "))
        return _Section(since.title, [list(self._change(change)) for change in since.changes], 0, lead)

    def _change(self, change: ChangeStory) -> Iterator[Line]:
        style = DIRECTION_STYLES[change.direction]
        yield from self._words(f"{change.what} · {change.title}", f"  {change.symbol} ", MARGIN, style)

    def _footer(self, story: Story) -> Iterator[Line]:
        yield Line()
        tally = " · ".join(told for _, _, told in story.tally)
        yield from self._words(tally, "", "")
        yield from self._words(self._say("brief.more"), "", "")
        yield from self._words(self._say("brief.others"), "", "")

    def _words(self, text: str, first: str, rest: str, style: str = "") -> Iterator[Line]:
        yield from words(text, self._width, first, rest, style)
