"""How documents go wrong: edits of a world's texts, with or without the approvals that they void."""

from __future__ import annotations

import hashlib
import re

from tests.changes import COPY, Change, text
from tests.worlds import World

FAQ, SCRIPTS, PRIVACY = "evidence/常见问题.md", "evidence/客服应急话术.md", "evidence/隐私政策.md"
PR_PLAN, ANTI_CHEAT = "evidence/舆情应对预案.md", "evidence/防作弊处理流程.md"
FIELDS, LOTTERY_ARCHIVE = "evidence/收集字段.csv", "evidence/抽奖档案.xlsx"


def resigned(name: str, change: Change) -> Change:
    """Change a document and have all who had approved it approve the new version, so that only its content is wrong."""

    def both(world: World) -> None:
        before = _digest(world, name)
        change(world)
        signoffs = world.path("signoffs.yaml")
        signoffs.write_text(signoffs.read_text("utf-8").replace(before, _digest(world, name)), "utf-8")

    return both


def redacted(name: str, old: str, new: str) -> Change:
    """A document edited, and approved again by all who had approved it."""
    return resigned(name, text(name, old, new))


def approved_by_legal(subject: str, old: str, new: str) -> Change:
    """The copy edited, approved again by all who had approved it, and by legal as well."""

    def change(world: World) -> None:
        redacted(COPY, old, new)(world)
        entry = f"subject: {subject}, role: legal, person: wang.fang, sha256: {_digest(world, COPY)}"
        signoffs = world.path("signoffs.yaml")
        more = f"  - {{{entry}, at: 2026-06-09T10:00:00+08:00}}\n"
        signoffs.write_text(signoffs.read_text("utf-8").rstrip("\n") + "\n" + more, "utf-8")

    return change


def without_section(name: str, heading: str, instead: str = "") -> Change:
    """Take a heading out with all that stands under it."""

    def change(world: World) -> None:
        path = world.path(name)
        sections = re.split(r"(?m)^(?=#+ )", path.read_text("utf-8"))
        kept = [instead if section.startswith(heading) else section for section in sections]
        assert kept != sections, heading
        path.write_text("".join(kept), "utf-8")

    return change


def line(name: str, start: str, instead: str) -> Change:
    """Put another line in the place of the one that begins so."""

    def change(world: World) -> None:
        path = world.path(name)
        lines = path.read_text("utf-8").splitlines()
        (at,) = [i for i, one in enumerate(lines) if one.startswith(start)]
        path.write_text("\n".join([*lines[:at], instead, *lines[at + 1 :]]) + "\n", "utf-8")

    return change


def everywhere(name: str, old: str, new: str) -> Change:
    """Replace every occurrence in a text file."""

    def change(world: World) -> None:
        content = world.path(name).read_text("utf-8")
        assert old in content
        world.path(name).write_text(content.replace(old, new), "utf-8")

    return change


def questions(count: int) -> Change:
    """Keep so many of the FAQ's questions; those that go are plain sentences."""

    def change(world: World) -> None:
        path = world.path(FAQ)
        parts = re.split(r"(\*\*问 \d+：.*?\*\*)", path.read_text("utf-8"))
        for i in range(2 * count + 1, len(parts), 2):
            parts[i] = parts[i].replace("问 ", "说明 ").replace("？", "")
        path.write_text("".join(parts), "utf-8")

    return change


def _digest(world: World, name: str) -> str:
    return hashlib.sha256(world.path(name).read_bytes()).hexdigest()
