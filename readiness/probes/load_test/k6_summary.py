"""Load test: k6's end-of-test summaries. Two shapes, in which the same word means the opposite."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from readiness.evidence.problems import cannot_judge
from readiness.model.errors import CannotJudge
from readiness.model.text import Text
from readiness.probes.load_test.facts import Measured, Stated, Users
from readiness.probes.load_test.samples import File, no_samples

EXPORT = Text("k6 (--summary-export)", "k6（--summary-export）")
HANDLED = Text("k6 (handleSummary)", "k6（handleSummary）")
_NOT_WHOLE = Decimal("0.005")


class _Shape(ValueError):
    """What is missing or not what k6 writes."""


def read_k6_summary(document: Mapping[str, Any], file: File) -> Measured:
    """Raises CannotJudge for a shape that is not one of the two."""
    metrics = document["metrics"]
    try:
        handled = _is_handled(metrics)
        return _read(document, metrics, file, handled=handled)
    except _Shape as problem:
        raise unknown_shape(file.shown, str(problem)) from None


def unknown_shape(shown: str, what: str) -> CannotJudge:
    return cannot_judge(
        f"{shown} looks like a summary of k6, but {what}",
        f"{shown} 像是 k6 的汇总，但内容不符：{what}",
        Text(
            "Supply what `k6 run --summary-export` or handleSummary() writes, unchanged; better the samples "
            "(--out csv or --out json)",
            "请原样提供 `k6 run --summary-export` 或 handleSummary() 的输出；最好提供样本（--out csv 或 --out json）",
        ),
    )


def _is_handled(metrics: Mapping[str, Any]) -> bool:
    if not metrics or not all(isinstance(metric, dict) for metric in metrics.values()):
        raise _Shape("it has no metrics")
    shapes = {"values" in metric and "type" in metric for metric in metrics.values()}
    if len(shapes) > 1:
        raise _Shape("its metrics are of two shapes")
    return shapes.pop()


def _read(document: Mapping[str, Any], metrics: Mapping[str, Any], file: File, *, handled: bool) -> Measured:
    requests = _values(metrics, "http_reqs", handled=handled)
    samples = _count(requests, "count")
    if samples == 0:
        raise no_samples(file.shown)
    failed = _values(metrics, "http_req_failed", handled=handled)
    # `passes` counts what the metric's name says: the failed ones; `fails` the good ones
    errors, good = _count(failed, "passes"), _count(failed, "fails")
    share = _number(failed, "rate" if handled else "value")
    if errors + good and abs(share - Decimal(errors) / (errors + good)) > _NOT_WHOLE:
        raise _Shape(f"http_req_failed says {share} and counts {errors} of {errors + good}")
    if errors + good != samples:
        raise _Shape(f"it counts {samples} requests, and {errors + good} of them failed or did not")
    vus = _values(metrics, "vus", handled=handled) if "vus" in metrics else {}
    duration = _values(metrics, "http_req_duration", handled=handled)
    checks = _values(metrics, "checks", handled=handled) if "checks" in metrics else {}
    check_fails = _count(checks, "fails") if checks else 0
    return Measured(
        path=file.shown,
        sha256=file.sha256,
        tool=HANDLED if handled else EXPORT,
        users_by=Users.VUS,
        samples=samples,
        errors=errors,
        started=None,
        ended=None,
        stated=Stated(
            seconds=_seconds(document, requests, samples, handled=handled),
            least=_count(vus, "min") if vus else None,
            most=_count(vus, "max") if vus else None,
            p95=_number(duration, "p(95)") if "p(95)" in duration else None,
        ),
        checks=(_count(checks, "passes") + check_fails, check_fails) if checks else (0, 0),
        crossed=tuple(_crossed(metrics, handled=handled)),
    )


def _values(metrics: Mapping[str, Any], name: str, *, handled: bool) -> Mapping[str, Any]:
    metric = metrics.get(name)
    values = metric.get("values") if handled and isinstance(metric, dict) else metric
    if not isinstance(values, dict):
        raise _Shape(f"it has no metric {name}")
    return values


def _number(values: Mapping[str, Any], key: str) -> Decimal:
    found = values.get(key)
    if isinstance(found, bool) or not isinstance(found, int | Decimal):
        raise _Shape(f"{key} is {found!r} and no number")
    if found < 0:
        raise _Shape(f"{key} is {found}")
    return Decimal(found)


def _count(values: Mapping[str, Any], key: str) -> int:
    number = _number(values, key)
    if number != int(number):
        raise _Shape(f"{key} is {number} and no whole number")
    return int(number)


def _seconds(document: Mapping[str, Any], requests: Mapping[str, Any], samples: int, *, handled: bool) -> Decimal:
    state = document.get("state")
    if handled and isinstance(state, dict) and "testRunDurationMs" in state:
        return _number(state, "testRunDurationMs") / 1000
    rate = _number(requests, "rate")
    if rate == 0:
        raise _Shape("the rate of http_reqs is 0")
    return Decimal(samples) / rate


def _crossed(metrics: Mapping[str, Any], *, handled: bool) -> list[str]:
    """The thresholds that were crossed: `true` in an export, `{ok: false}` in handleSummary's data."""
    crossed: list[str] = []
    for name, metric in metrics.items():
        for threshold, said in (metric.get("thresholds") or {}).items():
            ok = said.get("ok") if handled and isinstance(said, dict) else not said if isinstance(said, bool) else None
            if not isinstance(ok, bool) or (handled and isinstance(said, bool)):
                raise _Shape(f"the threshold {threshold!r} of {name} is {said!r}")
            if not ok:
                crossed.append(f"{name}: {threshold}")
    return crossed
