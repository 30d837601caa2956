"""Asking endpoints: tries, samples, and each answer reduced to what is judged as soon as it is there (a thousand bodies
are never held at once)."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from readiness.evidence.body_text import BodyText, body_text
from readiness.evidence.web import Web
from readiness.evidence.web_answers import FailureKind, WebAnswer, WebRequest
from readiness.model.text import Text
from readiness.probes.http.facts import Endpoint, JsonSeen, Sample, Seen
from readiness.probes.http.settings import JsonRule, Settings

_FIRST_PAUSE = 0.2  # seconds before the second try, doubled before each further one
_SERVER_FAULT = 500
_CACHE_SAMPLES = 2


class TimeUp(Exception):
    """The check's own time ended: our side stopped asking, so nothing is known of the target."""


def ask(endpoint: Endpoint, settings: Settings, web: Web, seconds_left: Callable[[], float]) -> Seen:
    """All samples of one endpoint, up to the first that failed. Raises CannotJudge where our side can't ask."""
    samples: list[Sample] = []
    request = WebRequest(
        url=endpoint.url,
        used_in=Text.same(endpoint.where),
        method=endpoint.method,
        user_agent=endpoint.user_agent,
        max_redirects=settings.max_redirects,
        max_body=settings.max_body,
        fresh=settings.cache is None,
    )
    try:
        for _ in range(_sample_count(endpoint, settings)):
            answer, tries = _answer(request, endpoint, settings, web, seconds_left)
            samples.append(sample_of(endpoint, answer, tries))
            if answer.failure is not None:
                break
    except TimeUp:
        return Seen(endpoint, tuple(samples), time_up=True)
    return Seen(endpoint, tuple(samples))


def sample_of(endpoint: Endpoint, answer: WebAnswer, tries: int = 1) -> Sample:
    """What is judged of an answer; pure."""
    text = body_text(answer.body, answer.headers.get("content-type", ""), cut=answer.cut)
    return Sample(
        url=answer.url,
        final_url=answer.final_url,
        seconds=answer.seconds,
        tries=tries,
        failure=answer.failure,
        status=answer.status,
        headers=answer.headers,
        size=len(answer.body),
        cut=answer.cut,
        lacks=text.without(endpoint.contains),
        lacks_all=tuple(group for group in endpoint.contains_any if text.without(group) == group),
        shows=text.having(endpoint.not_contains),
        json=_json_seen(endpoint.json, answer, text),
        inexact=not text.exact,
    )


def _sample_count(endpoint: Endpoint, settings: Settings) -> int:
    timed = 1 if endpoint.limit is None else settings.max_time.samples if settings.max_time else 3
    return max(timed, _CACHE_SAMPLES if settings.cache is not None else 1)


def _answer(
    request: WebRequest, endpoint: Endpoint, settings: Settings, web: Web, seconds_left: Callable[[], float]
) -> tuple[WebAnswer, int]:
    """The first answer that is neither a passing failure nor a server's fault, or the last try's; with the tries."""
    allowed = settings.timeout.total_seconds()
    for tries in range(1, settings.retries + 2):
        if tries > 1:
            time.sleep(max(0.0, min(_FIRST_PAUSE * 2 ** (tries - 2), seconds_left())))
        left = seconds_left()
        if left <= 0:
            raise TimeUp
        answer = web.get(request, min(allowed, left))
        if answer.failure is not None and answer.failure.kind is FailureKind.TIMEOUT and left < allowed:
            raise TimeUp
        if not _worth_another_try(answer, endpoint):
            break
    return answer, tries


def _worth_another_try(answer: WebAnswer, endpoint: Endpoint) -> bool:
    if answer.failure is not None:
        return not answer.failure.lasting
    return answer.status >= _SERVER_FAULT and answer.status not in endpoint.status


def _json_seen(rules: tuple[JsonRule, ...], answer: WebAnswer, text: BodyText) -> tuple[JsonSeen, ...]:
    if not rules or answer.failure is not None:
        return ()
    from readiness.evidence.extract import ExtractError, extract, parse_json

    if answer.cut:
        problem = Text("the answer is longer than max_body, so it is not whole", "应答超过 max_body，内容不完整")
        return tuple(JsonSeen(rule, problem=problem) for rule in rules)
    try:
        document: Any = parse_json(text.chief.removeprefix("\ufeff"))
    except ExtractError as error:
        return tuple(JsonSeen(rule, problem=error.text) for rule in rules)
    seen: list[JsonSeen] = []
    for rule in rules:
        try:
            seen.append(JsonSeen(rule, extract(document, rule.path)))
        except ExtractError as error:
            seen.append(JsonSeen(rule, problem=error.text))
    return tuple(seen)
