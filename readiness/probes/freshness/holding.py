"""Freshness: entries of other sources than tables, laid into the engine, which finds gaps of all sources alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any

from readiness.evidence.sql_text import quoted
from readiness.probes.freshness.asking import Entries, Key

_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Held:
    """An entry: its key (empty where all are one), its instant, and where it was read."""

    key: Key
    moment: datetime
    where: str


def held(context: Any, name: str, entries: Sequence[Held], parts: int, shown: str) -> Entries:
    """The entries as a relation of the run's engine; `parts` is how many texts a key has."""
    engine = context.store.engine()
    relation = f"{name} entries {next(_numbers)}"
    keys = [f"key {part}" for part in range(parts)]
    columns: dict[str, list[str]] = {name: [entry.key[part] for entry in entries] for part, name in enumerate(keys)}
    columns["moment"] = [entry.moment.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ") for entry in entries]
    engine.load(relation, range(len(entries)), columns, {"moment": "TIMESTAMP"})
    selected = ", ".join(["moment", "row_number AS number", *map(quoted, keys)])
    return Entries(
        f"(SELECT {selected} FROM {quoted(relation)})",  # noqa: S608  (names are made here, and quoted)
        tuple(map(quoted, keys)),
        lambda sql: engine.query(sql, seconds=context.stopwatch.left(), shown=shown),
        lambda numbers: "; ".join(dict.fromkeys(entries[number].where for number in numbers)),
    )
