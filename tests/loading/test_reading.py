"""Files are read whole, strictly and bounded."""

from __future__ import annotations

import os
from pathlib import Path

from readiness.loading.nodes import plain
from readiness.loading.problems import Problems
from readiness.loading.reading import LARGEST, Reader


def read(path: Path) -> tuple[object, list[str]]:
    problems = Problems()
    node = Reader(problems).read(path, "f.yaml", "f.yaml")
    return (None if node is None else plain(node)), [problem.say("en") for problem in problems.sorted()]


def test_a_byte_order_mark_is_no_content(tmp_path: Path) -> None:
    """Files saved by Windows editors read as others, with columns that people see."""
    file = tmp_path / "f"
    file.write_bytes("\ufeffa: 值\n".encode())

    assert read(file) == ({"a": "值"}, [])


def test_utf_16_is_told_as_not_utf_8(tmp_path: Path) -> None:
    """A file in another encoding asks to be saved as UTF-8."""
    file = tmp_path / "f"
    file.write_text("a: b\n", encoding="utf-16")

    assert read(file) == (None, ["f.yaml:1:1: Line 1 is not UTF-8 text. Save the file as UTF-8"])


def test_a_file_that_is_too_large_is_not_parsed(tmp_path: Path) -> None:
    """The size is bounded before anything is read into nodes."""
    file = tmp_path / "f"
    file.write_bytes(b"a: b\n")
    os.truncate(file, LARGEST + 1)

    assert read(file) == (None, ["f.yaml:1:1: This file is larger than 20 MB. Split it"])


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    """What can't be read is told with the system's reason."""
    _, told = read(tmp_path)

    assert told[0].startswith("f.yaml:1:1: This file can't be read: Is a directory")


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """False-GO 12: a file that nobody ends writing is refused at once; opening it would hang for ever."""
    pipe = tmp_path / "f"
    os.mkfifo(pipe)

    _, told = read(pipe)

    assert told[0].startswith("f.yaml:1:1: This is no regular file")
