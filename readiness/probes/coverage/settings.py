"""Coverage: what is asked."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema, model_validator

from readiness.model.errors import BadValue
from readiness.model.moments import Moment, parse_duration, say_duration
from readiness.model.text import Text
from readiness.probes.fields import Bilingual, Duration, MomentField, SaidAs, YesNo
from readiness.probes.kind import KindSettings
from readiness.probes.tabular.limits import Limits
from readiness.probes.tabular.parts import (
    MOST_FINDINGS,
    ColumnName,
    Condition,
    MaxFindings,
    Part,
    Roster,
    TableName,
    Unit,
)

_LIMIT_NAME = re.compile(r"[a-z][a-z0-9_]*")
GAP_WORDS = ("from", "until", "length", "max_gap", "at_least", "people")


def _length_or_limit(value: Any) -> timedelta | str:
    if isinstance(value, timedelta):
        return value
    words = str(value).strip()
    return words if _LIMIT_NAME.fullmatch(words) else parse_duration(words)


Length = Annotated[
    timedelta | str,
    BeforeValidator(_length_or_limit),
    PlainSerializer(lambda length: length if isinstance(length, str) else say_duration(length)),
    SaidAs(Text("a duration (24h), or the name of a limit", "时长（24h），或限值的名称")),
    WithJsonSchema({"type": "string", "pattern": r"^((\d+[wdhms])+|[a-z][a-z0-9_]*)$", "examples": ["24h", "max_gap"]}),
]


class Period(Part):
    """A time that must be covered, from a moment until another, with gaps of `max_gap` at most."""

    starts: Annotated[MomentField, Field(alias="from")] = Moment.parse("T")
    until: MomentField = Moment.parse("E")
    max_gap: Length = timedelta()


class Known(Part):
    """The people who may be named: a column of other evidence."""

    evidence: TableName
    column: ColumnName


class Settings(KindSettings):
    """The intervals of `table` cover each period; see docs/probes/coverage.md."""

    table: TableName
    starts: ColumnName = "starts"
    ends: ColumnName = "ends"
    where: Condition | None = None
    person: ColumnName | None = None
    people: Known | YesNo = False
    periods: Annotated[tuple[Period, ...], Field(min_length=1)] = (Period(),)
    roster: Roster | None = None
    at_least: Annotated[int, Field(ge=1, le=1000)] = 1
    recommended: Annotated[int, Field(ge=1, le=1000)] | None = None
    max_length: Length | None = None
    longest: Length | None = None
    limits: Annotated[Limits, Field(min_length=1)] = Field(default_factory=dict)
    max_age: Duration | None = None
    shows: ColumnName | None = None
    unit: Unit = "shifts"
    required: Bilingual | None = None
    message: Bilingual | None = None
    max_findings: MaxFindings = MOST_FINDINGS

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns by which it is covered: for each key of the roster by itself."""
        return tuple(self.roster.matches) if self.roster else ()

    @property
    def lengths(self) -> tuple[tuple[tuple[str | int, ...], timedelta | str], ...]:
        """Each length with the place of its setting."""
        found: list[tuple[tuple[str | int, ...], timedelta | str]] = [
            (("periods", place, "max_gap"), period.max_gap) for place, period in enumerate(self.periods)
        ]
        alone = ((("max_length",), self.max_length), (("longest",), self.longest))
        return (*found, *((path, said) for path, said in alone if said is not None))

    def length(self, said: timedelta | str) -> timedelta:
        """A length, where it is named by its limit."""
        found = self.limits[said] if isinstance(said, str) else said
        assert isinstance(found, timedelta)
        return found

    @model_validator(mode="after")
    def _limits_are_lengths(self) -> Settings:
        for _, said in self.lengths:
            if isinstance(said, str) and not isinstance(self.limits.get(said), timedelta):
                raise BadValue(
                    Text(
                        f"{said!r} is neither a duration such as 24h nor the name of a limit that is one",
                        f"“{said}”既不是时长（如 24h），也不是表示时长的限值名称",
                    )
                )
        return self

    @model_validator(mode="after")
    def _people_have_a_column(self) -> Settings:
        counted = self.at_least > 1 or self.recommended is not None or self.people
        if counted and self.person is None:
            raise BadValue(
                Text(
                    "people, recommended and an at_least above 1 need `person`, the column that says who it is",
                    "people、recommended 以及大于 1 的 at_least 需要 `person`，即写明人员的列",
                )
            )
        if self.recommended is not None and self.recommended <= self.at_least:
            raise BadValue(
                Text(
                    "recommended is more than at_least, or it says nothing", "recommended 应大于 at_least，否则没有意义"
                )
            )
        return self

    @model_validator(mode="after")
    def _roster_of_rows(self) -> Settings:
        if self.roster is not None and self.roster.evidence is None:
            raise BadValue(
                Text(
                    "the roster of a coverage is other evidence: {evidence: teams, on: {team: team}}; write times as "
                    "periods",
                    "coverage 的名单应为其他证据：{evidence: teams, on: {team: team}}；时间请写在 periods 中",
                )
            )
        return self
