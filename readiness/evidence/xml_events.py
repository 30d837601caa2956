"""XML as a row of events, by expat: without entities of its own, which a document does not need and a bomb does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from xml.parsers import expat

Start = Callable[[str, Mapping[str, str]], object]
_ENTITIES = "the document declares entities"


def parse(
    data: bytes,
    start: Start,
    end: Callable[[str], object] | None = None,
    text: Callable[[str], object] | None = None,
) -> None:
    """Calls back for each element by its local name, and for its text. Nesting costs no stack. Raises ValueError for a
    document with a DOCTYPE, and for what is no XML."""
    parser = expat.ParserCreate(namespace_separator="|")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = lambda name, attributes: start(_local(name), _locals(attributes))
    if end is not None:
        parser.EndElementHandler = lambda name: end(_local(name))
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(data, True)  # noqa: FBT003 - expat takes no keywords
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error


def _refuse(*_: object) -> None:
    raise ValueError(_ENTITIES)


def _local(name: str) -> str:
    return name.rpartition("|")[2]


def _locals(attributes: dict[str, str]) -> Mapping[str, str]:
    return {_local(name): value for name, value in attributes.items()}
