"""One HTML file for a manager, in English and Chinese: the decision and what blocks on the first screen, then pictures,
then every check.

It needs no network and no script, and says so to the browser by its Content-Security-Policy: the one script that it may
run is our own, by its hash, and only adds a search."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import quote

from readiness.model.decision import Answer
from readiness.model.outcome import Status
from readiness.model.run import Run
from readiness.model.vocabulary import role_words
from readiness.reporting.cleaning import clean_line
from readiness.reporting.html_checks import Numbers, write_phases
from readiness.reporting.markup import Markup
from readiness.reporting.messages import messages
from readiness.reporting.pairing import count_both, pair, paired, say_both
from readiness.reporting.pictures import figures
from readiness.reporting.report import Look
from readiness.reporting.story import PhaseStory, Story
from readiness.reporting.telling import tell
from readiness.reporting.templates import HTML_LANG, Inline, inline, render_template
from readiness.reporting.wording import OPEN

NAME = "html"
MEDIA_TYPE = "text/html"
EXTENSION = "html"

_MOST_FINDINGS_ON_CARD = 3
_MOST_CARDS_WITH_FINDINGS = 12
_ASIDES = ("after-launch", "minor")
_ICON_COLOURS = {
    Answer.GO: "#0a6b3d",
    Answer.CONDITIONAL_GO: "#8a4b00",
    Answer.NOT_YET: "#1c56b5",
    Answer.CANNOT_TELL: "#5b2aa0",
    Answer.NO_GO: "#a81c17",
}


def render(run: Run, look: Look) -> str:
    """A whole HTML document that begins in the look's language. Every word of it that is not the template's is escaped,
    whoever wrote it."""
    en, zh = tell(run, "en", look.past, look.signed), tell(run, "zh", look.past, look.signed)
    story, numbers = paired(_frame(en), _frame(zh)), Numbers.of(en, zh)
    owners = [(number, _role(role)) for role, number in numbers.owners.items()]
    head = story.headline
    open_checks = sum(outcome.status in OPEN for outcome in run.outcomes)
    own = en if look.lang == "en" else zh
    return render_template(
        "html/report.html.j2",
        t=say_both,
        lang=look.lang,
        html_lang=HTML_LANG[look.lang],
        title=f"{own.headline.verdict} · {own.headline.campaign}",
        story=story,
        head=head,
        scope=_with_values("verdict.scope", "scope", en.headline.scope, zh.headline.scope),
        made_by=_with_values("label.made-by", "version", en.version, zh.version),
        style=_style(story.phases, owners),
        script=inline("html/report.js"),
        icon=_icon(head.answer),
        most_cards=_MOST_CARDS_WITH_FINDINGS,
        most_findings=_MOST_FINDINGS_ON_CARD,
        more=lambda n: count_both("findings.more", n),
        reach=_reach,
        linked={check.check for phase in en.phases for check in phase.checks},
        figures=tuple(figures(run, en, zh)),
        phases=zip(story.phases, write_phases(en, zh, numbers), strict=True),
        owners=owners,
        total=f"{len(run.outcomes):,}",
        open_words=count_both("filter.open", open_checks) if open_checks else "",
        evidence=[paired(*told) for told in numbers.sources],
    )


def _frame(story: Story) -> Story:
    """All but the checks themselves, which are written apart."""
    return replace(
        story,
        phases=tuple(replace(phase, checks=()) for phase in story.phases),
        groups=tuple(group for group in story.groups if group.key in _ASIDES),
    )


def _with_values(key: str, name: str, en: str, zh: str) -> Markup:
    return pair(messages("en")(key, **{name: en}), messages("zh")(key, **{name: zh}))


def _role(role: str) -> Markup:
    words = role_words(role)
    return pair(clean_line(words.en), clean_line(words.zh))


def _style(phases: Iterable[PhaseStory], owners: Iterable[tuple[int, Markup]]) -> Inline:
    """The style sheet, with a rule for each choice that the filters offer: so they work without a script. What a link
    leads to is never hidden."""
    kept = [("state-open", ".c:not(.x)"), *((f"state-{status}", f".c:not(.{status})") for status in Status)]
    kept += [(f"phase-{phase.phase}", f".phase:not(#p-{phase.phase})") for phase in phases]
    kept += [(f"owner-{number}", f".c:not(.o{number})") for number, _ in owners]
    hidden = ",\n".join(f"#checks:has(#{choice}:checked) {others}:not(:has(:target))" for choice, others in kept)
    return Inline.of(f"{inline('html/report.css').text}@media screen {{\n{hidden} {{ display: none }}\n}}\n")


_MAIL = re.compile(r"&lt;([A-Za-z0-9][A-Za-z0-9._+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)&gt;")
_PHONE = re.compile(r"&lt;(\+?[0-9][0-9 ()-]{4,24}[0-9])&gt;")


def _reach(contact: Markup) -> Markup:
    """Owner and people with their addresses as links, so that whoever reads it on a phone can write or call at once.
    Only what is an address and nothing else becomes a link, whoever wrote it."""
    linked = _MAIL.sub(r'<a href="mailto:\1">\1</a>', str(contact))
    linked = _PHONE.sub(lambda found: f'<a href="tel:{re.sub("[^0-9+]", "", found[1])}">{found[1]}</a>', linked)
    return Markup(linked)


def _icon(answer: Answer) -> str:
    colour = _ICON_COLOURS[answer]
    disc = f'<circle cx="8" cy="8" r="8" fill="{colour}"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">{disc}</svg>'
    return f"data:image/svg+xml,{quote(svg)}"
