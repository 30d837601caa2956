"""`make pictures`: the pictures of the report that the documents show can be taken again."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from tests.report_pictures import FOLDER, PROGRAMS, SHOTS, take

MOST_BYTES = 60_000


@pytest.mark.slow
def test_a_picture_can_be_taken(tmp_path: Path) -> None:
    """A real browser takes it, of the size that was asked for, and small."""
    if not any(map(shutil.which, PROGRAMS)):
        assert not os.environ.get("CI"), "Chromium is not installed"
        pytest.skip("Chromium is not installed")
    take(tmp_path, [replace(SHOTS[0], scale=1)])
    (path,) = tmp_path.iterdir()
    with Image.open(path) as picture:
        assert picture.size == (SHOTS[0].width, SHOTS[0].height)
        assert len(picture.getcolors() or ()) > 8
    assert path.stat().st_size < MOST_BYTES


def test_the_pictures_of_the_documents_are_small() -> None:
    """What is kept is what is taken, and no page gets heavy by it."""
    assert {path.name for path in FOLDER.iterdir()} == {f"{shot.name}.png" for shot in SHOTS}
    assert all(path.stat().st_size < MOST_BYTES for path in FOLDER.iterdir())
