"""Experiment: from the tables to `Facts`."""

# ruff: noqa: S608  (names are quoted; conditions are written by `Scope.compiled`)

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any

from readiness.evidence.sql_text import literal, quoted
from readiness.evidence.typed import raw
from readiness.model.errors import CannotJudge
from readiness.model.places import place_words
from readiness.model.text import Text
from readiness.probes.experiment.facts import Arm, Facts, Test, Use
from readiness.probes.experiment.members import read_members
from readiness.probes.experiment.settings import Settings
from readiness.probes.experiment.settings import Uses as UsesSetting
from readiness.probes.keys import look, spelling
from readiness.probes.tabular.facts import RowSeen
from readiness.probes.tabular.frame import Frame, open_frame
from readiness.probes.tabular.grouped import names_used, need
from readiness.probes.tabular.population import Population
from readiness.probes.tabular.row_rules import RowsSeen, see_rows
from readiness.probes.tabular.seeing import Seer
from readiness.probes.tabular.templates import placeholders

MOST_ROWS = 20_000


def read_experiment(settings: Settings, context: Any) -> Facts:
    """Raises NotSupplied and CannotJudge."""
    most, key = settings.max_findings, (settings.test, settings.arm)
    frame = open_frame(context, settings.table, _names(settings), settings.limits)
    need(frame.table, settings.needed, "result" if settings.plan is None else "plan")
    uses, used_rows = _uses(settings.uses, settings, context) if settings.uses else ((), None)
    population = Population.of(frame, key, settings.where, None, judge_strangers=True, most=most)
    judged, others = population.judged, 0
    if settings.uses is not None:
        judged, others = _used(frame, judged, settings.test, uses)
    arms = list(_rows(frame, judged, key))
    tests = _tests(arms, settings.test)
    if not tests and settings.uses is None and not population.seen(repeats=False).undecided_count:
        raise _no_test(settings, frame)
    return Facts(
        source=frame.table.use.source,
        key=key,
        tests=tests,
        population=population.seen(repeats=False),
        rows=see_rows(frame, judged, settings.rules, key, context.times, context.due, most),
        uses=_with_hints(uses, population, settings.test) if settings.uses else (),
        used_rows=used_rows,
        members=read_members(settings.members, settings, context) if settings.members else None,
        others=others,
        alike=_alike(population, settings.test, {test.name for test in tests}),
    )


def _names(settings: Settings) -> set[str]:
    """All names that the check uses of its table; limits among them are no matter."""
    rules = settings.rules
    words = [text for rule in rules for _, text in rule.templates]
    names = {place.words for text in words for place in placeholders(text) if not place.computed}
    demanded = {name for rule in rules for name in rule.demanded}
    expressions = [settings.where, *(text for rule in rules for text in rule.expressions)]
    return {*settings.columns, *names, *demanded, *names_used(expressions)}


def _rows(frame: Frame, judged: str, key: Sequence[str]) -> Iterator[RowSeen]:
    seer = Seer(frame, key)
    answers = frame.query(f"SELECT {seer.selected} FROM {judged} ORDER BY row_number LIMIT {MOST_ROWS + 1}")
    if len(answers) > MOST_ROWS:
        shown = place_words(frame.table.use.source)
        raise CannotJudge(
            Text(
                f"{shown.en} has more than {MOST_ROWS:,} rows; a row for each arm of a test is needed",
                f"{shown.zh} 超过 {MOST_ROWS:,} 行；应为每个测试方案一行",
            ),
            Text(
                "Export the tests summed up, not a row for each visitor", "请导出按方案汇总的结果，而不是每位访客一行"
            ),
        )
    return (seer.row(answer) for answer in answers)


def _tests(rows: Sequence[RowSeen], test: str) -> tuple[Test, ...]:
    arms: dict[str, list[Arm]] = {}
    for row in rows:
        name = row.cells[test].text or ""
        arms.setdefault(name, []).append(Arm(row.subject, row.where, row.cells))
    return tuple(Test(name, tuple(those)) for name, those in arms.items())


def _uses(asked: UsesSetting, settings: Settings, context: Any) -> tuple[tuple[Use, ...], RowsSeen]:
    names = (asked.name, asked.test, asked.arm, asked.at)
    frame = open_frame(context, asked.evidence, names, settings.limits)
    need(frame.table, names, "uses")
    rows = list(_rows(frame, frame.relation, (asked.name,)))
    seen = see_rows(
        frame, frame.relation, (), (asked.name,), context.times, context.due, settings.max_findings
    )  # bad cells
    uses = tuple(
        Use(
            name=row.subject,
            test=row.cells[asked.test].text or "",
            arm=row.cells[asked.arm].text or "",
            at=row.cells[asked.at].value,
            cells=row.cells,
            where=row.where,
        )
        for row in rows
    )
    return uses, seen


def _used(frame: Frame, judged: str, test: str, uses: Sequence[Use]) -> tuple[str, int]:
    """The rows of tests that something was made from, and how many other tests there are."""
    text = quoted(raw(test))
    listed = ", ".join(literal(name) for name in dict.fromkeys(use.test for use in uses)) or "''"
    others = frame.query(f"SELECT count(DISTINCT {text}) FROM {judged} WHERE {text} NOT IN ({listed})")
    return f"(SELECT * FROM {judged} WHERE {text} IN ({listed}))", int(others[0][0])


def _with_hints(uses: Sequence[Use], population: Population, test: str) -> tuple[Use, ...]:
    names = _names_of_tests(population, test)
    alike = {look(name): name for name in names}
    return tuple(
        replace(use, alike="" if use.test in names or not use.test else alike.get(look(use.test), "")) for use in uses
    )


def _names_of_tests(population: Population, test: str) -> dict[str, int]:
    """Every test, with its first row."""
    text = quoted(raw(test))
    answers = population.frame.query(
        f"SELECT {text}, min(row_number) FROM {population.judged} GROUP BY 1 ORDER BY 2 LIMIT {MOST_ROWS}"
    )
    return {str(name): int(number) for name, number in answers}


def _alike(population: Population, test: str, judged: Collection[str]) -> tuple[tuple[str, str, str], ...]:
    """Tests that differ from a judged one in their spelling alone: one of its arms may stand there."""
    table, found = population.frame.table, []
    by_spelling: dict[str, str] = {}
    for name, number in _names_of_tests(population, test).items():
        first = by_spelling.setdefault(spelling(name), name)
        if first != name and (first in judged or name in judged):
            found.append((first, name, table.cell(number, test)))
    return tuple(found)


def _no_test(settings: Settings, frame: Frame) -> CannotJudge:
    shown = place_words(frame.table.use.source)
    where = f" (`where: {settings.where}`)" if settings.where else ""
    return CannotJudge(
        Text(f"{shown.en} holds no test that counts{where}", f"{shown.zh} 中没有可以判断的测试{where}"),
        Text(
            "Look whether the columns of test and arm are filled, and whether `where` leaves any row",
            "请确认“测试”和“方案”两列已填写，且 where 没有把所有行都排除",
        ),
    )
