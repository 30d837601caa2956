"""From one check to its outcome. The one place where an exception becomes a status and where secrets are taken out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from readiness.engine.redaction import Redactor
from readiness.engine.waiving import how_to_waive
from readiness.engine.wording import say_finding, say_seconds
from readiness.model.campaign import Campaign
from readiness.model.check import Check
from readiness.model.errors import CannotJudge, NotSupplied, ReadinessError
from readiness.model.evidence import EvidenceUse
from readiness.model.finding import Examined, Finding, FindingKind, Judgement
from readiness.model.instants import say_instant
from readiness.model.outcome import Outcome, Status
from readiness.model.probe import Context, Situation
from readiness.model.text import Text, advise
from readiness.model.times import Times
from readiness.model.units import counted

OpenContext = Callable[[Check, float], Context]

_LONGEST_PROBLEM = 300


@dataclass(frozen=True, slots=True)
class Evaluator:
    """Evaluates the checks of one run. Thread-safe: it holds nothing that changes."""

    campaign: Campaign
    times: Times
    redactor: Redactor

    def evaluate(self, check: Check, open_context: OpenContext, seconds: float) -> Outcome:
        """Observe and judge within `seconds`; never raises, whatever the probe does."""
        outcome = self.bare(check, Status.ERROR, _NOT_FINISHED)
        context: Context | None = None
        try:
            outcome = replace(outcome, settings=_plain(check.probe.settings_for_people()))
            context = open_context(check, seconds)
            judgement = check.probe.judge(check.probe.gather(context), self._situation(check))
            outcome = self._judged(outcome, check, judgement)
            outcome = self._with_evidence(outcome, context.uses)
        except BaseException as problem:  # noqa: BLE001  a probe that exits or crashes must not end or hide the others
            outcome = self._with_evidence(self._from_exception(outcome, check, problem, context), _uses(context))
        return self._redacted(outcome)

    def bare(self, check: Check, status: Status, message: Text) -> Outcome:
        """The outcome of a check that was not probed."""
        due = self.campaign.due(check)
        return Outcome(
            check=check.id,
            status=status,
            severity=check.severity,
            phase=check.phase,
            due=due,
            due_words=check.due.words,
            owner=check.owner,
            people=tuple(person.name for person in self.campaign.people_in(check.owner)),
            title=check.title,
            why=check.why,
            remedy=check.remedy,
            source=check.source,
            kind=check.probe.kind,
            settings={},
            message=message,
            after_launch=due > self.campaign.launch,
            location=check.location,
        )

    def out_of_time(self, check: Check, limit: float, *, of_run: bool) -> Outcome:
        """The error of a probe that did not answer within its own limit or before the run's deadline, in seconds."""
        said = say_seconds(limit)
        if of_run:
            message = Text(
                f"Not finished when the time of the run ({said} s) was up", f"整次运行的时限（{said} 秒）已到，尚未完成"
            )
        else:
            message = Text(f"No answer within {said} s", f"{said} 秒内没有答复")
        return replace(self.bare(check, Status.ERROR, message), hint=_OUT_OF_TIME)

    def _situation(self, check: Check) -> Situation:
        return Situation(self.campaign.id, self.campaign.release, self.times, self.campaign.due(check))

    def _judged(self, outcome: Outcome, check: Check, judgement: Judgement) -> Outcome:
        _require_well_formed(judgement)
        total = max(judgement.total, len(judgement.findings))
        outcome = replace(
            outcome,
            examined=judgement.examined,
            findings=tuple(self._advised(finding) for finding in judgement.findings),
            findings_total=total,
            measures=tuple(judgement.measures),
            notes=tuple(judgement.notes),
            holds_until=judgement.holds_until,
        )
        if total:
            return self._found_wrong(outcome, check)
        return self._found_right(outcome)

    def _advised(self, finding: Finding) -> Finding:
        message = advise(finding.message, workbook=self.campaign.in_workbook) or finding.message
        return finding if message is finding.message else replace(finding, message=message)

    def _found_right(self, outcome: Outcome) -> Outcome:
        """Passed, unless nothing was looked at or what was looked at no longer counts (false-GO 5, 33)."""
        said = counted(outcome.examined.count, outcome.examined.unit)
        if outcome.examined.count <= 0:
            return replace(outcome, status=Status.ERROR, message=_nothing_examined(said), hint=_NOTHING_EXAMINED_HINT)
        if outcome.holds_until is not None and outcome.holds_until < self.times.now:
            ended = say_instant(outcome.holds_until, self.times.zone)
            message = Text(f"What was read stopped counting on {ended.en}", f"所读取的证据已于{ended.zh}失效")
            return replace(outcome, status=Status.ERROR, message=message, hint=outcome.remedy)
        message = Text(f"{said.en} examined, nothing wrong", f"已检查 {said.zh}，均符合要求")
        return replace(outcome, status=Status.PASSED, message=message)

    def _found_wrong(self, outcome: Outcome, check: Check) -> Outcome:
        if not outcome.findings:
            raise _Unusable(f"it counts {outcome.findings_total} findings and names none")
        late = next((finding for finding in outcome.findings if finding.kind is FindingKind.LATE), None)
        status = Status.FAILED if late is not None or self._is_due(check) else Status.PENDING
        first = outcome.findings[0] if late is None else late
        outcome = replace(outcome, status=status, message=say_finding(first, outcome.findings_total - 1))
        if late is None:
            return outcome
        repairable = any(finding.kind is not FindingKind.LATE for finding in outcome.findings)
        return replace(outcome, hint=_late_hint(how_to_waive(check, self.campaign), check, repairable=repairable))

    def _is_due(self, check: Check) -> bool:
        """`due` is the first instant at which a check that has not passed counts as failed."""
        return self.times.now >= self.campaign.due(check)

    def _from_exception(
        self, outcome: Outcome, check: Check, problem: BaseException, context: Context | None
    ) -> Outcome:
        match problem:
            case NotSupplied():
                status = Status.FAILED if self._is_due(check) else Status.PENDING
                findings = self._not_supplied(check, problem, context)
                outcome = replace(outcome, findings=findings, findings_total=len(findings))
                return replace(outcome, status=status, message=problem.message, hint=problem.hint)
            case CannotJudge():
                return replace(outcome, status=Status.ERROR, message=problem.message, hint=problem.hint)
            case ReadinessError():
                return replace(outcome, status=Status.ERROR, message=problem.message, hint=problem.hint or _REPORT_BUG)
            case SystemExit() | KeyboardInterrupt() | GeneratorExit():
                said = self._say(problem)
                message = Text(
                    f"The probe tried to end the program ({said}), so it decided nothing",
                    f"探针试图结束程序（{said}），因此没有得出任何结果",
                )
            case _Unusable():
                message = Text(f"The probe gave no usable answer: {problem}", f"探针没有给出可用的结果：{problem}")
            case _:
                said = self._say(problem)
                message = Text(f"The probe stopped with {said}", f"探针异常中止：{said}")
        return replace(outcome, status=Status.ERROR, message=message, hint=_REPORT_BUG)

    def _not_supplied(self, check: Check, problem: NotSupplied, context: Context | None) -> tuple[Finding, ...]:
        """What the probe missed first, then all else that it needs and that is not there: one look tells the whole
        list, each by the title that its owner knows."""
        names = check.probe.evidence
        first = problem.name or (names[0] if len(names) == 1 else check.id)
        others = context.absent(tuple(name for name in names if name != first)) if context else ()
        contracts = self.campaign.contracts
        return tuple(
            Finding(
                subject,
                contracts[subject].title if subject in contracts else _SUPPLIED,
                _NOT_SUPPLIED,
                absent.message,
                kind=FindingKind.MISSING,
            )
            for subject, absent in ((first, problem), *((other.name, other) for other in others))
        )

    def _say(self, problem: BaseException) -> str:
        """Class and message on one line. Redacted before it is cut, lest half a secret stays."""
        try:
            words = str(problem)
        except Exception:  # noqa: BLE001  an exception whose own text fails is still told by its class
            words = ""
        words = " ".join(self.redactor.text(words).split())
        if len(words) > _LONGEST_PROBLEM:
            words = f"{words[:_LONGEST_PROBLEM]}..."
        return f"{type(problem).__name__}: {words}" if words else type(problem).__name__

    def _with_evidence(self, outcome: Outcome, uses: tuple[EvidenceUse, ...]) -> Outcome:
        shows_present = self.times.as_of and any(use.live for use in uses)
        notes = (*outcome.notes, LIVE_SHOWS_PRESENT) if shows_present else outcome.notes
        return replace(outcome, evidence=tuple(uses), notes=notes)

    def _redacted(self, outcome: Outcome) -> Outcome:
        """Identifiers and digests stay: `verify` reads them again, and no secret belongs in an id."""
        clean = self.redactor.clean
        return replace(
            outcome,
            settings=clean(outcome.settings),
            message=clean(outcome.message),
            hint=clean(advise(outcome.hint, workbook=self.campaign.in_workbook)),
            examined=clean(outcome.examined),
            findings=clean(outcome.findings),
            measures=clean(outcome.measures),
            notes=clean(outcome.notes),
            evidence=tuple(
                replace(use, source=clean(use.source), path=clean(use.path), notes=clean(use.notes))
                for use in outcome.evidence
            ),
        )


class _Unusable(Exception):
    """The probe returned what is no judgement."""


def _require_well_formed(judgement: Any) -> None:
    """Kinds from outside are not type-checked, so nothing that they return is taken on trust. Raises _Unusable."""
    if not isinstance(judgement, Judgement):
        raise _Unusable(f"its judgement is of type {type(judgement).__name__}")
    examined = judgement.examined
    if not isinstance(examined, Examined) or type(examined.count) is not int:
        raise _Unusable("it does not count what it examined")
    for finding in judgement.findings:
        texts = (finding.required, finding.observed, finding.message) if isinstance(finding, Finding) else (finding,)
        if not all(isinstance(text, Text) for text in texts):
            raise _Unusable("it holds a finding without its words")
    for measure in judgement.measures:
        numbers = [measure.value] if measure.limit is None else [measure.value, measure.limit]
        if not all(isinstance(number, Decimal) and number.is_finite() for number in numbers):
            raise _Unusable(f"its measure of {measure.subject} is not a finite number")


def _uses(context: Context | None) -> tuple[EvidenceUse, ...]:
    """What a probe had read when it stopped; a context that is broken itself has nothing to tell."""
    try:
        return () if context is None else tuple(context.uses)
    except Exception:  # noqa: BLE001  the first problem is the one to tell
        return ()


def _plain(value: Any) -> Any:
    """Settings as plain JSON values, whatever a kind from outside gives."""
    match value:
        case None | bool() | int() | str():
            return value
        case dict():
            return {str(key): _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case _:
            return str(value)


def _late_hint(waive: Text, check: Check, *, repairable: bool) -> Text:
    late = Text(f"A late act can't be repaired, only waived. {waive.en}", f"逾期的行为无法补救，只能豁免。{waive.zh}")
    return Text(f"{check.remedy.en} {late.en}", f"{check.remedy.zh}{late.zh}") if repairable else late


def _nothing_examined(said: Text) -> Text:
    return Text(
        f"Nothing was examined ({said.en}), so nothing is known to be good",
        f"没有检查到任何内容（{said.zh}），无法说明符合要求",
    )


_NOT_FINISHED = Text("Not finished", "未完成")
_SUPPLIED = Text("supplied", "已提供")
_NOT_SUPPLIED = Text("not supplied", "未提供")
_OUT_OF_TIME = Text(
    "Look whether the source answers at all; if it is only slow, run again with longer limits "
    "(--probe-timeout, --timeout)",
    "请先确认数据源是否有响应；若只是较慢，可放宽时限（--probe-timeout、--timeout）后重新运行",
)
_NOTHING_EXAMINED_HINT = Text(
    "Look whether the evidence holds what this check is about, and whether filters leave anything of it",
    "请确认证据中包含本检查项所需的内容，且筛选条件没有把它们全部排除",
)
_REPORT_BUG = Text(
    "This is a fault of the probe, not of the evidence; please report it with this message",
    "这是探针的缺陷，而非证据的问题；请附上此信息反馈",
)
LIVE_SHOWS_PRESENT = Text(
    "Live sources were asked now: they show the present, not the moment of --as-of",
    "实时数据源是现在查询的：反映的是当前状态，而非 --as-of 所指的时刻",
)
