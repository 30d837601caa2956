"""Ways past the checks of goals, budget and prices that are no mutation of one thing, or rightly pass."""

from __future__ import annotations

from typing import Any

import pytest

from tests.changes import ALERTS, FORECAST, PLANNING, another, put, rows, sheet_another, table, together
from tests.checklists.budget import cost, forecast, line
from tests.checklists.goals import BASELINES, goal
from tests.checklists.prices import SALES, SHOWN, SKU, exported, sale, shown
from tests.worlds import World


def decided(world: World, check: str, *options: str) -> dict[str, Any]:
    return world.check("--only", check, *options).outcome(check)


@pytest.mark.parametrize(
    ("said", "status"), [("0.5", "passed"), ("50 %", "passed"), ("50", "failed"), ("0.5 %", "failed")]
)
def test_an_roi_in_per_cent_is_no_number_of_times(stores_world: World, said: str, status: str) -> None:
    """False-GO 15: 0.5 and 50 % are one ROI; a bare 50 may be either and is refused, and 0.5 % is another."""
    forecast("预计ROI", said)(stores_world)
    assert decided(stores_world, "planning.roi-forecast")["status"] == status


@pytest.mark.parametrize(
    ("said", "status"), [("0.3", "passed"), ("30 %", "passed"), ("30", "failed"), ("0.3 %", "failed")]
)
def test_a_reduction_in_per_cent_is_no_number_of_times(stores_world: World, said: str, status: str) -> None:
    """False-GO 15: what a tag shows is told apart in the same way."""
    shown("降幅", said)(stores_world)
    assert decided(stores_world, "planning.price-display")["status"] == status


def test_a_total_is_no_line_of_the_budget(stores_world: World) -> None:
    """False-GO 19: the sum below the lines is not added to them, so the budget is not twice as large."""
    together(cost("最大叠加优惠", 1500), sheet_another(PLANNING, "预算", "合计", 4920000))(stores_world)
    (finding,) = decided(stores_world, "planning.budget-worst-case")["findings"]
    assert finding["required"]["en"] == "at most 4,970,000"


@pytest.mark.parametrize("units", ["0", "-5", "", "-", "1,200 件"])
def test_a_forecast_of_nothing_costs_something(stores_world: World, units: str) -> None:
    """False-GO 11, 19: a promoted SKU of which nobody can say how many are sold makes no worst case."""
    table(FORECAST, SKU, "预估销量", put(units))(stores_world)
    assert decided(stores_world, "planning.budget-worst-case")["status"] == "failed"


def test_sales_are_those_before_the_instant_asked_about(stores_world: World) -> None:
    """False-GO 32: as of the announcement the seven days before it are judged; a cheap sale after it was not there, one
    in them was."""
    asked = ("--as-of", "2026-06-15T22:00:00+08:00")
    world = stores_world
    world.edit_text(
        "campaign.yaml",
        "成交记录.csv, zone: Asia/Shanghai, as_at: 2026-06-17",
        "成交记录.csv, zone: Asia/Shanghai, as_at: 2026-06-15",
    )
    exported(SALES, "成交时间", "0", "2026-06-15 21:00:00")(world)
    another(SALES, "DD900001", "HM-01-019", "小程序", "93.00", "2026-06-15 20:00:00")(world)
    another(SALES, "XP900001", SKU, "门店", "1.00", "2026-06-16 10:00:00")(world)
    assert decided(world, "planning.original-price", *asked)["status"] == "passed"
    another(SALES, "XP900002", SKU, "门店", "122.00", "2026-06-08 22:00:00")(world)
    found = decided(world, "planning.original-price", *asked)
    assert found["status"] == "pending"  # it is due at the launch
    assert [finding["observed"] for finding in found["findings"]] == ["122.00"]


def test_a_pass_of_prices_ends_with_the_export(stores_world: World) -> None:
    """False-GO 33: prices are known for a day from the export on, so the run says no longer than that."""
    checked = stores_world.check("--only", "planning.original-price")
    assert checked.run is not None
    assert checked.run["holds_until"].startswith("2026-06-18T22:00")


def test_sales_that_nobody_judged_are_told(stores_world: World) -> None:
    """False-GO 18: sales of another place are no sales of this one, and are named in a note."""
    sale("XP000006", "渠道", "奥特莱斯")(stores_world)
    sale("XP000006", "成交单价", "60")(stores_world)
    found = decided(stores_world, "planning.original-price")
    assert found["status"] == "passed"
    assert "奥特莱斯" in "".join(note["en"] for note in found["notes"])


@pytest.mark.parametrize(("goal_says", "alert_says"), [("客单价 ", "客单价"), ("客单价", "客单價")])
def test_a_metric_in_another_spelling_has_no_baseline(stores_world: World, goal_says: str, alert_says: str) -> None:
    """False-GO 18: outer blanks are taken off, and what is written otherwise is another metric."""
    goal("指标", goal_says)(stores_world)
    rows(ALERTS, ("A-02",), "指标", alert_says)(stores_world)
    assert decided(stores_world, "planning.kpi-baseline")["status"] == "passed"
    other = "passed" if alert_says == "客单价" else "failed"
    assert decided(stores_world, "planning.monitored-baseline")["status"] == other


def test_every_baseline_is_judged_whoever_needs_it(stores_world: World) -> None:
    """False-GO 21: the goals are the roster, and the metrics of alerts beside them are judged like theirs."""
    table(BASELINES, "退款率", "统计开始", put("2026-04-29"))(stores_world)
    (finding,) = decided(stores_world, "planning.kpi-baseline")["findings"]
    assert finding["subject"] == "退款率"


def test_what_is_struck_through_nowhere_asks_for_nothing(stores_world: World) -> None:
    """False-GO 5: where every row says that no price is struck through, nothing was judged: the trait is wrong."""
    world = stores_world
    world.edit_text(SHOWN, "降幅,折扣", "降幅,是否划线")
    rows(SHOWN, ("门店",), "是否划线", "否")(world)
    rows(SHOWN, ("小程序",), "是否划线", "否")(world)
    assert decided(world, "planning.original-price")["status"] == "error"


def test_an_empty_line_of_the_reserve_is_no_reserve(stores_world: World) -> None:
    """False-GO 10: what is not written is not 30 %."""
    line("应急预留", "预算金额（元）", None)(stores_world)
    assert decided(stores_world, "planning.budget-split")["status"] == "failed"
