"""The message catalogues: one TOML file a language, with the same keys in each."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from readiness.model.text import Lang
from readiness.reporting.assets import reports_folder

PLURAL = "other"


class Messages:
    """The messages of one language by dotted key. A missing key is a bug and raises KeyError."""

    def __init__(self, entries: Mapping[str, Any]) -> None:
        self._entries = dict(_flat(entries))

    def __call__(self, key: str, /, **values: object) -> str:
        template: str = self._entries[key]
        return template.format(**values) if values else template

    def count(self, key: str, n: int, /, **values: object) -> str:
        """A message with forms by number (`one`, `other`); `{n}` in it is the number with separators."""
        forms: dict[str, str] = self._entries[key]
        template = forms.get("one", forms[PLURAL]) if n == 1 else forms[PLURAL]
        return template.format(n=f"{n:,}", **values)

    def words(self, key: str) -> list[str]:
        """An entry that is a list, such as the names of the months."""
        entry: list[str] = self._entries[key]
        return entry

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def keys(self) -> frozenset[str]:
        return frozenset(self._entries)


@cache
def messages(lang: Lang) -> Messages:
    path = reports_folder() / "messages" / f"{lang}.toml"
    return Messages(tomllib.loads(path.read_text(encoding="utf-8")))


def _flat(entries: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, entry in entries.items():
        if isinstance(entry, dict) and PLURAL not in entry:
            yield from _flat(entry, f"{prefix}{name}.")
        else:
            yield prefix + name, entry
