"""`rows`: what is asked."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from readiness.model.errors import BadValue
from readiness.model.text import Text
from readiness.probes.fields import Duration, YesNo
from readiness.probes.kind import KindSettings
from readiness.probes.tabular.blaming import names_of_blames
from readiness.probes.tabular.limits import Limits
from readiness.probes.tabular.parts import (
    MOST_FINDINGS,
    Alias,
    ColumnName,
    Condition,
    Join,
    MaxFindings,
    Roster,
    TableName,
    Unit,
)
from readiness.probes.tabular.rules import Rule, Total, one_or_more
from readiness.probes.tabular.scope import names_in
from readiness.probes.tabular.shares import Shares
from readiness.probes.tabular.templates import placeholders


class Settings(KindSettings):
    """`key` omitted is the key of the table's contract. docs/probes/rows.md explains each."""

    table: TableName
    key: Annotated[
        tuple[ColumnName, ...] | None,
        BeforeValidator(one_or_more, json_schema_input_type=ColumnName | list[ColumnName]),
        Field(min_length=1),
    ] = None
    repeats: YesNo = False
    where: Condition | None = None
    roster: Roster | None = None
    strangers: Literal["note", "finding", "judge"] = "note"
    join: Annotated[dict[Alias, Join], Field(min_length=1)] = Field(default_factory=dict)
    limits: Annotated[Limits, Field(min_length=1)] = Field(default_factory=dict)
    max_age: Duration | None = None
    min_rows: Annotated[int, Field(ge=1)] | None = None
    unit: Unit = "rows"
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)] = ()
    totals: Annotated[tuple[Total, ...], Field(min_length=1)] = ()
    shares: Shares | None = None
    max_findings: MaxFindings = MOST_FINDINGS

    @model_validator(mode="after")
    def _asks_something(self) -> Settings:
        if not self.rules and not self.totals and self.roster is None:
            raise BadValue(
                Text(
                    "nothing is asked of the rows: write rules, totals or a roster",
                    "没有对行提出任何要求：请写 rules、totals 或 roster",
                )
            )
        if self.roster is None and "strangers" in self.model_fields_set:
            raise BadValue(Text("strangers belong to a roster", "strangers 只用于有 roster 的检查"))
        return self

    def names(self) -> frozenset[str]:
        """All columns, limits and constants that the settings name. Raises BadValue for an unreadable expression."""
        expressions = [text for rule in self.rules for text in rule.expressions]
        expressions += [text for total in self.totals for text in (total.must, *total.shown)]
        expressions += [self.where] if self.where else []
        expressions += [self.shares.limit] if self.shares and self.shares.limit else []
        words = [text for rule in self.rules for _, text in rule.templates]
        words += [text for total in self.totals for _, text in total.templates]
        named = {place.words for text in words for place in placeholders(text) if not place.computed}
        named |= {name for rule in self.rules for name in rule.demanded}
        named |= {name for total in self.totals for name in (*total.per, *([total.shows] if total.shows else []))}
        named |= {name for total in self.totals for name in names_of_blames(total.blames)}
        named |= set(self.roster.matches) if self.roster else set()
        named |= {self.shares.of, self.shares.by} if self.shares else set()
        return frozenset(named | {*(self.key or ())}) | names_in(expressions)
