"""What the `dashboard` kind can be asked, typed and strict."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from readiness.model.errors import BadValue
from readiness.model.evidence import Sort
from readiness.model.text import Text
from readiness.probes.fields import Bilingual, Duration, Names, YesNo
from readiness.probes.kind import KindSettings
from readiness.probes.pattern_fields import Patterns

ColumnName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
_DASHBOARDS = Names((Sort.DOCUMENT, Sort.URL))


class Part(BaseModel):
    """A group of settings: frozen, no unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Listed(Part):
    """The metrics of a table, each with its query or the title of its panel, or both; `at_least` different ones."""

    evidence: str
    metric: ColumnName = "metric"
    query: ColumnName = "query"
    panel: ColumnName = "panel"
    at_least: Annotated[int, Field(ge=1)] = 1


class Axis(Part):
    """What a panel's queries are split by: one of the patterns matches what they group by."""

    name: Bilingual
    any: Patterns


class Shown(Part):
    """A panel that must be there: its title or its query matches. `by` is what it is split by, `every` the longest time
    that one of its points stands for."""

    name: Bilingual
    any: Patterns
    by: Annotated[tuple[Axis, ...], Field(min_length=1)] | None = None
    every: Duration | None = None


class Settings(KindSettings):
    """`dashboards` are exports of Grafana (one file, or a folder of them) or its API. See docs/probes/dashboard.md."""

    dashboards: Annotated[str, _DASHBOARDS]
    metrics: Listed | None = None
    shows: Annotated[tuple[Shown, ...], Field(min_length=1)] | None = None
    refresh_at_most: Duration | None = None
    current: YesNo = True
    most_dashboards: Annotated[int, Field(ge=1, le=200)] = 50
    timeout: Duration = timedelta(seconds=10)
    retries: Annotated[int, Field(ge=0, le=10)] = 2

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if self.metrics is None and self.shows is None:
            raise BadValue(
                Text(
                    "nothing would be asked; add metrics (a table) or shows (panels)",
                    "没有任何要求；请加上 metrics（指标表）或 shows（面板）",
                )
            )
        return self

    def evidence(self) -> Iterator[tuple[str, str, Names]]:
        yield "dashboards", self.dashboards, _DASHBOARDS
        if self.metrics is not None:
            yield "metrics", self.metrics.evidence, Names((Sort.TABLE,), (self.metrics.metric,))

    def patterns(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Every pattern of the settings, with where it stands in them."""
        for place, one in enumerate(self.shows or ()):
            for index, pattern in enumerate(one.any):
                yield ("shows", place, "any", index), pattern
            for number, axis in enumerate(one.by or ()):
                for index, pattern in enumerate(axis.any):
                    yield ("shows", place, "by", number, "any", index), pattern
