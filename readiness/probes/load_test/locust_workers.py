"""Load test: reports of Locust's workers, JSON lines as Taurus keeps them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from readiness.evidence.extract import ExtractError, parse_json
from readiness.evidence.problems import cannot_judge
from readiness.model.errors import CannotJudge
from readiness.model.text import Text
from readiness.probes.load_test.facts import Measured, Users
from readiness.probes.load_test.samples import Counted, File, assemble
from readiness.probes.load_test.sql import SAMPLE_NEEDS

WORKERS = Text("Locust workers (JSON lines of Taurus)", "Locust 工作节点（Taurus 的 JSON 行）")


def read_workers(lines: Iterable[str], file: File) -> Measured:
    """Reports of the workers, a JSON object a line. Raises CannotJudge, with its line, for what is no report.

    A report counts what ended since the one before, at the second of the last request; response times are those that
    Locust rounds. Where failures are more than requests, they were counted apart."""
    reports = [(number, _report(line, number, file.shown)) for number, line in enumerate(lines, 1)]
    apart = any(_failed_more(entry) for _, report in reports for entry in report["stats"])
    counted = Counted()
    for number, report in reports:
        try:
            ended = [_add_report(counted, entry, file.slow_ms, apart=apart) for entry in report["stats"]]
            if ended:
                counted.see_users(str(report["client_id"]), max(ended), _users(report["user_count"]))
        except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError):
            raise _unread_line(file.shown, number) from None
    counted.refuse_too_much(file.shown)
    return assemble(file, WORKERS, Users.LOCUST, counted)


def _report(line: str, number: int, shown: str) -> dict[str, Any]:
    try:
        report = parse_json(line)
        found = {key: report[key] for key in ("stats", "user_count", "client_id")}
    except (ExtractError, KeyError, TypeError):
        raise _unread_line(shown, number) from None
    if not isinstance(found["stats"], list) or not all(isinstance(entry, dict) for entry in found["stats"]):
        raise _unread_line(shown, number)
    return found


def _failed_more(entry: dict[str, Any]) -> bool:
    failures, requests = entry.get("num_failures"), entry.get("num_requests")
    return isinstance(failures, int) and isinstance(requests, int) and failures > requests


def _users(value: object) -> int:
    if not isinstance(value, int) or value < 0:
        raise ValueError(value)
    return value


def _add_report(counted: Counted, entry: dict[str, Any], slow_ms: int, *, apart: bool) -> int:
    last, label = int(entry["last_request_timestamp"]), f"{entry['method']} {entry['name']}"
    requests, failures = int(entry["num_requests"]), int(entry["num_failures"])
    times = {int(float(ms)): int(n) for ms, n in entry["response_times"].items()}
    if sum(times.values()) != requests or min(requests, failures, *times.values(), *times, 0) < 0:
        raise ValueError(label)
    left = 0 if apart else failures
    for ms, n in sorted(times.items()):
        bad = min(left, n)
        left -= bad
        for count, failed in ((bad, True), (n - bad, False)):
            if count:
                counted.add(last * 1000 - ms, ms, label, failed=failed, slow_ms=slow_ms, n=count)
    if apart and failures:
        longest = max(times, default=0)
        counted.add(last * 1000 - longest, longest, label, failed=True, slow_ms=slow_ms, n=failures)
    return last


def _unread_line(shown: str, number: int) -> CannotJudge:
    return cannot_judge(
        f"{shown}, line {number}: no report of a Locust worker",
        f"{shown} 第 {number} 行：不是 Locust 工作节点的报告",
        SAMPLE_NEEDS,
    )
