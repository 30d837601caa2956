"""Worlds: copies of the examples that a test may change, decided through the real command line."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import os
import shutil
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples"

Rows = list[list[str]]


@dataclass(frozen=True)
class Checked:
    """One `readiness check`: its exit code, its JSON report (None where nothing was decided) and what it printed."""

    code: int
    run: dict[str, Any] | None
    out: str
    err: str

    def outcome(self, check: str) -> dict[str, Any]:
        assert self.run is not None, self.out + self.err
        return next(outcome for outcome in self.run["outcomes"] if outcome["check"] == check)


@dataclass
class World:
    """A campaign's folder that a test may change. `sites` are the running shop and emergency page, if it has any;
    `servers` ends what a change has started."""

    folder: Path
    capture: Callable[[], tuple[str, str]]
    sites: dict[str, Any] = field(default_factory=dict)
    servers: ExitStack = field(default_factory=ExitStack)

    def path(self, name: str) -> Path:
        return self.folder / name

    def asked(self) -> set[str]:
        """The shipped checks that the campaign is asked, by its checklists and what it answers about itself."""
        from tests.mutations import applicable

        words = yaml.safe_load(self.path("campaign.yaml").read_text("utf-8"))
        return applicable(words["checklists"], words["campaign"]["traits"])

    def check(self, *options: str) -> Checked:
        """Decide in this process, through the command line's own entry."""
        from readiness.cli.main import main

        report = self.folder.parent / "run.json"
        report.unlink(missing_ok=True)
        self.capture()
        code = main(
            ["check", str(self.folder), "--as-of", "T-0h", "--no-record", "--report", f"json={report}", *options]
        )
        out, err = self.capture()
        run = json.loads(report.read_text("utf-8")) if report.exists() else None
        return Checked(code, run, out, err)

    def edit_text(self, name: str, old: str, new: str) -> None:
        """Replace what stands in a file exactly once."""
        path = self.path(name)
        text = path.read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        path.write_text(text.replace(old, new), "utf-8")

    def edit_rows(self, name: str, change: Callable[[Rows], Rows]) -> None:
        """Change the rows of a CSV or TSV, header included, keeping its encoding and delimiter."""
        path = self.path(name)
        encoding, delimiter = form_of(path)
        rows = list(csv.reader(io.StringIO(path.read_bytes().decode(encoding), newline=""), delimiter=delimiter))
        buffer = io.StringIO(newline="")
        csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n").writerows(change(rows))
        path.write_bytes(buffer.getvalue().encode(encoding))


def form_of(path: Path) -> tuple[str, str]:
    """The encoding and delimiter that an example's table was written in."""
    content = path.read_bytes()
    delimiter = "\t" if path.suffix == ".tsv" else ","
    if content.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig", delimiter
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16", delimiter
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030", delimiter
    return "utf-8", delimiter


def load_storefront() -> ModuleType:
    """examples/storefront/storefront.py as a module: the examples are no package."""
    path = EXAMPLES / "storefront" / "storefront.py"
    spec = importlib.util.spec_from_file_location("storefront_example", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    if (beside := str(path.parent)) not in sys.path:
        sys.path.append(beside)  # where Python looks when the example is run as people run it
    spec.loader.exec_module(module)
    return module


def copy_of(example: str, folder: Path) -> Path:
    leave_out = shutil.ignore_patterns(".readiness", "__pycache__", "*.py")
    return Path(shutil.copytree(EXAMPLES / example, folder / example, ignore=leave_out))


def environment(**variables: str) -> dict[str, str]:
    """This process's environment for a child that must speak UTF-8 and have no colours."""
    return {**os.environ, "PYTHONUTF8": "1", "NO_COLOR": "1", "COLUMNS": "80", **variables}
