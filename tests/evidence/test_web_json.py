"""JSON APIs: a whole document, or a problem that says of which sort."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from readiness.evidence.web import Web
from readiness.evidence.web_answers import WebRequest
from readiness.evidence.web_json import ApiDocument, ApiProblem, ApiProblemKind, ask_json
from readiness.model.secret import Secret
from readiness.model.text import Text
from tests.evidence.servers import Reply, closed_port, serve

_JSON = "application/json"


def _ask(url: str, **more: object) -> ApiDocument | ApiProblem:
    request = WebRequest(Secret(url, url), Text.same("campaign.yaml:12"), **more)  # type: ignore[arg-type]
    with Web({}, Path()) as web:
        return ask_json(web, request, 2.0, lambda: 10.0, retries=0)


def _answered(reply: Reply, **more: object) -> ApiDocument | ApiProblem:
    with serve({"/api": reply}) as site:
        return _ask(site.url("/api"), **more)


def test_a_document_is_read_exactly() -> None:
    """Decimals keep their digits, and JSON is asked for."""
    with serve({"/api": Reply('{"value": 1.10}', content_type=_JSON)}) as site:
        found = _ask(site.url("/api"))
        assert site.asked[0].headers["accept"] == "application/json"
    assert isinstance(found, ApiDocument)
    assert found.content == {"value": Decimal("1.10")}


@pytest.mark.parametrize(
    ("reply", "kind", "words"),
    [
        (Reply("<h1>Login</h1>"), ApiProblemKind.NOT_JSON, "text/html"),
        (Reply("", content_type=_JSON), ApiProblemKind.NOT_JSON, "not valid JSON"),
        (Reply('{"a": 1, "a": 2}', content_type=_JSON), ApiProblemKind.NOT_JSON, "twice"),
        (Reply('{"a": NaN}', content_type=_JSON), ApiProblemKind.NOT_JSON, "NaN"),
        (Reply('{"a": "中"}'.encode("gb18030"), content_type=_JSON), ApiProblemKind.NOT_JSON, "UTF-8"),
        (Reply("gone", status=404), ApiProblemKind.STATUS, "HTTP 404"),
        (Reply("{}", status=500, content_type=_JSON), ApiProblemKind.STATUS, "HTTP 500"),
        (Reply(b"", status=204), ApiProblemKind.NOT_JSON, "not valid JSON"),
        (Reply('{"status": "error", "error": "parse error"}', status=400), ApiProblemKind.ERROR, "parse error"),
        (Reply('"bad filter"', status=400), ApiProblemKind.ERROR, "bad filter"),
        (Reply('{"message": "Dashboard not found"}', status=404), ApiProblemKind.ERROR, "Dashboard not found"),
        (Reply('{"message": "Unauthorized"}', status=401), ApiProblemKind.LOGIN, "Unauthorized"),
        (Reply("no", status=403), ApiProblemKind.LOGIN, "HTTP 403"),
    ],
)
def test_what_is_no_document_is_a_problem_of_its_sort(reply: Reply, kind: ApiProblemKind, words: str) -> None:
    """False-GO 9, 24: a login page, an empty body, an error with or without words: never a document."""
    found = _answered(reply)
    assert isinstance(found, ApiProblem)
    assert found.kind is kind
    assert words in found.words.en
    assert found.status == reply.status


def test_a_document_is_whole_or_none() -> None:
    """A body over the limit is a problem, even where its beginning would be JSON; one of exactly the limit is read."""
    body = json.dumps([1] * 100)
    cut = _answered(Reply(body, content_type=_JSON), max_body=len(body) - 1)
    assert isinstance(cut, ApiProblem)
    assert cut.kind is ApiProblemKind.TOO_LONG
    assert isinstance(_answered(Reply(body, content_type=_JSON), max_body=len(body)), ApiDocument)


def test_no_answer_is_a_problem_with_its_fault() -> None:
    """False-GO 9: refused is told as such."""
    found = _ask(f"http://127.0.0.1:{closed_port()}/api")
    assert isinstance(found, ApiProblem)
    assert (found.kind, found.words.en) == (ApiProblemKind.NO_ANSWER, "the connection was refused")


def test_another_host_does_not_answer_for_it() -> None:
    """False-GO 24: a redirect to another host is no answer of the API."""
    with serve({"/other": Reply("{}", content_type=_JSON)}) as site:
        site.routes["/api"] = Reply(location=site.url("/other", host="localhost"))
        found = _ask(site.url("/api"))
    assert isinstance(found, ApiProblem)
    assert found.kind is ApiProblemKind.ELSEWHERE
