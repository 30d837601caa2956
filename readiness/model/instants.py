"""Instants as people say them, in English and Chinese."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from readiness.model.text import Text

_WEEKDAYS = (
    ("Mon", "周一"),
    ("Tue", "周二"),
    ("Wed", "周三"),
    ("Thu", "周四"),
    ("Fri", "周五"),
    ("Sat", "周六"),
    ("Sun", "周日"),
)
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def say_instant(instant: datetime, zone: ZoneInfo) -> Text:
    """An instant as people say it in the campaign's zone; midnight is 24:00 of the day that it ends."""
    local = instant.astimezone(zone)
    clock = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    if clock == "00:00":
        local, clock = local - timedelta(minutes=1), "24:00"
    weekday_en, weekday_zh = _WEEKDAYS[local.weekday()]
    return Text(
        f"{weekday_en} {local.day} {_MONTHS[local.month - 1]} {local.year}, {clock}",
        f"{local.year}年{local.month}月{local.day}日（{weekday_zh}）{clock}",
    )
