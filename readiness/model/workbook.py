"""A campaign that is one Excel workbook: which files are one, and how its sheets are called."""

from __future__ import annotations

from pathlib import PurePath

from readiness.model.text import Text

WORKBOOK_FILE = "campaign.xlsx"
SUFFIXES = (".xlsx", ".xlsm")

COVER, CAMPAIGN, PEOPLE, EVIDENCE, HOSTS = "cover", "campaign", "people", "evidence", "hosts"
NOT_APPLICABLE, SETTINGS, CHECKS, LISTS = "not-applicable", "settings", "checks", "lists"

SHEETS: dict[str, Text] = {
    COVER: Text("Start here", "说明"),
    CAMPAIGN: Text("Campaign", "活动"),
    PEOPLE: Text("People", "人员"),
    EVIDENCE: Text("Evidence", "资料清单"),
    HOSTS: Text("Hosts", "主机"),
    NOT_APPLICABLE: Text("Not applicable", "不适用"),
    SETTINGS: Text("Settings", "设置"),
    CHECKS: Text("Checks", "检查项"),
    LISTS: Text("Lists", "选项"),
}
"""The sheets that are not tables of evidence."""


def is_workbook(file: str) -> bool:
    return PurePath(file).suffix.lower() in SUFFIXES


def row_of(name: str) -> Text:
    """The row of one evidence in the list of evidence, as hints name it."""
    sheet = sheet_words(EVIDENCE)
    return Text(f"the row with the id {name} in {sheet.en}", f"{sheet.zh}中编号为 {name} 的一行")


def zone_in_row(name: str) -> Text:
    """What to do about times whose zone nobody said."""
    row = row_of(name)
    return Text(
        f"Write the zone of its times, such as Asia/Shanghai, into {row.en}, column Time zone "
        "(local: each place's own)",
        f"请在{row.zh}的“时区”列写明其时间所用的时区，例如 Asia/Shanghai（各地用当地时间则写 local）",
    )


def sheet_words(sheet: str) -> Text:
    """A sheet as hints name it. A workbook in the other language calls it otherwise, so English says both."""
    title = SHEETS[sheet]
    return Text(f"the sheet {title.en} ({title.zh})", f"工作表“{title.zh}”")
