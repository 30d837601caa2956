"""Why no answer came, in plain words: one table over the exceptions of socket, ssl and httpcore."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

import httpcore

from readiness.evidence.web_answers import Failure, FailureKind
from readiness.evidence.web_transport import NameUnknown
from readiness.evidence.web_unpacking import CannotUnpack
from readiness.model.text import Text

# OpenSSL's X509_V_ERR_* codes (x509_vfy.h)
_CERTIFICATE: dict[int, Text] = {
    9: Text("the certificate is not valid yet", "证书尚未生效"),
    10: Text("the certificate has expired", "证书已过期"),
    18: Text("the certificate is self-signed and not trusted", "证书为自签名，不受信任"),
    19: Text("the certificate's issuer is not trusted", "证书的签发机构不受信任"),
    20: Text(
        "the certificate's issuer is unknown: the server does not send its intermediate certificate, or a CA of your "
        "own is not set as `ca` of the host",
        "找不到证书的签发机构：服务器未发送中间证书，或未在该主机的 `ca` 中设置自有 CA",
    ),
    21: Text("the certificate chain is incomplete", "证书链不完整"),
    62: Text("the certificate is for another host name", "证书不是签发给该主机名的"),
    64: Text("the certificate is for another address", "证书不是签发给该 IP 地址的"),
}
_UNTRUSTED = Text("the certificate could not be verified", "证书未通过验证")

# Most specific first: the first type that an exception, or one of its causes, is of.
_FAILURES: tuple[tuple[type[BaseException], Failure], ...] = (
    (ssl.SSLError, Failure(FailureKind.TLS, Text("the TLS connection was refused", "TLS 连接被拒绝"), lasting=True)),
    (NameUnknown, Failure(FailureKind.NAME, Text("the host name is not known to DNS", "DNS 中查不到该主机名"))),
    (ConnectionRefusedError, Failure(FailureKind.REFUSED, Text("the connection was refused", "连接被拒绝"))),
    (ConnectionResetError, Failure(FailureKind.BROKEN, Text("the connection was reset", "连接被重置"))),
    (httpcore.ConnectTimeout, Failure(FailureKind.TIMEOUT, Text("no connection in time", "连接超时"))),
    (httpcore.TimeoutException, Failure(FailureKind.TIMEOUT, Text("no whole answer in time", "未在限时内完整应答"))),
    (httpcore.ConnectError, Failure(FailureKind.REFUSED, Text("no connection could be made", "无法建立连接"))),
    (httpcore.ProxyError, Failure(FailureKind.PROXY, Text("the proxy could not reach it", "代理无法连到该地址"))),
    (
        httpcore.RemoteProtocolError,
        Failure(
            FailureKind.BROKEN,
            Text("the connection ended without a proper HTTP answer", "连接结束，未收到正确的 HTTP 应答"),
        ),
    ),
    (httpcore.NetworkError, Failure(FailureKind.BROKEN, Text("the connection broke off", "连接中断"))),
    (CannotUnpack, Failure(FailureKind.BROKEN, Text("the body can't be unpacked", "应答内容无法解压"))),
)

TARGET_FAULTS = (
    NameUnknown,
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProxyError,
    httpcore.RemoteProtocolError,
    CannotUnpack,
)


def failure_of(error: BaseException) -> Failure:
    """The failure that an exception of TARGET_FAULTS stands for. Nothing of its text is kept: it may hold a secret."""
    chain = list(_causes(error))
    for cause in chain:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Failure(FailureKind.TLS, _CERTIFICATE.get(cause.verify_code, _UNTRUSTED), lasting=True)
    for kind, failure in _FAILURES:
        if any(isinstance(cause, kind) for cause in chain):
            return failure
    return Failure(FailureKind.BROKEN, Text("the request failed", "请求失败"))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The exception and what it came from; httpcore's pool raises `from None`, which leaves only the context."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
