"""What the `tls` kind can be asked."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field

from readiness.model.evidence import Sort
from readiness.probes.fields import Duration, MomentField, Names
from readiness.probes.kind import KindSettings
from readiness.probes.tabular.parts import Part

Version = Literal["1.0", "1.1", "1.2", "1.3"]
VERSIONS: tuple[Version, ...] = ("1.0", "1.1", "1.2", "1.3")


class TlsLimits(Part):
    """Every limit that decides; see docs/probes/tls.md."""

    min_version: Literal["1.2", "1.3"]
    valid_until: MomentField
    client_valid_until: MomentField
    min_gateways: Annotated[int, Field(ge=0)] = 0


class Settings(KindSettings):
    """Every host of the list is asked at each of its addresses; see docs/probes/tls.md."""

    hosts: Annotated[str, Names((Sort.TABLE,), columns=("host",))]
    limits: TlsLimits
    max_age: Duration = timedelta(hours=1)
    timeout: Duration = timedelta(seconds=5)
    retries: Annotated[int, Field(ge=0, le=5)] = 1
