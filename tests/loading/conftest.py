"""A good campaign in a folder of its own, with checklists that stand for the shipped ones."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from readiness.loading.campaign import load_campaign
from readiness.loading.problems import InvalidInput, Problem
from readiness.model.campaign import Campaign
from readiness.model.loosening import Loosening, LooseningKind
from readiness.probes.registry import KINDS

HERE = Path(__file__).parent
SHIPPED = {path.stem: path for path in sorted((HERE / "shipped").glob("*.yaml"))}
NOW = datetime(2026, 6, 17, 0, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Desk:
    """A campaign's folder that a test may change."""

    folder: Path

    @property
    def file(self) -> Path:
        return self.folder / "campaign.yaml"

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def change(self, old: str, new: str, name: str = "campaign.yaml") -> None:
        """Replaces one text in a file; a text that is not there (any more) is a mistake in the test."""
        text = (self.folder / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))

    def load(self, now: datetime = NOW, *allow_outside: Path) -> Campaign:
        return load_campaign(self.file, now, allow_outside=allow_outside, shipped=SHIPPED)

    def problems(self) -> tuple[Problem, ...]:
        try:
            self.load()
        except InvalidInput as invalid:
            return invalid.problems
        return ()

    def told(self) -> list[str]:
        """Every problem as `file:line:column: message`, with the hint, files named from the campaign's folder."""
        return [problem.say("en").removeprefix(f"{self.folder.as_posix()}/") for problem in self.problems()]

    def loosened(self, subject: str, kind: LooseningKind) -> Loosening | None:
        return next((one for one in self.load().loosened if (one.subject, one.kind) == (subject, kind)), None)


@pytest.fixture(autouse=True)
def small_kind() -> Iterator[None]:
    """`test-kind` is registered as a third party's would be."""
    KINDS["test-kind"] = "tests.loading.kinds"
    yield
    del KINDS["test-kind"]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    folder = tmp_path / "2026-618"
    shutil.copytree(HERE / "good", folder)
    return Desk(folder)
