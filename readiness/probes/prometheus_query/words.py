"""Findings of the `prometheus-query` kind: required and observed side by side, short enough for one line."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from readiness.evidence.promql_tree import NAME_LABEL
from readiness.model.finding import Finding, FindingKind
from readiness.model.text import Text
from readiness.probes.numbers import plain
from readiness.probes.prometheus_query.facts import Asked

_LONGEST = 120


def finding(
    asked: Asked,
    required: Text,
    observed: Text,
    message: Text,
    labels: Mapping[str, str] | None = None,
    kind: FindingKind = FindingKind.WRONG,
    where: str = "",
) -> Finding:
    """A finding about a row, or about one series of its answer."""
    shown = "" if not labels else series_words(labels)
    return Finding(
        subject=f"{asked.metric} {shown}".strip(),
        required=required,
        observed=observed,
        message=message,
        where=where or asked.where,
        kind=kind,
    )


def series_words(labels: Mapping[str, str]) -> str:
    """A series by its labels, the metric's name first."""
    inside = ",".join(f'{name}="{value}"' for name, value in sorted(labels.items()) if name != NAME_LABEL)
    name = labels.get(NAME_LABEL, "")
    return short(f"{name}{{{inside}}}" if inside or not name else name)


def short(words: str) -> str:
    """One line of a length that can be shown."""
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "..."


def span_words(seconds: Decimal) -> Text:
    """A length of time, in seconds where that says enough."""
    return Text(f"{plain(seconds)} s", f"{plain(seconds)} 秒")
