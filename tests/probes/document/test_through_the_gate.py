"""Kind `document` through the real command: bindings, sign-offs, exit of the check, and both languages."""

from __future__ import annotations

from typing import Any

import pytest

from tests.worlds import World

_CHECKLIST = """\
checklist: ours
checks:
  - id: terms
    phase: planning
    title: {en: Terms say what they must, zh: 条款写明了应写明的内容}
    why: {en: Customers read them, zh: 顾客会看}
    severity: blocker
    owner: legal
    probe:
      kind: document
      documents: [terms]
      must_contain: [{name: {en: time, zh: 时间}, any: [活动时间], near: ['6月18日']}]
      must_not_contain: [{name: {en: final interpretation, zh: 最终解释权}, any: ['(最终|最后)解释权']}]
      flags: [{name: {en: gifts, zh: 赠品}, any: [赠品]}]
      flags_cleared_by: legal
      campaign_dates: yes
    remedy: {en: Write it, zh: 请补充}
    source: {en: house rule, zh: 内部规定}
"""


@pytest.fixture
def world(stores_world: World) -> World:
    stores_world.path("ours.yaml").write_text(_CHECKLIST, "utf-8")
    stores_world.edit_text(
        "campaign.yaml",
        "crm, channel]",
        "crm, channel, ./ours.yaml]",
    )
    return stores_world


def _outcome(world: World) -> dict[str, Any]:
    return world.check("--only", "ours.terms").outcome("ours.terms")


def test_the_terms_of_the_example_pass(world: World) -> None:
    """The example's own terms state the period and name no right of interpretation; legal has signed them."""
    outcome = _outcome(world)
    assert outcome["status"] == "passed", outcome["findings"]
    assert outcome["examined"] == {"count": 5, "unit": "clauses"}
    assert outcome["evidence"][0]["sha256"]


def test_a_clause_that_breaks_a_ban_fails_with_its_line(world: World) -> None:
    """False-GO 7: one hidden character does not get a banned clause past the gate; the finding names the line."""
    path = next(world.path("evidence").glob("活动条款.md"))
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([*lines, "", "最终\u200b解释权归本公司所有。"]), "utf-8")
    outcome = _outcome(world)
    assert outcome["status"] == "failed"
    (banned,) = [found for found in outcome["findings"] if "解释权" in str(found["observed"])]
    assert banned["where"] == f"evidence/活动条款.md, line {len(lines) + 2}"


def test_a_scan_in_the_place_of_the_terms_is_an_error(world: World) -> None:
    """False-GO 7: a PDF can't be read, so the check is in error and says what to supply."""
    world.path("evidence/活动条款.pdf").write_bytes(b"%PDF-1.7\n...")
    world.edit_text("campaign.yaml", "evidence/活动条款.md", "evidence/活动条款.pdf")
    outcome = _outcome(world)
    assert outcome["status"] == "error"
    assert ".docx" in str(outcome)
