"""The end of a new campaign file: what it changes of the checklists, and what an earlier campaign said there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from readiness.cli.plan import Earlier, Plan
from readiness.model.text import Text

_PLAIN = re.compile(r"[A-Za-z_./][A-Za-z0-9_./-]*")
# Words that YAML readers take for something else than text.
_NOT_TEXT = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})


def quoted(words: str) -> str:
    """A YAML text that means itself whatever it holds."""
    return json.dumps(words, ensure_ascii=False)


def flow(value: Any) -> str:
    """Dicts, lists and texts as YAML on one line."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_word(key)}: {flow(below)}' for key, below in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(flow, value))}]"
    return _word(str(value))


def _word(words: str) -> str:
    return words if _PLAIN.fullmatch(words) and words.casefold() not in _NOT_TEXT else quoted(words)


def changes(plan: Plan) -> Iterator[Text | str]:
    """Settings and what does not apply: an example of each, or what was taken over, each to be looked at again."""
    earlier = plan.earlier
    if earlier is not None:
        yield from _taken_over(earlier)
    if earlier is None or not (earlier.settings or earlier.not_applicable):
        yield _EXAMPLES
    yield ""


def _taken_over(earlier: Earlier) -> Iterator[Text | str]:
    for key, said in (("settings", earlier.settings), ("not_applicable", earlier.not_applicable)):
        if said:
            yield Text(
                f"# Taken over from {earlier.id}: check each. A loosening is a condition until it is approved again.",
                f"# 沿用自 {earlier.id}，请逐项核对；放宽须重新批准，批准之前会列为条件。",
            )
            yield f"{key}:"
            for check, value in said.items():
                yield f"  {check}: {flow(value)}"
    for key, value in earlier.more.items():
        yield f"{key}: {flow(value)}"


_EXAMPLES = Text(
    "# A built-in check may be changed or declared not applicable. Each is shown as a condition until approved:\n"
    "# settings:\n"
    "#   execution.stock-coverage: {probe: {min_ratio: 130 %}}\n"
    "# not_applicable:\n"
    "#   execution.store-display: {reason: why, by: campaign-owner}",
    "# 内置检查项可以调整或声明不适用；放宽在批准之前会列为条件：\n"
    "# settings:\n"
    "#   execution.stock-coverage: {probe: {min_ratio: 130 %}}\n"
    "# not_applicable:\n"
    "#   execution.store-display: {reason: 原因, by: campaign-owner}",
)
