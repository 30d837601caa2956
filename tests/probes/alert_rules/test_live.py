"""A real Prometheus and a real Alertmanager: what is loaded and routed is what counts, and what goes wrong is seen."""

from __future__ import annotations

import json
import socket
import time
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from readiness.model.errors import CannotJudge
from readiness.model.finding import Judgement
from readiness.model.times import Times
from tests.evidence.servers import Asked, Reply, raw_server, serve
from tests.monitoring import monitoring
from tests.probes.alert_rules.world import RATE, ROUTES, ZONE, alert, judged, rules, tiers, told

LIVE = ROUTES.replace(
    "wechat_configs: [{api_secret: 7f3c9a, corp_id: ww18a3}]",
    'webhook_configs: [{url: "http://duty-bot.hemu.internal:8060/618"}]',
)


class Running:
    """Both servers in a folder of their own; a test changes their files and lets them read them again."""

    def __init__(self, both: Any, module: Any) -> None:
        self.folder: Path = both.folder
        self.urls = {"server": both.prometheus, "alertmanager": both.alertmanager}
        self._reload = module.reload
        self._both = both
        self._silences: list[str] = []

    def load(self, content: str | None = None, routes: str | None = None, *, waits: bool = True) -> None:
        """Load other rules or routes, and wait until each rule was evaluated and Prometheus knows where to send."""
        file = self.folder / "rules" / "error-rate.yml"
        if content is not None and content != file.read_text("utf-8"):
            file.write_text(content, "utf-8")
            self.reload(waits=waits)
        if routes is not None:
            (self.folder / "alertmanager.yml").write_text(routes, "utf-8")
            self._reload(self._both.alertmanager)

    def reload(self, *, waits: bool = True) -> None:
        self._reload(self._both.prometheus)
        if waits:
            self.wait_for_health("ok", "err")
            self._wait(lambda: self._asked("alertmanagers")["activeAlertmanagers"])

    def wait_for_health(self, *health: str) -> None:
        """Until a rule was evaluated in this way, and each was evaluated at all."""
        self._wait(lambda: self._healths() & set(health) and "unknown" not in self._healths())

    def _healths(self) -> set[str]:
        return {rule["health"] for group in self._asked("rules")["groups"] for rule in group["rules"]}

    def _asked(self, path: str) -> dict[str, Any]:
        with urllib.request.urlopen(f"{self._both.prometheus}/api/v1/{path}") as answer:
            data: dict[str, Any] = json.load(answer)["data"]
        return data

    def _wait(self, found: Callable[[], object]) -> None:
        end = time.monotonic() + 20
        while not found():
            assert time.monotonic() < end
            time.sleep(0.05)

    def silence(self, matchers: list[dict[str, Any]], starts: datetime, ends: datetime) -> None:
        body = {
            "matchers": matchers,
            "startsAt": starts.isoformat(),
            "endsAt": ends.isoformat(),
            "createdBy": "zhao.min",
            "comment": "发布期间",
        }
        request = urllib.request.Request(
            f"{self._both.alertmanager}/api/v2/silences",
            json.dumps(body).encode(),
            {"Content-Type": "application/json"},
            method="POST",
        )
        with urllib.request.urlopen(request) as answer:
            self._silences.append(json.load(answer)["silenceID"])

    def end_silences(self) -> None:
        for number in self._silences:
            request = urllib.request.Request(f"{self._both.alertmanager}/api/v2/silence/{number}", method="DELETE")
            urllib.request.urlopen(request).close()
        self._silences.clear()

    def judged(self, *files: Any, launch: datetime | None = None, **settings: Any) -> Judgement:
        """The verdict now, of a campaign that begins in an hour."""
        now = datetime.now(UTC)
        begins = launch or now + timedelta(hours=1)
        when = Times(now, now, False, begins, begins + timedelta(days=3), ZONE, {})
        content, routes = (*files, None, None)[:2]
        return judged(content, routes, urls=self.urls, when=when, **settings)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Both servers, for all tests here: each loads what it needs."""
    module = monitoring()
    page = Reply('http_requests_total{code="200"} 940\nhttp_requests_total{code="500"} 0\n', content_type="text/plain")
    with (
        module.servers(tmp_path_factory.mktemp("servers")) as servers,
        serve({"/metrics": page}) as site,
        module.agent(site.url("/metrics"), servers.prometheus, job="shop"),
    ):
        module.wait_for(servers.prometheus, "http_requests_total")
        yield Running(servers, module)


def test_what_runs_as_it_must_passes(both: Running) -> None:
    """Loaded, evaluated, sent to this Alertmanager, routed to three receivers."""
    both.load(tiers(), LIVE)
    judgement = both.judged()
    assert told(judgement) == []
    assert judgement.examined.count == 3
    assert judgement.holds_until is not None


def test_a_rule_that_is_not_loaded_is_none(both: Running) -> None:
    """False-GO 26: the file is right, the server has not loaded it."""
    both.load(rules(alert("ShopErrorsYellow", f"{RATE} > 0.005", "yellow")), LIVE)
    found = told(both.judged(tiers()))
    assert ("ShopErrorsManual", "loaded by the server", "not loaded") in found
    assert {"scale-out", "manual"} <= {subject for subject, _, _ in found}
    assert {"scale-out", "manual"} == {subject for subject, _, _ in told(both.judged())}


def test_an_alert_over_what_is_not_there(both: Running) -> None:
    """False-GO 26: a mistyped metric gives an empty vector, over which an alert never fires."""
    both.load(tiers(rate=RATE.replace("http_requests_total", "http_request_total")), LIVE)
    found = told(both.judged())
    assert [subject for subject, _, _ in found] == ["ShopErrorsYellow", "ShopErrorsScaleOut", "ShopErrorsManual"]
    assert {(required, seen) for _, required, seen in found} == {
        ("samples of http_request_total", "none on the server")
    }


def test_what_is_not_there_is_seen_among_many_alerts(both: Running) -> None:
    """False-GO 26: a server with alerts over dozens of services, of which the shop's own watch nothing."""
    others = "".join(
        f"  - {alert(f'Other{number}', RATE.replace('http_requests_total', f'a{number}_total') + ' > 0.5', 'page')}\n"
        for number in range(60)
    )
    both.load(tiers(rate=RATE.replace("http_requests_total", "http_request_total")) + others, LIVE)
    found = told(both.judged())
    assert {(required, seen) for _, required, seen in found} == {
        ("samples of http_request_total", "none on the server")
    }


def test_a_rule_that_is_loaded_otherwise_is_told(both: Running) -> None:
    """The server still runs last week's limit, `for` or label; blanks and brackets are no difference."""
    both.load(tiers(), LIVE)
    assert told(both.judged(tiers(rate=f"({RATE.replace(' / ', '/')})"))) == []
    for old, new, required in (
        ("> 0.03", "> 0.02", "0.02"),
        ("for: 2m", "for: 1m", "for: 1 min"),
        ("{severity: red}", "{severity: red, team: a}", "team=a"),
    ):
        found = told(both.judged(tiers().replace(old, new)))
        assert found, new
        assert all(required in asked for _, asked, _ in found), found


def test_a_rule_that_can_not_be_evaluated_is_told(both: Running) -> None:
    """It is loaded, and each evaluation ends in an error: many-to-many, so it never fires."""
    twice = "{alert: %s, expr: vector(1)}"
    rate = 'ALERTS{alertname=~"Fail.*"} / on() ALERTS{alertname=~".+"}'
    three = tiers(rate=rate).replace("  rules:\n", f"  rules:\n  - {twice % 'FailA'}\n  - {twice % 'FailB'}\n")
    both.load(three, LIVE)
    both.wait_for_health("err")
    ((subject, required, seen),) = [one for one in told(both.judged()) if one[0] == "ShopErrorsManual"]
    assert (subject, required) == ("ShopErrorsManual", "health ok")
    assert "many-to-many" in seen


def test_a_group_that_is_evaluated_once_a_day_is_told(both: Running) -> None:
    """Not yet evaluated, and seldom: both keep an alert from firing in time."""
    both.load(tiers().replace("- name: shop\n", "- name: shop\n  interval: 1d\n"), LIVE, waits=False)
    found = told(both.judged())
    assert ("ShopErrorsYellow", "health ok", "unknown") in found


def test_rules_that_are_evaluated_no_longer_are_stale(both: Running) -> None:
    """What was evaluated before the asked time counts no more."""
    both.load(tiers(), LIVE)
    time.sleep(1.1)
    later = datetime.now(UTC) + timedelta(minutes=11)
    when = Times(later, later, False, later, later + timedelta(days=1), ZONE, {})
    found = told(judged(None, None, urls=both.urls, when=when))
    assert [subject for subject, _, _ in found] == ["ShopErrorsYellow", "ShopErrorsScaleOut", "ShopErrorsManual"]
    assert all("evaluated since" in required for _, required, _ in found)


def test_silences_over_the_campaign(both: Running) -> None:
    """False-GO 26: an active silence, and one that begins during the campaign; one that ends before it is none."""
    both.load(tiers(), LIVE)
    now = datetime.now(UTC)
    launch = now + timedelta(days=40)
    manual = [{"name": "alertname", "value": "ShopErrors(Manual|X)", "isRegex": True, "isEqual": True}]
    both.silence(manual, now, launch - timedelta(seconds=1))
    both.silence([{"name": "severity", "value": "blue", "isRegex": False}], now, launch + timedelta(days=1))
    other = [{"name": "severity", "value": "yellow", "isRegex": False, "isEqual": False}]
    both.silence(other, launch + timedelta(days=9), launch + timedelta(days=10))
    assert told(both.judged(launch=launch)) == []
    both.silence(manual, launch + timedelta(days=1), launch + timedelta(days=2))
    ((subject, _, seen),) = told(both.judged(launch=launch))
    assert subject == "ShopErrorsManual"
    assert "zhao.min" in seen
    assert "ShopErrors(Manual|X)" in seen
    both.end_silences()
    assert told(both.judged(launch=launch)) == []


def test_routes_that_run_count_and_not_the_file(both: Running) -> None:
    """Alertmanager runs with last week's file: the tier falls to the default, whatever the new file says."""
    both.load(tiers(), LIVE.replace('severity="orange"', 'severity="scale-out"'))
    found = told(both.judged())
    assert ("ShopErrorsScaleOut", "a receiver of its own (scale-out)", "ops-mail, as yellow") in found
    changed = LIVE.replace("scaler.hemu.internal:8080", "scaler.hemu.internal:9090")
    assert ("autoscaler", "other in the file") in [
        (subject, seen) for subject, _, seen in told(both.judged(None, changed))
    ]


def test_what_alertmanager_hides(both: Running) -> None:
    """A secret that it does not show is not taken for a real one, unless its file shows it, or the check says so."""
    both.load(tiers(), ROUTES)
    ((subject, _, seen),) = told(both.judged())
    assert subject == "ShopErrorsManual"
    assert "api_secret is hidden" in seen
    assert told(both.judged(None, ROUTES)) == []
    judgement = both.judged(hidden="note")
    assert told(judgement) == []
    assert any("hidden" in note.en for note in judgement.notes)
    placeholder = ROUTES.replace("7f3c9a", "YOUR_SECRET")
    both.load(None, placeholder)
    assert any("placeholder" in seen for _, _, seen in told(both.judged(None, placeholder)))


def test_another_alertmanager_is_not_the_one(both: Running, tmp_path: Path) -> None:
    """Prometheus sends elsewhere than to the Alertmanager whose routes were judged."""
    both.load(tiers(), LIVE)
    (tmp_path / "alertmanager.yml").write_text(LIVE, "utf-8")
    with monitoring().alertmanager(tmp_path) as other:
        urls = {**both.urls, "alertmanager": other}
        now = datetime.now(UTC)
        when = Times(now, now, False, now, now + timedelta(days=1), ZONE, {})
        ((_, required, seen),) = told(judged(None, None, urls=urls, when=when, hidden="note"))
    assert other in required
    assert urls["server"] not in seen


def test_a_server_that_sends_to_nobody(tmp_path: Path) -> None:
    """False-GO 26: all rules are loaded, and no Alertmanager is named."""
    (tmp_path / "rules.yml").write_text(tiers(), "utf-8")
    (tmp_path / "prometheus.yml").write_text("global: {evaluation_interval: 200ms}\nrule_files: [rules.yml]\n", "utf-8")
    with monitoring().prometheus(tmp_path) as url:
        time.sleep(0.5)
        now = datetime.now(UTC)
        when = Times(now, now, False, now, now + timedelta(days=1), ZONE, {})
        found = told(judged(None, ROUTES, urls={"server": url}, when=when))
    assert (url, "sends alerts to an Alertmanager", "to none") in found


def test_an_alert_that_is_dropped_before_it_is_sent(both: Running) -> None:
    """alert_relabel_configs that drop a tier, and a label that the routes need."""
    config = both.folder / "prometheus.yml"
    before = config.read_text("utf-8")
    both.load(tiers(), LIVE)
    try:
        for relabeling, part in (
            ("{source_labels: [severity], regex: red, action: drop}", "dropped"),
            ("{source_labels: [severity], regex: 'yellow|orange', action: keep}", "dropped"),
            ("{regex: severity, action: labeldrop}", "ops-mail"),
            ("{source_labels: [severity], target_label: severity, replacement: low}", "depends on labels"),
            ("{regex: replica, action: labeldrop}", ""),
        ):
            config.write_text(f"{before}  alert_relabel_configs: [{relabeling}]\n", "utf-8")
            both.reload(waits=False)
            words = [
                seen for _, required, seen in told(both.judged()) if "severity" in required or "receiver" in required
            ]
            words += [seen for _, required, seen in told(both.judged()) if "sent to" in required]
            assert any(part in said for said in words) if part else not words, (relabeling, words)
    finally:
        config.write_text(before, "utf-8")
        both.reload()


def answers(**routes: Any) -> dict[str, Any]:
    """A server of ours that tells what a Prometheus would."""
    return {
        f"/api/v1/{name.replace('_', '/')}": Reply(json.dumps(content), content_type="application/json")
        for name, content in routes.items()
    }


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply("<html>welcome</html>"), "no Prometheus API"),
        (Reply('{"status":"error","error":"tsdb is gone"}', 503, content_type="application/json"), "tsdb is gone"),
        (Reply('{"status":"success"}', content_type="application/json"), "no Prometheus API"),
        (Reply('{"status":"success","data":{"groups":[{"rules":[{}]}]}}', content_type="application/json"), "form"),
        (Reply("", 401), "401"),
    ],
)
def test_a_server_that_lies(reply: Reply, said: str) -> None:
    """A page, an error, nothing, another form, a login: never a pass, always the address."""
    with serve({"/api/v1/rules": reply}) as site:
        ((subject, required, seen),) = told(judged(None, ROUTES, urls={"server": site.base}, retries=0))
    assert (subject, required) == (site.base, "Prometheus answers its API")
    assert said in seen


def test_no_rules_at_all_fail_every_tier() -> None:
    """False-GO 5: a server that has loaded nothing."""
    empty = {"status": "success", "data": {"groups": []}}
    config = {"status": "success", "data": {"yaml": "global: {}\n"}}
    known = {"activeAlertmanagers": [{"url": "http://am:9093/api/v2/alerts"}], "droppedAlertmanagers": []}
    to = {"status": "success", "data": known}
    alerts = {"status": "success", "data": {"alerts": []}}
    with serve(answers(rules=empty, status_config=config, alertmanagers=to, alerts=alerts)) as site:
        judgement = judged(None, ROUTES, urls={"server": site.base})
    assert [subject for subject, _, _ in told(judgement)] == ["yellow", "scale-out", "manual"]


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply("<html>welcome</html>"), "not valid JSON"),
        (Reply("{}", content_type="application/json"), "no Alertmanager API"),
        (Reply('{"config":{"original":"global: {}"}}', content_type="application/json"), "has no route"),
        (Reply("{}", 500, content_type="application/json"), "500"),
    ],
)
def test_an_alertmanager_that_lies(reply: Reply, said: str) -> None:
    """The same of the other server; the rules are still judged."""
    with serve({"/api/v2/status": reply}) as site:
        ((subject, _, seen),) = told(judged(tiers(), None, urls={"alertmanager": site.base}, retries=0))
    assert subject == site.base
    assert said in seen


def test_servers_that_hang_or_die_midway() -> None:
    """Within their time limit, as what was seen."""

    def silent(connection: socket.socket) -> None:
        connection.recv(1000)
        time.sleep(3)

    def dies(connection: socket.socket) -> None:
        connection.recv(1000)
        connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{"status":"success","data":{"groups":[')

    for talk in (silent, dies):
        for setting, files in (("server", (None, ROUTES)), ("alertmanager", (tiers(), None))):
            with raw_server(talk) as port:
                started = time.monotonic()
                found = told(judged(*files, urls={setting: f"http://127.0.0.1:{port}"}, retries=0, timeout="1s"))
                assert time.monotonic() - started < 2.9
            assert [subject for subject, _, _ in found] == [f"http://127.0.0.1:{port}"]


def test_our_own_time_is_no_fault_of_the_server() -> None:
    """Where the check's own time ends first, nothing is known."""

    def slow(asked: Asked) -> Reply:
        del asked
        return Reply("{}", after=2)

    with serve({"/api/v1/rules": slow}) as site, pytest.raises(CannotJudge) as caught:
        judged(None, ROUTES, urls={"server": site.base}, seconds=0.5)
    assert "Time was up" in caught.value.message.en
