"""XML in pieces: the same events, and nothing held."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.evidence.xml_events import LONGEST_START, parse, parse_stream

WHOLE = '<?xml version="1.0"?><r xmlns="urn:x"><a n="券">t</a><b/><a n="2"><b c="&lt;"/></a></r>'.encode()


@given(cuts=st.lists(st.integers(0, len(WHOLE)), max_size=8))
def test_pieces_give_the_events_of_the_whole(cuts: list[int]) -> None:
    """Wherever it is cut, a character or a name in two."""
    seen: list[object] = []
    parse(WHOLE, lambda name, attributes: seen.append((name, dict(attributes))), seen.append)
    edges = [0, *sorted(cuts), len(WHOLE)]
    pieces = [WHOLE[one:other] for one, other in pairwise(edges)]
    streamed: list[object] = []
    parse_stream(pieces, lambda name, attributes: streamed.append((name, dict(attributes))), streamed.append)
    assert streamed == seen


@pytest.mark.parametrize("cut", [b"<r>", b"<r><a", b"", b"<r></r><r>"])
def test_what_is_cut_off_is_no_xml(cut: bytes) -> None:
    """The end is looked for."""
    with pytest.raises(ValueError, match=r"no element|unclosed|junk"):
        parse_stream([cut], lambda *_: None, lambda _: None)


def test_an_element_without_end_is_not_held() -> None:
    """An attribute that goes on and on is given up after some megabytes, however much would follow."""
    taken = 0

    def pieces() -> Iterator[bytes]:
        nonlocal taken
        yield b'<r a="'
        while taken < 100:
            taken += 1
            yield b"x" * (1 << 20)

    with pytest.raises(ValueError, match="too long"):
        parse_stream(pieces(), lambda *_: None, lambda _: None)
    assert taken << 20 < 3 * LONGEST_START
