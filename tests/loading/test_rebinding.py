"""Bindings are written as text: what people wrote around them stays, and what can't be written safely is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.loading.nodes import plain
from readiness.loading.problems import InvalidInput, Problems
from readiness.loading.rebinding import write_bindings
from readiness.loading.yaml_nodes import parse

STOCK = {"file": "evidence/ERP库存导出.csv", "sheet": "1: 库存"}


def read(path: Path) -> dict[str, object]:
    node = parse(path.read_text("utf-8"), path.name, Problems())
    assert node is not None
    return plain(node)  # type: ignore[no-any-return]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "campaign.yaml"


def test_a_binding_is_added_after_the_others(file: Path) -> None:
    """Comments and other entries stay, to the letter."""
    before = "# ours\nevidence:\n  # the terms\n  terms: {file: a.md}   # final\n\npeople:\n  - {id: li}\n"
    file.write_text(before, "utf-8")
    write_bindings(file, {"stock": STOCK})
    after = file.read_text("utf-8")
    added = '  stock: {file: "evidence/ERP库存导出.csv", sheet: "1: 库存"}\n'
    assert after.replace(added, "") == before
    assert after.index(added) < after.index("people:")


def test_a_binding_of_the_same_name_is_replaced(file: Path) -> None:
    """Its place is changed; how its columns are called and who wrote it are kept, when it was exported is not."""
    file.write_text(
        "evidence:\n  stock:\n    file: old.csv\n    as_at: 2026-06-01T00:00:00+08:00\n"
        "    columns: {sku: 内部货号}\n  terms: {file: a.md, author: li}\n",
        "utf-8",
    )
    write_bindings(file, {"stock": STOCK, "terms": {"file": "b.md"}})
    assert read(file) == {
        "evidence": {"stock": {"columns": {"sku": "内部货号"}, **STOCK}, "terms": {"author": "li", "file": "b.md"}}
    }


@pytest.mark.parametrize("text", ["campaign: {id: a}\n", "campaign: {id: a}", "campaign:\n  id: a\n# evidence:\n"])
def test_a_campaign_without_evidence_gets_the_section(file: Path, text: str) -> None:
    """Where nothing was bound yet, the section is added at the end."""
    file.write_text(text, "utf-8")
    write_bindings(file, {"stock": STOCK})
    assert read(file) == {"campaign": {"id": "a"}, "evidence": {"stock": STOCK}}


def test_line_ends_and_the_byte_order_mark_stay(file: Path) -> None:
    """A file made on Windows stays one."""
    file.write_bytes(b"\xef\xbb\xbfevidence:\r\n  terms: {file: a.md}\r\n")
    write_bindings(file, {"stock": {"file": "b.csv"}})
    assert file.read_bytes() == b'\xef\xbb\xbfevidence:\r\n  terms: {file: a.md}\r\n  stock: {file: "b.csv"}\r\n'


@pytest.mark.parametrize("text", ["evidence: {terms: {file: a.md}}\n", "evidence:\n  {terms: {file: a.md}}\n"])
def test_what_can_not_be_changed_safely_is_refused_and_stays(file: Path, text: str) -> None:
    """A section in braces has no line to add to: the file is as it was, and the lines to write are told."""
    file.write_text(text, "utf-8")
    with pytest.raises(InvalidInput) as told:
        write_bindings(file, {"stock": STOCK})
    assert file.read_text("utf-8") == text
    assert "ERP库存导出.csv" in str(told.value)
    assert list(file.parent.iterdir()) == [file]


def test_a_file_that_does_not_load_is_left_alone(file: Path) -> None:
    """A syntax error is told at its place, and nothing is written."""
    file.write_text("evidence: [\n", "utf-8")
    with pytest.raises(InvalidInput):
        write_bindings(file, {"stock": STOCK})
    assert file.read_text("utf-8") == "evidence: [\n"


NAMES = st.from_regex(r"[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,3})?", fullmatch=True)
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), min_size=1, max_size=12)


@given(
    there=st.dictionaries(NAMES, st.fixed_dictionaries({"file": WORDS}), max_size=4),
    new=st.dictionaries(NAMES, st.fixed_dictionaries({"file": WORDS}), min_size=1, max_size=4),
)
def test_whatever_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, there: dict[str, dict[str, str]], new: dict[str, dict[str, str]]
) -> None:
    """Any file name is read back as it was meant, beside any other binding."""
    file = tmp_path_factory.mktemp("bound") / "campaign.yaml"
    file.write_text("campaign: {id: a}\n", "utf-8")
    if there:
        write_bindings(file, there)
    write_bindings(file, new)
    assert read(file) == {"campaign": {"id": "a"}, "evidence": {**there, **new}}
