"""The three questions of an A/B test, in the standard library's numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Sample:
    """How many were asked, and how many of them did what was wanted."""

    size: int
    successes: int

    @property
    def rate(self) -> float:
        return self.successes / self.size


def two_proportions_p(one: Sample, other: Sample) -> float:
    """The two-sided p of the pooled z-test for two proportions; 1 where all or none succeeded: that tells nothing."""
    pooled = (one.successes + other.successes) / (one.size + other.size)
    variance = pooled * (1 - pooled) * (1 / one.size + 1 / other.size)
    if variance <= 0:
        return 1.0
    return math.erfc(abs(one.rate - other.rate) / math.sqrt(2 * variance))


def least_expected(one: Sample, other: Sample) -> float:
    """The smallest of the four counts that the z-test expects; with few, its p is not to be trusted."""
    pooled = (one.successes + other.successes) / (one.size + other.size)
    return min(one.size, other.size) * min(pooled, 1 - pooled)


def split_p(counts: Sequence[int], shares: Sequence[float]) -> float:
    """The p of the chi-square test that `counts` come from a split in these shares, which are above 0 and sum to 1."""
    total = sum(counts)
    statistic = sum((count - total * share) ** 2 / (total * share) for count, share in zip(counts, shares, strict=True))
    return chi_square_tail(statistic, len(counts) - 1)


def chi_square_tail(statistic: float, freedom: int) -> float:
    """P(X >= statistic) for chi-square with a whole number of degrees of freedom, by its finite forms."""
    half = statistic / 2
    if half <= 0:
        return 1.0
    if freedom % 2 == 0:
        terms = [j * math.log(half) - math.lgamma(j + 1) for j in range(freedom // 2)]
        tail = 0.0
    else:
        terms = [(j - 0.5) * math.log(half) - math.lgamma(j + 0.5) for j in range(1, (freedom - 1) // 2 + 1)]
        tail = math.erfc(math.sqrt(half))
    return min(1.0, tail + sum(math.exp(term - half) for term in terms))


def needed_size(baseline: float, target: float, *, alpha: float, power: float, ratio: float = 1.0) -> int:
    """How many the first of two groups needs, so that a two-sided test at `alpha` shows `target` instead of `baseline`
    with this power; the other group is `ratio` times as large (Fleiss, without correction for continuity)."""
    pooled = (baseline + ratio * target) / (1 + ratio)
    by_chance = _NORMAL.inv_cdf(1 - alpha / 2) * math.sqrt((1 + 1 / ratio) * pooled * (1 - pooled))
    by_effect = _NORMAL.inv_cdf(power) * math.sqrt(baseline * (1 - baseline) + target * (1 - target) / ratio)
    return math.ceil(((by_chance + by_effect) / (target - baseline)) ** 2)
