"""The 112 requirements of the source articles, and which checks decide each."""

from __future__ import annotations

from dataclasses import dataclass

from readiness.model.text import Text


@dataclass(frozen=True)
class Requirement:
    """One requirement. Its check has its name; `more` are the names of checks that decide a part of it."""

    checklist: str
    number: int
    name: str
    more: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """`planning-01-kpi-smart`."""
        return f"{self.checklist}-{self.number:02}-{self.name}"

    @property
    def checks(self) -> tuple[str, ...]:
        """The full ids of its checks."""
        return tuple(f"{self.checklist}.{name}" for name in (self.name, *self.more))


REQUIREMENTS = (
    Requirement("planning", 1, "kpi-smart"),
    Requirement("planning", 2, "kpi-baseline", ("monitored-baseline",)),
    Requirement("planning", 3, "budget-categories"),
    Requirement("planning", 4, "budget-split"),
    Requirement("planning", 5, "budget-elastic-margin", ("budget-flex-range", "budget-worst-case", "prizes-in-budget")),
    Requirement("planning", 6, "roi-forecast"),
    Requirement("planning", 7, "promo-type-fit"),
    Requirement("planning", 8, "audience-persona"),
    Requirement("planning", 9, "segment-offer-matrix"),
    Requirement("planning", 10, "schedule-windows"),
    Requirement("planning", 11, "competitor-calendar", ("active-hours",)),
    Requirement("planning", 12, "duration"),
    Requirement("planning", 13, "offer-content", ("brand-fit",)),
    Requirement("planning", 14, "channel-plan"),
    Requirement("planning", 15, "touch-cadence"),
    Requirement("planning", 16, "risk-register"),
    Requirement("planning", 17, "raci", ("task-plan", "kick-off")),
    Requirement("planning", 18, "sync-meetings"),
    Requirement("planning", 19, "legal-signoff"),
    Requirement("planning", 20, "dress-rehearsal"),
    Requirement("planning", 21, "plan-review"),
    Requirement("planning", 22, "resources-confirmed"),
    Requirement("planning", 23, "rule-clauses"),
    Requirement("planning", 24, "rule-arithmetic"),
    Requirement("planning", 25, "cross-region-pricing"),
    Requirement("planning", 26, "original-price", ("prior-price-eu", "price-display")),
    Requirement("planning", 27, "backup-channel"),
    Requirement("planning", 28, "lifecycle-followup"),
    Requirement("execution", 1, "stocktake"),
    Requirement("execution", 2, "stock-coverage"),
    Requirement("execution", 3, "gift-packing"),
    Requirement("execution", 4, "print-ab-test"),
    Requirement("execution", 5, "store-display"),
    Requirement("execution", 6, "payment-order-sync-rounds"),
    Requirement("execution", 7, "staff-training"),
    Requirement("execution", 8, "faq-kb"),
    Requirement("execution", 9, "ab-role-backup", ("leave-calendar",)),
    Requirement("execution", 10, "static-fallback", ("cs-scripts",)),
    Requirement("execution", 11, "fire-permit", ("mass-event-licence",)),
    Requirement("execution", 12, "medical-kits"),
    Requirement("execution", 13, "emergency-group-sla", ("emergency-call-drill",)),
    Requirement("execution", 14, "no-final-interpretation"),
    Requirement("execution", 15, "lottery-cap", ("lottery-local-rules",)),
    Requirement("execution", 16, "lottery-announcement", ("lottery-archive",)),
    Requirement("execution", 17, "privacy-pipl"),
    Requirement("execution", 18, "gdpr-consent", ("gdpr-policy",)),
    Requirement("execution", 19, "ad-words"),
    Requirement("execution", 20, "materials-delivered"),
    Requirement("execution", 21, "pr-crisis-plan"),
    Requirement("execution", 22, "stock-alert"),
    Requirement("execution", 23, "content-calendar", ("content-assets",)),
    Requirement("execution", 24, "warmup-scheduled"),
    Requirement("execution", 25, "cs-staffing"),
    Requirement("execution", 26, "anti-cheat-procedure"),
    Requirement("technical", 1, "load-test-5x"),
    Requirement("technical", 2, "full-link-test-t72"),
    Requirement("technical", 3, "lb-rw-split"),
    Requirement("technical", 4, "cdn-cache", ("dynamic-not-cached",)),
    Requirement("technical", 5, "circuit-breaker", ("circuit-breaker-drill",)),
    Requirement("technical", 6, "entry-points-8", ("entry-points-named",)),
    Requirement("technical", 7, "test-metrics-23"),
    Requirement("technical", 8, "coupon-old-os"),
    Requirement("technical", 9, "waf-cc", ("abuse-refused",)),
    Requirement("technical", 10, "coupon-api-crypto"),
    Requirement("technical", 11, "one-device-one-code"),
    Requirement("technical", 12, "bot-detection", ("bot-scenes",)),
    Requirement("technical", 13, "pci-dss"),
    Requirement("technical", 14, "https-mtls", ("payment-https",)),
    Requirement("technical", 15, "alert-tiers"),
    Requirement("technical", 16, "business-metrics-12", ("business-metrics-shown",)),
    Requirement("technical", 17, "dr-two-plans", ("dr-drills",)),
    Requirement("technical", 18, "db-backup-15m", ("restore-test",)),
    Requirement("technical", 19, "dba-oncall"),
    Requirement("technical", 20, "dns-failover-5m", ("dns-failover-drill", "backup-site")),
    Requirement("technical", 21, "oversell-guard", ("stock-reconciliation",)),
    Requirement("technical", 22, "endpoint-health"),
    Requirement("technical", 23, "landing-speed"),
    Requirement("technical", 24, "release-tests", ("deployed-version",)),
    Requirement("technical", 25, "realtime-sync-crm"),
    Requirement("analysis", 1, "tracking-complete"),
    Requirement("analysis", 2, "cleaning-rules"),
    Requirement("analysis", 3, "channel-source-tags"),
    Requirement("analysis", 4, "data-interfaces"),
    Requirement("analysis", 5, "kpi-alerts", ("traffic-alerts", "redemption-alert")),
    Requirement("analysis", 6, "hourly-refresh"),
    Requirement("analysis", 7, "effect-matrix"),
    Requirement("analysis", 8, "attribution-weights"),
    Requirement("analysis", 9, "identity-match"),
    Requirement("analysis", 10, "reach-ab-test"),
    Requirement("analysis", 11, "optimisation-playbook"),
    Requirement("analysis", 12, "inventory-turnover-watch"),
    Requirement("analysis", 13, "report-72h", ("report-done",)),
    Requirement("analysis", 14, "scorecard-weights"),
    Requirement("analysis", 15, "roi-incrementality", ("cycle-reduction",)),
    Requirement("analysis", 16, "raw-clean-48h", ("raw-clean-done",)),
    Requirement("analysis", 17, "retro"),
    Requirement("analysis", 18, "knowledge-base"),
    Requirement("crm", 1, "segmentation"),
    Requirement("crm", 2, "fission-live-code"),
    Requirement("crm", 3, "blacklist-exclusion"),
    Requirement("crm", 4, "coupon-automation", ("coupon-redeem-test",)),
    Requirement("crm", 5, "field-app-tasks"),
    Requirement("crm", 6, "bi-hourly-dashboard", ("region-thresholds",)),
    Requirement("crm", 7, "objection-library"),
    Requirement("crm", 8, "automation-flow-test"),
    Requirement("crm", 9, "profile-quality", ("profile-duplicates",)),
    Requirement("crm", 10, "omo-redemption"),
    Requirement("crm", 11, "data-archiving-consent", ("archiving-notice",)),
    Requirement("channel", 1, "dealer-policy", ("dealer-territories",)),
    Requirement("channel", 2, "dealer-tier-discount", ("dealer-tier-ladder",)),
    Requirement("channel", 3, "lead-assignment"),
    Requirement("channel", 4, "dealer-stock-sync"),
)

SIGNED_ALONE: dict[str, Text] = {
    "planning-19-legal-signoff": Text(
        "whether terms and copy are lawful is a judgement; what a machine can see of it, other checks ask",
        "条款与文案是否合法需要法务判断；其中可核对的部分另有条款与用语检查",
    ),
    "planning-21-plan-review": Text(
        "a plan is good in the eyes of those who answer for it; the numbers in it are checked one by one",
        "方案是否可行由负责的人判断；其中的数字另行逐项检查",
    ),
}
"""Requirements that rest on a person's approval alone, and why no machine decides them."""
