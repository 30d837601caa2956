"""Confirmations: how bad rows and lengths of time are told."""

from __future__ import annotations

from datetime import timedelta

from readiness.model.finding import Finding, FindingKind
from readiness.model.text import Text
from readiness.probes.confirmations.facts import Flaw, FlawKind, Settings

_UNITS = ((86_400, "day", "天"), (3_600, "hour", "小时"), (60, "minute", "分钟"), (1, "second", "秒"))

_REQUIRED: dict[FlawKind, Text] = {
    FlawKind.ROSTER_WITHOUT_KEY: Text("a name or number", "填写名称或编号"),
    FlawKind.ROSTER_TWICE: Text("once", "只出现一次"),
    FlawKind.PARTICIPATION_UNREAD: Text("yes or no", "“是”或“否”"),
    FlawKind.ZONE_UNKNOWN: Text("a zone such as Asia/Shanghai", "时区，例如 Asia/Shanghai"),
    FlawKind.TIME_UNREAD: Text("date and time", "日期和时间"),
    FlawKind.CONFIRMED_UNREAD: Text("yes or no", "“是”或“否”"),
}

_MESSAGES: dict[FlawKind, Text] = {
    FlawKind.ROSTER_WITHOUT_KEY: Text(
        "A row of the roster has an empty `{key}`, so nobody knows who must confirm",
        "名单中有一行的 `{key}` 为空，不知道谁需要确认",
    ),
    FlawKind.ROSTER_TWICE: Text(
        "{member} stands in the roster more than once; keep one row", "{member} 在名单中重复出现，请只保留一行"
    ),
    FlawKind.PARTICIPATION_UNREAD: Text(
        "Whether {member} takes part can't be read: {why}", "无法判断 {member} 是否参加：{why}"
    ),
    FlawKind.ZONE_UNKNOWN: Text(
        "The zone of {member} is unknown, so its launch and deadline are too; write an IANA name such as Asia/Shanghai",
        "{member} 的时区无法识别，因此无法确定其上线和截止时间；请写 IANA 时区名，例如 Asia/Shanghai",
    ),
    FlawKind.TIME_UNREAD: Text("When {member} confirmed can't be read: {why}", "无法读取 {member} 的确认时间：{why}"),
    FlawKind.CONFIRMED_UNREAD: Text(
        "Whether {member} confirmed can't be read: {why}", "无法判断 {member} 是否已确认：{why}"
    ),
}

_KINDS = {
    FlawKind.ROSTER_WITHOUT_KEY: FindingKind.MISSING,
    FlawKind.ROSTER_TWICE: FindingKind.WRONG,
}


def tell_flaw(settings: Settings, flaw: Flaw) -> Finding:
    """A row that can't be taken at its word, as a finding."""
    message, (why_en, why_zh) = _MESSAGES[flaw.kind], flaw.why
    observed = Text.same(flaw.text) if flaw.text else Text("an empty cell", "空单元格")
    if flaw.kind is FlawKind.ROSTER_TWICE:
        observed = Text("more than once", "多次")
    return Finding(
        subject=flaw.member or flaw.where,
        required=_REQUIRED[flaw.kind],
        observed=observed,
        message=Text(
            message.en.format(key=settings.key, member=flaw.member, why=why_en),
            message.zh.format(key=settings.key, member=flaw.member, why=why_zh),
        ),
        where=flaw.where,
        kind=_KINDS.get(flaw.kind, FindingKind.UNREADABLE),
    )


def say_span(span: timedelta) -> Text:
    """A length in its two largest units, `2 days 3 hours`; the part below a second counts as one."""
    left = -(-span // timedelta(seconds=1))
    parts = []
    for seconds, en, zh in _UNITS:
        count, left = divmod(left, seconds)
        if count:
            parts.append((f"{count} {en}{'s' if count > 1 else ''}", f"{count} {zh}"))
    return Text(" ".join(en for en, _ in parts[:2]), " ".join(zh for _, zh in parts[:2]))
