"""From rows to hosts that can be asked. Rows that can't be are findings with their place."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from readiness.evidence.cells import CellError, parse_boolean, parse_integer
from readiness.evidence.domains import ascii_name, is_address
from readiness.model.finding import Finding
from readiness.model.text import Text
from readiness.probes.listed import RowProblem, Rows, cells_of, no_rows, required_cell, twice, unusable
from readiness.probes.tls.facts import Target

_HTTPS = 443
_LAST_PORT = 65_535
_HOST = Text("a host such as pay.shop.example", "主机名，例如 pay.shop.example")
_PORT = Text("a port such as 443", "端口，例如 443")


def targets_of(name: str, table: Rows) -> tuple[tuple[Target, ...], tuple[Finding, ...]]:
    """The hosts of a table, and its rows that are none. Raises CannotJudge where it has no row."""
    found: list[Target] = []
    bad: list[Finding] = []
    first_at: dict[tuple[str, int], str] = {}
    for row in table.rows():
        cells = cells_of(row)
        where = table.cell(row.number, "host")
        try:
            target = _target(cells, where)
        except RowProblem as problem:
            bad.append(unusable(problem, cells.get("host", ""), table.cell(row.number, problem.column)))
            continue
        if (key := (target.host, target.port)) in first_at:
            bad.append(twice(target.subject, where, first_at[key]))
            continue
        first_at[key] = where
        found.append(target)
    if not found and not bad:
        raise no_rows(name, Text("every host that payments pass through", "支付经过的每台主机"))
    return tuple(found), tuple(bad)


def _target(cells: Mapping[str, str], where: str) -> Target:
    written = required_cell(cells, "host", _HOST)
    host, port, path = _parts(written)
    if "port" in cells:
        port = _port(cells["port"])
    return Target(
        subject=written if port == _HTTPS or "://" in written else f"{host}:{port}",
        host=host,
        port=port,
        gateway=_gateway(cells),
        path=_path(cells, path),
        where=where,
    )


def _parts(written: str) -> tuple[str, int, str]:
    """People paste addresses where a host is asked for: `https://pay.shop.example:8443/health` is one, too."""
    try:
        parts = urlsplit(written if "://" in written else f"https://{written}")
        port = parts.port or _HTTPS
    except ValueError:
        raise RowProblem("host", _HOST, written) from None
    name = parts.hostname or ""
    if parts.scheme.lower() != "https" or parts.username is not None:
        raise RowProblem("host", _HOST, written)
    try:
        return (name if is_address(name) else ascii_name(name)), port, parts.path or "/"
    except ValueError:
        raise RowProblem("host", _HOST, written) from None


def _port(cell: str) -> int:
    try:
        port = parse_integer(cell)
    except CellError:
        port = 0
    if not 0 < port <= _LAST_PORT:
        raise RowProblem("port", _PORT, cell)
    return port


def _gateway(cells: Mapping[str, str]) -> bool:
    try:
        return parse_boolean(cells.get("client_certificate"))
    except CellError:
        raise RowProblem(
            "client_certificate",
            Text("yes for a gateway that only our servers call, no for a page", "网关写“是”，顾客访问的页面写“否”"),
            cells.get("client_certificate", ""),
        ) from None


def _path(cells: Mapping[str, str], default: str) -> str:
    path = cells.get("path", default)
    if not path.startswith("/") or not path.isascii() or not path.isprintable() or " " in path:
        raise RowProblem("path", Text("a path such as /health", "路径，例如 /health"), path)
    return path
