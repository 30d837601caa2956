"""What was read of rules and of who is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from readiness.evidence.yaml_located import Located
from readiness.model.finding import Finding
from readiness.model.text import Text
from readiness.probes.alert_rules.alertmanager import AlertmanagerConfig
from readiness.probes.alert_rules.matchers import Matcher
from readiness.probes.alert_rules.rules import Rule


@dataclass(frozen=True, slots=True)
class Sender:
    """A running Prometheus beside its rules: what it adds to alerts, how it changes them, and to whom it sends.
    `sends_to` are addresses `host:port`; `firing` are the labels of what fires now; `absent` is what alerts watch and
    no series has a sample of."""

    where: str
    labels: Mapping[str, str] = field(default_factory=dict)
    relabeling: tuple[Located, ...] = ()
    sends_to: tuple[str, ...] = ()
    firing: tuple[Mapping[str, str], ...] = ()
    absent: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Silence:
    """Alerts that all of `matchers` match are not told from `starts` to `ends`."""

    matchers: tuple[Matcher, ...]
    starts: datetime
    ends: datetime
    by: str
    where: str


@dataclass(frozen=True, slots=True)
class Told:
    """A running Alertmanager: its addresses (`host` or `host:port`), its silences, and the alerts that it has."""

    where: str
    addresses: tuple[str, ...] = ()
    silences: tuple[Silence, ...] = ()
    alerts: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """`rules` are those that count: the loaded ones, where a server was asked. `filed` are those of files (None: not
    supplied), `config` the routes that count, `config_file` those of the file. `faults` are of targets that did not
    answer as they must."""

    at: datetime
    rules: tuple[Rule, ...] | None
    filed: tuple[Rule, ...] | None = None
    sender: Sender | None = None
    config: AlertmanagerConfig | None = None
    config_file: AlertmanagerConfig | None = None
    told: Told | None = None
    faults: tuple[Finding, ...] = ()
    notes: tuple[Text, ...] = ()
