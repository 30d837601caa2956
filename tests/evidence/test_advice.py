"""What to do about a file that can't be read, for an owner whose campaign is a workbook: no keys, no bindings."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness.evidence.store import EvidenceStore
from readiness.model.errors import CannotJudge, NotSupplied
from readiness.model.evidence import Binding
from readiness.model.text import Advice
from tests.evidence.stores import AT, STOCK, TIMES

# What is wrong with the file, and what of it the advice must speak about.
BROKEN: dict[str, tuple[bytes | None, str]] = {
    "no such file": (None, "name of the file"),
    "an unknown header": ("编号X,可用库存\nA,1\n".encode(), "Rename the header"),
    "two headers for one column": (b"sku,SKU,available\nA,B,1\n", "Rename the header"),
    "not UTF-8 within": (b"sku,available\nA,1\n" + b"\xff\xff,2\n", "Save it anew"),
    "UTF-16 without a mark": ("sku,available\nA,1\n".encode("utf-16-le"), "Save it anew"),
    "a title and nothing else": ("库存报表,\n编号X,数量X\n".encode(), "correct the headers"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_workbooks_owner_is_told_no_keys(tmp_path: Path, what: str) -> None:
    """The words say what to do in a sheet or file, in both languages, and name no key of a YAML file."""
    data, words = BROKEN[what]
    if data is not None:
        (tmp_path / "stock.csv").write_bytes(data)
    bindings = {"stock": Binding("stock", AT, file="stock.csv")}
    store = EvidenceStore(tmp_path, {"stock": STOCK}, bindings, {}, TIMES)
    with pytest.raises((CannotJudge, NotSupplied)) as refused:
        store.table("stock")
    store.close()
    hint = refused.value.hint
    assert isinstance(hint, Advice)
    assert words in hint.workbook.en
    for said in (hint.workbook.en, hint.workbook.zh):
        assert "`" not in said
        assert "binding" not in said
        assert "绑定" not in said
