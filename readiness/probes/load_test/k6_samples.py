"""Load test: k6's samples, `--out csv` and `--out json`."""

# ruff: noqa: S608  (names are made here)

from __future__ import annotations

from dataclasses import replace

from readiness.evidence.sql_text import literal, quoted
from readiness.model.text import Text
from readiness.probes.load_test.facts import Measured, Users
from readiness.probes.load_test.samples import File, assemble
from readiness.probes.load_test.sql import Samples, Source, count_samples

CSV_TOOL = Text("k6 (--out csv)", "k6（--out csv）")
JSON_TOOL = Text("k6 (--out json)", "k6（--out json）")
CSV_HEADER = ("metric_name", "timestamp", "metric_value")
JSON_COLUMNS = {"type": "VARCHAR", "metric": "VARCHAR", "data": "JSON"}

_OFFSET = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"
_ROUNDED_UP = Text(
    "k6: the time of a request is http_req_duration (without the time to connect), rounded up to whole milliseconds",
    "k6：请求耗时取 http_req_duration（不含建立连接的时间），向上取整到毫秒",
)


def read_k6_csv(source: Source, file: File, columns: tuple[str, ...], max_status: int) -> Measured:
    """Raises CannotJudge for what can't be read and for no request."""
    has = set(columns)

    def cell(name: str) -> str:
        return f"trim(coalesce({quoted(name)}, ''))" if name in has else "''"

    rows = (
        f"(SELECT {quoted('metric_name')} AS metric, {quoted('timestamp')} AS at_text, {quoted('metric_value')} AS"
        f" value_text, {cell('group')} AS grp, {cell('name')} AS name, {cell('status')} AS status,"
        f" {cell('error')} || {cell('error_code')} AS error, {cell('expected_response')} AS expected"
        f" FROM {source.relation})"
    )
    return _read(source, file, rows, CSV_TOOL, max_status, first_row=2)


def read_k6_json(source: Source, file: File, max_status: int) -> Measured:
    """Raises CannotJudge for what can't be read and for no request."""

    def tag(name: str) -> str:
        return f"coalesce(data->>'$.tags.{name}', '')"

    rows = (
        f"(SELECT metric, data->>'$.time' AS at_text, data->>'$.value' AS value_text, {tag('group')} AS grp,"
        f" {tag('name')} AS name, {tag('status')} AS status, {tag('error')} || {tag('error_code')} AS error,"
        f" {tag('expected_response')} AS expected FROM {source.relation} WHERE type = 'Point')"
    )
    return _read(source, file, rows, JSON_TOOL, max_status, first_row=1)


def _read(source: Source, file: File, rows: str, tool: Text, max_status: int, *, first_row: int) -> Measured:
    # k6 writes seconds; it can be told to write ms, us, ns or RFC 3339
    number = "TRY_CAST(at_text AS DOUBLE)"
    at_ms = (
        f"CASE WHEN regexp_matches(at_text, {literal(_OFFSET)}) THEN epoch_ms(TRY_CAST(at_text AS TIMESTAMPTZ))"
        f" WHEN {number} < 1e11 THEN ({number} * 1000)::BIGINT WHEN {number} < 1e14 THEN {number}::BIGINT"
        f" WHEN {number} < 1e17 THEN ({number} / 1000)::BIGINT WHEN {number} < 1e20 THEN ({number} / 1e6)::BIGINT END"
    )
    value = "TRY_CAST(value_text AS DOUBLE)"
    elapsed = f"CASE WHEN {value} >= 0 AND {value} < 1e9 THEN ceil({value})::BIGINT ELSE -1 END"
    samples = Samples(
        start_ms=f"({at_ms}) - ({elapsed})",
        elapsed=elapsed,
        label="trim(replace(grp, '::', ' ') || ' ' || name)",
        failed=f"expected = 'false' OR error <> '' OR coalesce(TRY_CAST(status AS INTEGER) NOT BETWEEN 1 AND"
        f" {max_status}, TRUE)",
        where="metric = 'http_req_duration'",
        texts=("at_text", "value_text"),
        first_row=first_row,
    )
    readable = replace(source, relation=rows)
    counted = count_samples(readable, samples, file.slow_ms)
    vus = readable.query(
        f"SELECT ({at_ms}) // 1000, max({value}) FROM {rows} WHERE metric = 'vus' AND {value} >= 0"
        f" AND ({at_ms}) IS NOT NULL GROUP BY 1 HAVING max({value}) < 1e9"
    )
    for second, users in vus:
        counted.see_users("", second, int(users))
    ((checks, held, failed),) = readable.query(
        f"SELECT count_if(metric = 'checks'), count_if(metric = 'checks' AND {value} > 0 AND {value} <= 1),"
        f" count_if(metric = 'http_req_failed' AND {value} > 0) FROM {rows}"
    )
    measured = assemble(file, tool, Users.VUS, counted, (_ROUNDED_UP,))
    # what k6 itself counted as failed is never fewer than what the requests show
    return replace(measured, checks=(checks, checks - held), errors=max(measured.errors, failed))
