"""`rows`: from facts to findings; pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import ROUND_FLOOR, Decimal

from readiness.model.ages import judge_age
from readiness.model.finding import Examined, Finding, FindingKind, Judgement, Measure
from readiness.model.instants import say_instant
from readiness.model.places import place_words
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.rows.facts import Facts
from readiness.probes.rows.settings import Settings
from readiness.probes.tabular.facts import RowSeen
from readiness.probes.tabular.roster import Missing
from readiness.probes.tabular.shares import measure_shares
from readiness.probes.tabular.telling import RowTeller, more_like, row_without_key, undecided_row
from readiness.probes.tabular.totals import tell_totals
from readiness.probes.tabular.words import tell_bad

_STRANGERS_NAMED = 5


@dataclass
class _Findings:
    """Listed findings, and how many there are in all."""

    listed: list[Finding]
    total: int = 0

    def add(self, findings: Iterator[Finding] | tuple[Finding, ...], count: int | None = None) -> None:
        new = list(findings)
        self.listed += new
        self.total += len(new) if count is None else max(count, len(new))

    def cut(self, most: int) -> tuple[Finding, ...]:
        """The first of them; acts that are late come first where not all are listed, since they decide alone."""
        if len(self.listed) > most:
            self.listed.sort(key=lambda finding: finding.kind is not FindingKind.LATE)
        return tuple(self.listed[:most])


def judge(settings: Settings, facts: Facts, situation: Situation) -> Judgement:
    """Every judged row keeps every rule, every roster row is there, every total holds. Raises CannotJudge and
    NotSupplied for a table whose age can't be judged."""
    found = _Findings([])
    found.add(_of_table(settings, facts, situation))
    found.add(_of_roster(settings, facts, situation), _count_of_roster(facts))
    found.add(_of_population(settings, facts, situation), _count_of_population(settings, facts))
    teller = RowTeller(settings.rules, settings.limits, situation, dict(facts.joined), settings.join)
    found.add(teller.findings(facts.rows), facts.rows.findings)
    notes = [*teller.notes(facts.rows)]
    for total, seen in zip(settings.totals, facts.totals, strict=False):
        told = tuple(tell_totals(total, seen, settings.limits, situation, facts.table.name))
        if total.note:
            notes += [more_like(told[0].message, seen.failing - 1)] if told else []
        else:
            found.add(told, seen.failing)
    missing = facts.roster.missing_count if facts.roster else 0
    examined = facts.rows.judged + missing
    return Judgement(
        examined=Examined(examined, settings.unit),
        findings=found.cut(settings.max_findings),
        measures=_measures(settings, facts, examined),
        notes=(*notes, *_notes(settings, facts)),
        findings_total=found.total,
        holds_until=_holds_until(settings, facts, teller),
    )


def _of_table(settings: Settings, facts: Facts, situation: Situation) -> Iterator[Finding]:
    table = facts.table
    if settings.max_age is not None:
        stale = judge_age(table.name, table.source, table.time, settings.max_age, situation.times)
        if stale is not None:
            yield stale
    judged = facts.population.judged
    if settings.min_rows is not None and judged < settings.min_rows:
        yield Finding(
            subject=table.name,
            required=Text(f"at least {settings.min_rows:,}", f"至少 {settings.min_rows:,}"),
            observed=Text.same(f"{judged:,}"),
            message=Text(
                f"{table.source} has {judged:,} rows that count; at least {settings.min_rows:,} are needed",
                f"{place_words(table.source).zh} 中计入的行有 {judged:,} 行，至少需要 {settings.min_rows:,} 行",
            ),
            unit=settings.unit,
            where=table.source,
            kind=FindingKind.MISSING,
        )


def _of_roster(settings: Settings, facts: Facts, situation: Situation) -> Iterator[Finding]:
    roster = facts.roster
    if roster is None or settings.roster is None:
        return
    columns = tuple(settings.roster.matches.values())
    yield from (tell_bad(bad) for bad in roster.bad)
    yield from (row_without_key(row, columns, facts.roster_source) for row in roster.without_key)
    yield from (undecided_row(row, settings.roster.where or "", situation) for row in roster.undecided)
    yield from (_missing(missing, facts, situation) for missing in roster.missing)


def _count_of_roster(facts: Facts) -> int:
    roster = facts.roster
    if roster is None:
        return 0
    return roster.bad_count + roster.without_key_count + roster.undecided_count + roster.missing_count


def _missing(missing: Missing, facts: Facts, situation: Situation) -> Finding:
    source = facts.table.source
    subject, said = missing.subject, Text.same(missing.subject)
    if missing.instant is not None:
        said = say_instant(missing.instant, situation.times.zone)
        subject = said.en
    hint = hint_zh = ""
    if missing.alike:
        hint = f"; {missing.alike!r} is there, which looks like it but is not the same as written: make them equal"
        hint_zh = f"；表中有写法相近但不相同的“{missing.alike}”，请统一写法"
    return Finding(
        subject=subject,
        required=Text(f"a row in {source}", f"在 {place_words(source).zh} 中有一行"),
        observed=Text("none", "没有"),
        message=Text(f"{said.en} has no row in {source}{hint}", f"{place_words(source).zh} 中没有 {said.zh}{hint_zh}"),
        where=missing.where or source,
        kind=FindingKind.MISSING,
    )


def _of_population(settings: Settings, facts: Facts, situation: Situation) -> Iterator[Finding]:
    seen = facts.population
    of_bad = {bad.subject for bad in seen.bad}
    yield from (tell_bad(bad) for bad in seen.bad)
    for row in seen.undecided:
        if row.subject not in of_bad:
            yield undecided_row(row, settings.where or "", situation)
    yield from (row_without_key(row, facts.key, facts.table.source) for row in seen.without_key)
    for repeated in seen.repeated:
        yield Finding(
            subject=repeated.subject,
            required=Text("one row", "一行"),
            observed=Text(f"{repeated.rows:,} rows", f"{repeated.rows:,} 行"),
            message=Text(
                f"{repeated.subject} stands in {repeated.rows:,} rows of {facts.table.source}, so nobody can tell "
                "which counts; keep one",
                f"{repeated.subject} 在 {place_words(facts.table.source).zh} 中出现 {repeated.rows:,} 行，"
                "无法判断以哪行为准，请只保留一行",
            ),
            where=repeated.where,
        )
    yield from (_misspelt(row, facts) for row in seen.misspelt)
    if settings.strangers == "finding":
        for row in seen.strangers:
            yield Finding(
                subject=row.subject,
                required=Text(f"in {facts.roster_source or 'the series'}", f"在 {facts.roster_source or '序列'} 中"),
                observed=Text("not there", "不在其中"),
                message=Text(
                    f"{row.subject} is not in {facts.roster_source or 'the series'}, which says what may be there",
                    f"{row.subject} 不在 {place_words(facts.roster_source).zh if facts.roster_source else '序列'} 中",
                ),
                where=row.where,
            )


def _count_of_population(settings: Settings, facts: Facts) -> int:
    seen = facts.population
    strangers = seen.strangers_count if settings.strangers == "finding" else 0
    return seen.undecided_count + seen.without_key_count + seen.repeated_count + seen.misspelt_count + strangers


def _misspelt(row: RowSeen, facts: Facts) -> Finding:
    """A row of something that the roster has and spells in another way: it was not judged."""
    return Finding(
        subject=row.subject,
        required=Text(f"written as in {facts.roster_source}", f"写法与 {place_words(facts.roster_source).zh} 一致"),
        observed=Text.same(row.subject),
        message=Text(
            f"{row.subject} is in {facts.roster_source} in another spelling, so this row was not judged: write it as "
            "there",
            f"{row.subject} 与 {place_words(facts.roster_source).zh} 中的写法不同，该行未参与判断；请统一写法",
        ),
        where=row.where,
    )


def _measures(settings: Settings, facts: Facts, examined: int) -> tuple[Measure, ...]:
    if not examined:
        return ()
    share = (Decimal(facts.rows.in_order) / Decimal(examined)).quantize(Decimal("0.0001"), ROUND_FLOOR)
    return (Measure(f"{settings.unit} in order", share, Decimal(1), "ratio"), *measure_shares(facts.shares))


def _notes(settings: Settings, facts: Facts) -> Iterator[Text]:
    seen = facts.population
    if seen.strangers_count and settings.strangers == "note":
        named = ", ".join(row.subject for row in seen.strangers[:_STRANGERS_NAMED])
        more = ", ..." if seen.strangers_count > _STRANGERS_NAMED else ""
        yield Text(
            f"Rows that the roster does not have, not judged: {seen.strangers_count:,} ({named}{more})",
            f"名单中没有、未参与判断的行：{seen.strangers_count:,}（{named}{more}）",
        )


def _holds_until(settings: Settings, facts: Facts, teller: RowTeller) -> datetime | None:
    ends = [teller.holds_until(facts.rows)] if facts.rows.judged else []
    if settings.max_age is not None and facts.table.time is not None:
        ends.append(facts.table.time.astimezone(UTC) + settings.max_age)
    return min((end for end in ends if end is not None), default=None)
