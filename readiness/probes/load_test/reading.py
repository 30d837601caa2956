"""Load test: from the bound files and tables to `Facts`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from readiness.evidence.delimited import refuse_cut_off
from readiness.evidence.digests import sha256_of_file
from readiness.evidence.document import LyingFile
from readiness.evidence.extract import ExtractError, parse_json
from readiness.evidence.files import CHUNK, digest, identity_of, open_regular, refuse_larger, snapshot
from readiness.evidence.problems import cannot_judge, changed_while_read, timed_out
from readiness.evidence.watching import looks_like_pattern
from readiness.model.text import Text
from readiness.probes.load_test import gatling, jtl_csv, jtl_xml, k6_samples, k6_summary, locust, locust_workers
from readiness.probes.load_test.facts import Facts, Measured
from readiness.probes.load_test.recognising import HEAD, Recognised, Sort, of_document, recognise
from readiness.probes.load_test.samples import File
from readiness.probes.load_test.settings import Settings
from readiness.probes.load_test.sql import Source, open_csv, open_json_lines
from readiness.probes.load_test.tables import read_tests, read_traffic
from readiness.probes.load_test.timeline import added, alike

_MOST_HELD = 20_000_000
_HISTORY, _STATS = "_stats_history", "_stats"


def read_load_test(settings: Settings, context: Any) -> Facts:
    """Raises NotSupplied and CannotJudge."""
    absent = context.absent((settings.results, settings.tests, settings.traffic))
    if absent:
        raise absent[0]
    tests, test_flaws, tests_source = read_tests(settings, context)
    traffic, traffic_flaws, traffic_source = read_traffic(settings, context)
    source, files = read_results(settings, context)
    return Facts(
        source=source,
        files=files,
        tests=tests,
        tests_source=tests_source,
        traffic=traffic,
        traffic_source=traffic_source,
        flaws=(*test_flaws, *traffic_flaws),
    )


def read_results(settings: Settings, context: Any) -> tuple[str, tuple[Measured, ...]]:
    """What the tool's files say, and where they are. Raises NotSupplied and CannotJudge."""
    document = context.document(settings.results)
    files = tuple(_Reader(settings, context).read(document.lying))
    _refuse_copies(files)
    return document.use.source, files


@dataclass(frozen=True)
class _Lying:
    """A file with what it is."""

    file: LyingFile
    what: Recognised

    @property
    def stem(self) -> str:
        return PurePosixPath(self.file.shown).stem


class _Reader:
    def __init__(self, settings: Settings, context: Any) -> None:
        self._limits = settings.limits
        self._engine = context.store.engine
        self._left: Callable[[], float] = context.stopwatch.left
        self._alike: set[int] = set()

    def read(self, files: tuple[LyingFile, ...]) -> Iterator[Measured]:
        """Every file; what belongs together once. Hidden files are the system's. Raises CannotJudge."""
        seen = [file for file in files if not PurePosixPath(file.shown).name.startswith(".")]
        found = [_Lying(file, self._recognise(file)) for file in seen]
        sizes = Counter(file.identity.size for file in seen)
        self._alike = {size for size, n in sizes.items() if n > 1}
        stats = [one for one in found if one.what.sort is Sort.LOCUST_STATS]
        for one in found:
            if one.what.sort in (Sort.LOCUST_STATS, Sort.LOCUST_BESIDE):
                continue
            yield self._measure(one, self._partner(one, stats, found))
        if stats:
            raise locust.no_history(stats[0].file.shown)
        if all(one.what.sort is Sort.LOCUST_BESIDE for one in found):
            raise cannot_judge(
                "There is no result of a load test among the files",
                "文件中没有压测结果",
                Text("Bind what the tool wrote", "请绑定工具写出的文件"),
            )

    def _partner(self, one: _Lying, stats: list[_Lying], found: list[_Lying]) -> _Lying | None:
        """The stats file of a Locust history: that of its name, or the only one beside the only history."""
        if one.what.sort is not Sort.LOCUST_HISTORY:
            return None
        histories = sum(1 for other in found if other.what.sort is Sort.LOCUST_HISTORY)
        named = one.stem.removesuffix(_HISTORY) + _STATS
        partner = next((other for other in stats if other.stem == named), None)
        if partner is None and histories == len(stats) == 1:
            partner = stats[0]
        if partner is not None:
            stats.remove(partner)
        return partner

    def _recognise(self, file: LyingFile) -> Recognised:
        with open_regular(file.path, file.shown) as stream:
            head = stream.read(HEAD)
            what = recognise(head, whole=len(head) < HEAD, shown=file.shown)
            if what.sort not in (Sort.JTL_XML, Sort.K6_SUMMARY):
                stream.seek(-1, 2)
                refuse_cut_off(stream.read(1).decode("latin-1"), file.shown)
        return what

    def _measure(self, one: _Lying, partner: _Lying | None) -> Measured:
        lying, what = one.file, one.what
        file = self._file(lying)
        measured: Measured
        match what.sort:
            case Sort.JTL_CSV:
                assert what.layout is not None
                jtl_csv.check_columns(what.layout.columns, lying.shown)
                measured = jtl_csv.read_jtl_csv(self._csv(one), file, what.layout, self._limits.max_status)
            case Sort.JTL_XML:
                measured = jtl_xml.read_jtl_xml(self._chunks(lying), file, self._limits.max_status)
            case Sort.K6_CSV:
                assert what.layout is not None
                measured = k6_samples.read_k6_csv(self._csv(one), file, what.layout.columns, self._limits.max_status)
            case Sort.K6_JSON:
                measured = k6_samples.read_k6_json(self._json_lines(lying), file, self._limits.max_status)
            case Sort.LOCUST_HISTORY:
                measured = self._locust(one, partner, file)
            case Sort.LOCUST_WORKERS:
                refuse_larger(lying.identity.size, _MOST_HELD, lying.shown)
                measured = locust_workers.read_workers(self._lines(lying), file)
            case Sort.GATLING_LOG:
                measured = gatling.read_simulation_log(self._lines(lying), file)
            case _:
                measured = self._summary(lying, file)
        lying.refuse_change()
        return measured

    def _file(self, lying: LyingFile) -> File:
        # files of different sizes are not copies of one another, and a large one is not read once more
        sha256 = sha256_of_file(lying.path) if lying.identity.size in self._alike else ""
        return File(lying.shown, sha256, self._limits.max_p95_ms)

    def _locust(self, one: _Lying, partner: _Lying | None, file: File) -> Measured:
        stats = None
        if partner is not None:
            assert partner.what.layout is not None
            beside = File(partner.file.shown, "", self._limits.max_p95_ms)
            stats = locust.read_stats(self._csv(partner), beside, partner.what.layout.columns)
        assert one.what.layout is not None
        return locust.read_history(self._csv(one), file, one.what.layout.columns, stats)

    def _summary(self, lying: LyingFile, file: File) -> Measured:
        whole = snapshot(lying.path, lying.shown, _MOST_HELD)
        if whole.identity != lying.identity:
            raise changed_while_read(lying.shown)
        try:
            document = parse_json(_text(whole.data, lying.shown))
        except ExtractError as error:
            raise cannot_judge(f"{lying.shown}: {error.text.en}", f"{lying.shown}：{error.text.zh}") from None
        if of_document(document, lying.shown) is Sort.GATLING_STATS:
            return gatling.read_global_stats(document, file)
        return k6_summary.read_k6_summary(document, file)

    def _readable(self, lying: LyingFile) -> LyingFile:
        """The file where it lies, or a private copy of one whose name the engine would take for a pattern."""
        if not looks_like_pattern(lying.path):
            return lying
        copy = self._engine().new_file(".txt")
        _, before = digest(lying.path, lying.shown, self._left, copy)
        if before != lying.identity:
            raise changed_while_read(lying.shown)
        return replace(lying, path=copy, identity=identity_of(copy))

    def _csv(self, one: _Lying) -> Source:
        layout, lying = one.what.layout, self._readable(one.file)
        assert layout is not None
        return open_csv(
            self._engine(), lying.path, lying.identity, lying.shown, self._left,
            layout.columns, layout.delimiter, header=layout.header,
        )  # fmt: skip

    def _json_lines(self, lying: LyingFile) -> Source:
        there = self._readable(lying)
        return open_json_lines(
            self._engine(), there.path, there.identity, there.shown, self._left, k6_samples.JSON_COLUMNS
        )

    def _chunks(self, lying: LyingFile) -> Iterator[bytes]:
        with open_regular(lying.path, lying.shown) as stream:
            for chunk in iter(lambda: stream.read(CHUNK), b""):
                if self._left() <= 0:
                    raise timed_out(lying.shown)
                yield chunk

    def _lines(self, lying: LyingFile) -> Iterator[str]:
        """Strictly decoded lines; one that does not end within a piece of the file is no line of a log."""
        rest = b""
        for chunk in self._chunks(lying):
            *lines, rest = (rest + chunk).split(b"\n")
            if len(rest) > CHUNK:
                raise cannot_judge(f"A line of {lying.shown} is too long", f"{lying.shown} 中有一行过长")
            yield from (_text(line, lying.shown) for line in lines if line.strip())
        if rest.strip():
            yield _text(rest, lying.shown)


def _text(line: bytes, shown: str) -> str:
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise cannot_judge(
            f"{shown} holds bytes that are no UTF-8: {line[:40]!r}", f"{shown} 含有非 UTF-8 的字节：{line[:40]!r}"
        ) from None


def _refuse_copies(files: tuple[Measured, ...]) -> None:
    """The same samples twice would be twice the users. Raises CannotJudge."""
    for place, one in enumerate(files):
        for other in files[:place]:
            same = bool(one.sha256) and one.sha256 == other.sha256
            if same or alike(one.seconds, other.seconds):
                raise cannot_judge(
                    f"{other.path} and {one.path} hold the same samples, which would count twice",
                    f"{other.path} 与 {one.path} 的样本相同，会被重复计数",
                    Text("Take one of them out of the folder", "请从文件夹中移除其中一个"),
                )
    for one in files if len(files) > 2 else ():  # noqa: PLR2004  (one, and what it may be the sum of)
        if alike(one.seconds, added(other.seconds for other in files if other is not one)):
            raise cannot_judge(
                f"{one.path} holds the samples of all other files together, which would count twice",
                f"{one.path} 是其余文件样本的合并，会被重复计数",
                Text("Take it, or the others, out of the folder", "请从文件夹中移除它，或移除其余文件"),
            )
