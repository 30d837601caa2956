"""The terminal report with all that there is: every check, its findings, owner, deadline and remedy."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text as Line

from readiness.model.outcome import Status
from readiness.reporting.messages import Messages
from readiness.reporting.story import CheckStory, Group, LooseningStory, Plan, ReasonStory, SinceStory, Story
from readiness.reporting.terminal_styles import (
    ANSWER_STYLES,
    DIRECTION_STYLES,
    MARGIN,
    STATUS_STYLES,
    reason_style,
)
from readiness.reporting.terminal_styles import words as as_lines
from readiness.reporting.wording import OPEN

_MOST_FINDINGS = 5
_MOST_CHANGES = 10


class FullLines:
    """Lays a story out as styled lines of one width."""

    def __init__(self, say: Messages, width: int) -> None:
        self._say = say
        self._width = width

    def story(self, story: Story) -> Iterator[Line]:
        yield from self._reasons(story)
        if story.since:
            yield from self._since(story.since)
        if story.plan:
            yield from self._plan(story.plan)
        if story.loosened:
            yield from self._heading(self._say("heading.loosened"), len(story.loosened))
            for loose in story.loosened:
                yield from self._loosening(loose)
        for group in story.groups:
            yield from self._group(group)
        if story.notes:
            yield from self._heading(self._say("heading.notes"), len(story.notes))
            for note in story.notes:
                yield from self._words(note, "  ", "  ")
        yield from self._footer(story)

    def _reasons(self, story: Story) -> Iterator[Line]:
        if story.blocks:
            yield from self._heading(self._say("heading.blocks"), len(story.blocks))
            for reason in story.blocks:
                yield from self._reason(reason)
        if story.conditions:
            yield from self._heading(story.conditions_title, len(story.conditions))
            for reason in story.conditions:
                yield from self._reason(reason)

    def _since(self, since: SinceStory) -> Iterator[Line]:
        yield from self._heading(since.title, None)
        for words in (since.decision, since.summary):
            if words:
                yield from self._words(words, "  ", "  ")
        for change in since.changes[:_MOST_CHANGES]:
            words = " · ".join((change.what, change.title, change.check))
            yield from self._words(words, f"  {change.symbol} ", MARGIN, DIRECTION_STYLES[change.direction])
        left = len(since.changes) - _MOST_CHANGES
        if left > 0:
            yield from self._words(self._say.count("findings.more", left), "    ", "    ")

    def _plan(self, plan: Plan) -> Iterator[Line]:
        """Two lines a check: what it is, then who supplies what."""
        yield from self._heading(self._say("heading.plan"), plan.total)
        yield from self._words(self._say("plan.how"), "  ", "  ")
        for step in plan.steps:
            yield Line()
            yield from self._words(step.due, "  ", "  ", "bold")
            for item in step.items:
                yield from self._words(item.title, "  … ", MARGIN, STATUS_STYLES[Status.PENDING])
                facts = " · ".join(part for part in (item.check, item.severity_words, item.owner, item.needs) if part)
                yield from self._words(facts, MARGIN, MARGIN, "dim")

    def _heading(self, title: str, count: int | None) -> Iterator[Line]:
        yield Line()
        words = title if count is None else self._say("heading.counted", title=title, n=f"{count:,}")
        yield from self._words(words.upper(), "", "", "bold")

    def _words(self, words: str, first: str, rest: str, style: str = "") -> Iterator[Line]:
        yield from as_lines(words, self._width, first, rest, style)

    def _reason(self, reason: ReasonStory) -> Iterator[Line]:
        style = reason_style(reason)
        yield Line()
        yield from self._words(f"{reason.label}  {reason.title}", f"  {reason.symbol} ", MARGIN, f"bold {style}")
        severity = reason.outcome.severity_words if reason.outcome else ""
        facts = [
            part for part in (reason.check if reason.check != reason.title else "", severity, reason.owner) if part
        ]
        if facts:
            yield from self._words(" · ".join(facts), MARGIN, MARGIN, "dim")
        if reason.due:
            yield from self._words(reason.due, MARGIN, MARGIN)
        yield from self._words(reason.what, MARGIN, MARGIN)
        if reason.outcome:
            yield from self._evidence_of(reason.outcome)
        if reason.todo:
            yield from self._todo(reason.todo)

    def _evidence_of(self, check: CheckStory) -> Iterator[Line]:
        """What is behind a status: the findings, and a waiver if there is one."""
        if check.waiver:
            yield from self._words(check.waiver, MARGIN, MARGIN)
        for finding in check.findings[:_MOST_FINDINGS]:
            yield from self._words(finding.line, f"{MARGIN}- ", f"{MARGIN}  ")
        left = check.findings_total - min(len(check.findings), _MOST_FINDINGS)
        if left:
            more = self._say(
                "findings-more", more=self._say.count("findings.more", left), hint=self._say("findings.full-list")
            )
            yield from self._words(more, f"{MARGIN}- ", f"{MARGIN}  ")

    def _todo(self, todo: str) -> Iterator[Line]:
        yield from self._words(self._say("todo-line", todo=todo), f"{MARGIN}→ ", f"{MARGIN}  ", "bold")

    def _loosening(self, loose: LooseningStory) -> Iterator[Line]:
        yield from self._words(loose.line, f"  {loose.symbol} ", MARGIN)
        yield from self._words(loose.message, MARGIN, MARGIN)
        if loose.change:
            yield from self._words(loose.change, MARGIN, MARGIN)
        yield from self._words(loose.who, MARGIN, MARGIN)

    def _group(self, group: Group) -> Iterator[Line]:
        yield from self._heading(group.title, len(group.checks))
        for check in group.checks:
            style = STATUS_STYLES[check.status]
            if check.status in OPEN:
                yield from self._words(f"{check.status_words}  {check.title}", f"  {check.symbol} ", MARGIN, style)
                yield from self._words(f"{check.check} · {check.owner} · {check.due}", MARGIN, MARGIN, "dim")
                yield from self._words(check.message, MARGIN, MARGIN)
                yield from self._evidence_of(check)
                yield from self._todo(check.todo)
            else:
                yield from self._settled(check, style)

    def _settled(self, check: CheckStory, style: str) -> Iterator[Line]:
        """A check with nothing left to do: what was examined or why not, and what a reader must still know."""
        detail = check.message
        if check.status is Status.PASSED:
            detail = self._say("examined-line", examined=check.examined)
        words = " · ".join(part for part in (check.title, check.check, detail) if part)
        yield from self._words(words, f"  {check.symbol} ", MARGIN, style)
        if check.waiver:
            yield from self._words(check.waiver, MARGIN, MARGIN)

    def _footer(self, story: Story) -> Iterator[Line]:
        """The verdict again, since the box has scrolled away by now."""
        yield Line()
        headline = story.headline
        yield from self._words(f"{headline.symbol} {headline.verdict}", "", "  ", ANSWER_STYLES[headline.answer])
        yield from self._words(" · ".join(words for _, _, words in story.tally), "", "")
