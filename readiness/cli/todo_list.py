"""What is still to be done, by person and by file: a run and its campaign, told from the side of those who act."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from readiness.model.campaign import Campaign
from readiness.model.evidence import Binding
from readiness.model.outcome import Outcome, Status
from readiness.model.run import Run
from readiness.model.text import Text

_TO_DO = frozenset({Status.PENDING, Status.FAILED, Status.ERROR})


@dataclass(frozen=True, slots=True)
class Source:
    """What an open check rests on, as its owner knows it: `file` is where it is expected (empty: nothing is bound),
    `supplier` the role that has it."""

    name: str
    title: Text
    origin: Text
    file: str
    supplier: str


@dataclass(frozen=True, slots=True)
class ToDo:
    """The open checks of one role that rest on the same sources, the earliest due first."""

    sources: tuple[Source, ...]
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Duties:
    """All that one role has to do; `people` are those who hold it, by name with contact."""

    role: str
    people: tuple[str, ...]
    todos: tuple[ToDo, ...]


def duties(run: Run, campaign: Campaign, roles: frozenset[str] | None) -> tuple[Duties, ...]:
    """The open checks by role, the role with the earliest due first; `roles` None means everybody's."""
    waiting = sorted((o for o in run.outcomes if o.status in _TO_DO), key=lambda o: (o.due, o.check))
    owners = dict.fromkeys(o.owner for o in waiting if roles is None or o.owner in roles)
    return tuple(
        Duties(role, run.campaign.people.get(role, ()), _todos([o for o in waiting if o.owner == role], campaign))
        for role in owners
    )


def roles_of(word: str, campaign: Campaign) -> frozenset[str] | None:
    """The roles that a role, a person's id or a person's name stands for; None where it is none of them."""
    for person in campaign.people:
        if word in (person.id, person.name):
            return frozenset(person.roles)
    return frozenset({word}) if word in owner_words(campaign) else None


def owner_words(campaign: Campaign) -> tuple[str, ...]:
    """Every word that `roles_of` knows."""
    roles = {role for person in campaign.people for role in person.roles} | {check.owner for check in campaign.checks}
    return (*sorted(roles), *(person.id for person in campaign.people), *(person.name for person in campaign.people))


def _todos(outcomes: Iterable[Outcome], campaign: Campaign) -> tuple[ToDo, ...]:
    needs = {check.id: check.probe.evidence for check in campaign.checks}
    groups: dict[tuple[str, ...], list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(needs.get(outcome.check, ()), []).append(outcome)
    return tuple(ToDo(_sources(names, campaign), tuple(group)) for names, group in groups.items())


def _sources(names: Iterable[str], campaign: Campaign) -> tuple[Source, ...]:
    return tuple(
        Source(name, contract.title, contract.source, _place(campaign.bindings.get(name)), contract.owner)
        for name in names
        if (contract := campaign.contracts.get(name)) is not None
    )


def _place(binding: Binding | None) -> str:
    if binding is None:
        return ""
    sheet = f" [{binding.sheet}]" if binding.sheet else ""
    return (binding.file or binding.folder or binding.url or "") + sheet
