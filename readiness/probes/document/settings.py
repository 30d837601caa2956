"""What the `document` kind can be asked, typed and strict."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from readiness.model.errors import BadValue
from readiness.model.evidence import Sort
from readiness.model.text import Text
from readiness.probes.fields import Bilingual, MomentField, Names, Slug, YesNo
from readiness.probes.kind import KindSettings
from readiness.probes.pattern_fields import Patterns, as_list

_DOCUMENT = Names((Sort.DOCUMENT,))


class Part(BaseModel):
    """A group of settings: frozen, no unknown keys; `except` is written so and shown so."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, arbitrary_types_allowed=True, validate_by_name=True, serialize_by_alias=True
    )


class Clause(Part):
    """What the text must say: one of the patterns matches, so many times, in a heading or near other words if asked."""

    name: Bilingual
    any: Patterns
    at_least: Annotated[int, Field(ge=1)] = 1
    heading: YesNo = False
    near: Patterns | None = None


class Banned(Part):
    """What the text must not say, or what a person must judge; matches inside one of `except` do not count."""

    name: Bilingual
    any: Patterns
    apart_from: Patterns | None = Field(default=None, alias="except")


class StatedDate(Part):
    """A date that the text itself states after a label, and the window that it must lie in."""

    name: Bilingual
    label: Patterns
    not_before: MomentField | None = None
    by: MomentField | None = None


class Mentions(Part):
    """A table's column, every value of which the text must name; its column `also`, where it has one, holds other
    words for it."""

    evidence: str
    column: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


Demands = Annotated[tuple[Clause, ...], Field(min_length=1)]
Bans = Annotated[tuple[Banned, ...], Field(min_length=1)]
Length = Annotated[int, Field(ge=1)]
_ASKS = (
    "must_contain",
    "must_not_contain",
    "flags",
    "placeholders",
    "max_length",
    "max_title",
    "states_date",
    "mentions_each",
)


class Settings(KindSettings):
    """What the text of documents must say, must not say, and leaves to a person."""

    model_config = ConfigDict(serialize_by_alias=True)

    documents: Annotated[
        tuple[str, ...],
        BeforeValidator(as_list, json_schema_input_type=str | list[str]),
        Field(min_length=1),
        _DOCUMENT,
    ]
    must_contain: Demands | None = None
    min_found: Length | None = None
    must_not_contain: Bans | None = None
    flags: Bans | None = None
    flags_cleared_by: Slug | None = None
    placeholders: Patterns | None = None
    max_length: Length | None = None
    max_title: Length | None = None
    campaign_dates: YesNo = False
    states_date: StatedDate | None = None
    mentions_each: Mentions | None = None
    pictures: Literal["note", "refuse"] = "note"

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if not self.campaign_dates and all(getattr(self, name) is None for name in _ASKS):
            known = ", ".join((*_ASKS, "campaign_dates"))
            raise BadValue(
                Text(
                    f"nothing is asked of the documents; add one of {known}",
                    f"没有对文档提出任何要求；请加上 {known} 之一",
                )
            )
        return self

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        clauses = len(self.must_contain or ())
        if self.min_found is not None and self.min_found > clauses:
            raise BadValue(
                Text(
                    f"min_found is {self.min_found}, but must_contain has {clauses} clauses",
                    f"min_found 为 {self.min_found}，但 must_contain 只有 {clauses} 项",
                )
            )
        if (self.flags is None) != (self.flags_cleared_by is None):
            raise BadValue(
                Text(
                    "flags and flags_cleared_by belong together: the words, and the role that judges them",
                    "flags 与 flags_cleared_by 须同时填写：要判断的词语，以及由哪个角色判断",
                )
            )
        return self

    def evidence(self) -> Iterator[tuple[str, str, Names]]:
        for name in self.documents:
            yield "documents", name, _DOCUMENT
        if self.mentions_each is not None:
            yield "mentions_each", self.mentions_each.evidence, Names((Sort.TABLE,), (self.mentions_each.column,))

    def patterns(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Every pattern of the settings, with where it stands in them."""
        for index, clause in enumerate(self.must_contain or ()):
            yield from _at(("must_contain", index, "any"), clause.any)
            yield from _at(("must_contain", index, "near"), clause.near)
        for field in ("must_not_contain", "flags"):
            for index, banned in enumerate(getattr(self, field) or ()):
                yield from _at((field, index, "any"), banned.any)
                yield from _at((field, index, "except"), banned.apart_from)
        yield from _at(("placeholders",), self.placeholders)
        yield from _at(("states_date", "label"), self.states_date.label if self.states_date else None)


def _at(path: tuple[str | int, ...], patterns: tuple[str, ...] | None) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for index, pattern in enumerate(patterns or ()):
        yield (*path, index), pattern
