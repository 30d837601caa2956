"""What the `test-report` kind can be asked, typed and strict."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from readiness.model.errors import BadValue
from readiness.model.evidence import Sort
from readiness.model.text import Text
from readiness.probes.fields import Bilingual, Duration, MomentField, Names, Ratio, YesNo
from readiness.probes.kind import KindSettings
from readiness.probes.pattern_fields import Patterns, as_list

AxisName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]
PropertyNames = Annotated[
    tuple[Annotated[str, Field(min_length=1)], ...],
    BeforeValidator(as_list, json_schema_input_type=str | list[str]),
    Field(min_length=1),
]
Count = Annotated[int, Field(ge=1)]


class Part(BaseModel):
    """A group of settings: frozen, no unknown keys; `except` is written so and shown so."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, arbitrary_types_allowed=True, validate_by_name=True, serialize_by_alias=True
    )


class Wanted(Part):
    """Cases that must be there: one of the patterns matches, and none of `except`."""

    name: Bilingual
    any: Patterns
    apart_from: Patterns | None = Field(default=None, alias="except")


class AxisSource(Part):
    """An axis whose values stand in a table: each different cell of a column. A column `also` holds other words."""

    evidence: str
    column: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


Axis = AxisSource | Annotated[tuple[Wanted, ...], Field(min_length=1)]


class Matrix(Part):
    """Each combination of the axes' values has a case that passed. `properties` are searched, too, and with `path` the
    name of the report's file and folders: only where each file is of one device."""

    axes: Annotated[dict[AxisName, Axis], Field(min_length=1)]
    properties: PropertyNames = ("device", "os", "os_version", "platform", "browser")
    path: YesNo = False


class Release(Part):
    """Where a report names the release that was tested: in the first of these properties that it has, or with `path`
    in the name of its file or folder."""

    properties: PropertyNames = ("release", "build", "app_version", "version")
    path: YesNo = False


class Settings(KindSettings):
    """What JUnit reports must show; see docs/probes/test-report.md."""

    model_config = ConfigDict(serialize_by_alias=True)

    reports: Annotated[str, Names((Sort.DOCUMENT,))]
    required: Annotated[tuple[Wanted, ...], Field(min_length=1)] | None = None
    others: Literal["must-pass", "ignored"] = "must-pass"
    flaky: Literal["finding", "note"] = "finding"
    rounds: Count = 1
    min_tests: Count = 1
    max_skipped: Ratio | None = None
    matrix: Matrix | None = None
    release: Release | None = None
    by: MomentField | None = None
    not_before: MomentField | None = None
    max_age: Duration | None = None

    @field_validator("max_skipped")
    @classmethod
    def _a_share(cls, share: Decimal | None) -> Decimal | None:
        if share is not None and not 0 <= share < 1:
            raise BadValue(
                Text(
                    f"{share} is no share; write 0 to below 1, such as 5 %",
                    f"{share} 不是占比；请写 0 至 1 之间，例如 5 %",
                )
            )
        return share

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if self.others == "ignored" and self.required is None and self.matrix is None:
            raise BadValue(
                Text(
                    "others are ignored and nothing is required, so nothing would be asked; add required or matrix",
                    "忽略其余用例，又没有必需的用例，等于没有要求；请加上 required 或 matrix",
                )
            )
        return self

    def evidence(self) -> Iterator[tuple[str, str, Names]]:
        yield "reports", self.reports, Names((Sort.DOCUMENT,))
        for axis in self.matrix.axes.values() if self.matrix else ():
            if isinstance(axis, AxisSource):
                yield "matrix", axis.evidence, Names((Sort.TABLE,), (axis.column,))

    def patterns(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Every pattern of the settings, with where it stands in them."""
        yield from _patterns(("required",), self.required or ())
        for name, axis in self.matrix.axes.items() if self.matrix else ():
            if not isinstance(axis, AxisSource):
                yield from _patterns(("matrix", "axes", name), axis)

    def property_names(self) -> frozenset[str]:
        """The properties to keep of reports, in lower case."""
        named = (*(self.release.properties if self.release else ()), *(self.matrix.properties if self.matrix else ()))
        return frozenset(name.strip().lower() for name in named)


def _patterns(path: tuple[str | int, ...], wanted: tuple[Wanted, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for place, one in enumerate(wanted):
        for field, patterns in (("any", one.any), ("except", one.apart_from or ())):
            for index, pattern in enumerate(patterns):
                yield (*path, place, field, index), pattern
