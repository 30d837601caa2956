"""The one boundary where an error becomes a message and an exit code. Nothing else in readiness exits."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from readiness.cli.console import silence, tell, tell_what_to_do
from readiness.cli.errors import NotWritten, Terminated, UsageProblem
from readiness.cli.language import spoken_lang
from readiness.cli.signals import ended_by
from readiness.model.errors import ReadinessError
from readiness.model.exit_codes import ExitCode
from readiness.model.text import Text

if TYPE_CHECKING:
    from readiness.loading.problems import InvalidInput


def exit_code_of(action: Callable[[], object]) -> int:
    """Run the action to its exit code, whatever happens in it; what went wrong is told on standard error.

    A command that a signal ended has that signal's code, whatever a library made of the signal's exception: it is no
    bug, no invalid input, and never a decision.
    """
    try:
        action()
    except BaseException as error:  # noqa: BLE001  the boundary
        ended = ended_by()
        return _code_of_error(error) if ended is None else _told(_ENDED[ended], None, ended)
    ended = ended_by()
    return ExitCode.GO if ended is None else _told(_ENDED[ended], None, ended)


def _code_of_error(error: BaseException) -> int:
    match error:
        case SystemExit():
            return _code_of(error)
        case KeyboardInterrupt():
            return _told(_INTERRUPTED, None, ExitCode.INTERRUPTED)
        case Terminated():
            return _told(_TERMINATED, None, ExitCode.TERMINATED)
        case ReadinessError():
            return _explained(error)
        case Exception():
            return _told(_LOST, None, ExitCode.NOT_WRITTEN) if _is_output_lost(error) else _bug(error)
        case _:
            raise error


def _explained(error: ReadinessError) -> ExitCode:
    """Tell a person's problem. What is neither wrong use nor an output that failed is invalid input."""
    from readiness.engine.selection import UnknownSelection
    from readiness.loading.problems import InvalidInput

    match error:
        case InvalidInput():
            return _list_problems(error)
        case UsageProblem() | UnknownSelection():
            return _told(error.message, error.hint, ExitCode.USAGE)
        case NotWritten():
            return _told(error.message, error.hint, ExitCode.NOT_WRITTEN)
        case _:
            return _told(error.message, error.hint, ExitCode.INVALID_INPUT)


def _code_of(end: SystemExit) -> int:
    """The code that typer chose, but for a lost output and a person who left: some versions call these 1, a NO-GO."""
    causes = tuple(_causes(end))
    if any(_is_output_lost(cause) for cause in causes):
        return _told(_LOST, None, ExitCode.NOT_WRITTEN)
    if any(isinstance(cause, KeyboardInterrupt | EOFError) for cause in causes):
        return _told(_INTERRUPTED, None, ExitCode.INTERRUPTED)
    return end.code if isinstance(end.code, int) else ExitCode.GO if end.code is None else ExitCode.BUG


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause = error.__cause__ or error.__context__
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__


def _is_output_lost(error: BaseException) -> bool:
    """Whether typer could not print a help or a version; all else that is printed raises NotWritten."""
    return isinstance(error, OSError) and error.errno in (errno.EPIPE, errno.ENOSPC, errno.EDQUOT, errno.EIO)


def _told(message: Text, hint: Text | None, code: ExitCode) -> ExitCode:
    tell(message)
    if hint is not None:
        tell_what_to_do(hint)
    return code


def _list_problems(error: InvalidInput) -> ExitCode:
    """All problems of all files, each with its place."""
    for problem in error.problems:
        tell(f"{problem.where(spoken_lang())}: {problem.message.say(spoken_lang())}")
        if problem.hint is not None:
            tell_what_to_do(problem.hint)
    count = len(error.problems)
    tell(
        Text(
            f"{count} problem{'' if count == 1 else 's'} found; nothing was probed",
            f"共发现 {count} 个问题；未执行任何检查",
        )
    )
    return ExitCode.INVALID_INPUT


def _bug(error: Exception) -> ExitCode:
    place = _log(error)
    tell(
        Text(
            f"A bug in readiness itself ended the command: {type(error).__name__}. Nothing was decided.",
            f"readiness 自身的缺陷使命令中止：{type(error).__name__}。没有得出任何结论。",
        )
    )
    tell_what_to_do(Text(f"report it, with the file {place}", f"请反馈此问题，并附上文件 {place}"))
    return ExitCode.BUG


def _log(error: Exception) -> str:
    """Write the traceback to a file of the user's own (mode 600) and give its path; where that fails, tell it."""
    import platform
    import tempfile
    import traceback

    from readiness import __version__

    trace = "".join(traceback.format_exception(error))
    head = f"readiness {__version__}, Python {platform.python_version()}, {platform.platform()}\n{sys.argv}\n\n"
    try:
        handle, path = tempfile.mkstemp(prefix="readiness-bug-", suffix=".log")
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(head + trace)
    except OSError:
        tell(trace)
        return "-"
    return path


def finish(code: int) -> int:
    """Flush what was said; when standard output can't take it the code is 74, for it may have been the report."""
    for stream in (sys.stdout, sys.stderr):
        if stream is None:
            continue
        try:
            stream.flush()
        except (OSError, ValueError):
            silence(stream)
            code = ExitCode.NOT_WRITTEN if stream is sys.stdout else code
    return int(code)


_LOST = Text("The output could not be written", "无法写入输出")
_INTERRUPTED = Text("Interrupted; there is no decision", "已中断；没有得出结论")
_TERMINATED = Text("Terminated; there is no decision", "已终止；没有得出结论")
_ENDED = {ExitCode.INTERRUPTED: _INTERRUPTED, ExitCode.TERMINATED: _TERMINATED}
