"""The plain words of outcomes, in English and Chinese."""

from __future__ import annotations

from readiness.model.finding import Examined, Finding
from readiness.model.text import Text

# The Chinese measure words of the units that kinds use; any other unit is said as it is.
_UNITS_ZH = {
    "SKUs": "个 SKU",
    "stores": "家门店",
    "sign-offs": "份签核",
    "clauses": "项条款",
    "requests": "次请求",
    "endpoints": "个端点",
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
}

_UNIT_ZH = {
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

# Units that are said by the number itself: a ratio of 1.2 is `1.2` or `120 %`, never `1.2 ratio`.
_SILENT_UNITS = frozenset({"", "ratio"})


def say_examined(examined: Examined) -> Text:
    """`12 SKUs`, `12 个 SKU`; one thing in the singular."""
    unit = examined.unit
    if examined.count == 1 and unit.endswith("s") and not unit.endswith("ss"):
        unit = f"{unit[:-3]}y" if unit.endswith("ies") else unit[:-1]
    unit = "person" if (examined.count, unit) == (1, "people") else unit
    zh = _UNITS_ZH.get(examined.unit, f"项（{examined.unit}）")
    return Text(f"{examined.count:,} {unit}", f"{examined.count:,} {zh}")


def say_finding(finding: Finding, more: int) -> Text:
    """One line: the thing, what is required, what was observed, and how many more there are."""
    required, observed = _with_unit(finding.required, finding.unit), _with_unit(finding.observed, finding.unit)
    more_en = f"; and {more:,} more" if more else ""
    more_zh = f"；另有 {more:,} 项" if more else ""
    return Text(
        f"{finding.subject}: required {required.en}, observed {observed.en}{more_en}",
        f"{finding.subject}：要求 {required.zh}，实际 {observed.zh}{more_zh}",
    )


def say_unit(unit: str) -> Text:
    """What an amount is counted in; a unit that has no Chinese word is said as it is."""
    return Text(unit, _UNIT_ZH.get(unit, unit))


def _with_unit(value: Text, unit: str) -> Text:
    """A number with its unit; words that stand where a number should (`no forecast`) have none."""
    if unit in _SILENT_UNITS or not any(character.isdigit() for character in value.en):
        return value
    in_words = say_unit(unit)
    said = (value.en, in_words.en), (value.zh, in_words.zh)
    return Text(*(words if words.endswith(word) else f"{words} {word}" for words, word in said))


def say_seconds(seconds: float) -> str:
    """`60`, `0.5`: seconds without digits that say nothing."""
    return f"{seconds:.3f}".rstrip("0").rstrip(".")


def joined(names: tuple[str, ...]) -> Text:
    return Text(", ".join(names), "、".join(names))
