"""Field types of the files that people write: texts in two languages, names, zones, digests."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any
from zoneinfo import ZoneInfo, available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, core_schema

from readiness.evidence.variables import is_variable
from readiness.loading.naming import nearest
from readiness.model.errors import BadValue
from readiness.model.text import Text

LOCAL_ZONE = "local"
"""A binding's zone that says: each row has its own."""

_MACHINE_ZONES = frozenset({"localtime", "posixrules", "Factory"})


class Form(BaseModel):
    """Base of everything read from a file: frozen, no unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Bilingual(Form):
    """A text in English and Chinese."""

    en: Said
    zh: Said

    @property
    def text(self) -> Text:
        return Text(self.en, self.zh)


def _said(value: str) -> str:
    if not value.strip():
        raise BadValue(Text("the text is empty", "文本为空"))
    return value


def _bilingual(value: Any, info: ValidationInfo) -> Any:
    """A plain text serves both languages where the reader allows it (not in what ships)."""
    if not isinstance(value, str):
        return value
    if info.context and info.context.get("both_languages"):
        raise BadValue(
            Text("the text is needed in both languages: {en: ..., zh: ...}", "需要两种语言的文本：{en: ..., zh: ...}")
        )
    return {"en": value, "zh": value}


def _zone(name: str) -> str:
    try:
        known = ZoneInfo(name).key not in _MACHINE_ZONES
    except (ValueError, OSError, KeyError):  # ZoneInfoNotFoundError is a KeyError
        known = False
    if not known:
        near = nearest(name, available_timezones()) or "Asia/Shanghai"
        raise BadValue(
            Text(
                f"{name!r} is no time zone; write its IANA name, such as {near}",
                f"{name!r} 不是时区；请写 IANA 名称，例如 {near}",
            )
        )
    return name


def _zone_or_local(name: str) -> str:
    return name if name == LOCAL_ZONE else _zone(name)


def _encoding(name: str) -> str:
    try:
        known = codecs.lookup(name)._is_text_encoding  # noqa: SLF001
    except (LookupError, ValueError):
        known = False
    if not known:
        raise BadValue(
            Text(
                f"{name!r} is no text encoding; write utf-8, gb18030 or utf-16",
                f"{name!r} 不是文本编码；请写 utf-8、gb18030 或 utf-16",
            )
        )
    return name


def _delimiter(value: str) -> str:
    value = {"tab": "\t", "\\t": "\t"}.get(value, value)
    if len(value) != 1 or value.isalnum() or value in '"\n\r':
        raise BadValue(
            Text(
                f"{value!r} can't part columns; write one character such as ; or tab",
                f"{value!r} 不能作列分隔符；请写一个字符，例如 ; 或 tab",
            )
        )
    return value


def _thousands(value: str) -> str:
    if len(value) != 1 or value.isalnum() or value in "+-%":
        raise BadValue(
            Text(
                f"{value!r} can't group thousands; write one character such as ','",
                f"{value!r} 不能作千位分隔符；请写一个字符，例如 ','",
            )
        )
    return value


def _variable_alone(value: str) -> str:
    """A variable and nothing else. What stands there is not told: it may be the secret that it must not be."""
    if not is_variable(value):
        raise BadValue(
            Text(
                "a secret is named, never written: ${VARIABLE}, set in the environment of the check",
                "密钥口令只能写变量名，不能写在文件里：${变量名}，其值在运行检查的环境中设置",
            )
        )
    return value


def _url(value: str) -> str:
    if not re.match(r"https?://[^\s/]|\$\{\w+\}", value) or re.search(r"\s", value):
        raise BadValue(
            Text(
                f"{value!r} is no URL; it begins with https:// or http://",
                f"{value!r} 不是 URL；应以 https:// 或 http:// 开头",
            )
        )
    return value


def matching(pattern: str, en: str, zh: str) -> Callable[[str], str]:
    """A validator for texts of one form; `en` and `zh` say what is expected."""
    compiled = re.compile(pattern)

    def check(value: str) -> str:
        if not compiled.fullmatch(value):
            raise BadValue(Text(f"{value[:60]!r} is not {en}", f"{value[:60]!r} 不是{zh}"))
        return value

    return check


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class OneOrMore:
    """Marks a list for which a single text stands as a list of one."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(_as_list, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        listing = handler(schema)
        return {"anyOf": [listing["items"], listing]}


def _text(validator: Callable[[str], str], pattern: str, *examples: str) -> tuple[Any, Any]:
    schema: dict[str, Any] = {"type": "string", "pattern": pattern}
    return AfterValidator(validator), WithJsonSchema({**schema, "examples": list(examples)} if examples else schema)


Said = Annotated[str, AfterValidator(_said), Field(json_schema_extra={"minLength": 1})]


class _OneTextForBoth:
    """Lets a plain text stand for both languages."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_before_validator_function(_bilingual, handler(source))

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"anyOf": [{"type": "string", "minLength": 1}, handler(schema)]}


Words = Annotated[Bilingual, _OneTextForBoth]
Zone = Annotated[str, AfterValidator(_zone)]
ZoneOrLocal = Annotated[str, AfterValidator(_zone_or_local)]
Encoding = Annotated[str, AfterValidator(_encoding)]
Delimiter = Annotated[str, AfterValidator(_delimiter)]
Thousands = Annotated[str, AfterValidator(_thousands)]
# editors may read the number as a text, too
RowNumber = Annotated[
    int,
    Field(ge=1, le=1_048_576),
    WithJsonSchema({"type": ["integer", "string"], "minimum": 1, "pattern": "^[1-9][0-9]*$"}),
]
AtOnce = Annotated[
    int,
    Field(ge=1, le=500),
    WithJsonSchema({"type": ["integer", "string"], "minimum": 1, "maximum": 500, "pattern": "^[1-9][0-9]{0,2}$"}),
]
Url = Annotated[str, AfterValidator(_url)]

SLUG = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
CheckId = Annotated[
    str,
    *_text(
        matching(
            rf"{SLUG}\.{SLUG}",
            "the full id of a check, such as execution.stock-coverage",
            "检查项的完整编号（例如 execution.stock-coverage）",
        ),
        rf"^{SLUG}\.{SLUG}$",
    ),
]
Name = Annotated[
    str,
    *_text(
        matching(
            SLUG,
            "a name: lowercase letters, digits and single hyphens, beginning with a letter",
            "名称：只用小写字母、数字和单个连字符，以字母开头",
        ),
        rf"^{SLUG}$",
    ),
]
ColumnName = Annotated[
    str,
    *_text(
        matching(
            r"(?!row_number$)[a-z][a-z0-9_]*",
            "a column's logical name: lowercase letters, digits and _, but not row_number",
            "列的逻辑名：只用小写字母、数字和 _，且不能是 row_number",
        ),
        r"^[a-z][a-z0-9_]*$",
    ),
]
PersonId = Annotated[
    str,
    *_text(
        matching(
            r"[A-Za-z0-9][A-Za-z0-9._@+-]*",
            "a person's id: letters, digits and . _ @ + -, such as li.wei",
            "人员编号：只用字母、数字和 . _ @ + -,例如 li.wei",
        ),
        r"^[A-Za-z0-9][A-Za-z0-9._@+-]*$",
    ),
]
CampaignId = Annotated[
    str,
    *_text(
        matching(
            r"[A-Za-z0-9][A-Za-z0-9._-]*",
            "a campaign's id: letters, digits and . _ -, such as 2026-618",
            "活动编号：只用字母、数字和 . _ -,例如 2026-618",
        ),
        r"^[A-Za-z0-9][A-Za-z0-9._-]*$",
    ),
]
MomentName = Annotated[
    str,
    *_text(
        matching(
            r"[a-z][a-z0-9]*(?:-[a-z][a-z0-9]*)*",
            "a moment's name: lowercase words joined by hyphens, such as warm-up; T and E are taken, and warm-up-1d "
            "would mean one day before warm-up",
            "时点名称：用连字符连接的小写单词，例如 warm-up;T 和 E 已被占用，warm-up-1d 表示 warm-up 前一天",
        ),
        r"^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$",
    ),
]
HostName = Annotated[
    str,
    *_text(
        matching(
            r"[a-z0-9._-]+(?::\d{1,5})?|\[[0-9a-f:]+\](?::\d{1,5})?",
            "a host in lowercase, such as shop.example or shop.example:8443, without https:// and path",
            "主机名（小写，例如 shop.example 或 shop.example:8443，不含 https:// 和路径）",
        ),
        r"^[^/\s]+$",
    ),
]
HeaderName = Annotated[
    str, *_text(matching(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", "the name of an HTTP header", "HTTP 头名称"), r"^[^\s:]+$")
]
HeaderValue = Annotated[
    str, *_text(matching(r"[^\r\n\0]*", "a header's value: one line", "HTTP 头的值：应为单行"), r"^.*$")
]
VariableAlone = Annotated[str, *_text(_variable_alone, r"^\$\{[A-Za-z_][A-Za-z0-9_]*\}$")]
Sha256 = Annotated[
    str,
    *_text(
        matching(r"[0-9a-f]{64}", "a SHA-256: 64 digits and letters a to f", "SHA-256:64 位 0-9、a-f"),
        r"^[0-9a-f]{64}$",
    ),
]
