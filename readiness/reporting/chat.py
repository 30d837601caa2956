"""A short text for a group chat: the decision, what blocks with owner and time left, and where to read the rest.

It is pasted, or sent by a webhook, to WeCom, DingTalk, Feishu or Slack. Each reads another markup in what it is sent,
so that what others wrote is kept from being any of them: no mention, no link under other words, no emphasis."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from readiness.model.run import Run
from readiness.reporting.cleaning import clean_line
from readiness.reporting.messages import Messages, messages
from readiness.reporting.report import Look
from readiness.reporting.story import LooseningStory, Plan, ReasonStory, Story
from readiness.reporting.telling import tell
from readiness.reporting.wording import names_only

NAME = "chat"
MEDIA_TYPE = "text/plain"
EXTENSION = "chat.txt"

MOST_BYTES = 2048
"""What a text message of WeCom may hold; the others take more."""

_LONGEST = 160
_JOINER = "\u2060"
# `@` notifies, but for the one of an e-mail address; after these words it notifies everybody wherever it stands.
_MENTION = re.compile(r"(?<![\w.+-])@|@(?=(?:all|everyone|here|channel|所有人)\b)|@(?![\w-]+(?:\.[\w-]+)+)|＠")
# What begins a link, a mention or a tag in one of the chats, and what emphasises; each has a sign that looks like it.
_LOOKALIKES = str.maketrans({"<": "‹", ">": "›", "*": "＊", "`": "｀", "[": "［", "]": "］", "|": "｜", "~": "～"})
_EDGE_UNDERSCORE = re.compile(r"__+|(?<!\w)_|_(?!\w)")


def render(run: Run, look: Look) -> str:
    """At most 2,048 bytes, the gravest first; what does not fit is counted."""
    story, say = tell(run, look.lang, look.past, look.signed), messages(look.lang)
    end = ["", *_end(story), *([say("chat.link", link=clean_line(look.link))] if look.link else ())]
    lines = list(_head(story))
    room = MOST_BYTES - _size(end) - _size(lines)
    for part in _parts(story, say):
        told = part.within(room, say)
        lines += told
        room -= _size(told)
    return _bounded("\n".join([*lines, *end]))


def as_text(words: str) -> str:
    """Words that no chat takes for anything else; `words` stand on one line already."""
    plain = _EDGE_UNDERSCORE.sub(lambda found: "＿" * len(found[0]), words.translate(_LOOKALIKES))
    return _MENTION.sub(lambda found: found[0] + _JOINER, plain)


@dataclass(frozen=True, slots=True)
class _Part:
    """A heading, which says how many lines there are, and the lines."""

    heading: str
    lines: tuple[str, ...]

    def within(self, room: int, say: Messages) -> list[str]:
        """As many lines as there is room for, and how many more there are; nothing where not even these words fit."""
        more = say.count("findings.more", len(self.lines))
        told: list[str] = []
        for number, line in enumerate(self.lines):
            rest = [] if number + 1 == len(self.lines) else [more]
            if _size([self.heading, *told, line, *rest]) > room:
                break
            told.append(line)
        left = len(self.lines) - len(told)
        if not left:
            return [self.heading, *told]
        with_count = [self.heading, *told, say.count("findings.more", left)] if told else [self.heading]
        return with_count if _size(with_count) <= room else []


def _head(story: Story) -> Iterator[str]:
    head = story.headline
    # On the line of the verdict, since at the start of one a name could be a heading.
    names = " · ".join(part for part in (head.campaign, head.campaign_id, head.release) if part)
    yield _line(f"{head.symbol} {head.verdict}") + " · " + _line(names)
    yield _line(head.summary)
    if head.progress:
        yield _line(head.progress)
    yield _line(f"{head.launch} · {head.countdown}")
    for caution in head.cautions:
        yield _line(f"! {caution}")
    for word in head.signed:
        yield _line(f"{word.symbol} {word.words}")


def _end(story: Story) -> Iterator[str]:
    head = story.headline
    yield " · ".join(words for _, _, words in story.tally)
    yield _line(f"{head.judged} · {head.holds}")


def _parts(story: Story, say: Messages) -> Iterator[_Part]:
    if story.blocks:
        yield _part(say("heading.blocks"), (_reason(reason) for reason in story.blocks), say)
    if story.conditions:
        yield _part(story.conditions_title, (_reason(reason) for reason in story.conditions), say)
    if story.plan:
        yield _part(say("heading.plan"), _plan(story.plan), say)
    if story.loosened:
        yield _part(say("heading.loosened"), (_loosening(loose) for loose in story.loosened), say)
    if story.since:  # which checks these are stands in the whole report
        yield _Part("\n" + _line(story.since.title), (_line(story.since.line),))
    if story.notes:
        yield _part(say("heading.notes"), (_line(f"· {note}") for note in story.notes), say)


def _part(title: str, lines: Iterable[str], say: Messages) -> _Part:
    listed = tuple(lines)
    return _Part("\n" + say("heading.counted", title=title, n=f"{len(listed):,}"), listed)


def _reason(reason: ReasonStory) -> str:
    """One line: what, who, until when. Contacts are left out: the group knows its people."""
    owner = names_only(reason.owner)
    about = reason.title if reason.outcome else reason.what
    return _line(" · ".join(part for part in (f"{reason.symbol} {about}", owner, reason.due) if part))


def _plan(plan: Plan) -> Iterator[str]:
    for step in plan.steps:
        for item in step.items:
            owner = names_only(item.owner)
            parts = (f"… {item.title} ({item.check})", owner, step.due, item.needs)
            yield _line(" · ".join(part for part in parts if part), 2 * _LONGEST)


def _loosening(loose: LooseningStory) -> str:
    parts = (f"{loose.symbol} {loose.line}", loose.change, loose.who)
    return _line(" · ".join(filter(None, parts)), 2 * _LONGEST)


def _line(words: str, longest: int = _LONGEST) -> str:
    """Safe, and not so long that one line takes the room of all."""
    return as_text(words if len(words) <= longest else f"{words[: longest - 2]} …")


def _size(lines: Iterable[str]) -> int:
    return sum(len(line.encode("utf-8", "replace")) + 1 for line in lines)


def _bounded(text: str) -> str:
    """The last resort, for a headline that alone is too long: the verdict stands first and is kept."""
    if len(text.encode()) < MOST_BYTES:
        return text + "\n"
    return text.encode()[: MOST_BYTES - 8].decode("utf-8", "ignore") + " …\n"
