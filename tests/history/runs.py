"""Whole runs, decided by the real rules, for tests of records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from readiness.model.check import Severity
from readiness.model.decision import Accept, decide
from readiness.model.evidence import EvidenceUse
from readiness.model.finding import FindingKind, Measure
from readiness.model.loosening import Loosening, LooseningKind
from readiness.model.outcome import Outcome, Status, WaiverUse
from readiness.model.run import CampaignFacts, Run, Scope
from readiness.model.text import Text
from tests.engine.fakes import DIGEST, END, GOOD, LAUNCH, finding, run_one, words, wrong

AT = LAUNCH - timedelta(hours=30)
PASSED = run_one(GOOD)
FAILED = run_one(wrong(finding("SKU-1"), finding("门店 7", FindingKind.LATE)))

FULL = replace(
    FAILED,
    check="planning.terms",
    status=Status.WAIVED,
    findings_total=312,
    measures=(
        Measure("SKU-1", Decimal("1.10"), Decimal("1.2"), "ratio", "east"),
        Measure("n", Decimal("1E+3"), None, ""),
    ),
    notes=(words("9 other SKUs"), Text.same("GB18030")),
    evidence=(
        EvidenceUse("stock", "库存.csv", DIGEST, AT, AT, live=False, path="库存.csv", notes=(words("GB18030"),)),
        EvidenceUse("storefront", "https://shop.example", None, AT, live=True),
    ),
    waiver=WaiverUse("li.wei", "accepted", END, words("it expired")),
    holds_until=END - timedelta(hours=1),
    settings={"min_ratio": "1.2", "skip": [1, None, True, 0.5], "nested": {"NaN": "NaN"}},
    seconds=1.23456,
)

LOOSENED = Loosening(
    LooseningKind.SETTING, "execution.stock", "1.2", "1.1", "chen.yu", "short of stock", words("1.1 for 1.2"), "li.wei"
)


def run_of(
    *outcomes: Outcome,
    at: datetime = AT,
    as_of: datetime | None = None,
    as_of_words: str = "",
    scope: Scope | None = None,
    accept: Iterable[Accept] = (),
    loosened: tuple[Loosening, ...] = (),
    holds_until: datetime = LAUNCH,
    previous: str | None = None,
    digests: dict[str, str] | None = None,
) -> Run:
    decided = outcomes or (PASSED,)
    asked = scope or Scope()
    return Run(
        campaign=CampaignFacts(
            id="2026-618",
            name=Text("618 sale", "618 大促"),
            launch=LAUNCH,
            end=END,
            zone="Asia/Shanghai",
            release="shop-web 4.12.0",
            languages=("zh", "en"),
            people={"legal": ("王芳 <wang.fang@shop.example>",)},
            traits={"online": True, "gifts": False},
        ),
        at=at,
        as_of=as_of,
        as_of_words=as_of_words,
        scope=asked,
        outcomes=decided,
        decision=decide(decided, loosened, partial=asked.partial, accept=accept),
        loosened=loosened,
        holds_until=holds_until,
        previous=previous,
        digests=digests or {},
        notes=(words("a note"),),
        version="0.1.0",
    )


FULL_RUN = run_of(
    PASSED,
    FAILED,
    FULL,
    replace(PASSED, check="analysis.report", severity=Severity.MINOR, after_launch=True, location=None),
    as_of=LAUNCH - timedelta(hours=48),
    as_of_words="T-48h",
    scope=Scope(("execution",), ("execution.stock",), ("planning.x",), starter=True, not_asked=7),
    accept=(Accept.PARTIAL, Accept.NOT_YET),
    loosened=(LOOSENED, replace(LOOSENED, approved_by=None)),
    previous=DIGEST,
    digests={"campaign.yaml": DIGEST, "builtin:planning.yaml": DIGEST},
)
