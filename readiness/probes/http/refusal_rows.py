"""From rows to requests that must be refused. A row says everything about its request, so that people can look it over
before it is sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from readiness.evidence.cells import CellError, parse_choice
from readiness.evidence.web_answers import Method
from readiness.model.evidence import Contract
from readiness.model.secret import Secret
from readiness.model.text import Text
from readiness.probes.http.facts import Refusal
from readiness.probes.http.refusing import TESTS
from readiness.probes.http.row_cells import RowProblem, url_of
from readiness.probes.http.settings import RefusalTest

_HEADER = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\x20-\x7e]*)")
# What frames a request is the client's own: another value would make two requests of one, or reach another server.
_FRAMING = frozenset({"host", "content-length", "transfer-encoding", "connection", "upgrade", "te", "expect"})


def refusal_of(cells: Mapping[str, str], base: Secret | None, contract: Contract) -> tuple[Refusal, Secret]:
    """The request that must be refused, and the address that must answer. Raises RowProblem."""
    test = _test(cells, contract)
    method = _method(cells)
    if method == "GET" and "body" in cells:
        raise RowProblem("body", Text("POST, where there is a body", "有请求体时方法应为 POST"), cells["body"])
    body = cells.get("body", "").encode()
    headers = _headers(cells, body)
    refusal = Refusal(test, url_of(cells.get("url", ""), base), method, headers, body)
    control = url_of(cells.get("control", ""), base, "control")
    _must_be_comparable(refusal, control, cells)
    return refusal, control


def _test(cells: Mapping[str, str], contract: Contract) -> RefusalTest:
    column = contract.column("test")
    said = cells.get("test", "")
    try:
        meant = parse_choice(said, column.values) if column is not None else said
    except CellError:
        meant = said
    for test in TESTS:
        if meant == test:
            return test
    raise RowProblem("test", Text.same(" / ".join(TESTS)), said)


def _method(cells: Mapping[str, str]) -> Method:
    said = cells.get("method", "GET").upper()
    if said == "GET":
        return "GET"
    if said == "POST":
        return "POST"
    raise RowProblem("method", Text("GET or POST", "GET 或 POST"), cells["method"])


def _headers(cells: Mapping[str, str], body: bytes) -> dict[str, str]:
    """One `Name: value` a line."""
    found = {"Content-Type": _content_type(body)} if body else {}
    for line in filter(None, map(str.strip, cells.get("headers", "").splitlines())):
        match = _HEADER.fullmatch(line)
        if match is None or match[1].lower() in _FRAMING or "${" in line:
            required = Text("lines of `Name: value`, without variables", "每行一个“名称: 值”，不含变量")
            raise RowProblem("headers", required, line)
        found = {name: value for name, value in found.items() if name.lower() != match[1].lower()}
        found[match[1]] = match[2].strip()
    return found


def _content_type(body: bytes) -> str:
    return "application/json" if body.lstrip()[:1] in (b"{", b"[") else "application/x-www-form-urlencoded"


def _must_be_comparable(refusal: Refusal, control: Secret, cells: Mapping[str, str]) -> None:
    """The control shows that the server answers; so it is on the same server, for an attack the same page, and not the
    very request that must be refused (but a signed one may first be used, and then once more)."""
    asked, other = urlsplit(refusal.url.reveal()), urlsplit(control.reveal())
    same = refusal.method == "GET" and refusal.url.reveal() == control.reveal()
    required: Text | None = None
    if (asked.scheme, asked.netloc) != (other.scheme, other.netloc):
        required = Text("an address on the same host", "同一主机上的地址")
    elif refusal.test == "waf" and asked.path != other.path:
        required = Text("the same page without the attack", "不含攻击内容的同一页面")
    elif refusal.test != "replay" and same:
        required = Text("another request than the refused one", "与被拒绝的请求不同")
    if required is not None:
        raise RowProblem("control", required, cells["control"])
