"""From evidence to endpoints: URLs and rows of tables, each with its own expectations. Rows that can't be read are
findings that name row and column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol
from urllib.parse import urlsplit

from readiness.evidence.variables import fill
from readiness.evidence.web_answers import USER_AGENT, Looking
from readiness.model.errors import BadValue, CannotJudge
from readiness.model.evidence import Binding, Contract
from readiness.model.finding import Finding, FindingKind
from readiness.model.secret import Secret
from readiness.model.text import Text
from readiness.probes.http.facts import Endpoint, Refusal
from readiness.probes.http.refusal_rows import refusal_of
from readiness.probes.http.row_cells import RowProblem, is_web_url, url_of
from readiness.probes.http.settings import STAND_IN_PHRASES, JsonRule, Settings

_WHOLE = re.compile(r"[0-9]{1,9}")
_PRINTABLE = re.compile(r"[\x20-\x7e]+")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


@dataclass(frozen=True, slots=True)
class Listed:
    """What one evidence gives: endpoints, and rows that are none."""

    endpoints: tuple[Endpoint, ...]
    unusable: tuple[Finding, ...] = ()


class Rows(Protocol):
    """What is asked of a table of the evidence store."""

    @property
    def contract(self) -> Contract: ...
    def rows(self) -> Iterator[Any]: ...
    def cell(self, row_number: int, column: str) -> str: ...


def from_url(settings: Settings, binding: Binding) -> Listed:
    """The one endpoint of a URL binding. Raises CannotJudge for a variable that is not set and for what is no URL."""
    used_in = _used_in(binding, "url")
    url = fill(str(binding.url), used_in)
    if not is_web_url(url.reveal()):
        raise CannotJudge(
            Text(
                f"{used_in.en} is {url.name}, which is no http or https URL",
                f"{used_in.zh}为 {url.name}，不是 http 或 https 网址",
            ),
            Text("Write it as https://host/path", "请写成 https://主机/路径"),
        )
    return Listed((_endpoint(settings, url.name, url, str(binding.location), {}),))


def from_table(settings: Settings, binding: Binding, table: Rows) -> Listed:
    """The endpoints of a table. Raises CannotJudge where it has no row."""
    base = fill(binding.base, _used_in(binding, "base")) if binding.base else None
    endpoints: list[Endpoint] = []
    unusable: list[Finding] = []
    first_at: dict[tuple[object, ...], str] = {}
    for row in table.rows():
        where = table.cell(row.number, "url")
        cells = {name: cell.strip() for name, cell in row.cells.items() if cell is not None and cell.strip()}
        try:
            endpoint = _from_row(settings, cells, base, where, table)
        except RowProblem as problem:
            unusable.append(_unusable(problem, cells, table.cell(row.number, problem.column)))
            continue
        key = _request_of(endpoint)
        if key in first_at:
            unusable.append(_twice(endpoint, first_at[key]))
            continue
        first_at[key] = where
        endpoints.append(endpoint)
    if not endpoints and not unusable:
        raise CannotJudge(
            Text(
                f"The list bound as {binding.name} has no rows, so nothing could be asked",
                f"绑定为 {binding.name} 的清单没有数据行，无从检查",
            ),
            Text("List every URL that customers will call, one in a row", "请逐行列出顾客会访问的每个网址"),
        )
    return Listed(tuple(endpoints), tuple(unusable))


def _request_of(endpoint: Endpoint) -> tuple[object, ...]:
    """What tells two rows apart."""
    refusal = endpoint.refusal
    if refusal is not None:
        return refusal.url.reveal(), refusal.method, tuple(refusal.headers.items()), refusal.body
    return endpoint.url.reveal(), endpoint.method, endpoint.user_agent


def _from_row(settings: Settings, cells: Mapping[str, str], base: Secret | None, where: str, table: Rows) -> Endpoint:
    name = cells.get("name") or cells.get("url", "")
    if settings.refused is None:
        return _endpoint(settings, name, url_of(cells.get("url", ""), base), where, cells)
    refusal, control = refusal_of(cells, base, table.contract)
    if refusal.test not in settings.refused:
        raise RowProblem("test", Text.same(" / ".join(settings.refused)), refusal.test)
    of_control = {column: cell for column, cell in cells.items() if column != "method"}
    return _endpoint(settings, name, control, where, of_control, refusal)


def _endpoint(
    settings: Settings,
    subject: str,
    url: Secret,
    where: str,
    cells: Mapping[str, str],
    refusal: Refusal | None = None,
) -> Endpoint:
    method = _method(settings, cells)
    contains = (*(settings.contains or ()), *_cell(cells, "contains"))
    json = (*(settings.json_values or ()), *_json(cells))
    if method == "HEAD" and (contains or settings.contains_any or json):
        raise RowProblem("method", Text("GET, since the body is looked into", "GET，因为要检查应答内容"), "HEAD")
    max_ms = _whole(cells, "max_ms")
    limit = settings.max_time.limit if settings.max_time else None
    return Endpoint(
        subject=subject,
        url=url,
        where=where,
        method=method,
        user_agent=_user_agent(settings, cells),
        status=_status(settings, cells),
        contains=contains,
        contains_any=settings.contains_any or (),
        not_contains=_forbidden(settings, cells),
        json=json,
        limit=limit if max_ms is None else timedelta(milliseconds=max_ms),
        final_url=cells.get("final_url"),
        min_bytes=_or_default(_whole(cells, "min_bytes"), settings.min_bytes),
        plain_url=_plain(url) if settings.plain is not None else None,
        refusal=refusal,
    )


def _plain(url: Secret) -> Secret:
    """The same address without encryption, on the usual port: what a customer gets who leaves out the https."""
    parts = urlsplit(url.reveal())
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return Secret(url.name, parts._replace(scheme="http", netloc=str(host)).geturl())


def _forbidden(settings: Settings, cells: Mapping[str, str]) -> tuple[str, ...]:
    stand_in = () if settings.allow_stand_in else STAND_IN_PHRASES
    return tuple(dict.fromkeys((*stand_in, *(settings.not_contains or ()), *_cell(cells, "not_contains"))))


def _cell(cells: Mapping[str, str], column: str) -> tuple[str, ...]:
    return (cells[column],) if column in cells else ()


def _or_default(value: int | None, default: int) -> int:
    return default if value is None else value


def _whole(cells: Mapping[str, str], column: str) -> int | None:
    if column not in cells:
        return None
    digits = cells[column].translate(_FULL_WIDTH)
    if not _WHOLE.fullmatch(digits):
        raise RowProblem(column, Text("a whole number", "整数"), cells[column])
    return int(digits)


def _method(settings: Settings, cells: Mapping[str, str]) -> Looking:
    match cells.get("method", settings.method).upper():
        case "GET":
            return "GET"
        case "HEAD":
            return "HEAD"
        case other:
            # A check must not change what it looks at, so nothing that could order or delete is ever sent.
            raise RowProblem("method", Text("GET or HEAD", "GET 或 HEAD"), other)


def _status(settings: Settings, cells: Mapping[str, str]) -> tuple[int, ...]:
    if "status" not in cells:
        return settings.status
    found = re.split(r"[\s,;|、,;]+", cells["status"].translate(_FULL_WIDTH))
    if not all(re.fullmatch(r"[1-5][0-9]{2}", code) for code in found):
        raise RowProblem(
            "status", Text("status codes such as 200 or 200, 204", "状态码，例如 200 或 200, 204"), cells["status"]
        )
    return tuple(int(code) for code in found)


def _json(cells: Mapping[str, str]) -> tuple[JsonRule, ...]:
    path, value = cells.get("json_path"), cells.get("json_value")
    if path is None and value is None:
        return ()
    if path is None:
        raise RowProblem("json_path", Text("a path for json_value", "json_value 对应的路径"), "")
    try:
        return (JsonRule(path=path, equals=value) if value else JsonRule(path=path, not_empty=True),)
    except (BadValue, ValueError):
        raise RowProblem("json_path", Text("a JMESPath expression", "JMESPath 表达式"), path) from None


def _user_agent(settings: Settings, cells: Mapping[str, str]) -> str:
    agent = cells.get("user_agent") or settings.user_agent or USER_AGENT
    if not _PRINTABLE.fullmatch(agent):
        raise RowProblem("user_agent", Text("ASCII text", "ASCII 文本"), agent)
    return agent


def _used_in(binding: Binding, field: str) -> Text:
    return Text(
        f"`{field}` of the evidence {binding.name} ({binding.location})",
        f"证据 {binding.name} 的 `{field}`（{binding.location}）",
    )


def _unusable(problem: RowProblem, cells: Mapping[str, str], where: str) -> Finding:
    observed = Text.same(problem.observed) if problem.observed else Text("empty", "空")
    return Finding(
        subject=cells.get("name") or cells.get("url") or where,
        required=Text(f"{problem.column}: {problem.required.en}", f"{problem.column}:{problem.required.zh}"),
        observed=observed,
        message=Text(
            f"The row can't be asked: its {problem.column} is {observed.en}",
            f"该行无法检查：{problem.column} 为{observed.zh}",
        ),
        where=where,
        kind=FindingKind.UNREADABLE,
    )


def _twice(endpoint: Endpoint, first: str) -> Finding:
    return Finding(
        subject=endpoint.subject,
        required=Text("each URL once", "每个网址只列一次"),
        observed=Text(f"also in {first}", f"与 {first} 重复"),
        message=Text("The URL is listed twice, so another one is probably missing", "网址重复，可能漏列了另一个"),
        where=endpoint.where,
    )
