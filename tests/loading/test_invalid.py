"""Every bad file in tests/invalid: dropping a file in adds a test.

The file's name begins with what it is put in place of (`campaign-`, `checklist-`, `signoffs-`, `waivers-`); its first
comment lines hold `# expect: line:column: part of the message` for every problem, in any order, and after one of them
`# expect-hint: part of the hint` where the hint matters.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from readiness.loading.problems import Problem
from tests.loading.conftest import Desk

INVALID = sorted((Path(__file__).parents[1] / "invalid").glob("*.yaml"))
PLACES = {
    "campaign": "campaign.yaml",
    "checklist": "own.yaml",
    "signoffs": "signoffs.yaml",
    "waivers": "waivers.yaml",
}
EXPECT = re.compile(
    r"^# expect: (?P<place>\d+:\d+): (?P<words>.*?)\r?\n(?:# expect-hint: (?P<hint>.*?)\r?\n)?", re.MULTILINE
)


def fits(problem: Problem, place: str, words: str, hint: str | None) -> bool:
    told = f"{problem.location.line}:{problem.location.column}"
    in_hint = hint is None or (problem.hint is not None and hint in problem.hint.en)
    return told == place and words in problem.message.en and in_hint


@pytest.mark.parametrize("file", INVALID, ids=lambda file: file.stem)
def test_a_bad_file_is_told_as_expected(desk: Desk, file: Path) -> None:
    """Exactly the expected problems are told, each at its place in this file."""
    place = PLACES[file.stem.partition("-")[0]]
    (desk.folder / place).write_bytes(file.read_bytes())
    if place == "campaign.yaml":
        for name in ("signoffs.yaml", "waivers.yaml"):
            (desk.folder / name).unlink()
    expected = [match.groups() for match in EXPECT.finditer(file.read_bytes().decode("utf-8", "replace"))]
    assert expected, "the file states what is expected of it"

    problems = list(desk.problems())
    told = desk.told()

    for problem in problems:
        assert problem.location.file == f"{desk.folder.as_posix()}/{place}"
    for where, words, hint in expected:
        found = next((problem for problem in problems if fits(problem, where, words, hint)), None)
        assert found is not None, f"not told: {where}: {words} ({hint}); told:\n" + "\n".join(told)
        problems.remove(found)
    assert not problems, "told beside what was expected:\n" + "\n".join(map(str, problems))


@pytest.mark.parametrize("file", INVALID, ids=lambda file: file.stem)
def test_a_bad_file_is_told_in_chinese(desk: Desk, file: Path) -> None:
    """Every message and hint has Chinese words of its own."""
    (desk.folder / PLACES[file.stem.partition("-")[0]]).write_bytes(file.read_bytes())

    for problem in desk.problems():
        for text in (problem.message, problem.hint):
            assert text is None or re.search(r"[\u4e00-\u9fff]", text.zh), text
