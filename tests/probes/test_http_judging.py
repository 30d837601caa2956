"""Judging of the `http` kind without a server: tables of what was seen and what is made of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from readiness.evidence.web_answers import USER_AGENT, Failure, FailureKind, WebAnswer
from readiness.evidence.web_retrying import Tried
from readiness.model.finding import FindingKind, Judgement
from readiness.model.secret import Secret
from readiness.model.text import Text
from readiness.probes.http.asking import sample_of
from readiness.probes.http.facts import Endpoint, HttpFacts, Sample, Seen
from readiness.probes.http.judging import judge_http
from readiness.probes.http.settings import JsonRule, Settings
from readiness.probes.http.timing import percentile
from tests.probes.web_world import NOW, SITUATION, messages

_URL = "https://shop.example/618"
_ENDPOINT = Endpoint(
    subject="home",
    url=Secret(_URL, _URL),
    where="list.csv, row 2",
    method="GET",
    user_agent=USER_AGENT,
    status=(200,),
    contains=(),
    contains_any=(),
    not_contains=(),
    json=(),
    limit=None,
    final_url=None,
    min_bytes=1,
)
_SAMPLE = Sample(_URL, _URL, 0.1, status=200, size=100)


def _settings(**more: Any) -> Settings:
    return Settings.model_validate({"endpoints": "pages", **more})


def _judge(settings: Settings, *seen: Seen) -> Judgement:
    return judge_http(settings, HttpFacts(seen, (), NOW), SITUATION)


def _judge_sample(settings: Settings, **changed: Any) -> list[str]:
    return messages(_judge(settings, Seen(_ENDPOINT, (replace(_SAMPLE, **changed),))))


def _timed(limit_ms: int, *seconds: float) -> Seen:
    endpoint = replace(_ENDPOINT, limit=timedelta(milliseconds=limit_ms))
    return Seen(endpoint, tuple(replace(_SAMPLE, seconds=each) for each in seconds))


@pytest.mark.parametrize(
    ("seconds", "late"),
    [((0.8,), False), ((0.800001,), True), ((0.1, 0.1, 0.8), False), ((0.1, 0.1, 0.9), True), ((0.7999999,), False)],
)
def test_exactly_the_limit_is_in_time(seconds: tuple[float, ...], late: bool) -> None:
    """False-GO 14: 800 ms holds at exactly 0.8 s and not a microsecond later."""
    assert bool(_judge(_settings(), _timed(800, *seconds)).findings) is late


def test_a_value_over_the_limit_never_looks_like_the_limit() -> None:
    """800.001 ms is shown rounded up, so that required and observed differ."""
    (found,) = _judge(_settings(), _timed(800, 0.800001)).findings
    assert found.observed.en == "801 ms"


@pytest.mark.parametrize(
    ("count", "rank", "expected"),
    [(1, 95, 1), (3, 95, 3), (20, 95, 19), (100, 95, 95), (4, 50, 2), (5, 50, 3), (9, 1, 1)],
)
def test_the_percentile_is_the_nearest_rank(count: int, rank: int, expected: int) -> None:
    """The smallest value that at least so many per cent of all do not exceed, by hand."""
    assert percentile([Decimal(n) for n in range(count, 0, -1)], rank) == expected


def test_time_is_not_judged_where_an_answer_failed() -> None:
    """False-GO 9: a failed sample is a finding of its own; the others' times make no pass."""
    seen = _timed(800, 0.1, 0.1)
    failure = Failure(FailureKind.TIMEOUT, Text("no whole answer in time", "超时"))
    broken = replace(seen, samples=(*seen.samples, replace(_SAMPLE, failure=failure)))
    assert messages(_judge(_settings(), broken)) == ["home: an answer / no whole answer in time"]


def _json_findings(rule: dict[str, Any], body: str) -> list[str]:
    endpoint = replace(_ENDPOINT, json=(JsonRule.model_validate(rule),))
    answer = WebAnswer(_URL, _URL, 0.1, status=200, body=body.encode())
    return messages(_judge(_settings(), Seen(endpoint, (sample_of(endpoint, Tried(answer, 1)),))))


@pytest.mark.parametrize(
    ("rule", "body"),
    [
        ({"at_most": "10"}, "{}"),
        ({"at_least": "0"}, '{"n": null}'),
        ({"at_least": "0"}, '{"n": "5"}'),
        ({"at_least": "1"}, '{"n": true}'),
        ({"at_least": "0"}, '{"n": [5]}'),
        ({"at_least": "1.2"}, '{"n": 1.1999999999999999999}'),
        ({"equals": "0"}, "{}"),
        ({"equals": "ok"}, '{"n": "OK"}'),
        ({"equals": "yes"}, '{"n": false}'),
        ({"equals": "5"}, '{"n": {"n": 5}}'),
        ({"not_empty": "yes"}, '{"n": "  "}'),
        ({"not_empty": "yes"}, '{"n": []}'),
        ({"not_empty": "yes"}, '{"n": null}'),
        ({"at_least": "1"}, "<html>welcome</html>"),
        ({"at_least": "1"}, '{"n": NaN}'),
        ({"at_least": "1", "at_most": "2"}, '{"n": 3}'),
    ],
)
def test_a_json_value_that_is_absent_or_wrong_is_a_finding(rule: dict[str, str], body: str) -> None:
    """False-GO 10, 11, 14: absent, null, mistyped, not finite or just below is a finding, never 0 or a pass."""
    assert len(_json_findings({"path": "n", **rule}, body)) == 1


@pytest.mark.parametrize(
    ("rule", "body"),
    [
        ({"at_least": "1.2"}, '{"n": 1.2}'),
        ({"at_most": "0"}, '{"n": 0}'),
        ({"equals": "ok"}, '{"n": "ok"}'),
        ({"equals": "yes"}, '{"n": true}'),
        ({"equals": "5.0"}, '{"n": 5}'),
        ({"not_empty": "yes"}, '{"n": [0]}'),
        ({"not_empty": "yes"}, '{"n": 0}'),
        ({"at_least": "1", "at_most": "2"}, '\ufeff{"n": 2}'),
    ],
)
def test_a_json_value_that_is_right_passes(rule: dict[str, str], body: str) -> None:
    """Exactly at the limit holds; a byte order mark does not matter."""
    assert _json_findings({"path": "n", **rule}, body) == []


def test_a_json_finding_shows_path_limit_and_value() -> None:
    """Required and observed stand side by side."""
    assert _json_findings({"path": "n", "at_least": "100"}, '{"n": 99}') == ["home: n >= 100 / 99"]
    assert _json_findings({"path": "n", "at_least": "100"}, "{}") == ["home: n >= 100 / nothing there"]


@pytest.mark.parametrize(
    ("rule", "value", "good"),
    [
        ("no-store", "No-Store", True),
        ("no-store", None, False),
        ("no-store", "no-store, private", False),
        ({"contains": "no-store"}, "private, No-Store", True),
        ({"contains": "no-store"}, None, False),
        ({"absent": "yes"}, None, True),
        ({"absent": "yes"}, "", False),
    ],
)
def test_headers_are_judged_by_name_in_any_case(rule: Any, value: str | None, good: bool) -> None:
    """A header that must be there and is not is a finding."""
    headers = {} if value is None else {"cache-control": value}
    assert (_judge_sample(_settings(headers={"Cache-Control": rule}), headers=headers) == []) is good


@pytest.mark.parametrize(
    ("control", "good"),
    [
        ("max-age=3600", True),
        ("public, max-age=3600, s-maxage=7200", True),
        ("max-age=3599", False),
        ("max-age=7200, s-maxage=60", False),
        ("max-age=7200, no-store", False),
        ("private, max-age=7200", False),
        ("max-age=abc", False),
        ("max-age=7200, s-maxage=abc", False),
        ("max-age=7200, max-age=1", False),
        ("max-age=-7200", False),
        ("public", False),
        (None, False),
    ],
)
def test_assets_must_be_kept_long_enough(control: str | None, good: bool) -> None:
    """Exactly 3600 s holds; what can't be read, or one of two values too low, does not."""
    headers = {} if control is None else {"cache-control": control}
    assert (_judge_sample(_settings(cache={"min_max_age": "3600s"}), headers=headers) == []) is good


@pytest.mark.parametrize(
    ("headers", "good"),
    [
        ({"cache-control": "no-store"}, True),
        ({"cache-control": "max-age=5"}, True),
        ({"cache-control": "max-age=6"}, False),
        ({"cache-control": "max-age=1, s-maxage=60"}, False),
        ({"cache-control": "private"}, False),
        ({}, False),
        ({"cache-control": "no-store", "age": "30"}, False),
        ({"cache-control": "no-store", "age": "5"}, True),
        ({"cache-control": "no-store", "age": "30, 0"}, False),
        ({"cache-control": "no-store", "age": "young"}, False),
        ({"cache-control": "no-store", "x-cache": "HIT"}, False),
        ({"cache-control": "max-age=5", "x-cache": "HIT"}, False),
        ({"cache-control": "max-age=5", "x-cache": "HIT", "age": "5"}, True),
        ({"cache-control": "no-store", "x-cache": "MISS"}, True),
    ],
)
def test_prices_and_stock_must_not_be_kept(headers: dict[str, str], good: bool) -> None:
    """False-GO 24: no-store or at most 5 s, and no old answer all the same, nor one whose age no one tells."""
    assert (_judge_sample(_settings(cache={"max_max_age": "5s"}), headers=headers) == []) is good


@pytest.mark.parametrize(
    ("age", "kinds"),
    [
        ("3600", []),
        ("60, 3600", []),
        ("3601, 0", [FindingKind.STALE]),
        ("0, 3601", [FindingKind.STALE]),
        ("young", [FindingKind.UNREADABLE]),
        ("-5", [FindingKind.UNREADABLE]),
        ("60, ", [FindingKind.UNREADABLE]),
        ("", [FindingKind.UNREADABLE]),
    ],
)
def test_the_oldest_of_several_ages_counts(age: str, kinds: list[FindingKind]) -> None:
    """False-GO 11, 29: each cache on the way may say an age; the oldest counts, and one that can't be read is told."""
    judged = _judge(_settings(), Seen(_ENDPOINT, (replace(_SAMPLE, headers={"age": age}),)))
    assert [finding.kind for finding in judged.findings] == kinds


@pytest.mark.parametrize("settings", [{}, {"cache": {"max_max_age": "1h"}}], ids=["plain", "rule"])
def test_an_old_answer_among_several_is_a_finding(settings: dict[str, Any]) -> None:
    """False-GO 22, 29: an old answer counts wherever it stands among the samples."""
    old, young = (replace(_SAMPLE, headers={"cache-control": "no-store", "age": age}) for age in ("3601", "0"))
    for samples in ((old, young), (young, old)):
        judged = _judge(_settings(**settings), Seen(_ENDPOINT, samples))
        assert [finding.kind for finding in judged.findings] == [FindingKind.STALE]


def _links(*urls: str, **query: Any) -> list[str]:
    rule = {"required": ["utm_source", "utm_campaign"], "equals": {"utm_campaign": "{campaign.id}"}, **query}
    seen = [
        Seen(replace(_ENDPOINT, subject=f"link {n}", url=Secret(url, url)), (replace(_SAMPLE, url=url, final_url=url),))
        for n, url in enumerate(urls, start=1)
    ]
    return messages(_judge(_settings(query=rule), *seen))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("utm_source=wechat&utm_campaign=2026-618", []),
        ("utm_campaign=2026-618", ["utm_source=... / no utm_source"]),
        ("utm_source=&utm_campaign=2026-618", ["utm_source=... / utm_source="]),
        ("utm_source=WeChat&utm_campaign=2026-618", ["utm_source in lower case / utm_source=WeChat"]),
        ("utm_source=wechat&utm_campaign=2025-618", ["utm_campaign=2026-618 / utm_campaign=2025-618"]),
        (
            "utm_source=a&utm_source=b&utm_campaign=2026-618",
            ["utm_source once / utm_source=a & utm_source=b"],
        ),
    ],
)
def test_each_link_carries_its_tags(query: str, found: list[str]) -> None:
    """Each required tag once, not empty, in lower case, and the campaign's own id."""
    assert _links(f"https://shop.example/?{query}") == [f"link 1: {line}" for line in found]


def test_no_two_links_carry_the_same_tags() -> None:
    """Two links that can't be told apart are a finding that names the first."""
    same = "utm_source=wechat&utm_campaign=2026-618"
    found = _links(f"https://shop.example/a?{same}", f"https://shop.example/b?{same}")
    assert len(found) == 1
    assert "as link 1" in found[0]
    assert _links(f"https://shop.example/a?{same}", f"https://shop.example/b?{same}", unique="no") == []


def test_too_few_endpoints_are_a_finding() -> None:
    """False-GO 5: a list that shrank below `at_least` does not pass."""
    seen = Seen(_ENDPOINT, (_SAMPLE,))
    assert messages(_judge(_settings(at_least=2), seen)) == ["pages: >= 2 endpoints / 1 endpoints"]
    assert _judge(_settings(at_least=1), seen).findings == ()


def test_no_endpoint_at_all_is_a_finding() -> None:
    """False-GO 5: `all([])` is no pass."""
    assert len(_judge(_settings()).findings) == 1


@pytest.mark.parametrize(
    ("final", "good"),
    [("https://shop.example/618?x=1", True), ("/618?x=1", True), ("/618", False), ("/619?x=1", False)],
)
def test_the_final_url_is_compared_whole_or_by_path(final: str, good: bool) -> None:
    """`final_url` of a row: a whole URL, or a path with its query."""
    seen = Seen(replace(_ENDPOINT, final_url=final), (replace(_SAMPLE, final_url="https://shop.example/618?x=1"),))
    assert (_judge(_settings(), seen).findings == ()) is good


def test_a_size_over_the_limit_is_a_finding() -> None:
    """Exactly `max_bytes` holds; one byte more, or a body that went on, does not."""
    settings = _settings(max_bytes="500 KB")
    assert _judge_sample(settings, size=500_000) == []
    assert _judge_sample(settings, size=500_001) == ["home: <= 500,000 bytes / 500,001 bytes"]


def test_every_finding_speaks_both_languages() -> None:
    """No finding leaves the Chinese reader without words."""
    failure = Failure(FailureKind.REFUSED, Text("refused", "被拒绝"))
    settings = _settings(
        headers={"X-A": "b"}, cache={"min_max_age": "1h", "hit": "yes"}, query={"required": ["utm_source"]}, at_least=5
    )
    wrong = replace(_SAMPLE, lacks=("大促",), shows=("系统维护",), lacks_all=(("a", "b"),), size=0)
    judgement = _judge(settings, Seen(_ENDPOINT, (wrong,)), Seen(_ENDPOINT, (replace(_SAMPLE, failure=failure),)))
    assert len(judgement.findings) > 8
    for finding in judgement.findings:
        assert any("\u4e00" <= letter <= "\u9fff" for letter in finding.message.zh), finding


@pytest.mark.parametrize(
    "less", [{"limit": timedelta(seconds=5)}, {"limit": None}, {"status": (200, 503)}, {"min_bytes": 0}]
)
def test_a_row_that_asks_less_than_the_check_is_told(less: dict[str, Any]) -> None:
    """False-GO 38: a list may set its own expectations, but a limit that it raises leaves a trace."""
    settings = _settings(max_time="800ms")
    usual = replace(_ENDPOINT, limit=timedelta(milliseconds=800))

    def told(endpoint: Endpoint) -> list[str]:
        judged = _judge(settings, Seen(endpoint, (_SAMPLE,) * 3))
        return [note.en for note in judged.notes if "ask less" in note.en]

    assert told(usual) == []
    assert told(replace(usual, limit=timedelta(milliseconds=500))) == []
    assert len(told(replace(usual, **less))) == 1
