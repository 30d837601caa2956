"""The files of a new campaign: `campaign.yaml` with a comment on everything, and tables to fill in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from readiness.cli.plan import EVIDENCE_FOLDER, Plan
from readiness.cli.plan_changes import changes, flow, quoted
from readiness.model.check import Check
from readiness.model.evidence import Column, Contract, Sort
from readiness.model.text import Lang, Text
from readiness.model.trait_words import question

TEMPLATE_FOLDER = f"{EVIDENCE_FOLDER}/templates"


def campaign_yaml(plan: Plan) -> str:
    """The campaign file, in the plan's language. It is valid as it stands."""
    parts = (_head(plan), _checklists(plan), _people(plan), _evidence(plan), changes(plan))
    return "\n".join("\n".join(_said(part, plan.lang)) for part in parts)


def _said(lines: Iterable[Text | str], lang: Lang) -> Iterator[str]:
    return (line if isinstance(line, str) else line.say(lang) for line in lines)


def _head(plan: Plan) -> Iterator[Text | str]:
    yield Text("# What is to be launched.", "# 要上线的活动。")
    yield "campaign:"
    yield f"  id: {quoted(plan.id)}"
    yield Text("  # The name as people say it, in both languages.", "  # 活动名称，中英文各写一个。")
    yield f"  name: {{en: {quoted(plan.title)}, zh: {quoted(plan.title)}}}"
    yield Text("  # Launch and end, each with its time zone offset.", "  # 上线和结束时间，必须带时区偏移。")
    yield f"  launch: {plan.launch.astimezone(plan.zone).isoformat()}"
    yield f"  end: {plan.end.astimezone(plan.zone).isoformat()}"
    yield f"  timezone: {plan.zone.key}"
    yield Text(
        "  # Other moments; a due time may name them. Announced before the launch? Add warm-up with its instant.",
        "  # 其他时刻，截止时间可以引用。若有预热，请加上 warm-up 及其时间。",
    )
    if plan.moments:
        yield f"  moments: {flow({name: moment.words for name, moment in plan.moments.items()})}"
    yield Text(
        "  # The release that tests and deploys must name; remove the # and write yours.",
        "  # 测试和部署必须对应的版本；去掉 # 并填写。",
    )
    yield "  # release: shop-web-1.0.0"
    yield f"  languages: [{', '.join(plan.spoken)}]"
    yield Text(
        "  # What the campaign has: yes or no. It decides which checks apply.",
        "  # 活动的特征，填 yes 或 no；决定适用哪些检查项。",
    )
    if plan.traits:
        yield "  traits:"
    for trait, holds in plan.traits.items():
        words = question(trait)
        yield Text(f"    # {words.en}", f"    # {words.zh}")
        yield f"    {trait}: {'yes' if holds else 'no'}"
    yield ""


def _checklists(plan: Plan) -> Iterator[Text | str]:
    yield Text(
        "# The checklists; add your own by its path, such as ./our-own.yaml.",
        "# 采用的检查清单；自有清单写路径，例如 ./our-own.yaml。",
    )
    yield f"checklists: {flow(plan.checklists)}"
    if plan.starter:
        yield "selection: starter"
    yield ""


def _people(plan: Plan) -> Iterator[Text | str]:
    yield Text(
        "# Who is responsible: replace the names, ids and contacts. One person may hold several roles.",
        "# 责任人：请替换姓名、编号和联系方式。一人可以担任多个角色。",
    )
    yield "people:"
    name = Text("to be named", "待填写").say(plan.lang)
    for person in plan.people:
        said = {"id": person.id, "name": person.name, "roles": person.roles, "contact": person.contact}
        yield f"  - {flow({key: value for key, value in said.items() if value})}"
    held = {word for person in plan.people for word in (*person.roles, person.id)}
    for role in plan.roles:
        if role not in held:
            yield f"  - {{id: {role}, name: {quoted(name)}, roles: [{role}], contact: {quoted(name)}}}"
    yield ""


def _evidence(plan: Plan) -> Iterator[Text | str]:
    yield Text(
        "# The evidence. Until a file is there, its checks are pending. For a table, fill in the template of the same\n"
        f"# name from {TEMPLATE_FOLDER}, or name your own CSV or Excel export: columns are found by their headers.\n"
        "# Data grow old: say when they were exported with as_at: 2026-06-17T20:00:00+08:00. Times without an offset\n"
        f"# need zone: {plan.zone.key}. A document needs its author's id: nobody approves their own text alone.",
        "# 证据。文件就位之前，相关检查项为待完成。表格：填写同名模板\n"
        f"#（在 {TEMPLATE_FOLDER} 中），或指向自有导出文件（CSV 或 Excel）；系统按表头识别列。\n"
        "# 数据会过时：请用 as_at: 2026-06-17T20:00:00+08:00 写明导出时间。表中时间不带时区偏移时，\n"
        f"# 请加上 zone: {plan.zone.key}。文稿须写明作者编号：作者不能单独批准自己的文稿。",
    )
    # An empty `evidence:` is no mapping; the key must wait for its first line.
    known = plan.earlier.bindings if plan.earlier else {}
    bound = any(contract.sort is Sort.TABLE or contract.name in known for contract in plan.contracts)
    yield "evidence:" if bound else "# evidence:"
    for contract in plan.contracts:
        yield Text(f"  # {contract.title.en}: {contract.source.en}", f"  # {contract.title.zh}：{contract.source.zh}")
        yield from _binding(contract, plan)
    yield ""


def _binding(contract: Contract, plan: Plan) -> Iterator[Text | str]:
    if plan.earlier is not None and contract.name in plan.earlier.bindings:
        yield f"  {contract.name}: {flow(plan.earlier.bindings[contract.name])}"
        return
    match contract.sort:
        case Sort.TABLE:
            asked = template_columns(contract, plan.checks)
            more = ", ".join(header(column, plan.lang) for column in contract.columns if column not in asked)
            if more:
                yield Text(f"  # It may also have: {more}", f"  # 还可以有这些列：{more.replace(', ', '、')}")
            yield f"  {contract.name}: {{file: {EVIDENCE_FOLDER}/{contract.name}.csv}}"
        case Sort.DOCUMENT:
            yield f"  # {contract.name}: {{file: {EVIDENCE_FOLDER}/{contract.name}.md, author: [campaign-owner]}}"
        case Sort.URL:
            yield f'  # {contract.name}: {{url: "https://shop.example/"}}'


def table_template(contract: Contract, checks: Iterable[Check], lang: Lang) -> bytes:
    """A CSV of one header row. UTF-8 with its mark, for without it Excel takes Chinese for another encoding."""
    text = io.StringIO()
    csv.writer(text).writerow([header(column, lang) for column in template_columns(contract, checks)])
    return text.getvalue().encode("utf-8-sig")


def template_columns(contract: Contract, checks: Iterable[Check]) -> tuple[Column, ...]:
    """What must be there: required columns, and those that a check asks for by a setting of their name (`proof: yes`).

    A table whose quantities are all optional offers alternatives (available, or on hand with reserved): the first is
    the plain one. Other optional columns would only be judged by their empty cells.
    """
    asked = _asked(contract.name, checks)
    quantities = [column for column in contract.columns if column.unit]
    plain = quantities[0] if len(quantities) > 1 and not any(column.required for column in quantities) else None
    return tuple(column for column in contract.columns if column.required or column.name in asked or column is plain)


def _asked(name: str, checks: Iterable[Check]) -> frozenset[str]:
    settings = [check.probe.settings_for_people() for check in checks if name in check.probe.evidence]
    return frozenset(setting for one in settings for setting, value in one.items() if value is True)


def matrix_words(contract: Contract) -> Text | None:
    """That a table may be kept as people keep it; nothing where it has no such form."""
    wide = contract.wide
    named = contract.column(wide.names) if wide else None
    if wide is None or named is None:
        return None
    title, marks = named.title or Text.same(named.name), ", ".join(wide.marks)
    return Text(
        f"It may also be a matrix, with a column for each value of {title.en} under that as its header, and {marks} in "
        "the cells; paste such a sheet over these columns",
        f"也可以是矩阵表：每个“{title.zh}”一列，以其为表头，单元格填 {marks}；可直接用现成的矩阵表替换这些列",
    )


def header(column: Column, lang: Lang) -> str:
    """The header that a person of this language expects, among those by which the column is found."""
    return next((alias for alias in column.aliases if alias.isascii() is (lang == "en")), column.name)
