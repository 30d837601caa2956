"""The configuration of Alertmanager, from its file or as the running one tells it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from readiness.evidence.problems import cannot_judge
from readiness.evidence.yaml_located import Located, located_yaml
from readiness.model.errors import BadValue, CannotJudge
from readiness.model.text import Text
from readiness.probes.alert_rules.matchers import Matcher, parse_matchers
from readiness.probes.alert_rules.rules import prometheus_duration

_WAIT = timedelta(seconds=30)  # where no route says how long
_ROUTE_KEYS = frozenset(
    {"receiver", "group_by", "continue", "match", "match_re", "matchers", "group_wait", "group_interval"}
    | {"repeat_interval", "mute_time_intervals", "active_time_intervals", "routes"}
)
_KEYS = frozenset({"global", "route", "receivers", "inhibit_rules", "templates", "time_intervals"}) | {
    "mute_time_intervals",
    "tracing",
}


@dataclass(frozen=True, slots=True)
class Route:
    """A branch of the tree. `goes_on` is its `continue`; `muted` and `active` are names of time intervals; `wait` is
    how long a first alert waits for others."""

    receiver: str
    matchers: tuple[Matcher, ...]
    goes_on: bool
    routes: tuple[Route, ...]
    muted: tuple[str, ...]
    active: tuple[str, ...]
    wait: timedelta
    where: str


@dataclass(frozen=True, slots=True)
class Integration:
    """One way in which a receiver is told: `webhook`, `email`, `wechat`."""

    kind: str
    settings: Located
    where: str


@dataclass(frozen=True, slots=True)
class Receiver:
    name: str
    integrations: tuple[Integration, ...]
    where: str


@dataclass(frozen=True, slots=True)
class Inhibition:
    """While an alert fires that `source` matches, those that `target` matches are not told, where `equal` are alike."""

    source: tuple[Matcher, ...]
    target: tuple[Matcher, ...]
    equal: tuple[str, ...]
    where: str


@dataclass(frozen=True, slots=True)
class AlertmanagerConfig:
    """`intervals` are lists of times, as they are written; `live` is whether the running one told it."""

    shown: str
    route: Route
    receivers: Mapping[str, Receiver]
    inhibitions: tuple[Inhibition, ...]
    intervals: Mapping[str, Located]
    common: Mapping[str, Located]
    live: bool = False


def read_alertmanager(text: str, shown: str, *, live: bool = False) -> AlertmanagerConfig:
    """Raises CannotJudge for what is no configuration of Alertmanager."""
    documents = located_yaml(text, shown)
    if len(documents) != 1 or not isinstance(documents[0].value, dict) or "route" not in documents[0].entries:
        raise cannot_judge(
            f"{shown} is no configuration of Alertmanager: it has no route",
            f"{shown} 不是 Alertmanager 的配置：其中没有 route",
            _SUPPLY,
        )
    entries = documents[0].entries
    reader = _Reader(shown)
    reader.known(documents[0], _KEYS)
    route = reader.route(entries["route"], "", _WAIT)
    if route.matchers or route.goes_on or route.muted or route.active:
        raise reader.refused(
            entries["route"],
            "the first route takes every alert at any time, so it has no matchers, continue or time intervals",
            "最上层路由须随时接收全部告警，不能有 matchers、continue 或时间段",
        )
    intervals: dict[str, Located] = {}
    for key in ("mute_time_intervals", "time_intervals"):
        for node in reader.listed(documents[0], key):
            intervals[reader.text(node, "name")] = node
    return AlertmanagerConfig(
        shown,
        route,
        {receiver.name: receiver for receiver in reader.receivers(documents[0])},
        tuple(reader.inhibitions(documents[0])),
        intervals,
        entries["global"].entries if "global" in entries else {},
        live,
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    shown: str

    def route(self, node: Located, inherited: str, wait: timedelta) -> Route:
        self.known(node, _ROUTE_KEYS)
        entries = node.entries
        receiver = (entries["receiver"].text if "receiver" in entries else None) or inherited
        if not receiver:
            raise self.refused(node, "the route names no receiver", "路由没有指定接收人（receiver）")
        wait = self._wait(entries.get("group_wait"), wait)
        return Route(
            receiver,
            (*self._old_matchers(node), *self.matchers(node, "matchers")),
            self._yes(entries.get("continue")),
            tuple(self.route(child, receiver, wait) for child in self.listed(node, "routes")),
            self._texts(node, "mute_time_intervals"),
            self._texts(node, "active_time_intervals"),
            wait,
            self.where(node),
        )

    def receivers(self, document: Located) -> Iterator[Receiver]:
        for node in self.listed(document, "receivers"):
            integrations = [
                Integration(key.removesuffix("_configs"), item, self.where(item))
                for key in node.entries
                if key.endswith("_configs")
                for item in self.listed(node, key)
            ]
            yield Receiver(self.text(node, "name"), tuple(integrations), self.where(node))

    def inhibitions(self, document: Located) -> Iterator[Inhibition]:
        for node in self.listed(document, "inhibit_rules"):
            source, target = (
                (*self._old_matchers(node, f"{side}_"), *self.matchers(node, f"{side}_matchers"))
                for side in ("source", "target")
            )
            yield Inhibition(source, target, self._texts(node, "equal"), self.where(node))

    def matchers(self, node: Located, key: str) -> Iterator[Matcher]:
        for item in self.listed(node, key):
            try:
                yield from parse_matchers(item.text or "")
            except BadValue as problem:
                raise self.refused(item, problem.message.en, problem.message.zh) from None

    def _old_matchers(self, node: Located, before: str = "") -> Iterator[Matcher]:
        for key, operator in ((f"{before}match", "="), (f"{before}match_re", "=~")):
            part = node.entries.get(key)
            for name, value in part.entries.items() if part else ():
                yield Matcher(name, operator, value.text or "")

    def _wait(self, node: Located | None, inherited: timedelta) -> timedelta:
        if node is None or node.value is None:
            return inherited
        span = prometheus_duration(node.text or "")
        if span is None:
            raise self.refused(node, "group_wait is no duration such as 30s", "group_wait 不是时长，应写如 30s")
        return span

    def _yes(self, node: Located | None) -> bool:
        words = (node.text or "").lower() if node else "false"
        if words not in ("true", "false") and node is not None:
            raise self.refused(node, "continue is true or false", "continue 须为 true 或 false")
        return words == "true"

    def _texts(self, node: Located, key: str) -> tuple[str, ...]:
        return tuple(item.text or "" for item in self.listed(node, key))

    def listed(self, node: Located, key: str) -> tuple[Located, ...]:
        part = node.entries.get(key)
        if part is None or part.value is None:
            return ()
        if not isinstance(part.value, list):
            raise self.refused(part, f"{key} must be a list", f"{key} 须为列表")
        return part.items

    def text(self, node: Located, key: str) -> str:
        text = node.entries[key].text if key in node.entries else None
        if not text:
            raise self.refused(node, f"{key} is missing or empty", f"缺少 {key} 或其为空")
        return text

    def known(self, node: Located, keys: frozenset[str]) -> None:
        if not isinstance(node.value, dict):
            raise self.refused(node, "an object with keys is expected here", "此处应为带键的对象")
        for key, value in node.entries.items():
            if key not in keys:
                raise self.refused(
                    value,
                    f"{key!r} is no key that is known here, so what it does can't be told",
                    f"“{key}”不是此处已知的键，无法判断其作用",
                )

    def where(self, node: Located) -> str:
        return f"{self.shown}, line {node.line}"

    def refused(self, node: Located, en: str, zh: str) -> CannotJudge:
        return cannot_judge(f"{self.where(node)}: {en}", f"{self.shown} 第 {node.line} 行：{zh}", _SUPPLY)


_SUPPLY = Text(
    "Supply the file that Alertmanager runs with (amtool check-config says whether it is right)",
    "请提供 Alertmanager 正在使用的配置文件（可用 amtool check-config 检查）",
)
