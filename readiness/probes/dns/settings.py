"""What the `dns` kind can be asked."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import Field, model_validator

from readiness.model.errors import BadValue
from readiness.model.evidence import Sort
from readiness.model.text import Text
from readiness.probes.fields import Duration, Names, YesNo
from readiness.probes.kind import KindSettings
from readiness.probes.tabular.parts import Part


class DnsLimits(Part):
    """Every limit that decides; see docs/probes/dns.md."""

    max_ttl: Duration
    advised_ttl: Duration

    @model_validator(mode="after")
    def _advice_is_not_above(self) -> DnsLimits:
        if self.advised_ttl > self.max_ttl:
            raise BadValue(
                Text(
                    "advised_ttl is above max_ttl, so it would advise what is refused",
                    "advised_ttl 大于 max_ttl，等于建议一个不允许的值",
                )
            )
        return self


class Settings(KindSettings):
    """Every name of the list is looked up at every resolver, and its records at the servers that have authority over
    them; with `backup: yes` each row must name what takes over. See docs/probes/dns.md."""

    names: Annotated[str, Names((Sort.TABLE,), columns=("host",))]
    resolvers: Annotated[str, Names((Sort.TABLE,), columns=("server",))] | None = None
    backup: YesNo = False
    limits: DnsLimits
    max_age: Duration = timedelta(hours=1)
    timeout: Duration = timedelta(seconds=3)
    retries: Annotated[int, Field(ge=0, le=5)] = 1
