"""The cells of an event: what a calendar says of it, under headers that contracts know. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from readiness.evidence.grid import Cells

HEADER = (
    "Summary", "Starts", "Ends", "All day", "Attendees", "Declined", "Organizer", "Status", "Show as", "Location",
    "Categories", "Description", "UID",
)  # fmt: skip
_LINK = re.compile(r"\s*mailto:\s*", re.IGNORECASE)
# what parts a cell into items must not part a name
_PARTS = re.compile(r"[,;，；、|/<>\r\n]+")


def cells_of(event: Any, starts: str, ends: str) -> Cells:
    """The event that takes place from `starts` to `ends`. Who declined is no attendee: they will not be there; who
    organises is one."""
    organizers = [person for _, person in _people(event, "ORGANIZER")]
    invited = list(_people(event, "ATTENDEE"))
    declined = [person for away, person in invited if away]
    coming = [*organizers, *(person for away, person in invited if not away)]
    told = (
        _text(event, "SUMMARY"),
        starts,
        ends,
        "no" if isinstance(event["DTSTART"].dt, datetime) else "yes",
        _joined(person for person in coming if _address(person) not in map(_address, declined)),
        _joined(declined),
        _joined(organizers),
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


def _people(event: Any, name: str) -> Iterator[tuple[bool, str]]:
    """Whether they declined, and what they are called: `李伟 <li.wei@shop.example>`."""
    for one in _several(event, name):
        said = " ".join(_PARTS.sub(" ", str(one.params.get("CN", ""))).split())
        address = _LINK.sub("", str(one)).strip()
        person = f"{said} <{address}>" if said and address and said != address else said or address
        yield str(one.params.get("PARTSTAT", "")).upper() == "DECLINED", person


def _address(person: str) -> str:
    return person[person.find("<") + 1 :].rstrip(">").casefold()


def _joined(people: Iterable[str]) -> str:
    """Each once, by the address."""
    return "; ".join({_address(person): person for person in people if person}.values())
