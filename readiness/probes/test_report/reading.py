"""Reads what the `test-report` kind judges: reports one by one, so that only their cases are held."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from readiness.evidence.cell_words import items_of
from readiness.evidence.context import ProbeContext
from readiness.evidence.document import Document, FileBytes
from readiness.evidence.junit import read_junit
from readiness.evidence.junit_facts import ReportFile
from readiness.evidence.patterns import literal
from readiness.evidence.problems import timed_out
from readiness.model.errors import CannotJudge
from readiness.model.evidence import Binding
from readiness.model.places import place_words
from readiness.model.text import Advice, Text
from readiness.model.workbook import row_of
from readiness.probes.test_report.facts import AxisValue, Facts, Ran, Read, Round
from readiness.probes.test_report.settings import AxisSource, Settings

MOST_BYTES = 100_000_000
MOST_BYTES_IN_FOLDER = 500_000_000
_ALSO = "also"
_MOST_NAMED = 5


def gather_facts(settings: Settings, context: ProbeContext) -> Facts:
    """Every report of the evidence. Raises NotSupplied and CannotJudge."""
    document = context.document(settings.reports)
    axes = {
        name: tuple(_values(name, axis, context))
        for name, axis in (settings.matrix.axes.items() if settings.matrix else ())
        if isinstance(axis, AxisSource)
    }
    files: list[Read] = []
    unread: list[str] = []
    for file in document.each(_is_report if document.binding.folder else _any, MOST_BYTES, MOST_BYTES_IN_FOLDER):
        if context.stopwatch.left() <= 0:
            raise timed_out(file.path)
        if file.data is None:
            unread.append(file.path)
        else:
            files.append(_read(file, file.data, document, settings))
    if not files:
        raise _no_reports(document.use.source)
    return Facts(settings.reports, document.use.source, _rounds(files, settings), axes, tuple(_note(unread)))


def _is_report(path: str) -> bool:
    return PurePosixPath(path).suffix.lower() == ".xml" and not PurePosixPath(path).name.startswith((".", "~$"))


def _any(path: str) -> bool:
    del path  # the one file that is bound, whatever its name
    return True


def _read(file: FileBytes, data: bytes, document: Document, settings: Settings) -> Read:
    binding = document.binding
    zone = ZoneInfo(binding.zone) if binding.zone not in (None, "local") else None
    report = read_junit(data, file.path, zone=zone, encoding=binding.encoding, wanted=settings.property_names())
    inside = file.path.removeprefix(f"{document.use.source.rstrip('/')}/") if binding.folder else file.path
    return Read(report, hashlib.sha256(data).hexdigest(), inside, _ran(report, binding))


def _ran(report: ReportFile, binding: Binding) -> Ran | None:
    """When it ran; without a time of its own, when the binding says. Raises CannotJudge where nothing says."""
    if not report.cases:
        return None
    span = report.span
    if span is not None:
        places = (f"{report.path}, line {line}" for line in (span.began_line, span.ended_line))
        return Ran(span.began, next(places), span.ended, next(places))
    if binding.as_at is not None:
        return Ran(binding.as_at, report.path, binding.as_at, report.path)
    raise _undated(report, binding)


def _rounds(files: list[Read], settings: Settings) -> tuple[Round, ...]:
    """All files are one run; where rounds are asked, each file is one, and each folder with all that lies in it."""
    if settings.rounds == 1:
        return (Round("", tuple(files)),)
    groups: dict[str, list[Read]] = {}
    for file in files:
        groups.setdefault(PurePosixPath(file.inside).parts[0] if "/" in file.inside else file.inside, []).append(file)
    if len(files) == 1:  # a single file is bound by its whole path
        groups = {PurePosixPath(files[0].inside).name: files}
    return tuple(Round(name, tuple(group)) for name, group in groups.items())


def _values(name: str, axis: AxisSource, context: ProbeContext) -> Iterator[AxisValue]:
    """The values of an axis in a table, each once. Raises NotSupplied and CannotJudge."""
    table = context.table(axis.evidence)
    if axis.column not in table.columns:
        raise CannotJudge(
            Text(
                f"{table.use.source} has no column {axis.column}, whose values the axis {name} takes",
                f"{place_words(table.use.source).zh} 没有 {axis.column} 列，而轴 {name} 取自该列",
            ),
            Text("Add the column, or name another in matrix.axes", "请补上该列，或在 matrix.axes 中改用其他列"),
        )
    told: set[str] = set()
    for row in table.rows():
        words, where = (row.cells[axis.column] or "").strip(), table.cell(row.number, axis.column)
        if words in told:
            continue
        told.add(words)
        patterns = tuple(literal(each) for each in (words, *items_of(row.cells.get(_ALSO)))) if words else ()
        yield AxisValue(Text.same(words), patterns, where=where)
    if not told:
        raise CannotJudge(
            Text(
                f"The axis {name} has no values: {table.use.source} holds none",
                f"轴 {name} 没有取值：{table.use.source} 为空",
            ),
            Text("Supply the table with its rows", "请连同数据一起提供该表"),
        )


def _note(unread: list[str]) -> Iterator[Text]:
    if unread:
        names = [PurePosixPath(path).name for path in unread[:_MOST_NAMED]]
        more = "…" if len(unread) > _MOST_NAMED else ""
        yield Text(
            f"Not read, since no .xml: {', '.join(names)}{more} ({len(unread):,})",
            f"以下文件不是 .xml，未读取：{'、'.join(names)}{more}（{len(unread):,} 个）",
        )


def _no_reports(source: str) -> CannotJudge:
    return CannotJudge(
        Text(f"{source} holds no .xml file", f"{source} 中没有 .xml 文件"),
        Text("Put the JUnit reports of the test runs into it", "请将各次测试的 JUnit 报告放入其中"),
    )


def _undated(report: ReportFile, binding: Binding) -> CannotJudge:
    row = row_of(binding.name)
    return CannotJudge(
        Text(
            f"{report.path} does not say when its tests ran: a suite has no timestamp",
            f"{report.path} 没有说明测试何时执行：测试套件缺少 timestamp",
        ),
        Advice(
            "Let the test tool write `timestamp`, or say when the run was with `as_at:` in the binding",
            "请让测试工具写出 `timestamp`，或在绑定中用 `as_at:` 写明执行时刻",
            Text(
                f"Let the test tool write `timestamp`, or write into {row.en}, column As at, when the tests ran",
                f"请让测试工具写出 `timestamp`，或在{row.zh}的“数据时间”列填写测试的执行时刻",
            ),
        ),
    )
