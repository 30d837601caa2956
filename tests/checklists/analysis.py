"""The analysis checklist: requirements and worlds."""

from __future__ import annotations

from tests.changes import LINKS, gone, page, table
from tests.checklists import Asked, Limit, Mutation

ASKED = {
    "analysis.channel-source-tags": Asked("http", "major", "T-72h", ("online",)),
}

MUTATIONS = [
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

LIMITS: list[Limit] = []
