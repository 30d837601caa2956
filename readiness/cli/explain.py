"""`readiness explain`: all about one check, or the list of them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from readiness.cli import complete
from readiness.cli.arguments import DEFAULT_CAMPAIGN, AllowOutsideOption, LangOption
from readiness.cli.clock import read_clock
from readiness.cli.console import say, say_lines
from readiness.cli.language import choose_lang, speak
from readiness.cli.options import campaign_file, one_of
from readiness.cli.plan_template import matrix_words
from readiness.model.evidence import ColumnType
from readiness.model.text import Lang, Text
from readiness.model.vocabulary import role_words, traits_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from readiness.model.campaign import Campaign
    from readiness.model.check import Check
    from readiness.model.evidence import Contract
    from readiness.model.outcome import Outcome
    from readiness.model.run import Run
    from readiness.reporting.wording import Wording


@dataclass(frozen=True, slots=True)
class Subject:
    """The checks that can be explained; `campaign` is None where only the built-in checklists are known."""

    checks: Mapping[str, Check]
    contracts: Mapping[str, Contract]
    campaign: Campaign | None


def command(
    check: Annotated[
        str | None,
        typer.Argument(
            metavar="CHECK", autocompletion=complete.check_ids, help="A check's id; without it, all are listed."
        ),
    ] = None,
    *,
    campaign: Annotated[
        Path | None,
        typer.Option("--campaign", metavar="PATH", help="The campaign; default: that of the current folder, if any."),
    ] = None,
    allow_outside: AllowOutsideOption = None,
    lang: LangOption = None,
) -> None:
    """Tell all about a check: why it is asked, what it needs, by when, how to mend it.

    Without a campaign all that ships is explained: the built-in checklists and the packs.
    """
    speak(choose_lang(lang, (), os.environ))
    subject = _subject(campaign, tuple(allow_outside or ()))
    spoken = speak(choose_lang(lang, subject.campaign.languages if subject.campaign else (), os.environ))
    if check is None:
        for one in subject.checks.values():
            say(f"{one.id:<36}  {one.title.say(spoken)}")
        return
    one = subject.checks[one_of("CHECK", check, subject.checks)]
    say_lines(explanation(one, subject, read_clock(), spoken))


def _subject(path: Path | None, allow_outside: tuple[Path, ...]) -> Subject:
    """The campaign's checks, else those that ship. Raises InvalidInput, also for a named campaign that is not there."""
    from readiness.loading.campaign import load_campaign
    from readiness.loading.checklist import shipped_checklist
    from readiness.loading.shipped import BUILT_IN, shipped_checklists

    if path is not None or campaign_file(DEFAULT_CAMPAIGN).exists():
        campaign = load_campaign(campaign_file(path or DEFAULT_CAMPAIGN), read_clock(), allow_outside=allow_outside)
        return Subject({check.id: check for check in campaign.checks}, campaign.contracts, campaign)
    lists = [shipped_checklist(name) for name in dict.fromkeys((*BUILT_IN, *shipped_checklists()))]
    checks = {check.id: check for one in lists for check in one.checks}
    return Subject(checks, {contract.name: contract for one in lists for contract in one.contracts}, None)


def explanation(check: Check, subject: Subject, now: datetime, lang: Lang) -> list[str]:
    """The whole text about a check, a line each."""
    from readiness.reporting.messages import messages

    words = messages(lang)
    lines = [
        f"{check.id}  [{words(f'severity.{check.severity}')}, {words(f'phase.{check.phase}')}]",
        check.title.say(lang),
        "",
        *_part(Text("Why", "为什么"), check.why.say(lang), lang),
        *_part(Text("Due", "截止"), _due(check, subject.campaign, now, lang), lang),
        *_part(Text("Owner", "负责人"), _owner(check, subject.campaign).say(lang), lang),
        *_part(Text("Applies", "适用"), _applies(check, subject.campaign, lang), lang),
        *_part(Text("What to do", "处理办法"), check.remedy.say(lang), lang),
        *_part(Text("Source", "来源"), check.source.say(lang), lang),
        *_settings(check, lang),
    ]
    for name in check.probe.evidence:
        if name in subject.contracts:
            lines += _evidence(subject.contracts[name], subject.campaign, lang)
    if subject.campaign is not None:
        lines += _latest(check, subject.campaign, lang)
    return lines


def _part(title: Text, words: str, lang: Lang) -> list[str]:
    colon = "：" if lang == "zh" else ": "
    return [f"{title.say(lang)}{colon}{words}"]


def _due(check: Check, campaign: Campaign | None, now: datetime, lang: Lang) -> str:
    if campaign is None:
        return check.due.words
    from readiness.reporting.calendar import Calendar
    from readiness.reporting.messages import messages

    year = campaign.launch.astimezone(campaign.zone).year
    calendar = Calendar(campaign.zone, now, year, messages(lang))
    deadline = calendar.deadline(campaign.due(check))
    return Text(f"{deadline} ({check.due.words})", f"{deadline}（{check.due.words}）").say(lang)


def _owner(check: Check, campaign: Campaign | None) -> Text:
    people = campaign.people_in(check.owner) if campaign else ()
    named = [person.named for person in people]
    role = role_words(check.owner)
    if not named:
        return role
    return Text(f"{role.en} ({', '.join(named)})", f"{role.zh}（{'、'.join(named)}）")


def _applies(check: Check, campaign: Campaign | None, lang: Lang) -> str:
    from readiness.engine.selection import why_not_applicable

    if campaign is not None and (reason := why_not_applicable(check, campaign)) is not None:
        return Text(f"no. {reason.en}", f"否。{reason.zh}").say(lang)
    if not check.when:
        return Text("always", "始终适用").say(lang)
    traits = traits_words(check.when)
    return Text(f"with any of the traits {traits.en}", f"具有以下任一特征时：{traits.zh}").say(lang)


def _settings(check: Check, lang: Lang) -> list[str]:
    from readiness.probes.setting_words import say_setting

    title = Text(f"Decided by the probe {check.probe.kind}", f"由探针 {check.probe.kind} 判定").say(lang)
    settings = check.probe.settings_for_people().items()
    return ["", title, *(f"  {name}: {say_setting(value)}" for name, value in settings)]


def _evidence(contract: Contract, campaign: Campaign | None, lang: Lang) -> list[str]:
    about = Text(
        f"{contract.name}: {contract.title.en} (from {contract.source.en})",
        f"{contract.name}：{contract.title.zh}（来自 {contract.source.zh}）",
    )
    lines = ["", about.say(lang)]
    if campaign is not None:
        lines += _part(Text("  bound to", "  绑定"), _bound(contract.name, campaign, lang), lang)
    for column in contract.columns:
        need = Text("required", "必需") if column.required else Text("optional", "可选")
        known = Text(", ".join(column.aliases), "、".join(column.aliases))
        told = Text(
            f"  - {column.name} ({column.type}, {need.en}){': ' if known.en else ''}{known.en}",
            f"  - {column.name}（{_TYPES_ZH[column.type]}，{need.zh}）{'：' if known.zh else ''}{known.zh}",
        )
        lines.append(told.say(lang))
    if (matrix := matrix_words(contract)) is not None:
        lines.append(f"  {matrix.say(lang)}")
    return lines


def _bound(name: str, campaign: Campaign, lang: Lang) -> str:
    binding = campaign.bindings.get(name)
    if binding is None:
        return Text("nothing yet", "尚未绑定").say(lang)
    return f"{binding.file or binding.folder or binding.url} ({binding.location})"


def _latest(check: Check, campaign: Campaign, lang: Lang) -> list[str]:
    """What the newest record says of the check; nothing where there is no record."""
    from readiness.gate import RUNS_FOLDER
    from readiness.history.reading import read_run
    from readiness.history.store import RunStore
    from readiness.reporting.wording import Wording

    records = RunStore(campaign.folder / RUNS_FOLDER).list()
    if not records:
        return []
    run = read_run(records[-1])
    outcome = next((one for one in run.outcomes if one.check == check.id), None)
    if outcome is None:
        return []
    return ["", *_outcome_lines(outcome, run, Wording(run, lang), records[-1])]


def _outcome_lines(outcome: Outcome, run: Run, wording: Wording, record: Path) -> list[str]:
    when = wording.calendar.start(run.at)
    about = Text(
        "; ".join(filter(None, (wording.scope(run), record.name))),
        "；".join(filter(None, (wording.scope(run), record.name))),
    )
    title = Text(f"Latest run, {when} ({about.en})", f"最近一次运行，{when}（{about.zh}）").say(wording.lang)
    status = wording.say(f"status.{outcome.status}")
    findings = [f"  - {wording.text(finding.message)}" for finding in outcome.findings]
    hidden = max(0, outcome.findings_total - len(findings))
    more = [Text(f"  and {hidden} more", f"  另有 {hidden} 条").say(wording.lang)] if hidden else []
    colon = "：" if wording.lang == "zh" else ": "
    return [title, f"  {status}{colon}{wording.text(outcome.message)}", *findings, *more]


_TYPES_ZH = {
    ColumnType.TEXT: "文字",
    ColumnType.CHOICE: "选项",
    ColumnType.RATIO: "比例",
    ColumnType.DECIMAL: "数字",
    ColumnType.INTEGER: "整数",
    ColumnType.DATE: "日期",
    ColumnType.INSTANT: "日期和时间",
    ColumnType.BOOLEAN: "是/否",
}
