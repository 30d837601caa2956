"""Kind `document`: what the text must say and must not say, on Markdown and plain text."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from readiness.model.errors import CannotJudge
from readiness.model.finding import FindingKind
from readiness.probes import document
from readiness.probes.kind import Kind
from tests.probes.document.worlds import clause, judged, observed, places

_FINAL = clause("(最终|最后)解释权", name="final interpretation")


def test_the_module_is_a_kind() -> None:
    """The package fits the protocol that the registry expects."""
    assert isinstance(document, Kind)


def test_a_clause_that_stands_there_passes() -> None:
    """One of the patterns matches: no finding, and the clause was examined."""
    judgement = judged({"terms.md": "主办方：某某公司"}, must_contain=[clause("organi[sz]er", "主办(方|单位)")])
    assert judgement.findings == ()
    assert (judgement.examined.count, judgement.examined.unit) == (1, "clauses")


def test_a_clause_that_is_missing_is_named() -> None:
    """A clause that no pattern finds is a finding that names the document and the clause."""
    judgement = judged(
        {"terms.md": "抽奖规则"}, must_contain=[{"name": {"en": "organiser", "zh": "主办方"}, "any": ["主办方"]}]
    )
    (found,) = judgement.findings
    assert (found.subject, found.where, found.kind) == ("terms.md", "terms.md", FindingKind.MISSING)
    assert (found.required.en, found.required.zh, found.observed.zh) == ("organiser", "主办方", "未找到")


@pytest.mark.parametrize(("needed", "findings"), [(1, 0), (2, 0), (3, 1)])
def test_min_found_says_how_many_clauses_suffice(needed: int, findings: int) -> None:
    """As many clauses as `min_found` are enough; one fewer, and what is missing is told; else it is noted."""
    asked = [clause("甲方", name="a"), clause("乙方", name="b"), clause("丙方", name="c")]
    judgement = judged({"terms.txt": "甲方 乙方"}, must_contain=asked, min_found=needed)
    assert len(judgement.findings) == findings
    assert any("not needed: c" in note.en for note in judgement.notes) is (findings == 0)


@pytest.mark.parametrize(("times", "findings"), [(2, 0), (3, 1)])
def test_at_least_counts_separate_matches(times: int, findings: int) -> None:
    """`at_least` counts matches of all patterns together, each place once."""
    asked = [clause("客服电话", "电话", "邮箱", at_least=times)]
    judgement = judged({"terms.md": "客服电话：400\n\n邮箱：a@shop.example"}, must_contain=asked)
    assert len(judgement.findings) == findings


def test_documents_are_read_as_one_for_what_they_must_say() -> None:
    """A clause may stand in any of the documents."""
    files = {"rules.md": "主办方：某某", "faq.md": "客服：400"}
    asked = [clause("主办方"), clause("客服")]
    assert judged(files, must_contain=asked).findings == ()
    (found,) = judged(files, must_contain=[*asked, clause("奖品")]).findings
    assert found.subject == "rules.md + faq.md"


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        ("## 隐私政策\n\n我们收集手机号。", 0),
        ("见隐私政策。", 1),
        ("## 隐私政策\n\n## 其他\n\n文字", 1),
        ("## 隐私政策\n\n### 收集\n\n文字", 0),
        ("## 隐私政策\n\n### 收集\n", 1),
        ("隐私政策\n========\n\n我们收集手机号。", 0),
    ],
)
def test_a_heading_counts_with_text_under_it(text: str, findings: int) -> None:
    """`heading: yes`: the match stands in a heading whose section holds text; an empty section states nothing."""
    assert len(judged({"terms.md": text}, must_contain=[clause("隐私政策", heading="yes")]).findings) == findings


@pytest.mark.parametrize("said", ["略", "（略）", "待补充。", "TBD", "……"])
def test_a_section_that_says_nothing_is_none(said: str) -> None:
    """A heading above `略` or `TBD` states nothing; `无` is an answer."""
    asked = [clause("奖品设置", heading="yes")]
    assert len(judged({"terms.md": f"## 奖品设置\n{said}\n\n## 其他\n无"}, must_contain=asked).findings) == 1
    assert judged({"terms.md": f"## 奖品设置\n{said} 一等奖一名\n"}, must_contain=asked).findings == ()
    assert judged({"terms.md": "## 奖品设置\n无\n"}, must_contain=asked).findings == ()


@pytest.mark.parametrize(
    ("heading", "findings"),
    [("一、奖品设置", 0), ("（二）奖品设置", 0), ("第三条 奖品设置", 0), ("1. 奖品设置", 0), ("奖品设置如下所示", 1)],
)
def test_a_chinese_number_makes_a_heading(heading: str, findings: int) -> None:
    """一、 （一） 第一条 1. begin headings in plain text."""
    asked = [clause("奖品设置", heading="yes")]
    assert len(judged({"terms.txt": f"规则\n\n{heading}\n一等奖一名。"}, must_contain=asked).findings) == findings


def test_a_numbered_heading_ends_at_its_colon() -> None:
    """`一、活动时间：6月18日` is a heading with its section on the same line."""
    text = {"terms.txt": "一、活动时间：6月18日。\n二、其他\n没有。"}
    assert judged(text, must_contain=[clause("活动时间", heading="yes")]).findings == ()
    assert len(judged(text, must_contain=[clause("6月18日", heading="yes")]).findings) == 1


def test_near_words_stand_in_the_same_section() -> None:
    """`near`: one of the words in the match's own section; in another section it does not count."""
    asked = [clause("主办方", near=["客服|电话"])]
    assert judged({"t.md": "## 主办方\n某某公司\n\n电话 400"}, must_contain=asked).findings == ()
    (found,) = judged({"t.md": "## 主办方\n某某公司\n\n## 其他\n电话 400"}, must_contain=asked).findings
    assert "near it none of" in found.observed.en
    assert found.where == "t.md, line 1"


def test_a_title_brings_nothing_near() -> None:
    """The section of the document's title is the whole document: `near` ends at its first heading."""
    asked = [clause("主办方", near=["客服|电话"])]
    (found,) = judged({"t.md": "# 主办方甲公司隐私政策\n简介\n\n## 其他\n客服电话 400"}, must_contain=asked).findings
    assert "near it none of" in found.observed.en
    text = "# 主办方甲公司隐私政策\n客服电话 400\n\n## 其他\n空"
    assert judged({"t.md": text}, must_contain=asked).findings == ()


def test_below_a_heading_its_own_parts_are_near() -> None:
    """What stands under a heading's sub-headings is in its section."""
    asked = [clause("主办方", near=["客服|电话"])]
    text = "# 规则\n\n## 主办方\n甲公司\n\n### 联系\n客服电话 400"
    assert judged({"t.md": text}, must_contain=asked).findings == ()


def test_without_headings_near_is_a_distance() -> None:
    """Without headings the words stand within 200 characters; at 201 they do not."""
    asked = [clause("主办方", near=["电话"])]
    assert judged({"t.txt": "主办方" + "某" * 198 + "电话"}, must_contain=asked).findings == ()
    assert len(judged({"t.txt": "主办方" + "某" * 199 + "电话"}, must_contain=asked).findings) == 1


def test_what_must_not_be_there_is_named_with_its_line() -> None:
    """Each match is a finding with the words found and their line."""
    judgement = judged({"terms.md": "# 规则\n\n本活动最终解释权归本公司。\n"}, must_not_contain=[_FINAL])
    (found,) = judgement.findings
    assert (found.observed.en, found.where, found.kind) == ("“最终解释权”", "terms.md, line 3", FindingKind.WRONG)
    assert judged({"terms.md": "# 规则\n\n解释权依法。"}, must_not_contain=[_FINAL]).findings == ()


@pytest.mark.parametrize(
    "text",
    [
        "最终\u200b解释权",
        "最\u2060终\ufeff解\u00ad释\u200d权",
        "最终\n解释权",
        "最 终 解 释 权",
        "最终\u3000解释权",
        "最**终**解释权",
        "最*终*解释权",
        "最__终__解释权",
        "**最终**\n解释权",
        "最`终`解释权",
        "最~~终~~解释权",
        "最<b>终</b>解释权",
        "最&#x200b;终解释权",
        "最&#32456;解释权",
        "最终[解释权](https://shop.example)",
        "> 最终\n> 解释权",
        "最<!-- x -->终解释权",
        "![最终解释权](a.png)",
        '<img src="a.png" alt="最终解释权">',
        "```\n最终解释权\n```",
        "| a | 最终解释权 |",
        "- 最终解释权",
        "最终\n\n解释权",
    ],
)
def test_nothing_hides_a_word_in_markdown(text: str) -> None:
    """Invisible characters, blanks, line ends, marks, tags, entities and alternative texts hide no word."""
    assert len(judged({"terms.md": f"活动\n\n{text}归我们"}, must_not_contain=[_FINAL]).findings) == 1


def test_folded_is_both_the_text_and_the_pattern() -> None:
    """Width and case do not matter, on either side; a full-width bracket in a pattern is no group."""
    asked = [clause("（ＴＯＰ１）", "ｎｏ.１")]
    assert observed(judged({"t.txt": "全网(top1)，No.1"}, must_not_contain=asked)) == ["“(top1)”", "“no.1”"]


def test_the_line_is_where_the_word_begins() -> None:
    """A wrapped word is cited at the line on which it begins."""
    assert places(judged({"t.txt": "活动\n归最\n终解释权"}, must_not_contain=[_FINAL])) == ["t.txt, line 2"]


def test_a_comment_states_nothing() -> None:
    """What is commented out is not read by anybody: it states no clause and breaks none."""
    files = {"terms.md": "规则\n<!-- 主办方：某某\n最终解释权 -->\n\n结束"}
    assert len(judged(files, must_contain=[clause("主办方")]).findings) == 1
    assert judged(files, must_not_contain=[_FINAL]).findings == ()


def test_the_text_of_a_picture_states_nothing() -> None:
    """False-GO 7: an alternative text is not seen by a reader, and the picture's own words were not read."""
    judgement = judged({"terms.md": "规则 ![主办方](a.png)"}, must_contain=[clause("主办方")])
    assert len(judgement.findings) == 1
    assert any("1 picture whose text was not read" in note.en for note in judgement.notes)


def test_front_matter_is_not_shown() -> None:
    """Settings before a Markdown text are no heading and state nothing; what must not be there counts in them too."""
    files = {"t.md": "---\ntitle: 主办方 最终解释权\n---\n\n# 活动规则\n\n---\n正文"}
    assert judged(files, max_title=4).findings == ()
    assert len(judged(files, must_contain=[clause("主办方")]).findings) == 1
    assert places(judged(files, must_not_contain=[_FINAL])) == ["t.md, line 2"]


def test_words_inside_an_exception_do_not_count() -> None:
    """`except`: 最佳赏味期 is no claim; 最佳 anywhere else is."""
    asked = [clause("最佳", apart_from=["最佳赏味期", "最佳使用"])]
    judgement = judged({"t.txt": "最佳赏味期三天，最佳使用时间，\n全国最佳，最佳赏味期"}, must_not_contain=asked)
    assert places(judgement) == ["t.txt, line 2"]


def test_an_excused_match_hides_no_other() -> None:
    """A longer match that begins inside an excused one is still found."""
    asked = [clause("最佳", "佳绩第一", apart_from=["最佳"])]
    assert observed(judged({"t.txt": "最佳绩第一"}, must_not_contain=asked)) == ["“佳绩第一”"]


def test_words_of_two_cells_make_no_word() -> None:
    """国家 in one cell and 级 in the next are not 国家级."""
    assert judged({"t.md": "| 国家 | 级别 |\n|---|---|\n"}, must_not_contain=[clause("国家级")]).findings == ()


def test_unfilled_places_are_findings() -> None:
    """Each place that was left to be filled in is told with its line."""
    judgement = judged({"t.md": "主办方：XXX公司\n\n时间：待定。"}, placeholders=["x{2,}", "待定"])
    assert places(judgement) == ["t.md, line 1", "t.md, line 3"]
    assert judged({"t.md": "主办方：某某公司"}, placeholders=["x{2,}", "待定"]).findings == ()


@pytest.mark.parametrize(("most", "findings"), [(8, 0), (7, 1)])
def test_the_length_counts_characters_without_blanks(most: int, findings: int) -> None:
    """`max_length` holds at exactly the limit; blanks and line ends are not counted."""
    judgement = judged({"t.md": "# 标题 一\n\n文 字 共八个\n"}, max_length=most)
    assert len(judgement.findings) == findings


@pytest.mark.parametrize(("most", "findings"), [(5, 0), (4, 1)])
@pytest.mark.parametrize("text", ["# 年中大促销\n\n## 这是第二个更长的标题\n", "年中大促销\n一、这是一个更长的标题\n"])
def test_the_title_is_the_first_heading(text: str, most: int, findings: int) -> None:
    """`max_title` holds the first heading, or the first line where none is marked, at exactly the limit."""
    assert len(judged({"t.md": text}, max_title=most).findings) == findings


def test_every_match_is_counted_where_only_some_are_told() -> None:
    """False-GO 44: a list that was cut says how many findings there are."""
    judgement = judged({"t.txt": "最佳。\n" * 1_000}, must_not_contain=[clause("最佳")])
    assert (judgement.total, len(judgement.findings)) == (1_000, 200)


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"must_contain": []},
        {"must_contain": [{"name": "a", "any": []}]},
        {"must_contain": [{"name": "a", "any": [""]}]},
        {"must_contain": [{"name": "a", "any": ["x*"]}]},
        {"must_contain": [{"name": "a", "any": ["主办方|"]}]},
        {"must_not_contain": []},
        {"placeholders": []},
        {"must_contain": [{"any": ["a"]}]},
        {"must_contain": [{"name": "a", "any": ["a"], "at_least": 0}]},
        {"must_contain": [{"name": "a", "any": ["a"]}], "min_found": 2},
        {"must_contain": [{"name": "a", "any": ["a"]}], "min_found": 0},
        {"flags": [{"name": "a", "any": ["a"]}]},
        {"max_length": 10, "flags_cleared_by": "legal"},
        {"campaign_dates": "no"},
        {"documents": [], "max_length": 10},
    ],
)
def test_what_asks_nothing_is_refused(settings: dict[str, object]) -> None:
    """False-GO 4: an empty demand, an empty pattern and one that everything matches are refused at load."""
    with pytest.raises(ValidationError):
        document.Settings.model_validate({"documents": ["terms"], **settings})


@pytest.mark.parametrize("pattern", ["(?=a)", "(a", "[a", r"(a)\1", "a{5000}"])
def test_a_pattern_that_can_not_run_is_refused(pattern: str) -> None:
    """What RE2 refuses is told with the pattern when it is loaded; what ships is compiled by a test instead."""
    asked = {"documents": ["terms"], "placeholders": [pattern]}
    with pytest.raises(ValidationError, match="no pattern that can be run"):
        document.Settings.model_validate(asked)
    assert document.Settings.model_validate(asked, context={"both_languages": True}).placeholders == (pattern,)


@pytest.mark.parametrize("name", ["terms.pdf", "terms.doc", "terms.png", "terms.pages", "terms.zip", "terms"])
def test_what_can_not_be_read_is_not_judged(name: str) -> None:
    """False-GO 7: words that nobody saw could be the ones that must not be there."""
    with pytest.raises(CannotJudge) as caught:
        judged({name: "主办方"}, {"terms": {"file": name}}, must_not_contain=[_FINAL])
    assert name in caught.value.message.en
    assert caught.value.hint


def test_a_web_page_under_another_name_is_refused() -> None:
    """False-GO 7: tags would part the words of a page that is read as plain text."""
    with pytest.raises(CannotJudge, match="web page"):
        judged({"terms.txt": "<!DOCTYPE html><p>最<b>终</b>解释权"}, must_not_contain=[_FINAL])


def test_each_file_of_a_folder_is_read() -> None:
    """A folder's documents are judged file by file; each finding names its file."""
    files = {"copy/a.md": "全国最佳", "copy/b/c.txt": "\n最佳"}
    judgement = judged(files, {"copy": {"folder": "copy"}}, must_not_contain=[clause("最佳")])
    assert places(judgement) == ["copy/a.md, line 1", "copy/b/c.txt, line 2"]


def test_a_picture_in_a_folder_is_noted_or_refused() -> None:
    """`pictures: note` tells which pictures were not read; `refuse` does not judge with them."""
    files: dict[str, str | bytes] = {
        "copy/a.md": "好",
        "copy/海报.png": b"\x89PNG...",
        "copy/.DS_Store": b"\0\1",
        "copy/~$a.docx": b"x",
    }
    bound = {"copy": {"folder": "copy"}}
    judgement = judged(files, bound, must_not_contain=[clause("最佳")])
    assert any("海报.png" in note.en and "海报.png" in note.zh for note in judgement.notes)
    with pytest.raises(CannotJudge, match=r"copy/海报\.png"):
        judged(files, bound, must_not_contain=[clause("最佳")], pictures="refuse")


@pytest.mark.parametrize(
    "files", [{"copy/a.pdf": "x", "copy/b.md": "好"}, {"copy/a.png": "x"}, {"copy/a.md": "<!-- -->"}]
)
def test_a_folder_with_an_unreadable_file_is_not_judged(files: dict[str, str]) -> None:
    """False-GO 7: one file that can't be read, or no text at all, and the folder can't be judged."""
    with pytest.raises(CannotJudge, match="copy"):
        judged(files, {"copy": {"folder": "copy"}}, must_not_contain=[clause("最佳")])
