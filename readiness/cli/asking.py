"""Questions on the terminal. A bad answer is told in the person's language, and asked for again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import typer

from readiness.cli.console import tell
from readiness.cli.errors import UsageProblem
from readiness.cli.language import spoken_lang
from readiness.model.text import Text

_Answer = TypeVar("_Answer")
_YES_NO = {"y": True, "yes": True, "是": True, "n": False, "no": False, "否": False}


def ask(words: Text, read: Callable[[str], _Answer], default: str = "") -> _Answer:
    """The answer as `read` understands it; `read` raises UsageProblem for what it can't use. An empty default lets the
    answer be empty. Raises typer.Abort when the person leaves."""
    while True:
        answer: str = typer.prompt(
            words.say(spoken_lang()), default=default, err=True, show_default=bool(default), type=str
        )
        try:
            return read(answer.strip())
        except UsageProblem as problem:
            tell(problem.message)
            if problem.hint is not None:
                tell(problem.hint)


def ask_yes_no(words: Text) -> bool:
    """Yes is the default: a trait that nobody denies keeps its checks."""
    choice = Text(f"{words.en} [Y/n]", f"{words.zh} [Y/n]")
    return ask(choice, lambda answer: True if not answer else _yes_no(answer))


def _yes_no(answer: str) -> bool:
    meant = _YES_NO.get(answer.lower())
    if meant is None:
        raise UsageProblem(
            Text(f"{answer!r} is neither yes nor no", f"“{answer}”既不是“是”也不是“否”"),
            Text("Answer y or n", "请输入 y（是）或 n（否）"),
        )
    return meant
