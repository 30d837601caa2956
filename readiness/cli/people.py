"""Who speaks on the command line: a person of the campaign, in a role that they hold."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from readiness.cli.errors import NotWritten, UsageProblem
from readiness.loading.naming import suggest
from readiness.model.campaign import Campaign, Person
from readiness.model.errors import os_error_words
from readiness.model.text import Text


def person_called(word: str, campaign: Campaign) -> Person:
    """The person with this id. Raises UsageProblem with the nearest."""
    person = campaign.person(word)
    if person is None:
        raise UsageProblem(
            Text(f"--as: the campaign has no person {word!r}", f"--as：活动中没有人员“{word}”"),
            _id_of_named(word, campaign) or suggest(word, (one.id for one in campaign.people)),
        )
    return person


def _id_of_named(name: str, campaign: Campaign) -> Text | None:
    """People know each other by name; the record needs the id, which stays when two share a name."""
    ids = [one.id for one in campaign.people if one.name == name]
    return Text(f"Write the id: --as {' or '.join(ids)}", f"请写人员编号：--as {' 或 '.join(ids)}") if ids else None


def refuse_role_not_held(role: str, person: Person, campaign: Campaign) -> None:
    """Raises UsageProblem, which says who holds the role."""
    if role in person.roles:
        return
    holders = [f"{one.id} ({one.name})" for one in campaign.people_in(role)]
    holders_zh = "、".join(f"{one.id}（{one.name}）" for one in campaign.people_in(role))
    held, held_zh = ", ".join(person.roles), "、".join(person.roles)
    raise UsageProblem(
        Text(
            f"--role: {person.name} is not {role}, but {held}",
            f"--role：{person.name} 的角色不是 {role}，而是 {held_zh}",
        ),
        Text(f"The role is held by {', '.join(holders)}", f"担任该角色的是 {holders_zh}")
        if holders
        else suggest(role, {one for other in campaign.people for one in other.roles}),
    )


@contextmanager
def appending(path: Path) -> Iterator[None]:
    """An error of the system while a line is added to the file means that it was not written. Raises NotWritten."""
    try:
        yield
    except OSError as error:
        reason = os_error_words(error)
        raise NotWritten(
            Text(f"{path} could not be written: {reason.en}", f"无法写入 {path}：{reason.zh}"),
            Text(
                "Make it writable and run the command again; nothing was added", "请使其可写后重新运行；未追加任何内容"
            ),
        ) from error
