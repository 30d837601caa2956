"""Rules and configurations that others' systems made, with answers worked out by hand."""

from __future__ import annotations

import pytest

from readiness.model.errors import CannotJudge
from readiness.probes.alert_rules.alertmanager import read_alertmanager
from readiness.probes.alert_rules.receivers import told_by
from tests.field_data import FIELD_DATA, needs_field_data
from tests.probes.alert_rules.world import judged, told

pytestmark = needs_field_data

ONE_TIER = [{"name": "manual", "limit": "3 %"}]


def content(folder: str, name: str) -> str:
    return (FIELD_DATA / folder / name).read_text("utf-8")


def test_burn_rates_of_sloth() -> None:
    """14.4 times the budget of 0.1 % within the hour is 1.44 %: a tier of 3 %, and none of 1 %; the ticket's looks back
    for a day. Without the option neither counts."""
    rules = content("prometheus-rules", "sloth-getting-started.gen.yml")
    judgement = judged(rules, tiers=ONE_TIER, severity_label="sloth_severity", burn_rates="1h")
    assert told(judgement) == []
    assert any("> 1.44 % (burn rate 14.4 x 0.1 % of budget)" in note.en for note in judgement.notes)
    found = told(judged(rules, tiers=[{"name": "scale-out", "limit": "1 %"}], burn_rates="1h"))
    assert found[0][0] == "MyServiceHighErrorRate"
    assert any("burn_rates" in seen for _, _, seen in told(judged(rules, tiers=ONE_TIER)))


@pytest.mark.parametrize(
    ("name", "observed"),
    [
        ("awesome-traefik-v2.yml", "> 5 % (the expression is times 100)"),
        ("awesome-mysql.yml", "no alert over a rate of errors"),
        ("awesome-blackbox.yml", "no alert over a rate of errors"),
        ("sloth-no-alerts.gen.yml", "no alert over a rate of errors"),
    ],
)
def test_rules_of_the_field_that_are_no_tier(name: str, observed: str) -> None:
    """5 % of server errors is too late, 4xx and connections are something else, recording rules alert nobody."""
    assert observed in [seen for _, _, seen in told(judged(content("prometheus-rules", name), tiers=ONE_TIER))]


@pytest.mark.parametrize(
    ("folder", "name", "said"),
    [
        ("prometheus-rules", "awesome-empty-group.yml", "holds no rule"),
        ("prometheus-rules", "otel-prometheus-config.yaml", "server's own configuration"),
        ("grafana", "otel-cart-service-alerting.yml", "Grafana manages itself"),
        ("alertmanager", "am-ha.yml", "no groups of rules"),
    ],
)
def test_files_that_are_no_rules(folder: str, name: str, said: str) -> None:
    """An empty group, a server's configuration, alerts of Grafana, routes: told as what they are."""
    with pytest.raises(CannotJudge) as caught:
        judged(content(folder, name))
    assert said in caught.value.message.en


def test_receivers_of_the_field() -> None:
    """Addresses of example.org and of the machine itself tell nobody; keys and chat settings do."""
    real = {}
    for name in ("am-conf-good.yml", "am-empty-fields.yml", "am-ha.yml", "am-wechat.yml"):
        config = read_alertmanager(content("alertmanager", name), name)
        for receiver in config.receivers.values():
            told_ = told_by(config, receiver, allow_local=False)
            real[receiver.name, name] = [one.kind for one in told_.real]
    assert real["team-X-mails", "am-conf-good.yml"] == []
    assert real["team-X-pager", "am-conf-good.yml"] == ["pagerduty"]
    assert real["slack-receiver", "am-conf-good.yml"] == []
    assert real["team-X-mails", "am-empty-fields.yml"] == []
    assert real["web.hook", "am-ha.yml"] == []
    assert real["wechat-notifications", "am-wechat.yml"] == ["wechat"] * 3
