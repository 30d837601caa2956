"""Secrets never reach a record or a report: the one place where they are taken out of what is recorded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar
from urllib.parse import quote, quote_plus

from readiness.model.secret import Secret

T = TypeVar("T")

_MASK = "***"
_SHORTEST_ANYWHERE = 4
_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


class Redactor:
    """Replaces every known secret in texts, however deep they lie in tuples, mappings and dataclasses.

    A value of fewer than four characters is replaced only where it stands as a whole token: taking every `7` out of
    a report would hide the findings. A value is also known
    as it stands in a URL (percent-encoded) and in quotes (escaped).
    """

    def __init__(self, secrets: Iterable[Secret]) -> None:
        forms = {form for secret in secrets for form in _forms(secret.reveal())}
        # Longest first, so that a secret that holds another one is taken out whole.
        patterns = [_pattern(form) for form in sorted(forms, key=lambda form: (-len(form), form))]
        self._pattern = re.compile("|".join(patterns)) if patterns else None

    def text(self, words: str) -> str:
        return words if self._pattern is None else self._pattern.sub(_MASK, words)

    def clean(self, value: T) -> T:
        """The same value with every text in it redacted; numbers, instants and enums stay as they are."""
        return value if self._pattern is None else self._walk(value)

    def _walk(self, value: Any) -> Any:
        match value:
            case Enum():
                return value
            case str():
                return self.text(value)
            case tuple() | list():
                return type(value)(self._walk(item) for item in value)
            case Mapping():
                return {self._walk(key): self._walk(item) for key, item in value.items()}
            case _ if is_dataclass(value) and not isinstance(value, type):
                return replace(value, **{f.name: self._walk(getattr(value, f.name)) for f in fields(value)})
            case _:
                return value


def _forms(value: str) -> Iterator[str]:
    if value.strip():
        yield from (value, value.strip(), quote(value, safe=""), quote_plus(value), repr(value)[1:-1])


def _pattern(form: str) -> str:
    literal = re.escape(form)
    return literal if len(form) >= _SHORTEST_ANYWHERE else rf"(?<!\w){literal}(?!\w)"


def variables_in(value: Any) -> frozenset[str]:
    """The names of all `${NAME}` in the texts of a value, however deep."""
    match value:
        case Enum():
            return frozenset()
        case str():
            return frozenset(_VARIABLE.findall(value))
        case Mapping():
            return variables_in([*value.keys(), *value.values()])
        case tuple() | list():
            return frozenset().union(*map(variables_in, value))
        case _ if is_dataclass(value) and not isinstance(value, type):
            return variables_in([getattr(value, f.name) for f in fields(value)])
        case _:
            return frozenset()
