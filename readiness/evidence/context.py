"""What a probe observes through: the campaign, its instants, its evidence, and how much time is left."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from readiness.evidence.document import Document
from readiness.evidence.store import EvidenceStore
from readiness.evidence.table import Table
from readiness.evidence.variables import fill
from readiness.model.campaign import Campaign
from readiness.model.errors import NotSupplied
from readiness.model.evidence import EvidenceUse
from readiness.model.secret import Secret
from readiness.model.text import Text
from readiness.model.times import Times

if TYPE_CHECKING:
    from readiness.evidence.listing import Listing
    from readiness.evidence.web import Web


class Stopwatch:
    """How much of a check's time is left, in seconds; never below zero."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        return max(0.0, self._end - time.monotonic())


@dataclass(frozen=True, slots=True)
class Address:
    """Where a system is asked, and where the campaign says so."""

    url: Secret
    used_in: Text
    where: str


class ProbeContext:
    """One check's view of the evidence; `uses` tells what it has read so far, each name once."""

    def __init__(self, campaign: Campaign, times: Times, due: datetime, store: EvidenceStore, seconds: float) -> None:
        self.campaign = campaign
        self.times = times
        self.due = due
        self.store = store
        self.stopwatch = Stopwatch(seconds)
        self._uses: dict[str, EvidenceUse] = {}

    @property
    def uses(self) -> tuple[EvidenceUse, ...]:
        return tuple(self._uses.values())

    def table(self, name: str) -> Table:
        """The table of a logical name, bound to this check's time. Raises NotSupplied or CannotJudge."""
        table = self.store.table(name, self.stopwatch.left())
        self._note(table.use)
        return replace(table, left=self.stopwatch.left)

    def document(self, name: str) -> Document:
        """The document of a logical name. Raises NotSupplied or CannotJudge."""
        document = self.store.document(name, self.stopwatch.left())
        self._note(document.use)
        return document

    def web(self) -> Web:
        """A client for this check's requests; close it when done. The limits of hosts hold for the whole run."""
        from readiness.evidence.web import Web  # its library is loaded where something is asked

        return Web(self.campaign.hosts, self.campaign.folder, self.store.traffic)

    def address(self, name: str) -> Address:
        """Of a live source, which is asked now. Raises NotSupplied, and CannotJudge for a variable that is not set."""
        binding = self.store.binding(name)
        used_in = Text(
            f"`url` of the evidence {name} ({binding.location})", f"证据 {name} 的 `url`（{binding.location}）"
        )
        self.note_live(name, str(binding.url), self.times.seen_until)
        return Address(fill(str(binding.url), used_in), used_in, str(binding.location))

    def listing(self, name: str) -> Listing:
        """The names and sizes of the files in a folder. Raises NotSupplied or CannotJudge."""
        listing = self.store.listing(name, self.stopwatch.left())
        self._note(listing.use)
        return listing

    def absent(self, names: tuple[str, ...]) -> tuple[NotSupplied, ...]:
        """Which of these are not there, without reading any."""
        found = (self.store.absence(name) for name in names)
        return tuple(absence for absence in found if absence is not None)

    def note_live(self, name: str, source: str, time: datetime) -> None:
        """Record that a live source was asked, and when it answered."""
        self._note(EvidenceUse(name, source, None, time, live=True))

    def _note(self, use: EvidenceUse) -> None:
        self._uses.setdefault(use.name, use)
