"""What a cell of a workbook says, as text."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from readiness.evidence.json_rows import plain_number

_QUOTED_OR_BRACKETED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_ZEROS = re.compile(r"0{2,}")
# Excel computes and shows 15 digits; what lies beyond is the noise of binary arithmetic
_DIGITS = 15


def cell_text(value: object, number_format: str | None) -> str | None:
    """What a cell says, exactly: `120`, `0.1`, `15.5%`, `yes`, `2026-06-15 20:30:00`, `2026-06-15` where it is shown as
    a day, `#N/A`. A whole number shown with leading zeros (format `00000`) keeps them: it is a code."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return _datetime_text(value, number_format or "")
    if isinstance(value, int | float):
        return _number_text(value, number_format or "")
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _number_text(value: float, number_format: str) -> str:
    if isinstance(value, int) and _ZEROS.fullmatch(number_format):
        return str(value).zfill(len(number_format))
    written = _without_noise(value) if isinstance(value, float) else str(value)
    # a quoted or escaped sign is only written behind the number; the bare one multiplies what is shown by 100
    if "%" in number_format and "%" in _QUOTED_OR_BRACKETED.sub("", number_format):
        return plain_number(str(Decimal(written).scaleb(2))) + "%"
    return plain_number(written)


def _without_noise(value: float) -> str:
    written = repr(value)
    return written if len(written) <= _DIGITS else repr(float(f"{value:.{_DIGITS}g}"))


def _datetime_text(value: datetime, number_format: str) -> str:
    # a day's fraction is binary, so 15:30 may be stored as 15:29:59.9996
    value = value.replace(microsecond=0) + timedelta(seconds=value.microsecond >= 500_000)  # noqa: PLR2004
    shown = _QUOTED_OR_BRACKETED.sub("", number_format).lower()
    midnight = value.time() == time()
    if midnight and not ("h" in shown or "s" in shown):
        return value.date().isoformat()
    return value.isoformat(sep=" ")
