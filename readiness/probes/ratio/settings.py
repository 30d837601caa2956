"""Ratio: what is asked."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field, field_validator, model_validator

from readiness.model.errors import BadValue
from readiness.model.text import Text
from readiness.probes.fields import Bilingual, Duration, Ratio, YesNo
from readiness.probes.kind import KindSettings
from readiness.probes.tabular.blaming import Blames
from readiness.probes.tabular.limits import Limits
from readiness.probes.tabular.parts import (
    MOST_FINDINGS,
    Alias,
    ColumnName,
    Condition,
    Join,
    Matches,
    MaxFindings,
    Roster,
    TableName,
    Unit,
)

AMOUNTS = ("value", "base", "ratio", "needed")
RATIO_DIGITS = 9


class ZeroBase(StrEnum):
    """What a base of zero means."""

    FINDING = "finding"
    PASS = "pass"  # noqa: S105  (no password)


class Settings(KindSettings):
    """`value` over the rows of `table`, held against `base` over those of `base_table`; see docs/probes/ratio.md."""

    table: TableName
    value: Condition
    base_table: TableName | None = None
    base: Condition
    per: Annotated[tuple[ColumnName, ...], Field(min_length=1)] | Matches | None = None
    roster: Roster | None = None
    where: Condition | None = None
    base_where: Condition | None = None
    join: Annotated[dict[Alias, Join], Field(min_length=1)] = Field(default_factory=dict)
    base_join: Annotated[dict[Alias, Join], Field(min_length=1)] = Field(default_factory=dict)
    limits: Annotated[Limits, Field(min_length=1)] = Field(default_factory=dict)
    min: Ratio | None = None
    max: Ratio | None = None
    whole: YesNo = False
    zero_base: ZeroBase = ZeroBase.FINDING
    max_age: Duration | None = None
    shows: ColumnName | None = None
    blames: Blames = Field(default_factory=dict)
    unit: Unit | None = None
    value_unit: str = ""
    required: Bilingual | None = None
    message: Bilingual | None = None
    max_findings: MaxFindings = MOST_FINDINGS

    @property
    def keys(self) -> dict[str, str]:
        """{column of `table`: column of `base_table`}; empty in total."""
        if self.per is None:
            return {}
        return dict(self.per) if isinstance(self.per, dict) else {name: name for name in self.per}

    @property
    def base_name(self) -> str:
        return self.base_table or self.table

    @field_validator("min", "max")
    @classmethod
    def _exactly_comparable(cls, ratio: Decimal | None) -> Decimal | None:
        exponent = 0 if ratio is None else ratio.normalize().as_tuple().exponent
        if ratio is not None and (ratio < 0 or not isinstance(exponent, int) or -exponent > RATIO_DIGITS):
            raise BadValue(
                Text(
                    f"{ratio} is no limit; write a ratio of 0 or more and at most {RATIO_DIGITS} decimals, as 1 %",
                    f"{ratio} 不是有效的限值；请写不小于 0、最多 {RATIO_DIGITS} 位小数的比率，例如 1 %",
                )
            )
        return ratio

    @model_validator(mode="after")
    def _some_limit(self) -> Settings:
        if self.min is None and self.max is None:
            raise BadValue(
                Text("nothing is required; write min, max or both", "没有提出任何要求；请写 min、max 或两者")
            )
        if self.min is not None and self.min == 0:
            raise BadValue(
                Text(
                    "min: 0 requires nothing; write more, or only max", "min: 0 等于没有要求；请写更大的值，或只写 max"
                )
            )
        if self.min is not None and self.max is not None and self.min > self.max:
            raise BadValue(
                Text(
                    f"min {self.min} is above max {self.max}, so nothing can pass",
                    f"min {self.min} 大于 max {self.max}，不可能通过",
                )
            )
        if self.whole and self.min is None:
            raise BadValue(
                Text(
                    "whole rounds up what min requires, and there is no min",
                    "whole 把 min 的要求向上取整，但没有写 min",
                )
            )
        return self

    @model_validator(mode="after")
    def _joins_fit(self) -> Settings:
        if self.base_join and self.base_name == self.table:
            raise BadValue(
                Text(
                    "value and base are of one table, whose rows `join` joins; base_join belongs to a base_table",
                    "value 与 base 来自同一张表，由 join 关联；base_join 只用于另有 base_table 的情形",
                )
            )
        return self

    @model_validator(mode="after")
    def _keys_fit(self) -> Settings:
        if len(set(self.keys)) < len(self.per or ()) or len(set(self.keys.values())) < len(self.keys):
            raise BadValue(Text("per names a column twice", "per 中有重复的列"))
        if self.roster is not None and set(self.roster.matches) != set(self.keys):
            listed = ", ".join(self.keys) or "-"
            raise BadValue(
                Text(
                    f"the roster's `on` names {', '.join(self.roster.matches)}, where the key (`per`) is {listed}; "
                    "name the same columns",
                    f"roster 的 on 写的是 {'、'.join(self.roster.matches)}，而键（per）是 {listed}；请写相同的列",
                )
            )
        return self
