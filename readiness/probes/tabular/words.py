"""How cells, names and bad cells are told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from readiness.model.finding import Finding, FindingKind
from readiness.model.instants import say_instant
from readiness.model.moments import tell_duration
from readiness.model.places import place_words
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.tabular.facts import BadSeen, Cell, RowSeen
from readiness.probes.tabular.limits import Limit, limit_words
from readiness.probes.tabular.templates import Placeholder, fill

EMPTY = Text("an empty cell", "空单元格")
NO_ROW = Text("no such row", "没有对应的行")
SEPARATOR = " · "
_SHOWN = 80


def value_words(value: Any, situation: Situation) -> Text:
    """A value out of the engine: an instant in the campaign's zone, a number without digits that say nothing."""
    match value:
        case None:
            said = Text("nothing", "无")
        case bool():
            said = Text("yes", "是") if value else Text("no", "否")
        case datetime():
            said = say_instant(value, situation.times.zone)
        case timedelta():
            said = tell_duration(value)
        case Decimal():
            words = f"{value:f}"
            said = Text.same(words.rstrip("0").rstrip(".") if "." in words else words)
        case list() | tuple():
            parts = [value_words(one, situation) for one in value]
            said = Text(", ".join(one.en for one in parts), "、".join(one.zh for one in parts))
        case _:
            said = Text.same(str(value))
    return said


def cell_words(cell: Cell | None, situation: Situation) -> Text:
    """A cell as it is typed; an instant as people say it in the campaign's zone."""
    if cell is None:
        return NO_ROW
    if cell.text is None:
        return EMPTY
    if isinstance(cell.value, datetime):
        return say_instant(cell.value, situation.times.zone)
    return Text.same(cell.text if len(cell.text) <= _SHOWN else f"{cell.text[:_SHOWN]}...")


def constant_words(name: str, situation: Situation) -> Text | None:
    """A constant of the campaign, as `{launch}` in a template; None for what is no constant."""
    times = situation.times
    instants = {
        **{moment.replace("-", "_"): at for moment, at in times.moments.items()},
        "launch": times.launch,
        "campaign_end": times.end,
        "now": times.now,
        "due": situation.due,
    }
    if name in instants:
        return say_instant(instants[name], times.zone)
    return {"release": Text.same(situation.release), "campaign_id": Text.same(situation.campaign)}.get(name)


def fill_in(
    template: Text,
    situation: Situation,
    limits: Mapping[str, Limit],
    cells: Mapping[str, Cell] | None = None,
    more: Mapping[str, Text] | None = None,
) -> Text:
    """A template with cells, limits, constants and whatever `more` gives (an `=expression` by its text)."""

    def value(place: Placeholder) -> Text:
        if more is not None and place.words in more:
            return more[place.words]
        if place.words in limits:
            return limit_words(limits[place.words], situation.times)
        if cells is not None and place.words in cells:
            return cell_words(cells[place.words], situation)
        return constant_words(place.words, situation) or NO_ROW

    return fill(template, value)


def said_cells(row: RowSeen, names: tuple[str, ...], situation: Situation) -> Text:
    """`账面数 100, 实盘数 90`: the cells that a condition looks at."""
    said = [(row.cells[name].title, cell_words(row.cells[name], situation)) for name in names if name in row.cells]
    return Text(
        ", ".join(f"{title} {words.en}" for title, words in said),
        "，".join(f"{title} {words.zh}" for title, words in said),
    )


def told(subject: str, required: Text, observed: Text) -> Text:
    """The message of a finding that brings none of its own."""
    return Text(
        f"{subject}: required {required.en}, observed {observed.en}",
        f"{subject}：要求{required.zh}，实际{observed.zh}",
    )


def tell_bad(bad: BadSeen) -> Finding:
    """A cell that can't be read, as a finding."""
    return Finding(
        subject=bad.subject,
        required=Text(f"a readable {bad.cell.title}", f"可读取的“{bad.cell.title}”"),
        observed=Text.same(bad.cell.text or ""),
        message=Text(
            f"{bad.subject}: {bad.cell.title}: {bad.why.en}",
            f"{place_words(bad.subject).zh}：{bad.cell.title}：{bad.why.zh}",
        ),
        where=bad.cell.where,
        kind=FindingKind.UNREADABLE,
    )
