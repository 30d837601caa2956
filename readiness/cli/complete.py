"""Completions for the shell. They read files at most, and stay silent about whatever is wrong with those."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from readiness.model.campaign import Campaign


def report_formats(incomplete: str) -> list[str]:
    from readiness.reporting.registry import PRINTED, REPORTS

    return _starting(incomplete, (f"{name}=" for name in (*REPORTS, *PRINTED)))


def phases(incomplete: str) -> list[str]:
    from readiness.model.check import Phase

    return _starting(incomplete, Phase)


def accepted(incomplete: str) -> list[str]:
    from readiness.model.decision import Accept

    return _starting(incomplete, Accept)


def kinds(incomplete: str) -> list[str]:
    from readiness.probes.registry import kind_names

    return _starting(incomplete, kind_names())


def check_ids(incomplete: str) -> list[str]:
    return _of_campaign(incomplete, lambda campaign: (check.id for check in campaign.checks))


def roles(incomplete: str) -> list[str]:
    return _of_campaign(incomplete, lambda campaign: {role for person in campaign.people for role in person.roles})


def people(incomplete: str) -> list[str]:
    return _of_campaign(incomplete, lambda campaign: (person.id for person in campaign.people))


def evidence_names(incomplete: str) -> list[str]:
    return _of_campaign(incomplete, lambda campaign: campaign.contracts)


def _of_campaign(incomplete: str, names: Callable[[Campaign], Iterable[str]]) -> list[str]:
    """Names out of the campaign in the current folder; none where there is no campaign that can be read."""
    from readiness.cli.clock import read_clock
    from readiness.loading.campaign import load_campaign
    from readiness.model.errors import ReadinessError

    try:
        campaign = load_campaign(Path(), read_clock())
    except (ReadinessError, OSError):
        return []
    return _starting(incomplete, names(campaign))


def _starting(incomplete: str, names: Iterable[str]) -> list[str]:
    """Names that begin with the last of comma-separated words, with the words before it kept."""
    before, comma, last = incomplete.rpartition(",")
    return sorted(f"{before}{comma}{name}" for name in names if name.startswith(last))
