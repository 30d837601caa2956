"""`make pages`: runs every world in which a shipped check fails and writes docs/checks and docs/coverage.md.

`python -m tests.pages CHECK ...` runs those of some checks only.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.mutations import AFTER_LAUNCH, LIVE, MUTATIONS, ONLINE, SHIPPED
from tests.pages import CHECKS
from tests.pages.check_page import page
from tests.pages.coverage import coverage_page, index_page
from tests.pages.shown import COVERAGE, shown
from tests.pages.told import Told, finding_of, told
from tests.worlds import World, copy_of, load_storefront


@contextlib.contextmanager
def worlds(check: str) -> Iterator[tuple[str, dict[str, object]]]:
    """The example that decides the check, with its shop, and the systems behind it, running where it asks them."""
    if check not in ONLINE:
        yield "go", {}
        return
    module = load_storefront()
    asked = module.SYSTEMS if check in LIVE else ()
    with module.running() as (shop, fallback), module.started(shop.url, asked) as systems:
        os.environ.update({**module.variables(shop, fallback), **systems.variables})
        yield "storefront", {"shop": shop, "fallback": fallback, "module": module, "systems": systems}


def run_worlds(check: str) -> tuple[list[Told], list[str]]:
    """What readiness says in each world of the check, and the worlds in which it says something else than it should."""
    said, wrong = [], []
    for mutation in (one for one in MUTATIONS if one.check == check):
        with worlds(check) as (example, sites), tempfile.TemporaryDirectory() as folder:
            world = World(copy_of(example, Path(folder)), lambda: ("", ""), dict(sites))
            mutation.change(world)
            late = ("--as-of", "E+7d") if check in AFTER_LAUNCH else ()
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                outcome = world.check("--only", check, *late).outcome(check)
        if finding_of(outcome, mutation) is None:
            wrong.append(f"{check}: {mutation.what}: {outcome['findings']}")
        else:
            said.append(told(outcome, mutation))
    return said, wrong


def main() -> None:
    CHECKS.mkdir(parents=True, exist_ok=True)
    for old in CHECKS.glob("*.md"):
        if old.stem not in {*SHIPPED, "README"}:
            old.unlink()
    missed: list[str] = []
    checks = sys.argv[1:] or list(SHIPPED)
    with ProcessPoolExecutor() as pool:
        for check, (said, wrong) in zip(checks, pool.map(run_worlds, checks), strict=True):
            (CHECKS / f"{check}.md").write_text(page(shown(check, said)), "utf-8")
            missed += wrong
    (CHECKS / "README.md").write_text(index_page(), "utf-8")
    COVERAGE.write_text(coverage_page(), "utf-8")
    if missed:
        sys.exit("\n".join(missed))


if __name__ == "__main__":
    main()
