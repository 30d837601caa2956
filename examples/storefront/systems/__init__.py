"""The systems behind the shop: real ones, each started on free local ports where its programs are installed.

A system is a module of this package, in the standard library but for the certificates of TLS.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from systems import gateway, monitoring, names
from systems.programs import program


class System(Protocol):
    """What a module of this package has. `CHECKS` are the checks that ask the system, so that they can be left out
    where it is not installed; `running` starts it with its files in a folder of its own and yields the variables that
    campaign.yaml reads."""

    NAME: str
    PROGRAMS: tuple[str, ...]
    PACKAGES: tuple[str, ...]
    CHECKS: tuple[str, ...]

    def running(self, folder: Path, shop_url: str) -> AbstractContextManager[dict[str, str]]: ...


SYSTEMS: tuple[System, ...] = (gateway, monitoring, names)


@dataclass
class Started:
    """The variables of the systems that run, and the systems that are not installed here."""

    variables: dict[str, str] = field(default_factory=dict)
    missing: list[System] = field(default_factory=list)

    @property
    def left_out(self) -> tuple[str, ...]:
        """The checks that can't be asked here."""
        return tuple(check for system in self.missing for check in system.CHECKS)


def installed(system: System) -> bool:
    return all(program(name) for name in system.PROGRAMS)


@contextmanager
def started(shop_url: str, systems: Sequence[System] = SYSTEMS) -> Iterator[Started]:
    """Every installed system, until the block ends; each has a folder of its own, which goes with it."""
    found = Started()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="storefront-")))
        for system in systems:
            if not installed(system):
                found.missing.append(system)
                continue
            own = folder / system.NAME
            own.mkdir()
            found.variables |= stack.enter_context(system.running(own, shop_url))
        yield found
