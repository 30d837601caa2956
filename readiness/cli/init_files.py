"""The files of a new campaign, and what to do with them next."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from readiness.cli.console import say
from readiness.cli.errors import UsageProblem
from readiness.cli.init_basis import Basis
from readiness.cli.plan import EVIDENCE_FOLDER, Plan
from readiness.cli.writing import Document
from readiness.loading.campaign_files import CAMPAIGN_FILE
from readiness.model.evidence import Sort
from readiness.model.text import Text
from readiness.model.workbook import PEOPLE, WORKBOOK_FILE, sheet_words


def documents_of(plan: Plan, folder: Path, basis: Basis, *, workbook: bool) -> list[Document]:
    """The campaign file first, then what stands beside it. Raises UsageProblem where something is there already."""
    made = _workbook(plan, folder) if workbook else _yaml(plan, folder)
    copies = [Document(folder / name, path.read_bytes()) for name, path in basis.files.items()]
    documents = [*made, *copies]
    _refuse_taken(documents, workbook=workbook)
    return documents


def _yaml(plan: Plan, folder: Path) -> list[Document]:
    from readiness.cli.plan_template import TEMPLATE_FOLDER, campaign_yaml, table_template

    tables = [contract for contract in plan.contracts if contract.sort is Sort.TABLE]
    return [
        Document(folder / CAMPAIGN_FILE, campaign_yaml(plan).encode()),
        *(
            Document(folder / TEMPLATE_FOLDER / f"{one.name}.csv", table_template(one, plan.checks, plan.lang))
            for one in tables
        ),
    ]


def _workbook(plan: Plan, folder: Path) -> list[Document]:
    from readiness.cli.workbook_template import campaign_workbook

    about = _ABOUT_EVIDENCE.say(plan.lang).encode("utf-8-sig")
    return [
        Document(folder / WORKBOOK_FILE, campaign_workbook(plan)),
        Document(folder / EVIDENCE_FOLDER / "README.txt", about),
    ]


def _refuse_taken(documents: Iterable[Document], *, workbook: bool) -> None:
    paths = [document.path for document in documents]
    other = paths[0].with_name(CAMPAIGN_FILE if workbook else WORKBOOK_FILE)
    taken = next((path for path in (*paths, other) if os.path.lexists(path)), None)
    if taken is not None:
        raise UsageProblem(
            Text(f"{taken} exists already, and nothing is overwritten", f"{taken} 已存在，不会覆盖"),
            Text("Choose another name, or move the file away", "请换一个名称，或先移走该文件"),
        )


def tell_next_steps(plan: Plan, documents: Iterable[Document], folder: Path, basis: Basis, *, workbook: bool) -> None:
    for document in documents:
        say(str(document.path))
    count = len(plan.checks)
    say()
    if basis.earlier is not None:
        _tell_taken_over(basis)
    say(Text(f"{count} checks apply. Next:", f"适用 {count} 个检查项。下一步："))
    file = folder / (WORKBOOK_FILE if workbook else CAMPAIGN_FILE)
    if workbook:
        people = sheet_words(PEOPLE)
        first = Text(
            f"  1. Open {file} in Excel or WPS; begin with {people.en}",
            f"  1. 用 Excel 或 WPS 打开 {file}，先填{people.zh}",
        )
    else:
        first = Text(f"  1. Name the people in {file}", f"  1. 在 {file} 中填写责任人")
    say(first)
    say(
        Text(
            f"  2. readiness todo {folder}    what to supply, by whom, by when",
            f"  2. readiness todo {folder}    查看由谁在何时之前提供什么",
        )
    )
    say(Text(f"  3. readiness check {folder}   the decision", f"  3. readiness check {folder}   得出结论"))


def _tell_taken_over(basis: Basis) -> None:
    assert basis.earlier is not None
    people, files = len(basis.people), len(basis.earlier.bindings)
    say(
        Text(
            f"Taken over from {basis.earlier.id}: {people} people, the traits, the checklists, the places of {files} "
            "files",
            f"沿用自 {basis.earlier.id}：{people} 名人员、活动特征、检查清单、{files} 个文件的位置",
        )
    )
    say(Text("No sign-off, waiver or file was taken over. Check:", "未沿用任何签核、豁免和文件。请核对："))
    for one in basis.said or (Text("nothing in particular", "没有需要特别核对的内容"),):
        say(Text(f"  - {one.en}", f"  - {one.zh}"))
    say()


_ABOUT_EVIDENCE = Text(
    "Put documents and exported files here, and write their names into campaign.xlsx.\n",
    "请把文稿和导出的文件放在这里，并在 campaign.xlsx 中写明文件名。\n",
)
