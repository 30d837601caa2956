"""The schema for editors accepts what loading accepts, and marks what it refuses."""

from __future__ import annotations

from typing import Any, Literal

import pytest
import yaml
from jsonschema import Draft202012Validator

from readiness.loading.json_schema import schema_for
from readiness.probes.registry import kind_names
from tests.loading.conftest import HERE, SHIPPED

Kind = Literal["campaign", "checklist"]


def validator(kind: Kind) -> Draft202012Validator:
    schema = schema_for(kind)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def as_an_editor_reads(text: str) -> Any:
    """YAML as editors read it: yes and no are texts, and so are times."""
    return yaml.load(text, Loader=yaml.BaseLoader)


@pytest.mark.parametrize("file", [HERE / "good" / "own.yaml", *SHIPPED.values()], ids=lambda file: file.stem)
def test_good_checklists_fit_the_schema(file: Any) -> None:
    """Every checklist that loads is valid for the editor."""
    assert list(validator("checklist").iter_errors(as_an_editor_reads(file.read_text(encoding="utf-8")))) == []


def test_a_good_campaign_fits_the_schema() -> None:
    """The campaign that loads is valid for the editor."""
    text = (HERE / "good" / "campaign.yaml").read_text(encoding="utf-8")

    assert list(validator("campaign").iter_errors(as_an_editor_reads(text))) == []


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("campaign", "launch: 2026-06-18T00:00:00+08:00", "launch: 2026-06-18"),
        ("campaign", "people:", "peeple:"),
        ("campaign", "checklists: [planning,", "checklists: [planing,"),
        ("campaign", "online: yes", "Online: yes"),
        ("campaign", "header: 3", "header: 0"),
        ("checklist", "severity: minor", "severity: small"),
        ("checklist", "kind: test-kind", "kind: test-kid"),
        ("checklist", "table: prices", "tabel: prices"),
        ("checklist", "title: Prices are set", "title: ''"),
        ("checklist", "title: Prices are set", "title: ~"),
    ],
)
def test_what_loading_refuses_is_marked(kind: Kind, old: str, new: str) -> None:
    """Common mistakes are marked in the editor, before `validate` runs."""
    text = (HERE / "good" / ("campaign.yaml" if kind == "campaign" else "own.yaml")).read_text(encoding="utf-8")
    assert old in text
    loader = yaml.SafeLoader if new.endswith("~") else yaml.BaseLoader

    assert list(validator(kind).iter_errors(yaml.load(text.replace(old, new), Loader=loader)))


def test_every_kind_is_an_alternative_of_probe() -> None:
    """The settings of each registered kind complete in the editor, with what the kind does."""
    schema = schema_for("checklist")

    for name in kind_names():
        definition = schema["$defs"][f"probe.{name}"]
        assert definition["properties"]["kind"] == {"const": name}
        assert definition["description"]
