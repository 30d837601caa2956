"""Kinds are found by name, the built-in ones and those that are installed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from readiness.probes.kind import Kind, KindSettings
from readiness.probes.registry import KINDS, kind_names, load_kind


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A package of a third party with two kinds by entry point: one of its own, one that takes a built-in name."""
    info = tmp_path / "acme_readiness-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-readiness\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(
        "[readiness.probes]\nacme-rota = acme_rota\nhttp = acme_rota\n", encoding="utf-8"
    )
    (tmp_path / "acme_rota.py").write_text("NAME = 'acme-rota'\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield
    sys.modules.pop("acme_rota", None)


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_built_in_kind_fits_the_protocol(name: str) -> None:
    """Each registered module is a kind of that name, with a summary in both languages and strict settings."""
    kind = load_kind(name)

    assert isinstance(kind, Kind)
    assert name == kind.NAME
    assert kind.SUMMARY.en
    assert kind.SUMMARY.zh
    assert issubclass(kind.Settings, KindSettings)


def test_an_installed_kind_is_found(installed: None) -> None:
    """A third party adds a kind by entry point, without a change to readiness."""
    assert "acme-rota" in kind_names()
    assert load_kind("acme-rota").NAME == "acme-rota"


def test_a_built_in_name_can_not_be_taken(installed: None) -> None:
    """An installed package can't replace what a built-in check relies on."""
    assert load_kind("http").NAME == "http"
    assert kind_names().count("http") == 1


def test_an_unknown_kind_is_a_key_error() -> None:
    """A name that nobody registered is not guessed."""
    with pytest.raises(KeyError):
        load_kind("htp")
