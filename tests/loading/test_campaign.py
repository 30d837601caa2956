"""A campaign's files become one model; what they say is kept as it was typed."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from readiness.loading.campaign import load_campaign
from readiness.loading.problems import InvalidInput
from readiness.model.campaign import ClientCertificate
from readiness.model.check import Phase, Severity
from readiness.model.evidence import ColumnType, Sort
from readiness.model.text import Text
from tests.loading.conftest import HERE, NOW, SHIPPED, Desk


def test_a_good_campaign_loads_whole(desk: Desk) -> None:
    """Every part of the campaign's files arrives in the model."""
    campaign = desk.load()

    assert campaign.id == "2026-618"
    assert campaign.name == Text("618 sale", "618 大促")
    assert campaign.launch == datetime(2026, 6, 17, 16, 0, tzinfo=UTC)
    assert campaign.zone.key == "Asia/Shanghai"
    assert campaign.traits == {"online": True, "offline-stores": False}
    assert campaign.languages == ("zh", "en")
    assert [person.id for person in campaign.people] == ["li.wei", "wang.fang", "zhao.min"]
    assert [check.id for check in campaign.checks] == [
        "planning.terms-signed",
        "execution.stock-coverage",
        "technical.page",
        "analysis.page",
        "our-own.prices",
    ]
    assert campaign.bindings["stock"].header == 3
    assert campaign.bindings["stock"].columns == {"sku": "商品编码"}
    assert campaign.bindings["stock"].as_at == datetime(2026, 6, 14, 12, 0, tzinfo=UTC)
    assert campaign.bindings["terms"].author == ("zhao.min",)
    assert campaign.hosts["shop.example"].headers == {"Authorization": "Bearer ${SHOP_TOKEN}"}
    shop = campaign.hosts["shop.example"]
    assert shop.client == ClientCertificate("client.pem", "client.key", "${KEY_PASSPHRASE}")
    assert (shop.at_once, shop.refusal_tests) == (20, True)
    assert campaign.not_applicable["planning.terms-signed"].by == "li.wei"
    assert campaign.waive_roles == {
        Severity.BLOCKER: ("sponsor",),
        Severity.MAJOR: ("sponsor", "campaign-owner"),
        Severity.MINOR: ("campaign-owner",),
    }
    assert campaign.signoffs[0].scores == {"readability": Decimal("4.5")}
    assert not campaign.starter


def test_a_check_carries_its_place_and_its_bound_probe(desk: Desk) -> None:
    """A check knows phase, severity, traits, place and the settings as the campaign left them."""
    check = next(c for c in desk.load().checks if c.id == "execution.stock-coverage")

    assert (check.phase, check.severity, check.when) == (
        Phase.EXECUTION,
        Severity.BLOCKER,
        ("online", "offline-stores"),
    )
    assert str(check.location) == "builtin:execution.yaml:12:5"
    assert check.probe.kind == "test-kind"
    assert check.probe.evidence == ("stock",)
    assert check.probe.settings_for_people()["min_ratio"] == "1.3"


def test_a_contract_infers_that_it_is_a_table(desk: Desk) -> None:
    """Columns say that evidence is a table; without columns its sort is stated."""
    contracts = desk.load().contracts

    assert contracts["stock"].sort is Sort.TABLE
    assert contracts["stock"].key == ("sku",)
    available = contracts["stock"].column("available")
    assert available is not None
    assert (available.type, available.required, available.example) == (ColumnType.DECIMAL, False, "1200")
    assert contracts["terms"].sort is Sort.DOCUMENT


def test_values_stay_as_typed(desk: Desk) -> None:
    """False-GO 36: `4.10` is not 4.1, and `no` as a reason is no truth value."""
    desk.change("release: shop-web 4.10", "release: 4.10")
    desk.change("reason: no terms are published", "reason: no")

    campaign = desk.load()

    assert campaign.release == "4.10"
    assert campaign.not_applicable["planning.terms-signed"].reason == "no"


def test_a_plain_text_of_an_own_checklist_serves_both_languages(desk: Desk) -> None:
    """A campaign's own check need not be translated."""
    check = next(c for c in desk.load().checks if c.id == "our-own.prices")

    assert check.title == Text("Prices are set", "Prices are set")


def test_what_ships_must_speak_both_languages(desk: Desk, tmp_path: Path) -> None:
    """A built-in text in one language is refused."""
    shipped = dict(SHIPPED)
    one_language = tmp_path / "planning.yaml"
    text = SHIPPED["planning"].read_text(encoding="utf-8")
    one_language.write_text(text.replace("{en: Sign them, zh: 请签核}", "Sign them"), encoding="utf-8")
    shipped["planning"] = one_language

    with pytest.raises(InvalidInput, match=r"builtin:planning\.yaml:16:13: .*both languages"):
        load_campaign(desk.file, NOW, shipped=shipped)


def test_moments_are_resolved_and_freeze_has_a_default(desk: Desk) -> None:
    """`freeze` is five days before launch unless the campaign says otherwise; dues may stand on named moments."""
    campaign = desk.load()
    by_id = {check.id: check for check in campaign.checks}

    assert campaign.moments["freeze"] == campaign.launch - timedelta(days=5)
    assert campaign.due(by_id["our-own.prices"]) == datetime(2026, 6, 9, 2, 0, tzinfo=UTC)
    assert campaign.due(by_id["technical.page"]) == campaign.launch


@pytest.mark.parametrize(
    ("own", "days"),
    [("warm-up: T-3d", 7), ("warm-up: T-10d", 10), ("announcement: T-6d", 6)],
)
def test_the_announcement_is_a_week_before_launch_or_the_earlier_warm_up(desk: Desk, own: str, days: int) -> None:
    """What must precede the announcement is never due later because the campaign warms up late (amendment 4)."""
    desk.change("warm-up: 2026-06-10T10:00:00+08:00", own if "warm-up" in own else f"warm-up: T-8d, {own}")

    campaign = desk.load()

    assert campaign.moments["announcement"] == campaign.launch - timedelta(days=days)


def test_a_waiver_ends_with_the_campaign_at_the_latest(desk: Desk) -> None:
    """Without `expires`, a waiver holds until the end of the campaign and no longer."""
    campaign = desk.load()

    assert campaign.waivers[0].expires == campaign.end


def test_the_folder_may_be_named_instead_of_the_file(desk: Desk) -> None:
    """A folder stands for the campaign.yaml in it."""
    campaign = load_campaign(desk.folder, NOW, shipped=SHIPPED)

    assert campaign.id == "2026-618"
    assert campaign.folder == desk.folder


def test_digests_are_of_every_file_that_was_read(desk: Desk) -> None:
    """Every YAML file read is named with the SHA-256 of its bytes, built-in ones apart."""
    digests = desk.load().digests

    assert set(digests) == {
        "campaign.yaml",
        "own.yaml",
        "signoffs.yaml",
        "waivers.yaml",
        *(f"builtin:{name}.yaml" for name in SHIPPED),
    }
    assert digests["own.yaml"] == hashlib.sha256((HERE / "good" / "own.yaml").read_bytes()).hexdigest()


def test_no_sign_offs_and_waivers_are_no_problem(desk: Desk) -> None:
    """Files of sign-offs and waivers that do not exist say nothing."""
    (desk.folder / "signoffs.yaml").unlink()
    (desk.folder / "waivers.yaml").unlink()

    campaign = desk.load()

    assert campaign.signoffs == ()
    assert campaign.waivers == ()


@pytest.mark.parametrize("name", ["signoffs.yaml", "waivers.yaml"])
def test_what_people_said_lies_in_the_campaigns_folder(desk: Desk, tmp_path: Path, name: str) -> None:
    """False-GO 34, 36: sign-offs and waivers that a link takes from elsewhere need the operator's permission."""
    outside = tmp_path / "elsewhere"
    outside.mkdir()
    (desk.folder / name).rename(outside / name)
    (desk.folder / name).symlink_to(outside / name)

    assert any("leads out of the campaign's folder" in told for told in desk.told())
    assert desk.load(NOW, outside).signoffs


def test_a_link_to_nothing_is_not_taken_for_no_sign_offs(desk: Desk) -> None:
    """A signoffs.yaml that is a broken link can't be read, which is told."""
    (desk.folder / "waivers.yaml").unlink()
    (desk.folder / "waivers.yaml").symlink_to(desk.folder / "gone.yaml")

    assert [told.split(": ")[0] for told in desk.told()] == ["waivers.yaml:1:1"]


def test_problems_of_all_files_are_told_at_once_in_order(desk: Desk) -> None:
    """One load tells what is wrong in the campaign, each checklist, sign-offs and waivers."""
    desk.change("timezone: Asia/Shanghai", "timezone: Asia/Shanghia")
    desk.change("li.wei@shop.example}", "li.wei@shop.example, phone: 1}")
    desk.change("severity: minor", "severity: small", "own.yaml")
    desk.change("role: legal", "rol: legal", "signoffs.yaml")
    desk.change("reason: the supplier delivers on the day", "reason: ''", "waivers.yaml")

    assert [told.split(": ")[0] for told in desk.told()] == [
        "campaign.yaml:7:13",
        "campaign.yaml:14:83",
        "own.yaml:14:15",
        "signoffs.yaml:2:5",
        "signoffs.yaml:3:5",
        "waivers.yaml:4:13",
    ]


def test_a_missing_campaign_is_told_as_invalid_input(tmp_path: Path) -> None:
    """A path that leads nowhere is a problem with that path, and the hint says how a campaign begins."""
    with pytest.raises(InvalidInput, match=r"nowhere\.yaml:1:1: This file does not exist") as caught:
        load_campaign(tmp_path / "nowhere.yaml", NOW)
    (problem,) = caught.value.problems
    assert problem.hint is not None
    assert "readiness init NAME" in problem.hint.en


def test_problems_name_files_as_the_user_typed_the_path(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative path stays relative, so that a terminal can open it."""
    desk.change("severity: minor", "severity: small", "own.yaml")
    monkeypatch.chdir(desk.folder.parent)

    with pytest.raises(InvalidInput, match=r"^2026-618/own\.yaml:14:15: "):
        load_campaign(Path("2026-618"), NOW, shipped=SHIPPED)


def test_a_mistyped_built_in_checklist_is_refused(desk: Desk) -> None:
    """False-GO 1: a checklist that does not exist selects nothing, so it is an error with the nearest name."""
    desk.change("checklists: [planning,", "checklists: [planing,")

    assert "campaign.yaml:12:14: There is no built-in checklist 'planing'. Did you mean planning?" in desk.told()


def test_a_checklist_path_that_matches_no_file_is_refused(desk: Desk) -> None:
    """False-GO 2: a path without a file is an error that names the nearest file."""
    desk.change("./own.yaml", "./owns.yaml")

    assert desk.told() == ["campaign.yaml:12:56: There is no checklist file ./owns.yaml. Did you mean ./own.yaml?"]


def test_a_checklist_outside_the_folder_needs_the_operators_word(desk: Desk) -> None:
    """A checklist outside the campaign's folder, also through a link, is read only where the operator allows it."""
    outside = desk.folder.parent / "shared"
    outside.mkdir()
    (desk.folder / "own.yaml").rename(outside / "own.yaml")
    (desk.folder / "own.yaml").symlink_to(outside / "own.yaml")

    assert desk.told() == [
        (
            "campaign.yaml:12:56: ./own.yaml is outside the campaign's folder. "
            "Copy it into the folder, or let the operator allow it"
        )
    ]
    assert len(desk.load(NOW, outside).checks) == 5


def test_an_own_checklist_can_not_pass_for_a_built_in_one(desk: Desk) -> None:
    """False-GO 38: a file that calls itself `technical` does not stand in for the built-in checklist."""
    desk.change("technical, ", "")
    desk.change("checklist: our-own", "checklist: technical", "own.yaml")

    assert any("own.yaml:1:12: 'technical' is the name of a checklist that ships" in told for told in desk.told())


def test_a_checklist_listed_twice_is_refused(desk: Desk) -> None:
    """The same checklist twice would use every id twice."""
    desk.change("./own.yaml]", "./own.yaml, execution]")

    assert desk.told() == [
        (
            "campaign.yaml:12:68: Checklist 'execution' is listed twice; the first is on line 12. "
            "Remove one, or rename one in its file"
        )
    ]


def test_two_checklists_may_not_mean_different_things_by_one_name(desk: Desk) -> None:
    """Evidence of one name with another contract is refused where it is declared again."""
    desk.change("  prices:\n    title", "  stock:\n    title", "own.yaml")
    desk.change("table: prices", "table: stock", "own.yaml")

    assert [told.split(". ")[0] for told in desk.told()] == [
        "own.yaml:3:3: Evidence 'stock' is declared otherwise in checklist 'execution'"
    ]


def test_a_bad_override_is_told_in_the_campaign(desk: Desk) -> None:
    """A setting that the kind does not accept is wrong where it was written, not in the built-in checklist."""
    desk.change("{probe: {min_ratio: 1.3}}", "{probe: {min_ratio: 130, mode: fsat}, due: T-3x}")

    assert [told.split(": ")[0] for told in desk.told()] == [
        "campaign.yaml:24:49",
        "campaign.yaml:24:60",
        "campaign.yaml:24:72",
    ]


def test_the_kind_of_a_built_in_probe_can_not_be_changed(desk: Desk) -> None:
    """A setting changes numbers, not what is checked."""
    desk.change("{probe: {min_ratio: 1.3}}", "{probe: {kind: test-kind}}")

    assert any(told.startswith("campaign.yaml:24:38: The kind of a probe can't be changed") for told in desk.told())


def test_names_are_not_judged_against_a_checklist_that_could_not_be_read(desk: Desk) -> None:
    """Where a checklist is broken, checks and traits that it may hold are not told as unknown."""
    desk.write("own.yaml", "checklist: [\n")
    desk.change("offline-stores: no}", "offline-stores: no, lottery: no}")

    assert [told.split(": ")[0] for told in desk.told()] == ["own.yaml:2:1"]


def test_starter_is_a_scope_of_its_own_and_no_loosening(desk: Desk) -> None:
    """`selection: starter` is remembered and loosens nothing."""
    before = desk.load().loosened
    desk.change("waiving:", "selection: starter\nwaiving:")

    campaign = desk.load()

    assert campaign.starter
    assert campaign.loosened == before
    assert [check.starter for check in campaign.checks] == [True, False, False, False, False]


@pytest.mark.parametrize("instant", ["2026-06-18T00:00:00", "2026-06-18"])
def test_a_time_without_an_offset_is_refused(desk: Desk, instant: str) -> None:
    """False-GO 28: launch needs an offset; a date is no instant."""
    desk.change("launch: 2026-06-18T00:00:00+08:00", f"launch: {instant}")

    assert [told.split(",")[0] for told in desk.told()] == [f"campaign.yaml:5:11: {instant!r} has no time zone offset"]
