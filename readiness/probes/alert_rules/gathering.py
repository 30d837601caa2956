"""Reads what the `alert-rules` kind judges: files, and what the running server and Alertmanager say."""

from __future__ import annotations

from dataclasses import replace

from readiness.evidence.context import Address, ProbeContext
from readiness.evidence.web_answers import TimeUp
from readiness.model.errors import CannotJudge
from readiness.model.text import Text
from readiness.probes.alert_rules.alertmanager import AlertmanagerConfig, read_alertmanager
from readiness.probes.alert_rules.facts import Facts
from readiness.probes.alert_rules.rule_files import RuleFiles, read_rule_files
from readiness.probes.alert_rules.sending import unhidden
from readiness.probes.alert_rules.settings import Settings


def gather_facts(settings: Settings, context: ProbeContext) -> Facts:
    """Files first: what is not supplied need not be asked of a server. Raises NotSupplied and CannotJudge."""
    files = read_rule_files(context.document(settings.rules)) if settings.rules else None
    config = _config_file(settings.alertmanager_config, context) if settings.alertmanager_config else None
    addresses = {name: context.address(name) for name in (settings.server, settings.alertmanager) if name}
    facts = Facts(
        context.times.seen_until,
        files.rules if files and settings.server is None else None,
        files.rules if files else None,
        config=config,
        config_file=config,
        notes=tuple(_notes(settings, files)),
    )
    if not addresses:
        return facts
    try:
        return _ask(settings, context, addresses, facts)
    except TimeUp:
        raise CannotJudge(
            Text(
                "Time was up before Prometheus and Alertmanager had answered",
                "检查时限已到，未能取完 Prometheus 与 Alertmanager 的应答",
            ),
            Text(
                "Give the probe more time (--probe-timeout), or lower timeout or retries in the check",
                "请放宽探针时限（--probe-timeout），或调小检查项的 timeout、retries",
            ),
        ) from None


def _ask(settings: Settings, context: ProbeContext, addresses: dict[str, Address], facts: Facts) -> Facts:
    from readiness.probes.alert_rules.asking import ask_alertmanager, ask_server

    with context.web() as web:
        if settings.server is not None:
            facts = ask_server(settings, context, web, addresses[settings.server], facts)
        if settings.alertmanager is not None:
            facts = ask_alertmanager(settings, context, web, addresses[settings.alertmanager], facts)
    if facts.config is not None and facts.config_file is not None and facts.config is not facts.config_file:
        facts = replace(facts, config=unhidden(facts.config, facts.config_file))
    return facts


def _config_file(name: str, context: ProbeContext) -> AlertmanagerConfig:
    document = context.document(name)
    return read_alertmanager(document.text(), document.use.source)


def _notes(settings: Settings, files: RuleFiles | None) -> list[Text]:
    notes = list(files.notes()) if files else []
    if settings.server is None:
        notes.append(
            Text(
                "Judged from rule files: whether a server has loaded them was not asked",
                "依据规则文件判断，未向服务器确认是否已加载",
            )
        )
    if settings.alertmanager is None:
        notes.append(
            Text(
                "Judged from Alertmanager's file: silences, and whether it runs with the file, were not asked",
                "依据 Alertmanager 配置文件判断，未确认静默与实际运行的配置",
            )
        )
    return notes
