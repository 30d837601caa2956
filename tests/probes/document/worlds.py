"""Real files in a real campaign folder, judged by the `document` kind as the gate would do it."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from readiness.evidence.context import ProbeContext
from readiness.evidence.store import EvidenceStore
from readiness.model.campaign import Person, SignaturePolicy
from readiness.model.evidence import Binding, Column, ColumnType, Contract, Sort
from readiness.model.finding import Judgement
from readiness.model.location import Location
from readiness.model.probe import Situation
from readiness.model.signoff import SignOff
from readiness.model.text import Text
from readiness.model.times import Times
from readiness.probes import document

ZONE = ZoneInfo("Asia/Shanghai")
LAUNCH = datetime(2026, 6, 18, tzinfo=ZONE).astimezone(UTC)
END = datetime(2026, 6, 20, 23, 59, 59, tzinfo=ZONE).astimezone(UTC)
NOW = datetime(2026, 6, 10, 12, tzinfo=ZONE).astimezone(UTC)
PEOPLE = (
    Person("wang.fang", "王芳", ("legal",), ""),
    Person("li.wei", "李伟", ("campaign-owner", "legal"), ""),
)
_AT = Location("campaign.yaml", 9, 3)


def times(now: datetime = NOW, *, launch: datetime = LAUNCH, end: datetime = END, as_of: bool = False) -> Times:
    return Times(now, now, as_of, launch, end, ZONE, {})


def judged(
    files: Mapping[str, str | bytes],
    bind: Mapping[str, Mapping[str, Any]] | None = None,
    *,
    when: Times | None = None,
    signoffs: tuple[SignOff, ...] = (),
    context: dict[str, Any] | None = None,
    **settings: Any,
) -> Judgement:
    """What the kind says of these files. Without `bind`, each file is a document of its own, by its stem."""
    bound = bind or {path.rpartition(".")[0]: {"file": path} for path in files}
    tables = {settings["mentions_each"]["evidence"]} if "mentions_each" in settings else set()
    asked = {"documents": [name for name in bound if name not in tables], **settings}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for path, content in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content.encode() if isinstance(content, str) else content)
        return _judge(folder, bound, tables, asked, when or times(), signoffs, context)


def _judge(
    folder: Path,
    bound: Mapping[str, Mapping[str, Any]],
    tables: set[str],
    asked: dict[str, Any],
    when: Times,
    signoffs: tuple[SignOff, ...],
    context: dict[str, Any] | None,
) -> Judgement:
    bindings = {name: Binding(name, _AT, **values) for name, values in bound.items()}
    contracts = {name: _contract(name, is_table=name in tables) for name in bound}
    campaign: Any = SimpleNamespace(
        contracts=contracts,
        people=PEOPLE,
        signoffs=signoffs,
        folder=folder,
        signatures=SignaturePolicy(required=False, allowed_signers=None),
    )
    store = EvidenceStore(folder, contracts, bindings, {}, when)
    try:
        settings = document.Settings.model_validate(asked, context=context)
        facts = document.gather(settings, ProbeContext(campaign, when, when.launch, store, 60))
        return document.judge(settings, facts, Situation("2026-618", "r1", when, when.launch))
    finally:
        store.close()


def _contract(name: str, *, is_table: bool) -> Contract:
    columns = (
        (Column("field", ColumnType.TEXT, ("字段",)), Column("also", ColumnType.TEXT, ("别名",), required=False))
        if is_table
        else ()
    )
    sort = Sort.TABLE if is_table else Sort.DOCUMENT
    return Contract(name, sort, Text.same(name), Text.same(name), "legal", (), columns, "own", _AT)


def clause(*any_of: str, name: str = "clause", apart_from: list[str] | None = None, **more: Any) -> dict[str, Any]:
    """A clause as it is written; `apart_from` is its `except`."""
    return {"name": name, "any": list(any_of), **({"except": apart_from} if apart_from else {}), **more}


def places(judgement: Judgement) -> list[str]:
    """Where the findings are."""
    return [finding.where for finding in judgement.findings]


def observed(judgement: Judgement) -> list[str]:
    return [finding.observed.en for finding in judgement.findings]
