"""`readiness todo`: what must be supplied or fixed, by whom, by when."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from readiness.cli import complete
from readiness.cli.arguments import DEFAULT_CAMPAIGN, AllowOutsideOption, AsOfOption, CampaignArgument, LangOption
from readiness.cli.clock import read_clock
from readiness.cli.console import say_lines
from readiness.cli.errors import UsageProblem
from readiness.cli.language import choose_lang, speak
from readiness.cli.options import campaign_file, parse_moment
from readiness.loading.naming import suggest
from readiness.model.text import Lang, Text
from readiness.model.vocabulary import role_words

if TYPE_CHECKING:
    from readiness.cli.todo_list import Duties, Source
    from readiness.model.campaign import Campaign
    from readiness.model.outcome import Outcome
    from readiness.model.run import Run
    from readiness.reporting.wording import Wording

_FINDINGS_SHOWN = 5


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
    as_of: AsOfOption = None,
    allow_outside: AllowOutsideOption = None,
    lang: LangOption = None,
) -> None:
    """List what must be supplied or fixed, by person and file, with the time left.

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
    say_lines(todo_lines(run, loaded, roles, spoken))


def todo_lines(run: Run, campaign: Campaign, roles: frozenset[str] | None, lang: Lang) -> list[str]:
    """The whole list, a line each."""
    from readiness.cli.todo_list import duties
    from readiness.reporting.wording import Wording

    wording = Wording(run, lang)
    listed = duties(run, campaign, roles)
    count = sum(len(todo.outcomes) for one in listed for todo in one.todos)
    lines = [_heading(run, count, wording)]
    for one in listed:
        lines += ["", *_duty_lines(one, wording)]
    if roles is None:
        lines += _approvals(run, wording)
    return lines


def _heading(run: Run, count: int, wording: Wording) -> str:
    name = wording.text(run.campaign.name)
    verdict = wording.verdict(run.decision.answer, wording.scope(run))
    things = Text(f"{count} thing{'' if count == 1 else 's'} to do", f"共 {count} 项待办").say(wording.lang)
    colon, comma = ("：", "；") if wording.lang == "zh" else (": ", "; ")
    return f"{name}{colon}{things}{comma}{verdict}"


def _duty_lines(duties: Duties, wording: Wording) -> list[str]:
    lines = [_who(duties).say(wording.lang)]
    for todo in duties.todos:
        lines += [f"  {_source_line(source, duties.role, wording.lang)}" for source in todo.sources]
        for outcome in todo.outcomes:
            lines += [f"    {line}" for line in _outcome_lines(outcome, wording)]
    return lines


def _who(duties: Duties) -> Text:
    """The people with their role. The Chinese line keeps the role's id, which files and commands are written with."""
    role = role_words(duties.role)
    role_zh = role.zh if role.zh == duties.role else f"{role.zh} {duties.role}"
    if duties.people:
        return Text(f"{', '.join(duties.people)} ({role.en})", f"{'、'.join(duties.people)}（{role_zh}）")
    return Text(
        f"{role.en}: nobody holds this role: name somebody in the campaign",
        f"{role_zh}：没有人担任此角色，请在活动文件中指定",
    )


def _source_line(source: Source, role: str, lang: Lang) -> str:
    """A source that another role has is asked of that role."""
    asked = role_words(source.supplier)
    of = Text("", "") if source.supplier == role else Text(f"; ask {asked.en}", f"；由{asked.zh}提供")
    unbound = Text(
        f"nothing bound yet: add `{source.name}` under evidence in the campaign",
        f"尚未绑定：请在活动文件的 evidence 下添加 `{source.name}`",
    )
    place = source.file or unbound.say(lang)
    return Text(
        f"{source.title.en} ({source.origin.en}{of.en}): {place}",
        f"{source.title.zh}（{source.origin.zh}{of.zh}）：{place}",
    ).say(lang)


def _outcome_lines(outcome: Outcome, wording: Wording) -> list[str]:
    status, severity = wording.say(f"status.{outcome.status}"), wording.say(f"severity.{outcome.severity}")
    comma = "，" if wording.lang == "zh" else ", "
    after = Text(" (after launch)", "（上线后）").say(wording.lang) if outcome.after_launch else ""
    return [
        f"- {wording.text(outcome.title)}  [{severity}{comma}{status}]{after}",
        f"  {wording.due(outcome)}  {outcome.check}",
        *(f"  {line}" for line in _what_is_wrong(outcome, wording)),
        f"  -> {wording.text(outcome.hint or outcome.remedy)}",
    ]


def _what_is_wrong(outcome: Outcome, wording: Wording) -> list[str]:
    """The findings, the gravest first, and how many more there are; where there are none, the message."""
    shown = [f"* {wording.text(finding.message)}" for finding in outcome.findings[:_FINDINGS_SHOWN]]
    hidden = max(outcome.findings_total, len(outcome.findings)) - len(shown)
    more = Text(f"* and {hidden} more", f"* 另有 {hidden} 条").say(wording.lang)
    return [*shown, *([more] if hidden else [])] or [wording.text(outcome.message)]


def _approvals(run: Run, wording: Wording) -> list[str]:
    """Loosenings that nobody has approved stay conditions, so they are somebody's to do as well."""
    loose = [one for one in run.loosened if one.approved_by is None]
    if not loose:
        return []
    title = Text("To be undone or approved (who may waive):", "需撤销或由有权豁免的人批准：").say(wording.lang)
    command_of = "readiness waive {} --loosening --as PERSON --reason WHY"
    return [
        "",
        title,
        *(
            line
            for one in loose
            for line in (f"  - {wording.text(one.message)}", f"    {command_of.format(one.subject)}")
        ),
    ]


def _roles(word: str, campaign: Campaign) -> frozenset[str]:
    from readiness.cli.todo_list import owner_words, roles_of

    roles = roles_of(word, campaign)
    if roles is None:
        raise UsageProblem(
            Text(f"--owner: no role or person is called {word!r}", f"--owner：没有名为“{word}”的角色或人员"),
            suggest(word, owner_words(campaign)),
        )
    return roles
