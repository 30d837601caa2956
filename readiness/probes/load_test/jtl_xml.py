"""Load test: JMeter's JTL as XML, read as a stream."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from readiness.evidence.problems import cannot_judge
from readiness.evidence.xml_events import parse_stream
from readiness.model.text import Text
from readiness.probes.load_test.facts import Measured, Users
from readiness.probes.load_test.samples import Counted, File, assemble
from readiness.probes.load_test.sql import SAMPLE_NEEDS

TOOL = Text("JMeter (JTL, XML)", "JMeter（JTL，XML）")
ROOT = "testResults"

_SAMPLES = ("httpSample", "sample")
_TRANSACTION = "Number of samples in transaction : "
_LOOK_EVERY = 10_000


class _Reader:
    """Samples as they end. One inside another is a part of it and does not count beside it; but inside a transaction
    they are the samples, and the transaction is their sum."""

    def __init__(self, file: File, max_status: int) -> None:
        self._file, self._max_status = file, max_status
        self._open: list[bool] = []
        self._samples_open = self._seen = 0
        self.root: str | None = None
        self.counted = Counted()
        self.users_said = self.users_missing = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if self.root is None:
            self.root = name
        if name not in _SAMPLES:
            return
        transaction = attributes.get("rm", "").startswith(_TRANSACTION)
        if not self._samples_open:
            self._seen += 1
            self._count(attributes, transaction=transaction)
        self._open.append(transaction)
        self._samples_open += not transaction

    def end(self, name: str) -> None:
        if name in _SAMPLES:
            self._samples_open -= not self._open.pop()

    def _count(self, attributes: Mapping[str, str], *, transaction: bool) -> None:
        try:
            success = {"true": True, "false": False}[attributes["s"].strip().lower()]
            users = attributes.get("na") or attributes.get("ng")
            self.counted.add(
                int(attributes["ts"]),
                int(attributes["t"]),
                attributes.get("lb", ""),
                failed=not success or (not transaction and self._bad_code(attributes.get("rc", "").strip())),
                slow_ms=self._file.slow_ms,
                engine=attributes.get("hn", ""),
                users=None if users is None else int(users),
                transaction=transaction,
            )
        except (KeyError, ValueError):
            said = ", ".join(f"{name}={attributes.get(name, '-')!r}" for name in ("ts", "t", "s", "na"))
            raise cannot_judge(
                f"{self._file.shown}: sample {self._seen:,} can't be read ({said})",
                f"{self._file.shown}：第 {self._seen:,} 个样本无法读取（{said}）",
                SAMPLE_NEEDS,
            ) from None
        self.users_said |= bool(attributes.get("na"))
        if self._seen % _LOOK_EVERY == 0:
            self.counted.refuse_too_much(self._file.shown)

    def _bad_code(self, code: str) -> bool:
        return bool(code) and (not code.isdecimal() or int(code) > self._max_status)


def read_jtl_xml(chunks: Iterable[bytes], file: File, max_status: int) -> Measured:
    """Raises CannotJudge for what is no whole XML, for entities, and for a sample that can't be read."""
    reader = _Reader(file, max_status)
    try:
        parse_stream(chunks, reader.start, reader.end)
    except ValueError as error:
        raise cannot_judge(
            f"{file.shown} is no whole XML: {error}",
            f"{file.shown} 不是完整的 XML：{error}",
            Text(
                "Supply the file as JMeter wrote it after the test ended",
                "请提供压测结束后 JMeter 原样写出的文件",
            ),
        ) from None
    if reader.root != ROOT:
        raise cannot_judge(
            f"{file.shown} is XML, but no JMeter result: it begins with <{reader.root}>",
            f"{file.shown} 是 XML，但不是 JMeter 结果：以 <{reader.root}> 开头",
            Text(f"Supply a file that begins with <{ROOT}>", f"请提供以 <{ROOT}> 开头的文件"),
        )
    return assemble(file, TOOL, Users.THREADS if reader.users_said else Users.GROUP_THREADS, reader.counted)
