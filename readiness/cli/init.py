"""`readiness init`: a new campaign, asked for or given by options."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from readiness.cli.arguments import LangOption
from readiness.cli.asking import ask, ask_which, ask_yes_no
from readiness.cli.console import is_terminal
from readiness.cli.errors import UsageProblem
from readiness.cli.language import choose_lang, speak
from readiness.cli.options import campaign_file, one_of
from readiness.loading.naming import nearest
from readiness.model.text import Lang, Text
from readiness.model.trait_words import grouped, question

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from readiness.cli.init_basis import Basis
    from readiness.cli.plan import Plan

_CHINA = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Answers:
    """What was given by options; None and absent traits are asked for, or take their defaults."""

    folder: Path
    title: str | None
    launch: str | None
    end: str | None
    zone: str | None
    traits: Mapping[str, bool]


def command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The campaign's id, and the folder to make.")],
    *,
    title: Annotated[
        str | None, typer.Option("--title", metavar="TEXT", help="The campaign's name in reports; default: its id.")
    ] = None,
    launch: Annotated[
        str | None, typer.Option("--launch", metavar="INSTANT", help="Launch, such as 2026-06-18T00:00:00+08:00.")
    ] = None,
    end: Annotated[
        str | None, typer.Option("--end", metavar="INSTANT", help="End; default: three days after the launch.")
    ] = None,
    timezone: Annotated[
        str | None, typer.Option("--timezone", metavar="ZONE", help="IANA time zone, such as Asia/Shanghai.")
    ] = None,
    trait: Annotated[
        list[str] | None,
        typer.Option("--trait", metavar="TRAIT=yes|no", help="Whether the campaign has a trait; repeatable."),
    ] = None,
    checklist: Annotated[
        list[str] | None,
        typer.Option("--checklist", metavar="NAME", help="A pack that is added, such as crm or channel; repeatable."),
    ] = None,
    earlier: Annotated[
        Path | None,
        typer.Option(
            "--from", metavar="CAMPAIGN", help="Begin from an earlier campaign: its file, or the folder that holds it."
        ),
    ] = None,
    workbook: Annotated[
        bool, typer.Option("--workbook", help="One Excel workbook, campaign.xlsx, instead of YAML and templates.")
    ] = False,
    starter: Annotated[
        bool,
        typer.Option("--starter", help="The starter selection: the dozen checks to begin with; the verdict says so."),
    ] = False,
    lang: LangOption = None,
) -> None:
    """Make a folder with campaign.yaml and templates of the evidence, or with one Excel workbook.

    On a terminal, what no option says is asked. Elsewhere --launch is needed, and a trait that is not given is taken
    as yes, so that no check is lost. Nothing is overwritten. --from takes over people, traits, checklists, settings and
    the places of files, and no approval.
    """
    from readiness.cli.clock import read_clock
    from readiness.cli.init_basis import as_starter, built_in, from_earlier
    from readiness.cli.init_files import documents_of, tell_next_steps
    from readiness.cli.writing import write_new

    spoken = speak(choose_lang(lang, (), os.environ))
    folder = Path(name)
    _refuse_bad_name(folder)
    _refuse_packs_of_an_earlier(checklist or (), earlier)
    basis = (
        built_in(checklist or ())
        if earlier is None
        else from_earlier(campaign_file(earlier), read_clock(), workbook=workbook)
    )
    if starter:
        basis = as_starter(basis)
    answers = Answers(folder, title, launch, end, timezone or basis.zone, _given_traits(trait or (), basis.asked))
    if is_terminal(sys.stdin):
        answers, basis = _ask(answers, basis)
    plan = make_plan(answers, basis, spoken)
    documents = documents_of(plan, folder, basis, workbook=workbook)
    for document in documents:
        write_new(document)
    tell_next_steps(plan, documents, folder, basis, workbook=workbook)
    raise typer.Exit


def make_plan(answers: Answers, basis: Basis, lang: Lang) -> Plan:
    """The plan of a campaign, with the defaults of what is not answered. Raises UsageProblem."""
    from readiness.cli.plan import Plan

    if answers.launch is None:
        raise UsageProblem(_LAUNCH_MISSING, _HOW_TO_LAUNCH)
    zone = _zone(answers.zone) if answers.zone else None
    launch = _instant("--launch", answers.launch, zone)
    zone = zone or _zone_of(answers.launch)
    end = _instant("--end", answers.end, zone) if answers.end else launch + basis.length
    if end <= launch:
        raise _not_after(str(answers.end), _HOW_TO_LAUNCH)
    held = {trait: answers.traits.get(trait, basis.traits.get(trait, True)) for trait in basis.asked}
    applying = tuple(check for check in basis.meant if not check.when or any(held[trait] for trait in check.when))
    named = {name for check in applying for name in check.probe.evidence}
    return Plan(
        id=answers.folder.name,
        title=(answers.title or "").strip() or answers.folder.name,
        launch=launch,
        end=end,
        zone=zone,
        traits=held,
        checklists=basis.checklists,
        checks=applying,
        contracts=tuple(one for name, one in basis.contracts.items() if name in named),
        lang=lang,
        people=basis.people,
        moments=basis.moments,
        languages=basis.languages,
        starter=basis.starter,
        earlier=basis.earlier,
    )


def _refuse_packs_of_an_earlier(packs: Iterable[str], earlier: Path | None) -> None:
    """An earlier campaign has its checklists already."""
    if earlier is not None and tuple(packs):
        raise UsageProblem(
            Text("--checklist can't be combined with --from", "--checklist 不能与 --from 同时使用"),
            Text("Add the pack to `checklists` of the new campaign", "请在新活动的 checklists 中加上该清单"),
        )


def _given_traits(values: Iterable[str], known: Iterable[str]) -> dict[str, bool]:
    """`online=yes`; raises UsageProblem."""
    from readiness.probes.fields import parse_yes_no

    given: dict[str, bool] = {}
    for value in values:
        name, _, answer = value.partition("=")
        one_of("--trait", name, known)
        try:
            given[name] = parse_yes_no(answer)
        except ValueError:
            raise UsageProblem(
                Text(
                    f"--trait {value}: {answer!r} is neither yes nor no", f"--trait {value}：“{answer}”不是 yes 或 no"
                ),
                Text(f"Write --trait {name}=yes or --trait {name}=no", f"请写 --trait {name}=yes 或 --trait {name}=no"),
            ) from None
    return given


def _ask(answers: Answers, basis: Basis) -> tuple[Answers, Basis]:
    """Ask on the terminal for what no option says; an answer that can't be used is asked for again. How much is asked
    of the campaign decides about which of its traits anything has to be known."""
    from readiness.cli.init_basis import as_starter

    try:
        title = answers.title or ask(_ASK_TITLE, str, answers.folder.name)
        zone = _zone(answers.zone) if answers.zone else ask(_ASK_ZONE, _zone, _CHINA.key)
        launch = answers.launch or ask(_ASK_LAUNCH, lambda words: _asked_instant(words, zone))
        end = answers.end or ask(_ask_end(basis), lambda words: _asked_end(words, launch, zone))
        if basis.earlier is None and not basis.starter:
            starter = ask_yes_no(_ASK_STARTER, default=False)
            basis = as_starter(basis) if starter else _with_packs(basis)
        given = dict(_held(basis, answers.traits))
    except typer.Abort:
        # typer makes one of Ctrl-C and of an input that ends; both are a person who leaves.
        raise KeyboardInterrupt from None
    return Answers(answers.folder, title, launch, end or None, zone.key, given), basis


def _with_packs(basis: Basis) -> Basis:
    """The basis with the packs that the person wants, who may not know of them; asked where no option names any."""
    from readiness.cli.init_basis import PACKS, built_in
    from readiness.loading.shipped import BUILT_IN

    if set(basis.checklists) != set(BUILT_IN):
        return basis
    chosen = [name for name, question in PACKS.items() if ask_yes_no(question, default=False)]
    return built_in(chosen) if chosen else basis


def _held(basis: Basis, given: Mapping[str, bool]) -> Iterator[tuple[str, bool]]:
    """What no option and no earlier campaign answers is asked, a question a group."""
    known = {**basis.traits, **given}
    decide = {trait for check in basis.meant for trait in check.when}
    yield from ((trait, known[trait]) for trait in basis.asked if trait in known)
    for title, traits in grouped(trait for trait in basis.asked if trait in decide and trait not in known):
        questions = [question(trait) for trait in traits]
        holds = (ask_yes_no(questions[0]),) if len(questions) == 1 else ask_which(title, questions)
        yield from zip(traits, holds, strict=True)


def _asked_instant(words: str, zone: ZoneInfo) -> str:
    """The words, where they are an instant. Raises UsageProblem, which names no option: nobody wrote one."""
    from readiness.evidence.cells import CellError, parse_instant

    try:
        parse_instant(words, zone)
    except CellError as error:
        raise UsageProblem(error.text) from None
    return words


def _asked_end(words: str, launch: str, zone: ZoneInfo) -> str:
    if words and _instant("--end", _asked_instant(words, zone), zone) <= _instant("--launch", launch, zone):
        raise _not_after(words, None)
    return words


def _not_after(end: str, hint: Text | None) -> UsageProblem:
    return UsageProblem(Text(f"The end, {end}, is not after the launch", f"结束时间 {end} 不晚于上线时间"), hint)


def _instant(option: str, words: str, zone: ZoneInfo | None) -> datetime:
    """An instant; without an offset it is meant in the zone, where one is known. Raises UsageProblem."""
    from readiness.evidence.cells import CellError, parse_instant

    try:
        return parse_instant(words, zone)
    except CellError as error:
        raise UsageProblem(Text(f"{option}: {error.text.en}", f"{option}：{error.text.zh}"), _HOW_TO_LAUNCH) from None


def _zone(name: str) -> ZoneInfo:
    from zoneinfo import available_timezones

    known = available_timezones()
    if name not in known:
        near = nearest(name, known)
        raise UsageProblem(
            Text(f"There is no time zone {name!r}", f"没有“{name}”这个时区"),
            Text(f"Did you mean {near}?", f"是否想写 {near}？") if near else _HOW_TO_ZONE,
        )
    return ZoneInfo(name)


def _zone_of(launch: str) -> ZoneInfo:
    """China's zone where the launch was written with its offset, else UTC: an offset alone names no zone."""
    return _CHINA if launch.strip().endswith(("+08:00", "+0800", "+08")) else ZoneInfo("UTC")


def _refuse_bad_name(folder: Path) -> None:
    import re

    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", folder.name):
        raise UsageProblem(
            Text(f"{folder.name!r} can't be a campaign's id", f"“{folder.name}”不能作为活动编号"),
            Text("Use letters, digits and . _ -, such as 2026-618", "请用字母、数字和 . _ -，例如 2026-618"),
        )


_LAUNCH_MISSING = Text("--launch is missing: when is the launch?", "缺少 --launch：活动何时上线？")
_HOW_TO_LAUNCH = Text(
    "Write date, time and offset, such as --launch 2026-06-18T00:00:00+08:00 --end 2026-06-20T23:59:59+08:00",
    "请写日期、时间和时区偏移，例如 --launch 2026-06-18T00:00:00+08:00 --end 2026-06-20T23:59:59+08:00",
)
_HOW_TO_ZONE = Text("Write region and city, such as Asia/Shanghai", "请写“地区/城市”，例如 Asia/Shanghai（北京时间）")
_ASK_TITLE = Text("The campaign's name, as people say it", "活动名称")
_ASK_STARTER = Text(
    "Begin with the few most important checks only? The verdict will say what was not asked",
    "是否只从最重要的几项检查开始？结论会注明有多少项未检查",
)
_ASK_ZONE = Text("Time zone", "时区")
_ASK_LAUNCH = Text("Launch, such as 2026-06-18T00:00", "上线时间，例如 2026-06-18T00:00")


def _ask_end(basis: Basis) -> Text:
    if basis.earlier is None:
        return Text("End (empty: three days after the launch)", "结束时间（留空：上线后三天）")
    return Text(f"End (empty: as long as {basis.earlier.id})", f"结束时间（留空：时长与 {basis.earlier.id} 相同）")
