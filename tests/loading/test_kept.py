"""What ships is read once a process, and nothing that is wrong with it is forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness.loading.campaign import load_campaign
from readiness.loading.problems import InvalidInput
from tests.loading.conftest import NOW, SHIPPED, Desk


def test_what_ships_is_parsed_once(desk: Desk) -> None:
    """Two campaigns of a process share the probes of the checks that neither changes."""
    before, after = ({check.id: check.probe for check in desk.load().checks} for _ in range(2))
    assert before["planning.terms-signed"] is after["planning.terms-signed"]


def test_a_campaign_with_settings_changes_its_own_probes_only(desk: Desk) -> None:
    """What one campaign sets is not there for the next one that is loaded."""
    changed = {check.id: check.probe.settings_for_people() for check in desk.load().checks}
    words = desk.file.read_text("utf-8")
    head, _, tail = words.partition("\nsettings:")
    rest = tail.partition("\nnot_applicable:")
    desk.file.write_text(f"{head}\nnot_applicable:{rest[2]}", "utf-8")
    plain = {check.id: check.probe.settings_for_people() for check in desk.load().checks}
    assert changed["execution.stock-coverage"] != plain["execution.stock-coverage"]
    assert changed["planning.terms-signed"] == plain["planning.terms-signed"]


@pytest.mark.parametrize(
    ("old", "new"),
    [("checks:\n", "checks: [\n"), ("severity: major", "severity: huge"), ("kind: test-kind", "kind: attest")],
)
def test_what_is_wrong_with_a_shipped_file_is_told_each_time(desk: Desk, tmp_path: Path, old: str, new: str) -> None:
    """A broken file, form or probe that ships is told at its place by every load, not by the first alone."""
    broken = tmp_path / "planning.yaml"
    broken.write_text(SHIPPED["planning"].read_text("utf-8").replace(old, new, 1), "utf-8")
    told = []
    for _ in range(2):
        with pytest.raises(InvalidInput) as caught:
            load_campaign(desk.file, NOW, shipped={**SHIPPED, "planning": broken})
        told.append([str(problem.location) for problem in caught.value.problems])
    assert told[0] == told[1]
    assert any("builtin:planning.yaml" in place for place in told[0])
