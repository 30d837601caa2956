"""Small campaigns and probes that behave as a test says, for tests of the layers that know no kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from readiness.engine.listener import SILENT, Listener
from readiness.engine.runner import Plan, run_checks
from readiness.model.campaign import Campaign, NotApplicable, Person, SignaturePolicy
from readiness.model.check import Check, Phase, Severity
from readiness.model.errors import NotSupplied
from readiness.model.evidence import EvidenceUse
from readiness.model.finding import Examined, Finding, FindingKind, Judgement
from readiness.model.location import Location
from readiness.model.loosening import Loosening
from readiness.model.moments import Moment
from readiness.model.outcome import Outcome
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.model.times import Times
from readiness.model.waiver import Covers, Waiver

SHANGHAI = ZoneInfo("Asia/Shanghai")
LAUNCH = datetime(2026, 6, 17, 16, tzinfo=UTC)  # 18 June, 00:00 in Shanghai
END = LAUNCH + timedelta(days=3)
PLACE = Location("campaign.yaml", 1, 1)
DIGEST = "ab" * 32

GOOD = Judgement(Examined(12, "SKUs"))


def words(en: str) -> Text:
    return Text(en, f"中文 {en}")


def finding(subject: str = "SKU-1", kind: FindingKind = FindingKind.WRONG) -> Finding:
    return Finding(subject, Text.same("1.2"), Text.same("1.1"), words("too little"), "ratio", "stock.csv row 2", kind)


def wrong(*findings: Finding) -> Judgement:
    return Judgement(Examined(12, "SKUs"), findings or (finding(),))


@dataclass(frozen=True)
class FakeProbe:
    """Answers what it is given: a judgement, an exception, or what a function returns."""

    answer: Any = GOOD
    evidence: tuple[str, ...] = ("stock",)
    aged: tuple[str, ...] = ()
    kind: str = "fake"
    timed: bool = False
    settings: Mapping[str, Any] = field(default_factory=dict)

    def gather(self, context: Any) -> Any:
        return self.answer(context) if callable(self.answer) else self.answer

    def judge(self, facts: Any, situation: Situation) -> Judgement:
        if isinstance(facts, BaseException):
            raise facts
        return facts  # type: ignore[no-any-return]  # some tests give what is no judgement

    def settings_for_people(self) -> dict[str, Any]:
        return dict(self.settings)


@dataclass
class FakeContext:
    seconds: float = 60.0
    uses: tuple[EvidenceUse, ...] = (EvidenceUse("stock", "stock.csv", DIGEST, None, path="stock.csv"),)

    def absent(self, names: tuple[str, ...]) -> tuple[NotSupplied, ...]:
        return tuple(NotSupplied(words(f"no {name} is there"), name=name) for name in names)


def check(
    check_id: str = "execution.stock",
    answer: Any = GOOD,
    *,
    severity: Severity = Severity.BLOCKER,
    due: str = "T",
    phase: Phase = Phase.EXECUTION,
    when: tuple[str, ...] = (),
    starter: bool = False,
    **probe: Any,
) -> Check:
    return Check(
        id=check_id,
        phase=phase,
        title=words("title"),
        why=words("why"),
        severity=severity,
        due=Moment.parse(due),
        owner="supply-chain",
        when=when,
        probe=FakeProbe(answer, **probe),
        remedy=words("Order more stock."),
        source=Text.same("plan 3.2"),
        starter=starter,
        location=PLACE,
    )


def campaign(
    *checks: Check,
    waivers: tuple[Waiver, ...] = (),
    loosened: tuple[Loosening, ...] = (),
    traits: Mapping[str, bool] | None = None,
    not_applicable: Mapping[str, NotApplicable] | None = None,
    starter: bool = False,
    folder: Path = Path(),
    digests: Mapping[str, str] | None = None,
) -> Campaign:
    return Campaign(
        id="2026-618",
        name=Text("618 sale", "618 大促"),
        launch=LAUNCH,
        end=END,
        zone=SHANGHAI,
        moments={"warm-up": LAUNCH - timedelta(days=8)},
        release="shop-web 4.12.0",
        languages=("zh", "en"),
        traits=traits or {"online": True, "gifts": False},
        people=(
            Person("li.wei", "李伟", ("campaign-owner",), "li.wei@shop.example"),
            Person("chen.yu", "陈宇", ("supply-chain",), "chen.yu@shop.example"),
        ),
        contracts={},
        bindings={},
        hosts={},
        checks=checks,
        not_applicable=not_applicable or {},
        loosened=loosened,
        signoffs=(),
        waivers=waivers,
        waive_roles={
            Severity.BLOCKER: ("campaign-owner",),
            Severity.MAJOR: ("campaign-owner",),
            Severity.MINOR: ("campaign-owner", "supply-chain"),
        },
        signatures=SignaturePolicy(required=False, allowed_signers=None),
        starter=starter,
        folder=folder,
        file="campaign.yaml",
        digests=digests or {},
    )


def times(now: datetime = LAUNCH, *, as_of: bool = False, seen_until: datetime | None = None) -> Times:
    return Times(now, seen_until or now, as_of, LAUNCH, END, SHANGHAI, {"warm-up": LAUNCH - timedelta(days=8)})


def waiver(
    subject: str = "execution.stock",
    *,
    person: str = "li.wei",
    at: datetime = LAUNCH - timedelta(days=1),
    expires: datetime = END,
    covers: Covers = Covers.FAILURE,
    sha256: str | None = None,
) -> Waiver:
    return Waiver(subject, covers, person, "accepted by the sponsor", at, expires, PLACE, sha256)


def run_plan(
    plan: Plan,
    whose: Campaign | None = None,
    when: Times | None = None,
    open_context: Callable[[Check, float], Any] | None = None,
    listener: Listener = SILENT,
) -> tuple[Outcome, ...]:
    opener = open_context or (lambda check, seconds: FakeContext(seconds))
    return run_checks(plan, whose or campaign(*plan.checks), when or times(), opener, listener)


def run_one(answer: Any, when: Times | None = None, **details: Any) -> Outcome:
    """The outcome of one check whose probe gives `answer`."""
    return run_plan(Plan((check(answer=answer, **details),)), when=when)[0]
