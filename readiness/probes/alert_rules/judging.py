"""Judging alert rules: each tier has an alert, it runs, and it reaches a receiver of its own. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from readiness.model.finding import Examined, Finding, FindingKind, Judgement, Measure
from readiness.model.moments import tell_duration
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.alert_rules.facts import Facts
from readiness.probes.alert_rules.loaded import loading_findings, running_findings, unreadable
from readiness.probes.alert_rules.rules import Rule
from readiness.probes.alert_rules.sending import file_findings, sending_findings
from readiness.probes.alert_rules.settings import Settings, Tier
from readiness.probes.alert_rules.telling import Reached, inhibited, reached, silenced
from readiness.probes.alert_rules.tiers import Candidate, Chosen, candidates, choose
from readiness.probes.alert_rules.words import listed, of_rule, seen, share, what_fires
from readiness.probes.numbers import plain

_PERCENT = 100


@dataclass
class _Told:
    findings: list[Finding] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    severities: list[tuple[Chosen, frozenset[str]]] = field(default_factory=list)
    receivers: list[tuple[Chosen, frozenset[str]]] = field(default_factory=list)


def judge_alerts(settings: Settings, facts: Facts, situation: Situation) -> Judgement:
    """Every tier, from the rule to the receiver. Raises CannotJudge."""
    told = _Told(findings=[*facts.faults], notes=[*facts.notes])
    rules = facts.rules or ()
    told.findings.extend(loading_findings(facts))
    told.findings.extend(unreadable(facts.filed or ()) if facts.sender is None else ())
    told.findings.extend(sending_findings(facts))
    told.findings.extend(file_findings(facts))
    if facts.rules is not None:
        _judge_tiers(settings, facts, situation, told)
    watched = settings.evaluated_within if facts.sender is not None or facts.told is not None else None
    return Judgement(
        examined=Examined(len(rules), "rules"),
        findings=tuple(dict.fromkeys(told.findings)),
        measures=tuple(told.measures),
        notes=tuple(dict.fromkeys(told.notes)),
        holds_until=facts.at + watched if watched else None,
    )


def _judge_tiers(settings: Settings, facts: Facts, situation: Situation, told: _Told) -> None:
    found = candidates(settings, facts.rules or ())
    chosen = choose(settings, found)
    for place, one in enumerate(chosen):
        higher = [candidate.rule for other in chosen[place + 1 :] for candidate in other.alerts]
        told.findings.extend(_tier(settings, facts, situation, one, found, higher, told))
    if not all(one.alerts for one in chosen):
        told.findings.extend(_left_over(chosen, found))
    told.findings.extend(_severities(settings, told.severities))
    if facts.config is not None:
        told.findings.extend(_receivers(told.receivers))


def _tier(
    settings: Settings,
    facts: Facts,
    situation: Situation,
    chosen: Chosen,
    found: Sequence[Candidate],
    higher: Sequence[Rule],
    told: _Told,
) -> Iterator[Finding]:
    if not chosen.alerts:
        yield _no_rule(chosen, found)
        return
    first = chosen.alerts[0]
    if first.limit is not None:
        told.measures.append(Measure(chosen.tier.name.en, first.limit, chosen.tier.limit, "ratio"))
    severities: set[str] = set()
    ends: set[str] | None = None
    for candidate in chosen.alerts:
        yield from _rule(settings, chosen, candidate, situation)
        yield from _nothing_there(facts, candidate)
        told.notes.extend(_notes(candidate))
        severities.add(candidate.rule.labels.get(settings.severity_label, ""))
        reaches = reached(settings, facts, chosen.tier, candidate.rule, situation)
        yield from _reached(settings, facts, chosen, candidate.rule, reaches, situation, higher, told)
        names = set(reaches.receivers)
        ends = names if ends is None else ends & names
    told.severities.append((chosen, frozenset(severities)))
    told.receivers.append((chosen, frozenset(ends or ())))


def _rule(settings: Settings, chosen: Chosen, candidate: Candidate, situation: Situation) -> Iterator[Finding]:
    """The rule itself: its limit, how long it holds back, whether it runs."""
    rule, tier = candidate.rule, chosen.tier
    if candidate.limit is not None and candidate.limit > tier.limit:
        yield of_rule(
            rule,
            Text(f"> {share(tier.limit)} at most ({tier.name.en})", f"不高于 > {share(tier.limit)}（{tier.name.zh}）"),
            what_fires(candidate),
            _forgot_percent(tier, (candidate,))
            or Text(
                f"It fires too late: lower the limit of {tier.name.en} to {share(tier.limit)}",
                f"触发过晚：请把{tier.name.zh}的阈值降到 {share(tier.limit)}",
            ),
        )
    if rule.hold > settings.hold_at_most:
        most, holds = tell_duration(settings.hold_at_most), tell_duration(rule.hold)
        yield of_rule(
            rule,
            Text(f"for: {most.en} at most", f"for 不超过 {most.zh}"),
            Text(f"for: {holds.en}", f"for 为 {holds.zh}"),
            Text("It fires too late: shorten `for`", "触发过晚：请缩短 `for`"),
        )
    for problem in candidate.problems:
        yield of_rule(
            rule,
            Text(
                f"fires while the rate of errors is above {share(tier.limit)}", f"错误率高于 {share(tier.limit)} 时触发"
            ),
            problem,
            Text("Correct the expression of the alert", "请更正该告警的表达式"),
        )
    for one in (rule, *candidate.records):
        yield from running_findings(settings, one, situation)


def _nothing_there(facts: Facts, candidate: Candidate) -> Iterator[Finding]:
    """An alert over series that the server does not have never fires (false-GO 26)."""
    watched = candidate.branch.whole if candidate.branch else frozenset()
    for series in sorted(watched & (facts.sender.absent if facts.sender else frozenset())):
        yield of_rule(
            candidate.rule,
            Text(f"samples of {series}", f"{series} 有数据"),
            Text("none on the server", "服务器上没有"),
            Text(
                "The alert watches what nothing tells, so it never fires: correct the name, or let it be scraped",
                "告警所监控的数据不存在，永远不会触发：请更正名称，或接入采集",
            ),
            FindingKind.MISSING,
        )


def _reached(
    settings: Settings,
    facts: Facts,
    chosen: Chosen,
    rule: Rule,
    reaches: Reached,
    situation: Situation,
    higher: Sequence[Rule],
    told: _Told,
) -> Iterator[Finding]:
    yield from reaches.findings
    if settings.hidden == "note":
        told.notes.extend(
            Text(
                f"{one.integration.kind} of {one.integration.where}: {one.key} is hidden and was not seen",
                f"{one.integration.where} 的 {one.integration.kind}：{one.key} 已被隐藏，未能核对",
            )
            for one in reaches.hidden
        )
    if reaches.labels is None:
        return
    yield from silenced(facts, rule, reaches.labels, situation)
    for finding, note in inhibited(facts, chosen.tier, rule, reaches.labels, higher):
        if finding is None:
            told.notes.append(note)
        else:
            yield finding


def _no_rule(chosen: Chosen, found: Sequence[Candidate]) -> Finding:
    tier = chosen.tier
    severities = Text.same("")
    if tier.severity:
        severities = Text(f", severity {' or '.join(tier.severity)}", f"，级别 {' 或 '.join(tier.severity)}")
    return Finding(
        tier.name.en,
        Text(
            f"an alert at a rate of errors > {share(tier.limit)} or less{severities.en}",
            f"错误率 > {share(tier.limit)} 或更低时告警{severities.zh}",
        ),
        seen(found),
        _forgot_percent(tier, found)
        or Text(
            f"No alert is left for the tier {tier.name.en}; add one over the same requests, with a limit of its own",
            f"“{tier.name.zh}”一级没有对应告警；请针对同一批请求新增，并使用不同的阈值",
        ),
        where=found[0].rule.where.partition(",")[0] if found else "",
        kind=FindingKind.MISSING,
    )


def _forgot_percent(tier: Tier, found: Sequence[Candidate]) -> Text | None:
    """What to do where a limit is right as a percentage, and stands beside a fraction."""
    for one in found:
        branch = one.branch
        if branch is not None and not branch.percent and 10 * tier.limit < branch.limit <= tier.limit * _PERCENT:
            written, meant = plain(branch.limit.normalize() + 0), plain((branch.limit / _PERCENT).normalize() + 0)
            return Text(
                f"{one.rule.name} compares a fraction, where {written} is {share(branch.limit)}: write {meant}, "
                "or multiply the rate by 100",
                f"{one.rule.name} 比较的是小数，{written} 即 {share(branch.limit)}：请改为 {meant}，或将比率乘以 100",
            )
    return None


def _left_over(chosen: Sequence[Chosen], found: Sequence[Candidate]) -> Iterator[Finding]:
    """Alerts that may have been meant for a tier that is missing, and why they are not its."""
    taken = [candidate for one in chosen for candidate in one.alerts]
    for candidate in found:
        if candidate not in taken:
            for problem in candidate.problems:
                yield of_rule(
                    candidate.rule,
                    Text("fires above a limit of the rate of errors", "错误率超过阈值时触发"),
                    problem,
                    Text("Correct the expression of the alert", "请更正该告警的表达式"),
                )


def _severities(settings: Settings, found: Sequence[tuple[Chosen, frozenset[str]]]) -> Iterator[Finding]:
    """Each tier has a severity that no other has."""
    label = settings.severity_label
    taken: dict[str, Chosen] = {}
    for chosen, severities in found:
        rule = chosen.alerts[0].rule
        if "" in severities:
            yield of_rule(
                rule,
                Text(f"a label {label}", f"标签 {label}"),
                Text("none", "没有"),
                Text(f"Give the alert the label {label} of its tier", f"请为该告警加上所在级别的 {label} 标签"),
                FindingKind.MISSING,
            )
        for severity in sorted(severities - {""}):
            if severity in taken:
                other = taken[severity]
                yield of_rule(
                    rule,
                    Text(f"a {label} of its own ({chosen.tier.name.en})", f"独立的 {label}（{chosen.tier.name.zh}）"),
                    Text(f"{severity}, as {other.tier.name.en}", f"{severity}，与{other.tier.name.zh}相同"),
                    Text(
                        f"The tiers can't be told apart by {label}: give each its own",
                        f"无法用 {label} 区分各级：请分别设置",
                    ),
                )
            taken.setdefault(severity, chosen)


def _receivers(found: Sequence[tuple[Chosen, frozenset[str]]]) -> Iterator[Finding]:
    """Each tier that reaches anybody reaches a receiver of its own."""
    reaching = [(chosen, names) for chosen, names in found if names]
    if _apart([names for _, names in reaching]):
        return
    for place, (chosen, names) in enumerate(reaching):
        alike = next((other for other, theirs in reaching[:place] if theirs == names), None)
        if alike is not None or place == len(reaching) - 1:
            other = alike or reaching[0][0]
            shown = listed(sorted(names))
            yield of_rule(
                chosen.alerts[0].rule,
                Text(f"a receiver of its own ({chosen.tier.name.en})", f"独立的接收人（{chosen.tier.name.zh}）"),
                Text(f"{shown.en}, as {other.tier.name.en}", f"{shown.zh}，与{other.tier.name.zh}相同"),
                Text(
                    "The tiers go to one receiver, so nobody can tell them apart: route each to its own",
                    "多个级别发给同一接收人，无法区分：请分别路由",
                ),
            )
            return


def _apart(sets: Sequence[frozenset[str]], taken: frozenset[str] = frozenset()) -> bool:
    """Whether each can have one that no other has."""
    if not sets:
        return True
    return any(_apart(sets[1:], taken | {name}) for name in sets[0] - taken)


def _notes(candidate: Candidate) -> Iterator[Text]:
    branch = candidate.branch
    if branch is None:
        return
    if branch.factor is not None and not candidate.problems:
        fires = what_fires(candidate)
        looks = tell_duration(branch.window)
        yield Text(
            f"{candidate.rule.name} is a burn rate: {fires.en} of errors, seen over {looks.en}",
            f"{candidate.rule.name} 为燃烧率告警：错误率 {fires.zh}，回看 {looks.zh}",
        )
    if branch.guards:
        guards = listed(sorted(set(branch.guards)))
        yield Text(
            f"{candidate.rule.name} fires only while another condition holds too, over {guards.en}",
            f"{candidate.rule.name} 还需同时满足对 {guards.zh} 的条件才会触发",
        )
