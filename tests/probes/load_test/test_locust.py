"""Locust: the stats and the history that `--csv` writes, and what workers report."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from readiness.probes.load_test.facts import Users
from tests.probes.load_test.files import START, one, read, refused, written

SECOND = START // 1000
SHARES = "50%,66%,75%,80%,90%,95%,98%,99%,99.9%,99.99%,100%"
HISTORY = (
    f"Timestamp,User Count,Type,Name,Requests/s,Failures/s,{SHARES},Total Request Count,Total Failure Count,"
    "Total Median Response Time,Total Average Response Time,Total Min Response Time,Total Max Response Time,"
    "Total Average Content Size"
)
STATS = (
    "Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Min Response Time,"
    f"Max Response Time,Average Content Size,Requests/s,Failures/s,{SHARES}"
)
EMPTY = ",".join(["N/A"] * 11)
FAST = "10,12,14,15,20,30,40,50,60,70,80"
P99_FAST = "10,12,14,15,20,30,40,50,1200,1300,1400"


def moment(at: int, users: int, total: int, failed: int, times: str = FAST) -> str:
    return f"{SECOND + at},{users},,Aggregated,1.0,0.0,{times},{total},{failed},10,11.5,1,80,100"


def history(*rows: str) -> str:
    return "\r\n".join([HISTORY, *rows]) + "\r\n"


def stats(*rows: str, total: str = f",Aggregated,60,3,10,11.5,1,80,100,1.0,0.0,{FAST}") -> str:
    return "\r\n".join([STATS, *rows, total]) + "\r\n"


def test_history_alone(tmp_path: Path) -> None:
    """Users by second, totals, start and end; rows of single names do not count."""
    text = history(
        moment(0, 0, 0, 0, EMPTY),
        f"{SECOND + 1},5,GET,/618,1.0,0.0,{FAST},4,0,10,11.5,1,80,100",
        moment(1, 5, 10, 1),
        moment(2, 8, 40, 1),
        moment(3, 8, 60, 3),
    )
    measured = one(written(tmp_path / "x_stats_history.csv", text))
    assert (measured.samples, measured.errors, measured.users_by) == (60, 3, Users.LOCUST)
    assert measured.loads[0].users == tuple((SECOND + at, n) for at, n in ((0, 0), (1, 5), (2, 8), (3, 8)))
    assert [(one.samples, one.errors, one.slow) for one in measured.seconds] == [(10, 1, 0), (30, 0, 0), (20, 2, 0)]
    assert (measured.started, measured.ended) == tuple(datetime.fromtimestamp(SECOND + at, UTC) for at in (0, 3))


def test_slow_answers_are_the_most_that_there_can_be(tmp_path: Path) -> None:
    """Above the highest percentile within the limit all may be slow. No percentile at all leaves all of them, and so do
    the zeros that Locust writes while it has not reckoned yet."""
    unknown = ",".join(["0"] * 11)
    text = history(
        moment(0, 1, 0, 0),
        moment(1, 1, 1000, 0, P99_FAST),
        moment(2, 1, 1500, 0, EMPTY),
        moment(3, 1, 1700, 0, unknown),
    )
    measured = one(written(tmp_path / "x.csv", text))
    assert [second.slow for second in measured.seconds] == [10, 500, 200]


def test_stats_and_history_belong_together(tmp_path: Path) -> None:
    """Labels and percentiles of the one, users and times of the other; failures and exceptions say nothing more."""
    folder = tmp_path / "run"
    written(folder / "x_stats_history.csv", history(moment(0, 5, 0, 0), moment(1, 8, 58, 3)))
    written(folder / "x_stats.csv", stats(f"POST,/order,20,3,10,11.5,1,80,100,1.0,0.0,{P99_FAST}"))
    written(folder / "x_failures.csv", "Method,Name,Error,Occurrences\r\n")
    written(folder / "x_exceptions.csv", "Count,Message,Traceback,Nodes\r\n")
    (measured,) = read(folder)
    assert (measured.samples, measured.errors) == (60, 3)
    assert [(label.name, label.samples, label.errors, label.slow) for label in measured.labels] == [
        ("POST /order", 20, 3, 1)
    ]
    assert measured.stated is not None
    assert measured.stated.p95 == Decimal(30)


def test_stats_without_history_is_refused(tmp_path: Path) -> None:
    """False-GO 10: nothing says how many users there were, nor when."""
    assert "_stats_history.csv" in refused(written(tmp_path / "x_stats.csv", stats()))


def test_only_lists_of_failures_is_no_test(tmp_path: Path) -> None:
    """Files that say nothing are no result."""
    told = refused(written(tmp_path / "x.csv", "Method,Name,Error,Occurrences\r\n"))
    assert "no result of a load test" in told


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([moment(0, 1, 5, 0), moment(1, 1, 4, 0)], "row 3: its time or its totals"),
        ([moment(5, 1, 5, 0), moment(1, 1, 9, 0)], "row 3: its time or its totals"),
        ([moment(0, 1, 5, 0).replace(f"{SECOND}", "now")], "row 2 can't be read (now"),
        ([moment(0, 1, 5, 0).replace(",1,,Agg", ",NaN,,Agg")], "row 2 can't be read"),
        ([moment(0, 1, 5, 0).replace(",1,,Agg", ",-1,,Agg")], "row 2 can't be read"),
        ([moment(0, 1, 0, 0, EMPTY)], "holds no sample"),
        ([], "holds no sample"),
    ],
)
def test_a_history_that_can_not_be_right(rows: list[str], said: str, tmp_path: Path) -> None:
    """A clock that went back, two tests in one file, numbers that are none."""
    assert said in refused(written(tmp_path / "x.csv", history(*rows)))


def test_stats_that_are_cut_off(tmp_path: Path) -> None:
    """False-GO 7: the totals come last."""
    folder = tmp_path / "run"
    written(folder / "h.csv", history(moment(0, 5, 0, 0), moment(1, 8, 58, 3)))
    written(
        folder / "s.csv", stats(f"GET,/,20,3,10,11.5,1,80,100,1,0,{FAST}", total=f"GET,/b,1,0,1,1,1,1,1,1,0,{FAST}")
    )
    assert "no row 'Aggregated'" in refused(folder)


def report(second: int, users: int, client: str = "w1", *, requests: int = 4, failures: int = 0) -> str:
    return json.dumps(
        {
            "errors": {},
            "stats": [
                {
                    "response_times": {"120": requests - 1, "1500": 1},
                    "num_requests": requests,
                    "num_failures": failures,
                    "last_request_timestamp": SECOND + second,
                    "start_time": SECOND,
                    "method": "GET",
                    "name": "/618",
                }
            ],
            "user_count": users,
            "client_id": client,
        }
    )


def test_reports_of_workers(tmp_path: Path) -> None:
    """False-GO 23: the users of each worker are kept apart, and failures are counted."""
    text = "\n".join([report(1, 10), report(1, 20, "w2"), report(4, 30, failures=2)]) + "\n"
    measured = one(written(tmp_path / "w.ldjson", text))
    assert (measured.samples, measured.errors) == (12, 2)
    assert {load.engine: load.users for load in measured.loads} == {
        "w1": ((SECOND + 1, 10), (SECOND + 4, 30)),
        "w2": ((SECOND + 1, 20),),
    }
    assert measured.times == ((120, 9), (1500, 3))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"user_count"', '"users"'),
        ('"120": 3', '"120": 4'),
        ('"120": 3', '"120": -3'),
        (
            "{",
            "[",
        ),
        ("1500", "slow"),
        ('"num_failures": 0', '"num_failures": 4, "num_failures": 0'),
    ],
)
def test_reports_that_are_none(old: str, new: str, tmp_path: Path) -> None:
    """Told with the line."""
    text = report(1, 10) + "\n" + report(2, 10).replace(old, new, 1) + "\n"
    assert "line 2: no report" in refused(written(tmp_path / "w.ldjson", text))
