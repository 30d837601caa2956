"""The page of the kind is true: its examples load, and their expressions hold over columns of the right types."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from readiness.loading.forms import DEFAULT_MOMENTS
from readiness.model.evidence import Contract
from readiness.probes.kind import Surroundings
from readiness.probes.rows import Settings, problems
from tests.probes.tables import choice, typed_contract

PAGE = (Path(__file__).parents[3] / "docs/probes/rows.md").read_text("utf-8")
EXAMPLES = [
    block for block in re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL) if "kind: rows" in block
]
DECIMALS = dict.fromkeys(("book", "counted", "agents", "capacity", "contacts"), "decimal")
COLUMNS: dict[str, Any] = {
    **DECIMALS,
    "sku": "text",
    "channel": "text",
    "segment": "text",
    "owner": "text",
    "trigger": "text",
    "counted_at": "instant",
    "hour": "instant",
    "delivery": "date",
    "needed": "date",
    "role": choice("role", primary=("主",), secondary=("辅",)),
    "status": choice("status", confirmed=("已确认",), open=("未确认",)),
}


def everything(name: str) -> Contract:
    return typed_contract(name, ["sku"], COLUMNS)


def test_the_page_has_its_examples() -> None:
    """Three worked examples."""
    assert len(EXAMPLES) == 3


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_of_the_page_holds(example: str) -> None:
    """What users copy loads, and its expressions mean something."""
    probe = yaml.load(example, Loader=yaml.BaseLoader)["probe"]
    probe.pop("kind")
    settings = Settings.model_validate(probe)
    contracts = {name: everything(name) for _, name, _ in settings.evidence()}
    found = problems(settings, Surroundings(contracts, frozenset(DEFAULT_MOMENTS)))
    assert [(problem.path, problem.message.en) for problem in found] == []
