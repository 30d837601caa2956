"""Whatever is done to the files of a campaign, `check` ends in a decision or in located problems: never in a traceback
or a hang, and in a GO only where the rows that are read did not change.

A short profile runs by default; READINESS_FUZZ=thorough runs a long one.
"""

from __future__ import annotations

import contextlib
import csv
import io
import os
import random
import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.cli.conftest import run_readiness
from tests.worlds import Checked, World, copy_of, form_of

THOROUGH = os.environ.get("READINESS_FUZZ") == "thorough"
RUNS = settings(
    max_examples=400 if THOROUGH else 3,
    deadline=None,
    derandomize=not THOROUGH,
    phases=(Phase.explicit, Phase.generate),  # a check takes a second; to shrink would take minutes
    suppress_health_check=list(HealthCheck),
)
LONGEST = 60.0  # seconds, on a machine that is busy
GO, INVALID = 0, 6
LAUNCH = "2026-06-18T00:00:00+08:00"
CODES = {0, 1, 3, 4, 5, 6}
PLACED = re.compile(r"(\.ya?ml:\d+:\d+)|(\.xlsx)|(campaign\.yaml)|(signoffs\.yaml)|(waivers\.yaml)")
LOCATED = re.compile(r"\.ya?ml:\d+:\d+")
OWN = """checklist: our-own
evidence:
  chairs:
    title: {en: Chairs, zh: 椅子}
    from: {en: us, zh: 我们}
    owner: it
    key: [chair]
    columns:
      chair: {type: text, aliases: [椅子]}
      legs: {type: integer, aliases: [腿数]}
checks:
  - id: stable
    phase: execution
    title: {en: Chairs stand, zh: 椅子稳}
    why: {en: People sit., zh: 要坐人。}
    severity: blocker
    due: T-1d
    owner: it
    probe:
      kind: rows
      table: chairs
      rules:
        - must: legs >= 4
          shows: legs
          required: {en: four legs, zh: 四条腿}
    remedy: {en: Mend them., zh: 修好。}
    source: {en: us, zh: 我们}
"""

WAIVERS = """waivers:
  - subject: execution.materials-delivered
    person: li.wei
    reason: two stores get theirs a day later
    at: 2026-06-16T10:00:00+08:00
    expires: 2026-06-20T12:00:00+08:00
"""


@dataclass(frozen=True)
class Ended:
    """How one `check` ended, and how long it took."""

    checked: Checked
    seconds: float


@contextlib.contextmanager
def world() -> Iterator[World]:
    """The go example with an own checklist, in a folder of its own: hypothesis runs many within one test."""
    with TemporaryDirectory() as folder:
        there = World(copy_of("go", Path(folder)), lambda: ("", ""))
        campaign = there.path("campaign.yaml")
        words = campaign.read_text("utf-8").replace("channel]", "channel, ./our-own.yaml]", 1)
        campaign.write_text(words + "  chairs: {file: evidence/chairs.csv}\n", "utf-8")
        there.path("our-own.yaml").write_text(OWN, "utf-8")
        there.path("waivers.yaml").write_text(WAIVERS, "utf-8")
        there.path("evidence/chairs.csv").write_text("椅子,腿数\nA,4\nB,5\n", "utf-8")
        yield there


def ended(there: World, *options: str) -> Ended:
    out, err = io.StringIO(), io.StringIO()
    began = time.monotonic()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        checked = there.check("--lang", "en", *options)
    return Ended(Checked(checked.code, checked.run, out.getvalue(), err.getvalue()), time.monotonic() - began)


def must_end_well(end: Ended) -> None:
    """A code of the table, no traceback, in time; invalid input is told with its file, and what YAML holds with line
    and column."""
    said = end.checked.out + end.checked.err
    assert end.checked.code in CODES, said
    assert "Traceback" not in said
    assert end.seconds < LONGEST
    if end.checked.code == INVALID:
        assert PLACED.search(said), said
        assert end.checked.run is None


def read_it(end: Ended, name: str) -> dict[str, str]:
    """The status of each check that reads a file; a failed minor alone does not keep a campaign from its launch."""
    assert end.checked.run is not None
    return {
        outcome["check"]: outcome["status"]
        for outcome in end.checked.run["outcomes"]
        if any(name in used["source"] for used in outcome["evidence"])
    }


def evidence_files() -> list[str]:
    with world() as there:
        bound = yaml.safe_load(there.path("campaign.yaml").read_text("utf-8"))["evidence"]
    return list(dict.fromkeys(binding["file"] for binding in bound.values() if "file" in binding))


FILES = evidence_files()
TABLES = [name for name in FILES if name.endswith((".csv", ".tsv"))]
TEXTS = ["campaign.yaml", "signoffs.yaml", "waivers.yaml", "our-own.yaml"]


def test_the_world_that_is_damaged_is_a_go() -> None:
    """Undamaged, the campaign may launch: what the others show is the damage."""
    with world() as there:
        end = ended(there)
        assert end.checked.code == GO, end.checked.out + end.checked.err


Damage = Callable[[bytes, random.Random], bytes]


def cut(data: bytes, dice: random.Random) -> bytes:
    return data[: dice.randrange(len(data))]


def flipped(data: bytes, dice: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.randint(1, 12)):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def recoded(data: bytes, dice: random.Random) -> bytes:
    text = data.decode("latin-1")
    return text.encode(dice.choice(["utf-16-le", "utf-16", "utf-8", "utf-32"]))


def doubled(data: bytes, dice: random.Random) -> bytes:
    at, end = sorted((dice.randrange(len(data)), dice.randrange(len(data))))
    return data[:end] + data[at:]


def spliced(data: bytes, dice: random.Random) -> bytes:
    at, width = dice.randrange(len(data)), dice.randrange(1, 200)
    return data[:at] + data[at + width :]


DAMAGES: list[Damage] = [cut, flipped, recoded, doubled, spliced]
seeds = st.integers(0, 2**32)


@RUNS
@given(name=st.sampled_from(FILES), damage=st.sampled_from(DAMAGES), seed=seeds)
def test_damaged_bytes_of_evidence_end_in_a_decision(name: str, damage: Damage, seed: int) -> None:
    """Bytes of evidence cut, changed, recoded, doubled or taken out end in a decision, not in a traceback."""
    with world() as there:
        path = there.path(name)
        path.write_bytes(damage(path.read_bytes(), random.Random(seed)))
        must_end_well(ended(there))


@RUNS
@given(name=st.sampled_from(TEXTS), damage=st.sampled_from(DAMAGES), seed=seeds)
def test_damaged_bytes_of_what_people_write_end_in_located_problems(name: str, damage: Damage, seed: int) -> None:
    """Bytes of campaign, sign-offs and checklist cut, changed, recoded or doubled are told with their file."""
    with world() as there:
        path = there.path(name)
        path.write_bytes(damage(path.read_bytes(), random.Random(seed)))
        must_end_well(ended(there))


ODD = [
    "",
    "~",
    "null",
    "[]",
    "{}",
    "0",
    "-1",
    "yes",
    "[a, [b]]",
    "2026-06-18",
    "9.10",
    "&a x",
    "*a",
    "'",
    "!!python/x y",
    "🙂",
    "{en: a}",
    "../../etc/passwd",
    "T-",
    "T-99999999d",
    "1e999",
    "x" * 3000,
    "<<: *a",
    "\t",
]


@RUNS
@given(name=st.sampled_from(TEXTS), odd=st.sampled_from(ODD), seed=seeds)
def test_an_odd_value_in_what_people_write_is_located(name: str, odd: str, seed: int) -> None:
    """Another value after some `key:` of a YAML file is a decision or a problem with line and column."""
    with world() as there:
        path = there.path(name)
        lines = path.read_text("utf-8").split("\n")
        held = [at for at, line in enumerate(lines) if re.search(r"\w: ?\S", line)]
        at = random.Random(seed).choice(held)
        lines[at] = re.sub(r"(\w): ?\S.*$", lambda m: f"{m[1]}: {odd}", lines[at], count=1)
        path.write_text("\n".join(lines), "utf-8")
        end = ended(there)
        must_end_well(end)
        if end.checked.code == INVALID:
            assert LOCATED.search(end.checked.out + end.checked.err), end.checked.err


Rows = list[list[str]]
CELLS = [
    "",
    "-",
    "N/A",
    "NaN",
    "inf",
    "-5",
    "1e9",
    "１２",
    "1,200",
    "12%",
    "2026-06-31",
    "0000-00-00",
    "#REF!",
    "合计",
    "'",
    '"',
    "\n",
    "待定",
    "=1+1",
    "\u200b",
    "x" * 40_000,
    "是",
    "9" * 60,
]


def written(there: World, name: str, change: Callable[[Rows], Rows]) -> tuple[Rows, Rows]:
    """Change the rows of a file; those before and after."""
    path = there.path(name)
    encoding, delimiter = form_of(path)
    text = path.read_bytes().decode(encoding)
    before = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    after = change([[*row] for row in before])
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n").writerows(after)
    path.write_bytes(buffer.getvalue().encode(encoding, "replace"))
    return before, after


@RUNS
@given(name=st.sampled_from(TABLES), cell=st.sampled_from(CELLS), seed=seeds)
def test_an_odd_cell_in_a_table_ends_in_a_decision(name: str, cell: str, seed: int) -> None:
    """Another cell in some row of a table, header included, ends in a decision."""
    with world() as there:
        dice = random.Random(seed)

        def change(rows: Rows) -> Rows:
            row = dice.choice(rows)
            row[dice.randrange(len(row))] = cell
            return rows

        written(there, name, change)
        must_end_well(ended(there))


@RUNS
@given(name=st.sampled_from(TABLES))
def test_a_table_without_rows_is_never_a_go(name: str) -> None:
    """False-GO 5: no check passes that reads a table of which only the header is left."""
    with world() as there:
        assert "passed" in read_it(ended(there), name).values()
        written(there, name, lambda rows: rows[:1])
        end = ended(there)
        must_end_well(end)
        assert "passed" not in read_it(end, name).values()


@RUNS
@given(name=st.sampled_from([name for name in TABLES if "同意" not in name]), seed=seeds)
def test_rows_in_another_order_change_nothing(name: str, seed: int) -> None:
    """The same rows in another order are the same evidence: still a GO."""
    with world() as there:
        dice = random.Random(seed)
        written(there, name, lambda rows: [rows[0], *dice.sample(rows[1:], len(rows) - 1)])
        end = ended(there)
        must_end_well(end)
        assert end.checked.code == GO, end.checked.out


@RUNS
@given(name=st.sampled_from(TABLES), seed=seeds)
def test_columns_in_another_order_change_nothing(name: str, seed: int) -> None:
    """The same columns in another order are the same evidence: still a GO."""
    with world() as there:
        dice = random.Random(seed)

        def change(rows: Rows) -> Rows:
            order = dice.sample(range(len(rows[0])), len(rows[0]))
            return [[row[at] for at in order] for row in rows]

        written(there, name, change)
        end = ended(there)
        must_end_well(end)
        assert end.checked.code == GO, end.checked.out


@RUNS
@given(pair=st.lists(st.sampled_from(FILES), min_size=2, max_size=2, unique=True))
def test_two_files_of_evidence_swapped_are_never_a_go(pair: list[str]) -> None:
    """False-GO 7: no check passes that reads the file of one evidence in the place of another."""
    with world() as there:
        one, other = (there.path(name) for name in pair)
        if one.suffix != other.suffix:
            return
        kept = one.read_bytes()
        shutil.copyfile(other, one)
        other.write_bytes(kept)
        end = ended(there)
        must_end_well(end)
        for name in pair:
            assert "passed" not in read_it(end, name).values(), pair


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign in a workbook, as `init` writes it: nothing is filled in, so it is no GO."""
    folder = tmp_path_factory.mktemp("workbook")
    made = run_readiness(folder, "init", "618", "--workbook", "--launch", LAUNCH, "--lang", "en")
    assert made.code == 0, made.err
    return folder / "618"


def bent(folder: Path, change: Callable[[Path], None]) -> None:
    """`check` of a copy of the folder whose campaign.xlsx was changed: no traceback, no GO, its file told."""
    with TemporaryDirectory() as place:
        there = World(Path(shutil.copytree(folder, Path(place) / "618")), lambda: ("", ""))
        change(there.path("campaign.xlsx"))
        end = ended(there)
        must_end_well(end)
        assert end.checked.code != GO


@RUNS
@given(damage=st.sampled_from(DAMAGES), seed=seeds)
def test_damaged_bytes_of_a_workbook_end_in_a_decision(workbook: Path, damage: Damage, seed: int) -> None:
    """A campaign's workbook cut, changed or doubled is read or refused, with its file."""

    def change(path: Path) -> None:
        path.write_bytes(damage(path.read_bytes(), random.Random(seed)))

    bent(workbook, change)


@RUNS
@given(odd=st.sampled_from([cell for cell in (*ODD, *CELLS) if len(cell) < 32_767]), seed=seeds)
def test_an_odd_cell_in_a_workbook_ends_in_a_decision(workbook: Path, odd: str, seed: int) -> None:
    """Any cell of any sheet with something else in it is a decision or a problem that names the workbook."""

    def change(path: Path) -> None:
        dice, book = random.Random(seed), load_workbook(path)
        sheet = dice.choice(book.worksheets)
        sheet.cell(dice.randint(1, sheet.max_row), dice.randint(1, sheet.max_column)).value = odd
        book.save(path)

    bent(workbook, change)
