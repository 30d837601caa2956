"""What an e-mail address or a telephone number is compared by. The only home of phonenumbers.

A refusal never repeats what stands in the cell: it is somebody's address.
"""

from __future__ import annotations

import re
import unicodedata

from readiness.evidence.cell_words import BLANKS, CellError
from readiness.evidence.domains import ascii_name

# A mobile number as mainland exports write it. The library knows the ranges in use on the day of its release; a new one
# is a number all the same.
_PLAIN_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_CHINA, _CHINA_CODE = "CN", "+86"
_PHONE = re.compile(r"\+{0,2}[0-9][0-9 ().-]*")
_SCIENTIFIC = re.compile(r"[0-9]+(?:\.[0-9]*)?E\+?[0-9]+", re.IGNORECASE)
_DECIMAL_ZERO = re.compile(r"\.0+\Z")
_AS_FORMULA = re.compile(r'="(.*)"', re.DOTALL)
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_LOCAL = re.compile(r"""[^\s@,;:<>()"*\\\x00-\x1f]+""")
_SEVERAL = re.compile(r"[0-9] *[,;/、，；|] *\+?[0-9]")
_QUOTES = "'\u2018\u2019`"


def visible(text: str) -> str:
    """A cell in half-width characters, without outer blanks and without those that nobody sees: zero-width ones, marks
    of direction, soft hyphens, and what makes Excel take a number for text."""
    seen = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf").strip(BLANKS)
    formula = _AS_FORMULA.fullmatch(seen)
    return (formula[1] if formula else seen).strip(BLANKS).lstrip(_QUOTES).strip(BLANKS)


def parse_phone(text: str, region: str) -> str:
    """A number as E.164, `+8613800138000`; `region` is the country of numbers without one (`CN`). Raises CellError."""
    words = _DECIMAL_ZERO.sub("", _DASHES.sub("-", visible(text)))
    if region == _CHINA and _PLAIN_MOBILE.fullmatch(words):
        return _CHINA_CODE + words
    _refuse_no_number(words)
    return _by_library(words, region)


def parse_email(text: str) -> str:
    """An address in lower case, its domain as the domain name system has it (`xn--...`). Dots and `+tags` of the local
    part stay: what they mean is up to each provider. Raises CellError."""
    words = visible(text)
    if words.lower().startswith("mailto:"):
        words = words[len("mailto:") :]
    local, at, domain = words.rpartition("@")
    if "*" in words:
        raise CellError("the address is masked with asterisks", "邮箱地址被星号遮盖")
    if not at:
        raise CellError("this is no e-mail address: it has no @", "不是邮箱地址：没有 @")
    if not _LOCAL.fullmatch(local):
        raise CellError(
            "this is not one e-mail address; write one in each cell, without a name or brackets",
            "不是单个邮箱地址；请每个单元格只写一个，不带姓名或括号",
        )
    return f"{unicodedata.normalize('NFKC', local.lower())}@{_domain(domain)}"


def known_region(region: str) -> bool:
    """Whether numbers of this country can be read: `CN`, `DE`."""
    import phonenumbers

    return region in phonenumbers.SUPPORTED_REGIONS


def plain_phone_sql(expression: str, region: str) -> str:
    """SQL of `parse_phone` for what most cells of an export are; NULL for all else."""
    if region != _CHINA:
        return "NULL::VARCHAR"
    return f"CASE WHEN regexp_full_match({expression}, '{_PLAIN_MOBILE.pattern}') THEN '+86' || {expression} END"


def plain_email_sql(expression: str) -> str:
    """SQL of `parse_email` for what most cells of an export are; NULL for all else."""
    pattern = r"[a-z0-9][a-z0-9._%+-]*@([a-z0-9]{1,40}\.){1,3}[a-z]{2,20}"
    return f"CASE WHEN regexp_full_match({expression}, '{pattern}') THEN {expression} END"


def _refuse_no_number(words: str) -> None:
    if "*" in words:
        raise CellError("the number is masked with asterisks", "号码被星号遮盖")
    if _SCIENTIFIC.fullmatch(words):
        raise CellError(
            "the number stands in scientific notation, so its last digits may be lost; export the column as text",
            "号码是科学计数法，末几位可能已丢失；请将该列以文本格式导出",
        )
    if _SEVERAL.search(words):
        raise CellError(
            "there are several numbers in one cell; write one in each", "一个单元格中有多个号码；请每格只写一个"
        )
    if not _PHONE.fullmatch(words):
        raise CellError(
            "this is no telephone number: digits, blanks, dashes, brackets and a leading + are",
            "不是电话号码：只能含数字、空格、短横线、括号和开头的 +",
        )


def _by_library(words: str, region: str) -> str:
    import phonenumbers

    try:
        number = phonenumbers.parse(words, region)
    except phonenumbers.NumberParseException:
        raise _no_such_number(region) from None
    said = str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    of_new_range = said.startswith(_CHINA_CODE) and _PLAIN_MOBILE.fullmatch(said.removeprefix(_CHINA_CODE))
    if not of_new_range and not phonenumbers.is_valid_number(number):
        raise _no_such_number(region)
    return said


def _no_such_number(region: str) -> CellError:
    return CellError(
        f"there is no such telephone number (without a country code, of {region}): digits are missing or too many",
        f"没有这样的电话号码（未写国家代码时按 {region}）：位数不对或号段不存在",
    )


def _domain(domain: str) -> str:
    try:
        words = ascii_name(domain)
    except ValueError:
        words = ""
    if "." not in words:
        raise CellError("what stands behind the @ is no domain", "@ 之后不是有效的域名")
    return words
