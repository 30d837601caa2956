"""Contracts that ship are known to every checklist: one that two checklists need is declared in one of them, and stays
known where a campaign leaves that one out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from readiness.loading.checklist import Draft, contract_of, draft_checklist
from readiness.loading.nodes import Node, mapping_at
from readiness.loading.reading import Reader
from readiness.loading.sources import ChecklistSource
from readiness.model.evidence import Contract
from readiness.model.location import SHIPPED


@dataclass(frozen=True, slots=True)
class Borrowed:
    """A contract of a checklist that ships and is not loaded, and where it stands."""

    contract: Contract
    node: Node


def borrow(drafts: Iterable[Draft], shipped: Mapping[str, Path], reader: Reader) -> dict[str, Borrowed]:
    """By name, the contracts that the loaded checklists' probes need and none of them declares. Checklists that are not
    loaded are read only when something is missing."""
    loaded = tuple(drafts)
    wanted = set(_needed(loaded)) - {name for draft in loaded for name in _declared(draft)}
    found: dict[str, Borrowed] = {}
    for name in [name for name in shipped if name not in {draft.source.name for draft in loaded}]:
        if not wanted - found.keys():
            break
        shown = f"{SHIPPED}{name}.yaml"
        node = reader.read(shipped[name], shown, shown)
        if node is None:
            continue
        lender = draft_checklist(ChecklistSource(name, node, shipped=True, listed=node.location), {}, reader.problems)
        for evidence in wanted & set(_declared(lender)):
            if lender.form is not None:
                contract = contract_of(lender, evidence, lender.form.evidence[evidence])
                found.setdefault(evidence, Borrowed(contract, _declared(lender)[evidence]))
    return found


def _needed(drafts: Iterable[Draft]) -> Iterable[str]:
    return (name for draft in drafts for probe in draft.probes if probe is not None for name in probe.evidence)


def _declared(draft: Draft) -> dict[str, Node]:
    declared = mapping_at(draft.node, "evidence")
    return {name: entry.value for name, entry in declared.entries.items()} if declared else {}
