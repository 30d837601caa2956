"""`readiness probes`: the kinds of probe, and what each can be told."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from readiness.cli import complete
from readiness.cli.arguments import LangOption
from readiness.cli.console import say
from readiness.cli.language import choose_lang, speak
from readiness.cli.options import one_of
from readiness.model.text import Lang, Text


def command(
    kind: Annotated[
        str | None, typer.Argument(metavar="KIND", autocompletion=complete.kinds, help="Show this kind's settings.")
    ] = None,
    *,
    lang: LangOption = None,
) -> None:
    """List the kinds of probe, or the settings of one."""
    from readiness.probes.registry import kind_names

    spoken = speak(choose_lang(lang, (), os.environ))
    if kind is not None:
        _show_settings(one_of("KIND", kind, kind_names()), spoken)
        return
    for name in kind_names():
        _show_summary(name, spoken)
    say()
    say(Text("Settings of one: readiness probes KIND", "查看某一种的设置：readiness probes 类型"))


def _show_summary(name: str, lang: Lang) -> None:
    from readiness.probes.registry import load_kind

    say(f"{name:<16}  {load_kind(name).SUMMARY.say(lang)}")


def _show_settings(name: str, lang: Lang) -> None:
    from readiness.probes.registry import load_kind
    from readiness.probes.setting_words import settings_in_words

    module = load_kind(name)
    say(f"{name}: {module.SUMMARY.say(lang)}")
    say()
    for setting in settings_in_words(module.Settings):
        needed = Text("required", "必填") if setting.default is None else _default(setting.default)
        say(f"  {setting.name:<20}  {setting.type.say(lang)}; {needed.say(lang)}")


def _default(words: str) -> Text:
    from readiness.probes.setting_words import NOTHING

    return Text("optional", "可选") if words == NOTHING else Text(f"default {words}", f"默认 {words}")
