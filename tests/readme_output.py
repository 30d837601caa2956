"""The terminal output that both READMEs show. `make readme` writes it again; tests/test_docs.py compares it."""

from __future__ import annotations

import re
import subprocess
import sys

from tests.worlds import ROOT, environment

READMES = {"README.md": "en", "README.zh-CN.md": "zh"}
BLOCK = re.compile(r"(?<=<!-- output -->\n```\n).*?(?=```\n<!-- end -->)", re.DOTALL)


def real(language: str) -> str:
    """What `readiness check examples/no-go --as-of T-0h` prints on an 80-column terminal."""
    command = [sys.executable, "-m", "readiness", "check", "examples/no-go", "--as-of", "T-0h", "--no-record"]
    ran = subprocess.run(
        [*command, "--lang", language],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert ran.returncode == 1, ran.stdout + ran.stderr
    return ran.stdout


def steady(output: str) -> str:
    """Without the instant of the run, which differs, the line breaks, which follow from its length, and how many checks
    do not apply, which says how many there are in all."""
    words = " ".join(re.sub(r"[│╭╮╰╯─]", " ", output).split())
    words = re.sub(r"\d+ not applicable|不适用 \d+ 项", "N not applicable", words)
    return re.sub(r"judged .*?, \d\d:\d\d(:\d\d)?|检查于 ?.*?\d\d:\d\d(:\d\d)?", "judged NOW", words)


def main() -> None:
    for page, language in READMES.items():
        path = ROOT / page
        before, after = BLOCK.split(path.read_text("utf-8"))
        path.write_text(before + real(language) + after, "utf-8")


if __name__ == "__main__":
    main()
