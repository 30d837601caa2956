"""The one home of Jinja2: a sandbox over the shipped templates, in which an unknown name is an error."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment

from readiness.model.text import Lang
from readiness.reporting.assets import reports_folder
from readiness.reporting.markup import Markup


class _Sandbox(ImmutableSandboxedEnvironment):
    """The sandbox's own answer, asked once for each type and attribute, on which alone it depends: asked at every use
    it takes longer than all the rest of a large report."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._safe: dict[tuple[type, str], bool] = {}

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        key = (type(obj), attr)
        if key not in self._safe:
            self._safe[key] = super().is_safe_attribute(obj, attr, value)
        return self._safe[key]


@cache
def _environment() -> _Sandbox:
    return _Sandbox(
        loader=FileSystemLoader(reports_folder(), encoding="utf-8"),
        undefined=StrictUndefined,
        autoescape=lambda name: name is not None and ".html" in name,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


HTML_LANG: dict[Lang, str] = {"en": "en", "zh": "zh-CN"}


@dataclass(frozen=True, slots=True)
class Inline:
    """What stands between the tags of a style or a script, and the hash by which the Content-Security-Policy allows
    just that."""

    text: Markup
    hash: str

    @classmethod
    def of(cls, text: str) -> Inline:
        digest = b64encode(sha256(text.encode()).digest()).decode()
        return cls(Markup(text), f"sha256-{digest}")


@cache
def inline(name: str) -> Inline:
    """A style sheet or a script by its path under `reports/`."""
    return Inline.of((reports_folder() / name).read_text(encoding="utf-8"))


@cache
def template(name: str) -> Template:
    """A template by its path under `reports/`, compiled once. Those of HTML escape everything they print."""
    return _environment().get_template(name)


def render_template(name: str, **values: Any) -> str:
    return template(name).render(**values)
