"""A new campaign as one Excel workbook, for owners who never open YAML."""

from __future__ import annotations

import io

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from readiness.cli.plan import Plan
from readiness.cli.workbook_cover import write_checks, write_cover
from readiness.cli.workbook_forms import (
    write_campaign,
    write_evidence,
    write_not_applicable,
    write_people,
    write_settings,
)
from readiness.cli.workbook_hosts import write_hosts
from readiness.cli.workbook_plan import Needs
from readiness.cli.workbook_styles import Style
from readiness.cli.workbook_tables import Choices, write_table
from readiness.model.workbook import (
    CAMPAIGN,
    CHECKS,
    COVER,
    EVIDENCE,
    HOSTS,
    LISTS,
    NOT_APPLICABLE,
    PEOPLE,
    SETTINGS,
    SHEETS,
)


def campaign_workbook(plan: Plan) -> bytes:
    """The workbook, in the plan's language. It is valid as it stands."""
    book = Workbook()
    book.remove(book.worksheets[0])
    style, needs = Style(plan.lang), Needs(plan)
    choices = Choices(SHEETS[LISTS].say(plan.lang))

    def add(form: str) -> Worksheet:
        return book.create_sheet(SHEETS[form].say(plan.lang))  # type: ignore[no-any-return]

    write_cover(add(COVER), needs, style)
    write_campaign(add(CAMPAIGN), plan, style)
    write_people(add(PEOPLE), plan, style)
    write_evidence(add(EVIDENCE), needs, style)
    for one in needs.tables:
        write_table(book.create_sheet(one.sheet), one, needs, choices, style)
    if any(check.when == ("online",) for check in plan.checks):
        write_hosts(add(HOSTS), plan, style)
    write_not_applicable(add(NOT_APPLICABLE), needs, style)
    write_settings(add(SETTINGS), needs, style)
    write_checks(add(CHECKS), needs, style)
    choices.write(book)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
