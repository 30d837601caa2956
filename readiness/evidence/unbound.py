"""What to say when the campaign binds nothing to a name: who has it, and the lines to add."""

from __future__ import annotations

from readiness.model.errors import NotSupplied
from readiness.model.evidence import Contract, Sort
from readiness.model.text import Advice, Text
from readiness.model.vocabulary import role_words
from readiness.model.workbook import row_of

_EXAMPLE = {
    Sort.TABLE: "file: evidence/{}.csv",
    Sort.DOCUMENT: "file: evidence/{}.pdf, author: PERSON",
    Sort.URL: 'url: "https://..."',
}


def not_bound(name: str, contract: Contract | None) -> NotSupplied:
    """The error for a name without binding."""
    if contract is None:
        return NotSupplied(
            Text(f"Nothing is bound to `{name}`", f"`{name}` 没有绑定任何证据"),
            how_to_supply(name, contract),
            name,
        )
    message = Text(
        f"Nothing is bound to `{name}` ({contract.title.en}), which the checklist {contract.checklist} asks of"
        f" {contract.owner}; it comes from: {contract.source.en}",
        f"`{name}`（{contract.title.zh}）没有绑定任何证据；应由{role_words(contract.owner).zh}提供，"
        f"来源：{contract.source.zh}",
    )
    return NotSupplied(message, how_to_supply(name, contract), name)


def how_to_supply(name: str, contract: Contract | None) -> Advice:
    """The line to add to the campaign file, or where in the workbook it goes."""
    example = "file: ..." if contract is None else _EXAMPLE[contract.sort].format(name)
    line = f"{name}: {{{example}}}"
    return Advice(
        f"Add to campaign.yaml, under `evidence:` and indented by two spaces, the line `{line}`",
        f"请在 campaign.yaml 的 `evidence:` 下加上一行（行首空两格）：`{line}`",
        _in_workbook(name, contract),
    )


def _in_workbook(name: str, contract: Contract | None) -> Text:
    row = row_of(name)
    match contract.sort if contract else None:
        case Sort.URL:
            return Text(f"Write its address into {row.en}", f"请在{row.zh}填写网址")
        case Sort.DOCUMENT:
            return Text(
                f"Put the file into the folder evidence, and write its name and its author into {row.en}",
                f"请把文件放入 evidence 文件夹，并在{row.zh}写明文件名和作者",
            )
        case Sort.TABLE if contract is not None:
            title = contract.title
            return Text(
                f"Fill in the sheet of “{title.en}” ({title.zh}), or put the export into the folder evidence and write "
                f"its name into {row.en}",
                f"请填写工作表“{title.zh}”，或把导出的文件放入 evidence 文件夹，并在{row.zh}写明文件名",
            )
        case _:
            return Text(f"Fill in {row.en}", f"请填写{row.zh}")
