"""Evidence by logical name: the checklist's contract, the campaign's binding, and what was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import PurePath

from readiness.model.location import Location
from readiness.model.text import Text


class Sort(StrEnum):
    """What a logical name stands for. A `document` is one file or a folder of files whose exact content counts."""

    TABLE = "table"
    DOCUMENT = "document"
    URL = "url"


class ColumnType(StrEnum):
    """What a cell of the column must be. A `choice` is one of the column's `values`, in any of the words for it; a
    `ratio` is `15 %` or `0.15`, kept as the fraction."""

    TEXT = "text"
    CHOICE = "choice"
    RATIO = "ratio"
    DECIMAL = "decimal"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    DATE = "date"
    INSTANT = "instant"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a contract. `aliases` are headers that people's exports use for it; `values` are what a choice may
    be, each with the words that exports use for it."""

    name: str
    type: ColumnType
    aliases: tuple[str, ...] = ()
    unit: str = ""
    required: bool = True
    title: Text | None = None
    example: str = ""
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wide:
    """The form in which people keep some tables: a column for each thing that the column `names` names, and below its
    header the cells of the column `values`. `marks` are what such cells hold, by which a dropped file is recognised."""

    names: str
    values: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contract:
    """What a checklist asks of a logical name; templates, aliases, validation and todo come from it. A `typed` table is
    one that people write themselves, since no system exports it; one with `wide` may have that form as well."""

    name: str
    sort: Sort
    title: Text
    source: Text
    owner: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    checklist: str
    location: Location
    typed: bool = False
    wide: Wide | None = None

    def column(self, name: str) -> Column | None:
        return next((c for c in self.columns if c.name == name), None)


@dataclass(frozen=True, slots=True)
class Binding:
    """The real source that a campaign gives to a logical name; exactly one of `file`, `folder`, `url` is set.

    `zone` is the IANA zone of times written without an offset (`local`: the zone of each row, where the roster has
    one); `base` is what relative URLs in a table stand on; `header` is the row of the header, counted from 1, where it
    is not found by its names; `author` are the ids of the people who wrote a document; `sha256` is of the bytes that it
    must be, where they have been read already (the campaign's own workbook). `author_location` is where the authors
    are named.
    """

    name: str
    location: Location
    file: str | None = None
    folder: str | None = None
    url: str | None = None
    sheet: str | None = None
    header: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    delimiter: str | None = None
    thousands: str | None = None
    zone: str | None = None
    as_at: datetime | None = None
    base: str | None = None
    author: tuple[str, ...] = ()
    sha256: str | None = None
    author_location: Location | None = None

    @property
    def listed(self) -> str:
        """The cell of a workbook's list that names the source: what is to be corrected where it is the wrong one. Empty
        outside of a workbook."""
        return _in_workbook(self.location)

    @property
    def author_listed(self) -> str:
        """The cell of a workbook's list that names the authors, else the one that names the source."""
        return (_in_workbook(self.author_location) if self.author_location else "") or self.listed


def _in_workbook(at: Location) -> str:
    """The cell of the campaign's workbook, which stands in the campaign's folder; empty for another file."""
    return str(replace(at, file=PurePath(at.file).name)) if at.sheet else ""


@dataclass(frozen=True, slots=True)
class EvidenceUse:
    """One evidence as a check used it. `sha256` is of the bytes judged (None for live sources); `time` is the time
    of the evidence (content, `as_at`, moment of the answer), never a file's modification time, which is only shown
    in `modified`; `notes` record choices such as the encoding; `live` sources show the present, even under as-of.
    `path` is the file or folder (relative to the campaign's folder) that `verify` reads again."""

    name: str
    source: str
    sha256: str | None
    time: datetime | None
    modified: datetime | None = None
    live: bool = False
    path: str | None = None
    notes: tuple[Text, ...] = ()
