"""Load test: which tool wrote a file, told by its content and never by its name."""

from __future__ import annotations

import codecs
import csv
import io
import json
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from readiness.evidence.problems import cannot_judge
from readiness.model.errors import CannotJudge
from readiness.model.text import Text
from readiness.probes.load_test import jtl_csv, k6_samples, locust

HEAD = 1 << 16
_PACKED = (b"\x1f\x8b", b"PK\x03\x04", b"\xfd7zXZ", b"BZh", b"(\xb5/\xfd", b"7z\xbc\xaf")


class Sort(Enum):
    """What a file is."""

    JTL_CSV = auto()
    JTL_XML = auto()
    K6_CSV = auto()
    K6_JSON = auto()
    K6_SUMMARY = auto()
    LOCUST_HISTORY = auto()
    LOCUST_STATS = auto()
    LOCUST_WORKERS = auto()
    LOCUST_BESIDE = auto()
    GATLING_LOG = auto()
    GATLING_STATS = auto()


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a file is; of a CSV also how it is laid out."""

    sort: Sort
    layout: jtl_csv.Layout | None = None


def recognise(head: bytes, *, whole: bool, shown: str) -> Recognised:
    """By the first bytes of a file (`whole`: all of them). Raises CannotJudge for what is not known."""
    _refuse_binary(head, shown)
    text = _decoded(head, whole=whole, shown=shown)
    start = text.lstrip()
    if not start:
        raise cannot_judge(f"{shown} is empty", f"{shown} 是空文件", _SUPPLY)
    if start.startswith("<"):
        return _xml(start, shown)
    if start.startswith("{"):
        return _json(start)
    line = start.splitlines()[0]
    if line.split("\t")[0] in ("RUN", "ASSERTION"):
        return Recognised(Sort.GATLING_LOG)
    return _csv(line, shown)


def _refuse_binary(head: bytes, shown: str) -> None:
    if head.startswith(_PACKED):
        raise cannot_judge(
            f"{shown} is packed",
            f"{shown} 是压缩文件",
            Text("Unpack it and bind what is in it", "请解压后绑定其中的文件"),
        )
    if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        raise _other_encoding(shown)
    if b"\0" in head:
        raise cannot_judge(
            f"{shown} is binary. Gatling writes its simulation.log so since version 3.12, for its own reports only",
            f"{shown} 是二进制文件。Gatling 从 3.12 版起以二进制写 simulation.log，仅供其自身报告使用",
            Text(
                "Run the test with a tool or version that writes its samples as text: JMeter, k6, Locust, or Gatling "
                "up to 3.11",
                "请用能以文本输出样本的工具或版本压测：JMeter、k6、Locust，或 3.11 及更早的 Gatling",
            ),
        )


def _decoded(head: bytes, *, whole: bool, shown: str) -> str:
    try:
        return codecs.getincrementaldecoder("utf-8-sig")("strict").decode(head, final=whole)
    except UnicodeDecodeError:
        raise _other_encoding(shown) from None


def _other_encoding(shown: str) -> CannotJudge:
    return cannot_judge(
        f"{shown} is not in UTF-8, which all tools write",
        f"{shown} 不是 UTF-8 编码，而各工具都输出 UTF-8",
        Text("Supply the file as the tool wrote it", "请提供工具原样写出的文件"),
    )


def _xml(start: str, shown: str) -> Recognised:
    if "<testResults" in start:
        return Recognised(Sort.JTL_XML)
    raise unknown(shown, start[:60])


def _json(start: str) -> Recognised:
    first = _object(start.splitlines()[0])
    if first is not None:
        if first.get("type") in ("Metric", "Point") and "metric" in first:
            return Recognised(Sort.K6_JSON)
        if {"stats", "user_count", "client_id"} <= first.keys():
            return Recognised(Sort.LOCUST_WORKERS)
    return Recognised(Sort.K6_SUMMARY)


def of_document(document: Any, shown: str) -> Sort:
    """Which summary a whole JSON document is. Raises CannotJudge."""
    if isinstance(document, dict):
        fitting = [Sort.K6_SUMMARY] if isinstance(document.get("metrics"), dict) else []
        fitting += [Sort.GATLING_STATS] if isinstance(document.get("numberOfRequests"), dict) else []
        if len(fitting) == 1:
            return fitting[0]
    raise unknown(shown, ", ".join(map(str, document))[:60] if isinstance(document, dict) else "JSON")


def _object(line: str) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _csv(line: str, shown: str) -> Recognised:
    try:
        cells = tuple(cell.strip() for cell in next(csv.reader(io.StringIO(line), strict=True), []))
    except csv.Error:
        cells = ()
    plain = jtl_csv.Layout(cells, ",", header=True)
    headers = {
        Sort.K6_CSV: k6_samples.CSV_HEADER,
        Sort.LOCUST_HISTORY: locust.HISTORY_HEADER,
        Sort.LOCUST_STATS: locust.STATS_HEADER,
    }
    fitting = [Recognised(sort, plain) for sort, header in headers.items() if cells[: len(header)] == header]
    fitting += [Recognised(Sort.LOCUST_BESIDE) for header in locust.BESIDE_HEADERS if cells[: len(header)] == header]
    jtl = jtl_csv.layout(line)
    fitting += [Recognised(Sort.JTL_CSV, jtl)] if jtl is not None else []
    if len(fitting) == 1:
        return fitting[0]
    raise unknown(shown, line[:60])


def unknown(shown: str, begins: str) -> CannotJudge:
    return cannot_judge(
        f"{shown} is no load-test result that is known: it begins with {begins!r}",
        f"{shown} 不是可识别的压测结果：以“{begins}”开头",
        _SUPPLY,
    )


_SUPPLY = Text(
    "Supply what the tool itself wrote: a JTL of JMeter (CSV with its header, or XML), k6's --out csv or json, "
    "Locust's --csv files, or Gatling's simulation.log",
    "请提供工具自己写出的文件：JMeter 的 JTL（带表头的 CSV，或 XML）、k6 的 --out csv 或 json、Locust 的 --csv 文件，"
    "或 Gatling 的 simulation.log",
)
