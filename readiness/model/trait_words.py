"""The traits of a campaign as plain questions."""

from __future__ import annotations

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


def question(trait: str) -> Text:
    """What to ask for a trait; one of a checklist that this table does not know is asked by its name."""
    known = QUESTIONS.get(trait)
    return known or Text(f"Does the campaign have this trait: {trait}?", f"活动是否具有特征“{trait}”？")
