"""Freshness: what is asked."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, field_validator, model_validator

from readiness.model.errors import BadValue
from readiness.model.evidence import Sort
from readiness.model.text import Text
from readiness.probes.fields import Bilingual, Duration, Names
from readiness.probes.freshness.names import Template
from readiness.probes.kind import KindSettings
from readiness.probes.pattern_fields import as_list
from readiness.probes.tabular.parts import (
    MOST_FINDINGS,
    ColumnName,
    Condition,
    MaxFindings,
    Part,
    Roster,
    TableName,
    Unit,
)

DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_SECOND = timedelta(seconds=1)
_MOST_BUCKETS = 10_000
_BESIDE = {"table": {"at", "where", "roster", "size"}, "folder": {"names", "ignore"}, "metric": {"roster"}}

MinSize = Annotated[Decimal, Field(gt=0), PlainSerializer(str)]


def _template(words: str) -> str:
    Template.of(words)
    return words


FileNames = Annotated[
    tuple[Annotated[str, AfterValidator(_template)], ...],
    BeforeValidator(as_list, json_schema_input_type=str | list[str]),
    Field(min_length=1),
]
Globs = Annotated[
    tuple[Annotated[str, Field(min_length=1)], ...],
    BeforeValidator(as_list, json_schema_input_type=str | list[str]),
]


class Holds(StrEnum):
    """What the values of a metric are: instants (Unix time in seconds), or how often something happened."""

    TIME = "time"
    COUNT = "count"


class Metric(Part):
    """What a Prometheus server is asked: a query, each `step`."""

    server: Annotated[str, Names((Sort.URL,))]
    query: Annotated[str, Field(min_length=1)]
    step: Duration
    holds: Holds = Holds.TIME

    @field_validator("step")
    @classmethod
    def _at_least_a_second(cls, step: timedelta) -> timedelta:
        if step < _SECOND:
            raise BadValue(Text("a step is at least 1s", "step 至少为 1s"))
        return step


class FreshLimits(Part):
    """Every number that decides; see docs/probes/freshness.md."""

    max_age: Duration
    over: Duration | None = None
    max_gap: Duration | None = None
    tolerance: Duration = timedelta()
    every: Duration | None = None
    min_size: MinSize | None = None

    @property
    def longest_gap(self) -> timedelta | None:
        """The longest gap that is still fine."""
        return None if self.max_gap is None else self.max_gap + self.tolerance

    @field_validator("every")
    @classmethod
    def _parts_of_a_day(cls, every: timedelta | None) -> timedelta | None:
        if every is not None and (every < _MINUTE or every % _MINUTE or DAY % every):
            raise BadValue(
                Text(
                    "a day must hold a whole number of these, in whole minutes: 15m, 1h, 6h, 24h",
                    "须为整分钟，且能整除一天：15m、1h、6h、24h",
                )
            )
        return every

    @model_validator(mode="after")
    def _over_a_time(self) -> FreshLimits:
        asked = max((length for length in (self.longest_gap, self.every) if length is not None), default=None)
        if (self.over is None) != (asked is None):
            raise BadValue(
                Text(
                    "`over` says over how long gaps are looked for, and goes with max_gap or every: "
                    "{max_gap: 15m, over: 24h}",
                    "`over` 是查找间隔的时段长度，与 max_gap 或 every 一起写：{max_gap: 15m, over: 24h}",
                )
            )
        if self.tolerance and self.max_gap is None:
            raise BadValue(
                Text("`tolerance` is one of max_gap; write that too", "`tolerance` 用于 max_gap，请一并写明")
            )
        if self.over is not None and self.every is not None and self.over // self.every > _MOST_BUCKETS:
            raise BadValue(
                Text(
                    f"`over` holds more than {_MOST_BUCKETS:,} times `every`",
                    f"`over` 超过 `every` 的 {_MOST_BUCKETS:,} 倍",
                )
            )
        if self.over is not None and asked is not None and self.over < asked:
            raise BadValue(
                Text(
                    "`over` is shorter than what is looked for in it, so nothing could be wrong",
                    "`over` 短于所要查找的间隔，等于没有检查",
                )
            )
        return self


class Settings(KindSettings):
    """What `table`, `folder` or `metric` tells of keeps coming; see docs/probes/freshness.md."""

    table: TableName | None = None
    folder: Annotated[str, Names((Sort.DOCUMENT,))] | None = None
    metric: Metric | None = None
    at: ColumnName | None = None
    where: Condition | None = None
    roster: Roster | None = None
    size: ColumnName | None = None
    names: FileNames | None = None
    ignore: Globs = ()
    limits: FreshLimits
    entry: Bilingual = Text("record", "记录")
    unit: Unit = "records"
    max_findings: MaxFindings = MOST_FINDINGS

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns of the table by whose keys it must be fresh, each by itself."""
        return tuple(self.roster.matches) if self.roster else ()

    @model_validator(mode="after")
    def _one_source(self) -> Settings:
        named = [name for name in ("table", "folder", "metric") if getattr(self, name) is not None]
        needed = {"table": self.at, "folder": self.names, "metric": self.limits.over}
        beside = {name for name in ("at", "where", "roster", "size", "names", "ignore") if getattr(self, name)}
        if len(named) != 1 or needed[named[0]] is None or beside - _BESIDE[named[0]]:
            raise BadValue(
                Text(
                    "ask one source: a table, {table: backups, at: finished_at}, where `where`, `roster` and `size` "
                    "may be added; a folder, {folder: backup-files, names: 'db-%Y%m%d-%H%M.dump'}, where `ignore` may "
                    "be; or a metric, {metric: {server: prometheus, query: ..., step: 1m}}, with `limits: over`, where "
                    "`roster` may be",
                    "只检查一种来源：表格 {table: backups, at: finished_at}，可加 `where`、`roster`、`size`；"
                    "文件夹 {folder: backup-files, names: 'db-%Y%m%d-%H%M.dump'}，可加 `ignore`；"
                    "或指标 {metric: {server: prometheus, query: ..., step: 1m}}，须写 `limits: over`，可加 `roster`",
                )
            )
        return self

    @model_validator(mode="after")
    def _points_can_be_asked(self) -> Settings:
        if self.metric is None or self.limits.over is None:
            return self
        if self.limits.over // self.metric.step > _MOST_BUCKETS or self.limits.min_size is not None:
            raise BadValue(
                Text(
                    f"a metric has no size, and `over` holds at most {_MOST_BUCKETS:,} times its `step`",
                    f"指标没有大小，且 `over` 不得超过其 `step` 的 {_MOST_BUCKETS:,} 倍",
                )
            )
        asked = min(length for length in (self.limits.longest_gap, self.limits.every) if length is not None)
        if self.metric.step > asked:
            raise BadValue(
                Text(
                    "the `step` is longer than the gap that is looked for in it",
                    "`step` 长于所要查找的间隔",
                )
            )
        return self

    @model_validator(mode="after")
    def _sizes_are_known(self) -> Settings:
        if self.table is not None and (self.limits.min_size is None) != (self.size is None):
            raise BadValue(
                Text(
                    "`limits: min_size` and `size`, the column that says how large it is, go together",
                    "`limits: min_size` 与写明大小的列 `size` 须一起写",
                )
            )
        return self

    @model_validator(mode="after")
    def _roster_of_rows(self) -> Settings:
        if self.roster is not None and self.roster.evidence is None:
            raise BadValue(
                Text(
                    "the roster of freshness is other evidence: {evidence: channels, on: {platform: channel}}; write "
                    "times as `limits: every`",
                    "freshness 的名单应为其他证据：{evidence: channels, on: {platform: channel}}；"
                    "时间间隔请写在 `limits: every` 中",
                )
            )
        return self
