"""Whatever is wrong with a workbook is told by sheet and cell, in both languages, and nothing is passed over."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest

from readiness.loading.campaign import load_campaign
from readiness.loading.problems import InvalidInput, Problem
from tests.loading.books import Book, new_book

NOW = datetime(2026, 6, 17, 22, 0, tzinfo=UTC)
Change = Callable[[Book], str]


def problems_of(file: Path) -> tuple[Problem, ...]:
    try:
        load_campaign(file, NOW)
    except InvalidInput as invalid:
        return invalid.problems
    return ()


def answer(item: str, value: object) -> Change:
    return lambda book: f"活动, cell {book.answer(item, value)}"


def put(sheet: str, row: str, column: str, value: object) -> Change:
    return lambda book: f"{sheet}, cell {book.put(sheet, row, column, value)}"


def rows(sheet: str, header: str, *values: tuple[object, ...], column: str = "A") -> Change:
    """Rows below the header; the problem is expected in the last of them."""

    def change(book: Book) -> str:
        first = book.append(sheet, header, values)
        return f"{sheet}, cell {column}{first + len(values) - 1}"

    return change


def stray(sheet: str, cell: str) -> Change:
    def change(book: Book) -> str:
        book[sheet][cell] = "x"
        return f"{sheet}, cell {cell}"

    return change


def without_row(item: str) -> Change:
    def change(book: Book) -> str:
        book["活动"].delete_rows(book.row("活动", item))
        first = book.row("活动", "活动特征") + 1 if item.startswith("是否") else 1
        return f"活动, cell A{first}"

    return change


def supplied(column: str, value: object, row: str = "库存") -> Change:
    """Of evidence whose file is named."""

    def change(book: Book) -> str:
        book.put("资料清单", row, "文件", "a.csv")
        return f"资料清单, cell {book.put('资料清单', row, column, value)}"

    return change


def unknown_item(book: Book) -> str:
    row = book.row("活动", "版本")
    book["活动"].cell(row, 1).value = "版本号码"
    book["活动"].cell(row, 2).value = "1.0"
    return f"活动, cell A{row}"


def item_twice(book: Book) -> str:
    row = book["活动"].max_row + 1
    book["活动"].cell(row, 1).value = "Launch"
    book["活动"].cell(row, 2).value = "2026-06-18 00:00"
    return f"活动, cell A{row}"


def both_given(book: Book) -> str:
    (book.file.parent / "evidence").mkdir(exist_ok=True)
    (book.file.parent / "evidence" / "预估.csv").write_text("sku,units\nA,1\n", encoding="utf-8")
    book.append("活动期间销量预估", "商品编码", [("A-1", 100)])
    return f"资料清单, cell {book.put('资料清单', '活动期间销量预估', '文件', '预估.csv')}"


def data_above_the_header(book: Book) -> str:
    row = book.row("活动期间销量预估", "例：")
    book["活动期间销量预估"].cell(row, 1).value = "A-1"
    return f"活动期间销量预估, cell A{row}"


def no_header(book: Book) -> str:
    sheet = book["活动期间销量预估"]
    row = book.row("活动期间销量预估", "例：")
    sheet.delete_rows(row, 2)
    book["活动期间销量预估"].cell(row, 1).value, sheet.cell(row, 2).value = "A-1", 100
    return f"活动期间销量预估, cell A{row}"


def strange_sheet(book: Book) -> str:
    book.book.create_sheet("活动期间销量预测").append(["商品编码", "销量"])
    return "活动期间销量预测, cell A1"


def header_gone(book: Book) -> str:
    row = book.header("人员", "姓名")[0]
    book["人员"].cell(row, 2).value = "谁"
    return f"人员, cell A{row}"


def formula(book: Book) -> str:
    return f"活动, cell {book.answer('版本', '=1+1')}"


def same_name_other_contact(book: Book) -> str:
    book.person("财务", "王芳", "wang.fang@a.example")
    return f"人员, cell C{book.person('法务', '王芳', 'wang@a.example')}"


def same_contact_other_name(book: Book) -> str:
    book.person("法务", "王芳", "team@a.example")
    return f"人员, cell B{book.person('市场', '李伟', 'team@a.example')}"


def contact_without_name(book: Book) -> str:
    row = book.row("人员", "法务")
    book["人员"].cell(row, 3).value = "wang.fang@a.example"
    return f"人员, cell C{row}"


CASES: dict[str, tuple[Change, str, str]] = {
    "an empty answer": (answer("编号", None), "empty", "值为空"),
    "an empty trait": (answer("是否有线上销售", None), "empty", "值为空"),
    "a trait that is no answer": (answer("是否有线上销售", "也许"), "neither yes nor no", "既不是"),
    "a zone that is none": (answer("时区", "北京"), "no time zone", "不是时区"),
    "a launch without time": (answer("上线时间", "2026-06-18"), "date without a time", "只有日期没有时间"),
    "an end before the launch": (answer("结束时间", "2026-06-01 00:00"), "ends before", "不晚于"),
    "a moment that is none": (answer("预热开始", "下周"), "not a moment", "不是时点"),
    "a checklist that is none": (answer("检查清单", "策划、执行准备"), "策划", "策划"),
    "a language that is none": (answer("报告语言", "法语"), "not one of", "不是"),
    "an unknown item": (unknown_item, "no item of a campaign", "不是活动的项目"),
    "an item twice": (item_twice, "twice", "重复"),
    "a missing item": (without_row("上线时间"), "“Launch” is missing", "缺少“上线时间”"),
    "a missing trait": (without_row("是否有线上销售"), "Trait 'online' is not answered", "未回答"),
    "a stray value": (stray("活动", "B40"), "belongs to no item", "不属于任何项目"),
    "a value right of the form": (stray("活动", "F6"), "belongs to no item", "不属于任何项目"),
    "a formula without result": (formula, "formula's result is not saved", "没有保存公式的结果"),
    "a person without role": (rows("人员", "角色", (None, "李伟")), "no role", "没有角色"),
    "a role that is none": (rows("人员", "角色", ("老板", "李伟")), "no role", "不是角色"),
    "a contact without name": (contact_without_name, "no name", "没有姓名"),
    "one name, two contacts": (same_name_other_contact, "another contact", "写了另一个联系方式"),
    "two names, one contact": (same_contact_other_name, "same id or contact", "编号或联系方式相同"),
    "a value beside the header": (stray("人员", "H6"), "in no column", "不在表头"),
    "a header gone": (header_gone, "The header lacks Name", "表头缺少：姓名"),
    "evidence that is none": (
        rows("资料清单", "资料", ("库存清单", None, "a.csv")),
        "No checklist asks",
        "没有检查清单需要",
    ),
    "evidence without title": (
        rows("资料清单", "资料", (None, None, "a.csv")),
        "names no evidence",
        "没有写明是哪一项资料",
    ),
    "evidence twice": (rows("资料清单", "资料", ("Stock", None, "a.csv")), "twice", "重复"),
    "a time of nothing": (put("资料清单", "库存", "数据时间", "2026-06-17 20:00"), "no file is named", "没有写明文件"),
    "a time that is none": (supplied("数据时间", "昨天"), "not a date with a time", "不是带时间的日期"),
    "an author that is nobody": (supplied("作者", "王五", "活动条款"), "nobody in the sheet", "表中没有"),
    "an address of a table": (
        put("资料清单", "库存", "网址", "https://a.example"),
        "can't be bound to a url",
        "不能绑定",
    ),
    "a sheet that is not there": (put("资料清单", "库存", "工作表", "仓库"), "has no sheet", "没有工作表"),
    "file and sheet": (both_given, "given twice", "提供了两份"),
    "data above the header": (data_above_the_header, "above the header", "在表头"),
    "rows without header": (no_header, "no header", "没有表头"),
    "a sheet that nobody knows": (strange_sheet, "No checklist knows", "没有检查清单需要表格"),
    "a check that is none": (rows("不适用", "检查项", ("execution.stock", "x", "y")), "no check", "没有此检查项"),
    "no reason": (rows("不适用", "检查项", ("execution.store-display",), column="B"), "empty", "值为空"),
    "nobody who says so": (
        rows("不适用", "检查项", ("execution.store-display", "x", "王五"), column="C"),
        "nobody in the sheet",
        "表中没有",
    ),
    "not applicable twice": (
        rows("不适用", "检查项", ("execution.store-display", "x", "y"), ("execution.store-display 陈列", "x", "y")),
        "twice",
        "重复",
    ),
    "a setting without name": (
        rows("设置", "检查项", ("execution.stock-coverage", None, "1.3"), column="B"),
        "names no setting",
        "没有写明设置项",
    ),
    "a setting that is none": (
        rows("设置", "检查项", ("execution.stock-coverage", "min_ration", "1.3"), column="B"),
        "Unknown key",
        "未知的键",
    ),
    "a setting without value": (
        rows("设置", "检查项", ("execution.stock-coverage", "截止"), column="C"),
        "empty",
        "值为空",
    ),
    "a setting twice": (
        rows(
            "设置",
            "检查项",
            ("execution.stock-coverage", "min_ratio", "1.3"),
            ("execution.stock-coverage", "probe.min_ratio", "1.4"),
        ),
        "twice",
        "重复",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_problem_is_told_where_it_is(case: str, tmp_path: Path) -> None:
    """Each thing that can go wrong is told with its sheet and cell, in English and in Chinese."""
    change, en, zh = CASES[case]
    book = Book(new_book(tmp_path / "618"))
    place = change(book)
    found = problems_of(book.save())
    told = [problem.say("en") for problem in found]
    mine = [problem for problem in found if f"campaign.xlsx, sheet {place}:" in problem.say("en")]
    assert mine, told
    assert any(en in problem.say("en") for problem in mine), told
    sheet, cell = place.split(", cell ")
    assert any(
        f"campaign.xlsx，工作表 {sheet}，单元格 {cell}:" in one.say("zh") and zh in one.say("zh") for one in mine
    ), [one.say("zh") for one in mine]


def test_hints_do_not_speak_of_yaml(tmp_path: Path) -> None:
    """Who never opened a YAML file is not told to write one."""
    for case, (change, _, _) in CASES.items():
        book = Book(new_book(tmp_path / case / "618"))
        change(book)
        for problem in problems_of(book.save()):
            assert "`" not in problem.message.en + (problem.hint.en if problem.hint else ""), problem.say("en")


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    """Problems of all sheets come together, in the order of the sheets."""
    book = Book(new_book(tmp_path / "618"))
    book.append("设置", "检查项", [("execution.stock", "截止", "T-1d")])
    book.append("人员", "角色", [(None, "李伟")])
    book.answer("编号", None)
    sheets = [problem.location.sheet for problem in problems_of(book.save())]
    assert sheets == ["活动", "人员", "设置"]


@pytest.mark.parametrize("sheet", ["活动", "人员", "资料清单", "不适用", "设置"])
def test_a_missing_sheet_is_named(sheet: str, tmp_path: Path) -> None:
    """A workbook without one of its sheets says which, and what to do."""
    book = Book(new_book(tmp_path / "618"))
    del book.book[sheet]
    (problem,) = problems_of(book.save())
    assert f"缺少工作表“{sheet}”" in problem.say("zh")
    assert problem.hint is not None


def test_a_sheet_that_stands_twice_is_told(tmp_path: Path) -> None:
    """A sheet in each language would leave one of them unread."""
    book = Book(new_book(tmp_path / "618"))
    book.book.copy_worksheet(book["人员"]).title = "People"
    assert any("人员" in problem.message.en for problem in problems_of(book.save()))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "damaged"),
        (b"campaign:\n  id: x\n", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password"),
    ],
)
def test_what_is_no_workbook_is_invalid_input(content: bytes, words: str, tmp_path: Path) -> None:
    """Another format, an empty file and a protected workbook are told, each as what it is."""
    file = tmp_path / "campaign.xlsx"
    file.write_bytes(content)
    (problem,) = problems_of(file)
    assert words in problem.say("en")


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    """A workbook that unpacks to far more than it shows is not unpacked."""
    file = new_book(tmp_path / "618")
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros", bytes(210_000_000))
    (problem,) = problems_of(file)
    assert "unpacks to more" in problem.say("en")


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The workbook with something changed inside of one part, or in its own bytes."""
    if chance.random() < 0.3:
        spot = chance.randrange(len(content))
        return content[:spot] + bytes([chance.randrange(256)]) + content[spot + chance.randrange(3) :]
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        names = old.namelist()
        victim = chance.choice(names)
        for name in names:
            data = old.read(name)
            if name == victim:
                start = chance.randrange(len(data) + 1)
                data = (
                    data[:start]
                    + chance.choice([b"", b"<", b"\x00", b"99999999999", "是".encode()])
                    + data[start + chance.choice([0, 1, 7, 400]) :]
                )
            new.writestr(name, data)
    return made.getvalue()


@pytest.mark.parametrize("seed", range(60))
def test_a_mutated_workbook_never_ends_in_a_traceback(seed: int, tmp_path: Path) -> None:
    """Whatever happened to the file, it is a campaign or invalid input with its problems."""
    file = new_book(tmp_path / "618")
    file.write_bytes(mutated(file.read_bytes(), random.Random(seed)))
    for problem in problems_of(file):
        assert problem.say("en")
        assert problem.say("zh")
