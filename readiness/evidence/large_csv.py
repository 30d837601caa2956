"""CSV too large to hold: looked through once for its digest and its encoding, then read by the engine where it lies."""

# ruff: noqa: S608  (names are quoted or made here; values travel as parameters)

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from readiness.evidence.decoding import broken_byte, candidates, refuse_nul
from readiness.evidence.delimited import Head, read_head, refuse_cut_off
from readiness.evidence.files import (
    CHUNK,
    Identity,
    identity_of_open,
    open_regular,
    refuse_empty,
    refuse_larger,
    writing,
)
from readiness.evidence.large_totals import LONGEST_SIGN, SIGNS, OddRows, is_error_sql
from readiness.evidence.problems import changed_while_read, timed_out
from readiness.evidence.sql_text import literal, quoted
from readiness.evidence.watching import looks_like_pattern
from readiness.model.errors import CannotJudge
from readiness.model.evidence import Binding, Contract

MOST_BYTES = 8_000_000_000

NO_ODD_ROWS = OddRows()
_LONGEST_HEADER = 1 << 20
_READ_WHERE_IT_LIES = ("utf-8", "utf-8-sig")


@dataclass(frozen=True, slots=True)
class LargeCsv:
    """`path` is what the engine reads: the file itself, or its UTF-8 copy (`copied`). `blank_rows` says that rows
    without any cell may be there."""

    path: Path
    copied: bool
    head: Head
    sha256: str
    identity: Identity
    encoding: str
    blank_rows: bool
    odd_rows: bool

    def select(self, positions: Mapping[str, int], odd: OddRows = NO_ODD_ROWS) -> str:
        """The SELECT that gives `row_number` and the columns at these positions, all as text, without `odd` rows.

        The rows are numbered only for a query that asks for numbers; the engine drops what nobody selects.
        """
        named = (
            f"{_key_sql(i) if i in odd.error_keys else f'c{i}'} AS {quoted(name)}" for name, i in positions.items()
        )
        empty = " AND ".join(f"c{i} IS NULL" for i in range(len(self.head.cells)))
        wanted = [f"NOT ({empty})"] if self.blank_rows else []
        wanted += [f"row_number NOT IN ({', '.join(map(str, odd.left_out))})"] if odd.left_out else []
        kept = f" WHERE {' AND '.join(wanted)}" if wanted else ""
        return f"SELECT {', '.join(['row_number', *named])} FROM ({self.numbered()}){kept}"

    def numbered(self) -> str:
        """The SELECT that gives every row as it lies: `c0`, `c1`, ... and `row_number`."""
        places = range(len(self.head.cells))
        struct = ", ".join(f"'c{i}': 'VARCHAR'" for i in places)
        # `new_line` must stay unset: a wrong one makes the engine read no row at all, without an error
        reader = (
            f"read_csv({literal(str(self.path))}, auto_detect = false, header = true, skip = {self.head.lines_before}, "
            f"delim = {literal(self.head.delimiter)}, quote = '\"', escape = '\"', columns = {{{struct}}}, "
            "strict_mode = true, null_padding = false, ignore_errors = false, hive_partitioning = false)"
        )
        return f"SELECT *, row_number() OVER () + {self.head.row} AS row_number FROM {reader}"


def look_through(
    path: Path, shown: str, copy: Path, *, contract: Contract, binding: Binding, left: Callable[[], float]
) -> LargeCsv:
    """Digest and decode the whole file strictly; write a UTF-8 `copy` where it is of another encoding.

    Raises CannotJudge for a broken byte (with line and offset), NUL characters, a last line without end, a header that
    can't be read, a file that changes meanwhile, or when no time is left.
    """
    with open_regular(path, shown) as stream:
        before = identity_of_open(stream)
        refuse_larger(before.size, MOST_BYTES, shown)
        start = stream.read(_LONGEST_HEADER)
        refuse_empty(start, shown)
        problem: CannotJudge | None = None
        for codec in candidates(start[:4], binding.encoding, shown):
            copied = codec not in _READ_WHERE_IT_LIES or looks_like_pattern(path)
            try:
                text = _decoder(codec).decode(start)
                refuse_nul(text, start, shown)
                head = read_head(text.removeprefix("\ufeff"), contract, binding, shown)
                seen = _Pass(codec, head, shown, left).over(stream, copy if copied else None)
            except UnicodeDecodeError as error:
                problem = problem or broken_byte(codec, _line_of(stream, error.start), error.start, shown)
                continue
            if identity_of_open(stream) != before:
                raise changed_while_read(shown)
            refuse_cut_off(seen.last, shown)
            source = copy if copied else path
            return LargeCsv(source, copied, head, seen.sha256, before, codec, seen.blank_rows, seen.odd_rows)
    assert problem is not None
    raise problem


class _Pass:
    """One reading of all bytes: digest, strict decoding, and what the SELECT must know."""

    def __init__(self, codec: str, head: Head, shown: str, left: Callable[[], float]) -> None:
        self._decoder = _decoder(codec)
        self._plain = codec in _READ_WHERE_IT_LIES
        self._shown, self._left = shown, left
        self._digest = hashlib.sha256()
        self._blank = b"\n" + head.delimiter.encode() * (len(head.cells) - 1)
        self._tail = b""
        self._offset = 0
        self.blank_rows = len(head.cells) == 1
        self.odd_rows = False
        self._end = b""
        self.last = ""

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def over(self, stream: BinaryIO, copy: Path | None) -> _Pass:
        """Raises UnicodeDecodeError whose `start` counts from the beginning of the file, or CannotJudge."""
        stream.seek(0)
        with ThreadPoolExecutor(1) as pool, writing(copy) as write:
            hashed: Future[None] | None = None
            for chunk in iter(lambda: stream.read(CHUNK), b""):
                if self._left() <= 0:
                    raise timed_out(self._shown)
                if hashed:
                    hashed.result()
                # hashing leaves the interpreter free, so it runs beside the rest
                hashed = pool.submit(self._digest.update, chunk)
                utf8 = self._decoded(chunk)
                self._note(utf8)
                write(utf8)
            self._decoded(b"", final=True)
        return self

    def _decoded(self, chunk: bytes, *, final: bool = False) -> bytes:
        """The chunk as UTF-8. ASCII, most of an export, needs no decoding."""
        pending = self._decoder.getstate()[0]
        if self._plain and not pending and not final and chunk.isascii():
            self._offset += len(chunk)
            return chunk
        try:
            text = self._decoder.decode(chunk, final=final)
        except UnicodeDecodeError as error:
            error.start += self._offset - len(pending)
            raise
        self._offset += len(chunk)
        return chunk if self._plain else text.encode()

    def _note(self, utf8: bytes) -> None:
        if b"\0" in utf8:
            refuse_nul(utf8.decode("utf-8", "replace"), utf8, self._shown)
        joined = self._tail + utf8[: len(self._blank)]
        if b'"' in utf8 or b"\n" not in utf8 or self._blank in utf8 or self._blank in joined:
            self.blank_rows = True
        if not self.odd_rows:
            parts = (utf8, self._end + utf8[:LONGEST_SIGN])
            self.odd_rows = any(sign in part for part in parts for sign in SIGNS)
            self._end = utf8[-LONGEST_SIGN:]
        self._tail = utf8[-len(self._blank) :]
        self.last = utf8[-1:].decode("ascii", "replace") or self.last


def _key_sql(position: int) -> str:
    """A failed formula names nothing: two of them would join."""
    return f"CASE WHEN {is_error_sql(f'c{position}')} THEN NULL ELSE c{position} END"


def _decoder(codec: str) -> codecs.IncrementalDecoder:
    return codecs.getincrementaldecoder(codec)("strict")


def _line_of(stream: BinaryIO, offset: int) -> int:
    """The line, counted from 1, that a byte stands on."""
    stream.seek(0)
    lines, left = 1, offset
    while left > 0 and (chunk := stream.read(min(CHUNK, left))):
        lines += chunk.count(b"\n")
        left -= len(chunk)
    return lines
