"""Results that other people's tests left, read where they lie; what they hold is worked out again by plain means."""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import UTC, datetime

import pytest

from readiness.probes.load_test.facts import Measured, Users
from readiness.probes.load_test.quality import p95_of
from tests.field_data import FIELD_DATA, needs_field_data
from tests.probes.load_test.files import one
from tests.probes.load_test.judged import facts_of

pytestmark = needs_field_data

JTL = ("taurus-kpi1.jtl", "taurus-non-http.jtl", "taurus-sample-variables.jtl", "taurus-embedded.jtl",
       "taurus-apiritif-0.csv", "taurus-tranctl.jtl")  # fmt: skip


def p95(times: list[int]) -> int:
    """By nearest rank."""
    return sorted(times)[-(-len(times) * 95 // 100) - 1]


def ends(measured: Measured) -> tuple[int, int]:
    assert measured.started is not None
    assert measured.ended is not None
    return tuple(round(moment.timestamp() * 1000) for moment in (measured.started, measured.ended))  # type: ignore[return-value]


@pytest.mark.parametrize("name", JTL)
def test_jmeter(name: str) -> None:
    """Samples, errors, times, instants and threads of each JTL, as the csv module adds them up."""
    path = FIELD_DATA / "jmeter" / name
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    # each code of these files is 200, or its sample failed anyway
    assert {row["responseCode"] for row in rows if row["success"] == "true"} <= {"200"}
    starts, times = [int(row["timeStamp"]) for row in rows], [int(row["elapsed"]) for row in rows]
    measured = one(path)
    assert measured.samples == len(rows)
    assert measured.errors == sum(row["success"] == "false" for row in rows)
    assert dict(measured.times) == Counter(times)
    assert p95_of(facts_of(measured)) == p95(times)
    assert ends(measured) == (min(starts), max(map(sum, zip(starts, times, strict=True))))
    assert measured.users_by is Users.THREADS
    assert max(n for load in measured.loads for _, n in load.users) == max(int(row["allThreads"]) for row in rows)
    labels = Counter(row["label"] for row in rows)
    assert {label.name: label.samples for label in measured.labels} == labels


def test_the_transactions_are_the_samples() -> None:
    """The file of a transaction controller alone: two samples, one failed, and no sum beside them."""
    measured = one(FIELD_DATA / "jmeter" / "taurus-tranctl.jtl")
    assert (measured.samples, measured.errors, measured.transactions) == (2, 1, (0, 0))


def test_k6() -> None:
    """Four requests of which two reached nobody, one virtual user, and times of the requests alone."""
    path = FIELD_DATA / "k6" / "taurus-k6-out.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    requests = [row for row in rows if row["metric_name"] == "http_req_duration"]
    failed = sum(float(row["metric_value"]) for row in rows if row["metric_name"] == "http_req_failed")
    users = [float(row["metric_value"]) for row in rows if row["metric_name"] == "vus"]
    measured = one(path)
    assert (measured.samples, measured.errors) == (len(requests), int(failed)) == (4, 2)
    assert [n for _, n in measured.loads[0].users] == users == [1.0] * len(users)
    assert dict(measured.times) == Counter(-int(-float(row["metric_value"]) // 1) for row in requests)
    assert ends(measured)[1] == 1000 * max(int(row["timestamp"]) for row in requests)


def test_locust() -> None:
    """Reports of one worker, in which failures are counted apart from the 500 requests that were good."""
    path = FIELD_DATA / "locust" / "taurus-locust-workers2.ldjson"
    reports = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    entries = [entry for report in reports for entry in report["stats"]]
    good, failed = (sum(entry[name] for entry in entries) for name in ("num_requests", "num_failures"))
    assert any(entry["num_failures"] > entry["num_requests"] for entry in entries)
    measured = one(path)
    assert (measured.samples, measured.errors) == (good + failed, failed)
    reporting = [report["user_count"] for report in reports if report["stats"]]
    assert max(n for load in measured.loads for _, n in load.users) == max(reporting)
    assert ends(measured)[1] == 1000 * max(entry["last_request_timestamp"] for entry in entries)


def test_gatling() -> None:
    """The text log: requests, times and the four users that started."""
    path = FIELD_DATA / "gatling" / "taurus-gatling-3-000-simulation.log"
    lines = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
    requests = [(int(line[3]), int(line[4]), line[5]) for line in lines if line[0] == "REQUEST"]
    measured = one(path)
    assert measured.samples == len(requests)
    assert measured.errors == sum(status != "OK" for _, _, status in requests)
    assert dict(measured.times) == Counter(end - start for start, end, _ in requests)
    assert ends(measured) == (min(start for start, _, _ in requests), max(end for _, end, _ in requests))
    assert max(n for _, n in measured.loads[0].users) == sum(line[0] == "USER" for line in lines) == 4
    assert measured.started is not None
    assert measured.started.astimezone(UTC).date() == datetime(2018, 3, 30, tzinfo=UTC).date()
