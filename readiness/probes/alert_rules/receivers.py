"""Whether a receiver tells anybody: it has an integration, and none of its addresses is a placeholder."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from readiness.evidence.yaml_located import Located, texts_in
from readiness.model.text import Text
from readiness.probes.alert_rules.alertmanager import AlertmanagerConfig, Integration, Receiver

HIDDEN = "<secret>"
"""What a running Alertmanager says in place of a secret."""

# Of each integration, what says where it goes: of each group one must be there, in the integration or (after `global:`)
# for all of them.
_ADDRESSES: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "discord": (("webhook_url", "webhook_url_file"),),
    "email": (("to",), ("smarthost", "global:smtp_smarthost")),
    "jira": (("project",), ("api_url", "global:jira_api_url")),
    "msteams": (("webhook_url", "webhook_url_file"),),
    "msteamsv2": (("webhook_url", "webhook_url_file"),),
    "opsgenie": (("api_key", "api_key_file", "global:opsgenie_api_key", "global:opsgenie_api_key_file"),),
    "pagerduty": (("routing_key", "routing_key_file", "service_key", "service_key_file"),),
    "pushover": (("user_key", "user_key_file"), ("token", "token_file")),
    "rocketchat": (("channel",), ("token", "token_file", "global:rocketchat_token", "global:rocketchat_token_file")),
    "slack": (("api_url", "api_url_file", "global:slack_api_url", "global:slack_api_url_file", "app_token"),),
    "sns": (("topic_arn", "phone_number", "target_arn"),),
    "telegram": (("chat_id", "chat_id_file"), ("bot_token", "bot_token_file", "global:telegram_bot_token")),
    "victorops": (("routing_key",), ("api_key", "api_key_file", "global:victorops_api_key")),
    "webex": (("room_id",),),
    "webhook": (("url", "url_file"),),
    "wechat": (
        ("api_secret", "api_secret_file", "global:wechat_api_secret", "global:wechat_api_secret_file"),
        ("corp_id", "global:wechat_api_corp_id"),
    ),
}
_STAND_IN = re.compile(
    r"your[_-]|[_-]your\b|\byour\b|<[a-z _-]+>|change[_-]?me|replace[_-]?me|place[_-]?holder|\bto[_-]?do\b|\$\{|x{4,}"
    r"|(?:^|[@/.])example(?:\.(?:com|org|net))?(?:[:/>,\s]|$)|\.(?:example|invalid|test)(?:[:/>,\s]|$)|待填|待定|占位",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Address:
    """One thing of an integration that says where it goes. `problem` is why nobody is told by it; `hidden` that the
    server does not show it."""

    integration: Integration
    key: str
    value: str
    problem: Text | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What a receiver's integrations are worth: those that tell somebody, and what is wrong with the others."""

    receiver: Receiver
    real: tuple[Integration, ...]
    wrong: tuple[Address, ...]
    hidden: tuple[Address, ...]


def told_by(config: AlertmanagerConfig, receiver: Receiver, *, allow_local: bool) -> Told:
    """Every integration by its addresses. One of which an address is wrong tells nobody."""
    real: list[Integration] = []
    wrong: list[Address] = []
    hidden: list[Address] = []
    for integration in receiver.integrations:
        addresses = tuple(_addresses(config, integration, allow_local=allow_local))
        bad = [address for address in addresses if address.problem is not None]
        unseen = [address for address in addresses if address.hidden]
        wrong.extend(bad)
        hidden.extend(unseen if not bad else ())
        if not bad and not unseen:
            real.append(integration)
    return Told(receiver, tuple(real), tuple(wrong), tuple(hidden))


def _addresses(config: AlertmanagerConfig, integration: Integration, *, allow_local: bool) -> Iterator[Address]:
    own = integration.settings.entries
    if integration.kind not in _ADDRESSES:  # an integration of a later version: all that it says is looked at
        texts = [text.text or "" for text in texts_in(integration.settings)]
        for text in texts or [""]:
            yield _address(config, integration, "", text, allow_local=allow_local)
        return
    for group in _ADDRESSES[integration.kind]:
        found = next(((key, node) for key in group if (node := _value(config, own, key)) is not None), None)
        key, text = (group[0], "") if found is None else (found[0].removeprefix("global:"), found[1].text or "")
        local = allow_local or key in ("smarthost", "smtp_smarthost")  # a mail server of its own is an ordinary one
        yield _address(config, integration, key, text, allow_local=local)


def _value(config: AlertmanagerConfig, own: Mapping[str, Located], key: str) -> Located | None:
    node = config.common.get(key.removeprefix("global:")) if key.startswith("global:") else own.get(key)
    return node if node is not None and node.text else None


def _address(
    config: AlertmanagerConfig, integration: Integration, key: str, value: str, *, allow_local: bool
) -> Address:
    if value == HIDDEN and config.live:
        return Address(integration, key, value, hidden=True)
    return Address(integration, key, value, _problem(key, value, allow_local=allow_local))


def _problem(key: str, value: str, *, allow_local: bool) -> Text | None:
    if not value:
        return Text(f"no {key}" if key else "nothing is set", f"没有 {key}" if key else "没有任何设置")
    if (stand_in := _STAND_IN.search(value)) is not None:  # an address may hold a secret, so no more of it is shown
        shown = stand_in.group().strip("@/.:, \t\n")
        return Text(f"{key} holds a placeholder ({shown})".strip(), f"{key} 为占位内容（{shown}）".strip())
    if not allow_local and _is_local(host := _host(value)):
        return Text(f"{key} is the machine itself ({host})".strip(), f"{key} 指向本机（{host}）".strip())
    return None


def _host(value: str) -> str:
    try:
        return (urlsplit(value).hostname if "://" in value else value.rsplit(":", 1)[0]) or ""
    except ValueError:
        return ""


def _is_local(host: str) -> bool:
    if host.lower().rstrip(".") == "localhost" or host.lower().endswith((".localhost", ".localdomain")):
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified
