"""Freshness: what the engine is asked about entries, whatever they come from."""

# ruff: noqa: S608  (names are quoted; instants are written by `instant_sql`)

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from readiness.probes.freshness.facts import Gap, Newest, Series
from readiness.probes.freshness.window import Window
from readiness.probes.tabular.acts import aware
from readiness.probes.tabular.limits import instant_sql

Key = tuple[str, ...]
_NO_WINDOW = "FALSE"


@dataclass(frozen=True)
class Entries:
    """`relation` is a SELECT in parentheses of the entries that count and were there: columns `moment` (TIMESTAMP in
    UTC), `number`, by which `place` says where some of them stand, and one text column for each part of the key."""

    relation: str
    keys: tuple[str, ...]
    ask: Callable[[str], list[tuple[Any, ...]]]
    place: Callable[[Sequence[int]], str]

    def newest(self) -> datetime | None:
        """The newest of all."""
        ((at,),) = self.ask(f"SELECT max(moment) FROM {self.relation}")
        found: datetime | None = aware(at)
        return found

    def series(self, window: Window | None, longest_gap: timedelta | None, most: int) -> dict[Key, Series]:
        """Each key that has an entry; without keys the empty one, if there is any entry."""
        size = len(self.keys)
        answers = self.ask(self._summary(window))
        gaps: dict[Key, tuple[list[Gap], int]] = {}
        if window and longest_gap is not None and any((one[size + 3] or timedelta()) > longest_gap for one in answers):
            gaps = self._gaps(window, longest_gap, most)
        missing = self._missing(window) if window and window.buckets else {}
        found = {}
        for answer in answers:
            key = tuple(map(str, answer[:size]))
            newest, number, count, longest, last, last_number = answer[size:]
            if newest is None:
                continue
            end = self._end(window, aware(last), last_number)
            several, total = gaps.get(key, ([], 0))
            if end is not None and longest_gap is not None and end.length > longest_gap:
                several, total = [*several, end][:most], total + 1
            found[key] = Series(
                key=key,
                subject="",
                newest=Newest(aware(newest), self.place([number])),
                count=int(count),
                longest=max(longest or timedelta(), end.length if end else timedelta()),
                gaps=tuple(several),
                gap_count=total,
                missing=missing.get(key, window.buckets[:-1] if window and window.buckets else ()),
            )
        return found

    def _summary(self, window: Window | None) -> str:
        inside, gap = _NO_WINDOW, "NULL::INTERVAL"
        rows = self.relation
        if window is not None:
            inside = f"moment BETWEEN {instant_sql(window.begins)} AND {instant_sql(window.ends)}"
            rows, gap = self._stepped(window), f"max(gap) FILTER (WHERE {inside})"
        selected = [
            *self.keys, "max(moment)", "arg_max(number, moment)", f"count_if({inside})", gap,
            f"max(moment) FILTER (WHERE {inside})", f"arg_max(number, moment) FILTER (WHERE {inside})",
        ]  # fmt: skip
        return f"SELECT {', '.join(selected)} FROM {rows}{self._by('GROUP BY')}"

    def _stepped(self, window: Window) -> str:
        """The entries, each with the time since the one before it, or since the window began."""
        begins = instant_sql(window.begins)
        over = f"({self._by('PARTITION BY').strip()} ORDER BY moment, number)"
        return (
            f"(SELECT *, moment - greatest({begins}, coalesce(lag(moment) OVER {over}, {begins})) AS gap,"
            f" lag(number) OVER {over} AS before FROM {self.relation})"
        )

    def _gaps(self, window: Window, longest: timedelta, most: int) -> dict[Key, tuple[list[Gap], int]]:
        """The gaps that are too long and end with an entry, the first of each key, and how many it has."""
        begins, ends = instant_sql(window.begins), instant_sql(window.ends)
        limit = f"INTERVAL '{int(longest.total_seconds())} seconds'"
        nth = f"row_number() OVER ({self._by('PARTITION BY').strip()} ORDER BY moment) AS nth"
        total = f"count(*) OVER ({self._by('PARTITION BY').strip()}) AS total"
        long_ = (
            f"(SELECT *, {nth}, {total} FROM {self._stepped(window)}"
            f" WHERE moment BETWEEN {begins} AND {ends} AND gap > {limit})"
        )
        size = len(self.keys)
        found: dict[Key, tuple[list[Gap], int]] = {}
        listed: dict[Key, list[Gap]] = defaultdict(list)
        for answer in self.ask(
            f"SELECT {', '.join([*self.keys, 'moment', 'gap', 'number', 'before', 'total'])} FROM {long_}"
            f" WHERE nth <= {most} ORDER BY moment"
        ):
            key = tuple(map(str, answer[:size]))
            at, gap, number, before, count = answer[size:]
            end = aware(at)
            listed[key].append(Gap(end - gap, end, self.place([number] if before is None else [before, number])))
            found[key] = listed[key], int(count)
        return found

    def _end(self, window: Window | None, last: datetime | None, number: int | None) -> Gap | None:
        """From the last entry of the window to its end."""
        if window is None:
            return None
        if last is None or number is None:
            return Gap(window.begins, window.ends, "")
        return Gap(last, window.ends, self.place([number]))

    def _missing(self, window: Window) -> dict[Key, tuple[datetime, ...]]:
        """The buckets without an entry, of keys that have one in some bucket."""
        first, last = window.buckets[0], window.buckets[-1]
        listed = ", ".join(instant_sql(bound) for bound in window.buckets[:-1])
        buckets = f"(SELECT unnest([{listed}]) AS bucket)"
        inside = (
            f"(SELECT * FROM {self.relation} WHERE moment >= {instant_sql(first)} AND moment < {instant_sql(last)})"
        )
        seen: dict[Key, set[datetime]] = defaultdict(set)
        for *key, bucket in self.ask(
            f"SELECT DISTINCT {', '.join([*self.keys, 'bucket'])}"
            f" FROM {inside} AS e ASOF JOIN {buckets} AS b ON e.moment >= b.bucket"
        ):
            seen[tuple(map(str, key))].add(aware(bucket))
        return {key: tuple(one for one in window.buckets[:-1] if one not in there) for key, there in seen.items()}

    def _by(self, words: str) -> str:
        return f" {words} {', '.join(self.keys)}" if self.keys else ""
