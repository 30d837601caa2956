"""Asking endpoints: tries, samples, and each answer reduced to what is judged as soon as it is there (a thousand bodies
are never held at once)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from readiness.evidence.body_text import BodyText, body_text
from readiness.evidence.web import Web
from readiness.evidence.web_answers import TimeUp, WebAnswer, WebRequest
from readiness.evidence.web_retrying import Tried, answer
from readiness.model.errors import CannotJudge
from readiness.model.text import Text
from readiness.probes.http.content import host_of
from readiness.probes.http.facts import Endpoint, JsonSeen, Refusal, Sample, Seen
from readiness.probes.http.refusing import to_send
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
        plain = _plain(endpoint, request, settings, web, seconds_left)
    except TimeUp:
        return Seen(endpoint, tuple(samples), time_up=True)
    return Seen(endpoint, tuple(samples), plain=plain)


def _plain(
    endpoint: Endpoint, request: WebRequest, settings: Settings, web: Web, seconds_left: Callable[[], float]
) -> Sample | None:
    """What the plain address says first. The campaign's headers for the host may be secrets, so they stay at home."""
    if endpoint.plain_url is None:
        return None
    plain = replace(request, url=endpoint.plain_url, follow=False, paired=False)
    return bare_sample(answer(web, plain, settings.timeout.total_seconds(), settings.retries, seconds_left))


def must_be_allowed(endpoint: Endpoint, web: Web) -> None:
    """Raises CannotJudge where the campaign does not allow requests that must be refused at the endpoint's host."""
    if endpoint.refusal is not None and not web.refusal_tests_allowed(_refusal_request(endpoint, endpoint.refusal)):
        raise CannotJudge(*_not_allowed(endpoint, host_of(endpoint.refusal.url.reveal())))


def send_refusal(seen: Seen, settings: Settings, web: Web, seconds_left: Callable[[], float]) -> Seen:
    """Sends the request that must be refused, once, where its control was answered. Raises CannotJudge as `ask`."""
    refusal = to_send(seen)
    if refusal is None:
        return seen
    request = _refusal_request(seen.endpoint, refusal)
    try:
        tried = answer(web, request, settings.timeout.total_seconds(), 0, seconds_left)
    except TimeUp:
        return replace(seen, time_up=True)
    return replace(seen, refused=bare_sample(tried))


def _refusal_request(endpoint: Endpoint, refusal: Refusal) -> WebRequest:
    return WebRequest(
        url=refusal.url,
        used_in=Text.same(endpoint.where),
        method=refusal.method,
        user_agent=endpoint.user_agent,
        follow=False,
        body=refusal.body,
        headers=refusal.headers,
    )


def _not_allowed(endpoint: Endpoint, host: str) -> tuple[Text, Text]:
    return (
        Text(
            f"{endpoint.where} would send {host} a request that it must refuse, and the campaign does not allow that",
            f"{endpoint.where} 需向 {host} 发送应被拒绝的请求，但活动文件未允许",
        ),
        Text(
            f"Ask whoever runs {host}, then write `hosts: {{{host}: {{refusal_tests: yes}}}}` in the campaign file",
            f"请先征得 {host} 运维方同意，再在活动文件中写 `hosts: {{{host}: {{refusal_tests: yes}}}}`",
        ),
    )


def sample_of(endpoint: Endpoint, tried: Tried) -> Sample:
    """What is judged of an answer; pure."""
    found = tried.answer
    text = body_text(found.body, found.headers.get("content-type", ""), cut=found.cut)
    return replace(
        bare_sample(tried),
        lacks=text.without(endpoint.contains),
        lacks_all=tuple(group for group in endpoint.contains_any if text.without(group) == group),
        shows=text.having(endpoint.not_contains),
        json=_json_seen(endpoint.json, found, text),
        inexact=not text.exact,
    )


def bare_sample(tried: Tried) -> Sample:
    """An answer without its content."""
    found = tried.answer
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
        in_clear=found.in_clear,
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
