"""The report for a pull request or a chat: the verdict, what blocks, and every check in one table."""

from __future__ import annotations

import re

from readiness.model.run import Run
from readiness.reporting.messages import messages
from readiness.reporting.report import Look
from readiness.reporting.telling import tell
from readiness.reporting.templates import render_template

NAME = "markdown"
MEDIA_TYPE = "text/markdown"
EXTENSION = "md"

_MOST_FINDINGS = 10
_MOST_CHANGES = 20
# What would begin markup, a link, HTML, an entity (`&commat;` is a mention's `@`) or a formula in GitHub's or GitLab's
# Markdown, wherever it stands. A dot or colon inside a word can make a link of it, which is harmless: nothing is
# fetched until a person follows it.
_MARKUP = re.compile(r"([\\`*_{}\[\]<>|~#$&])")
# A list, a rule (`---`) or a heading's underline (`===`), which begin a line only.
_LINE_START = re.compile(r"^((?:\d+(?=[.)](?:\s|$)))?)([-+=.)])")
# A word joiner after `@` keeps the name readable and notifies nobody.
_MENTION = re.compile(r"@(?=\w)")


def render(run: Run, look: Look) -> str:
    """A Markdown document with GitHub's tables. Whoever wrote the evidence, its text stays text."""
    story, say = tell(run, look.lang, look.past, look.signed), messages(look.lang)
    return render_template(
        "markdown/report.md.j2",
        t=say,
        story=story,
        head=story.headline,
        md=as_text,
        most_findings=_MOST_FINDINGS,
        most_changes=_MOST_CHANGES,
        more=lambda n: say.count("findings.more", n),
    )


def as_text(words: str) -> str:
    """Words that Markdown shows as they are; `words` stand on one line already."""
    escaped = _LINE_START.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", words))
    return _MENTION.sub("@\u2060", escaped)
