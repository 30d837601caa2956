"""Fixtures: the examples as worlds that a test may change."""

from __future__ import annotations

import gc
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.monitoring import monitoring
from tests.prepared import Prepared, prepared_among
from tests.tools import program
from tests.worlds import World, copy_of, load_storefront

# A shell ignores SIGINT in what it starts in the background, and each process hands that down: the commands that tests
# interrupt would not hear it.
signal.signal(signal.SIGINT, signal.default_int_handler)

# As the command itself does: hundreds of campaigns are loaded here, and looking for garbage costs an eighth of it.
gc.set_threshold(100_000, 20, 20)

# What an example may take depends on what else the machine does; a property holds or not.
settings.register_profile("unhurried", settings.get_profile(settings.get_current_profile_name()), deadline=None)
settings.load_profile("unhurried")


@pytest.fixture
def capture(capsys: pytest.CaptureFixture[str]) -> Callable[[], tuple[str, str]]:
    def read() -> tuple[str, str]:
        streams = capsys.readouterr()
        return streams.out, streams.err

    return read


@pytest.fixture
def stores_world(tmp_path: Path, capture: Callable[[], tuple[str, str]]) -> World:
    """examples/go: everything from files."""
    return World(copy_of("go", tmp_path), capture)


@pytest.fixture
def shop_world(
    tmp_path: Path, capture: Callable[[], tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> Iterator[World]:
    """examples/storefront with its shop and emergency page running."""
    module = load_storefront()
    with module.running() as (shop, fallback):
        for name, value in module.variables(shop, fallback).items():
            monkeypatch.setenv(name, value)
        sites = {"shop": shop, "fallback": fallback, "module": module}
        world = World(copy_of("storefront", tmp_path), capture, sites)
        with world.servers:
            yield world


@pytest.fixture(scope="session")
def monitoring_ready(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    """Monitoring servers, some started ahead."""
    ready = Prepared(monitoring(), tmp_path_factory.mktemp("monitoring"))
    yield ready
    ready.close()


@pytest.fixture
def systems_world(shop_world: World, monkeypatch: pytest.MonkeyPatch, monitoring_ready: Prepared) -> Iterator[World]:
    """The shop's world with the real systems behind it running. Where one is not installed the test is skipped."""
    module = shop_world.sites["module"]
    for system in module.SYSTEMS:
        for name in system.PROGRAMS:
            program(name, " ".join(system.PACKAGES))
    with module.started(shop_world.sites["shop"].url, prepared_among(module.SYSTEMS, monitoring_ready)) as systems:
        for name, value in systems.variables.items():
            monkeypatch.setenv(name, value)
        shop_world.sites["systems"] = systems
        yield shop_world
