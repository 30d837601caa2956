"""What TLS trusts at a host and shows to it: own CA, client certificate and key, from the campaign's folder
or from where the operator's own variables point."""

from __future__ import annotations

import ssl
from pathlib import Path

from readiness.evidence.variables import fill, is_variable
from readiness.model.campaign import ClientCertificate, Host
from readiness.model.errors import CannotJudge
from readiness.model.text import Text

Identity = tuple[str | None, ClientCertificate | None]


def identity(host: Host | None) -> Identity:
    """What tells two hosts' TLS settings apart."""
    return (host.ca, host.client) if host else (None, None)


def context(host: Host | None, folder: Path) -> ssl.SSLContext:
    """The operating system's store, or only the host's own CA; with its client certificate, which so goes nowhere else.

    Raises CannotJudge where a file can't be read, lies outside the folder or does not fit.
    """
    if host is None:
        return _verifying(None)
    trust = _verifying(None) if host.ca is None else _own_ca(host, host_file(host, host.ca, _CA, folder))
    if host.client is not None:
        _show(host, host.client, trust, folder)
    return trust


def _own_ca(host: Host, path: Path) -> ssl.SSLContext:
    try:
        return _verifying(path)
    except (OSError, ValueError):  # ssl.SSLError is an OSError
        raise CannotJudge(
            Text(
                f"The CA file {host.ca} of host {host.name} can't be read as PEM certificates ({host.location})",
                f"主机 {host.name} 的 CA 文件 {host.ca} 无法作为 PEM 证书读取（{host.location}）",
            ),
            Text(
                "Save the CA as PEM: text that starts with -----BEGIN CERTIFICATE-----",
                "请将 CA 保存为 PEM 格式：以 -----BEGIN CERTIFICATE----- 开头的文本",
            ),
        ) from None


def _show(host: Host, client: ClientCertificate, trust: ssl.SSLContext, folder: Path) -> None:
    certificate = host_file(host, client.certificate, CLIENT, folder)
    key = None if client.key is None else host_file(host, client.key, _KEY, folder)
    passphrase = _passphrase(host, client)
    try:
        # Without a passphrase of ours, OpenSSL would ask for one at the terminal.
        trust.load_cert_chain(certificate, key, lambda: passphrase)
    except (OSError, ValueError):  # their texts are OpenSSL's, and nothing of a key may be told
        named = client.certificate if client.key is None else f"{client.certificate}, {client.key}"
        raise CannotJudge(
            Text(
                f"The client certificate of host {host.name} ({named}) can't be used: a file is missing or no PEM, the "
                f"key belongs to another certificate, or its passphrase is wrong ({host.location})",
                f"主机 {host.name} 的客户端证书（{named}）无法使用：文件不存在或不是 PEM 格式、私钥与证书不匹配，"
                f"或私钥口令不对（{host.location}）",
            ),
            Text(
                "Save both as PEM in the campaign's folder; for an encrypted key set client_passphrase: ${VARIABLE}",
                "请将两者以 PEM 格式存入活动目录；私钥已加密的，请设置 client_passphrase: ${变量名}",
            ),
        ) from None


def _passphrase(host: Host, client: ClientCertificate) -> str:
    if client.passphrase is None:
        return ""
    used_in = Text(
        f"client_passphrase of host {host.name} ({host.location})",
        f"主机 {host.name} 的 client_passphrase（{host.location}）",
    )
    return fill(client.passphrase, used_in).reveal()


_CA = Text("CA file", "CA 文件")
CLIENT = Text("client certificate", "客户端证书")
_KEY = Text("client key", "客户端私钥")


def host_file(host: Host, name: str, what: Text, folder: Path) -> Path:
    """A file that a host's settings name: inside the campaign's folder, or wherever the operator's own variable points
    (`${NAME}` alone). Raises CannotJudge for any other."""
    used_in = Text(f"the {what.en} of host {host.name}", f"主机 {host.name} 的{what.zh}")
    path = (folder / fill(name, used_in).reveal()).resolve()
    if not path.is_relative_to(folder) and not is_variable(name):
        raise CannotJudge(
            Text(
                f"The {what.en} {name} of host {host.name} lies outside the campaign's folder ({host.location})",
                f"主机 {host.name} 的{what.zh} {name} 不在活动目录内（{host.location}）",
            ),
            Text(
                f"Copy the {what.en} into the campaign's folder, or name it by a variable of your own: ${{NAME}}",
                f"请将{what.zh}复制到活动目录内，或用您自己的环境变量指明：${{NAME}}",
            ),
        )
    return path


def _verifying(ca: Path | None) -> ssl.SSLContext:
    trust = ssl.create_default_context(cafile=None if ca is None else str(ca))
    # Python 3.13 turns both on: one refuses many companies' own CAs, the other lets a chain end at an intermediate of
    # the CA file. The same server must get the same answer.
    trust.verify_flags &= ~(ssl.VERIFY_X509_STRICT | ssl.VERIFY_X509_PARTIAL_CHAIN)
    return trust
