"""Kind `http`: the way from plain http to https, what caches may keep of a customer, and the release that answers."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import trustme

from readiness.model.campaign import Host
from readiness.model.errors import CannotJudge
from readiness.model.finding import Judgement
from readiness.model.location import Location
from readiness.probes import http
from readiness.probes.http.endpoints import from_url
from readiness.probes.http.facts import Sample, Seen
from readiness.probes.http.plain import hsts_seconds, plain_findings
from tests.evidence.servers import Reply, Route, serve
from tests.probes.nginx import Server, nginx
from tests.probes.web_world import SITUATION, WebWorld, messages

_HERE = Location("campaign.yaml", 9, 3)
_RULE = {"status": [301, 308], "min_hsts": "180d"}
_LEAST = 180 * 86_400
_PAY = "pay.hemu.example"


def _judge(folder: Path, plain: str, secure: str, headers: dict[str, str] | None = None, **settings: Any) -> Judgement:
    """Judges a payment page that nginx serves, asked under its own name: what stands in its two `server` blocks."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    with nginx(folder, plain=plain, secure=Server(secure, authority.issue_cert(_PAY))) as running:
        hosts = {
            f"{_PAY}:{port}": Host(
                f"{_PAY}:{port}", headers or {}, "ca.pem", None, _HERE, connect_to=running.host(server)
            )
            for port, server in ((80, "plain"), (443, "secure"))
        }
        return WebWorld(urls={"pay": f"https://{_PAY}/pay"}, hosts=hosts, folder=folder).judge(plain=_RULE, **settings)


def _secure(hsts: str | None) -> str:
    header = "" if hsts is None else f'add_header Strict-Transport-Security "{hsts}" always;'
    return f'location = /pay {{ {header} return 200 "pay"; }}'


_REDIRECT = f"return 301 https://{_PAY}$request_uri;"
_GOOD = _secure(f"max-age={_LEAST}; includeSubDomains")


@pytest.mark.parametrize("plain", [_REDIRECT, f"return 308 https://{_PAY}:443/;"])
def test_a_page_that_leads_to_https_passes(tmp_path: Path, plain: str) -> None:
    """A permanent redirect to the same host, and HSTS of exactly the limit."""
    assert _judge(tmp_path, plain, _GOOD).findings == ()


@pytest.mark.parametrize(
    ("plain", "observed"),
    [
        ('return 200 "pay";', "HTTP 200"),
        (f"return 302 https://{_PAY}/pay;", f"HTTP 302 -> https://{_PAY}/pay"),
        (f"return 301 http://{_PAY}/other;", f"HTTP 301 -> http://{_PAY}/other"),
        ("return 301 https://elsewhere.example/pay;", "HTTP 301 -> https://elsewhere.example/pay"),
        (f"return 301 https://{_PAY}:8443/pay;", f"HTTP 301 -> https://{_PAY}:8443/pay"),
        ("return 301 https://[broken/;", "HTTP 301 -> https://[broken/"),
        ("return 301 /pay;", "HTTP 301 -> "),
        ("return 444;", "the connection ended without a proper HTTP answer"),
    ],
)
def test_any_other_way_is_a_finding(tmp_path: Path, plain: str, observed: str) -> None:
    """False-GO 25: payment in clear, a redirect that is not kept, leads by a third address, elsewhere or nowhere."""
    (found,) = _judge(tmp_path, f"absolute_redirect off; {plain}", _GOOD).findings
    assert found.observed.en.startswith(observed)
    assert "HTTP 301, 308" in found.required.en


def test_a_port_of_its_own_is_where_the_redirect_must_lead() -> None:
    """What is required names the port, or the observed redirect to the same host would look right."""
    settings = http.Settings.model_validate({"endpoints": "pay", "plain": _RULE})
    (endpoint,) = from_url(settings, WebWorld(urls={"pay": f"https://{_PAY}:8443/pay"}).binding("pay")).endpoints
    answer = Sample(f"http://{_PAY}/pay", "", 0.1, status=301, headers={"location": f"https://{_PAY}/pay"})
    assert settings.plain is not None
    (found,) = plain_findings(settings.plain, Seen(endpoint, (), plain=answer))
    assert found.required.en == f"http://{_PAY}/pay leads at once to https://{_PAY}:8443 (HTTP 301, 308)"


@pytest.mark.parametrize(
    ("first", "found"), [(f"https://{_PAY}/paid", []), (f"http://{_PAY}/pay", [("https", "a redirect by http")])]
)
def test_a_way_through_plain_http_is_a_finding(tmp_path: Path, first: str, found: list[tuple[str, str]]) -> None:
    """False-GO 25: an application behind TLS that redirects to its own http address sends every payment through it,
    although both ends are https."""
    plain = f"return 301 https://{_PAY}/paid;"
    page = f"location = /paid {{ add_header Strict-Transport-Security max-age={_LEAST} always; return 200 pay; }}"
    judgement = _judge(tmp_path, plain, f"location = /pay {{ return 302 {first}; }} {page}", https="yes")
    assert [(one.required.en, one.observed.en) for one in judgement.findings] == found


def test_what_is_paired_with_the_host_is_not_sent_in_clear(tmp_path: Path) -> None:
    """A token that the page needs goes there by https alone; the plain address is asked without it."""
    plain = f"if ($http_x_token) {{ return 403; }} {_REDIRECT}"
    secure = f'if ($http_x_token = "") {{ return 401; }} {_GOOD}'
    assert _judge(tmp_path, plain, secure, {"X-Token": "s3cret-value"}).findings == ()


@pytest.mark.parametrize(
    "hsts",
    [
        None,
        f"max-age={_LEAST - 1}",
        "max-age=0",
        "includeSubDomains",
        "max-age=soon",
        f"max-age=-{_LEAST}",
        f"max-age={_LEAST}; max-age={_LEAST}",
    ],
)
def test_hsts_below_the_limit_is_a_finding(tmp_path: Path, hsts: str | None) -> None:
    """False-GO 14: none, a second too short, nothing that a browser reads, or a directive twice."""
    (found,) = _judge(tmp_path, _REDIRECT, _secure(hsts)).findings
    assert str(_LEAST) in found.required.en
    assert found.observed.en == (hsts or "no Strict-Transport-Security")


def test_a_page_listed_without_encryption_is_a_finding() -> None:
    """An http address has no https to lead to, however it answers."""
    with serve({"/": Reply()}) as site:
        judgement = WebWorld(urls={"pay": site.url("/")}).judge(plain=_RULE)
    assert messages(judgement) == [f"{site.url('/')}: https / http"]


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("max-age=31536000", 31_536_000),
        ('Max-Age = "600" ; includeSubDomains; preload', 600),
        ("max-age=600, max-age=31536000", 600),
        ("max-age=600;;", 600),
        ("", None),
        ("max-age=", None),
        ("max-age=6e9", None),
        ("preload; preload; max-age=600", None),
    ],
)
def test_hsts_is_read_as_browsers_read_it(header: str, seconds: int | None) -> None:
    """RFC 6797, 6.1 and 8.1: the first header only, each directive once, digits with or without quotes."""
    assert hsts_seconds(header) == (None if seconds is None else Decimal(seconds))


@pytest.mark.parametrize(
    ("headers", "observed"),
    [
        ({"Set-Cookie": "session=s3cret-value"}, "Set-Cookie"),
        ({"Vary": "Accept-Encoding, Cookie"}, "Vary: Accept-Encoding, Cookie"),
        ({"Vary": "*"}, "Vary: *"),
        ({"Vary": "Authorization"}, "Vary: Authorization"),
        ({"Cache-Control": "private, max-age=86400"}, "Cache-Control: private, max-age=86400"),
    ],
)
def test_what_a_cdn_keeps_is_nobodys_own(headers: dict[str, str], observed: str) -> None:
    """A kept answer that gives out a cookie or depends on one is another customer's; the cookie itself is not told."""
    kept = {"Cache-Control": "public, max-age=86400", "X-Cache": "HIT", "Age": "60"}
    with serve({"/app.css": Reply("body{}", headers={**kept, **headers})}) as site:
        world = WebWorld(urls={"css": site.url("/app.css")})
        judgement = world.judge(cache={"hit": "yes"})
        common = world.judge(cache={"max_max_age": "2d"})
    assert [finding.observed.en for finding in judgement.findings] == [observed]
    assert common.findings == ()


def test_compression_tells_nobody_apart() -> None:
    """`Vary: Accept-Encoding`, which every CDN sends, is as it must be."""
    headers = {"Cache-Control": "public, max-age=86400", "X-Cache": "HIT", "Vary": "Accept-Encoding, Origin"}
    with serve({"/app.css": Reply("body{}", headers=headers)}) as site:
        assert WebWorld(urls={"css": site.url("/app.css")}).judge(cache={"hit": "yes"}).findings == ()


def _release(body: str, release: str = SITUATION.release, **settings: Any) -> Judgement:
    routes: dict[str, Route] = {"/version": Reply(body, content_type="application/json")}
    with serve(routes) as site:
        world = WebWorld(urls={"version": site.url("/version")})
        asked = http.Settings.model_validate(
            {"endpoints": "version", "json": [{"path": "version", "equals": "{release}"}], **settings}
        )
        facts = http.gather(asked, world)  # type: ignore[arg-type]
    return http.judge(asked, facts, replace(SITUATION, release=release))


def test_the_release_that_answers_is_the_campaigns() -> None:
    """`{release}` stands for the campaign's release; another one is a finding that names both."""
    assert _release('{"version": "shop-web 4.12.0"}').findings == ()
    (found,) = _release('{"version": "shop-web 4.11.9"}').findings
    assert (found.required.en, found.observed.en) == ("version = shop-web 4.12.0", "text “shop-web 4.11.9”")


@pytest.mark.parametrize(
    "body", ['{"version": 4.1}', '{"version": "4.1"}', '{"version": null}', "{}", '{"version": ""}']
)
def test_a_release_is_text(body: str) -> None:
    """False-GO 14: 4.10 and 4.1 are the same number and two releases; nothing at all is none."""
    assert len(_release(body, release="4.10").findings) == 1


def test_without_a_release_nothing_can_be_compared() -> None:
    """False-GO 4: a campaign that names no release can't have the right one deployed."""
    with pytest.raises(CannotJudge, match="no release"):
        _release('{"version": ""}', release="")
    with pytest.raises(CannotJudge, match="no release"):
        _release('{"version": "{release}"}', release="")


def test_another_host_than_a_cdn_is_asked_for() -> None:
    """False-GO 24: where no CDN can stand in, an answer from a cache on the same host is no other origin."""
    with serve({"/": Reply(headers={"X-Cache": "HIT"})}) as site:
        world = WebWorld(urls={"shop": site.url("/"), "backup": site.url("/")})
        assert world.judge(endpoints="backup", independent_of="shop").findings == ()
        (found,) = world.judge(endpoints="backup", independent_of="shop", cdn_stands_in="no").findings
    assert found.required.en == "another host than 127.0.0.1"


@pytest.mark.parametrize(
    ("before", "after", "stricter"),
    [
        ({"plain": _RULE}, {"plain": {**_RULE, "min_hsts": "365d"}}, True),
        ({"plain": _RULE}, {"plain": {**_RULE, "status": [308]}}, True),
        ({"plain": _RULE}, {"plain": {**_RULE, "min_hsts": "179d"}}, False),
        ({"plain": _RULE}, {"plain": {**_RULE, "status": [301, 302, 308]}}, False),
        ({"plain": _RULE}, {}, False),
        ({}, {"plain": _RULE}, True),
        ({}, {"cdn_stands_in": "no"}, True),
        ({"cdn_stands_in": "no"}, {}, False),
    ],
)
def test_what_asks_less_is_a_loosening(before: dict[str, Any], after: dict[str, Any], stricter: bool) -> None:
    """False-GO 38: a shorter HSTS, a redirect that is not for ever, or a cache for another host loosens the check."""
    settings = [http.Settings.model_validate({"endpoints": "pay", **asked}) for asked in (before, after)]
    assert http.stricter(*settings) is stricter
