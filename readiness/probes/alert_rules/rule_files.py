"""Rule files: plain ones of Prometheus, and PrometheusRule objects of Kubernetes, several documents in one file too.

Reading is as strict as Prometheus's own: a rule file with one wrong key is not loaded at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePosixPath

from readiness.evidence.decoding import decode
from readiness.evidence.document import Document
from readiness.evidence.problems import cannot_judge
from readiness.evidence.yaml_located import Located, located_yaml
from readiness.model.errors import CannotJudge
from readiness.model.text import Text
from readiness.probes.alert_rules.rules import Rule, prometheus_duration

_SUFFIXES = (".yml", ".yaml", ".rules")
_OBJECTS = ("PrometheusRule", "VMRule")
_GROUP_KEYS = frozenset(
    {"name", "interval", "query_offset", "limit", "labels", "rules", "partial_response_strategy", "source_tenants"}
)
_RULE_KEYS = frozenset({"alert", "record", "expr", "for", "keep_firing_for", "labels", "annotations"})
_SERVER_KEYS = frozenset({"scrape_configs", "rule_files", "global", "alerting", "remote_write"})
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class RuleFiles:
    """The rules of a document, and its files and parts that hold none."""

    rules: tuple[Rule, ...]
    others: tuple[str, ...]

    def notes(self) -> Iterator[Text]:
        if self.others:
            shown = self.others[:_MOST_NAMED]
            more = "" if len(self.others) <= _MOST_NAMED else "…"
            yield Text(
                f"No rules are in {', '.join(shown)}{more} ({len(self.others)})",
                f"以下内容不含告警规则：{'、'.join(shown)}{more}（{len(self.others)} 处）",
            )


def read_rule_files(document: Document) -> RuleFiles:
    """Every rule of a file or folder. Raises CannotJudge."""
    rules: list[Rule] = []
    others: list[str] = []
    folder = document.binding.folder is not None
    for file in document.files(_is_yaml if folder else _any):
        if file.data is None:
            others.append(file.path)
            continue
        for one in located_yaml(decode(file.data, document.binding.encoding, file.path).text, file.path):
            found = _groups(one, file.path, folder=folder)
            if found is None:
                others.append(f"{file.path}, line {one.line}")
            else:
                rules.extend(rule for group in found for rule in _rules(group, file.path))
    if not rules:
        raise cannot_judge(
            f"{document.use.source} holds no rule",
            f"{document.use.source} 中没有任何规则",
            Text("Supply the rule files that Prometheus loads", "请提供 Prometheus 加载的规则文件"),
        )
    return RuleFiles(tuple(rules), tuple(others))


def _is_yaml(path: str) -> bool:
    return PurePosixPath(path).suffix.lower() in _SUFFIXES and not PurePosixPath(path).name.startswith(".")


def _any(path: str) -> bool:
    del path  # the one file that is bound, whatever its name
    return True


def _groups(document: Located, shown: str, *, folder: bool) -> tuple[Located, ...] | None:
    """The groups of one document; None for what is something else and lies among rule files. Raises CannotJudge."""
    entries = document.entries
    kind = entries["kind"].text if "kind" in entries else None
    if kind in _OBJECTS:
        spec = entries.get("spec")
        return _listed(spec, "groups", shown) if spec is not None else ()
    if kind == "List":
        parts = [_groups(item, shown, folder=True) for item in _listed(document, "items", shown)]
        return tuple(group for part in parts for group in part or ())
    if "groups" in entries:
        if "apiVersion" in entries:
            raise _refused(
                document,
                shown,
                "these are alert rules that Grafana manages itself, which Prometheus does not load",
                "这是 Grafana 自身管理的告警规则，Prometheus 不会加载",
            )
        return _listed(document, "groups", shown)
    if folder and entries:
        return None
    if _SERVER_KEYS & entries.keys():
        raise _refused(
            document,
            shown,
            "this is the server's own configuration; the files that its rule_files names hold the rules",
            "这是 Prometheus 服务器自身的配置；规则在其 rule_files 所列的文件中",
        )
    raise _refused(document, shown, "it has no groups of rules", "没有规则组（groups）")


def _listed(node: Located, key: str, shown: str) -> tuple[Located, ...]:
    part = node.entries.get(key)
    if part is None or part.value is None:
        return ()
    if not isinstance(part.value, list):
        raise _refused(part, shown, f"{key} must be a list", f"{key} 须为列表")
    return part.items


def _rules(group: Located, shown: str) -> Iterator[Rule]:
    _known(group, _GROUP_KEYS, shown)
    name = _text(group, "name", shown)
    labels = _labels(group.entries.get("labels"), shown)
    for node in _listed(group, "rules", shown):
        _known(node, _RULE_KEYS, shown)
        entries = node.entries
        if ("alert" in entries) == ("record" in entries):
            raise _refused(node, shown, "a rule has one of alert and record", "每条规则须有 alert、record 两者之一")
        alert = "alert" in entries
        yield Rule(
            name=_text(node, "alert" if alert else "record", shown),
            alert=alert,
            expr=_text(node, "expr", shown),
            where=f"{shown}, line {node.line}",
            group=name,
            labels={**labels, **_labels(entries.get("labels"), shown)},
            hold=_duration(entries.get("for"), shown),
        )


def _known(node: Located, keys: frozenset[str], shown: str) -> None:
    if not isinstance(node.value, dict):
        raise _refused(node, shown, "an object with keys is expected here", "此处应为带键的对象")
    for key, value in node.entries.items():
        if key not in keys:
            raise _refused(
                value,
                shown,
                f"{key!r} is no key of Prometheus here, so it would not load the file",
                f"“{key}”不是 Prometheus 此处的键，该文件无法加载",
            )


def _text(node: Located, key: str, shown: str) -> str:
    text = node.entries[key].text if key in node.entries else None
    if text is None or not text.strip():
        raise _refused(node, shown, f"{key} is missing or empty", f"缺少 {key} 或其为空")
    return text


def _labels(node: Located | None, shown: str) -> Mapping[str, str]:
    if node is None or node.value is None:
        return {}
    if not isinstance(node.value, dict):
        raise _refused(node, shown, "labels must be names with texts", "labels 须为名称与文本")
    found = {key: value.text or "" for key, value in node.entries.items()}
    return {key: text for key, text in found.items() if text}


def _duration(node: Located | None, shown: str) -> timedelta:
    if node is None or node.value is None:
        return timedelta()
    span = prometheus_duration(node.text or "")
    if span is None:
        raise _refused(node, shown, f"{node.text!r} is no duration such as 5m", f"“{node.text}”不是时长，应写如 5m")
    return span


def _refused(node: Located, shown: str, en: str, zh: str) -> CannotJudge:
    return cannot_judge(
        f"{shown}, line {node.line}: {en}",
        f"{shown} 第 {node.line} 行：{zh}",
        Text(
            "Supply the rule files that Prometheus loads (promtool check rules says whether they are right)",
            "请提供 Prometheus 加载的规则文件（可用 promtool check rules 检查）",
        ),
    )
