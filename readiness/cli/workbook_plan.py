"""What a new workbook must say of each evidence: when it is due, where it is filled in, how much rests on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from readiness.cli.plan import Plan
from readiness.loading.loosening import usual_moments
from readiness.loading.workbook_words import sheet_names
from readiness.model.check import Check
from readiness.model.evidence import Contract, Sort
from readiness.model.moments import END, LAUNCH
from readiness.model.text import Text
from readiness.model.vocabulary import role_words
from readiness.model.workbook import SHEETS
from readiness.reporting.calendar import Calendar
from readiness.reporting.messages import messages


@dataclass(frozen=True, slots=True)
class Needed:
    """One evidence of the plan; `checks` rest on it, the first of them is due at `due`; `sheet` is a table's own."""

    contract: Contract
    checks: tuple[Check, ...]
    due: datetime
    sheet: str | None


class Needs:
    """All that a plan needs, the earliest due first."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        ends = {LAUNCH: plan.launch, END: plan.end}
        own = {name: moment.resolve(ends) for name, moment in plan.moments.items()}
        self._anchors = {**usual_moments(own, ends), **own, **ends}
        names = self._sheets()
        found = [self._needed(contract, names) for contract in plan.contracts]
        self.all = tuple(sorted(found, key=lambda one: (one.due, one.contract.title.en)))
        year = plan.launch.astimezone(plan.zone).year
        self._calendar = Calendar(plan.zone, plan.launch.astimezone(UTC), year, messages(plan.lang))

    @property
    def tables(self) -> tuple[Needed, ...]:
        return tuple(one for one in self.all if one.sheet is not None)

    def due_of(self, check: Check) -> datetime:
        return check.due.resolve(self._anchors)

    def say(self, due: datetime) -> str:
        """`Sun 14 June, 24:00`, 6月14日（周日）24:00前."""
        moment = self._calendar.limit(due)
        return f"{moment}前" if self.plan.lang == "zh" else moment

    def who(self, role: str) -> str:
        """The role, and whoever holds it where the plan knows."""
        named = [person.name for person in self.plan.people if role in person.roles]
        words = role_words(role).say(self.plan.lang)
        if not named:
            return words
        comma, bracket = ("、", "{}（{}）") if self.plan.lang == "zh" else (", ", "{} ({})")
        return bracket.format(words, comma.join(named))

    def how(self, one: Needed) -> Text:
        """Where and in which form it is supplied."""
        match one.contract.sort:
            case Sort.URL:
                return Text("write its address", "填写网址")
            case Sort.DOCUMENT:
                return Text("put in the file, name its author", "放入文件，写明作者")
            case _ if one.contract.typed:
                return Text("fill in its sheet", "填写工作表")
            case _:
                return Text("put in an export, or fill in its sheet", "放入导出文件，或填写工作表")

    def _needed(self, contract: Contract, names: Mapping[str, str]) -> Needed:
        checks = tuple(check for check in self.plan.checks if contract.name in check.probe.evidence)
        due = min((self.due_of(check) for check in checks), default=self.plan.launch)
        return Needed(contract, checks, due, names.get(contract.name))

    def _sheets(self) -> dict[str, str]:
        lang = self.plan.lang
        titles = {one.name: one.title.say(lang) for one in self.plan.contracts if one.sort is Sort.TABLE}
        taken = [title.say(spoken) for title in SHEETS.values() for spoken in ("en", "zh")]
        return sheet_names(titles, taken)
