"""What one row's cells are: URLs, and what is said of those that can't be used."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from readiness.evidence.variables import joined
from readiness.model.secret import Secret
from readiness.model.text import Text

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_HOST = re.compile(r"[^\s/?#@\\]+")
_IN_URL = re.compile(r"\S+")


class RowProblem(Exception):
    """A cell that can't be used."""

    def __init__(self, column: str, required: Text, observed: str) -> None:
        super().__init__(column)
        self.column = column
        self.required = required
        self.observed = observed


def url_of(cell: str, base: Secret | None, column: str = "url") -> Secret:
    """The URL in a cell of a row, on the binding's base where it is relative. Raises RowProblem."""
    if not cell:
        raise RowProblem(column, Text("a URL", "网址"), "")
    if "${" in cell:
        # Whoever edits a list could otherwise send the operator's variables to any host.
        raise RowProblem(
            column,
            Text("no variables in rows; use `base` of the binding", "数据行中不能写变量；请用绑定的 `base`"),
            cell,
        )
    scheme = _SCHEME.match(cell)
    if scheme is None and base is None:
        raise RowProblem(column, Text("a whole URL, or `base` in the binding", "完整网址，或在绑定中写 `base`"), cell)
    url = Secret(cell, cell) if scheme or base is None else joined(base, cell)
    if not _IN_URL.fullmatch(cell) or not is_web_url(url.reveal()):
        raise RowProblem(column, Text("an http or https URL", "http 或 https 网址"), cell)
    return url


def is_web_url(url: str) -> bool:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme.lower() in ("http", "https") and bool(_HOST.fullmatch(parts.hostname or ""))
