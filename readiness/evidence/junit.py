"""JUnit XML as test tools write it: every case with its line, and counts that are made, not believed.

There is no standard, only dialects. What a dialect says of a case that this module does not know is never taken for a
pass. Read as events by expat and not by a library over a tree, since findings must name lines and a report may hold
100,000 cases.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from zoneinfo import ZoneInfo

from readiness.evidence.decoding import decode
from readiness.evidence.junit_counts import Counted, mismatches
from readiness.evidence.junit_facts import Case, Mismatch, Property, ReportFile, Result, Suite, SuiteFault
from readiness.evidence.junit_problems import no_report, no_xml, too_deep, too_many
from readiness.evidence.junit_times import Clock, micros_of
from readiness.evidence.sniffing import refuse_binary
from readiness.evidence.xml_events import NoXml, parse

MOST_CASES = 500_000
MOST_DEPTH = 64
MOST_SAID = 300
"""Characters of what a failure says that are kept: its first line."""

_SUITES = frozenset({"testsuites", "testsuite"})
_BAD = frozenset({"failure", "error"})
_RERUN = frozenset({"flakyFailure", "flakyError", "rerunFailure", "rerunError", "rerun"})
_NOT_RUN = frozenset({"skipped", "disabled", "ignored", "notrun", "pending"})
# What may stand in a case without saying anything of its result.
_BESIDE = frozenset(
    {"properties", "property", "system-out", "system-err", "output", "attachments", "attachment", "reporter-output"}
)
_PASSED_WORDS = frozenset(
    {"", "run", "passed", "pass", "success", "successful", "ok", "completed", "executed", "done", "true", "yes"}
)
_NOT_RUN_WORDS = frozenset(
    {"notrun", "not run", "not_run", "skipped", "skip", "disabled", "ignored", "pending", "untested", "suppressed",
     "no", "false"}
)  # fmt: skip
_SAY_RESULT = ("status", "result", "executed", "success")
_DECLARED = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)[\"']")
_CHINESE = frozenset({"gbk", "gb2312", "gb18030", "cp936"})


def read_junit(
    data: bytes, shown: str, *, zone: ZoneInfo | None, encoding: str | None, wanted: Collection[str]
) -> ReportFile:
    """One report. `zone` is that of times without an offset, `wanted` are the properties to keep, in lower case.

    Raises CannotJudge for what is no JUnit XML, with the line where that shows, and for a time that can't be read.
    """
    refuse_binary(data, shown)
    declared = _DECLARED.match(data[:200])
    said = encoding or (declared[1].decode("ascii") if declared else "")
    chinese = said.lower() in _CHINESE
    if encoding is not None or chinese:
        data = decode(data, "gb18030" if chinese else encoding, shown).text.encode()
    reading = _Reading(shown, zone, frozenset(wanted))
    try:
        parse(
            data, reading.start, reading.end, reading.text,
            encoding="utf-8" if encoding is not None or chinese else None, begun=reading.begin,
        )  # fmt: skip
    except NoXml as problem:
        raise no_xml(shown, problem) from None
    except ValueError as problem:  # an encoding that expat can't read
        raise no_xml(shown, NoXml(str(problem), 1)) from None
    return reading.whole()


class _OpenSuite:
    """A suite that is being read."""

    def __init__(self, index: int, element: str, attributes: Mapping[str, str], line: int, parent: int | None) -> None:
        self.index, self.element, self.line, self.parent = index, element, line, parent
        self.attributes = attributes
        self.own = Counted()
        self.all = Counted()
        self.properties: list[Property] = []


class _OpenCase:
    """A case that is being read; `bad` counts the elements that say it failed."""

    def __init__(self, attributes: Mapping[str, str], line: int, depth: int) -> None:
        self.attributes, self.line, self.depth = attributes, line, depth
        self.result = Result.PASSED
        self.said = ""
        self.bad = 0
        self.properties: list[Property] = []

    def lower(self, result: Result, said: str) -> None:
        """The worst that was said of it counts."""
        if result > self.result:
            self.result, self.said = result, said


class _Saying:
    """An element under a case or a suite, and the first line that it says."""

    def __init__(self, element: str, line: int, depth: int, said: str) -> None:
        self.element, self.line, self.depth, self.said = element, line, depth, said

    def hear(self, words: str) -> None:
        if not self.said:
            self.said = first_line(words)


class _Reading:
    def __init__(self, shown: str, zone: ZoneInfo | None, wanted: frozenset[str]) -> None:
        self._shown = shown
        self._wanted = wanted
        self._clock = Clock(shown, zone)
        self._line: Callable[[], int] = lambda: 0
        self._path: list[str] = []
        self._open: list[_OpenSuite] = []
        self._case: _OpenCase | None = None
        self._about: _Saying | None = None
        self._property: str | None = None
        self._suites: list[Suite] = []
        self._cases: list[Case] = []
        self._faults: list[SuiteFault] = []
        self._mismatches: list[Mismatch] = []

    def begin(self, line: Callable[[], int]) -> None:
        self._line = line

    def whole(self) -> ReportFile:
        return ReportFile(
            self._shown,
            tuple(self._suites),
            tuple(self._cases),
            tuple(self._faults),
            tuple(self._mismatches),
            self._clock.span,
        )

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if not self._path and name not in _SUITES:
            raise no_report(self._shown, name)
        if len(self._path) >= MOST_DEPTH:
            raise too_deep(self._shown, self._line(), MOST_DEPTH)
        if self._about is None:
            self._begin(name, attributes)
        self._path.append(name)

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._case is not None:
            self._begin_in_case(self._case, name, attributes)
        elif name in _SUITES:
            parent = self._open[-1].index if self._open else None
            suite = _OpenSuite(len(self._suites), name, attributes, self._line(), parent)
            self._suites.append(Suite("", "", parent, suite.line, ()))  # its place; written when it ends
            self._open.append(suite)
        elif name == "testcase":
            if len(self._cases) >= MOST_CASES:
                raise too_many(self._shown, MOST_CASES)
            self._case = _OpenCase(attributes, self._line(), len(self._path))
        elif name == "property":
            self._begin_property(attributes, self._open[-1].properties)
        elif name in _BAD and self._path[-1] in _SUITES:
            self._listen(name, attributes)

    def _begin_in_case(self, case: _OpenCase, name: str, attributes: Mapping[str, str]) -> None:
        if name == "property":
            self._begin_property(attributes, case.properties)
        elif name not in _BESIDE and self._path[-1] == "testcase":
            self._listen(name, attributes)

    def _begin_property(self, attributes: Mapping[str, str], into: list[Property]) -> None:
        name = attributes.get("name", "").strip().lower()
        if name not in self._wanted:
            return
        if "value" in attributes:
            into.append((name, attributes["value"].strip()))
        else:
            self._property = name
            self._listen("property", {})

    def _listen(self, name: str, attributes: Mapping[str, str]) -> None:
        self._about = _Saying(name, self._line(), len(self._path), first_line(attributes.get("message", "")))

    def text(self, words: str) -> None:
        if self._about is not None:
            self._about.hear(words)

    def end(self, name: str) -> None:
        self._path.pop()
        if self._about is not None:
            if len(self._path) == self._about.depth:
                self._told(self._about.element, self._about.line, self._about.said)
                self._about = None
        elif self._case is not None:
            if len(self._path) == self._case.depth:
                self._end_case(self._case)
                self._case = None
        elif name in _SUITES:
            self._end_suite(self._open.pop())

    def _told(self, name: str, line: int, said: str) -> None:
        """What an element under a case or a suite says, now that its text is known."""
        if name == "property":
            into = self._case.properties if self._case is not None else self._open[-1].properties
            into.append((self._property or "", said))
        elif self._case is None:
            suite = self._open[-1]
            suite.own.bad += 1
            suite.all.bad += 1
            self._faults.append(SuiteFault(suite.index, line, said))
        elif name in _BAD:
            self._case.bad += 1
            self._case.lower(Result.FAILED, said)
        elif name in _NOT_RUN:
            self._case.lower(Result.SKIPPED, said)
        elif name in _RERUN:
            self._case.lower(Result.FLAKY, said)
        else:
            self._case.lower(Result.FAILED, f"<{name}> {said}".strip())

    def _end_case(self, case: _OpenCase) -> None:
        attributes, suite = case.attributes, self._open[-1]
        for key in _SAY_RESULT:
            if key not in attributes:
                continue
            words = attributes[key].strip().lower()
            if words in _NOT_RUN_WORDS and key != "success":
                case.lower(Result.SKIPPED, f'{key}="{words}"')
            elif words not in _PASSED_WORDS:
                case.lower(Result.FAILED, f'{key}="{words[:40]}"')
        micros = micros_of(attributes.get("time"))
        dated = self._clock.take(attributes.get("timestamp"), micros, case.line)
        suite.own.count(case.result, case.bad, micros or 0, dated=dated)
        suite.all.count(case.result, case.bad, micros or 0, dated=dated)
        self._cases.append(
            Case(
                attributes.get("name", "").strip(),
                attributes.get("classname", "").strip(),
                suite.index,
                case.line,
                case.result,
                micros,
                case.said,
                tuple(case.properties),
            )
        )

    def _end_suite(self, suite: _OpenSuite) -> None:
        attributes = suite.attributes
        self._suites[suite.index] = Suite(
            attributes.get("name", "").strip(),
            attributes.get("hostname", "").strip(),
            suite.parent,
            suite.line,
            tuple(suite.properties),
        )
        self._mismatches += mismatches(suite.index, suite.line, suite.element, attributes, suite.own, suite.all)
        dated = False
        if suite.all.cases:
            took = micros_of(attributes.get("time"))
            took = suite.all.micros if took is None else took  # without a time of its own, as long as its cases
            dated = self._clock.take(attributes.get("timestamp"), took, suite.line)
        if dated:
            suite.all.undated = 0
        if self._open:
            self._open[-1].all.add(suite.all)
        elif suite.all.undated:
            self._clock.undated = True


def first_line(words: str) -> str:
    """The first line that says something, cut."""
    return next((line.strip()[:MOST_SAID] for line in words.splitlines() if line.strip()), "")
