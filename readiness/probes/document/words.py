"""Findings of the `document` kind: the file, what is asked, what it says, and where."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from readiness.evidence.folding import Folded
from readiness.model.finding import Finding, FindingKind
from readiness.model.places import place_words
from readiness.model.text import Text
from readiness.model.vocabulary import role_words
from readiness.probes.document.facts import Read
from readiness.probes.signoff.facts import Word
from readiness.probes.signoff.words import say_instant

_LONGEST = 60


def name_of(source: str) -> str:
    """A file as a finding names it."""
    return PurePosixPath(source).name


def names_of(files: Iterable[Read]) -> str:
    return " + ".join(name_of(file.source) for file in files)


def said(view: Folded, start: int, end: int) -> Text:
    """The words as they were found, folded; long ones cut."""
    words = " ".join(view.words(start, end).split())
    words = words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
    return Text(f"“{words}”", f"“{words}”")


def missing(subject: str, where: str, required: Text, observed: Text, message: Text) -> Finding:
    return Finding(subject, required, observed, message, where=where, kind=FindingKind.MISSING)


def wrong(subject: str, where: str, required: Text, observed: Text, message: Text) -> Finding:
    return Finding(subject, required, observed, message, where=where, kind=FindingKind.WRONG)


def banned(file: Read, name: Text) -> Callable[[str, Text], Finding]:
    """How to word what must not be there, from where it stands and what it says."""
    return lambda where, words: wrong(
        name_of(file.source),
        where,
        Text(f"nothing of: {name.en}", f"不得出现：{name.zh}"),
        words,
        Text(f"It says {words.en} ({name.en}): take it out", f"文中写有{words.zh}（{name.zh}）：请删除"),
    )


def flagged(file: Read, name: Text, role: str, why: Text) -> Callable[[str, Text], Finding]:
    """How to word what a person must judge; `why` says what stands against the approval."""
    who = role_words(role)
    return lambda where, words: wrong(
        name_of(file.source),
        where,
        Text(f"no {name.en}, or this version approved by {who.en}", f"不出现{name.zh}，或此版本已由{who.zh}签核"),
        words,
        Text(
            f"It says {words.en} ({name.en}; {who.en}: {why.en}): change it, or let {who.en} judge and sign it",
            f"文中写有{words.zh}（{name.zh}；{who.zh}：{why.zh}）：请修改，或由{who.zh}判断并签核此版本",
        ),
    )


def at(said: Text, where: str) -> Text:
    """`“最好” (terms.md, line 3)`."""
    place = place_words(where)
    return Text(f"{said.en} ({place.en})", f"{said.zh}（{place.zh}）")


def cleared(file: Read, name: Text, listed: tuple[Text, ...], word: Word, zone: ZoneInfo) -> Text:
    """Who took responsibility for which words, and when."""
    who, role, when = word.signoff.person, role_words(word.signoff.role), say_instant(word.signoff.at, zone)
    return Text(
        f"{name.en} in {file.source}, approved by {who} ({role.en}) on {when}: {'; '.join(each.en for each in listed)}",
        f"{file.source} 中的{name.zh}，已由 {who}（{role.zh}）于 {when} 签核：{'；'.join(each.zh for each in listed)}",
    )


def unfilled(file: Read) -> Callable[[str, Text], Finding]:
    """How to word a place that was left to be filled in."""
    return lambda where, words: wrong(
        name_of(file.source),
        where,
        Text("every place filled in", "所有待填处均已填写"),
        words,
        Text(f"A place was left to be filled in: {words.en}", f"有一处尚未填写：{words.zh}"),
    )


def too_long(file: Read, where: str, what: Text, length: int, most: int) -> Finding:
    return Finding(
        name_of(file.source),
        Text(f"{what.en} of at most {most:,}", f"{what.zh}不超过 {most:,}"),
        Text(f"{length:,}", f"{length:,}"),
        Text(
            f"The {what.en} is {length - most:,} characters too long: shorten it",
            f"{what.zh}超出 {length - most:,} 个字符：请精简",
        ),
        unit="characters",
        where=where,
    )


def no_title(file: Read) -> Finding:
    return missing(
        name_of(file.source),
        file.source,
        Text("a title", "有标题"),
        Text("no title", "没有标题"),
        Text("No title was found in it: begin it with a heading", "文中没有找到标题：请以标题开头"),
    )
