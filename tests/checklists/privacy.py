"""Personal data: the notices, and the consent of who is written to. Requirements and worlds."""

from __future__ import annotations

from tests.changes import AUDIENCE, CONSENTS, another, put, table, text, together, without
from tests.checklists import Asked, Limit, Mutation
from tests.document_changes import FIELDS, PRIVACY, line, without_section

ASKED = {
    "execution.privacy-pipl": Asked("document", "blocker", "announcement", ("personal-data",), starter=True),
    "execution.gdpr-policy": Asked("document", "blocker", "announcement", ("eu-customers",)),
    "execution.gdpr-consent": Asked("rows", "blocker", "announcement", ("eu-customers",)),
}

CONTACT = "EU-200022"
WITHDRAWN = "EU-204459"  # in the consent log, and not in the audience


MUTATIONS = [
    Mutation(
        "execution.privacy-pipl",
        "no contact",
        line(
            PRIVACY,
            "本政策依据",
            "本政策依据《个人信息保护法》制定。处理者：禾木生活商业有限公司。",
        ),
        "隐私政策.md",
        "how to reach them",
        "",
    ),
    Mutation(
        "execution.privacy-pipl",
        "no retention period",
        without_section(PRIVACY, "## 二、保存期限"),
        "隐私政策.md",
        "how long it is kept",
        "",
    ),
    Mutation(
        "execution.privacy-pipl",
        "no way to object to personal advertising",
        without_section(PRIVACY, "## 五、个性化推荐"),
        "隐私政策.md",
        "personal advertising",
        "",
    ),
    Mutation(
        "execution.privacy-pipl",
        "only the older law is named",
        text(PRIVACY, "《中华人民共和国个人信息保护法》", "《中华人民共和国网络安全法》"),
        "隐私政策.md",
        "the law",
        "",
    ),
    Mutation(
        "execution.privacy-pipl",
        "a company's name was left open",
        text(PRIVACY, "禾木生活（上海）商业有限公司，地址", "XX（上海）商业有限公司，地址"),
        "隐私政策.md",
        "every place filled in",
        "",
    ),
    Mutation(
        "execution.privacy-pipl",
        "a field is collected that the policy does not name",
        another(FIELDS, "身份证号", "", "抽奖领奖"),
        "隐私政策.md",
        "身份证号",
        "",
    ),
    Mutation(
        "execution.privacy-pipl",
        "the policy does not say when it was updated",
        text(PRIVACY, "更新日期：2026-06-05\n\n", ""),
        "隐私政策.md",
        "last updated",
        "",
    ),
    Mutation(
        "execution.gdpr-policy",
        "no legal basis",
        text(PRIVACY, "| 处理方式 | 法律依据 |", "| 处理方式 | 备注 |"),
        "隐私政策.md",
        "legal basis",
        "",
    ),
    Mutation(
        "execution.gdpr-policy",
        "no authority to complain to",
        text(PRIVACY, "欧盟顾客可以向所在地的数据保护机构（监管机构）投诉", "欧盟顾客可以联系我们"),
        "隐私政策.md",
        "where to complain",
        "",
    ),
    Mutation(
        "execution.gdpr-consent",
        "a contact has no record of consent",
        without(CONSENTS, CONTACT),
        CONTACT,
        "a row in",
        "none",
    ),
    Mutation(
        "execution.gdpr-consent",
        "a contact who withdrew is addressed",
        another(AUDIENCE, WITHDRAWN, "PL", "英语"),
        WITHDRAWN,
        "not withdrawn",
        "withdrawn Sat 10 January 2026",
    ),
    Mutation(
        "execution.gdpr-consent",
        "the time of consent is not known",
        table(CONSENTS, CONTACT, "同意时间", put("")),
        CONTACT,
        "同意时间",
        "an empty cell",
    ),
    Mutation(
        "execution.gdpr-consent",
        "consent will be given after the launch",
        table(CONSENTS, CONTACT, "同意时间", put("2026-06-18T00:00:01+08:00")),
        CONTACT,
        "given by now",
        "00:00:01",
    ),
    Mutation(
        "execution.gdpr-consent",
        "nobody knows which text was agreed to",
        table(CONSENTS, CONTACT, "同意文本版本", put("")),
        CONTACT,
        "同意文本版本",
        "an empty cell",
    ),
    Mutation(
        "execution.gdpr-consent",
        "nobody knows where consent came from",
        table(CONSENTS, CONTACT, "同意来源", put("-")),
        CONTACT,
        "同意来源",
        "-",
    ),
    Mutation(
        "execution.gdpr-consent",
        "the box was ticked beforehand, in other words",
        table(CONSENTS, CONTACT, "同意来源", put("页面默认打勾")),
        CONTACT,
        "an act of the person",
        "页面默认打勾",
    ),
    Mutation(
        "execution.gdpr-consent",
        "the box was ticked beforehand, in English",
        table(CONSENTS, CONTACT, "同意来源", put("pre ticked box")),
        CONTACT,
        "an act of the person",
        "pre ticked box",
    ),
    Mutation(
        "execution.gdpr-consent",
        "the contact was bought",
        table(CONSENTS, CONTACT, "同意来源", put("购买的名单")),
        CONTACT,
        "an act of the person",
        "购买的名单",
    ),
    Mutation(
        "execution.gdpr-consent",
        "the box was ticked beforehand",
        table(CONSENTS, CONTACT, "同意来源", put("结账页（默认勾选）")),
        CONTACT,
        "an act of the person",
        "默认勾选",
    ),
    Mutation(
        "execution.gdpr-consent",
        "the log is a second too old, and withdrawals since then are not in it",
        text("campaign.yaml", "as_at: 2026-06-17T20:30:00+08:00", "as_at: 2026-06-16T23:59:59+08:00"),
        "consents",
        "at most",
        "old",
    ),
]

LIMITS: list[Limit] = [
    (
        "execution.gdpr-consent",
        "consent given at this instant, and a log of 24 hours ago",
        together(
            table(CONSENTS, CONTACT, "同意时间", put("2026-06-18T00:00:00+08:00")),
            text("campaign.yaml", "as_at: 2026-06-17T20:30:00+08:00", "as_at: 2026-06-17T00:00:00+08:00"),
        ),
    ),
]
