"""The owner without YAML: `init --workbook`, Excel, `check`. From nothing to GO, and each cell that decides a check."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import run_readiness
from tests.mutations import AFTER_LAUNCH, SHIPPED
from tests.owner import BASIS, END, ID, LAUNCH, PACKS, RELEASE, SHOP_RELEASE, ZONE, Owner
from tests.owner_cases import ALSO, Case, case_of, change_cell
from tests.worlds import World, load_storefront

INIT = ("--title", "618 大促", "--launch", LAUNCH, "--end", END, "--timezone", ZONE, "--lang", "zh")


@pytest.fixture(scope="session")
def owner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Owner]:
    """The workbook that the command made, with all that a campaign in stores and in the shop has filled in."""
    module, folder = load_storefront(), tmp_path_factory.mktemp("owner")
    traits = [word for trait in BASIS.asked for word in ("--trait", f"{trait}=yes")]
    packs = [word for pack in PACKS for word in ("--checklist", pack)]
    made = run_readiness(folder, "init", ID, "--workbook", *INIT, *traits, *packs)
    assert made.code == 0, made.err
    with (
        module.running() as (shop, fallback),
        module.started(shop.url) as systems,
        pytest.MonkeyPatch.context() as environment,
    ):
        variables = {**module.variables(shop, fallback), **systems.variables}
        for name, value in variables.items():
            environment.setenv(name, value)  # hosts keep their variables
        shop.pages["/version"].body = shop.pages["/version"].body.replace(SHOP_RELEASE, RELEASE)
        owner = Owner(folder / ID, variables)
        owner.fill()
        yield owner


@pytest.fixture
def filled(owner: Owner, tmp_path: Path, capture: Callable[[], tuple[str, str]]) -> World:
    """A copy of the filled workbook's folder, which a test may change."""
    return World(Path(shutil.copytree(owner.folder, tmp_path / ID)), capture)


def test_a_filled_workbook_is_go(filled: World) -> None:
    """From nothing to GO without a line of YAML: every check that is due passed."""
    checked = filled.check()
    assert checked.code == 0, checked.out + checked.err
    assert checked.run is not None
    open_ = {one["check"] for one in checked.run["outcomes"] if one["status"] != "passed"}
    assert open_ == set(AFTER_LAUNCH)


def said(text: Any) -> str:
    return text if isinstance(text, str) else str(text["en"])


def tells(finding: dict[str, Any], case: Case) -> bool:
    """Whether a finding names the cell, the thing, what is required of it and what was seen."""
    told = (finding["subject"], said(finding["required"]), said(finding["observed"]))
    parts = all(part in words for part, words in zip(case.said, told, strict=True))
    return parts and all(part in str(finding["where"]) for part in case.where)


@pytest.mark.parametrize(("check", "what"), [*((check, "") for check in SHIPPED), *ALSO])
def test_one_cell_decides(check: str, what: str, owner: Owner, filled: World, tmp_path: Path) -> None:
    """One cell that is wrong fails its check, and a finding leads to it: file, sheet, row and column."""
    case = case_of(check, what, owner, tmp_path / "examples")
    change_cell(filled.folder, case.place, case.value)
    late = ("--as-of", "E+7d") if check in AFTER_LAUNCH else ()
    checked = filled.check("--only", check, *late)
    assert checked.run is not None, checked.err
    outcome = checked.outcome(check)
    assert outcome["status"] == "failed", (case, outcome)
    assert any(tells(finding, case) for finding in outcome["findings"]), (case, outcome["findings"])
