"""How much of a table is held, and how."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes. A CSV up to `cells` is read by Python, cell by cell; up to `engine` the engine holds its rows;
    a larger one is read again at every query. `whole` is the largest file that must be read at once (XLSX, JSON)."""

    cells: int = 1_000_000
    engine: int = 64_000_000
    whole: int = 200_000_000
