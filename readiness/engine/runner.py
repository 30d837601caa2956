"""Runs the checks of a plan on a bounded pool of daemon threads; outcomes come in checklist order.

A thread can't be killed. A probe past its limit is left to itself: its outcome is an error, whatever it returns later
is ignored, and another worker takes its place, so that a few hanging probes do not starve the rest.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from readiness.engine.evaluation import Evaluator, OpenContext
from readiness.engine.listener import Listener
from readiness.engine.redaction import Redactor
from readiness.engine.selection import why_not_applicable
from readiness.model.campaign import Campaign
from readiness.model.check import Check
from readiness.model.outcome import Outcome, Status
from readiness.model.secret import Secret
from readiness.model.text import Text
from readiness.model.times import Times

# A probe is told a little less than the engine waits, so that a source that does not answer in time is told by the
# probe, which knows what that means (for a live target: failed), and not by the engine (error).
_GRACE_SHARE = 0.1
_GRACE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run. `not_asked` gives the reason for each check that is skipped; `secrets` are taken out of all that
    is recorded; `probe_seconds` bounds one probe and `run_seconds` all of them together."""

    checks: tuple[Check, ...]
    not_asked: Mapping[str, Text] = field(default_factory=dict)
    jobs: int = 8
    probe_seconds: float = 60.0
    run_seconds: float = 600.0
    secrets: tuple[Secret, ...] = ()


def run_checks(
    plan: Plan, campaign: Campaign, times: Times, open_context: OpenContext, listener: Listener
) -> tuple[Outcome, ...]:
    """One outcome for each check of the plan, in its order. Returns by the run's deadline, whatever probes do."""
    evaluator = Evaluator(campaign, times, Redactor(plan.secrets))
    unprobed = {check.id: outcome for check in plan.checks if (outcome := _unprobed(check, plan, evaluator))}
    asked = [check for check in plan.checks if check.id not in unprobed]
    run = _PoolRun(plan, evaluator, open_context, asked)
    guarded = _Guarded(listener)
    guarded.planned(len(asked))
    probed = {outcome.check: outcome for outcome in run.outcomes(guarded)}
    return tuple((unprobed | probed)[check.id] for check in plan.checks)


def _unprobed(check: Check, plan: Plan, evaluator: Evaluator) -> Outcome | None:
    if (reason := plan.not_asked.get(check.id)) is not None:
        return evaluator.bare(check, Status.SKIPPED, reason)
    if (reason := why_not_applicable(check, evaluator.campaign)) is not None:
        return evaluator.bare(check, Status.NOT_APPLICABLE, reason)
    return None


@dataclass(slots=True)
class _Task:
    """One check on its way. `outcome` is set once, by the worker or, where that is too late, by the caller."""

    check: Check
    started: float = 0.0
    outcome: Outcome | None = None


class _PoolRun:
    """The state that the workers and the calling thread share, guarded by one condition."""

    def __init__(self, plan: Plan, evaluator: Evaluator, open_context: OpenContext, asked: list[Check]) -> None:
        self._plan = plan
        self._evaluator = evaluator
        self._open_context = open_context
        self._tasks = [_Task(check) for check in asked]
        self._waiting = deque(sorted(self._tasks, key=lambda task: not task.check.probe.timed))
        self._running: dict[str, _Task] = {}
        self._left = len(self._tasks)
        self._events: deque[Callable[[Listener], None]] = deque()
        self._changed = threading.Condition()
        self._deadline = time.monotonic() + plan.run_seconds

    def outcomes(self, listener: Listener) -> list[Outcome]:
        """Called once. An exception in the calling thread (an interrupt) stops the handing out of further checks."""
        for _ in range(min(max(1, self._plan.jobs), len(self._tasks))):
            self._start_worker()
        try:
            while not self._turn(listener):
                pass
        finally:
            with self._changed:
                self._waiting.clear()
                self._changed.notify_all()
        return [task.outcome for task in self._tasks if task.outcome is not None]

    def _turn(self, listener: Listener) -> bool:
        """Wait until something happens, tell it, and end what is out of time; true when every check has its outcome."""
        with self._changed:
            if not self._events and self._left:
                self._changed.wait(max(0.0, self._next_limit() - time.monotonic()))
            replacements = self._end_overdue(time.monotonic())
            events, self._events = self._events, deque()
            done = not self._left
        for _ in range(replacements):
            self._start_worker()
        for event in events:
            event(listener)
        return done

    def _next_limit(self) -> float:
        return min([self._deadline, *(task.started + self._plan.probe_seconds for task in self._running.values())])

    def _end_overdue(self, now: float) -> int:
        """Give errors to what is past its limit; the number of workers to start in place of those that hang."""
        if now >= self._deadline:
            for task in [*self._running.values(), *self._waiting]:
                self._close(task, self._evaluator.out_of_time(task.check, self._plan.run_seconds, of_run=True))
            self._waiting.clear()
            return 0
        limit = self._plan.probe_seconds
        overdue = [task for task in self._running.values() if now >= task.started + limit]
        for task in overdue:
            self._close(task, self._evaluator.out_of_time(task.check, limit, of_run=False))
        return min(len(overdue), len(self._waiting))

    def _close(self, task: _Task, outcome: Outcome) -> None:
        ran = self._running.pop(task.check.id, None) is not None
        seconds = time.monotonic() - task.started if ran else 0.0
        task.outcome = outcome = replace(outcome, seconds=seconds)
        self._left -= 1
        self._events.append(lambda listener: listener.finished(task.check, outcome))
        self._changed.notify_all()

    def _start_worker(self) -> None:
        threading.Thread(target=self._work, name="readiness-probe", daemon=True).start()

    def _work(self) -> None:
        """Take checks until none is left, or until the one in hand took so long that it was given up."""
        while (task := self._take()) is not None:
            left = self._deadline - time.monotonic()
            outcome = self._evaluator.evaluate(task.check, self._open_context, _told(self._plan.probe_seconds, left))
            with self._changed:
                if task.outcome is not None:
                    return
                self._close(task, outcome)

    def _take(self) -> _Task | None:
        """The next check, or None where none is left. What measures how long others take to answer goes first and
        alone: beside the work on tables it would measure this machine."""
        with self._changed:
            while self._waiting and not self._waiting[0].check.probe.timed and self._times_something():
                self._changed.wait()
            if not self._waiting:
                return None
            task = self._waiting.popleft()
            task.started = time.monotonic()
            self._running[task.check.id] = task
            self._events.append(lambda listener: listener.started(task.check))
            self._changed.notify_all()
            return task

    def _times_something(self) -> bool:
        return any(task.check.probe.timed for task in self._running.values())


def _told(probe_seconds: float, left: float) -> float:
    """The seconds that a probe may take, as it is told."""
    limit = min(probe_seconds, left)
    return max(0.0, limit - min(_GRACE_SECONDS, limit * _GRACE_SHARE))


class _Guarded:
    """A listener that can't break the run: after its first exception it is not told any more."""

    def __init__(self, listener: Listener) -> None:
        self._listener: Listener | None = listener

    def planned(self, total: int) -> None:
        self._tell(lambda listener: listener.planned(total))

    def started(self, check: Check) -> None:
        self._tell(lambda listener: listener.started(check))

    def finished(self, check: Check, outcome: Outcome) -> None:
        self._tell(lambda listener: listener.finished(check, outcome))

    def _tell(self, event: Callable[[Listener], None]) -> None:
        if self._listener is None:
            return
        try:
            event(self._listener)
        except Exception:  # noqa: BLE001  progress is a courtesy; the decision does not depend on it
            self._listener = None
