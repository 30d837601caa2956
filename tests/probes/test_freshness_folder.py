"""Freshness of folders: files by the times that their names carry."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from readiness.evidence.cells import CellError
from readiness.evidence.context import ProbeContext
from readiness.evidence.store import EvidenceStore
from readiness.model.errors import BadValue, CannotJudge, NotSupplied
from readiness.model.evidence import Binding, Contract, EvidenceUse, Sort
from readiness.model.finding import FindingKind, Judgement
from readiness.model.text import Text
from readiness.probes.freshness import Settings, gather, judge
from readiness.probes.freshness.names import Template
from tests.probes.tables import HERE, LAUNCH, SHANGHAI, campaign, situation, times

DUMPS = Contract("dumps", Sort.DOCUMENT, Text.same("dumps"), Text.same("dumps"), "it", (), (), "technical", HERE)
ASKED: dict[str, Any] = {
    "folder": "dumps",
    "names": "backup-%Y%m%d-%H%M.dump",
    "limits": {"max_age": "17m", "max_gap": "15m", "tolerance": "2m", "over": "24h"},
    "entry": {"en": "backup", "zh": "备份"},
    "unit": "backups",
}
NOW = datetime(2026, 6, 18, tzinfo=SHANGHAI)
MINUTE = timedelta(minutes=1)

Look = Callable[..., Judgement]


def names() -> list[str]:
    return [f"backup-{NOW - MINUTE - number * 15 * MINUTE:%Y%m%d-%H%M}.dump" for number in range(97)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The backups of a day."""
    made = tmp_path / "dumps"
    made.mkdir()
    for name in names():
        (made / name).write_bytes(b"x" * 100)
    return made


@pytest.fixture
def look(folder: Path) -> Iterator[Look]:
    """Judges the folder; `uses` of the fixture's function are what the record would say."""
    stores: list[EvidenceStore] = []

    def run(
        *, now: datetime = NOW, as_of: datetime | None = None, bound: str = "folder", as_at: datetime | None = None,
        zone: str | None = "Asia/Shanghai", uses: list[EvidenceUse] | None = None, **changed: Any,
    ) -> Judgement:  # fmt: skip
        moments = times(now.astimezone(UTC), as_of=as_of)
        file, folder_ = ("dumps", None) if bound == "file" else (None, "dumps")
        binding = Binding("dumps", HERE, file=file, folder=folder_, zone=zone, as_at=as_at)
        store = EvidenceStore(folder.parent, {"dumps": DUMPS}, {"dumps": binding}, {}, moments)
        stores.append(store)
        context = ProbeContext(campaign(), moments, LAUNCH, store, 60)
        settings = Settings.model_validate({**ASKED, **changed})
        judgement = judge(settings, gather(settings, context), situation(moments))
        if uses is not None:
            uses += context.uses
        return judgement

    yield run
    for store in stores:
        store.close()


def only(judgement: Judgement) -> Any:
    (finding,) = judgement.findings
    return finding


def test_files_that_keep_coming_pass(look: Look) -> None:
    """A file each quarter of an hour passes; the record has the listing's digest, and says that it is of now."""
    uses: list[EvidenceUse] = []
    judgement = look(uses=uses)
    assert not judgement.findings
    assert judgement.examined.count == 96
    (use,) = uses
    assert use.live
    assert use.path is None
    assert use.sha256 is not None


def test_a_missing_file_is_a_gap(look: Look, folder: Path) -> None:
    """The gap is named between the two files beside it."""
    (folder / names()[40]).unlink()
    finding = only(look())
    assert finding.observed.en == "none for 30 min"
    assert finding.where == "; ".join(f"dumps/{names()[number]}" for number in (41, 39))


def test_the_disk_does_not_decide(look: Look, folder: Path) -> None:
    """False-GO 7: a copy of this minute makes no old backup young; what the disk says is shown in a note."""
    for name in names()[:3]:
        (folder / name).unlink()
    os.utime(folder / names()[3])
    judgement = look()
    assert judgement.findings[0].kind is FindingKind.STALE
    assert any("the disk says" in note.en for note in judgement.notes)


def test_an_empty_file_is_no_backup(look: Look, folder: Path) -> None:
    """False-GO 7: a file of no bytes is told, and leaves its gap."""
    (folder / names()[40]).write_bytes(b"")
    small, gap = look().findings
    assert (small.subject, small.observed.en) == (names()[40], "0")
    assert gap.observed.en == "none for 30 min"


def test_a_least_size_may_be_asked(look: Look) -> None:
    """One byte less than the least is too little."""
    assert not look(limits={**ASKED["limits"], "min_size": "100"}).findings
    assert len(look(limits={**ASKED["limits"], "min_size": "101"}).findings) > 90


@pytest.mark.parametrize(
    "name",
    ["backup-20260617-2345.dump.part", "backup-20260617-23", "backup-20261317-2345.dump", "backup-20260617-2460.dump",
     "notes.txt"],
)  # fmt: skip
def test_a_name_of_another_form_is_a_finding(look: Look, folder: Path, name: str) -> None:
    """What is cut off, still being written, or of no time of the calendar is told, unless it is ignored."""
    (folder / name).write_bytes(b"x")
    finding = only(look())
    assert (finding.subject, finding.kind) == (name, FindingKind.UNREADABLE)
    assert not look(ignore=[name]).findings


def test_hidden_files_are_the_systems(look: Look, folder: Path) -> None:
    """They are counted in a note alone."""
    (folder / ".DS_Store").write_bytes(b"x")
    judgement = look()
    assert not judgement.findings
    assert any("not counted: 1" in note.en for note in judgement.notes)


def test_a_link_is_no_backup(look: Look, folder: Path) -> None:
    """A link by a good name may lead anywhere."""
    (folder / names()[0]).unlink()
    (folder / names()[0]).symlink_to(folder / names()[1])
    assert "a link or device" in {one.observed.en for one in look().findings}


def test_a_file_of_the_future(look: Look, folder: Path) -> None:
    """False-GO 29: it is a finding; under as-of it was not there yet."""
    (folder / "backup-20260618-0001.dump").write_bytes(b"x")
    assert only(look()).required.en == "not in the future"
    judgement = look(now=NOW + timedelta(days=30), as_of=NOW)
    assert not judgement.findings
    assert any("not counted: 1" in note.en for note in judgement.notes)


def test_local_times_need_a_zone(look: Look) -> None:
    """False-GO 28: without a zone in name or binding nobody can tell when a file is of."""
    judgement = look(zone=None)
    assert {one.kind for one in judgement.findings} == {FindingKind.UNREADABLE}
    assert judgement.examined.count == 0


def test_the_folders_own_time(look: Look, folder: Path) -> None:
    """A folder that was copied is looked at until the moment of the copy."""
    uses: list[EvidenceUse] = []
    (folder / names()[0]).unlink()
    judgement = look(as_at=NOW - 10 * MINUTE, uses=uses)
    assert not judgement.findings
    assert judgement.notes[0].en == "Looked at: 2026-06-16 23:50 - 2026-06-17 23:50"
    assert not uses[0].live


def test_nothing_to_judge(look: Look, folder: Path) -> None:
    """False-GO 5, 8: an empty folder is an error, one that is not there is not supplied, a file is no folder."""
    for path in folder.iterdir():
        path.unlink()
    with pytest.raises(CannotJudge, match="Nothing in dumps counts"):
        look()
    folder.rmdir()
    with pytest.raises(NotSupplied):
        look()
    folder.write_bytes(b"x")
    with pytest.raises(CannotJudge, match="is a file"):
        look()
    with pytest.raises(CannotJudge, match="something else than a folder"):
        look(bound="file")


def test_folders_by_day(look: Look, folder: Path) -> None:
    """A form with folders is held against the path."""
    for name in names():
        day = folder / name[7:15]
        day.mkdir(exist_ok=True)
        (folder / name).rename(day / f"{name[16:20]}.dump")
    assert not look(names="%Y%m%d/%H%M.dump").findings


def test_all_folders_together_have_a_bound(look: Look, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tree of many small folders is as large as one that holds all of their files."""
    monkeypatch.setattr("readiness.evidence.listing.MOST_LISTED", len(names()))
    assert not look().findings
    (folder / "day").mkdir()
    (folder / "day" / names()[0]).write_bytes(b"x")
    with pytest.raises(CannotJudge, match="holds more than 97 files"):
        look()


def test_a_hundred_thousand_files_take_seconds(look: Look, folder: Path) -> None:
    """Files are listed and never read: a folder of years is judged at once."""
    for number in range(100_000):
        (folder / f"backup-{datetime(2020, 1, 1) + number * MINUTE:%Y%m%d-%H%M}.dump").touch()  # noqa: DTZ001
    started = time.monotonic()
    assert not look().findings
    assert time.monotonic() - started < 20


# names


@pytest.mark.parametrize(
    ("form", "name", "expected"),
    [
        ("db-%Y%m%d-%H%M.dump", "db-20260617-2345.dump", "2026-06-17T15:45:00+00:00"),
        ("*_%Y-%m-%dT%H_%M_%S%z.sql.gz", "shop_2026-06-17T23_45_10+0800.sql.gz", "2026-06-17T15:45:10+00:00"),
        ("*_%Y-%m-%dT%H:%M:%S%z", "a_2026-06-17T15:45:10Z", "2026-06-17T15:45:10+00:00"),
        ("wal-%s", "wal-1781711100", "2026-06-17T15:45:00+00:00"),
        ("wal-%s.gz", "wal-1781711100250.gz", "2026-06-17T15:45:00.250000+00:00"),
        ("%Y%m%d%H", "2026061723", "2026-06-17T15:00:00+00:00"),
        ("100%%-%Y%m%d%H%M", "100%-202606172345", "2026-06-17T15:45:00+00:00"),
        ("db-%Y%m%d-%H%M.dump", "db-20260617-2345.dump.gz", None),
        ("db-%Y%m%d-%H%M.dump", "DB-20260617-2345.dump", None),
        ("db-%Y%m%d-%H%M.dump", "db-２０２６0617-2345.dump", None),
        ("%Y%m%d/%H%M", "backup/20260617/2345", None),
        ("wal-%s", "wal-178171110", None),
    ],
)
def test_the_time_in_a_name(form: str, name: str, expected: str | None) -> None:
    """A form gives the instant of a name, and nothing for a name of another form."""
    found = Template.of(form).instant(name, SHANGHAI)
    assert (found.isoformat() if found else None) == expected


@pytest.mark.parametrize("name", ["20261025-0230", "20260329-0230"])
def test_a_local_time_that_comes_twice_or_never(name: str) -> None:
    """False-GO 31: at a clock change a name without an offset may mean two instants, or none."""
    with pytest.raises(CellError):
        Template.of("%Y%m%d-%H%M").instant(name, ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    "form", ["backup.dump", "db-%Y%m%d", "db-%Y%m%d-%H%M-%H", "db-%Y%j", "%s-%Y%m%d%H", "%z-%s", "***%s", "db-%", ""]
)
def test_forms_that_tell_no_instant_are_refused(form: str) -> None:
    """A form without a whole time, with one twice, or with a directive that is none is told while files are loaded."""
    with pytest.raises(BadValue):
        Template.of(form)
