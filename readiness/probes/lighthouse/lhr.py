"""Lighthouse results as JSON: alone, several, or wrapped by PageSpeed Insights or Lighthouse CI. Pure.

The shape is that of versions 6 to 13: addresses and the form factor have changed their names between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from readiness.evidence.extract import ExtractError, parse_json
from readiness.evidence.problems import cannot_judge
from readiness.model.errors import BadValue, CannotJudge
from readiness.model.moments import parse_instant
from readiness.model.text import Text
from readiness.probes.lighthouse.facts import Measured, Network, Run

OLDEST, NEWEST = 6, 13
_VERSION = re.compile(r"(\d+)\.\d+")
_PSI = "pagespeedonline#result"
_UNITS = {"millisecond": "ms", "unitless": "", "byte": "B", "element": "elements"}
_AGAIN = Text(
    "Supply the report that Lighthouse writes with --output=json, or an answer of PageSpeed Insights",
    "请提供 Lighthouse 用 --output=json 写出的报告，或 PageSpeed Insights 的返回结果",
)


@dataclass(frozen=True, slots=True)
class _Found:
    """A result within a document, and whether PageSpeed Insights made it."""

    result: dict[str, Any]
    hosted: bool


def read_lhr(text: str, shown: str, audits: Iterable[str]) -> tuple[Run, ...]:
    """Every result of a file; none for the list of files that Lighthouse CI writes beside them. Raises CannotJudge."""
    document = _parsed(text, shown)
    if _is_manifest(document):
        return ()
    found = list(_results(document, shown))
    if not found:
        raise cannot_judge(
            f"{shown} holds no result of Lighthouse (an object with `lighthouseVersion` and `audits`)",
            f"{shown} 中没有 Lighthouse 结果（含 `lighthouseVersion` 与 `audits` 的对象）",
            _AGAIN,
        )
    wanted = tuple(audits)
    return tuple(
        _run(one, f"{shown}, item {place}" if len(found) > 1 else shown, wanted) for place, one in enumerate(found, 1)
    )


def _results(document: Any, shown: str) -> Iterator[_Found]:
    match document:
        case {"lighthouseVersion": _, "audits": _}:
            yield _Found(document, hosted=False)
        case {"lighthouseResult": dict(result)}:
            yield _Found(result, hosted=document.get("kind") == _PSI)
        case {"lhr": str(said)}:  # a server of Lighthouse CI keeps a result as text
            yield from _results(_parsed(said, shown), shown)
        case {"lhr": dict(result)}:
            yield from _results(result, shown)
        case {"steps": list(steps)}:
            yield from _several(steps, shown)
        case list():
            yield from _several(document, shown)


def _several(documents: list[Any], shown: str) -> Iterator[_Found]:
    for one in documents:
        found = list(_results(one, shown))
        if not found:
            raise cannot_judge(
                f"{shown} holds a list in which something else than a result stands",
                f"{shown} 的列表中有不是结果的内容",
                _AGAIN,
            )
        yield from found


def _parsed(text: str, shown: str) -> Any:
    try:
        return parse_json(text)
    except ExtractError as error:
        raise cannot_judge(f"{shown}: {error.text.en}", f"{shown}：{error.text.zh}", _AGAIN) from None


def _is_manifest(document: Any) -> bool:
    """What Lighthouse CI writes beside its results: which files there are."""
    return (
        isinstance(document, list)
        and bool(document)
        and all(isinstance(one, dict) and "jsonPath" in one and "audits" not in one for one in document)
    )


def _run(found: _Found, where: str, audits: tuple[str, ...]) -> Run:
    result = found.result
    version = _version(result, where)
    settings = _object(result, "configSettings")
    error = _object(result, "runtimeError")
    code = _text(error, "code")
    return Run(
        where=where,
        version=version,
        requested=_text(result, "requestedUrl"),
        final=_text(result, "finalDisplayedUrl") or _text(result, "finalUrl") or _text(result, "mainDocumentUrl"),
        fetched=_fetched(result, where),
        mode=_text(result, "gatherMode") or "navigation",
        form_factor=_text(settings, "formFactor") or _text(settings, "emulatedFormFactor") or None,
        network=_network(settings),
        audits={name: _measured(_object(result, "audits").get(name)) for name in audits},
        # up to version 9 a run without an error says so
        error="" if code in ("", "NO_ERROR") else f"{code}: {_text(error, 'message')}".strip(": "),
        warnings=tuple(_listed(result.get("runWarnings"))),
        hosted=found.hosted,
    )


def _version(result: dict[str, Any], where: str) -> str:
    said = _text(result, "lighthouseVersion")
    match = _VERSION.match(said)
    if match is None or not OLDEST <= int(match[1]) <= NEWEST:
        raise cannot_judge(
            f"{where} is of Lighthouse {said or 'of no version'}; versions {OLDEST} to {NEWEST} can be read",
            f"{where} 来自 Lighthouse {said or '（无版本）'}；可读取 {OLDEST} 至 {NEWEST} 版",
            Text("Measure with one of them", "请用其中一个版本重新测量"),
        )
    return said


def _fetched(result: dict[str, Any], where: str) -> datetime:
    said = _text(result, "fetchTime")
    try:
        return parse_instant(said)
    except BadValue:
        raise _undated(where, said) from None


def _undated(where: str, said: str) -> CannotJudge:
    return cannot_judge(
        f"{where} does not say when the page was measured (`fetchTime`: {said!r})",
        f"{where} 没有说明测量时间（`fetchTime`：“{said}”）",
        _AGAIN,
    )


def _network(settings: dict[str, Any]) -> Network:
    throttling = _object(settings, "throttling")
    method = _text(settings, "throttlingMethod") or None
    return Network(method, _number(throttling.get("rttMs")), _number(throttling.get("throughputKbps")))


def _measured(audit: Any) -> Measured:
    if not isinstance(audit, dict):
        return Measured(None, problem="not measured")
    value, unit = _number(audit.get("numericValue")), _text(audit, "numericUnit") or "millisecond"
    problem = _text(audit, "errorMessage")
    # without a score the audit did not apply, or failed, whatever number stands beside
    if problem or value is None or value < 0 or audit.get("score") is None:
        mode = _text(audit, "scoreDisplayMode")
        return Measured(None, _UNITS.get(unit, unit), problem or f"no score ({mode or 'not said'})")
    return Measured(value, _UNITS.get(unit, unit))


def _object(value: dict[str, Any], key: str) -> dict[str, Any]:
    found = value.get(key)
    return found if isinstance(found, dict) else {}


def _text(value: dict[str, Any], key: str) -> str:
    found = value.get(key)
    return found.strip() if isinstance(found, str) else ""


def _listed(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        yield from (one if isinstance(one, str) else str(one) for one in value)


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    return Decimal(value)
