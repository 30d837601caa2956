"""Programs that tests start for real and that no Python package brings."""

from __future__ import annotations

import os
import shutil

import pytest

_ADMIN = ("/usr/local/sbin", "/usr/sbin", "/sbin")  # not in the PATH of ordinary users


def program(name: str, package: str) -> str:
    """The path of a program of a Debian package. Where it is not installed the test is skipped with the reason, and
    fails in CI, where a skip would go unseen."""
    found = shutil.which(name, path=os.pathsep.join((os.environ.get("PATH", os.defpath), *_ADMIN)))
    if found is not None:
        return found
    reason = f"{name} is not installed (Debian package {package})"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
