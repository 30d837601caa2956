"""Confirmations: from roster and confirmation rows to `Facts`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from readiness.evidence.cells import CellError, parse_boolean, parse_instant
from readiness.evidence.table import Row
from readiness.model.errors import CannotJudge
from readiness.model.evidence import Binding, EvidenceUse
from readiness.model.places import place_words
from readiness.model.text import Advice, Text
from readiness.model.workbook import zone_in_row
from readiness.probes.confirmations.facts import Facts, Flaw, FlawKind, Member, Settings, Word
from readiness.probes.keys import look, trimmed

LOCAL = "local"
_ANY_ZONE = ZoneInfo("Etc/UTC")
_STRANGERS_NAMED = 5

# What people type into a proof cell when there is no proof.
_NO_PROOF = frozenset(
    {"", "-", "--", "—", "/", "无", "没有", "暂无", "否", "×", "n/a", "na", "no", "none", "null", "n"}
)


class Table(Protocol):
    """What is asked of a table of the evidence store."""

    @property
    def name(self) -> str: ...
    @property
    def use(self) -> EvidenceUse: ...
    @property
    def binding(self) -> Binding: ...
    @property
    def columns(self) -> frozenset[str]: ...
    def rows(self) -> Iterable[Row]: ...
    def cell(self, row_number: int, column: str) -> str: ...


@dataclass
class _Entry:
    """What the roster's rows say of one member."""

    where: str
    zone: ZoneInfo | None
    sound: bool
    asked: bool
    region: str = ""
    rows: int = 1
    words: list[Word] = field(default_factory=list)


def read_confirmations(settings: Settings, roster: Table, confirmations: Table) -> Facts:
    """Raises CannotJudge when a column that the settings need is not there."""
    _need(roster, settings.key, "key")
    _need(confirmations, settings.key, "key")
    _need(confirmations, settings.at_column, "at_column")
    if settings.proof:
        _need(confirmations, settings.proof_column, "proof_column")
    flaws: list[Flaw] = []
    entries = _read_roster(settings, roster, flaws)
    strangers = _read_words(settings, confirmations, entries, flaws)
    _refuse_times_without_zone(confirmations, entries, flaws)
    unknown = {look(key): key for key in strangers if key}
    members = tuple(
        Member(key, entry.zone, entry.where, tuple(entry.words), entry.sound, unknown.get(look(key), ""), entry.region)
        for key, entry in entries.items()
        if entry.asked
    )
    excused = sum(1 for entry in entries.values() if not entry.asked)
    asked = {member.key for member in members}
    flaws = [flaw for flaw in flaws if not flaw.member or flaw.member in asked]
    named = tuple(key for key in strangers if key)[:_STRANGERS_NAMED]
    return Facts(members, tuple(flaws), excused, sum(strangers.values()), confirmations.use.source, named)


def _refuse_times_without_zone(confirmations: Table, entries: Mapping[str, _Entry], flaws: Iterable[Flaw]) -> None:
    """One message for the whole file, where it would be the same one for every row."""
    unread = [flaw for flaw in flaws if flaw.kind is FlawKind.TIME_UNREAD]
    some_read = any(word.at for entry in entries.values() for word in entry.words)
    if confirmations.binding.zone or some_read or not unread or not all(_lacks_zone_only(f.text) for f in unread):
        return
    source, shown = confirmations.use.source, unread[0].text
    raise CannotJudge(
        Text(
            f"No time in {source} says its zone (the first is {shown!r}), so nobody can tell what was in time",
            f"{place_words(source).zh} 中的时间都没有时区（例如“{shown}”），无法判断是否按时",
        ),
        Advice(
            f"Add the zone that the export is written in to the binding: `evidence: {confirmations.name}: zone: "
            "Asia/Shanghai`, or `zone: local` for each store's own",
            f"请在绑定中写明导出所用的时区：`evidence: {confirmations.name}: zone: Asia/Shanghai`；"
            "若各门店用当地时间，则写 `zone: local`",
            zone_in_row(confirmations.name),
        ),
    )


def _lacks_zone_only(text: str) -> bool:
    try:
        parse_instant(text, _ANY_ZONE)
    except CellError:
        return False
    return True


def _read_roster(settings: Settings, roster: Table, flaws: list[Flaw]) -> dict[str, _Entry]:
    entries: dict[str, _Entry] = {}
    for row in roster.rows():
        key, where = trimmed(row.cells[settings.key]), roster.cell(row.number, settings.key)
        if not key:
            flaws.append(Flaw(FlawKind.ROSTER_WITHOUT_KEY, "", "", where))
            continue
        known, before = entries.get(key), len(flaws)
        asked = _participates(settings, roster, key, row, flaws)
        zone = _zone(settings, roster, key, row, flaws)
        if known is None:
            region = trimmed(row.cells.get(settings.region_column))
            entries[key] = _Entry(where, zone, len(flaws) == before, asked, region)
            continue
        known.rows += 1
        known.asked |= asked
        if known.rows == 2:  # noqa: PLR2004  (said once, however often it stands there)
            flaws.append(Flaw(FlawKind.ROSTER_TWICE, key, "", f"{known.where}; {where}"))
    return entries


def _participates(settings: Settings, roster: Table, key: str, row: Row, flaws: list[Flaw]) -> bool:
    if settings.participating_column not in roster.columns:
        return True
    text = row.cells[settings.participating_column]
    try:
        return parse_boolean(text)
    except CellError as error:
        where = roster.cell(row.number, settings.participating_column)
        flaws.append(_flaw(FlawKind.PARTICIPATION_UNREAD, key, text, where, error))
        return True


def _zone(settings: Settings, roster: Table, key: str, row: Row, flaws: list[Flaw]) -> ZoneInfo | None:
    if settings.zone_column not in roster.columns:
        return None
    text = trimmed(row.cells[settings.zone_column])
    try:
        return ZoneInfo(text)
    except (ValueError, OSError, KeyError):  # an unknown name, a path, a folder of zones
        if settings.local_launch:
            flaws.append(Flaw(FlawKind.ZONE_UNKNOWN, key, text, roster.cell(row.number, settings.zone_column)))
        return None


def _read_words(
    settings: Settings, confirmations: Table, entries: Mapping[str, _Entry], flaws: list[Flaw]
) -> dict[str, int]:
    """Gives each member its words; returns how many rows there are of each key that the roster does not know."""
    strangers: dict[str, int] = {}
    for row in confirmations.rows():
        key = trimmed(row.cells[settings.key])
        entry = entries.get(key)
        if entry is None:
            strangers[key] = strangers.get(key, 0) + 1
            continue
        at_cell, answer_cell, proof_cell = (
            confirmations.cell(row.number, column)
            for column in (settings.at_column, settings.confirmed_column, settings.proof_column)
        )
        try:
            at = _instant(row.cells[settings.at_column], confirmations.binding.zone, entry.zone)
        except CellError as error:
            flaws.append(_flaw(FlawKind.TIME_UNREAD, key, row.cells[settings.at_column], at_cell, error))
            continue
        try:
            yes = _says_yes(settings, confirmations, row)
        except CellError as error:
            flaws.append(
                _flaw(FlawKind.CONFIRMED_UNREAD, key, row.cells[settings.confirmed_column], answer_cell, error)
            )
            continue
        proof = trimmed(row.cells.get(settings.proof_column)).lower() not in _NO_PROOF
        entry.words.append(Word(at, yes, proof, at_cell, answer_cell, proof_cell))
    return strangers


def _instant(text: str | None, binding_zone: str | None, member_zone: ZoneInfo | None) -> datetime | None:
    if not trimmed(text):
        return None
    if binding_zone == LOCAL:
        return parse_instant(text, member_zone)
    return parse_instant(text, ZoneInfo(binding_zone) if binding_zone else None)


def _says_yes(settings: Settings, confirmations: Table, row: Row) -> bool:
    if settings.confirmed_column not in confirmations.columns:
        return True
    text = row.cells[settings.confirmed_column]
    return bool(trimmed(text)) and parse_boolean(text)


def _flaw(kind: FlawKind, key: str, text: str | None, where: str, error: CellError) -> Flaw:
    return Flaw(kind, key, trimmed(text), where, (error.text.en, error.text.zh))


def _need(table: Table, column: str, setting: str) -> None:
    if column in table.columns:
        return
    there = ", ".join(f"`{name}`" for name in sorted(table.columns))
    raise CannotJudge(
        Text(
            f"{table.use.source} has no column `{column}` (setting `{setting}`); it has {there}",
            f"{place_words(table.use.source).zh} 没有 `{column}` 列（设置 `{setting}`）；现有列：{there}",
        ),
        Text(
            f"Bind it under `evidence: {table.name}: columns:`, or name another column in `{setting}`",
            f"请在 `evidence: {table.name}: columns:` 中绑定该列，或在 `{setting}` 中写明其他列",
        ),
    )
