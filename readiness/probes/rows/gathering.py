"""`rows`: asks the engine, in few questions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from readiness.model.errors import BadValue, CannotJudge
from readiness.model.places import place_words
from readiness.model.text import Text
from readiness.probes.rows.facts import Facts
from readiness.probes.rows.settings import Settings
from readiness.probes.tabular.facts import Aged
from readiness.probes.tabular.frame import Frame, open_frame
from readiness.probes.tabular.population import Population, PopulationSeen
from readiness.probes.tabular.roster import RosterRows, RosterSeen, alike, open_roster
from readiness.probes.tabular.row_rules import RowsSeen, see_rows
from readiness.probes.tabular.shares import see_shares
from readiness.probes.tabular.totals import see_total


def gather(settings: Settings, context: Any) -> Facts:
    """Raises NotSupplied and CannotJudge."""
    most = settings.max_findings
    key = settings.key or context.table(settings.table).contract.key
    frame = open_frame(context, settings.table, {*_names(settings), *key}, settings.limits, settings.join)
    roster = open_roster(context, settings.roster, settings.limits, most) if settings.roster else None
    population = Population.of(
        frame, key, settings.where, roster, judge_strangers=settings.strangers == "judge", most=most
    )
    seen = population.seen(repeats=settings.repeats)
    if not seen.judged and not seen.undecided_count and roster is None:
        raise _nothing_to_judge(settings, frame, seen)
    rows = _rows(settings, frame, population, seen, key, context)
    totals = tuple(see_total(frame, population.judged, total, most) for total in settings.totals if seen.judged)
    return Facts(
        table=Aged(frame.table.name, frame.table.use.source, frame.table.use.time),
        key=tuple(key),
        population=seen,
        rows=rows,
        totals=totals,
        roster=_missing(roster, frame, population, seen, most),
        roster_source=roster.frame.table.use.source if roster and roster.frame else "",
        joined=tuple((alias, joined.typed.table.use.source) for alias, joined in frame.joined.items()),
        shares=see_shares(frame, population.judged, settings.shares) if settings.shares and seen.judged else (),
    )


def _names(settings: Settings) -> frozenset[str]:
    try:
        return settings.names()
    except BadValue as problem:
        raise CannotJudge(
            Text(
                f"An expression of this check can't be read: {problem.message.en}",
                f"本检查项的表达式无法解析：{problem.message.zh}",
            ),
            Text("Correct it in the checklist, or in the campaign's settings", "请在检查清单或活动设置中更正"),
        ) from None


def _rows(
    settings: Settings, frame: Frame, population: Population, seen: PopulationSeen, key: tuple[str, ...], context: Any
) -> RowsSeen:
    if not seen.judged:
        return RowsSeen(0, 0, 0, (), tuple(0 for _ in settings.rules), tuple(None for _ in settings.rules), ())
    return see_rows(
        frame, population.judged, settings.rules, key, context.times, context.due, settings.max_findings,
        repeated=bool(seen.repeated_count),
    )  # fmt: skip


def _missing(
    roster: RosterRows | None, frame: Frame, population: Population, seen: PopulationSeen, most: int
) -> RosterSeen | None:
    if roster is None:
        return None
    missing, count = roster.missing(frame, population.judged, most)
    if missing and (seen.strangers_count or seen.misspelt_count) and len(population.key) == 1 == len(roster.matches):
        missing = alike(missing, population.stranger_keys())
    return replace(roster.seen_rows, missing=missing, missing_count=count)


def _nothing_to_judge(settings: Settings, frame: Frame, seen: PopulationSeen) -> CannotJudge:
    source = frame.table.use.source
    if seen.without_key_count == seen.rows:
        return CannotJudge(
            Text(f"No row of {source} has its key", f"{place_words(source).zh} 中没有一行填写了关键列"),
            Text("Fill in the key columns", "请填写关键列"),
        )
    return CannotJudge(
        Text(
            f"None of the {seen.rows:,} rows of {source} is meant by `where: {settings.where}`, so nothing was judged",
            f"{place_words(source).zh} 共 {seen.rows:,} 行，没有一行符合 `where: {settings.where}`，"
            "因此没有可检查的内容",
        ),
        Text(
            "Look whether the table holds what this check is about, and whether `where` asks for the right words",
            "请确认表中包含本检查项所需的行，且 `where` 中的写法正确",
        ),
    )
