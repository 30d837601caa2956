"""Rows of a table that are none of its data: totals, notes, units. Known by their words, never by their place alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from readiness.evidence.grid import Cells
from readiness.evidence.units import PIECES, YUAN

# What Excel leaves where a formula failed, and WPS likewise.
ERRORS = (
    "#N/A",
    "#REF!",
    "#DIV/0!",
    "#VALUE!",
    "#NAME?",
    "#NULL!",
    "#NUM!",
    "#SPILL!",
    "#CALC!",
    "#FIELD!",
    "#GETTING_DATA",
)

HAN_TOTALS = ("合计", "总计", "小计", "汇总", "共计", "总合计", "合计数", "总和", "合計", "總計", "小計", "共計")
LATIN_TOTALS = ("total", "totals", "grandtotal", "subtotal", "subtotals", "sum")
_LONGEST = 60

TOTALS = (*HAN_TOTALS, *LATIN_TOTALS)

_SUBTOTAL = re.compile(r"\S.*?(?:小计|合计|总计|汇总|\b(?:sub-?)?total)", re.IGNORECASE)
# what nearly every cell is known by to be no total, at a fraction of the cost of folding it
_MAY_BE_TOTALS = re.compile(r"[计計汇和]|total|sum|ｔ|ｓ", re.IGNORECASE)
_ODD = re.compile(r"^\s*$|[:：()（）、.．#*※•·①-⑳计計汇和]|total|sum|ｔ|ｓ|^-\s", re.IGNORECASE)
_AFTER_TOTALS = re.compile(r"[:：]+$|[（(][^（()）]{1,6}[)）]$")
_GAPS = re.compile(r"[\s_\-]+")
_NUMBER = re.compile(
    r"[+\-－]?\s*[¥￥$€]?\s*[0-9０-９][0-9０-９.,，．' \u00a0]*\s*"
    r"(?:%|％|件|个|元|万元|万|台|套|箱|家|人|units?|pcs|[Kk])?"
)
_NOTHING = frozenset({"", "-", "--", "—", "——", "/", "\\", "*"})
_NOTE = re.compile(
    r"\s*(?:备注|说明|注意|注|附注|注释|数据来源|来源|制表人|制表|制表日期|制表时间|填表人|填表|填报人|审核人|审核|审批人|审批|复核人|复核|"
    r"编制人|编制|导出时间|导出人|打印时间|打印人|统计时间|更新时间|notes?|remarks?|source|comments?|prepared by|"
    r"exported(?: at| by| on)?|generated(?: at| by| on)?|printed(?: at| by| on)?)\s*\d{0,2}\s*[:：].*",
    re.IGNORECASE | re.DOTALL,
)
_LABELLED = re.compile(r"\s*[^\s:：\d][^:：]{0,15}[:：]\s*\S.*", re.DOTALL)
_LISTED = re.compile(r"\s*(?:[（(]?\d{1,2}[)）、]|\d{1,2}[.．]\s?(?=\D)|[①-⑳]|[*※•·-]\s).+", re.DOTALL)
_UNIT = re.compile(r"\s*[（(\[【]\s*(?:单位\s*[:：]\s*)?([^（()）\]】]{1,8}?)\s*[)）\]】]\s*")
_BARE_UNITS = frozenset(
    {
        *PIECES,
        *YUAN,
        "万",
        "千",
        "百",
        "万件",
        "千件",
        "万元",
        "千元",
        "百万元",
        "台",
        "套",
        "箱",
        "%",
        "天",
        "小时",
        "ms",
        "k",
    }
)
_HEADER_WORD = re.compile(
    r"(?:商品|产品|货品|物料|门店|店铺|活动|渠道|仓库|客户|供应商|可用|现有|在库|预估|预计|实际|计划|截止|开始|结束|确认|更新|联系|当前)?"
    r"(?:编码|编号|代码|名称|品名|数量|库存|日期|时间|负责人|联系人|联系电话|电话|状态|备注|门店|店铺|金额|单价|价格|类型|类别|分类|"
    r"序号|地区|区域|城市|仓库|规格|型号|渠道|预算|销量|目标|说明|单位|描述|姓名|职责)"
    r"|(?:[a-z]+[ _-])?(?:id|no\.?|code|sku|name|date|time|qty|quantity|units?|price|amount|status|owner|store|"
    r"warehouse|channel|type|category|city|region|budget|target|contact|phone|notes?|remarks?)",
    re.IGNORECASE,
)


def is_blank(cell: str | None) -> bool:
    """Nothing, or a sign that stands for nothing."""
    return cell is None or cell.strip() in _NOTHING


def is_number(cell: str) -> bool:
    """Whether people see a number, in whatever notation."""
    return _NUMBER.fullmatch(cell.strip()) is not None


def is_error(cell: str | None) -> bool:
    """Whether a formula failed here."""
    return cell is not None and cell[:1] == "#" and cell.strip().upper() in ERRORS


def may_be_odd(key: str | None) -> bool:
    """Whether a key may be anything but a plain one: this is all that nearly every row is asked."""
    return key is None or _ODD.search(key) is not None


def totals_word(cell: str | None) -> str:
    """The word of a totals row that is all a cell says, folded (`合 计：` is 合计), or nothing."""
    if cell is None or len(cell) > _LONGEST or not _MAY_BE_TOTALS.search(cell):
        return ""
    words = unicodedata.normalize("NFKC", cell).casefold().strip()
    words = _GAPS.sub("", _AFTER_TOTALS.sub("", words))
    return words if words in TOTALS else ""


def is_subtotal(cell: str | None) -> bool:
    """Whether a cell names what a totals row sums up: `东区小计`, `A-1 汇总`, `North total`."""
    may_be = cell is not None and len(cell) <= _LONGEST and _MAY_BE_TOTALS.search(cell)
    return bool(may_be) and _SUBTOTAL.fullmatch((cell or "").strip(" :：")) is not None


def is_note(cells: Sequence[str | None], *, after_note: bool = False) -> bool:
    """Whether a row only holds notes: `备注：...`, `制表人：...`; after such a row also `1、...`."""
    filled = [cell for cell in cells if cell is not None and cell.strip()]
    if after_note and len(filled) == 1 and _LISTED.fullmatch(filled[0]) and not is_number(filled[0]):
        return True
    return bool(filled) and all(_NOTE.fullmatch(cell) for cell in filled)


def is_labelled(cell: str) -> bool:
    """`导出时间：2026-06-14`, as titles hold it."""
    return _LABELLED.fullmatch(cell) is not None


def unit_in(cell: str) -> str:
    """The unit that a cell of a units row says: `(件)`, `（万元）`, `件`; nothing where it says something else."""
    found = _UNIT.fullmatch(cell)
    words = unicodedata.normalize("NFKC", found[1] if found else cell).strip().casefold()
    return words if found or words in _BARE_UNITS else ""


def header_words(cells: Cells) -> int:
    """How many cells of a row are words that headers are made of."""
    return sum(1 for cell in cells if cell and _HEADER_WORD.fullmatch(cell.strip()))
