"""Every check that ships, in a world where it passes and in one for each thing it watches where it does not.

The worlds are the examples. Each mutation changes one thing, and the real command line must end with another exit code
and name the check, the thing, what was required, what was found, the owner and the way out.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.changes import EXACT, Change
from tests.checklists import Mutation
from tests.mutations import AFTER_LAUNCH, DONE, LIMITS, LIVE, MUTATIONS, ONLINE, SHIPPED, code_of
from tests.pages import CHECKS
from tests.pages.check_page import told_on
from tests.pages.shown import worlds_of
from tests.pages.told import finding_of, told
from tests.worlds import Checked, World


def world_of(check: str, request: pytest.FixtureRequest) -> World:
    name = "systems_world" if check in LIVE else "shop_world" if check in ONLINE else "stores_world"
    return request.getfixturevalue(name)  # type: ignore[no-any-return]


def test_every_shipped_check_is_covered() -> None:
    """No check ships without a mutation, and no mutation is of a check that does not ship."""
    assert {mutation.check for mutation in MUTATIONS} == set(SHIPPED)


def test_every_shipped_check_has_a_world(stores_world: World, shop_world: World) -> None:
    """Between them, the two worlds are asked every check that ships."""
    assert stores_world.asked() | shop_world.asked() == set(SHIPPED)


def test_files_alone_decide_all_that_needs_no_network(stores_world: World) -> None:
    """What the GO example is not asked are the checks that ask running systems, and no other."""
    left_out = set(SHIPPED) - stores_world.asked()
    asking = {"http", "tls", "dns", "prometheus-query", "alert-rules"}
    assert {SHIPPED[check].probe.kind for check in left_out} == asking


@pytest.mark.parametrize("world", ["stores_world", "systems_world"])
def test_the_pass_worlds_pass(world: str, request: pytest.FixtureRequest) -> None:
    """In each pass world the decision is GO, and every check that its traits ask for passed: none is skipped. What is
    due after the launch is still open."""
    there: World = request.getfixturevalue(world)
    checked = there.check()
    assert checked.code == 0, checked.out + checked.err
    assert checked.run is not None
    asked = {o["check"] for o in checked.run["outcomes"] if o["status"] == "passed"}
    assert asked == there.asked() - set(AFTER_LAUNCH)
    assert {o["status"] for o in checked.run["outcomes"] if o["check"] in AFTER_LAUNCH} <= {"pending"}


def is_on_its_page(outcome: dict[str, Any], mutation: Mutation) -> bool:
    """Whether docs/checks shows the finding's message of this world as it is now, in both languages."""
    page = (CHECKS / f"{mutation.check}.md").read_text("utf-8")
    return told(outcome, mutation) in told_on(page, worlds_of(mutation.check))


def alone(world: World, check: str) -> Checked:
    """The check decided beside one that passes and without the others, so that hundreds of worlds take minutes. What is
    partial is accepted: the code is what it would be if all else is good, as it is in the pass worlds."""
    beside = "planning.brand-fit" if check == "planning.plan-review" else "planning.plan-review"
    return world.check("--only", f"{check},{beside}", "--accept", "partial")


AT_LAUNCH = [mutation for mutation in MUTATIONS if mutation.check not in AFTER_LAUNCH]
AFTERWARDS = [mutation for mutation in MUTATIONS if mutation.check in AFTER_LAUNCH]


@pytest.mark.parametrize("check", AFTER_LAUNCH)
def test_work_after_the_end_passes_once_done(check: str, request: pytest.FixtureRequest) -> None:
    """A check due after the launch passes at its due instant where the work was done exactly in time."""
    world = world_of(check, request)
    DONE[check](world)
    outcome = world.check("--only", check, "--as-of", AFTER_LAUNCH[check]).outcome(check)
    assert outcome["status"] == "passed", outcome["findings"]


@pytest.mark.parametrize("mutation", AFTERWARDS, ids=lambda m: f"{m.check}: {m.what}")
def test_work_after_the_end_that_was_not_done_as_asked_failed(
    mutation: Mutation, request: pytest.FixtureRequest
) -> None:
    """A week after the end the check failed, and names thing, required and observed value, owner, people and remedy."""
    world = world_of(mutation.check, request)
    mutation.change(world)
    outcome = world.check("--only", mutation.check, "--as-of", "E+7d").outcome(mutation.check)
    assert outcome["status"] == "failed"
    assert finding_of(outcome, mutation), outcome["findings"]
    assert outcome["people"]
    assert outcome["remedy"]["en"]
    assert outcome["remedy"]["zh"]
    assert is_on_its_page(outcome, mutation), "make pages"


@pytest.mark.parametrize("mutation", AT_LAUNCH, ids=lambda m: f"{m.check}: {m.what}")
def test_one_thing_changed_is_no_go(mutation: Mutation, request: pytest.FixtureRequest) -> None:
    """Changing one thing that a check watches changes the exit code, and the report names check, thing, required and
    observed value, owner, people and remedy."""
    world = world_of(mutation.check, request)
    mutation.change(world)
    checked = alone(world, mutation.check)
    assert checked.code == code_of(mutation.check), checked.out + checked.err
    outcome = checked.outcome(mutation.check)
    assert outcome["status"] == "failed"
    assert finding_of(outcome, mutation), outcome["findings"]
    assert outcome["owner"] == SHIPPED[mutation.check].owner
    assert outcome["people"]
    assert outcome["remedy"]["en"]
    assert outcome["remedy"]["zh"]
    if outcome["severity"] != "minor":  # a minor is listed, but gives no reason against the launch
        assert any(reason["check"] == mutation.check for reason in (checked.run or {})["decision"]["reasons"])
    assert is_on_its_page(outcome, mutation), "make pages"


@pytest.mark.parametrize(("check", "what", "change"), LIMITS, ids=[f"{check}: {what}" for check, what, _ in LIMITS])
def test_exactly_at_the_limit_is_go(check: str, what: str, change: Change, request: pytest.FixtureRequest) -> None:
    """False-GO 14, 30: boundaries are inclusive. (The pass world itself holds a SKU at exactly 120 %.)"""
    world = world_of(check, request)
    change(world)
    checked = alone(world, check)
    assert checked.code == 0, checked.out + checked.err
    assert checked.outcome(check)["status"] == "passed"


def test_the_pass_world_stands_on_its_limit(stores_world: World) -> None:
    """The stock of one promoted SKU is exactly 120 % of its forecast, so that one unit decides."""
    (least,) = [
        m for m in stores_world.check().outcome("execution.stock-coverage")["measures"] if EXACT in m["subject"]
    ]
    assert Decimal(least["value"]) == Decimal(least["limit"]) == Decimal("1.2")
