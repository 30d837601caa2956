"""Standard output and standard error. Documents go to the one, everything about the work to the other."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from typing import TextIO

from readiness.cli.errors import NotWritten
from readiness.cli.language import spoken_lang
from readiness.model.text import Text

PIPE_WIDTH = 80
PIPE_HEIGHT = 30
LEAST_HEIGHT = 24
_BESIDE = 2


def say(words: Text | str = "") -> None:
    """One line on standard output. Raises NotWritten."""
    document(_words(words) + "\n")


def document(content: str | bytes) -> None:
    """A whole document on standard output, in UTF-8 wherever that is no terminal. Raises NotWritten."""
    out = sys.stdout
    if out is None:
        raise NotWritten(_CLOSED)
    try:
        if out.isatty() or not hasattr(out, "buffer"):
            out.write(content if isinstance(content, str) else content.decode("utf-8", "replace"))
        else:
            out.flush()
            out.buffer.write(content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace"))
        out.flush()
    except (OSError, ValueError) as error:
        raise NotWritten(
            Text(f"The standard output can't be written: {error}", f"无法写入标准输出：{error}"), _CLOSED_HINT
        ) from error


def tell_what_to_do(hint: Text) -> None:
    """What to do next, below what was told or said."""
    tell(Text(f"  what to do: {hint.en}", f"  处理办法：{hint.zh}"))


def say_lines(lines: Iterable[str]) -> None:
    """Lines on standard output, wrapped to its width under their own indent. A command to copy stays whole."""
    from readiness.reporting.wrapping import indented

    width = width_of(sys.stdout, os.environ)
    for line in lines:
        bare = line.lstrip()
        indent = line[: len(line) - len(bare)]
        whole = not bare or bare.startswith("readiness ")
        for part in (line,) if whole else indented(bare, width, indent, f"{indent}  "):
            say(part)


def tell(words: Text | str = "") -> None:
    """One line on standard error. What can't be told there is lost: there is nowhere left to tell it."""
    err = sys.stderr
    if err is None:
        return
    try:
        err.write(_words(words) + "\n")
        err.flush()
    except (OSError, ValueError):
        silence(err)


def silence(stream: TextIO) -> None:
    """Send the rest of a broken stream nowhere, so that the interpreter does not fail on it at its very end."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        return


def is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def width_of(stream: TextIO | None, environ: Mapping[str, str]) -> int:
    """Columns to fill: COLUMNS where set, else the terminal's width, else 80."""
    columns = environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns) > 0:
        return int(columns)
    return shutil.get_terminal_size((PIPE_WIDTH, 24)).columns if is_terminal(stream) else PIPE_WIDTH


def height_of(stream: TextIO | None) -> int:
    """Lines of a screen: the terminal's, less those of the prompt and of what is said beside a report; at least 24."""
    if not is_terminal(stream):
        return PIPE_HEIGHT
    return max(shutil.get_terminal_size((PIPE_WIDTH, PIPE_HEIGHT)).lines, LEAST_HEIGHT) - _BESIDE


def use_colour(when: str, stream: TextIO | None, environ: Mapping[str, str]) -> bool:
    """`when` is always, never or auto. Auto: on a terminal that can, unless NO_COLOR is set (https://no-color.org)."""
    if when != "auto":
        return when == "always"
    return is_terminal(stream) and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"


def _words(words: Text | str) -> str:
    return words.say(spoken_lang()) if isinstance(words, Text) else words


_CLOSED_HINT = Text(
    "Keep the pipe open until the command ends, or write to a file with --report FORMAT=PATH",
    "请在命令结束前保持管道打开，或用 --report 格式=路径 写入文件",
)
_CLOSED = Text("The standard output is closed", "标准输出已关闭")
