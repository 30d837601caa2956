"""`${NAME}` in a campaign's URLs and headers, filled from the environment. Rows of tables are never filled: whoever
edits a list could send a variable of the operator's to any host."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from urllib.parse import urljoin

from readiness.model.errors import CannotJudge
from readiness.model.secret import Secret
from readiness.model.text import Text

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_OPENING = "${"


def names_in(template: str) -> tuple[str, ...]:
    """The variables that a text names, each once, in order."""
    return tuple(dict.fromkeys(_VARIABLE.findall(template)))


def is_variable(template: str) -> bool:
    """Whether the text is one variable and nothing around it."""
    return _VARIABLE.fullmatch(template) is not None


def fill(template: str, used_in: Text, environ: Mapping[str, str] | None = None) -> Secret:
    """The text with every `${NAME}` filled from the environment (`environ`, by default the process's).

    `used_in` says where the text stands, for a person who must set the variable: `the binding of storefront`.
    Raises CannotJudge naming every variable that is missing or empty, and for a `${` that names none.
    """
    values = os.environ if environ is None else environ
    names = names_in(template)
    missing = [name for name in names if not values.get(name)]
    if missing:
        raise CannotJudge(*_missing(missing, used_in))
    if _OPENING in _VARIABLE.sub("", template):
        raise CannotJudge(*_malformed(used_in))
    return Secret(template, _VARIABLE.sub(lambda match: values[match[1]], template))


def joined(base: Secret, relative: str) -> Secret:
    """A relative URL on its base, as a browser joins them; named as the reader wrote it."""
    return Secret(relative, urljoin(base.reveal(), relative))


def _missing(names: list[str], used_in: Text) -> tuple[Text, Text]:
    listed = ", ".join(names)
    verb = "is" if len(names) == 1 else "are"
    return (
        Text(
            f"The environment variable {listed} {verb} not set, or empty; {used_in.en} needs it",
            f"未设置环境变量 {listed}（或其值为空），{used_in.zh}需要它",
        ),
        Text(
            f"Set it where the check runs: export {names[0]}=... in a shell, or as a secret of the CI job",
            f"请在运行检查的环境中设置：在命令行执行 export {names[0]}=...，或配置为 CI 任务的密钥",
        ),
    )


def _malformed(used_in: Text) -> tuple[Text, Text]:
    return (
        Text(f"{used_in.en} has a ${{ that names no variable", f"{used_in.zh}中有 ${{，但没有写出变量名"),
        Text(
            "Write ${NAME}: letters, digits and underscores, not starting with a digit",
            "请写成 ${NAME}：由字母、数字和下划线组成，不以数字开头",
        ),
    )
