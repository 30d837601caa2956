"""Result files made for one test, read as a check reads them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from readiness.evidence.context import ProbeContext
from readiness.evidence.store import EvidenceStore
from readiness.model.errors import CannotJudge
from readiness.model.evidence import Binding, Contract, Sort
from readiness.model.text import Text
from readiness.probes.load_test import Settings
from readiness.probes.load_test.facts import Measured
from readiness.probes.load_test.reading import read_results
from tests.probes.tables import HERE, LAUNCH, campaign, times

LIMITS: dict[str, Any] = {
    "min_times": "5",
    "max_error_rate": "0.5 %",
    "max_p95_ms": "1000",
    "min_peak": "10m",
    "max_gap": "15s",
    "min_visit": "10s",
    "max_traffic_age": "60d",
    "max_status": "399",
    "environments": ["production", "full-size"],
}
START = 1_781_359_200_000
"""Epoch milliseconds of 2026-06-13T22:00+08:00."""

_RESULTS = Contract("results", Sort.DOCUMENT, Text.same("r"), Text.same("r"), "it", (), (), "technical", HERE)


def settings(**changed: Any) -> Settings:
    limits = {**LIMITS, **changed.pop("limits", {})}
    return Settings.model_validate(
        {"results": "results", "tests": "load-tests", "traffic": "traffic", "limits": limits, **changed}
    )


def read(path: Path, *, seconds: float = 60.0, **changed: Any) -> tuple[Measured, ...]:
    """What stands in a file or a folder. Raises CannotJudge."""
    folder, file = (path.name, None) if path.is_dir() else (None, path.name)
    binding = Binding("results", HERE, file=file, folder=folder)
    moments = times(LAUNCH)
    store = EvidenceStore(path.parent, {"results": _RESULTS}, {"results": binding}, {}, moments)
    try:
        context = ProbeContext(campaign(), moments, LAUNCH, store, seconds)
        return read_results(settings(**changed), context)[1]
    finally:
        store.close()


def one(path: Path, **changed: Any) -> Measured:
    (measured,) = read(path, **changed)
    return measured


def refused(path: Path, **changed: Any) -> str:
    """What is said against a file, with the hint; it is said in Chinese as well."""
    with pytest.raises(CannotJudge) as raised:
        read(path, **changed)
    problem = raised.value
    assert problem.hint is not None
    assert problem.message.en != problem.message.zh
    return f"{problem.message.en}. {problem.hint.en}"


JTL = "timeStamp,elapsed,label,responseCode,responseMessage,threadName,success,bytes,grpThreads,allThreads,Latency"


def jtl(*samples: Mapping[str, object], header: str = JTL, delimiter: str = ",") -> str:
    """A JTL whose samples are a second apart, 100 ms long and good, unless they say otherwise."""
    names = header.split(",")
    plain: dict[str, object] = {
        "elapsed": 100,
        "label": "page",
        "responseCode": 200,
        "responseMessage": "OK",
        "threadName": "tg 1-1",
        "success": "true",
        "bytes": 10,
        "grpThreads": 1,
        "allThreads": 1,
        "Latency": 9,
    }
    lines = [delimiter.join(names)]
    for place, sample in enumerate(samples):
        row = {**plain, "timeStamp": START + 1000 * place, **sample}
        lines.append(delimiter.join(str(row.get(name, "")) for name in names))
    return "\n".join(lines) + "\n"


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def json_lines(documents: Iterable[Any]) -> str:
    return "".join(json.dumps(document) + "\n" for document in documents)
