"""Confirmations: what is asked (`Settings`) and what was seen (`Facts`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field

from readiness.model.evidence import Sort
from readiness.probes.fields import MomentField, Names, YesNo
from readiness.probes.kind import KindSettings

ColumnName = Annotated[str, Field(min_length=1)]


class Settings(KindSettings):
    """`by` omitted is the check's due. The columns have defaults for stores, and other names for other rosters."""

    roster: Annotated[str, Names((Sort.TABLE,))]
    confirmations: Annotated[str, Names((Sort.TABLE,))]
    by: MomentField | None = None
    not_before: MomentField | None = None
    proof: YesNo = False
    local_launch: YesNo = True
    key: ColumnName = "store"
    participating_column: ColumnName = "participating"
    zone_column: ColumnName = "zone"
    region_column: ColumnName = "region"
    at_column: ColumnName = "confirmed_at"
    confirmed_column: ColumnName = "confirmed"
    proof_column: ColumnName = "proof"
    unit: Annotated[str, Field(pattern=r"^[a-z][a-z -]*s$")] = "stores"
    max_findings: Annotated[int, Field(ge=1, le=10_000)] = 200


class FlawKind(Enum):
    """What is wrong with a row itself."""

    ROSTER_WITHOUT_KEY = auto()
    ROSTER_TWICE = auto()
    PARTICIPATION_UNREAD = auto()
    ZONE_UNKNOWN = auto()
    TIME_UNREAD = auto()
    CONFIRMED_UNREAD = auto()


@dataclass(frozen=True, slots=True)
class Flaw:
    """A row that can't be taken at its word. `why` says in both languages what was expected of the cell."""

    kind: FlawKind
    member: str
    text: str
    where: str
    why: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Word:
    """One row of the confirmations: `at` is None when the cell is empty, `yes` is False for a row that says no or
    leaves the answer empty, `proof` whether something is attached. `where` is the cell of its time, the others are
    those of answer and proof."""

    at: datetime | None
    yes: bool
    proof: bool
    where: str
    answer_where: str = ""
    proof_where: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """One of the roster who must confirm. `zone` is None where the roster gives none; a `sound` member's own row could
    be read. `hint` is another spelling found among the confirmations; `region` is what the roster says, for counting
    alone, empty where it says nothing."""

    key: str
    zone: ZoneInfo | None
    where: str
    words: tuple[Word, ...] = ()
    sound: bool = True
    hint: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """`excused` take no part by the roster's own word; `strangers` are confirmation rows of nobody asked, of whom
    `strangers_named` are the first: one of them may be a store that is missing, misspelt."""

    members: tuple[Member, ...]
    flaws: tuple[Flaw, ...]
    excused: int
    strangers: int
    source: str
    strangers_named: tuple[str, ...] = ()
