"""The page of one check, in English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from readiness.loading.shipped import shipped_checklists
from readiness.model.check import Check
from readiness.model.evidence import Column, ColumnType, Contract, Sort
from readiness.model.text import Text
from readiness.model.vocabulary import role_words, traits_words
from readiness.reporting.messages import messages
from tests.pages.told import Told

MADE = "<!-- Made by `make pages` from the check's YAML and the worlds of its tests. -->"

_SORTS = {
    Sort.TABLE: Text("a table", "表格"),
    Sort.DOCUMENT: Text("a document or a folder", "文档或文件夹"),
    Sort.URL: Text("an address", "网址"),
}
_TYPES = {
    ColumnType.TEXT: Text("text", "文字"),
    ColumnType.CHOICE: Text("choice", "选项"),
    ColumnType.RATIO: Text("ratio", "比例"),
    ColumnType.DECIMAL: Text("number", "数字"),
    ColumnType.INTEGER: Text("whole number", "整数"),
    ColumnType.DATE: Text("date", "日期"),
    ColumnType.INSTANT: Text("date and time", "日期和时间"),
    ColumnType.BOOLEAN: Text("yes or no", "是/否"),
}
_HEADERS_SHOWN = 6


@dataclass(frozen=True)
class Shown:
    """All that a check's page shows."""

    check: Check
    contracts: Sequence[Contract]
    told: Sequence[Told]
    limits: Sequence[str]


def page(shown: Shown) -> str:
    """The whole page as Markdown."""
    parts = [MADE, f"# {shown.check.id}", "[中文](#中文) below. [All checks](README.md)"]
    parts += _english(shown)
    parts.append("## 中文")
    parts += _chinese(shown)
    return "\n\n".join(parts) + "\n"


def _english(shown: Shown) -> Iterator[str]:
    check = shown.check
    yield f"**{check.title.en}**"
    yield check.why.en
    yield _facts(check, "en")
    yield "## What must hold"
    yield f"```yaml\n{probe_text(check)}\n```"
    yield "## Evidence"
    yield from _evidence(shown.contracts, "en")
    yield "## When it fails"
    yield (
        "Each row is a world of the tests in which one thing was made wrong, and what readiness said to it. In the "
        "world in which nothing is wrong the check passes."
    )
    yield table(["", "what is wrong", "what readiness says"], [(n, one.what, one.en) for n, one in _numbered(shown)])
    if shown.limits:
        yield "Just good enough:"
        yield "\n".join(f"- {what}" for what in shown.limits)
    yield "## What to do"
    yield check.remedy.en
    yield "## Source"
    yield check.source.en


def _chinese(shown: Shown) -> Iterator[str]:
    check = shown.check
    yield f"**{check.title.zh}**"
    yield check.why.zh
    yield _facts(check, "zh")
    yield "**判定方式**：见上文的 YAML，其中的数字都可以由活动自行修改（放宽须经批准）。"
    yield from _evidence(shown.contracts, "zh")
    yield "**不通过的情形**：每一行是测试中的一种错误（编号与上表相同）及 readiness 的提示；没有错误时该检查项通过。"
    yield table(["", "readiness 的提示"], [(n, one.zh) for n, one in _numbered(shown)])
    yield f"**处理办法**：{check.remedy.zh}"
    yield f"**来源**：{check.source.zh}"


def probe_text(check: Check) -> str:
    """The check's probe as its checklist has it, comments included."""
    checklist, _, slug = check.id.partition(".")
    lines = shipped_checklists()[checklist].read_text("utf-8").splitlines()
    start = next(n for n, line in enumerate(lines) if line == f"  - id: {slug}")
    begin = next(n for n in range(start, len(lines)) if lines[n].startswith("    probe:"))
    end = next((n for n in range(begin + 1, len(lines)) if re.match(r" {0,4}\S", lines[n])), len(lines))
    return "\n".join(line[4:] for line in lines[begin:end]).rstrip()


def _facts(check: Check, language: str) -> str:
    words = messages("zh" if language == "zh" else "en")
    kind = f"[{check.probe.kind}](../probes/{check.probe.kind}.md)"
    asked = traits_words(check.when)
    rows = [
        (Text("phase", "阶段"), Text(words(f"phase.{check.phase}"), words(f"phase.{check.phase}"))),
        (Text("severity", "级别"), Text(words(f"severity.{check.severity}"), words(f"severity.{check.severity}"))),
        (Text("due", "截止"), Text(f"`{check.due.words}`", f"`{check.due.words}`")),
        (Text("owner", "负责人"), role_words(check.owner)),
        (
            Text("asked", "适用"),
            Text(f"with any of: {asked.en}", f"具有以下任一特征：{asked.zh}") if check.when else Text("always", "始终"),
        ),
        (
            Text("in `selection: starter`", "在 `selection: starter` 中"),
            Text("yes", "是") if check.starter else Text("no", "否"),
        ),
        (Text("kind", "探针"), Text(kind, kind)),
    ]
    chosen = [(getattr(name, language), getattr(value, language)) for name, value in rows]
    return table(["", ""], chosen)


def _evidence(contracts: Iterable[Contract], language: str) -> Iterator[str]:
    for contract in contracts:
        sort, owner = _SORTS[contract.sort], role_words(contract.owner)
        typed = Text("; people write it themselves", "；由人填写") if contract.typed else Text("", "")
        about = Text(
            f"`{contract.name}`: {contract.title.en}, {sort.en} (from: {contract.source.en}; "
            f"whose: {owner.en}{typed.en}).",
            f"**证据** `{contract.name}`：{contract.title.zh}，{sort.zh}"
            f"（来自：{contract.source.zh}；负责：{owner.zh}{typed.zh}）。",
        )
        yield getattr(about, language)
        if contract.columns:
            heads = Text("column;what it holds;type;;some headers that are found", "列;含义;类型;;可识别的部分表头")
            rows = [_column(column, language) for column in contract.columns]
            yield table(getattr(heads, language).split(";"), rows)


def _column(column: Column, language: str) -> tuple[str, ...]:
    need = Text("needed", "必需") if column.required else Text("optional", "可选")
    title = getattr(column.title, language) if column.title else ""
    some = [alias.replace("|", "\\|") for alias in column.aliases[:_HEADERS_SHOWN]]
    joined = ", ".join(some) if language == "en" else "、".join(some)
    return (f"`{column.name}`", title, getattr(_TYPES[column.type], language), getattr(need, language), joined)


def _numbered(shown: Shown) -> Iterator[tuple[str, Told]]:
    return ((str(number), one) for number, one in enumerate(shown.told, 1))


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [f"| {' | '.join(heads)} |".replace("  ", " "), "|" + "---|" * len(heads)]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def told_on(text: str, worlds: Sequence[str]) -> list[Told]:
    """What a page says of its worlds, for comparing all else without running them. Missing rows are left out."""
    rows = re.findall(r"^\| (\d+) \| (.*) \|$", text, re.MULTILINE)
    english: Mapping[str, str] = dict(rows[: len(worlds)])
    chinese: Mapping[str, str] = dict(rows[len(worlds) :])
    found = []
    for number, what in enumerate(worlds, 1):
        said = english.get(str(number), "")
        if said.startswith(f"{what} | ") and str(number) in chinese:
            found.append(Told(what, said.removeprefix(f"{what} | "), chinese[str(number)]))
    return found
