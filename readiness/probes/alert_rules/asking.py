"""What a running Prometheus and a running Alertmanager say. What they get wrong is a fault that is found, and stops
nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from readiness.evidence.context import Address, ProbeContext
from readiness.evidence.prometheus import Prometheus
from readiness.evidence.prometheus_answers import PrometheusFault
from readiness.evidence.prometheus_answers import Rule as LoadedRule
from readiness.evidence.web import Web
from readiness.evidence.web_answers import WebRequest
from readiness.evidence.web_json import ApiProblem, ask_json
from readiness.evidence.yaml_located import Located, located_yaml
from readiness.model.errors import BadValue, CannotJudge
from readiness.model.finding import Finding, FindingKind
from readiness.model.moments import parse_instant
from readiness.model.secret import Secret
from readiness.model.text import Text
from readiness.probes.alert_rules.alertmanager import AlertmanagerConfig, read_alertmanager
from readiness.probes.alert_rules.facts import Facts, Sender, Silence, Told
from readiness.probes.alert_rules.matchers import Matcher
from readiness.probes.alert_rules.rules import Rule, Running
from readiness.probes.alert_rules.settings import Settings
from readiness.probes.alert_rules.tiers import Chosen, candidates, choose

_API = "/api/v2"
_MOST_BYTES = 20_000_000
_OVER = "expired"
_PORTS = {"http": 80, "https": 443}


def ask_server(settings: Settings, context: ProbeContext, web: Web, at: Address, facts: Facts) -> Facts:
    """The loaded rules, and to whom the server sends. Raises CannotJudge and TimeUp."""
    server = Prometheus(web, at.url, at.used_in, context.stopwatch.left, settings.timeout, settings.retries)
    try:
        rules = tuple(_rule(rule, at.url.name) for rule in server.rules())
        sender = replace(
            _sender(server, at.url.name), absent=_absent(server, choose(settings, candidates(settings, rules)))
        )
    except PrometheusFault as fault:
        return replace(facts, faults=(*facts.faults, _fault(at, "Prometheus", fault.words)))
    return replace(facts, rules=rules, sender=sender)


def _sender(server: Prometheus, where: str) -> Sender:
    labels: Mapping[str, str] = {}
    relabeling: tuple[Located, ...] = ()
    for document in _documents(server.configuration(), f"{where}/api/v1/status/config"):
        common = document.entries.get("global")
        external = common.entries.get("external_labels") if common else None
        labels = {name: value.text or "" for name, value in external.entries.items()} if external else {}
        alerting = document.entries.get("alerting")
        relabeling = tuple(_relabeling(alerting)) if alerting else ()
    sends_to = tuple(_address(url) for url in server.alertmanagers())
    return Sender(where, labels, relabeling, sends_to, server.firing())


def _absent(server: Prometheus, chosen: Sequence[Chosen]) -> frozenset[str]:
    """Of all that the tiers' alerts divide by, what is not there: of a mistyped name nothing ever fires."""
    branches = [one.branch for tier in chosen for one in tier.alerts if one.branch]
    watched = sorted({series for branch in branches for series in branch.whole})
    return frozenset(series for series in watched if not server.query(f"count({series})").series)


def _documents(text: str, shown: str) -> tuple[Located, ...]:
    """A compatible server that tells no configuration tells an empty one."""
    try:
        return located_yaml(text, shown)
    except CannotJudge as problem:
        raise PrometheusFault(problem.message) from None


def _relabeling(alerting: Located) -> Iterator[Located]:
    parts = [alerting, *(alerting.entries["alertmanagers"].items if "alertmanagers" in alerting.entries else ())]
    for part in parts:
        if "alert_relabel_configs" in part.entries:
            yield from part.entries["alert_relabel_configs"].items


def _rule(rule: LoadedRule, where: str) -> Rule:
    interval = timedelta(seconds=float(rule.interval)) if rule.interval is not None else None
    running = Running(rule.health, rule.error, rule.evaluated, interval, rule.file)
    return Rule(
        name=rule.name,
        alert=rule.kind == "alerting",
        expr=rule.query,
        where=f"{where}, group {rule.group}" + (f" ({rule.file})" if rule.file else ""),
        group=rule.group,
        labels=rule.labels,
        hold=timedelta(seconds=float(rule.duration)),
        running=running,
    )


class _Fault(Exception):
    def __init__(self, words: Text) -> None:
        super().__init__(words.en)
        self.words = words


def ask_alertmanager(settings: Settings, context: ProbeContext, web: Web, at: Address, facts: Facts) -> Facts:
    """The configuration that runs, its silences and its alerts. Raises CannotJudge and TimeUp."""

    def asked(path: str) -> Any:
        request = WebRequest(_url(at.url, path), at.used_in, max_body=_MOST_BYTES)
        seconds = settings.timeout.total_seconds()
        answer = ask_json(web, request, seconds, context.stopwatch.left, settings.retries)
        if isinstance(answer, ApiProblem):
            raise _Fault(answer.words)
        return answer.content

    try:
        status = asked("/status")
        config = _running_config(status, f"{at.url.name}{_API}/status")
        silences = tuple(_silences(asked("/silences"), f"{at.url.name}{_API}/silences"))
        alerts = tuple(_alerts(asked("/alerts")))
    except _Fault as fault:
        return replace(facts, config=None, faults=(*facts.faults, _fault(at, "Alertmanager", fault.words)))
    told = Told(at.url.name, tuple(_addresses(at.url, status)), silences, alerts)
    return replace(facts, config=config, told=told)


def _url(base: Secret, path: str) -> Secret:
    parts = urlsplit(base.reveal())
    prefix = parts.path.rstrip("/").removesuffix(_API)
    return Secret(base.name, urlunsplit((parts.scheme, parts.netloc, f"{prefix}{_API}{path}", parts.query, "")))


def _running_config(status: Any, shown: str) -> AlertmanagerConfig:
    match status:
        case {"config": {"original": str() as original}}:
            try:
                return read_alertmanager(original, shown, live=True)
            except CannotJudge as problem:
                raise _Fault(problem.message) from None
        case _:
            raise _Fault(_NO_ALERTMANAGER)


def _addresses(base: Secret, status: Any) -> Iterator[str]:
    """Where it answers, and the machines of its cluster, which talk to each other on another port."""
    yield _address(base.reveal())
    match status:
        case {"cluster": {"peers": list() as peers}}:
            for peer in peers:
                if isinstance(peer, dict) and isinstance(peer.get("address"), str):
                    yield peer["address"].rpartition(":")[0]


def _address(url: str) -> str:
    parts = urlsplit(url)
    try:
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        port = 0
    return f"{(parts.hostname or '').lower()}:{port}"


def _silences(found: Any, where: str) -> Iterator[Silence]:
    if not isinstance(found, list):
        raise _Fault(_NO_ALERTMANAGER)
    for one in found:
        match one:
            case {
                "matchers": list() as matchers,
                "startsAt": str() as starts,
                "endsAt": str() as ends,
                "status": {"state": str() as state},
            }:
                if state == _OVER:
                    continue
                try:
                    yield Silence(
                        tuple(_matcher(matcher) for matcher in matchers),
                        parse_instant(starts),
                        parse_instant(ends),
                        str(one.get("createdBy") or "?"),
                        f"{where}, {one.get('id', '?')}",
                    )
                except BadValue as problem:
                    raise _Fault(problem.message) from None
            case _:
                raise _Fault(_NO_ALERTMANAGER)


def _matcher(found: Any) -> Matcher:
    match found:
        case {"name": str() as name, "value": str() as value, "isRegex": bool() as regex}:
            equal = found.get("isEqual", True)
            operators = {(True, False): "=", (False, False): "!=", (True, True): "=~", (False, True): "!~"}
            return Matcher(name, operators[bool(equal), regex], value)
        case _:
            raise _Fault(_NO_ALERTMANAGER)


def _alerts(found: Any) -> Iterator[Mapping[str, str]]:
    if not isinstance(found, list):
        raise _Fault(_NO_ALERTMANAGER)
    for one in found:
        if isinstance(one, dict) and isinstance(one.get("labels"), dict):
            yield one["labels"]


def _fault(at: Address, system: str, words: Text) -> Finding:
    return Finding(
        at.url.name,
        Text(f"{system} answers its API", f"{system} 应答其 API"),
        words,
        Text(
            f"Nobody can say what {system} does now: bring it back, or correct its address",
            f"无法得知 {system} 当前的状态：请恢复服务，或更正地址",
        ),
        where=at.where,
        kind=FindingKind.MISSING,
    )


_NO_ALERTMANAGER = Text("what answers there is no Alertmanager API", "该地址应答的不是 Alertmanager API")
