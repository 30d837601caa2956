"""What the `alert-rules` kind can be asked, typed and strict."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from readiness.model.errors import BadValue
from readiness.model.evidence import Sort
from readiness.model.text import Text
from readiness.probes.fields import Bilingual, Duration, Names, Ratio, YesNo
from readiness.probes.kind import KindSettings
from readiness.probes.pattern_fields import Patterns, as_list

WordList = Annotated[
    tuple[Annotated[str, Field(min_length=1)], ...],
    BeforeValidator(as_list, json_schema_input_type=str | list[str]),
    Field(min_length=1),
]


class Tier(BaseModel):
    """An alert that fires as soon as the rate of errors is above `limit`, at the latest. `severity` are the values of
    its severity label, where they are known; `told_by` are sorts of integrations of which its receiver has one."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    name: Bilingual
    limit: Ratio
    severity: WordList | None = None
    told_by: WordList | None = None

    @field_validator("limit")
    @classmethod
    def _a_share(cls, limit: Decimal) -> Decimal:
        if not 0 < limit < 1:
            raise BadValue(
                Text(
                    f"{limit} is no rate of errors; write a percentage such as 0.5 %",
                    f"{limit} 不是错误率；请写百分比，例如 0.5 %",
                )
            )
        return limit


class Settings(KindSettings):
    """The running server and Alertmanager are asked where `server` and `alertmanager` name them; `rules` and
    `alertmanager_config` are their files. See docs/probes/alert-rules.md."""

    server: Annotated[str | None, Names((Sort.URL,))] = None
    rules: Annotated[str | None, Names((Sort.DOCUMENT,))] = None
    alertmanager: Annotated[str | None, Names((Sort.URL,))] = None
    alertmanager_config: Annotated[str | None, Names((Sort.DOCUMENT,))] = None
    tiers: Annotated[tuple[Tier, ...], Field(min_length=1, max_length=6)]
    metrics: Patterns | None = None
    hold_at_most: Duration
    window_at_most: Duration | None = None
    burn_rates: Duration | None = None
    severity_label: Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")] = "severity"
    allow_local: YesNo = False
    hidden: Literal["finding", "note"] = "finding"
    evaluated_within: Duration = timedelta(minutes=10)
    timeout: Duration = timedelta(seconds=10)
    retries: Annotated[int, Field(ge=0, le=10)] = 2

    @model_validator(mode="after")
    def _can_be_asked(self) -> Self:
        if self.server is None and self.rules is None:
            raise BadValue(Text("name server, rules, or both", "请填写 server、rules 之一或两者"))
        if self.alertmanager is None and self.alertmanager_config is None:
            raise BadValue(
                Text(
                    "name alertmanager, alertmanager_config, or both",
                    "请填写 alertmanager、alertmanager_config 之一或两者",
                )
            )
        limits = [tier.limit for tier in self.tiers]
        if any(one >= other for one, other in pairwise(limits)):
            raise BadValue(Text("each tier's limit must be above the one before it", "各级的 limit 须逐级升高"))
        return self
