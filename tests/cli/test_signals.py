"""A signal ends a command with its own code, whatever becomes of the exception that it raises."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from readiness.cli import signals
from readiness.cli.errors import Terminated
from readiness.cli.failures import exit_code_of
from readiness.model.exit_codes import ExitCode

CODES = [(signal.SIGTERM, ExitCode.TERMINATED), (signal.SIGINT, ExitCode.INTERRUPTED)]


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    """The handlers of a real start, and afterwards those that the tests run under."""
    before = {number: signal.getsignal(number) for number, _ in CODES}
    signals.heed()
    yield
    for number, handler in before.items():
        signal.signal(number, handler)
    signals.ended_by()


@pytest.mark.parametrize(("number", "code"), CODES)
def test_a_signal_that_a_library_rewraps_is_no_bug(
    number: signal.Signals, code: ExitCode, capsys: pytest.CaptureFixture[str]
) -> None:
    """False-GO 42: validators in C make an error of their own of what is raised in them; it is told as what it is."""

    def action() -> None:
        try:
            signal.raise_signal(number)
        except BaseException as error:
            raise ValueError("Error calling function `say_duration`") from error

    assert exit_code_of(action) == code
    assert "no decision" in capsys.readouterr().err


@pytest.mark.parametrize(("number", "code"), CODES)
def test_a_signal_that_is_swallowed_is_no_go(number: signal.Signals, code: ExitCode) -> None:
    """False-GO 42: where the exception is dropped and the command goes on to its end, the end is no decision."""

    def action() -> None:
        try:
            signal.raise_signal(number)
        except (Terminated, KeyboardInterrupt):
            raise SystemExit(0) from None

    assert exit_code_of(action) == code


def test_a_signal_counts_once() -> None:
    """The next command of the same process is not taken for interrupted."""
    assert exit_code_of(lambda: signal.raise_signal(signal.SIGTERM)) == ExitCode.TERMINATED
    assert exit_code_of(lambda: None) == ExitCode.GO


def test_an_ignored_signal_stays_ignored() -> None:
    """A command that nohup or a shell's background started is not stopped by what its caller ignores."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signals.heed()
    assert exit_code_of(lambda: signal.raise_signal(signal.SIGINT)) == ExitCode.GO
