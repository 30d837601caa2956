"""A small probe kind for the tests of loading: settings of every sort that real kinds have."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from readiness.model.evidence import Sort
from readiness.model.finding import Examined, Judgement
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.fields import Duration, MomentField, Names, Ratio, YesNo
from readiness.probes.kind import KindSettings

NAME = "test-kind"
SUMMARY = Text("Counts rows", "统计行数")


class Mode(StrEnum):
    FAST = "fast"
    SLOW = "slow"


class Limit(KindSettings):
    column: str
    at_least: Decimal = Decimal(1)


class Settings(KindSettings):
    table: Annotated[str, Names((Sort.TABLE,), ("sku",))]
    document: Annotated[str | None, Names((Sort.DOCUMENT,))] = None
    others: Annotated[tuple[str, ...], Names((Sort.TABLE, Sort.URL))] = ()
    min_ratio: Ratio = Decimal("1.2")
    max_age: Duration | None = None
    by: MomentField | None = None
    mode: Mode = Mode.FAST
    strict: YesNo = False
    count: Annotated[int, Field(ge=1)] = 1
    limits: Annotated[tuple[Limit, ...], Field(min_length=1)] | None = None


def gather(settings: Any, context: Any) -> Any:
    return context.table(settings.table)


def judge(settings: Any, facts: Any, situation: Situation) -> Judgement:
    return Judgement(Examined(1, "rows"))


def stricter(before: Settings, after: Settings) -> bool:
    rest = {"min_ratio"}
    same = before.model_dump(exclude=rest) == after.model_dump(exclude=rest)
    return same and after.min_ratio >= before.min_ratio
