"""From what was seen of rows to findings and notes; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from readiness.model.finding import Finding, FindingKind
from readiness.model.instants import say_instant
from readiness.model.moments import tell_duration
from readiness.model.places import place_words
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.keys import UNFILLED
from readiness.probes.tabular.acts import Fault, Window, beginning
from readiness.probes.tabular.facts import Cell, RowSeen
from readiness.probes.tabular.limits import Limit
from readiness.probes.tabular.partners import first_of, tell_alike, tell_partners
from readiness.probes.tabular.parts import Join
from readiness.probes.tabular.row_rules import UNDECIDED, Failing, RowsSeen
from readiness.probes.tabular.rules import Rule
from readiness.probes.tabular.words import EMPTY, cell_words, fill_in, said_cells, tell_bad, told

_SECOND = timedelta(seconds=1)
_SOMETHING = Text("filled in", "已填写")


@dataclass(frozen=True, slots=True)
class RowTeller:
    """Tells the rows in which something is wrong. `joined` names each joined evidence for people, `joins` says by which
    columns it is joined."""

    rules: Sequence[Rule]
    limits: Mapping[str, Limit]
    situation: Situation
    joined: Mapping[str, str]
    joins: Mapping[str, Join] = field(default_factory=dict)

    def findings(self, seen: RowsSeen) -> Iterator[Finding]:
        """All findings of the rows that are listed, row by row, each in the order of the rules."""
        for failing in seen.failing:
            yield from map(tell_bad, failing.bad)
            yield from (
                tell_partners(failing.row, self.joined[alias], self.joins[alias], count, self.situation)
                for alias, count in failing.partners
            )
            yield from (
                tell_alike(failing.row, self.joined[alias], self.joins[alias], text, self.situation)
                for alias, text in failing.alike
            )
            for place, rule in enumerate(self.rules):
                if not rule.note:
                    yield from self._rule(rule, failing, place, seen.looked_at[place])

    def notes(self, seen: RowsSeen) -> Iterator[Text]:
        """What the rules that only note have to say, one line each."""
        for place, rule in enumerate(self.rules):
            if not rule.note or not seen.noted[place]:
                continue
            told_of = (
                finding
                for failing in seen.failing
                for finding in self._rule(rule, failing, place, seen.looked_at[place])
            )
            first = next(told_of, None)
            count = seen.noted[place]
            if first is not None:
                yield more_like(first.message, count - 1)

    def holds_until(self, seen: RowsSeen) -> datetime | None:
        """When the first state that a rule wants `fresh` becomes too old."""
        ends = [
            beginning(earliest, self.situation.times.zone) + rule.max_age
            for rule, earliest in zip(self.rules, seen.earliest, strict=True)
            if rule.max_age is not None and earliest is not None and not rule.note
        ]
        return min(ends, default=None)

    def _rule(self, rule: Rule, failing: Failing, place: int, looked_at: tuple[str, ...]) -> Iterator[Finding]:
        state = failing.states[place]
        if state == UNDECIDED:
            yield self._undecided(rule, failing.row, looked_at)
        elif state > 0:
            if rule.filled is not None:
                yield from self._filled(rule, failing.row)
            elif rule.done is not None:
                yield from self._done(rule, failing.row)
            elif rule.fresh is not None:
                yield from self._fresh(rule, failing.row)
            else:
                yield self._must(rule, failing.row, looked_at, failing.at_fault.get(place, ()))

    def _must(self, rule: Rule, row: RowSeen, looked_at: tuple[str, ...], at_fault: tuple[str, ...]) -> Finding:
        """The part that does not hold says which cell is wrong, unless the one that the rule shows is among it."""
        name = at_fault[0] if at_fault and rule.shows not in at_fault else rule.shows
        cell = row.cells.get(name) if name else None
        observed = cell_words(cell, self.situation) if rule.shows else said_cells(row, looked_at, self.situation)
        plain = Finding(row.subject, Text.same(""), observed, Text.same(""), where=cell.where if cell else row.where)
        return self._in_words(rule, row, plain)

    def _undecided(self, rule: Rule, row: RowSeen, looked_at: tuple[str, ...]) -> Finding:
        seen = said_cells(row, looked_at, self.situation)
        return Finding(
            subject=row.subject,
            required=Text("cells that say whether the rule applies", "能说明该规则是否适用的单元格"),
            observed=seen,
            message=Text(
                f"{row.subject}: nobody can tell whether this rule applies ({rule.when}): {seen.en}",
                f"{row.subject}：无法判断该规则是否适用（{rule.when}）：{seen.zh}",
            ),
            where=_unread(row, looked_at),
            kind=FindingKind.UNREADABLE,
        )

    def _filled(self, rule: Rule, row: RowSeen) -> Iterator[Finding]:
        for name in rule.filled or ():
            cell = row.cells.get(name)
            if cell is not None and (cell.text is None or cell.text.lower() in UNFILLED):
                yield self._in_words(rule, row, self._missing(row, cell))

    def _missing(self, row: RowSeen, cell: Cell, required: Text = _SOMETHING) -> Finding:
        return Finding(
            subject=row.subject,
            required=Text(f"{cell.title}: {required.en}", f"{cell.title}：{required.zh}"),
            observed=cell_words(cell, self.situation),
            message=Text(f"{row.subject}: {cell.title} is not filled in", f"{row.subject}：“{cell.title}”未填写"),
            where=cell.where,
            kind=FindingKind.MISSING,
        )

    def _done(self, rule: Rule, row: RowSeen) -> Iterator[Finding]:
        assert rule.done is not None
        window = Window.of(rule.by, rule.not_before, self.situation.times, self.situation.due)
        cell = row.cells.get(rule.done)
        fault = window.fault(cell.value if cell else None)
        if cell is None or fault is None:
            return
        closes = say_instant(window.closes, window.zone)
        by = Text(f"by {closes.en}", f"{closes.zh}前")
        observed = cell_words(cell, self.situation)
        plain = Finding(row.subject, by, observed, by, where=cell.where)
        title, subject = cell.title, row.subject
        if fault in (Fault.MISSING, Fault.NOT_YET):
            words = Text(f"{subject}: {title} is empty; needed {by.en}", f"{subject}：“{title}”为空，期限：{by.zh}")
            if fault is Fault.NOT_YET:
                words = _not_there_yet(subject, cell)
            found = replace(plain, message=words, kind=FindingKind.MISSING)
        elif fault is Fault.LATE:
            span = tell_duration(-(-window.late_by(cell.value) // _SECOND) * _SECOND, 2)
            words = Text(
                f"{subject}: {title} {span.en} late; a late act can't be repaired, only waived",
                f"{subject}：“{title}”迟了 {span.zh}；逾期无法补救，只能豁免",
            )
            found = replace(plain, message=words, kind=FindingKind.LATE)
        else:
            found = self._misplaced(plain, cell, window, fault)
        yield self._in_words(rule, row, found, keep_message=fault is not Fault.MISSING)

    def _misplaced(self, plain: Finding, cell: Cell, window: Window, fault: Fault) -> Finding:
        """An act of the future, or one too early to count."""
        if fault is Fault.EARLY and window.opens is not None:
            opens = say_instant(window.opens, window.zone)
            return replace(
                plain,
                required=Text(f"not before {opens.en}", f"不早于 {opens.zh}"),
                message=Text(
                    f"{plain.subject}: {cell.title} is before it could count; do it again",
                    f"{plain.subject}：“{cell.title}”早于可计入的时间，请重新进行",
                ),
            )
        return _of_future(plain, cell, window.seen_until, self.situation)

    def _fresh(self, rule: Rule, row: RowSeen) -> Iterator[Finding]:
        assert rule.fresh is not None
        assert rule.max_age is not None
        cell, times = row.cells.get(rule.fresh), self.situation.times
        if cell is None:
            return
        limit = tell_duration(rule.max_age)
        required = Text(f"at most {limit.en} old", f"不早于 {limit.zh}前")
        if cell.value is None:
            yield self._in_words(rule, row, self._missing(row, cell, required))
            return
        time = beginning(cell.value, times.zone)
        plain = Finding(row.subject, required, cell_words(cell, self.situation), required, where=cell.where)
        if time > times.seen_until.astimezone(UTC):
            future = _of_future(plain, cell, times.seen_until, self.situation)
            if times.as_of:
                future = replace(plain, message=_not_there_yet(row.subject, cell), kind=FindingKind.MISSING)
            yield self._in_words(rule, row, future, keep_message=True)
            return
        age = times.now.astimezone(UTC) - time
        if age > rule.max_age:
            old = tell_duration(-(-age // _SECOND) * _SECOND, 2)
            words = Text(
                f"{row.subject}: {cell.title} is {old.en} old; it may be at most {limit.en} old",
                f"{row.subject}：“{cell.title}”距今 {old.zh}，不得超过 {limit.zh}",
            )
            yield self._in_words(rule, row, replace(plain, message=words, kind=FindingKind.STALE))

    def _in_words(self, rule: Rule, row: RowSeen, plain: Finding, *, keep_message: bool = False) -> Finding:
        """The finding with the words that the rule brings; what is plain stays where it brings none. An act at a wrong
        time keeps its message, which says by how much."""
        fill = {name: fill_in(text, self.situation, self.limits, row.cells) for name, text in rule.templates}
        found = replace(
            plain, required=fill.get("required", plain.required), observed=fill.get("observed", plain.observed)
        )
        if "message" in fill and not keep_message:
            return replace(found, message=fill["message"])
        if rule.must is not None or ("required" in fill and not keep_message):
            return replace(found, message=told(row.subject, found.required, found.observed))
        return found


def _unread(row: RowSeen, columns: Iterable[str]) -> str:
    """Where the first of these cells stands that says nothing: it is what nobody can tell by."""
    return first_of(row, (name for name in columns if name in row.cells and row.cells[name].value is None))


def _not_there_yet(subject: str, cell: Cell) -> Text:
    return Text(
        f"{subject}: {cell.title} is later than the instant asked about, so it was not there yet",
        f"{subject}：“{cell.title}”晚于所询问的时刻，届时尚不存在",
    )


def _of_future(plain: Finding, cell: Cell, seen_until: datetime, situation: Situation) -> Finding:
    now = say_instant(seen_until, situation.times.zone)
    return replace(
        plain,
        required=Text(f"at or before now, {now.en}", f"不晚于当前时间 {now.zh}"),
        message=Text(
            f"{plain.subject}: {cell.title} is dated in the future, so it does not count; its zone or date is probably "
            "wrong",
            f"{plain.subject}：“{cell.title}”在将来，不予计入；很可能是时区或日期写错了",
        ),
    )


def more_like(message: Text, more: int) -> Text:
    """A message, and how many more there are like it."""
    if not more:
        return message
    return Text(f"{message.en}; and {more:,} more", f"{message.zh}；另有 {more:,} 项")


def undecided_row(row: RowSeen, where: str, situation: Situation) -> Finding:
    """A row of which nobody can tell whether it is meant."""
    seen = said_cells(row, tuple(row.cells), situation)
    return Finding(
        subject=row.subject,
        required=Text("cells that say whether the row is meant", "能说明该行是否在检查范围内的单元格"),
        observed=seen,
        message=Text(
            f"{row.subject}: nobody can tell whether this row is meant ({where}): {seen.en}",
            f"{row.subject}：无法判断该行是否在检查范围内（{where}）：{seen.zh}",
        ),
        where=_unread(row, tuple(row.cells)),
        kind=FindingKind.UNREADABLE,
    )


def row_without_key(row: RowSeen, key: Sequence[str], of: str) -> Finding:
    """A row that names nothing."""
    empty = [row.cells[name] for name in key if name in row.cells and row.cells[name].text is None]
    titles = ", ".join(cell.title for cell in empty)
    return Finding(
        subject=row.where if row.subject == row.where else f"{row.subject} ({row.where})",
        required=Text(f"{titles} filled in", f"填写“{titles}”"),
        observed=EMPTY,
        message=Text(
            f"A row of {of} has no {titles}, so nobody knows what it is about; fill it in, or take the row out "
            "(a total, for instance)",
            f"{place_words(of).zh} 中有一行没有“{titles}”，不知道它指什么；请填写，若为合计行请删除",
        ),
        where=empty[0].where if empty else row.where,
        kind=FindingKind.MISSING,
    )
