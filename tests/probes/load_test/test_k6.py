"""k6: samples as CSV and JSON, and its two summaries, in which the same words mean the opposite."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from readiness.probes.load_test.facts import Users
from tests.probes.load_test.files import START, json_lines, one, refused, written

HEADER = (
    "metric_name,timestamp,metric_value,check,error,error_code,expected_response,group,method,name,proto,scenario,"
    "service,status,subproto,tls_version,url,extra_tags"
)
SECOND = START // 1000


def row(metric: str, at: object, value: object, **tags: object) -> str:
    cells = {"metric_name": metric, "timestamp": at, "metric_value": value, **tags}
    return ",".join(str(cells.get(name, "")) for name in HEADER.split(","))


def request(at: object, value: object, **tags: object) -> str:
    plain: dict[str, object] = {"expected_response": "true", "name": "https://shop.example/618", "status": 200}
    return row("http_req_duration", at, value, **{**plain, **tags})


def csv_of(*rows: str) -> str:
    return "\n".join([HEADER, *rows]) + "\n"


def test_csv(tmp_path: Path) -> None:
    """Requests, failures, users and groups are those of the rows; a time is rounded up to whole ms."""
    text = csv_of(
        row("http_reqs", SECOND, 1, status=200),
        request(SECOND + 1, "245.591442"),
        request(SECOND + 2, "1000.2", group="::下单::支付", name="pay"),
        request(SECOND + 3, 90, status=503, expected_response="false"),
        row("vus", SECOND + 1, "20.000000"),
        row("vus", SECOND + 2, "35.000000"),
        row("http_req_failed", SECOND + 3, 1, status=503),
    )
    measured = one(written(tmp_path / "k6.csv", text))
    assert (measured.samples, measured.errors) == (3, 1)
    assert measured.users_by is Users.VUS
    assert measured.loads[0].users == ((SECOND + 1, 20), (SECOND + 2, 35))
    assert measured.times == ((90, 1), (246, 1), (1001, 1))
    assert "下单 支付 pay" in {label.name for label in measured.labels}


@pytest.mark.parametrize(
    "at",
    [SECOND, f"{SECOND}.0", SECOND * 1000, SECOND * 1_000_000, SECOND * 1_000_000_000, "2026-06-13T22:00:00+08:00"],
)
def test_csv_times_in_every_unit(at: object, tmp_path: Path) -> None:
    """Seconds, and whatever K6_CSV_TIME_FORMAT makes of them."""
    measured = one(written(tmp_path / "k6.csv", csv_of(request(at, 0))))
    assert measured.started is not None
    assert measured.started.timestamp() == SECOND


@pytest.mark.parametrize("at", ["2026-06-13T22:00:00", "yesterday", "", "NaN", "-5"])
def test_a_time_without_a_zone_is_no_time(at: str, tmp_path: Path) -> None:
    """False-GO 28: which instant is meant can't be told."""
    assert "row 3: a sample that can't be read" in refused(
        written(tmp_path / "k6.csv", csv_of(request(SECOND, 5), request(at, 5)))
    )


@pytest.mark.parametrize("value", ["NaN", "-1", "", "fast", "inf", "1e300"])
def test_a_length_that_is_none_is_an_error(value: str, tmp_path: Path) -> None:
    """False-GO 11."""
    assert "can't be read" in refused(written(tmp_path / "k6.csv", csv_of(request(SECOND, value))))


@pytest.mark.parametrize(
    "tags",
    [
        {"status": 500, "expected_response": "true"},
        {"status": 0},
        {"status": ""},
        {"error": "dial: i/o timeout"},
        {"error_code": 1050},
        {"expected_response": "false"},
    ],
)
def test_each_sign_of_a_failure_counts(tags: dict[str, object], tmp_path: Path) -> None:
    """False-GO 23: whichever column says that a request failed."""
    assert one(written(tmp_path / "k6.csv", csv_of(request(SECOND, 5, **tags), request(SECOND, 5)))).errors == 1


def test_what_k6_itself_counted_as_failed_counts(tmp_path: Path) -> None:
    """A response callback of the script may call a 200 failed."""
    text = csv_of(request(SECOND, 5), request(SECOND, 5), *[row("http_req_failed", SECOND, 1)] * 2)
    assert one(written(tmp_path / "k6.csv", text)).errors == 2


def test_checks_of_the_script_are_counted(tmp_path: Path) -> None:
    """False-GO 24: a page that answers 200 with the wrong content fails a check and no request."""
    checks = [row("checks", SECOND, value, check="shows the price") for value in (1, 0, 0)]
    measured = one(written(tmp_path / "k6.csv", csv_of(request(SECOND, 5), *checks)))
    assert measured.checks == (3, 2)


def points(*metrics: tuple[str, object, object, Any]) -> Iterable[dict[str, Any]]:
    yield {"type": "Metric", "data": {"name": "vus", "type": "gauge"}, "metric": "vus"}
    for metric, at, value, tags in metrics:
        yield {"metric": metric, "type": "Point", "data": {"time": at, "value": value, "tags": tags}}


def test_json_says_the_same(tmp_path: Path) -> None:
    """A line a point; nanoseconds and an offset in its time."""
    good = {"name": "pay", "status": "200", "expected_response": "true", "group": ""}
    text = json_lines(
        points(
            ("vus", "2026-06-13T22:00:01.5+08:00", 12, None),
            ("http_req_duration", "2026-06-13T22:00:01.625742514+08:00", 245.5, good),
            ("http_req_duration", "2026-06-13T14:00:02Z", 2000, {**good, "status": "502"}),
            ("checks", "2026-06-13T14:00:02Z", 0, {"check": "c"}),
        )
    )
    measured = one(written(tmp_path / "k6.json", text))
    assert (measured.samples, measured.errors, measured.checks) == (2, 1, (1, 1))
    assert measured.loads[0].users == ((SECOND + 1, 12),)
    assert measured.times == ((246, 1), (2000, 1))


def test_json_that_is_cut_off(tmp_path: Path) -> None:
    """False-GO 7."""
    text = json_lines(points(("http_req_duration", "2026-06-13T14:00:02Z", 5, {"status": "200"})))
    assert "cut off" in refused(written(tmp_path / "k6.json", text[:-20]))
    assert "damaged" in refused(written(tmp_path / "k7.json", text[:-20] + "\n"))


def export(**changed: Any) -> dict[str, Any]:
    """What --summary-export writes: a boolean for a threshold is whether it was crossed."""
    metrics: dict[str, Any] = {
        "http_reqs": {"count": 1200, "rate": 2.0},
        "http_req_failed": {"value": 0.0025, "passes": 3, "fails": 1197, "thresholds": {"rate<0.01": False}},
        "http_req_duration": {"avg": 200.5, "min": 10, "med": 180, "max": 2100, "p(90)": 380, "p(95)": 420.5},
        "vus": {"value": 1, "min": 80, "max": 80},
        "checks": {"passes": 2400, "fails": 5, "value": 0.9979},
    }
    return {"root_group": {}, "metrics": {**metrics, **changed}}


def handled(**changed: Any) -> dict[str, Any]:
    """What handleSummary() is given: a threshold says whether it is ok."""
    metrics: dict[str, Any] = {
        "http_reqs": {"type": "counter", "contains": "default", "values": {"count": 1200, "rate": 1.9}},
        "http_req_failed": {
            "type": "rate",
            "contains": "default",
            "values": {"rate": 0.0025, "passes": 3, "fails": 1197},
            "thresholds": {"rate<0.01": {"ok": True}},
        },
        "http_req_duration": {"type": "trend", "contains": "time", "values": {"p(95)": 420.5, "max": 2100}},
        "vus": {"type": "gauge", "contains": "default", "values": {"value": 1, "min": 80, "max": 80}},
    }
    return {"state": {"testRunDurationMs": 600_000}, "options": {}, "metrics": {**metrics, **changed}}


def summary(folder: Path, document: Any) -> Path:
    return written(folder / "summary.json", json.dumps(document, indent=2))


@pytest.mark.parametrize("document", [export(), handled()])
def test_summaries(document: dict[str, Any], tmp_path: Path) -> None:
    """False-GO 17: what passed and failed is read by what the metric means, and the length of the test is known."""
    measured = one(summary(tmp_path, document))
    assert (measured.samples, measured.errors, measured.crossed) == (1200, 3, ())
    assert measured.stated is not None
    assert (measured.stated.seconds, measured.stated.p95) == (Decimal(600), Decimal("420.5"))
    assert (measured.stated.least, measured.stated.most) == (80, 80)
    assert measured.started is None


def test_the_thresholds_of_the_shapes_are_opposite(tmp_path: Path) -> None:
    """False-GO 17: `true` of an export and `{ok: false}` of handleSummary both mean: crossed."""
    times = {"p(95)": 420.5}
    crossed = one(summary(tmp_path, export(http_req_duration={**times, "thresholds": {"p(95)<400": True}})))
    assert crossed.crossed == ("http_req_duration: p(95)<400",)
    missed = {"type": "trend", "values": times, "thresholds": {"p(95)<400": {"ok": False}}}
    assert one(summary(tmp_path, handled(http_req_duration=missed))).crossed == crossed.crossed


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (export(vus={"type": "gauge", "values": {"min": 1, "max": 2}}), "two shapes"),
        (export(http_req_duration={"p(95)": 1, "thresholds": {"p(95)<400": {"ok": True}}}), "threshold"),
        (handled(http_req_duration={"type": "t", "values": {"p(95)": 1}, "thresholds": {"x": False}}), "threshold"),
        (export(http_req_failed={"value": 0.9975, "passes": 3, "fails": 1197}), "counts 3 of 1200"),
        (export(http_req_failed={"value": 0.01, "passes": 1, "fails": 99}), "counts 1200 requests, and 100"),
        (export(http_reqs={"count": "many", "rate": 2}), "no number"),
        (export(http_reqs={"count": 1200, "rate": 0}), "rate of http_reqs is 0"),
        (export(http_reqs={"count": -1, "rate": 2}), "count is -1"),
        (export(http_reqs={"count": 1200, "rate": -0.5}), "rate is -0.5"),
        (export(vus={"min": 0.5, "max": 3}), "no whole number"),
        ({"metrics": {}}, "no metrics"),
        ({"metrics": {"vus": 5}}, "no metrics"),
        ({"metrics": {"vus": {"min": 1, "max": 1}}}, "no metric http_reqs"),
        ({"total": 5}, "no load-test result that is known"),
        ([1, 2], "no load-test result that is known"),
    ],
)
def test_unknown_shapes_are_refused(document: Any, said: str, tmp_path: Path) -> None:
    """A summary that is not one of the two is never guessed at."""
    assert said in refused(summary(tmp_path, document))


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("NaN", "NaN is no number"),
        ("Infinity", "Infinity is no number"),
        ("1e999999999", "1e999999999 is larger"),
        ('{"a": 1, "a": 2}', "'a' stands twice"),
        ("[" * 100_000, "not valid JSON"),
    ],
)
def test_json_that_is_none_is_refused(word: str, said: str, tmp_path: Path) -> None:
    """Words that JSON does not know, a key twice, and nesting without end."""
    text = json.dumps(export()).replace("420.5", word)
    assert said in refused(written(tmp_path / "s.json", text))


def test_no_request_is_an_error(tmp_path: Path) -> None:
    """False-GO 23."""
    assert "holds no sample" in refused(summary(tmp_path, export(http_reqs={"count": 0, "rate": 0})))
    assert "holds no sample" in refused(written(tmp_path / "k6.csv", csv_of(row("vus", SECOND, 5))))
