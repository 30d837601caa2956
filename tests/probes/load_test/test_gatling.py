"""Gatling: the text simulation.log of its versions, global_stats.json, and the binary log that is refused."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from readiness.probes.load_test.facts import Users
from tests.probes.load_test.files import START, one, refused, written

RUN = f"RUN\tshop.Peak\tpeak\t{START}\t \t3.9.5"
SECOND = START // 1000


def log(*lines: str) -> str:
    return "\n".join([RUN, *lines]) + "\n"


def test_log_since_3_5(tmp_path: Path) -> None:
    """Requests with their groups, users from their starts and ends."""
    text = log(
        f"USER\tbuyers\tSTART\t{START}",
        f"USER\tbuyers\tSTART\t{START + 1000}",
        f"REQUEST\t\thome\t{START}\t{START + 1500}\tOK\t ",
        f"REQUEST\tbuy,pay\tsend\t{START + 2000}\t{START + 4001}\tKO\tstatus.find.is(200), but found 500",
        f"GROUP\tbuy\t{START}\t{START + 5000}\t2000\tKO",
        f"USER\tbuyers\tEND\t{START + 3000}",
        f"REQUEST\t\thome\t{START + 4000}\t{START + 4100}\tOK\t ",
        "ERROR\tj.l.RuntimeException\t1",
    )
    measured = one(written(tmp_path / "simulation.log", text))
    assert (measured.samples, measured.errors, measured.users_by) == (3, 1, Users.GATLING)
    assert measured.times == ((100, 1), (1500, 1), (2001, 1))
    assert {label.name for label in measured.labels} == {"home", "buy pay send"}
    assert measured.loads[0].users == ((SECOND + 1, 2), (SECOND + 4, 1))
    assert "ERROR" in measured.notes[0].en


def test_log_before_3_5(tmp_path: Path) -> None:
    """There is the number of the user in front, and a user's end has its start as well."""
    text = log(
        f"USER\tbuyers\t1\tSTART\t{START}\t{START}",
        f"REQUEST\t1\t\thome\t{START}\t{START + 500}\tOK\t ",
        f"USER\tbuyers\t1\tEND\t{START}\t{START + 9000}",
        f"REQUEST\t2\t\thome\t{START + 9500}\t{START + 10000}\tOK\t ",
    )
    measured = one(written(tmp_path / "simulation.log", text))
    assert (measured.samples, measured.errors) == (2, 0)
    assert measured.loads[0].users == ((SECOND, 1), (SECOND + 10, 0))


@pytest.mark.parametrize(
    "line",
    [
        f"REQUEST\t\thome\t{START + 5}\t{START}\tOK\t ",
        f"REQUEST\t\thome\t{START}\tNaN\tOK\t ",
        f"REQUEST\t\thome\t{START}\t{START + 5}\tFINE\t ",
        f"REQUEST\t\thome\t{SECOND}\t{SECOND + 5}\tOK\t ",
        "USER\tbuyers\tSTART\tnow",
        "USER\tbuyers\tWAIT\t5",
        "HELLO\tworld",
    ],
)
def test_a_line_that_is_none_is_told_with_its_number(line: str, tmp_path: Path) -> None:
    """A clock that went back, numbers that are none, words that Gatling does not write."""
    assert "line 2: no line of a simulation.log" in refused(written(tmp_path / "simulation.log", log(line)))


def test_a_log_that_is_cut_off(tmp_path: Path) -> None:
    """False-GO 7."""
    text = log(f"REQUEST\t\thome\t{START}\t{START + 5}\tOK\t ")
    assert "cut off" in refused(written(tmp_path / "simulation.log", text[:-9]))


def test_the_binary_log_is_refused(tmp_path: Path) -> None:
    """Newer versions write a log that nothing but Gatling reads: what to do instead is said."""
    path = tmp_path / "simulation.log"
    path.write_bytes(b"\0\0\0\0\x063.13.5\0\0\0\x09shop.Peak" + bytes(range(64)))
    told = refused(path)
    assert "binary" in told
    assert "3.11" in told


def stats(**changed: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "name": "All Requests",
        "numberOfRequests": {"total": 6000, "ok": 5990, "ko": 10},
        "meanResponseTime": {"total": 250, "ok": 250, "ko": 250},
        "percentiles3": {"total": 700, "ok": 690, "ko": 900},
        "meanNumberOfRequestsPerSecond": {"total": 10.0, "ok": 9.98, "ko": 0.02},
    }
    return {**plain, **changed}


def test_global_stats(tmp_path: Path) -> None:
    """A summary states totals and a percentile, and neither users nor times."""
    measured = one(written(tmp_path / "global_stats.json", json.dumps(stats())))
    assert (measured.samples, measured.errors, measured.loads, measured.started) == (6000, 10, (), None)
    assert measured.stated is not None
    assert (measured.stated.p95, measured.stated.seconds) == (Decimal(700), Decimal(600))
    assert measured.stated.least is None
    assert "2 in flight" in measured.notes[0].en


@pytest.mark.parametrize(
    "changed",
    [
        {"percentiles3": {"total": "-"}},
        {"percentiles3": {}},
        {"meanResponseTime": None},
        {"numberOfRequests": {"total": -1, "ko": 0}},
        {"numberOfRequests": {"total": 1.5, "ko": 0}},
    ],
)
def test_global_stats_with_a_number_that_is_none(changed: dict[str, Any], tmp_path: Path) -> None:
    """Never read as 0."""
    assert "a number is missing" in refused(written(tmp_path / "g.json", json.dumps(stats(**changed))))
