"""`readiness bind`: recognise dropped exports, and bind them."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from readiness.cli import complete
from readiness.cli.arguments import DEFAULT_CAMPAIGN, CampaignOption, LangOption
from readiness.cli.asking import ask
from readiness.cli.clock import read_clock
from readiness.cli.console import is_terminal, say
from readiness.cli.errors import UsageProblem
from readiness.cli.language import choose_lang, speak
from readiness.cli.options import campaign_file, one_of
from readiness.model.text import Advice, Text, advise
from readiness.model.workbook import is_workbook

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from readiness.cli.dropped import Dropped, Found
    from readiness.model.campaign import Campaign

_DEFAULT_FOLDER = "evidence"


def command(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="FOLDER", help="The folder of dropped files; default: evidence beside the campaign."),
    ] = None,
    *,
    campaign: CampaignOption = DEFAULT_CAMPAIGN,
    as_at: Annotated[
        str | None,
        typer.Option(
            "--as-at", metavar="INSTANT", help="When the exports were made; a file's own date is not believed."
        ),
    ] = None,
    zone: Annotated[
        str | None,
        typer.Option("--zone", metavar="ZONE", help="IANA zone of times written without one, such as Asia/Shanghai."),
    ] = None,
    author: Annotated[
        str | None,
        typer.Option("--author", metavar="PERSON", autocompletion=complete.people, help="Who wrote the documents."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be bound, and write nothing.")] = False,
    lang: LangOption = None,
) -> None:
    """Look at dropped files, recognise each by its headers and content, and bind it in the campaign file.

    What is bound and there already is left alone. What could not be placed is said, with the reason. Exit codes: 0 done
    (also where something could not be placed), 2 wrong use, 6 invalid input.
    """
    from readiness.cli.dropped import look, missing_contracts
    from readiness.loading.campaign import load_campaign

    speak(choose_lang(lang, (), os.environ))
    file = campaign_file(campaign)
    loaded = load_campaign(file, read_clock())
    speak(choose_lang(lang, loaded.languages, os.environ))
    where = folder or loaded.folder / _DEFAULT_FOLDER
    _refuse_folder(where, loaded)
    if author is not None:
        one_of("--author", author, [person.id for person in loaded.people])
    dropped = look(where, loaded, missing_contracts(loaded))
    told = _Told(loaded, _as_at(as_at, loaded), _zone(zone, loaded, dropped), author)
    bindings = {found.contract.name: told.values(found) for found in dropped.found}
    if bindings and not dry_run:
        _write(file, loaded, bindings)
    _report(dropped, told, loaded, dry_run=dry_run)


def _write(file: Path, campaign: Campaign, bindings: dict[str, dict[str, object]]) -> None:
    if is_workbook(campaign.file):
        from readiness.loading.workbook_rebinding import write_bindings_in_workbook

        write_bindings_in_workbook(file, campaign, bindings)
    else:
        from readiness.loading.rebinding import write_bindings

        write_bindings(file, bindings)


class _Told:
    """What a file can't say of itself: when it was made, in which zone its times are, who wrote it."""

    def __init__(self, campaign: Campaign, as_at: datetime | None, zone: str | None, author: str | None) -> None:
        self._as_at = as_at
        self._zone = zone
        self._author = author
        self._campaign = campaign

    def values(self, found: Found) -> dict[str, object]:
        """The binding as it is written; what it lacks is told by `lacks`."""
        values: dict[str, object] = {"file": found.file}
        if found.sheet is not None:
            values["sheet"] = found.sheet
        if self._as_at is not None and found.fit is not None:
            values["as_at"] = self._as_at.astimezone(self._campaign.zone).isoformat()
        if self._zone is not None and found.fit is not None and found.fit.zoneless:
            values["zone"] = self._zone
        if self._author is not None and found.fit is None:
            values["author"] = [self._author]
        return values

    def lacks(self, found: Found) -> list[Text]:
        lacking: list[Text] = []
        if found.fit is None:
            if self._author is None:
                lacking.append(_NO_AUTHOR)
            return lacking
        if found.fit.zoneless and self._zone is None:
            lacking.append(_NO_ZONE)
        if self._as_at is None and _ages(found.contract.name, self._campaign):
            lacking.append(_NO_AS_AT)
        return lacking


def _ages(name: str, campaign: Campaign) -> bool:
    """Whether some check asks how old this evidence is."""
    return any(name in check.probe.aged for check in campaign.checks)


def _refuse_folder(folder: Path, campaign: Campaign) -> None:
    if not folder.is_dir():
        raise UsageProblem(
            Text(f"{folder} is no folder", f"{folder} 不是文件夹"),
            Text("Name the folder that holds the dropped files", "请写明放置导出文件的文件夹"),
        )
    if not folder.resolve().is_relative_to(campaign.folder.resolve()):
        raise UsageProblem(
            Text(f"{folder} lies outside the campaign's folder", f"{folder} 位于活动文件夹之外"),
            Text("Copy the files into the campaign's folder first", "请先把文件复制到活动文件夹内"),
        )


def _as_at(words: str | None, campaign: Campaign) -> datetime | None:
    from readiness.evidence.cells import CellError, parse_instant

    if words is None:
        return None
    try:
        return parse_instant(words, campaign.zone)
    except CellError as error:
        raise UsageProblem(Text(f"--as-at: {error.text.en}", f"--as-at：{error.text.zh}")) from None


def _zone(name: str | None, campaign: Campaign, dropped: Dropped) -> str | None:
    """The zone given; on a terminal it is asked where a file needs one, since a wrong zone makes a late act look in
    time."""
    if name is not None:
        return _known_zone(name).key
    needed = [found for found in dropped.found if found.fit is not None and found.fit.zoneless]
    if not needed or not is_terminal(sys.stdin):
        return None
    return ask(_ASK_ZONE, lambda words: _known_zone(words).key, campaign.zone.key)


def _known_zone(name: str) -> ZoneInfo:
    from zoneinfo import ZoneInfo, available_timezones

    one_of("--zone", name, available_timezones())
    return ZoneInfo(name)


def _report(dropped: Dropped, told: _Told, campaign: Campaign, *, dry_run: bool) -> None:
    from readiness.cli.dropped import missing_contracts, place_of

    if dropped.found:
        say(Text("Would be bound:", "将会绑定：") if dry_run else Text("Bound:", "已绑定："))
    for found in dropped.found:
        place, title, name = place_of(found), found.contract.title, found.contract.name
        say(Text(f"  {place}: {title.en} ({name})", f"  {place}：{title.zh}（{name}）"))
        for lack in told.lacks(found):
            words = advise(lack, workbook=is_workbook(campaign.file)) or lack
            say(Text(f"    ! {words.en}", f"    ! {words.zh}"))
    if dropped.unplaced:
        say(Text("Not placed:", "未能识别："))
    for file, reason in dropped.unplaced:
        say(Text(f"  {file}: {reason.en}", f"  {file}：{reason.zh}"))
    if dropped.unplaced:
        say(advise(_BY_HAND, workbook=is_workbook(campaign.file)) or _BY_HAND)
    if dropped.bound:
        count = len(dropped.bound)
        say(Text(f"Bound before: {count} files", f"此前已绑定：{count} 个文件"))
    names = {found.contract.name for found in dropped.found}
    left = sum(1 for contract in missing_contracts(campaign) if contract.name not in names)
    missing = Text(f"Still missing: {left}; who has them: readiness todo", f"仍缺 {left} 项；由谁提供：readiness todo")
    say(missing if left else Text("Nothing is missing any more", "证据已齐"))


_NO_AUTHOR = Advice(
    "say who wrote it, for nobody approves their own text alone: --author PERSON, or author: in the binding",
    "请写明作者（作者不能单独批准自己的文稿）：--author 人员，或在绑定中写 author:",
    Text(
        "say who wrote it, for nobody approves their own text alone: column Author in the list of evidence",
        "请在资料清单的“作者”列写明作者（作者不能单独批准自己的文稿）",
    ),
)
_NO_ZONE = Advice(
    "its times have no zone: --zone Asia/Shanghai, or zone: in the binding",
    "其中的时间没有时区：--zone Asia/Shanghai，或在绑定中写 zone:",
    Text(
        "its times have no zone: choose it in the column Time zone of the list of evidence",
        "其中的时间没有时区：请在资料清单的“时区”列选择",
    ),
)
_NO_AS_AT = Advice(
    "say when it was exported, for old data do not count: --as-at INSTANT, or as_at: in the binding",
    "请写明导出时间（过时的数据不计）：--as-at 时间，或在绑定中写 as_at:",
    Text(
        "say when it was exported, for old data do not count: column As at in the list of evidence",
        "请在资料清单的“数据时间”列写明导出时间（过时的数据不计）",
    ),
)
_BY_HAND = Advice(
    "  If one of them is needed, rename its columns, or bind it by hand: `columns: {sku: item no}` says which is which",
    "  其中若有需要的文件，请改列名，或手动绑定：用 `columns: {sku: 货号}` 写明各列的含义",
    Text(
        "  If one of them is needed, rename its columns, or write its name into the list of evidence, column File",
        "  其中若有需要的文件，请改列名，或在资料清单的“文件”列填写文件名",
    ),
)
_ASK_ZONE = Text("Time zone of times that are written without one", "未写时区的时间属于哪个时区")
