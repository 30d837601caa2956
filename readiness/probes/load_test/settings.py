"""Load test: what is asked."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field, PlainSerializer, field_validator

from readiness.model.errors import BadValue
from readiness.model.evidence import Sort
from readiness.model.text import Text
from readiness.probes.fields import Bilingual, Duration, MomentField, Names, Ratio
from readiness.probes.kind import KindSettings
from readiness.probes.pattern_fields import Patterns
from readiness.probes.tabular.parts import MOST_FINDINGS, MaxFindings, Part

TEST_COLUMNS = ("file", "release", "environment")
TRAFFIC_COLUMNS = ("site", "daily_visits", "peak_share", "visit_seconds", "forecast_peak", "until")

Times = Annotated[Decimal, Field(gt=0, le=1000), PlainSerializer(str)]


class Step(Part):
    """A step of the customers' way: samples whose label matches one of the patterns."""

    name: Bilingual
    any: Patterns


class LoadLimits(Part):
    """Every number that decides; see docs/probes/load-test.md."""

    min_times: Times
    max_error_rate: Ratio
    max_p95_ms: Annotated[int, Field(ge=1, le=3_600_000)]
    min_peak: Duration
    max_gap: Duration
    min_visit: Duration
    max_traffic_age: Duration
    max_status: Annotated[int, Field(ge=100, le=599)]
    min_step_samples: Annotated[int, Field(ge=1)] = 1
    environments: Annotated[tuple[Annotated[str, Field(min_length=1)], ...], Field(min_length=1)]

    @field_validator("max_error_rate")
    @classmethod
    def _a_share(cls, rate: Decimal) -> Decimal:
        if not 0 <= rate < 1:
            raise BadValue(Text(f"{rate} is no share; write 0.5 %, or 0.005", f"{rate} 不是占比；请写 0.5 % 或 0.005"))
        return rate


class Settings(KindSettings):
    """The load test in `results` reached the users that `traffic` asks for, held them, and went well; see
    docs/probes/load-test.md."""

    results: Annotated[str, Names((Sort.DOCUMENT,))]
    tests: Annotated[str, Names((Sort.TABLE,), TEST_COLUMNS)]
    traffic: Annotated[str, Names((Sort.TABLE,), TRAFFIC_COLUMNS)]
    limits: LoadLimits
    by: MomentField | None = None
    not_before: MomentField | None = None
    steps: tuple[Step, ...] = ()
    max_findings: MaxFindings = MOST_FINDINGS
