"""Ratio and matrix as a campaign uses them: a checklist of its own, decided through the command line."""

from __future__ import annotations

import pytest

from tests.worlds import Checked, World

OWN = """\
checklist: own
evidence:
  halls:
    title: {en: Venues, zh: 场地}
    from: {en: Venue plan, zh: 场地计划}
    owner: store-operations
    key: [venue]
    columns:
      venue: {type: text, aliases: [场地]}
      kits: {type: integer, aliases: [医疗包]}
      expected_people: {type: integer, aliases: [预计人数]}
  hall-calendar:
    title: {en: Content calendar, zh: 内容排期}
    from: {en: Content plan, zh: 内容计划}
    owner: marketing
    key: [venue, phase]
    columns:
      venue: {type: text, aliases: [场地]}
      phase: {type: choice, aliases: [阶段], values: {warm-up: [预热], main: [正式]}}
      status: {type: choice, aliases: [状态], values: {ready: [就绪], draft: [草稿]}}
checks:
  - id: kits
    phase: execution
    title: {en: Kits for 1 % of the people, zh: 医疗包按人数 1% 配置}
    why: {en: Somebody may be hurt, zh: 可能有人受伤}
    severity: blocker
    owner: store-operations
    probe:
      kind: ratio
      table: halls
      value: sum(kits)
      base: sum(expected_people)
      per: [venue]
      min: 1 %
      whole: yes
      shows: kits
      unit: venues
      value_unit: kits
    remedy: {en: Add kits, zh: 补充医疗包}
    source: {en: Our own, zh: 自有规则}
  - id: content
    phase: execution
    title: {en: Content for every venue and phase, zh: 各场地各阶段内容就绪}
    why: {en: An empty screen sells nothing, zh: 空屏不会带来销售}
    severity: blocker
    owner: marketing
    probe:
      kind: matrix
      table: hall-calendar
      axes:
        venue: {evidence: halls, column: venue}
        phase: [warm-up, main]
      counts: status = 'ready'
    remedy: {en: Finish it, zh: 补齐内容}
    source: {en: Our own, zh: 自有规则}
"""
VENUES = "场地,医疗包,预计人数\n杭州,12,1150\n上海,5,500\n"
CALENDAR = "场地,阶段,状态\n杭州,预热,就绪\n杭州,正式,就绪\n上海,预热,就绪\n上海,正式,就绪\n"


@pytest.fixture
def own_world(stores_world: World) -> World:
    """examples/go with a checklist of its own that holds a ratio and a matrix, and evidence that is good."""
    stores_world.path("own.yaml").write_text(OWN, "utf-8")
    stores_world.path("evidence/halls.csv").write_text(VENUES, "utf-8")
    stores_world.path("evidence/hall-calendar.csv").write_text(CALENDAR, "utf-8")
    campaign = stores_world.path("campaign.yaml")
    bound = "evidence:\n  halls: {file: evidence/halls.csv}\n  hall-calendar: {file: evidence/hall-calendar.csv}\n"
    text = campaign.read_text("utf-8").replace("evidence:\n", bound, 1)
    campaign.write_text(text.replace("crm, channel]", "crm, channel, ./own.yaml]"), "utf-8")
    return stores_world


def status(checked: Checked, check: str) -> str:
    return str(checked.outcome(check)["status"])


def test_good_evidence_is_go(own_world: World) -> None:
    """With both checks passed the decision is GO, and the reports count what they looked at."""
    checked = own_world.check("--lang", "en")
    assert checked.code == 0, checked.out + checked.err
    assert {status(checked, check) for check in ("own.kits", "own.content")} == {"passed"}
    assert checked.outcome("own.kits")["examined"] == {"count": 2, "unit": "venues"}
    assert checked.outcome("own.content")["examined"] == {"count": 4, "unit": "cells"}


def test_one_kit_too_few_is_no_go(own_world: World) -> None:
    """False-GO 14: 11 kits for 1,150 people are fewer than 1 % rounded up; both languages say it in their own words."""
    own_world.edit_text("evidence/halls.csv", "杭州,12", "杭州,11")
    checked = own_world.check("--lang", "zh")
    assert checked.code == 1
    (finding,) = checked.outcome("own.kits")["findings"]
    cells = "evidence/halls.csv, row 2, column 医疗包; evidence/halls.csv, row 2, column 预计人数"
    assert (finding["subject"], finding["where"]) == ("杭州", cells)
    assert finding["required"] == {"en": "at least 12", "zh": "不少于 12"}
    message = "杭州：11 个医疗包为基数 1,150 的 0.9 %，要求不低于 1 %，即 12"
    assert finding["message"]["zh"] == message
    assert "11 个医疗包" in checked.out


def test_a_lost_row_is_no_go(own_world: World) -> None:
    """False-GO 21: the venue plan decides which venues need content; the cell without a row is named."""
    own_world.edit_text("evidence/hall-calendar.csv", "上海,正式,就绪\n", "")
    checked = own_world.check("--lang", "en")
    assert checked.code == 1
    (finding,) = checked.outcome("own.content")["findings"]
    assert (finding["subject"], finding["observed"]["zh"]) == ("上海 × 正式", "没有数据行")


def test_evidence_that_nobody_bound_is_missing(own_world: World) -> None:
    """False-GO 8: a matrix whose axis has no evidence is not complete."""
    own_world.edit_text("campaign.yaml", "  halls: {file: evidence/halls.csv}\n", "")
    checked = own_world.check()
    assert checked.code == 1
    assert [status(checked, check) for check in ("own.kits", "own.content")] == ["failed", "failed"]


def test_a_mistake_in_a_checklist_is_told_at_its_place(own_world: World) -> None:
    """False-GO 16: an expression that can't be asked is refused before anything is probed, with its line."""
    own_world.edit_text("own.yaml", "value: sum(kits)", "value: sum(kit)")
    checked = own_world.check("--lang", "en")
    assert checked.code == 6
    assert "own.yaml:31" in checked.out + checked.err
    assert "did you mean kits" in checked.out + checked.err
