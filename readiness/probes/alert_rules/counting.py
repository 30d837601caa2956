"""What a selector counts: what went wrong, what went well, or all, by its name and the values of its labels."""

from __future__ import annotations

import re
from collections.abc import Sequence

from readiness.evidence.patterns import matches_whole
from readiness.evidence.promql_tree import Matcher, Selector
from readiness.model.errors import BadValue
from readiness.model.text import Text

_COUNTER = re.compile(r"_(?:total|count|sum)$")
_BAD = (
    *("500", "502", "503", "504", "5xx", "error", "errors", "ERROR", "failed", "failure", "fail", "false"),
    "STATUS_CODE_ERROR",
)
_GOOD = ("200", "201", "2xx", "ok", "OK", "success", "SUCCESS", "succeeded", "true", "STATUS_CODE_OK")
"""Values that labels have for what went wrong and what went well: a matcher is known by which of them it takes."""
_BAD_WORDS = re.compile(r"err|fail|timeout|timed_out|exception|reject|refus|abort", re.IGNORECASE)
_PLACES = frozenset({"job", "instance", "service", "namespace", "cluster", "app", "env", "host", "pod", "container"})
_ERROR_METRIC = re.compile(r"error|fail|5xx|exception|timeout", re.IGNORECASE)
_GOOD_METRIC = re.compile(r"succe", re.IGNORECASE)


def names_errors(name: str) -> bool:
    """Whether a metric's name says that it is about errors."""
    return bool(_ERROR_METRIC.search(name))


def problem_of(leaves: Sequence[Selector]) -> Text | None:
    """Why a quotient of these does not measure what happens now."""
    for leaf in leaves:
        if leaf.window is None and _COUNTER.search(leaf.metric):
            return Text(
                f"{leaf.metric} is divided without rate(), so it counts since the start and hardly moves",
                f"{leaf.metric} 未用 rate() 就相除，得到的是启动以来的累计值，几乎不变",
            )
        if leaf.window is None and ":" in leaf.metric:
            return Text(
                f"the recording rule {leaf.metric} is not loaded, so there is nothing to compare",
                f"记录规则 {leaf.metric} 未加载，没有可比较的数据",
            )
        if leaf.shifted:
            return Text(
                f"{leaf.metric} is looked at with an offset, in the past",
                f"{leaf.metric} 使用 offset，看的是过去的数据",
            )
    return None


def counts_errors(leaf: Selector) -> bool:
    """Whether it is of errors alone."""
    return any(map(_takes_errors, leaf.matchers)) or bool(_ERROR_METRIC.search(leaf.metric))


def counts_good(leaf: Selector) -> bool:
    """Whether it is of what went well alone."""
    return any(map(_takes_good, leaf.matchers)) or bool(_GOOD_METRIC.search(leaf.metric))


def _takes_errors(matcher: Matcher) -> bool:
    """Whether it chooses what went wrong and nothing of what went well, or leaves out just what went well."""
    if matcher.operator.startswith("!"):
        return _among(matcher, _GOOD) and not _among(matcher, _BAD)
    named = matcher.label not in _PLACES and bool(_BAD_WORDS.search(matcher.value))
    return (named or _among(matcher, _BAD)) and not _among(matcher, _GOOD)


def _takes_good(matcher: Matcher) -> bool:
    """Whether it chooses what went well and nothing of what went wrong, or leaves out just what went wrong."""
    if matcher.operator.startswith("!"):
        return _among(matcher, _BAD) and not _among(matcher, _GOOD)
    return _among(matcher, _GOOD) and not _among(matcher, _BAD)


def _among(matcher: Matcher, values: Sequence[str]) -> bool:
    """Whether the matcher's value or pattern, whatever its sign, is for one of these."""
    if "~" not in matcher.operator:
        return matcher.value in values
    try:
        return any(matches_whole(matcher.value, value) for value in values)
    except BadValue:
        return False
