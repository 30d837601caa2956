"""The two sheets of a workbook that are only read: where to start, and all checks."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

from readiness.cli.plan import EVIDENCE_FOLDER, Plan
from readiness.cli.workbook_plan import Needed, Needs
from readiness.cli.workbook_styles import Style, lay_out
from readiness.loading.workbook_words import SEVERITIES
from readiness.model.text import Text
from readiness.model.vocabulary import role_words
from readiness.model.workbook import CAMPAIGN, EVIDENCE, PEOPLE, SHEETS, WORKBOOK_FILE

_HEADER = (
    Text("Due", "截止"),
    Text("Evidence", "资料"),
    Text("Who has it", "由谁提供"),
    Text("Where it comes from", "来源"),
    Text("How to supply it", "怎么提供"),
    Text("Checks", "检查项数"),
)
_CHECKS_HEADER = (
    Text("Check", "检查项"),
    Text("How grave", "严重程度"),
    Text("Who answers for it", "负责角色"),
    Text("Due", "截止"),
)
_ALL_CHECKS = Text("All that is asked of this campaign; nothing to fill in.", "本活动的全部检查项，无需填写。")
CHECKS_START = 4
"""The first row of the list of checks."""


def write_cover(sheet: Worksheet, needs: Needs, style: Style) -> None:
    """The campaign, how to fill this in, and what is due when."""
    plan = needs.plan
    style.title(sheet.cell(1, 1), plan.title)
    launch = f"{plan.launch.astimezone(plan.zone):%Y-%m-%d %H:%M}"
    style.quiet(
        sheet.cell(2, 1),
        Text(
            f"Launch {launch} ({plan.zone.key}); {len(plan.checks)} checks apply.",
            f"{launch} 上线（{plan.zone.key}），适用 {len(plan.checks)} 个检查项。",
        ).say(plan.lang),
    )
    row = 4
    for line in _steps(plan):
        style.put(sheet.cell(row, 1), line.say(plan.lang))
        row += 1
    row += 1
    style.put(sheet.cell(row, 1), Text("What is due when", "需要提供的资料").say(plan.lang), size=12, bold=True)
    row += 1
    for column, words in enumerate(_HEADER, 1):
        style.header(sheet.cell(row, column), words.say(plan.lang))
    header = row
    for one in needs.all:
        row += 1
        _write_needed(sheet, row, one, needs, style)
    lay_out(sheet, (25, 44, 24, 56, 36, 9), repeat=header, grid=False)
    sheet.sheet_properties.tabColor = "2F5D8A"


def _write_needed(sheet: Worksheet, row: int, one: Needed, needs: Needs, style: Style) -> None:
    lang = needs.plan.lang
    style.put(sheet.cell(row, 1), needs.say(one.due))
    style.link(sheet.cell(row, 2), one.contract.title.say(lang), one.sheet or SHEETS[EVIDENCE].say(lang))
    style.put(sheet.cell(row, 3), needs.who(one.contract.owner))
    style.put(sheet.cell(row, 4), one.contract.source.say(lang))
    style.put(sheet.cell(row, 5), needs.how(one).say(lang))
    style.put(sheet.cell(row, 6), len(one.checks))
    style.line(sheet.cell(row, column) for column in range(1, len(_HEADER) + 1))


def _steps(plan: Plan) -> tuple[Text, ...]:
    campaign, people, evidence = (SHEETS[one] for one in (CAMPAIGN, PEOPLE, EVIDENCE))
    return (
        Text(
            f"1. In the sheet {campaign.en}, check the dates and answer the questions with yes or no. "
            f"In the sheet {people.en}, name who holds each role.",
            f"1. 在“{campaign.zh}”表核对时间，用“是”或“否”回答问题；在“{people.zh}”表填写各角色由谁担任。",
        ),
        Text(
            "2. Supply what the list below names. A table has a sheet of its own: fill it in, or paste an export below "
            "its header.",
            "2. 按下面的清单提供资料。每个表格都有自己的工作表：逐行填写，或把导出的数据粘贴到表头下方。",
        ),
        Text(
            f"3. Documents and exported files go into the folder {EVIDENCE_FOLDER} beside this workbook; write their "
            f"names into the sheet {evidence.en}, or let readiness bind do so while the workbook is closed.",
            f"3. 文稿和导出的文件放进本工作簿旁边的 {EVIDENCE_FOLDER} 文件夹，并在“{evidence.zh}”表写上文件名，"
            "或先关闭工作簿，再用 readiness bind 自动填写。",
        ),
        Text(
            f"4. Save, and run: readiness check {plan.id}/{WORKBOOK_FILE}. Until then, readiness todo {plan.id} tells "
            "what is still open and how much time is left.",
            f"4. 保存后运行 readiness check {plan.id}/{WORKBOOK_FILE} 得出结论；"
            f"随时可用 readiness todo {plan.id} 查看还缺什么、还剩多少时间。",
        ),
        Text(
            "What stays empty counts as missing, never as good. The dates below were planned with this workbook; if "
            "the launch moves, readiness todo tells the new ones.",
            "留空的内容一律视为缺失，不会当作合格。下面的截止时间按新建时的上线时间推算；"
            "上线时间有变时，以 readiness todo 为准。",
        ),
    )


def write_checks(sheet: Worksheet, needs: Needs, style: Style) -> None:
    """All checks that apply, to choose from; the first column is what drop-downs offer."""
    lang = needs.plan.lang
    style.title(sheet.cell(1, 1), SHEETS["checks"].say(lang))
    style.quiet(
        sheet.cell(2, 1),
        _ALL_CHECKS.say(lang),
    )
    for column, words in enumerate(_CHECKS_HEADER, 1):
        style.header(sheet.cell(CHECKS_START - 1, column), words.say(lang))
    for row, check in enumerate(needs.plan.checks, CHECKS_START):
        style.put(sheet.cell(row, 1), f"{check.id}  {check.title.say(lang)}")
        style.put(sheet.cell(row, 2), SEVERITIES[check.severity].say(lang))
        style.put(sheet.cell(row, 3), role_words(check.owner).say(lang))
        style.put(sheet.cell(row, 4), needs.say(needs.due_of(check)))
        style.line(sheet.cell(row, column) for column in range(1, len(_CHECKS_HEADER) + 1))
    lay_out(sheet, (84, 11, 16, 25), header=CHECKS_START - 1, grid=False)
