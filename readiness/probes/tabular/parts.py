"""The settings that the kinds over tables share."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from readiness.model.errors import BadValue
from readiness.model.evidence import Sort
from readiness.model.text import Text
from readiness.probes.fields import Duration, MomentField, Names, YesNo

ColumnName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
ColumnPath = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$")]
Alias = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Condition = Annotated[str, Field(min_length=1)]
Unit = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z -]*$")]
TableName = Annotated[str, Names((Sort.TABLE,))]
Matches = Annotated[dict[ColumnName, ColumnName], Field(min_length=1)]
MaxFindings = Annotated[int, Field(ge=1, le=10_000)]

MOST_FINDINGS = 200


class Part(BaseModel):
    """A part of a kind's settings: frozen, no unknown keys."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, arbitrary_types_allowed=True, serialize_by_alias=True, validate_by_alias=True
    )


class Join(Part):
    """Other evidence with at most one row for each row that is judged; `on` says which columns must be equal:
    {column here: column there}, `matching`, over columns here and there, what else must hold of the two (spans that
    overlap, for instance), and `where`, over the other evidence's own columns, which of its rows are meant.
    Of several, one for which `prefers` is TRUE is the partner (the first); where none is, the first of them. Without a
    partner a row is a finding, unless `optional`."""

    evidence: TableName
    on: Matches = Field(default_factory=dict)
    matching: Condition | None = None
    where: Condition | None = None
    prefers: Condition | None = None
    optional: YesNo = False

    @model_validator(mode="after")
    def _by_something(self) -> Join:
        if not self.on and self.matching is None:
            raise BadValue(
                Text(
                    "nothing says which rows belong together; write `on: {column here: column there}`, or `matching`",
                    "没有说明哪些行相对应；请写 `on: {本表列: 对方列}` 或 `matching`",
                )
            )
        return self


class Roster(Part):
    """What must be there: the rows of other evidence (`on`: {column here: column there}, `where`), or a series of
    instants, one each `every` from `from` to `until`, both included, in the column `on`."""

    evidence: TableName | None = None
    on: Matches | ColumnName
    where: Condition | None = None
    every: Duration | None = None
    starts: Annotated[MomentField | None, Field(alias="from")] = None
    until: MomentField | None = None

    @model_validator(mode="after")
    def _rows_or_series(self) -> Roster:
        series = (self.every, self.starts, self.until)
        of_rows = self.evidence is not None and isinstance(self.on, dict) and not any(series)
        of_instants = self.evidence is None and isinstance(self.on, str) and all(series) and self.where is None
        if not of_rows and not of_instants:
            raise BadValue(
                Text(
                    "a roster is either the rows of other evidence, {evidence: promoted, on: {sku: sku}}, or a series, "
                    "{every: 1h, from: T, until: T+47h, on: hour}",
                    "roster 要么是其他证据的行：{evidence: promoted, on: {sku: sku}}，"
                    "要么是时间序列：{every: 1h, from: T, until: T+47h, on: hour}",
                )
            )
        return self

    @property
    def matches(self) -> dict[str, str]:
        """{column here: column of the roster}; a series has one column, `at`."""
        return self.on if isinstance(self.on, dict) else {self.on: "at"}
