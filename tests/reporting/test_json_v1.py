from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from readiness.model.evidence import EvidenceUse
from readiness.model.finding import Examined, Finding, FindingKind, Measure
from readiness.model.location import Location
from readiness.model.loosening import Loosening, LooseningKind
from readiness.model.outcome import Status, WaiverUse
from readiness.model.run import Run, Scope
from readiness.model.text import Text
from readiness.reporting.json_v1 import NAME, document, render
from readiness.reporting.registry import load_report
from readiness.reporting.report import Look
from tests.reporting.runs import DIGEST, END, at, outcome, run_of

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "schema" / "run-v1.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)

STOCK = outcome(
    "execution.stock-coverage",
    Status.FAILED,
    people=("张敏",),
    kind="stock-coverage",
    settings={"promoted": "promoted", "min_ratio": "1.2"},
    examined=Examined(214, "SKUs"),
    location=Location("checklists/execution.yaml", 52, 5),
    message=Text("SKU-1 is short", "SKU-1 不足"),
    hint=Text("Order", "补货"),
    findings=(
        Finding(
            "SKU-1",
            Text.same("1.2"),
            Text.same("1.1"),
            Text("short", "不足"),
            "ratio",
            "stock.csv row 2",
            FindingKind.STALE,
        ),
    ),
    findings_total=312,
    measures=(Measure("SKU-1", Decimal("1E+1"), Decimal("1.20"), "ratio", "east"),),
    evidence=(
        EvidenceUse("stock", "stock.csv", DIGEST, at(14, 20), at(15), False, "stock.csv", (Text.same("GB18030"),)),
    ),
    notes=(Text("9 others", "另有 9 个"),),
    waiver=WaiverUse("li.wei", "accepted", END, Text("expired", "已到期")),
    holds_until=at(15, 20),
    seconds=0.12349,
)
LOOSENING = Loosening(
    LooseningKind.DUE, "execution.stock-coverage", "T-72h", "T-24h", "li.wei", "late", Text("later", "推迟"), None
)
WHOLE = run_of(
    [STOCK, outcome("technical.endpoint-health", location=None)],
    [LOOSENING],
    as_of=at(16),
    as_of_words="T-48h",
    scope=Scope(("execution",), ("execution.stock-coverage",), ("planning.x",), starter=True, not_asked=7),
    previous=DIGEST,
    digests={"campaign.yaml": DIGEST},
    notes=(Text("note", "说明"),),
    version="1.2.3",
)

EXPECTED_STOCK: dict[str, Any] = {
    "check": "execution.stock-coverage",
    "status": "failed",
    "severity": "blocker",
    "phase": "execution",
    "due": "2026-06-15T00:00:00+08:00",
    "due_words": "T-72h",
    "after_launch": False,
    "owner": "supply-chain",
    "people": ["张敏"],
    "title": {"en": STOCK.title.en, "zh": STOCK.title.zh},
    "why": {"en": STOCK.why.en, "zh": STOCK.why.zh},
    "remedy": {"en": STOCK.remedy.en, "zh": STOCK.remedy.zh},
    "source": {"en": STOCK.source.en, "zh": STOCK.source.zh},
    "message": {"en": "SKU-1 is short", "zh": "SKU-1 不足"},
    "hint": {"en": "Order", "zh": "补货"},
    "examined": {"count": 214, "unit": "SKUs"},
    "findings": [
        {
            "kind": "stale",
            "subject": "SKU-1",
            "required": "1.2",
            "observed": "1.1",
            "unit": "ratio",
            "where": "stock.csv row 2",
            "message": {"en": "short", "zh": "不足"},
        }
    ],
    "findings_total": 312,
    "measures": [{"subject": "SKU-1", "value": "10", "limit": "1.20", "unit": "ratio", "group": "east"}],
    "evidence": [
        {
            "name": "stock",
            "source": "stock.csv",
            "sha256": DIGEST,
            "time": "2026-06-14T20:00:00+08:00",
            "modified": "2026-06-15T00:00:00+08:00",
            "live": False,
            "path": "stock.csv",
            "notes": ["GB18030"],
        }
    ],
    "notes": [{"en": "9 others", "zh": "另有 9 个"}],
    "waiver": {
        "person": "li.wei",
        "reason": "accepted",
        "expires": "2026-06-20T23:59:59+08:00",
        "problem": {"en": "expired", "zh": "已到期"},
    },
    "holds_until": "2026-06-15T20:00:00+08:00",
    "probe": {"kind": "stock-coverage", "settings": {"promoted": "promoted", "min_ratio": "1.2"}},
    "seconds": 0.123,
    "location": {"file": "checklists/execution.yaml", "line": 52, "column": 5},
}

EXPECTED: dict[str, Any] = {
    "schema": "readiness/run/v1",
    "campaign": {
        "id": "2026-618",
        "name": {"en": "618 sale", "zh": "618 大促"},
        "launch": "2026-06-18T00:00:00+08:00",
        "end": "2026-06-20T23:59:59+08:00",
        "zone": "Asia/Shanghai",
        "release": "shop-web 4.12.0",
        "languages": ["zh", "en"],
        "people": {role: list(people) for role, people in WHOLE.campaign.people.items()},
        "traits": {"online": True, "lottery": False},
    },
    "at": "2026-06-17T20:00:00+08:00",
    "as_of": "2026-06-16T00:00:00+08:00",
    "as_of_words": "T-48h",
    "partial": True,
    "scope": {
        "phases": ["execution"],
        "only": ["execution.stock-coverage"],
        "skip": ["planning.x"],
        "starter": True,
        "not_asked": 7,
    },
    "previous": DIGEST,
    "loosened": [
        {
            "kind": "due",
            "subject": "execution.stock-coverage",
            "before": "T-72h",
            "after": "T-24h",
            "by": "li.wei",
            "reason": "late",
            "message": {"en": "later", "zh": "推迟"},
            "sha256": LOOSENING.sha256,
            "approved_by": None,
        }
    ],
    "digests": {"campaign.yaml": DIGEST},
    "notes": [{"en": "note", "zh": "说明"}],
    "version": "1.2.3",
}


def test_the_document_is_written_out_key_by_key() -> None:
    """The format has its own names: each key and value of a run in which every field says something stands here, so
    that renaming a field of the model can't change a document."""
    found = document(WHOLE)
    outcomes, decision = found.pop("outcomes"), found.pop("decision")
    assert found.pop("holds_until") == WHOLE.holds_until.isoformat()
    assert found == EXPECTED
    assert outcomes[0] == EXPECTED_STOCK
    assert outcomes[1]["location"] is None
    assert decision["reasons"][0] == {
        "rule": "blocker-failed",
        "check": "execution.stock-coverage",
        "owner": "supply-chain",
        "since": "2026-06-15T00:00:00+08:00",
        "what": {"en": "SKU-1 is short", "zh": "SKU-1 不足"},
        "todo": {"en": "Order", "zh": "补货"},
    }
    del decision["reasons"]
    assert decision == {"verdict": "no-go", "exit_code": 1, "accepted": []}


SPINE: dict[str, Any] = {
    "schema": None,
    "campaign": {"id": None, "launch": None, "end": None, "release": None},
    "at": None,
    "as_of": None,
    "partial": None,
    "holds_until": None,
    "previous": None,
    "decision": {"verdict": None, "reasons": [None]},
    "loosened": [None],
    "outcomes": [
        {
            "check": None, "status": None, "severity": None, "phase": None, "due": None, "owner": None,
            "examined": {"count": None, "unit": None},
            "findings": [
                {"subject": None, "required": None, "observed": None, "unit": None, "where": None, "message": None}
            ],
            "measures": [{"subject": None, "value": None, "limit": None, "unit": None, "group": None}],
            "evidence": [{"name": None, "source": None, "sha256": None, "time": None}],
        }
    ],
}  # fmt: skip


def holds_spine(value: Any, spine: Any) -> bool:
    if isinstance(spine, dict):
        return isinstance(value, dict) and all(key in value and holds_spine(value[key], spine[key]) for key in spine)
    if isinstance(spine, list):
        return isinstance(value, list) and bool(value) and holds_spine(value[0], spine[0])
    return True


def test_the_spine_of_the_format_is_there() -> None:
    """The keys that the format promised from its first release stand where they were promised."""
    assert holds_spine(document(WHOLE), SPINE)


RUNS: list[Run] = [
    WHOLE,
    run_of([outcome("execution.stock-coverage")]),
    run_of([outcome("execution.stock-coverage", status) for status in Status]),
    run_of([outcome("planning.x", Status.ERROR, examined=Examined(0, "things"))]),
    run_of([outcome("planning.x")], at=datetime(2026, 6, 17, 20, 0, 0, 123456, tzinfo=END.tzinfo)),
]


@pytest.mark.parametrize("run", RUNS, ids=range(len(RUNS)))
def test_every_document_is_valid_to_its_schema(run: Run) -> None:
    """docs/schema/run-v1.json describes what is written, for every status and with every field or none."""
    Draft202012Validator.check_schema(SCHEMA)
    assert [error.message for error in VALIDATOR.iter_errors(json.loads(render(run, Look("en"))))] == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda value: value.pop("previous"),
        lambda value: value.update(extra=1),
        lambda value: value["outcomes"][0].update(status="green"),
        lambda value: value["outcomes"][0]["measures"][0].update(value=1.2),
        lambda value: value["outcomes"][0]["findings"][0].update(required={"en": "x"}),
        lambda value: value.update(at="2026-06-17T20:00:00"),
        lambda value: value["decision"].update(exit_code=70),
    ],
)
def test_the_schema_refuses_what_is_not_the_format(damage: Callable[[dict[str, Any]], object]) -> None:
    """A missing or unknown key, an unknown word, a float, half a text and a time without offset are not valid."""
    value = document(WHOLE)
    damage(value)
    assert list(VALIDATOR.iter_errors(value))


def test_the_report_is_readable_json() -> None:
    """The report is the document, indented, with Chinese as it is written, ended by a line end, alike in both
    languages."""
    text = render(WHOLE, Look("zh"))
    assert json.loads(text) == document(WHOLE)
    assert text.startswith('{\n  "schema": "readiness/run/v1",\n')
    assert "618 大促" in text
    assert text.endswith("}\n")
    assert text == render(WHOLE, Look("en"))


def test_the_format_is_registered_by_its_name() -> None:
    """`--report json=...` finds this module."""
    assert load_report("json").NAME == NAME


def test_a_number_that_json_does_not_have_is_refused() -> None:
    """False-GO 11: NaN in a document is an error of whoever made it, never written."""
    broken = replace(WHOLE, outcomes=(replace(STOCK, settings={"limit": float("nan")}),))
    with pytest.raises(ValueError, match="JSON"):
        render(broken, Look("en"))


def test_no_character_of_a_file_name_breaks_the_document() -> None:
    """A file name that is no Unicode, control characters and line separators survive a round through JSON."""
    words = Text.same("bad\udce9\u2028\x00\x1b[31m</script>")
    text = render(run_of([outcome("planning.x", message=words)]), Look("en"))
    assert json.loads(text.encode("utf-8"))["outcomes"][0]["message"] == words.en


def test_lists_are_whole() -> None:
    """False-GO 44: every finding of a run is in the document, however many there are, with their count."""
    findings = tuple(Finding(f"SKU-{n}", Text.same("1"), Text.same("0"), Text.same("x")) for n in range(2500))
    (found,) = document(run_of([replace(STOCK, findings=findings, findings_total=9000)]))["outcomes"]
    assert (len(found["findings"]), found["findings_total"]) == (2500, 9000)
