"""Findings of the `signoff` kind: the role, what is required, what was said, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from readiness.model.finding import Finding, FindingKind
from readiness.model.moments import tell_duration
from readiness.model.text import Advice, Text
from readiness.model.times import Times
from readiness.model.vocabulary import role_words
from readiness.model.workbook import row_of
from readiness.probes.signoff.facts import SignOffFacts, Word

_DIGITS = 12
_SECOND = timedelta(seconds=1)


def short(sha256: str) -> str:
    return sha256[:_DIGITS]


def say_instant(at: datetime, zone: ZoneInfo) -> str:
    """In the campaign's zone, with seconds where they are not zero."""
    local = at.astimezone(zone)
    return local.strftime("%Y-%m-%d %H:%M:%S" if local.second or local.microsecond else "%Y-%m-%d %H:%M")


def no_holder(facts: SignOffFacts, role: str) -> Finding:
    return _finding(
        role,
        _approval_of(facts),
        Text("nobody holds this role", "没有人担任该角色"),
        Text(
            f"Nobody can approve as {role}: add the person who does to `people` with roles: [{role}]",
            f"没有人能以{role_words(role).zh}身份签核：请在 `people` 中加入负责人，并写上 roles: [{role}]",
        ),
        FindingKind.MISSING,
    )


def missing(facts: SignOffFacts, role: str, discounted: Sequence[tuple[Word, Text]], zone: ZoneInfo) -> Finding:
    """No approval that counts; where there is one that does not, why."""
    command = f"readiness sign {facts.subject} --role {role} --as"
    sign = Text(f"{command} PERSON", f"{command} 人员")
    if not discounted:
        message = Text(
            f"{facts.source} is not approved by {role}; have it signed: {sign.en}",
            f"{facts.source} 尚未由{role_words(role).zh}签核；请签核：{sign.zh}",
        )
        said = Text("no sign-off", "没有签核")
        return _finding(role, _approval_of(facts), said, message, FindingKind.MISSING, at=facts.listed)
    word, why = max(discounted, key=lambda each: each[0].signoff.at)
    who = f"{word.signoff.person}, {say_instant(word.signoff.at, zone)}"
    message = Text(f"The sign-off of {who} does not count: {why.en}", f"{who} 的签核无效：{why.zh}")
    return _finding(role, _approval_of(facts), why, message, FindingKind.WRONG, word)


def another_version(facts: SignOffFacts, word: Word, zone: ZoneInfo) -> Finding:
    said = f"{word.signoff.person}, {say_instant(word.signoff.at, zone)}"
    return _finding(
        word.signoff.role,
        Text(f"approval of version {short(facts.sha256)}", f"批准版本 {short(facts.sha256)}"),
        Text(
            f"approved version {short(word.signoff.sha256)} ({said})",
            f"批准的是版本 {short(word.signoff.sha256)}（{said}）",
        ),
        Text(
            f"Approved for another version: {facts.source} was edited since and must be approved again",
            f"批准的是另一个版本：{facts.source} 之后有改动，须重新签核",
        ),
        FindingKind.WRONG,
        word,
        facts.listed,
    )


def changes_requested(facts: SignOffFacts, word: Word, zone: ZoneInfo) -> Finding:
    said = f"{word.signoff.person}, {say_instant(word.signoff.at, zone)}"
    comment = Text(*(f"{colon}{word.signoff.comment}" if word.signoff.comment else "" for colon in (": ", "：")))
    return _finding(
        word.signoff.role,
        _approval_of(facts),
        Text(f"changes requested ({said})", f"要求修改（{said}）"),
        Text(
            f"The last word of {word.signoff.role} asks for changes{comment.en}",
            f"{role_words(word.signoff.role).zh}最后一次意见是要求修改{comment.zh}",
        ),
        FindingKind.WRONG,
        word,
    )


def author_alone(facts: SignOffFacts, word: Word) -> Finding:
    person = word.signoff.person
    return _finding(
        word.signoff.role,
        Text("approval by someone who did not write it", "由非作者批准"),
        Text(f"approved by its author {person} alone", f"仅由作者 {person} 本人批准"),
        Text("An author can't approve their own work alone", "作者不能单独批准自己的内容"),
        FindingKind.WRONG,
        word,
        facts.author_listed,
    )


def author_unknown(facts: SignOffFacts) -> Finding:
    return _finding(
        facts.subject,
        Text("the author named", "写明作者"),
        Text("no author", "没有写作者"),
        Advice(
            f"It can't be told whether others than its author approved {facts.source}: add `author: [person]` "
            f"to the evidence {facts.subject} in the campaign file",
            f"无法判断批准 {facts.source} 的是否只有作者：请在活动文件的证据 {facts.subject} 中加上 `author: [人员]`",
            Text(
                f"It can't be told whether others than its author approved {facts.source}: write the author into "
                f"{row_of(facts.subject).en}",
                f"无法判断批准 {facts.source} 的是否只有作者：请在{row_of(facts.subject).zh}填写作者",
            ),
        ),
        FindingKind.MISSING,
        at=facts.author_listed,
    )


def late(word: Word, by: datetime, zone: ZoneInfo) -> Finding:
    over = tell_duration(max(_SECOND, word.signoff.at - by), most=2)
    return _finding(
        word.signoff.role,
        Text(f"approved by {say_instant(by, zone)}", f"{say_instant(by, zone)} 前批准"),
        Text(
            f"approved {say_instant(word.signoff.at, zone)}, {over.en} late",
            f"{say_instant(word.signoff.at, zone)} 批准，晚了 {over.zh}",
        ),
        Text("It was approved after its deadline", "签核晚于期限"),
        FindingKind.LATE,
        word,
    )


def too_early(word: Word, not_before: datetime, zone: ZoneInfo) -> Finding:
    return _finding(
        word.signoff.role,
        Text(f"approved at or after {say_instant(not_before, zone)}", f"{say_instant(not_before, zone)} 或之后批准"),
        Text(f"approved {say_instant(word.signoff.at, zone)}", f"{say_instant(word.signoff.at, zone)} 批准"),
        Text("It was approved too early to count", "签核过早，不能算数"),
        FindingKind.WRONG,
        word,
    )


def stale(word: Word, max_age: timedelta, zone: ZoneInfo) -> Finding:
    limit = tell_duration(max_age)
    return _finding(
        word.signoff.role,
        Text(f"approved within the last {limit.en}", f"最近 {limit.zh}内批准"),
        Text(f"approved {say_instant(word.signoff.at, zone)}", f"{say_instant(word.signoff.at, zone)} 批准"),
        Text("The approval is too old and must be given again", "签核已过期，须重新签核"),
        FindingKind.STALE,
        word,
    )


def future(word: Word, times: Times) -> Finding:
    return _finding(
        word.signoff.role,
        Text(
            f"a sign-off of before {say_instant(times.seen_until, times.zone)}",
            f"签核时间早于 {say_instant(times.seen_until, times.zone)}",
        ),
        Text(
            f"dated {say_instant(word.signoff.at, times.zone)}",
            f"签核时间为 {say_instant(word.signoff.at, times.zone)}",
        ),
        Text("The sign-off is dated in the future", "签核时间在将来"),
        FindingKind.WRONG,
        word,
    )


def not_scored(facts: SignOffFacts, criterion: str) -> Finding:
    return _finding(
        criterion,
        Text("a mark in an approval that counts", "有效签核中的评分"),
        Text("no mark", "没有评分"),
        Text(
            f"Nobody who approved {facts.source} marked {criterion}",
            f"批准 {facts.source} 的人都没有给 {criterion} 评分",
        ),
        FindingKind.MISSING,
    )


def low_score(word: Word, criterion: str, least: Decimal) -> Finding:
    score = word.signoff.scores[criterion]
    return _finding(
        criterion,
        Text.same(f">= {least}"),
        Text(
            f"{score} ({word.signoff.person}, {word.signoff.role})",
            f"{score}（{word.signoff.person}，{role_words(word.signoff.role).zh}）",
        ),
        Text(f"The mark for {criterion} is below the least", f"{criterion} 的评分低于最低要求"),
        FindingKind.WRONG,
        word,
    )


def discounted_note(word: Word, why: Text) -> Text:
    said = word.signoff
    return Text(
        f"A sign-off of {said.person} as {said.role} does not count: {why.en} ({said.location})",
        f"{said.person} 以{role_words(said.role).zh}身份的一条签核无效：{why.zh}（{said.location}）",
    )


def _approval_of(facts: SignOffFacts) -> Text:
    return Text(
        f"approval of {facts.source}, version {short(facts.sha256)}", f"批准 {facts.source}，版本 {short(facts.sha256)}"
    )


def _finding(
    subject: str,
    required: Text,
    observed: Text,
    message: Text,
    kind: FindingKind,
    word: Word | None = None,
    at: str = "",
) -> Finding:
    """`at` is the cell of a workbook that decides it too."""
    where = "; ".join(place for place in ("" if word is None else str(word.signoff.location), at) if place)
    return Finding(subject, required, observed, message, where=where, kind=kind)
