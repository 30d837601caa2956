"""Questions on the terminal. A bad answer is told in the person's language, and asked for again."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

import typer

from readiness.cli.console import tell
from readiness.cli.errors import UsageProblem
from readiness.cli.language import spoken_lang
from readiness.model.text import Text

_Answer = TypeVar("_Answer")
_SEPARATORS = re.compile(r"[\s,，、;；]+")
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


def ask_yes_no(words: Text, *, default: bool = True) -> bool:
    """Yes is the usual default: a trait that nobody denies keeps its checks."""
    mark = "[Y/n]" if default else "[y/N]"
    choice = Text(f"{words.en} {mark}", f"{words.zh} {mark}")
    return ask(choice, lambda answer: _yes_no(answer) if answer else default)


def ask_which(title: Text, choices: Sequence[Text]) -> tuple[bool, ...]:
    """Which of these hold, by their numbers; Enter takes all, so that no check is lost, and 0 none."""
    tell()
    tell(title)
    for number, choice in enumerate(choices, 1):
        tell(Text(f"  {number}  {choice.en}", f"  {number}  {choice.zh}"))
    words = Text(
        "Which hold? Numbers such as 1 3; Enter: all; 0: none", "符合哪些？填编号，例如 1 3；回车：全部；0：都没有"
    )
    return ask(words, lambda answer: _numbers(answer, len(choices)))


def _numbers(answer: str, count: int) -> tuple[bool, ...]:
    words = [word for word in _SEPARATORS.split(answer) if word]
    if not words:
        return (True,) * count
    if words == ["0"]:
        return (False,) * count
    if not all(word.isdecimal() and 1 <= int(word) <= count for word in words):
        raise UsageProblem(
            Text(f"{answer!r} is no list of numbers from 1 to {count}", f"“{answer}”不是 1 到 {count} 的编号"),
            Text("Write the numbers of those that hold, such as 1 3", "请填写符合的编号，例如 1 3"),
        )
    chosen = {int(word) for word in words}
    return tuple(number in chosen for number in range(1, count + 1))


def _yes_no(answer: str) -> bool:
    meant = _YES_NO.get(answer.lower())
    if meant is None:
        raise UsageProblem(
            Text(f"{answer!r} is neither yes nor no", f"“{answer}”既不是“是”也不是“否”"),
            Text("Answer y or n", "请输入 y（是）或 n（否）"),
        )
    return meant
