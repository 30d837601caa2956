"""Recording rules: what a selector that names one stands for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from readiness.evidence.promql import PromqlError, parse
from readiness.evidence.promql_tree import Matcher, Node, Selector, walk
from readiness.probes.alert_rules.rules import Rule

MOST_RECORDS = 6
"""How deep recording rules that rest on others are followed."""


@dataclass(frozen=True, slots=True)
class Records:
    """The recording rules by name, to be looked up by what a selector chooses of them."""

    by_name: Mapping[str, Sequence[Rule]]

    @classmethod
    def of(cls, rules: Sequence[Rule]) -> Records:
        found: dict[str, list[Rule]] = {}
        for rule in rules:
            if not rule.alert:
                found.setdefault(rule.name, []).append(rule)
        return cls(found)

    def chosen(self, selector: Selector) -> tuple[Node, ...]:
        """The expressions that a selector means; none where no recording rule has its name and labels."""
        found = (_tree(rule) for rule in self.rules(selector))
        return tuple(tree for tree in found if tree is not None)

    def rules(self, selector: Selector) -> Iterator[Rule]:
        """The recording rules that a selector means."""
        for rule in self.by_name.get(selector.metric, ()):
            if all(_may_be(matcher, rule.labels.get(matcher.label)) for matcher in selector.matchers):
                yield rule

    def under(self, expression: str) -> tuple[Rule, ...]:
        """Every recording rule that an expression rests on, through others too. Raises PromqlError."""
        found: dict[str, Rule] = {}
        waiting = [parse(expression)]
        while waiting:
            for part in walk(waiting.pop()):
                for rule in self.rules(part) if isinstance(part, Selector) else ():
                    if rule.where + rule.name not in found:
                        found[rule.where + rule.name] = rule
                        waiting.extend(tree for tree in (_tree(rule),) if tree is not None)
        return tuple(found.values())


def _tree(rule: Rule) -> Node | None:
    try:
        return parse(rule.expr)
    except PromqlError:
        return None


def _may_be(matcher: Matcher, value: str | None) -> bool:
    """Whether what a recording rule sets agrees with a matcher; what it does not set comes from the series."""
    if value is None or "~" in matcher.operator:
        return True
    return (value == matcher.value) == (matcher.operator == "=")
