"""What the running shop shows of itself: refusals, encryption, the backup cluster, the deployed release, one stock."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.changes import Change, another, body, gone, page, put, table, text, together, without
from tests.checklists import Asked, Limit, Mutation
from tests.worlds import World

DOMAINS, RULES, STOCKS = "evidence/活动域名.csv", "evidence/WAF规则导出.csv", "evidence/库存对账.csv"
REFUSALS, PAGES, BACKUP = "evidence/拒绝测试.csv", "evidence/支付页面.csv", "evidence/备用集群.csv"
VERSIONS = "evidence/版本接口.csv"
SQL, REPLAY, SECOND = "SQL 注入查询", "重放已用过的签名请求", "同一设备第二次领取"
AT_LIMIT = "HM-01-003"  # 1,000 in the ERP, 995 in the shop: 0.5 % apart
ASSET = "/static/app.81d2.js"
KEPT = {"Cache-Control": "public, max-age=86400, immutable"}

ASKED = {
    "technical.waf-cc": Asked("rows", "blocker", "T-72h", ("online", "app")),
    "technical.abuse-refused": Asked("http", "major", "T-72h", ("online",)),
    "technical.payment-https": Asked("http", "blocker", "T-24h", ("online",)),
    "technical.backup-site": Asked("http", "blocker", "T-72h", ("online",)),
    "technical.deployed-version": Asked("http", "blocker", "T-72h", ("online",)),
    "technical.stock-reconciliation": Asked("rows", "blocker", "T-72h", ("online", "app")),
}


def guard(**changes: Any) -> Change:
    """Change what the running shop refuses."""

    def change(world: World) -> None:
        for name, value in changes.items():
            setattr(world.sites["shop"].guard, name, value)

    return change


def plain_without_redirect(world: World) -> None:
    """Who comes to the payment page by plain http is shown the shop as it is."""
    address = world.sites["shop"].url.removeprefix("http://")
    world.edit_text("campaign.yaml", "${PAYMENT_HTTP_ADDRESS}", address)


def through_plain_http(world: World) -> None:
    """The payment's application does not know that it stands behind TLS, and redirects to its own http address."""
    pages = world.sites["shop"].pages
    pages["/618/cashier"] = pages["/618/pay"]
    there = {"Location": "http://pay.hemu.example/618/cashier"}
    pages["/618/pay"] = replace(pages["/618/pay"], status=302, headers=there)


def hsts_of(days: int) -> Change:
    """The campaign asks for an HSTS of so many days; the payment page sends one of 365."""

    def change(world: World) -> None:
        path = world.path("campaign.yaml")
        content = path.read_text("utf-8")
        assert "\nsettings:" not in content
        asked = f"{{status: [301, 308], min_hsts: {days}d}}"
        path.write_text(f"{content}settings:\n  technical.payment-https: {{probe: {{plain: {asked}}}}}\n", "utf-8")

    return change


def dated(moment: str) -> Change:
    """When the reconciliation was exported."""
    return text(
        "campaign.yaml",
        "{file: evidence/库存对账.csv, as_at: 2026-06-17T21:20:00+08:00}",
        f"{{file: evidence/库存对账.csv, as_at: {moment}}}",
    )


def on_the_shop(world: World) -> None:
    """The backup cluster's addresses are the shop's own, behind a CDN that has kept the page."""
    world.edit_text("campaign.yaml", '"${BACKUP_URL}"', '"${STOREFRONT_URL}"')
    world.sites["shop"].pages["/618"].cached = True


def _waf(what: str, change: Change, subject: str, required: str, observed: str) -> Mutation:
    return Mutation("technical.waf-cc", what, change, subject, required, observed)


def _refusal(what: str, change: Change, subject: str, required: str, observed: str) -> Mutation:
    return Mutation("technical.abuse-refused", what, change, subject, required, observed)


def _payment(what: str, change: Change, required: str, observed: str) -> Mutation:
    return Mutation("technical.payment-https", what, change, "收银台", required, observed)


def _backup(what: str, change: Change, required: str, observed: str) -> Mutation:
    return Mutation("technical.backup-site", what, change, "备用集群活动主页", required, observed)


def _version(what: str, change: Change, required: str, observed: str) -> Mutation:
    return Mutation("technical.deployed-version", what, change, "商城前端", required, observed)


def _stock(what: str, change: Change, subject: str, required: str, observed: str) -> Mutation:
    return Mutation("technical.stock-reconciliation", what, change, subject, required, observed)


def _cdn(what: str, headers: dict[str, str], observed: str) -> Mutation:
    changed = page("shop", ASSET, headers={**KEPT, **headers})
    return Mutation("technical.cdn-cache", what, changed, "脚本", "no Set-Cookie, private, or Vary", observed)


MUTATIONS = [
    _waf(
        "the rule only observes",
        table(RULES, "会员接口限速", "处置动作", put("观察")),
        "m.hemu.example",
        "a rate rule that blocks",
        "观察",
    ),
    _waf(
        "a domain has no rate rule",
        without(RULES, "会员接口限速"),
        "m.hemu.example",
        "limits the rate of requests",
        "none in the firewall's export",
    ),
    _waf(
        "a domain of the campaign is new to the firewall",
        another(DOMAINS, "live.hemu.example", "直播间"),
        "live.hemu.example",
        "limits the rate of requests",
        "none in the firewall's export",
    ),
    _waf(
        "the rule is of another sort",
        table(RULES, "会员接口限速", "规则类型", put("Access Control")),
        "m.hemu.example",
        "limits the rate of requests",
        "none in the firewall's export",
    ),
    _waf(
        "the rule is switched off",
        table(RULES, "会员接口限速", "是否启用", put("否")),
        "m.hemu.example",
        "a rate rule that is enabled",
        "is not enabled",
    ),
    _waf(
        "the rule has no limit",
        table(RULES, "会员接口限速", "阈值(次)", put("0")),
        "m.hemu.example",
        "so many requests",
        "0 in 60 s",
    ),
    _waf(
        "the rule does not say in which time",
        table(RULES, "会员接口限速", "统计周期(秒)", put("")),
        "m.hemu.example",
        "so many requests",
        "600 in an empty cell",
    ),
    _refusal("an attack reaches the page", guard(attacks=False), SQL, "refused with HTTP 403", "HTTP 200"),
    _refusal("an attack is called a missing page", guard(status=404), SQL, "refused with HTTP 403", "HTTP 404"),
    _refusal("an attack breaks the page", guard(status=500), SQL, "refused with HTTP 403", "HTTP 500"),
    _refusal("a signed request counts twice", guard(used=None), REPLAY, "refused with HTTP 400", "HTTP 200"),
    _refusal("a device claims twice", guard(claimed=None), SECOND, "refused with HTTP 403", "HTTP 200"),
    _refusal("everybody is turned away", page("shop", "/search", status=403), SQL, "HTTP 200", "HTTP 403"),
    _refusal(
        "the control is under maintenance",
        body("shop", "/api/coupons", '"ok"', '"系统维护中"'),
        REPLAY,
        "系统维护",
        "系统维护",
    ),
    _refusal("no replay is tested", without(REFUSALS, REPLAY), "refusal-tests", "test replay", "no such row"),
    _refusal(
        "a test is no attack",
        table(REFUSALS, SQL, "地址", put("/search?q=rice")),
        SQL,
        "refused with HTTP 403",
        "HTTP 200",
    ),
    _refusal(
        "the control is another page",
        table(REFUSALS, SQL, "对照地址", put("/618")),
        SQL,
        "the same page without the attack",
        "/618",
    ),
    _payment("plain http is served", plain_without_redirect, "leads at once to https", "HTTP 200"),
    _payment("its application redirects through plain http", through_plain_http, "https", "a redirect by http"),
    _payment("browsers may forget https too early", hsts_of(366), "31622400", "max-age=31536000"),
    _payment(
        "the page is listed without encryption",
        table(PAGES, "收银台", "地址", put("http://pay.hemu.example/618/pay")),
        "https",
        "http",
    ),
    _payment(
        "the certificate is not trusted",
        text(
            "campaign.yaml",
            '{ca: "${COMPANY_CA}", connect_to: "${PAYMENT_HTTPS_ADDRESS}"}',
            '{connect_to: "${PAYMENT_HTTPS_ADDRESS}"}',
        ),
        "an answer",
        "certificate",
    ),
    _payment("the page is gone", gone("shop", "/618/pay"), "HTTP 200", "HTTP 404"),
    _backup("the backup is down", page("fallback", "/618", status=503), "HTTP 200", "HTTP 503"),
    _backup(
        "it shows an older campaign", body("fallback", "/618", "把夏天搬回家", "年货节"), "把夏天搬回家", "not shown"
    ),
    _backup("it stands on the shop's own host", on_the_shop, "another host than 127.0.0.1", "host 127.0.0.1"),
    _backup(
        "its address is mistyped",
        table(BACKUP, "备用集群活动主页", "备用地址", put("/816")),
        "HTTP 200",
        "HTTP 404",
    ),
    _version(
        "the release before is still deployed",
        body("shop", "/version", "4.12.0", "4.11.9"),
        "= shop-web-4.12.0",
        "shop-web-4.11.9",
    ),
    _version(
        "another release is to launch",
        text("campaign.yaml", "release: shop-web-4.12.0", "release: shop-web-4.12.1"),
        "= shop-web-4.12.1",
        "shop-web-4.12.0",
    ),
    _version("no release is told", body("shop", "/version", '"version"', '"name"'), "= shop-web", "nothing there"),
    _version("it can't be asked", gone("shop", "/version"), "HTTP 200", "HTTP 404"),
    _version(
        "another address is asked", table(VERSIONS, "商城前端", "地址", put("/api/stock")), "version ||", "nothing"
    ),
    _stock("the shop shows one too few", table(STOCKS, AT_LIMIT, "商城可售数量", put("994")), AT_LIMIT, "0.5 %", "994"),
    _stock("the shop shows too many", table(STOCKS, AT_LIMIT, "商城可售数量", put("1006")), AT_LIMIT, "0.5 %", "1006"),
    _stock(
        "the shop sells what the ERP does not have",
        together(
            table(STOCKS, AT_LIMIT, "ERP可售数量", put("0")),
            table(STOCKS, AT_LIMIT, "商城可售数量", put("1")),
        ),
        AT_LIMIT,
        "0.5 % of the ERP's 0",
        "1",
    ),
    _stock(
        "stock is below zero on both sides",
        together(
            table(STOCKS, AT_LIMIT, "ERP可售数量", put("-4")),
            table(STOCKS, AT_LIMIT, "商城可售数量", put("-4")),
        ),
        AT_LIMIT,
        "no stock below zero",
        "-4",
    ),
    _stock("a promoted SKU was not reconciled", without(STOCKS, AT_LIMIT), AT_LIMIT, "a row", "none"),
    _stock("a number is a word", table(STOCKS, AT_LIMIT, "商城可售数量", put("缺货")), AT_LIMIT, "readable", "缺货"),
    _stock("the sync lags", table(STOCKS, AT_LIMIT, "同步延迟(秒)", put("61")), AT_LIMIT, "within 60 s", "61"),
    _stock("the sync is ahead of time", table(STOCKS, AT_LIMIT, "同步延迟(秒)", put("-1")), AT_LIMIT, "60 s", "-1"),
    _stock(
        "it was reconciled the day before",
        dated("2026-06-16T23:59:59+08:00"),
        "stock-reconciliation",
        "24 h",
        "24 h 1 s",
    ),
    _cdn("an asset gives out a cookie", {"Set-Cookie": "sid=7f3a"}, "Set-Cookie"),
    _cdn("an asset depends on the customer's cookie", {"Vary": "Cookie"}, "Vary: Cookie"),
    _cdn("an asset is private", {"Cache-Control": "private, max-age=86400"}, "private"),
]

LIMITS: list[Limit] = [
    ("technical.waf-cc", "one request a second", table(RULES, "会员接口限速", "阈值(次)", put("1"))),
    ("technical.abuse-refused", "an attack is called one request too many", guard(status=429)),
    ("technical.payment-https", "an HSTS of exactly as long as is asked", hsts_of(365)),
    (
        "technical.deployed-version",
        "the release under another name",
        body("shop", "/version", '"version"', '"release"'),
    ),
    ("technical.stock-reconciliation", "0.5 % more in the shop", table(STOCKS, AT_LIMIT, "商城可售数量", put("1005"))),
    (
        "technical.stock-reconciliation",
        "sold out on both sides",
        together(
            table(STOCKS, AT_LIMIT, "ERP可售数量", put("0")),
            table(STOCKS, AT_LIMIT, "商城可售数量", put("0")),
        ),
    ),
    ("technical.stock-reconciliation", "exactly a day old", dated("2026-06-17T00:00:00+08:00")),
]
