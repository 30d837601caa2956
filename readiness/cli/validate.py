"""`readiness validate`: read everything, probe nothing."""

from __future__ import annotations

import os

from readiness.cli.arguments import DEFAULT_CAMPAIGN, AllowOutsideOption, CampaignArgument, LangOption
from readiness.cli.console import say
from readiness.cli.language import choose_lang, speak
from readiness.cli.options import campaign_file
from readiness.model.text import Text


def command(
    campaign: CampaignArgument = DEFAULT_CAMPAIGN,
    *,
    allow_outside: AllowOutsideOption = None,
    lang: LangOption = None,
) -> None:
    """Read the campaign, its checklists, sign-offs and waivers, and name every problem by file, line and column.

    Exit codes: 0 all right, 6 problems found.
    """
    from readiness.cli.clock import read_clock
    from readiness.loading.campaign import load_campaign

    speak(choose_lang(lang, (), os.environ))
    loaded = load_campaign(campaign_file(campaign), read_clock(), allow_outside=tuple(allow_outside or ()))
    speak(choose_lang(lang, loaded.languages, os.environ))
    checks, names, bound = len(loaded.checks), len(loaded.contracts), len(loaded.bindings)
    say(
        Text(
            f"{loaded.file}: {checks} checks, {names} evidence names ({bound} bound), all right",
            f"{loaded.file}：{checks} 个检查项，{names} 个证据名称（已绑定 {bound} 个），全部正确",
        )
    )
