"""Evidence tables made for one test: real files, read through the real evidence store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from openpyxl import Workbook

from readiness.evidence.document import Document
from readiness.evidence.store import EvidenceStore
from readiness.evidence.table import Table
from readiness.model.campaign import Campaign, Person, SignaturePolicy
from readiness.model.evidence import Binding, Column, ColumnType, Contract, Sort
from readiness.model.location import Location
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.model.times import Times

SHANGHAI = ZoneInfo("Asia/Shanghai")
LAUNCH = datetime(2026, 6, 18, tzinfo=SHANGHAI)
END = datetime(2026, 6, 20, 23, 59, 59, tzinfo=SHANGHAI)
NOW = datetime(2026, 6, 15, tzinfo=SHANGHAI).astimezone(UTC)
HERE = Location("campaign.yaml", 1, 1)

Rows = Sequence[Sequence[object]]


def times(now: datetime = NOW, *, as_of: datetime | None = None, launch: datetime = LAUNCH, zone: str = "") -> Times:
    """The instants of a run at `now`, or as of another instant."""
    judged = as_of or now
    place = ZoneInfo(zone) if zone else SHANGHAI
    end = END if launch == LAUNCH else launch + timedelta(days=3)
    return Times(judged, min(now, judged), as_of is not None, launch, end, place, {})


def situation(moments: Times, due: datetime | None = None) -> Situation:
    return Situation("2026-618", "shop-web 4.12.0", moments, due or moments.launch - timedelta(hours=72))


def typed_contract(name: str, key: Sequence[str], columns: Mapping[str, ColumnType | Column | str]) -> Contract:
    """A contract by columns: a type, or a whole column (for a choice); none of them must be in the file."""
    made = tuple(
        column if isinstance(column, Column) else Column(column_name, ColumnType(column), required=False)
        for column_name, column in columns.items()
    )
    return Contract(
        name, Sort.TABLE, Text.same(name), Text.same(name), "supply-chain", tuple(key), made, "execution", HERE
    )


def choice(name: str, **values: tuple[str, ...]) -> Column:
    return Column(name, ColumnType.CHOICE, required=False, values=values)


def campaign(people: Sequence[Person] = ()) -> Campaign:
    """A campaign as far as probes ask it."""
    return Campaign(
        id="2026-618",
        name=Text.same("618"),
        launch=LAUNCH,
        end=END,
        zone=SHANGHAI,
        moments={},
        release="shop-web 4.12.0",
        languages=("zh", "en"),
        traits={"online": True, "lottery": False},
        people=tuple(people),
        contracts={},
        bindings={},
        hosts={},
        checks=(),
        not_applicable={},
        loosened=(),
        signoffs=(),
        waivers=(),
        waive_roles={},
        signatures=SignaturePolicy(False, None),
        starter=False,
        folder=Path(),
        file="campaign.yaml",
    )


def contract(name: str, required: Sequence[str], optional: Sequence[str] = ()) -> Contract:
    columns = tuple(Column(column, ColumnType.TEXT, required=column in required) for column in (*required, *optional))
    return Contract(
        name, Sort.TABLE, Text.same(name), Text.same(name), "supply-chain", (required[0],), columns, "execution", HERE
    )


def write_csv(path: Path, rows: Rows) -> None:
    path.write_text("".join(",".join(map(str, row)) + "\n" for row in rows), encoding="utf-8")


def write_xlsx(path: Path, rows: Rows) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    book.save(path)


class Evidence:
    """What a probe's `gather` needs of its context, over files in one folder."""

    def __init__(
        self, folder: Path, moments: Times, *, people: Sequence[Person] = (), due: datetime | None = None, **store: Any
    ) -> None:
        self.folder = folder
        self.times = moments
        self.campaign = campaign(people)
        self.due = due or moments.launch - timedelta(hours=72)
        self._options = store
        self.contracts: dict[str, Contract] = {}
        self.bindings: dict[str, Binding] = {}
        self._store: EvidenceStore | None = None

    def bind(self, asked: Contract, rows: Rows, *, suffix: str = ".csv", **binding: Any) -> None:
        file = f"{asked.name}{suffix}"
        (write_xlsx if suffix == ".xlsx" else write_csv)(self.folder / file, rows)
        self.contracts[asked.name] = asked
        self.bindings[asked.name] = Binding(asked.name, HERE, file=file, **binding)

    def table(self, name: str) -> Table:
        return self._open().table(name)

    def document(self, name: str) -> Document:
        return self._open().document(name)

    def _open(self) -> EvidenceStore:
        if self._store is None:
            self._store = EvidenceStore(
                self.folder, self.contracts, self.bindings, NO_HOSTS, self.times, **self._options
            )
        return self._store

    def close(self) -> None:
        if self._store is not None:
            self._store.close()


NO_HOSTS: Mapping[str, Any] = {}
