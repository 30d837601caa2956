from __future__ import annotations

import threading
import time
from typing import Any

import pytest

from readiness.engine.runner import Plan
from readiness.model.campaign import NotApplicable
from readiness.model.check import Check
from readiness.model.outcome import Outcome, Status
from readiness.model.text import Text
from tests.engine.fakes import GOOD, PLACE, FakeContext, campaign, check, run_plan, words, wrong


def after(seconds: float, answer: Any = GOOD) -> Any:
    def gather(context: object) -> Any:
        time.sleep(seconds)
        return answer

    return gather


@pytest.fixture
def hanging() -> Any:
    """A probe that hangs until the test is over."""
    over = threading.Event()

    def gather(context: object) -> Any:
        over.wait()
        return GOOD

    yield gather
    over.set()


def names(outcomes: tuple[Outcome, ...]) -> list[str]:
    return [outcome.check for outcome in outcomes]


def test_outcomes_come_in_checklist_order() -> None:
    """Whatever finishes first, outcomes stand in the order of the plan."""
    checks = tuple(check(f"execution.c{n}", after((7 - n) * 0.01)) for n in range(8))
    assert names(run_plan(Plan(checks, jobs=8))) == [c.id for c in checks]


def test_one_job_decides_as_eight_do() -> None:
    """The number of jobs changes nothing but the time."""
    answers = [GOOD, wrong(), lambda c: 1 / 0, lambda c: None, after(0.01), wrong(), GOOD]
    checks = tuple(check(f"execution.c{n}", answer) for n, answer in enumerate(answers))

    def told(jobs: int) -> list[tuple[Any, ...]]:
        return [(o.check, o.status, o.message, o.findings, o.evidence) for o in run_plan(Plan(checks, jobs=jobs))]

    assert told(1) == told(8)


def test_jobs_bound_how_many_probes_run_at_once() -> None:
    """No more probes than jobs run at the same time."""
    lock, running, most = threading.Lock(), 0, 0

    def gather(context: object) -> Any:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.01)
        with lock:
            running -= 1
        return GOOD

    run_plan(Plan(tuple(check(f"execution.c{n}", gather) for n in range(12)), jobs=3))
    assert most == 3


def test_probes_that_measure_times_run_before_all_others() -> None:
    """What measures how long others take is not disturbed by other checks: they begin once it is done."""
    order: list[str] = []

    def noting(name: str) -> Any:
        def gather(context: object) -> Any:
            order.append(f"{name} begins")
            time.sleep(0.02)
            order.append(f"{name} ends")
            return GOOD

        return gather

    tables = tuple(check(f"execution.t{n}", noting("table")) for n in range(4))
    timed = tuple(check(f"technical.e{n}", noting("endpoint"), timed=True) for n in range(2))
    run_plan(Plan((*tables, *timed), jobs=8))
    assert {words.partition(" ")[0] for words in order[:4]} == {"endpoint"}


def test_a_timed_probe_that_hangs_does_not_stop_the_others(hanging: Any) -> None:
    """A timed probe is given up at its limit like any other, and the checks that waited for it are decided."""
    checks = (check("technical.e", hanging, timed=True), check("execution.a"), check("execution.b"))
    outcomes = run_plan(Plan(checks, jobs=2, probe_seconds=0.2))
    assert [o.status for o in outcomes] == [Status.ERROR, Status.PASSED, Status.PASSED]


def test_a_hanging_probe_becomes_an_error_and_the_rest_goes_on(hanging: Any) -> None:
    """False-GO 12: a probe past its limit is an error that says the limit; the checks beside it are decided."""
    checks = (check("execution.a", hanging), check("execution.b"), check("execution.c", wrong()))
    outcomes = run_plan(Plan(checks, jobs=2, probe_seconds=0.2))
    assert [o.status for o in outcomes] == [Status.ERROR, Status.PASSED, Status.FAILED]
    assert outcomes[0].message == Text("No answer within 0.2 s", "0.2 秒内没有答复")
    assert outcomes[0].seconds == pytest.approx(0.2, abs=0.15)


def test_hanging_probes_do_not_starve_the_rest(hanging: Any) -> None:
    """With as many hanging probes as jobs, the checks behind them still run, each hanging one costing one limit."""
    checks = (*(check(f"execution.h{n}", hanging) for n in range(2)), *(check(f"execution.c{n}") for n in range(20)))
    outcomes = run_plan(Plan(checks, jobs=2, probe_seconds=0.2, run_seconds=5))
    assert [o.status for o in outcomes] == [Status.ERROR] * 2 + [Status.PASSED] * 20


def test_the_deadline_of_the_run_ends_it(hanging: Any) -> None:
    """At the run's deadline, what runs and what waits become errors; what was decided stays; the call returns."""
    checks = (check("execution.a"), check("execution.h", hanging), *(check(f"execution.w{n}") for n in range(3)))
    began = time.monotonic()
    outcomes = run_plan(Plan(checks, jobs=1, probe_seconds=60, run_seconds=0.3))
    assert time.monotonic() - began < 3
    assert [o.status for o in outcomes] == [Status.PASSED] + [Status.ERROR] * 4
    assert "time of the run (0.3 s) was up" in outcomes[4].message.en


def test_a_late_answer_is_ignored() -> None:
    """An abandoned probe that answers after all changes neither its outcome nor any other."""
    answered = threading.Event()

    def late(context: object) -> Any:
        time.sleep(0.3)
        answered.set()
        return GOOD

    checks = (
        check("execution.late", late),
        check("execution.slow", after(0.15)),
        check("execution.slower", after(0.15)),
    )
    outcomes = run_plan(Plan(checks, jobs=1, probe_seconds=0.2))
    assert answered.wait(5)
    assert [o.status for o in outcomes] == [Status.ERROR, Status.PASSED, Status.PASSED]


def test_workers_never_keep_the_process_alive(hanging: Any) -> None:
    """Abandoned threads are daemons, so that the process ends with its code."""
    run_plan(Plan((check(answer=hanging),), probe_seconds=0.1))
    left = [thread for thread in threading.enumerate() if thread.name == "readiness-probe"]
    assert left
    assert all(thread.daemon for thread in left)


def test_a_probe_is_told_less_time_than_the_engine_waits() -> None:
    """A probe can tell a source that does not answer in time before the engine gives the probe itself up."""
    told: list[float] = []

    def opened(checked: Check, seconds: float) -> Any:
        told.append(seconds)
        return FakeContext(seconds)

    run_plan(Plan((check(),), probe_seconds=60, run_seconds=600), open_context=opened)
    run_plan(Plan((check(),), probe_seconds=60, run_seconds=5), open_context=opened)
    assert told[0] == pytest.approx(59)
    assert told[1] == pytest.approx(4.5, abs=0.2)


class Recorder:
    def __init__(self) -> None:
        self.events: list[tuple[str, str, int]] = []
        self.total = 0

    def planned(self, total: int) -> None:
        self.total = total

    def started(self, check: Check) -> None:
        self.events.append(("started", check.id, threading.get_ident()))

    def finished(self, check: Check, outcome: Outcome) -> None:
        self.events.append((outcome.status.value, check.id, threading.get_ident()))


def test_the_listener_hears_each_check_once_from_the_callers_thread(hanging: Any) -> None:
    """Every probed check is told as started and finished once, hanging ones too, and unprobed ones never."""
    checks = (check("execution.a"), check("execution.h", hanging), check("execution.s"))
    recorder = Recorder()
    plan = Plan(checks, {"execution.s": words("skipped")}, jobs=2, probe_seconds=0.2)
    run_plan(plan, listener=recorder)
    assert sorted((what, who) for what, who, _ in recorder.events) == [
        ("error", "execution.h"),
        ("passed", "execution.a"),
        ("started", "execution.a"),
        ("started", "execution.h"),
    ]
    assert {thread for _, _, thread in recorder.events} == {threading.get_ident()}
    assert recorder.total == 2


def test_a_raising_listener_does_not_break_the_run() -> None:
    """What a listener raises changes no outcome."""

    class Broken(Recorder):
        def planned(self, total: int) -> None:
            """Of no concern here."""

        def started(self, check: Check) -> None:
            raise OSError("no terminal")

    assert [o.status for o in run_plan(Plan((check(),)), listener=Broken())] == [Status.PASSED]


def test_an_interrupt_in_the_calling_thread_stops_the_run() -> None:
    """False-GO 42: an interrupt leaves no outcomes at all, and no further check is probed after it."""
    probed: list[str] = []

    class Interrupting(Recorder):
        def finished(self, check: Check, outcome: Outcome) -> None:
            raise KeyboardInterrupt

    def gather(context: object) -> Any:
        time.sleep(0.01)
        probed.append("x")
        return GOOD

    with pytest.raises(KeyboardInterrupt):
        run_plan(Plan(tuple(check(f"execution.c{n}", gather) for n in range(20)), jobs=1), listener=Interrupting())
    time.sleep(0.4)
    assert len(probed) < 5


def test_what_is_skipped_or_does_not_apply_is_not_probed() -> None:
    """False-GO 3: skipped and inapplicable checks are told as such, with the reason, and never run."""

    def never(context: object) -> Any:
        raise AssertionError("probed")

    checks = (check("execution.s", never), check("execution.t", never, when=("gifts",)), check("execution.p", never))
    whose = campaign(*checks, not_applicable={"execution.p": NotApplicable("execution.p", "open", "li.wei", PLACE)})
    outcomes = run_plan(Plan(checks, {"execution.s": words("not asked")}), whose)
    assert [o.status for o in outcomes] == [Status.SKIPPED, Status.NOT_APPLICABLE, Status.NOT_APPLICABLE]
    assert [o.message.en for o in outcomes] == [
        "not asked",
        "The campaign has none of: gifts",
        "Said by 李伟 not to apply: open",
    ]


def test_the_time_of_a_probe_is_measured() -> None:
    """The outcome says how many seconds its probe took."""
    assert run_plan(Plan((check(answer=after(0.05)),)))[0].seconds == pytest.approx(0.05, abs=0.04)
