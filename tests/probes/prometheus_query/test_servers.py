"""Servers that are not there, refuse, lie, hang, trickle or die: each ends in a finding, within the check's time."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from readiness.model.outcome import Outcome, Status
from tests.evidence.servers import Asked, Reply, closed_port, raw_server, serve
from tests.monitoring import Fed, fed
from tests.probes.prometheus_query.world import MetricsCampaign, row, seen

ROWS = [row(f"metric {number}", f"metric_{number}") for number in range(12)]
API = "/api/v1/query"


def scalar(value: str) -> str:
    return json.dumps({"status": "success", "data": {"resultType": "scalar", "result": [time.time(), value]}})


def vector(value: str, at: float | None = None) -> str:
    sample = {"metric": {"a": "b"}, "value": [time.time() if at is None else at, value]}
    return json.dumps({"status": "success", "data": {"resultType": "vector", "result": [sample]}})


def healthy(asked: Asked) -> Reply:
    """What a server without any fault answers."""
    query = parse_qs(urlsplit(asked.path).query)["query"][0]
    if query == "time()":
        return Reply(scalar(str(time.time())))
    return Reply(vector(str(time.time()) if "timestamp(" in query else "1"))


def but(query: str, reply: Callable[[], Reply]) -> Callable[[Asked], Reply]:
    """A server that answers what has this part otherwise."""
    return lambda asked: reply() if query in parse_qs(urlsplit(asked.path).query)["query"][0] else healthy(asked)


def told(folder: Path, answer: Callable[[Asked], Reply], seconds: float = 30.0, **settings: str) -> Outcome:
    with serve({API: answer}) as site:
        return MetricsCampaign(folder, site.base).check(ROWS, seconds, **settings)


def test_a_healthy_one_passes(tmp_path: Path) -> None:
    """So what the other tests see comes from the fault alone."""
    outcome = told(tmp_path, healthy)
    assert outcome.status is Status.PASSED, seen(outcome)
    assert outcome.examined.count == 12


def test_many_queries_are_asked_at_once(tmp_path: Path) -> None:
    """Twelve rows of two questions, each 0.2 s, in much less than 4.8 s."""

    def slow(asked: Asked) -> Reply:
        time.sleep(0.2)
        return healthy(asked)

    began = time.monotonic()
    assert told(tmp_path, slow).status is Status.PASSED
    assert time.monotonic() - began < 3.0


def test_one_that_is_not_there_is_one_finding(tmp_path: Path) -> None:
    """Refusal is an observation (failed, not error), told once and not twelve times."""
    outcome = MetricsCampaign(tmp_path, f"http://127.0.0.1:{closed_port()}").check(ROWS)
    assert outcome.status is Status.FAILED
    (finding,) = outcome.findings
    assert "connection was refused" in finding.message.en
    assert finding.where.endswith("/campaign.yaml:19:5")


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply("<html>Welcome to Grafana</html>"), "no Prometheus API"),
        (Reply("nothing here", status=404), "no Prometheus API"),
        (Reply('{"status": "error", "error": "no org id"}', status=401), "HTTP 401: no org id"),
        (Reply("maintenance", status=503), "HTTP 503"),
        (Reply('{"status": "success", "data": {}}'), "does not have the form"),
        (Reply(""), "no Prometheus API"),
    ],
)
def test_one_that_answers_otherwise_is_a_finding(tmp_path: Path, reply: Reply, words: str) -> None:
    """False-GO 24: HTTP 200 with a page, a login, an error, or something else altogether."""
    outcome = told(tmp_path, lambda _: reply)
    assert outcome.status is Status.FAILED
    assert any(words in finding.observed.en for finding in outcome.findings), seen(outcome)


def test_one_that_hangs_is_a_finding_within_its_time(tmp_path: Path) -> None:
    """The timeout of the request, not the check's time, so it is the server's fault."""
    began = time.monotonic()
    with raw_server(lambda connection: time.sleep(6)) as port:
        outcome = MetricsCampaign(tmp_path, f"http://127.0.0.1:{port}").check(ROWS, timeout="1s")
    assert outcome.status is Status.FAILED
    assert "in time" in outcome.findings[0].observed.en
    assert time.monotonic() - began < 15


def test_one_that_trickles_is_a_finding_within_its_time(tmp_path: Path) -> None:
    """A byte now and then keeps no request alive beyond its timeout."""

    def trickle(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(60):
            connection.sendall(b" ")
            time.sleep(0.1)

    began = time.monotonic()
    with raw_server(trickle) as port:
        outcome = MetricsCampaign(tmp_path, f"http://127.0.0.1:{port}").check(ROWS, timeout="1s")
        assert time.monotonic() - began < 4
    assert outcome.status is Status.FAILED


def test_where_our_own_time_is_up_nothing_is_said_of_the_server(tmp_path: Path) -> None:
    """Less time for the check than for one request: an error with what to do, never a pass."""
    outcome = told(tmp_path, lambda _: Reply(scalar("1"), after=3.0), seconds=1.0)
    assert outcome.status is Status.ERROR


def test_where_time_is_up_midway_what_was_not_asked_is_named(tmp_path: Path) -> None:
    """Half of the metrics answered: the others are not counted as good."""

    def first_six(asked: Asked) -> Reply:
        query = parse_qs(urlsplit(asked.path).query)["query"][0]
        number = query.rpartition("_")[2].rstrip(")")
        return Reply(vector("1"), after=8.0) if number.isdigit() and int(number) >= 6 else healthy(asked)

    outcome = told(tmp_path, first_six, seconds=3.0)
    assert outcome.status is Status.ERROR
    assert "6 of 12 metrics not asked" in outcome.message.en


def test_one_that_dies_midway_leaves_findings(tmp_path: Path) -> None:
    """It knew its time and then closed every connection: each metric is named."""
    answered: list[int] = []

    def once(connection: socket.socket) -> None:
        connection.recv(4096)
        if not answered:
            answered.append(1)
            body = scalar(str(time.time())).encode()
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(body) + body)

    with raw_server(once) as port:
        outcome = MetricsCampaign(tmp_path, f"http://127.0.0.1:{port}").check(ROWS)
    assert outcome.status is Status.FAILED
    assert len(outcome.findings) == 12


def test_an_endless_answer_is_a_finding_in_bounded_memory(tmp_path: Path) -> None:
    """What goes on beyond the limit is not whole, and is not read on."""

    def flood(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
        for _ in range(3_000):
            connection.sendall(b" " * 65_536)

    with raw_server(flood) as port:
        outcome = MetricsCampaign(tmp_path, f"http://127.0.0.1:{port}").check(ROWS, timeout="20s")
    assert outcome.status is Status.FAILED
    assert "not whole" in outcome.findings[0].observed.en


@pytest.mark.parametrize(
    ("query", "reply", "words"),
    [
        ("metric_3", lambda: Reply('{"status": "success"}'), "no Prometheus API"),
        ("timestamp(metric_3)", lambda: Reply(vector("1")), "samples at most 5 min old"),
        ("timestamp(metric_3)", lambda: Reply(vector(str(time.time() + 600))), "ahead of the server's clock"),
        ("timestamp(metric_3)", lambda: Reply(vector("NaN")), "no sample"),
        ("timestamp(metric_3)", lambda: Reply(scalar("x")), "does not have the form"),
        ("metric_3", lambda: Reply('{"status": "error", "error": "query timed out"}', status=503), "query timed out"),
        (
            "metric_3",
            lambda: Reply(vector("1").replace('"status"', '"warnings": ["store down"], "status"')),
            "store down",
        ),
        (
            "timestamp(metric_3)",
            lambda: Reply(vector(str(time.time())).replace('"status"', '"warnings": ["store down"], "status"')),
            "store down",
        ),
        ("metric_3", lambda: Reply(vector("1").replace('"status"', '"isPartial": true, "status"')), "isPartial"),
    ],
)
def test_one_that_lies_about_one_metric_is_found_out(
    tmp_path: Path, query: str, reply: Callable[[], Reply], words: str
) -> None:
    """False-GO 9, 26: of twelve metrics one is dated wrongly, unreadable, refused or not whole."""
    outcome = told(tmp_path, but(query, reply))
    assert outcome.status is Status.FAILED
    assert {finding.subject.split(" {")[0] for finding in outcome.findings} == {"metric 3"}
    assert any(words in line for line in seen(outcome)), seen(outcome)


def test_a_remark_of_the_server_is_a_note(tmp_path: Path) -> None:
    """It says how a query may be meant, and that nothing is missing."""

    def remarking(asked: Asked) -> Reply:
        reply = healthy(asked)
        reply.body = str(reply.body).replace('"status"', '"infos": ["might not be a counter"], "status"')
        return reply

    outcome = told(tmp_path, remarking)
    assert outcome.status is Status.PASSED
    assert "metric 3: the server remarks: might not be a counter" in [note.en for note in outcome.notes]


def test_a_variable_that_is_not_set_is_our_own_fault(tmp_path: Path) -> None:
    """An error that names it, since nothing is known of the server."""
    outcome = MetricsCampaign(tmp_path, "${NO_SUCH_PROMETHEUS}").check(ROWS)
    assert outcome.status is Status.ERROR
    assert "NO_SUCH_PROMETHEUS" in outcome.message.en


@pytest.mark.parametrize("address", ["prometheus:9090", "ftp://prometheus/", "http:///api"])
def test_an_address_that_is_none_is_our_own_fault(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROMETHEUS_URL", address)
    assert MetricsCampaign(tmp_path, "${PROMETHEUS_URL}").check(ROWS).status is Status.ERROR


def test_a_server_behind_a_path_with_a_token_is_asked(
    server: Fed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The token goes to its host, and stands in no word of the outcome."""
    monkeypatch.setenv("PROMETHEUS_TOKEN", "s3cr3t-token")

    def gate(asked: Asked) -> Reply:
        if asked.headers.get("authorization") != "Bearer s3cr3t-token":
            return Reply("who are you?", status=401)
        return healthy(asked)

    with serve({"/tenant/api/v1/query": gate}) as site:
        hosts = {site.host: {"headers": {"Authorization": "Bearer ${PROMETHEUS_TOKEN}"}}}
        assert MetricsCampaign(tmp_path, f"{site.base}/tenant", hosts).check(ROWS).status is Status.PASSED
        outcome = MetricsCampaign(tmp_path, f"{site.base}/tenant").check(ROWS)
    assert "401" in outcome.findings[0].observed.en
    assert "s3cr3t" not in repr(outcome)


def test_a_real_server_that_was_stopped_midway_is_no_pass(tmp_path: Path) -> None:
    """From a good answer to none: nothing of the earlier one is kept."""
    with fed(tmp_path / "server", "metric_0 1\n", "metric_0") as found:
        assert MetricsCampaign(tmp_path, found.url).check(ROWS[:1]).status is Status.PASSED
    assert MetricsCampaign(tmp_path, found.url).check(ROWS[:1]).status is Status.FAILED
