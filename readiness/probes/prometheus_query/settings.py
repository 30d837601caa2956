"""What the `prometheus-query` kind can be asked, typed and strict."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any, Final, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from readiness.evidence.cells import fold_word
from readiness.model.errors import BadValue
from readiness.model.evidence import Sort
from readiness.model.text import Text
from readiness.probes.fields import Bilingual, Duration, Names, YesNo
from readiness.probes.kind import KindSettings
from readiness.probes.tabular.limits import Limit, LimitName, Limits

# How the name of a bound's limit begins, which says whether a campaign that raises it asks more or less.
BOUNDS: Final = {"at_least": "min_", "above": "min_", "at_most": "max_", "below": "max_", "equals": ""}


def _as_list(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Words = Annotated[
    tuple[Annotated[str, Field(min_length=1)], ...],
    BeforeValidator(_as_list, json_schema_input_type=str | list[str]),
    Field(min_length=1),
]


class Part(BaseModel):
    """A group of settings: frozen, no unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class MetricRule(Part):
    """What is asked of one metric, which the table must have under one of `names`. The bounds name limits: `0.5 %` is
    held against a fraction, `5m` against a time, a bare number against the value as it is. `window` is how far back
    the query may look (with an upper bound: must look), by one of the functions `by`."""

    names: Words
    title: Bilingual
    at_least: LimitName | None = None
    above: LimitName | None = None
    at_most: LimitName | None = None
    below: LimitName | None = None
    equals: LimitName | None = None
    min_series: Annotated[int, Field(ge=1)] = 1
    members: YesNo = False
    window: Duration | None = None
    by: Words | None = None

    @property
    def key(self) -> str:
        """What the metric is compared by, whichever of its names a table has."""
        return fold_word(self.names[0])

    @property
    def bounds(self) -> tuple[tuple[str, str], ...]:
        """(sort of bound, name of its limit)."""
        return tuple((sort, getattr(self, sort)) for sort in BOUNDS if getattr(self, sort) is not None)

    @property
    def limited_above(self) -> bool:
        """Whether a value can be too large, so that a look at less time than is asked would hide some of it."""
        return any(bound is not None for bound in (self.at_most, self.below, self.equals))

    @model_validator(mode="after")
    def _limits_say_which_way(self) -> Self:
        for sort, name in self.bounds:
            if not name.startswith(BOUNDS[sort]):
                raise BadValue(
                    Text(
                        f"the limit of {sort} is named {name!r}; its name must begin with {BOUNDS[sort]}",
                        f"{sort} 的限值名为 {name!r}；其名称须以 {BOUNDS[sort]} 开头",
                    )
                )
        return self


class Settings(KindSettings):
    """Every query of the table `queries` (columns `metric` and `query`; `unit` and `members` where needed) must give
    fresh values at `server`; `only_named`: of the table only the rows that `metrics` names."""

    server: Annotated[str, Names((Sort.URL,))]
    queries: Annotated[str, Names((Sort.TABLE,), columns=("metric", "query"))]
    max_sample_age: Duration
    min_metrics: Annotated[int, Field(ge=1)] = 1
    metrics: Annotated[tuple[MetricRule, ...], Field(min_length=1)] | None = None
    only_named: YesNo = False
    limits: Limits = Field(default_factory=dict)
    max_skew: Duration = timedelta(seconds=60)
    max_age: Duration = timedelta(hours=1)
    timeout: Duration = timedelta(seconds=10)
    retries: Annotated[int, Field(ge=0, le=10)] = 2
    concurrency: Annotated[int, Field(ge=1, le=100)] = 20

    @property
    def rules(self) -> tuple[MetricRule, ...]:
        return self.metrics or ()

    def limit(self, name: str) -> Limit:
        """The limit that a bound names; `_names_its_limits` has seen that it is there."""
        return self.limits[name]

    @model_validator(mode="after")
    def _names_its_limits(self) -> Self:
        if self.only_named and self.metrics is None:
            raise BadValue(
                Text(
                    "only_named asks nothing without metrics; name them, or leave only_named out",
                    "没有 metrics 时，only_named 不检查任何指标；请写出 metrics，或去掉 only_named",
                )
            )
        used = {name for rule in self.rules for _, name in rule.bounds}
        wrong = next(iter([*sorted(used - self.limits.keys()), *sorted(self.limits.keys() - used)]), None)
        if wrong is not None:
            raise BadValue(
                Text(
                    f"{wrong!r} must both stand under limits and be named by a bound of a metric",
                    f"{wrong!r} 须同时写在 limits 中，并被某个指标的限值引用",
                )
            )
        return self
