"""What a kind says against settings beside the contracts, at the place where somebody wrote them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from readiness.loading.campaign import load_campaign
from readiness.loading.problems import InvalidInput
from readiness.model.campaign import Campaign
from tests.loading.conftest import NOW, SHIPPED, Desk

CHECKLIST = """\
checklist: counting
evidence:
  stocktake:
    title: {en: Stock-take, zh: 盘点}
    from: {en: Warehouse, zh: 仓库}
    owner: supply-chain
    key: [sku]
    columns:
      sku: {type: text}
      book: {type: decimal}
      counted: {type: decimal}
checks:
  - id: stocktake
    phase: execution
    title: {en: Counted, zh: 已盘点}
    why: {en: Stock, zh: 库存}
    severity: blocker
    owner: supply-chain
    probe:
      kind: rows
      table: stocktake
      limits: {max_difference: 2 %, max_missing: 3}
      rules:
        - must: "abs(book - counted) <= max_difference * greatest(book, 1) + 0 * max_missing"
          required: {en: "within {max_difference}", zh: "相差不超过 {max_difference}"}
    remedy: {en: Count, zh: 盘点}
    source: {en: Ours, zh: 自有}
"""
SETTING = "settings:\n"


def load(desk: Desk, checklist: str = CHECKLIST) -> Campaign:
    """The good campaign with one more checklist that ships."""
    path = desk.folder / "counting.shipped"
    path.write_text(checklist, encoding="utf-8")
    text = desk.file.read_text("utf-8")
    if "counting" not in text.partition("people:")[0]:
        desk.change("analysis, ./own.yaml]", "analysis, counting, ./own.yaml]")
    return load_campaign(desk.file, NOW, shipped={**SHIPPED, "counting": path})


def told(desk: Desk, checklist: str = CHECKLIST) -> list[str]:
    with pytest.raises(InvalidInput) as invalid:
        load(desk, checklist)
    return [problem.say("en").rpartition("/")[2] for problem in invalid.value.problems]


def stocktake_settings(campaign: Campaign) -> dict[str, object]:
    (check,) = (check for check in campaign.checks if check.id == "counting.stocktake")
    return check.probe.settings_for_people()


def test_limits_are_changed_key_by_key(desk: Desk) -> None:
    """A campaign that changes one limit keeps the others, and everything else of the probe."""
    desk.change(SETTING, SETTING + "  counting.stocktake: {probe: {limits: {max_difference: 1 %}}}\n")

    settings = stocktake_settings(load(desk))

    assert settings["limits"] == {"max_difference": "1 %", "max_missing": "3"}
    assert settings["table"] == "stocktake"


@pytest.mark.parametrize(("limit", "loosened"), [("1 %", False), ("2 %", False), ("3 %", True)])
def test_a_wider_limit_is_a_loosening(desk: Desk, limit: str, loosened: bool) -> None:
    """False-GO 38: a limit of a check that ships may be narrowed freely; widened, it stays a condition."""
    desk.change(SETTING, SETTING + f"  counting.stocktake: {{probe: {{limits: {{max_difference: {limit}}}}}}}\n")

    assert any(one.subject == "counting.stocktake" for one in load(desk).loosened) is loosened


def test_a_limit_that_nothing_names_is_told_at_its_place(desk: Desk) -> None:
    """False-GO 16: a mistyped limit would change nothing; it is told with file, line and column, and the nearest."""
    desk.change(SETTING, SETTING + "  counting.stocktake: {probe: {limits: {max_diference: 1 %}}}\n")

    (problem,) = told(desk)

    assert problem.startswith("campaign.yaml:24:56: Nothing in this check names the limit 'max_diference'; did you")


def test_a_changed_expression_is_looked_over(desk: Desk) -> None:
    """An expression that the campaign writes is told where the campaign wrote it."""
    rule = "{must: counted > bok, required: {en: a, zh: b}}"
    desk.change(SETTING, SETTING + f"  counting.stocktake: {{probe: {{limits: {{max_x: 1}}, rules: [{rule}]}}}}\n")

    assert any(problem.startswith("campaign.yaml:24:") and "'bok'" in problem for problem in told(desk))


def test_what_ships_says_its_words_in_both_languages(desk: Desk) -> None:
    """A plain text is enough for a campaign's own checklist, and not for one that ships."""
    one_language = CHECKLIST.replace(
        '{en: "within {max_difference}", zh: "相差不超过 {max_difference}"}', "within limits"
    )

    (problem,) = told(desk, one_language)

    assert "needed in both languages" in problem


def test_an_unknown_moment_in_a_limit_is_told(desk: Desk) -> None:
    """A limit may stand on a moment of the campaign, and on no other."""
    desk.change(SETTING, SETTING + "  counting.stocktake: {probe: {limits: {max_missing: warmup-1d}}}\n")

    assert any("'warmup' is no moment of this campaign" in problem for problem in told(desk))


def test_a_table_without_a_key_can_not_be_looked_through_for_repeats(desk: Desk) -> None:
    """False-GO 19: where nothing names a row, nobody can tell that it stands there twice; the settings must say so."""
    rule = "{filled: sku}"
    desk.change("{kind: test-kind, table: prices}", f"{{kind: rows, table: prices, rules: [{rule}]}}", "own.yaml")
    (told,) = desk.told()
    assert told.startswith("own.yaml:17:32: The contract of this table has no key")
    desk.change("rules:", "repeats: yes, rules:", "own.yaml")
    assert desk.told() == []


def test_what_ships_unchanged_costs_no_engine(desk: Desk) -> None:
    """Loading expressions that ship, and that nobody changed, does not import the table engine."""
    load(desk)
    code = (
        "import sys; from pathlib import Path; from tests.loading.conftest import NOW, SHIPPED; "
        "from readiness.probes.registry import KINDS; KINDS['test-kind'] = 'tests.loading.kinds'; "
        "from readiness.loading.campaign import load_campaign; "
        f"load_campaign(Path({str(desk.file)!r}), NOW, shipped={{**SHIPPED, 'counting': Path({str(desk.folder)!r}) / "
        "'counting.shipped'}); print('duckdb' in sys.modules)"
    )
    root = Path(__file__).parents[2]
    ran = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.strip() == "False"
