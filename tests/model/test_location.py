"""Places in files and in workbooks."""

from __future__ import annotations

import pytest

from readiness.loading.problems import Problem, Problems
from readiness.model.location import Location, column_letters
from readiness.model.text import Advice, Text, advise


@pytest.mark.parametrize(("column", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA")])
def test_columns_are_named_as_in_spreadsheets(column: int, letters: str) -> None:
    """The letters of a column are those that Excel shows."""
    assert column_letters(column) == letters


def test_a_cell_is_told_in_both_languages() -> None:
    """A place in a workbook names file, sheet and cell; one in a text file stays line and column."""
    problem = Problem(Location("618/campaign.xlsx", 5, 2, "活动"), Text("The value is empty", "值为空"))
    assert problem.say("en") == "618/campaign.xlsx, sheet 活动, cell B5: The value is empty"
    assert problem.say("zh") == "618/campaign.xlsx，工作表 活动，单元格 B5: 值为空"
    assert str(Location("campaign.yaml", 5, 2)) == "campaign.yaml:5:2"


def test_places_can_be_sorted() -> None:
    """Places of one file with and without a sheet have an order, and problems come in the order of sheets."""
    cells = [Location("a.xlsx", 3, 1, "人员"), Location("a.xlsx", 1, 1), Location("a.xlsx", 1, 2, "活动")]
    assert [cell.sheet for cell in sorted(cells)] == ["", "活动", "人员"]
    problems = Problems()
    problems.reading("a.xlsx", "活动")
    problems.reading("a.xlsx", "人员")
    for cell in cells:
        problems.add(cell, Text("x", "x"))
    assert [problem.location.sheet for problem in problems.sorted()] == ["活动", "人员", ""]


def test_advice_is_for_whoever_writes_the_campaign() -> None:
    """One advice has the words for YAML and for a workbook, and each problem takes those of its file."""
    advice = Advice("Add `id:`", "请补上 `id:`", Text("Fill in the cell", "请填写该单元格"))
    assert advise(advice, workbook=True) == Text("Fill in the cell", "请填写该单元格")
    assert advise(advice, workbook=False) == Text("Add `id:`", "请补上 `id:`")
    problems = Problems()
    problems.add(Location("a.xlsx", 1, 1, "活动"), Text("x", "x"), advice)
    problems.add(Location("a.yaml", 1, 1), Text("x", "x"), advice)
    assert [problem.hint and problem.hint.en for problem in problems.sorted()] == ["Fill in the cell", "Add `id:`"]
