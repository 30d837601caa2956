"""In which language a person is spoken to: `--lang`, else the campaign's, else the locale's, else English."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextvars import ContextVar

from readiness.model.text import LANGS, Lang

_spoken: ContextVar[Lang | None] = ContextVar("readiness_language", default=None)


def locale_lang(environ: Mapping[str, str]) -> Lang | None:
    """The language of the locale, from the first of LC_ALL, LC_MESSAGES and LANG that is set; None for others."""
    locale = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    tag = locale.replace("-", "_").split("_")[0].split(".")[0].lower()
    return next((lang for lang in LANGS if lang == tag), None)


def choose_lang(option: str | None, campaign: Sequence[Lang], environ: Mapping[str, str]) -> Lang:
    """`option` is what `--lang` says. A campaign with one language decides alone; with several the locale chooses
    among them, and the first stands where it names none of them. Without a campaign, the locale, else English."""
    if option is not None:
        return next(lang for lang in LANGS if lang == option)
    spoken = locale_lang(environ)
    if not campaign:
        return spoken or "en"
    return spoken if spoken is not None and spoken in campaign else campaign[0]


def speak(lang: Lang) -> Lang:
    """Remember the language for what is said when a command fails."""
    _spoken.set(lang)
    return lang


def spoken_lang() -> Lang:
    """The language remembered, or the locale's before any command has chosen."""
    return _spoken.get() or choose_lang(None, (), os.environ)
