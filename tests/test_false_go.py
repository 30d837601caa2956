"""The catalogue of ways in which a gate comes out green without having checked, and which tests hold each shut.

A test says that it shows an entry by `False-GO N` in its docstring; this module reads the docstrings of all tests.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.worlds import ROOT

ENTRIES = {
    1: "a mistyped name of a checklist, phase or check selects nothing",
    2: "a checklist's path that leads to no file",
    3: "every check is skipped, waived or does not apply",
    4: "an expectation that is empty",
    5: "all of nothing: no rows, no samples, no targets",
    6: "a key that stands twice, of which the last one wins",
    7: "bound evidence that is missing, empty, cut off, unreadable or of another format",
    8: "evidence that nobody bound",
    9: "every measurement ended in an error",
    10: "a missing value taken for empty, zero or good",
    11: "numbers that are none: NaN, infinity, words, group marks, below zero",
    12: "a probe that hangs, crashes, ends the program or returns nothing",
    13: "an error that leaves the count and so betters the share",
    14: "a fraction cut off or rounded up to the limit",
    15: "percent taken for a fraction, or the other way round",
    16: "a malformed limit that is only warned about",
    17: "yes read as no, or the other way round",
    18: "keys that do not join, dropped in silence",
    19: "a forecast of nothing, a total read as a SKU, the same SKU twice",
    20: "stock that can't be sold, counted as stock",
    21: "a list that is complete only against itself",
    22: "a test report without tests, or with failures in another place",
    23: "a load test without samples, of another build, or with errors counted as successes",
    24: "status 200 with a stand-in, a login page, an old or an empty answer",
    25: "TLS that nobody verified, or a certificate that ends too early",
    26: "a metric without samples, a rule not loaded, an alert that reaches nobody",
    27: "a rota with a gap, or with one person in two places",
    28: "a time without offset, in another zone, or without its hour",
    29: "evidence of the future, or too old",
    30: "done, but too late; exactly in time is in time",
    31: "a clock change between due and launch",
    32: "a run as of another instant taken for the real one",
    33: "yesterday's GO shown today",
    34: "an approval of another version, in another role, by the author, of the future, or with a broken signature",
    35: "an approval that has expired",
    36: "a waiver for an id that does not exist, or past its expiry",
    37: "a waiver shown as a pass, or hidden",
    38: "the gate loosened without a trace",
    39: "a report format that changes the exit code",
    40: "wrong use of the command line that exits 0",
    41: "a partial run shown as a whole one",
    42: "an interrupted run saved or shown as complete, a file half written",
    43: "a report or record that could not be written, and the code says GO",
    44: "a finding hidden since a list was cut",
}

NAMED = re.compile(r"False-GO (\d+(?:(?:, | and )\d+)*)")


def docstrings(folder: Path) -> Iterator[tuple[str, str]]:
    """Every test function below a folder with its docstring."""
    for path in sorted(folder.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                yield f"{path.relative_to(ROOT)}::{node.name}", ast.get_docstring(node) or ""


def named_by_entry() -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for test, words in docstrings(ROOT / "tests"):
        for numbers in NAMED.findall(" ".join(words.split())):
            for number in re.findall(r"\d+", numbers):
                found[int(number)].append(test)
    return found


TESTS = named_by_entry()


def test_the_catalogue_is_whole() -> None:
    """Every entry from 1 to 44 is here once, and no test names one that is not."""
    assert list(ENTRIES) == list(range(1, 45))
    assert set(TESTS) <= set(ENTRIES)


@pytest.mark.parametrize("number", ENTRIES)
def test_each_way_to_a_false_go_has_its_test(number: int) -> None:
    """Every entry is shown by at least one test that names it."""
    assert TESTS[number], ENTRIES[number]


@pytest.mark.parametrize("number", ENTRIES)
def test_each_way_is_told_to_users(number: int) -> None:
    """docs/false-go.md has a row for each entry."""
    page = (ROOT / "docs" / "false-go.md").read_text("utf-8")
    assert len(re.findall(rf"^\| {number} \| .+ \|$", page, flags=re.MULTILINE)) == 1
