"""Three tiers over a rate of errors: which alert is whose, and at which limit each must fire."""

from __future__ import annotations

import pytest

from readiness.model.errors import CannotJudge
from tests.probes.alert_rules.world import ALL, ERRORS, RATE, TIERS, alert, judged, rules, tiers, told


def test_limits_exactly_as_asked_pass() -> None:
    """Alerts above exactly 0.5 %, 1 % and 3 % are what is asked."""
    judgement = judged(tiers())
    assert told(judgement) == []
    assert judgement.examined.count == 3


@pytest.mark.parametrize(
    "limits", [("0.003", "0.008", "0.02"), ("0.001", "0.002", "0.003"), ("0.005", "0.0051", "0.03")]
)
def test_stricter_limits_pass(limits: tuple[str, str, str]) -> None:
    """What fires earlier than it must is as good."""
    assert told(judged(tiers(*limits))) == []


@pytest.mark.parametrize(
    ("limits", "name", "observed"),
    [
        (("0.0051", "0.01", "0.03"), "ShopErrorsYellow", "> 0.51 %"),
        (("0.005", "0.010001", "0.03"), "ShopErrorsScaleOut", "> 1.0001 %"),
        (("0.005", "0.01", "0.05"), "ShopErrorsManual", "> 5 %"),
    ],
)
def test_a_looser_limit_fails(limits: tuple[str, str, str], name: str, observed: str) -> None:
    """A limit above the one that is asked names its alert, with both numbers."""
    ((subject, required, seen),) = told(judged(tiers(*limits)))
    assert subject == name
    assert "at most" in required
    assert seen.startswith(observed)


def test_a_percentage_is_not_a_fraction() -> None:
    """False-GO 15: `> 0.5` over a fraction is 50 %, and is told so; over the same times 100 it is 0.5 %."""
    found = told(judged(tiers("0.5", "1", "3")))
    assert [(subject, seen) for subject, _, seen in found] == [
        ("ShopErrorsYellow", "> 50 % (the expression is a fraction)"),
        ("ShopErrorsScaleOut", "> 100 % (the expression is a fraction)"),
        ("ShopErrorsManual", "> 300 % (the expression is a fraction)"),
    ]
    for rate in (f"100 * {RATE}", f"{RATE} * 100", f"{ERRORS} * 100 / {ALL}", f"({RATE}) / 0.01"):
        assert told(judged(tiers("0.5", "1", "3", rate=rate))) == [], rate


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_a_missing_tier_is_named(gone: int) -> None:
    """Without its alert a tier is missing, and the alerts that there are are told."""
    lines = tiers().splitlines(keepends=True)
    ((subject, _, observed),) = told(judged("".join(lines[: 3 + gone] + lines[4 + gone :])))
    assert subject == TIERS[gone]["name"]
    assert observed.count("ShopErrors") == 2


def test_two_tiers_at_one_limit_are_one_tier() -> None:
    """The three limits differ: two alerts at one limit leave a tier without its own."""
    ((subject, _, observed),) = told(judged(tiers("0.005", "0.005", "0.03")))
    assert subject == "scale-out"
    assert observed.count("> 0.5 %") == 2


def test_tiers_over_different_requests_are_no_tiers() -> None:
    """An alert of another service does not fill the gap of the shop's own."""
    other = (
        'sum(rate(http_requests_total{job="cart",code=~"5.."}[5m])) / sum(rate(http_requests_total{job="cart"}[5m]))'
    )
    content = rules(
        alert("ShopErrorsYellow", f"{RATE} > 0.005", "yellow"),
        alert("CartErrorsScaleOut", f"{other} > 0.01", "orange"),
        alert("ShopErrorsManual", f"{RATE} > 0.03", "red"),
    )
    assert [subject for subject, _, _ in told(judged(content))] == ["scale-out"]


def test_only_the_asked_metrics_count() -> None:
    """With `metrics`, a rate over another metric is no tier."""
    found = told(judged(tiers(), metrics=["^payment_requests_total$"]))
    assert [subject for subject, _, _ in found] == ["yellow", "scale-out", "manual"]
    assert told(judged(tiers(), metrics=["^http_requests"])) == []


def test_no_alert_over_errors_fails_each_tier() -> None:
    """Rules about something else are not counted as good."""
    found = told(judged(rules(alert("Down", "up == 0", "red"))))
    assert [observed for _, _, observed in found] == ["no alert over a rate of errors"] * 3


@pytest.mark.parametrize(("hold", "ends"), [("5m", True), ("300s", True), ("5m1s", False), ("1h", False), ("0", True)])
def test_how_long_it_may_hold_back(hold: str, ends: bool) -> None:
    """`for` of exactly five minutes passes, a second more fails."""
    content = tiers().replace("for: 2m", f"for: {hold}", 1)
    found = told(judged(content))
    assert (found == []) is ends
    if not ends:
        assert found[0][:2] == ("ShopErrorsYellow", "for: 5 min at most")


def test_severities_differ() -> None:
    """Tiers with one severity can't be told apart."""
    found = told(judged(tiers().replace("severity: orange", "severity: yellow")))
    assert ("ShopErrorsScaleOut", "a severity of its own (scale-out)", "yellow, as yellow") in found


def test_a_severity_is_needed() -> None:
    """An alert without the label is in no tier for whoever gets it."""
    content = rules(
        alert("A", f"{RATE} > 0.005", None), alert("B", f"{RATE} > 0.01", "orange"), alert("C", f"{RATE} > 0.03", "red")
    )
    assert ("A", "a label severity", "none") in told(judged(content))


def test_the_severity_decides_where_it_is_known() -> None:
    """With `severity` in the checklist, an alert of another severity is not the tier's, whatever its limit."""
    named = [{**tier, "severity": [word]} for tier, word in zip(TIERS, ("yellow", "orange", "red"), strict=True)]
    assert told(judged(tiers(), tiers=named)) == []
    found = told(judged(tiers().replace("severity: red", "severity: info"), tiers=named))
    assert found[0][0] == "manual"
    assert "severity red" in found[0][1]


def test_a_file_that_prometheus_would_refuse_can_not_be_judged() -> None:
    """A mistyped key, a key that stands twice, a bad duration: the server would not load the file."""
    for content, said in (
        (tiers().replace("for: 2m", "fo: 2m", 1), "fo"),
        (tiers().replace("for: 2m", "for: 2 minutes", 1), "2 minutes"),
        (tiers().replace("for: 2m", "for: 2m, for: 3m", 1), "twice"),
        (tiers().replace("alert: ShopErrorsYellow", "alert: X, record: Y", 1), "one of alert and record"),
        ("global: {}\nscrape_configs: []\n", "rule_files"),
        ("apiVersion: 1\ngroups: [{name: x, rules: []}]\n", "Grafana"),
        (tiers()[:70], "not valid YAML"),
        ("groups: []\n", "holds no rule"),
    ):
        with pytest.raises(CannotJudge) as caught:
            judged(content)
        assert said in caught.value.message.en, content
        assert "rules.yml" in caught.value.message.en


def test_an_expression_that_can_not_be_parsed_is_a_finding() -> None:
    """A rule that no server would load is named with its line."""
    judgement = judged(tiers() + "  - {alert: Broken, expr: 'sum(rate(', labels: {severity: x}}\n")
    assert [(one.subject, one.where) for one in judgement.findings] == [("Broken", "rules.yml, line 7")]


def test_objects_of_kubernetes_and_folders_are_read() -> None:
    """PrometheusRule objects, several in one file, among other files of a folder."""
    lines = tiers().splitlines()
    parts = [
        f"""\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {{name: tier-{number}}}
spec:
  groups:
  - name: g{number}
    rules:
  {line}
"""
        for number, line in enumerate(lines[3:])
    ]
    files = {
        "a.yaml": "---\n".join(parts[:2]),
        "b.yml": parts[2],
        "c.yml": "kind: Deployment\nmetadata: {}\n",
        "d.md": "x",
    }
    judgement = judged(files)
    assert told(judgement) == []
    assert any("c.yml" in note.en and "d.md" in note.en for note in judgement.notes)
