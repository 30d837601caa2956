"""An agent as shops have them: it reads a page of metrics again and again, and writes the samples to Prometheus.

Remote write 1.0 (https://prometheus.io/docs/specs/prw/remote_write_spec/): a protobuf message, packed with snappy. Both
are written here in their plainest form, so that nothing need be installed.
"""

from __future__ import annotations

import re
import struct
import threading
import time
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

_EVERY = 0.2
_LINE = re.compile(r"^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)(?: (-?\d+))?$", re.MULTILINE)
_LABEL = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')
_STALE = struct.pack("<Q", 0x7FF0000000000002)  # what marks the end of a series; no other NaN does
_VARINT, _DOUBLE, _BYTES = 0, 1, 2
_CHUNK = 60
_SEVEN_BITS = 0x7F

Labels = tuple[tuple[str, str], ...]
Samples = Mapping[Labels, tuple[bytes, int]]


@contextmanager
def agent(page_url: str, prometheus_url: str, job: str) -> Iterator[None]:
    """Writes the samples of a page to a Prometheus until the block ends; the first ones before it begins."""
    stop = threading.Event()
    known = _write(page_url, prometheus_url, job, {})

    def work() -> None:
        nonlocal known
        while not stop.wait(_EVERY):
            known = _write(page_url, prometheus_url, job, known)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _write(page_url: str, prometheus_url: str, job: str, known: Samples) -> Samples:
    """One reading of the page. Series that it no longer has are marked as ended, as Prometheus itself does."""
    now = time.time_ns() // 1_000_000
    samples = _samples(_get(page_url), job, now)
    ended = {labels: (_STALE, now) for labels in known if labels not in samples}
    request = urllib.request.Request(
        f"{prometheus_url}/api/v1/write",
        data=_packed(b"".join(_series(*one) for one in (samples | ended).items())),
        headers={"Content-Encoding": "snappy", "X-Prometheus-Remote-Write-Version": "0.1.0"},
    )
    try:
        with urllib.request.urlopen(request, timeout=5.0):
            return samples
    except OSError:
        return known  # a server that restarts is written to the next time


def _get(url: str) -> str:
    """The page; empty where the shop does not answer, so that all its series end."""
    try:
        with urllib.request.urlopen(url, timeout=5.0) as answer:
            return str(answer.read().decode())
    except OSError:
        return ""


def _samples(page: str, job: str, now: int) -> dict[Labels, tuple[bytes, int]]:
    """The text format: `metric{label="value"} number`, and a time where the page gives one."""
    found: dict[Labels, tuple[bytes, int]] = {}
    for metric, labels, number, at in _LINE.findall(page):
        named = {"__name__": metric, "job": job, **dict(_LABEL.findall(labels))}
        found[tuple(sorted(named.items()))] = (struct.pack("<d", float(number)), int(at or now))
    return found


def _series(labels: Labels, sample: tuple[bytes, int]) -> bytes:
    value, at = sample
    named = [_field(1, _field(1, name.encode()) + _field(2, text.encode())) for name, text in labels]
    point = bytes([1 << 3 | _DOUBLE]) + value + bytes([2 << 3 | _VARINT]) + _varint(at)
    return _field(1, b"".join(named) + _field(2, point))


def _field(number: int, content: bytes) -> bytes:
    return bytes([number << 3 | _BYTES]) + _varint(len(content)) + content


def _varint(number: int) -> bytes:
    """Seven bits a byte, the lowest first."""
    parts = bytearray()
    while number > _SEVEN_BITS:
        parts.append(number & _SEVEN_BITS | 0x80)
        number >>= 7
    return bytes([*parts, number])


def _packed(content: bytes) -> bytes:
    """Snappy's block format without any compression: the length, then pieces that stand for themselves."""
    return _varint(len(content)) + b"".join(_pieces(content))


def _pieces(content: bytes) -> Iterable[bytes]:
    for begin in range(0, len(content), _CHUNK):
        piece = content[begin : begin + _CHUNK]
        yield bytes([len(piece) - 1 << 2]) + piece
