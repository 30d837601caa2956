"""The labels with which an alert reaches Alertmanager: those of its rule, of the server, and of the series."""

from __future__ import annotations

from readiness.evidence.promql import PromqlError, parse
from readiness.evidence.promql_tree import Aggregation, Call, Negative, Node, Number, Operation, String, Subquery, walk
from readiness.evidence.yaml_located import Located
from readiness.model.errors import BadValue
from readiness.probes.alert_rules.facts import Sender
from readiness.probes.alert_rules.matchers import AlertLabels, Matcher
from readiness.probes.alert_rules.rules import Rule

_TEMPLATE = "{{"
_NAME = "alertname"


def labels_of(rule: Rule, sender: Sender | None) -> AlertLabels | None:
    """As Alertmanager gets them; None where the server drops the alert, or may drop it, before it sends."""
    known = {_NAME: rule.name}
    unknown: set[str] = set()
    for name, value in rule.labels.items():
        if _TEMPLATE in value:
            unknown.add(name)
        else:
            known[name] = value
    from_series = _of_series(rule)
    if sender is not None:
        for name, value in sender.labels.items():
            if name not in known and name not in unknown and (from_series is not None and name not in from_series):
                known[name] = value
    open_ = None if from_series is None else frozenset((from_series | unknown) - known.keys())
    labels = AlertLabels(known, open_)
    for config in sender.relabeling if sender else ():
        changed = _relabeled(labels, config)
        if changed is None:
            return None
        labels = changed
    return labels


def _of_series(rule: Rule) -> frozenset[str] | None:
    try:
        return _open(parse(rule.expr))
    except PromqlError:
        return None


def _open(node: Node) -> frozenset[str] | None:  # noqa: PLR0911  (a case a form)
    """The labels that the result of an expression may have; None: any. More than it has is safe, fewer is not."""
    match node:
        case Number() | String():
            return frozenset()
        case Aggregation():
            added = {part.value for part in (node.parameter,) if isinstance(part, String)}
            return None if node.without or node.operator in _KEEP else frozenset({*node.labels, *added})
        case Operation(operator="unless" | "and"):
            return _open(node.left)
        case Operation():
            return _union(_open(node.left), _open(node.right))
        case Negative() | Subquery():
            return _open(node.inside)
        case Call(function="vector" | "time" | "scalar"):
            return frozenset()
        case Call():
            words = frozenset(part.value for part in walk(node) if isinstance(part, String))
            return _union(words, *(_open(argument) for argument in node.arguments))
        case _:
            return None


_KEEP = frozenset({"topk", "bottomk", "limitk", "limit_ratio"})
"""Aggregations that leave series as they are."""


def _union(*sets: frozenset[str] | None) -> frozenset[str] | None:
    found: frozenset[str] = frozenset()
    for one in sets:
        if one is None:
            return None
        found |= one
    return found


def _relabeled(labels: AlertLabels, config: Located) -> AlertLabels | None:
    """One step of `alert_relabel_configs`. What it writes is not reckoned: the label may then be anything."""
    action = _text(config, "action", "replace").lower()
    regex = _text(config, "regex", "(.*)")
    if action in {"dropequal", "keepequal"}:
        return None  # they compare two labels, of which one is mostly the series'
    if action in {"drop", "keep"}:
        return _kept(labels, config, regex, keep=action == "keep")
    if action in {"labeldrop", "labelkeep"}:
        matcher = Matcher("", "=~", regex)
        goes = {name for name in _names(labels) if _takes(matcher, name) is not (action == "labelkeep")}
        open_ = None if labels.open is None else labels.open - goes
        return AlertLabels({name: value for name, value in labels.known.items() if name not in goes}, open_)
    target = _text(config, "target_label", "")
    if not target or "$" in target or action == "labelmap":  # which label it writes depends on the series
        return AlertLabels({}, None)
    known = {name: value for name, value in labels.known.items() if name != target}
    return AlertLabels(known, None if labels.open is None else labels.open | {target})


def _kept(labels: AlertLabels, config: Located, regex: str, *, keep: bool) -> AlertLabels | None:
    source = config.entries.get("source_labels")
    values = [labels.value(item.text or "") for item in source.items] if source else []
    if any(value is None for value in values):
        return None
    joined = _text(config, "separator", ";").join(value or "" for value in values)
    return labels if _takes(Matcher("", "=~", regex), joined) is keep else None


def _names(labels: AlertLabels) -> frozenset[str]:
    return frozenset(labels.known) | (labels.open or frozenset())


def _takes(matcher: Matcher, value: str) -> bool | None:
    """Whether it matches; None for a pattern that can't be run here."""
    try:
        return matcher.takes(value)
    except BadValue:
        return None


def _text(config: Located, key: str, otherwise: str) -> str:
    text = config.entries[key].text if key in config.entries else None
    return otherwise if text is None else text
