"""Strict JSON: each value is read as exactly what the format says it is, and its place is named where it is not."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

from readiness.model.errors import ReadinessError
from readiness.model.text import Text

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


class InvalidRecord(ReadinessError):
    """A file that is no record of a run, or not a whole one."""


@dataclass(frozen=True, slots=True)
class Node:
    """A JSON value and where it stands, such as `outcomes[3].due`. Every method raises InvalidRecord."""

    value: Any
    place: str = ""

    def keys(self, *names: str) -> dict[str, Node]:
        """An object with exactly these keys."""
        value = self._typed(dict, "an object", "对象")
        for name in names:
            if name not in value:
                raise self.wrong(Text(f"the key {name!r} is missing", f"缺少键“{name}”"))
        for name in value:
            if name not in names:
                raise self.wrong(Text(f"the key {name!r} is unknown", f"键“{name}”不属于该格式"))
        return self.mapping()

    def mapping(self) -> dict[str, Node]:
        value = self._typed(dict, "an object", "对象")
        return {key: Node(item, f"{self.place}.{key}".lstrip(".")) for key, item in value.items()}

    def items(self, read: Callable[[Node], T]) -> tuple[T, ...]:
        value = self._typed(list, "a list", "列表")
        return tuple(read(Node(item, f"{self.place}[{number}]")) for number, item in enumerate(value))

    def maybe(self, read: Callable[[Node], T]) -> T | None:
        return None if self.value is None else read(self)

    def string(self) -> str:
        return str(self._typed(str, "a text", "文本"))

    def text(self) -> Text:
        """One string for both languages, or one for each."""
        if isinstance(self.value, str):
            return Text.same(self.value)
        both = self.keys("en", "zh")
        return Text(both["en"].string(), both["zh"].string())

    def boolean(self) -> bool:
        return bool(self._typed(bool, "true or false", "true 或 false"))

    def count(self) -> int:
        if type(self.value) is not int or self.value < 0:
            raise self._expected("a whole number from 0", "不小于 0 的整数")
        return self.value

    def seconds(self) -> float:
        if type(self.value) not in (int, float) or not math.isfinite(self.value) or self.value < 0:
            raise self._expected("a number from 0", "不小于 0 的数")
        return float(self.value)

    def decimal(self) -> Decimal:
        try:
            number = Decimal(self.string())
        except InvalidOperation:
            raise self._expected("a decimal number as a text", "以文本书写的十进制数") from None
        if not number.is_finite():
            raise self._expected("a finite number", "有限的数")
        return number

    def instant(self) -> datetime:
        try:
            moment = datetime.fromisoformat(self.string())
        except ValueError:
            raise self._expected("an instant", "时刻") from None
        if moment.tzinfo is None:
            raise self._expected("an instant with its offset", "带时区偏移的时刻")
        return moment

    def one_of(self, kind: type[E]) -> E:
        try:
            return kind(self.string())
        except ValueError:
            names = ", ".join(member.value for member in kind)
            raise self._expected(f"one of {names}", f"以下之一：{names}") from None

    def wrong(self, problem: Text) -> InvalidRecord:
        at_en, at_zh = (f", at {self.place}", f"（{self.place}）") if self.place else ("", "")
        return InvalidRecord(
            Text(
                f"This is no valid record of a run{at_en}: {problem.en}", f"这不是有效的运行记录{at_zh}：{problem.zh}"
            ),
            _HINT,
        )

    def _typed(self, kind: type, en: str, zh: str) -> Any:
        if not isinstance(self.value, kind):
            raise self._expected(en, zh)
        return self.value

    def _expected(self, en: str, zh: str) -> InvalidRecord:
        found = json.dumps(self.value, ensure_ascii=False)
        found = found if len(found) <= _LONGEST_FOUND else f"{found[:_LONGEST_FOUND]}..."
        return self.wrong(Text(f"expected {en}, found {found}", f"应为{zh}，实际为 {found}"))


def parse(content: bytes) -> Node:
    """The root of a JSON document; no key twice, no NaN or infinity. Raises InvalidRecord."""
    try:
        return Node(
            json.loads(content.decode("utf-8"), object_pairs_hook=_without_repetition, parse_constant=_no_constant)
        )
    except UnicodeDecodeError:
        raise Node(None).wrong(Text("it is not written in UTF-8", "文件不是 UTF-8 编码")) from None
    except json.JSONDecodeError as problem:
        place = f"line {problem.lineno}, column {problem.colno}", f"第 {problem.lineno} 行第 {problem.colno} 列"
        raise Node(None).wrong(Text(f"it is not JSON ({place[0]})", f"文件不是 JSON（{place[1]}）")) from None
    except RecursionError:
        raise Node(None).wrong(Text("it is nested too deeply", "嵌套过深")) from None


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Node(None).wrong(Text(f"the key {twice!r} stands twice in one object", f"同一对象中键“{twice}”重复"))
    return value


def _no_constant(word: str) -> Any:
    raise Node(None).wrong(Text(f"{word} is no number", f"{word} 不是数"))


_LONGEST_FOUND = 60
_HINT = Text(
    "Records are written by `readiness check`; take the file as it was written, or run the check again",
    "运行记录由 `readiness check` 写入；请使用未改动的原文件，或重新运行检查",
)
