"""Asking APIs that answer JSON (of Prometheus, Alertmanager, a shop): the document, or the sort of problem."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from readiness.evidence.extract import ExtractError, parse_json
from readiness.evidence.web import Web
from readiness.evidence.web_answers import WebAnswer, WebRequest, after_tries
from readiness.evidence.web_retrying import Tried, answer
from readiness.model.text import Text

_ACCEPT = {"Accept": "application/json"}
_OK = range(200, 300)
_LOGIN = (401, 403)
_LONGEST = 160


class ApiProblemKind(StrEnum):
    """Why there is no document. LOGIN: the API wants other credentials than the campaign pairs with its host.
    ERROR: the API says so itself, in JSON; STATUS: only its status does."""

    NO_ANSWER = "no-answer"
    ELSEWHERE = "elsewhere"
    LOGIN = "login"
    ERROR = "error"
    STATUS = "status"
    TOO_LONG = "too-long"
    NOT_JSON = "not-json"


@dataclass(frozen=True, slots=True)
class ApiProblem:
    """What came instead of a document. `words` are for people, with the API's own message where it has one."""

    kind: ApiProblemKind
    words: Text
    status: int = 0


@dataclass(frozen=True, slots=True)
class ApiDocument:
    """A whole JSON document, read strictly: decimals exact, no key twice."""

    content: Any


def ask_json(
    web: Web, request: WebRequest, allowed_seconds: float, seconds_left: Callable[[], float], retries: int = 2
) -> ApiDocument | ApiProblem:
    """The document that an API answers with. What is no 2xx, no JSON, not whole or from another host is a problem.

    Raises CannotJudge where our side can't ask, and TimeUp where our own time ended first.
    """
    asked = replace(request, headers={**_ACCEPT, **request.headers})
    tried = answer(web, asked, allowed_seconds, retries, seconds_left)
    found = tried.answer
    if found.failure is not None:
        words = after_tries(found.failure.words, tried.tries, tried.held_back)
        return ApiProblem(ApiProblemKind.NO_ANSWER, words)
    if _host(found.final_url) != _host(found.url):
        elsewhere = Text(
            f"it leads to another host, {_host(found.final_url)}", f"被转到其他主机 {_host(found.final_url)}"
        )
        return ApiProblem(ApiProblemKind.ELSEWHERE, elsewhere, found.status)
    return _document(found) if found.status in _OK else _refusal(tried)


def _document(found: WebAnswer) -> ApiDocument | ApiProblem:
    if found.cut:
        longer = Text(
            f"the answer is longer than {len(found.body):,} bytes, so it is not whole",
            f"应答超过 {len(found.body):,} 字节，内容不完整",
        )
        return ApiProblem(ApiProblemKind.TOO_LONG, longer, found.status)
    try:
        return ApiDocument(_parsed(found))
    except ExtractError as error:
        named = _media_type(found)
        words = Text(
            f"{error.text.en} ({named or 'no Content-Type'})", f"{error.text.zh}（{named or '无 Content-Type'}）"
        )
        return ApiProblem(ApiProblemKind.NOT_JSON, words, found.status)


def _refusal(tried: Tried) -> ApiProblem:
    found = tried.answer
    said = _said(found)
    status = f"HTTP {found.status}"
    told = Text(f"{status}: {said}", f"{status}：{said}") if said else Text.same(status)
    words = after_tries(told, tried.tries, tried.held_back)
    if found.status in _LOGIN:
        return ApiProblem(ApiProblemKind.LOGIN, words, found.status)
    return ApiProblem(ApiProblemKind.ERROR if said else ApiProblemKind.STATUS, words, found.status)


def _parsed(found: WebAnswer) -> Any:
    """JSON between systems is UTF-8 (RFC 8259, 8.1), so nothing else is guessed."""
    try:
        return parse_json(found.body.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ExtractError("not UTF-8, as JSON must be", "不是 JSON 规定的 UTF-8 编码") from None


def _said(found: WebAnswer) -> str:
    """The API's own message, in one line; empty where there is none."""
    try:
        document = _parsed(found)
    except ExtractError:
        return ""
    if isinstance(document, str):  # Alertmanager answers some errors as a bare text
        return _short(document)
    if not isinstance(document, dict):
        return ""
    for name in ("error", "message", "msg", "detail"):
        if isinstance(document.get(name), str) and document[name].strip():
            return _short(document[name])
    return ""


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "..."


def _media_type(found: WebAnswer) -> str:
    return _short(found.headers.get("content-type", "").partition(";")[0])


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").lower()
