"""Stock coverage, from files to judgement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.model.errors import CannotJudge, NotSupplied
from readiness.model.finding import Finding, FindingKind, Judgement
from readiness.model.times import Times
from readiness.probes.stock_coverage import Settings, gather, judge, stricter
from readiness.probes.stock_coverage.facts import WORST_SHOWN, Facts, SkuStock
from tests.probes.tables import NOW, SHANGHAI, Evidence, Rows, contract, situation, times

PROMOTED = contract("promoted", ["sku"], ["name"])
STOCK = contract(
    "stock", ["sku"], ["available", "on_hand", "reserved", "warehouse", "lot", "expires", "status", "as_at"]
)
FORECAST = contract("forecast", ["sku", "units"], ["region", "period"])
AN_HOUR_AGO = NOW - timedelta(hours=1)

Coverage = Callable[..., Judgement]


def _settings(**changed: Any) -> Settings:
    asked = {"promoted": "promoted", "stock": "stock", "forecast": "forecast", "min_ratio": "120 %"}
    return Settings.model_validate({**asked, **changed})


@pytest.fixture
def coverage(tmp_path: Path) -> Iterator[Coverage]:
    """Judges three small files; the stock is an hour old unless bound otherwise."""
    opened: list[Evidence] = []

    def run(
        stock: Rows,
        *,
        promoted: Rows = (("sku",), ("A",)),
        forecast: Rows = (("sku", "units"), ("A", 1000)),
        moments: Times | None = None,
        binding: dict[str, Any] | None = None,
        suffix: str = ".csv",
        **settings: Any,
    ) -> Judgement:
        moments = moments or times()
        folder = tmp_path / str(len(opened))
        folder.mkdir()
        evidence = Evidence(folder, moments)
        opened.append(evidence)
        evidence.bind(PROMOTED, promoted, suffix=suffix)
        evidence.bind(FORECAST, forecast, suffix=suffix)
        evidence.bind(STOCK, stock, suffix=suffix, **{"as_at": AN_HOUR_AGO, **(binding or {})})
        asked = _settings(**settings)
        return judge(asked, gather(asked, evidence), situation(moments))

    yield run
    for evidence in opened:
        evidence.close()


def _only(judgement: Judgement) -> Finding:
    assert judgement.total == len(judgement.findings) == 1, judgement.findings
    return judgement.findings[0]


def _available(*rows: tuple[object, ...]) -> Rows:
    return (("sku", "available"), *rows)


# --- the ratio -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("units", "ratio"), [(1138, "113.8 %"), (863, "86.3 %"), (365, "36.5 %")])
def test_known_answers_that_fail(coverage: Coverage, units: int, ratio: str) -> None:
    """The requirement's own examples fail, with required and observed units, the ratio and what to replenish."""
    finding = _only(coverage(_available(("A", units))))
    assert (finding.required.en, finding.observed.en, finding.unit) == ("1200", str(units), "units")
    for text in (finding.message.en, finding.message.zh):
        assert ratio in text
        assert str(1200 - units) in text
    assert finding.where == "stock.csv, row 2, column available; forecast.csv, row 2, column units"


def test_known_answer_that_passes(coverage: Coverage) -> None:
    """The requirement's own example of 234.7 % passes, and is shown as a measure."""
    judgement = coverage(_available(("A", 2347)))
    assert judgement.findings == ()
    assert (judgement.measures[0].value, judgement.measures[0].limit) == (Decimal("2.347"), Decimal("1.2"))


def test_measures_say_how_many_units_are_short(coverage: Coverage) -> None:
    """Every SKU that is listed as short has its ratio and its lacking units among the measures."""
    lacking = [one for one in coverage(_available(("A", "1199.5"))).measures if one.group == "short"]
    assert [(one.subject, one.value, one.limit, one.unit) for one in lacking] == [
        ("A", Decimal(1), Decimal(0), "units")
    ]
    assert [one.group for one in coverage(_available(("A", 2347))).measures] == ["stock coverage"]


def test_every_short_sku_is_measured_and_of_the_others_the_worst(coverage: Coverage) -> None:
    """However many are short, each has both its measures; without any, the lowest ratios are enough to see."""
    skus = [f"S{n}" for n in range(WORST_SHOWN + 5)]
    roster, forecast = (("sku",), *((sku,) for sku in skus)), (("sku", "units"), *((sku, 1000) for sku in skus))
    for units, groups in ((1199, {"stock coverage": 25, "short": 25}), (1200, {"stock coverage": WORST_SHOWN})):
        stock = _available(*((sku, units) for sku in skus))
        measures = coverage(stock, promoted=roster, forecast=forecast).measures
        assert Counter(one.group for one in measures) == groups


@pytest.mark.parametrize(("units", "passes"), [("1200", True), ("1199", False), ("1199.999999", False)])
def test_exactly_the_ratio_passes_and_less_fails(coverage: Coverage, units: str, passes: bool) -> None:
    """False-GO 14: exactly 120 % passes and anything below fails, however little."""
    assert (coverage(_available(("A", units))).findings == ()) == passes


def test_a_ratio_just_below_never_reads_as_the_limit(coverage: Coverage) -> None:
    """False-GO 14: 119.9999 % is shown as 119.9 %, never rounded up to 120 %."""
    finding = _only(coverage(_available(("A", "1199.999"))))
    assert "119.9 %" in finding.message.en


@pytest.mark.parametrize("words", ["120 %", "1.2", "1.20"])
def test_percent_and_fraction_are_the_same_limit(words: str) -> None:
    """False-GO 15: `120 %` and `1.2` ask the same."""
    assert _settings(min_ratio=words).min_ratio == Decimal("1.2")


@pytest.mark.parametrize("words", ["120", "0", "-1", "nan", "lots", "1.1234567891"])
def test_a_malformed_limit_is_refused(words: str) -> None:
    """False-GO 16: a threshold that is no ratio is an error, never a warning."""
    with pytest.raises(ValueError, match=r"ratio|percentage|finite"):
        _settings(min_ratio=words)


@given(
    forecast=st.decimals("0.000001", "999999999999", places=6),
    ratio=st.decimals("0.000000001", "100", places=9),
    step=st.sampled_from([Decimal(0), Decimal("0.000001"), Decimal("-0.000001")]),
)
def test_the_boundary_holds_for_any_numbers(forecast: Decimal, ratio: Decimal, step: Decimal) -> None:
    """A SKU passes if and only if available >= ratio * forecast, with no rounding at any size."""
    available = (ratio * forecast).quantize(Decimal("0.000001")) + step
    facts = _facts(SkuStock("A", "", available, forecast))
    passes = judge(_settings(min_ratio=ratio), facts, situation(times())).findings == ()
    assert passes == (Fraction(available) >= Fraction(ratio) * Fraction(forecast))


@pytest.mark.parametrize(("units", "total"), [("1200", 0), ("1199.999999", 25)])
def test_the_engine_compares_as_exactly(coverage: Coverage, units: str, total: int) -> None:
    """False-GO 14: SKUs that the engine alone compares, since lists are cut, stand on the same side of the limit."""
    skus = [f"S{n:02}" for n in range(25)]
    judgement = coverage(
        _available(*((sku, units) for sku in skus)),
        promoted=(("sku",), *((sku,) for sku in skus)),
        forecast=(("sku", "units"), *((sku, 1000) for sku in skus)),
        max_findings=5,
    )
    assert judgement.total == total


def _facts(*worst: SkuStock, **more: Any) -> Facts:
    said: dict[str, Any] = {
        "promoted": len(worst), "short": (), "short_total": 0, "worst": worst, "troubles": (), "troubles_total": 0,
        "stock_name": "stock", "stock_source": "stock.csv", "stock_rows": 1, "readable": True, "time": AN_HOUR_AGO,
    }  # fmt: skip
    return Facts(**{**said, **more})


# --- who is asked ----------------------------------------------------------------------------------------------------


def test_a_promoted_sku_absent_from_the_stock_is_missing(coverage: Coverage) -> None:
    """False-GO 18: a promoted SKU without a stock row is a finding, not a row that a join dropped."""
    finding = _only(coverage(_available(("B", 9999))))
    assert (finding.subject, finding.observed.en, finding.kind) == ("A", "0", FindingKind.MISSING)


@pytest.mark.parametrize("spelled", ["a", "Ａ", "0A"])
def test_a_near_miss_is_told_and_never_joined(coverage: Coverage, spelled: str) -> None:
    """False-GO 18: another spelling of a SKU does not count, and the finding says that it is there."""
    finding = _only(coverage(_available((spelled, 9999))))
    assert repr(spelled) in finding.message.en
    assert spelled in finding.message.zh


def test_blanks_around_a_sku_do_not_tell_it_apart(coverage: Coverage) -> None:
    """False-GO 18: outer blanks are no part of a SKU."""
    assert coverage(_available((" A\u3000", 1200))).findings == ()


def test_without_forecast_nothing_is_covered(coverage: Coverage) -> None:
    """A promoted SKU that the forecast does not have is a finding, whatever its stock."""
    finding = _only(coverage(_available(("A", 9999)), forecast=(("sku", "units"), ("B", 1))))
    assert finding.observed.en == "no forecast"


@pytest.mark.parametrize("units", ["0", "0.0"])
def test_a_forecast_of_zero_is_no_forecast(coverage: Coverage, units: str) -> None:
    """False-GO 19: a forecast of zero is a finding, never an infinite ratio."""
    finding = _only(coverage(_available(("A", 9999)), forecast=(("sku", "units"), ("A", units))))
    assert finding.required.en == "a forecast above 0"


def test_a_negative_forecast_is_told_and_lowers_nothing(coverage: Coverage) -> None:
    """False-GO 19: a negative forecast row is a finding and is not set off against the others."""
    judgement = coverage(
        _available(("A", 1199)), forecast=(("sku", "region", "units"), ("A", "east", 1000), ("A", "west", -500))
    )
    assert [f.observed.en for f in judgement.findings] == ["1199", "'-500'"]


def test_a_forecast_that_cannot_be_read_is_not_told_as_zero(coverage: Coverage) -> None:
    """False-GO 11: a forecast cell that is no number is told as it stands, and the SKU as without forecast."""
    judgement = coverage(_available(("A", 1199)), forecast=(("sku", "units"), ("A", "N/A")))
    assert sorted(f.observed.en for f in judgement.findings) == ["'N/A'", "no forecast"]


def test_other_skus_and_totals_are_only_counted(coverage: Coverage) -> None:
    """False-GO 19: a totals row takes no part, and a note counts the rows of SKUs that are not promoted."""
    judgement = coverage(
        _available(("A", 1200), ("Z", "broken"), ("合计", 999999)),
        forecast=(("sku", "units"), ("A", 1000), ("Total", 1)),
    )
    assert judgement.findings == ()
    assert [note.en for note in judgement.notes] == ["1 stock rows are of SKUs that are not promoted"]
    assert judgement.examined.count == 1


def test_roster_rows_without_sku_or_twice_are_findings(coverage: Coverage) -> None:
    """False-GO 18, 19: an empty SKU in the roster and a SKU that stands there twice are told with their rows."""
    promoted = (("sku", "name"), ("A", "cup"), ("", "nobody"), ("A ", "cup"))
    judgement = coverage(_available(("A", 1200)), promoted=promoted)
    assert [(f.where, f.observed.en) for f in judgement.findings] == [
        ("promoted.csv, row 2, column sku", "2 rows"),
        ("promoted.csv, row 3, column sku", "an empty cell"),
    ]


def test_a_roster_without_any_sku_decides_nothing(coverage: Coverage) -> None:
    """False-GO 5: no promoted SKU means that nothing was checked, which is an error."""
    with pytest.raises(CannotJudge, match="names no SKU"):
        coverage(_available(("A", 1200)), promoted=(("sku", "name"), ("", "x")))


def test_the_name_goes_with_the_sku(coverage: Coverage) -> None:
    """A finding names the SKU and what people call it."""
    finding = _only(coverage(_available(("A", 1)), promoted=(("sku", "name"), ("A", "保温杯"))))
    assert finding.subject == "A (保温杯)"


# --- what counts as stock --------------------------------------------------------------------------------------------


def test_stock_is_summed_over_warehouses_and_lots(coverage: Coverage) -> None:
    """Rows of several warehouses and lots of one SKU add up."""
    rows = (("sku", "warehouse", "lot", "available"), ("A", "N", "1", 500), ("A", "N", "2", 200), ("A", "S", "1", 500))
    assert coverage(rows).findings == ()


def test_only_named_warehouses_count(coverage: Coverage) -> None:
    """False-GO 20: units of a warehouse that is not named, or of none, are not counted."""
    rows = (("sku", "warehouse", "available"), ("A", "N", 1199), ("A", "S", 500), ("A", "", 500))
    finding = _only(coverage(rows, warehouses=["N"]))
    assert finding.observed.en == "1199"
    assert "warehouses" in finding.message.en


def test_only_named_statuses_count(coverage: Coverage) -> None:
    """False-GO 20: units of a status that is not named are not counted; unnamed, a note says that all were."""
    rows = (("sku", "status", "available"), ("A", "正品", 1100), ("A", "残次", 500))
    assert _only(coverage(rows, statuses=["正品"])).observed.en == "1100"
    assert any("status" in note.en for note in coverage(rows).notes)


def test_a_setting_for_a_column_that_is_not_there_is_an_error(coverage: Coverage) -> None:
    """False-GO 20: a limit to warehouses can't be dropped silently because the export has no warehouse."""
    with pytest.raises(CannotJudge, match="warehouse"):
        coverage(_available(("A", 1200)), warehouses=["N"])


@pytest.mark.parametrize(
    ("expires", "counts"),
    [("2026-06-19", False), ("2026-06-20", True), ("2026/6/19", False), ("2026年6月20日", True), ("20260620", True)],
)
def test_lots_that_expire_before_the_end_do_not_count(coverage: Coverage, expires: str, counts: bool) -> None:
    """False-GO 20: a lot whose expiry lies before the campaign's last day is not stock; on that day it still is."""
    judgement = coverage((("sku", "lot", "expires", "available"), ("A", "1", expires, 1200)))
    assert (judgement.findings == ()) == counts
    assert counts or "expire" in judgement.findings[0].message.en


@pytest.mark.parametrize("expires", ["", "soon", "31/12/2026", "infinity", "2026-02-30", "epoch", "2099-01-01 (BC)"])
def test_an_expiry_that_is_no_date_is_a_finding_and_does_not_count(coverage: Coverage, expires: str) -> None:
    """False-GO 10, 20: an expiry that can't be read is told with its row, and its lot is not counted."""
    rows = (("sku", "lot", "expires", "available"), ("A", "1", "2027-01-01", 1200), ("A", "2", expires, 500))
    finding = _only(coverage(rows))
    assert (finding.kind, finding.where) == (FindingKind.UNREADABLE, "stock.csv, row 3, column expires")
    assert expires in finding.message.en


def test_goods_that_never_expire_may_say_nothing(coverage: Coverage) -> None:
    """With `undated_lots: yes` an empty expiry counts, and one that is no date still does not."""
    rows = (("sku", "lot", "expires", "available"), ("A", "1", "", 1200))
    assert coverage(rows, undated_lots="yes").findings == ()
    rows = (("sku", "lot", "expires", "available"), ("A", "1", "soon", 1200))
    assert coverage(rows, undated_lots="yes").total == 2


def test_reserved_units_are_taken_off(coverage: Coverage) -> None:
    """False-GO 20: units on hand that are spoken for are no stock."""
    finding = _only(coverage((("sku", "on_hand", "reserved"), ("A", 1500, 301))))
    assert finding.observed.en == "1199"
    assert coverage((("sku", "on_hand", "reserved"), ("A", 1500, 300))).findings == ()


def test_an_empty_reserved_cell_is_no_zero(coverage: Coverage) -> None:
    """False-GO 10: an empty reserved cell is a finding with its row, not 0."""
    rows = (("sku", "lot", "on_hand", "reserved"), ("A", "1", 5000, 0), ("A", "2", 5000, ""))
    finding = _only(coverage(rows))
    assert (finding.where, finding.observed.en) == ("stock.csv, row 3, column reserved", "an empty cell")


@pytest.mark.parametrize("header", [("on_hand",), ("reserved",), ("lot",)])
def test_units_on_hand_alone_are_no_answer(coverage: Coverage, header: tuple[str]) -> None:
    """False-GO 20: without what is reserved nobody can tell what can be sold; the error says what to bind."""
    with pytest.raises(CannotJudge, match="`available`, or `on_hand` with `reserved`"):
        coverage((("sku", *header), ("A", 5000)))


def test_two_ways_of_saying_the_quantity_need_a_choice(coverage: Coverage) -> None:
    """Where the export has both, it is an error until the binding names one of them, which then decides."""
    rows = (("sku", "available", "on_hand", "reserved"), ("A", 1000, 1500, 0))
    with pytest.raises(CannotJudge, match="twice"):
        coverage(rows)
    assert coverage(rows, binding={"columns": {"available": "available"}}).total == 1
    assert coverage(rows, binding={"columns": {"on_hand": "on_hand"}}).total == 0
    with pytest.raises(CannotJudge, match="twice"):
        coverage(rows, binding={"columns": {"on_hand": "on_hand", "available": "available"}})


@pytest.mark.parametrize("cell", ["not stocked", "-", "N/A", "NaN", "inf", "1e5", "", "50 %", "１２０件"])
def test_a_quantity_that_is_no_number_is_a_finding_with_its_row(coverage: Coverage, cell: str) -> None:
    """False-GO 11: a quantity that does not parse is told with row and text, even when the rest is enough."""
    rows = (("sku", "lot", "available"), ("A", "1", 5000), ("A", "2", cell))
    finding = _only(coverage(rows))
    assert (finding.kind, finding.where) == (FindingKind.UNREADABLE, "stock.csv, row 3, column available")
    assert (cell or "an empty cell") in finding.observed.en


def test_full_width_digits_are_digits(coverage: Coverage) -> None:
    """False-GO 11: full-width digits are read as the number that they show."""
    assert coverage(_available(("A", "１２００"))).findings == ()
    assert _only(coverage(_available(("A", "１１９９")))).observed.en == "1199"


def test_group_marks_are_read_only_where_declared(coverage: Coverage) -> None:
    """False-GO 11: `1,200` is a finding until the binding declares its group mark."""
    rows = _available(("A", '"1,200"'), ("B", "1"))
    assert coverage(rows).findings[-1].kind is FindingKind.UNREADABLE
    assert coverage(rows, binding={"thousands": ","}).findings == ()


def test_a_negative_quantity_is_told_and_lowers_the_sum(coverage: Coverage) -> None:
    """False-GO 11: a quantity below zero is a finding, and is set off against the rest."""
    judgement = coverage((("sku", "lot", "available"), ("A", "1", 1200), ("A", "2", -1)))
    assert [f.observed.en for f in judgement.findings] == ["1199", "'-1'"]


@pytest.mark.parametrize(("on_hand", "reserved"), [(5000, -1), (100, 200), (-1, 0)])
def test_more_reserved_than_there_is_or_less_than_nothing(coverage: Coverage, on_hand: int, reserved: int) -> None:
    """False-GO 11: a negative reserve, more reserved than on hand, and negative stock are findings."""
    rows = (("sku", "lot", "on_hand", "reserved"), ("A", "1", 9000, 0), ("A", "2", on_hand, reserved))
    assert _only(coverage(rows)).observed.en == repr(f"{on_hand} - {reserved}")


def test_a_file_without_any_number_can_not_be_judged(coverage: Coverage) -> None:
    """False-GO 7: when no quantity of the whole file is a number, it is another form and an error."""
    with pytest.raises(CannotJudge, match="not one quantity"):
        coverage(_available(("A", "yes"), ("B", "no")))


# --- the same stock twice --------------------------------------------------------------------------------------------


def test_an_export_pasted_twice_is_found(coverage: Coverage) -> None:
    """False-GO 19: rows that are the same in every cell are a finding for their SKU, though the sum would be enough."""
    rows = (("sku", "warehouse", "available"), ("A", "N", 700), ("A", "N", 700))
    finding = _only(coverage(rows))
    assert (finding.subject, finding.observed.en, finding.where) == ("A", "2 rows", "stock.csv, row 2, column sku")
    assert "pasted twice" in finding.message.en


def test_copies_of_other_skus_are_no_concern(coverage: Coverage) -> None:
    """A SKU that is not promoted may stand twice."""
    assert coverage(_available(("A", 1200), ("B", 1), ("B", 1))).findings == ()


def test_the_same_sku_twice_without_warehouse_or_lot_is_ambiguous(coverage: Coverage) -> None:
    """False-GO 19: two rows of a SKU that differ in the quantity alone do not add up without saying why."""
    finding = _only(coverage(_available(("A", 700), (" A", 800))))
    assert finding.required.en == "rows that can be told apart"


def test_rows_that_another_column_tells_apart_add_up(coverage: Coverage) -> None:
    """Two bins of a SKU are two rows, even when the checklist does not know the column."""
    assert coverage((("sku", "库位", "available"), ("A", "b-1", 600), ("A", "b-2", 600))).findings == ()


def test_two_snapshots_of_the_same_stock_are_not_added_up(coverage: Coverage) -> None:
    """False-GO 19: the same warehouse and lot at two instants is one stock said twice."""
    rows = (
        ("sku", "warehouse", "available", "as_at"),
        ("A", "N", 700, "2026-06-14T20:00:00+08:00"),
        ("A", "N", 700, "2026-06-14T21:00:00+08:00"),
    )
    assert _only(coverage(rows)).required.en == "rows that can be told apart"


@pytest.mark.parametrize("written", ["a", "Ａ", "A.0", "0A", "A\u200bB"])
def test_a_forecast_under_another_spelling_is_not_left_out(coverage: Coverage, written: str) -> None:
    """False-GO 18: sales forecast for a promoted SKU in another spelling are a finding, or they would lower what is
    asked for, though the SKU itself has a forecast too."""
    sku = "AB" if "B" in written else "A"
    judgement = coverage(
        _available((sku, 9000)), promoted=(("sku",), (sku,)), forecast=(("sku", "units"), (sku, 1000), (written, 8000))
    )
    finding = _only(judgement)
    assert (finding.subject, finding.observed.en, finding.where) == (
        sku,
        repr(written),
        "forecast.csv, row 3, column sku",
    )


@pytest.mark.parametrize("nothing", ["", "-", "N/A", "#N/A", "#REF!"])
def test_a_forecast_of_no_sku_is_a_finding(coverage: Coverage, nothing: str) -> None:
    """False-GO 18: a row that expects sales and names no SKU joined to nothing."""
    forecast = (("sku", "units", "region"), ("A", 1000, "N"), (nothing, 8000, "S"))
    assert _only(coverage(_available(("A", 9000)), forecast=forecast)).kind is FindingKind.MISSING


def test_forecast_rows_without_units_or_of_other_skus_are_no_concern(coverage: Coverage) -> None:
    """A row that expects nothing, a totals row with a word, and a SKU that only dashes tell apart are no findings."""
    forecast = (("sku", "units"), ("A-1-11", 1000), ("", " "), ("合计", 9000), ("A-11-1", 8000))
    assert coverage(_available(("A-1-11", 1200)), promoted=(("sku",), ("A-1-11",)), forecast=forecast).findings == ()


def test_a_forecast_that_says_a_sku_twice_is_ambiguous(coverage: Coverage) -> None:
    """False-GO 19: two forecast rows of a SKU need a region or period to tell them apart."""
    twice = (("sku", "units"), ("A", 500), ("A", 400))
    assert _only(coverage(_available(("A", 9000)), forecast=twice)).where == "forecast.csv, row 2, column sku"
    apart = (("sku", "region", "units"), ("A", "east", 500), ("A", "west", 500))
    assert coverage(_available(("A", 1200)), forecast=apart).findings == ()
    assert coverage(_available(("A", 1199)), forecast=apart).total == 1


# --- how old ---------------------------------------------------------------------------------------------------------


def test_stale_stock_is_a_finding_and_holds_no_longer(coverage: Coverage) -> None:
    """False-GO 29: stock older than max_age is stale, whatever it says."""
    judgement = coverage(_available(("A", 1200)), binding={"as_at": NOW - timedelta(hours=25)})
    assert _only(judgement).kind is FindingKind.STALE
    assert judgement.holds_until is None


def test_fresh_stock_says_until_when_it_counts(coverage: Coverage) -> None:
    """False-GO 33: a pass holds until the stock's time plus max_age."""
    assert coverage(_available(("A", 1200))).holds_until == AN_HOUR_AGO + timedelta(hours=24)


def test_stock_without_a_time_can_not_be_judged(coverage: Coverage) -> None:
    """False-GO 29: nobody can tell the age of an export without a time; a file's modification time is no answer."""
    with pytest.raises(CannotJudge, match="does not say of when"):
        coverage(_available(("A", 1200)), binding={"as_at": None})


def test_the_oldest_snapshot_of_promoted_rows_decides(coverage: Coverage) -> None:
    """False-GO 29: one old row among fresh ones makes the stock stale; rows of other SKUs do not."""
    rows = (
        ("sku", "warehouse", "available", "as_at"),
        ("A", "N", 700, "2026-06-14T23:00:00+08:00"),
        ("A", "S", 700, "2026-06-13T20:00:00+08:00"),
        ("B", "S", 700, "2020-01-01T00:00:00+08:00"),
    )
    finding = _only(coverage(rows))
    assert finding.kind is FindingKind.STALE
    assert "Sat 13 June 2026, 20:00" in finding.message.en


@pytest.mark.parametrize("cell", ["", "yesterday", "2026-06-14", "2026-06-14 20:00"])
def test_a_snapshot_time_that_is_no_instant_does_not_count(coverage: Coverage, cell: str) -> None:
    """False-GO 28: a snapshot without a readable instant, or without a zone, is told and its row not counted."""
    rows = (
        ("sku", "warehouse", "available", "as_at"),
        ("A", "N", 1200, "2026-06-14T23:00:00+08:00"),
        ("A", "S", 700, cell),
    )
    assert _only(coverage(rows)).where == "stock.csv, row 3, column as_at"


def test_snapshot_times_that_all_lack_a_zone_say_so(coverage: Coverage) -> None:
    """False-GO 28: where no snapshot time can be read the message quotes one and names the zone to add; a time in the
    binding is not offered, since the column would still be asked."""
    rows = (("sku", "available", "as_at"), ("A", 1200, "2026-06-14 23:30:00"))
    with pytest.raises(CannotJudge, match="2026-06-14 23:30:00") as caught:
        coverage(rows)
    assert caught.value.hint is not None
    assert "zone: Asia/Shanghai" in caught.value.hint.zh
    assert "as_at:" not in caught.value.hint.en


def test_a_number_with_group_marks_says_how_to_read_it(coverage: Coverage) -> None:
    """A quantity such as 1,200 is never guessed: the finding names the setting that reads it."""
    rows = (("sku", "warehouse", "available"), ("A", "N", 1200), ("A", "S", '"1,200"'))
    assert "thousands: ','" in _only(coverage(rows)).message.en


def test_a_binding_gives_the_zone_of_snapshot_times(coverage: Coverage) -> None:
    """False-GO 28: times without an offset are read in the binding's zone."""
    rows = (("sku", "available", "as_at"), ("A", 1200, "2026-06-14 23:30:00"))
    judgement = coverage(rows, binding={"zone": "Asia/Shanghai"})
    assert judgement.holds_until == datetime(2026, 6, 15, 23, 30, tzinfo=SHANGHAI).astimezone(UTC)


def test_snapshots_in_the_future_do_not_count(coverage: Coverage) -> None:
    """False-GO 29: a row dated after the clock is told and not counted; as of an earlier instant it was not there."""
    rows = (
        ("sku", "warehouse", "available", "as_at"),
        ("A", "N", 1199, "2026-06-14T20:00:00+08:00"),
        ("A", "S", 700, "2026-06-15T00:00:01+08:00"),
    )
    judgement = coverage(rows)
    assert ["future" in f.message.en for f in judgement.findings] == [False, True]
    as_of = times(NOW + timedelta(hours=5), as_of=NOW)
    assert _only(coverage(rows, moments=as_of)).observed.en == "1199"


def test_stock_taken_after_the_asked_instant_was_not_supplied(coverage: Coverage) -> None:
    """False-GO 32: as of an instant before every snapshot, no stock was supplied."""
    rows = (("sku", "available", "as_at"), ("A", 1200, "2026-06-15T03:00:00+08:00"))
    with pytest.raises(NotSupplied):
        coverage(rows, moments=times(NOW + timedelta(hours=5), as_of=NOW))


# --- lists, files, settings ------------------------------------------------------------------------------------------


def test_counts_are_whole_where_lists_are_cut(coverage: Coverage) -> None:
    """False-GO 44: with more findings than shown the total still counts all, and neither sort hides the other."""
    skus = [f"S{n:03}" for n in range(50)]
    judgement = coverage(
        (("sku", "lot", "available"), *((sku, lot, cell) for sku in skus for lot, cell in (("1", 1), ("2", "?")))),
        promoted=(("sku",), *((sku,) for sku in skus)),
        forecast=(("sku", "units"), *((sku, 1000) for sku in skus)),
        max_findings=10,
    )
    assert (judgement.total, len(judgement.findings)) == (100, 10)
    assert {finding.kind for finding in judgement.findings} == {FindingKind.WRONG, FindingKind.UNREADABLE}
    assert judgement.examined.count == 50


def test_excel_files_are_judged_alike(coverage: Coverage) -> None:
    """An Excel export gives the same answer, with the sheet in the place."""
    finding = _only(coverage(_available(("A", 1199)), suffix=".xlsx"))
    assert "stock.xlsx, sheet Sheet, row 2" in finding.where
    assert coverage(_available(("A", 1200)), suffix=".xlsx").findings == ()


def test_sheet_headers_that_mean_something_in_sql_are_only_columns(coverage: Coverage) -> None:
    """Columns that the checklist does not know, whatever their names, never take part."""
    rows = (("sku", "state", "quantity", "id", "lines", "available"), ("O'x", "CA", "x", "1", "z", 1200))
    judgement = coverage(rows, promoted=(("sku",), ("O'x",)), forecast=(("sku", "units"), ("O'x", 1000)))
    assert judgement.findings == ()


@pytest.mark.parametrize(
    "changed",
    [
        {"min_ratio": "1.3"},
        {"max_age": "12h"},
        {"warehouses": ["N"]},
        {"statuses": ["ok"]},
    ],
)
def test_a_tighter_setting_is_stricter_and_the_way_back_is_not(changed: dict[str, Any]) -> None:
    """False-GO 38: only settings that ask at least as much count as stricter."""
    before, after = _settings(), _settings(**changed)
    assert stricter(before, after)
    assert not stricter(after, before)
    assert stricter(before, before)


def test_other_evidence_is_never_stricter() -> None:
    """False-GO 38: another roster, stock or forecast can't be compared, so it is a loosening."""
    for name in ("promoted", "stock", "forecast"):
        assert not stricter(_settings(), _settings(**{name: "other"}))
    assert not stricter(_settings(), _settings(undated_lots="yes"))
    assert stricter(_settings(undated_lots="yes"), _settings())


def test_unreadable_stock_makes_a_fact_and_not_a_pass() -> None:
    """Facts that say the file could not be read are refused even when every listed SKU is covered."""
    covered = _facts(SkuStock("A", "", Decimal(5000), Decimal(1)))
    assert judge(_settings(), covered, situation(times())).findings == ()
    with pytest.raises(CannotJudge):
        judge(_settings(), replace(covered, readable=False), situation(times()))
