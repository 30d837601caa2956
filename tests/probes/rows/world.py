"""Tables for the tests of `rows`: real files, read through the real store, judged by the real kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from readiness.evidence.limits import Limits
from readiness.model.campaign import Person
from readiness.model.evidence import Contract
from readiness.model.finding import Judgement
from readiness.model.times import Times
from readiness.probes.rows import Settings, gather, judge
from tests.probes.tables import Evidence, Rows, choice, situation, times, typed_contract

STOCKTAKE = typed_contract(
    "stocktake",
    ["sku"],
    {
        "sku": "text",
        "warehouse": "text",
        "book": "decimal",
        "counted": "decimal",
        "counted_at": "instant",
        "day": "date",
        "owner": "text",
        "share": "ratio",
        "boxes": "integer",
        "packed": "boolean",
        "status": choice("status", confirmed=("已确认", "confirmed"), open=("未确认",)),
    },
)
PROMOTED = typed_contract("promoted", ["sku"], {"sku": "text", "region": "text", "budget": "decimal"})
HOURS = typed_contract("hours", ["hour"], {"hour": "instant", "agents": "integer"})

REQUIRED = {"en": "required", "zh": "要求"}
LI_WEI = Person("li.wei", "李伟", ("campaign-owner",), "li.wei@shop.example")


def must(condition: str, **more: Any) -> dict[str, Any]:
    """A rule with words of its own."""
    return {"must": condition, "required": REQUIRED, **more}


class World:
    """One judgement over tables in a folder."""

    def __init__(self, folder: Path, moments: Times | None = None, limits: Limits | None = None) -> None:
        self.folder = folder
        self.moments = moments or times()
        self.evidence = Evidence(folder, self.moments, people=[LI_WEI], limits=limits or Limits())

    def bind(self, asked: Contract, rows: Rows, **binding: Any) -> World:
        self.evidence.bind(asked, rows, **binding)
        return self

    def judge(self, settings: Mapping[str, Any], due: datetime | None = None) -> Judgement:
        bound = Settings.model_validate({"table": "stocktake", **settings})
        if due is not None:
            self.evidence.due = due
        try:
            facts = gather(bound, self.evidence)
        finally:
            self.evidence.close()
        return judge(bound, facts, situation(self.moments, due))


def judged(folder: Path, rows: Rows, settings: Mapping[str, Any], **more: Any) -> Judgement:
    """What `rows` says of a stocktake with these rows, the header first."""
    moments, due = more.pop("moments", None), more.pop("due", None)
    others: Sequence[tuple[Contract, Rows]] = more.pop("others", ())
    limits = more.pop("limits", None)
    world = World(folder, moments, limits).bind(STOCKTAKE, rows, **more)
    for asked, other in others:
        world.bind(asked, other)
    return world.judge(settings, due)
