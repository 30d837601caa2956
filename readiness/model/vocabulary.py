"""The Chinese words for roles and traits of the checklists that ship. In English an id is a plain word
already, and so is any other; commands and files keep the ids."""

from __future__ import annotations

from collections.abc import Iterable

from readiness.model.text import Text

ROLES_ZH = {
    "analytics": "数据分析",
    "brand": "品牌",
    "campaign-owner": "活动负责人",
    "customer-service": "客服",
    "design": "设计",
    "executive": "管理层",
    "finance": "财务",
    "it": "技术",
    "legal": "法务",
    "logistics": "物流",
    "marketing": "市场",
    "operations": "运营",
    "procurement": "采购",
    "sales": "销售",
    "security": "安全",
    "sponsor": "发起人",
    "store-operations": "门店运营",
    "supply-chain": "供应链",
}

_TRAITS_ZH = {
    "online": "线上销售",
    "app": "自有 App 或小程序",
    "offline-stores": "线下门店",
    "lottery": "抽奖",
    "gifts": "赠品",
    "dealers": "经销商",
    "payments": "自有页面收款",
    "eu-customers": "欧盟顾客",
    "coupons": "优惠券",
    "events": "线下现场活动",
    "personal-data": "个人信息收集",
    "minors": "未成年人",
    "discounts": "划线原价",
    "direct-messages": "主动发送消息",
    "cross-region": "跨区域价格",
}


def role_words(role: str) -> Text:
    """`legal`, 法务."""
    return Text(role, ROLES_ZH.get(role, role))


def roles_words(roles: Iterable[str]) -> Text:
    """`legal, finance`, 法务、财务."""
    return _listed(role_words(role) for role in roles)


def traits_words(traits: Iterable[str]) -> Text:
    """`online, gifts`, 线上销售、赠品."""
    return _listed(Text(trait, _TRAITS_ZH.get(trait, trait)) for trait in traits)


def _listed(words: Iterable[Text]) -> Text:
    listed = tuple(words)
    return Text(", ".join(word.en for word in listed), "、".join(word.zh for word in listed))
