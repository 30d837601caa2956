"""Which evidence a dropped file is: placed where it is one thing beyond doubt, else told and left to a person."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import Workbook

from readiness.evidence.peeking import peek
from readiness.evidence.recognition import Recognition, document_of, recognise
from readiness.loading.checklist import shipped_checklist
from readiness.loading.shipped import BUILT_IN
from readiness.model.errors import CannotJudge
from readiness.model.evidence import Contract, Sort

CONTRACTS: dict[str, Contract] = {c.name: c for name in BUILT_IN for c in shipped_checklist(name).contracts}
TABLES = [contract for contract in CONTRACTS.values() if contract.sort is Sort.TABLE]
KNOWN = ("promoted", "stock", "forecast", "stores", "displays")
OURS = [CONTRACTS[name] for name in KNOWN]


def written(path: Path, rows: list[list[str]], encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


def seen(path: Path, contracts: list[Contract] = OURS) -> Recognition:
    (one,) = peek(path, path.name)
    return recognise(one, contracts)


def name_of(result: Recognition) -> str | None:
    return result.fit.contract.name if result.fit else None


STOCK = [["商品编码", "仓库", "现存量", "占用量"], ["A-1", "上海仓", "120", "3"]]
FORECAST = [["商品编码", "商品名称", "预估销量"], ["A-1", "大米", "100"]]
DISPLAYS = [["门店编码", "完成时间", "现场照片"], ["SH001", "2026-06-15 16:17:40", "a.jpg"]]


@pytest.mark.parametrize(("rows", "name"), [(STOCK, "stock"), (FORECAST, "forecast"), (DISPLAYS, "displays")])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_an_export_is_recognised_by_its_headers(
    rows: list[list[str]], name: str, encoding: str, tmp_path: Path
) -> None:
    """Whatever the file is called, its columns say what it is: the contract of which it has most."""
    assert name_of(seen(written(tmp_path / "导出 (3).csv", rows, encoding))) == name


def test_every_contract_that_ships_is_recognised_by_its_own_columns(tmp_path: Path) -> None:
    """A file with all headers of a contract and its examples is that contract, or is told to be like another; never
    silently taken for another."""
    for contract in TABLES:
        header = [column.aliases[0] for column in contract.columns]
        row = [column.example for column in contract.columns]
        result = seen(written(tmp_path / "x.csv", [header, row]), TABLES)
        rivals = [fit.contract.name for fit in result.rivals]
        assert name_of(result) == contract.name or contract.name in rivals, contract.name


def test_title_rows_above_the_header_do_not_hide_it(tmp_path: Path) -> None:
    """The header is the first row that holds all that is required."""
    result = seen(written(tmp_path / "x.csv", [["库存日报", "", "", ""], ["导出人：张敏", "", "", ""], *STOCK]))
    assert name_of(result) == "stock"
    assert result.fit is not None
    assert result.fit.header_row == 3


def test_content_that_is_not_of_the_columns_type_is_another_table(tmp_path: Path) -> None:
    """A column called 预估销量 whose cells are words is no forecast."""
    result = seen(written(tmp_path / "x.csv", [["商品编码", "预估销量"], ["A-1", "看天气"], ["A-2", "待定"]]))
    assert name_of(result) is None


def test_one_column_that_many_exports_have_says_too_little(tmp_path: Path) -> None:
    """A list with SKUs among unknown columns is not taken for the promoted list, unless its name says so."""
    rows = [["商品编码", "品牌", "产地", "税率"], ["A-1", "禾木", "黑龙江", "9"]]
    doubtful = seen(written(tmp_path / "商品档案.csv", rows))
    assert name_of(doubtful) is None
    assert {fit.contract.name for fit in doubtful.rivals} == {"promoted", "stock"}
    assert name_of(seen(written(tmp_path / "618主推商品.csv", rows))) == "promoted"


def test_what_two_contracts_fit_alike_is_left_to_a_person(tmp_path: Path) -> None:
    """Two lists of links with the same columns can't be told apart."""
    result = seen(written(tmp_path / "x.csv", [["地址", "名称"], ["/a", "甲"]]), TABLES)
    assert name_of(result) is None
    assert len(result.rivals) > 1


def test_what_is_nearly_a_contract_names_the_column_that_it_lacks(tmp_path: Path) -> None:
    """A forecast whose quantity has an unknown header is told with the header that is looked for."""
    result = seen(written(tmp_path / "x.csv", [["商品编码", "下月计划"], ["A-1", "100"]]), [CONTRACTS["forecast"]])
    assert result.nearest is CONTRACTS["forecast"]
    assert [column.name for column in result.lacks] == ["units"]


def test_times_without_a_zone_are_seen(tmp_path: Path) -> None:
    """Whoever binds the file must say the zone; times that say their offset need none."""
    fit = seen(written(tmp_path / "x.csv", DISPLAYS)).fit
    assert fit is not None
    assert fit.zoneless
    offset = [DISPLAYS[0], ["SH001", "2026-06-15T16:17:40+08:00", "a.jpg"]]
    fit = seen(written(tmp_path / "y.csv", offset)).fit
    assert fit is not None
    assert not fit.zoneless


def test_each_sheet_of_a_workbook_is_looked_at(tmp_path: Path) -> None:
    """Of a workbook with several sheets each visible one is a table of its own; a hidden one is none."""
    book = Workbook()
    for name, rows in (("库存", STOCK), ("预估", FORECAST), ("旧", STOCK)):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    book["旧"].sheet_state = "hidden"
    book.save(tmp_path / "x.xlsx")
    found = {one.sheet: name_of(recognise(one, OURS)) for one in peek(tmp_path / "x.xlsx", "x.xlsx")}
    assert found == {"库存": "stock", "预估": "forecast"}


def test_a_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    """What can't be read is told, not recognised."""
    (tmp_path / "x.csv").write_bytes(b"%PDF-1.7 ...")
    with pytest.raises(CannotJudge):
        peek(tmp_path / "x.csv", "x.csv")


@pytest.mark.parametrize(
    ("file", "names"),
    [
        ("活动条款.md", ["terms"]),
        ("evidence/策划方案 V4.docx", ["plan"]),
        ("terms.md", ["terms"]),
        ("合同.pdf", []),
    ],
)
def test_a_document_is_recognised_by_its_name(file: str, names: list[str]) -> None:
    """Documents have no headers: the name must say what it is."""
    documents = [CONTRACTS[name] for name in ("terms", "plan", "copy")]
    assert [contract.name for contract in document_of(file, documents)] == names
