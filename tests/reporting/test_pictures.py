"""Pictures: drawn from the record alone, told in words, and never of nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from xml.etree.ElementTree import fromstring

import pytest

from readiness.model.finding import Measure
from readiness.model.outcome import Status
from readiness.model.past import Past
from readiness.model.run import Run
from readiness.model.text import LANGS, Lang
from readiness.reporting.pictures import figures
from readiness.reporting.pictures.canvas import Picture, fit, width_of
from readiness.reporting.pictures.measured import draw_measured
from readiness.reporting.pictures.phases import draw_phases
from readiness.reporting.pictures.split import draw_splits
from readiness.reporting.pictures.timeline import draw_timeline
from readiness.reporting.pictures.trend import draw_trend
from readiness.reporting.telling import tell
from readiness.reporting.wording import Wording
from tests.reporting.hostile import HOSTILE, run_saying
from tests.reporting.measured_runs import measured, stock
from tests.reporting.pasts import past_with
from tests.reporting.runs import LAUNCH, RUNS, at, go, no_go, outcome, run_of

LIMIT = Decimal("1.2")


def drawn(run: Run, lang: Lang = "en") -> dict[str, Picture]:
    """The pictures of measures by check."""
    return {picture.check: picture for picture in draw_measured(run, Wording(run, lang))}


def stock_run(*measures: Measure, kind: str = "stock-coverage") -> Run:
    return run_of([outcome("execution.stock-coverage", kind=kind, measures=measures)])


def ratio(subject: str, value: str) -> Measure:
    return Measure(subject, Decimal(value), LIMIT, "ratio", "stock coverage")


def words(picture: Picture) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", picture.body)


def test_worst_first_with_the_units_that_are_short() -> None:
    """The lowest SKU is named first, says by how many units it is short, and stands left of the line of 120 %."""
    said = words(drawn(measured())["execution.stock-coverage"])
    assert said[:5] == ["120 %", "SKU-000", "50 %, 10 units short", "SKU-001", "51 %, 11 units short"]


def test_hundreds_are_cut_with_the_numbers_said() -> None:
    """All are in the overview, the worst are named, and the summary says how many there are and how many miss."""
    picture = drawn(measured())["execution.stock-coverage"]
    assert "40 of the 300 that are drawn miss the limit" in picture.summary
    assert "Named are the first 12" in picture.summary
    assert picture.body.count('class="failed"') == 12 * 2 + 40
    assert picture.body.count('class="passed"') == 260


def test_exactly_at_the_limit_is_good() -> None:
    """1.2 keeps the limit and the least below it does not, in sign and in words."""
    picture = drawn(stock_run(ratio("A", "1.2"), ratio("B", "1.1999")))["execution.stock-coverage"]
    assert "1 of the 2 that are drawn miss the limit; the worst is B: 119.9 %." in picture.summary
    assert (picture.body.count('class="failed"'), picture.body.count('class="passed"')) == (2, 2)


def test_a_slow_answer_misses_and_a_quick_one_does_not() -> None:
    """For times the limit is the most: what is above it fails, and the slowest against its own limit is first."""
    said = words(drawn(measured())["technical.endpoint-health"])
    assert said == ["Limit", "/cart", "1,200 of 1,000 ms", "/pay", "300 of 2,000 ms"]


def test_a_record_without_lacking_units_is_drawn_all_the_same() -> None:
    """Old records have the ratios alone."""
    said = words(drawn(stock_run(ratio("A", "0.5"), ratio("B", "2")))["execution.stock-coverage"])
    assert said == ["120 %", "A", "50 %", "B", "200 %"]


@pytest.mark.parametrize(
    "measures",
    [
        (),
        (ratio("A", "1"),),
        (Measure("A", Decimal(1), None, "ratio"), Measure("B", Decimal(1), None, "ratio")),
        (Measure("A", Decimal(1), Decimal(0), "ratio"), Measure("B", Decimal(1), Decimal(0), "ratio")),
    ],
)
def test_nothing_is_drawn_of_nothing(measures: tuple[Measure, ...]) -> None:
    """No measure, one alone, or measures without a limit to stand against give no picture."""
    assert drawn(stock_run(*measures)) == {}


def test_other_kinds_are_left_alone() -> None:
    """A measure of another kind is not taken for stock."""
    assert drawn(stock_run(*stock(30, 3), kind="ratio")) == {}


def test_many_checks_of_a_sort_are_counted() -> None:
    """Those that are not in order are drawn first, and what has no picture is said."""
    good = [outcome(f"execution.a{n}", kind="stock-coverage", measures=stock(5, 0)) for n in range(6)]
    bad = outcome("execution.z", Status.FAILED, kind="stock-coverage", measures=stock(5, 2))
    pictures = drawn(run_of([*good, bad]))
    assert list(pictures) == ["execution.z", "execution.a0", "execution.a1", "execution.a2"]
    assert pictures["execution.a2"].summary.endswith("3 more checks like this have no picture.")


def test_regions_and_days_are_named() -> None:
    """Confirmations say the region and how many of how many; a rota its days, in their order."""
    pictures = drawn(measured(), "zh")
    assert words(pictures["execution.store-display"])[1:3] == ["上海", "18 / 20 家门店"]
    assert words(pictures["technical.static-fallback"])[1::2] == ["2026-06-18", "2026-06-19"]


def test_a_split_shows_each_part_and_its_least_share() -> None:
    """Parts stand largest first; one with a least share says it, and fails below it."""
    run = measured()
    (picture,) = draw_splits(run, Wording(run, "zh"))
    assert picture.check == "planning.budget-split"
    assert words(picture) == ["核心", "40 %", "测试", "31 %", "储备", "29 %，至少 30 %"]
    assert picture.body.count('class="failed"') == 2
    assert picture.summary == "各部分占总额的比例：核心 40 %、测试 31 %、储备 29 %。"


def test_a_split_of_many_parts_names_those_that_it_draws() -> None:
    """The largest are drawn, and the words name the same ones, whatever the order of the record."""
    parts = [Measure(f"part {n:02}", Decimal(n) / 100, None, "ratio", "share") for n in range(1, 14)]
    run = run_of([outcome("planning.budget-split", measures=parts)])
    (picture,) = draw_splits(run, Wording(run, "en"))
    assert words(picture)[::2] == [f"part {n:02}" for n in range(13, 1, -1)]
    assert picture.summary.startswith("Shares of the whole: part 13 13 %, part 12 12 %, ")
    assert "part 01" not in picture.summary
    assert picture.summary.endswith("Named are the first 12.")


def test_due_times_stand_around_now() -> None:
    """What was due stands before now, what is due later after it, and the launch has its own row."""
    run = run_of(
        [
            outcome("planning.a", Status.FAILED, due=at(10)),
            outcome("planning.b", due=at(11)),
            outcome("planning.c", due=at(12)),
            outcome("planning.d", Status.PENDING, due=at(17, 22)),
        ]
    )
    (picture,) = draw_timeline(run, Wording(run, "en"))
    assert words(picture) == [
        *("Tue 9 June, 24:00", "✗ 1", "Title of planning.a"),
        *("until Thu 11 June, 24:00", "✓ 2"),
        *("now", "Wed 17 June, 20:00"),
        *("Wed 17 June, 22:00", "… 1", "Title of planning.d"),
        *("launch", "Thu 18 June, 00:00"),
    ]
    assert picture.summary == "1 open check is overdue. 1 open check is due later."


def test_due_at_this_instant_is_overdue() -> None:
    """At exactly the due instant what is open counts as failed, and the picture says the same."""
    run = run_of([outcome("planning.a", Status.FAILED, due=at(17, 20)), outcome("planning.b")])
    (picture,) = draw_timeline(run, Wording(run, "en"))
    assert picture.summary.startswith("1 open check is overdue. 0 ")


def test_phases_count_what_is_asked() -> None:
    """What does not apply, was skipped or is due after the launch is no progress and no arrear."""
    run = go()
    (picture,) = draw_phases(run, Wording(run, "en"))
    assert picture.summary == "3 of 4 checks have passed."
    assert words(picture) == ["Planning readiness", "✓ 1", "Execution readiness", "✗ 1  ✓ 2"]


def test_the_last_runs_are_drawn() -> None:
    """A column a run, this one last and marked; a part of the gate is narrower and said to be one."""
    now = no_go()
    story = tell(now, "en", past_with(go(), now))
    (picture,) = draw_trend(story.trend, Wording(now, "en"))
    assert words(picture)[:3] == ["✓", "✓", "✗"]
    assert picture.body.count("<path") == 1
    assert list(dict.fromkeys(re.findall(r'width="([^"]*)"', picture.body))) == ["44", "22"]
    assert "A narrow column is a part of the gate" in picture.summary
    assert "Now: NO-GO, 4 open." in picture.summary


def test_one_run_alone_is_no_trend() -> None:
    """Nothing to compare with is nothing to draw."""
    now = no_go()
    assert list(draw_trend(tell(now, "en", None).trend, Wording(now, "en"))) == []
    assert list(draw_trend(tell(now, "en", Past((), None)).trend, Wording(now, "en"))) == []


@pytest.mark.parametrize("name", [*RUNS, "measured", "hostile"])
def test_figures_are_whole_in_both_languages(name: str) -> None:
    """Each is well formed, named, described, and an image to who can't see it; both languages draw the same."""
    hostile = run_saying("".join(HOSTILE[:6]))
    run = {"measured": measured(), "hostile": hostile}.get(name) or RUNS[name]()
    found = list(figures(run, tell(run, "en"), tell(run, "zh")))
    assert found
    for figure in found:
        svgs = re.findall(r"<svg.*?</svg>", figure, re.DOTALL)
        assert len(svgs) == len(LANGS)
        roots = [fromstring(re.sub(r"=([\w-]+)(?=[ >])", r'="\1"', svg)) for svg in svgs]
        for root in roots:
            title, desc = root[0], root[1]
            assert root.get("role") == "img"
            assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
            assert (title.text or "").strip()
            assert (desc.text or "").strip()
        assert [part.tag for part in roots[0]] == [part.tag for part in roots[1]]


def test_words_are_cut_to_their_room() -> None:
    """A cut text says so and fits; one that fits is left as it is."""
    long = "主推商品 SKU-001 " * 10
    assert fit(long, 100).endswith("…")
    assert width_of(fit(long, 100)) <= 100
    assert fit("SKU", 100) == "SKU"


def test_a_launch_that_is_over_stands_before_now() -> None:
    """After the launch the order of the two is the other way round."""
    run = replace(run_of([outcome("planning.a", Status.FAILED, due=at(10))], at=at(18, 9)))
    (picture,) = draw_timeline(run, Wording(run, "en"))
    said = words(picture)
    assert said.index("launch") < said.index("now")
    assert run.at > LAUNCH


def test_due_times_on_either_side_of_now_stay_apart() -> None:
    """Due times with nothing open are one row before now and one after it: what is due later is not yet kept."""
    dues = [at(15), at(16), at(17, 21), at(17, 22)]
    run = run_of([outcome(f"planning.a{n}", due=due) for n, due in enumerate(dues)])
    (picture,) = draw_timeline(run, Wording(run, "en"))
    assert [said for said in words(picture) if said[0] == "✓" or said == "now"] == ["✓ 2", "now", "✓ 2"]


def test_due_times_that_are_not_drawn_are_counted() -> None:
    """The latest are drawn, and the words say how many came before them."""
    run = run_of([outcome(f"planning.a{n}", Status.FAILED, due=at(1 + n)) for n in range(16)])
    (picture,) = draw_timeline(run, Wording(run, "en"))
    assert words(picture)[0] == "Tue 2 June, 24:00"
    assert picture.summary.endswith("2 earlier due times are not drawn.")


def test_of_times_within_their_limits_the_slowest_is_first() -> None:
    """Slow is what comes near its own limit, not what takes longest."""
    taken = [("/pay", 300, 2000), ("/cart", 200, 400)]
    measures = [Measure(page, Decimal(value), Decimal(limit), "ms", "p95") for page, value, limit in taken]
    run = run_of([outcome("technical.endpoint-health", kind="http", measures=measures)])
    assert words(drawn(run)["technical.endpoint-health"])[1::2] == ["/cart", "/pay"]


def test_a_bar_far_beyond_its_limit_leaves_the_line_in_sight() -> None:
    """What is a thousand times the limit ends at twice the limit, so that the others can still be read."""
    picture = drawn(stock_run(ratio("A", "0.6"), ratio("B", "1200")))["execution.stock-coverage"]
    assert set(re.findall(r'<line x1="([^"]*)"', picture.body)) == {"178"}
