"""Experiment: numbers as people read them, and what result and plan share."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction

from readiness.model.finding import Finding, FindingKind
from readiness.model.text import Text
from readiness.probes.experiment.facts import Facts, Test
from readiness.probes.keys import spelling
from readiness.probes.numbers import plain
from readiness.probes.tabular.words import EMPTY

_LEAST_P = 0.0001


def p_words(p: float) -> str:
    """`0.032`, `< 0.0001`. It is raised to what is shown, so that a p over the limit never reads as the limit."""
    if p < _LEAST_P:
        return f"< {_LEAST_P}"
    digits = 4 if p < 0.01 else 3  # noqa: PLR2004
    return plain(Decimal(repr(p)).quantize(Decimal(1).scaleb(-digits), ROUND_CEILING))


def low_p_words(p: float) -> str:
    """The same for a p that is too low: it is cut."""
    return f"< {_LEAST_P}" if p < _LEAST_P else plain(Decimal(repr(p)).quantize(Decimal("0.0001"), ROUND_FLOOR))


def share_words(share: Fraction | Decimal | float) -> str:
    """`3.25 %`, to two decimals."""
    return f"{plain(Decimal(f'{float(share) * 100:.2f}'))} %"


def rate_words(size: int, successes: int) -> str:
    return f"{share_words(Fraction(successes, size))} ({successes:,}/{size:,})"


def finding(
    subject: str, required: Text, observed: Text, message: Text, where: str, kind: FindingKind = FindingKind.WRONG
) -> Finding:
    return Finding(subject, required, observed, message, where=where, kind=kind)


def lacks(test: Test, columns: tuple[str, ...]) -> bool:
    """Whether a cell that is needed is empty or can't be read."""
    return any(arm.value(column) is None for arm in test.arms for column in columns)


def empty_cells(test: Test, columns: tuple[str, ...]) -> Iterator[Finding]:
    """Cells that are needed and empty; those that can't be read are told already."""
    for arm in test.arms:
        for column in columns:
            cell = arm.cells[column]
            if cell.text is None:
                yield finding(
                    arm.name,
                    Text(f"{cell.title} filled in", f"填写“{cell.title}”"),
                    EMPTY,
                    Text(f"{arm.name}: {cell.title} is not filled in", f"{arm.name}：“{cell.title}”未填写"),
                    arm.at(column),
                    FindingKind.MISSING,
                )


def arms_of(test: Test, arm_column: str, facts: Facts) -> Iterator[Finding]:
    """A test has two arms at least, and each of them once."""
    if len(test.arms) < 2:  # noqa: PLR2004
        count = len(test.arms)
        yield finding(
            test.name,
            Text("two arms or more", "至少两个方案"),
            Text.same(str(count)),
            Text(
                f"{test.name} has {count} arm in {facts.source}, so nothing was compared",
                f"{test.name} 只有 {count} 个方案，没有对比",
            ),
            test.arms[0].where if test.arms else facts.source,
        )
    seen: dict[str, str] = {}
    for arm in test.arms:
        name = arm.cells[arm_column].text or ""
        first = seen.setdefault(spelling(name), name)
        if first != name:
            yield finding(
                arm.name,
                Text("each arm once", "每个方案只出现一次"),
                Text(f"{first} and {name}", f"{first} 与 {name}"),
                Text(
                    f"{test.name}: the arms {first} and {name} differ in their spelling alone; write one way",
                    f"{test.name}：方案“{first}”与“{name}”仅写法不同，请统一",
                ),
                arm.at(arm_column),
            )


def split_findings(test: Test, column: str, gap: Decimal) -> Iterator[Finding]:
    """The planned shares are above 0 and make 1 together, but for so much."""
    shares = [arm.value(column) for arm in test.arms]
    if any(share is None for share in shares):
        return
    for arm, share in zip(test.arms, shares, strict=True):
        if share <= 0:
            yield finding(
                arm.name,
                Text("a share above 0", "大于 0 的比例"),
                Text.same(share_words(share)),
                Text(
                    f"{arm.name}: its planned share is {share_words(share)}, so nobody would see it",
                    f"{arm.name}：计划分流比例为 {share_words(share)}，没有人会看到",
                ),
                arm.at(column),
            )
    total = sum(shares, Decimal(0))
    if abs(total - 1) > gap:
        said = _exact_share(total)
        yield finding(
            test.name,
            Text("100 % together", "合计 100 %"),
            Text.same(said),
            Text(
                f"{test.name}: the planned shares of its arms make {said} together, not 100 %",
                f"{test.name}：各方案计划分流比例合计 {said}，不是 100 %",
            ),
            test.arms[0].at(column),
        )


def _exact_share(share: Decimal) -> str:
    return f"{plain(share.scaleb(2))} %"
