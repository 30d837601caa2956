"""From an alert to whoever is told: routes, receivers, and what keeps it from them."""

from __future__ import annotations

import json
import random
import subprocess
from pathlib import Path
from typing import Any

import pytest

from readiness.evidence.yaml_located import located_yaml
from readiness.model.errors import BadValue, CannotJudge
from readiness.probes.alert_rules.alert_labels import labels_of
from readiness.probes.alert_rules.alertmanager import read_alertmanager
from readiness.probes.alert_rules.facts import Sender
from readiness.probes.alert_rules.matchers import AlertLabels, Matcher, parse_matchers
from readiness.probes.alert_rules.routing import ways
from readiness.probes.alert_rules.rules import Rule
from tests.probes.alert_rules.world import ROUTES, judged, tiers, told
from tests.tools import program

LABELS = ("severity", "team", "service")
VALUES = ("red", "orange", "shop", "")


def test_three_receivers_pass() -> None:
    """Each tier reaches a receiver of its own."""
    assert told(judged(tiers(), ROUTES)) == []


def changed(old: str, new: str) -> str:
    assert old in ROUTES
    return ROUTES.replace(old, new)


HOOK = "http://scaler.hemu.internal:8080/scale-out"
YELLOW, SCALE_OUT, MANUAL = "ShopErrorsYellow", "ShopErrorsScaleOut", "ShopErrorsManual"


@pytest.mark.parametrize(
    ("old", "new", "subject", "observed"),
    [
        ("receiver: duty}", "receiver: dutty}", MANUAL, "dutty, which does not exist"),
        (HOOK, "https://YOUR_SCALER/hook", SCALE_OUT, "placeholder (YOUR_)"),
        (HOOK, "https://hooks.example.com/x", SCALE_OUT, "placeholder (example.com)"),
        (HOOK, "http://127.0.0.1:5001/x", SCALE_OUT, "the machine itself (127.0.0.1)"),
        (HOOK, "http://[::1]:5001/x", SCALE_OUT, "the machine itself (::1)"),
        (HOOK, "http://localhost:5001/x", SCALE_OUT, "the machine itself (localhost)"),
        (HOOK, "<secret>", SCALE_OUT, "placeholder (<secret>)"),
        (HOOK, "http://${SCALER}/x", SCALE_OUT, "placeholder (${)"),
        (HOOK, "http://scaler.hemu.example/x", SCALE_OUT, "placeholder (example)"),
        (HOOK, "", SCALE_OUT, "no url"),
        ("ops@hemu.internal", "team@example.org", YELLOW, "placeholder (example.org)"),
        ("api_secret: 7f3c9a, corp_id", "corp_id", MANUAL, "no api_secret"),
        ("    wechat_configs: [{api_secret: 7f3c9a, corp_id: ww18a3}]\n", "", MANUAL, "duty, without any integration"),
    ],
)
def test_a_receiver_that_tells_nobody(old: str, new: str, subject: str, observed: str) -> None:
    """False-GO 26: no receiver, an empty one, a placeholder, the machine itself: each is named, with its place."""
    found = [one for one in told(judged(tiers(), changed(old, new))) if one[0] == subject]
    assert any(observed in seen and "alertmanager.yml, line" in seen for _, _, seen in found), found


def test_a_secret_is_not_shown() -> None:
    """What stands in an address beside a placeholder stays out of findings."""
    routes = changed("http://scaler.hemu.internal:8080/scale-out", "https://hooks.example.com/T0/s3cr3t")
    assert "s3cr3t" not in repr(judged(tiers(), routes))


def test_localhost_is_allowed_by_option() -> None:
    """A bridge beside Alertmanager, as chat tools need one."""
    routes = changed("scaler.hemu.internal:8080", "localhost:8060")
    assert told(judged(tiers(), routes, allow_local=True)) == []


def test_the_default_receiver_is_no_third_one() -> None:
    """An alert that no route takes falls to the default, where another tier is told already."""
    found = told(judged(tiers(), changed('severity=~"red|critical"', 'severity="critical"')))
    assert ("ShopErrorsManual", "a receiver of its own (manual)", "ops-mail, as yellow") in found


def test_scaling_out_needs_more_than_a_mail() -> None:
    """The tier that must act by itself reaches a webhook."""
    routes = changed(
        'webhook_configs: [{url: "http://scaler.hemu.internal:8080/scale-out"}]',
        "pagerduty_configs: [{routing_key: r0ut3}]",
    )
    assert told(judged(tiers(), routes)) == [("ShopErrorsScaleOut", "a receiver with webhook (scale-out)", "pagerduty")]


def test_a_route_over_labels_of_the_series_is_not_sure() -> None:
    """Where the labels of the series decide, each way must be a real one."""
    by_pool = (
        'sum by (pool) (rate(http_requests_total{code=~"5.."}[5m])) / sum by (pool) (rate(http_requests_total[5m]))'
    )
    routes = (
        changed(
            '    - {matchers: [severity="yellow"], receiver: ops-mail}\n',
            '    - {matchers: [pool="blue"], receiver: nobody}\n'
            '    - {matchers: [severity="yellow"], receiver: ops-mail}\n',
        )
        + "  - name: nobody\n"
    )
    found = told(judged(tiers(rate=by_pool), routes))
    assert {subject for subject, _, seen in found if "nobody, without any integration" in seen} == {
        "ShopErrorsYellow", "ShopErrorsScaleOut", "ShopErrorsManual",
    }  # fmt: skip
    assert told(judged(tiers(), routes)) == [], "without the label, the route is never taken"


def test_a_late_first_word_is_told() -> None:
    """A route that waits half an hour for other alerts tells too late."""
    found = told(judged(tiers(), changed("receiver: duty}", "receiver: duty, group_wait: 30m}")))
    assert found == [("ShopErrorsManual", "told within 5 min", "group_wait 30 min (alertmanager.yml, line 6)")]


MUTE = """\
time_intervals:
- name: nights
  time_intervals:
  - times: [{start_time: "00:00", end_time: "06:00"}]
    location: Asia/Shanghai
- name: weekdays
  time_intervals:
  - weekdays: ["monday:friday"]
    location: Asia/Shanghai
- name: july
  time_intervals:
  - months: [july]
"""


@pytest.mark.parametrize(
    ("key", "name", "observed"),
    [
        ("mute_time_intervals", "nights", "mute from 2026-06-18 00:00 to 2026-06-18 06:00"),
        ("active_time_intervals", "weekdays", "mute from 2026-06-20 00:00 to 2026-06-20 23:59"),
        ("active_time_intervals", "july", "mute from 2026-06-18 00:00 to 2026-06-20 23:59"),
        ("mute_time_intervals", "july", ""),
    ],
)
def test_time_intervals_over_the_campaign(key: str, name: str, observed: str) -> None:
    """A route that is mute at any time of the campaign does not count; one that is mute at others does."""
    routes = changed("receiver: duty}", f"receiver: duty, {key}: [{name}]}}") + MUTE
    found = told(judged(tiers(), routes))
    assert [(subject, seen.partition(" (")[0]) for subject, _, seen in found] == (
        [("ShopErrorsManual", observed)] if observed else []
    )


def test_an_unknown_time_interval_can_not_be_judged() -> None:
    """A name that is not defined, and the zone of a machine that nobody knows here."""
    for more, said in (("", "nights"), (MUTE.replace("Asia/Shanghai", "Local"), "time interval can't be read")):
        with pytest.raises(CannotJudge) as caught:
            judged(tiers(), changed("receiver: duty}", "receiver: duty, mute_time_intervals: [nights]}") + more)
        assert said in caught.value.message.en


def inhibition(source: str, target: str, equal: str = "") -> str:
    return f"{ROUTES}inhibit_rules:\n- {{source_matchers: [{source}], target_matchers: [{target}], equal: [{equal}]}}\n"


def test_a_higher_tier_may_hold_back_what_is_only_told() -> None:
    """Red over yellow is how it is done; it is noted. Red over the scale-out would stop the scaling."""
    judgement = judged(tiers(), inhibition('severity="red"', 'severity="yellow"'))
    assert told(judgement) == []
    assert any("ShopErrorsManual fires" in note.en for note in judgement.notes)
    ((subject, _, observed),) = told(judged(tiers(), inhibition('severity="red"', 'severity="orange"')))
    assert subject == "ShopErrorsScaleOut"
    assert "inhibited by ShopErrorsManual" in observed


def test_another_alert_must_not_hold_a_tier_back() -> None:
    """While the other one fires, nobody would hear of the errors; unless their labels can't be equal."""
    other = "  - {alert: NodeDown, expr: 'sum(up) < 3', labels: {severity: page, cluster: a}}\n"
    content = tiers() + other
    ((subject, _, observed),) = told(judged(content, inhibition('severity="page"', 'severity="red"')))
    assert (subject, "NodeDown" in observed) == ("ShopErrorsManual", True)
    assert told(judged(content, inhibition('severity="page"', 'severity="red"', "alertname"))) == []
    assert told(judged(content, inhibition('severity="page"', 'severity="red"', "cluster"))) == []
    assert told(judged(content, inhibition('severity="other"', 'severity="red"'))) == []


def test_what_is_no_configuration_can_not_be_judged() -> None:
    """A receiver's file, an unknown key of a route, a cut file: the place is named."""
    for routes, said in (
        ("receivers: []\n", "no route"),
        (changed("receiver: duty}", "receiver: duty, mutes: [x]}"), "'mutes' is no key"),
        (changed('[severity="yellow"]', "[severity]"), "is no matcher"),
        (changed("route:\n", 'route:\n  matchers: [team="shop"]\n'), "takes every alert"),
        (changed("route:\n", "route:\n  mute_time_intervals: [nights]\n"), "takes every alert"),
        (changed("receiver: duty}", "receiver: duty, continue: maybe}"), "true or false"),
        (ROUTES[:150], "not valid YAML"),
    ):
        with pytest.raises(CannotJudge) as caught:
            judged(tiers(), routes)
        assert said in caught.value.message.en
        assert "alertmanager.yml" in caught.value.message.en


def test_matchers_in_all_their_forms() -> None:
    """Classic and quoted names, braces, commas within values."""
    assert parse_matchers('{a="b,c", "d e"=~"x|y",f!=g,}') == (
        Matcher("a", "=", "b,c"),
        Matcher("d e", "=~", "x|y"),
        Matcher("f", "!=", "g"),
    )
    for bad in ("", "a", "a=b,c", '="x"', 'a="x'):
        with pytest.raises(BadValue):
            parse_matchers(bad)


def test_an_absent_label_is_an_empty_one() -> None:
    """`!=` and patterns that take the empty text match where the label is not there; what is open depends."""
    none = AlertLabels({})
    assert Matcher("team", "!=", "shop").holds(none) is True
    assert Matcher("team", "=~", "shop|").holds(none) is True
    assert Matcher("team", "=", "shop").holds(none) is False
    assert Matcher("team", "=", "shop").holds(AlertLabels({}, frozenset({"team"}))) is None
    assert Matcher("team", "=", "shop").holds(AlertLabels({}, None)) is None
    assert Matcher("team", "=~", "SHOP").holds(AlertLabels({"team": "shop"})) is False


def tree(dice: random.Random, receivers: list[str], depth: int = 0) -> dict[str, Any]:
    """A random branch of routes."""
    node: dict[str, Any] = {}
    if depth:
        form = dice.choice(["match", "match_re", "matchers"])
        label, value = dice.choice(LABELS), dice.choice(VALUES)
        node[form] = (
            {label: value or "x"} if form != "matchers" else [f'{label}{dice.choice(["=", "!=", "=~", "!~"])}"{value}"']
        )
        if dice.random() < 0.4:
            node["continue"] = True
    if not depth or dice.random() < 0.7:
        receivers.append(f"r{len(receivers)}")
        node["receiver"] = receivers[-1]
    if depth < 3:
        node["routes"] = [tree(dice, receivers, depth + 1) for _ in range(dice.randrange(4))]
    return node


@pytest.mark.parametrize("seed", range(8))
def test_alertmanagers_own_tool_agrees(seed: int, tmp_path: Path) -> None:
    """Random trees of routes: `amtool` says the same receivers for every set of labels."""
    amtool = program("amtool", "prometheus-alertmanager")
    dice, receivers = random.Random(seed), list[str]()
    route = tree(dice, receivers)
    content = json.dumps({"route": route, "receivers": [{"name": name} for name in receivers]})
    (tmp_path / "alertmanager.yml").write_text(content, "utf-8")
    config = read_alertmanager(content, "alertmanager.yml")
    for _ in range(6):
        labels = {name: value for name in LABELS if (value := dice.choice(VALUES))} or {"other": "x"}
        said = subprocess.run(
            [
                *(amtool, "config", "routes", "test", "--config.file", str(tmp_path / "alertmanager.yml")),
                *(f"{name}={value}" for name, value in labels.items()),
            ],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        (way,) = ways(config, AlertLabels(labels))
        assert ",".join(one.receiver for one in way) == said, (labels, content)


def test_unknown_labels_take_every_way_that_known_ones_can() -> None:
    """For open labels, no way is missing that some values of them take."""
    for seed in range(30):
        dice, receivers = random.Random(seed), list[str]()
        content = json.dumps({"route": tree(dice, receivers), "receivers": [{"name": name} for name in receivers]})
        config = read_alertmanager(content, "alertmanager.yml")
        try:
            open_ways = set(ways(config, AlertLabels({"service": "shop"}, frozenset({"severity", "team"}))))
        except CannotJudge:
            continue
        for severity in VALUES:
            for team in VALUES:
                known = {"service": "shop", "severity": severity, "team": team}
                labels = {name: value for name, value in known.items() if value}
                assert set(ways(config, AlertLabels(labels))) <= open_ways


RED = Rule("Red", True, "sum(x) > 1", "r.yml, line 1", labels={"severity": "red", "team": "shop"})


@pytest.mark.parametrize(
    ("relabeling", "sent"),
    [
        ("{action: keepequal, source_labels: [team], target_label: owner}", False),
        ("{action: dropequal, source_labels: [team], target_label: owner}", False),
        ("{action: drop, source_labels: [severity, team], separator: '', regex: redshop}", False),
        ("{action: drop, source_labels: [severity, team], regex: redshop}", True),
        ("{action: keep, source_labels: [severity], regex: ''}", False),
        ("{action: drop, source_labels: [severity], regex: '('}", False),
        ("{action: keep, source_labels: [severity], regex: red}", True),
    ],
)
def test_what_may_be_dropped_is_not_sure_to_be_sent(relabeling: str, sent: bool) -> None:
    """Each action of alert_relabel_configs that can hold an alert back, with what it writes in place of defaults."""
    sender = Sender("prometheus", relabeling=located_yaml(f"[{relabeling}]", "prometheus.yml")[0].items)
    assert (labels_of(RED, sender) is not None) is sent


def test_a_label_whose_name_the_series_decide_may_be_any() -> None:
    """`target_label: $1` may write over the label by which the tiers are routed."""
    relabeling = "{source_labels: [team], regex: '(.*)', target_label: $1}"
    sender = Sender("prometheus", relabeling=located_yaml(f"[{relabeling}]", "prometheus.yml")[0].items)
    labels = labels_of(RED, sender)
    assert labels is not None
    assert labels.value("severity") is None
