"""Evidence that can't be used is never a GO, and never a traceback."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest
import yaml

from readiness.model.check import Severity
from tests.mutations import LIVE, NO_GO, SHIPPED
from tests.worlds import EXAMPLES, Checked, World

HEAVY = [check for check in SHIPPED.values() if check.severity is not Severity.MINOR]
WEIGHTY = {name for check in HEAVY for name in check.probe.evidence}
SOUND = ("planning.plan-review", "planning.brand-fit")


def _bound(example: str) -> list[str]:
    """Every file of evidence that an example binds, alone or in a folder, and that a blocker or major needs."""
    campaign = yaml.safe_load((EXAMPLES / example / "campaign.yaml").read_text("utf-8"))
    needed = [binding for name, binding in campaign["evidence"].items() if name in WEIGHTY]
    files = [binding["file"] for binding in needed if "file" in binding]
    for binding in needed:
        if "folder" in binding:
            inside = sorted((EXAMPLES / example / binding["folder"]).rglob("*"))
            files += [path.relative_to(EXAMPLES / example).as_posix() for path in inside if path.is_file()]
    return files


def readers(world: World, file: str) -> str:
    """The blockers and majors that read a file, and what is sound without it: hundreds of worlds take minutes where
    each is asked no more than that."""
    bound = yaml.safe_load(world.path("campaign.yaml").read_text("utf-8"))["evidence"]
    held = {
        name
        for name, binding in bound.items()
        if binding.get("file") == file or ("folder" in binding and file.startswith(f"{binding['folder']}/"))
    }
    asked = world.asked()
    reading = [check.id for check in HEAVY if check.id in asked and held & set(check.probe.evidence)]
    assert reading, f"no blocker or major reads {file}"
    return ",".join(dict.fromkeys((*reading, *SOUND)))


def _asked_of_systems() -> set[str]:
    """The files that checks of real systems read: where no system runs, those would fail for another reason."""
    campaign = yaml.safe_load((EXAMPLES / "storefront" / "campaign.yaml").read_text("utf-8"))
    needed = {name for check in LIVE for name in SHIPPED[check].probe.evidence}
    return {str(binding.get("file")) for name, binding in campaign["evidence"].items() if name in needed}


# The files that both examples have are damaged in the one that needs no network.
SHOP_FILES = [name for name in dict.fromkeys(_bound("storefront")) if name not in _bound("go")]
FILES = {
    "stores_world": list(dict.fromkeys(_bound("go"))),
    "shop_world": [name for name in SHOP_FILES if name not in _asked_of_systems()],
    "systems_world": [name for name in SHOP_FILES if name in _asked_of_systems()],
}


def missing(content: bytes) -> bytes | None:
    return None


def empty(content: bytes) -> bytes:
    return b""


def only_blank(content: bytes) -> bytes:
    return b"\r\n \r\n"


def truncated(content: bytes) -> bytes:
    """Cut in the middle of a line, as by an interrupted copy."""
    cut = content[: len(content) * 7 // 10]
    return cut.rstrip(b"\r\n")[:-2] or b"x"


def another_format(content: bytes) -> bytes:
    """What a browser saves where a login was needed."""
    return "<!doctype html><html><body>请登录</body></html>".encode()


def a_picture(content: bytes) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + hashlib.sha256(content).digest() * 40


def wrongly_encoded(content: bytes) -> bytes:
    """UTF-16 without its mark; what is no text is cut into a text's bytes."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding).encode("utf-16-le")
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1").encode("utf-8")


def mojibake(content: bytes) -> bytes:
    """Bytes that no encoding of the field decodes."""
    return content.replace(b",", b",\xff\xff", 3).replace(b"\t", b"\t\xff\xff", 3) + b"\xff\xfe\xff"


BREAKS = [missing, empty, only_blank, truncated, another_format, a_picture, wrongly_encoded, mojibake]


def must_not_go(checked: Checked) -> None:
    """Not GO, no bug, no traceback; what was decided names reasons in both languages."""
    assert checked.code in {1, 3, 4, 5, 6}, checked.out + checked.err
    assert "Traceback" not in checked.out + checked.err
    if checked.run is not None:
        assert checked.run["decision"]["verdict"] != "go"
        assert checked.run["decision"]["reasons"]


@pytest.mark.parametrize("damage", BREAKS, ids=lambda damage: damage.__name__)
@pytest.mark.parametrize(("world", "name"), [(world, name) for world, names in FILES.items() for name in names])
def test_evidence_that_cannot_be_used_is_never_a_go(
    world: str, name: str, damage: Callable[[bytes], bytes | None], request: pytest.FixtureRequest
) -> None:
    """False-GO 7, 8: evidence that a blocker or major needs and that is missing, empty, truncated, of another format or
    wrongly encoded is never a GO and never a traceback."""
    there: World = request.getfixturevalue(world)
    path, asked = there.path(name), readers(there, name)
    content = damage(path.read_bytes())
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    must_not_go(there.check("--only", asked, "--accept", "partial"))


@pytest.mark.parametrize(
    "name", ["stock", "stores", "terms", "endpoints", "fallback-page", "storefront", "channel-links"]
)
def test_evidence_that_nobody_bound_is_never_a_go(name: str, shop_world: World) -> None:
    """False-GO 8: a binding taken out of the campaign is missing evidence, not a check less."""
    campaign = shop_world.path("campaign.yaml")
    lines = campaign.read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(f"  {name}: ")]
    assert len(kept) == len(lines) - 1
    campaign.write_text("".join(kept), "utf-8")
    must_not_go(shop_world.check())


@pytest.mark.parametrize("variable", ["STOREFRONT_URL", "FALLBACK_URL"])
def test_a_variable_that_is_not_set_is_never_a_go(
    variable: str, systems_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An address that depends on a variable nobody set can't be asked, and says which variable."""
    monkeypatch.delenv(variable)
    checked = systems_world.check("--verbose")
    must_not_go(checked)
    assert variable in checked.out + checked.err


@pytest.mark.parametrize("site", ["shop", "fallback"])
def test_a_site_that_is_down_is_no_go(site: str, shop_world: World) -> None:
    """A refused connection is the observation: the blocker failed."""
    shop_world.sites[site].__exit__()
    checked = shop_world.check()
    assert checked.code == NO_GO, checked.out + checked.err
