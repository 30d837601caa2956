"""When the tests of a JUnit report ran: timestamps of suites and cases, in the forms that tools write."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email.utils import parsedate_to_datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from readiness.evidence.cell_words import CellError
from readiness.evidence.cells import parse_instant
from readiness.evidence.junit_facts import Span
from readiness.evidence.problems import cannot_judge
from readiness.model.errors import CannotJudge
from readiness.model.text import Advice, Text

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]{1,2})?|\.[0-9]+")
_GROUPS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")
_RFC = re.compile(r"[A-Z][a-z]{2}, ")
_MOST_SECONDS = 366 * 86_400
_MILLION = 1_000_000


@lru_cache(maxsize=4_096)  # most durations of a large report are the same few
def micros_of(words: str | None) -> int | None:
    """A `time` in seconds as microseconds: `0.272`, `1,234.5`, `0,272`, `1.4e-05`; None where it is none, negative or
    longer than a year. `1,234` is read as the longer of its two meanings, so that a late end never looks early."""
    said = (words or "").strip()
    if _GROUPS.fullmatch(said) and not said.startswith("0"):
        said = said.replace(",", "")
    elif "." not in said:
        said = said.replace(",", ".", 1)
    if not _NUMBER.fullmatch(said):
        return None
    seconds = Decimal(said)
    return int(seconds * _MILLION) if seconds <= _MOST_SECONDS else None


class Clock:
    """Gathers the earliest start and the latest end. `undated` is set where a case has no time at all."""

    def __init__(self, shown: str, zone: ZoneInfo | None) -> None:
        self._shown = shown
        self._zone = zone
        self._span: Span | None = None
        self._known: dict[str, datetime] = {}
        self.undated = False

    @property
    def span(self) -> Span | None:
        return None if self.undated else self._span

    def take(self, stamp: str | None, micros: int | None, line: int) -> bool:
        """What a suite or a case says: when it began, and how long it took. Whether it says when; raises CannotJudge
        for a time that can't be read."""
        if stamp is None or not stamp.strip():
            return False
        began = self._known.get(stamp)
        if began is None:
            began = self._known[stamp] = self._read(stamp.strip(), line)
        ended = began + timedelta(microseconds=micros or 0)
        span = self._span
        if span is None:
            self._span = Span(began, line, ended, line)
        elif began < span.began or ended > span.ended:
            first = (began, line) if began < span.began else (span.began, span.began_line)
            last = (ended, line) if ended > span.ended else (span.ended, span.ended_line)
            self._span = Span(*first, *last)
        return True

    def _read(self, words: str, line: int) -> datetime:
        try:
            if _RFC.match(words):
                return _rfc(words)
            return parse_instant(words, self._zone)
        except (CellError, ValueError) as problem:
            raise self._unreadable(words, line) from problem

    def _unreadable(self, words: str, line: int) -> CannotJudge:
        place = f"{self._shown}, line {line}"
        shown = words[:40]
        return cannot_judge(
            f"{place}: the timestamp {shown!r} is no instant" + (" without a time zone" if self._zone is None else ""),
            f"{place}：时间戳“{shown}”无法确定时刻" + ("（没有时区）" if self._zone is None else ""),
            _ZONE if self._zone is None else None,
        )


def _rfc(words: str) -> datetime:
    moment = parsedate_to_datetime(words)
    if moment.tzinfo is None:
        raise ValueError(words)
    return moment.astimezone(UTC)


_ZONE = Advice(
    "Say in which zone the tests ran: `zone: Asia/Shanghai` in the binding",
    "请写明测试所在的时区：在绑定中写 `zone: Asia/Shanghai`",
    Text(
        "Write the zone of its times, such as Asia/Shanghai, into its row of the list of evidence, column Time zone",
        "请在资料清单中该资料一行的“时区”列写明测试所在的时区，例如 Asia/Shanghai",
    ),
)
