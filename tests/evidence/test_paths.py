from __future__ import annotations

from pathlib import Path

import pytest

from readiness.evidence.paths import resolve_inside
from readiness.model.errors import CannotJudge, NotSupplied


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A campaign's folder with one file, and a secret beside the folder."""
    (tmp_path / "secret.csv").write_text("x")
    home = tmp_path / "618"
    (home / "evidence").mkdir(parents=True)
    (home / "evidence" / "Stock.xlsx").write_text("x")
    return home


def test_a_path_inside_is_found(home: Path) -> None:
    """Relative paths stand on the campaign's folder; an absolute one into it counts too."""
    there = home / "evidence" / "Stock.xlsx"
    for said in ("evidence/Stock.xlsx", "./evidence/../evidence/Stock.xlsx", str(there)):
        assert resolve_inside(home, said) == there


def test_a_path_outside_is_refused(home: Path) -> None:
    """Absolute paths, `..` and symbolic links out of the folder are refused, also for what does not exist there."""
    (home / "link.csv").symlink_to(home.parent / "secret.csv")
    (home / "up").symlink_to(home.parent)
    (home / "dangling").symlink_to("/nowhere/at/all")
    for said in ("../secret.csv", str(home.parent / "secret.csv"), "link.csv", "up/secret.csv", "../none", "dangling"):
        with pytest.raises(CannotJudge, match="outside"):
            resolve_inside(home, said)


def test_the_operator_may_allow_a_folder(home: Path) -> None:
    """What the operator allows is read, and nothing beside it."""
    shared = home.parent / "shared"
    shared.mkdir()
    (shared / "stock.csv").write_text("x")
    assert resolve_inside(home, "../shared/stock.csv", (shared,)) == shared / "stock.csv"
    with pytest.raises(CannotJudge, match="outside"):
        resolve_inside(home, "../secret.csv", (shared,))


@pytest.mark.parametrize("said", ["evidence/stock.csv", "evidence/stock.xlsx", "evidence/Stokc.xlsx"])
def test_a_missing_file_suggests_what_is_there(home: Path, said: str) -> None:
    """False-GO 7: a file that does not exist is not supplied; a similar name beside it is offered."""
    with pytest.raises(NotSupplied, match="does not exist") as caught:
        resolve_inside(home, said)
    assert said in caught.value.message.en
    assert caught.value.hint is not None
    assert "evidence/Stock.xlsx" in caught.value.hint.en


def test_without_a_similar_name_nothing_is_suggested(home: Path) -> None:
    """No far-fetched file is offered, nor anything in a folder that does not exist."""
    for said in ("evidence/terms.pdf", "nowhere/stock.csv"):
        with pytest.raises(NotSupplied) as caught:
            resolve_inside(home, said)
        assert caught.value.hint is not None
        assert "Stock" not in caught.value.hint.en


@pytest.mark.parametrize("said", ["a\0b", "x" * 5000, "loop/x"])
def test_an_impossible_path_is_said_in_plain_words(home: Path, said: str) -> None:
    """Paths that the system refuses are the campaign's problem, not a crash."""
    (home / "loop").symlink_to("loop")
    with pytest.raises((CannotJudge, NotSupplied)):
        resolve_inside(home, said)
