"""The report for a terminal: the verdict in a box, then what blocks, with owner, time left and remedy.

Readable without colour: every status is a symbol and a word."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

from rich.box import ROUNDED
from rich.console import Console
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text as Line

from readiness.model.changes import Direction
from readiness.model.decision import Answer
from readiness.model.outcome import Status
from readiness.model.run import Run
from readiness.reporting.messages import Messages, messages
from readiness.reporting.report import Look
from readiness.reporting.story import CheckStory, Group, Headline, LooseningStory, Plan, ReasonStory, SinceStory, Story
from readiness.reporting.telling import tell
from readiness.reporting.wording import OPEN
from readiness.reporting.wrapping import indented, wrap

NAME = "terminal"
MEDIA_TYPE = "text/plain"
EXTENSION = "txt"

_MOST_FINDINGS = 5
_MOST_CHANGES = 10
_NARROWEST = 40
_MARGIN = "    "

_ANSWER_STYLES = {
    Answer.GO: "bold green",
    Answer.CONDITIONAL_GO: "bold yellow",
    Answer.NOT_YET: "bold blue",
    Answer.CANNOT_TELL: "bold magenta",
    Answer.NO_GO: "bold red",
}
_STATUS_STYLES = {
    Status.PASSED: "green",
    Status.PENDING: "blue",
    Status.FAILED: "red",
    Status.ERROR: "magenta",
    Status.WAIVED: "yellow",
    Status.NOT_APPLICABLE: "dim",
    Status.SKIPPED: "dim",
}

_DIRECTION_STYLES = {Direction.BETTER: "green", Direction.WORSE: "red", Direction.OTHER: "dim"}


def render(run: Run, look: Look) -> str:
    """Plain text of at most `look.width` columns (longer ids and paths stay whole), with ANSI colours if asked."""
    story = tell(run, look.lang, look.past, look.signed)
    width = max(look.width, _NARROWEST)
    out = StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=look.colour,
        no_color=not look.colour,
        color_system="standard" if look.colour else None,
        legacy_windows=False,
    )
    console.print(_box(story.headline, width))
    for line in _Lines(messages(look.lang), width).story(story):
        console.print(line, soft_wrap=True, highlight=False, markup=False, emoji=False)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _box(headline: Headline, width: int) -> Padding:
    style, inner = _ANSWER_STYLES[headline.answer], width - 4
    body = Line()
    for line in wrap(f"{headline.symbol} {headline.verdict}", inner):
        body.append(line + "\n", style)
    progress = (headline.progress,) if headline.progress else ()
    for words in (headline.summary, *progress, "", *_facts(headline)):
        body.append("\n".join(wrap(words, inner)) + "\n")
    for caution in headline.cautions:
        body.append("\n".join(indented(caution, inner, "! ", "  ")) + "\n")
    for word in headline.signed:
        body.append("\n".join(indented(word.words, inner, f"{word.symbol} ", "  ")) + "\n")
    body.rstrip()
    return Padding(Panel(body, box=ROUNDED, border_style=style, width=width, padding=(0, 1)), (0, 0))


def _facts(headline: Headline) -> Iterator[str]:
    yield " · ".join(part for part in (headline.campaign, headline.campaign_id, headline.release) if part)
    yield f"{headline.launch} · {headline.countdown}"
    yield f"{headline.judged} · {headline.holds}"


class _Lines:
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
            conditional = story.headline.answer is Answer.CONDITIONAL_GO
            yield from self._heading(
                self._say("heading.conditions" if conditional else "heading.open"), len(story.conditions)
            )
            for reason in story.conditions:
                yield from self._reason(reason)

    def _since(self, since: SinceStory) -> Iterator[Line]:
        yield from self._heading(since.title, None)
        for words in (since.decision, since.summary):
            if words:
                yield from self._words(words, "  ", "  ")
        for change in since.changes[:_MOST_CHANGES]:
            words = " · ".join((change.what, change.title, change.check))
            yield from self._words(words, f"  {change.symbol} ", _MARGIN, _DIRECTION_STYLES[change.direction])
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
                yield from self._words(item.title, "  … ", _MARGIN, _STATUS_STYLES[Status.PENDING])
                facts = " · ".join(part for part in (item.check, item.severity_words, item.owner, item.needs) if part)
                yield from self._words(facts, _MARGIN, _MARGIN, "dim")

    def _heading(self, title: str, count: int | None) -> Iterator[Line]:
        yield Line()
        words = title if count is None else self._say("heading.counted", title=title, n=f"{count:,}")
        yield from self._words(words.upper(), "", "", "bold")

    def _words(self, words: str, first: str, rest: str, style: str = "") -> Iterator[Line]:
        for line in indented(words, self._width, first, rest):
            yield Line(line, style)

    def _reason(self, reason: ReasonStory) -> Iterator[Line]:
        style = _STATUS_STYLES[reason.outcome.status] if reason.outcome else "yellow"
        yield Line()
        yield from self._words(f"{reason.label}  {reason.title}", f"  {reason.symbol} ", _MARGIN, f"bold {style}")
        severity = reason.outcome.severity_words if reason.outcome else ""
        facts = [
            part for part in (reason.check if reason.check != reason.title else "", severity, reason.owner) if part
        ]
        if facts:
            yield from self._words(" · ".join(facts), _MARGIN, _MARGIN, "dim")
        if reason.due:
            yield from self._words(reason.due, _MARGIN, _MARGIN)
        yield from self._words(reason.what, _MARGIN, _MARGIN)
        if reason.outcome:
            yield from self._evidence_of(reason.outcome)
        if reason.todo:
            yield from self._todo(reason.todo)

    def _evidence_of(self, check: CheckStory) -> Iterator[Line]:
        """What is behind a status: the findings, and a waiver if there is one."""
        if check.waiver:
            yield from self._words(check.waiver, _MARGIN, _MARGIN)
        for finding in check.findings[:_MOST_FINDINGS]:
            yield from self._words(finding.line, f"{_MARGIN}- ", f"{_MARGIN}  ")
        left = check.findings_total - min(len(check.findings), _MOST_FINDINGS)
        if left:
            more = self._say(
                "findings-more", more=self._say.count("findings.more", left), hint=self._say("findings.full-list")
            )
            yield from self._words(more, f"{_MARGIN}- ", f"{_MARGIN}  ")

    def _todo(self, todo: str) -> Iterator[Line]:
        yield from self._words(self._say("todo-line", todo=todo), f"{_MARGIN}→ ", f"{_MARGIN}  ", "bold")

    def _loosening(self, loose: LooseningStory) -> Iterator[Line]:
        symbol = "✓" if loose.approved else "!"
        head = self._say("loosened.line", subject=loose.subject, kind=loose.kind, approval=loose.approval)
        yield from self._words(head, f"  {symbol} ", _MARGIN)
        yield from self._words(loose.message, _MARGIN, _MARGIN)
        if loose.before or loose.after:
            yield from self._words(
                self._say("loosened.change", before=loose.before or "–", after=loose.after or "–"), _MARGIN, _MARGIN
            )
        yield from self._words(loose.who, _MARGIN, _MARGIN)

    def _group(self, group: Group) -> Iterator[Line]:
        yield from self._heading(group.title, len(group.checks))
        for check in group.checks:
            style = _STATUS_STYLES[check.status]
            if check.status in OPEN:
                yield from self._words(f"{check.status_words}  {check.title}", f"  {check.symbol} ", _MARGIN, style)
                yield from self._words(f"{check.check} · {check.owner} · {check.due}", _MARGIN, _MARGIN, "dim")
                yield from self._words(check.message, _MARGIN, _MARGIN)
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
        yield from self._words(words, f"  {check.symbol} ", _MARGIN, style)
        if check.waiver:
            yield from self._words(check.waiver, _MARGIN, _MARGIN)

    def _footer(self, story: Story) -> Iterator[Line]:
        """The verdict again, since the box has scrolled away by now."""
        yield Line()
        headline = story.headline
        yield from self._words(f"{headline.symbol} {headline.verdict}", "", "  ", _ANSWER_STYLES[headline.answer])
        yield from self._words(" · ".join(words for _, _, words in story.tally), "", "")
