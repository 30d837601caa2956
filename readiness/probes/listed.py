"""What kinds share that ask each row of a list: rows that can't be asked, rows that stand twice, lists without rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from readiness.model.errors import CannotJudge
from readiness.model.finding import Finding, FindingKind
from readiness.model.text import Text


class Rows(Protocol):
    """What is asked of a table of the evidence store."""

    def rows(self) -> Iterator[Any]: ...
    def cell(self, row_number: int, column: str) -> str: ...


class RowProblem(Exception):
    """A cell that can't be used."""

    def __init__(self, column: str, required: Text, observed: str) -> None:
        super().__init__(column)
        self.column = column
        self.required = required
        self.observed = observed


def cells_of(row: Any) -> dict[str, str]:
    """The cells of a row that hold something."""
    return {name: cell.strip() for name, cell in row.cells.items() if cell is not None and cell.strip()}


def unusable(problem: RowProblem, subject: str, where: str) -> Finding:
    observed = Text.same(problem.observed) if problem.observed else Text("empty", "空")
    return Finding(
        subject=subject or where,
        required=Text(f"{problem.column}: {problem.required.en}", f"{problem.column}：{problem.required.zh}"),
        observed=observed,
        message=Text(
            f"The row can't be asked: its {problem.column} is {observed.en}; write {problem.required.en}",
            f"该行无法检查：{problem.column} 为{observed.zh}；请写{problem.required.zh}",
        ),
        where=where,
        kind=FindingKind.UNREADABLE,
    )


def twice(subject: str, where: str, first: str) -> Finding:
    return Finding(
        subject=subject,
        required=Text("each one once", "每项只列一次"),
        observed=Text(f"also in {first}", f"与 {first} 重复"),
        message=Text(
            f"{subject} is listed twice, so another one is probably missing; correct the list",
            f"{subject} 重复列出，可能漏列了另一项；请更正清单",
        ),
        where=where,
    )


def no_rows(name: str, what: Text) -> CannotJudge:
    return CannotJudge(
        Text(
            f"The list bound as {name} has no rows, so nothing could be asked",
            f"绑定为 {name} 的清单没有数据行，无从检查",
        ),
        Text(f"List {what.en}, one in a row", f"请逐行列出{what.zh}"),
    )


def required_cell(cells: Mapping[str, str], column: str, what: Text) -> str:
    """Raises RowProblem where nothing stands, and for a variable: whoever edits a list could send the operator's
    variables anywhere."""
    cell = cells.get(column, "")
    if not cell or "${" in cell:
        raise RowProblem(column, what, cell)
    return cell


def merged(findings: Iterator[Finding]) -> Iterator[Finding]:
    """The same finding at several places told once, with all places."""
    places: dict[Finding, list[str]] = {}
    for found in findings:
        bare = Finding(found.subject, found.required, found.observed, found.message, found.unit, "", found.kind)
        places.setdefault(bare, []).append(found.where)
    for found, at in places.items():
        where = "; ".join(dict.fromkeys(at))
        yield Finding(found.subject, found.required, found.observed, found.message, found.unit, where, found.kind)
