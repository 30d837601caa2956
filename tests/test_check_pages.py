"""docs/checks and docs/coverage.md are what checklists and worlds make of them. `make pages` writes them again."""

from __future__ import annotations

import re

import pytest

from tests.field_data import SHARED
from tests.mutations import SHIPPED
from tests.pages import CHECKS
from tests.pages.check_page import page, told_on
from tests.pages.coverage import coverage_page, index_page, rests_on_a_signoff, shipped_of
from tests.pages.requirements import REQUIREMENTS, SIGNED_ALONE
from tests.pages.shown import COVERAGE, shown, worlds_of

ITEMS = SHARED / "requirements" / "items.md"
MOST_SIGNED = 12


def items() -> str:
    return ITEMS.read_text("utf-8")


@pytest.mark.parametrize("check", SHIPPED)
def test_chinese_messages_have_chinese_places(check: str) -> None:
    """What readiness says in Chinese names sheet, row and column in Chinese, and no expression of a setting."""
    text = (CHECKS / f"{check}.md").read_text("utf-8")
    said = [one.zh for one in told_on(text, worlds_of(check))]
    assert [words for words in said if re.search(r", (sheet|row|column|line|cell) |`\w+\(", words)] == []


@pytest.mark.parametrize("check", SHIPPED)
def test_a_page_is_made_from_its_check(check: str) -> None:
    """All but the messages of a check's page is what its YAML, contracts and worlds say today; tests/test_mutations.py
    compares the messages with what the worlds say."""
    text = (CHECKS / f"{check}.md").read_text("utf-8")
    told = told_on(text, worlds_of(check))
    assert [one.what for one in told] == worlds_of(check)
    assert text == page(shown(check, told))


def test_no_page_is_of_a_check_that_does_not_ship() -> None:
    """docs/checks holds a page for each check that ships, the list of them, and nothing else."""
    assert {path.stem for path in CHECKS.iterdir()} == {*SHIPPED, "README"}


def test_the_list_of_checks_is_current() -> None:
    """docs/checks/README.md lists what ships."""
    assert (CHECKS / "README.md").read_text("utf-8") == index_page()


def test_the_coverage_table_is_current() -> None:
    """docs/coverage.md is what the requirements, checks and worlds make of it."""
    assert COVERAGE.read_text("utf-8") == coverage_page()


def test_every_requirement_is_decided() -> None:
    """A requirement has a check of its name, and each check that it names ships."""
    assert [check for one in REQUIREMENTS for check in one.checks if check not in SHIPPED] == []


def test_every_check_decides_one_requirement() -> None:
    """Each check that ships belongs to exactly one of the 112 requirements."""
    named = [check.id for one in REQUIREMENTS for check in shipped_of(one)]
    assert sorted(named) == sorted(SHIPPED)
    assert len({one.id for one in REQUIREMENTS}) == len(REQUIREMENTS) == 112


def test_what_rests_on_a_signoff_alone_is_named_with_its_reason() -> None:
    """At most 12 requirements rest on a person's approval alone, each with the reason."""
    signed = {one.id for one in REQUIREMENTS if rests_on_a_signoff(one)}
    assert signed == set(SIGNED_ALONE)
    assert len(signed) <= MOST_SIGNED


@pytest.mark.skipif(not ITEMS.exists(), reason="the list of requirements is not beside this clone")
def test_the_requirements_are_those_of_the_list() -> None:
    """The 112 requirements are those that were taken from the articles, by name and in order."""
    rows = re.findall(
        r"^\| ((?:planning|execution|technical|analysis|crm|channel)-\d\d-[\w-]+) \|",
        ITEMS.read_text("utf-8"),
        re.MULTILINE,
    )
    assert list(dict.fromkeys(rows)) == [one.id for one in REQUIREMENTS]
