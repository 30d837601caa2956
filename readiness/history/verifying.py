"""Whether a recorded run may be relied on now: what it decided, until when, and whether what it read is unchanged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from readiness.history.chain import chain_problems
from readiness.history.reading import InvalidRecord, read_run
from readiness.history.unchanged import changed_files
from readiness.model.decision import Accept, Answer, Decision, decide
from readiness.model.errors import os_error_words
from readiness.model.exit_codes import ExitCode
from readiness.model.instants import say_instant
from readiness.model.run import Run
from readiness.model.text import Text
from readiness.reporting.wording import answer_words

_RUNS = (".readiness", "runs")


@dataclass(frozen=True, slots=True)
class Verification:
    """`problems` are all reasons why the run does not hold; `notes` say what could not be compared."""

    problems: tuple[Text, ...]
    notes: tuple[Text, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.problems


def verify(path: Path, now: datetime, evidence_folder: Path | None) -> Verification:
    """Judge a record at `now`. Files are compared with those in `evidence_folder`, by default the campaign's folder
    where the record stands in its `.readiness/runs`. Raises InvalidRecord for a file that is no whole record."""
    run = read_run(path)
    folder = evidence_folder or campaign_folder(path)
    try:
        problems = [*_decision_problems(run), *_time_problems(run, now), *chain_problems(path, run.previous)]
    except OSError as problem:
        reason = os_error_words(problem)
        raise InvalidRecord(
            Text(f"The records beside {path} can't be read: {reason.en}", f"无法读取 {path} 旁的运行记录：{reason.zh}")
        ) from None
    if folder is None:
        return Verification(tuple(problems), (_NOT_COMPARED,))
    return Verification((*problems, *changed_files(run, folder)))


def launch_problems(path: Path, run: Run, now: datetime, folder: Path) -> tuple[Text, ...]:
    """What stands against launching by this run at `now`, whoever approves it. A person may take a CONDITIONAL GO,
    whose conditions are named; nobody can sign away what blocks: that takes a waiver of each check, with reason and
    expiry. Raises OSError."""
    problems = [*_changed(run), *_not_the_present(run)]
    if run.decision.answer not in _LAUNCHES:
        problems.append(_decided(run.decision.answer))
    if run.scope.partial:
        problems.append(_PARTIAL)
    return (*problems, *_time_problems(run, now), *chain_problems(path, run.previous), *changed_files(run, folder))


def campaign_folder(path: Path) -> Path | None:
    """The folder of the campaign that keeps the record in its `.readiness/runs`; None for a record elsewhere."""
    parents = path.resolve().parents
    return parents[2] if (parents[1].name, parents[0].name) == _RUNS else None


def _decision_problems(run: Run) -> Iterator[Text]:
    yield from _changed(run)
    yield from _not_the_present(run)
    again = _again(run)
    if again.exit_code is ExitCode.GO:
        return
    if again.answer is not Answer.GO:
        yield _decided(again.answer)
    if run.scope.partial and Accept.PARTIAL not in run.decision.accepted:
        yield _PARTIAL


def _again(run: Run) -> Decision:
    return decide(run.outcomes, run.loosened, partial=run.scope.partial, accept=run.decision.accepted)


def _changed(run: Run) -> Iterator[Text]:
    decision, again = run.decision, _again(run)
    if (again.answer, again.exit_code) != (decision.answer, decision.exit_code):
        given, said = answer_words(again.answer), answer_words(decision.answer)
        yield Text(
            f"Its outcomes give {given.en}, and it says {said.en}: it was changed",
            f"按其结果应为“{given.zh}”，记录却写着“{said.zh}”：记录被修改过",
        )


def _not_the_present(run: Run) -> Iterator[Text]:
    if run.as_of is not None:
        yield Text(
            f"It was made with --as-of {run.as_of_words}, so it says what would be, not what is",
            f"它使用了 --as-of {run.as_of_words}，说明的是假设情况，而非实际情况",
        )


def _decided(answer: Answer) -> Text:
    words = answer_words(answer)
    return Text(f"It decided {words.en}", f"其结论是“{words.zh}”")


def _time_problems(run: Run, now: datetime) -> Iterator[Text]:
    zone = ZoneInfo(run.campaign.zone)
    at, until = say_instant(run.at, zone), say_instant(run.holds_until, zone)
    if now < run.at:
        yield Text(f"It is dated in the future, {at.en}", f"其日期在将来：{at.zh}")
    counted = [o.holds_until for o in run.outcomes if o.holds_until is not None and not o.after_launch]
    rests_until = min([run.campaign.end, *counted])
    if run.holds_until > rests_until:
        ends = say_instant(rests_until, zone)
        yield Text(
            f"It claims to hold until {until.en}, and what it rests on ends {ends.en}",
            f"它声称有效至{until.zh}，但其依据在{ends.zh}已失效",
        )
    if now > run.holds_until:
        yield Text(f"It held until {until.en}; run the check again", f"其有效期至{until.zh}；请重新运行检查")


_LAUNCHES = (Answer.GO, Answer.CONDITIONAL_GO)
_PARTIAL = Text("It is partial: not every check was asked", "它是部分运行：并未检查全部检查项")
_NOT_COMPARED = Text(
    "Neither was the evidence compared nor looked for who signed the run: name the campaign's folder with --evidence",
    "未比对证据，也未查看谁签核了本次运行：请用 --evidence 指定活动文件夹",
)
