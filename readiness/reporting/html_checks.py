"""The part of the HTML report that grows with the checklists: each check is a line that opens to all that is known.

It is written here and not in a template, for size and time: a whole gate has hundreds of checks in two languages. Every
word goes through `_text`, which is right between tags only; what stands in an attribute goes through `escape`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape as escape_html
from itertools import chain

from readiness.model.text import LANGS, Lang
from readiness.reporting.markup import Markup, escape
from readiness.reporting.messages import Messages, messages
from readiness.reporting.pairing import count_both, say_both
from readiness.reporting.story import CheckStory, EvidenceStory, FindingStory, MeasureStory, Story
from readiness.reporting.wording import OPEN, names_only

MOST_MEASURES = 50
_LONGEST_SETTING = 40


@dataclass(frozen=True, slots=True)
class Numbers:
    """Short names on the page for what many checks share: sources of evidence and owners. `sources` are the first told
    in both languages, in the order of their numbers."""

    evidence: Mapping[EvidenceStory, int]
    sources: Sequence[tuple[EvidenceStory, EvidenceStory]]
    owners: Mapping[str, int]

    @classmethod
    def of(cls, en: Story, zh: Story) -> Numbers:
        """Each once, in the order of use."""
        both: dict[EvidenceStory, EvidenceStory] = {}
        for use, other in zip(_uses(en), _uses(zh), strict=True):
            both.setdefault(use, other)
        roles = (check.role for phase in en.phases for check in phase.checks)
        return cls(
            {use: number for number, use in enumerate(both, start=1)},
            tuple(both.items()),
            {role: number for number, role in enumerate(dict.fromkeys(filter(None, roles)), start=1)},
        )


def _uses(story: Story) -> Iterable[EvidenceStory]:
    return chain.from_iterable(check.evidence for phase in story.phases for check in phase.checks)


def write_phases(en: Story, zh: Story, numbers: Numbers) -> tuple[Markup, ...]:
    """The checks of each phase, told twice and written once."""
    page = _Page(numbers)
    return tuple(
        Markup("\n".join(page.check(*told) for told in zip(phase.checks, other.checks, strict=True)))
        for phase, other in zip(en.phases, zh.phases, strict=True)
    )


def _text(words: str) -> str:
    return escape_html(words, quote=False)


def _pair(en: str, zh: str) -> str:
    return _text(en) if en == zh else f"<i lang=en>{_text(en)}</i><i lang=zh>{_text(zh)}</i>"


class _Page:
    """Writes checks with the numbers and the repeated words of one page."""

    def __init__(self, numbers: Numbers) -> None:
        self.numbers = numbers
        self.say: dict[Lang, Messages] = {lang: messages(lang) for lang in LANGS}
        self.required, self.observed = say_both("label.required"), say_both("label.observed")
        self.todo = {lang: _text(self.say[lang]("label.todo")) for lang in LANGS}
        self.measured = say_both("heading.measured")

    def check(self, en: CheckStory, zh: CheckStory) -> str:
        """The end tags that HTML does not need are left out: with 2,000 checks they are a tenth of the page."""
        owner = self.numbers.owners.get(en.role, 0)
        is_open = " x" if en.status in OPEN else ""
        return (
            f'<details class="c {en.status} o{owner}{is_open}"><summary><i lang=en>{_line(en)}</i>'
            f'<i lang=zh>{_line(zh)}</i></summary><div id="c-{escape(en.check)}">{self._body(en, zh)}'
            f"{self._measures(en.measures, zh.measures)}{self._origin(en)}</div></details>"
        )

    def _body(self, en: CheckStory, zh: CheckStory) -> str:
        """What was seen and what to do, the findings, then why it is asked."""
        seen, seen_zh, why, why_zh = self._seen(en, "en"), self._seen(zh, "zh"), _why(en), _why(zh)
        if not en.findings:
            return f"<div lang=en>{seen}{why}</div><div lang=zh>{seen_zh}{why_zh}</div>"
        return (
            f"<div lang=en>{seen}</div><div lang=zh>{seen_zh}</div>{self._findings(en, zh)}"
            f"<div class=w lang=en>{why}</div><div class=w lang=zh>{why_zh}</div>"
        )

    def _seen(self, check: CheckStory, lang: Lang) -> str:
        say = self.say[lang]
        message = check.message
        if check.examined and check.examined not in message:
            message = say("list.semicolon").join([message, say("examined-line", examined=check.examined)])
        todo = f"<p class=todo><b>{self.todo[lang]}</b> {_text(check.todo)}" if check.todo else ""
        waiver = f"<p>{_text(check.waiver)}" if check.waiver else ""
        return f"<p>{_text(message)}{todo}{waiver}"

    def _findings(self, en: CheckStory, zh: CheckStory) -> str:
        rows = "".join(self._finding(*told) for told in zip(en.findings, zh.findings, strict=True))
        more = en.findings_total - len(en.findings)
        return f"<ol class=f>{rows}</ol>{self._cut('findings.not-kept', more)}"

    def _finding(self, en: FindingStory, zh: FindingStory) -> str:
        """The thing on a line of its own, below it what was required and what was observed, side by side, then what to
        make of it: so a long value is as wide as half the page."""
        kind = f" <em>{_pair(en.kind, zh.kind)}</em>" if en.kind else ""
        where = f"<small>{_pair(en.where, zh.where)}</small>" if en.where else ""
        words = f"<p>{_pair(en.message, zh.message)}" if en.message or zh.message else ""
        return (
            f"<li><b>{_text(en.subject)}</b>{kind}{where}<dl><dt>{self.required}<dd>{_pair(en.required, zh.required)}"
            f"<dt>{self.observed}<dd>{_pair(en.observed, zh.observed)}</dl>{words}"
        )

    def _measures(self, en: Sequence[MeasureStory], zh: Sequence[MeasureStory]) -> str:
        """`SKU-118 120 % / 120 % · stores`: value, limit and group, a line each."""
        if not en:
            return ""
        rows = "".join(map(_measure, en[:MOST_MEASURES], zh[:MOST_MEASURES]))
        return f"<ul class=v><li>{self.measured}{rows}</ul>{self._cut('measures.more', len(en) - MOST_MEASURES)}"

    def _cut(self, key: str, more: int) -> str:
        return f"<p>{count_both(key, more)}" if more > 0 else ""

    def _origin(self, check: CheckStory) -> str:
        """The check's own name, its due as the checklist has it, by what it was judged, and on which evidence."""
        sources = [
            f'<a href="#e-{self.numbers.evidence[use]}">{_text(use.name)}</a>' for use in dict.fromkeys(check.evidence)
        ]
        by = _text(", ".join([check.kind, *_limits(check.settings)]))
        return "<p class=m>" + " · ".join([_text(check.check), _text(check.due_words), by, *sources])


def _measure(en: MeasureStory, zh: MeasureStory) -> str:
    limit = f" / {_pair(en.limit, zh.limit)}" if en.limit else ""
    group = f" · {_pair(en.group, zh.group)}" if en.group else ""
    return f"<li>{_pair(en.subject, zh.subject)} <b>{_pair(en.value, zh.value)}</b>{limit}{group}"


def _why(check: CheckStory) -> str:
    return "".join(f"<p>{_text(words)}" for words in (*check.notes, check.holds, check.why, check.source) if words)


def _line(check: CheckStory) -> str:
    """The check on one line: what its status is, what it asks, whose it is; and by when, where it is still open."""
    whose = names_only(check.owner)
    aside = [check.severity_words, whose, *([check.due] if check.status in OPEN else [])]
    return (
        f"<b>{check.symbol} {_text(check.status_words)}</b> <u>{_text(check.title)}</u> "
        f"<small>{_text(' · '.join(filter(None, aside)))}</small>"
    )


def _limits(settings: Iterable[tuple[str, str]]) -> Iterable[str]:
    """The settings that are amounts and times, such as `min_ratio: 1.2`; names, conditions and lists stand in the
    checklist and in the JSON report, as does how many findings are listed."""
    for name, value in settings:
        if (
            name != "max_findings"
            and len(value) <= _LONGEST_SETTING
            and value[:1] not in "[{"
            and any(letter.isdigit() for letter in value)
        ):
            yield f"{name}: {value}"
