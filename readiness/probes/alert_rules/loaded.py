"""Whether what is written is what runs: rules of files against those that the server has loaded. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from readiness.evidence.promql import PromqlError, parse
from readiness.model.finding import Finding, FindingKind
from readiness.model.moments import tell_duration
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.alert_rules.facts import Facts
from readiness.probes.alert_rules.rules import Rule
from readiness.probes.alert_rules.settings import Settings
from readiness.probes.alert_rules.words import instant, of_rule

_OK = "ok"
_UNKNOWN = "unknown"


def loading_findings(facts: Facts) -> Iterator[Finding]:
    """A rule of a file that the server has not loaded, or has loaded otherwise."""
    if facts.filed is None or facts.sender is None or facts.rules is None:
        return
    loaded: dict[str, list[Rule]] = {}
    for rule in facts.rules:
        loaded.setdefault(rule.name, []).append(rule)
    for rule in facts.filed:
        there = [one for one in loaded.get(rule.name, ()) if one.alert == rule.alert]
        if not there:
            yield of_rule(
                rule,
                Text("loaded by the server", "已被服务器加载"),
                Text("not loaded", "未加载"),
                Text(
                    "It stands in the file and does not run: add the file to rule_files and reload",
                    "规则写在文件中，但没有运行：请把文件加入 rule_files 并重新加载",
                ),
                FindingKind.MISSING,
            )
        elif not any(_same(rule, one) for one in there):
            yield _differs(rule, there[0])


def running_findings(settings: Settings, rule: Rule, situation: Situation) -> Iterator[Finding]:
    """An alert that the server can't evaluate, never did, or does no longer."""
    running = rule.running
    if running is None:
        return
    healthy = Text(f"health {_OK}", f"状态 {_OK}")
    if running.health != _OK:
        said = f": {running.error}" if running.error else ""
        never = running.health == _UNKNOWN
        yield of_rule(
            rule,
            healthy,
            Text(f"{running.health}{said}", f"{running.health}{said}"),
            Text("The server has not evaluated it yet", "服务器尚未计算过该规则")
            if never
            else Text("The server can't evaluate it, so it never fires", "服务器无法计算该规则，因此永远不会触发"),
        )
        return
    since = situation.times.seen_until - settings.evaluated_within
    if running.evaluated is None or running.evaluated < since:
        yield of_rule(
            rule,
            Text(
                f"evaluated since {instant(since, situation.times.zone)}",
                f"{instant(since, situation.times.zone)} 之后有过计算",
            ),
            Text("never", "从未计算")
            if running.evaluated is None
            else Text.same(instant(running.evaluated, situation.times.zone)),
            Text("The server does not evaluate it any more", "服务器已不再计算该规则"),
            FindingKind.STALE,
        )
    if running.takes is not None and running.takes > settings.hold_at_most:
        yield _seldom(rule, running.takes, settings)


def _seldom(rule: Rule, takes: timedelta, settings: Settings) -> Finding:
    most, seen = tell_duration(settings.hold_at_most), tell_duration(takes)
    return of_rule(
        rule,
        Text(f"evaluated at least every {most.en}", f"至少每 {most.zh}计算一次"),
        Text(f"every {seen.en}", f"每 {seen.zh}一次"),
        Text("Its group is evaluated too seldom (interval)", "所在规则组的计算间隔（interval）过长"),
    )


def _same(one: Rule, other: Rule) -> bool:
    return one.hold == other.hold and dict(one.labels) == dict(other.labels) and _as_parsed(one) == _as_parsed(other)


def _as_parsed(rule: Rule) -> object:
    """The expression whatever its blanks and brackets; the server writes it in its own way."""
    try:
        return repr(parse(rule.expr))
    except PromqlError:
        return " ".join(rule.expr.split())


def _differs(filed: Rule, loaded: Rule) -> Finding:
    for required, observed in (
        (filed.expr, loaded.expr),
        (f"for: {_span(filed.hold)}", f"for: {_span(loaded.hold)}"),
        (_labels(filed.labels), _labels(loaded.labels)),
    ):
        if " ".join(required.split()) != " ".join(observed.split()):
            break
    return of_rule(
        filed,
        Text(f"as in the file: {_short(required)}", f"与文件一致：{_short(required)}"),
        Text(f"loaded: {_short(observed)}", f"已加载：{_short(observed)}"),
        Text("The server runs another version of the rule: reload it", "服务器运行的是另一版本的规则：请重新加载"),
    )


def _labels(labels: Mapping[str, str]) -> str:
    return ", ".join(f"{name}={value}" for name, value in sorted(labels.items()))


def _span(span: timedelta) -> str:
    return tell_duration(span).en


def _short(words: str, most: int = 120) -> str:
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[:most]}..."


def unreadable(rules: Sequence[Rule]) -> Iterator[Finding]:
    """Alerts whose expression can't be parsed, so that nobody can say what they watch."""
    for rule in rules:
        if not rule.alert:
            continue
        try:
            parse(rule.expr)
        except PromqlError as problem:
            yield of_rule(
                rule,
                Text("an expression in PromQL", "有效的 PromQL 表达式"),
                problem.text,
                Text("The server would refuse the whole file", "服务器会拒绝加载整个文件"),
                FindingKind.UNREADABLE,
            )
