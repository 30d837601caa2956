"""Each thing that a shipped check watches, changed as a campaign would get it wrong; and what is just still right."""

from __future__ import annotations

from dataclasses import dataclass

from readiness.loading.checklist import shipped_checklist
from readiness.loading.shipped import shipped_checklists
from tests.changes import (
    COPY,
    DISPLAYS,
    ENDPOINTS,
    EXACT,
    FORECAST,
    LINKS,
    PLAN,
    STOCK,
    STORE,
    STORES,
    TERMS,
    Change,
    another,
    body,
    fallback_on_the_shop,
    gone,
    number,
    page,
    promoted_too,
    put,
    signed_at,
    signoff,
    table,
    text,
    to_login,
    unmarked,
    without,
)

SHIPPED = {check.id: check for name in shipped_checklists() for check in shipped_checklist(name).checks}
ONLINE = {check.id for check in SHIPPED.values() if check.when == ("online",)}
NO_GO, CONDITIONAL_GO = 1, 3


@dataclass(frozen=True)
class Mutation:
    """One thing changed, and what the report must say: parts of a finding's subject, requirement and observation."""

    check: str
    what: str
    change: Change
    subject: str
    required: str
    observed: str

    @property
    def code(self) -> int:
        return NO_GO if SHIPPED[self.check].severity.value == "blocker" else CONDITIONAL_GO


MUTATIONS = [
    # planning
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
    # execution
    Mutation(
        "execution.stock-coverage",
        "one unit less than 120 %",
        table(STOCK, EXACT, "现存量", number(-1)),
        EXACT,
        "2544",
        "2543",
    ),
    Mutation(
        "execution.stock-coverage",
        "one unit more is reserved",
        table(STOCK, EXACT, "占用量", number(1)),
        EXACT,
        "2544",
        "2543",
    ),
    Mutation(
        "execution.stock-coverage",
        "one more sale is expected",
        table(FORECAST, EXACT, "预估销量", number(1)),
        EXACT,
        "2546",
        "2544",
    ),
    Mutation("execution.stock-coverage", "a SKU is not in stock", without(STOCK, EXACT), EXACT, "2544", "0"),
    Mutation(
        "execution.stock-coverage",
        "a SKU has no forecast",
        without(FORECAST, EXACT),
        EXACT,
        "a forecast above 0",
        "no forecast",
    ),
    Mutation(
        "execution.stock-coverage",
        "a forecast is zero",
        table(FORECAST, EXACT, "预估销量", put("0")),
        EXACT,
        "a forecast above 0",
        "0",
    ),
    Mutation(
        "execution.stock-coverage",
        "a lot expires during the campaign",
        table(STOCK, EXACT, "到期日", put("2026-06-19")),
        EXACT,
        "2544",
        "1652",
    ),
    Mutation(
        "execution.stock-coverage",
        "a quantity is words",
        table(STOCK, EXACT, "现存量", put("未盘点")),
        EXACT,
        "a number",
        "未盘点",
    ),
    Mutation(
        "execution.stock-coverage",
        "a SKU is promoted at the last minute",
        promoted_too("HM-99-001"),
        "HM-99-001",
        "some stock",
        "0",
    ),
    Mutation(
        "execution.stock-coverage",
        "the stock export is a second too old",
        text("campaign.yaml", "as_at: 2026-06-17T20:00:00+08:00", "as_at: 2026-06-16T23:59:59+08:00"),
        "stock",
        "at most",
        "old",
    ),
    Mutation(
        "execution.store-display",
        "a store is a second late",
        table(DISPLAYS, STORE, "陈列完成时间", put("2026-06-16 00:00:01")),
        STORE,
        "by Mon 15 June 2026, 24:00",
        "00:00:01",
    ),
    Mutation(
        "execution.store-display",
        "a store never reported",
        without(DISPLAYS, STORE),
        STORE,
        "by Mon 15 June 2026, 24:00",
        "not confirmed",
    ),
    Mutation(
        "execution.store-display",
        "a photo is missing",
        table(DISPLAYS, STORE, "现场照片", put("")),
        STORE,
        "with proof",
        "no proof",
    ),
    Mutation(
        "execution.store-display",
        "a time is no time",
        table(DISPLAYS, STORE, "陈列完成时间", put("已完成")),
        STORE,
        "date and time",
        "已完成",
    ),
    Mutation(
        "execution.store-display",
        "a store joins",
        another(STORES, "CS002", "长沙梅溪湖店"),
        "CS002",
        "by Mon 15 June 2026, 24:00",
        "not confirmed",
    ),
    Mutation("execution.static-fallback", "it is gone", gone("fallback", "/"), "FALLBACK_URL", "200", "404"),
    Mutation(
        "execution.static-fallback",
        "it does not apologise",
        body("fallback", "/", "抱歉", "您好"),
        "FALLBACK_URL",
        "抱歉",
        "not shown",
    ),
    Mutation(
        "execution.static-fallback",
        "it names no hotline",
        body("fallback", "/", "客服热线", "联系我们"),
        "FALLBACK_URL",
        "热线",
        "not shown",
    ),
    Mutation(
        "execution.static-fallback",
        "it is too large",
        body("fallback", "/", "</h1>", "</h1>" + "<!-- x -->" * 60_000),
        "FALLBACK_URL",
        "500,000 bytes",
        "bytes",
    ),
    Mutation(
        "execution.static-fallback", "it is slow", page("fallback", "/", delay=1.1), "FALLBACK_URL", "<= 1000 ms", "ms"
    ),
    Mutation(
        "execution.static-fallback",
        "it stands on the shop itself",
        fallback_on_the_shop,
        "STOREFRONT_URL",
        "host",
        "127.0.0.1",
    ),
    # technical
    Mutation(
        "technical.endpoint-health",
        "an API fails",
        page("shop", "/api/products", status=503),
        "商品列表接口",
        "200",
        "503",
    ),
    Mutation("technical.endpoint-health", "a page is gone", gone("shop", "/618/rules"), "活动规则页", "200", "404"),
    Mutation(
        "technical.endpoint-health",
        "a page says that it is under maintenance",
        body("shop", "/618/stores", "<h1>", "<h1>系统维护:"),
        "自提门店页",
        "系统维护",
        "系统维护",
    ),
    Mutation(
        "technical.endpoint-health",
        "a page shows other content",
        body("shop", "/618", "把夏天搬回家", "敬请期待"),
        "活动主页",
        "把夏天搬回家",
        "not shown",
    ),
    Mutation(
        "technical.endpoint-health",
        "an answer is empty",
        page("shop", "/618/rules", body=""),
        "活动规则页",
        "byte",
        "0 bytes",
    ),
    Mutation(
        "technical.endpoint-health",
        "an API is slow",
        page("shop", "/api/products", delay=0.9),
        "商品列表接口",
        "<= 800 ms",
        "ms",
    ),
    Mutation(
        "technical.endpoint-health",
        "a page leads to a login page",
        to_login,
        "自提门店页",
        "the page itself",
        "a login page",
    ),
    Mutation(
        "technical.endpoint-health",
        "an address is mistyped",
        table(ENDPOINTS, "活动主页", "地址", put("/816")),
        "活动主页",
        "200",
        "404",
    ),
    Mutation(
        "technical.cdn-cache",
        "an asset may be kept for too short",
        page("shop", "/static/app.81d2.js", headers={"Cache-Control": "public, max-age=3599"}),
        "脚本",
        "3600",
        "3599",
    ),
    Mutation(
        "technical.cdn-cache",
        "the CDN has not fetched an asset",
        page("shop", "/static/banner.svg", cached=False),
        "主视觉",
        "from a cache",
        "no header of a cache",
    ),
    Mutation("technical.cdn-cache", "an asset is gone", gone("shop", "/static/app.3f9c.css"), "样式", "200", "404"),
    Mutation(
        "technical.dynamic-not-cached",
        "a price may be kept for six seconds",
        page("shop", "/api/price", headers={"Cache-Control": "max-age=6"}),
        "价格接口",
        "5",
        "max-age=6",
    ),
    Mutation(
        "technical.dynamic-not-cached",
        "stock says nothing about caches",
        page("shop", "/api/stock", headers={}),
        "库存接口",
        "no-store",
        "no Cache-Control",
    ),
    Mutation(
        "technical.dynamic-not-cached",
        "a cache gave an old price",
        page("shop", "/api/price", cached=True),
        "价格接口",
        "Age <= 5",
        "Age 60",
    ),
    # analysis
    Mutation(
        "analysis.channel-source-tags",
        "a link has no medium",
        table(LINKS, "短信", "投放链接", lambda c: c.replace("&utm_medium=message", "")),
        "短信",
        "utm_medium",
        "no utm_medium",
    ),
    Mutation(
        "analysis.channel-source-tags",
        "a link names another campaign",
        table(LINKS, "短信", "投放链接", lambda c: c.replace("2026-618", "2025-618")),
        "短信",
        "2026-618",
        "2025-618",
    ),
    Mutation(
        "analysis.channel-source-tags",
        "two links carry the same tags",
        table(LINKS, "短信", "投放链接", lambda c: c.replace("sms", "video").replace("message", "social") + "&v=2"),
        "短信",
        "tags that no other link has",
        "as 短视频",
    ),
    Mutation(
        "analysis.channel-source-tags",
        "a tag has capitals",
        table(LINKS, "短信", "投放链接", lambda c: c.replace("sms", "SMS")),
        "短信",
        "lower case",
        "SMS",
    ),
    Mutation(
        "analysis.channel-source-tags",
        "a redirect loses the tags",
        page("shop", "/go", headers={"Location": "/618?from=go"}),
        "短信",
        "after redirects",
        "no utm_",
    ),
    Mutation("analysis.channel-source-tags", "the links lead nowhere", gone("shop", "/go"), "短信", "200", "404"),
]

# Exactly at a limit is good.
LIMITS: list[tuple[str, str, Change]] = [
    (
        "planning.legal-signoff",
        "signed as the warm-up begins",
        signoff("terms", "legal", signed_at("2026-06-10T10:00:00+08:00")),
    ),
    (
        "execution.stock-coverage",
        "stock 24 hours old",
        text("campaign.yaml", "as_at: 2026-06-17T20:00:00+08:00", "as_at: 2026-06-17T00:00:00+08:00"),
    ),
    (
        "execution.stock-coverage",
        "a lot expires on the last day",
        table(STOCK, EXACT, "到期日", put("2026-06-20")),
    ),
    (
        "execution.store-display",
        "confirmed at T-48h",
        table(DISPLAYS, STORE, "陈列完成时间", put("2026-06-16 00:00:00")),
    ),
    (
        "technical.cdn-cache",
        "an asset may be kept for an hour",
        page("shop", "/static/app.81d2.js", headers={"Cache-Control": "public, max-age=3600"}),
    ),
    (
        "technical.dynamic-not-cached",
        "stock may be kept for five seconds",
        page("shop", "/api/stock", headers={"Cache-Control": "max-age=5"}),
    ),
]
