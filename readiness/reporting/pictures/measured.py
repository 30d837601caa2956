"""Checks whose measures stand against a limit, drawn as bars: stock, answers, confirmations, rotas.

Everything is drawn from the measures of the record alone, so that an old one is drawn too; a check without them has no
picture."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from readiness.model.finding import Examined, Measure
from readiness.model.outcome import Outcome, Status
from readiness.model.run import Run
from readiness.model.units import COUNTED_ZH
from readiness.reporting.cleaning import clean_line
from readiness.reporting.numbers import RATIO, say_decimal
from readiness.reporting.pictures.bars import MOST, Bar, draw, strip
from readiness.reporting.pictures.canvas import Picture
from readiness.reporting.wording import Wording

SHORT = "short"
_FEWEST = 2
_MOST_OF_A_SORT = 4


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of picture: of which kind of check, which of its measures, and whether the limit is the most that is
    allowed. `key` names its words in the catalogues."""

    kind: str
    key: str
    drawn: Callable[[Measure], bool]
    most: bool = False


SORTS = (
    Sort("stock-coverage", "stock", lambda measure: measure.unit == RATIO),
    Sort("confirmations", "confirmed", lambda measure: bool(measure.group)),
    Sort("http", "times", lambda measure: measure.unit == "ms", most=True),
    Sort("coverage", "rota", lambda measure: measure.unit == "h" and measure.group[:4].isdigit()),
)


def draw_measured(run: Run, wording: Wording) -> Iterable[Picture]:
    """A picture a check, those that are not in order first; one bar alone says no more than its number does."""
    for sort in SORTS:
        found = [
            (outcome, drawn)
            for outcome in run.outcomes
            if outcome.kind == sort.kind
            for drawn in [[m for m in outcome.measures if m.limit is not None and m.limit > 0 and sort.drawn(m)]]
            if len(drawn) >= _FEWEST
        ]
        found.sort(key=lambda one: one[0].status is Status.PASSED)
        for place, (outcome, drawn) in enumerate(found[:_MOST_OF_A_SORT], start=1):
            left_out = len(found) - _MOST_OF_A_SORT if place == _MOST_OF_A_SORT else 0
            yield _picture(sort, outcome, drawn, left_out, wording)


def _picture(sort: Sort, outcome: Outcome, measures: Sequence[Measure], left_out: int, wording: Wording) -> Picture:
    short = {m.subject: m for m in outcome.measures if m.group == SHORT}
    bars = sorted((_bar(sort, m, short.get(m.subject), wording) for m in measures), key=lambda bar: _rank(sort, bar))
    body, height = draw(bars, _limit(measures, wording))
    if len(bars) > (MOST if sort.key == "stock" else 2 * MOST):
        said = wording.say("picture.all", n=f"{len(bars):,}")
        more, height = strip(bars, height, said)
        body += more
    summary = _summary(sort, outcome, bars, wording)
    if left_out > 0:
        more = wording.say("picture.not-drawn", n=f"{left_out:,}")
        summary = wording.say("list.sentence").join([summary, more])
    return Picture(wording.text(outcome.title), summary, clean_line(outcome.check), height, body)


def _bar(sort: Sort, measure: Measure, short: Measure | None, wording: Wording) -> Bar:
    assert measure.limit is not None
    value, limit = wording.measured(measure)
    if measure.unit in COUNTED_ZH and measure.limit == int(measure.limit):
        limit = wording.examined(Examined(int(measure.limit), measure.unit))
    label = measure.subject if sort.key in ("stock", "times") else measure.group
    good = measure.value <= measure.limit if sort.most else measure.value >= measure.limit
    words = value if measure.unit == RATIO else wording.say("picture.of", value=say_decimal(measure.value, 3), of=limit)
    if short is not None:
        words = wording.say("picture.short", value=words, n=say_decimal(short.value, 3), unit=wording.unit(short.unit))
    return Bar(clean_line(label), measure.value / measure.limit, words, good)


def _rank(sort: Sort, bar: Bar) -> tuple[bool, Decimal, str]:
    """Worst first; days stay in their order."""
    if sort.key == "rota":
        return False, Decimal(0), bar.label
    return bar.good, -bar.share if sort.most else bar.share, bar.label


def _limit(measures: Sequence[Measure], wording: Wording) -> str:
    """The limit itself where all have the same, else the word for it."""
    if len({measure.limit for measure in measures}) > 1:
        return wording.say("label.limit")
    return wording.measured(measures[0])[1]


def _summary(sort: Sort, outcome: Outcome, bars: Sequence[Bar], wording: Wording) -> str:
    """What the picture shows, in words: how many miss the limit, the worst, and how many are not drawn."""
    say, bad = wording.say, [bar for bar in bars if not bar.good]
    parts = [say(f"picture.{sort.key}")]
    if bad:
        parts.append(say("picture.bad", n=f"{len(bad):,}", of=f"{len(bars):,}", label=bad[0].label, value=bad[0].words))
    else:
        parts.append(say("picture.good", n=f"{len(bars):,}"))
    if outcome.examined.count > len(bars) and sort.key == "stock":
        parts.append(say("picture.worst-of", n=f"{len(bars):,}", of=wording.examined(outcome.examined)))
    if len(bars) > MOST:
        parts.append(say("picture.cut", n=f"{MOST:,}"))
    return say("list.sentence").join(parts)
