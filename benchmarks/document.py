"""1 MB of text and 60 patterns, judged by the kind `document`, against the bare RE2 calls in the same run.

    python -m benchmarks.document [MB]

`bare` is each pattern's search through the same text, already decoded and folded: what no implementation can do
without. `ours` reads the file, folds it, finds headings and places, and judges 60 clauses. Ten times the text may cost
at most eleven times the time.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import re2

from readiness.evidence.document import FileBytes
from readiness.evidence.folding import fold
from readiness.evidence.readable import read_file
from readiness.model.probe import Situation
from readiness.model.times import Times
from readiness.probes import document
from readiness.probes.document.facts import DocumentFacts, Read

ROUNDS = 5
SENTENCE = "本次活动商品数量有限，先到先得；退换货按照本店公示的规则办理，如有疑问请联系在线客服。"
PARAGRAPH = (
    f"## 第{{n}}节 参与方式\n\n{SENTENCE * 3}\nEach order may use one voucher, and returns follow the posted rules.\n\n"
)
WORDS = (
    *(
        "国家级",
        "最高级",
        "最佳",
        "最终解释权",
        "最后解释权",
        "史无前例",
        "绝无仅有",
        "全网第一",
        "世界领先",
        "永久免费",
    ),
    *("顶级", "极品", "万能", "特效", "祖传"),
)


def text_of(megabytes: float) -> bytes:
    one = "".join(PARAGRAPH.format(n=n) for n in range(50)).encode()
    return one * max(1, round(megabytes * 1_000_000 / len(one)))


def patterns() -> list[str]:
    """60 patterns as checklists hold them, none of which is found, so that each searches the whole text."""
    return [*WORDS, *(f"{word}(?:的|之)?(?:承诺|保证)" for word in WORDS), *(f"no\\.?\\s?{n} brand" for n in range(30))]


def bare(folded: bytes) -> Callable[[], None]:
    options = re2.Options()
    options.case_sensitive = False
    compiled = [re2.compile(pattern, options) for pattern in patterns()]

    def search() -> None:
        assert not any(one.search(folded) for one in compiled)

    return search


def read(data: bytes) -> Read:
    return Read(read_file(FileBytes("terms.md", data), None))


def ours(data: bytes) -> Callable[[], None]:
    clauses = [{"name": pattern, "any": [pattern]} for pattern in patterns()]
    settings = document.Settings.model_validate({"documents": ["terms"], "must_not_contain": clauses})
    now = datetime(2026, 6, 10, tzinfo=UTC)
    situation = Situation(
        "c", "r", Times(now, now, as_of=False, launch=now, end=now, zone=ZoneInfo("Asia/Shanghai"), moments={}), now
    )

    def judge() -> None:
        judgement = document.judge(settings, DocumentFacts((read(data),)), situation)
        assert not judgement.findings
        assert judgement.examined.count == len(clauses)

    return judge


def least(*measured: Callable[[], object]) -> list[float]:
    """The least seconds of each, run in turns."""
    seconds = [float("inf")] * len(measured)
    for _ in range(ROUNDS):
        for place, run in enumerate(measured):
            start = time.process_time()
            run()
            seconds[place] = min(seconds[place], time.process_time() - start)
    return seconds


def main(megabytes: float) -> None:
    gc.set_threshold(1_000_000)  # as the command line does
    data, tenth = text_of(megabytes), text_of(megabytes / 10)
    folded = fold(read(data).text.paragraphs, unseen=True, tight=True).data
    whole, reading, searching, small = least(
        ours(data),
        lambda: fold(read(data).text.paragraphs, unseen=True, tight=True),
        bare(folded),
        ours(tenth),
    )
    print(f"{len(data) / 1e6:.1f} MB, {len(patterns())} patterns: ours {whole * 1000:.0f} ms")
    print(f"reading and folding {reading * 1000:.0f} ms, bare RE2 {searching * 1000:.0f} ms")
    print(f"ours to bare {whole / searching:.2f}, judging alone to bare {(whole - reading) / searching:.2f}")
    print(f"ten times the text: {whole / small:.1f} times the time")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)
