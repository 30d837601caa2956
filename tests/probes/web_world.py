"""What the `http` kind needs of a campaign, small enough to write in a test: hosts, bindings, one list of URLs."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from readiness.evidence.web import Web
from readiness.evidence.web_traffic import Traffic
from readiness.model.campaign import Host
from readiness.model.errors import NotSupplied
from readiness.model.evidence import Binding, Column, ColumnType, Contract, EvidenceUse, Sort
from readiness.model.finding import Judgement
from readiness.model.location import Location
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.model.times import Times
from readiness.probes import http

NOW = datetime(2026, 6, 17, 22, 0, tzinfo=UTC)
LAUNCH = datetime(2026, 6, 17, 23, 0, tzinfo=UTC)
TIMES = Times(NOW, NOW, False, LAUNCH, LAUNCH + timedelta(days=3), ZoneInfo("Asia/Shanghai"), {})
SITUATION = Situation("2026-618", "shop-web 4.12.0", TIMES, LAUNCH - timedelta(hours=1))


class _Row(NamedTuple):
    number: int
    cells: Mapping[str, str | None]
    where: str


_HERE = Location("technical.yaml", 1, 1)
_TEST = Column("test", ColumnType.CHOICE, values={"waf": ("攻击",), "replay": ("重放",), "one-device": ("一机一码",)})
LIST_CONTRACT = Contract("list", Sort.TABLE, Text.same(""), Text.same(""), "it", ("url",), (_TEST,), "technical", _HERE)


@dataclass(frozen=True)
class _Table:
    use: EvidenceUse
    text: str
    contract: Contract = LIST_CONTRACT

    def rows(self) -> Iterator[_Row]:
        for number, cells in enumerate(csv.DictReader(io.StringIO(self.text)), start=2):
            yield _Row(number, {name: cell or None for name, cell in cells.items()}, f"list.csv, row {number}")

    def cell(self, row_number: int, column: str) -> str:
        return f"list.csv, row {row_number}, column {column}"


@dataclass
class WebWorld:
    """Fakes the interface of the evidence layer; the servers that are asked are real."""

    urls: dict[str, str] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    base: str | None = None
    hosts: dict[str, Host] = field(default_factory=dict)
    folder: Path = field(default_factory=Path)
    seconds: float = 20.0
    times: Times = TIMES
    noted: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.store = self.campaign = self.stopwatch = self
        self._traffic = Traffic()
        self._until = time.monotonic() + self.seconds

    def left(self) -> float:
        return max(0.0, self._until - time.monotonic())

    def binding(self, name: str) -> Binding:
        here = Location("campaign.yaml", 20, 3)
        if name in self.urls:
            return Binding(name, here, url=self.urls[name])
        if name in self.lists:
            return Binding(name, here, file="list.csv", base=self.base)
        raise NotSupplied(Text(f"Nothing is bound to {name}", f"{name} 没有绑定"))

    def table(self, name: str) -> Any:
        return _Table(EvidenceUse(name, "list.csv", "00" * 32, None), self.lists[name])

    def web(self) -> Web:
        return Web(self.hosts, self.folder, self._traffic)

    def note_live(self, name: str, source: str, at: datetime) -> None:
        self.noted.append((name, source))

    def judge(self, **settings: Any) -> Judgement:
        """Gather and judge, as the engine does; `endpoints` defaults to everything that is bound."""
        asked = http.Settings.model_validate({"endpoints": [*self.urls, *self.lists], "retries": 0, **settings})
        return http.judge(asked, http.gather(asked, self), SITUATION)  # type: ignore[arg-type]


def messages(judgement: Judgement) -> list[str]:
    return [f"{f.subject}: {f.required.en} / {f.observed.en}" for f in judgement.findings]
