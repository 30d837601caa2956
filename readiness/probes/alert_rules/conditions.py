"""When an alert fires, in terms of the rate of errors: above which share, looked at over how long, and what else must
hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from readiness.evidence.promql import parse
from readiness.evidence.promql_reading import selectors
from readiness.evidence.promql_tree import COMPARISONS, Aggregation, Node, Number, Operation
from readiness.model.text import Text
from readiness.probes.alert_rules.ratios import ErrorRate, constant, error_rate
from readiness.probes.alert_rules.records import Records

_TURNED = {">": "<", "<": ">", ">=": "<=", "<=": ">="}
_PERCENT = 100
_STEPS = 50
"""A limit is this many steps of rounding or more, so that it moves by a hundredth at most."""
_KEEPS = frozenset({"max", "min", "sum", "avg", "group", "count"})


@dataclass(frozen=True, slots=True)
class Branch:
    """One way in which the alert fires: all of it must hold. `limit` is the share of errors that must be passed; of
    several windows the longest is `window`. `percent`: the expression is times 100. `whole` are the series of all that
    was asked. `factor` and `budget` are those of a burn rate, and `windows` how many rates must be passed at once;
    `guards` are other conditions."""

    limit: Decimal
    window: timedelta
    percent: bool
    metrics: frozenset[str]
    whole: frozenset[str]
    windows: int = 1
    factor: Decimal | None = None
    budget: Decimal | None = None
    guards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Firing:
    """The ways in which an alert over a rate of errors fires, and why it would not as it seems."""

    branches: tuple[Branch, ...]
    problems: tuple[Text, ...] = ()

    @property
    def burns(self) -> bool:
        """Whether it is a burn rate over several windows."""
        return len(self.branches) > 1 or any(branch.windows > 1 for branch in self.branches)


def firing(expression: str, records: Records) -> Firing | None:
    """When an alert fires; None where it is not about a rate of errors. Raises PromqlError."""
    found = _Reader(records).read(parse(expression))
    return Firing(tuple(found.branches), tuple(dict.fromkeys(found.problems))) if found.about_errors else None


@dataclass
class _Found:
    branches: list[Branch] = field(default_factory=list)
    problems: list[Text] = field(default_factory=list)
    guards: list[str] = field(default_factory=list)
    about_errors: bool = False


@dataclass(frozen=True, slots=True)
class _Reader:
    records: Records

    def read(self, node: Node) -> _Found:
        match node:
            case Operation(operator="or"):
                return self._either(node)
            case Operation(operator="and"):
                return self._both(node)
            case Operation(operator="unless"):
                return self._unless(node)
            case Operation() if node.operator in COMPARISONS:
                return self._compared(node)
            case Aggregation() if node.operator in _KEEPS and _compares(node.inside):
                return self.read(node.inside)
            case _:
                return self._always(node)

    def _either(self, node: Operation) -> _Found:
        left, right = self.read(node.left), self.read(node.right)
        about = left.about_errors or right.about_errors
        return _Found([*left.branches, *right.branches], [*left.problems, *right.problems], [], about)

    def _both(self, node: Operation) -> _Found:
        left, right = self.read(node.left), self.read(node.right)
        found = _Found([], [*left.problems, *right.problems], [], left.about_errors or right.about_errors)
        if not left.branches or not right.branches:
            guards = (*left.guards, *right.guards)
            found.branches = [_guarded(branch, guards) for branch in (*left.branches, *right.branches)]
            found.guards = list(guards)
            found.problems.extend(self._clock(node) if found.branches else ())
            return found
        found.branches = [_joined(one, other) for one in left.branches for other in right.branches]
        return found

    def _clock(self, node: Operation) -> Iterator[Text]:
        """A guard that looks at nothing but the time."""
        for side in (node.left, node.right):
            if not selectors(side):
                yield Text("it fires at certain times only", "只在特定时间触发")

    def _unless(self, node: Operation) -> _Found:
        found = self.read(node.left)
        if found.about_errors:
            named = ", ".join(dict.fromkeys(one.metric or "?" for one in selectors(node.right)))
            found.problems.append(
                Text(
                    f"`unless` takes it back while {named} has a sample", f"当 {named} 有数据时，`unless` 会使它不触发"
                )
            )
        return found

    def _compared(self, node: Operation) -> _Found:
        for quantity, other, turned in ((node.left, node.right, False), (node.right, node.left, True)):
            limit = constant(other, self.records)
            rate = None if limit is None else error_rate(quantity, self.records)
            if limit is not None and rate is not None:
                operator = _TURNED.get(node.operator, node.operator) if turned else node.operator
                return self._of_rate(node, rate, operator, limit, other)
        return _Found(guards=[_said(node)])

    def _of_rate(self, node: Operation, rate: ErrorRate, operator: str, limit: Decimal, written: Node) -> _Found:
        found = _Found(about_errors=True)
        rising = operator in {">", ">="} if rate.scale > 0 else operator in {"<", "<="}
        if rate.problem is not None:
            found.problems.append(rate.problem)
        if node.as_bool:
            found.problems.append(Text("`bool` makes it fire always", "`bool` 使它始终触发"))
        elif operator in {"==", "!="}:
            found.problems.append(Text(f"`{operator}` is no threshold", f"`{operator}` 不是阈值比较"))
        elif not rising:
            found.problems.append(Text("it fires while the rate of errors is low", "错误率低时才触发，方向相反"))
        share = (limit - rate.offset) / rate.scale
        if rising and (share < 0 or (share == 0 and operator.endswith("="))):
            found.problems.append(Text("it fires without a single error", "没有任何错误时也会触发"))
        if rising and rate.rounded * _STEPS > share:
            found.problems.append(Text("`round` is too coarse for the limit", "`round` 的步长相对阈值过大"))
        factor, budget = _burn(written)
        percent = abs(rate.scale) == _PERCENT
        branch = Branch(share, rate.window, percent, rate.metrics, rate.whole, 1, factor, budget)
        found.branches.append(branch)
        return found

    def _always(self, node: Node) -> _Found:
        """No comparison: whatever it gives fires."""
        rate = error_rate(node, self.records)
        found = _Found(guards=[_said(node)], about_errors=rate is not None)
        if rate is not None:
            found.problems.append(Text("it compares with nothing, so it fires always", "没有比较条件，始终触发"))
        return found


def _compares(node: Node) -> bool:
    return isinstance(node, Operation) and (node.operator in COMPARISONS or node.operator in {"and", "or", "unless"})


def _burn(written: Node) -> tuple[Decimal | None, Decimal | None]:
    """Factor and error budget, where a limit is written as their product."""
    if isinstance(written, Operation) and written.operator == "*":
        numbers = [side.value for side in (written.left, written.right) if isinstance(side, Number)]
        if all(isinstance(side, Number) for side in (written.left, written.right)):
            return max(numbers), min(numbers)
    return None, None


def _guarded(branch: Branch, guards: tuple[str, ...]) -> Branch:
    return _with(branch, branch, windows=branch.windows, guards=(*branch.guards, *guards))


def _joined(one: Branch, other: Branch) -> Branch:
    """Both must be passed, so the higher limit decides, and the longer look."""
    higher = one if one.limit >= other.limit else other
    return _with(higher, one, other, windows=one.windows + other.windows, guards=(*one.guards, *other.guards))


def _with(higher: Branch, *both: Branch, windows: int, guards: tuple[str, ...]) -> Branch:
    return Branch(
        higher.limit,
        max(branch.window for branch in both),
        higher.percent,
        frozenset().union(*(branch.metrics for branch in both)),
        frozenset().union(*(branch.whole for branch in both)),
        windows,
        higher.factor,
        higher.budget,
        guards,
    )


def _said(node: Node) -> str:
    names = dict.fromkeys(one.metric or "?" for one in selectors(node))
    return ", ".join(names) or "a number"
