"""`confirmations`: everybody on a roster has confirmed, in time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import ROUND_FLOOR, Decimal
from typing import Any
from zoneinfo import ZoneInfo

from readiness.model.errors import CannotJudge
from readiness.model.finding import Examined, Finding, FindingKind, Judgement, Measure
from readiness.model.instants import say_instant
from readiness.model.moments import LAUNCH, Moment, never_later
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.model.times import Times
from readiness.probes.confirmations.facts import Facts, Member, Settings, Word
from readiness.probes.confirmations.reading import read_confirmations
from readiness.probes.confirmations.words import say_span, tell_flaw

__all__ = ["NAME", "SUMMARY", "Settings", "gather", "judge", "stricter"]

NAME = "confirmations"
REGIONS_SHOWN = 40
SUMMARY = Text(
    "Everybody on a roster (stores, dealers, staff) has confirmed by the deadline, with proof where it is asked for",
    "名单上的每一方（门店、经销商、员工）都在期限前确认，并按要求附上凭证",
)


@dataclass(frozen=True, slots=True)
class _Window:
    """Between what instants one member's confirmation counts, both included, and in what zone to say them."""

    opens: datetime | None
    closes: datetime
    zone: ZoneInfo


def gather(settings: Settings, context: Any) -> Facts:
    """Reads roster and confirmations. Raises NotSupplied and CannotJudge."""
    return read_confirmations(settings, context.table(settings.roster), context.table(settings.confirmations))


def judge(settings: Settings, facts: Facts, situation: Situation) -> Judgement:
    """The roster decides who must confirm; a confirmation is an act, so it must lie in its window, ends included
    (DESIGN, section 4; requirements, execution-05-store-display). Raises CannotJudge when nobody is asked."""
    asked = len(facts.members)
    if asked == 0:
        raise CannotJudge(
            Text(f"The roster asks none of its {settings.unit} to confirm", "名单中没有任何需要确认的成员"),
            Text(
                f"List them in the column `{settings.key}`; {facts.excused} of them are marked as not participating",
                f"请在 `{settings.key}` 列中列出；目前有 {facts.excused} 个被标记为不参加",
            ),
        )
    findings = [tell_flaw(settings, flaw) for flaw in facts.flaws]
    flawed = {flaw.member for flaw in facts.flaws if flaw.member}
    good: Counter[str] = Counter()
    for member in facts.members:
        found = list(_judge_member(settings, member, situation)) if member.sound else []
        # an unreadable row is no confirmation, and says more than that one is missing
        if found and all(finding.observed == _NOTHING for finding in found) and member.key in flawed:
            found = []
        findings += found
        good[member.region] += not found and member.key not in flawed
    return Judgement(
        examined=Examined(asked, settings.unit),
        findings=tuple(findings[: settings.max_findings]),
        measures=tuple(_measures(settings, facts, good)),
        notes=tuple(_notes(settings, facts)),
        findings_total=len(findings),
    )


def _measures(settings: Settings, facts: Facts, good: Counter[str]) -> Iterator[Measure]:
    """The share of all; then how many of each region, those with the most missing first, where the roster has any."""
    subject = f"{settings.unit} confirmed"
    share = (Decimal(good.total()) / Decimal(len(facts.members))).quantize(Decimal("0.0001"), ROUND_FLOOR)
    yield Measure(subject, share, Decimal(1), "ratio")
    asked = Counter(member.region for member in facts.members)
    if set(asked) == {""}:
        return
    for region in sorted(asked, key=lambda one: (good[one] - asked[one], one))[:REGIONS_SHOWN]:
        yield Measure(subject, Decimal(good[region]), Decimal(asked[region]), settings.unit, region or "?")


def stricter(before: Settings, after: Settings) -> bool:
    """Whether `after` passes nothing that `before` would not have passed."""
    changeable = {"by", "not_before", "proof", "unit", "max_findings", "region_column"}
    same = before.model_dump(exclude=changeable) == after.model_dump(exclude=changeable)
    return (
        same
        and never_later(after.by, before.by)
        and (before.not_before is None or never_later(before.not_before, after.not_before))
        and after.proof >= before.proof
    )


_NOTHING = Text("not confirmed", "未确认")


def _judge_member(settings: Settings, member: Member, situation: Situation) -> Iterator[Finding]:
    times = situation.times
    window = _window(settings, member, situation)
    future = [word for word in member.words if word.at is not None and word.at > times.seen_until]
    if not times.as_of:  # under as-of these were simply not there yet
        yield from (_in_future(member, word, window, times) for word in future)
    standing = _standing([word for word in member.words if word not in future])
    if isinstance(standing, Word):
        yield _withdrawn(member, standing, window)
        return
    timed = [word for word in standing if word.at is not None]
    proven = [word for word in timed if word.proof or not settings.proof]
    opened = [word for word in proven if window.opens is None or _at(word) >= window.opens]
    if opened:
        if _at(opened[0]) > window.closes:
            yield _late(member, opened[0], window)
    elif proven:
        yield _too_early(member, proven[-1], window)
    elif timed:
        yield _without_proof(member, timed[0], window)
    elif not future or times.as_of:
        yield _missing(member, window)


def _standing(words: list[Word]) -> Word | list[Word]:
    """The confirmations that stand, earliest first; or the withdrawal, where the latest word is no.

    A no without a time can't be placed before a yes, so it counts as the latest word; an undated yes counts for
    nothing, nor does a lone row that says no: there nobody has confirmed yet.
    """
    dated = sorted((word for word in words if word.at is not None), key=lambda word: (_at(word), not word.yes))
    if not any(word.yes for word in dated):
        return []
    undated_no = next((word for word in words if word.at is None and not word.yes), None)
    if undated_no is not None:
        return undated_no
    if not dated[-1].yes:
        return dated[-1]
    last_no = max((place for place, word in enumerate(dated) if not word.yes), default=-1)
    return dated[last_no + 1 :]


def _at(word: Word) -> datetime:
    assert word.at is not None
    return word.at


def _window(settings: Settings, member: Member, situation: Situation) -> _Window:
    """With a local launch, a moment said from T is so many absolute hours from the member's own launch. Without `by`
    only the check's due instant is known: then an earlier local launch makes it earlier, and a later one changes
    nothing."""
    times = situation.times
    local = member.zone if settings.local_launch and member.zone is not None else None
    launch = _local_launch(times, local) if local else times.launch
    if settings.by is None:
        earlier = min(launch.astimezone(UTC) - times.launch.astimezone(UTC), timedelta())
        closes = situation.due.astimezone(UTC) + earlier
    else:
        closes = _resolve(settings.by, launch, times)
    opens = _resolve(settings.not_before, launch, times) if settings.not_before else None
    return _Window(opens, closes, local or times.zone)


def _local_launch(times: Times, zone: ZoneInfo) -> datetime:
    """The launch's wall-clock time read in another zone; where a clock change gives two readings, the earlier."""
    wall = times.launch.astimezone(times.zone).replace(tzinfo=None)
    return min(wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))


def _resolve(moment: Moment, launch: datetime, times: Times) -> datetime:
    return moment.resolve({**times.anchors, LAUNCH: launch})


def _missing(member: Member, window: _Window) -> Finding:
    hint_en = hint_zh = ""
    if member.hint:
        hint_en = f"; {member.hint!r} has, which looks like it but is not the same as written: make the spelling equal"
        hint_zh = f";“{member.hint}”已确认，写法相近但不相同：请统一写法"
    where = "; ".join(
        (member.where, *(word.where if word.yes else word.answer_where or word.where for word in member.words))
    )
    return _finding(
        member,
        window,
        _NOTHING,
        Text(
            f"{member.key} has not confirmed; needed {_by(window).en}{hint_en}",
            f"{member.key} 尚未确认，期限：{_by(window).zh}{hint_zh}",
        ),
        FindingKind.MISSING,
        where,
    )


def _withdrawn(member: Member, word: Word, window: _Window) -> Finding:
    when = say_instant(word.at, window.zone) if word.at else Text("an unknown time", "未知时间")
    return _finding(
        member,
        window,
        Text("withdrawn", "已撤回"),
        Text(
            f"{member.key} confirmed, but its latest word ({when.en}) is no",
            f"{member.key} 曾确认，但最近一次（{when.zh}）答复为“否”",
        ),
        FindingKind.MISSING,
        word.answer_where or word.where,
    )


def _late(member: Member, word: Word, window: _Window) -> Finding:
    span = say_span(_at(word) - window.closes)
    return _finding(
        member,
        window,
        say_instant(_at(word), window.zone),
        Text(
            f"{member.key} confirmed {span.en} late; a late act can't be repaired, only waived",
            f"{member.key} 的确认迟了 {span.zh}；逾期无法补救，只能豁免",
        ),
        FindingKind.LATE,
        word.where,
    )


def _too_early(member: Member, word: Word, window: _Window) -> Finding:
    assert window.opens is not None
    opens = say_instant(window.opens, window.zone)
    return Finding(
        subject=member.key,
        required=Text(f"not before {opens.en}", f"不早于 {opens.zh}"),
        observed=say_instant(_at(word), window.zone),
        message=Text(
            f"{member.key} confirmed before it could count; have it confirm again",
            f"{member.key} 的确认早于可计入的时间，请重新确认",
        ),
        where=word.where,
    )


def _without_proof(member: Member, word: Word, window: _Window) -> Finding:
    return Finding(
        subject=member.key,
        required=Text(f"with proof, {_by(window).en}", f"附凭证，{_by(window).zh}"),
        observed=Text("no proof", "无凭证"),
        message=Text(
            f"{member.key} confirmed without the proof that is asked for (a photo or its link)",
            f"{member.key} 已确认，但没有附上要求的凭证（照片或链接）",
        ),
        where=word.proof_where or word.where,
        kind=FindingKind.MISSING,
    )


def _in_future(member: Member, word: Word, window: _Window, times: Times) -> Finding:
    now = say_instant(times.seen_until, window.zone)
    return Finding(
        subject=member.key,
        required=Text(f"at or before now, {now.en}", f"不晚于当前时间 {now.zh}"),
        observed=say_instant(_at(word), window.zone),
        message=Text(
            f"{member.key}: the confirmation is dated in the future, so it does not count; "
            "its zone or date is probably wrong",
            f"{member.key}：确认时间在将来，不予计入；很可能是时区或日期写错了",
        ),
        where=word.where,
    )


def _finding(member: Member, window: _Window, observed: Text, message: Text, kind: FindingKind, where: str) -> Finding:
    return Finding(member.key, _by(window), observed, message, where=where, kind=kind)


def _by(window: _Window) -> Text:
    closes = say_instant(window.closes, window.zone)
    return Text(f"by {closes.en} ({window.zone.key})", f"{closes.zh}前（{window.zone.key}）")


def _notes(settings: Settings, facts: Facts) -> Iterator[Text]:
    if facts.strangers:
        named = ", ".join(facts.strangers_named)
        more = ", ..." if facts.strangers > len(facts.strangers_named) else ""
        said_en, said_zh = (f" ({named}{more})", f"（{named}{more}）") if named else ("", "")
        yield Text(
            f"Confirmation rows of {settings.unit} that the roster does not have, not counted: "
            f"{facts.strangers:,}{said_en}",
            f"不属于名单成员、未计入的确认行数：{facts.strangers:,}{said_zh}",
        )
    if facts.excused:
        yield Text(
            f"{settings.unit.capitalize()} of the roster that do not participate, not asked: {facts.excused:,}",
            f"名单中不参加、未要求确认的成员数：{facts.excused:,}",
        )
