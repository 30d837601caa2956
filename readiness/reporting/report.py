"""What a report is: a module with a pure function from a run to a document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from readiness.model.launch import LaunchWord
from readiness.model.past import Past
from readiness.model.run import Run
from readiness.model.text import Lang

DEFAULT_WIDTH = 80
DEFAULT_HEIGHT = 30


@dataclass(frozen=True, slots=True)
class Look:
    """How a document is to look, and what is known beside the run: the reader's language; for the terminal its `width`
    in cells, `colour`, and whether it is `brief`, of `height` lines, where what does not fit is counted; the `link`
    under which the whole report can be read, for short formats; the `past` runs of the campaign, where there are any;
    the launch decisions that were `signed` on this one."""

    lang: Lang
    width: int = DEFAULT_WIDTH
    colour: bool = False
    brief: bool = False
    height: int = DEFAULT_HEIGHT
    link: str = ""
    past: Past | None = None
    signed: tuple[LaunchWord, ...] = ()


class Report(Protocol):
    """A report format. `render` reads no clock, writes no file and knows no exit code."""

    NAME: str
    MEDIA_TYPE: str
    EXTENSION: str

    @staticmethod
    def render(run: Run, look: Look) -> str: ...
