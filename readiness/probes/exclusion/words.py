"""Exclusion: facts as findings and notes. Rows are told by their place, never by what stands in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from readiness.model.errors import CannotJudge
from readiness.model.finding import Finding, FindingKind
from readiness.model.places import place_words
from readiness.model.text import Text
from readiness.probes.exclusion.facts import Hit, ListSeen, Side, Twice, Unread
from readiness.probes.exclusion.settings import Meaning

_MEANINGS = {
    Meaning.EMAIL: Text("e-mail address", "邮箱"),
    Meaning.PHONE: Text("telephone number", "电话号码"),
    Meaning.ID: Text("id", "编号"),
}


def said(meanings: Iterable[Meaning]) -> Text:
    words = [_MEANINGS[meaning] for meaning in meanings]
    return Text(" and ".join(one.en for one in words), "、".join(one.zh for one in words))


def tell_hit(hit: Hit, of: ListSeen) -> Finding:
    source, row, what = place_words(of.table.source), place_words(hit.row), _MEANINGS[hit.meaning]
    where = place_words(hit.listed_where)
    return Finding(
        subject=hit.row,
        required=Text(f"not in {source.en}", f"不在 {source.zh} 中"),
        observed=Text(f"its {what.en} is there", f"{what.zh}在其中"),
        message=Text(
            f"{row.en} must not be contacted: its {what.en} stands in {where.en}. Take it out of the audience",
            f"{row.zh} 不得触达：其{what.zh}在 {where.zh} 中，请从受众名单中移除",
        ),
        where=f"{hit.where}; {hit.listed_where}",
    )


def tell_unread(unread: Unread) -> Finding:
    """Of a list such a row may be anybody of the audience; of the audience it may be anybody in a list."""
    row = place_words(unread.row)
    return Finding(
        subject=unread.row,
        required=Text(f"{unread.title}: a contact that can be compared", f"“{unread.title}”：可比对的联系方式"),
        observed=unread.why,
        message=Text(
            f"{row.en}, {unread.title}: {unread.why.en}; so nobody knows whether it is excluded. Correct it",
            f"{row.zh}“{unread.title}”：{unread.why.zh}；无法确认是否应排除，请更正或补全",
        ),
        where=unread.where,
        kind=FindingKind.UNREADABLE,
    )


def tell_twice(twice: Twice) -> Finding:
    what, row = _MEANINGS[twice.meaning], place_words(twice.row)
    return Finding(
        subject=twice.row,
        required=Text(f"a {what.en} in one row", f"每个{what.zh}只占一行"),
        observed=Text(f"the same in {twice.rows:,} rows", f"同一{what.zh}占 {twice.rows:,} 行"),
        message=Text(
            f"The {what.en} of {row.en} stands in {twice.rows:,} rows of the audience; keep one",
            f"{row.zh} 的{what.zh}在受众名单中出现 {twice.rows:,} 行，请只保留一行",
        ),
        where=twice.where,
    )


def tell_nothing_shared(of: ListSeen, audience: Side) -> Finding:
    """A list that has nothing in common with the audience excludes nobody."""
    assert of.side is not None
    source = place_words(of.table.source)
    here, there = (
        said(sorted(one.readable and {m for m, n in one.readable.items() if n})) for one in (of.side, audience)
    )
    nothing = Text("nothing readable", "没有可读取的内容")
    here, there = (one if one.en else nothing for one in (here, there))
    return Finding(
        subject=of.table.name,
        required=Text("contacts of a kind that the audience holds too", "与受众同类的联系方式"),
        observed=Text(f"{here.en}; the audience: {there.en}", f"{here.zh}；受众：{there.zh}"),
        message=Text(
            f"{source.en} holds {here.en} and the audience {there.en}, so the list excludes nobody; export both with "
            "a column that both have",
            f"{source.zh} 只有{here.zh}，受众只有{there.zh}，该名单排除不了任何人；请导出双方都有的列",
        ),
        where=of.table.source,
        kind=FindingKind.MISSING,
    )


def empty_list(of: ListSeen) -> CannotJudge:
    source = place_words(of.table.source)
    return CannotJudge(
        Text(
            f"{source.en} has no row that counts, and nobody can tell that from an export that failed",
            f"{source.zh} 没有计入的数据行，无法区分“确实没有”与“导出失败”",
        ),
        Text(
            "Export it again with its rows. Where the list is truly empty, say `may_be_empty: yes` in the campaign's "
            "settings of this check; that is a loosening which somebody approves",
            "请连同数据重新导出；若名单确实为空，请在活动设置中为该名单写 `may_be_empty: yes`（属于放宽，须经批准）",
        ),
    )


def tell_empty_list(of: ListSeen) -> Finding:
    """An empty list beside one that excludes somebody."""
    problem = empty_list(of)
    return Finding(
        subject=of.table.name,
        required=Text("a list with rows", "有数据行的名单"),
        observed=Text("no row", "没有数据行"),
        message=problem.message,
        where=of.table.source,
        kind=FindingKind.MISSING,
    )


def tell_notes(audience: Side, lists: Iterable[ListSeen], unit: str) -> Iterator[Text]:
    """What was compared with what, so that a column which nobody recognised shows."""
    yield from _undecided(audience)
    for one in lists:
        source = place_words(one.table.source)
        if one.side is None:
            yield Text(f"{source.en} is empty, which its settings allow", f"{source.zh} 为空，设置允许为空")
            continue
        by, rows = said(one.shared), one.side.rows
        if one.shared:
            yield Text(
                f"{source.en}: {rows:,} row{'' if rows == 1 else 's'}, compared by {by.en}",
                f"{source.zh}：{rows:,} 行，按{by.zh}比对",
            )
        if one.shared and one.beyond:
            yield Text(
                f"{one.beyond:,} of the {unit} hold nothing of that ({by.en}), so {source.en} says nothing about them",
                f"{one.beyond:,} 位受众没有可比对的内容（{by.zh}），{source.zh} 无法判断他们",
            )
        yield from _undecided(one.side)


def _undecided(side: Side) -> Iterator[Text]:
    if side.undecided:
        source = place_words(side.table.source)
        yield Text(
            f"{source.en}: of {side.undecided:,} rows `where` says neither yes nor no; they count",
            f"{source.zh}：有 {side.undecided:,} 行无法按 where 判断，均计入",
        )
