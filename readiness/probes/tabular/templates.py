"""Words that a checklist writes for findings, with `{column}`, `{alias.column}`, `{limit}` and, over groups of rows,
`{=aggregate expression}` in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from readiness.model.errors import BadValue
from readiness.model.text import Text

_PLACE = re.compile(r"\{(=?)([^{}]*)\}")
_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?")


@dataclass(frozen=True, slots=True)
class Placeholder:
    """`words` is a name, or an aggregate expression where `computed`."""

    words: str
    computed: bool


def placeholders(template: Text) -> tuple[Placeholder, ...]:
    """What a template names, in both languages. Raises BadValue for a brace that belongs to nothing."""
    found = [one for words in (template.en, template.zh) for one in _in(words)]
    return tuple(dict.fromkeys(found))


def _in(words: str) -> Iterator[Placeholder]:
    if re.search(r"[{}]", _PLACE.sub("", words)):
        raise BadValue(
            Text(
                f"{words!r} has a brace without its partner; write {{name}}",
                f"“{words}”中有不成对的花括号；请写 {{名称}}",
            )
        )
    for sign, inner in _PLACE.findall(words):
        if not sign and not _NAME.fullmatch(inner.strip()):
            raise BadValue(
                Text(
                    f"{{{inner}}} names nothing; write a column, alias.column or a limit in braces",
                    f"{{{inner}}} 不是名称；花括号中请写列名、别名.列名或限值名",
                )
            )
        yield Placeholder(inner.strip(), bool(sign))


def fill(template: Text, value: Callable[[Placeholder], Text]) -> Text:
    """The template with what each placeholder stands for."""

    def filled(words: str, say: Callable[[Text], str]) -> str:
        return _PLACE.sub(lambda found: say(value(Placeholder(found[2].strip(), bool(found[1])))), words)

    return Text(filled(template.en, lambda text: text.en), filled(template.zh, lambda text: text.zh))
