"""Whether the running Prometheus sends to the Alertmanager that was asked, and whether its file is what runs. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from readiness.model.finding import Finding, FindingKind
from readiness.model.text import Text
from readiness.probes.alert_rules.alertmanager import AlertmanagerConfig, Receiver
from readiness.probes.alert_rules.facts import Facts
from readiness.probes.alert_rules.receivers import HIDDEN


def sending_findings(facts: Facts) -> Iterator[Finding]:
    """Nobody, or another Alertmanager, gets what fires."""
    sender, told = facts.sender, facts.told
    if sender is None:
        return
    if not sender.sends_to:
        yield Finding(
            sender.where,
            Text("sends alerts to an Alertmanager", "向 Alertmanager 发送告警"),
            Text("to none", "未连接任何 Alertmanager"),
            Text(
                "Name the Alertmanager under `alerting` in the server's configuration",
                "请在服务器配置的 `alerting` 中填写 Alertmanager",
            ),
            where=f"{sender.where}/api/v1/alertmanagers",
            kind=FindingKind.MISSING,
        )
    elif told is not None and not is_same(facts):
        listed = ", ".join(sender.sends_to)
        yield Finding(
            sender.where,
            Text(f"sends alerts to {told.where}", f"向 {told.where} 发送告警"),
            Text(f"to {listed}", f"发送到 {listed}"),
            Text(
                "The routes judged are perhaps not those that the alerts take: bind the Alertmanager that Prometheus "
                "sends to",
                "所检查的路由可能不是告警实际经过的：请绑定 Prometheus 实际发送的 Alertmanager",
            ),
            where=f"{sender.where}/api/v1/alertmanagers",
        )


def is_same(facts: Facts) -> bool:
    """By its address, by that of a member of its cluster, or because it has an alert that fires in Prometheus."""
    sender, told = facts.sender, facts.told
    if sender is None or told is None:
        return False
    theirs = set(told.addresses)
    if any(address in theirs or address.rpartition(":")[0] in theirs for address in sender.sends_to):
        return True
    return any(_is_one_of(firing, told.alerts) for firing in sender.firing)


def _is_one_of(firing: Mapping[str, str], alerts: tuple[Mapping[str, str], ...]) -> bool:
    """The alert as it was sent has its labels, and those of the server besides."""
    return any(firing.items() <= one.items() for one in alerts)


def file_findings(facts: Facts) -> Iterator[Finding]:
    """Receivers of the file that the running Alertmanager does not have, or has otherwise."""
    file, running = facts.config_file, facts.config
    if file is None or running is None or file is running:
        return
    for name, receiver in running.receivers.items():
        other = file.receivers.get(name)
        if other is None or not _agree(receiver, other):
            yield Finding(
                name,
                Text(f"as it runs ({receiver.where})", f"与运行中的一致（{receiver.where}）"),
                Text("not in the file", "文件中没有") if other is None else Text("other in the file", "文件内容不同"),
                Text(
                    "The file is not what Alertmanager runs with: reload it, or supply the right file",
                    "文件与 Alertmanager 运行的配置不同：请重新加载，或提供正确的文件",
                ),
                where=other.where if other else file.shown,
            )


def _agree(running: Receiver, file: Receiver) -> bool:
    """Whether all that the file says is what runs; the running one also tells its defaults, and hides secrets."""
    if [one.kind for one in running.integrations] != [one.kind for one in file.integrations]:
        return False
    pairs = zip(running.integrations, file.integrations, strict=True)
    return all(_holds(one.settings.plain(), other.settings.plain()) for one, other in pairs)


def _holds(running: object, file: object) -> bool:
    if running == HIDDEN:
        return True
    if isinstance(running, dict) and isinstance(file, dict):
        return all(key in running and _holds(running[key], value) for key, value in file.items())
    if isinstance(running, list) and isinstance(file, list):
        return len(running) == len(file) and all(map(_holds, running, file))
    return running == file


def unhidden(running: AlertmanagerConfig, file: AlertmanagerConfig) -> AlertmanagerConfig:
    """What runs, with what it hides taken from its file, where the two agree."""
    receivers = {
        name: file.receivers[name] if name in file.receivers and _agree(receiver, file.receivers[name]) else receiver
        for name, receiver in running.receivers.items()
    }
    common = {**running.common, **{key: file.common[key] for key in running.common.keys() & file.common.keys()}}
    return AlertmanagerConfig(
        running.shown, running.route, receivers, running.inhibitions, running.intervals, common, running.live
    )
