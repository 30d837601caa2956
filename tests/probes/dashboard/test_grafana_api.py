"""A running Grafana: one dashboard by the address of its page, all that a search finds, and what it gets wrong."""

from __future__ import annotations

import json
import socket
import time

import pytest

from readiness.model.errors import CannotJudge
from tests.evidence.servers import Asked, Reply, Route, raw_server, serve
from tests.probes.dashboard.world import board, judged, observed, panel, told

DELAY = ("库存同步延迟", "max(stock_sync_delay_seconds)", "")
GOOD = {"dashboard": board(panel("同步", "stock_sync_delay_seconds")), "meta": {"slug": "b"}}


def answers(content: object, status: int = 200) -> Reply:
    return Reply(json.dumps(content), status, content_type="application/json")


@pytest.mark.parametrize("path", ["/grafana/d/b618/da-ping", "/grafana/d/b618", "/grafana/api/dashboards/uid/b618"])
def test_one_dashboard_by_its_address(path: str) -> None:
    """The page that people look at, and the API's own address."""
    with serve({"/grafana/api/dashboards/uid/b618": answers(GOOD)}) as site:
        judgement = judged(url=site.url(f"{path}?orgId=1"), rows=[DELAY])
    assert told(judgement) == []
    assert [asked.path for asked in site.asked] == ["/grafana/api/dashboards/uid/b618"] or path.endswith("uid/b618")


def test_all_that_a_search_finds() -> None:
    """Folders are none; one dashboard that is gone fails the whole."""
    found = [{"uid": "a", "type": "dash-db"}, {"uid": "f", "type": "dash-folder"}, {"uid": "b618", "type": "dash-db"}]
    routes: dict[str, Route] = {
        "/api/search": answers(found),
        "/api/dashboards/uid/a": answers({"dashboard": board(panel("x", "up"))}),
        "/api/dashboards/uid/b618": answers(GOOD),
    }
    with serve(routes) as site:
        assert told(judged(url=site.url("/api/search?tag=618"), rows=[DELAY])) == []
        del site.routes["/api/dashboards/uid/b618"]
        assert "404" in observed(judged(url=site.url("/api/search?tag=618"), rows=[DELAY]))[0]
        site.routes["/api/search"] = answers([])
        assert observed(judged(url=site.url("/api/search"), rows=[DELAY])) == ["it finds no dashboard"]
        site.routes["/api/search"] = answers([{"uid": f"u{number}"} for number in range(51)])
        assert "more than 50" in observed(judged(url=site.url("/api/search"), rows=[DELAY]))[0]
        site.routes["/api/search"] = answers([{"uid": "../../admin"}])
        assert "without an id" in observed(judged(url=site.url("/api/search"), rows=[DELAY]))[0]


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (answers({"message": "Unauthorized"}, 401), "Unauthorized"),
        (answers({"message": "Dashboard not found"}, 404), "Dashboard not found"),
        (Reply("<html>login</html>"), "not valid JSON"),
        (answers({"message": "ok"}), "no dashboard of Grafana"),
        (answers([]), "no dashboard of Grafana"),
        (Reply("", 200), "not valid JSON"),
        (Reply("x", location="https://login.hemu.invalid/"), "Name"),
    ],
)
def test_answers_that_are_no_dashboard(reply: Reply, said: str) -> None:
    """A login, an error, a page: a finding that names the address, and never a pass."""
    with serve({"/api/dashboards/uid/b618": reply}) as site:
        (finding,) = judged(url=site.url("/d/b618/x"), rows=[DELAY], retries=0).findings
    assert said.lower() in finding.observed.en.lower() or said == "Name"
    assert finding.subject.startswith("http://127.0.0.1")


def test_a_server_that_is_not_there() -> None:
    """Refused."""
    with serve({}) as site:
        url = site.url("/d/b618/x")
    (finding,) = judged(url=url, rows=[DELAY], retries=0).findings
    assert "refused" in finding.observed.en


def test_a_server_that_hangs_or_dies_midway() -> None:
    """Within its time limit, and told as what was seen."""

    def silent(connection: socket.socket) -> None:
        connection.recv(1000)
        time.sleep(3)

    def dies(connection: socket.socket) -> None:
        connection.recv(1000)
        connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{"dashboard": {')

    for talk in (silent, dies):
        with raw_server(talk) as port:
            started = time.monotonic()
            found = judged(url=f"http://127.0.0.1:{port}/d/b618/x", rows=[DELAY], retries=0, timeout="1s").findings
            assert time.monotonic() - started < 2.9
        assert len(found) == 1


def test_our_own_time_is_no_fault_of_the_server() -> None:
    """Where the check's own time ends first, nothing is known of the dashboard."""

    def slow(asked: Asked) -> Reply:
        del asked
        return Reply("{}", after=2)

    with serve({"/api/dashboards/uid/b618": slow}) as site, pytest.raises(CannotJudge) as caught:
        judged(url=site.url("/d/b618/x"), shows=[{"name": "x", "any": ["y"]}], seconds=0.5)
    assert "Time was up" in caught.value.message.en
