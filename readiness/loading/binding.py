"""Binds a check's `probe:` to its kind: the kind is looked up first, then its settings are validated in place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from pydantic import BaseModel

from readiness.loading.naming import suggest
from readiness.loading.nodes import Mapping as MappingNode
from readiness.loading.nodes import Node, Scalar
from readiness.loading.problems import Problems
from readiness.loading.validation import validate
from readiness.loading.wording import missing
from readiness.model.moments import Moment
from readiness.model.text import Text
from readiness.probes.kind import BoundProbe, Kind, KindSettings
from readiness.probes.registry import kind_names, load_kind


def bind_probe(node: MappingNode, problems: Problems, *, both_languages: bool = False) -> BoundProbe | None:
    """The probe that a `probe:` mapping describes; None when problems were recorded. `both_languages` asks every text
    for people in both."""
    kind_node = node.get("kind")
    if kind_node is None:
        problems.add(node.location, *missing("kind"))
        return None
    if not isinstance(kind_node, Scalar) or kind_node.text is None:
        problems.add(kind_node.location, Text("kind must be one text", "kind 应为一段文本"))
        return None
    kind = _kind(kind_node.text, kind_node, problems)
    if kind is None:
        return None
    rest = MappingNode(node.location, {key: entry for key, entry in node.entries.items() if key != "kind"})
    context = {"both_languages": both_languages}
    settings = validate(cast("type[KindSettings]", kind.Settings), rest, problems, context=context)
    return None if settings is None else BoundProbe(kind, settings)


def _kind(name: str, node: Node, problems: Problems) -> Kind | None:
    try:
        return load_kind(name)
    except KeyError:
        message = Text(f"There is no probe kind {name!r}", f"没有名为 {name!r} 的探针类型")
        problems.add(node.location, message, suggest(name, kind_names()))
    except (ImportError, AttributeError) as error:  # an installed kind of a third party that is broken
        problems.add(
            node.location,
            Text(f"Probe kind {name!r} can't be loaded: {error}", f"探针类型 {name!r} 无法加载：{error}"),
            Text("Install the package that provides it again", "请重新安装提供它的软件包"),
        )
    return None


def moments_in(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Moment]]:
    """Every moment inside settings, with its path; loading refuses those that the campaign does not name."""
    if isinstance(value, Moment):
        yield path, value
    elif isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            yield from moments_in(getattr(value, name), (*path, field.alias or name))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from moments_in(item, (*path, str(key)))
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from moments_in(item, (*path, index))
