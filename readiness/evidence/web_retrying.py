"""Asking again where that may help: after faults that pass, with longer and longer pauses, within one budget a host."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final, NamedTuple

from readiness.evidence.web import Web
from readiness.evidence.web_answers import TimeUp, WebAnswer, WebRequest
from readiness.model.text import Text

_FIRST_PAUSE = 0.2  # seconds before the second try, doubled before each further one
_LONGEST_PAUSE = 5.0
_SERVER_FAULT = 500
_TOO_MANY = 429
_DIGITS = 9
_UNAVAILABLE = 503

SPENT: Final = Text("not tried again: too many tries at this host", "未再重试：对该主机的重试次数已达上限")


class Tried(NamedTuple):
    """The last answer, after how many tries, and why no further one was made although it might have helped."""

    answer: WebAnswer
    tries: int
    held_back: Text | None = None


def answer(
    web: Web,
    request: WebRequest,
    allowed_seconds: float,
    retries: int,
    seconds_left: Callable[[], float],
    right: tuple[int, ...] = (),
) -> Tried:
    """The first answer that another try would not better, or the last try's. `right` are statuses that are wanted,
    faults of a server among them. What may change something (POST) is sent once, whatever comes back.

    Raises TimeUp where our own time (`seconds_left`) ended first, and CannotJudge where our side can't ask.
    """
    traffic = web.traffic(request)
    traffic.first_try()
    tries = 0
    while True:
        tries += 1
        found = _once(web, request, allowed_seconds, seconds_left)
        if request.method == "POST" or tries > retries or not _may_pass(found, right):
            return Tried(found, tries)
        pause = _pause(found, tries)
        if pause > seconds_left():
            return Tried(found, tries, _come_back(pause))
        if not traffic.further_try():
            return Tried(found, tries, SPENT)
        time.sleep(pause)


def _once(web: Web, request: WebRequest, allowed: float, seconds_left: Callable[[], float]) -> WebAnswer:
    left = seconds_left()
    if left <= 0:
        raise TimeUp
    return web.ask(request, allowed, own_end=time.monotonic() + left)


def _may_pass(found: WebAnswer, right: tuple[int, ...]) -> bool:
    if found.failure is not None:
        return not found.failure.lasting
    return (found.status >= _SERVER_FAULT or found.status == _TOO_MANY) and found.status not in right


def _pause(found: WebAnswer, tries: int) -> float:
    """Seconds until the next try: what the server asks for, if it does (RFC 9110, 10.2.3), and never less than ours."""
    ours: float = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** (tries - 1))
    wanted = retry_after(found.headers) if found.status in (_TOO_MANY, _UNAVAILABLE) else None
    return ours if wanted is None else max(ours, wanted)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds that `Retry-After` asks for; a date is measured from the answer's own Date. None where neither says
    anything that can be read."""
    said = headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        return float(said[:_DIGITS])  # what is longer is longer than any run
    until, now = _date(said), _date(headers.get("date", ""))
    return max(0.0, (until - now).total_seconds()) if until and now else None


def _date(said: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(said)
    except (ValueError, OverflowError):  # the second for a year, an hour or an offset that no number of a date holds
        return None
    return found if found.tzinfo else None


def _come_back(pause: float) -> Text:
    seconds = f"{pause:,.0f}"
    return Text(
        f"not tried again: the next try is due in {seconds} s, after the check's time",
        f"未再重试：{seconds} 秒后才可重试，已超出检查时限",
    )
