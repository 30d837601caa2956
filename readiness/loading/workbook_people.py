"""The sheet of people: a row for each role, and a person for all the rows that name one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from readiness.loading.nodes import Entry, Listing, Node, Scalar
from readiness.loading.problems import Problems
from readiness.loading.workbook_sheet import Cell, Row, Sheet, read_rows
from readiness.loading.workbook_values import entry, mapping, parts
from readiness.loading.workbook_words import PEOPLE, ROLES, fold, meant
from readiness.model.location import Location
from readiness.model.text import Text

_PLAIN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]*")
_ROLE = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_BRACKETED = re.compile(r"^(.*?)[(（]\s*(.+?)\s*[)）]$")


@dataclass(frozen=True, slots=True)
class Named:
    """A row with a role and the name of who holds it."""

    name: Cell
    contact: Cell | None
    id: Cell | None
    role: tuple[Cell, str]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, with the roles of all the rows that name them."""

    id: str
    id_place: Location
    name: Cell
    contact: Cell | None
    roles: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class People:
    """The people of the sheet, and what they are called in other sheets."""

    entry: Entry | None
    called: Mapping[str, tuple[str, ...]]

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one for ids in self.called.values() for one in ids))

    def id_of(self, word: str) -> str | None:
        """The id of the one person whom a name or an id means."""
        ids = self.called.get(fold(word), ())
        return ids[0] if len(ids) == 1 else None


def read_people(sheet: Sheet, problems: Problems) -> People:
    """`people:`; told are rows without a role or a name, and people who can't be told apart."""
    sheet.refuse_unreadable(problems)
    named: dict[str, list[Named]] = {}
    for row in read_rows(sheet, PEOPLE, ("role", "name"), problems):
        name, role = row.get("name"), _role(row, problems)
        if role is not None and name is not None:
            named.setdefault(fold(name.text), []).append(Named(name, row.get("contact"), row.get("id"), role))
        elif role is not None:
            _refuse_nameless(row, problems)
    found = [person for rows in named.values() for person in _persons(rows, problems)]
    _refuse_twins(found, problems)
    called: dict[str, list[str]] = {}
    for person in found:
        for word in {fold(person.id), fold(person.name.text)}:
            called.setdefault(word, []).append(person.id)
    names = {word: tuple(dict.fromkeys(ids)) for word, ids in called.items()}
    if not found:
        return People(None, names)
    start = sheet.at(1, 1)
    nodes: list[Node] = [mapping(one.name.location, list(_keys(one))) for one in found]
    return People(entry("people", start, Listing(start, nodes)), names)


def role_of(words: str) -> str | None:
    """`legal` for 法务, for `legal`, and for 法务（legal）; None for what is no role's name."""
    bracketed = _BRACKETED.match(words)
    for said in (words, *(reversed(bracketed.groups()) if bracketed else ())):
        if (known := meant(said, ROLES)) is not None:
            return known
    last = (bracketed[2] if bracketed else words).strip()
    return last if _ROLE.fullmatch(last) else None


def _role(row: Row, problems: Problems) -> tuple[Cell, str] | None:
    cell = row.get("role")
    if cell is None:
        problems.add(
            row.first,
            Text("This row has no role", "此行没有角色"),
            Text("Write the role, or delete the row", "请填写角色，或删除此行"),
        )
        return None
    role = role_of(cell.text)
    if role is None:
        problems.add(
            cell.location,
            Text(f"“{cell.text}” is no role", f"“{cell.text}”不是角色"),
            Text(
                f"Write one of the roles that the checks name: {', '.join(sorted(ROLES))}",
                f"请写检查项所用的角色：{'、'.join(one.zh for one in ROLES.values())}",
            ),
        )
        return None
    return cell, role


def _refuse_nameless(row: Row, problems: Problems) -> None:
    """A role that nobody holds yet is as the template has it; one with a contact and no name is a slip."""
    stray = row.get("contact") or row.get("id")
    if stray is not None:
        problems.add(
            stray.location,
            Text("This row has no name", "此行没有姓名"),
            Text("Write the name, or empty the row", "请填写姓名，或清空此行"),
        )


def _persons(rows: list[Named], problems: Problems) -> Iterator[Person]:
    """Rows of one name are one person, who could otherwise approve as two, unless ids tell them apart."""
    ids = list(dict.fromkeys(row.id.text for row in rows if row.id is not None))
    if len(ids) < 2:  # noqa: PLR2004
        yield _person(rows, problems)
        return
    for row in rows:
        if row.id is None:
            problems.add(
                row.name.location,
                Text(f"More than one person is called “{row.name.text}”", f"有多个人叫“{row.name.text}”"),
                Text("Write the person's id in this row too", "请在此行也填写人员编号"),
            )
    for one in ids:
        yield _person([row for row in rows if row.id is not None and row.id.text == one], problems)


def _person(rows: list[Named], problems: Problems) -> Person:
    contacts = [row.contact for row in rows if row.contact is not None]
    for contact in contacts[1:]:
        if fold(contact.text) != fold(contacts[0].text):
            spot = contacts[0].location.spot
            problems.add(
                contact.location,
                Text(
                    f"“{rows[0].name.text}” has another contact {spot.en}",
                    f"“{rows[0].name.text}”{spot.zh} 写了另一个联系方式",
                ),
                Text(
                    "Write the same one for the same person; give two people of one name an id each",
                    "同一人请写相同的联系方式；同名的两个人请分别填写人员编号",
                ),
            )
    roles: dict[str, Cell] = {}
    for row in rows:
        roles.setdefault(row.role[1], row.role[0])
    stated = next((row.id for row in rows if row.id is not None), None)
    person_id, place = _id(rows[0].name, contacts[0] if contacts else None, stated, rows[0].role[1])
    return Person(person_id, place, rows[0].name, contacts[0] if contacts else None, roles)


def _id(name: Cell, contact: Cell | None, stated: Cell | None, role: str) -> tuple[str, Location]:
    """The id that the sheet states, else the contact's local part, else the role."""
    if stated is not None:
        return stated.text, stated.location
    if contact is not None:
        local = contact.text.partition("@")[0].strip()
        if "@" in contact.text and _PLAIN_ID.fullmatch(local):
            return local, contact.location
    return role, name.location


def _refuse_twins(found: Iterable[Person], problems: Problems) -> None:
    """Two people of one id would count as one, and one person of two names as two."""
    first: dict[str, Person] = {}
    for person in found:
        contact = [f"@ {fold(person.contact.text)}"] if person.contact else []
        for mark in (person.id.casefold(), *contact):
            other = first.setdefault(mark, person)
            if other is not person:
                _refuse_twin(person, other, problems)
                break


def _refuse_twin(person: Person, other: Person, problems: Problems) -> None:
    spot = other.name.location.spot
    problems.add(
        person.name.location,
        Text(
            f"“{person.name.text}” and “{other.name.text}” ({spot.en}) have the same id or contact ({person.id})",
            f"“{person.name.text}”与“{other.name.text}”（{spot.zh}）的编号或联系方式相同（{person.id}）",
        ),
        Text(
            "Write each person's own contact, or an id of their own into the column Person's id",
            "请为每个人填写各自的联系方式，或在“人员编号”列填写不同的编号",
        ),
    )


def _keys(person: Person) -> Iterator[Entry]:
    yield entry("id", person.id_place, Scalar(person.id_place, person.id))
    yield entry("name", person.name.location, person.name.scalar())
    held: list[Node] = [cell.scalar(role) for role, cell in person.roles.items()]
    yield entry("roles", held[0].location, Listing(held[0].location, held))
    if person.contact is not None:
        yield entry("contact", person.contact.location, person.contact.scalar())


def people_ids(cell: Cell, people: People, problems: Problems) -> list[str]:
    """The ids of the people whom a cell names; told is whoever is not in the sheet of people, or not alone."""
    found: list[str] = []
    for word in parts(cell):
        person = people.id_of(word)
        if person is not None:
            found.append(person)
            continue
        many = len(people.called.get(fold(word), ())) > 1
        problems.add(
            cell.location,
            Text(f"“{word}” is more than one person", f"有多个人叫“{word}”")
            if many
            else Text(f"“{word}” is nobody in the sheet of people", f"“人员”表中没有“{word}”"),
            Text("Write the person's id", "请写人员编号")
            if many
            else Text("Write a name as it stands there, or add the person", "请写该表中的姓名，或先补上此人"),
        )
    return found
