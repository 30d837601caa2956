"""XML as a row of events, by expat: without entities of its own, which a document does not need and a bomb does."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from xml.parsers import expat

Start = Callable[[str, Mapping[str, str]], object]
LONGEST_START = 8 << 20
_ENTITIES = "the document declares entities"
_TOO_LONG = "an element is too long"


def parse(
    data: bytes,
    start: Start,
    end: Callable[[str], object] | None = None,
    text: Callable[[str], object] | None = None,
) -> None:
    """Calls back for each element by its local name, and for its text. Nesting costs no stack. Raises ValueError for a
    document with a DOCTYPE, and for what is no XML."""
    _parse((data,), start, end, text, math.inf)


def parse_stream(chunks: Iterable[bytes], start: Start, end: Callable[[str], object]) -> None:
    """As `parse`, of a document that comes in pieces and is not held. Raises ValueError also for one element's start
    that is longer than `LONGEST_START`."""
    _parse(chunks, start, end, None, LONGEST_START)


def _parse(
    chunks: Iterable[bytes],
    start: Start,
    end: Callable[[str], object] | None,
    text: Callable[[str], object] | None,
    longest: float,
) -> None:
    parser = expat.ParserCreate(namespace_separator="|")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = lambda name, attributes: start(_local(name), _locals(attributes))
    if end is not None:
        parser.EndElementHandler = lambda name: end(_local(name))
    if text is not None:
        parser.CharacterDataHandler = text
    fed = 0
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)  # noqa: FBT003 - expat takes no keywords
            fed += len(chunk)
            # what the parser has not told of yet, it holds
            if fed - parser.CurrentByteIndex > longest:
                raise ValueError(_TOO_LONG)
        parser.Parse(b"", True)  # noqa: FBT003
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error


def _refuse(*_: object) -> None:
    raise ValueError(_ENTITIES)


def _local(name: str) -> str:
    return name.rpartition("|")[2]


def _locals(attributes: dict[str, str]) -> Mapping[str, str]:
    return {_local(name): value for name, value in attributes.items()}
