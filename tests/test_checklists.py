"""What ships in checklists/: complete, bilingual, and what the requirements ask."""

from __future__ import annotations

import re
from itertools import chain

import pytest
import yaml
from pydantic_core import PydanticUndefined

from readiness.loading.checklist import Checklist, shipped_checklist
from readiness.loading.shipped import BUILT_IN, shipped_checklists
from readiness.model.check import Check
from readiness.model.evidence import Contract, Sort
from readiness.model.text import Text
from readiness.model.trait_words import QUESTIONS
from readiness.model.vocabulary import traits_words
from readiness.probes.registry import KINDS, load_kind
from tests.checklists import Asked
from tests.mutations import REQUIREMENTS

SHIPPED: dict[str, Checklist] = {name: shipped_checklist(name) for name in shipped_checklists()}
CHECKS: dict[str, Check] = {check.id: check for list_ in SHIPPED.values() for check in list_.checks}
CONTRACTS: dict[str, Contract] = {contract.name: contract for list_ in SHIPPED.values() for contract in list_.contracts}


HAN = re.compile(r"[一-鿿]")
PLACEHOLDER = re.compile(r"\b(TODO|TBD|XXX|FIXME|lorem)\b|待定|待补充", re.IGNORECASE)
HALF_WIDTH_PUNCTUATION = re.compile(r"[一-鿿][,;:!?][一-鿿]")


def texts_of(check: Check) -> dict[str, Text]:
    return {"title": check.title, "why": check.why, "remedy": check.remedy, "source": check.source}


def said(contract: Contract) -> dict[str, Text]:
    columns = {f"column {c.name}": c.title for c in contract.columns if c.title}
    return {"title": contract.title, "from": contract.source, **columns}


ALL_TEXTS = [
    *((f"{check.id} {field}", text) for check in CHECKS.values() for field, text in texts_of(check).items()),
    *((f"{name} {field}", text) for name, contract in CONTRACTS.items() for field, text in said(contract).items()),
]


def test_the_built_in_checklists_ship() -> None:
    """All four built-in checklists ship, and each holds checks."""
    assert set(BUILT_IN) <= set(SHIPPED)
    assert all(list_.checks for list_ in SHIPPED.values())


def test_what_ships_is_what_the_requirements_ask() -> None:
    """Kind, severity, due, traits and starter selection of every shipped check are those of its requirement."""
    shipped = {
        check.id: Asked(check.probe.kind, check.severity.value, check.due.words, check.when, check.starter)
        for check in CHECKS.values()
    }
    assert shipped == REQUIREMENTS


def test_only_traits_that_campaigns_know() -> None:
    """A check asks no trait that `init` can't ask in plain words, in both languages."""
    asked = set(chain.from_iterable(check.when for check in CHECKS.values()))
    assert asked <= set(QUESTIONS)
    assert all(traits_words([trait]).zh != trait for trait in asked)


@pytest.mark.parametrize(("place", "text"), ALL_TEXTS, ids=[place for place, _ in ALL_TEXTS])
def test_every_text_is_in_both_languages(place: str, text: Text) -> None:
    """English has no Han characters outside names in brackets, Chinese has some and Chinese punctuation; neither is a
    placeholder."""
    assert HAN.search(text.zh), place
    assert not HAN.search(re.sub(r"\([^()]*\)", "", text.en)), place
    assert not HALF_WIDTH_PUNCTUATION.search(text.zh), place
    assert not PLACEHOLDER.search(text.en + text.zh), place
    assert text.en != text.zh


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_titles_fit_a_line(check: Check) -> None:
    """A title fits on one line of an 80-column terminal in either language, and is no sentence with a full stop."""
    assert len(check.title.en) <= 72
    assert len(check.title.zh) <= 36
    assert not check.title.en.endswith(".")
    assert not check.title.zh.endswith("。")


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_law_is_named_with_article_and_counsel(check: Check) -> None:
    """Where a source names a law it names the article, and says that counsel decides."""
    if re.search(r"\b(Law|Order|Directive|GDPR)\b", check.source.en):
        assert "art." in check.source.en
        assert "counsel decides" in check.source.en
        assert re.search(r"第.+条", check.source.zh)
        assert "法务" in check.source.zh


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_evidence_has_a_contract(check: Check) -> None:
    """Every evidence that a probe names has a contract, and there is at least one."""
    assert check.probe.evidence
    assert set(check.probe.evidence) <= set(CONTRACTS)


def test_no_contract_is_idle() -> None:
    """Every contract is of evidence that some check reads."""
    assert set(CONTRACTS) == set(chain.from_iterable(check.probe.evidence for check in CHECKS.values()))


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=CONTRACTS)
def test_columns_are_found_by_the_headers_of_real_exports(contract: Contract) -> None:
    """Each column knows Chinese and other headers, has a title, an example, and a table has a key."""
    assert bool(contract.columns) == (contract.sort is Sort.TABLE)
    assert bool(contract.key) == (contract.sort is Sort.TABLE)
    for column in contract.columns:
        assert any(HAN.search(alias) for alias in column.aliases), column.name
        assert any(alias.isascii() for alias in column.aliases), column.name
        assert column.title, column.name
        assert column.example, column.name


NUMBERS = {
    "120 % of the forecast": ("execution.stock-coverage", "min_ratio", "120 %"),
    "displays 48 hours before": ("execution.store-display", "by", "T-48h"),
    "counted 72 hours before": ("execution.stocktake", "due", "T-72h"),
    "full-link test 72 hours before": ("technical.full-link-test-t72", "due", "T-72h"),
    "report within 72 hours": ("analysis.report-72h", "limits.max_after_end", "72h"),
    "cleaning within 48 hours": ("analysis.raw-clean-48h", "limits.max_after_end", "48h"),
    "5 times the daily traffic": ("technical.load-test-5x", "limits.min_times", "5"),
    "first answer within 15 minutes": ("execution.emergency-group-sla", "limits.max_minutes", "15"),
    "test call answered within 15 minutes": ("execution.emergency-call-drill", "limits.max_wait", "15m"),
    "recovered within 5 minutes": ("technical.dr-drills", "limits.max_rto", "300"),
    "a backup every 15 minutes": ("technical.db-backup-15m", "limits.max_gap", "15m"),
    "metrics refreshed every hour": ("analysis.hourly-refresh", "limits.max_gap", "60m"),
    "highest prize 50,000 CNY": ("execution.lottery-cap", "limits.max_prize", "50000"),
    "kits for 1 % of the people": ("execution.medical-kits", "min", "1 %"),
    "licence from 1,000 people": ("execution.mass-event-licence", "limits.licence_from", "1000"),
    "licence applied for 20 days before": ("execution.mass-event-licence", "limits.min_lead", "20d"),
    "3-3-4": ("planning.budget-split", "limits.reserve_334", "40 %"),
    "3-4-3": ("planning.budget-split", "limits.core_343", "40 %"),
    "7 days in China": ("planning.original-price", "limits.min_lookback", "7d"),
    "30 days in the EU": ("planning.prior-price-eu", "limits.min_lookback", "30d"),
    "archive of two years": ("execution.lottery-archive", "limits.min_retention", "731d"),
}


def written(check: str, path: str) -> str:
    """What the checklist's file has for a setting of a check's probe, as it is typed there."""
    name, _, slug = check.partition(".")
    listed = yaml.load(shipped_checklists()[name].read_text("utf-8"), yaml.BaseLoader)["checks"]  # every scalar a text
    found = next(one for one in listed if one["id"] == slug)
    value = found if path == "due" else found["probe"]
    for part in path.split("."):
        value = value[part]
    return str(value)


@pytest.mark.parametrize("what", NUMBERS)
def test_numbers_of_articles_and_laws_are_defaults_of_a_checklist(what: str) -> None:
    """Each number that the articles and laws give is a named default of a check, which a campaign can change."""
    check, path, value = NUMBERS[what]
    assert written(check, path) == value


def test_the_rules_have_twelve_clauses() -> None:
    """The article asks for 12 clauses; the check names each, and all must be found."""
    check = next(one for one in SHIPPED["planning"].checks if one.id == "planning.rule-clauses")
    settings = check.probe.settings_for_people()
    assert (len(settings["must_contain"]), settings["min_found"]) == (12, 12)


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_brings_a_limit_of_its_own(kind: str) -> None:
    """What articles and laws set is asked of the checklist: no probe kind has a default for it in Python."""
    fields = load_kind(kind).Settings.model_fields
    limits = {name: fields[name].default for name in ("min", "max", "min_ratio", "by", "not_before") if name in fields}
    assert all(value is None or value is PydanticUndefined for value in limits.values()), limits
