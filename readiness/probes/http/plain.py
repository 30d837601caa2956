"""Judging the way from plain http to https, and whether browsers are told to take no other (RFC 6797). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from urllib.parse import urljoin, urlsplit

from readiness.evidence.web_answers import after_tries
from readiness.model.finding import Finding
from readiness.model.moments import tell_duration
from readiness.model.text import Text
from readiness.probes.http.facts import Endpoint, Sample, Seen
from readiness.probes.http.settings import PlainRule
from readiness.probes.http.words import finding, short

_MAX_AGE = re.compile(r'max-age\s*=\s*(?:"([0-9]{1,12})"|([0-9]{1,12}))')


def plain_findings(rule: PlainRule, seen: Seen) -> Iterator[Finding]:
    """The endpoint is https, its plain address leads there at once, and its answer carries HSTS for long enough."""
    endpoint = seen.endpoint
    if urlsplit(endpoint.url.reveal()).scheme != "https":
        message = Text("It is listed without encryption", "清单中的地址未加密")
        yield finding(endpoint, "https", "http", message)
        return
    if seen.plain is not None:
        yield from _redirect(rule, endpoint, seen.plain)
    answered = [sample for sample in seen.samples if sample.failure is None]
    if answered:
        yield from _hsts(rule, endpoint, answered[-1])


def hsts_seconds(header: str) -> Decimal | None:
    """The max-age of a Strict-Transport-Security header. A browser reads the first header of that name only, and none
    in which a directive stands twice; None where there is nothing that it would keep."""
    directives = [part.strip().lower() for part in header.partition(",")[0].split(";") if part.strip()]
    names = [directive.partition("=")[0].strip() for directive in directives]
    found = [match for directive in directives if (match := _MAX_AGE.fullmatch(directive))]
    if len(found) != 1 or len(set(names)) != len(names):
        return None
    return Decimal(found[0][1] or found[0][2])


def _redirect(rule: PlainRule, endpoint: Endpoint, plain: Sample) -> Iterator[Finding]:
    wanted = f"HTTP {', '.join(map(str, rule.status))}"
    there = f"https://{urlsplit(endpoint.url.reveal()).netloc.rpartition('@')[2]}"
    required = Text(f"{plain.url} leads at once to {there} ({wanted})", f"{plain.url} 直接跳转到 {there}（{wanted}）")
    if plain.failure is not None:
        message = Text("Its plain http address does not answer", "其 http 地址没有应答")
        observed = plain.failure.words
        yield finding(endpoint, required, observed, after_tries(message, plain.tries, plain.held_back))
        return
    location = plain.headers.get("location", "")
    if plain.status not in rule.status or not _leads_to(endpoint, plain.url, location):
        to = f" -> {short(location)}" if location else ""
        message = Text(
            "Who comes by plain http is not led to https at once",
            "通过 http 访问时未直接跳转到 https",
        )
        yield finding(endpoint, required, f"HTTP {plain.status}{to}", message)


def _leads_to(endpoint: Endpoint, plain: str, location: str) -> bool:
    """Whether the redirect ends at the endpoint's own origin; a Location that is no URL leads nowhere."""
    asked = urlsplit(endpoint.url.reveal())
    try:
        target = urlsplit(urljoin(plain, location))
        return bool(location) and (target.scheme, target.hostname, target.port or 443) == (
            "https",
            asked.hostname,
            asked.port or 443,
        )
    except ValueError:
        return False


def _hsts(rule: PlainRule, endpoint: Endpoint, sample: Sample) -> Iterator[Finding]:
    least = Decimal(int(rule.min_hsts.total_seconds()))
    header = sample.headers.get("strict-transport-security")
    seconds = None if header is None else hsts_seconds(header)
    if seconds is not None and seconds >= least:
        return
    days = tell_duration(rule.min_hsts)
    yield finding(
        endpoint,
        Text(
            f"Strict-Transport-Security: max-age >= {least} ({days.en})",
            f"Strict-Transport-Security: max-age >= {least}（{days.zh}）",
        ),
        Text("no Strict-Transport-Security", "没有 Strict-Transport-Security") if header is None else short(header),
        Text("Browsers are not told to keep to https (HSTS)", "未要求浏览器只使用 https（HSTS）"),
    )
