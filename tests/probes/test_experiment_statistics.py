"""The numbers of A/B tests, held against published ones and against other programs' (scipy 1.17, statsmodels 0.15)."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.probes.experiment.statistics import (
    Sample,
    chi_square_tail,
    least_expected,
    needed_size,
    split_p,
    two_proportions_p,
)


@pytest.mark.parametrize(
    ("one", "other", "p"),
    [
        # statsmodels.stats.proportion.proportions_ztest
        ((1000, 100), (1000, 130), 0.03548845046647471),
        ((10000, 400), (10100, 460), 0.05212390160176387),
        ((120, 7), (150, 20), 0.041226833337163676),
    ],
)
def test_two_proportions(one: tuple[int, int], other: tuple[int, int], p: float) -> None:
    """The pooled z-test, two-sided, either way round."""
    assert two_proportions_p(Sample(*one), Sample(*other)) == pytest.approx(p, rel=1e-10)
    assert two_proportions_p(Sample(*other), Sample(*one)) == pytest.approx(p, rel=1e-10)


def test_nothing_and_everything_tell_nothing() -> None:
    """False-GO 11: where nobody or everybody converted there is no variance, and no difference is shown; nor is it a
    division by zero."""
    assert two_proportions_p(Sample(500, 0), Sample(500, 0)) == 1
    assert two_proportions_p(Sample(500, 500), Sample(500, 500)) == 1
    assert two_proportions_p(Sample(10**7, 0), Sample(10**7, 10**7)) >= 0


@pytest.mark.parametrize(
    ("statistic", "freedom", "tail"),
    [
        # scipy.stats.chi2.sf, and the 5 % points of printed tables
        (10.5, 1, 0.0011937454448720044),
        (10.5, 2, 0.0052475183991813855),
        (10.5, 3, 0.014760897143990665),
        (30, 4, 4.894437128029217e-06),
        (55.5, 7, 1.186702279107592e-09),
        (0.3, 9, 0.9999966858902002),
        (3.841458820694124, 1, 0.05),
        (5.991464547107979, 2, 0.05),
        (7.814727903251179, 3, 0.05),
        (9.487729036781154, 4, 0.05),
        (11.070497693516351, 5, 0.05),
        (0, 3, 1),
    ],
)
def test_chi_square(statistic: float, freedom: int, tail: float) -> None:
    """The upper tail for even and odd degrees of freedom."""
    assert chi_square_tail(statistic, freedom) == pytest.approx(tail, rel=1e-10)


@pytest.mark.parametrize(
    ("counts", "p"),
    [
        # scipy.stats.chisquare
        ([10000, 10300, 9700], 0.00012340980408667962),
        ([5200, 4800], 6.334248366623988e-05),
        ([821588, 815482], 1.8217928726191858e-06),  # the example of Fabijan et al., "Diagnosing Sample Ratio Mismatch"
    ],
)
def test_a_split_that_did_not_hold(counts: list[int], p: float) -> None:
    """Sample ratio mismatch with two arms and with more."""
    assert split_p(counts, [1 / len(counts)] * len(counts)) == pytest.approx(p, rel=1e-9)


@given(st.integers(1, 40), st.floats(0, 800))
def test_a_tail_is_a_probability(freedom: int, statistic: float) -> None:
    """It lies between 0 and 1 and sinks as the statistic grows."""
    tail = chi_square_tail(statistic, freedom)
    assert 0 <= tail <= 1
    assert chi_square_tail(statistic + 1, freedom) <= tail + 1e-12


@pytest.mark.parametrize(
    ("baseline", "target", "power", "size"),
    [
        # Fleiss, Levin and Paik, "Statistical Methods for Rates and Proportions", formula 4.14: common worked sizes
        (0.10, 0.12, 0.8, 3841),
        (0.05, 0.06, 0.8, 8158),
        (0.50, 0.60, 0.8, 388),
        (0.20, 0.30, 0.8, 294),
        (0.20, 0.30, 0.9, 392),
    ],
)
def test_how_many_are_needed(baseline: float, target: float, power: float, size: int) -> None:
    """Two equal groups, alpha 0.05 two-sided; either rate may be the baseline."""
    assert needed_size(baseline, target, alpha=0.05, power=power) == size
    assert needed_size(target, baseline, alpha=0.05, power=power) == size


@given(st.floats(0.02, 0.5), st.floats(0.01, 0.4), st.floats(0.1, 20))
def test_what_is_needed_has_the_power(baseline: float, effect: float, ratio: float) -> None:
    """In groups of the size needed, the normal approximation gives the power asked for, and in smaller ones less."""
    target = baseline + effect
    first = needed_size(baseline, target, alpha=0.05, power=0.8, ratio=ratio)

    def power(size: float) -> float:
        pooled = (baseline + ratio * target) / (1 + ratio)
        null = math.sqrt((1 + 1 / ratio) * pooled * (1 - pooled) / size)
        spread = math.sqrt((baseline * (1 - baseline) + target * (1 - target) / ratio) / size)
        return 0.5 * math.erfc(-(effect - 1.959963984540054 * null) / spread / math.sqrt(2))

    assert power(first) >= 0.8 - 1e-9
    assert power(first - 1) < 0.8


def test_few_conversions() -> None:
    """The smallest of the four expected counts decides whether the z-test can be trusted."""
    assert least_expected(Sample(100, 2), Sample(100, 6)) == pytest.approx(4)
    assert least_expected(Sample(100, 98), Sample(300, 294)) == pytest.approx(2)
