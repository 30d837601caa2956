"""`validate`, `explain`, `probes`, `schema`, `render` and `verify` as processes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from readiness.probes.registry import KINDS
from tests.cli.campaigns import CHECK, Small
from tests.cli.conftest import Readiness


def record_of(small: Small, readiness: Readiness) -> Path:
    readiness("check", small.folder, "--record", small.folder / "runs")
    return max((small.folder / "runs").glob("*.json"))


def test_validate_counts_what_it_read(small: Small, readiness: Readiness) -> None:
    """A good campaign is told with its numbers, and nothing is probed or written."""
    before = sorted(small.folder.rglob("*"))
    answer = readiness("validate", small.folder)
    assert answer.code == 0
    assert "2 checks" in answer.out
    assert "5 evidence names" in answer.out
    assert sorted(small.folder.rglob("*")) == before


def test_validate_names_every_problem(small: Small, readiness: Readiness) -> None:
    """A bad one is 6, with the problems on standard error."""
    small.replace("[sponsor, campaign-owner]", "[]")
    answer = readiness("validate", small.folder)
    assert (answer.code, answer.out) == (6, "")
    assert "campaign.yaml:" in answer.err


def test_explain_tells_all_about_a_check(small: Small, readiness: Readiness) -> None:
    """Why, due in words, people, settings, columns with their headers, binding, remedy, and the latest outcome."""
    small.stock(119)
    readiness("check", small.folder)
    answer = readiness("explain", CHECK, "--campaign", small.folder)
    assert answer.code == 0, answer.err
    for words in (
        "What is sold out is lost.",
        "left",
        "赵敏",
        "min_ratio",
        "可用库存",
        "stock.csv",
        "Order more.",
        "A-1",
    ):
        assert words in answer.out


def test_explain_without_a_campaign_knows_the_built_in_checks(readiness: Readiness) -> None:
    """Anywhere, in both languages; without an id every check is listed; a mistyped id names the nearest."""
    assert "120" in readiness("explain", "execution.stock-coverage").out
    assert "库存" in readiness("explain", "execution.stock-coverage", "--lang", "zh").out
    assert "execution.stock-coverage" in readiness("explain").out
    answer = readiness("explain", "execution.stock-covrage")
    assert answer.code == 2
    assert "execution.stock-coverage" in answer.err


def test_probes_lists_every_kind(readiness: Readiness) -> None:
    """Each registered kind is told in both languages."""
    for lang in ("en", "zh"):
        answer = readiness("probes", "--lang", lang)
        assert answer.code == 0, answer.err
        assert all(kind in answer.out for kind in KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_probes_tells_the_settings_of_a_kind(kind: str, readiness: Readiness) -> None:
    """Each kind's settings are told, none as `any`."""
    answer = readiness("probes", kind)
    assert answer.code == 0, answer.err
    assert "required" in answer.out
    assert " any;" not in answer.out


def test_probes_says_types_and_defaults(readiness: Readiness) -> None:
    """A ratio is told from a number, evidence with its columns, and defaults as YAML has them."""
    out = readiness("probes", "stock-coverage").out
    assert "min_ratio" in out
    assert "ratio such as 1.2 or 120 %; required" in out
    assert "duration such as 24h; default 1d" in out
    assert "evidence name (table; columns sku)" in out
    assert readiness("probes", "stock-cover").code == 2


@pytest.mark.parametrize("what", ["campaign", "checklist"])
def test_schema_is_json_schema(what: str, readiness: Readiness) -> None:
    """Standard output is one JSON document that an editor can use."""
    answer = readiness("schema", what)
    assert answer.code == 0, answer.err
    assert json.loads(answer.out)["$schema"].startswith("https://json-schema.org/")


def test_render_tells_a_recorded_run_again(small: Small, tmp_path: Path, readiness: Readiness) -> None:
    """Other formats and the other language, from the record alone; the exit code is 0 whatever was decided."""
    record = record_of(small, readiness)
    again = readiness("render", record, "--report", f"markdown={tmp_path}/again.md", "--lang", "zh")
    assert (again.code, again.out) == (0, "")
    assert "有条件上线" in (tmp_path / "again.md").read_text(encoding="utf-8")
    assert "CONDITIONAL GO" in readiness("render", record).out


def test_render_refuses_what_is_no_record(tmp_path: Path, readiness: Readiness) -> None:
    """A file that is no record, or is not there, is invalid input."""
    (tmp_path / "x.json").write_text("{}", encoding="utf-8")
    assert readiness("render", tmp_path / "x.json").code == 6
    assert readiness("render", tmp_path / "y.json").code == 6
    assert readiness("verify", tmp_path / "x.json").code == 6


def test_verify_holds_until_something_changes(approved: Small, readiness: Readiness) -> None:
    """False-GO 33: a GO holds while its evidence is unchanged, and no longer after one byte."""
    record = record_of(approved, readiness)
    holds = readiness("verify", record, "--evidence", approved.folder)
    assert holds.code == 0, holds.out + holds.err
    assert readiness("verify", record, "--evidence", approved.folder / "campaign.yaml").code == 0
    approved.stock(121)
    broken = readiness("verify", record, "--evidence", approved.folder)
    assert broken.code == 1
    assert "stock" in broken.out


def test_verify_of_another_answer_is_1(small: Small, readiness: Readiness) -> None:
    """A recorded CONDITIONAL GO is no GO."""
    assert readiness("verify", record_of(small, readiness)).code == 1
