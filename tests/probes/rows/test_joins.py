"""`rows`: joined evidence whose partner is found by a condition over both rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from readiness.evidence.limits import Limits
from readiness.model.finding import FindingKind, Judgement
from readiness.probes.kind import Surroundings
from readiness.probes.rows import Settings, problems
from tests.probes.rows.world import World, must
from tests.probes.tables import Rows, typed_contract

MEASURED = typed_contract("measured", ["metric"], {"metric": "text", "starts": "date", "ends": "date", "city": "text"})
OTHERS = typed_contract(
    "others",
    ["campaign"],
    {"campaign": "text", "begins": "date", "finishes": "date", "city": "text", "held": "boolean"},
)
OVERLAP = {"evidence": "others", "matching": "starts <= other.finishes and ends >= other.begins", "optional": "yes"}
ASKED: dict[str, Any] = {
    "table": "measured",
    "rules": [
        must("other.campaign is null", shows="starts", observed={"en": "{other.campaign}", "zh": "{other.campaign}"})
    ],
}
HEADER = ["campaign", "begins", "finishes", "city", "held"]


def asked_of(
    folder: Path, others: Rows, join: dict[str, Any] | None = None, *, limits: Limits | None = None, **more: Any
) -> Judgement:
    """One metric, measured from 10 to 20 April in Shanghai, beside other campaigns."""
    rows: Rows = [["metric", "starts", "ends", "city"], ["AOV", "2026-04-10", "2026-04-20", "上海"]]
    world = World(folder, limits=limits).bind(MEASURED, rows).bind(OTHERS, [HEADER, *others])
    return world.judge({**ASKED, "join": {"other": join or OVERLAP}, **more})


@pytest.mark.parametrize(
    ("begins", "finishes", "meets"),
    [
        ("2026-04-01", "2026-04-09", False),
        ("2026-04-01", "2026-04-10", True),
        ("2026-04-20", "2026-04-25", True),
        ("2026-04-21", "2026-04-25", False),
        ("2026-04-12", "2026-04-13", True),
        ("2026-01-01", "2026-12-31", True),
    ],
)
def test_a_partner_is_found_by_a_condition_over_both(tmp_path: Path, begins: str, finishes: str, meets: bool) -> None:
    """Spans that share a day are partners, both ends included; the words show the partner's cells."""
    judgement = asked_of(tmp_path, [["May", begins, finishes, "上海", "yes"]])
    assert [finding.observed.en for finding in judgement.findings] == (["May"] if meets else [])
    assert judgement.examined.count == 1


def test_a_large_table_is_asked_alike(tmp_path: Path) -> None:
    """The same of tables that the engine reads where they lie."""
    others = [[f"c{n}", "2026-01-01", "2026-01-02", "上海", "yes"] for n in range(100)]
    limits = Limits(cells=50, engine=50)
    judgement = asked_of(tmp_path, [*others, ["May", "2026-04-15", "2026-04-16", "上海", "yes"]], limits=limits)
    assert [finding.observed.en for finding in judgement.findings] == ["May"]


def test_several_partners_are_one_finding(tmp_path: Path) -> None:
    """Where two rows match nobody can tell which counts, though the partner is optional."""
    several = [["May", "2026-04-12", "2026-04-13", "", "yes"], ["Tea", "2026-04-19", "2026-04-25", "", "yes"]]
    found = asked_of(tmp_path, several).findings
    assert "2 rows" in [finding.observed.en for finding in found]


@pytest.mark.parametrize(("begins", "finishes"), [("", "2026-04-25"), ("2026-04-12", ""), ("", "")])
def test_a_row_of_which_nobody_can_tell_whether_it_matches_is_no_absence(
    tmp_path: Path, begins: str, finishes: str
) -> None:
    """False-GO 10: a condition that comes out NULL is neither a partner to rely on nor none."""
    assert asked_of(tmp_path, [["May", begins, finishes, "", "yes"]]).total > 0


def test_what_surely_does_not_match_needs_no_other_cell(tmp_path: Path) -> None:
    """One side of `and` that is false decides: a campaign that ended before is no partner, whenever it began."""
    assert asked_of(tmp_path, [["May", "", "2026-04-09", "", "yes"]]).total == 0


def test_columns_and_a_condition_together(tmp_path: Path) -> None:
    """With `on` only rows of that key can match, and `where` says which of them are meant."""
    join = {**OVERLAP, "on": {"city": "city"}, "where": "held"}
    found = [
        asked_of(tmp_path, [["May", "2026-04-12", "2026-04-13", city, held]], join).total > 0
        for city, held in (("上海", "yes"), ("杭州", "yes"), ("上海", "no"), ("上海", ""))
    ]
    assert found == [True, False, False, True]


def test_no_partner_says_by_what_it_was_looked_for(tmp_path: Path) -> None:
    """Where a partner is needed, the finding names the cells of the row that the condition looks at."""
    join = {**OVERLAP, "optional": "no"}
    rules = [must("other.campaign <> ''")]
    (finding,) = asked_of(tmp_path, [["May", "2026-05-01", "2026-05-05", "", "yes"]], join, rules=rules).findings
    assert finding.kind is FindingKind.MISSING
    assert "ends 2026-04-20" in finding.observed.en
    assert "starts 2026-04-10" in finding.observed.en
    assert finding.where == "measured.csv, row 2, column ends"


def told(**join: Any) -> list[tuple[tuple[str | int, ...], str]]:
    asked = Settings.model_validate({**ASKED, "join": {"other": join}})
    found = problems(asked, Surroundings({"measured": MEASURED, "others": OTHERS}, frozenset({"T", "E"})))
    return [(problem.path, problem.message.en) for problem in found]


@pytest.mark.parametrize(
    ("matching", "says"),
    [
        ("starts <= other.finish", "did you mean other.finishes"),
        ("starts <= other.campaign", "compared with"),
        ("count(*) > 1", "many rows"),
        ("lag(starts) over (order by starts) <= other.finishes", "window"),
        ("other.finishes", "yes or no"),
    ],
)
def test_a_condition_that_means_nothing_is_told_at_its_place(matching: str, says: str) -> None:
    """False-GO 16: names, types and windows of the condition are looked over before anything is read."""
    assert told(evidence="others", matching="starts <= other.finishes") == []
    ((path, message),) = told(evidence="others", matching=matching)
    assert path == ("join", "other", "matching")
    assert says in message


def test_a_join_by_nothing_is_refused() -> None:
    """False-GO 4: without `on` and `matching` every row would be everybody's partner."""
    with pytest.raises(ValidationError, match="which rows belong together"):
        Settings.model_validate({**ASKED, "join": {"other": {"evidence": "others"}}})


IN_CITY = {**OVERLAP, "on": {"city": "city"}}


@pytest.mark.parametrize(
    ("city", "begins", "told"),
    [
        ("SH-1", "2026-05-01", ()),  # its own city, at another time: no partner, and none is missed
        ("SH-1", "2026-04-12", ("May",)),
        ("sh-1", "2026-04-12", ("city SH-1",)),
        ("ＳＨ-1", "2026-05-01", ("city SH-1",)),
        ("BJ-1", "2026-04-12", ()),
    ],
)
def test_a_partner_that_is_written_otherwise_is_told(
    tmp_path: Path, city: str, begins: str, told: tuple[str, ...]
) -> None:
    """False-GO 18: where a partner may be missing, one in another spelling is a finding and no absence; what is written
    alike and is not meant by the condition is none."""
    rows: Rows = [["metric", "starts", "ends", "city"], ["AOV", "2026-04-10", "2026-04-20", "SH-1"]]
    others: Rows = [HEADER, ["May", begins, "2026-05-05", city, "yes"]]
    judgement = World(tmp_path).bind(MEASURED, rows).bind(OTHERS, others).judge({**ASKED, "join": {"other": IN_CITY}})
    assert tuple(finding.observed.en for finding in judgement.findings) == told


def test_of_several_partners_by_a_condition_one_is_preferred(tmp_path: Path) -> None:
    """`prefers` chooses among those that the condition finds, and two are then not too many."""
    others: Rows = [
        ["May", "2026-04-01", "2026-04-30", "上海", "no"],
        ["June", "2026-04-12", "2026-04-15", "上海", "yes"],
    ]
    assert "2 rows" in asked_of(tmp_path, others).findings[0].observed.en
    (finding,) = asked_of(tmp_path, others, {**OVERLAP, "prefers": "held"}).findings
    assert finding.observed.en == "June"
