"""Problems are told in the order of files and lines, each once."""

from __future__ import annotations

import pytest

from readiness.loading.problems import InvalidInput, Problems
from readiness.model.location import Location
from readiness.model.text import Text


def test_problems_are_sorted_by_file_as_read_then_line() -> None:
    """Files come in the order in which they were read, not by name."""
    problems = Problems()
    problems.reading("z.yaml")
    for file, line, column in [("a.yaml", 1, 1), ("z.yaml", 9, 1), ("z.yaml", 10, 2), ("z.yaml", 10, 1)]:
        problems.add(Location(file, line, column), Text.same(f"{line}"))

    assert [str(problem.location) for problem in problems.sorted()] == [
        "z.yaml:9:1",
        "z.yaml:10:1",
        "z.yaml:10:2",
        "a.yaml:1:1",
    ]


def test_one_thing_is_told_once() -> None:
    """Two rules that find the same thing at one place tell it once."""
    problems = Problems()
    for _ in range(2):
        problems.add(Location("a", 1, 1), Text("wrong", "错误"), Text("mend it", "请修复"))

    with pytest.raises(InvalidInput) as told:
        problems.raise_if_any()

    (problem,) = told.value.problems
    assert problem.say("en") == "a:1:1: wrong. mend it"
    assert problem.say("zh") == "a:1:1: 错误。请修复"
    assert told.value.message.zh == "活动文件中有 1 个问题，第一个：错误"


def test_no_problem_raises_nothing() -> None:
    """Without problems loading goes on."""
    Problems().raise_if_any()
