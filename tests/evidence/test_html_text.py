"""Web pages as documents: what shows, on which line, and in bounded time whatever is wrong with them."""

from __future__ import annotations

import time

import pytest

from readiness.evidence.document import FileBytes
from readiness.evidence.folding import fold
from readiness.evidence.paragraphs import DocumentText
from readiness.evidence.readable import read_file
from readiness.model.errors import CannotJudge


def read(page: str | bytes, encoding: str | None = None) -> DocumentText:
    data = page if isinstance(page, bytes) else page.encode()
    return read_file(FileBytes("terms.html", data), encoding)


def seen(page: str) -> str:
    return fold(read(page).paragraphs, unseen=False, tight=False).data.decode()


def whole(page: str) -> str:
    return fold(read(page).paragraphs, unseen=True, tight=True).data.decode()


@pytest.mark.parametrize(
    "shown",
    [
        "最终解释权",
        "最<b>终</b>解释权",
        "最<span class='x'>终</span>\n解释权",
        "最&#x7EC8;解释权",
        "最&zwnj;终&shy;解&#8203;释权",
        "最终<br>解释权",
        "最<wbr>终解释权",
        "最<!-- x > y -->终解释权",
        "最终<!---->解<!-->释权",
        "<script>if (a < b) {}</script>最终解释权",
        "<style>a > b {}</style>最终解释权",
        "<SCRIPT>x</script >最终解释权",
        "<p title=it's>最终解释权</p><p title=it's>",
        '<a href="a>b">最终解释权</a>',
        "<a href='x'title='y'>最终</a>解释权",
        "价格 < 100 最终解释权",
        "<最终解释权>",
        "<textarea>最终解释权</textarea>",
        "<table><tr><td>最终解释权</td></tr></table>",
        "<h1>最终解释权</h1>",
        "<ul><li>最终解释权<li>x</ul>",
        "<svg><text>最终解释权</text></svg>",
        "<?x y?>最终解释权",
        "</ x>最终解释权",
    ],
)
def test_what_a_browser_shows_is_read(shown: str) -> None:
    """Tags, comments, entities and scripts part no word and hide none."""
    page = f"<!DOCTYPE html>\n<html><body>\n{shown}\n</body></html>"
    assert "最终解释权" in seen(page)


@pytest.mark.parametrize(
    "hidden",
    [
        "<img src=a alt='最终解释权'>",
        "<a title=最终解释权>x</a>",
        '<input placeholder="最终解释权">',
        '<input type="submit" value="最终解释权">',
        "<p hidden>最<b>终</b>解释权</p>",
        "<div style='DISPLAY : none'><p>最终解释权</p></div>",
        "<template>最终解释权</template>",
        "<title>最终解释权</title>",
        '<meta name="description" content="最终解释权">',
        "<noscript>最终解释权</noscript>",
    ],
)
def test_what_does_not_show_counts_only_against_it(hidden: str) -> None:
    """Attributes' texts and hidden elements can't break a ban unseen, and state nothing."""
    page = f"<p>规则</p>{hidden}<p>结束</p>"
    assert "最终解释权" in whole(page)
    assert "最终解释权" not in seen(page)
    assert "结束" in seen(page)


@pytest.mark.parametrize(
    "gone", ["<!-- 最终解释权 -->", "<script>最终解释权</script>", "<style>最终解释权</style>", "<!最终解释权>"]
)
def test_comments_and_scripts_are_no_text(gone: str) -> None:
    """What is commented out or a script's says nothing to anybody."""
    assert "解释权" not in whole(f"<p>规则</p>{gone}<p>结束</p>")


@pytest.mark.parametrize("lost", ["<!-- 最终解释权", "<p class='最终解释权", "<a 最终解释权", "<script>最终解释权"])
def test_what_is_never_closed_hides_nothing(lost: str) -> None:
    """A browser drops what is never closed; it states nothing, and yet can't hide what must not be there."""
    page = f"<p>规则</p>{lost}"
    assert "最终解释权" in whole(page)
    assert "最终解释权" not in seen(page)


def test_lines_are_those_of_the_source() -> None:
    """Each piece of a text knows its line, across tags, comments and scripts of many lines."""
    page = "<!-- a\nb -->\n<p\n class='x'>甲\n乙</p><script>\n\n</script>\r\n丙"
    view = fold(read(page).paragraphs, unseen=False, tight=False)
    assert [place.number for place in view.places] == [4, 5, 8]


def test_headings_have_their_level() -> None:
    """h1 to h6, also with tags inside, and Chinese numbers in plain paragraphs."""
    page = "<h1>规<em>则</em></h1><h3>时间</h3><p>一、奖品</p><p>正文</p>"
    assert [paragraph.level for paragraph in read(page).paragraphs] == [1, 3, 3, 0]


def test_cells_do_not_run_together() -> None:
    """国家 and 级别 in two cells make no word, whatever stands inside the cells."""
    assert "国家级" not in whole("<table><tr><td><p>国家</p></td><td><p>级别</p></td></table>")
    assert "国家级" in whole("<p>国家</p><p>级别</p>")


def test_pictures_and_frames_are_noted() -> None:
    """Words in them were not read."""
    assert [note.en for note in read("<p>x<img src=a><iframe src=b></iframe></p>").notes] == [
        "terms.html holds 2 pictures whose text was not read"
    ]


@pytest.mark.parametrize("page", ["<html><script>x</script></html>", "<img alt='规则'>", "<p hidden>规则</p>"])
def test_a_page_without_text_is_not_judged(page: str) -> None:
    """False-GO 7: a page that only scripts fill, or that shows nothing, can't be judged."""
    with pytest.raises(CannotJudge, match="no text"):
        read(page)


def test_the_encoding_is_the_one_that_a_browser_takes() -> None:
    """The page's own charset is followed, the binding's before it; one that the content contradicts is refused."""
    page = '<meta charset="gbk"><p>最终解释权</p>'
    for data, encoding in ((page.encode("gb18030"), None), (page.encode("utf-8"), "utf-8")):
        assert read(data, encoding).paragraphs[-1].pieces[0][1] == "最终解释权"
    with pytest.raises(CannotJudge, match="not in the encoding that it says"):
        read(page.encode("utf-8"))
    both = '<meta charset="gbk"><p>文案'.encode()
    assert both.decode("gb18030") != both.decode("utf-8")
    with pytest.raises(CannotJudge, match="not in the encoding that it says"):
        read(both)
    with pytest.raises(CannotJudge, match="not in the encoding that it says"):
        read(b'<meta charset="utf-8"><p>\xff\xfe\xfd</p>')


@pytest.mark.parametrize(
    "part",
    [
        "<a ",
        "<a b='",
        '<a b="',
        "<!--",
        "<b>",
        "<p hidden>",
        "</",
        "<!",
        "&#",
        "<script>",
        "<title>",
        "&amp;",
        "<a b=c d=",
    ],
)
def test_hostile_pages_take_bounded_time(part: str) -> None:
    """Two megabytes of anything unclosed or nested are read in seconds, not in hours."""
    began = time.monotonic()
    page = "<p>规则</p>" + part * (2_000_000 // len(part))
    assert "规则" in seen(page)
    assert time.monotonic() - began < 20
