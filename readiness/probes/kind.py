"""What a kind of probe is, and how one is bound to its settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol, get_args, get_origin, runtime_checkable

from pydantic import BaseModel, ConfigDict

from readiness.model.evidence import Contract
from readiness.model.finding import Judgement
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.fields import Names


class KindSettings(BaseModel):
    """Base of every kind's `Settings`: frozen, no unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    @property
    def timed(self) -> bool:
        """Whether it measures how long something takes to answer."""
        return False

    def evidence(self) -> Iterator[tuple[str, str, Names]]:
        """Each evidence that the settings name, parts of settings included, as (field, logical name, what it must
        be); the field is the outermost one."""
        for field, mark in _fields(type(self)):
            for name, found in _evidence_in(getattr(self, field), mark):
                yield field, name, found


def _evidence_in(value: Any, mark: Names | None) -> Iterator[tuple[str, Names]]:
    """The evidence names in a value whose type has this mark."""
    if isinstance(value, str):
        if mark is not None:
            yield value, mark
    elif isinstance(value, BaseModel):
        for field, its_mark in _fields(type(value)):
            yield from _evidence_in(getattr(value, field), its_mark)
    elif isinstance(value, Mapping | list | tuple):
        for item in value.values() if isinstance(value, Mapping) else value:
            yield from _evidence_in(item, mark)


@cache
def _fields(model: type[BaseModel]) -> tuple[tuple[str, Names | None], ...]:
    """The fields of a model, each with the mark on its type: settings are asked again and again, types never change."""
    return tuple((name, _mark((info.annotation, *info.metadata))) for name, info in model.model_fields.items())


def _mark(annotations: tuple[Any, ...]) -> Names | None:
    """The mark among or inside annotations (a type, and marks on it)."""
    direct = next((one for one in annotations if isinstance(one, Names)), None)
    return direct or next((found for one in annotations for found in _marks(one)), None)


def _marks(annotation: Any) -> Iterator[Names]:
    """The marks inside a type: of `Name | None`, of a list of names, of the values of a mapping."""
    arguments = get_args(annotation)
    if isinstance(origin := get_origin(annotation), type) and issubclass(origin, Mapping):
        arguments = arguments[1:]
    for argument in arguments:
        if isinstance(argument, Names):
            yield argument
        else:
            yield from _marks(argument)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What settings may refer to: the contracts of all loaded checklists, and the campaign's moments."""

    contracts: Mapping[str, Contract]
    moments: frozenset[str]


@dataclass(frozen=True, slots=True)
class SettingProblem:
    """What is wrong with a setting, and where it stands: `("rules", 0, "must")`."""

    path: tuple[str | int, ...]
    message: Text
    hint: Text | None = None


@runtime_checkable
class Kind(Protocol):
    """A module that decides checks. `stricter` shows whether changed settings ask at least as much as before.

    A kind may also have `problems(settings, surroundings) -> Iterable[SettingProblem]`: what is wrong with settings
    beside the contracts, such as an expression over a column that is not there. It is asked while files are loaded, of
    a campaign's own checklists and of changed settings; those that ship are looked at in tests.
    """

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

    @property
    def aged(self) -> tuple[str, ...]:
        """The evidence that must not be too old, so that its time must be known."""
        if getattr(self.settings, "max_age", None) is None:
            return ()
        return tuple(dict.fromkeys(name for _, name, mark in self.settings.evidence() if mark.aged))

    @property
    def timed(self) -> bool:
        return self.settings.timed

    def gather(self, context: Any) -> Any:
        return self.module.gather(self.settings, context)

    def judge(self, facts: Any, situation: Situation) -> Judgement:
        return self.module.judge(self.settings, facts, situation)

    def settings_for_people(self) -> dict[str, Any]:
        return self.settings.model_dump(mode="json", exclude_none=True)
