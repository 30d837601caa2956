"""`readiness todo`: what must be supplied or fixed, by whom, by when."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from readiness.cli import complete
from readiness.cli.arguments import DEFAULT_CAMPAIGN, AllowOutsideOption, AsOfOption, CampaignArgument, LangOption
from readiness.cli.clock import read_clock
from readiness.cli.console import say, say_lines
from readiness.cli.errors import UsageProblem
from readiness.cli.language import choose_lang, speak
from readiness.cli.options import campaign_file, parse_moment
from readiness.loading.naming import suggest
from readiness.model.text import Lang, Text

if TYPE_CHECKING:
    from readiness.model.campaign import Campaign
    from readiness.model.run import Run

_NOTHING = Text("Nothing to do", "没有待办")


def command(
    campaign: CampaignArgument = DEFAULT_CAMPAIGN,
    *,
    owner: Annotated[
        str | None,
        typer.Option(
            "--owner",
            metavar="ROLE_OR_PERSON",
            autocompletion=complete.roles,
            help="Only what this role or person has to do.",
        ),
    ] = None,
    chat: Annotated[
        bool, typer.Option("--chat", help="A short message for each person instead, to paste into a chat.")
    ] = False,
    as_of: AsOfOption = None,
    allow_outside: AllowOutsideOption = None,
    lang: LangOption = None,
) -> None:
    """List what must be supplied and what must be fixed, by person, with the time left.

    The checks are probed and nothing is recorded. The exit code is 0 whatever is to be done: `check` decides.
    """
    from readiness.cli.progress import showing_progress
    from readiness.gate import GateRequest, load_only, run_gate

    speak(choose_lang(lang, (), os.environ))
    if as_of is not None:
        parse_moment("--as-of", as_of)
    request = GateRequest(
        campaign=campaign_file(campaign),
        now=read_clock(),
        as_of=as_of,
        no_record=True,
        allow_outside=tuple(allow_outside or ()),
    )
    loaded = load_only(request)
    spoken = speak(choose_lang(lang, loaded.languages, os.environ))
    roles = None if owner is None else _roles(owner, loaded)
    with showing_progress(quiet=False) as listener:
        run = run_gate(request, listener).run
    lines = todo_lines(run, loaded, roles, spoken, chat=chat)
    if chat:  # what is pasted must not be broken at this terminal's width
        for line in lines:
            say(line)
    else:
        say_lines(lines)


def todo_lines(
    run: Run, campaign: Campaign, roles: frozenset[str] | None, lang: Lang, *, chat: bool = False
) -> list[str]:
    """The whole list, a line each; for a `chat`, a message for each person."""
    from readiness.cli.todo_lines import approval_lines, chat_lines, list_lines
    from readiness.cli.todo_list import duties
    from readiness.reporting.wording import Wording

    wording = Wording(run, lang)
    listed = duties(run, campaign, roles)
    if chat:
        return list(chat_lines(run, listed, wording)) or [_NOTHING.say(lang)]
    approvals = approval_lines(run, wording) if roles is None else ()
    return [*list_lines(run, listed, wording), *approvals]


def _roles(word: str, campaign: Campaign) -> frozenset[str]:
    from readiness.cli.todo_list import owner_words, roles_of

    roles = roles_of(word, campaign)
    if roles is None:
        raise UsageProblem(
            Text(f"--owner: no role or person is called {word!r}", f"--owner：没有名为“{word}”的角色或人员"),
            suggest(word, owner_words(campaign)),
        )
    return roles
