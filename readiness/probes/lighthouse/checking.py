"""Lighthouse: settings looked over beside the contracts, before anything is read."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.model.evidence import Sort
from readiness.model.text import Text
from readiness.probes.kind import SettingProblem, Surroundings
from readiness.probes.lighthouse.settings import Settings
from readiness.probes.tabular.checking import Checker
from readiness.probes.tabular.scope import Use


def problems(settings: Settings, surroundings: Surroundings) -> Iterator[SettingProblem]:
    """What is wrong with the column of addresses and the condition."""
    pages = settings.pages
    contract = surroundings.contracts.get(pages.evidence)
    if contract is None:
        return
    if (contract.sort is Sort.TABLE) != (pages.url is not None):
        yield SettingProblem(
            ("pages", "url"),
            Text(
                "name the column of addresses where the pages are a table, and none where they are one address",
                "页面来自表格时须写明地址列，来自单个网址时不写",
            ),
        )
        return
    checker = Checker(surroundings, {})
    scope = checker.scope(pages.evidence) if contract.sort is Sort.TABLE else None
    yield from checker.column(scope, ("pages", "url"), pages.url)
    yield from checker.expression(scope, ("pages", "where"), pages.where, Use.FILTER)
