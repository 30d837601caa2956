"""What people must have approved: legal, the plan's reviewers, the brand. Requirements and worlds."""

from __future__ import annotations

from tests.changes import COPY, PLAN, TERMS, signed_at, signoff, text, unmarked
from tests.checklists import Asked, Limit, Mutation

ASKED = {
    "planning.legal-signoff": Asked("signoff", "blocker", "announcement", starter=True),
    "planning.plan-review": Asked("signoff", "major", "T-21d"),
    "planning.brand-fit": Asked("signoff", "major", "T-14d"),
}


MUTATIONS = [
    Mutation(
        "planning.legal-signoff",
        "the terms are edited after legal approved them",
        text(TERMS, "每人每日限购 5 件", "每人每日限购 2 件"),
        "legal",
        "approval of version",
        "approved version",
    ),
    Mutation(
        "planning.legal-signoff",
        "legal never signed",
        signoff("terms", "legal", lambda e: ""),
        "legal",
        "approval of",
        "no sign-off",
    ),
    Mutation(
        "planning.legal-signoff",
        "it was signed a second too late",
        signoff("terms", "legal", signed_at("2026-06-10T10:00:01+08:00")),
        "legal",
        "by 2026-06-10 10:00",
        "1 s late",
    ),
    Mutation(
        "planning.legal-signoff",
        "someone signed who is not legal",
        signoff("terms", "legal", lambda e: e.replace("wang.fang", "lin.yue")),
        "legal",
        "approval of",
        "does not hold the role legal",
    ),
    Mutation(
        "planning.legal-signoff",
        "legal asked for changes",
        signoff("terms", "legal", lambda e: e.replace("verdict: approved", "verdict: changes-requested")),
        "legal",
        "approval of",
        "changes requested (wang.fang",
    ),
    Mutation(
        "planning.legal-signoff",
        "the author of the terms is the one who approved",
        text("campaign.yaml", "活动条款.md, author: [li.wei]", "活动条款.md, author: [wang.fang]"),
        "legal",
        "someone who did not write it",
        "author wang.fang",
    ),
    Mutation(
        "planning.plan-review",
        "one department is missing",
        signoff("plan", "logistics", lambda e: ""),
        "logistics",
        "approval of",
        "no sign-off",
    ),
    Mutation(
        "planning.plan-review",
        "one department asked for changes",
        signoff("plan", "finance", lambda e: e.replace("verdict: approved", "verdict: changes-requested")),
        "finance",
        "approval of",
        "changes requested (gao.yun",
    ),
    Mutation(
        "planning.plan-review",
        "nobody marked one of the criteria",
        unmarked,
        "risk-control",
        "a mark",
        "no mark",
    ),
    Mutation(
        "planning.plan-review",
        "the plan is edited",
        text(PLAN, "2,680", "2,860"),
        "executive",
        "approval of version",
        "approved version",
    ),
    Mutation(
        "planning.brand-fit",
        "the copy is edited",
        text(COPY, "把夏天搬回家\n\n## 副", "清凉一夏\n\n## 副"),
        "brand",
        "approval of version",
        "approved version",
    ),
    Mutation(
        "planning.brand-fit",
        "the brand team never signed",
        signoff("copy", "brand", lambda e: ""),
        "brand",
        "approval of",
        "no sign-off",
    ),
]

LIMITS: list[Limit] = [
    (
        "planning.legal-signoff",
        "signed as the warm-up begins",
        signoff("terms", "legal", signed_at("2026-06-10T10:00:00+08:00")),
    ),
]
