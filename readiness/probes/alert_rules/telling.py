"""Whether an alert reaches somebody: its way through the routes, the receivers at the end of it, and what would keep it
from them during the campaign. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from readiness.model.errors import BadValue
from readiness.model.finding import Finding, FindingKind
from readiness.model.moments import tell_duration
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.alert_rules.alert_labels import labels_of
from readiness.probes.alert_rules.alertmanager import AlertmanagerConfig, Inhibition, Integration, Route
from readiness.probes.alert_rules.facts import Facts
from readiness.probes.alert_rules.intervals import Span, silent_spans
from readiness.probes.alert_rules.matchers import AlertLabels, Matcher, all_hold
from readiness.probes.alert_rules.receivers import Address, Told, told_by
from readiness.probes.alert_rules.routing import Way, ways
from readiness.probes.alert_rules.rules import Rule
from readiness.probes.alert_rules.settings import Settings, Tier
from readiness.probes.alert_rules.words import instant, of_rule

_REAL = Text("a receiver that tells somebody", "能通知到人的接收人")


@dataclass(frozen=True, slots=True)
class Reached:
    """Whom an alert surely reaches: receivers by name, with their integrations; and what is wrong."""

    labels: AlertLabels | None
    receivers: dict[str, tuple[Integration, ...]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    hidden: tuple[Address, ...] = ()


def reached(settings: Settings, facts: Facts, tier: Tier, rule: Rule, situation: Situation) -> Reached:
    """Follows one alert. Raises CannotJudge where the routes can't be followed."""
    config = facts.config
    if config is None:
        return Reached(None)
    labels = labels_of(rule, facts.sender)
    if labels is None:
        return Reached(None, findings=(_dropped(rule),))
    try:
        taken = ways(config, labels)
    except BadValue as problem:
        return Reached(labels, findings=(_no_pattern(rule, problem, config),))
    walked = [_walk(settings, config, way, rule, situation) for way in taken]
    sure = {
        name: integrations
        for name, integrations in walked[0].receivers.items()
        if all(name in other.receivers for other in walked)
    }
    findings = [finding for one in walked for finding in one.findings]
    if not findings and not sure:
        findings.append(_depends(rule, taken))
    if sure and tier.told_by is not None:
        findings.extend(_told_by(tier, rule, sure))
    hidden = tuple(address for one in walked for address in one.hidden)
    return Reached(labels, sure, tuple(dict.fromkeys(findings)), hidden)


def _walk(settings: Settings, config: AlertmanagerConfig, way: Way, rule: Rule, situation: Situation) -> Reached:
    """The receivers at the end of one way. One that is real and heard is enough; else all that is wrong is told."""
    real: dict[str, tuple[Integration, ...]] = {}
    wrong: list[Finding] = []
    hidden: list[Address] = []
    for route in way:
        told = _receiver(settings, config, route)
        if told is None:
            wrong.append(_unknown(rule, route))
            continue
        accepted = told.real + (tuple(one.integration for one in told.hidden) if settings.hidden == "note" else ())
        hidden.extend(told.hidden)
        late = tuple(_unheard(settings, config, route, rule, situation)) if accepted else ()
        if accepted and not late:
            real[route.receiver] = accepted
        wrong.extend(late or (() if accepted else _not_told(rule, route, told)))
    return Reached(None, real, () if real else tuple(wrong), tuple(hidden))


def _receiver(settings: Settings, config: AlertmanagerConfig, route: Route) -> Told | None:
    receiver = config.receivers.get(route.receiver)
    return None if receiver is None else told_by(config, receiver, allow_local=settings.allow_local)


def _not_told(rule: Rule, route: Route, told: Told) -> Iterator[Finding]:
    """Why a receiver tells nobody."""
    at = told.receiver.where
    if not told.receiver.integrations:
        yield _told_nobody(
            rule,
            Text(f"{route.receiver}, without any integration ({at})", f"{route.receiver}，没有任何通知方式（{at}）"),
            Text("The receiver tells nobody", "该接收人没有配置任何通知方式"),
        )
    for address in told.wrong:
        problem = address.problem or _REAL
        kind = address.integration.kind
        yield _told_nobody(
            rule,
            Text(
                f"{route.receiver}, {kind}: {problem.en} ({address.integration.where})",
                f"{route.receiver}，{kind}：{problem.zh}（{address.integration.where}）",
            ),
            Text("Put the real address into the receiver", "请在接收人中填写真实地址"),
        )
    for address in told.hidden:
        kind = address.integration.kind
        yield _told_nobody(
            rule,
            Text(
                f"{route.receiver}, {kind}: {address.key} is hidden by Alertmanager",
                f"{route.receiver}，{kind}：{address.key} 被 Alertmanager 隐藏",
            ),
            Text(
                "Whether it is a real address can't be seen: name the configuration file too (alertmanager_config)",
                "无法看到是否为真实地址：请同时提供配置文件（alertmanager_config）",
            ),
        )


def _unheard(
    settings: Settings, config: AlertmanagerConfig, route: Route, rule: Rule, situation: Situation
) -> Iterator[Finding]:
    """A route that is mute during the campaign, or that waits too long."""
    window: Span = situation.times.launch, situation.times.end
    zone = situation.times.zone
    for begin, end in silent_spans(config, route, window)[:1]:
        yield of_rule(
            rule,
            Text("told during the whole campaign", "活动期间始终通知"),
            Text(
                f"mute from {instant(begin, zone)} to {instant(end, zone)} ({route.where})",
                f"{instant(begin, zone)} 至 {instant(end, zone)} 静默（{route.where}）",
            ),
            Text(
                "A time interval of the route keeps it from its receiver during the campaign",
                "路由的时间段使活动期间收不到该告警",
            ),
        )
    if route.wait > settings.hold_at_most:
        most, waits = tell_duration(settings.hold_at_most), tell_duration(route.wait)
        yield of_rule(
            rule,
            Text(f"told within {most.en}", f"{most.zh}内通知"),
            Text(f"group_wait {waits.en} ({route.where})", f"group_wait 为 {waits.zh}（{route.where}）"),
            Text("The route waits too long for other alerts", "路由等待合并的时间过长"),
        )


def silenced(facts: Facts, rule: Rule, labels: AlertLabels, situation: Situation) -> Iterator[Finding]:
    """Silences that hold it back during the campaign."""
    zone = situation.times.zone
    for silence in facts.told.silences if facts.told else ():
        if silence.starts > situation.times.end or silence.ends < max(
            situation.times.launch, situation.times.seen_until
        ):
            continue
        if _may_hold(silence.matchers, labels):
            matchers = ", ".join(map(str, silence.matchers))
            yield of_rule(
                rule,
                Text("no silence during the campaign", "活动期间没有静默"),
                Text(
                    f"silence until {instant(silence.ends, zone)} by {silence.by}: {matchers} ({silence.where})",
                    f"静默至 {instant(silence.ends, zone)}，创建人 {silence.by}：{matchers}（{silence.where}）",
                ),
                Text("End the silence before the launch", "请在上线前结束该静默"),
            )


def inhibited(
    facts: Facts, tier: Tier, rule: Rule, labels: AlertLabels, higher: Sequence[Rule]
) -> Iterator[tuple[Finding | None, Text]]:
    """Inhibitions by which other alerts would hold it back: a finding, or only a note where a higher tier does so and
    this one is only to be told."""
    for inhibition in facts.config.inhibitions if facts.config else ():
        if not _may_hold(inhibition.target, labels):
            continue
        sources = [
            other
            for other in facts.rules or ()
            if other.alert and other != rule and _is_source(facts, other, inhibition, labels)
        ]
        if not sources:
            continue
        names = ", ".join(dict.fromkeys(one.name for one in sources))
        note = Text(
            f"While {names} fires, {rule.name} is not told ({inhibition.where})",
            f"{names} 触发期间不通知 {rule.name}（{inhibition.where}）",
        )
        if tier.told_by is None and all(source in higher for source in sources):
            yield None, note
            continue
        yield (
            of_rule(
                rule,
                Text("no inhibition by other alerts", "不被其他告警抑制"),
                Text(f"inhibited by {names} ({inhibition.where})", f"被 {names} 抑制（{inhibition.where}）"),
                Text(
                    "While the other alert fires, this one is not told: narrow the inhibition",
                    "另一告警触发期间不会通知本告警：请收窄抑制规则",
                ),
            ),
            note,
        )


def _is_source(facts: Facts, other: Rule, inhibition: Inhibition, labels: AlertLabels) -> bool:
    theirs = labels_of(other, facts.sender)
    if theirs is None or not _may_hold(inhibition.source, theirs):
        return False
    return all(_may_equal(labels.value(name), theirs.value(name)) for name in inhibition.equal)


def _may_equal(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other


def _may_hold(matchers: Sequence[Matcher], labels: AlertLabels) -> bool:
    try:
        return all_hold(matchers, labels) is not False
    except BadValue:
        return True  # nobody can say that it does not


def _told_by(tier: Tier, rule: Rule, sure: dict[str, tuple[Integration, ...]]) -> Iterator[Finding]:
    kinds = sorted({one.kind for integrations in sure.values() for one in integrations})
    wanted = tier.told_by or ()
    if not set(wanted) & set(kinds):
        either, either_zh = " or ".join(wanted), "或 ".join(wanted)
        yield of_rule(
            rule,
            Text(f"a receiver with {either} ({tier.name.en})", f"带 {either_zh} 的接收人（{tier.name.zh}）"),
            Text(", ".join(kinds), "、".join(kinds)),
            Text(
                "The receiver tells people only; what must happen by itself needs its own address",
                "接收人只能通知到人；需要自动执行的动作应配置相应地址",
            ),
        )


def _told_nobody(rule: Rule, observed: Text, message: Text) -> Finding:
    return of_rule(rule, _REAL, observed, message)


def _unknown(rule: Rule, route: Route) -> Finding:
    return _told_nobody(
        rule,
        Text(f"{route.receiver}, which does not exist ({route.where})", f"{route.receiver}，不存在（{route.where}）"),
        Text("Define the receiver, or name another in the route", "请定义该接收人，或在路由中改用其他接收人"),
    )


def _dropped(rule: Rule) -> Finding:
    return of_rule(
        rule,
        Text("sent to Alertmanager", "发送至 Alertmanager"),
        Text("dropped, or maybe dropped, by alert_relabel_configs", "被 alert_relabel_configs 丢弃，或可能丢弃"),
        Text(
            "Prometheus may not send the alert: correct alert_relabel_configs",
            "Prometheus 可能不会发送该告警：请更正 alert_relabel_configs",
        ),
    )


def _no_pattern(rule: Rule, problem: BadValue, config: AlertmanagerConfig) -> Finding:
    return of_rule(
        rule,
        Text("routes that can be followed", "可以解析的路由"),
        problem.message,
        Text(f"Correct the pattern in {config.shown}", f"请更正 {config.shown} 中的模式"),
        FindingKind.UNREADABLE,
    )


def _depends(rule: Rule, taken: Sequence[Way]) -> Finding:
    ends = [" + ".join(route.receiver for route in way) for way in taken]
    shown = "; ".join(dict.fromkeys(ends))
    return of_rule(
        rule,
        Text("one receiver, whatever the series", "无论哪条序列，都到达同一接收人"),
        Text(f"depends on labels of the series: {shown}", f"取决于序列的标签：{shown}"),
        Text("Set the labels that the routes ask for in the rule", "请在规则中设置路由所要求的标签"),
    )
