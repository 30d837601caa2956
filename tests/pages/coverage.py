"""docs/coverage.md: each requirement, the checks that decide it, and the worlds that show it; docs/checks/README.md."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.model.check import Check
from tests.mutations import MUTATIONS, SHIPPED
from tests.pages.check_page import MADE, table
from tests.pages.requirements import REQUIREMENTS, SIGNED_ALONE, Requirement

_CHECKLISTS = ("planning", "execution", "technical", "analysis", "crm", "channel")


def shipped_of(requirement: Requirement) -> list[Check]:
    """The checks of a requirement."""
    return [SHIPPED[check] for check in requirement.checks]


def rests_on_a_signoff(requirement: Requirement) -> bool:
    """Whether nothing but a person's approval decides it."""
    return all(check.probe.kind == "signoff" for check in shipped_of(requirement))


def coverage_page() -> str:
    """The whole table as Markdown."""
    signed = [one for one in REQUIREMENTS if rests_on_a_signoff(one)]
    parts = [
        MADE,
        "# What is checked 检查范围",
        (
            f"{len(REQUIREMENTS)} requirements were taken line by line from four articles on promotions (named in the "
            f"source of each check); {len(SHIPPED)} checks decide them. "
            "Each check passes in one world of the tests and fails in the number of worlds given; its page tells them."
        ),
        (
            f"{len(REQUIREMENTS)} 项要求逐行取自四篇促销管理文章（见各检查项的来源），"
            f"由 {len(SHIPPED)} 个检查项判定。"
            "每个检查项在测试的正常情形中通过，并在所列数量的错误情形中不通过，详见各检查项的页面。"
        ),
        table(["requirement", "what is asked", "要求", "check", "kind", "worlds: passes / fails"], _rows()),
        f"## Decided by a person alone ({len(signed)} of at most 12) 仅凭签核",
        table(["requirement", "why", "理由"], [(one.id, *_why(one)) for one in signed]),
    ]
    return "\n\n".join(parts) + "\n"


def index_page() -> str:
    """The list of all pages, by checklist."""
    parts = [
        MADE,
        "# Checks 检查项",
        "What each requirement became: [what is checked](../coverage.md). 检查范围见同一页。",
    ]
    for name in _CHECKLISTS:
        checks = [check for check in SHIPPED.values() if check.id.startswith(f"{name}.")]
        parts.append(f"## {name} ({len(checks)})")
        rows = [(f"[{c.id}]({c.id}.md)", c.title.en, c.title.zh, c.severity.value, f"`{c.due.words}`") for c in checks]
        parts.append(table(["check", "title", "标题", "severity", "due"], rows))
    return "\n\n".join(parts) + "\n"


def _rows() -> Iterator[tuple[str, ...]]:
    for requirement in REQUIREMENTS:
        for number, check in enumerate(shipped_of(requirement)):
            fails = sum(mutation.check == check.id for mutation in MUTATIONS)
            kind = f"[{check.probe.kind}](probes/{check.probe.kind}.md)"
            named = requirement.id if number == 0 else ""
            yield (named, check.title.en, check.title.zh, f"[{check.id}](checks/{check.id}.md)", kind, f"1 / {fails}")


def _why(requirement: Requirement) -> tuple[str, str]:
    reason = SIGNED_ALONE[requirement.id]
    return reason.en, reason.zh
