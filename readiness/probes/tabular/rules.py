"""Rules over rows, as settings: what must hold of each row, and of rows together."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from readiness.model.errors import BadValue
from readiness.model.text import Text
from readiness.probes.fields import Bilingual, Duration, MomentField, YesNo
from readiness.probes.tabular.blaming import Blames
from readiness.probes.tabular.parts import ColumnName, ColumnPath, Condition, Part
from readiness.probes.tabular.templates import placeholders


def one_or_more(value: object) -> object:
    return [value] if isinstance(value, str) else value


class Rule(Part):
    """Exactly one of `must`, `filled`, `done` and `fresh`; see docs/probes/rows.md."""

    must: Condition | None = None
    filled: Annotated[
        tuple[ColumnPath, ...] | None,
        BeforeValidator(one_or_more, json_schema_input_type=ColumnPath | list[ColumnPath]),
        Field(min_length=1),
    ] = None
    done: ColumnPath | None = None
    by: MomentField | None = None
    not_before: MomentField | None = None
    fresh: ColumnPath | None = None
    max_age: Duration | None = None
    when: Condition | None = None
    shows: ColumnPath | None = None
    required: Bilingual | None = None
    observed: Bilingual | None = None
    message: Bilingual | None = None
    note: YesNo = False

    @model_validator(mode="after")
    def _one_demand(self) -> Rule:
        demands = [name for name in ("must", "filled", "done", "fresh") if getattr(self, name) is not None]
        if len(demands) != 1:
            raise BadValue(
                Text(
                    f"a rule holds exactly one of must, filled, done and fresh, not {len(demands)}",
                    f"每条规则只能有 must、filled、done、fresh 之一，现有 {len(demands)} 个",
                )
            )
        if self.done is None and (self.by or self.not_before):
            raise BadValue(Text("by and not_before belong to done", "by 和 not_before 只用于 done"))
        if (self.fresh is None) != (self.max_age is None):
            raise BadValue(Text("fresh and max_age belong together", "fresh 与 max_age 必须同时写"))
        if self.must is not None and self.required is None:
            raise BadValue(
                Text(
                    "must needs `required:`, the words for what is required: {en: ..., zh: ...}",
                    "must 需要 `required:`，说明要求：{en: ..., zh: ...}",
                )
            )
        return self

    @property
    def demanded(self) -> tuple[str, ...]:
        """The columns that the rule names outside of expressions."""
        return (*(self.filled or ()), *(name for name in (self.done, self.fresh, self.shows) if name))

    @property
    def expressions(self) -> tuple[str, ...]:
        return tuple(text for text in (self.must, self.when) if text)

    @property
    def templates(self) -> tuple[tuple[str, Text], ...]:
        return _templates(self)


class Total(Part):
    """A condition over all judged rows, or over each group `per` some columns."""

    must: Condition
    per: tuple[ColumnName, ...] = ()
    shows: ColumnName | None = None
    blames: Blames = Field(default_factory=dict)
    required: Bilingual
    observed: Bilingual | None = None
    message: Bilingual | None = None
    note: YesNo = False

    @property
    def templates(self) -> tuple[tuple[str, Text], ...]:
        return _templates(self)

    @property
    def shown(self) -> tuple[str, ...]:
        """The `{=expressions}` of its words."""
        found = [place.words for _, text in self.templates for place in placeholders(text) if place.computed]
        return tuple(dict.fromkeys(found))


def _templates(part: Rule | Total) -> tuple[tuple[str, Text], ...]:
    found = ((name, getattr(part, name)) for name in ("required", "observed", "message"))
    return tuple((name, text) for name, text in found if text is not None)
