"""Lighthouse: from the bound reports and the list of pages to `Facts`."""

# ruff: noqa: S608  (names are quoted; conditions are written by `Scope.compiled`)

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from readiness.evidence.document import Document
from readiness.evidence.problems import cannot_judge, timed_out
from readiness.evidence.sql_text import quoted
from readiness.evidence.typed import raw
from readiness.model.errors import CannotJudge
from readiness.model.evidence import Sort
from readiness.model.finding import Finding
from readiness.model.places import place_words
from readiness.model.text import Text
from readiness.probes.lighthouse.addresses import is_web
from readiness.probes.lighthouse.facts import Facts, Page, Run
from readiness.probes.lighthouse.lhr import read_lhr
from readiness.probes.lighthouse.settings import Pages, Settings
from readiness.probes.lighthouse.words import no_address
from readiness.probes.tabular.frame import Frame, open_frame
from readiness.probes.tabular.grouped import Flaws, Grouped, names_used, need
from readiness.probes.tabular.scope import Use
from readiness.probes.tabular.words import SEPARATOR

MOST_BYTES = 50_000_000
MOST_BYTES_IN_FOLDER = 500_000_000
_MOST_NAMED = 5


def read_reports(settings: Settings, context: Any) -> Facts:
    """Raises NotSupplied and CannotJudge."""
    absent = context.absent((settings.results, settings.pages.evidence))
    if absent:
        raise absent[0]
    pages, findings, flaws = _pages(settings.pages, context)
    document: Document = context.document(settings.results)
    runs: list[Run] = []
    unread: list[str] = []
    for file in document.each(_is_report if document.binding.folder else _any, MOST_BYTES, MOST_BYTES_IN_FOLDER):
        if context.stopwatch.left() <= 0:
            raise timed_out(file.path)
        if file.data is None:
            unread.append(file.path)
            continue
        runs += read_lhr(_decoded(file.data, file.path), file.path, settings.limits.audits)
    if not runs:
        raise _no_reports(document.use.source)
    return Facts(
        settings.results, document.use.source, tuple(runs), pages, tuple(findings), flaws, tuple(_unread(unread))
    )


def _pages(asked: Pages, context: Any) -> tuple[tuple[Page, ...], list[Finding], Flaws]:
    contract = context.store.contracts.get(asked.evidence)
    if contract is not None and contract.sort is Sort.URL:
        url = context.store.url(asked.evidence)
        return (Page(url, url, context.store.binding(asked.evidence).listed or asked.evidence),), [], Flaws()
    if asked.url is None:
        raise CannotJudge(
            Text(
                f"`{asked.evidence}` is a table; say in which column its addresses are: `pages: url: ...`",
                f"`{asked.evidence}` 是表格；请写明地址所在的列：`pages: url: ...`",
            ),
            Text("Correct it in the checklist, or in the campaign's settings", "请在检查清单或活动设置中更正"),
        )
    key = context.table(asked.evidence).contract.key
    frame = open_frame(context, asked.evidence, {asked.url, *key, *names_used([asked.where])}, {})
    need(frame.table, [asked.url], "pages: url")
    found, findings = [], []
    for number, url, name in _rows(frame, asked):
        where = frame.table.cell(number, asked.url)
        if url is not None and is_web(url):
            found.append(Page(url, name or url, where))
        else:
            findings.append(no_address(name or frame.table.where(number), url, where))
    flaws = Grouped(frame, (), "count(*)", asked.where).flaws()
    if not found and not findings and not flaws.count:
        raise _no_pages(frame.table.use.source)
    return tuple(found), findings, flaws


def _rows(frame: Frame, asked: Pages) -> Iterator[tuple[int, str | None, str]]:
    assert asked.url is not None
    keys = [quoted(raw(name)) for name in frame.columns_among(frame.table.contract.key)]
    meant = frame.compiled(asked.where, Use.FILTER) if asked.where else "TRUE"
    selected = ", ".join(["row_number", quoted(raw(asked.url)), *keys])
    for number, url, *names in frame.query(
        f"SELECT {selected} FROM {frame.relation} WHERE {meant} ORDER BY row_number"
    ):
        yield number, url, SEPARATOR.join(filter(None, names))


def _is_report(path: str) -> bool:
    name = PurePosixPath(path).name
    return name.lower().endswith(".json") and not name.startswith(".")


def _any(path: str) -> bool:
    del path  # the one file that is bound, whatever its name
    return True


def _decoded(data: bytes, shown: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise cannot_judge(f"{shown} holds bytes that are no UTF-8", f"{shown} 含有非 UTF-8 的字节") from None


def _unread(paths: list[str]) -> Iterator[Text]:
    if paths:
        names = [PurePosixPath(path).name for path in paths[:_MOST_NAMED]]
        more = "…" if len(paths) > _MOST_NAMED else ""
        yield Text(
            f"Not read, since no .json: {', '.join(names)}{more} ({len(paths):,})",
            f"以下文件不是 .json，未读取：{'、'.join(names)}{more}（{len(paths):,} 个）",
        )


def _no_reports(source: str) -> CannotJudge:
    return cannot_judge(
        f"{source} holds no result of Lighthouse",
        f"{source} 中没有 Lighthouse 结果",
        Text("Put the JSON reports into it", "请放入 JSON 格式的报告"),
    )


def _no_pages(source: str) -> CannotJudge:
    return CannotJudge(
        Text(
            f"{source} names no page to be measured: no row has an address",
            f"{place_words(source).zh} 没有要测量的页面：没有一行写明地址",
        ),
        Text("Write the address of the landing page into it", "请写明落地页的地址"),
    )
