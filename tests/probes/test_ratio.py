"""Ratio: facts written by hand to judgement, each boundary on both sides."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import ROUND_FLOOR, Context, Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from readiness.model.errors import CannotJudge
from readiness.model.finding import Finding, FindingKind, Judgement
from readiness.model.text import Text
from readiness.probes.ratio import Settings, judge, stricter
from readiness.probes.ratio.facts import Facts, Line, Side
from readiness.probes.tabular.facts import Aged
from readiness.probes.tabular.grouped import Flaws
from tests.probes.tables import NOW, situation, times

KITS = {
    "table": "venues",
    "value": "sum(kits)",
    "base": "sum(expected_people)",
    "per": ["venue"],
    "min": "1 %",
    "unit": "venues",
    "value_unit": "kits",
}
VENUES = Aged("venues", "venues.csv", NOW - timedelta(hours=1))


def settings(**changed: Any) -> Settings:
    return Settings.model_validate({name: value for name, value in {**KITS, **changed}.items() if value is not None})


def line(value: Any, base: Any, subject: str = "杭州店", **more: Any) -> Line:
    def side(amount: Any, where: str) -> Side | None:
        return None if amount == "absent" else Side(None if amount is None else Decimal(str(amount)), where)

    here, there = side(value, "venues.csv, row 2, column kits"), side(base, "venues.csv, row 2")
    return Line(subject, here, there, cells={"venue": subject}, **more)


def judged(*lines: Line, moments: Any = None, facts: dict[str, Any] | None = None, **changed: Any) -> Judgement:
    seen = Facts(lines, Flaws(), VENUES, VENUES, rows=len(lines), **(facts or {}))
    return judge(settings(**changed), seen, situation(moments or times()))


def only(judgement: Judgement) -> Finding:
    assert judgement.total == len(judgement.findings) == 1, judgement.findings
    return judgement.findings[0]


# --- the limit -------------------------------------------------------------------------------------------------------


def test_exactly_at_the_lower_limit_passes() -> None:
    """False-GO 14: 12 kits for 1,200 people are exactly 1 %, and pass."""
    judgement = judged(line(12, 1200))
    assert judgement.findings == ()
    assert (judgement.examined.count, judgement.examined.unit) == (1, "venues")


def test_one_unit_below_fails() -> None:
    """False-GO 14: the finding names the key, both amounts with their unit, and the cell."""
    finding = only(judged(line(11, 1200)))
    assert (finding.subject, finding.required.en, finding.observed.en) == ("杭州店", "at least 12", "11")
    assert (finding.unit, finding.where) == ("kits", "venues.csv, row 2, column kits")
    assert finding.message.en == "杭州店: 11 kits of 1,200 is 0.9 %; required at least 1 %, that is 12"
    assert "要求不低于 1 %，即 12" in finding.message.zh


def test_exactly_at_the_upper_limit_passes_and_above_fails() -> None:
    """False-GO 14: 105 of 100 is allowed by `max: 105 %`, one unit more is not."""
    assert judged(line(105, 100), min=None, max="105 %").findings == ()
    finding = only(judged(line(106, 100), min=None, max="105 %"))
    assert (finding.required.en, finding.observed.en) == ("at most 105", "106")


def test_both_limits_hold_at_once() -> None:
    """With `min` and `max` a value is judged against each."""
    found = [judged(line(value, 100), min="90 %", max="105 %").total for value in (89, 90, 105, 106)]
    assert found == [1, 0, 0, 1]


def test_percent_and_fraction_are_the_same_limit() -> None:
    """False-GO 15: `1 %` and `0.01` ask the same."""
    for least in ("1 %", "0.01"):
        assert [judged(line(value, 1200), min=least).total for value in (12, 11)] == [0, 1]


@given(
    base=st.decimals(min_value="0.000001", max_value="1e20", places=6),
    limit=st.decimals(min_value="0.000001", max_value="9", places=6),
)
def test_the_boundary_is_exact(base: Decimal, limit: Decimal) -> None:
    """False-GO 14: whatever the numbers, exactly `min * base` passes and the least bit below fails; the ratio shown for
    it never reads as the limit."""
    least = Decimal("1e-12")
    with_room = Context(prec=80).multiply(base, limit)
    assert judged(line(with_room, base), min=f"{limit:f}").findings == ()
    if with_room > least:
        below = judged(line(Context(prec=80).subtract(with_room, least), base), min=f"{limit:f}")
        assert below.total == 1
        assert below.measures[0].value <= limit.quantize(Decimal("0.0001"), ROUND_FLOOR)


@given(base=st.integers(1, 10**9), limit=st.integers(1, 10_000))
def test_whole_units_are_rounded_up(base: int, limit: int) -> None:
    """What is required in whole units is the ceiling: that many pass, one less fails."""
    needed = -(-base * limit // 10_000)
    asked: dict[str, Any] = {"min": f"0.{limit:04d}" if limit < 10_000 else "1", "whole": "yes"}
    assert judged(line(needed, base), **asked).findings == ()
    assert only(judged(line(needed - 1, base), **asked)).required.en == f"at least {needed:,}"


def test_without_whole_a_fraction_is_enough() -> None:
    """1 % of 1,150 is 11.5: 11.5 passes as it is, and only `whole` asks for 12."""
    assert judged(line("11.5", 1150)).findings == ()
    assert judged(line("11.5", 1150), whole="yes").total == 1


@pytest.mark.parametrize(
    ("value", "limits", "shown"),
    [
        ("0.99999", {"min": "1"}, "99.9 %"),
        ("0.9999999999999", {"min": "1"}, "99.9 %"),
        ("1.050001", {"min": None, "max": "105 %"}, "105.1 %"),
        ("0.00049", {"min": "0.05 %"}, "0.049 %"),
    ],
)
def test_the_ratio_shown_is_on_its_own_side_of_the_limit(value: str, limits: dict[str, Any], shown: str) -> None:
    """False-GO 14: a ratio is cut, against an upper limit raised, so that a failure never reads as the limit."""
    assert only(judged(line(value, 1), value_unit=None, **limits)).observed.en == shown


# --- what is missing or no number ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("value", "base"), [("absent", 100), (5, "absent"), ("absent", "absent")])
def test_a_key_on_one_side_only_is_missing(value: Any, base: Any) -> None:
    """False-GO 18: a key that one of the tables does not have is a finding for each table that lacks it."""
    findings = judged(line(value, base)).findings
    assert len(findings) == (value == "absent") + (base == "absent")
    assert all(f.kind is FindingKind.MISSING and f.subject == "杭州店" for f in findings)


def test_the_other_spelling_is_told() -> None:
    """False-GO 18: a look-alike in the other table is named, and does not join."""
    finding = only(judged(line("absent", 100, value_hint="hz-01")))
    assert "'hz-01'" in finding.message.en
    assert "hz-01" in finding.message.zh


@pytest.mark.parametrize("base", [0, None, -1])
def test_a_base_of_nothing_is_a_finding(base: Any) -> None:
    """False-GO 19: nobody is required anything of a base that is 0, empty or below zero, so it can't pass."""
    finding = only(judged(line(5, base)))
    assert "base" in finding.required.en
    assert "基数" in finding.required.zh


def test_a_base_of_zero_may_need_nothing() -> None:
    """`zero_base: pass` lets a base of 0 need nothing, but neither an empty one nor one below zero."""
    assert judged(line(0, 0), line(9, 9), zero_base="pass").findings == ()
    assert judged(line(0, None), line(9, 9), zero_base="pass").total == 1
    assert judged(line(0, -1), line(9, 9), zero_base="pass").total == 1


def test_bases_of_nothing_but_zero_are_a_finding() -> None:
    """False-GO 4: a plan in which every hour expects nobody asks for nobody; one that expects one person is a plan."""
    nothing = judged(line(5, 0, "a"), line(0, 0, "b"), zero_base="pass")
    assert [(found.required.en, found.observed.en) for found in nothing.findings] == [
        ("a base above 0 for one key at least", "0 for each")
    ]
    assert judged(line(5, 0, "a"), line(1, 1, "b"), zero_base="pass").findings == ()


def test_an_upper_limit_of_a_zero_base_allows_nothing() -> None:
    """With `max`, a base of 0 allows 0 and no more."""
    assert judged(line(0, 0), zero_base="pass", min=None, max="2 %").findings == ()
    assert only(judged(line(1, 0), zero_base="pass", min=None, max="2 %")).required.en == "at most 0"


@pytest.mark.parametrize("value", [None, -1])
def test_a_value_of_nothing_is_a_finding(value: Any) -> None:
    """False-GO 11: a value below zero, or none, would pass every upper limit, and is a finding instead."""
    assert only(judged(line(value, 100), min=None, max="2 %")).required.en == "0 or more"


def test_no_ratio_is_made_of_a_key_with_a_cell_that_does_not_count() -> None:
    """False-GO 11, 13: such a key has the finding of its cell, and neither passes nor lends a measure."""
    cell = Finding("杭州店", Text.same("a number"), Text.same("未定"), Text.same("x"), kind=FindingKind.UNREADABLE)
    seen = Facts((line(999, 100, sound=False), line(2, 100, "上海店")), Flaws((cell,), count=1), VENUES, VENUES, rows=2)
    judgement = judge(settings(), seen, situation(times()))
    assert judgement.findings == (cell,)
    assert [measure.subject for measure in judgement.measures] == ["上海店"]


def test_no_key_at_all_decides_nothing() -> None:
    """False-GO 5: where filters leave no key, it is an error."""
    with pytest.raises(CannotJudge, match="no key"):
        judged()


def test_in_total_no_row_is_no_zero_percent() -> None:
    """False-GO 5: a filter that leaves no row is not `0 %` that passes a `max`."""
    finding = only(judged(line("absent", 100), per=None, min=None, max="2 %"))
    assert finding.kind is FindingKind.MISSING
    assert "`where` leaves no row" in finding.message.en


def test_in_total_the_rows_are_what_was_examined() -> None:
    """Without keys the rows behind the base are counted."""
    judgement = judged(line(1, 100), facts=None, per=None, unit=None)
    assert (judgement.examined.count, judgement.examined.unit) == (1, "rows")


# --- what is said ----------------------------------------------------------------------------------------------------


def test_words_of_ones_own() -> None:
    """`required` and `message` are filled with the amounts and the key's columns, in both languages."""
    finding = only(
        judged(
            line(11, 1150),
            whole="yes",
            required={"en": "{needed} kits for {base} people", "zh": "{base} 人需 {needed} 个"},
            message={"en": "{venue} has {value}, {ratio}", "zh": "{venue}只有 {value} 个，{ratio}"},
        )
    )
    assert (finding.required.en, finding.required.zh) == ("12 kits for 1,150 people", "1,150 人需 12 个")
    assert (finding.message.en, finding.message.zh) == ("杭州店 has 11, 0.9 %", "杭州店只有 11 个，0.9 %")


def test_the_worst_are_measured_first() -> None:
    """At most 20 measures, the lowest first; where there is only an upper limit, the highest."""
    lines = [line(n, 100, f"店{n}") for n in range(1, 31)]
    low = judged(*lines).measures
    assert [m.subject for m in low[:2]] == ["店1", "店2"]
    assert len(low) == 20
    assert (low[0].value, low[0].limit, low[0].unit) == (Decimal("0.01"), Decimal("0.01"), "ratio")
    assert judged(*lines, min=None, max="50 %").measures[0].subject == "店30"


def test_counts_stay_whole_where_the_list_is_cut() -> None:
    """False-GO 44: `max_findings` cuts the list, never the count."""
    judgement = judged(*(line(0, 100, f"店{n}") for n in range(5)), max_findings="2")
    assert (len(judgement.findings), judgement.total) == (2, 5)


def test_strangers_are_counted_in_a_note() -> None:
    """False-GO 18: keys that the roster does not have are not left out in silence."""
    judgement = judged(line(5, 100), facts={"strangers": 3, "strangers_named": ("合计", "X9")})
    assert judgement.notes[0].en == "Keys that the roster does not have, not judged: 3 (合计, X9, ...)"
    assert "合计" in judgement.notes[0].zh


# --- age -------------------------------------------------------------------------------------------------------------


def test_both_tables_must_be_fresh() -> None:
    """False-GO 29: each table is judged by its own time; exactly `max_age` old is fresh."""
    old = Aged("contacts", "contacts.csv", NOW - timedelta(hours=24, seconds=1))
    edge = Aged("contacts", "contacts.csv", NOW - timedelta(hours=24))
    stale = [
        judge(settings(max_age="24h"), Facts((line(5, 100),), Flaws(), VENUES, base, rows=1), situation(times()))
        for base in (old, edge)
    ]
    assert only(stale[0]).kind is FindingKind.STALE
    assert stale[1].findings == ()
    assert stale[1].holds_until == NOW.astimezone(UTC)


def test_a_table_without_a_time_is_an_error() -> None:
    """False-GO 29: where an age is asked, a table that says no time can't be judged."""
    timeless = Aged("venues", "venues.csv", None)
    with pytest.raises(CannotJudge, match="age"):
        judge(settings(max_age="24h"), Facts((line(5, 100),), Flaws(), timeless, timeless, rows=1), situation(times()))


# --- settings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changed",
    [
        {"min": None},
        {"min": "0"},
        {"min": "50 %", "max": "40 %"},
        {"min": None, "max": "40 %", "whole": "yes"},
        {"per": ["venue", "venue"]},
        {"per": []},
        {"roster": {"evidence": "venues", "on": {"shop": "venue"}}},
        {"per": None, "roster": {"evidence": "venues", "on": {"venue": "venue"}}},
        {"limits": {}},
        {"join": {}},
        {"join": {"cost": {"evidence": "costs"}}},
        {"base_join": {"cost": {"evidence": "costs", "on": {"venue": "venue"}}}},
    ],
)
def test_settings_that_ask_nothing_or_nonsense_are_refused(changed: dict[str, Any]) -> None:
    """False-GO 4, 16: no limit, a limit of nothing, limits that exclude each other, an empty or repeated key and a
    roster of other keys are refused at load."""
    with pytest.raises(ValidationError):
        settings(**changed)


@pytest.mark.parametrize(
    ("changed", "holds"),
    [
        ({}, True),
        ({"min": "1.5 %"}, True),
        ({"min": "0.9 %"}, False),
        ({"max": "5 %"}, True),
        ({"whole": "yes"}, True),
        ({"max_age": "24h"}, True),
        ({"zero_base": "pass"}, False),
        ({"where": "kits > 0"}, False),
        ({"value": "sum(kits) * 2"}, False),
        ({"per": None}, False),
        ({"join": {"cost": {"evidence": "costs", "on": {"venue": "venue"}, "optional": "yes"}}}, False),
        ({"message": {"en": "x", "zh": "乙"}}, True),
        ({"blames": {"kits": "kits = 0"}}, True),
    ],
)
def test_what_is_stricter(changed: dict[str, Any], holds: bool) -> None:
    """False-GO 38: a change is stricter only where it can be shown."""
    assert stricter(settings(), settings(**changed)) is holds


def test_limits_of_expressions_are_part_of_strictness() -> None:
    """False-GO 38: a `min_...` raised asks more, lowered it is a loosening."""
    asked = {"value": "count_if(kits >= min_kits)", "base": "count(*)"}
    before = settings(**asked, limits={"min_kits": "2"})
    assert stricter(before, settings(**asked, limits={"min_kits": "3"}))
    assert not stricter(before, settings(**asked, limits={"min_kits": "1"}))


def test_evidence_is_named_for_validation() -> None:
    """The tables and the roster are known before anything is read."""
    joined = {"evidence": "costs", "on": {"venue": "venue"}}
    asked = settings(
        base_table="people",
        roster={"evidence": "stores", "on": {"venue": "store"}},
        join={"cost": joined},
        base_join={"more": {**joined, "evidence": "limits"}},
    )
    assert {name for _, name, _ in asked.evidence()} == {"venues", "people", "stores", "costs", "limits"}


def test_a_run_as_of_before_the_table_has_not_got_it() -> None:
    """False-GO 29: under as-of, a table of later is not supplied yet."""
    from readiness.model.errors import NotSupplied

    moments = times(NOW, as_of=datetime(2026, 6, 1, tzinfo=UTC))
    with pytest.raises(NotSupplied):
        judged(line(5, 100), moments=moments, max_age="24h")
