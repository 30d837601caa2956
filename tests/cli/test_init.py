"""`readiness init`: a campaign that can be checked at once."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import Readiness

LAUNCH = (datetime.now(UTC) + timedelta(days=60)).replace(microsecond=0).isoformat()


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("traits", [(), ("online=no",), ("offline-stores=no",), ("online=no", "offline-stores=no")])
def test_what_it_makes_is_valid(lang: str, traits: tuple[str, ...], tmp_path: Path, readiness: Readiness) -> None:
    """Whatever the traits and the language, the campaign loads as it stands."""
    options = [word for trait in traits for word in ("--trait", trait)]
    made = readiness("init", "2026-618", "--launch", LAUNCH, "--lang", lang, *options)
    assert made.code == 0, made.err
    valid = readiness("validate", "2026-618")
    assert valid.code == 0, valid.err


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_new_campaign_waits_for_its_evidence(lang: str, readiness: Readiness) -> None:
    """False-GO 8: nothing is supplied yet, so every check that applies is pending, none is in error and it is no GO."""
    readiness("init", "2026-618", "--launch", LAUNCH, "--lang", lang)
    answer = readiness("check", "2026-618", "--report", "json")
    assert answer.code in (4, 5)
    assert {outcome["status"] for outcome in json.loads(answer.out)["outcomes"]} == {"pending"}
    todo = readiness("todo", "2026-618")
    assert todo.code == 0
    assert "execution.stock-coverage" in todo.out
    assert "evidence/stock.csv" in todo.out


def test_a_template_that_is_copied_in_empty_is_never_go(tmp_path: Path, readiness: Readiness) -> None:
    """False-GO 5 and 7: the headers alone are no evidence."""
    readiness("init", "2026-618", "--launch", LAUNCH)
    folder = tmp_path / "2026-618" / "evidence"
    for template in (folder / "templates").iterdir():
        (folder / template.name).write_bytes(template.read_bytes())
    assert readiness("check", "2026-618").code in (4, 5)


def test_every_trait_is_asked_in_plain_words(tmp_path: Path, readiness: Readiness) -> None:
    """Each trait stands in the file with its question and the answer given; what was not given is yes."""
    readiness("init", "2026-618", "--launch", LAUNCH, "--trait", "online=no", "--lang", "zh")
    text = (tmp_path / "2026-618" / "campaign.yaml").read_text(encoding="utf-8")
    assert "是否有线上销售" in text
    assert "online: no" in text
    assert "offline-stores: yes" in text


def test_a_local_time_is_meant_in_the_zone(tmp_path: Path, readiness: Readiness) -> None:
    """A launch without an offset takes that of the zone on that day, and the file says it."""
    readiness("init", "sale", "--launch", "2027-07-01 00:00", "--timezone", "Europe/Paris")
    assert "launch: 2027-07-01T00:00:00+02:00" in (tmp_path / "sale" / "campaign.yaml").read_text(encoding="utf-8")


def test_nothing_is_overwritten(tmp_path: Path, readiness: Readiness) -> None:
    """A second init of the same name, or over one file of it, changes nothing."""
    readiness("init", "2026-618", "--launch", LAUNCH)
    (tmp_path / "2026-618" / "campaign.yaml").write_text("mine", encoding="utf-8")
    before = files(tmp_path)
    assert readiness("init", "2026-618", "--launch", LAUNCH).code == 2
    assert files(tmp_path) == before


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["sale"], "--launch"),
        (["sale", "--launch", "2027-07-01"], "--launch"),
        (["sale", "--launch", "2027-07-01T00:00"], "--launch"),
        (["sale", "--launch", LAUNCH, "--end", "2020-01-01T00:00:00Z"], "not after"),
        (["sale", "--launch", LAUNCH, "--timezone", "Asia/Shangai"], "Asia/Shanghai"),
        (["sale", "--launch", LAUNCH, "--trait", "onlin=yes"], "online"),
        (["sale", "--launch", LAUNCH, "--trait", "online=maybe"], "yes"),
        (["-sale-", "--launch", LAUNCH], ""),
        (["大促", "--launch", LAUNCH], "2026-618"),
    ],
)
def test_what_is_missing_or_wrong_is_2(arguments: list[str], told: str, tmp_path: Path, readiness: Readiness) -> None:
    """Without a terminal nothing is asked: what is missing or unknown is wrong use, and nothing is made."""
    answer = readiness("init", *arguments)
    assert answer.code == 2, answer.err
    assert told in answer.err
    assert files(tmp_path) == {}


def test_a_campaign_may_begin_with_a_pack(tmp_path: Path, readiness: Readiness) -> None:
    """`--checklist` adds packs to the four built-in checklists, with the evidence they read and the traits they ask."""
    given = ("--launch", "2026-06-18T00:00:00+08:00", "--trait", "dealers=no")
    made = readiness("init", "2026-618", *given, "--checklist", "crm", "--checklist", "channel")
    assert made.code == 0, made.err
    words = (tmp_path / "2026-618" / "campaign.yaml").read_text("utf-8")
    assert "checklists: [planning, execution, technical, analysis, crm, channel]" in words
    templates = {path.stem for path in (tmp_path / "2026-618" / "evidence" / "templates").iterdir()}
    assert "coupon-codes" in templates
    assert "dealer-prices" not in templates


def test_a_pack_that_does_not_ship_is_refused(tmp_path: Path, readiness: Readiness) -> None:
    """An unknown pack is wrong use, and the nearest is named."""
    made = readiness("init", "x", "--launch", "2026-06-18T00:00:00+08:00", "--checklist", "chanel", "--lang", "en")
    assert made.code == 2
    assert "channel" in made.err
    assert not (tmp_path / "x").exists()
