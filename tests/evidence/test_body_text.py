"""The text of an answer's body."""

from __future__ import annotations

import pytest

from readiness.evidence.body_text import body_text


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("系统维护中".encode(), "text/html; charset=utf-8"),
        ("系统维护中".encode(), ""),
        ("系统维护中".encode("gb18030"), "text/html; charset=GBK"),
        ("系统维护中".encode("gb18030"), "text/html"),
        (b'<meta charset="gb2312">' + "系统维护中".encode("gb18030"), "text/html"),
        ("\ufeff系统维护中".encode("utf-16-le"), "text/html"),
        ("系统维护中".encode(), "text/html; charset=no-such-charset"),
    ],
)
def test_a_page_is_read_in_its_encoding(body: bytes, content_type: str) -> None:
    """Chinese text is found in the encodings that servers use, declared or not."""
    text = body_text(body, content_type)
    assert text.without(["系统维护中"]) == ()
    assert text.having(["系统维护中"]) == ("系统维护中",)
    assert text.exact


@pytest.mark.parametrize("declared", ["iso-8859-1", "gbk", "ascii", "utf-16"])
def test_a_wrong_charset_hides_no_forbidden_words(declared: str) -> None:
    """False-GO 24: a maintenance page in UTF-8 that declares another charset is still seen as one."""
    text = body_text("抱歉,系统维护中。".encode(), f"text/html; charset={declared}")
    assert text.having(["系统维护中"]) == ("系统维护中",)


def test_a_broken_byte_hides_no_forbidden_words() -> None:
    """False-GO 24: one byte that does not decode leaves the rest readable."""
    text = body_text("系统维护中".encode() + b"\xff", "text/html; charset=utf-8")
    assert text.having(["系统维护中"]) == ("系统维护中",)


def test_required_words_must_be_shown_as_a_browser_shows_them() -> None:
    """Required text in the wrong charset is garbage to a customer, so it is lacking."""
    text = body_text("618 大促".encode(), "text/html; charset=iso-8859-1")
    assert text.without(["大促"]) == ("大促",)


def test_entities_are_resolved() -> None:
    """Text written with HTML entities counts as shown."""
    text = body_text(b"&#31995;&#32479;&#32500;&#25252;&#20013; Tom &amp; Co", "text/html")
    assert text.without(["Tom & Co"]) == ()
    assert text.having(["系统维护中"]) == ("系统维护中",)


def test_case_matters_only_for_what_is_required() -> None:
    """Forbidden words are found in any case, required ones as written."""
    text = body_text(b"Under Maintenance", "text/html")
    assert text.having(["under maintenance"]) == ("under maintenance",)
    assert text.without(["under maintenance"]) == ("under maintenance",)


def test_a_cut_body_may_end_within_a_character() -> None:
    """A body read up to a limit is not taken for another encoding because its last character is split."""
    text = body_text("活动页面".encode()[:-1], "text/html", cut=True)
    assert text.encoding == "utf-8"
    assert text.without(["活动页"]) == ()


@pytest.mark.parametrize(
    "page",
    [
        "<!-- 12 家门店 --><p>x</p>",
        "<!---->x<!-- a --><!-- 12 家门店 -->",
        "<p>x</p><!-- 12 家门店",
        "<!-->x<!--12 家门店-->",
    ],
)
def test_what_is_commented_out_is_not_shown(page: str) -> None:
    """False-GO 24: words in a comment of the page are not what a customer sees; after it the page goes on."""
    text = body_text(page.encode(), "text/html; charset=utf-8")
    assert text.without(["12 家门店", "x"]) == ("12 家门店",)
