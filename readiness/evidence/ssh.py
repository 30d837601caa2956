"""SSH signatures over sign-offs, by OpenSSH's `ssh-keygen -Y`, over canonical JSON (RFC 8785)."""

from __future__ import annotations

import os
import subprocess
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Final

from readiness.model.errors import CannotJudge, ReadinessError
from readiness.model.signoff import SignOff
from readiness.model.text import Text

NAMESPACE: Final = "readiness"
SCHEMA: Final = "readiness/sign-off/v1"
_VERIFY_SECONDS = 20.0
_SIGN_SECONDS = 120.0  # a person may have to type a passphrase or touch a key


@dataclass(frozen=True, slots=True)
class SignatureCheck:
    """Whether a signature holds; `reason` says why not."""

    valid: bool
    reason: Text | None = None


class CannotSign(ReadinessError):
    """No signature came about: no such key, wrong passphrase, no agent."""


def signoff_payload(signoff: SignOff) -> bytes:
    """The bytes that a signature of a sign-off is over: all its fields but the signature, the same for equal values."""
    import rfc8785

    return rfc8785.dumps(
        {
            "schema": SCHEMA,
            "subject": signoff.subject,
            "role": signoff.role,
            "person": signoff.person,
            "verdict": signoff.verdict.value,
            "sha256": signoff.sha256,
            "at": signoff.at.astimezone(UTC).isoformat(),
            "comment": signoff.comment,
            "scores": {criterion: _plain(score) for criterion, score in signoff.scores.items()},
        }
    )


def sign(payload: bytes, key: Path, *, seconds: float = _SIGN_SECONDS) -> str:
    """An armoured SSH signature. `key` is a private key file, or the public one of a key that the agent holds.

    Raises CannotSign, and CannotJudge where OpenSSH is not installed.
    """
    # From stdin to stdout: given a file and no terminal, ssh-keygen keeps an old `<file>.sig` and still exits with 0.
    done = _ssh_keygen(["-Y", "sign", "-n", NAMESPACE, "-f", str(key)], payload, seconds)
    if done is None:
        raise CannotSign(
            Text(f"Signing with {key} took longer than {seconds:.0f} s", f"使用 {key} 签名超过 {seconds:.0f} 秒未完成"),
            Text(
                "Check that the key's agent or token answers, and sign again", "请检查密钥代理或硬件密钥，然后重新签名"
            ),
        )
    armoured = done.stdout.decode("ascii", "replace")
    if done.returncode != 0 or not armoured.startswith("-----BEGIN SSH SIGNATURE-----"):
        said = (done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason given"])[-1]
        raise CannotSign(
            Text(f"ssh-keygen could not sign with {key}: {said}", f"ssh-keygen 无法使用 {key} 签名：{said}"),
            Text(
                "Name a key that exists and that you can open: --key ~/.ssh/id_ed25519",
                "请指定存在且能够打开的密钥：--key ~/.ssh/id_ed25519",
            ),
        )
    return armoured


def verify(payload: bytes, signature: str, allowed_signers: Path, principal: str, at: datetime) -> SignatureCheck:
    """Whether `signature` is of `principal`, by a key that the allowed-signers file accepts at the instant `at`.

    Times without `Z` in the file's `valid-after` and `valid-before` are read as UTC. Raises CannotJudge where the
    file can't be read or OpenSSH is not installed.
    """
    _readable(allowed_signers)
    with tempfile.TemporaryDirectory(prefix="readiness-") as folder:
        signed = Path(folder) / "signature"
        signed.write_text(signature.strip() + "\n", encoding="utf-8")
        when = at.astimezone(UTC).strftime("%Y%m%d%H%M%S")
        arguments = ["-Y", "verify", "-f", str(allowed_signers), "-I", principal, "-n", NAMESPACE]
        done = _ssh_keygen([*arguments, "-s", str(signed), f"-Overify-time={when}"], payload, _VERIFY_SECONDS)
    if done is None:
        return SignatureCheck(valid=False, reason=_TOO_SLOW)
    if done.returncode == 0:
        return SignatureCheck(valid=True)
    return SignatureCheck(valid=False, reason=_reason((done.stdout + done.stderr).decode("utf-8", "replace")))


def _plain(score: Decimal) -> str:
    """`4`, `4.0` and `4E+0` are one value, so they are signed alike."""
    return format(score.normalize(), "f")


def _ssh_keygen(arguments: list[str], payload: bytes, seconds: float) -> subprocess.CompletedProcess[bytes] | None:
    """None when it took too long. Raises CannotJudge where there is no ssh-keygen."""
    environment = {**os.environ, "LC_ALL": "C", "TZ": "UTC"}
    try:
        return subprocess.run(
            ["ssh-keygen", *arguments],
            input=payload,
            capture_output=True,
            timeout=seconds,
            check=False,
            env=environment,
        )
    except subprocess.TimeoutExpired:
        return None
    except OSError:
        raise CannotJudge(
            Text(
                "The program ssh-keygen is not there, so no signature can be checked",
                "找不到 ssh-keygen 程序，无法验证签名",
            ),
            Text(
                "Install OpenSSH 8.7 or later (Debian: apt-get install openssh-client)",
                "请安装 OpenSSH 8.7 或更高版本（Debian：apt-get install openssh-client）",
            ),
        ) from None


def _readable(allowed_signers: Path) -> None:
    try:
        allowed_signers.read_bytes()
    except OSError:
        raise CannotJudge(
            Text(
                f"The allowed-signers file {allowed_signers.name} can't be read, so no signature can be checked",
                f"无法读取允许签名者文件 {allowed_signers.name}，因此无法验证签名",
            ),
            Text(
                "Write one line for each person, their id and public key: `wang.fang ssh-ed25519 AAAA...`",
                "请为每个人写一行：人员 ID 和公钥，例如 `wang.fang ssh-ed25519 AAAA...`",
            ),
        ) from None


_TOO_SLOW = Text("checking it took too long", "验证超时")
_REASONS: tuple[tuple[str, Text], ...] = (
    ("incorrect signature", Text("what was signed has been changed since", "签名之后内容已被修改")),
    ("invalid format", Text("it is no SSH signature", "不是有效的 SSH 签名")),
    ("couldn't parse", Text("it is no SSH signature", "不是有效的 SSH 签名")),
    ("couldn't read signature", Text("it is no SSH signature", "不是有效的 SSH 签名")),
    ("namespace", Text("it was made for another purpose than readiness", "该签名不是为 readiness 用途生成的")),
    ("not yet valid", Text("the key was not yet valid then", "签名时该密钥尚未生效")),
    ("expired", Text("the key was no longer valid then", "签名时该密钥已失效")),
    (
        "no principal",
        Text("the key is not the person's in the allowed-signers file", "密钥与允许签名者文件中的人员不符"),
    ),
    ("key is not permitted", Text("the key is not permitted for this", "该密钥不允许用于此用途")),
)
_NOT_THEIRS = Text(
    "it does not verify: the allowed-signers file has no valid key of this person that made it",
    "签名未通过验证：允许签名者文件中没有此人可用的对应密钥",
)


def _reason(said: str) -> Text:
    words = said.lower()
    return next((reason for sign, reason in _REASONS if sign in words), _NOT_THEIRS)
