"""What to say when the campaign binds nothing to a name: who has it, and the lines to add."""

from __future__ import annotations

from readiness.model.errors import NotSupplied
from readiness.model.evidence import Contract, Sort
from readiness.model.text import Text
from readiness.model.vocabulary import role_words

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
            _lines(f"{name}: {{file: ...}}"),
            name,
        )
    message = Text(
        f"Nothing is bound to `{name}` ({contract.title.en}), which the checklist {contract.checklist} asks of"
        f" {contract.owner}; it comes from: {contract.source.en}",
        f"`{name}`（{contract.title.zh}）没有绑定任何证据；应由{role_words(contract.owner).zh}提供，"
        f"来源：{contract.source.zh}",
    )
    return NotSupplied(message, _lines(f"{name}: {{{_EXAMPLE[contract.sort].format(name)}}}"), name)


def _lines(line: str) -> Text:
    return Text(
        f"Add to campaign.yaml, under `evidence:` and indented by two spaces, the line `{line}`",
        f"请在 campaign.yaml 的 `evidence:` 下加上一行（行首空两格）：`{line}`",
    )
