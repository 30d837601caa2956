"""How a check is decided: observe (`gather`), then judge. The engine knows this protocol and no kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from readiness.model.errors import NotSupplied
from readiness.model.evidence import EvidenceUse
from readiness.model.finding import Judgement
from readiness.model.times import Times


@dataclass(frozen=True, slots=True)
class Situation:
    """What a judgement may know beside the facts: whose campaign, the instants of the run, the check's due."""

    campaign: str
    release: str
    times: Times
    due: datetime


class Context(Protocol):
    """What a probe observes through. `uses` tells which evidence it has read so far."""

    @property
    def uses(self) -> tuple[EvidenceUse, ...]: ...

    def absent(self, names: tuple[str, ...]) -> tuple[NotSupplied, ...]:
        """Which of these names have nothing bound, or nothing where they are bound to; reads none of them."""


class Probe(Protocol):
    """A kind bound to its settings."""

    @property
    def kind(self) -> str: ...

    @property
    def evidence(self) -> tuple[str, ...]:
        """The logical names of the evidence that the probe needs."""

    @property
    def timed(self) -> bool:
        """Whether it measures how long something takes to answer, which other work beside it would disturb."""

    @property
    def aged(self) -> tuple[str, ...]:
        """Those of them that must not be too old, so that their time must be known."""

    def gather(self, context: Any) -> Any:
        """Observe. Raises NotSupplied or CannotJudge."""

    def judge(self, facts: Any, situation: Situation) -> Judgement:
        """Compare facts with the requirement; no server, clock or file. Raises CannotJudge."""

    def settings_for_people(self) -> dict[str, Any]:
        """The settings as plain JSON values, for reports and `explain`."""
