"""The folder of records: one file a run, each naming the digest of the one before it."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path

from readiness.evidence.digests import sha256_of_file
from readiness.history.locking import locked
from readiness.model.run import Run
from readiness.reporting.json_v1 import encode

_NAME = re.compile(r"(\d{6})-\d{8}T\d{6}Z-[0-9a-f]{8}\.json")
DIGEST_SHOWN = 8
_LOCK = ".lock"


def number_of(path: Path) -> int:
    """The running number in a record's name; 0 for a copy under another name."""
    return int(path.name.split("-")[0]) if _NAME.fullmatch(path.name) else 0


def has_digest(path: Path, sha256: str) -> bool:
    """Whether a record's name holds the beginning of this SHA-256: if it is its own, it is what was saved."""
    return path.name.endswith(f"-{sha256[:DIGEST_SHOWN]}.json")


def digest_in_name(path: Path) -> str:
    """The beginning of the SHA-256 that a record's name says it was saved with."""
    return path.stem.rpartition("-")[2]


class RunStore:
    """Names are `000012-20260614T120000Z-1a2b3c4d.json`: a running number (two runs may share a second, and clocks go
    back), the clock's instant in UTC, and the beginning of the record's own SHA-256. They sort as they were saved."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def list(self) -> tuple[Path, ...]:
        """Oldest first; empty where the folder does not exist. Other files in it are none of ours. Raises OSError."""
        if not self.folder.exists():
            return ()
        return tuple(sorted(path for path in self.folder.iterdir() if _NAME.fullmatch(path.name) and path.is_file()))

    def previous(self) -> str | None:
        """The SHA-256 of the newest record's bytes; None before the first. Raises OSError."""
        records = self.list()
        return sha256_of_file(records[-1]) if records else None

    @contextmanager
    def turn(self) -> Iterator[str | None]:
        """Gives `previous()` and keeps every other process from saving until the end of the block, so that no two
        runs name the same one before them. Raises OSError, TimeoutError among them."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with locked(self.folder / _LOCK):
            yield self.previous()

    def save(self, run: Run) -> Path:
        """Write the record whole or not at all. Raises OSError."""
        content = encode(run)
        digest = hashlib.sha256(content).hexdigest()
        self.folder.mkdir(parents=True, exist_ok=True)
        # In the same folder, so that the replacement below is one step; a crash leaves a name that `list` passes over.
        temporary = self.folder / f".record-{os.getpid()}-{digest}.tmp"
        try:
            with temporary.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            return temporary.replace(self.folder / self._name(run, digest))
        finally:
            temporary.unlink(missing_ok=True)

    def _name(self, run: Run, digest: str) -> str:
        records = self.list()
        number = number_of(records[-1]) + 1 if records else 1
        return f"{number:06}-{run.at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{digest[:DIGEST_SHOWN]}.json"
