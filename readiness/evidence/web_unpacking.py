"""Unpacking bodies piece by piece, so that a few bytes that unpack to gigabytes never stand in memory.

httpx unpacks each read as a whole (a thousand times as much may come out), and takes a packed body that breaks off for
whole."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from itertools import chain

_PIECE = 65_536
_GZIP, _ZLIB, _RAW = zlib.MAX_WBITS | 16, zlib.MAX_WBITS, -zlib.MAX_WBITS
_GZIP_START, _HEADER = b"\x1f\x8b", 2
_MOST_CODINGS = 3


class CannotUnpack(Exception):
    """A body that is not packed as its header says, or breaks off."""


def read_body(parts: Iterator[bytes], encoding: str, limit: int) -> tuple[bytes, bool]:
    """The body, at most `limit` bytes unpacked, and whether it went on. `encoding` is the header Content-Encoding.

    Raises CannotUnpack.
    """
    codings = [word for coding in encoding.split(",") if (word := coding.strip().lower()) not in ("", "identity")]
    if len(codings) > _MOST_CODINGS:
        raise CannotUnpack
    for coding in reversed(codings):
        parts = _unpacked(parts, coding)
    found: list[bytes] = []
    size = 0
    for part in parts:
        found.append(part)
        size += len(part)
        if size > limit:
            break
    return b"".join(found)[:limit], size > limit


def _unpacked(parts: Iterator[bytes], coding: str) -> Iterator[bytes]:
    if coding in ("gzip", "x-gzip"):
        return _inflated(parts, _GZIP)
    if coding == "deflate":
        return _deflated(parts)
    raise CannotUnpack  # nothing else was asked for


def _deflated(parts: Iterator[bytes]) -> Iterator[bytes]:
    """`deflate` is zlib's form (RFC 9110, 8.4.1.2); many servers send it without its header of two bytes."""
    first = b""
    while len(first) < _HEADER and (part := next(parts, b"")):
        first += part
    try:
        zlib.decompressobj(_ZLIB).decompress(first, 1)
        form = _ZLIB
    except zlib.error:
        form = _RAW
    return _inflated(chain([first] if first else [], parts), form)


def _inflated(parts: Iterator[bytes], form: int) -> Iterator[bytes]:
    """Nothing at all is an empty body (HEAD, 204, 304); what begins must end. After the end of one, a further member
    may follow (RFC 1952, 2.2), or padding."""
    unpacker = zlib.decompressobj(form)
    begun, behind = False, b""
    for part in parts:
        begun = True
        packed = part
        if unpacker.eof:
            packed = behind + part
            if form != _GZIP or not packed.startswith(_GZIP_START[: len(packed)]):
                return
            if len(packed) < _HEADER:
                behind = packed
                continue
            unpacker, behind = zlib.decompressobj(form), b""
        yield from _pieces(unpacker, packed)
        while unpacker.eof and form == _GZIP and unpacker.unused_data.startswith(_GZIP_START):
            packed, unpacker = unpacker.unused_data, zlib.decompressobj(form)
            yield from _pieces(unpacker, packed)
        behind = unpacker.unused_data
    if begun and not unpacker.eof:
        yield from _pieces(unpacker, b"")
        if not unpacker.eof:
            raise CannotUnpack


def _pieces(unpacker: zlib._Decompress, packed: bytes) -> Iterator[bytes]:
    """All that comes out now, a piece at a time."""
    try:
        while piece := unpacker.decompress(packed, _PIECE):
            packed = unpacker.unconsumed_tail
            yield piece
    except zlib.error:
        raise CannotUnpack from None
