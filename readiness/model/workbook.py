"""A campaign that is one Excel workbook: which files are one, and how its sheets are called."""

from __future__ import annotations

from pathlib import PurePath

from readiness.model.text import Text

WORKBOOK_FILE = "campaign.xlsx"
SUFFIXES = (".xlsx", ".xlsm")

COVER, CAMPAIGN, PEOPLE, EVIDENCE = "cover", "campaign", "people", "evidence"
NOT_APPLICABLE, SETTINGS, CHECKS, LISTS = "not-applicable", "settings", "checks", "lists"

SHEETS: dict[str, Text] = {
    COVER: Text("Start here", "说明"),
    CAMPAIGN: Text("Campaign", "活动"),
    PEOPLE: Text("People", "人员"),
    EVIDENCE: Text("Evidence", "资料清单"),
    NOT_APPLICABLE: Text("Not applicable", "不适用"),
    SETTINGS: Text("Settings", "设置"),
    CHECKS: Text("Checks", "检查项"),
    LISTS: Text("Lists", "选项"),
}
"""The sheets that are not tables of evidence."""


def is_workbook(file: str) -> bool:
    return PurePath(file).suffix.lower() in SUFFIXES


def sheet_words(sheet: str) -> Text:
    """A sheet as hints name it. A workbook in the other language calls it otherwise, so English says both."""
    title = SHEETS[sheet]
    return Text(f"the sheet {title.en} ({title.zh})", f"工作表“{title.zh}”")
