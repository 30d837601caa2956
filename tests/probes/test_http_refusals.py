"""Kind `http`: requests that must be refused, against real servers."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from readiness.model.campaign import Host
from readiness.model.errors import CannotJudge
from readiness.model.finding import Judgement
from readiness.model.location import Location
from readiness.probes import http
from tests.evidence.servers import Asked, Reply, Route, Site, raw_server, serve
from tests.probes.web_world import WebWorld, messages

REFUSED = {"waf": [403, 405], "replay": [401, 409], "one-device": [409]}
ATTACK = {"name": "SQL 注入", "test": "waf", "url": "/search?q='or'1'='1", "control": "/search"}
REPLAY = {
    "name": "重放",
    "test": "重放",
    "method": "POST",
    "url": "/claim",
    "body": '{"nonce": "n-1"}',
    "headers": "X-Sign: 7f3a\nContent-Type: application/vnd.hemu+json",
    "control": "/coupon",
}
SECOND = {"name": "第二次领取", "test": "one-device", "url": "/claim?device=d-1", "control": "/coupon"}


def _search(asked: Asked) -> Reply:
    return Reply("blocked", status=403) if "or" in asked.path else Reply("results")


def _claim(asked: Asked) -> Reply:
    return Reply('{"error": "used"}', status=409)


def _routes(**changes: Route) -> dict[str, Route]:
    paths: dict[str, Route] = {"search": _search, "claim": _claim, "coupon": Reply("coupon")}
    return {f"/{path}": route for path, route in {**paths, **changes}.items()}


def _list(*rows: dict[str, str]) -> str:
    columns = ["name", "test", "url", "method", "body", "headers", "control", "contains"]
    text = io.StringIO()
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _judge(site: Site, *rows: dict[str, str], allowed: bool = True, **settings: Any) -> Judgement:
    host = Host(site.host, {}, None, None, Location("campaign.yaml", 9, 3), refusal_tests=allowed)
    world = WebWorld(lists={"tests": _list(*rows)}, base=site.base, hosts={site.host: host})
    return world.judge(refused=REFUSED, **settings)


def test_what_is_refused_passes_and_each_is_sent_once() -> None:
    """Controls are answered, each test is refused: nothing is found, and every test was one request as the row says."""
    with serve(_routes()) as site:
        judgement = _judge(site, ATTACK, REPLAY, SECOND, retries=2)
        sent = [asked for asked in site.asked if asked.path in (ATTACK["url"], REPLAY["url"], SECOND["url"])]
    assert judgement.findings == ()
    assert judgement.examined.count == 3
    assert [(asked.method, asked.path) for asked in sent] == [
        ("GET", ATTACK["url"]),
        ("POST", "/claim"),
        ("GET", SECOND["url"]),
    ]
    assert sent[1].body == b'{"nonce": "n-1"}'
    assert (sent[1].headers["x-sign"], sent[1].headers["content-type"]) == ("7f3a", "application/vnd.hemu+json")


@pytest.mark.parametrize(
    ("route", "observed"),
    [
        (Reply("found nothing"), "HTTP 200"),
        (Reply("no such page", status=404), "HTTP 404"),
        (Reply("broken", status=500), "HTTP 500"),
        (Reply(location="/login"), "HTTP 302 -> /login"),
        (Reply("not this", status=401), "HTTP 401"),
    ],
)
def test_anything_but_the_refusal_of_its_sort_is_a_finding(route: Reply, observed: str) -> None:
    """False-GO 24: an attack that is answered, led elsewhere or that breaks the page was not refused; what refuses a
    replay does not refuse an attack."""

    def search(asked: Asked) -> Reply:
        return route if "or" in asked.path else Reply("results")

    with serve(_routes(search=search)) as site:
        judgement = _judge(site, ATTACK, REPLAY, SECOND, retries=2)
        assert sum(asked.path == ATTACK["url"] for asked in site.asked) == 1
    assert messages(judgement) == [f"SQL 注入: refused with HTTP 403, 405 / {observed}"]


def test_a_wall_that_refuses_everybody_protects_nothing() -> None:
    """False-GO 24: where the control is refused too, the finding is the control's, and the test is not even sent."""
    with serve(_routes(search=Reply("log in", status=403))) as site:
        judgement = _judge(site, ATTACK, REPLAY, SECOND)
        assert not any(asked.path == ATTACK["url"] for asked in site.asked)
    assert messages(judgement) == ["SQL 注入: HTTP 200 / HTTP 403"]
    assert judgement.findings[0].message.en == "The ordinary request beside it: It answers with status 403"


def test_a_control_that_shows_another_page_is_a_finding() -> None:
    """False-GO 24: the control keeps the expectations of every endpoint, such as what it must show."""
    with serve(_routes(coupon=Reply("<h1>系统维护中</h1>"))) as site:
        judgement = _judge(site, ATTACK, {**REPLAY, "contains": "领券"}, SECOND)
    assert {finding.subject for finding in judgement.findings} == {"重放", "第二次领取"}


def test_silence_is_no_refusal() -> None:
    """False-GO 12: a connection that is dropped can't be told from a server that fell; it is not asked again."""
    count = 0

    def talk(connection: Any) -> None:
        nonlocal count
        asked = connection.recv(4096).decode()
        if "or" in asked.split()[1]:
            count += 1
            return
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")

    with raw_server(talk) as port:
        site = Site({}, port=port)
        judgement = _judge(site, ATTACK, retries=2)
    assert "SQL 注入" in [finding.subject for finding in judgement.findings]
    assert count == 1


def test_nothing_is_sent_without_leave() -> None:
    """Where the campaign does not allow it for that host, nothing at all is asked, and the hint says what to write."""
    with serve(_routes()) as site:
        with pytest.raises(CannotJudge, match="does not allow") as caught:
            _judge(site, SECOND, ATTACK, allowed=False)
        assert site.asked == []
    assert caught.value.hint is not None
    assert "refusal_tests: yes" in caught.value.hint.en
    assert "refusal_tests: yes" in caught.value.hint.zh


def test_leave_for_one_host_is_none_for_another() -> None:
    """A row that names another host is not sent there by the leave of the first."""
    with serve(_routes()) as site, serve(_routes()) as other:
        away = {**ATTACK, "url": other.url(ATTACK["url"]), "control": other.url("/search")}
        with pytest.raises(CannotJudge, match="does not allow"):
            _judge(site, REPLAY, away)
        assert (site.asked, other.asked) == ([], [])


def test_each_sort_that_is_asked_needs_a_row() -> None:
    """False-GO 5: a list without a replay shows nothing about replays."""
    with serve(_routes()) as site:
        judgement = _judge(site, ATTACK)
    assert [finding.required.en.split(":")[0] for finding in judgement.findings] == [
        "a row with the test replay",
        "a row with the test one-device",
    ]


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"test": ""}, "test"),
        ({"test": "burst"}, "test"),
        ({"method": "DELETE"}, "method"),
        ({"method": "PUT"}, "method"),
        ({"body": "x=1"}, "body"),
        ({"headers": "no header"}, "headers"),
        ({"headers": "Host: elsewhere.example"}, "headers"),
        ({"headers": "Content-Length: 0"}, "headers"),
        ({"headers": "X-Key: ${SHOP_TOKEN}"}, "headers"),
        ({"url": "/search?q=${SHOP_TOKEN}"}, "url"),
        ({"control": ""}, "control"),
        ({"control": "${SHOP_URL}/search"}, "control"),
        ({"control": "https://elsewhere.example/search"}, "control"),
        ({"control": "/other"}, "control"),
        ({"control": ATTACK["url"]}, "control"),
    ],
)
def test_a_row_that_can_not_be_sent_is_a_finding_and_not_sent(change: dict[str, str], column: str) -> None:
    """No other method, framing or variable is ever sent, and a control that is none shows nothing."""
    with serve(_routes()) as site:
        judgement = _judge(site, {**ATTACK, **change}, REPLAY, SECOND)
        assert not any("or" in asked.path for asked in site.asked)
    (found,) = [finding for finding in judgement.findings if finding.required.en.startswith(f"{column}: ")]
    assert found.where.endswith(f"column {column}")


def test_the_same_request_twice_is_a_finding() -> None:
    """One request each: two rows of the same request would be two."""
    with serve(_routes()) as site:
        judgement = _judge(site, ATTACK, {**ATTACK, "name": "又一次"}, REPLAY, SECOND)
        assert sum(asked.path == ATTACK["url"] for asked in site.asked) == 1
    assert [finding.subject for finding in judgement.findings] == ["又一次"]


def test_a_signed_request_may_be_used_once_and_then_again() -> None:
    """A replay's control may be its own first use."""
    used: set[str] = set()

    def claim(asked: Asked) -> Reply:
        if asked.path in used:
            return Reply("used", status=409)
        used.add(asked.path)
        return Reply("claimed")

    row = {"name": "重放", "test": "replay", "url": "/claim?nonce=1&sign=a", "control": "/claim?nonce=1&sign=a"}
    with serve(_routes(claim=claim)) as site:
        judgement = _judge(site, ATTACK, row, {**SECOND, "url": "/coupon?x=1", "control": "/coupon"})
    assert [finding.subject for finding in judgement.findings] == ["第二次领取"]


@pytest.mark.parametrize("codes", [[200], [302], [404], [403, 500], []])
def test_only_refusals_refuse(codes: list[int]) -> None:
    """False-GO 4: a setting that would take an answer, a redirect, a missing page or a fault for a refusal is none."""
    with pytest.raises(ValueError, match=r"refuses nothing|at least 1"):
        http.Settings.model_validate({"endpoints": "tests", "refused": {"waf": codes}})


@pytest.mark.parametrize(
    ("after", "stricter"),
    [
        ({"waf": [403], "replay": [401]}, True),
        ({"waf": [403, 429], "replay": [401, 409]}, False),
        ({"waf": [403]}, False),
        (None, False),
    ],
)
def test_fewer_refusals_count_is_stricter(after: dict[str, list[int]] | None, stricter: bool) -> None:
    """False-GO 38: a test left out, or a further status that counts, loosens the check."""
    settings = [
        http.Settings.model_validate({"endpoints": "tests", "refused": refused})
        for refused in ({"waf": [403], "replay": [401, 409]}, after)
    ]
    assert http.stricter(*settings) is stricter
