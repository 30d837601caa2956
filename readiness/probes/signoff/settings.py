"""What the `signoff` kind can be asked, typed and strict."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, model_validator

from readiness.model.errors import BadValue
from readiness.model.evidence import Sort
from readiness.model.moments import Moment
from readiness.model.text import Text
from readiness.probes.fields import Duration, MomentField, Names, Slug, YesNo
from readiness.probes.kind import KindSettings


def _listed(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise BadValue(Text(f"{twice!r} stands twice; name each once", f"{twice!r} 出现了两次，每个只写一次"))
    return names


SlugList = Annotated[
    tuple[Slug, ...],
    BeforeValidator(_listed, json_schema_input_type=str | list[str]),
    AfterValidator(_each_once),
    Field(min_length=1),
]


class Settings(KindSettings):
    """Every role must have approved exactly what `subject` is bound to, at or before `by` (left out: the due time)."""

    subject: Annotated[str, Names((Sort.DOCUMENT, Sort.TABLE))]
    roles: SlugList
    by: MomentField | None = None
    not_before: MomentField | None = None
    criteria: SlugList | None = None
    min_score: Annotated[Decimal, Field(allow_inf_nan=False), PlainSerializer(str)] | None = None
    independent: YesNo = True
    max_age: Duration | None = None

    @model_validator(mode="after")
    def _scores_something(self) -> Self:
        if self.min_score is not None and self.criteria is None:
            raise BadValue(
                Text(
                    "min_score asks for marks, but no criteria are named; add criteria",
                    "min_score 需要评分项，但没有写 criteria；请补充 criteria",
                )
            )
        return self


def asks_as_much(before: Settings, after: Settings) -> bool:
    """Each requirement kept or tightened; moments of different anchors can't be compared, so they are not stricter."""
    return (
        before.subject == after.subject
        and set(after.roles) >= set(before.roles)
        and _no_later(before.by, after.by)
        and (before.not_before is None or _no_later(after.not_before, before.not_before))
        and set(after.criteria or ()) >= set(before.criteria or ())
        and (before.min_score is None or (after.min_score is not None and after.min_score >= before.min_score))
        and (after.independent or not before.independent)
        and (before.max_age is None or (after.max_age is not None and after.max_age <= before.max_age))
    )


def _no_later(before: Moment | None, after: Moment | None) -> bool:
    """Whether `after` is at or before `before`, as far as can be told without the campaign's instants."""
    if before is None or after is None:
        return before is after
    if before.instant is not None and after.instant is not None:
        return after.instant <= before.instant
    return before.instant is after.instant and before.anchor == after.anchor and after.offset <= before.offset
