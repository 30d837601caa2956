"""Asking again: when it may help, how long between, and never more than a share of what was asked."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock

import pytest

from readiness.evidence.parallel import in_parallel
from readiness.evidence.web import Web
from readiness.evidence.web_answers import TimeUp, WebRequest
from readiness.evidence.web_retrying import SPENT, Tried, answer, retry_after
from readiness.model.secret import Secret
from readiness.model.text import Text
from tests.evidence.servers import Asked, Reply, closed_port, serve


def _request(url: str, **more: object) -> WebRequest:
    return WebRequest(Secret(url, url), Text.same("endpoints.csv row 2"), **more)  # type: ignore[arg-type]


def _left(seconds: float) -> Callable[[], float]:
    end = time.monotonic() + seconds
    return lambda: end - time.monotonic()


def _tried(url: str, retries: int = 2, seconds: float = 10.0, right: tuple[int, ...] = (), **more: object) -> Tried:
    with Web({}, Path()) as web:
        return answer(web, _request(url, **more), 2.0, retries, _left(seconds), right)


def _failing(times: int, status: int, headers: dict[str, str] | None = None) -> Callable[[Asked], Reply]:
    """A route that fails so many times and answers well afterwards."""
    count = itertools.count()
    return lambda _: Reply(status=status, headers=headers or {}) if next(count) < times else Reply("well")


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_fault_that_passes_is_asked_again(status: int) -> None:
    """A server's fault and "too many requests" are tried again, up to `retries` further times."""
    with serve({"/": _failing(2, status)}) as site:
        assert (_tried(site.url("/")).answer.body, len(site.asked)) == (b"well", 3)
    with serve({"/": _failing(3, status)}) as site:
        tried = _tried(site.url("/"))
    assert (tried.answer.status, tried.tries, tried.held_back) == (status, 3, None)


@pytest.mark.parametrize("status", [200, 301, 403, 404])
def test_what_another_try_would_not_better_is_asked_once(status: int) -> None:
    """An answer, and a refusal that says so, stand."""
    with serve({"/": Reply(status=status)}) as site:
        assert _tried(site.url("/")).tries == 1


def test_a_wanted_fault_is_the_answer() -> None:
    """Where 503 is what must come, it is not asked for again."""
    with serve({"/": Reply(status=503)}) as site:
        assert _tried(site.url("/"), right=(503,)).tries == 1


def test_a_post_is_sent_once() -> None:
    """What may change something is never repeated, whatever comes back, and no redirect is followed with it."""
    with serve({"/": Reply(status=503), "/moved": Reply(location="/")}) as site:
        assert _tried(site.url("/"), method="POST", body=b"{}").tries == 1
        assert _tried(site.url("/moved"), method="POST", body=b"{}").answer.status == 302
        assert [(asked.method, asked.path, asked.body) for asked in site.asked] == [
            ("POST", "/", b"{}"),
            ("POST", "/moved", b"{}"),
        ]


def test_pauses_grow() -> None:
    """The second pause is twice the first."""
    at: list[float] = []

    def note(_: Asked) -> Reply:
        at.append(time.monotonic())
        return Reply(status=500)

    with serve({"/": note}) as site:
        _tried(site.url("/"), retries=3)
    pauses = [later - earlier for earlier, later in itertools.pairwise(at)]
    assert pauses[0] >= 0.2
    assert pauses[1] >= 0.4
    assert pauses[2] >= 0.8


def test_retry_after_is_waited_for() -> None:
    """A server that says when to come back is asked then, not before."""
    with serve({"/": _failing(1, 503, {"Retry-After": "1"})}) as site:
        started = time.monotonic()
        assert _tried(site.url("/")).answer.body == b"well"
        assert time.monotonic() - started >= 1.0


def test_retry_after_beyond_our_time_ends_it() -> None:
    """The answer stands, says that it was not asked for again, and nobody waits."""
    with serve({"/": Reply(status=503, headers={"Retry-After": "3600"})}) as site:
        started = time.monotonic()
        tried = _tried(site.url("/"), seconds=5.0)
        assert time.monotonic() - started < 3
        assert (tried.answer.status, len(site.asked)) == (503, 1)
    assert tried.held_back is not None
    assert "3,600 s" in tried.held_back.en


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "120"}, 120.0),
        ({"retry-after": "1e3"}, None),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "9" * 400}, 999_999_999.0),
        ({"retry-after": "Wed, 17 Jun 2026 10:00:30 GMT", "date": "Wed, 17 Jun 2026 10:00:00 GMT"}, 30.0),
        ({"retry-after": "Wed, 17 Jun 2026 09:00:00 GMT", "date": "Wed, 17 Jun 2026 10:00:00 GMT"}, 0.0),
        ({"retry-after": "Wed, 17 Jun 2026 10:00:30 GMT"}, None),
        ({"retry-after": "Wed, 99 Jun 2026 10:00:30 GMT", "date": "Wed, 17 Jun 2026 10:00:00 GMT"}, None),
        ({"retry-after": f"Wed, 17 Jun {'9' * 20} 10:00:30 GMT", "date": "Wed, 17 Jun 2026 10:00:00 GMT"}, None),
        ({"retry-after": "Wed, 17 Jun 2026 10:00:30 GMT", "date": f"Wed, 17 Jun 2026 10:00:00 +{'9' * 20}"}, None),
    ],
)
def test_retry_after_is_seconds_or_a_date(headers: dict[str, str], seconds: float | None) -> None:
    """A date is measured from the server's own clock; what can't be read is as if it were not there."""
    assert retry_after(headers) == seconds


def test_a_fallen_site_is_not_asked_three_times() -> None:
    """A thousand endpoints of a host that is down cost 1,000 requests and a fifth more, not 3,000; each refusal of
    another try is told."""
    url = f"http://127.0.0.1:{closed_port()}/"
    left = _left(60)
    with Web({}, Path()) as web:
        found = in_parallel(lambda _: answer(web, _request(url), 2.0, 2, left), range(1000), 50)
    assert 1000 < sum(tried.tries for tried in found) <= 1000 + 10 + 200
    held_back = [tried for tried in found if tried.tries < 3]
    assert held_back
    assert all(tried.held_back == SPENT for tried in held_back)


def test_another_hosts_tries_are_its_own() -> None:
    """A fallen host spends no other's tries."""
    down = f"http://127.0.0.1:{closed_port()}/"
    with serve({"/": _failing(2, 500)}) as site, Web({}, Path()) as web:
        for _ in range(20):
            answer(web, _request(down), 2.0, 1, _left(20))
        assert answer(web, _request(site.url("/")), 2.0, 2, _left(20)).answer.body == b"well"


def test_our_own_time_is_no_fault_of_the_target() -> None:
    """False-GO 12: a target that had less than its time when ours ended is not said to be late."""
    with serve({"/": Reply(after=1.5)}) as site, pytest.raises(TimeUp):
        _tried(site.url("/"), seconds=0.3)
    with serve({"/": Reply()}) as site, pytest.raises(TimeUp):
        _tried(site.url("/"), seconds=0.0)


def test_at_most_so_many_at_once_and_waiting_is_no_slowness() -> None:
    """A host is asked no more at once than the campaign allows, and the time in the queue is not the target's."""
    under_way, most, lock = 0, 0, Lock()

    def count(_: Asked) -> Reply:
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
        time.sleep(0.1)
        with lock:
            under_way -= 1
        return Reply()

    from readiness.model.campaign import Host
    from readiness.model.location import Location

    with serve({"/": count}) as site:
        host = Host(site.host, {}, None, None, Location("campaign.yaml", 1, 1), at_once=2)
        left = _left(20)
        with Web({host.name: host}, Path()) as web:
            found = in_parallel(lambda _: answer(web, _request(site.url("/")), 1.0, 0, left), range(12), 12)
    assert most == 2
    assert all(tried.answer.failure is None and tried.answer.seconds < 0.5 for tried in found)


def test_a_queue_that_outlasts_our_time_is_ours() -> None:
    """False-GO 12: an endpoint that never had its turn was not asked; it is neither good nor slow."""
    from readiness.model.campaign import Host
    from readiness.model.location import Location

    with serve({"/": Reply(after=1.0)}) as site:
        host = Host(site.host, {}, None, None, Location("campaign.yaml", 1, 1), at_once=1)
        left = _left(1.5)
        with Web({host.name: host}, Path()) as web, pytest.raises(TimeUp):
            in_parallel(lambda _: answer(web, _request(site.url("/")), 5.0, 0, left), range(3), 3)
