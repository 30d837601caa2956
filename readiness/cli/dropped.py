"""What a folder of dropped files holds for a campaign: which file is which evidence, and what could not be placed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import shorten

from readiness.evidence.paths import resolve_inside
from readiness.evidence.peeking import Peek, peek
from readiness.evidence.recognition import Fit, Recognition, document_of, recognise
from readiness.model.campaign import Campaign
from readiness.model.errors import CannotJudge, NotSupplied
from readiness.model.evidence import Contract, Sort
from readiness.model.text import Text

TEMPLATES = "templates"
_LONGEST = 120
_DOCUMENTS = frozenset({".md", ".markdown", ".txt", ".html", ".htm", ".docx", ".pdf", ".jtl", ".log", ".xml"})
_TABLES = frozenset({".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".json", ".parquet", ".pq", ".ics", ".ical"})


@dataclass(frozen=True, slots=True)
class Found:
    """A file that is an evidence of the campaign beyond doubt. `fit` says how a table was recognised; a document is
    recognised by its name."""

    contract: Contract
    file: str
    sheet: str | None = None
    fit: Fit | None = None


@dataclass(slots=True)
class Dropped:
    """`bound` are files that a binding names already; `unplaced` says of the others why."""

    found: list[Found] = field(default_factory=list)
    bound: list[str] = field(default_factory=list)
    unplaced: list[tuple[str, Text]] = field(default_factory=list)


def look(folder: Path, campaign: Campaign, wanted: Iterable[Contract]) -> Dropped:
    """Every file below the folder against the contracts that nothing is bound to yet."""
    contracts = tuple(wanted)
    tables = [contract for contract in contracts if contract.sort is Sort.TABLE]
    documents = [contract for contract in contracts if contract.sort is Sort.DOCUMENT]
    dropped = Dropped()
    bound = _bound(campaign)
    own = (campaign.folder / Path(campaign.file).name).resolve()  # a workbook is no evidence of its own
    for path in (one for one in _files(folder) if one.resolve() != own):
        shown = _shown(path, campaign)
        suffix = path.suffix.lower()
        if path.resolve() in bound:
            dropped.bound.append(shown)
        elif suffix in _TABLES:
            _table(path, shown, tables, dropped)
        elif suffix in _DOCUMENTS:
            _document(shown, documents, dropped)
        else:
            dropped.unplaced.append((shown, _NO_FORM))
    return _without_rivals(dropped)


def missing_contracts(campaign: Campaign) -> tuple[Contract, ...]:
    """The evidence that checks of the campaign need and whose file is not there: unbound, or bound to nothing."""
    from readiness.engine.selection import why_not_applicable

    asked = [check for check in campaign.checks if why_not_applicable(check, campaign) is None]
    names = dict.fromkeys(name for check in asked for name in check.probe.evidence if name in campaign.contracts)
    return tuple(campaign.contracts[name] for name in names if not _is_there(name, campaign))


def _is_there(name: str, campaign: Campaign) -> bool:
    binding = campaign.bindings.get(name)
    if binding is None:
        return False
    said = binding.file or binding.folder
    if said is None:
        return True
    try:
        resolve_inside(campaign.folder, said)
    except NotSupplied:
        return False
    except CannotJudge:
        return True
    return True


def _bound(campaign: Campaign) -> set[Path]:
    said = [binding.file or binding.folder for binding in campaign.bindings.values()]
    return {(campaign.folder / one).resolve() for one in said if one is not None}


def _files(folder: Path) -> Iterator[Path]:
    """Files in a fixed order; hidden ones, lock files of office programs and our own templates are left out."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and TEMPLATES not in parts[:-1] and not any(part.startswith((".", "~$")) for part in parts):
            yield path


def _shown(path: Path, campaign: Campaign) -> str:
    try:
        return path.resolve().relative_to(campaign.folder.resolve()).as_posix()
    except ValueError:
        return path.as_posix()


def _table(path: Path, shown: str, contracts: list[Contract], dropped: Dropped) -> None:
    try:
        peeks = peek(path, shown)
    except CannotJudge as problem:
        dropped.unplaced.append((shown, problem.message))
        return
    results = [recognise(one, contracts) for one in peeks]
    fitting = [result for result in results if result.fit is not None]
    for result in fitting:
        assert result.fit is not None
        dropped.found.append(Found(result.fit.contract, shown, result.peek.sheet, result.fit))
    if not fitting:
        dropped.unplaced += [(result.peek.shown, why_not_placed(result)) for result in results]
        if not results:
            dropped.unplaced.append((shown, Text("it holds no rows", "没有数据")))


def _document(shown: str, contracts: list[Contract], dropped: Dropped) -> None:
    called = document_of(shown, contracts)
    if len(called) == 1:
        dropped.found.append(Found(called[0], shown))
        return
    names, titles = ", ".join(c.name for c in called), "、".join(f"“{c.title.zh}”" for c in called)
    reason = (
        Text(f"its name fits several documents: {names}", f"文件名与多份文档相符：{titles}")
        if called
        else Text("its name is that of no document still needed", "文件名与任何尚缺的文档都不相符")
    )
    dropped.unplaced.append((shown, reason))


def _without_rivals(dropped: Dropped) -> Dropped:
    """Two files that both could be one evidence are none: nobody can tell which is the newer or the right one."""
    by_name: dict[str, list[Found]] = {}
    for found in dropped.found:
        by_name.setdefault(found.contract.name, []).append(found)
    dropped.found = [group[0] for group in by_name.values() if len(group) == 1]
    for group in by_name.values():
        if len(group) > 1:
            places = [place_of(found) for found in group]
            title = group[0].contract.title
            for place in places:
                others = ", ".join(other for other in places if other != place)
                reason = Text(
                    f"it could be {title.en}, and so could {others}; move away what is not meant",
                    f"可能是“{title.zh}”，但 {others} 也可能是；请移走不需要的文件",
                )
                dropped.unplaced.append((place, reason))
    return dropped


def place_of(found: Found) -> str:
    return f"{found.file} [{found.sheet}]" if found.sheet else found.file


def why_not_placed(result: Recognition) -> Text:
    """Why a table could not be placed, with what would help."""
    if len(result.rivals) == 1:
        fit = result.rivals[0]
        return Text(
            f"it could be {fit.contract.title.en}, but only the column `{fit.columns[0]}` says so; bind it by hand"
            f" if it is: {fit.contract.name}",
            f"可能是“{fit.contract.title.zh}”，但只有 `{fit.columns[0]}` 列相符；若确实是，请手动绑定"
            f" {fit.contract.name}",
        )
    if result.rivals:
        names = ", ".join(fit.contract.name for fit in result.rivals)
        titles = "、".join(f"“{fit.contract.title.zh}”" for fit in result.rivals)
        return Text(
            f"its columns fit several alike: {names}; bind it by hand", f"列与多项证据同样相符：{titles}；请手动绑定"
        )
    if result.nearest is not None:
        return _lacking(result)
    seen = shorten(", ".join(text for text in _widest(result.peek) if text), _LONGEST, placeholder=" …")
    return Text(f"its columns are those of no evidence still needed: {seen}", f"其列与任何尚缺的证据都不相符：{seen}")


def _lacking(result: Recognition) -> Text:
    assert result.nearest is not None
    columns = "; ".join(f"{c.name} ({', '.join(c.aliases[:4])})" for c in result.lacks)
    title = result.nearest.title
    if not result.lacks:
        return Text(
            f"it looks like {title.en}, but its cells are not of the types that its columns should have",
            f"看起来是“{title.zh}”，但单元格内容与列的类型不符",
        )
    return Text(
        f"it looks like {title.en}, but lacks the column {columns}", f"看起来是“{title.zh}”，但缺少列：{columns}"
    )


def _widest(peek: Peek) -> tuple[str, ...]:
    return max(peek.rows, key=lambda row: sum(1 for text in row if text.strip()), default=())


_NO_FORM = Text("no table or document is read from a file of this sort", "不支持读取这种类型的文件")
