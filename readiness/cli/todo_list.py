"""What is still to be done, by person: what to supply and what to fix. A run and its campaign, told from the side of
those who act."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from readiness.evidence.unbound import how_to_supply
from readiness.model.campaign import Campaign
from readiness.model.evidence import Binding, Contract
from readiness.model.finding import FindingKind
from readiness.model.outcome import Outcome, Status
from readiness.model.run import Run
from readiness.model.text import Text

_TO_DO = frozenset({Status.PENDING, Status.FAILED, Status.ERROR})


@dataclass(frozen=True, slots=True)
class Supply:
    """An evidence that is not there yet. `place` is where it is expected (empty: nothing is bound, and `how` says how
    it is supplied); `due` is the earliest due of the checks that rest on it."""

    contract: Contract
    place: str
    how: Text
    due: datetime
    checks: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Duties:
    """All that the holders of some roles have to do; `people` are named with their contact, and empty where nobody
    holds the role."""

    roles: tuple[str, ...]
    people: tuple[str, ...]
    supplies: tuple[Supply, ...]
    fixes: tuple[Outcome, ...]

    @property
    def first_due(self) -> datetime:
        return min([*(supply.due for supply in self.supplies), *(outcome.due for outcome in self.fixes)])

    @property
    def count(self) -> int:
        return len(self.supplies) + len(self.fixes)


def duties(run: Run, campaign: Campaign, roles: frozenset[str] | None) -> tuple[Duties, ...]:
    """What is open, by the people who have to act, those with the earliest due first; `roles` None means everybody's.
    Evidence is asked of the role that has it, which may be another than the one that owns the check."""
    waiting = sorted((o for o in run.outcomes if o.status in _TO_DO), key=lambda o: (o.due, o.check))
    by_role: dict[str, tuple[list[Supply], list[Outcome]]] = {}
    for supply in _supplies(waiting, campaign):
        by_role.setdefault(supply.contract.owner, ([], []))[0].append(supply)
    for outcome in waiting:
        if not _missing(outcome, campaign):
            by_role.setdefault(outcome.owner, ([], []))[1].append(outcome)
    asked = {role: todo for role, todo in by_role.items() if roles is None or role in roles}
    return tuple(sorted(_by_people(asked, campaign), key=lambda one: (one.first_due, one.roles)))


def roles_of(word: str, campaign: Campaign) -> frozenset[str] | None:
    """The roles that a role, a person's id or a person's name stands for; None where it is none of them."""
    for person in campaign.people:
        if word in (person.id, person.name):
            return frozenset(person.roles)
    return frozenset({word}) if word in owner_words(campaign) else None


def owner_words(campaign: Campaign) -> tuple[str, ...]:
    """Every word that `roles_of` knows."""
    roles = {role for person in campaign.people for role in person.roles}
    roles |= {check.owner for check in campaign.checks} | {one.owner for one in campaign.contracts.values()}
    return (*sorted(roles), *(person.id for person in campaign.people), *(person.name for person in campaign.people))


def _missing(outcome: Outcome, campaign: Campaign) -> tuple[str, ...]:
    """The evidence that a check waits for; empty where something was read, which is to be fixed and not supplied."""
    if outcome.examined.count or outcome.status is Status.ERROR:
        return ()
    names = [f.subject for f in outcome.findings if f.kind is FindingKind.MISSING and f.subject in campaign.contracts]
    return tuple(names) if len(names) == len(outcome.findings) else ()


def _supplies(waiting: Iterable[Outcome], campaign: Campaign) -> Iterator[Supply]:
    """Each evidence once, however many checks rest on it, in the order of dues."""
    resting: dict[str, list[Outcome]] = {}
    for outcome in waiting:
        for name in _missing(outcome, campaign):
            resting.setdefault(name, []).append(outcome)
    for name, outcomes in resting.items():
        contract, place = campaign.contracts[name], _place(campaign.bindings.get(name))
        yield Supply(contract, place, _how(contract, campaign), outcomes[0].due, tuple(outcomes))


def _how(contract: Contract, campaign: Campaign) -> Text:
    """How evidence that nothing is bound to is supplied, as its owner does it."""
    if campaign.in_workbook:
        return how_to_supply(contract.name, contract).workbook
    return Text(
        f"nothing bound yet: add `{contract.name}` under evidence in the campaign",
        f"尚未绑定：请在活动文件的 evidence 下添加 `{contract.name}`",
    )


def _by_people(by_role: dict[str, tuple[list[Supply], list[Outcome]]], campaign: Campaign) -> Iterator[Duties]:
    """Roles that the same people hold are one list; a role that nobody holds is one of its own."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for role in by_role:
        holders = tuple(person.id for person in campaign.people_in(role))
        groups.setdefault(holders or ("", role), []).append(role)
    for roles in groups.values():
        people = tuple(person.named for person in campaign.people_in(roles[0]))
        supplies = sorted((one for role in roles for one in by_role[role][0]), key=lambda one: one.due)
        fixes = sorted((one for role in roles for one in by_role[role][1]), key=lambda one: (one.due, one.check))
        yield Duties(tuple(sorted(roles)), people, tuple(supplies), tuple(fixes))


def _place(binding: Binding | None) -> str:
    if binding is None:
        return ""
    sheet = f" [{binding.sheet}]" if binding.sheet else ""
    return (binding.file or binding.folder or binding.url or "") + sheet
