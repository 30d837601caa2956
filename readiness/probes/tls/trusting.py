"""Judging what a server shows: whether it is trusted, for whom, and until when. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from readiness.evidence.certificates import Certificate
from readiness.evidence.tls import Outcome
from readiness.model.finding import Finding, FindingKind
from readiness.model.instants import say_instant
from readiness.model.moments import tell_duration
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.tls.facts import AddressSeen, Seen, Target
from readiness.probes.tls.words import finding

# OpenSSL's X509_V_ERR_* codes (x509_vfy.h)
_NOT_YET, _EXPIRED = 9, 10
_SELF_SIGNED = 18
_OTHER_NAME = frozenset({62, 64})
_TOO_WEAK = frozenset({66, 67, 68})

_TRUSTED = Text("a certificate that is trusted", "受信任的证书")


def untrusted(target: Target, address: AddressSeen, situation: Situation) -> Finding:
    """Why the certificate is not trusted, with what can be said of it."""
    seen = address.opened
    leaf = seen.chain[0] if seen.chain else None
    if seen.verify_code in _OTHER_NAME:
        said = _for_another(target, leaf)
    elif seen.verify_code in (_NOT_YET, _EXPIRED):
        said = _out_of_time(target, seen, situation)
    elif seen.verify_code == _SELF_SIGNED:
        said = _by_itself(target)
    elif seen.verify_code in _TOO_WEAK:
        said = _too_weak(target, seen)
    else:
        said = _no_way_to_a_root(target, seen)
    required, observed, message = said
    return finding(target, address, required, observed, message)


def _for_another(target: Target, leaf: Certificate | None) -> tuple[Text, Text, Text]:
    names = ", ".join(leaf.names[:5]) if leaf is not None and leaf.names else ""
    observed = Text(f"for {names}" if names else "for no name", f"签发给 {names}" if names else "没有域名")
    return (
        Text(f"a certificate for {target.host}", f"签发给 {target.host} 的证书"),
        observed,
        Text(
            f"The certificate of {target.subject} is for another host ({names or 'no name'}); install the one for this "
            "name, or correct the list",
            f"{target.subject} 的证书签发给其他主机（{names or '没有域名'}）；请安装本域名的证书，或更正清单",
        ),
    )


def _by_itself(target: Target) -> tuple[Text, Text, Text]:
    return (
        _TRUSTED,
        Text("self-signed", "自签名"),
        Text(
            f"{target.subject} shows a certificate that it signed itself, so nobody can tell who answers; install one "
            "of a CA that is trusted",
            f"{target.subject} 使用自签名证书，无法确认对方身份；请换用受信任 CA 签发的证书",
        ),
    )


def _too_weak(target: Target, seen: Seen) -> tuple[Text, Text, Text]:
    weak = [words for one in seen.chain if one is not None for words in one.weak]
    observed = weak[0] if weak else Text("outdated cryptography", "加密算法过时")
    message = Text(
        f"The certificate of {target.subject} is too weak ({observed.en}); have it issued anew",
        f"{target.subject} 的证书强度不足（{observed.zh}），请重新签发",
    )
    return _TRUSTED, observed, message


def _out_of_time(target: Target, seen: Seen, situation: Situation) -> tuple[Text, Text, Text]:
    """The certificate of the chain that is not valid now: the one that ended first, or begins last."""
    known = [one for one in seen.chain if one is not None]
    zone = situation.times.zone
    if seen.verify_code == _EXPIRED:
        one = min(known, key=lambda certificate: certificate.ends, default=None)
        at = say_instant(one.ends, zone) if one else Text("before now", "早于现在")
        observed = Text(f"ended {at.en}", f"已于 {at.zh} 到期")
        verb = Text("has expired", "已过期")
    else:
        one = max(known, key=lambda certificate: certificate.begins, default=None)
        at = say_instant(one.begins, zone) if one else Text("after now", "晚于现在")
        observed = Text(f"begins {at.en}", f"{at.zh} 才生效")
        verb = Text("is not valid yet", "尚未生效")
    what = _of(target, one, seen)
    return (
        Text("a certificate that is valid now", "当前有效的证书"),
        observed,
        Text(f"{what.en} {verb.en}: it {observed.en}; install a new one", f"{what.zh}{verb.zh}：{observed.zh}；请更换"),
    )


def _no_way_to_a_root(target: Target, seen: Seen) -> tuple[Text, Text, Text]:
    leaf, last = (seen.chain[0], seen.chain[-1]) if seen.chain else (None, None)
    if leaf is not None and len(seen.chain) == 1 and not leaf.own_issuer:
        return (
            Text("the certificate and those between it and a trusted root", "证书及其与受信任根证书之间的中间证书"),
            Text(f"only its own, issued by {leaf.issuer}", f"仅有自身证书，签发者为 {leaf.issuer}"),
            Text(
                f"{target.subject} does not send the intermediate certificate {leaf.issuer}: many clients can't trust "
                "it; install the whole chain, or set `ca` of the host for a company's own CA",
                f"{target.subject} 没有发送中间证书 {leaf.issuer}，许多客户端无法信任；请安装完整证书链，"
                "企业自有 CA 请设置该主机的 `ca`",
            ),
        )
    issuer = last.issuer if last is not None else "?"
    return (
        _TRUSTED,
        Text(f"issued under {issuer}, which is not trusted", f"上级签发者 {issuer} 不受信任"),
        Text(
            f"The certificate of {target.subject} comes from {issuer}, which is not trusted here; install one of a "
            "public CA, or set `ca` of the host for a company's own",
            f"{target.subject} 的证书来自不受信任的 {issuer}；请安装公共 CA 的证书，企业自有 CA 请设置该主机的 `ca`",
        ),
    )


def too_short(target: Target, address: AddressSeen, limit: datetime, situation: Situation) -> Iterator[Finding]:
    """Every certificate on the way to the root must last: one that ends in between breaks all of it."""
    for one in address.opened.path:
        if one is None:
            yield finding(
                target,
                address,
                Text("certificates that can be read", "可读取的证书"),
                Text("one that can't", "有一个无法读取"),
                Text(
                    f"A certificate of {target.subject} can't be read, so nobody knows when it ends; renew it",
                    f"{target.subject} 的一个证书无法读取，不知道何时到期；请更换",
                ),
                FindingKind.UNREADABLE,
            )
        elif one.ends < limit:
            yield _ends_early(target, address, one, limit, situation)


def _ends_early(
    target: Target, address: AddressSeen, one: Certificate, limit: datetime, situation: Situation
) -> Finding:
    zone = situation.times.zone
    ends, wanted = say_instant(one.ends, zone), say_instant(limit, zone)
    what = _of(target, one, address.opened)
    span = tell_duration(limit - one.ends, 2)
    return finding(
        target,
        address,
        Text(f"valid until {wanted.en}", f"有效期至 {wanted.zh}"),
        Text(f"ends {ends.en}", f"{ends.zh} 到期"),
        Text(
            f"{what.en} ends {ends.en}, {span.en} too early; renew it before the launch",
            f"{what.zh}将于 {ends.zh} 到期，早了 {span.zh}；请在上线前更换",
        ),
    )


def _of(target: Target, one: Certificate | None, seen: Seen) -> Text:
    """Which certificate: the host's own, or one above it by name."""
    leaf = (seen.path or seen.chain or (None,))[0]
    if one is None or one == leaf:
        return Text(f"The certificate of {target.subject}", f"{target.subject} 的证书")
    return Text(
        f"The certificate {one.name} above that of {target.subject}", f"{target.subject} 的上级证书 {one.name} "
    )


def shortest(addresses: Sequence[AddressSeen]) -> datetime | None:
    """The earliest end of all certificates on all ways."""
    ends = [one.ends for address in addresses for one in address.opened.path if one is not None]
    return min(ends, default=None)


def weaknesses(addresses: Sequence[AddressSeen]) -> tuple[Text, ...]:
    """What is outdated in certificates that are trusted all the same."""
    return tuple(
        dict.fromkeys(
            words
            for address in addresses
            if address.opened.outcome is Outcome.ANSWERED
            for one in address.opened.path
            if one is not None
            for words in one.weak
        )
    )
