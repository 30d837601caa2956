"""The API of Prometheus: a real server's answers, and servers that lie, refuse, cut off or are none."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from readiness.evidence.prometheus import Prometheus
from readiness.evidence.prometheus_answers import Beside, PrometheusFault
from readiness.evidence.web import Web
from readiness.evidence.web_answers import TimeUp
from readiness.model.campaign import Host
from readiness.model.location import Location
from readiness.model.secret import Secret
from readiness.model.text import Text
from tests.evidence.servers import Reply, closed_port, serve
from tests.monitoring import Fed, fed

PAGE = 'orders_total{shop="华东"} 12.5\norders_total{shop="华南"} NaN\nqueue +Inf\n'
FOREVER = {"name": "a", "type": "alerting", "query": "up", "health": "ok", "duration": 10**15}
USED_IN = Text("the binding of metrics-server", "metrics-server 的绑定")


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fed]:
    with fed(tmp_path_factory.mktemp("prometheus"), PAGE, "shop:orders:sum") as server:
        yield server


def asking(url: str, ask: Callable[[Prometheus], Any], seconds: float = 20.0, host: Host | None = None) -> Any:
    with Web({host.name: host} if host else {}, Path()) as web:
        end = time.monotonic() + seconds
        server = Prometheus(web, Secret("${PROMETHEUS_URL}", url), USED_IN, lambda: end - time.monotonic(), retries=0)
        return ask(server)


def fault(url: str, ask: Callable[[Prometheus], Any] = lambda server: server.query("up")) -> PrometheusFault:
    with pytest.raises(PrometheusFault) as raised:
        asking(url, ask)
    return raised.value


def answered(content: object, ask: Callable[[Prometheus], Any] = lambda server: server.query("up")) -> Any:
    """What comes of an answer that a server gives, whatever it is asked."""
    body = content if isinstance(content, str) else json.dumps(content)
    reply = Reply(body, content_type="application/json")
    paths = ("query", "query_range", "rules", "alertmanagers")
    with serve({f"/api/v1/{path}": reply for path in paths}) as site:
        return asking(site.base, ask)


def data(content: object, **more: object) -> dict[str, object]:
    return {"status": "success", "data": content, **more}


def vector(*series: object) -> dict[str, object]:
    return {"resultType": "vector", "result": list(series)}


def test_an_instant_query_of_a_real_server(real: Fed) -> None:
    """Labels, exact values, and NaN and infinity as what they are."""
    found = asking(real.url, lambda server: server.query("orders_total"))
    by_shop = {series.labels["shop"]: series.value for series in found.series}
    assert by_shop["华东"] == Decimal("12.5")
    assert by_shop["华南"].is_nan()
    (queue,) = asking(real.url, lambda server: server.query("queue")).series
    assert queue.value == Decimal("Infinity")
    assert found.beside == Beside()


def test_a_scalar_is_one_series_without_labels(real: Fed) -> None:
    (found,) = asking(real.url, lambda server: server.query("1 + 1.5")).series
    assert (found.labels, found.value) == ({}, Decimal("2.5"))


def test_an_empty_vector_is_an_answer_without_series(real: Fed) -> None:
    """False-GO 26: it is neither 0 nor a fault; who asks must see that nothing is there."""
    assert asking(real.url, lambda server: server.query("nothing_of_that_name")).series == ()


def test_the_clock_of_a_real_server_is_this_machine_s(real: Fed) -> None:
    assert abs(asking(real.url, lambda server: server.now()) - Decimal(time.time())) < 5


def test_a_range_query_of_a_real_server(real: Fed) -> None:
    """The instants and values of each series."""

    def ask(server: Prometheus) -> Any:
        now = server.now()
        return server.query_range('orders_total{shop="华东"}', now - 1, now, Decimal("0.5"))

    (run,) = asking(real.url, ask).runs
    assert {value for _, value in run.samples} == {Decimal("12.5")}
    assert run.labels["shop"] == "华东"


def test_the_rules_that_a_real_server_loaded(real: Fed) -> None:
    """Kind, expression, labels, `for`, health and when each was evaluated last."""
    recording, alerting = asking(real.url, lambda server: server.rules())
    assert (recording.kind, recording.name, recording.health) == ("recording", "shop:orders:sum", "ok")
    assert recording.evaluated is not None
    assert datetime.now(UTC) - recording.evaluated < timedelta(minutes=1)
    assert (alerting.kind, alerting.query, alerting.duration) == ("alerting", "orders_total == 0", 300)
    assert alerting.labels == {"severity": "yellow"}
    assert (alerting.group, alerting.file) == ("orders", "rules.yml")


def test_whom_a_real_server_tells_of_alerts(real: Fed) -> None:
    """Nobody; whom it tells in the example, the tests of `alert-rules` see."""
    assert asking(real.url, lambda server: server.alertmanagers()) == ()


@pytest.mark.parametrize("query", ["up{", "rate(orders_total)", "orders_total * on (job) orders_total"])
def test_a_query_that_a_real_server_can_t_run_says_why(real: Fed, query: str) -> None:
    """False-GO 9: HTTP 400 and 422 with the server's own words."""
    found = fault(real.url, lambda server: server.query(query))
    assert "HTTP 4" in found.words.en


def test_a_query_that_gives_no_value_for_each_series_is_refused(real: Fed) -> None:
    assert "matrix" in fault(real.url, lambda server: server.query("orders_total[5m]")).words.en
    assert "string" in fault(real.url, lambda server: server.query('"text"')).words.en


@pytest.mark.parametrize("base", ["", "/", "/api/v1", "/api/v1/"])
def test_the_address_may_be_written_with_the_api_s_own_path(real: Fed, base: str) -> None:
    assert asking(f"{real.url}{base}", lambda server: server.query("queue")).series


def test_a_path_before_the_api_and_a_query_are_kept() -> None:
    """As gateways and multi-tenant servers have them."""
    with serve({"/tenant/prom/api/v1/query": Reply(json.dumps(data(vector())))}) as site:
        asking(f"{site.base}/tenant/prom/?org=618", lambda server: server.query("a + b"))
        assert site.asked[0].path == "/tenant/prom/api/v1/query?org=618&query=a+%2B+b&timeout=10s"


def test_a_token_is_sent_to_its_host_and_named_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """It travels in the header that the campaign pairs with the host, and a refusal does not repeat it."""
    monkeypatch.setenv("PROMETHEUS_TOKEN", "s3cr3t")
    reply = Reply('{"status": "error", "error": "token expired"}', status=401)
    with serve({"/api/v1/query": reply}) as site:
        header = {"Authorization": "Bearer ${PROMETHEUS_TOKEN}"}
        host = Host(site.host, header, None, None, Location("campaign.yaml", 1, 1))
        with pytest.raises(PrometheusFault) as raised:
            asking(site.base, lambda server: server.query("up"), host=host)
        assert site.asked[0].headers["authorization"] == "Bearer s3cr3t"
    assert "token expired" in raised.value.words.en
    assert "s3cr3t" not in raised.value.words.en + raised.value.words.zh


def test_what_is_said_beside_an_answer_travels_with_it() -> None:
    """An answer that may not be whole (Thanos: a store was down) says so; a hint about the query is another thing."""
    content = data(vector(), warnings=["store east is down"], infos=["metric might not be a counter"])
    assert answered(content).beside == Beside(("store east is down",), ("metric might not be a counter",))


@pytest.mark.parametrize(("partial", "warnings"), [(True, ("isPartial: true",)), (False, ())])
def test_a_partial_answer_of_victoriametrics_is_a_warning(*, partial: bool, warnings: tuple[str, ...]) -> None:
    """False-GO 10: its cluster answers with what the other storage nodes have, and says so without any warning."""
    assert answered(data(vector(), isPartial=partial)).beside.warnings == warnings


def test_a_histogram_has_no_one_value() -> None:
    (found,) = answered(data(vector({"metric": {}, "histogram": [1, {"count": "3"}]}))).series
    assert found.value is None


@pytest.mark.parametrize(
    "content",
    [
        [],
        {},
        {"status": "success"},
        {"data": vector()},
        {"status": "ok", "data": vector()},
        data({}),
        data({"resultType": "vector"}),
        data({"resultType": "vector", "result": {}}),
        data(vector({"metric": {}, "value": [1, 2]})),
        data(vector({"metric": {}, "value": [1, "1_000"]})),
        data(vector({"metric": {}, "value": [1, "１"]})),
        data(vector({"metric": {}, "value": [1, ""]})),
        data(vector({"metric": {}, "value": [1, "1e9999"]})),
        data(vector({"metric": {}, "value": [1, "1" * 1_000]})),
        data(vector({"metric": {}, "value": ["1", "1"]})),
        data(vector({"metric": {}, "value": [10**12, "1"]})),
        data(vector({"metric": {}, "value": [-1, "1"]})),
        '{"status": "success", "data": {"resultType": "scalar", "result": [1e999999, "1"]}}',
        data(vector({"metric": {}, "value": [1]})),
        data(vector({"metric": {"a": 1}, "value": [1, "1"]})),
        data(vector({"value": [1, "1"]})),
        data(vector("up")),
        '{"status": "success", "data": {"resultType": "vector", "resultType": "vector", "result": []}}',
        "<html>Welcome</html>",
        '{"status": "success", "data": {"resultType": "vec',
    ],
)
def test_an_answer_of_another_form_is_a_fault(content: object) -> None:
    """False-GO 10, 24: nothing that was not understood looks like an empty or a good answer."""
    with pytest.raises(PrometheusFault, match=r"no Prometheus API|does not have the form") as raised:
        answered(content)
    assert raised.value.words.zh


@pytest.mark.parametrize(
    ("ask", "content"),
    [
        (lambda server: server.rules(), {"groups": [{"rules": [{"name": "a", "type": "alerting"}]}]}),
        (lambda server: server.rules(), {"groups": [{"rules": [FOREVER]}]}),
        (lambda server: server.rules(), {"groups": "none"}),
        (lambda server: server.rules(), {}),
        (lambda server: server.alertmanagers(), {"activeAlertmanagers": [{}]}),
        (lambda server: server.alertmanagers(), {"droppedAlertmanagers": []}),
        (lambda server: server.now(), vector()),
        (lambda server: server.now(), {"resultType": "scalar", "result": [1, "NaN"]}),
        (lambda server: server.query_range("up", Decimal(1), Decimal(2), Decimal(1)), vector()),
    ],
)
def test_each_answer_must_have_its_form(ask: Callable[[Prometheus], Any], content: object) -> None:
    """Rules, Alertmanagers and the clock: a part that lacks is no empty list."""
    with pytest.raises(PrometheusFault):
        answered(data(content), ask)


def test_an_error_with_http_200_is_a_fault() -> None:
    """False-GO 9: proxies hide the status of errors."""
    with pytest.raises(PrometheusFault, match="too many samples"):
        answered({"status": "error", "errorType": "execution", "error": "too many samples"})


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply("not here", status=404), "what answers there is no Prometheus API (HTTP 404)"),
        (Reply('{"status": "error", "error": "query timed out"}', status=503), "HTTP 503: query timed out"),
        (Reply("bad gateway", status=502), "HTTP 502"),
        (Reply("login", status=403), "HTTP 403"),
        (Reply("<form>login</form>"), "what answers there is no Prometheus API (not valid JSON"),
    ],
)
def test_a_refusal_is_told_by_its_sort(reply: Reply, words: str) -> None:
    """The server's fault, ours to log in, or no Prometheus at all."""
    with serve({"/api/v1/query": reply}) as site:
        assert fault(site.base).words.en.startswith(words)


def test_a_server_that_is_not_there_is_a_fault() -> None:
    """Refusal is an observation, with the reason."""
    found = fault(f"http://127.0.0.1:{closed_port()}")
    assert "refused" in found.words.en


def test_our_own_time_is_kept_where_a_server_is_slow() -> None:
    """With less time than one request may take, it is our side that stopped."""
    with serve({"/api/v1/query": Reply(json.dumps(data(vector())), after=5.0)}) as site:
        began = time.monotonic()
        with pytest.raises(TimeUp):
            asking(site.base, lambda server: server.query("up"), seconds=0.3)
        assert time.monotonic() - began < 2.0
        assert "timeout=1s" in site.asked[0].path
