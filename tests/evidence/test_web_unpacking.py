"""Packed bodies: whole, within their limit, and never more in memory than a piece."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Iterator

import pytest

from readiness.evidence.web_unpacking import CannotUnpack, read_body

TEXT = "欢迎光临 618 ".encode() * 5000


def _parts(body: bytes, size: int = 1000) -> Iterator[bytes]:
    return (body[at : at + size] for at in range(0, len(body), size))


def _raw(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize("size", [1, 7, 65_536, 10**6])
@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("", TEXT),
        ("identity", TEXT),
        ("gzip", gzip.compress(TEXT)),
        ("X-GZIP", gzip.compress(TEXT)),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", _raw(TEXT)),
        ("gzip, gzip", gzip.compress(gzip.compress(TEXT))),
        ("gzip", gzip.compress(TEXT[:777]) + gzip.compress(TEXT[777:])),
        ("gzip", gzip.compress(TEXT) + b"\0" * 512),
    ],
    ids=["plain", "identity", "gzip", "x-gzip", "zlib", "deflate", "twice", "members", "padded"],
)
def test_a_body_is_the_same_however_it_is_packed_and_cut(encoding: str, packed: bytes, size: int) -> None:
    """Packing and the sizes of what arrives change nothing."""
    assert read_body(_parts(packed, size), encoding, len(TEXT)) == (TEXT, False)
    assert read_body(_parts(packed, size), encoding, len(TEXT) - 1) == (TEXT[:-1], True)


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(TEXT)[:-1]),
        ("gzip", gzip.compress(TEXT)[:-8]),
        ("gzip", gzip.compress(TEXT)[:30]),
        ("deflate", zlib.compress(TEXT)[:-1]),
        ("gzip", gzip.compress(TEXT) + gzip.compress(TEXT)[:-9]),
        ("gzip", gzip.compress(TEXT)[:-8] + b"\0" * 8),
        ("gzip", b"plain"),
        ("br", TEXT),
        ("gzip, gzip, gzip, gzip", TEXT),
    ],
    ids=["a byte", "its end", "early", "deflate", "a member", "its end, padded", "plain", "brotli", "four times"],
)
def test_what_breaks_off_or_is_packed_otherwise_is_no_body(encoding: str, packed: bytes) -> None:
    """False-GO 7: half a page is not a short one, and a wrong check sum is damage."""
    with pytest.raises(CannotUnpack):
        read_body(_parts(packed), encoding, 10**6)


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_nothing_is_an_empty_body(encoding: str) -> None:
    """HEAD, 204 and 304 name an encoding and send nothing."""
    assert read_body(iter(()), encoding, 100) == (b"", False)


def test_a_bomb_takes_no_memory() -> None:
    """A body of a kilobyte and a half that unpacks twice to a gigabyte is cut at its limit, in a few megabytes."""
    inner = gzip.compress(b"\0" * 10**8)
    bomb = gzip.compress(inner * 10)
    tracemalloc.start()
    try:
        body, cut = read_body(_parts(bomb, 65_536), "gzip, gzip", 1_000_000)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (len(body), cut) == (1_000_000, True)
    assert peak < 4_000_000
