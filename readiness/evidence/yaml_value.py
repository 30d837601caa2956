"""YAML as plain values: lists, objects and the texts that were typed. Nothing is resolved to another type: `no`,
`9.10` and `1:30` stay what they are; the column of the table says what a text must be."""

from __future__ import annotations

from typing import Any

from readiness.evidence.yaml_located import Builder, read_documents
from readiness.model.text import Text


def parse_yaml(text: str, shown: str) -> Any:
    """The value of the one document in `text`. Raises CannotJudge for what is no YAML or says one thing twice, and for
    aliases and tags, which stand for what is not there."""
    documents = read_documents(text, _OneTable(shown))
    return documents[0].plain() if documents else None


class _OneTable(Builder):
    """A table stands in one document, and every cell is written out."""

    again = Text("Correct the file, or hand it in as CSV or Excel", "请更正该文件，或改用 CSV、Excel")
    most_values = None

    def take(self, name: str, event: Any) -> None:
        if name == "DocumentStartEvent" and self.documents:
            raise self.refused(event, "a second document begins here", "此处开始了第二个文档")
        if name == "AliasEvent":
            raise self.refused(event, "references (*) are not read", "不支持引用（*）")
        super().take(name, event)
