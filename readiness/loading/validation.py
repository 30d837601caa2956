"""Validates nodes against a pydantic form; every error lands on the place in the file that it is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from readiness.loading.nodes import Entry, Listing, Node, Scalar, find, nulls, plain
from readiness.loading.nodes import Mapping as MappingNode
from readiness.loading.problems import Problems
from readiness.loading.wording import empty_value, missing, unknown_key, wrong_value
from readiness.model.location import Location

FormT = TypeVar("FormT", bound=BaseModel)
_KEY_MARK = "[key]"


def validate(
    form: type[FormT], node: Node, problems: Problems, *, context: Mapping[str, Any] | None = None
) -> FormT | None:
    """The form that the node holds, or None when problems were recorded. A value left empty is a problem anywhere."""
    empty = False
    for scalar in nulls(node):
        empty = True
        problems.add(scalar.location, *empty_value())
    try:
        result = form.model_validate(plain(node), context=dict(context or {}))
    except ValidationError as error:
        for item in error.errors(include_url=False):
            _report(form, node, problems, dict(item))
        return None
    return None if empty else result


def _report(form: type[BaseModel], node: Node, problems: Problems, error: dict[str, Any]) -> None:
    path: tuple[str | int, ...] = error["loc"]
    if path and path[-1] == _KEY_MARK:
        problems.add(_entry_place(node, path[:-1]), *wrong_value(error))
        return
    if error["type"] == "missing":
        problems.add(find(node, path[:-1])[0].location, *missing(str(path[-1])))
        return
    if error["type"] == "extra_forbidden":
        parent, _ = find(node, path[:-1])
        present = parent.entries if isinstance(parent, MappingNode) else {}
        allowed = [key for key in _keys_at(form, path[:-1]) if key not in present]
        problems.add(_entry_place(node, path), *unknown_key(str(path[-1]), allowed))
        return
    target, _ = find(node, path)
    if isinstance(target, Scalar) and target.text is None:
        return  # an empty value has been reported as such
    if error["type"] == "too_short" and _length(target) >= error["ctx"]["min_length"]:
        return  # pydantic counts the items that are right; those that are not have been reported themselves
    problems.add(target.location, *wrong_value(error))


def _entry_place(node: Node, path: Sequence[str | int]) -> Location:
    """Where the key that `path` ends in stands."""
    parent, _ = find(node, path[:-1])
    entry: Entry | None = parent.entries.get(str(path[-1])) if isinstance(parent, MappingNode) else None
    return entry.location if entry else parent.location


def _length(node: Node) -> int:
    if isinstance(node, Scalar):
        return 1
    return len(node.items) if isinstance(node, Listing) else len(node.entries)


def _keys_at(form: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """The keys that may stand at `path` inside `form`."""
    forms = [form]
    for step in path:
        if isinstance(step, int):
            continue
        below = [inner for one in forms for inner in _forms_below(one, step)]
        forms = below or forms
    return [field.alias or name for one in forms for name, field in one.model_fields.items()]


def _forms_below(form: type[BaseModel], key: str) -> Iterator[type[BaseModel]]:
    for name, field in form.model_fields.items():
        if (field.alias or name) == key:
            yield from _forms_in(field.annotation)


def _forms_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _forms_in(argument)
