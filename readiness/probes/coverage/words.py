"""Coverage: how gaps and rows that are no intervals are told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from readiness.model.finding import Finding, FindingKind
from readiness.model.moments import tell_duration
from readiness.model.places import place_words
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.coverage.facts import Facts, Line, Shift
from readiness.probes.coverage.settings import Settings
from readiness.probes.spans import clock, span
from readiness.probes.tabular.words import EMPTY, fill_in

_MOST_SHOWN = 3


class Stretch(Protocol):
    """A time in which too few people are there."""

    @property
    def begins(self) -> datetime: ...
    @property
    def ends(self) -> datetime: ...
    @property
    def people(self) -> tuple[str, ...]: ...
    @property
    def length(self) -> timedelta: ...


@dataclass(frozen=True, slots=True)
class Telling:
    """Tells what is wrong, in the words of the check where it brings its own."""

    settings: Settings
    facts: Facts
    situation: Situation

    def gap(self, line: Line, gap: Stretch, max_gap: timedelta, shifts: Sequence[Shift]) -> Finding:
        """A gap, with what lies before and after it."""
        before = max((one for one in shifts if _ends(one) <= gap.begins), key=_ends, default=None)
        after = min((one for one in shifts if _starts(one) >= gap.ends), key=_starts, default=None)
        length, when = tell_duration(gap.length), self.span(gap)
        observed = self._observed(gap, length)
        subject = f"{line.subject}: {when}" if line.key else when
        around = self._around(before, after)
        hint = Text("", "")
        if line.hint:
            hint = Text(f"; the table has {line.hint!r}, which looks like it", f"；表中有写法相近的“{line.hint}”")
        message = Text(f"{subject}: {observed.en}{around.en}{hint.en}", f"{subject}：{observed.zh}{around.zh}{hint.zh}")
        more = {
            "from": Text.same(self._clock(gap.begins)),
            "until": Text.same(self._clock(gap.ends)),
            "length": length,
            "max_gap": tell_duration(max_gap),
            "at_least": Text.same(str(self.settings.at_least)),
            "people": Text(", ".join(gap.people) or "nobody", "、".join(gap.people) or "无人"),
        }
        places = [one.ends_where for one in [before] if one] + [one.starts_where for one in [after] if one]
        return Finding(
            subject=subject,
            required=self._own(self.settings.required, self._required(max_gap), more),
            observed=observed,
            message=self._own(self.settings.message, message, more),
            where="; ".join(places) or line.where or self.facts.table.source,
            kind=FindingKind.MISSING,
        )

    def no_interval(self, shift: Shift) -> Finding:
        """A row that has no beginning or no end, or ends before it has begun."""
        facts = self.facts
        empty = shift.starts is None or shift.ends is None
        column = facts.starts if shift.starts is None else facts.ends
        where = shift.starts_where if shift.starts is None else shift.ends_where
        observed = EMPTY
        required = Text(f"{column} filled in", f"填写“{column}”")
        if shift.starts is not None and shift.ends is not None:
            begins, ends = self._clock(shift.starts), self._clock(shift.ends)
            observed = Text.same(ends)
            required = Text(f"after its beginning, {begins}", f"晚于开始时间 {begins}")
        shown = place_words(shift.shown)
        return Finding(
            subject=shift.shown,
            required=required,
            observed=observed,
            message=Text(
                f"{shown.en}: {column}: required {required.en}, observed {observed.en}; so it covers nothing",
                f"{shown.zh}：“{column}”要求{required.zh}，实际{observed.zh}；该行不能覆盖任何时段",
            ),
            where=where,
            kind=FindingKind.MISSING if empty else FindingKind.WRONG,
        )

    def too_long(self, shift: Shift, longest: timedelta) -> Finding:
        """A row that lasts longer than anything of its kind does: one of its times is mistyped."""
        length, most = tell_duration(_ends(shift) - _starts(shift), 2), tell_duration(longest)
        shown = place_words(shift.shown)
        return Finding(
            subject=shift.shown,
            required=Text(f"at most {most.en} long", f"时长不超过 {most.zh}"),
            observed=length,
            message=Text(
                f"{shown.en}: lasts {length.en}, and may last {most.en} at most; one of its times is probably wrong, "
                "so it covers nothing",
                f"{shown.zh}：时长 {length.zh}，不得超过 {most.zh}；很可能有一个时间写错了，该行不能覆盖任何时段",
            ),
            where=shift.ends_where,
        )

    def stranger(self, shift: Shift) -> Finding:
        """A row that names nobody of those who may be named."""
        among = Text("the campaign's people", "活动成员")
        if self.facts.known:
            among = Text(f"those in {self.facts.known}", f"{place_words(self.facts.known).zh} 中的人员")
        return Finding(
            subject=shift.shown,
            required=Text(f"one of {among.en}", f"属于{among.zh}"),
            observed=Text("none of them", "均不属于"),
            message=Text(f"{shift.shown}: names none of {among.en}", f"{shift.shown}：不属于{among.zh}"),
            where=shift.where,
        )

    def _required(self, max_gap: timedelta) -> Text:
        least = self.settings.at_least
        who = Text("", "")
        if least > 1:
            who = Text(f" by at least {least} people", f"，且同时至少 {least} 人")
        if not max_gap:
            return Text(f"covered without a gap{who.en}", f"连续覆盖，没有空档{who.zh}")
        length = tell_duration(max_gap)
        return Text(f"gaps of at most {length.en}{who.en}", f"空档不超过 {length.zh}{who.zh}")

    def _observed(self, gap: Stretch, length: Text) -> Text:
        if gap.people:
            there = len(gap.people)
            return Text(f"{there} for {length.en}", f"{length.zh}内仅 {there} 人")
        return Text(f"a gap of {length.en}", f"空档 {length.zh}")

    def _around(self, before: Shift | None, after: Shift | None) -> Text:
        parts = []
        if before is not None:
            at = self._clock(_ends(before))
            parts.append(Text(f"before it {before.shown} until {at}", f"此前为 {before.shown}，至 {at}"))
        if after is not None:
            at = self._clock(_starts(after))
            parts.append(Text(f"after it {after.shown} from {at}", f"此后为 {after.shown}，自 {at}"))
        if not parts:
            return Text("; nothing lies before or after it", "；前后都没有安排")
        return Text("".join(f"; {part.en}" for part in parts), "".join(f"；{part.zh}" for part in parts))

    def _own(self, template: Text | None, plain: Text, more: dict[str, Text]) -> Text:
        return plain if template is None else fill_in(template, self.situation, self.settings.limits, more=more)

    def span(self, gap: Stretch) -> str:
        return span(gap.begins, gap.ends, self.situation.times.zone)

    def _clock(self, instant: datetime) -> str:
        return clock(instant, self.situation.times.zone)


def tell_notes(telling: Telling, long: Sequence[Shift], thin: Sequence[Stretch]) -> Iterator[Text]:
    """What is not wrong and should be known."""
    settings, facts = telling.settings, telling.facts
    nobody = [shift for shift in facts.shifts if shift.nobody]
    if nobody:
        first = place_words(nobody[0].where)
        yield Text(
            f"Rows that name nobody, not counted: {len(nobody):,} ({first.en})",
            f"没有写明人员、未计入的行：{len(nobody):,}（{first.zh}）",
        )
    if facts.strangers:
        yield Text(
            f"Rows of what the roster does not have, not counted: {facts.strangers:,}",
            f"名单中没有、未计入的行：{facts.strangers:,}",
        )
    if long and settings.max_length is not None:
        most = tell_duration(settings.length(settings.max_length))
        named = [f"{one.shown} {tell_duration(_ends(one) - _starts(one)).en}" for one in long[:_MOST_SHOWN]]
        named_zh = [f"{one.shown} {tell_duration(_ends(one) - _starts(one)).zh}" for one in long[:_MOST_SHOWN]]
        more = f" (+{len(long) - _MOST_SHOWN})" if len(long) > _MOST_SHOWN else ""
        yield Text(
            f"Longer than {most.en}: {', '.join(named)}{more}; people tire, so split them",
            f"超过 {most.zh}：{'、'.join(named_zh)}{more}；人会疲劳，建议拆分",
        )
    if thin:
        whole = tell_duration(sum((one.length for one in thin), timedelta()))
        first_thin = telling.span(thin[0])
        yield Text(
            f"Fewer than the recommended {settings.recommended} at once for {whole.en} in all, first {first_thin}",
            f"同时在岗少于建议的 {settings.recommended} 人，合计 {whole.zh}，最早为 {first_thin}",
        )


def _starts(shift: Shift) -> datetime:
    assert shift.starts is not None
    return shift.starts


def _ends(shift: Shift) -> datetime:
    assert shift.ends is not None
    return shift.ends
