"""Exclusion: real files through the real evidence store, to judgement."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from readiness.evidence.limits import Limits
from readiness.model.errors import CannotJudge
from readiness.model.evidence import Column, ColumnType
from readiness.model.finding import Finding, FindingKind, Judgement
from readiness.probes.exclusion import Settings, gather, judge, problems, stricter
from readiness.probes.kind import Surroundings
from tests.probes.tables import NOW, Evidence, Rows, choice, situation, times, typed_contract

TEXT = ColumnType.TEXT
COLUMNS: dict[str, ColumnType | Column | str] = {
    "customer": TEXT,
    "phone": TEXT,
    "email": TEXT,
    "status": choice("status", active=("有效",), lifted=("解除",)),
}
CONTRACTS = {name: typed_contract(name, ["customer"], COLUMNS) for name in ("audience", "unsubscribes", "blacklist")}
HEADER = ["customer", "phone", "email"]
ALL = {"customer": "id", "phone": "phone", "email": "email"}
ASKED: dict[str, Any] = {
    "audience": {"evidence": "audience", "columns": ALL},
    "excluded": [{"evidence": "unsubscribes", "columns": ALL}],
    "region": "CN",
}
PEOPLE = [HEADER, ["M1", "13800138001", "one@example.com"], ["M2", "13800138002", "two@example.com"]]
OTHERS = [HEADER, ["M9", "13800138009", "nine@example.com"]]

Ask = Callable[..., Judgement]


@pytest.fixture
def ask(tmp_path: Path) -> Iterator[Ask]:
    """Judges an audience beside lists: rows of each, with their headers."""
    opened: list[Evidence] = []

    def call(
        people: Rows = PEOPLE, unsubscribes: Rows = OTHERS, *, blacklist: Rows | None = None, suffix: str = ".csv",
        as_at: Any = NOW, store: dict[str, Any] | None = None, moments: Any = None, **changed: Any,
    ) -> Judgement:  # fmt: skip
        folder = tmp_path / str(len(opened))
        folder.mkdir()
        moments = moments or times()
        evidence = Evidence(folder, moments, **(store or {}))
        opened.append(evidence)
        evidence.bind(CONTRACTS["audience"], people, suffix=suffix)
        evidence.bind(CONTRACTS["unsubscribes"], unsubscribes, suffix=suffix, as_at=as_at)
        if blacklist is not None:
            evidence.bind(CONTRACTS["blacklist"], blacklist, suffix=suffix, as_at=as_at)
        asked = settings(**changed)
        return judge(asked, gather(asked, evidence), situation(moments))

    yield call
    for evidence in opened:
        evidence.close()


def settings(**changed: Any) -> Settings:
    return Settings.model_validate({**ASKED, **changed})


def listed(**more: Any) -> list[dict[str, Any]]:
    return [{"evidence": "unsubscribes", "columns": ALL, **more}]


def only(judgement: Judgement) -> Finding:
    assert judgement.total == len(judgement.findings) == 1, judgement.findings
    return judgement.findings[0]


def refusal(ask: Ask, *rows: Any, **more: Any) -> CannotJudge:
    with pytest.raises(CannotJudge) as refused:
        ask(*rows, **more)
    assert refused.value.hint
    return refused.value


def test_nobody_in_the_list_passes(ask: Ask) -> None:
    """Everybody of the audience is examined; a note says how many rows the list has and what was compared."""
    judgement = ask()
    assert judgement.findings == ()
    assert (judgement.examined.count, judgement.examined.unit) == (2, "people")
    assert judgement.notes[0].en == ("unsubscribes.csv: 1 row, compared by e-mail address and telephone number and id")
    assert [measure.value for measure in judgement.measures] == [0]


@pytest.mark.parametrize(
    ("row", "meaning", "column"),
    [
        (["", "0086 138-0013-8002", ""], "telephone number", "phone"),
        (["", "１３８００１３８００２", ""], "telephone number", "phone"),
        (["", "", " Two@EXAMPLE.com"], "e-mail address", "email"),
        (["m2", "", ""], "id", "customer"),
        (["Ｍ２", "", ""], "id", "customer"),
        (["M2", "13800138777", "other@example.com"], "id", "customer"),
    ],
)
def test_any_contact_excludes(ask: Ask, row: list[str], meaning: str, column: str) -> None:
    """False-GO 18: number, address or id, in whatever spelling; the finding names both rows and nobody."""
    finding = only(ask(unsubscribes=[HEADER, ["M9", "13800138009", "nine@example.com"], row]))
    assert finding.subject == "audience.csv, row 3"
    assert (finding.required.en, finding.observed.en) == ("not in unsubscribes.csv", f"its {meaning} is there")
    assert finding.where == f"audience.csv, row 3, column {column}; unsubscribes.csv, row 3, column {column}"
    assert "不得触达" in finding.message.zh


def test_ids_that_excel_took_for_numbers(ask: Ask) -> None:
    """False-GO 18: `00123` is the customer `123` and `123.0`; `1230` is another."""
    people = [HEADER, ["00123", "", ""], ["1230", "", ""]]
    assert only(ask(people, [HEADER, ["123.0", "", ""]])).subject == "audience.csv, row 2"


def test_a_number_cell_of_a_workbook(ask: Ask) -> None:
    """False-GO 11: a number that Excel holds as a number is the same as one that it holds as text."""
    found = only(ask([HEADER, ["M1", "13800138001", ""]], [HEADER, ["M9", 13800138001, ""]], suffix=".xlsx"))
    assert found.observed.en == "its telephone number is there"


def test_every_list_is_compared(ask: Ask) -> None:
    """A second list excludes as well as the first, and each has its count."""
    both = [{"evidence": name, "columns": ALL} for name in ("unsubscribes", "blacklist")]
    judgement = ask(blacklist=[HEADER, ["M1", "", ""], ["M2", "", ""]], excluded=both)
    assert judgement.total == 2
    assert [(one.subject, int(one.value)) for one in judgement.measures] == [
        ("people in unsubscribes", 0),
        ("people in blacklist", 2),
    ]


def test_counts_are_whole_where_lists_are_cut(ask: Ask) -> None:
    """False-GO 44: a thousand people of the list are a thousand findings, whatever is listed."""
    people = [HEADER, *([f"M{i}", "", ""] for i in range(1000))]
    judgement = ask(people, people, max_findings=5)
    assert (judgement.total, len(judgement.findings)) == (1000, 5)


# --- what can't be compared ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", ["1.38E+10", "139****0000", "13800138001/13800138002", "#N/A", "未知"])
def test_an_entry_that_cannot_be_read_may_be_anybody(ask: Ask, cell: str) -> None:
    """False-GO 11: a number of the list that lost its digits could be in the audience: a finding names its cell."""
    finding = only(ask(unsubscribes=[HEADER, ["", "13800138009", ""], ["", cell, ""]]))
    assert (finding.kind, finding.where) == (FindingKind.UNREADABLE, "unsubscribes.csv, row 3, column phone")
    assert cell not in finding.message.en + finding.message.zh + finding.observed.en


def test_an_unreadable_contact_of_the_audience(ask: Ask) -> None:
    """False-GO 11: nor may anybody be messaged whose number nobody can compare, even where the id can be."""
    finding = only(ask([*PEOPLE, ["M3", "139****0000", ""]]))
    assert (finding.subject, finding.observed.en) == ("audience.csv, row 4", "the number is masked with asterisks")


@pytest.mark.parametrize("nothing", ["", "-", "无", "N/A", "NULL"])
def test_a_row_without_any_contact(ask: Ask, nothing: str) -> None:
    """False-GO 10, 18: on either side a row that holds nothing is a finding, not a row less."""
    row = [nothing, nothing, nothing]
    status = {"audience": {**ASKED["audience"], "where": "status is null or true"}}
    people = [[*HEADER, "status"], *([*one, "有效"] for one in [*PEOPLE[1:], row])]
    others = [[*HEADER, "status"], [*OTHERS[1], "有效"], [*row, "有效"]]
    assert [found.subject for found in ask(people, others, **status).findings] == [
        "unsubscribes.csv, row 3",
        "audience.csv, row 4",
    ]


def test_a_list_of_another_kind_excludes_nobody(ask: Ask) -> None:
    """False-GO 18: addresses here and numbers there have nothing in common, though both files have both columns."""
    people = [HEADER, ["", "13800138001", ""], ["", "13800138002", ""]]
    finding = only(ask(people, [HEADER, ["", "", "one@example.com"]]))
    assert (finding.subject, finding.kind) == ("unsubscribes", FindingKind.MISSING)
    assert finding.message.en.startswith("unsubscribes.csv holds e-mail address and the audience telephone number")


def test_an_entry_of_another_kind_excludes_nobody(ask: Ask) -> None:
    """False-GO 18: in a list of numbers an entry with nothing but an address can't be found among numbers."""
    people = [HEADER, ["", "13800138001", ""], ["", "13800138002", ""]]
    finding = only(ask(people, [HEADER, ["", "13800138009", ""], ["", "", "one@example.com"]]))
    assert finding.subject == "unsubscribes.csv, row 3"
    assert "excludes nobody" in finding.message.en


def test_people_that_a_list_says_nothing_about(ask: Ask) -> None:
    """False-GO 21: whom a list can't speak of is counted in a note."""
    judgement = ask(unsubscribes=[HEADER, ["", "", "nine@example.com"]], people=[*PEOPLE, ["M3", "", ""]])
    assert judgement.findings == ()
    assert (
        "1 of the people hold nothing of that (e-mail address), so unsubscribes.csv says nothing"
        in judgement.notes[1].en
    )


def test_a_column_that_nobody_recognised_shows(ask: Ask) -> None:
    """False-GO 21: where the list's numbers stand under a header that no contract knows, the note names what was
    compared, and that is not them."""
    judgement = ask(unsubscribes=[["customer", "Tel. (intl)"], ["M9", "13800138001"]])
    assert judgement.notes[0].en == "unsubscribes.csv: 1 row, compared by id"


# --- nothing there ---------------------------------------------------------------------------------------------------


def test_an_empty_audience_is_an_error(ask: Ask) -> None:
    """False-GO 5: of nobody it can't be said that he is in no list."""
    assert "has no rows" in refusal(ask, [HEADER]).message.en


def test_an_audience_that_where_leaves_empty_is_an_error(ask: Ask) -> None:
    """False-GO 5: nor of those whom `where` left out."""
    people = [[*HEADER, "status"], *([*row, "解除"] for row in PEOPLE[1:])]
    only_active = {"audience": {**ASKED["audience"], "where": "status = 'active'"}}
    assert "nobody was compared" in refusal(ask, people, **only_active).message.en


def test_an_empty_list_is_an_error(ask: Ask) -> None:
    """False-GO 5, 7: a header alone is what a failed export leaves."""
    problem = refusal(ask, PEOPLE, [HEADER])
    assert "nobody can tell that from an export that failed" in problem.message.en
    assert "may_be_empty" in (problem.hint.zh if problem.hint else "")


def test_a_list_that_where_leaves_empty_is_an_error(ask: Ask) -> None:
    """False-GO 5: a list of nothing but lifted entries excludes nobody, and perhaps the word is another."""
    others = [[*HEADER, "status"], ["M9", "", "", "解除"]]
    assert "no row that counts" in refusal(ask, PEOPLE, others, excluded=listed(where="status = 'active'")).message.en


@pytest.mark.parametrize(("suffix", "limits"), [(".csv", Limits()), (".csv", Limits(cells=0)), (".xlsx", Limits())])
def test_an_empty_list_of_any_form_may_be(ask: Ask, suffix: str, limits: Limits) -> None:
    """A header alone is an empty list in a file of any size and in a workbook, and an error unless allowed."""
    form: dict[str, Any] = {"suffix": suffix, "store": {"limits": limits}}
    assert ask(PEOPLE, [HEADER], excluded=listed(may_be_empty="yes"), **form).findings == ()
    assert "failed" in refusal(ask, PEOPLE, [HEADER], **form).message.en


def test_an_empty_list_that_may_be(ask: Ask) -> None:
    """With `may_be_empty` a header alone passes, with a note, and is still no older than it may be."""
    judgement = ask(PEOPLE, [HEADER], excluded=listed(may_be_empty="yes"), max_age="24h")
    assert judgement.findings == ()
    assert judgement.holds_until == NOW + timedelta(hours=24)
    assert judgement.notes[0].en == "unsubscribes.csv is empty, which its settings allow"
    old = {"as_at": NOW - timedelta(days=2), "max_age": "24h"}
    assert only(ask(PEOPLE, [HEADER], excluded=listed(may_be_empty="yes"), **old)).kind is FindingKind.STALE


@pytest.mark.parametrize("content", ["", "\n\n", "<!doctype html><html><body>请登录</body></html>"])
def test_what_is_no_list_is_no_empty_list(ask: Ask, tmp_path: Path, content: str) -> None:
    """False-GO 7: a file without even a header is an error, though the list may be empty."""
    evidence = Evidence(tmp_path, times())
    evidence.bind(CONTRACTS["audience"], PEOPLE)
    evidence.bind(CONTRACTS["unsubscribes"], OTHERS, as_at=NOW)
    (tmp_path / "unsubscribes.csv").write_text(content, "utf-8")
    with pytest.raises(CannotJudge):
        gather(settings(excluded=listed(may_be_empty="yes")), evidence)
    evidence.close()


def test_an_empty_list_beside_a_hit(ask: Ask) -> None:
    """Whoever must not be contacted is told, though another list is empty; that is told as well."""
    both = [{"evidence": name, "columns": ALL} for name in ("unsubscribes", "blacklist")]
    judgement = ask(PEOPLE, [HEADER], blacklist=[HEADER, ["M1", "", ""]], excluded=both)
    assert [found.subject for found in judgement.findings] == ["audience.csv, row 2", "unsubscribes"]
    assert judgement.total == 2


def test_a_file_without_any_contact_column(ask: Ask) -> None:
    """False-GO 10: a list of which no column is known is an error that names what was looked for."""
    problem = refusal(ask, PEOPLE, [["status"], ["有效"]])
    assert "none of the columns customer, phone, email" in problem.message.en


# --- which rows count ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("status", "found"), [("有效", 1), ("解除", 0), ("", 1), ("观察中", 1)])
def test_an_entry_counts_unless_it_is_said_not_to(ask: Ask, status: str, found: int) -> None:
    """False-GO 10: an entry of which nobody can tell whether it is active excludes."""
    others = [[*HEADER, "status"], ["M2", "", "", status], ["M9", "", "", "有效"]]
    judgement = ask(PEOPLE, others, excluded=listed(where="status = 'active'"))
    assert judgement.total == found
    assert any("neither yes nor no" in note.en for note in judgement.notes) is (status in ("", "观察中"))


def test_a_contact_counts_unless_it_is_said_not_to(ask: Ask) -> None:
    """False-GO 10: who may be in the audience is."""
    people = [[*HEADER, "status"], ["M9", "", "", ""], ["M1", "", "", "有效"]]
    meant = {"audience": {**ASKED["audience"], "where": "status = 'active'"}}
    assert only(ask(people, OTHERS, **meant)).subject == "audience.csv, row 2"


def test_a_contact_twice(ask: Ask) -> None:
    """The same number in two spellings is one; a finding names both rows. `note` only counts it."""
    people = [*PEOPLE, ["M3", "+86 138 0013 8001", ""]]
    finding = only(ask(people))
    assert finding.where == "audience.csv, row 2, 4, column phone"
    noted = ask(people, duplicates="note")
    assert noted.findings == ()
    assert "telephone number of audience.csv, row 2 stands in 2 rows" in noted.notes[-1].en


def test_two_columns_of_one_meaning(tmp_path: Path) -> None:
    """A second number excludes as well as the first, and the same number in both is no duplicate."""
    two = {"phone": TEXT, "other": TEXT}
    evidence = Evidence(tmp_path, times())
    evidence.bind(typed_contract("audience", ["phone"], two), [["phone", "other"], ["13800138001", "13800138001"]])
    evidence.bind(
        typed_contract("unsubscribes", ["phone"], two), [["phone", "other"], ["13800138009", "13800138001"]], as_at=NOW
    )
    columns = {"phone": "phone", "other": "phone"}
    asked = settings(
        audience={"evidence": "audience", "columns": columns},
        excluded=[{"evidence": "unsubscribes", "columns": columns}],
    )
    finding = only(judge(asked, gather(asked, evidence), situation(times())))
    assert finding.where == "audience.csv, row 2, column phone; unsubscribes.csv, row 2, column other"
    evidence.close()


@pytest.mark.parametrize("limits", [Limits(), Limits(cells=0), Limits(cells=0, engine=0)])
def test_files_of_any_size_are_judged_alike(ask: Ask, limits: Limits) -> None:
    """Read by Python, held by the engine or read where it lies: the same findings at the same places."""
    people = [*PEOPLE, ["M3", "1.38E10", ""], ["-", "", ""], ["M4", "+86 13800138001", ""]]
    others = [*OTHERS, ["", "138-0013-8002", ""], ["", "x", ""]]
    judgement = ask(people, others, store={"limits": limits})
    assert [found.where for found in judgement.findings] == [
        "audience.csv, row 3, column phone; unsubscribes.csv, row 3, column phone",
        "unsubscribes.csv, row 4, column phone",
        "audience.csv, row 4, column phone",
        "audience.csv, row 5, column customer",
        "audience.csv, row 2, 6, column phone",
    ]


# --- age -------------------------------------------------------------------------------------------------------------


def test_a_list_is_as_old_as_it_may_be(ask: Ask) -> None:
    """False-GO 29: exactly 24 hours are fresh, a second more is not; what was read holds until then."""
    fresh = ask(as_at=NOW - timedelta(hours=24), max_age="24h")
    assert fresh.findings == ()
    assert fresh.holds_until == NOW.astimezone(UTC)
    stale = only(ask(as_at=NOW - timedelta(hours=24, seconds=1), max_age="24h"))
    assert (stale.kind, stale.subject) == (FindingKind.STALE, "unsubscribes")


def test_a_list_without_its_time_is_an_error(ask: Ask) -> None:
    """False-GO 28: nobody can tell the age of an export that does not say of when it is."""
    assert "does not say of when it is" in refusal(ask, as_at=None, max_age="24h").message.en


def test_a_list_of_the_future_is_an_error(ask: Ask) -> None:
    """False-GO 29: nor of one that is dated tomorrow."""
    assert "in the future" in refusal(ask, as_at=NOW + timedelta(hours=1), max_age="24h").message.en


# --- settings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"region": None}, "region"),
        ({"excluded": []}, "at least 1"),
        ({"excluded": listed() * 2}, "twice"),
        ({"excluded": [{"evidence": "audience", "columns": ALL}]}, "the audience itself"),
        (
            {
                "audience": {"evidence": "audience", "columns": {"phone": "phone"}},
                "excluded": listed(columns={"email": "email"}),
            },
            "excludes nobody",
        ),
    ],
)
def test_settings_that_ask_nothing_are_refused(changed: dict[str, Any], said: str) -> None:
    """False-GO 4: a list that can't exclude anybody is refused when the file is read."""
    with pytest.raises(ValidationError, match=said):
        settings(**changed)


def test_settings_beside_the_contracts() -> None:
    """A column that is not there, one of numbers, a condition over nothing and a country that is none, each where it
    stands."""
    numbers = typed_contract("unsubscribes", ["phone"], {**COLUMNS, "phone": ColumnType.INTEGER})
    surroundings = Surroundings({"audience": CONTRACTS["audience"], "unsubscribes": numbers}, frozenset())
    asked = settings(
        audience={"evidence": "audience", "columns": {"mobile": "phone"}, "where": "state = 'x'"}, region="XX"
    )
    found = {problem.path for problem in problems(asked, surroundings)}
    assert found == {
        ("audience", "columns", "mobile"),
        ("audience", "where"),
        ("excluded", 0, "columns", "phone"),
        ("region",),
    }
    assert list(problems(settings(), Surroundings(CONTRACTS, frozenset()))) == []


@pytest.mark.parametrize(
    ("changed", "holds"),
    [
        ({}, True),
        ({"max_age": "12h"}, True),
        ({"max_age": "48h"}, False),
        ({"max_age": None}, False),
        ({"duplicates": "note"}, False),
        ({"excluded": [*listed(where="status = 'active'"), {"evidence": "blacklist", "columns": ALL}]}, True),
        ({"excluded": listed()}, True),
        ({"excluded": listed(where="status = 'lifted'")}, False),
        ({"excluded": listed(where="status = 'active'", may_be_empty="yes")}, False),
        ({"excluded": listed(where="status = 'active'", columns={"phone": "phone"})}, False),
        ({"excluded": [{"evidence": "blacklist", "columns": ALL}]}, False),
        ({"region": "US"}, False),
        ({"audience": {**ASKED["audience"], "where": "status = 'active'"}}, False),
    ],
)
def test_what_is_stricter(changed: dict[str, Any], holds: bool) -> None:
    """False-GO 38: more lists and a shorter age ask more; anything else is a loosening."""
    before = settings(max_age="24h", excluded=listed(where="status = 'active'"))
    after = settings(**{"max_age": "24h", "excluded": listed(where="status = 'active'"), **changed})
    assert stricter(before, after) is holds
