"""Experiment: what is asked."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from readiness.model.errors import BadValue
from readiness.model.text import Text
from readiness.probes.fields import MomentField
from readiness.probes.kind import KindSettings
from readiness.probes.tabular.limits import Limits, Number
from readiness.probes.tabular.parts import MOST_FINDINGS, ColumnName, Condition, MaxFindings, Part, TableName, Unit
from readiness.probes.tabular.rules import Rule


class Result(Part):
    """What a finished test says, by its columns: `winner` and `control` mark an arm with yes, `rule` holds the rule of
    decision that was declared, `ended` must be at or before `by` (default: the check's due) and not before
    `not_before`."""

    size: ColumnName
    successes: ColumnName
    winner: ColumnName
    ended: ColumnName
    started: ColumnName | None = None
    split: ColumnName | None = None
    control: ColumnName | None = None
    rule: ColumnName | None = None
    by: MomentField | None = None
    not_before: MomentField | None = None


class EffectIs(StrEnum):
    """What the smallest effect is added to: 2 % on 10 % is 12 % (absolute) or 10.2 % (relative)."""

    ABSOLUTE = "absolute"
    RELATIVE = "relative"


class Plan(Part):
    """What a planned test says, by its columns."""

    size: ColumnName
    split: ColumnName
    control: ColumnName
    baseline: ColumnName
    effect: ColumnName
    effect_is: EffectIs


class Uses(Part):
    """What was made from tests: each row of `evidence` names its test and the arm that it is, and the test must have
    ended by `at`. Only tests that are used are judged."""

    evidence: TableName
    name: ColumnName
    test: ColumnName
    arm: ColumnName
    at: ColumnName


class Members(Part):
    """Who is in which arm, a row for each person."""

    evidence: TableName
    test: ColumnName
    arm: ColumnName
    member: ColumnName


_RESULT = ("max_p", "min_per_arm", "min_expected")
_SPLIT = ("max_split_gap",)
_RESULT_SPLIT = ("min_split_p",)
_PLAN = ("max_alpha", "min_power", "min_control_share")
_SHARES = ("max_p", "min_split_p", "max_alpha", "min_power", "min_control_share", "max_split_gap")


class Settings(KindSettings):
    """The A/B tests of `table`, a row for each arm; see docs/probes/experiment.md."""

    table: TableName
    test: ColumnName = "test"
    arm: ColumnName = "arm"
    where: Condition | None = None
    result: Result | None = None
    plan: Plan | None = None
    uses: Uses | None = None
    members: Members | None = None
    limits: Annotated[Limits, Field(min_length=1)]
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)] = ()
    unit: Unit = "tests"
    max_findings: MaxFindings = MOST_FINDINGS

    @model_validator(mode="after")
    def _something_is_asked(self) -> Settings:
        if self.result is None and self.plan is None:
            raise BadValue(
                Text("nothing is asked; write result, plan or both", "没有提出任何要求；请写 result、plan 或两者")
            )
        if self.uses is not None and self.result is None:
            raise BadValue(Text("uses needs result: which arm won", "uses 需要 result，才知道哪个方案胜出"))
        if self.members is not None and self.plan is None:
            raise BadValue(Text("members needs plan: how many there must be", "members 需要 plan，才知道应有多少人"))
        return self

    @model_validator(mode="after")
    def _limits_are_those_needed(self) -> Settings:
        lacking = [name for name in self.asked_limits if name not in self.limits]
        if lacking:
            raise BadValue(
                Text(f"limits lack {', '.join(lacking)}", f"limits 中缺少 {'、'.join(lacking)}"),
            )
        for name in self.asked_limits:
            limit = self.limits[name]
            if not isinstance(limit, Number):
                raise BadValue(Text(f"the limit {name} must be a number", f"限值 {name} 必须是数字"))
            share = name in _SHARES
            if limit.value < 0 or (share and limit.value >= 1) or (limit.value == 0 and name in _ABOVE_ZERO):
                wanted = "above 0 and below 1 (100 %)" if share else "above 0"
                raise BadValue(
                    Text(
                        f"the limit {name} is {limit.words}; it must be {wanted}",
                        f"限值 {name} 为 {limit.words}，必须大于 0{'且小于 1（100 %）' if share else ''}",
                    )
                )
        return self

    @property
    def asked_limits(self) -> tuple[str, ...]:
        """The limits that these questions need."""
        split = self.plan is not None or (self.result is not None and self.result.split is not None)
        return (
            *(_RESULT if self.result else ()),
            *(_RESULT_SPLIT if self.result and self.result.split else ()),
            *(_PLAN if self.plan else ()),
            *(_SPLIT if split else ()),
        )

    def limit(self, name: str) -> Decimal:
        limit = self.limits[name]
        assert isinstance(limit, Number)
        return limit.value

    def limit_words(self, name: str) -> str:
        limit = self.limits[name]
        assert isinstance(limit, Number)
        return limit.words

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns of the table that must be there; `rule` and `control` of a result may be missing."""
        named: list[str | None] = [self.test, self.arm]
        if self.result is not None:
            one = self.result
            named += [one.size, one.successes, one.winner, one.ended, one.started, one.split]
        if self.plan is not None:
            two = self.plan
            named += [two.size, two.split, two.control, two.baseline, two.effect]
        return tuple(dict.fromkeys(name for name in named if name))

    @property
    def columns(self) -> tuple[str, ...]:
        more = (self.result.control, self.result.rule) if self.result else ()
        return tuple(dict.fromkeys((*self.needed, *(name for name in more if name))))


_ABOVE_ZERO = ("max_p", "min_split_p", "max_alpha", "min_power", "min_per_arm", "min_expected")
