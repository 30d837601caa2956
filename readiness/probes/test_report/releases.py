"""Which release a report says was tested. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from readiness.evidence.junit_facts import ReportFile
from readiness.model.errors import CannotJudge
from readiness.model.finding import Finding
from readiness.model.text import Text
from readiness.probes.test_report import words
from readiness.probes.test_report.facts import Read
from readiness.probes.test_report.settings import Release

# What may stand beside a release in a path: `pos-3.8.1-rc1` and `pos-3.8.10` are other releases.
_BEFORE, _AFTER = r"(?:^|[/\\_ \u3000（(\[])", r"(?=$|[/\\_ \u3000）)\]]|\.xml$)"


def judge_release(asked: Release, file: Read, release: str, notes: list[Text]) -> Iterator[Finding]:
    """The first of the properties that stands in the report decides, wherever it stands; all of them must agree.

    Raises CannotJudge where the campaign names no release.
    """
    if not release.strip():
        raise _no_release()
    for name in asked.properties:
        said = _said(file.report, name.strip().lower())
        if said:
            others = {value: line for value, line in said.items() if value != release}
            for value, line in others.items():
                yield words.other_release(file, release, value, words.at_line(file.report, line))
            return
    if asked.path and re.search(f"{_BEFORE}{re.escape(release)}{_AFTER}", file.report.path, re.IGNORECASE):
        notes.append(
            Text(
                f"{file.where}: the release is said by its path alone",
                f"{file.where}：版本仅由文件路径写明",
            )
        )
        return
    yield words.other_release(file, release, None, file.report.path)


def _said(report: ReportFile, name: str) -> dict[str, int]:
    """The values of a property, each with the line of the suite or case that has it first."""
    found: dict[str, int] = {}
    stand = [
        *((one.properties, one.line) for one in report.suites),
        *((one.properties, one.line) for one in report.cases),
    ]
    for properties, line in stand:
        for key, value in properties:
            if key == name:
                found.setdefault(value, line)
    return found


def _no_release() -> CannotJudge:
    return CannotJudge(
        Text("The campaign names no release, which the reports should name", "活动没有写明版本，无法核对报告中的版本"),
        Text("Write `release:` into the campaign file", "请在活动文件中写明 `release:`"),
    )
