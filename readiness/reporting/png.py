"""A picture for a group chat: a card with the decision, what blocks, by whom and until when.

A picture can't be scrolled, so the card is as tall as what is on it, and what is not on it is counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from rich.cells import cell_len

from readiness.model.run import Run
from readiness.reporting.cleaning import clean_line
from readiness.reporting.messages import Messages, messages
from readiness.reporting.page import Page
from readiness.reporting.report import Look
from readiness.reporting.story import ReasonStory, Story
from readiness.reporting.telling import tell
from readiness.reporting.templates import HTML_LANG, inline, render_template
from readiness.reporting.wording import names_only

NAME = "png"
MEDIA_TYPE = "image/png"
EXTENSION = "png"

WIDTH = 720
MOST_ROWS = 6
MOST_LINES = 2
"""Of one text; the style sheet ends the last of them in an ellipsis."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that stands between the campaign and its launch."""

    symbol: str
    title: str
    facts: str
    key: str


@dataclass(frozen=True, slots=True)
class Card:
    """What is on the card. `total` counts all rows, of which `rows` are the first."""

    heading: str
    rows: tuple[Row, ...]
    total: int
    cautions: tuple[str, ...]
    since: tuple[str, ...]


def page(run: Run, look: Look) -> Page:
    """A card of a fixed width."""
    story, say = tell(run, look.lang, look.past, look.signed), messages(look.lang)
    card = _card(story, say)
    left = card.total - len(card.rows)
    document = render_template(
        "card/card.html.j2",
        t=say,
        head=story.headline,
        card=card,
        tally=" · ".join(words for _, _, words in story.tally),
        more=say.count("findings.more", left) if left else "",
        link=say("chat.link", link=clean_line(look.link)) if look.link else "",
        html_lang=HTML_LANG[look.lang],
        style=inline("card/card.css"),
    )
    return Page(document, (WIDTH, _height(story, card, bool(left), bool(look.link))))


def _card(story: Story, say: Messages) -> Card:
    """What blocks; without that the conditions; without these what is still to be supplied."""
    heading, rows = _rows(story, say)
    head = story.headline
    since = (story.since.title, story.since.line) if story.since else ()
    cautions = (*(f"! {caution}" for caution in head.cautions), *(f"{w.symbol} {w.words}" for w in head.signed))
    return Card(heading, rows[:MOST_ROWS], len(rows), cautions, since)


def _rows(story: Story, say: Messages) -> tuple[str, tuple[Row, ...]]:
    if story.blocks:
        return say("heading.blocks"), tuple(_reasons(story.blocks))
    if story.plan:
        return say("heading.plan"), tuple(
            Row("…", item.title, _facts(item.owner, step.due), "pending")
            for step in story.plan.steps
            for item in step.items
        )
    return story.conditions_title, tuple(_reasons(story.conditions))


def _reasons(reasons: Iterable[ReasonStory]) -> Iterable[Row]:
    for reason in reasons:
        title = reason.title if reason.outcome else reason.what
        key = str(reason.outcome.status) if reason.outcome else "waived"
        yield Row(reason.symbol, title, _facts(reason.owner, reason.due), key)


def _facts(owner: str, due: str) -> str:
    """Who and until when; addresses are left out, since nobody can click on a picture."""
    return " · ".join(part for part in (names_only(owner), due) if part)


@dataclass(frozen=True, slots=True)
class _Type:
    """A size of type in the style sheet: pixels of a line, of a cell (half a Chinese character), and of its text."""

    line: int
    cell: float
    width: int

    def height(self, words: str, most: int = MOST_LINES) -> int:
        """Rounded up: a card that is a line too tall looks better than one that lacks its last."""
        return self.line * min(most, max(1, ceil(cell_len(words) * self.cell / self.width)))


# Each as the style sheet has it; a test lays the cards out in a browser and sees that nothing is cut.
_VERDICT = _Type(44, 19.0, 656)
_BODY = _Type(26, 9.4, 656)
_TITLE = _Type(26, 9.8, 620)
_SMALL = _Type(22, 8.2, 620)


def _height(story: Story, card: Card, more: bool, link: bool) -> int:  # noqa: FBT001  a sum over what is on the card
    head = story.headline
    band = 28 + 22 + _VERDICT.height(head.verdict) + _BODY.height(head.summary) + 26 + 24
    body = sum(_BODY.height(words) + 6 for words in card.cautions) + (20 if card.cautions else 0)
    if card.rows:
        body += 56 + sum(_TITLE.height(row.title) + _SMALL.height(row.facts) + 22 for row in card.rows)
    else:
        body += 60
    body += 34 if more else 0
    body += 20 + sum(_SMALL.height(words) for words in card.since) if card.since else 0
    return band + body + 28 + 3 * 22 + (22 if link else 0) + 24
