"""The report for a terminal: the verdict in a box, then what blocks, with owner and time left. Brief, it fits a screen
and says how to see the rest; in full it tells every check.

Readable without colour: every status is a symbol and a word."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

from rich.box import ROUNDED
from rich.console import Console
from rich.panel import Panel
from rich.text import Text as Line

from readiness.model.run import Run
from readiness.reporting.messages import messages
from readiness.reporting.report import Look
from readiness.reporting.story import Headline
from readiness.reporting.telling import tell
from readiness.reporting.terminal_brief import BriefLines
from readiness.reporting.terminal_full import FullLines
from readiness.reporting.terminal_styles import ANSWER_STYLES
from readiness.reporting.wrapping import indented, wrap

NAME = "terminal"
MEDIA_TYPE = "text/plain"
EXTENSION = "txt"

_NARROWEST = 40


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
    body = _box(story.headline, width - 4, brief=look.brief)
    style = ANSWER_STYLES[story.headline.answer]
    console.print(Panel(body, box=ROUNDED, border_style=style, width=width, padding=(0, 1)))
    say = messages(look.lang)
    if look.brief:
        rows = look.height - len(body.plain.splitlines()) - len("╭╰")
        lines = BriefLines(say, width, rows).story(story)
    else:
        lines = FullLines(say, width).story(story)
    for line in lines:
        console.print(line, soft_wrap=True, highlight=False, markup=False, emoji=False)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _box(headline: Headline, inner: int, *, brief: bool) -> Line:
    body = Line()
    for line in wrap(f"{headline.symbol} {headline.verdict}", inner):
        body.append(line + "\n", ANSWER_STYLES[headline.answer])
    progress = (headline.progress,) if headline.progress else ()
    gap = () if brief else ("",)
    for words in (headline.summary, *progress, *gap, *_facts(headline)):
        body.append("\n".join(wrap(words, inner)) + "\n")
    for caution in headline.cautions:
        if brief and caution == headline.holds:  # it stands above already
            continue
        body.append("\n".join(indented(caution, inner, "! ", "  ")) + "\n")
    for word in headline.signed:
        body.append("\n".join(indented(word.words, inner, f"{word.symbol} ", "  ")) + "\n")
    body.rstrip()
    return body


def _facts(headline: Headline) -> Iterator[str]:
    yield " · ".join(part for part in (headline.campaign, headline.campaign_id, headline.release) if part)
    yield f"{headline.launch} · {headline.countdown}"
    yield f"{headline.judged} · {headline.holds}"
