"""The cells of an event: what a calendar says of it, under headers that contracts know. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from readiness.evidence.grid import Cells

HEADER = (
    "Summary", "Starts", "Ends", "All day", "Attendees", "Declined", "Organizer", "Status", "Show as", "Location",
    "Categories", "Description", "UID",
)  # fmt: skip
_LINK = re.compile(r"\s*mailto:\s*", re.IGNORECASE)
# what parts a cell into items must not part a name
_PARTS = re.compile(r"[,;，；、|\r\n]+")


def cells_of(event: Any, starts: str, ends: str) -> Cells:
    """The event that takes place from `starts` to `ends`. Who declined is no attendee: they will not be there; who
    organises is one."""
    coming, declined, organizers = [], [], list(_people(event, "ORGANIZER"))
    for person in _people(event, "ATTENDEE"):
        (declined if person[0] else coming).append(person[1])
    away = {name for names in declined for name in names}
    coming = [names for _, names in organizers if away.isdisjoint(names)] + coming
    told = (
        _text(event, "SUMMARY"),
        starts,
        ends,
        "no" if isinstance(event["DTSTART"].dt, datetime) else "yes",
        _joined(coming),
        _joined(declined),
        _joined([names for _, names in organizers]),
        _text(event, "STATUS").upper(),
        "free" if _text(event, "TRANSP").upper() == "TRANSPARENT" else "busy",
        _text(event, "LOCATION"),
        _categories(event),
        _text(event, "DESCRIPTION"),
        _text(event, "UID"),
    )
    return tuple(cell or None for cell in told)


def _several(event: Any, name: str) -> list[Any]:
    said = event.get(name, [])
    return said if isinstance(said, list) else [said]


def _text(event: Any, name: str) -> str:
    return "; ".join(words for one in _several(event, name) if (words := str(one).strip()))


def _categories(event: Any) -> str:
    return "; ".join(
        str(one).strip() for some in _several(event, "CATEGORIES") for one in getattr(some, "cats", [some])
    )


def _people(event: Any, name: str) -> Iterator[tuple[bool, tuple[str, ...]]]:
    """Whether they declined, and what they are called: names, address."""
    for one in _several(event, name):
        said = _PARTS.sub(" ", str(one.params.get("CN", ""))).split("/")
        address = _LINK.sub("", str(one)).strip()
        names = dict.fromkeys(word for word in (*(" ".join(part.split()) for part in said), address) if word)
        yield str(one.params.get("PARTSTAT", "")).upper() == "DECLINED", tuple(names)


def _joined(people: list[tuple[str, ...]]) -> str:
    return "; ".join(dict.fromkeys(name for names in people for name in names))
