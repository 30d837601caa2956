"""The sheets of a workbook that every campaign fills in: the campaign, its people, the list of evidence, changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from readiness.cli.plan import Plan
from readiness.cli.workbook_cover import CHECKS_START
from readiness.cli.workbook_plan import Needed, Needs
from readiness.cli.workbook_styles import AS_TEXT, INSTANT, Style, below, choose, choose_from, lay_out
from readiness.loading.forms import DEFAULT_MOMENTS
from readiness.loading.workbook_values import tell_moment
from readiness.loading.workbook_words import (
    CHECKLISTS,
    EVIDENCE,
    HEAD,
    ITEM,
    LANGUAGES,
    MOMENT,
    NO,
    NOT_APPLICABLE,
    NOTE,
    PEOPLE,
    SELECTIONS,
    SETTINGS,
    VALUE,
    YES,
    Label,
)
from readiness.model import workbook
from readiness.model.evidence import Sort
from readiness.model.moments import Moment
from readiness.model.text import Lang, Text
from readiness.model.trait_words import question
from readiness.model.vocabulary import role_words
from readiness.model.workbook import SHEETS

HEADER_ROW = 4
_SPARE = 12
_ZONES = ("Asia/Shanghai", "Asia/Hong_Kong", "Asia/Tokyo", "Europe/London", "Europe/Berlin", "UTC")
_NEEDED = frozenset({"title", "role", "name", "check", "reason", "by", "setting", "value"})
_IN_SORT: dict[Sort, frozenset[str]] = {
    Sort.TABLE: frozenset({"file", "sheet", "as_at", "zone", "author"}),
    Sort.DOCUMENT: frozenset({"file", "as_at", "zone", "author"}),
    Sort.URL: frozenset({"url"}),
}


def write_campaign(sheet: Worksheet, plan: Plan, style: Style) -> None:
    """An item, its value and what to write, a line each; then the traits as questions."""
    lang = plan.lang
    open_form(sheet, workbook.CAMPAIGN, _ABOUT_CAMPAIGN, style, lang)
    for column, words in enumerate((ITEM, VALUE, NOTE), 1):
        style.header(sheet.cell(HEADER_ROW, column), words.say(lang), needed=column < 3)  # noqa: PLR2004
    row = HEADER_ROW
    for label, value in _head(plan):
        row += 1
        _write_item(sheet, row, (label.title.say(lang), value, label.note.say(lang) if label.note else ""), style)
        _offer(sheet, f"B{row}", label.key, lang)
    row += 2
    style.put(sheet.cell(row, 1), _TRAITS.say(lang), size=12, bold=True)
    for trait, holds in plan.traits.items():
        row += 1
        _write_item(sheet, row, (question(trait).say(lang), (YES if holds else NO).say(lang), ""), style)
        choose(sheet, f"B{row}", (YES.say(lang), NO.say(lang)), strict=True)
    lay_out(sheet, (58, 40, 66), header=HEADER_ROW, grid=False)
    sheet.sheet_properties.tabColor = "2F5D8A"


def _write_item(sheet: Worksheet, row: int, said: tuple[str, Any, str], style: Style) -> None:
    item, value, note = said
    style.put(sheet.cell(row, 1), item)
    style.open(style.put(sheet.cell(row, 2), value), INSTANT if isinstance(value, datetime) else AS_TEXT)
    style.quiet(sheet.cell(row, 3), note)


def _head(plan: Plan) -> Iterator[tuple[Label, Any]]:
    comma = "、" if plan.lang == "zh" else ", "
    values: dict[str, Any] = {
        "id": plan.id,
        f"name.{plan.lang}": plan.title,
        "launch": local(plan.launch, plan),
        "end": local(plan.end, plan),
        "timezone": plan.zone.key,
        "languages": comma.join(LANGUAGES[one].say(plan.lang) for one in plan.spoken),
        "selection": SELECTIONS["starter" if plan.starter else "all"].say(plan.lang),
        "checklists": comma.join(
            CHECKLISTS[name].say(plan.lang) if name in CHECKLISTS else name for name in plan.checklists
        ),
    }
    own = {name: one for name, one in plan.moments.items() if one != DEFAULT_MOMENTS.get(name)}
    for label in HEAD:
        name = label.key.removeprefix("moments.")
        value = _say_moment(own.pop(name), plan) if label.key != name and name in own else values.get(label.key)
        yield label, value
        if label.key == "moments.freeze":
            colon = "：" if plan.lang == "zh" else ": "
            for name, moment in own.items():
                title = Text.same(f"{MOMENT.say(plan.lang)}{colon}{name}")
                yield Label(name, title), _say_moment(moment, plan)


def local(instant: datetime, plan: Plan) -> datetime | str:
    """The wall clock's time as Excel holds it; what it can't hold exactly is written with its offset."""
    here = instant.astimezone(plan.zone)
    once = here.replace(fold=0).utcoffset() == here.replace(fold=1).utcoffset()
    return here.replace(tzinfo=None) if once and not here.microsecond else here.isoformat()


def _say_moment(moment: Moment, plan: Plan) -> Any:
    return tell_moment(moment, plan.lang) if moment.instant is None else local(moment.instant, plan)


def _offer(sheet: Worksheet, where: str, key: str, lang: Lang) -> None:
    match key:
        case "selection":
            choose(sheet, where, [words.say(lang) for words in SELECTIONS.values()], strict=True)
        case "languages":
            zh, en = (LANGUAGES[one].say(lang) for one in ("zh", "en"))
            pair = ("{}、{}" if lang == "zh" else "{} and {}").format
            choose(sheet, where, [pair(zh, en), pair(en, zh), zh, en])
        case "timezone":
            choose(sheet, where, _ZONES)
        case _:
            return


def write_people(sheet: Worksheet, plan: Plan, style: Style) -> None:
    """A row for each role that the checks need, with whoever is known to hold it."""
    lang = plan.lang
    open_form(sheet, workbook.PEOPLE, _ABOUT_PEOPLE, style, lang)
    write_header(sheet, PEOPLE, style, lang)
    held = {role for person in plan.people for role in person.roles}
    row = HEADER_ROW
    for role in dict.fromkeys([*plan.roles, *sorted(held)]):
        words = role_words(role)
        said = f"{words.zh}（{role}）" if lang == "zh" and words.zh != role else role
        known = [(one.name, one.contact, one.id) for one in plan.people if role in one.roles]
        for person in known or [("", "", "")]:
            row += 1
            write_row(sheet, row, (said, *person, ""), style)
    spare_rows(sheet, row, len(PEOPLE), style)
    lay_out(sheet, (34, 22, 36, 22, 30), header=HEADER_ROW)
    sheet.sheet_properties.tabColor = "2F5D8A"


def write_evidence(sheet: Worksheet, needs: Needs, style: Style) -> None:
    """A row for each evidence that applies; grey cells have no meaning for it."""
    plan, lang = needs.plan, needs.plan.lang
    open_form(sheet, workbook.EVIDENCE, _about_evidence(plan), style, lang)
    write_header(sheet, EVIDENCE, style, lang)
    bindings = plan.earlier.bindings if plan.earlier else {}
    row = HEADER_ROW
    for one in needs.all:
        row += 1
        _write_evidence_row(sheet, row, one, needs, style, bindings.get(one.contract.name, {}))
    spare_rows(sheet, row, len(EVIDENCE), style)
    keys = [label.key for label in EVIDENCE]
    choose(sheet, below(keys.index("zone") + 1, HEADER_ROW), list(dict.fromkeys([plan.zone.key, "UTC", "local"])))
    for key in ("as_at",):
        column = keys.index(key) + 1
        for number in range(HEADER_ROW + 1, row + _SPARE + 1):
            sheet.cell(number, column).number_format = INSTANT
    lay_out(sheet, (56, 28, 26, 14, 18, 15, 14, 24, 18, 16), header=HEADER_ROW)
    sheet.sheet_properties.tabColor = "2F5D8A"


def _write_evidence_row(
    sheet: Worksheet, row: int, one: Needed, needs: Needs, style: Style, known: Mapping[str, Any]
) -> None:
    lang, contract = needs.plan.lang, one.contract
    asked = _IN_SORT[contract.sort]
    for column, label in enumerate(EVIDENCE, 1):
        cell = sheet.cell(row, column)
        match label.key:
            case "title":
                style.link(cell, contract.title.say(lang), one.sheet or SHEETS[workbook.EVIDENCE].say(lang))
            case "how":
                style.quiet(cell, needs.how(one).say(lang))
            case "id":
                style.quiet(cell, contract.name)
            case "notes":
                style.open(cell)
            case key if key in asked:
                style.open(style.put(cell, _known(known, key)), AS_TEXT)
            case _:
                style.closed(cell)


def _known(binding: Mapping[str, Any], key: str) -> str | None:
    value = binding.get("folder", binding.get(key)) if key == "file" else binding.get(key)
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value


def write_not_applicable(sheet: Worksheet, needs: Needs, style: Style) -> None:
    plan, lang = needs.plan, needs.plan.lang
    open_form(sheet, workbook.NOT_APPLICABLE, _ABOUT_NOT_APPLICABLE, style, lang)
    write_header(sheet, NOT_APPLICABLE, style, lang)
    row = HEADER_ROW
    declared = plan.earlier.not_applicable if plan.earlier else {}
    for check, said in declared.items():
        row += 1
        write_row(sheet, row, (check, said.get("reason", ""), said.get("by", ""), _taken_over(plan)), style)
    spare_rows(sheet, row, len(NOT_APPLICABLE), style)
    _offer_checks(sheet, plan)
    lay_out(sheet, (70, 50, 22, 30), header=HEADER_ROW)


def write_settings(sheet: Worksheet, needs: Needs, style: Style) -> None:
    plan, lang = needs.plan, needs.plan.lang
    open_form(sheet, workbook.SETTINGS, _ABOUT_SETTINGS, style, lang)
    write_header(sheet, SETTINGS, style, lang)
    row = HEADER_ROW
    changed = plan.earlier.settings if plan.earlier else {}
    for check, tree in changed.items():
        for path, value in leaves(tree):
            row += 1
            write_row(sheet, row, (check, ".".join(path), _say_value(value), _taken_over(plan)), style)
    spare_rows(sheet, row, len(SETTINGS), style)
    _offer_checks(sheet, plan)
    lay_out(sheet, (70, 34, 30, 30), header=HEADER_ROW)


def leaves(tree: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Each value of a tree of settings with the keys that lead to it."""
    if isinstance(tree, Mapping):
        for key, below_it in tree.items():
            yield from leaves(below_it, (*path, str(key)))
    else:
        yield path, tree


def _say_value(value: Any) -> str:
    return f"[{', '.join(map(str, value))}]" if isinstance(value, list | tuple) else str(value)


def _taken_over(plan: Plan) -> str:
    earlier = plan.earlier.id if plan.earlier else ""
    return Text(f"taken over from {earlier}: check it", f"沿用自 {earlier}，请核对").say(plan.lang)


def _offer_checks(sheet: Worksheet, plan: Plan) -> None:
    checks = SHEETS[workbook.CHECKS].say(plan.lang)
    choose_from(sheet, below(1, HEADER_ROW), checks, 1, CHECKS_START, CHECKS_START + max(len(plan.checks), 1) - 1)


def open_form(sheet: Worksheet, form: str, about: Text, style: Style, lang: Lang) -> None:
    style.title(sheet.cell(1, 1), SHEETS[form].say(lang))
    sheet.row_dimensions[1].height = 26
    style.quiet(sheet.cell(2, 1), about.say(lang))


def write_header(sheet: Worksheet, labels: Sequence[Label], style: Style, lang: Lang) -> None:
    for column, label in enumerate(labels, 1):
        style.header(sheet.cell(HEADER_ROW, column), label.title.say(lang), needed=label.key in _NEEDED)
    sheet.row_dimensions[HEADER_ROW].height = 24


def write_row(sheet: Worksheet, row: int, said: Sequence[str], style: Style) -> None:
    for column, words in enumerate(said, 1):
        style.open(style.put(sheet.cell(row, column), words or None), AS_TEXT)


def spare_rows(sheet: Worksheet, last: int, columns: int, style: Style) -> None:
    """Some open rows below what is there."""
    for row in range(last + 1, last + 1 + _SPARE):
        for column in range(1, columns + 1):
            style.open(sheet.cell(row, column), AS_TEXT)


def _about_evidence(plan: Plan) -> Text:
    zone = plan.zone.key
    return Text(
        f"A file in evidence/: its name, and when it was exported (times are read in {zone}). A table filled in its "
        "own sheet needs no file.",
        f"文件放在 evidence 文件夹：写文件名和导出时间（按 {zone} 时区）。表格直接填在自己的工作表时，不用写文件。",
    )


_TRAITS = Text("What the campaign has (it decides which checks apply)", "活动特征（决定适用哪些检查项）")
_ABOUT_CAMPAIGN = Text(
    "Fill in the second column; what a line means stands beside it.", "请填写第二列，各项含义见右侧说明。"
)
_ABOUT_PEOPLE = Text(
    "Name who holds each role. One person may stand in several rows, with the same name and contact.",
    "填写每个角色由谁担任。一人可以担任多个角色，各行写相同的姓名和联系方式即可。",
)
_ABOUT_NOT_APPLICABLE = Text(
    "Checks that do not concern this campaign. Each stays a condition until somebody else approves it.",
    "与本活动无关的检查项。每一项在他人批准之前都会列为条件。",
)
_ABOUT_SETTINGS = Text(
    "Limits and dues that this campaign changes. What asks less stays a condition until it is approved.",
    "本活动要调整的要求或截止时间。放宽的调整在批准之前会列为条件。",
)
