"""A run with everything that pictures are drawn from."""

from __future__ import annotations

from decimal import Decimal

from readiness.model.finding import Examined, Measure
from readiness.model.outcome import Status
from readiness.model.run import Run
from readiness.model.text import Text
from tests.reporting.runs import LAUNCH, outcome, run_of, stock_evidence, stock_finding

RATIO = "ratio"


def stock(count: int = 300, short: int = 40) -> tuple[Measure, ...]:
    """So many SKUs, of which the first are short; a short one also says by how many units."""
    limit = Decimal("1.2")
    covered = tuple(
        Measure(
            f"SKU-{n:03}",
            Decimal(n + 50) / 100 if n < short else Decimal(120 + n) / 100,
            limit,
            RATIO,
            "stock coverage",
        )
        for n in range(count)
    )
    lacking = tuple(Measure(f"SKU-{n:03}", Decimal(10 + n), Decimal(0), "units", "short") for n in range(short))
    return (*covered, *lacking)


def measured() -> Run:
    """Stock, confirmations by region, answer times and a rota, each with something that misses its limit."""
    return run_of(
        [
            outcome(
                "execution.stock-coverage",
                Status.FAILED,
                message=Text("SKU-001: required at least 1,200, observed 800", "SKU-001：要求至少 1,200，实际 800"),
                findings=(stock_finding("SKU-001", "1,200", "800", 17),),
                findings_total=40,
                measures=stock(),
                examined=Examined(300, "SKUs"),
                evidence=(stock_evidence(),),
            ),
            outcome(
                "execution.store-display",
                kind="confirmations",
                examined=Examined(40, "stores"),
                measures=(
                    Measure("stores confirmed", Decimal("0.95"), Decimal(1), RATIO),
                    Measure("stores confirmed", Decimal(18), Decimal(20), "stores", "上海"),
                    Measure("stores confirmed", Decimal(20), Decimal(20), "stores", "武汉"),
                ),
            ),
            outcome(
                "technical.endpoint-health",
                Status.PENDING,
                due=LAUNCH,
                kind="http",
                examined=Examined(2, "endpoints"),
                measures=(
                    Measure("/cart", Decimal(1200), Decimal(1000), "ms", "p95"),
                    Measure("/pay", Decimal(300), Decimal(2000), "ms", "p95"),
                ),
            ),
            outcome(
                "technical.static-fallback",
                kind="coverage",
                examined=Examined(9, "shifts"),
                measures=(
                    Measure("DBA", Decimal(20), Decimal(24), "h", "2026-06-18"),
                    Measure("DBA", Decimal(24), Decimal(24), "h", "2026-06-19"),
                ),
            ),
            outcome(
                "planning.budget-split",
                kind="rows",
                examined=Examined(7, "lines"),
                measures=(
                    Measure("lines in order", Decimal(1), Decimal(1), RATIO),
                    Measure("核心", Decimal("0.4"), None, RATIO, "share"),
                    Measure("测试", Decimal("0.31"), None, RATIO, "share"),
                    Measure("储备", Decimal("0.29"), Decimal("0.3"), RATIO, "share"),
                ),
            ),
        ]
    )
