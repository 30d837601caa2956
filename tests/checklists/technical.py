"""The technical checklist: requirements and worlds."""

from __future__ import annotations

from tests.changes import ENDPOINTS, body, gone, page, put, table, to_login
from tests.checklists import Asked, Limit, Mutation

ASKED = {
    "technical.endpoint-health": Asked("http", "blocker", "T-1h", ("online",), starter=True),
    "technical.cdn-cache": Asked("http", "major", "T-72h", ("online",)),
    "technical.dynamic-not-cached": Asked("http", "major", "T-72h", ("online",)),
}

MUTATIONS = [
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
]

LIMITS: list[Limit] = [
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
