"""The architecture holds: layers, no circles, small modules, small functions, one home for each library."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "readiness"
MODULES = sorted(PACKAGE.rglob("*.py"))

MODULE_LINES = 310
FUNCTION_LINES = 40

# docs/architecture.md, "Third-party libraries and their homes": module prefixes that may import each library.
HOMES = {
    "yaml": ("readiness.loading", "readiness.evidence.yaml_located"),
    "pydantic": ("readiness.probes", "readiness.loading"),
    "pydantic_core": ("readiness.loading",),
    "duckdb": ("readiness.evidence.engine",),
    "openpyxl": ("readiness.evidence", "readiness.cli"),
    "httpx": ("readiness.evidence.web",),
    "httpcore": ("readiness.evidence.web",),
    "re2": ("readiness.evidence.patterns",),
    "jmespath": ("readiness.evidence.extract",),
    "promql_parser": ("readiness.evidence.promql",),
    "phonenumbers": ("readiness.evidence.contacts",),
    "idna": ("readiness.evidence.domains",),
    "cryptography": ("readiness.evidence.certificates",),
    "dns": ("readiness.evidence.dns",),
    "rfc8785": ("readiness.evidence.ssh",),
    "icalendar": ("readiness.evidence.calendar",),
    "recurring_ical_events": ("readiness.evidence.calendar",),
    "jinja2": ("readiness.reporting.templates",),
    "markupsafe": ("readiness.reporting.markup",),
    "rich": (
        "readiness.reporting.terminal",
        "readiness.reporting.wrapping",
        "readiness.reporting.png",
        "readiness.cli",
    ),
    "typer": ("readiness.cli",),
}


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def functions_of(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_imports_run_one_way() -> None:
    """Every contract of import-linter in pyproject.toml is kept."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    ran = subprocess.run(
        [*command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False, encoding="utf-8"
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "0 broken" in ran.stdout


def test_no_module_reaches_itself() -> None:
    """No import circle exists, not even within a layer."""
    graph = grimp.build_graph("readiness", cache_dir=None)
    circles = [module for module in graph.modules if module in graph.find_downstream_modules(module)]
    assert graph.modules
    assert not circles


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_is_small(path: Path) -> None:
    """A module has one reason to be, and fits into a head."""
    assert len(path.read_text("utf-8").splitlines()) <= MODULE_LINES


def test_functions_are_small() -> None:
    """A function fits on a screen; a command of the CLI is declared by its parameters, which do not count."""
    long = [
        f"{name_of(path)}.{function.name}: {lines}"
        for path in MODULES
        for function in functions_of(path)
        if (lines := (function.end_lineno or 0) - function.body[0].lineno + 1) > FUNCTION_LINES
    ]
    assert not long


def test_each_library_has_its_home() -> None:
    """A third-party library is imported in its home only, so that it can be replaced there."""
    strays = [
        f"{name_of(path)} imports {module}"
        for path in MODULES
        for module in imports_of(path)
        if (homes := HOMES.get(module.partition(".")[0])) and not name_of(path).startswith(homes)
    ]
    assert not strays


def test_kinds_share_through_what_is_shared() -> None:
    """A kind does not reach into another kind's modules. A document's text is judged beside its approvals, so the kind
    `document` asks what `signoff` asks."""
    kinds = {path.name for path in (ROOT / "readiness" / "probes").iterdir() if (path / "settings.py").exists()}
    reaches = {
        (own, other)
        for path in MODULES
        if (own := path.parent.name) in kinds
        for module in imports_of(path)
        if (other := module.removeprefix("readiness.probes.").partition(".")[0]) in kinds - {own}
    }
    assert kinds
    assert reaches <= {("document", "signoff")}


def test_every_dependency_is_known() -> None:
    """What the package imports is the standard library, itself, or a library with a home."""
    known = sys.stdlib_module_names | {"readiness", *HOMES}
    roots = {module.partition(".")[0] for path in MODULES for module in imports_of(path)}
    assert not roots - known


def test_only_the_command_line_prints_or_exits() -> None:
    """print, sys.exit and os._exit belong to the command line."""
    strays = [
        f"{name_of(path)}:{node.lineno}"
        for path in MODULES
        if not name_of(path).startswith(("readiness.cli", "readiness.__main__"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"print", "sys.exit", "os._exit", "exit", "quit"}
    ]
    assert not strays
