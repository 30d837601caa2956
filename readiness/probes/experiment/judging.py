"""Experiment: from facts to findings; pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal

from readiness.model.errors import CannotJudge
from readiness.model.finding import Examined, Finding, FindingKind, Judgement, Measure
from readiness.model.places import place_words
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.experiment.facts import Facts, MembersSeen
from readiness.probes.experiment.plan import PlanJudge
from readiness.probes.experiment.result import ResultJudge
from readiness.probes.experiment.settings import Settings
from readiness.probes.experiment.uses import UsesJudge
from readiness.probes.experiment.words import finding
from readiness.probes.tabular.grouped import names_used
from readiness.probes.tabular.telling import RowTeller, row_without_key, undecided_row

_P_DIGITS = Decimal("0.0001")


def judge(settings: Settings, facts: Facts, situation: Situation) -> Judgement:
    """Each test keeps what result and plan ask, and what was made from tests is what won. Raises CannotJudge where
    there is neither a test nor anything made from one."""
    if settings.uses is not None and not facts.uses:
        raise _nothing_made()
    findings = list(_of_population(settings, facts, situation))
    notes: list[Text] = []
    measures: list[Measure] = []
    teller = RowTeller(settings.rules, settings.limits, situation, {})
    of_cells, more = _of_cells(teller, facts, situation)
    findings += of_cells
    if settings.result is not None:
        result = ResultJudge(settings, settings.result, facts, situation, notes)
        for test in facts.tests:
            findings += result.findings(test)
            p = result.p(test)
            if p is not None:
                shown = Decimal(repr(p)).quantize(_P_DIGITS, ROUND_CEILING)
                measures.append(Measure(f"{test.name}, p", shown, settings.limit("max_p"), ""))
        if settings.uses is not None:
            findings += UsesJudge(settings, settings.uses, facts, situation, result).findings()
    if settings.plan is not None:
        plan = PlanJudge(settings, settings.plan, facts)
        findings += [found for test in facts.tests for found in plan.findings(test)]
    if facts.members is not None:
        findings += _of_members(facts.members)
        more += max(facts.members.twice_count - len(facts.members.twice), 0)
        more += max(facts.members.incomplete_count - len(facts.members.incomplete), 0)
    total = len(findings) + more
    if len(findings) > settings.max_findings:  # late acts decide alone
        findings.sort(key=lambda one: one.kind is not FindingKind.LATE)
    return Judgement(
        examined=Examined(len(facts.uses) if settings.uses else len(facts.tests), settings.unit),
        findings=tuple(findings[: settings.max_findings]),
        measures=tuple(measures),
        notes=(*teller.notes(facts.rows), *notes, *_notes(facts)),
        findings_total=total,
    )


def _of_population(settings: Settings, facts: Facts, situation: Situation) -> Iterator[Finding]:
    seen = facts.population
    asked = names_used([settings.where])
    for row in seen.undecided:
        cells = {name: cell for name, cell in row.cells.items() if name in asked}
        yield undecided_row(replace(row, cells=cells), settings.where or "", situation)
    yield from (row_without_key(row, facts.key, facts.source) for row in seen.without_key)
    for repeated in seen.repeated:
        yield finding(
            repeated.subject,
            Text("one row", "一行"),
            Text(f"{repeated.rows:,} rows", f"{repeated.rows:,} 行"),
            Text(
                f"{repeated.subject} stands in {repeated.rows:,} rows of {facts.source}; sum them up, or keep one",
                f"{repeated.subject} 在 {place_words(facts.source).zh} 中有 {repeated.rows:,} 行，请合并或只保留一行",
            ),
            repeated.where,
        )
    for name, other, where in facts.alike:
        yield finding(
            name,
            Text("one spelling of each test", "每个测试只有一种写法"),
            Text.same(other),
            Text(
                f"{name} and {other} in {facts.source} differ in their spelling alone; write one way",
                f"{place_words(facts.source).zh} 中的“{name}”与“{other}”仅写法不同，请统一",
            ),
            where,
        )


def _of_cells(teller: RowTeller, facts: Facts, situation: Situation) -> tuple[list[Finding], int]:
    """The cells that can't be read, of the tests and of what was made from them; and how many more there are."""
    told = [*teller.findings(facts.rows)]
    asked = facts.rows.findings
    if facts.used_rows is not None:
        told += RowTeller((), {}, situation, {}).findings(facts.used_rows)
        asked += facts.used_rows.findings
    return told, max(asked - len(told), 0)


def _of_members(seen: MembersSeen) -> Iterator[Finding]:
    for where in seen.twice:
        place = place_words(where)
        yield finding(
            where,
            Text("in one arm", "只在一个方案中"),
            Text("in several", "在多个方案中"),
            Text(
                f"Whoever stands in {place.en} is in another arm of the same test as well, so it measures neither",
                f"{place.zh} 的人同时在同一测试的其他方案中，测试结果无效",
            ),
            where,
        )
    for where in seen.incomplete:
        place = place_words(where)
        yield finding(
            where,
            Text("test, arm and person filled in", "填写测试、方案和人员"),
            Text("an empty cell", "空单元格"),
            Text(
                f"{place.en} does not say who is in which arm of which test",
                f"{place.zh} 没有写明谁在哪个测试的哪个方案",
            ),
            where,
            FindingKind.MISSING,
        )


def _notes(facts: Facts) -> Iterator[Text]:
    if facts.others:
        yield Text(
            f"Tests that nothing was made from, not judged: {facts.others:,}",
            f"没有被采用、未参与判断的测试：{facts.others:,}",
        )


def _nothing_made() -> CannotJudge:
    return CannotJudge(
        Text(
            "Nothing is listed that was made from a test, so nothing was checked",
            "没有列出任何由测试得出的内容，因此没有检查",
        ),
        Text("List what was made, with its test and version", "请列出所制作的内容及其测试和版本"),
    )
