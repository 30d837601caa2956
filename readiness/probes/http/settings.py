"""What the `http` kind can be asked, typed and strict."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from readiness.evidence.web_answers import Looking
from readiness.model.errors import BadValue
from readiness.model.evidence import Sort
from readiness.model.text import Text
from readiness.probes.fields import Duration, Names, YesNo
from readiness.probes.http.fields import (
    JsonPath,
    Number,
    ShortSpan,
    Size,
    StatusList,
    Texts,
    WordList,
    Words,
    as_list,
    refusals_only,
)
from readiness.probes.kind import KindSettings

# Phrases of pages that stand in for the real one. Whole phrases, since a shop's own header says "log in" on every page.
STAND_IN_PHRASES: Final = (
    "系统维护",
    "网站维护",
    "停机维护",
    "系统升级",
    "正在维护",
    "维护中",
    "升级维护",
    "维护升级",
    "服务暂不可用",
    "服务暂时不可用",
    "系统繁忙",
    "页面不存在",
    "登录后继续",
    "登录后访问",
    "under maintenance",
    "down for maintenance",
    "scheduled maintenance",
    "system maintenance",
    "site maintenance",
    "maintenance mode",
    "service unavailable",
    "internal server error",
    "bad gateway",
    "temporarily unavailable",
    "be back soon",
    "log in to continue",
    "sign in to continue",
    "page not found",
)


def _limit_alone(value: Any) -> Any:
    return value if isinstance(value, dict | MaxTime) else {"limit": value}


def _equals_alone(value: Any) -> Any:
    return value if isinstance(value, dict | HeaderRule) else {"equals": value}


class Part(BaseModel):
    """A group of settings: frozen, no unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class JsonRule(Part):
    """What a JSON answer must hold at a JMESPath `path`. `{release}` in `equals` stands for the campaign's release."""

    path: JsonPath
    equals: Words | None = None
    at_least: Number | None = None
    at_most: Number | None = None
    not_empty: YesNo = False

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if self.equals is None and self.at_least is None and self.at_most is None and not self.not_empty:
            raise BadValue(
                Text(
                    f"the rule for {self.path} asks nothing; add equals, at_least, at_most or not_empty: yes",
                    f"对 {self.path} 没有任何要求；请加上 equals、at_least、at_most 或 not_empty: yes",
                )
            )
        return self


class HeaderRule(Part):
    """What a header of the last answer must be; upper and lower case are alike."""

    equals: Words | None = None
    contains: Words | None = None
    absent: YesNo = False

    @model_validator(mode="after")
    def _asks_one_thing(self) -> Self:
        if (self.equals is not None) + (self.contains is not None) + self.absent != 1:
            raise BadValue(
                Text(
                    "a header rule is one of equals, contains, absent: yes",
                    "请求头规则须为 equals、contains、absent: yes 三者之一",
                )
            )
        return self


class MaxTime(Part):
    """The nearest-rank percentile of the samples may not exceed the limit."""

    limit: ShortSpan
    samples: Annotated[int, Field(ge=1, le=100)] = 3
    percentile: Annotated[int, Field(ge=1, le=100)] = 95


class CacheRule(Part):
    """How answers may be kept by caches; `hit` asks twice, and the second answer must come from a cache."""

    min_max_age: Duration | None = None
    max_max_age: Duration | None = None
    hit: YesNo = False

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if self.min_max_age is None and self.max_max_age is None and not self.hit:
            raise BadValue(
                Text(
                    "the cache rule asks nothing; add min_max_age, max_max_age or hit: yes",
                    "缓存规则没有任何要求；请加上 min_max_age、max_max_age 或 hit: yes",
                )
            )
        return self


RefusalTest = Literal["waf", "replay", "one-device"]
RefusedBy = Annotated[StatusList, AfterValidator(refusals_only)]


class PlainRule(Part):
    """What the plain http address of each https endpoint does: it leads to https on the same host at once, by a
    redirect for ever, and the https answer tells browsers for at least how long to come by https alone (HSTS)."""

    status: StatusList
    min_hsts: Duration


class QueryRule(Part):
    """What each link's own query must carry. `{campaign.id}` in `equals` stands for the campaign's id."""

    required: WordList
    equals: dict[str, Words] = Field(default_factory=dict)
    unique: YesNo = True
    lower_case: YesNo = True
    kept: YesNo = True


class Settings(KindSettings):
    """`endpoints` are tables with a column `url`, or URLs; each endpoint must meet every expectation. Every text of
    `contains` must be shown, and of each group of `contains_any` one (for pages in one language or another)."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, arbitrary_types_allowed=True, serialize_by_alias=True, validate_by_alias=True
    )

    endpoints: Annotated[
        tuple[str, ...],
        BeforeValidator(as_list, json_schema_input_type=str | Texts),
        Field(min_length=1),
        Names((Sort.TABLE, Sort.URL), columns=("url",)),
    ]
    at_least: Annotated[int, Field(ge=1)] = 1
    method: Looking = "GET"
    status: StatusList = (200,)
    contains: WordList | None = None
    contains_any: Annotated[tuple[WordList, ...] | None, Field(min_length=1)] = None
    not_contains: WordList | None = None
    allow_stand_in: YesNo = False
    json_values: Annotated[tuple[JsonRule, ...] | None, Field(min_length=1, alias="json")] = None
    headers: Annotated[
        dict[Words, Annotated[HeaderRule, BeforeValidator(_equals_alone, json_schema_input_type=str | HeaderRule)]]
        | None,
        Field(min_length=1),
    ] = None
    same_host: YesNo = True
    final_hosts: WordList | None = None
    allow_login_page: YesNo = False
    https: YesNo = False
    min_bytes: Size = 1
    max_bytes: Size | None = None
    max_time: Annotated[MaxTime, BeforeValidator(_limit_alone, json_schema_input_type=str | MaxTime)] | None = None
    cache: CacheRule | None = None
    independent_of: Annotated[str | None, Names((Sort.URL,))] = None
    cdn_stands_in: YesNo = True
    query: QueryRule | None = None
    plain: PlainRule | None = None
    refused: Annotated[dict[RefusalTest, RefusedBy] | None, Field(min_length=1)] = None
    max_age: Duration = timedelta(hours=1)
    timeout: ShortSpan = timedelta(seconds=10)
    retries: Annotated[int, Field(ge=0, le=10)] = 2
    max_redirects: Annotated[int, Field(ge=0, le=20)] = 5
    max_body: Size = 5_000_000
    concurrency: Annotated[int, Field(ge=1, le=500)] = 100
    user_agent: Annotated[str, Field(pattern=r"^[\x21-\x7e][\x20-\x7e]*$")] | None = None

    @property
    def timed(self) -> bool:
        return self.max_time is not None

    @model_validator(mode="after")
    def _can_be_met(self) -> Self:
        for name in ("min_bytes", "max_bytes"):
            size = getattr(self, name)
            if size is not None and size > self.max_body:
                raise BadValue(
                    Text(
                        f"{name} {size:,} is beyond max_body {self.max_body:,}, so it can't be seen; raise max_body",
                        f"{name} {size:,} 超过 max_body {self.max_body:,}，无法判断；请调大 max_body",
                    )
                )
        if self.method == "HEAD" and (self.contains or self.contains_any or self.json_values):
            raise BadValue(
                Text(
                    "contains and json look into the body, which HEAD does not ask for; use method: GET",
                    "contains 和 json 需要应答内容，而 HEAD 不取内容；请使用 method: GET",
                )
            )
        return self
