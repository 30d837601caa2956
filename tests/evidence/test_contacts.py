"""Contacts: one person written in several ways is one, two people are two, and what can't be compared is said."""

from __future__ import annotations

from collections.abc import Iterator

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.evidence.cells import CellError
from readiness.evidence.contacts import known_region, parse_email, parse_phone, plain_email_sql, plain_phone_sql
from readiness.evidence.engine import Engine

MOBILE = "+8613800138000"


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    made = Engine()
    yield made
    made.close()


@pytest.mark.parametrize(
    "text",
    [
        "13800138000",
        " 138 0013 8000\t",
        "138-0013-8000",
        "138\u20130013\u20138000",
        "１３８００１３８０００",
        "+86 13800138000",
        "＋８６－１３８００１３８０００",
        "0086 138 0013 8000",
        "8613800138000",
        "+86 (138) 00138000",
        "13800138000.0",
        "'13800138000",
        '="13800138000"',
        "138\u200b0013\u200d8000",
        "\ufeff13800138000",
    ],
)
def test_one_number_in_several_spellings(text: str) -> None:
    """False-GO 11, 18: blanks, dashes, width, country code, invisible characters and what Excel adds make no other
    number."""
    assert parse_phone(text, "CN") == MOBILE


def test_numbers_of_other_countries() -> None:
    """With its country code a number is of that country; without, of the region."""
    assert parse_phone("+1 (415) 555-2671", "CN") == parse_phone("415-555-2671", "US") == "+14155552671"
    assert parse_phone("021-1234 5678", "CN") == "+862112345678"
    assert parse_phone("030 123456", "DE") == "+4930123456"


@pytest.mark.parametrize(
    ("text", "said", "zh"),
    [
        ("1.38E+10", "scientific notation", "科学计数法"),
        ("1.3800138E10", "scientific notation", "科学计数法"),
        ("139****0000", "masked", "星号"),
        ("13800138000/13900139000", "several numbers", "多个号码"),
        ("13800138000；13900139000", "several numbers", "多个号码"),
        ("13800138000 13900139000", "no such telephone number", "没有这样的电话号码"),
        ("1380013800", "no such telephone number", "没有这样的电话号码"),
        ("138001380000", "no such telephone number", "没有这样的电话号码"),
        ("13800138000.5", "no such telephone number", "没有这样的电话号码"),
        ("13800138000 ext. 5", "no telephone number", "不是电话号码"),
        ("#N/A", "no telephone number", "不是电话号码"),
        ("#REF!", "no telephone number", "不是电话号码"),
        ("张三", "no telephone number", "不是电话号码"),
        ("nan", "no telephone number", "不是电话号码"),
        ("95588", "no such telephone number", "没有这样的电话号码"),
    ],
)
def test_what_is_no_number_is_said(text: str, said: str, zh: str) -> None:
    """False-GO 11: digits that were lost, masked or put together are no number, and nothing of the cell is repeated."""
    with pytest.raises(CellError) as refused:
        parse_phone(text, "CN")
    assert said in refused.value.text.en
    assert zh in refused.value.text.zh
    assert text not in refused.value.text.en + refused.value.text.zh


@given(st.from_regex(r"\A1[3-9][0-9]{9}\Z"))
def test_the_short_way_is_the_librarys(text: str) -> None:
    """What is read without the library, a plain mobile number, is what the library makes of it."""
    number = phonenumbers.parse(text, "CN")
    assert parse_phone(text, "CN") == phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    assert parse_phone(f"+86 {text[:3]} {text[3:]}", "CN") == parse_phone(text, "CN")


@given(st.text(alphabet="0123456789+-*. ./E", min_size=5, max_size=20))
def test_a_refusal_never_repeats_the_number(text: str) -> None:
    """Whatever the cell holds, no three digits of it stand in the message."""
    try:
        parse_phone(text, "CN")
    except CellError as refused:
        said = refused.text.en + refused.text.zh
        assert not any(text[i : i + 3] in said for i in range(len(text) - 2) if text[i : i + 3].isdigit())


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (" A.B@Example.COM ", "a.b@example.com"),
        ("ａｂ＠ｅｘａｍｐｌｅ．ｃｏｍ", "ab@example.com"),
        ("a\u200bb@exam\u00adple.com", "ab@example.com"),
        ("mailto:ab@example.com", "ab@example.com"),
        ("ab@例子.中国", "ab@xn--fsqu00a.xn--fiqs8s"),
        ("ab@xn--fsqu00a.xn--fiqs8s", "ab@xn--fsqu00a.xn--fiqs8s"),
        ("ab@EXAMPLE。com", "ab@example.com"),
        ("ab@example.com.", "ab@example.com"),
        ("张三@例子.中国", "张三@xn--fsqu00a.xn--fiqs8s"),
    ],
)
def test_one_address_in_several_spellings(text: str, address: str) -> None:
    """False-GO 18: case, width, blanks, invisible characters and the two forms of a domain make no other address."""
    assert parse_email(text) == address


def test_dots_and_tags_stay() -> None:
    """What `a.b` and `a+618` mean is up to the provider: they are addresses of their own."""
    assert len({parse_email(f"{local}@gmail.com") for local in ("ab", "a.b", "a+b")}) == 3


@pytest.mark.parametrize(
    "text",
    ["ab", "ab@", "@example.com", "ab@example", "ab@@example.com", "a b@example.com", "a***@example.com",
     "ab@example.com;cd@example.com", "张三 <ab@example.com>", "ab@exa mple.com", "ab@example..com", "无"],
)  # fmt: skip
def test_what_is_no_address_is_said(text: str) -> None:
    """False-GO 11: what is no single address is refused, without being repeated."""
    with pytest.raises(CellError) as refused:
        parse_email(text)
    assert text not in refused.value.text.en
    assert refused.value.text.zh


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.from_regex(r"\A1[0-9]{8,12}\Z"),
            st.from_regex(r"\A[a-zA-Z0-9.+_-]{1,8}@([a-z0-9-]{1,6}\.){1,3}[a-z0-9]{1,4}\Z"),
            st.text(max_size=12),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_the_engine_reads_what_python_reads(engine: Engine, texts: list[str]) -> None:
    """Where SQL gives a value for a cell, it is the one that Python gives; elsewhere it gives none."""
    texts = [text.replace("\x00", "") for text in texts]
    for parse, sql in (
        (lambda text: parse_phone(text, "CN"), plain_phone_sql("text", "CN")),
        (parse_email, plain_email_sql("text")),
    ):
        found = engine.query(
            f"SELECT text, {sql} FROM (SELECT unnest($1::VARCHAR[]) AS text)", [texts], seconds=10, shown="t"
        )
        assert len(found) == len(texts)
        for text, value in found:
            if value is not None:
                assert parse(text) == value


def test_the_engine_reads_the_plain_ones(engine: Engine) -> None:
    """Most cells of an export need no Python: they are read in SQL, in the region they are meant for."""
    select = f"SELECT {plain_phone_sql('$1', 'CN')}, {plain_phone_sql('$1', 'US')}, {plain_email_sql('$2')}"
    found = engine.query(select, ["13800138000", "ab.c@mail.example.com"], seconds=10, shown="t")
    assert found == [(MOBILE, None, "ab.c@mail.example.com")]


def test_regions() -> None:
    """A region is a country with telephone numbers."""
    assert known_region("CN")
    assert not known_region("XX")
