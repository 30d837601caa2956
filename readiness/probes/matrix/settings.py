"""Matrix: what is asked."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, field_validator, model_validator

from readiness.model.errors import BadValue
from readiness.model.text import Text
from readiness.probes.fields import Bilingual, Duration, MomentField
from readiness.probes.kind import KindSettings
from readiness.probes.tabular.limits import Limits
from readiness.probes.tabular.parts import MOST_FINDINGS, ColumnName, Condition, MaxFindings, Part, TableName, Unit
from readiness.probes.tabular.rules import Rule

AxisWord = Annotated[str, Field(min_length=1)]


class AxisSource(Part):
    """An axis whose values stand in other evidence: the different cells of a column, in the rows for which `where` is
    true."""

    evidence: TableName
    column: ColumnName
    where: Condition | None = None


class Done(Part):
    """When a row's act must be: in `column`, at or before `by` (default: the check's due) and at or after
    `not_before`."""

    column: ColumnName
    by: MomentField | None = None
    not_before: MomentField | None = None


class Settings(KindSettings):
    """Each combination of the axes' values needs a row of `table` that counts; see docs/probes/matrix.md."""

    table: TableName
    axes: Annotated[
        dict[ColumnName, AxisSource | Annotated[tuple[AxisWord, ...], Field(min_length=1)]], Field(min_length=1)
    ]
    several: Annotated[tuple[ColumnName, ...], Field(min_length=1)] | None = None
    counts: Condition | None = None
    done: Done | None = None
    at_least: Annotated[dict[ColumnName, Annotated[int, Field(ge=1)]], Field(min_length=1)] = Field(
        default_factory=dict
    )
    limits: Annotated[Limits, Field(min_length=1)] = Field(default_factory=dict)
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)] = ()
    max_age: Duration | None = None
    unit: Unit = "cells"
    required: Bilingual | None = None
    message: Bilingual | None = None
    max_findings: MaxFindings = MOST_FINDINGS

    @field_validator("axes")
    @classmethod
    def _listed_once(cls, axes: dict[str, AxisSource | tuple[str, ...]]) -> dict[str, AxisSource | tuple[str, ...]]:
        trimmed: dict[str, AxisSource | tuple[str, ...]] = {}
        for name, values in axes.items():
            if isinstance(values, AxisSource):
                trimmed[name] = values
                continue
            words = tuple(word.strip() for word in values)
            if not all(words) or len(set(words)) < len(words):
                raise BadValue(
                    Text(f"the axis {name} lists a value twice, or an empty one", f"轴 {name} 列出了重复或空的值")
                )
            trimmed[name] = words
        return trimmed

    @model_validator(mode="after")
    def _several_are_axes(self) -> Settings:
        for name in self.several or ():
            if name not in self.axes:
                raise BadValue(
                    Text(
                        f"several names {name}, which is no axis; there are {', '.join(self.axes)}",
                        f"several 中的 {name} 不是轴；现有 {'、'.join(self.axes)}",
                    )
                )
        return self

    @model_validator(mode="after")
    def _can_be_filled(self) -> Settings:
        for name, least in self.at_least.items():
            if name not in self.axes:
                raise BadValue(
                    Text(
                        f"at_least names {name}, which is no axis; there are {', '.join(self.axes)}",
                        f"at_least 中的 {name} 不是轴；现有 {'、'.join(self.axes)}",
                    )
                )
            values = self.axes[name]
            if isinstance(values, tuple) and len(values) < least:
                raise BadValue(
                    Text(
                        f"at_least asks for {least} different values of {name}, and only {len(values)} are listed",
                        f"at_least 要求 {name} 有 {least} 个不同的值，但只列出了 {len(values)} 个",
                    )
                )
        return self
