"""Load test: JMeter's JTL as CSV, of any columns, with or without a header."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from readiness.evidence.problems import cannot_judge
from readiness.evidence.sql_text import quoted
from readiness.model.text import Text
from readiness.probes.load_test.facts import Measured, Users
from readiness.probes.load_test.samples import File, assemble
from readiness.probes.load_test.sql import Samples, Source, count_samples

TOOL = Text("JMeter (JTL, CSV)", "JMeter（JTL，CSV）")
DELIMITERS = (",", "\t", ";", "|")
NEEDED = ("timeStamp", "elapsed", "label", "success")

_COMMON = ("timeStamp", "elapsed", "label", "responseCode", "responseMessage", "threadName", "dataType", "success",
           "failureMessage", "bytes", "sentBytes", "grpThreads", "allThreads")  # fmt: skip
WITHOUT_HEADER: dict[int, tuple[str, ...]] = {
    17: (*_COMMON, "URL", "Latency", "IdleTime", "Connect"),
    16: (*_COMMON, "Latency", "IdleTime", "Connect"),
    12: (*_COMMON[:8], "bytes", "grpThreads", "allThreads", "Latency"),
}
"""What JMeter writes where nobody chose columns, by how many there are: since version 4, since 3.1, and before."""
_TRANSACTION = "Number of samples in transaction : "
_EPOCH_MS_DIGITS = 13
_USUAL = 200


@dataclass(frozen=True, slots=True)
class Layout:
    columns: tuple[str, ...]
    delimiter: str
    header: bool


def layout(first_line: str) -> Layout | None:
    """How the file is laid out, by its first line; None for what is no JTL."""
    fitting = [found for mark in DELIMITERS if (found := _by_names(first_line, mark)) is not None]
    fitting = fitting or [found for mark in DELIMITERS if (found := _by_count(first_line, mark)) is not None]
    return fitting[0] if len(fitting) == 1 else None


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(line), delimiter=delimiter, strict=True), [])
    except csv.Error:
        return []


def _by_names(line: str, delimiter: str) -> Layout | None:
    cells = tuple(cell.strip() for cell in _cells(line, delimiter))
    return Layout(cells, delimiter, header=True) if {"timeStamp", "elapsed"} <= set(cells) else None


def _by_count(line: str, delimiter: str) -> Layout | None:
    cells = _cells(line, delimiter)
    columns = WITHOUT_HEADER.get(len(cells))
    if columns is None or len(cells[0]) != _EPOCH_MS_DIGITS or not (cells[0] + cells[1]).isdecimal():
        return None
    success = cells[columns.index("success")].lower()
    return Layout(columns, delimiter, header=False) if success in ("true", "false") else None


def check_columns(columns: Sequence[str], shown: str) -> None:
    """Raises CannotJudge where a column is not there."""
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        raise cannot_judge(
            f"{shown}: the header has no {', '.join(missing)}; it has {', '.join(columns)}",
            f"{shown}：表头没有 {'、'.join(missing)} 列；现有：{'、'.join(columns)}",
            Text(
                "Let JMeter save these fields (jmeter.save.saveservice.timestamp_format=ms, time, label, successful), "
                "and run the test again",
                "请让 JMeter 保存这些字段（jmeter.save.saveservice.timestamp_format=ms、time、label、successful），"
                "并重新压测",
            ),
        )


def read_jtl_csv(source: Source, file: File, found: Layout, max_status: int) -> Measured:
    """Raises CannotJudge for a sample that can't be read, a line that is too short or too long, and for no sample."""
    has = set(found.columns)
    users = next((name for name in ("allThreads", "grpThreads") if name in has), None)
    succeeded = f"lower(trim({quoted('success')}))"
    bad_code = "FALSE"
    if "responseCode" in has:
        code = f"trim(coalesce({quoted('responseCode')}, ''))"
        # a code that is no number tells what went wrong; an empty one is of a sampler that knows no codes
        bad_code = (
            f"CASE WHEN {quoted('responseCode')} = '{_USUAL}' THEN {max_status < _USUAL}"
            f" ELSE {code} <> '' AND coalesce(TRY_CAST({code} AS INTEGER) > {max_status}, TRUE) END"
        )
    transaction = f"coalesce({quoted('responseMessage')} LIKE '{_TRANSACTION}%', FALSE)"
    transaction = transaction if "responseMessage" in has else "FALSE"
    samples = Samples(
        start_ms=f"TRY_CAST({quoted('timeStamp')} AS BIGINT)",
        elapsed=f"TRY_CAST({quoted('elapsed')} AS BIGINT)",
        label=quoted("label"),
        failed=f"CASE WHEN {quoted('success')} = 'true' OR {succeeded} = 'true' THEN {bad_code} AND NOT {transaction}"
        f" WHEN {succeeded} = 'false' THEN TRUE END",
        users=f"coalesce(TRY_CAST({quoted(users)} AS BIGINT), -1)" if users else "NULL::BIGINT",
        engine=f"coalesce({quoted('Hostname')}, '')" if "Hostname" in has else "''",
        transaction=transaction,
        texts=("timeStamp", "elapsed", "success", *([users] if users else [])),
        first_row=2 if found.header else 1,
    )
    counted = count_samples(source, samples, file.slow_ms)
    by = {"allThreads": Users.THREADS, "grpThreads": Users.GROUP_THREADS, None: Users.IN_FLIGHT}[users]
    return assemble(file, TOOL, by, counted)
