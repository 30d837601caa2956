"""Dates and times of day as people write them."""

from __future__ import annotations

import time

import pytest

from readiness.evidence.folding import fold_text
from readiness.probes.document.dates import read_dates


def told(text: str) -> list[str]:
    """Each date as `2026-06-18 00:00`, with `?` for what is not said, `~` where it ends a period."""
    return [
        f"{'~' if said.linked else ''}{said.year or '?'}-{said.month:02}-{said.day:02}"
        + ("" if said.clock is None else f" {said.clock.hour:02}:{said.clock.minute:02}")
        + ("" if said.clock is None or said.clock.second is None else f":{said.clock.second:02}")
        + ("!" if said.unclear else "")
        for said in read_dates(fold_text(text))
    ]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2026年6月18日", ["2026-06-18"]),
        ("２０２６年６月１８日", ["2026-06-18"]),
        ("2026 年 6 月 18 日", ["2026-06-18"]),
        ("6月18日", ["?-06-18"]),
        ("6月18号", ["?-06-18"]),
        ("6月18日-20日", ["?-06-18", "~?-06-20"]),
        ("6月18-20日", ["?-06-18", "~?-06-20"]),
        ("2026年6月18日至6月20日", ["2026-06-18", "~2026-06-20"]),
        ("2026年6月18日（周四）—20日（周六）", ["2026-06-18", "~2026-06-20"]),
        ("2026年6月18日00:00至2026年6月20日24:00", ["2026-06-18 00:00", "~2026-06-20 24:00"]),
        ("6月18日0点~6月20日24时", ["?-06-18 00:00", "~?-06-20 24:00"]),
        ("6月18日零点到20日23:59:59", ["?-06-18 00:00", "~?-06-20 23:59:59"]),
        ("6月18日（周四）晚8点", ["?-06-18 20:00"]),
        ("6月18日上午10点半", ["?-06-18 10:30"]),
        ("6月18日 20点30分", ["?-06-18 20:30"]),
        ("2026-06-18", ["2026-06-18"]),
        ("2026-06-18T00:00", ["2026-06-18 00:00"]),
        ("2026/6/18", ["2026-06-18"]),
        ("2026.6.18", ["2026-06-18"]),
        ("2026/6/18-6/20", ["2026-06-18", "~2026-06-20"]),
        ("2026-06-18 ~ 06-20", ["2026-06-18", "~2026-06-20"]),
        ("6.18-6.20", ["?-06-18", "~?-06-20"]),
        ("18 June 2026", ["2026-06-18"]),
        ("18th of June 2026", ["2026-06-18"]),
        ("June 18, 2026", ["2026-06-18"]),
        ("Jun. 18", ["?-06-18"]),
        ("18–20 June 2026", ["2026-06-18", "~2026-06-20"]),
        ("18 to 20 June", ["?-06-18", "~?-06-20"]),
        ("June 18–20, 2026", ["2026-06-18", "~2026-06-20"]),
        ("from 18 June to 20 June 2026", ["?-06-18", "~2026-06-20"]),
        ("00:00 on 18 June to 24:00 on 20 June 2026", ["?-06-18 00:00", "2026-06-20 24:00"]),
        ("18 June 2026, 8 pm", ["2026-06-18 20:00"]),
        ("June 18, 2026 at 12:00 a.m.", ["2026-06-18 00:00"]),
        ("11:59 p.m., Saturday, June 20", ["?-06-20 23:59"]),
        ("18/06/2026", ["2026-06-18"]),
        ("06/18/2026", ["2026-06-18"]),
        ("06/06/2026", ["2026-06-06"]),
        ("06/07/2026", ["2026-06-07!"]),
        ("6/7/26", ["2026-06-07!"]),
        ("6月18日 00:00，6月20日", ["?-06-18 00:00", "?-06-20"]),
        ("2026年6月31日", []),
        ("2026年13月1日", []),
    ],
)
def test_dates_are_read_as_people_write_them(text: str, dates: list[str]) -> None:
    """Year, month, day and time of day; what is left out stays open; what is no date is none."""
    assert told(text) == dates


@pytest.mark.parametrize(
    "text",
    [
        "6.18大促",
        "版本 4.12.10",
        "满6/18减",
        "3.5-4.5折",
        "400-618-0618",
        "20日内发货",
        "June 2026",
        "第18号",
        "1/2",
        "100.18-200.20",
    ],
)
def test_other_numbers_are_no_dates(text: str) -> None:
    """The name of a sale, versions, fractions, telephone numbers, and days without a month state no date."""
    assert told(text) == []


@pytest.mark.parametrize("part", ["1", "6月", "6月18日", "18 ", "jun 18-", "6.18-", "00:00", "18:00 on ", "(", "1/1/"])
def test_hostile_text_takes_bounded_time(part: str) -> None:
    """A megabyte of anything is read in seconds."""
    began = time.monotonic()
    list(read_dates(part * (1_000_000 // len(part))))
    assert time.monotonic() - began < 20
