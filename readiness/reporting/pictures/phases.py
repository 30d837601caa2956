"""How far each phase is: its checks by status, as one bar a phase."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from readiness.model.check import Phase
from readiness.model.outcome import Status
from readiness.model.run import Run
from readiness.reporting.pictures.canvas import WIDTH, Picture, box, text
from readiness.reporting.wording import STATUS_SYMBOLS, Wording

ORDER = (Status.FAILED, Status.ERROR, Status.PENDING, Status.WAIVED, Status.PASSED)
_ROW, _BAR, _GAP = 42, 12, 1.5


def counted(run: Run) -> dict[Phase, Counter[Status]]:
    """The checks that are asked before the launch, by phase and status."""
    counts: dict[Phase, Counter[Status]] = {}
    for outcome in run.outcomes:
        if outcome.status in ORDER and not outcome.after_launch:
            counts.setdefault(outcome.phase, Counter())[outcome.status] += 1
    return {phase: counts[phase] for phase in Phase if phase in counts}


def signs(counts: Counter[Status]) -> str:
    """`✗ 2  … 1  ✓ 30`."""
    return "  ".join(f"{STATUS_SYMBOLS[status]} {counts[status]:,}" for status in ORDER if counts[status])


def draw_phases(run: Run, wording: Wording) -> Iterable[Picture]:
    """Bars have the same length: each shows its parts, the signs say the numbers."""
    rows = counted(run)
    if not rows:
        return
    parts: list[str] = []
    for place, (phase, counts) in enumerate(rows.items()):
        y = place * _ROW
        parts += [
            text(0, y + 14, wording.say(f"phase.{phase}")),
            text(WIDTH, y + 14, signs(counts), "end strong" if counts[Status.PASSED] < counts.total() else "end soft"),
            *_bar(counts, y + 20),
        ]
    yield Picture(wording.say("picture.phases"), _summary(rows, wording), "", len(rows) * _ROW, "".join(parts))


def _bar(counts: Counter[Status], y: float) -> Iterable[str]:
    """A part that is there is seen, however small its share: at least three units wide."""
    present = [status for status in ORDER if counts[status]]
    room = WIDTH - _GAP * (len(present) - 1) - 3 * len(present)
    x = 0.0
    for status in present:
        wide = 3 + room * counts[status] / counts.total()
        yield box(x, y, wide, _BAR, status)
        x += wide + _GAP


def _summary(rows: dict[Phase, Counter[Status]], wording: Wording) -> str:
    passed, asked = sum(c[Status.PASSED] for c in rows.values()), sum(c.total() for c in rows.values())
    return wording.say("picture.passed-of", n=f"{passed:,}", of=f"{asked:,}")
