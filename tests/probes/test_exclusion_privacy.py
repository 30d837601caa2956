"""Who is in an audience or a list stays there: no report, record or message repeats a number, an address or an id."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from readiness.cli.main import main
from readiness.reporting.registry import REPORTS
from tests.changes import Change, together
from tests.checklists.contacts import AUDIENCE, BLOCKED, CHECK, MUTATIONS, UNSUBSCRIBED, blocked, unsubscribed
from tests.worlds import World, form_of

HEADERLESS = [UNSUBSCRIBED, AUDIENCE]


def people(world: World) -> Iterator[str]:
    """Every contact of the evidence, as it is written and as it is compared."""
    for name in (AUDIENCE, UNSUBSCRIBED):
        encoding, _ = form_of(world.path(name))
        for row in csv.reader(io.StringIO(world.path(name).read_bytes().decode(encoding), newline="")):
            yield from row[:3]
    for sheet_row in load_workbook(world.path(BLOCKED)).active.iter_rows(values_only=True):  # type: ignore[union-attr]
        yield from map(str, sheet_row[:2])


def spelt(contact: str) -> Iterator[str]:
    """The ways in which a contact could be given away: as written, in lower case, and a number's digits in any form."""
    yield contact.strip()
    yield contact.strip().lower()
    digits = "".join(filter(str.isdigit, contact)).removeprefix("0086").removeprefix("86")
    if len(digits) >= 9:
        yield digits
        yield digits[-8:]


def secrets(world: World) -> set[str]:
    found = {one for contact in people(world) for one in spelt(contact)}
    return {one for one in found if len(one) >= 7 and any(map(str.isdigit, one))}


def everything_written(world: World, capture: Callable[[], tuple[str, str]], lang: str) -> Iterator[tuple[str, str]]:
    """What a failing run leaves: each report format, the record, and what the terminal shows."""
    reports = [f"{name}={world.folder.parent / f'{name}.report'}" for name in REPORTS if name != "terminal"]
    options = [word for report in reports for word in ("--report", report)]
    capture()
    main(["check", str(world.folder), "--as-of", "T-0h", "--lang", lang, "--only", CHECK, *options])
    yield "terminal", "".join(capture())
    for report in reports:
        name, _, path = report.partition("=")
        yield name, Path(path).read_text("utf-8")
    records = list((world.folder / ".readiness").rglob("*.json"))
    assert records
    for record in records:
        yield "record", record.read_text("utf-8")


def headerless(name: str) -> Change:
    return lambda world: world.edit_rows(name, lambda rows: rows[1:])


CASES = [(mutation.what, mutation.change) for mutation in MUTATIONS]
CASES += [(f"no header in {name}", headerless(name)) for name in HEADERLESS]
CASES += [
    (
        "everything at once",
        together(
            unsubscribed("+86 13910007919", "M86203@mail.example"), unsubscribed("1.39E+10", "nobody"),
            unsubscribed("13910015838/13910015839"), blocked(13910015838), blocked("139****0000"),
        ),
    )
]  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(("what", "change"), CASES, ids=[what for what, _ in CASES])
def test_nobody_is_named(
    what: str, change: Change, lang: str, stores_world: World, capture: Callable[[], tuple[str, str]]
) -> None:
    """In no report format, in no record and not on the terminal stands a contact of the evidence, whatever is wrong."""
    change(stores_world)
    hidden = secrets(stores_world)
    assert len(hidden) > 200
    written = dict(everything_written(stores_world, capture, lang))
    assert set(written) == {*REPORTS, "record"} | {"terminal"}
    assert CHECK in written["json"]
    for name, text in written.items():
        told = sorted(secret for secret in hidden if secret in text)
        assert not told, (name, told[:3])
