from __future__ import annotations

import copy
import json
import pickle

import pytest

from readiness.model.secret import Secret

SECRET = Secret("TOKEN", "s3cr3t-value")


@pytest.mark.parametrize(
    "words",
    [
        str(SECRET),
        repr(SECRET),
        f"{SECRET}",
        f"{SECRET:>30}",
        f"{SECRET!r}",
        f"{[SECRET]} { ({'x': SECRET}) }",
        "%s %r" % (SECRET, SECRET),  # noqa: UP031  the old way must not print it either
    ],
)
def test_a_secret_never_prints(words: str) -> None:
    """However it is made into text, a secret gives a mask."""
    assert "s3cr3t" not in words
    assert "***" in words


def test_a_secret_is_had_by_asking_for_it() -> None:
    """Only `reveal` gives the value."""
    assert SECRET.reveal() == "s3cr3t-value"


def test_a_secret_is_not_written_anywhere() -> None:
    """A secret can't be pickled, copied or made JSON."""
    for write in (pickle.dumps, copy.copy, copy.deepcopy, json.dumps):
        with pytest.raises(TypeError):
            write(SECRET)


def test_a_secret_is_not_in_its_attributes() -> None:
    """No `vars` and no public attribute shows the value."""
    assert not hasattr(SECRET, "__dict__")
    assert [name for name in dir(SECRET) if not name.startswith("_")] == ["name", "reveal"]


def test_secrets_of_one_value_are_equal() -> None:
    """Secrets compare by value, and never to a plain text."""
    assert Secret("TOKEN", "s3cr3t-value") == SECRET
    assert Secret("TOKEN", "other") != SECRET
    assert SECRET != "s3cr3t-value"
    assert len({SECRET, Secret("TOKEN", "s3cr3t-value")}) == 1
