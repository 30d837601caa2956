"""The traits of a campaign as plain questions."""

from __future__ import annotations

from collections.abc import Iterable

from readiness.model.text import Text

QUESTIONS: dict[str, Text] = {
    "online": Text("Does it sell online (web shop, app, mini-program)?", "是否有线上销售（网店、App、小程序）？"),
    "app": Text("Do customers use an app or mini-program of yours?", "顾客是否使用自有 App 或小程序？"),
    "offline-stores": Text("Do physical stores take part?", "是否有线下门店参加？"),
    "lottery": Text("Is there a lottery or a prize draw?", "是否有抽奖或有奖销售？"),
    "gifts": Text("Are gifts given with purchases?", "是否有赠品？"),
    "dealers": Text("Do dealers or distributors take part?", "是否有经销商参加？"),
    "payments": Text("Are payments taken on your own pages?", "是否在自有页面收款？"),
    "eu-customers": Text("Are customers in the European Union addressed?", "是否面向欧盟顾客？"),
    "coupons": Text("Are coupons given out or redeemed?", "是否发放或核销优惠券？"),
    "events": Text("Is there an event at a venue with visitors?", "是否有线下现场活动？"),
    "personal-data": Text("Are personal data of customers collected?", "是否收集顾客的个人信息？"),
    "minors": Text("Are minors addressed?", "是否面向未成年人？"),
    "discounts": Text("Are struck-through original prices shown?", "是否展示划线原价？"),
    "direct-messages": Text(
        "Are customers sent messages (SMS, e-mail, WeCom, push)?",
        "是否主动向顾客发送消息（短信、邮件、企业微信、推送）？",
    ),
    "cross-region": Text("Does it run in several regions with prices of their own?", "是否跨区域且价格不同？"),
}


GROUPS: tuple[tuple[Text, tuple[str, ...]], ...] = (
    (Text("Where it sells", "在哪里卖"), ("online", "offline-stores", "dealers", "events", "cross-region")),
    (Text("What it offers", "给顾客什么"), ("discounts", "coupons", "gifts", "lottery")),
    (Text("Whom it reaches, and how", "面向谁、如何进行"), ("payments", "personal-data", "minors", "eu-customers")),
)
"""Traits that are asked together, so that a few questions do for many."""
_OTHERS = Text("What else it has", "其他特征")


def grouped(traits: Iterable[str]) -> list[tuple[Text, tuple[str, ...]]]:
    """These traits by group, each once; those that no group knows come last."""
    left = list(dict.fromkeys(traits))
    found: list[tuple[Text, tuple[str, ...]]] = []
    for title, members in GROUPS:
        asked = tuple(trait for trait in members if trait in left)
        if asked:
            found.append((title, asked))
    known = {trait for _, members in found for trait in members}
    others = tuple(trait for trait in left if trait not in known)
    return [*found, (_OTHERS, others)] if others else found


def question(trait: str) -> Text:
    """What to ask for a trait; one of a checklist that this table does not know is asked by its name."""
    known = QUESTIONS.get(trait)
    return known or Text(f"Does the campaign have this trait: {trait}?", f"活动是否具有特征“{trait}”？")
