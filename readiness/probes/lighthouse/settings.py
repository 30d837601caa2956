"""Lighthouse: what is asked."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field, PlainSerializer

from readiness.model.evidence import Sort
from readiness.probes.fields import Duration, MomentField, Names
from readiness.probes.kind import KindSettings
from readiness.probes.tabular.parts import MOST_FINDINGS, ColumnName, Condition, MaxFindings, Part

AuditId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
Most = Annotated[Decimal, Field(ge=0), PlainSerializer(str)]


class FormFactor(StrEnum):
    """As what device a page was opened."""

    MOBILE = "mobile"
    DESKTOP = "desktop"


class Pages(Part):
    """The pages that must have been measured: a column of addresses of a table, or an evidence that is an address."""

    evidence: Annotated[str, Names((Sort.TABLE, Sort.URL))]
    url: ColumnName | None = None
    where: Condition | None = None


class SpeedLimits(Part):
    """Every number that decides; see docs/probes/lighthouse.md. `audits` are the most that audits may measure, in their
    own unit: `{largest-contentful-paint: 2500}`; `min_rtt_ms` and `max_kbps` say how slow the network must be."""

    audits: Annotated[dict[AuditId, Most], Field(min_length=1)]
    form_factor: FormFactor
    min_rtt_ms: Most
    max_kbps: Annotated[Decimal, Field(gt=0), PlainSerializer(str)]
    min_runs: Annotated[int, Field(ge=1, le=100)] = 1


class Settings(KindSettings):
    """The reports in `results` are of each of the `pages`, and within `limits`; see docs/probes/lighthouse.md."""

    results: Annotated[str, Names((Sort.DOCUMENT,))]
    pages: Pages
    limits: SpeedLimits
    by: MomentField | None = None
    not_before: MomentField | None = None
    max_age: Duration | None = None
    max_findings: MaxFindings = MOST_FINDINGS
