"""All worlds of all checklists, by check."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from pkgutil import iter_modules

from readiness.loading.checklist import shipped_checklist
from readiness.loading.shipped import shipped_checklists
from readiness.model.moments import END
from tests import checklists as parts
from tests.changes import Change
from tests.checklists import Asked, Limit, Mutation, afterwards
from tests.worlds import load_storefront

SHIPPED = {check.id: check for name in shipped_checklists() for check in shipped_checklist(name).checks}
ONLINE = {check.id for check in SHIPPED.values() if check.when == ("online",)}
LIVE = {check for system in load_storefront().SYSTEMS for check in system.CHECKS}  # asked of real systems
AFTER_LAUNCH = {check.id: check.due.words for check in SHIPPED.values() if check.due.anchor == END}
NO_GO, CONDITIONAL_GO, GO = 1, 3, 0

_PARTS = [import_module(f"{parts.__name__}.{part.name}") for part in iter_modules(parts.__path__)]
REQUIREMENTS: dict[str, Asked] = {check: asked for part in _PARTS for check, asked in part.ASKED.items()}
MUTATIONS: list[Mutation] = [mutation for part in _PARTS for mutation in part.MUTATIONS]
LIMITS: list[Limit] = [limit for part in _PARTS for limit in part.LIMITS]
DONE: dict[str, Change] = afterwards.DONE  # what must still be done in the pass world, for checks due after the launch

_CODES = {"blocker": NO_GO, "major": CONDITIONAL_GO, "minor": GO}


def applicable(checklists: Iterable[str], traits: Mapping[str, bool]) -> set[str]:
    """The shipped checks that a campaign with these checklists and traits is asked."""
    listed = tuple(f"{name}." for name in checklists)
    held = {trait for trait, holds in traits.items() if holds}
    return {
        check.id
        for check in SHIPPED.values()
        if check.id.startswith(listed) and (not check.when or held & set(check.when))
    }


def code_of(check: str) -> int:
    """The exit code where this check alone has failed."""
    return _CODES[SHIPPED[check].severity.value]
