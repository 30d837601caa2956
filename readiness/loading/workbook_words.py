"""What a campaign's workbook calls things, in both languages: the writer writes one, the reader knows both."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from readiness.model.text import Text
from readiness.model.vocabulary import ROLES_ZH

LONGEST_SHEET_NAME = 31
NOTES, HOW = "notes", "how"
NOT_READ = frozenset({NOTES, HOW})
"""Columns for people alone."""
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_BLANKS = re.compile(r"\s+")
_MARKS = re.compile(r"[\s_\-‐-―:：?？.。,，;；、()（）“”\"'*]+")


@dataclass(frozen=True, slots=True)
class Label:
    """A line or a column of a sheet: `key` as the campaign file calls it, its title, and what to write there."""

    key: str
    title: Text
    note: Text | None = None


ITEM, VALUE, NOTE = Text("Item", "项目"), Text("Fill in", "填写"), Text("Note", "说明")

HEAD: tuple[Label, ...] = (
    Label("id", Text("Id", "编号"), Text("Letters, digits and . _ -", "只用字母、数字和 . _ -")),
    Label("name.zh", Text("Name in Chinese", "名称"), Text("Empty: the other name", "大家平时怎么叫，就怎么写")),
    Label("name.en", Text("Name in English", "英文名称"), Text("As people say it", "留空则与名称相同")),
    Label("launch", Text("Launch", "上线时间"), Text("Date and time", "日期和时间")),
    Label("end", Text("End", "结束时间"), Text("Date and time", "日期和时间")),
    Label(
        "timezone",
        Text("Time zone", "时区"),
        Text("All times of this workbook are read in it", "本工作簿中的时间都按此时区"),
    ),
    Label("release", Text("Release", "版本"), Text("What tests and deploys must name", "测试和部署必须对应的版本")),
    Label(
        "moments.warm-up",
        Text("Warm-up begins", "预热开始"),
        Text("Empty: no warm-up", "没有预热则留空"),
    ),
    Label(
        "moments.freeze",
        Text("Freeze begins", "封版时间"),
        Text("Empty: 5 days before the launch", "留空为上线前 5 天"),
    ),
    Label("languages", Text("Languages of the reports", "报告语言"), Text("The first is the main one", "第一个为主")),
    Label(
        "selection",
        Text("How much is asked", "检查范围"),
        Text("All checks, or those to start with; reports say which", "全部检查项，或精简清单；报告会注明"),
    ),
    Label(
        "checklists",
        Text("Checklists", "检查清单"),
        Text(
            "Leaving out one of the four must be approved; crm and channel may be added; one of your own by its file",
            "去掉四份内置清单中的任何一份都须批准；可加“客户运营”“经销渠道”；自有清单写文件名",
        ),
    ),
)
MOMENT = Text("Moment", "时点")
"""`Moment: announcement`: a moment of the campaign's own, by its name."""

PEOPLE: tuple[Label, ...] = (
    Label("role", Text("Role", "角色")),
    Label("name", Text("Name", "姓名")),
    Label("contact", Text("Contact", "联系方式")),
    Label("id", Text("Person's id", "人员编号")),
    Label(NOTES, Text("Notes", "备注")),
)
EVIDENCE: tuple[Label, ...] = (
    Label("title", Text("Evidence", "资料")),
    Label(HOW, Text("How to supply it", "怎么提供")),
    Label("file", Text("File", "文件")),
    Label("sheet", Text("Sheet", "工作表")),
    Label("as_at", Text("As at", "数据时间")),
    Label("zone", Text("Time zone", "时区")),
    Label("author", Text("Author", "作者")),
    Label("url", Text("URL", "网址")),
    Label("id", Text("Id", "编号")),
    Label(NOTES, Text("Notes", "备注")),
)
NOT_APPLICABLE: tuple[Label, ...] = (
    Label("check", Text("Check", "检查项")),
    Label("reason", Text("Reason", "原因")),
    Label("by", Text("Declared by", "由谁声明")),
    Label(NOTES, Text("Notes", "备注")),
)
SETTINGS: tuple[Label, ...] = (
    Label("check", Text("Check", "检查项")),
    Label("setting", Text("Setting", "设置项")),
    Label("value", Text("Value", "取值")),
    Label(NOTES, Text("Notes", "备注")),
)
HOSTS: tuple[Label, ...] = (
    Label("host", Text("Host", "主机")),
    Label("connect_to", Text("Ask at this address", "连接地址")),
    Label("ca", Text("CA file", "CA 文件")),
    Label("client_cert", Text("Client certificate", "客户端证书")),
    Label("client_key", Text("Client key", "客户端私钥")),
    Label("client_passphrase", Text("Passphrase of the key", "私钥口令")),
    Label("proxy", Text("Proxy", "代理")),
    Label("at_once", Text("Requests at once", "同时请求数")),
    Label("refusal_tests", Text("Refusal tests allowed", "允许拒绝测试")),
    Label(NOTES, Text("Notes", "备注")),
)

YES, NO = Text("yes", "是"), Text("no", "否")
YES_NO: Mapping[str, str] = {"是": "yes", "否": "no", "√": "yes", "×": "no", "y": "yes", "n": "no"}
LANGUAGES: Mapping[str, Text] = {"zh": Text("Chinese", "中文"), "en": Text("English", "英文")}
SELECTIONS: Mapping[str, Text] = {"all": Text("all", "全部"), "starter": Text("starter", "精简")}
CHECKLISTS: Mapping[str, Text] = {
    "planning": Text("planning", "策划准备"),
    "execution": Text("execution", "执行准备"),
    "technical": Text("technical", "技术准备"),
    "analysis": Text("analysis", "数据准备"),
    "crm": Text("crm", "客户运营"),
    "channel": Text("channel", "经销渠道"),
}
SEVERITIES: Mapping[str, Text] = {
    "blocker": Text("blocker", "阻断"),
    "major": Text("major", "重要"),
    "minor": Text("minor", "一般"),
}
SETTING_WORDS: Mapping[str, Text] = {
    "due": Text("due", "截止"),
    "severity": Text("severity", "严重程度"),
    "owner": Text("owner", "负责角色"),
}
EXAMPLE = Text("e.g. ", "例：")
EXAMPLE_STARTS = ("例：", "例如", "e.g.", "eg.", "example")

ROLES: Mapping[str, Text] = {role: Text(role, zh) for role, zh in ROLES_ZH.items()}


def fold(words: str) -> str:
    """The form in which labels are compared: width, case, blanks and punctuation are no difference."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", words).casefold())


def meant(word: str, known: Mapping[str, Text]) -> str | None:
    """The id that a person means by an id or by its word in either language."""
    said = fold(word)
    return next((one for one, text in known.items() if said in (fold(one), fold(text.en), fold(text.zh))), None)


def sheet_name(title: str) -> str:
    """A title as Excel takes it for the name of a sheet."""
    plain = _BLANKS.sub(" ", _NOT_IN_SHEET_NAMES.sub(" ", title)).strip().strip("'").strip()
    return plain[:LONGEST_SHEET_NAME].strip().strip("'") or "_"


def sheet_name_with_id(title: str, name: str) -> str:
    """The same with the evidence's id, for titles that two share."""
    tail = f" {name}"[:LONGEST_SHEET_NAME]
    return f"{sheet_name(title)[: LONGEST_SHEET_NAME - len(tail)].strip()}{tail}"


def sheet_names(titles: Mapping[str, str], taken: Iterable[str]) -> dict[str, str]:
    """A sheet name for each evidence, by its title; no two fold alike, and none is in `taken`."""
    plain = {name: sheet_name(title) for name, title in titles.items()}
    folded = [name.casefold() for name in (*taken, *plain.values())]
    return {
        name: one if folded.count(one.casefold()) == 1 else sheet_name_with_id(titles[name], name)
        for name, one in plain.items()
    }
