"""Judging one answer: status, where it came from, what it says. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from readiness.evidence.extract import ABSENT
from readiness.evidence.web_answers import after_tries
from readiness.model.finding import Finding, FindingKind
from readiness.model.text import Text
from readiness.probes.fields import parse_yes_no
from readiness.probes.http.facts import Endpoint, JsonSeen, Sample
from readiness.probes.http.settings import HeaderRule, JsonRule, Settings
from readiness.probes.http.words import finding, short

RELEASE = "{release}"
"""What stands for the campaign's release where a JSON value must equal it."""
_NO_BODY = frozenset({204, 304})
_LOGIN_SEGMENTS = frozenset({"login", "log-in", "signin", "sign-in", "logon", "sso", "passport", "oauth"})
_ENDING = re.compile(r"\.[a-z]{2,5}$")


def content_findings(settings: Settings, endpoint: Endpoint, sample: Sample, release: str) -> Iterator[Finding]:
    """Everything that is wrong with one answer. A failure or a wrong status stands alone: the rest follows from it."""
    if sample.failure is not None:
        answer = Text("an answer", "正常应答")
        words = sample.failure.words
        message = Text(f"No answer: {words.en}", f"没有应答：{words.zh}")
        yield finding(endpoint, answer, words, after_tries(message, sample.tries, sample.held_back))
        return
    if sample.status not in endpoint.status:
        expected = ", ".join(map(str, endpoint.status))
        message = after_tries(
            Text(f"It answers with status {sample.status}", f"应答状态码为 {sample.status}"),
            sample.tries,
            sample.held_back,
        )
        yield finding(endpoint, f"HTTP {expected}", f"HTTP {sample.status}", message)
        return
    yield from _place(settings, endpoint, sample)
    yield from _size(settings, endpoint, sample)
    yield from _said(endpoint, sample)
    for seen in sample.json:
        yield from _json(endpoint, seen, release)
    for name, rule in (settings.headers or {}).items():
        yield from _header(endpoint, name, rule, sample.headers.get(name.lower()))


def host_of(url: str) -> str:
    return (urlsplit(url).hostname or "").lower()


def _place(settings: Settings, endpoint: Endpoint, sample: Sample) -> Iterator[Finding]:
    asked, final = urlsplit(sample.url), urlsplit(sample.final_url)
    allowed = tuple(host.lower() for host in settings.final_hosts or ())
    if not allowed and settings.same_host:
        allowed = (host_of(sample.url),)
    if allowed and host_of(sample.final_url) not in allowed:
        yield finding(endpoint, f"host {', '.join(allowed)}", f"host {host_of(sample.final_url)}", _ELSEWHERE)
    if endpoint.final_url is not None and not _same_url(endpoint.final_url, sample.final_url):
        yield finding(endpoint, endpoint.final_url, short(sample.final_url), _ELSEWHERE)
    if settings.https and sample.in_clear:
        yield _unencrypted(endpoint, asked.scheme, final.scheme)
    if (
        not settings.allow_login_page
        and asked.path != final.path
        and _is_login(final.path)
        and not _is_login(asked.path)
    ):
        yield finding(
            endpoint,
            Text("the page itself", "页面本身"),
            Text(f"a login page: {short(sample.final_url)}", f"登录页：{short(sample.final_url)}"),
            Text("It leads to a login page instead", "访问后被转到登录页"),
        )


def _unencrypted(endpoint: Endpoint, *ends: str) -> Finding:
    if "http" in ends:
        return finding(endpoint, "https", "http", Text("It is served without encryption", "未使用加密连接（https）"))
    observed = Text("a redirect by http", "跳转途中经过 http")
    message = Text("A redirect on the way leads through plain http", "跳转途中经过未加密的 http 地址")
    return finding(endpoint, "https", observed, message)


def _same_url(expected: str, final: str) -> bool:
    """A whole URL, or a path with its query on whatever host."""
    if expected.startswith("/"):
        parts = urlsplit(final)
        final = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return expected == final


def _is_login(path: str) -> bool:
    return any(_ENDING.sub("", part.lower()) in _LOGIN_SEGMENTS for part in path.split("/"))


def _size(settings: Settings, endpoint: Endpoint, sample: Sample) -> Iterator[Finding]:
    if endpoint.method == "HEAD" or sample.status in _NO_BODY:
        return
    seen = Text(f"more than {sample.size:,} bytes", f"超过 {sample.size:,} 字节") if sample.cut else _bytes(sample.size)
    if sample.size < endpoint.min_bytes:
        empty = Text("The answer is empty", "应答内容为空")
        small = Text("The answer is smaller than the real one can be", "应答小于真实内容应有的大小")
        required = Text(f">= {endpoint.min_bytes:,} bytes", f">= {endpoint.min_bytes:,} 字节")
        yield finding(endpoint, required, seen, small if sample.size else empty)
    if settings.max_bytes is not None and (sample.size > settings.max_bytes or sample.cut):
        required = Text(f"<= {settings.max_bytes:,} bytes", f"<= {settings.max_bytes:,} 字节")
        yield finding(endpoint, required, seen, Text("The answer is too large", "应答过大"))


def _bytes(size: int) -> Text:
    return Text(f"{size:,} bytes", f"{size:,} 字节")


def _said(endpoint: Endpoint, sample: Sample) -> Iterator[Finding]:
    for word in sample.lacks:
        required = Text(f"shows “{short(word)}”", f"包含“{short(word)}”")
        yield finding(endpoint, required, _NOT_SHOWN, Text("Required text is not on the page", "缺少必须出现的文字"))
    for group in sample.lacks_all:
        named = short(" | ".join(group))
        required = Text(f"shows one of: {named}", f"至少包含其中之一：{named}")
        yield finding(endpoint, required, _NOT_SHOWN, Text("Required text is not on the page", "缺少必须出现的文字"))
    if sample.shows:
        named, named_zh = ", ".join(map(_quoted, sample.shows)), "、".join(map(_quoted, sample.shows))
        message = Text(
            f"It answers, but shows {named}: probably not the real page",
            f"虽有应答，但出现了{named_zh}，可能不是真实页面",
        )
        required, shown = Text(f"does not show {named}", f"不含{named_zh}"), Text(f"shows {named}", f"出现了{named_zh}")
        yield finding(endpoint, required, shown, message)


def _quoted(words: str) -> str:
    return f"“{short(words)}”"


def _header(endpoint: Endpoint, name: str, rule: HeaderRule, value: str | None) -> Iterator[Finding]:
    observed = Text("no such header", "没有该响应头") if value is None else Text.same(short(value))
    held = (value or "").strip().lower()
    if rule.absent:
        good, required = value is None, Text(f"no {name}", f"没有 {name}")
    elif rule.equals is not None:
        good, required = value is not None and held == rule.equals.strip().lower(), Text.same(f"{name}: {rule.equals}")
    else:
        part = str(rule.contains)
        good = value is not None and part.lower() in held
        required = Text(f"{name} with “{part}”", f"{name} 包含“{part}”")
    if not good:
        yield finding(endpoint, required, observed, Text(f"The header {name} is wrong", f"响应头 {name} 不符合要求"))


def _json(endpoint: Endpoint, seen: JsonSeen, release: str) -> Iterator[Finding]:
    rule = seen.rule
    message = Text(f"The value at {rule.path} is not as required", f"{rule.path} 的值不符合要求")
    if seen.problem is not None:
        required = Text(f"a value at {rule.path}", f"{rule.path} 处有值")
        yield finding(endpoint, required, seen.problem, message, FindingKind.UNREADABLE)
        return
    for required_words, good in _json_asks(rule, seen.value, release):
        if not good:
            yield finding(endpoint, f"{rule.path} {required_words}", _say_value(seen.value), message)


def _json_asks(rule: JsonRule, value: Any, release: str) -> Iterator[tuple[str, bool]]:
    """Each requirement of a rule in words, and whether the value meets it. An absent or mistyped value meets none."""
    number = _number(value)
    if rule.equals == RELEASE:  # as text only: 4.10 and 4.1 are one number and two releases
        yield f"= {release}", isinstance(value, str) and value == release
    elif rule.equals is not None:
        yield f"= {rule.equals}", _equals(value, rule.equals)
    if rule.at_least is not None:
        yield f">= {rule.at_least}", number is not None and number >= rule.at_least
    if rule.at_most is not None:
        yield f"<= {rule.at_most}", number is not None and number <= rule.at_most
    if rule.not_empty:
        filled = bool(value.strip()) if isinstance(value, str) else value not in ([], {})
        yield "not empty", value is not ABSENT and filled


def _number(value: Any) -> Decimal | None:
    """The exact number, or None for anything else: `true` is no 1, "12" is no 12, infinity is no number."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    number = Decimal(value)
    return number if number.is_finite() else None


def _equals(value: Any, expected: str) -> bool:
    match value:
        case bool():
            try:
                return value is parse_yes_no(expected)
            except ValueError:
                return False
        case int() | Decimal():
            try:
                return Decimal(value) == Decimal(expected.strip().replace("_", "?"))
            except ArithmeticError:
                return False
        case str():
            return value == expected
        case _:
            return False


def _say_value(value: Any) -> Text:
    match value:
        case _ if value is ABSENT:
            return Text("nothing there", "该处没有值")
        case bool():
            return Text.same("true" if value else "false")
        case str():
            return Text(f"text “{short(value)}”", f"文本“{short(value)}”")
        case int() | Decimal():
            return Text.same(f"{value}")
        case list():
            return Text(f"a list of {len(value)}", f"含 {len(value)} 项的列表")
        case _:
            return Text("an object", "一个对象")


_ELSEWHERE = Text("It ends at another address than it must", "最终到达的地址不符合要求")
_NOT_SHOWN = Text("not shown", "未出现")
