"""How old evidence may be: one rule for every kind whose facts go stale."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from readiness.model.errors import CannotJudge, NotSupplied
from readiness.model.finding import Finding, FindingKind
from readiness.model.instants import say_instant
from readiness.model.moments import tell_duration
from readiness.model.places import place_words
from readiness.model.text import Advice, Text
from readiness.model.times import Times
from readiness.model.workbook import row_of


def judge_age(subject: str, source: str, time: datetime | None, max_age: timedelta, times: Times) -> Finding | None:
    """A STALE finding when the evidence is older than `max_age` at the instant judged at; exactly as old is fresh.

    `subject` is the evidence's logical name, `source` where it was read, `time` its own time (never a file's
    modification time). Evidence without a time is an error, since nobody can tell its age (DESIGN, section 4), and so
    is one dated after the clock; under as-of, one dated later was not supplied yet.
    Raises CannotJudge and NotSupplied.
    """
    if time is None:
        raise _undated(subject, source, times)
    # two datetimes of one zone are compared by their wall clocks, which a clock change sets back
    time = time.astimezone(UTC)
    if time > times.seen_until.astimezone(UTC):
        _refuse_future(subject, source, time, times)
    age = times.now.astimezone(UTC) - time
    if age <= max_age:
        return None
    limit, old, of = tell_duration(max_age), _tell_age(age), say_instant(time, times.zone)
    return Finding(
        subject=subject,
        required=Text(f"at most {limit.en} old", f"不早于 {limit.zh}前"),
        observed=Text(f"{old.en} old", f"{old.zh}前"),
        message=Text(
            f"{subject} is of {of.en}, {old.en} before the judged instant; it may be at most {limit.en} old. "
            "Export it again",
            f"{subject} 的数据时间为 {of.zh}，距判定时刻 {old.zh}，不得超过 {limit.zh}，请重新导出",
        ),
        where=source,
        kind=FindingKind.STALE,
    )


def _undated(subject: str, source: str, times: Times) -> CannotJudge:
    now, row = _shown(times.now, times), row_of(subject)
    return CannotJudge(
        Text(
            f"{source} does not say of when it is, so its age can't be judged",
            f"{place_words(source).zh} 没有说明数据时间，无法判断是否过期",
        ),
        Advice(
            f"Add `as_at: {now}` (the instant of the export) to the binding of `{subject}`, or a column `as_at` to the "
            "file",
            f"请在 `{subject}` 的绑定中加上 `as_at: {now}`（填写真实的导出时刻），或在文件中加上 `as_at` 列",
            Text(
                f"Write into {row.en}, column As at, when the data were exported or counted",
                f"请在{row.zh}的“数据时间”列填写数据导出或盘点的时刻",
            ),
        ),
    )


def _refuse_future(subject: str, source: str, time: datetime, times: Times) -> None:
    shown, until = say_instant(time, times.zone), say_instant(times.seen_until, times.zone)
    if times.as_of:
        raise NotSupplied(
            Text(
                f"{source} is of {shown.en}, later than {until.en}: at that instant it was not there",
                f"{place_words(source).zh} 的数据时间为 {shown.zh}，晚于 {until.zh}：在该时刻它尚未提供",
            )
        )
    raise CannotJudge(
        Text(
            f"{source} is dated in the future: {shown.en}, and now it is {until.en}",
            f"{place_words(source).zh} 的数据时间在将来：{shown.zh}，而当前是 {until.zh}",
        ),
        Text(
            f"Correct the time of `{subject}`: its zone or offset is probably wrong",
            f"请更正 `{subject}` 的时间：很可能是时区或偏移写错了",
        ),
    )


def _shown(instant: datetime, times: Times) -> str:
    return instant.astimezone(times.zone).isoformat(sep="T", timespec="seconds")


def _tell_age(age: timedelta) -> Text:
    """To the second where that matters: the part below a second is rounded up, so that an age over the limit never
    reads as the limit itself."""
    return tell_duration(timedelta(seconds=-(-age // timedelta(seconds=1))))
