"""docs/coverage.md: each requirement, the checks that decide it, and the worlds that show it; docs/checks/README.md."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.model.check import Check
from tests.mutations import MUTATIONS, SHIPPED
from tests.pages.check_page import MADE, table
from tests.pages.requirements import LATER, REQUIREMENTS, SIGNED_ALONE, Requirement

_CHECKLISTS = ("planning", "execution", "technical", "analysis", "crm", "channel")


def shipped_of(requirement: Requirement) -> list[Check]:
    """The checks of a requirement that ship."""
    return [SHIPPED[check] for check in requirement.checks if check in SHIPPED]


def rests_on_a_signoff(requirement: Requirement) -> bool:
    """Whether nothing but a person's approval decides it."""
    checks = shipped_of(requirement)
    return bool(checks) and all(check.probe.kind == "signoff" for check in checks)


def coverage_page() -> str:
    """The whole table as Markdown."""
    decided = [one for one in REQUIREMENTS if shipped_of(one)]
    signed = [one for one in REQUIREMENTS if rests_on_a_signoff(one)]
    waiting = [one for one in REQUIREMENTS if not shipped_of(one)]
    parts = [
        MADE,
        "# What is checked 检查范围",
        (
            f"{len(REQUIREMENTS)} requirements were taken line by line from four articles on promotions (named in the "
            f"source of each check). {len(decided)} of them are decided by {len(SHIPPED)} checks. "
            "Each check passes in one world of the tests and fails in the number of worlds given; its page tells them."
        ),
        (
            f"{len(REQUIREMENTS)} 项要求逐行取自四篇促销管理文章（见各检查项的来源），"
            f"其中 {len(decided)} 项由 {len(SHIPPED)} 个检查项判定。"
            "每个检查项在测试的正常情形中通过，并在所列数量的错误情形中不通过，详见各检查项的页面。"
        ),
        table(["requirement", "what is asked", "要求", "check", "kind", "worlds: passes / fails"], _rows()),
        f"## Decided by a person alone ({len(signed)} of at most 12) 仅凭签核",
        table(["requirement", "why", "理由"], [(one.id, *_why(one)) for one in signed]),
    ]
    if waiting:
        parts += [
            f"## Asks a running system ({len(waiting)}) 须询问运行中的系统",
            (
                "These wait for the kind that is named: a document about a system is no substitute for the system. "
                "以下各项等待所列探针；关于系统的文档不能代替系统本身。"
            ),
            table(
                ["requirement", "what is asked", "要求", "kind to come"],
                [(one.id, _later(one)[0], _later(one)[1], LATER[one.checks[0]].kind) for one in waiting],
            ),
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
        if not shipped_of(requirement):
            en, zh = _later(requirement)
            yield (requirement.id, en, zh, "to come", LATER[requirement.checks[0]].kind, "")


def _later(requirement: Requirement) -> tuple[str, str]:
    title = LATER[requirement.checks[0]].title
    return title.en, title.zh


def _why(requirement: Requirement) -> tuple[str, str]:
    reason = SIGNED_ALONE[requirement.id]
    return reason.en, reason.zh
