"""XML as a row of events, by expat: without entities of its own, which a document does not need and a bomb does."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from xml.parsers import expat

Start = Callable[[str, Mapping[str, str]], object]
LONGEST_START = 8 << 20
_ENTITIES = "the document declares entities"
_TOO_LONG = "an element is too long"
_PIECE = 1 << 20


class NoXml(ValueError):
    """What can't be read as XML, and the line where that shows."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(f"{reason} (line {line})")
        self.line = line


def parse(
    data: bytes,
    start: Start,
    end: Callable[[str], object] | None = None,
    text: Callable[[str], object] | None = None,
    *,
    encoding: str | None = None,
    begun: Callable[[Callable[[], int]], object] | None = None,
) -> None:
    """Calls back for each element by its local name, and for its text. Nesting costs no stack. `encoding` holds
    against what the document says of itself. `begun` is given, before the first event, what tells the line of the
    event at hand. Raises NoXml, a ValueError, for a document with a DOCTYPE, and for what is no XML."""
    view = memoryview(data)
    pieces = (view[place : place + _PIECE] for place in range(0, len(data), _PIECE))  # expat copies what it is given
    parser = expat.ParserCreate(encoding, namespace_separator="|")
    if begun is not None:
        begun(lambda: parser.CurrentLineNumber)
    _parse(parser, pieces, start, end, text, math.inf)


def parse_stream(chunks: Iterable[bytes], start: Start, end: Callable[[str], object]) -> None:
    """As `parse`, of a document that comes in pieces and is not held. Raises NoXml also for one element's start that
    is longer than `LONGEST_START`."""
    _parse(expat.ParserCreate(namespace_separator="|"), chunks, start, end, None, LONGEST_START)


def _parse(
    parser: expat.XMLParserType,
    chunks: Iterable[bytes | memoryview],
    start: Start,
    end: Callable[[str], object] | None,
    text: Callable[[str], object] | None,
    longest: float,
) -> None:
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = lambda *_: _refuse(parser.CurrentLineNumber)
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
                raise NoXml(_TOO_LONG, parser.CurrentLineNumber)
        parser.Parse(b"", True)  # noqa: FBT003
    except expat.ExpatError as error:
        raise NoXml(expat.ErrorString(error.code), error.lineno) from error
    except LookupError as error:
        if type(error) is not LookupError:  # a KeyError is the caller's own
            raise
        raise NoXml(str(error), 1) from error  # the document names an encoding that nobody knows


def _refuse(line: int) -> None:
    raise NoXml(_ENTITIES, line)


def _local(name: str) -> str:
    return name.rpartition("|")[2] if "|" in name else name


def _locals(attributes: dict[str, str]) -> Mapping[str, str]:
    return {_local(name): value for name, value in attributes.items()}
