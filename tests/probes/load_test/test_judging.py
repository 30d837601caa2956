"""Load test: facts written by hand to judgement, each limit on both sides."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.model.errors import NotSupplied
from readiness.model.finding import FindingKind
from readiness.probes.load_test import stricter
from readiness.probes.load_test.demand import demand
from readiness.probes.load_test.facts import Label, Load, Measured, Second, Stated, Users
from readiness.probes.load_test.timeline import Stretch, alike, gaps, longest, total_users
from tests.probes.load_test.files import settings
from tests.probes.load_test.judged import (
    FIRST,
    FREEZE,
    judged,
    moments,
    only,
    row,
    subjects,
    tool,
    visits,
)
from tests.probes.tables import LAUNCH

DUE = LAUNCH - timedelta(hours=72)


# --- passing ---------------------------------------------------------------------------------------------------------


def test_a_good_test_passes_and_says_how_it_was_measured() -> None:
    """Nothing is wrong; samples are what was examined, and the note writes the conversion out."""
    judgement = judged()
    assert judgement.findings == ()
    assert (judgement.examined.count, judgement.examined.unit) == (7000, "samples")
    note = judgement.notes[0]
    assert "5 × 2,400 × 12 % ÷ 3,600 s × 180 s = 5 × 14.4 users at once = 72; forecast peak 60" in note.en
    assert "allThreads" in note.en
    assert "并发用户" in note.zh


# --- users -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("users", "good"), [(72, True), (71, False)])
def test_users_at_the_limit(users: int, good: bool) -> None:
    """False-GO 14: just the users that are asked for, and one less."""
    judgement = judged(tool(users))
    assert not judgement.findings if good else only(judgement).observed.en.startswith("71 ")


@pytest.mark.parametrize(("seconds", "good"), [(600, True), (599, False)])
def test_the_peak_is_held(seconds: int, good: bool) -> None:
    """Ten minutes, and a second less."""
    judgement = judged(tool(lasts=seconds))
    assert not judgement.findings if good else only(judgement).observed.en.startswith("9 min 59 s")


def test_a_ramp_that_is_never_held() -> None:
    """The peak was reached in the last second only."""
    ramp = tuple((FIRST + at, at // 9) for at in range(700))
    finding = only(judged(tool(loads=(Load("a.jtl", ramp),))))
    assert finding.subject.startswith("time at peak")
    assert "not held" in finding.message.en


def test_engines_add_up() -> None:
    """Several load generators at the same time are as many users as all have."""
    assert not judged(tool(36), tool(36, path="b.jtl")).findings


def test_one_engine_is_not_taken_for_all() -> None:
    """False-GO 23: what one of two load generators has is not doubled."""
    assert subjects(judged(tool(71), tool(0, path="b.jtl"))) == ["concurrent users (并发用户数)"]


def test_engines_at_other_times_do_not_add_up() -> None:
    """Two tests one after the other have not twice the users."""
    finding = only(judged(tool(60), tool(60, path="b.jtl", first=FIRST + 700)))
    assert finding.observed.en.startswith("60 ")


def test_an_engine_that_two_files_name_counts_once() -> None:
    """A file of the controller beside those of its engines."""
    one, other = tool(40), tool(40, path="all.jtl")
    named = [Load("gen-1", load.users) for load in (*one.loads, *other.loads)]
    judgement = judged(tool(loads=(named[0],)), tool(path="all.jtl", loads=(named[1],)))
    assert only(judgement).observed.en.startswith("40 ")


def test_users_that_do_nothing() -> None:
    """1,500 threads of which hardly one asks for anything are no load: a visit has a page at least."""
    idle = tuple(Second(FIRST + at, 1, 0, 0) for at in range(0, 700, 10))
    finding = only(judged(tool(1500, samples=70, seconds=idle, times=((100, 70),))))
    assert finding.subject.startswith("throughput")
    assert finding.required.en == "0.4 samples a second"


@pytest.mark.parametrize(("forecast", "good"), [(80, True), (81, False)])
def test_the_greater_of_traffic_and_forecast_is_asked_for(forecast: int, good: bool) -> None:
    """C4: five times the daily traffic, or the forecast peak."""
    judgement = judged(traffic=[visits(forecast_peak=Decimal(forecast))])
    assert not judgement.findings if good else only(judgement).required.en == "81 users at once"


def test_sites_add_up() -> None:
    """The traffic of all sites is asked for together."""
    asked = demand((visits(), visits(daily_visits=Decimal(1000))), Decimal(5))
    assert asked is not None
    assert asked.users == 120
    assert asked.words.en.count("3,600") == 2


@given(
    daily=st.integers(1, 10**7), share=st.decimals("0.05", "1", places=3), seconds=st.integers(10, 3600),
    forecast=st.integers(1, 10**6),
)  # fmt: skip
def test_never_fewer_users_than_the_exact_number(daily: int, share: Decimal, seconds: int, forecast: int) -> None:
    """False-GO 14: what is asked for is rounded up, and is never below the forecast."""
    row = visits(
        daily_visits=Decimal(daily), peak_share=share, visit_seconds=Decimal(seconds), forecast_peak=Decimal(forecast)
    )
    asked = demand((row,), Decimal(5))
    assert asked is not None
    exact = 5 * Decimal(daily) * share * seconds
    assert asked.users * 3600 >= exact
    assert asked.users >= forecast
    assert (asked.users - 1) * 3600 < max(exact, Decimal(3600 * forecast))


# --- quality ---------------------------------------------------------------------------------------------------------


def _within_ten(number: int) -> int:
    return min(10, max(0, number))


def spoilt(errors: int = 0, slow: int = 0, **changed: Any) -> Measured:
    """A test of 1,000 seconds, ten samples each, with so many errors and slow samples in its first ones."""
    seconds = tuple(
        Second(FIRST + at, 10, _within_ten(errors - 10 * at), _within_ten(slow - 10 * at)) for at in range(1000)
    )
    times = ((100, 10_000 - slow), (1001, slow))
    return tool(lasts=1000, errors=errors, seconds=seconds, times=times, **changed)


@pytest.mark.parametrize(("errors", "good"), [(50, True), (51, False)])
def test_the_error_rate_at_its_limit(errors: int, good: bool) -> None:
    """Of 10,000 samples 50 may fail; of 51 both all samples and the peak are told."""
    assert len(judged(spoilt(errors)).findings) == (0 if good else 2)


@pytest.mark.parametrize(("slow", "good"), [(500, True), (501, False)])
def test_the_95th_percentile_at_its_limit(slow: int, good: bool) -> None:
    """By nearest rank: 5 % may be slower, and not one more."""
    judgement = judged(spoilt(slow=slow))
    assert len(judgement.findings) == (0 if good else 2)
    assert {m.subject: m.value for m in judgement.measures}["p95"] == (100 if good else 1001)


def test_errors_at_the_peak_are_not_hidden_by_a_quiet_time() -> None:
    """An hour of few users before the peak makes the rate of all samples small."""
    quiet, peak = range(FIRST - 20_000, FIRST), range(FIRST, FIRST + 700)
    seconds = [*(Second(at, 10, 0, 0) for at in quiet), *(Second(at, 10, int(at % 15 == 0), 0) for at in peak)]
    users = tuple((at, 80 if at >= FIRST else 2) for at in (*quiet, *peak))
    test = tool(
        samples=207_000, errors=46, seconds=tuple(seconds), loads=(Load("a.jtl", users),), times=((100, 207_000),),
        started=datetime.fromtimestamp(FIRST - 20_000, UTC),
    )  # fmt: skip
    assert subjects(judged(test)) == ["samples at the peak (峰值期间的样本)"]


@pytest.mark.parametrize("field", ["transactions", "checks"])
def test_transactions_and_checks_have_the_same_limit(field: str) -> None:
    """What the script itself found wrong counts as an error of its own."""
    few: dict[str, Any] = {field: (200, 1)}
    many: dict[str, Any] = {field: (200, 2)}
    assert not judged(tool(**few)).findings
    assert "2 of 200" in only(judged(tool(**many))).observed.en


def test_a_threshold_that_was_crossed() -> None:
    """False-GO 17: the test's own verdict is not overruled by ours."""
    assert only(judged(tool(crossed=("http_req_duration: p(95)<400",)))).subject == "http_req_duration: p(95)<400"


@pytest.mark.parametrize(("pause", "good"), [(15, True), (16, False)])
def test_a_pause_in_the_samples(pause: int, good: bool) -> None:
    """Fifteen seconds without a sample, and one more: there the users are not known either."""
    kept = [at for at in range(FIRST, FIRST + 1400) if not FIRST + 650 < at < FIRST + 650 + pause]
    test = tool(
        lasts=1400, samples=10 * len(kept), seconds=tuple(Second(at, 10, 0, 0) for at in kept),
        loads=(Load("a.jtl", tuple((at, 80) for at in kept)),), times=((100, 10 * len(kept)),),
    )  # fmt: skip
    judgement = judged(test)
    assert not judgement.findings if good else only(judgement).observed.en == "none for 16 s"


# --- when, what, where -----------------------------------------------------------------------------------------------


def at(started: datetime, ended: datetime) -> Measured:
    return tool(started=started.astimezone(UTC), ended=ended.astimezone(UTC))


TICK = timedelta(milliseconds=1)


@pytest.mark.parametrize(("ended", "good"), [(DUE, True), (DUE + TICK, False)])
def test_it_ended_in_time(ended: datetime, good: bool) -> None:
    """False-GO 30: exactly at T-72h is in time; a late test is an act that can't be repaired."""
    judgement = judged(at(ended - timedelta(hours=1), ended))
    assert not judgement.findings if good else only(judgement).kind is FindingKind.LATE


@pytest.mark.parametrize(("started", "good"), [(FREEZE, True), (FREEZE - TICK, False)])
def test_it_began_after_the_freeze(started: datetime, good: bool) -> None:
    """What was tested before the freeze may have changed since."""
    judgement = judged(at(started, started + timedelta(hours=1)))
    assert not judgement.findings if good else "frozen" in only(judgement).message.en


def test_a_test_of_the_future() -> None:
    """False-GO 29: a test that ends after the clock was not there; under as-of nobody had it yet."""
    now = DUE - timedelta(days=1)
    test = at(now - timedelta(minutes=20), now + TICK)
    assert "in the future" in only(judged(test, at=moments(now))).message.en
    with pytest.raises(NotSupplied):
        judged(at(now + TICK, now + timedelta(hours=1)), at=moments(LAUNCH, as_of=now))


@pytest.mark.parametrize("release", ["shop-web 4.12", "shop-web 4.12.0 ", "SHOP-WEB 4.12.0", ""])
def test_another_release(release: str) -> None:
    """False-GO 23: only the very release of the campaign counts."""
    assert only(judged(tests=[row(release=release or None)])).where.endswith("column release")


def test_a_campaign_without_a_release() -> None:
    """False-GO 23: two that are not named are not the same."""
    assert "names none" in only(judged(release="", tests=[row(release=None)])).required.en


@pytest.mark.parametrize("environment", ["smaller", None])
def test_another_environment(environment: str | None) -> None:
    """False-GO 23."""
    assert "environment" in only(judged(tests=[row(environment=environment)])).required.en


@pytest.mark.parametrize("tests", [[], [row("b.jtl")], [row(), row()]])
def test_each_file_has_its_row(tests: list[Any]) -> None:
    """False-GO 18: a file that no row names, or that two name, was a test of nobody knows what."""
    assert "one row" in only(judged(tests=tests)).required.en


def test_a_row_may_name_the_folder() -> None:
    """One row for all load generators of a test."""
    judgement = judged(tool(40, path="results/a.jtl"), tool(40, path="results/b.jtl"), tests=[row("results/")])
    assert judgement.findings == ()


@pytest.mark.parametrize(
    ("changed", "subject"),
    [
        ({"daily_visits": None}, "visits a day"),
        ({"daily_visits": Decimal(0)}, "1 or more"),
        ({"daily_visits": Decimal(-2400)}, "1 or more"),
        ({"peak_share": Decimal("0.04")}, "4.17 %"),
        ({"peak_share": Decimal("1.01")}, "100 %"),
        ({"visit_seconds": Decimal("9.9")}, "seconds: from 10"),
        ({"visit_seconds": Decimal(86_401)}, "seconds: from 10"),
        ({"forecast_peak": None}, "forecast peak"),
        ({"forecast_peak": Decimal(-1)}, "1 or more"),
        ({"until": None}, "last day"),
        ({"until": date(2026, 6, 19)}, "at or before"),
        ({"until": date(2026, 4, 17)}, "at most 60 d old"),
    ],
)
def test_traffic_that_can_not_be_right(changed: dict[str, Any], subject: str) -> None:
    """False-GO 11, 15, 19, 29: a number that is missing, negative, in other units or of long ago."""
    finding = next(iter(judged(tool(10_000), traffic=[visits(**changed)]).findings))
    assert subject in finding.required.en
    assert finding.where.startswith("traffic.csv, row 2, column ")


def test_without_a_number_nothing_passes() -> None:
    """False-GO 10: where the traffic is not known, no number of users is enough, and that is told."""
    assert judged(tool(10**6), traffic=[visits(daily_visits=None)]).findings
    assert "the daily traffic" in only(judged(tool(10**6), traffic=[])).required.en


def test_until_when_it_holds() -> None:
    """The traffic grows old sixty days after its last day."""
    holds = judged().holds_until
    assert holds is not None
    assert holds == datetime(2026, 8, 7, 16, tzinfo=UTC)


# --- summaries -------------------------------------------------------------------------------------------------------


def summary(least: int | None = 80, most: int | None = 80, *, seconds: int = 600, p95: int | None = 500) -> Measured:
    stated = Stated(Decimal(seconds), least, most, None if p95 is None else Decimal(p95))
    return tool(users_by=Users.VUS, started=None, ended=None, loads=(), seconds=(), times=(), stated=stated)


WHEN = row(started_at=datetime.fromtimestamp(FIRST, UTC))


def test_a_summary_that_had_the_users_all_the_time() -> None:
    """Its least number of users, for its whole length, proves the peak; the owners say when it was."""
    assert judged(summary(), tests=[WHEN]).findings == ()


def test_a_summary_does_not_show_how_long_the_peak_was() -> None:
    """Between 1 and 80 users: who knows for how long?"""
    assert "does not show how long" in judged(summary(1), tests=[WHEN]).findings[0].message.en
    assert "does not show how long" in judged(summary(None, None), tests=[WHEN]).findings[0].message.en


def test_a_summary_without_a_time() -> None:
    """False-GO 28: nobody knows when it was."""
    assert "when the test began" in {f.required.en for f in judged(summary()).findings}


def test_a_summary_without_a_percentile() -> None:
    """False-GO 10."""
    assert "95th" in only(judged(summary(p95=None), tests=[WHEN])).required.en


def test_a_summary_that_was_late() -> None:
    """Its end is its begin and its length."""
    late = row(started_at=(DUE - timedelta(minutes=9)).astimezone(UTC))
    assert only(judged(summary(), tests=[late])).kind is FindingKind.LATE


# --- steps -----------------------------------------------------------------------------------------------------------

STEPS = [
    {"name": {"en": "callback", "zh": "回调"}, "any": ["回调", "callback"]},
    {"name": {"en": "payment", "zh": "支付"}, "any": ["支付", "(^|[^a-z])pay([^a-z]|$)"]},
]
ASKED = {"steps": STEPS, "limits": {"min_step_samples": "10"}}


def labelled(*labels: tuple[str, int, int, int]) -> Measured:
    return tool(labels=tuple(Label(*label) for label in labels))


def test_each_step_was_tested() -> None:
    """Labels in any case and language; a step with enough samples passes."""
    assert not judged(labelled(("POST /api/PAY", 10, 0, 0), ("支付回调", 10, 0, 0)), asked=ASKED).findings


def test_a_label_stands_for_one_step() -> None:
    """A callback of the payment is no payment."""
    finding = only(judged(labelled(("支付回调", 500, 0, 0)), asked=ASKED))
    assert finding.subject == "payment (支付)"


@pytest.mark.parametrize("label", ["payload.js", "/static/paypal.png", "display"])
def test_a_word_within_another_is_no_step(label: str) -> None:
    """False-GO 18."""
    test = labelled((label, 500, 0, 0), ("callback", 10, 0, 0))
    assert only(judged(test, asked=ASKED)).observed.en == "0 samples"


def test_each_step_went_well() -> None:
    """A payment that fails is hidden among many pages: each step is judged alone, at its limits."""
    good = ("callback", 1000, 0, 0)
    assert not judged(labelled(("pay", 1000, 5, 50), good), asked=ASKED).findings
    assert subjects(judged(labelled(("pay", 1000, 6, 0), good), asked=ASKED)) == ["payment (支付)"]
    assert subjects(judged(labelled(("pay", 1000, 0, 51), good), asked=ASKED)) == ["payment (支付)"]
    assert only(judged(labelled(("pay", 9, 0, 0), good), asked=ASKED)).observed.en == "9 samples"


# --- the line of seconds ---------------------------------------------------------------------------------------------


def test_users_between_two_readings() -> None:
    """There were as many as the smaller of both, for as long as a gap may be."""
    users = total_users([Load("a", ((0, 5), (3, 9), (20, 4)))], 15)
    assert users == {0: 5, 1: 5, 2: 5, 3: 9, 20: 4}


def test_the_longest_run() -> None:
    """The longest, and of equals the first; nothing where nobody was there."""
    assert longest({1: 9, 2: 9, 4: 9, 5: 9}, 9) == Stretch(1, 2)
    assert longest({1: 9, 2: 8, 3: 9, 4: 9}, 9) == Stretch(3, 4)
    assert longest({1: 8}, 9) is None


def test_gaps() -> None:
    """Between the seconds on both sides."""
    assert gaps([1, 2, 18, 17], 14) == (Stretch(2, 17),)
    assert gaps([1, 2, 18, 17], 15) == ()


def test_what_is_alike() -> None:
    """Ten equal seconds are no chance; fewer, or ones without a mark, may be."""
    seconds = [Second(i, 1, 0, 0, 100 + i) for i in range(10)]
    assert alike(seconds, seconds)
    assert not alike(seconds[:9], seconds)
    assert not alike([Second(i, 1, 0, 0) for i in range(10)], [Second(i, 1, 0, 0) for i in range(10)])
    assert not alike(seconds, [Second(i, 1, 0, 0, 200) for i in range(10)])


# --- stricter --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "tighter", "looser"),
    [
        ("min_times", "6", "4"),
        ("max_error_rate", "0.1 %", "1 %"),
        ("max_p95_ms", "900", "1100"),
        ("min_peak", "20m", "5m"),
        ("max_gap", "10s", "20s"),
        ("min_visit", "20s", "5s"),
        ("max_traffic_age", "30d", "90d"),
        ("max_status", "299", "499"),
        ("min_step_samples", "2", None),
        ("environments", ["production"], ["production", "full-size", "smaller"]),
    ],
)
def test_a_limit_that_loosens_is_seen(name: str, tighter: object, looser: object) -> None:
    """False-GO 38: each limit has a direction."""
    before = settings(limits={"min_step_samples": "1"})
    assert stricter(before, settings(limits={name: tighter}))
    assert not stricter(settings(limits={name: tighter}), before)
    if looser is not None:
        assert not stricter(before, settings(limits={name: looser}))


def test_times_and_steps_that_loosen_are_seen() -> None:
    """False-GO 38: a later end, an earlier begin, another file, a step less."""
    before = settings(by="T-72h", not_before="T-5d", steps=STEPS)
    assert stricter(before, settings(by="T-96h", not_before="T-4d", steps=STEPS))
    for changed in (
        {"by": "T-48h"},
        {"not_before": "T-6d"},
        {"not_before": None},
        {"steps": STEPS[:1]},
        {"results": "others"},
    ):
        words: dict[str, Any] = {"by": "T-72h", "not_before": "T-5d", "steps": STEPS, **changed}
        assert not stricter(before, settings(**words)), changed
