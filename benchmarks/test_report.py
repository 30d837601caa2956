"""A JUnit report of 100,000 cases, judged by the kind `test-report`, against the bare parser in the same run.

    python -m benchmarks.test_report [CASES]

Each is a process of its own, asked in turns. `parser` is expat with handlers that do nothing, `tree` is the standard
library's ElementTree, which is what readers of JUnit build on. `ours` digests the file, reads every case with its line,
counts, and judges five required patterns, the release and the window. Ten times the cases may cost at most eleven times
the time.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROUNDS = 3
NAMES = ("微信支付成功", "整单退款", "订单同步至 CRM", "门店核销优惠券", "满减边界", "查询库存", "修改地址", "搜索商品")


def write(path: Path, cases: int) -> None:
    """Suites of 100 cases, as a large regression has them, one case in a hundred skipped with its reason."""
    with path.open("w", encoding="utf-8") as stream:
        stream.write('<?xml version="1.0" encoding="utf-8"?>\n<testsuites>\n')
        for suite in range(max(1, cases // 100)):
            stream.write(
                f'<testsuite name="回归 {suite}" tests="100" failures="0" errors="0" skipped="1" time="31.5" '
                f'timestamp="2026-06-14T10:00:00+08:00" hostname="ci-{suite % 8}"><properties>'
                '<property name="release" value="shop-web-4.12.0"/></properties>\n'
            )
            for n in range(100):
                inside = "" if n else '<skipped type="pytest.skip" message="没有终端">regression.py:12</skipped>'
                name = f"{NAMES[n % len(NAMES)]}[{suite}-{n}]"
                stream.write(
                    f'<testcase classname="regression.suite_{suite}.Test{n % 10}" name="{name}" '
                    f'time="0.{suite % 900 + 100}">{inside}</testcase>\n'
                )
            stream.write("</testsuite>\n")
        stream.write("</testsuites>\n")


def parser(path: Path) -> None:
    from xml.parsers import expat

    reader = expat.ParserCreate()
    reader.buffer_text = True
    reader.StartElementHandler = lambda *_: None
    reader.EndElementHandler = lambda *_: None
    reader.CharacterDataHandler = lambda *_: None
    with path.open("rb") as stream:
        reader.ParseFile(stream)


def tree(path: Path) -> None:
    from xml.etree import ElementTree as ET

    assert sum(1 for _ in ET.parse(path).iter("testcase")) > 0


def ours(path: Path) -> None:
    from tests.probes.test_report.worlds import judged, wanted

    names = ("支付", "退款", "同步", "核销", "边界")
    judgement = judged(
        {path.name: path.read_bytes()},
        required=[wanted(name, name=name) for name in names],
        others="ignored",
        not_before="freeze",
        release={},
        max_skipped="2 %",
    )
    skipped = [finding for finding in judgement.findings if "skipped" not in finding.observed.en]
    assert not skipped, skipped
    assert judgement.examined.count > 0


def measured(name: str, path: Path) -> tuple[float, float]:
    """Processor seconds and peak memory in MiB of one process, those of a process that only imports taken off."""
    code = (
        "import resource, sys, time; from pathlib import Path; from benchmarks import test_report as b; "
        "import tests.probes.test_report.worlds, xml.etree.ElementTree; "
        "b.ours(Path(sys.argv[3])) if sys.argv[1] == 'ours' else None; "
        "before = resource.getrusage(resource.RUSAGE_SELF); start = time.process_time(); "
        "getattr(b, sys.argv[1])(Path(sys.argv[2])); "
        "print(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before.ru_maxrss)"
    )
    small = path.with_name("small.xml")
    ran = subprocess.run(
        [sys.executable, "-c", code, name, str(path), str(small)], check=True, capture_output=True, text=True
    )
    seconds, kib = ran.stdout.split()
    return float(seconds), float(kib) / 1024


def main(cases: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        whole, tenth = Path(place) / "whole.xml", Path(place) / "tenth.xml"
        write(whole, cases)
        write(tenth, cases // 10)
        write(Path(place) / "small.xml", 100)
        runs = {name: [measured(name, whole) for _ in range(ROUNDS)] for name in ("parser", "tree", "ours")}
        small = statistics.median(measured("ours", tenth)[0] for _ in range(ROUNDS))
        size = whole.stat().st_size / 1e6
    seconds = {name: statistics.median(one[0] for one in run) for name, run in runs.items()}
    peak = {name: statistics.median(one[1] for one in run) for name, run in runs.items()}
    print(f"{cases:,} cases, {size:.1f} MB")
    for name in runs:
        times, part = seconds[name] / seconds["parser"], peak[name] / size
        print(f"{name}: {seconds[name]:.2f} s, {times:.1f} x the parser; {peak[name]:.0f} MiB, {part:.1f} x the file")
    times, part = seconds["ours"] / seconds["tree"], peak["ours"] / peak["tree"]
    print(f"ours to tree: {times:.1f} x the time, {part:.2f} x the memory")
    print(f"ten times the cases: {seconds['ours'] / small:.1f} times the time")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
