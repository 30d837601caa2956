"""One HTML file for a manager: the decision and what blocks on the first screen, everything else below.

It needs no network and no script, and says so to the browser by its Content-Security-Policy."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from urllib.parse import quote

from markupsafe import Markup

from readiness.model.decision import Answer
from readiness.model.run import Run
from readiness.model.text import Lang
from readiness.reporting.assets import reports_folder
from readiness.reporting.messages import messages
from readiness.reporting.report import Look
from readiness.reporting.story import CheckStory, EvidenceStory, Story
from readiness.reporting.telling import tell
from readiness.reporting.templates import render_template

NAME = "html"
MEDIA_TYPE = "text/html"
EXTENSION = "html"

_MOST_FINDINGS_ON_CARD = 3
_MOST_MEASURES = 50
_HTML_LANG: dict[Lang, str] = {"en": "en", "zh": "zh-CN"}
_ICON_COLOURS = {
    Answer.GO: "#0a6b3d",
    Answer.CONDITIONAL_GO: "#8a4b00",
    Answer.NOT_YET: "#1c56b5",
    Answer.CANNOT_TELL: "#5b2aa0",
    Answer.NO_GO: "#a81c17",
}


def render(run: Run, look: Look) -> str:
    """A whole HTML document. Every word of it that is not the template's is escaped, whoever wrote it."""
    story, say = tell(run, look.lang, look.past, look.signed), messages(look.lang)
    css, css_hash = _style()
    head = story.headline
    conditional = head.answer is Answer.CONDITIONAL_GO
    return render_template(
        "html/report.html.j2",
        t=say,
        story=story,
        head=head,
        html_lang=_HTML_LANG[look.lang],
        css=css,
        css_hash=css_hash,
        icon=_icon(head.answer),
        conditions_title=say("heading.conditions" if conditional else "heading.open"),
        asides=tuple(group for group in story.groups if group.key in ("after-launch", "minor")),
        most_findings=_MOST_FINDINGS_ON_CARD,
        most_measures=_MOST_MEASURES,
        shown=_shown,
        evidence=_numbered_evidence(story),
        more=lambda n: say.count("findings.more", n),
        not_kept=lambda n: say.count("findings.not-kept", n),
        more_measures=lambda n: say.count("measures.more", n),
    )


def _numbered_evidence(story: Story) -> dict[EvidenceStory, int]:
    """What was read, each once however many checks used it, in the order of use."""
    uses = (use for phase in story.phases for check in phase.checks for use in check.evidence)
    return {use: number for number, use in enumerate(dict.fromkeys(uses), start=1)}


def _shown(check: CheckStory) -> int:
    return min(len(check.findings), _MOST_FINDINGS_ON_CARD)


@cache
def _style() -> tuple[Markup, str]:
    """The style sheet and its hash, which is what the policy allows: no other style applies, wherever it comes from."""
    css = (reports_folder() / "html" / "report.css").read_text(encoding="utf-8")
    digest = b64encode(sha256(css.encode()).digest()).decode()
    return Markup(css), f"sha256-{digest}"  # noqa: S704 - our own file, never evidence


def _icon(answer: Answer) -> str:
    colour = _ICON_COLOURS[answer]
    disc = f'<circle cx="8" cy="8" r="8" fill="{colour}"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">{disc}</svg>'
    return f"data:image/svg+xml,{quote(svg)}"
