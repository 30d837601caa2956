"""What ships in checklists/: complete, bilingual, and what the requirements ask."""

from __future__ import annotations

import re
from itertools import chain

import pytest

from readiness.loading.checklist import Checklist, shipped_checklist
from readiness.loading.shipped import BUILT_IN, shipped_checklists
from readiness.model.check import Check
from readiness.model.evidence import Contract, Sort
from readiness.model.text import Text
from readiness.model.trait_words import QUESTIONS
from readiness.model.vocabulary import traits_words
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
