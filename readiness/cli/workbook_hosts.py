"""The sheet of a new workbook for what a campaign pairs with hosts: what an earlier one did, else nothing."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

from readiness.cli.plan import Plan
from readiness.cli.workbook_forms import HEADER_ROW, open_form, spare_rows, write_header, write_row
from readiness.cli.workbook_styles import Style, below, choose, lay_out
from readiness.loading.workbook_words import HOSTS, NO, YES
from readiness.model import workbook
from readiness.model.text import Text

_ABOUT = Text(
    "Only for hosts that need more than their address. Secrets never stand here: write ${NAME}, and set the variable "
    "where the check runs.",
    "仅填写需要特别设置的主机。密钥等请勿写在此处：写 ${变量名}，在运行检查的环境中设置其值。",
)


def write_hosts(sheet: Worksheet, plan: Plan, style: Style) -> None:
    lang = plan.lang
    open_form(sheet, workbook.HOSTS, _ABOUT, style, lang)
    write_header(sheet, HOSTS, style, lang)
    row = HEADER_ROW
    known = plan.earlier.more.get("hosts", {}) if plan.earlier else {}
    for name, said in known.items():
        row += 1
        write_row(sheet, row, [name, *(str((said or {}).get(label.key, "")) for label in HOSTS[1:])], style)
    spare_rows(sheet, row, len(HOSTS), style)
    keys = [label.key for label in HOSTS]
    choose(sheet, below(keys.index("refusal_tests") + 1, HEADER_ROW), (YES.say(lang), NO.say(lang)), strict=True)
    lay_out(sheet, (34, 26, 34, 34, 34, 34, 30, 18, 22, 30), header=HEADER_ROW)
