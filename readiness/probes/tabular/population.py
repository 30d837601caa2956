"""Which rows are judged: those that `where` means, that have a key, and that the roster has; and what the roster
asks for that is not among them."""

# ruff: noqa: S608  (names are quoted; conditions are written by `Scope.compiled`)

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from readiness.evidence.sql_text import quoted
from readiness.evidence.typed import raw
from readiness.probes.tabular.facts import BadSeen, RowSeen
from readiness.probes.tabular.frame import Frame
from readiness.probes.tabular.parts import MOST_FINDINGS
from readiness.probes.tabular.roster import RosterRows
from readiness.probes.tabular.scope import Use
from readiness.probes.tabular.seeing import Seer, subject_of

_KIND = quoted("row kind")
_OTHER, _JUDGED, _UNDECIDED, _NO_KEY, _STRANGER, _MISSPELT = range(6)
_STRANGERS_LOOKED_AT = 1_000


@dataclass(frozen=True, slots=True)
class Repeated:
    """A key that several judged rows have."""

    subject: str
    rows: int
    where: str


@dataclass(frozen=True, slots=True)
class PopulationSeen:
    """Of `rows` in the table, `judged` are judged. Lists are cut, counts are whole. `undecided` are rows of which
    `where` says neither yes nor no, with their `bad` cells; `strangers` are of no key of the roster, `misspelt` of one
    that the roster spells in another way."""

    rows: int
    judged: int
    undecided: tuple[RowSeen, ...] = ()
    undecided_count: int = 0
    bad: tuple[BadSeen, ...] = ()
    without_key: tuple[RowSeen, ...] = ()
    without_key_count: int = 0
    strangers: tuple[RowSeen, ...] = ()
    strangers_count: int = 0
    misspelt: tuple[RowSeen, ...] = ()
    misspelt_count: int = 0
    repeated: tuple[Repeated, ...] = ()
    repeated_count: int = 0


@dataclass(frozen=True)
class Population:
    """The rows of a frame by what they are to the check. `most` cuts the lists."""

    frame: Frame
    key: tuple[str, ...]
    marked: str
    most: int = MOST_FINDINGS

    @classmethod
    def of(
        cls, frame: Frame, key: Sequence[str], where: str | None, roster: RosterRows | None, *, judge_strangers: bool,
        most: int = MOST_FINDINGS,
    ) -> Population:  # fmt: skip
        """Raises CannotJudge for an expression that can't be asked."""
        meant = frame.compiled(where, Use.FILTER) if where else "TRUE"
        blank = " OR ".join(f"{quoted(raw(name))} IS NULL" for name in key) or "FALSE"
        known = "TRUE" if roster is None else '"on roster"'
        source = frame.relation if roster is None else roster.marked(frame)
        misspelt = roster.misspelt(source) if roster is not None and not judge_strangers else None
        stranger = f"CASE WHEN {misspelt} THEN {_MISSPELT} ELSE {_STRANGER} END" if misspelt else f"{_STRANGER}"
        kinds = (
            f"CASE WHEN {meant} IS NULL THEN {_UNDECIDED} WHEN NOT {meant} THEN {_OTHER} WHEN {blank} THEN {_NO_KEY}"
            f" WHEN NOT {known} AND {'FALSE' if judge_strangers else 'TRUE'} THEN {stranger} ELSE {_JUDGED} END"
        )
        marked = frame.held_once(f"(SELECT *, {kinds} AS {_KIND} FROM {source})", more=2)
        return cls(frame, tuple(key), marked, most)

    @property
    def judged(self) -> str:
        """The judged rows, as a SELECT in parentheses."""
        return self._of(_JUDGED)

    def seen(self, *, repeats: bool) -> PopulationSeen:
        """Asks for all but the judged rows themselves, and for repeated keys unless they may repeat."""
        kinds = dict(self.frame.query(f"SELECT {_KIND}, count(*) FROM {self.marked} GROUP BY 1"))
        seer = Seer(self.frame, self.key)
        undecided = self._rows(seer, _UNDECIDED, kinds)
        repeated, repeated_count = ((), 0) if repeats or not self.key else self._repeated()
        return PopulationSeen(
            rows=sum(kinds.values()),
            judged=kinds.get(_JUDGED, 0),
            undecided=undecided,
            undecided_count=kinds.get(_UNDECIDED, 0),
            bad=tuple(bad for row in undecided for bad in seer.bad(row)),
            without_key=self._rows(seer, _NO_KEY, kinds),
            without_key_count=kinds.get(_NO_KEY, 0),
            strangers=self._rows(seer, _STRANGER, kinds),
            strangers_count=kinds.get(_STRANGER, 0),
            misspelt=self._rows(seer, _MISSPELT, kinds),
            misspelt_count=kinds.get(_MISSPELT, 0),
            repeated=repeated,
            repeated_count=repeated_count,
        )

    def stranger_keys(self) -> tuple[tuple[str, ...], ...]:
        """Some keys that the roster does not have, as typed: one of them may be a missing one, misspelt."""
        keys = ", ".join(quoted(raw(name)) for name in self.key)
        answers = self.frame.query(
            f"SELECT DISTINCT {keys} FROM {self._of(_STRANGER, _MISSPELT)} ORDER BY 1 LIMIT {_STRANGERS_LOOKED_AT}"
        )
        return tuple(tuple(answer) for answer in answers)

    def _of(self, *kinds: int) -> str:
        return f"(SELECT * EXCLUDE ({_KIND}) FROM {self.marked} WHERE {_KIND} IN ({', '.join(map(str, kinds))}))"

    def _rows(self, seer: Seer, kind: int, kinds: dict[int, int]) -> tuple[RowSeen, ...]:
        if not kinds.get(kind):
            return ()
        answers = self.frame.query(
            f"SELECT {seer.selected} FROM {self._of(kind)} ORDER BY row_number LIMIT {self.most}"
        )
        return tuple(seer.row(answer) for answer in answers)

    def _repeated(self) -> tuple[tuple[Repeated, ...], int]:
        """In two steps: most tables repeat nothing, and to know only that costs half."""
        keys = ", ".join(quoted(name) for name in self.key)
        there = " AND ".join(f"{quoted(name)} IS NOT NULL" for name in self.key)
        groups = f"FROM {self.judged} WHERE {there} GROUP BY {keys} HAVING count(*) > 1"
        count = int(self.frame.query(f"SELECT count(*) FROM (SELECT 1 {groups})")[0][0])
        if not count:
            return (), 0
        texts = ", ".join(f"min({quoted(raw(name))})" for name in self.key)
        answers = self.frame.query(
            f"SELECT count(*), min(row_number) AS first, max(row_number), {texts} {groups} ORDER BY first"
            f" LIMIT {self.most}"
        )
        table = self.frame.table
        found = tuple(
            Repeated(
                subject_of(self.frame.typed, answer[3:], answer[1]),
                int(answer[0]),
                f"{table.where(answer[1])}; {table.where(answer[2])}",
            )
            for answer in answers
        )
        return found, count
