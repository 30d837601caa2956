"""Field types of kinds that search texts: patterns."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from readiness.model.errors import BadValue
from readiness.model.text import Text

_SHIPPED = "both_languages"
"""Key of the validation context that is true for a checklist that ships: a test compiles its patterns, so that loading
need not."""


def as_list(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _pattern(value: str, info: ValidationInfo) -> str:
    if not value.strip():
        raise BadValue(Text("the pattern is empty; write what to look for", "模式为空；请写出要查找的内容"))
    if not (info.context or {}).get(_SHIPPED):
        from readiness.evidence.patterns import check_pattern

        check_pattern(value)
    return value


Pattern = Annotated[str, AfterValidator(_pattern)]
Patterns = Annotated[
    tuple[Pattern, ...], BeforeValidator(as_list, json_schema_input_type=str | list[str]), Field(min_length=1)
]
