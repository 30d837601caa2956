"""Load test: whether it went well: errors, times, checks and thresholds of its own. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from readiness.model.finding import Finding
from readiness.model.text import Text
from readiness.probes.load_test.facts import Facts, Label
from readiness.probes.load_test.quality_words import Count, crossed, no_p95, too_many_errors, too_many_slow, too_slow
from readiness.probes.load_test.settings import Settings
from readiness.probes.load_test.timeline import Stretch, within

_P95 = Decimal("0.95")
_WORST = 3


def judge_quality(settings: Settings, facts: Facts, peak: Stretch | None) -> Iterator[Finding]:
    """In all, and at the peak, which a long quiet time before it would hide."""
    for subject, count in _counts(facts, peak):
        if Decimal(count.bad) > settings.limits.max_error_rate * count.samples:
            yield too_many_errors(facts, subject, count, settings, worst_labels(facts))
    yield from _times(settings, facts, peak)
    yield from (crossed(file, threshold) for file in facts.files for threshold in file.crossed)


def _counts(facts: Facts, peak: Stretch | None) -> Iterator[tuple[Text, Count]]:
    files = facts.files
    yield Text("all samples", "全部样本"), Count(sum(f.samples for f in files), sum(f.errors for f in files))
    if peak is not None:
        seconds = [one for file in files for one in within(file.seconds, peak)]
        at_peak = Count(sum(one.samples for one in seconds), sum(one.errors for one in seconds))
        if at_peak.samples:
            yield Text("samples at the peak", "峰值期间的样本"), at_peak
    for name, parts in (
        (Text("transactions", "事务"), [file.transactions for file in files]),
        (Text("checks of the script", "脚本中的检查点"), [file.checks for file in files]),
    ):
        count = Count(sum(total for total, _ in parts), sum(bad for _, bad in parts))
        if count.samples:
            yield name, count


def _times(settings: Settings, facts: Facts, peak: Stretch | None) -> Iterator[Finding]:
    limit, p95 = settings.limits.max_p95_ms, p95_of(facts)
    if p95 is not None and p95 > limit:
        yield too_slow(facts, p95, limit, worst_labels(facts))
    for file in facts.files:
        bounded = not file.times and (file.stated is None or file.stated.p95 is None)
        if bounded and not file.seconds:
            yield no_p95(file, limit)
        elif bounded:
            count = Count(sum(one.samples for one in file.seconds), sum(one.slow for one in file.seconds))
            if many_slow(count):
                yield too_many_slow(facts, Text("all samples", "全部样本"), count, limit)
    if peak is not None:
        seconds = [one for file in facts.files for one in within(file.seconds, peak)]
        count = Count(sum(one.samples for one in seconds), sum(one.slow for one in seconds))
        if many_slow(count):
            yield too_many_slow(facts, Text("samples at the peak", "峰值期间的样本"), count, limit)


def many_slow(count: Count) -> bool:
    """Whether the 95th percentile (nearest rank) is above the limit: more than 5 % took longer, to the sample."""
    return count.bad > count.samples * 5 // 100


def p95_of(facts: Facts) -> Decimal | None:
    """The 95th percentile in ms by nearest rank over all samples that were read; of summaries, the highest that is
    stated, which that of all together can't exceed."""
    times: Counter[int] = Counter()
    for file in facts.files:
        times.update(dict(file.times))
    found = [Decimal(_nearest_rank(times, _P95))] if times else []
    found += [file.stated.p95 for file in facts.files if file.stated is not None and file.stated.p95 is not None]
    return max(found, default=None)


def _nearest_rank(times: Counter[int], share: Decimal) -> int:
    total = sum(times.values())
    rank, seen = -(-total * int(share * 100) // 100), 0
    for milliseconds in sorted(times):
        seen += times[milliseconds]
        if seen >= rank:
            break
    return milliseconds


def worst_labels(facts: Facts) -> tuple[Label, ...]:
    """The labels with the most errors and slow samples, for whoever looks for the bottleneck."""
    labels: Iterable[Label] = (label for file in facts.files for label in file.labels)
    worst = sorted(labels, key=lambda label: (-label.errors - (label.slow or 0), label.name))[:_WORST]
    return tuple(label for label in worst if label.errors or label.slow)
