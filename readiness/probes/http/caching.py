"""Judging what caches may keep and what they have kept (RFC 9111). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal

from readiness.model.finding import Finding, FindingKind
from readiness.model.moments import tell_duration
from readiness.model.text import Text
from readiness.probes.http.facts import Endpoint, Sample, Seen
from readiness.probes.http.settings import CacheRule, Settings
from readiness.probes.http.words import finding, short

_SECONDS = re.compile(r'"?([0-9]{1,12})"?')
_HIT_HEADERS = ("x-cache", "cf-cache-status", "x-cache-status", "x-cache-lookup", "x-swift-cachetime")
_TELLS_APART = frozenset({"cookie", "authorization", "*"})
_HIT = re.compile(r"\bhit\b", re.IGNORECASE)


def cache_findings(settings: Settings, seen: Seen) -> Iterator[Finding]:
    """Without a cache rule: an answer older than `max_age` is stale. With one: what it asks. As with content, the first
    answer that is wrong speaks for all: each may come from another node."""
    good = [sample for sample in seen.samples if sample.failure is None]
    if not good:
        return
    rule = settings.cache
    for sample in good:
        wrong = list(
            _stale(settings.max_age, seen.endpoint, sample) if rule is None else _policy(rule, seen.endpoint, sample)
        )
        if wrong:
            yield from wrong
            break
    if rule is not None and (rule.hit or rule.min_max_age is not None):
        yield from _personal(seen.endpoint, good)
    last = good[-1]
    if rule is not None and rule.hit and (len(good) < len(seen.samples) or len(good) == 1 or not was_hit(last.headers)):
        yield finding(
            seen.endpoint,
            Text(
                "the second answer from a cache (X-Cache: HIT, or Age > 0)",
                "第二次应答来自缓存（X-Cache: HIT 或 Age > 0）",
            ),
            _cache_headers(last.headers),
            Text("The CDN does not serve it from its cache", "CDN 没有从缓存返回"),
        )


def was_hit(headers: Mapping[str, str]) -> bool:
    """Whether a cache says that it gave the answer."""
    return any(_HIT.search(headers.get(name, "")) for name in _HIT_HEADERS) or (age_of(headers) or 0) > 0


def age_of(headers: Mapping[str, str]) -> int | None:
    """Seconds since the origin made the answer, as a cache says it; of several caches on the way, the most. None where
    none says it, or one of them can't be read."""
    ages = [_seconds(value.strip()) for value in headers.get("age", "").split(",")]
    known = [int(age) for age in ages if age is not None]
    return max(known) if len(known) == len(ages) else None


def _stale(max_age: timedelta, endpoint: Endpoint, sample: Sample) -> Iterator[Finding]:
    age = age_of(sample.headers)
    if age is not None and age > max_age.total_seconds():
        limit, old = tell_duration(max_age), tell_duration(timedelta(seconds=age))
        yield finding(
            endpoint,
            Text(f"at most {limit.en} old", f"不早于 {limit.zh}前"),
            Text(f"{old.en} old, from a cache", f"来自缓存，{old.zh}前"),
            Text("The answer is an old one from a cache", "应答是缓存中的旧内容"),
            FindingKind.STALE,
        )
    elif age is None and "age" in sample.headers:
        yield finding(
            endpoint,
            Text("an Age in seconds", "以秒为单位的 Age"),
            Text.same(f"Age {short(sample.headers['age'])}"),
            Text("How old the answer is can't be read", "无法读出应答的生成时间"),
            FindingKind.UNREADABLE,
        )


def _policy(rule: CacheRule, endpoint: Endpoint, sample: Sample) -> Iterator[Finding]:
    directives = _directives(sample.headers.get("cache-control", ""))
    never = "no-store" in directives or "no-cache" in directives
    ages = [_seconds(value) for name, value in directives.items() if name in ("max-age", "s-maxage")]
    known = [age for age in ages if age is not None]
    whole = len(known) == len(ages) and bool(ages)
    control = sample.headers.get("cache-control")
    observed = Text("no Cache-Control", "没有 Cache-Control") if control is None else Text.same(short(control))
    if rule.min_max_age is not None:
        least = Decimal(int(rule.min_max_age.total_seconds()))
        if never or "private" in directives or not whole or min(known) < least:
            required = Text.same(f"Cache-Control: max-age >= {least}")
            yield finding(
                endpoint, required, observed, Text("Caches may not keep it long enough", "允许缓存的时间过短")
            )
    if rule.max_max_age is not None:
        most = Decimal(int(rule.max_max_age.total_seconds()))
        if not never and (not whole or max(known) > most):
            required = Text(
                f"Cache-Control: no-store or max-age <= {most}", f"Cache-Control: no-store 或 max-age <= {most}"
            )
            message = Text("Caches may keep it, so customers may see old values", "允许缓存，顾客可能看到过期数据")
            yield finding(endpoint, required, observed, message)
        yield from _kept(most, endpoint, sample.headers, asked_for=rule.hit)


def _kept(most: Decimal, endpoint: Endpoint, headers: Mapping[str, str], *, asked_for: bool) -> Iterator[Finding]:
    """Whatever Cache-Control says, a cache may have its own rule: an answer that it gave must say a young age (nginx
    gives none), unless the check wants a hit."""
    age = age_of(headers)
    if age is not None and age > most:
        message = Text("A cache gave an old answer", "缓存返回了旧内容")
        yield finding(endpoint, f"Age <= {most}", f"Age {age}", message, FindingKind.STALE)
    elif age is None and ("age" in headers or (was_hit(headers) and not asked_for)):
        required = Text(f"not from a cache, or Age <= {most}", f"不来自缓存，或 Age <= {most}")
        message = Text("A cache gave it and does not say how old it is", "应答来自缓存，且未说明其生成时间")
        yield finding(endpoint, required, _cache_headers(headers), message, FindingKind.STALE)


def _personal(endpoint: Endpoint, samples: Sequence[Sample]) -> Iterator[Finding]:
    """What a shared cache is to keep is the same for everybody (RFC 9111, 7.3): no cookie is given out with it, and the
    answer depends on nobody's. One finding: what is mended is the answer as a whole."""
    for sample in samples:
        found = _personal_headers(sample.headers)
        if found:
            yield finding(
                endpoint,
                Text(
                    "no Set-Cookie, private, or Vary on what tells customers apart",
                    "没有 Set-Cookie、private，Vary 中没有区分顾客的请求头",
                ),
                short("; ".join(found)),
                Text("A cache would keep one customer's answer for all", "缓存会把某位顾客的应答发给所有人"),
            )
            return


def _personal_headers(headers: Mapping[str, str]) -> list[str]:
    found = ["Set-Cookie"] if "set-cookie" in headers else []  # its value may be a session
    if "private" in _directives(headers.get("cache-control", "")):
        found.append(f"Cache-Control: {headers['cache-control']}")
    varies = {name.strip().lower() for name in headers.get("vary", "").split(",")}
    if varies & _TELLS_APART:
        found.append(f"Vary: {headers['vary']}")
    return found


def _directives(header: str) -> dict[str, str]:
    """The directives by name in lower case; one that stands twice with different values is kept as unreadable."""
    found: dict[str, str] = {}
    for part in header.split(","):
        name, _, value = (piece.strip().lower() for piece in part.partition("="))
        if name:
            found[name] = value if found.get(name, value) == value else "twice"
    return found


def _seconds(value: str) -> Decimal | None:
    match = _SECONDS.fullmatch(value)
    return Decimal(match[1]) if match else None


def _cache_headers(headers: Mapping[str, str]) -> Text:
    found = [f"{name}: {headers[name]}" for name in (*_HIT_HEADERS, "age") if name in headers]
    return Text.same(short("; ".join(found))) if found else Text("no header of a cache", "没有缓存相关的响应头")
