"""Asking endpoints: tries, samples, and each answer reduced to what is judged as soon as it is there (a thousand bodies
are never held at once)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from readiness.evidence.body_text import BodyText, body_text
from readiness.evidence.web import Web
from readiness.evidence.web_answers import TimeUp, WebAnswer, WebRequest
from readiness.evidence.web_retrying import Tried, answer
from readiness.model.text import Text
from readiness.probes.http.facts import Endpoint, JsonSeen, Sample, Seen
from readiness.probes.http.settings import JsonRule, Settings

_CACHE_SAMPLES = 2


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
    allowed = settings.timeout.total_seconds()
    try:
        for _ in range(_sample_count(endpoint, settings)):
            tried = answer(web, request, allowed, settings.retries, seconds_left, endpoint.status)
            samples.append(sample_of(endpoint, tried))
            if tried.answer.failure is not None:
                break
    except TimeUp:
        return Seen(endpoint, tuple(samples), time_up=True)
    return Seen(endpoint, tuple(samples))


def sample_of(endpoint: Endpoint, tried: Tried) -> Sample:
    """What is judged of an answer; pure."""
    found = tried.answer
    text = body_text(found.body, found.headers.get("content-type", ""), cut=found.cut)
    return Sample(
        url=found.url,
        final_url=found.final_url,
        seconds=found.seconds,
        tries=tried.tries,
        held_back=tried.held_back,
        failure=found.failure,
        status=found.status,
        headers=found.headers,
        size=len(found.body),
        cut=found.cut,
        lacks=text.without(endpoint.contains),
        lacks_all=tuple(group for group in endpoint.contains_any if text.without(group) == group),
        shows=text.having(endpoint.not_contains),
        json=_json_seen(endpoint.json, found, text),
        inexact=not text.exact,
    )


def _sample_count(endpoint: Endpoint, settings: Settings) -> int:
    timed = 1 if endpoint.limit is None else settings.max_time.samples if settings.max_time else 3
    return max(timed, _CACHE_SAMPLES if settings.cache is not None else 1)


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
