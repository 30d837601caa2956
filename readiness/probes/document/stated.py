"""A date that the text itself states after a label, and the names that it must mention. Pure."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from readiness.evidence.folding import Folded
from readiness.evidence.patterns import Span, found, literal, spans
from readiness.model.finding import Finding, FindingKind
from readiness.model.moments import tell_duration
from readiness.model.places import place_words
from readiness.model.text import Text
from readiness.model.times import Times
from readiness.probes.document import words
from readiness.probes.document.dates import Said, dates_in
from readiness.probes.document.facts import Field, Read
from readiness.probes.document.moments import say_date
from readiness.probes.document.settings import StatedDate
from readiness.probes.signoff.words import say_instant
from readiness.probes.tally import Tally

_AFTER, _BEFORE = 40, 12
"""How many characters after or before its label a date may stand."""


def judge_stated_date(asked: StatedDate, file: Read, times: Times, tally: Tally) -> None:
    """The latest date beside a label lies in its window. A day counts as its end for `by`, as its beginning for
    `not_before` and for the future."""
    tally.examined += 1
    beside = _beside(file.seen, tuple(spans(asked.label, file.seen.data)), dates_in(file.seen))
    said = max(beside, key=_order, default=None)
    problem = _not_said(asked, file) if said is None else _problem(asked, file, said, times)
    if problem is not None:
        tally.add(problem)


def _beside(view: Folded, labels: tuple[Span, ...], dates: tuple[Said, ...]) -> list[Said]:
    """For each label the first date after it, or the last before it."""
    chosen: list[Said] = []
    starts = [said.start for said in dates]
    for start, end in labels:
        place = bisect_left(starts, end)
        after = dates[place] if place < len(dates) else None
        before = dates[place - 1] if place and dates[place - 1].end <= start else None
        if after is not None and len(view.words(end, after.start)) <= _AFTER:
            chosen.append(after)
        elif before is not None and len(view.words(before.end, start)) <= _BEFORE:
            chosen.append(before)
    return chosen


def _order(said: Said) -> tuple[int, int, int]:
    return said.year or 0, said.month, said.day


def _problem(asked: StatedDate, file: Read, said: Said, times: Times) -> Finding | None:
    shown, where = words.said(file.seen, said.start, said.end), file.where(file.seen, said.start)
    if said.unclear or said.year is None:
        why = Text("without its year", "没有年份") if said.year is None else Text("day or month first", "日月顺序不明")
        observed = Text(f"{shown.en} ({why.en})", f"{shown.zh}（{why.zh}）")
        return _finding(asked, file, where, _a_date(asked), observed, FindingKind.UNREADABLE)
    day = date(said.year, said.month, said.day)
    begins, ends = _beginning(day, times.zone), _beginning(day + timedelta(days=1), times.zone)
    if begins > times.seen_until:
        if times.as_of:  # at that instant it was not written yet
            return _not_said(asked, file)
        required = Text(f"{asked.name.en}, not in the future", f"{asked.name.zh}，不在将来")
        return _finding(asked, file, where, required, say_date(day), FindingKind.WRONG)
    not_before = times.resolve(asked.not_before) if asked.not_before else None
    if not_before is not None and begins < not_before:
        since = say_instant(not_before, times.zone)
        required = Text(f"{asked.name.en} at or after {since}", f"{asked.name.zh}不早于 {since}")
        return _finding(asked, file, where, required, say_date(day), FindingKind.WRONG)
    by = times.resolve(asked.by) if asked.by else None
    if by is not None and ends > by:
        return _late(asked, file, where, day, by, ends - by, times.zone)
    return None


def _beginning(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def _late(
    asked: StatedDate, file: Read, where: str, day: date, by: datetime, over: timedelta, zone: ZoneInfo
) -> Finding:
    said, late, until = say_date(day), tell_duration(over, most=2), say_instant(by, zone)
    return _finding(
        asked,
        file,
        where,
        Text(f"{asked.name.en} at or before {until}", f"{asked.name.zh}不晚于 {until}"),
        Text(f"{said.en}, {late.en} late", f"{said.zh}，晚了 {late.zh}"),
        FindingKind.LATE,
    )


def _a_date(asked: StatedDate) -> Text:
    return Text(f"{asked.name.en}, as a date", f"写明{asked.name.zh}")


def _not_said(asked: StatedDate, file: Read) -> Finding:
    return _finding(asked, file, file.named, _a_date(asked), Text("no date", "没有日期"), FindingKind.MISSING)


def _finding(asked: StatedDate, file: Read, where: str, required: Text, observed: Text, kind: FindingKind) -> Finding:
    message = Text(f"{asked.name.en}: {observed.en}", f"{asked.name.zh}：{observed.zh}")
    return Finding(words.name_of(file.source), required, observed, message, where=where, kind=kind)


def judge_mentions(fields: tuple[Field, ...], file: Read, tally: Tally) -> None:
    """Every value of the column stands in the text, or one of its other words does."""
    for field in fields:
        tally.examined += 1
        if field.words is None:
            tally.add(_empty(field))
        elif not found(tuple(literal(each) for each in (field.words, *field.others)), file.seen.data):
            tally.add(_unmentioned(field, file))


def _unmentioned(field: Field, file: Read) -> Finding:
    others = f" ({' / '.join(field.others)})" if field.others else ""
    return words.missing(
        words.name_of(file.source),
        field.where,
        Text(f"names {field.words}{others}", f"写明 {field.words}{others}"),
        Text("not named", "未提及"),
        Text(
            f"{file.source} does not name {field.words}, which {field.where} lists: add it, or stop collecting it",
            f"{file.source} 没有提及 {field.words}（列于 {place_words(field.where).zh}）：请补充，或不再收集",
        ),
    )


def _empty(field: Field) -> Finding:
    return Finding(
        field.where,
        Text("a name", "名称"),
        Text("an empty cell", "空单元格"),
        Text("The cell that must be mentioned is empty: fill it in", "须提及的单元格为空：请填写"),
        where=field.where,
        kind=FindingKind.UNREADABLE,
    )
