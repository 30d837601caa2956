"""Exclusion: what is asked."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from readiness.model.errors import BadValue
from readiness.model.evidence import Sort
from readiness.model.text import Text
from readiness.probes.fields import Duration, Names, YesNo
from readiness.probes.kind import KindSettings
from readiness.probes.tabular.limits import Limits
from readiness.probes.tabular.parts import MOST_FINDINGS, ColumnName, Condition, MaxFindings, Part, TableName, Unit

ListName = Annotated[str, Names((Sort.TABLE,), aged=True)]


class Meaning(StrEnum):
    """What a contact column holds, and so how two of its cells are compared."""

    EMAIL = "email"
    PHONE = "phone"
    ID = "id"


Columns = Annotated[dict[ColumnName, Meaning], Field(min_length=1)]


class Duplicates(StrEnum):
    """What it means that a contact stands in the audience twice."""

    FINDING = "finding"
    NOTE = "note"


class Audience(Part):
    """Who will be contacted: the rows of `evidence` for which `where` does not come out false."""

    evidence: TableName
    columns: Columns
    where: Condition | None = None


class Excluded(Part):
    """Who must not be contacted. `may_be_empty`: a list without any row is taken for what it says."""

    evidence: ListName
    columns: Columns
    where: Condition | None = None
    may_be_empty: YesNo = False


class Settings(KindSettings):
    """Nobody of `audience` stands in any of the `excluded` lists; see docs/probes/exclusion.md."""

    audience: Audience
    excluded: Annotated[tuple[Excluded, ...], Field(min_length=1)]
    region: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    max_age: Duration | None = None
    duplicates: Duplicates = Duplicates.FINDING
    limits: Annotated[Limits, Field(min_length=1)] = Field(default_factory=dict)
    unit: Unit = "people"
    max_findings: MaxFindings = MOST_FINDINGS

    @model_validator(mode="after")
    def _comparable(self) -> Settings:
        if self.region is None and Meaning.PHONE in {*self.audience.columns.values()}:
            raise BadValue(
                Text(
                    "a telephone number without a country code needs `region`, the country that it is of: CN",
                    "没有国家代码的电话号码需要 `region`，写明所属国家，例如 CN",
                )
            )
        names = [one.evidence for one in self.excluded]
        if len(set(names)) < len(names) or self.audience.evidence in names:
            raise BadValue(
                Text(
                    "a list stands in `excluded` twice, or is the audience itself",
                    "excluded 中有重复的名单，或受众本身",
                )
            )
        for one in self.excluded:
            if not {*one.columns.values()} & {*self.audience.columns.values()}:
                raise BadValue(_nothing_shared(one.evidence, one.columns, self.audience.columns))
        return self


def _nothing_shared(name: str, columns: Mapping[str, Meaning], audience: Mapping[str, Meaning]) -> Text:
    here, there = (", ".join(sorted(set(one.values()))) for one in (columns, audience))
    return Text(
        f"{name} holds {here} and the audience {there}, so the list excludes nobody; name columns that both have",
        f"{name} 只有 {here}，受众只有 {there}，该名单排除不了任何人；请写明双方都有的列",
    )
