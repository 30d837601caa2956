"""Standard output and standard error."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from readiness.cli.console import document, say, use_colour, width_of
from readiness.cli.errors import NotWritten


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("when", "stream", "environ", "colour"),
    [
        ("always", io.StringIO(), {"NO_COLOR": "1"}, True),
        ("never", Terminal(), {}, False),
        ("auto", Terminal(), {}, True),
        ("auto", Terminal(), {"NO_COLOR": "1"}, False),
        ("auto", Terminal(), {"NO_COLOR": ""}, True),
        ("auto", Terminal(), {"TERM": "dumb"}, False),
        ("auto", io.StringIO(), {}, False),
        ("auto", None, {}, False),
    ],
)
def test_colour(when: str, stream: io.StringIO | None, environ: dict[str, str], colour: bool) -> None:
    """Colour is for terminals, NO_COLOR turns it off, and what the user says wins over both."""
    assert use_colour(when, stream, environ) is colour


def test_the_width_is_columns_else_80() -> None:
    """A pipe is 80 wide unless COLUMNS says otherwise; nonsense in COLUMNS is ignored."""
    assert width_of(io.StringIO(), {}) == 80
    assert width_of(io.StringIO(), {"COLUMNS": "132"}) == 132
    assert width_of(io.StringIO(), {"COLUMNS": "0"}) == 80
    assert width_of(io.StringIO(), {"COLUMNS": "wide"}) == 80


def test_a_document_is_utf_8_wherever_it_is_no_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A report piped on a machine with an old locale still holds its Chinese words."""
    path = tmp_path / "out"
    with path.open("w", encoding="ascii") as out:
        monkeypatch.setattr(sys, "stdout", out)
        say("before")
        document("可以上线\n")
        monkeypatch.undo()
    assert path.read_text(encoding="utf-8") == "before\n可以上线\n"


def test_a_closed_output_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """False-GO 43: with nowhere to write, the verdict has not been told, and the command must not say that it was."""
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(NotWritten):
        say("GO")
