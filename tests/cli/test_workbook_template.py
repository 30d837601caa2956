"""The workbook that `init` makes: valid whatever is planned, and clear to who opens it."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from readiness.cli.init_basis import built_in
from readiness.cli.workbook_template import campaign_workbook
from readiness.loading.campaign import load_campaign
from readiness.loading.checklist import shipped_checklist
from readiness.loading.shipped import shipped_checklists
from readiness.loading.workbook_words import LONGEST_SHEET_NAME, sheet_name, sheet_names
from readiness.model.evidence import Sort
from readiness.model.text import LANGS, Lang
from readiness.model.workbook import SHEETS
from tests.loading.books import new_book, plan

NOW = datetime(2026, 6, 17, tzinfo=UTC)
ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC")
TITLES = (
    "618 大促",
    "=1+1",
    "~",
    "null",
    "2026-06-18",
    "“引号”, [x]: {y}",
    "+86",
    "'",
    "a" * 300,
    "  两边有空格  ",
    "@sum",
)


@pytest.mark.parametrize("seed", range(40))
def test_whatever_is_planned_is_valid(seed: int, tmp_path: Path) -> None:
    """Any traits, zone, title, language and instants give a workbook that loads, and says exactly what was planned."""
    chance = random.Random(seed)
    basis = built_in()
    zone = ZoneInfo(chance.choice(ZONES))
    launch = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=chance.randrange(2 * 525_600), seconds=seed)
    end = launch + timedelta(seconds=chance.choice([1, 3_600, 259_199, 9_999_999]))
    traits = {trait: chance.random() < 0.5 for trait in basis.asked}
    folder = tmp_path / chance.choice(["618", "2026-618", "0618", "1e5", "true"])
    planned = plan(
        folder,
        chance.choice(LANGS),
        traits,
        title=chance.choice(TITLES),
        launch=launch.isoformat(),
        end=end.isoformat(),
        zone=zone.key,
    )
    folder.mkdir()
    file = folder / "campaign.xlsx"
    file.write_bytes(campaign_workbook(planned))
    campaign = load_campaign(file, NOW)
    assert (campaign.id, campaign.name.zh) == (folder.name, planned.title)
    assert (campaign.launch, campaign.end, campaign.zone) == (planned.launch, planned.end, zone)
    assert (campaign.traits, campaign.languages) == (traits, planned.spoken)
    assert (campaign.bindings, campaign.people, campaign.loosened) == ({}, (), ())


@pytest.mark.parametrize("around", ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"])
def test_an_hour_that_comes_twice_is_kept(around: str, tmp_path: Path) -> None:
    """False-GO 31: a launch in the hour that a clock change repeats is not moved by an hour."""
    folder = tmp_path / "618"
    folder.mkdir()
    file = folder / "campaign.xlsx"
    planned = plan(folder, "en", {}, launch=around, end="2026-10-28T00:00:00Z", zone="Europe/Berlin")
    file.write_bytes(campaign_workbook(planned))
    assert load_campaign(file, NOW).launch == datetime.fromisoformat(around)


@pytest.mark.parametrize("lang", LANGS)
def test_every_sheet_prints_and_can_be_told_apart(lang: Lang, tmp_path: Path) -> None:
    """Names are such as Excel takes, each once; every sheet prints landscape on the width of a page."""
    book: Any = load_workbook(new_book(tmp_path / "618", lang, {"online": True, "offline-stores": True}))
    names = [name.casefold() for name in book.sheetnames]
    assert len(set(names)) == len(names)
    for sheet in book.worksheets:
        assert 0 < len(sheet.title) <= LONGEST_SHEET_NAME
        assert not set("[]:*?/\\") & set(sheet.title)
        if sheet.sheet_state == "visible":
            assert sheet.page_setup.orientation == "landscape"
            assert (sheet.page_setup.fitToWidth, sheet.sheet_properties.pageSetUpPr.fitToPage) == (1, True)


@pytest.mark.parametrize("lang", LANGS)
def test_links_lead_to_sheets(lang: Lang, tmp_path: Path) -> None:
    """Every link inside of the workbook names a sheet that is there."""
    book: Any = load_workbook(new_book(tmp_path / "618", lang))
    places = [
        cell.hyperlink.location or cell.hyperlink.target
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.hyperlink is not None
    ]
    assert len(places) > 10
    named = {place.lstrip("#").rpartition("!")[0].strip("'").replace("''", "'") for place in places}
    assert named <= set(book.sheetnames)


def test_what_is_due_comes_first(tmp_path: Path) -> None:
    """The first sheet lists every evidence that applies, the earliest due first, as people say it in the zone."""
    planned = plan(tmp_path / "618", "zh")
    (tmp_path / "book.xlsx").write_bytes(campaign_workbook(planned))
    sheet: Any = load_workbook(tmp_path / "book.xlsx").worksheets[0]
    start = next(row for row in range(1, 40) if sheet.cell(row, 1).value == "截止") + 1
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=start) if row[0].value]
    assert {row[1] for row in rows} == {contract.title.zh for contract in planned.contracts}
    assert rows[0][0] == "5月18日（周一）24:00前"
    assert all(row[5] >= 1 for row in rows)


@pytest.mark.parametrize("lang", LANGS)
def test_no_words_are_cut(lang: Lang, tmp_path: Path) -> None:
    """A text fits its column, or wraps, or has an empty cell beside it to run into: with all checklists that ship."""
    made = plan(tmp_path / "618", lang, basis=built_in(shipped_checklists()))
    (tmp_path / "c.xlsx").write_bytes(campaign_workbook(made))
    cut = []
    for sheet in load_workbook(tmp_path / "c.xlsx"):
        cells: list[Any] = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
        for cell in cells:
            width = sheet.column_dimensions[get_column_letter(cell.column)].width
            wide = sum(1 if character.isascii() else 2 for character in cell.value) * (cell.font.sz or 11) / 10.5
            free = sheet.cell(cell.row, cell.column + 1).value is None
            if sheet.sheet_state == "visible" and wide > width and not free and not cell.alignment.wrap_text:
                cut.append((sheet.title, cell.coordinate, cell.value))
    assert cut == []


def test_an_example_of_a_time_is_what_people_type(tmp_path: Path) -> None:
    """The example above a column of times is in the campaign's zone, as a cell shows it."""
    book = load_workbook(new_book(tmp_path / "618"))
    times = [
        cell.value for row in book["活动阶段排期"].iter_rows(max_row=6) for cell in row if "2026" in str(cell.value)
    ]
    assert "2026-06-10 10:00" in times
    assert not any("T" in str(value) for value in times)


def test_choices_are_offered(tmp_path: Path) -> None:
    """Traits have a drop-down of yes and no, checks one of all that apply."""
    book: Any = load_workbook(new_book(tmp_path / "618"))
    formulas = {sheet.title: [rule.formula1 for rule in sheet.data_validations.dataValidation] for sheet in book}
    assert formulas["活动"].count('"是,否"') == len(built_in().asked) > 1
    assert any("检查项" in one for one in formulas["不适用"])


def test_no_two_tables_share_the_name_of_a_sheet() -> None:
    """The titles of shipped tables differ within the 31 characters that Excel allows, in each language and from the
    sheets that every workbook has, so that a sheet alone says what it holds."""
    contracts = {one.name: one for name in shipped_checklists() for one in shipped_checklist(name).contracts}
    forms = [title.say(lang) for title in SHEETS.values() for lang in LANGS]
    for lang in LANGS:
        titles = [one.title.say(lang) for one in contracts.values() if one.sort is Sort.TABLE]
        names = [sheet_name(title).casefold() for title in (*titles, *forms)]
        assert len(set(names)) == len(names), lang


def test_titles_that_two_share_are_told_apart_by_their_ids() -> None:
    """A campaign's own tables of one title, or of a long one, get sheets of different names."""
    long = "一张名称特别特别特别长的用于测试工作表名称长度限制的表格"
    names = sheet_names({"a": f"{long}{long}甲", "b": f"{long}{long}乙", "c": "活动", "d": "a/b [c]"}, ["活动"])
    assert len({name.casefold() for name in names.values()} | {"活动"}) == 5
    assert all(len(name) <= LONGEST_SHEET_NAME for name in names.values())
    assert names["d"] == "a b c"
