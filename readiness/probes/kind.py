"""What a kind of probe is, and how one is bound to its settings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from pydantic import BaseModel, ConfigDict

from readiness.model.finding import Judgement
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.fields import Names


class KindSettings(BaseModel):
    """Base of every kind's `Settings`: frozen, no unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    def evidence(self) -> Iterator[tuple[str, str, Names]]:
        """Each evidence that the settings name, as (field, logical name, what it must be)."""
        for field, info in type(self).model_fields.items():
            mark = next((m for m in info.metadata if isinstance(m, Names)), None)
            value = getattr(self, field)
            if mark is None or value is None:
                continue
            for name in (value,) if isinstance(value, str) else value:
                yield field, name, mark


@runtime_checkable
class Kind(Protocol):
    """A module that decides checks. `stricter` shows whether changed settings ask at least as much as before."""

    NAME: str
    SUMMARY: Text
    Settings: type[Any]

    @staticmethod
    def gather(settings: Any, context: Any) -> Any: ...

    @staticmethod
    def judge(settings: Any, facts: Any, situation: Situation) -> Judgement: ...

    @staticmethod
    def stricter(before: Any, after: Any) -> bool: ...


@dataclass(frozen=True, slots=True)
class BoundProbe:
    """A kind with settings: what the engine runs."""

    module: Kind
    settings: KindSettings

    @property
    def kind(self) -> str:
        return self.module.NAME

    @property
    def evidence(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for _, name, _ in self.settings.evidence()))

    def gather(self, context: Any) -> Any:
        return self.module.gather(self.settings, context)

    def judge(self, facts: Any, situation: Situation) -> Judgement:
        return self.module.judge(self.settings, facts, situation)

    def settings_for_people(self) -> dict[str, Any]:
        return self.settings.model_dump(mode="json", exclude_none=True)
