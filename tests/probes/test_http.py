"""Kind `http`, end to end against real servers: what it asks, and what it makes of the answers."""

from __future__ import annotations

import itertools
import ssl
import time
from datetime import timedelta
from pathlib import Path

import pytest
import trustme

from readiness.model.campaign import Host
from readiness.model.errors import CannotJudge, NotSupplied
from readiness.model.finding import FindingKind
from readiness.model.location import Location
from readiness.probes import http
from readiness.probes.kind import Kind
from tests.evidence.servers import Asked, Reply, Route, closed_port, serve
from tests.probes.web_world import NOW, WebWorld, messages


def test_the_module_is_a_kind() -> None:
    """The module fits the protocol that the registry expects."""
    assert isinstance(http, Kind)


def test_healthy_pages_pass_and_all_are_counted() -> None:
    """Pages that answer 200 with the required text give no finding, and every one is examined."""
    with serve({"/618": Reply("618 大促 开抢"), "/api": Reply('{"ok": true}')}) as site:
        world = WebWorld(lists={"pages": "url,name,contains\n/618,活动主页,大促\n/api,接口,ok\n"}, base=site.base)
        judgement = world.judge(max_time="5s")
    assert judgement.findings == ()
    assert (judgement.examined.count, judgement.examined.unit) == (2, "endpoints")


def test_a_pass_holds_only_for_max_age() -> None:
    """False-GO 33: live answers stop counting after `max_age`."""
    with serve({"/": Reply()}) as site:
        judgement = WebWorld(urls={"shop": site.url("/")}).judge(max_age="30m")
    assert judgement.holds_until == NOW + timedelta(minutes=30)


def test_live_answers_are_noted_as_evidence() -> None:
    """False-GO 32: the record says that a live source was asked, as the file names it."""
    with serve({"/": Reply()}) as site:
        world = WebWorld(urls={"shop": site.url("/")}, lists={"pages": "url\n/\n"}, base=site.base)
        world.judge()
    assert world.noted == [("shop", site.url("/")), ("pages (answers)", "1 URLs of list.csv")]


@pytest.mark.parametrize(
    "page",
    [
        "<h1>系统维护中</h1>",
        "<h1>SITE UNDER MAINTENANCE</h1>",
        "<p>Please log in to continue</p>",
        "<p>请登录后继续操作</p>",
        "<h1>Page not found</h1>",
        "<h1>System Maintenance</h1>",
        "<h1>系统升级中</h1>",
        "<h1>Internal Server Error</h1>",
    ],
)
def test_a_stand_in_page_with_status_200_is_a_finding(page: str) -> None:
    """False-GO 24: a maintenance, login or error page that says 200 does not pass, without any setting."""
    with serve({"/": Reply(page)}) as site:
        judgement = WebWorld(urls={"shop": site.url("/")}).judge()
    assert len(judgement.findings) >= 1
    assert "shows" in judgement.findings[0].observed.en


def test_an_emergency_page_may_speak_of_maintenance() -> None:
    """Where the page itself is the stand-in, its words are allowed by name."""
    with serve({"/": Reply("抱歉,系统维护中,客服热线 400-000-0000")}) as site:
        world = WebWorld(urls={"page": site.url("/")})
        assert world.judge(allow_stand_in="yes", contains_any=[["抱歉", "sorry"], ["热线"]]).findings == ()
        lacking = world.judge(allow_stand_in="yes", contains_any=[["抱歉", "sorry"], ["phone", "hotline"]])
    assert messages(lacking) == [f"{site.url('/')}: shows one of: phone | hotline / not shown"]


def test_a_redirect_to_a_login_page_is_a_finding() -> None:
    """False-GO 24: 302 to /login and then 200 is no healthy page."""
    with serve({"/618": Reply(location="/user/login.html?back=618"), "/user/login.html": Reply()}) as site:
        judgement = WebWorld(urls={"shop": site.url("/618")}).judge()
    assert "login page" in judgement.findings[0].observed.en


def test_a_redirect_to_another_host_is_a_finding() -> None:
    """False-GO 24: a page that ends elsewhere does not pass unless that host is allowed by name."""
    with serve({"/": Reply()}) as other, serve({"/": Reply(location=other.url("/", host="localhost"))}) as site:
        world = WebWorld(urls={"shop": site.url("/")})
        assert messages(world.judge()) == [f"{site.url('/')}: host 127.0.0.1 / host localhost"]
        assert world.judge(final_hosts=["localhost"]).findings == ()
        assert world.judge(same_host="no").findings == ()


def test_an_empty_body_is_a_finding() -> None:
    """False-GO 24: 200 with nothing in it does not pass, unless `min_bytes: 0` says that it may."""
    with serve({"/": Reply("")}) as site:
        world = WebWorld(urls={"shop": site.url("/")})
        assert messages(world.judge()) == [f"{site.url('/')}: >= 1 bytes / 0 bytes"]
        assert world.judge(min_bytes=0).findings == ()


def test_a_cached_answer_older_than_max_age_is_stale() -> None:
    """False-GO 24, 29: an answer that a cache made long ago says nothing of the shop now."""
    with serve({"/": Reply(headers={"Age": "3601"}), "/fresh": Reply(headers={"Age": "3600"})}) as site:
        judgement = WebWorld(lists={"pages": "url\n/\n/fresh\n"}, base=site.base).judge()
    assert [(f.subject, f.kind) for f in judgement.findings] == [("/", FindingKind.STALE)]


def test_refused_and_slow_targets_are_findings_not_errors() -> None:
    """False-GO 9: for a live target refusal and timeout are the observation."""
    with serve({"/slow": Reply(after=2.0)}) as site:
        urls = {"gone": f"http://127.0.0.1:{closed_port()}/", "slow": site.url("/slow")}
        judgement = WebWorld(urls=urls).judge(timeout="300ms")
    assert [f.observed.en for f in judgement.findings] == ["the connection was refused", "no whole answer in time"]


def test_an_untrusted_certificate_is_a_finding(tmp_path: Path) -> None:
    """False-GO 25: TLS is verified always, and there is no setting to leave it out."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with serve({"/": Reply()}, context) as site:
        judgement = WebWorld(urls={"shop": site.url("/")}).judge(https="yes")
        assert "issuer" in judgement.findings[0].observed.en
        host = Host(site.host, {}, "ca.pem", None, Location("campaign.yaml", 1, 1))
        trusted = WebWorld(urls={"shop": site.url("/")}, hosts={site.host: host}, folder=tmp_path)
        assert trusted.judge(https="yes").findings == ()


def test_plain_http_is_a_finding_where_https_is_asked() -> None:
    """`https: yes` refuses an unencrypted page."""
    with serve({"/": Reply()}) as site:
        world = WebWorld(urls={"shop": site.url("/")})
        assert messages(world.judge(https="yes")) == [f"{site.url('/')}: https / http"]


def _failing_first(times: int) -> Route:
    count = itertools.count(1)

    def reply(_: Asked) -> Reply:
        return Reply(status=503) if next(count) <= times else Reply()

    return reply


def test_a_retry_that_succeeds_counts_and_is_told() -> None:
    """A server's fault is tried again; the note says how many tries it took."""
    with serve({"/": _failing_first(2)}) as site:
        judgement = WebWorld(urls={"shop": site.url("/")}).judge(retries=2)
    assert judgement.findings == ()
    assert "(3)" in judgement.notes[0].en


def test_retries_end() -> None:
    """One fault more than retries is a finding that names the tries."""
    with serve({"/": _failing_first(3)}) as site:
        judgement = WebWorld(urls={"shop": site.url("/")}).judge(retries=2)
    assert judgement.findings[0].observed.en == "HTTP 503"
    assert "3 tries" in judgement.findings[0].message.en


def test_a_wrong_answer_is_not_tried_again() -> None:
    """404 is an answer, not a passing fault: it is asked once."""
    with serve({}) as site:
        WebWorld(urls={"shop": site.url("/")}).judge(retries=2)
        assert len(site.asked) == 1


def test_every_sample_is_judged() -> None:
    """False-GO 22: one wrong answer among several samples is a finding, whichever it is."""
    count = itertools.count(1)
    with serve({"/": lambda _: Reply("系统维护中" if next(count) == 2 else "welcome")}) as site:
        judgement = WebWorld(urls={"shop": site.url("/")}).judge(max_time={"limit": "5s", "samples": 3})
    assert len(judgement.findings) >= 1


def test_a_slow_answer_is_a_finding_with_its_time() -> None:
    """The percentile of the samples is held against the limit, in milliseconds."""
    with serve({"/": Reply(after=0.12)}) as site:
        judgement = WebWorld(urls={"shop": site.url("/")}).judge(max_time="100ms")
    (found,) = judgement.findings
    assert found.required.en == "<= 100 ms (p95 of 3)"
    assert int(found.observed.en.removesuffix(" ms")) >= 120
    assert judgement.measures[0].unit == "ms"


def test_a_row_may_set_its_own_limit() -> None:
    """`max_ms` of a row stands over the check's limit."""
    with serve({"/": Reply(after=0.12)}) as site:
        world = WebWorld(lists={"pages": "url,max_ms\n/,100\n"}, base=site.base)
        assert "<= 100 ms" in messages(world.judge(max_time="5s"))[0]


def test_a_cache_hit_is_judged_on_the_second_answer() -> None:
    """The first answer may fill the cache, the second must come from it; the requests don't forbid it."""
    count = itertools.count()
    good = {"Cache-Control": "max-age=3600"}
    with serve({"/": lambda _: Reply(headers={**good, "X-Cache": "HIT" if next(count) else "MISS"})}) as site:
        world = WebWorld(urls={"asset": site.url("/")})
        assert world.judge(cache={"min_max_age": "1h", "hit": "yes"}).findings == ()
        assert [asked.headers.get("cache-control") for asked in site.asked] == [None, None]
    with serve({"/": Reply(headers={**good, "X-Cache": "MISS"})}) as site:
        judgement = WebWorld(urls={"asset": site.url("/")}).judge(cache={"min_max_age": "1h", "hit": "yes"})
    assert judgement.findings[0].observed.en == "x-cache: MISS"


def test_the_fallback_must_not_stand_on_the_shops_host() -> None:
    """A page on the shop's own host falls with it, unless a CDN's cache gives it."""
    with serve({"/": Reply(), "/cdn": Reply(headers={"CF-Cache-Status": "HIT"})}) as site:
        urls = {"shop": site.url("/"), "page": site.url("/"), "cdn": site.url("/cdn")}
        urls["other"] = site.url("/", host="localhost")
        world = WebWorld(urls=urls)
        assert len(world.judge(endpoints="page", independent_of="shop").findings) == 1
        assert world.judge(endpoints="cdn", independent_of="shop").findings == ()
        assert world.judge(endpoints="other", independent_of="shop").findings == ()


def test_tags_must_survive_redirects() -> None:
    """A short link that loses its source tag on the way is a finding; one that keeps it is none."""
    with serve({"/a": Reply(location="/618"), "/b": Reply(location="/618?utm_source=b"), "/618": Reply()}) as site:
        links = "url\n/a?utm_source=a\n/b?utm_source=b\n"
        judgement = WebWorld(lists={"links": links}, base=site.base).judge(query={"required": ["utm_source"]})
    assert messages(judgement) == ["/a?utm_source=a: utm_source=a after redirects / no utm_source"]


def test_nothing_bound_is_not_supplied() -> None:
    """False-GO 8: evidence that no one bound is missing, never passed over."""
    with pytest.raises(NotSupplied):
        WebWorld().judge(endpoints="shop")


def test_an_empty_list_can_not_be_judged() -> None:
    """False-GO 5: a list without rows asks nothing, so it decides nothing."""
    with pytest.raises(CannotJudge, match="no rows"):
        WebWorld(lists={"pages": "url\n"}).judge()


def test_a_missing_variable_can_not_be_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """False-GO 9: a URL whose variable is not set is an error that names the variable and the binding."""
    monkeypatch.delenv("SHOP", raising=False)
    with pytest.raises(CannotJudge, match=r"SHOP.*shop"):
        WebWorld(urls={"shop": "${SHOP}/618"}).judge()


def test_rows_are_never_filled_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who edits a list can't send the operator's variables to a host of their choice."""
    monkeypatch.setenv("TOKEN", "s3cret-value")
    with serve({"/": Reply()}) as site:
        judgement = WebWorld(lists={"pages": f"url\n{site.url('/')}?t=${{TOKEN}}\n"}).judge()
        assert site.asked == []
    assert "no variables in rows" in judgement.findings[0].required.en


def test_a_check_that_runs_out_of_time_is_an_error() -> None:
    """False-GO 12: endpoints that were not asked since our own time was up are no pass and no fault of theirs."""
    with serve({"/": Reply(after=1.0)}) as site:
        world = WebWorld(urls={"shop": site.url("/")}, seconds=0.3)
        with pytest.raises(CannotJudge, match="Time was up"):
            world.judge()


def test_what_was_seen_wrong_is_told_even_when_time_is_up() -> None:
    """A fault that was seen is not hidden behind the endpoints that were not asked."""
    with serve({"/slow": Reply(after=1.0)}) as site:
        world = WebWorld(lists={"pages": "url\n/gone\n/slow\n"}, base=site.base, seconds=0.5)
        kinds = [finding.kind for finding in world.judge().findings]
    assert kinds == [FindingKind.WRONG, FindingKind.UNREADABLE]


def test_many_endpoints_are_asked_at_once() -> None:
    """Fifty endpoints that take 0.2 s each are done in far less than 10 s."""
    routes: dict[str, Route] = {f"/{n}": Reply(after=0.2) for n in range(50)}
    with serve(routes) as site:
        rows = "".join(f"/{n}\n" for n in range(50))
        world = WebWorld(lists={"pages": f"url\n{rows}"}, base=site.base)
        started = time.monotonic()
        judgement = world.judge(concurrency=25)
        assert time.monotonic() - started < 3
    assert judgement.findings == ()
    assert judgement.examined.count == 50
