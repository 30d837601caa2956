"""Calendars as tests change them: one event of a file, or a file made of events."""

from __future__ import annotations

import re
from pathlib import Path

from tests.changes import Change
from tests.worlds import World

EVENT = re.compile(r"BEGIN:VEVENT\n.*?END:VEVENT\n", re.DOTALL)
HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Hemu//Rota//ZH")


def unfolded(path: Path) -> str:
    """The lines of a calendar file, each whole."""
    return path.read_bytes().decode("utf-8").replace("\r\n ", "").replace("\r\n", "\n")


def event(file: str, uid: str, old: str, new: str, *, moved: bool = False) -> Change:
    """Replace what stands exactly once in the event of a UID, or in its repetition that was `moved`."""

    def change(world: World) -> None:
        path = world.path(file)
        text = unfolded(path)
        blocks = [
            block for block in EVENT.findall(text) if f"UID:{uid}@" in block and ("RECURRENCE-ID" in block) is moved
        ]
        assert len(blocks) == 1, (file, uid, len(blocks))
        assert blocks[0].count(old) == 1, f"{old!r} stands {blocks[0].count(old)} times in {blocks[0]}"
        path.write_bytes(text.replace(blocks[0], blocks[0].replace(old, new)).replace("\n", "\r\n").encode())

    return change


def without_event(file: str, uid: str) -> Change:
    def change(world: World) -> None:
        path = world.path(file)
        text = unfolded(path)
        left = EVENT.sub(lambda block: "" if f"UID:{uid}@" in block[0] else block[0], text)
        assert left != text, (file, uid)
        path.write_bytes(left.replace("\n", "\r\n").encode())

    return change


def vevent(*lines: str, uid: str = "a") -> str:
    """The lines of an event."""
    return "".join(f"{line}\r\n" for line in ("BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT"))


def calendar(*events: str, head: tuple[str, ...] = ()) -> str:
    """A whole calendar file."""
    return "".join(f"{line}\r\n" for line in (*HEAD, *head)) + "".join(events) + "END:VCALENDAR\r\n"
