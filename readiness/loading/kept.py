"""What a process keeps of the files that ship, which are the same for every campaign: reading them is most of what
loading one costs. Only what is sound is kept, so that nothing wrong with a file goes untold."""

from __future__ import annotations

from functools import lru_cache

from readiness.loading.binding import bind_probe
from readiness.loading.checklist_forms import ChecklistFile
from readiness.loading.nodes import Mapping
from readiness.loading.problems import Problems
from readiness.loading.validation import validate
from readiness.loading.yaml_nodes import parse
from readiness.probes.kind import BoundProbe

_BOTH = {"both_languages": True}


@lru_cache(maxsize=16)
def kept_node(text: str, shown: str) -> Mapping | None:
    """The mapping that a shipped file's text holds; nobody changes it. None where anything is wrong."""
    problems = Problems()
    node = parse(text, shown, problems)
    return node if isinstance(node, Mapping) and not problems else None


@lru_cache(maxsize=64)
def kept_form(node: Mapping) -> ChecklistFile | None:
    """The form of a shipped checklist's node; None where anything is wrong."""
    problems = Problems()
    form = validate(ChecklistFile, node, problems, context=_BOTH)
    return None if problems else form


@lru_cache(maxsize=1024)
def kept_probe(node: Mapping) -> BoundProbe | None:
    """The probe of a shipped check's node; None where anything is wrong."""
    problems = Problems()
    probe = bind_probe(node, problems, both_languages=True)
    return None if problems else probe
