"""Runs of each decision, built from the model's types: what the golden documents and the other tests render."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from readiness.model.check import Phase, Severity
from readiness.model.decision import decide
from readiness.model.evidence import EvidenceUse
from readiness.model.finding import Examined, Finding, FindingKind, Measure
from readiness.model.location import Location
from readiness.model.loosening import Loosening, LooseningKind
from readiness.model.outcome import Outcome, Status, WaiverUse
from readiness.model.run import CampaignFacts, Run, Scope
from readiness.model.text import Text

SHANGHAI = ZoneInfo("Asia/Shanghai")
LAUNCH = datetime(2026, 6, 18, tzinfo=SHANGHAI)
END = datetime(2026, 6, 20, 23, 59, 59, tzinfo=SHANGHAI)
DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

TITLES = {
    "execution.stock-coverage": Text(
        "Promoted SKUs hold at least 120 % of forecast sales", "主推商品库存覆盖预估销量的 120 %"
    ),
    "execution.store-display": Text("Stores finish their displays 48 h before launch", "门店在上线前 48 小时完成陈列"),
    "execution.gift-packing": Text("Gifts are packed and labelled apart", "赠品单独打包并贴标"),
    "planning.legal-signoff": Text("Legal has approved the terms", "法务已批准活动条款"),
    "planning.plan-review": Text("Every department has reviewed the plan", "各部门已评审策划方案"),
    "technical.endpoint-health": Text("Every endpoint of the shop answers", "商城所有接口应答正常"),
    "technical.static-fallback": Text("A static page is ready for an outage", "已备好故障时的静态页"),
    "analysis.report-72h": Text("The report is out 72 h after the end", "结束后 72 小时内出具报告"),
}
PEOPLE = {
    "supply-chain": ("张敏 <min.zhang@shop.example>",),
    "store-operations": ("Chen Tao <tao.chen@shop.example>", "刘洋"),
    "legal": ("王芳 <fang.wang@shop.example>",),
    "campaign-owner": ("李伟 <wei.li@shop.example>",),
    "it": ("Ana Ruiz <ana.ruiz@shop.example>",),
}
OWNERS = {
    "execution.stock-coverage": "supply-chain",
    "execution.store-display": "store-operations",
    "execution.gift-packing": "supply-chain",
    "planning.legal-signoff": "legal",
    "planning.plan-review": "campaign-owner",
    "technical.endpoint-health": "it",
    "technical.static-fallback": "it",
    "analysis.report-72h": "data",
}


def at(day: int, hour: int = 0, minute: int = 0) -> datetime:
    """An instant of June 2026 in Shanghai."""
    return datetime(2026, 6, day, hour, minute, tzinfo=SHANGHAI)


def outcome(check: str, status: Status = Status.PASSED, **changes: Any) -> Outcome:
    """A whole outcome; `changes` replace its fields."""
    fields: dict[str, Any] = {
        "check": check,
        "status": status,
        "severity": Severity.BLOCKER,
        "phase": Phase(check.partition(".")[0]),
        "due": LAUNCH - timedelta(hours=72),
        "due_words": "T-72h",
        "owner": OWNERS.get(check, "campaign-owner"),
        "people": (),
        "title": TITLES.get(check, Text(f"Title of {check}", f"{check} 的标题")),
        "why": Text(
            "A promotion that sells out in an hour costs more trust than it wins.", "一小时就断货的活动,得不偿失。"
        ),
        "remedy": Text(
            "Move stock between warehouses or lower the forecast with its owner.", "请调拨库存,或与负责人重新确认预估。"
        ),
        "source": Text("Implementation checklist, section 2", "实施前检查清单,第二部分"),
        "kind": "stock-coverage",
        "settings": {"promoted": "promoted", "min_ratio": "1.2"},
        "message": Text("Meets the requirement", "符合要求"),
        "examined": Examined(214, "SKUs"),
        "seconds": 0.125,
        "location": Location("checklists/execution.yaml", 52, 5),
    }
    return Outcome(**{**fields, **changes})


def campaign(**changes: Any) -> CampaignFacts:
    fields: dict[str, Any] = {
        "id": "2026-618",
        "name": Text("618 sale", "618 大促"),
        "launch": LAUNCH,
        "end": END,
        "zone": "Asia/Shanghai",
        "release": "shop-web 4.12.0",
        "languages": ("zh", "en"),
        "people": PEOPLE,
        "traits": {"online": True, "lottery": False},
    }
    return CampaignFacts(**{**fields, **changes})


def run_of(outcomes: Sequence[Outcome], loosened: Sequence[Loosening] = (), **changes: Any) -> Run:
    """A run decided by the real rules."""
    scope: Scope = changes.get("scope", Scope())
    fields: dict[str, Any] = {
        "campaign": campaign(),
        "at": at(17, 20),
        "as_of": None,
        "as_of_words": "",
        "scope": scope,
        "outcomes": tuple(outcomes),
        "decision": decide(outcomes, loosened, partial=scope.partial),
        "loosened": tuple(loosened),
        "holds_until": at(18, 20),
        "previous": None,
        "digests": {"campaign.yaml": DIGEST},
        "notes": (),
        "version": "0.0.0",
    }
    return Run(**{**fields, **changes})


def stock_finding(sku: str, required: str, observed: str, row: int) -> Finding:
    return Finding(
        subject=sku,
        required=Text(f"at least {required}", f"至少 {required}"),
        observed=Text.same(observed),
        message=Text(f"{sku} holds too little", f"{sku} 库存不足"),
        unit="unit",
        where=f"stock.xlsx, sheet 库存, row {row}",
    )


def stock_evidence() -> EvidenceUse:
    return EvidenceUse(
        name="stock",
        source="evidence/stock.xlsx, sheet 库存",
        sha256=DIGEST,
        time=at(14, 20),
        modified=at(15, 9, 30),
        path="evidence/stock.xlsx",
        notes=(Text("Read as GB18030", "按 GB18030 读取"),),
    )


def go() -> Run:
    """All that blocks has passed; a minor is open and one check is due after launch."""
    return run_of(
        [
            outcome(
                "execution.stock-coverage",
                evidence=(stock_evidence(),),
                measures=(Measure("SKU-118", Decimal("1.2"), Decimal("1.2"), "ratio", "stores"),),
                holds_until=at(18, 20),
            ),
            outcome("execution.store-display", examined=Examined(36, "stores"), kind="confirmations"),
            outcome("planning.legal-signoff", examined=Examined(1, "sign-offs"), kind="signoff"),
            outcome(
                "execution.gift-packing",
                Status.FAILED,
                severity=Severity.MINOR,
                message=Text("Gift boxes are not labelled", "赠品盒未贴标"),
                examined=Examined(12, "rows"),
            ),
            outcome(
                "planning.fire-permit",
                Status.NOT_APPLICABLE,
                message=Text("The campaign has no offline-stores", "活动没有线下门店"),
                examined=Examined(0, "things"),
            ),
            outcome(
                "analysis.report-72h",
                Status.PENDING,
                severity=Severity.MAJOR,
                due=END + timedelta(hours=72),
                after_launch=True,
                message=Text("Nothing is bound to report yet", "尚未提供 report"),
                examined=Examined(0, "things"),
            ),
        ]
    )


def no_go() -> Run:
    """Several reasons of different rules, with Chinese evidence, a cut list and a late act."""
    findings = tuple(stock_finding(f"雨伞-{n:03}", "1,200", f"{800 + n}", 17 + n) for n in range(8))
    late = Finding(
        subject="上海徐汇店",
        required=Text("confirmed by Mon 15 June, 24:00", "6月15日(周一)24:00 前确认"),
        observed=Text("Tue 16 June, 09:30, 9 h late", "6月16日(周二)09:30,晚 9 小时"),
        message=Text("Confirmed late", "确认逾期"),
        where="display.tsv, row 7",
        kind=FindingKind.LATE,
    )
    return run_of(
        [
            outcome(
                "execution.stock-coverage",
                Status.FAILED,
                message=Text(
                    "雨伞-000: required at least 1,200 unit, observed 800 unit; and 41 more",
                    "雨伞-000:要求 至少 1,200 unit,实际 800 unit;另有 41 项",
                ),
                findings=findings,
                findings_total=42,
                measures=(
                    Measure("雨伞-000", Decimal("0.799996"), Decimal("1.2"), "ratio", "华东仓"),
                    Measure("雨伞-001", Decimal("1.199996"), Decimal("1.2"), "ratio", "华东仓"),
                ),
                evidence=(stock_evidence(),),
            ),
            outcome(
                "execution.store-display",
                Status.FAILED,
                due=LAUNCH - timedelta(hours=48),
                message=Text("1 store confirmed late", "1 家门店确认逾期"),
                hint=Text(
                    "A late confirmation cannot be repaired; have it waived: readiness waive execution.store-display",
                    "逾期的确认无法补救,只能申请豁免:readiness waive execution.store-display",
                ),
                findings=(late,),
                findings_total=1,
                examined=Examined(36, "stores"),
                kind="confirmations",
            ),
            outcome(
                "technical.endpoint-health",
                Status.ERROR,
                due=LAUNCH,
                message=Text("The probe took longer than its 60 s", "探针超过了 60 秒的时限"),
                hint=Text("Run it again, or raise --probe-seconds", "请重试,或调大 --probe-seconds"),
                examined=Examined(0, "requests"),
                kind="http",
            ),
            outcome(
                "planning.plan-review",
                Status.PENDING,
                severity=Severity.MAJOR,
                due=at(18),
                owner="sponsor",
                message=Text("Nobody has signed plan as sponsor", "sponsor 尚未签核 plan"),
                remedy=Text(
                    "readiness sign plan --role sponsor --as <person>", "readiness sign plan --role sponsor --as <人员>"
                ),
                examined=Examined(0, "sign-offs"),
                kind="signoff",
            ),
            outcome("planning.legal-signoff", examined=Examined(1, "sign-offs"), kind="signoff"),
        ],
        at=at(17, 19),
    )


def conditional() -> Run:
    """A waived blocker, a failed major and two loosenings, one of them approved."""
    return run_of(
        [
            outcome(
                "execution.stock-coverage",
                Status.WAIVED,
                message=Text(
                    "SKU-7: required at least 300 unit, observed 290 unit", "SKU-7:要求 至少 300 unit,实际 290 unit"
                ),
                findings=(stock_finding("SKU-7", "300", "290", 9),),
                findings_total=1,
                waiver=WaiverUse("李伟", "A truck with 500 units arrives on the 17th", at(19)),
            ),
            outcome(
                "technical.static-fallback",
                Status.FAILED,
                severity=Severity.MAJOR,
                due=LAUNCH - timedelta(hours=4),
                message=Text("The page answers 404", "页面返回 404"),
                examined=Examined(3, "requests"),
                waiver=WaiverUse("李伟", "Agreed by phone", at(16), Text("it expired", "已过期")),
                kind="http",
            ),
            outcome("planning.legal-signoff", examined=Examined(1, "sign-offs"), kind="signoff"),
        ],
        [
            Loosening(
                LooseningKind.SETTING,
                "execution.stock-coverage",
                "min_ratio: 1.2",
                "min_ratio: 1.1",
                "campaign.yaml",
                "",
                Text(
                    "execution.stock-coverage asks for 1.1 instead of 1.2", "execution.stock-coverage 由 1.2 放宽为 1.1"
                ),
            ),
            Loosening(
                LooseningKind.NOT_APPLICABLE,
                "execution.fire-permit",
                "asked",
                "not applicable",
                "li.wei",
                "Stores are open as usual",
                Text("execution.fire-permit is said not to apply", "execution.fire-permit 被声明为不适用"),
                approved_by="王芳",
            ),
        ],
        notes=(
            Text(
                "The waiver of execution.stock-coverage ends in 28 h",
                "execution.stock-coverage 的豁免将在 28 小时后到期",
            ),
        ),
    )


def not_yet() -> Run:
    """As of T-48h, the technical phase only, of a starter selection; a live system was asked."""
    live = EvidenceUse("storefront", "https://shop.example/618", None, at(13, 9), live=True)
    skipped = Text("Not selected", "未被选中")
    return run_of(
        [
            outcome(
                "technical.static-fallback",
                Status.PENDING,
                due=at(16, 5),
                message=Text("Nothing is bound to fallback", "尚未提供 fallback"),
                examined=Examined(0, "requests"),
                kind="http",
            ),
            outcome("technical.endpoint-health", examined=Examined(40, "endpoints"), evidence=(live,), kind="http"),
            outcome("execution.stock-coverage", Status.SKIPPED, message=skipped, examined=Examined(0, "things")),
            outcome("planning.legal-signoff", Status.SKIPPED, message=skipped, examined=Examined(0, "things")),
        ],
        at=at(13, 9),
        as_of=at(16),
        as_of_words="T-48h",
        scope=Scope(phases=("technical",), starter=True, not_asked=100),
        holds_until=at(17),
    )


def cannot_tell() -> Run:
    """Nothing passed: what was there could not be read."""
    return run_of(
        [
            outcome(
                "execution.stock-coverage",
                Status.ERROR,
                message=Text(
                    "stock.csv has no column for available; it has: 商品编码, 数量",
                    "stock.csv 没有 available 列;现有的列:商品编码、数量",
                ),
                hint=Text(
                    "Name the column in the binding: columns: {available: 数量}",
                    "请在绑定中指明列:columns: {available: 数量}",
                ),
                examined=Examined(0, "SKUs"),
            ),
            outcome(
                "execution.gift-packing",
                Status.ERROR,
                severity=Severity.MINOR,
                message=Text("gifts.csv ends in the middle of row 12", "gifts.csv 在第 12 行中断"),
                examined=Examined(0, "rows"),
            ),
        ],
        at=datetime(2026, 6, 14, 15, 30, tzinfo=UTC),
    )


RUNS: dict[str, Callable[[], Run]] = {
    "go": go,
    "no-go": no_go,
    "conditional": conditional,
    "not-yet": not_yet,
    "cannot-tell": cannot_tell,
}
