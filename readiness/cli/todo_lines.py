"""The to-do list as lines: the whole list for a terminal, and a message for each person to paste into a chat."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.cli.todo_list import Duties, Supply
from readiness.model.outcome import Outcome
from readiness.model.places import place_words
from readiness.model.run import Run
from readiness.model.text import Lang, Text
from readiness.model.vocabulary import roles_words
from readiness.reporting.wording import Wording

_FINDINGS_SHOWN = 5


def list_lines(run: Run, listed: tuple[Duties, ...], wording: Wording) -> Iterator[str]:
    """The heading, then person by person."""
    yield _heading(run, listed, wording)
    for one in listed:
        yield ""
        yield _who(one).say(wording.lang)
        if one.supplies:
            yield Text("  To supply:", "  需要提供：").say(wording.lang)
            for supply in one.supplies:
                yield from (f"  {line}" for line in _supply_lines(supply, wording))
        if one.fixes:
            yield Text("  To fix:", "  需要处理：").say(wording.lang)
            for outcome in one.fixes:
                yield from (f"  {line}" for line in _outcome_lines(outcome, wording))


def chat_lines(run: Run, listed: tuple[Duties, ...], wording: Wording) -> Iterator[str]:
    """A message for each person, plain and short, with a line between two of them."""
    for place, one in enumerate(listed):
        if place:
            yield ""
        yield _greeting(run, one, wording)
        items = [*(_asked(supply, wording) for supply in one.supplies), *(_open(o, wording) for o in one.fixes)]
        yield from (f"{number}. {item}" for number, item in enumerate(items, 1))


def approval_lines(run: Run, wording: Wording) -> Iterator[str]:
    """Loosenings that nobody has approved stay conditions, so they are somebody's to do as well."""
    loose = [one for one in run.loosened if one.approved_by is None]
    if not loose:
        return
    yield ""
    yield Text("To be undone or approved (who may waive):", "需撤销或由有权豁免的人批准：").say(wording.lang)
    for one in loose:
        yield f"  - {wording.text(one.message)}"
        yield f"    readiness waive {one.subject} --loosening --as PERSON --reason WHY"


def _heading(run: Run, listed: tuple[Duties, ...], wording: Wording) -> str:
    count = sum(one.count for one in listed)
    name = wording.text(run.campaign.name)
    verdict = wording.verdict(run.decision.answer, wording.scope(run))
    things = Text(f"{count} thing{'' if count == 1 else 's'} to do", f"共 {count} 项待办").say(wording.lang)
    colon, comma = ("：", "；") if wording.lang == "zh" else (": ", "; ")
    return f"{name}{colon}{things}{comma}{verdict}"


def _who(duties: Duties) -> Text:
    """The people with their roles. The Chinese line keeps the roles' ids, which files and commands are written with."""
    roles = roles_words(duties.roles)
    ids = ", ".join(duties.roles)
    roles_zh = roles.zh if roles.zh == ids else f"{roles.zh} {ids}"
    if duties.people:
        return Text(f"{', '.join(duties.people)} ({roles.en})", f"{'、'.join(duties.people)}（{roles_zh}）")
    return Text(
        f"{roles.en}: nobody holds this role: name somebody in the campaign",
        f"{roles_zh}：没有人担任此角色，请在活动文件中指定",
    )


def _supply_lines(supply: Supply, wording: Wording) -> Iterator[str]:
    title, source, lang = supply.contract.title, supply.contract.source, wording.lang
    yield Text(f"- {title.en} ({source.en})", f"- {title.zh}（{source.zh}）").say(lang)
    yield f"  {_where(supply).say(lang)}"
    yield f"  {wording.calendar.deadline(supply.due)}"
    checks = "、".join if lang == "zh" else ", ".join
    yield Text("  for: ", "  用于：").say(lang) + checks(outcome.check for outcome in supply.checks)


def _where(supply: Supply) -> Text:
    if supply.place:
        return Text(f"put it at {supply.place}", f"请放到 {supply.place}")
    return supply.how


def _outcome_lines(outcome: Outcome, wording: Wording) -> list[str]:
    status, severity = wording.say(f"status.{outcome.status}"), wording.say(f"severity.{outcome.severity}")
    comma = "，" if wording.lang == "zh" else ", "
    return [
        f"- {wording.text(outcome.title)}  [{severity}{comma}{status}]{_after_launch(outcome, wording.lang)}",
        f"  {wording.due(outcome)}  {outcome.check}",
        *(f"  {line}" for line in _files(outcome, wording)),
        *(f"  {line}" for line in _what_is_wrong(outcome, wording)),
        f"  -> {wording.text(outcome.hint or outcome.remedy)}",
    ]


def _files(outcome: Outcome, wording: Wording) -> Iterator[str]:
    """What the check was read from, as its owner knows it."""
    sources = dict.fromkeys(wording.text(place_words(use.source)) for use in outcome.evidence)
    if sources:
        names = Text(", ".join(sources), "、".join(sources))
        yield Text(f"in: {names.en}", f"所在文件：{names.zh}").say(wording.lang)


def _after_launch(outcome: Outcome, lang: Lang) -> str:
    return Text(" (after launch)", "（上线后）").say(lang) if outcome.after_launch else ""


def _what_is_wrong(outcome: Outcome, wording: Wording) -> list[str]:
    """The findings, the gravest first, and how many more there are; where there are none, the message."""
    shown = [f"* {wording.text(finding.message)}" for finding in outcome.findings[:_FINDINGS_SHOWN]]
    hidden = max(outcome.findings_total, len(outcome.findings)) - len(shown)
    more = Text(f"* and {hidden} more", f"* 另有 {hidden} 条").say(wording.lang)
    return [*shown, *([more] if hidden else [])] or [wording.text(outcome.message)]


def _greeting(run: Run, duties: Duties, wording: Wording) -> str:
    names = [person.partition(" <")[0] for person in duties.people]
    who = Text(", ".join(names), "、".join(names)) if names else roles_words(duties.roles)
    name, count = run.campaign.name, duties.count
    start, left = wording.calendar.start(run.campaign.launch), wording.calendar.countdown(run.campaign.launch)
    things = f"{count} thing{'' if count == 1 else 's'}"
    return Text(
        f"@{who.en} {name.en} (launch {start}, {left}) needs {things} of you:",
        f"@{who.zh} {name.zh}（{start} 上线，{left}）需要您完成 {count} 项：",
    ).say(wording.lang)


def _asked(supply: Supply, wording: Wording) -> str:
    title, due = supply.contract.title, wording.calendar.deadline(supply.due)
    where = Text(f" to {supply.place}", f"，放到 {supply.place}") if supply.place else Text("", "")
    return Text(f"Supply {title.en}{where.en}: {due}", f"提供“{title.zh}”{where.zh}：{due}").say(wording.lang)


def _open(outcome: Outcome, wording: Wording) -> str:
    wrong = _what_is_wrong(outcome, wording)[0].removeprefix("* ")
    more = max(outcome.findings_total, len(outcome.findings)) - 1
    rest = Text(f" (and {more} more)", f"（另有 {more} 条）").say(wording.lang) if more > 0 else ""
    title, due = wording.text(outcome.title), wording.due(outcome)
    todo = wording.text(outcome.hint or outcome.remedy)
    return Text(f"{title} ({due}): {wrong}{rest}. {todo}", f"{title}（{due}）：{wrong}{rest}。{todo}").say(wording.lang)
