"""What the system refuses, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness.model.errors import os_error_words


def test_a_reason_that_people_meet_is_said_in_chinese(tmp_path: Path) -> None:
    """A path that is not there, and a folder in the place of a file."""
    with pytest.raises(FileNotFoundError) as absent:
        (tmp_path / "nowhere").read_bytes()
    with pytest.raises(IsADirectoryError) as folder:
        tmp_path.read_bytes()
    assert [os_error_words(error.value).zh for error in (absent, folder)] == ["没有这个文件或文件夹", "它是文件夹"]
    assert os_error_words(absent.value).en == "No such file or directory"


def test_any_other_reason_is_said_as_the_system_says_it() -> None:
    """An error without number or words is named by its class, never by nothing."""
    assert os_error_words(OSError("odd")).zh == "odd"
    assert os_error_words(TimeoutError()).en == "TimeoutError"
