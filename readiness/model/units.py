"""What is counted, and what amounts are counted in, in English and Chinese: one table for outcomes and reports."""

from __future__ import annotations

from readiness.model.text import Text

COUNTED_ZH = {
    "SKUs": "个 SKU",
    "stores": "家门店",
    "sign-offs": "份签核",
    "clauses": "项条款",
    "requests": "次请求",
    "endpoints": "个接口",
    "rows": "行",
    "files": "个文件",
    "documents": "份文档",
    "people": "人",
    "roles": "个角色",
    "confirmations": "份确认",
    "cells": "格",
    "codes": "个码",
    "tests": "次测试",
    "test cases": "个用例",
    "objections": "个抗拒点",
    "leads": "条线索",
    "tiers": "个等级",
    "dealers": "家经销商",
    "venues": "个场地",
    "hours": "小时",
    "customers": "位客户",
    "things": "项",
    "items": "项",
    "promotions": "项促销",
    "segments": "个客群",
    "offers": "项优惠",
    "periods": "个阶段",
    "channels": "个渠道",
    "contacts": "次触达",
    "risks": "项风险",
    "resources": "项资源",
    "assignments": "条分工",
    "positions": "个岗位",
    "leaves": "条休假",
    "calls": "次呼叫",
    "permits": "项许可",
    "attestations": "份证明",
    "breakers": "条熔断规则",
    "drills": "次演练",
    "sources": "个来源",
    "prices": "个价格",
    "actions": "个动作",
    "steps": "个步骤",
    "entries": "个入口",
    "metrics": "项指标",
    "coupons": "种券",
    "events": "条事件",
    "alerts": "条预警",
    "pairs": "对档案",
    "tasks": "项任务",
    "dimensions": "个维度",
    "rules": "条规则",
    "counts": "条盘点记录",
    "gifts": "种赠品",
    "prizes": "个奖项",
    "regions": "个地区",
    "deliveries": "批物料",
    "assets": "条内容",
    "posts": "条预热内容",
    "shifts": "个班次",
    "meetings": "场会议",
    "samples": "个样本",
    "records": "条记录",
    "runs": "次测量",
    "backups": "个备份",
    "batches": "批数据",
    "refreshes": "次刷新",
    "goals": "个目标",
    "lines": "行预算",
    "approvals": "份审批",
    "forecasts": "份预估",
    "sales": "笔成交",
    "domains": "个域名",
    "names": "个域名",
    "hosts": "台主机",
    "policies": "条策略",
}
"""The Chinese measure words of what kinds examine; anything else is said as it is."""

_AMOUNT_ZH = {
    "unit": "件",
    "units": "件",
    "kits": "个医疗包",
    "contacts": "次咨询",
    "characters": "个字符",
    "h": "小时",
    "min": "分钟",
    "clauses": "项条款",
    "users": "个用户",
    "test cases": "个用例",
}


def counted(count: int, unit: str) -> Text:
    """`12 SKUs`, `12 个 SKU`; one thing in the singular."""
    zh = COUNTED_ZH.get(unit, f"项（{unit}）")
    return Text(f"{count:,} {_singular(unit) if count == 1 else unit}", f"{count:,} {zh}")


def unit_words(unit: str) -> Text:
    """What an amount is counted in; a unit that has no Chinese word (`ms`) is said as it is."""
    return Text(unit, _AMOUNT_ZH.get(unit, unit))


def _singular(unit: str) -> str:
    if unit == "people":
        return "person"
    if not unit.endswith("s") or unit.endswith("ss"):
        return unit
    return f"{unit[:-3]}y" if unit.endswith("ies") else unit[:-1]
