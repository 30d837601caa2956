"""From rows to names and resolvers that can be asked. Rows that can't be are findings with their place."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from datetime import timedelta

from readiness.evidence.cells import CellError, parse_integer
from readiness.evidence.dns import DNS_PORT
from readiness.evidence.domains import ascii_name, is_address
from readiness.model.finding import Finding
from readiness.model.text import Text
from readiness.probes.dns.facts import Kind, Target
from readiness.probes.listed import RowProblem, Rows, cells_of, no_rows, required_cell, twice, unusable

SYSTEM = "system"
_KINDS: dict[str, Kind] = {"A": "A", "AAAA": "AAAA", "CNAME": "CNAME"}
_SEPARATORS = re.compile(r"[\s,;、，；|]+")
_SERVER = re.compile(r"(?:\[(?P<v6>[0-9a-fA-F:.]+)\]|(?P<name>[^:\s]+))(?::(?P<port>[0-9]{1,5}))?")
_LAST_PORT = 65_535
_NAME = Text("a name such as www.shop.example", "域名，例如 www.shop.example")
_A_SERVER = Text(
    "a name server such as 223.5.5.5, or `system` for this machine's own",
    "DNS 服务器，例如 223.5.5.5；本机自己的写 system",
)


def targets_of(name: str, table: Rows) -> tuple[tuple[Target, ...], tuple[Finding, ...]]:
    """The names of a table, and its rows that are none. Raises CannotJudge where it has no row."""
    found: list[Target] = []
    bad: list[Finding] = []
    first_at: dict[str, str] = {}
    for row in table.rows():
        cells = cells_of(row)
        where = table.cell(row.number, "host")
        try:
            target = _target(cells, where)
        except RowProblem as problem:
            bad.append(unusable(problem, cells.get("host", ""), table.cell(row.number, problem.column)))
            continue
        if target.name in first_at:
            bad.append(twice(target.subject, where, first_at[target.name]))
            continue
        first_at[target.name] = where
        found.append(target)
    if not found and not bad:
        raise no_rows(name, Text("every host name of the campaign", "活动的每个域名"))
    return tuple(found), tuple(bad)


def resolvers_of(name: str, table: Rows) -> tuple[dict[str, tuple[str, int]], tuple[Finding, ...]]:
    """The name servers of a table as host and port, as people wrote them. Raises CannotJudge where it has no row."""
    found: dict[str, tuple[str, int]] = {}
    bad: list[Finding] = []
    for row in table.rows():
        cells = cells_of(row)
        where = table.cell(row.number, "server")
        try:
            written = required_cell(cells, "server", _A_SERVER)
            found[written] = _server(written)
        except RowProblem as problem:
            bad.append(unusable(problem, cells.get("server", ""), where))
    if not found and not bad:
        raise no_rows(name, Text("every name server that customers use", "顾客使用的每个 DNS 服务器"))
    return found, tuple(bad)


def _server(written: str) -> tuple[str, int]:
    bare = is_address(written) and ":" in written
    match = None if bare else _SERVER.fullmatch(written)
    host = written if bare else (match["v6"] or match["name"]) if match else ""
    port = int(match["port"]) if match and match["port"] else DNS_PORT
    try:
        host = host if is_address(host) else ascii_name(host)
    except ValueError:
        port = 0
    if not 0 < port <= _LAST_PORT:
        raise RowProblem("server", _A_SERVER, written)
    return host, port


def _target(cells: Mapping[str, str], where: str) -> Target:
    written = required_cell(cells, "host", _NAME)
    return Target(
        subject=written,
        name=_name(written, "host"),
        where=where,
        kind=_kind(cells),
        expected=frozenset(_value(word) for word in _SEPARATORS.split(cells.get("expected", "")) if word),
        backup=_value(cells["backup"], "backup") if "backup" in cells else "",
        max_ttl=_ttl(cells),
    )


def _name(written: str, column: str) -> str:
    if is_address(written):
        raise RowProblem(column, _NAME, written)
    try:
        return ascii_name(written)
    except ValueError:
        raise RowProblem(column, _NAME, written) from None


def _value(word: str, column: str = "expected") -> str:
    """An address in its shortest spelling, or a name as DNS has it."""
    try:
        return str(ipaddress.ip_address(word))
    except ValueError:
        return _name(word, column)


def _kind(cells: Mapping[str, str]) -> Kind | None:
    if "kind" not in cells:
        return None
    kind = _KINDS.get(cells["kind"].upper())
    if kind is None:
        raise RowProblem("kind", Text("A, AAAA or CNAME", "A、AAAA 或 CNAME"), cells["kind"])
    return kind


def _ttl(cells: Mapping[str, str]) -> timedelta | None:
    if "max_ttl" not in cells:
        return None
    try:
        seconds = parse_integer(cells["max_ttl"], unit="s")
    except CellError:
        seconds = 0
    if seconds <= 0:
        raise RowProblem("max_ttl", Text("whole seconds such as 300", "以秒为单位的整数，例如 300"), cells["max_ttl"])
    return timedelta(seconds=seconds)
