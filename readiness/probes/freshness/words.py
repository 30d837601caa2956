"""Freshness: how old and missing entries are told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from readiness.evidence.problems import cannot_judge
from readiness.model.errors import CannotJudge
from readiness.model.finding import Finding, FindingKind
from readiness.model.instants import say_instant
from readiness.model.moments import tell_duration
from readiness.model.places import place_words
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.model.times import Times
from readiness.probes.freshness.facts import Facts, Gap, Series
from readiness.probes.freshness.settings import FreshLimits, Settings
from readiness.probes.numbers import plain
from readiness.probes.spans import clock, span
from readiness.probes.tabular.words import EMPTY

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Telling:
    """Tells what is wrong with the entries of a key."""

    settings: Settings
    facts: Facts
    situation: Situation

    @property
    def _limits(self) -> FreshLimits:
        return self.settings.limits

    @property
    def _entry(self) -> Text:
        return self.settings.entry

    def none(self, series: Series) -> Finding:
        """A key of the roster without any entry."""
        hint = Text("", "")
        if series.hint:
            hint = Text(
                f"; there are some of {series.hint!r}, which looks like it: make the spelling equal",
                f"；有写法相近的“{series.hint}”，请统一写法",
            )
        entry, source = self._entry, place_words(self.facts.source)
        return Finding(
            subject=series.subject,
            required=self._required_age(),
            observed=Text("none", "没有"),
            message=Text(
                f"{series.subject}: {source.en} has no {entry.en} of it{hint.en}",
                f"{series.subject}：{source.zh} 中没有它的{entry.zh}{hint.zh}",
            ),
            where=series.where or self.facts.source,
            kind=FindingKind.MISSING,
        )

    def stale(self, series: Series, age: timedelta) -> Finding:
        """The newest entry is too old. An age over its limit never reads as the limit itself."""
        assert series.newest is not None
        limit, old = tell_duration(self._limits.max_age), tell_duration(_whole_seconds(age))
        at = clock(series.newest.at, self.situation.times.zone)
        entry = self._entry
        return Finding(
            subject=series.subject,
            required=self._required_age(),
            observed=Text(f"{old.en} old", f"{old.zh}前"),
            message=Text(
                f"{series.subject}: the newest {entry.en} is of {at}, {old.en} before the judged instant; it may be at "
                f"most {limit.en} old",
                f"{series.subject}：最新的{entry.zh}时间为 {at}，距判定时刻 {old.zh}，不得超过 {limit.zh}",
            ),
            where=series.newest.where,
            kind=FindingKind.STALE,
        )

    def gap(self, series: Series, gap: Gap) -> Finding:
        """A time without an entry."""
        when, length = self._span(gap.begins, gap.ends), tell_duration(_whole_seconds(gap.length))
        assert self._limits.max_gap is not None
        most, entry = tell_duration(self._limits.max_gap), self._entry
        beyond = Text("", "")
        if self._limits.tolerance:
            more = tell_duration(self._limits.tolerance)
            beyond = Text(f", {more.en} of tolerance", f"，容差 {more.zh}")
        subject = self._of(series, when)
        return Finding(
            subject=subject,
            required=Text(
                f"a {entry.en} at least every {most.en}{beyond.en}", f"至少每 {most.zh}有一次{entry.zh}{beyond.zh}"
            ),
            observed=Text(f"none for {length.en}", f"{length.zh}内没有"),
            message=Text(
                f"{subject}: no {entry.en} for {length.en}; one is needed at least every {most.en}{beyond.en}",
                f"{self._of_zh(series, when)}：{length.zh}内没有{entry.zh}；要求至少每 {most.zh}有一次{beyond.zh}",
            ),
            where=gap.where or series.where or self.facts.source,
            kind=FindingKind.MISSING,
        )

    def empty(self, series: Series, begins: datetime, ends: datetime, buckets: int) -> Finding:
        """Buckets that follow one another and have no entry."""
        assert self._limits.every is not None
        when, every, entry = self._span(begins, ends), tell_duration(self._limits.every), self._entry
        subject = self._of(series, when)
        whole = len(self.facts.window.buckets) - 1 if self.facts.window else buckets
        return Finding(
            subject=subject,
            required=Text(f"a {entry.en} every {every.en}", f"每 {every.zh}都有{entry.zh}"),
            observed=Text(f"none in {buckets} of {whole}", f"{whole} 个时段中有 {buckets} 个没有"),
            message=Text(
                f"{subject}: no {entry.en} came; one is needed every {every.en}",
                f"{self._of_zh(series, when)}：没有{entry.zh}；每 {every.zh}都应有",
            ),
            where=series.where or self.facts.source,
            kind=FindingKind.MISSING,
        )

    def notes(self) -> Iterator[Text]:
        """What is not wrong and should be known."""
        facts, entry = self.facts, self._entry
        if facts.window is not None:
            when = self._span(facts.window.begins, facts.window.ends)
            yield Text(f"Looked at: {when}", f"检查时段：{when}")
        if facts.later:
            yield Text(
                f"Later than the judged instant, not counted: {facts.later:,} ({entry.en})",
                f"晚于判定时刻、未计入的{entry.zh}：{facts.later:,}",
            )
        if facts.strangers:
            yield Text(
                f"Of what the roster does not have, not counted: {facts.strangers:,} ({entry.en})",
                f"名单中没有、未计入的{entry.zh}：{facts.strangers:,}",
            )
        yield from facts.notes

    def _of(self, series: Series, when: str) -> str:
        return f"{series.subject}: {when}" if series.key else when

    def _of_zh(self, series: Series, when: str) -> str:
        return f"{series.subject}，{when}" if series.key else when

    def _span(self, begins: datetime, ends: datetime) -> str:
        return span(begins, ends, self.situation.times.zone)

    def _required_age(self) -> Text:
        most = tell_duration(self._limits.max_age)
        return Text(f"at most {most.en} old", f"不早于 {most.zh}前")


def from_future(entry: Text, name: str, at: datetime, where: str, times: Times) -> Finding:
    """An entry that says it is of an instant that has not come."""
    said, now = say_instant(at, times.zone), say_instant(times.seen_until, times.zone)
    return Finding(
        subject=name,
        required=Text("not in the future", "不在将来"),
        observed=said,
        message=Text(
            f"{name}: this {entry.en} is of {said.en}, and now it is {now.en}; its clock, zone or offset is wrong",
            f"{place_words(name).zh}：该{entry.zh}的时间为{said.zh}，而当前是{now.zh}；时钟、时区或偏移有误",
        ),
        where=where,
    )


def without_time(entry: Text, name: str, title: str, where: str) -> Finding:
    """An entry of which nobody knows when it was."""
    return Finding(
        subject=name,
        required=Text(f"{title} filled in", f"填写“{title}”"),
        observed=EMPTY,
        message=Text(
            f"{name}: nobody knows when this {entry.en} was: {title} is empty",
            f"{place_words(name).zh}：“{title}”为空，不知道该{entry.zh}是何时的",
        ),
        where=where,
        kind=FindingKind.MISSING,
    )


def too_small(entry: Text, name: str, size: str | None, least: Decimal, where: str) -> Finding:
    """An entry that holds too little to be one."""
    observed = EMPTY if size is None else Text.same(size)
    return Finding(
        subject=name,
        required=Text(f"a size of at least {plain(least)}", f"大小不小于 {plain(least)}"),
        observed=observed,
        message=Text(
            f"{name}: a {entry.en} of this size ({observed.en}) is none; at least {plain(least)} is needed",
            f"{place_words(name).zh}：这样大小（{observed.zh}）的{entry.zh}不能算数，至少应为 {plain(least)}",
        ),
        where=where,
        kind=FindingKind.MISSING if size is None else FindingKind.WRONG,
    )


def repeated(name: str, rows: int, where: str) -> Finding:
    """Something that can be there once stands there several times."""
    return Finding(
        subject=name,
        required=Text("once", "只出现一次"),
        observed=Text(f"{rows} rows", f"{rows} 行"),
        message=Text(
            f"{name} stands there {rows} times, so one of them is pasted twice or mistyped; correct the export",
            f"{name} 出现了 {rows} 次，可能重复粘贴或写错；请更正导出文件",
        ),
        where=where,
    )


def no_answer(source: str, why: Text) -> Finding:
    """The server did not answer the query, or wrongly."""
    return Finding(
        subject=source,
        required=Text("an answer", "有应答"),
        observed=why,
        message=Text(f"{source}: the server can't be asked: {why.en}", f"{place_words(source).zh}：无法查询：{why.zh}"),
        where=source,
    )


def not_whole(source: str, warning: str) -> Finding:
    """The server answered, and warns that something may lack: a series that it did not see can be the late one."""
    return Finding(
        subject=source,
        required=Text("a whole answer", "完整的应答"),
        observed=Text.same(warning),
        message=Text(
            f"{source}: the server warns that its answer may not be whole; bring back what it could not ask",
            f"{place_words(source).zh}：服务器警告应答可能不完整；请恢复其无法查询的部分",
        ),
        where=source,
    )


def no_instant(entry: Text, name: str, where: str) -> Finding:
    """A sample whose value tells of no instant."""
    return Finding(
        subject=name,
        required=Text("a time in seconds since 1970, or a count", "以秒计的 Unix 时间，或次数"),
        observed=Text("another value", "其他值"),
        message=Text(
            f"{name}: a value of this series (NaN, below 0, or too large) tells of no {entry.en}",
            f"{name}：该序列中有值（NaN、负数或过大）无法说明{entry.zh}的时间",
        ),
        where=where,
        kind=FindingKind.UNREADABLE,
    )


def nothing(source: str) -> CannotJudge:
    return cannot_judge(
        f"Nothing in {source} counts",
        f"{source} 中没有计入的内容",
        Text(
            "Look whether it holds what this check is about, and whether `where` asks for the right words",
            "请确认其中包含本检查项所需的内容，且 `where` 中的写法正确",
        ),
    )


def _whole_seconds(length: timedelta) -> timedelta:
    """The part below a second raised."""
    return timedelta(seconds=-(-length // _SECOND))
