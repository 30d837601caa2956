from __future__ import annotations

from readiness.model.exit_codes import ExitCode


def test_exit_codes_are_frozen() -> None:
    """False-GO 39: the codes of the README's table, which no release changes."""
    assert {code.name: code.value for code in ExitCode} == {
        "GO": 0,
        "NO_GO": 1,
        "USAGE": 2,
        "CONDITIONAL_GO": 3,
        "NOT_YET": 4,
        "CANNOT_TELL": 5,
        "INVALID_INPUT": 6,
        "BUG": 70,
        "NOT_WRITTEN": 74,
        "INTERRUPTED": 130,
        "TERMINATED": 143,
    }


def test_only_go_is_zero() -> None:
    """A shell takes 0, and nothing else, for success."""
    assert [code for code in ExitCode if not code] == [ExitCode.GO]
