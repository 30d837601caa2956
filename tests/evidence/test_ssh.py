"""SSH signatures over sign-offs, with real keys and the real ssh-keygen."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest

from readiness.evidence.ssh import CannotSign, sign, signoff_payload, verify
from readiness.model.errors import CannotJudge
from readiness.model.signoff import SignOff, Verdict

_AT = datetime(2026, 6, 10, 8, 0, tzinfo=UTC)
_SIGNOFF = SignOff(
    subject="terms",
    role="legal",
    person="wang.fang",
    verdict=Verdict.APPROVED,
    sha256="ab" * 32,
    at=_AT,
    comment="同意",
    scores={"risk": Decimal("4.0"), "budget": Decimal(5)},
)


@pytest.fixture(scope="module", params=["ed25519", "ecdsa", "rsa"])
def key(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("ssh-keygen") is None:
        pytest.skip("OpenSSH is not installed")
    path = tmp_path_factory.mktemp("keys") / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", request.param, "-N", "", "-C", "", "-f", path], check=True, timeout=60)
    return path


def _signers(folder: Path, key: Path, principal: str = "wang.fang", options: str = "") -> Path:
    path = folder / "allowed_signers"
    path.write_text(f"{principal} {options} {key.with_suffix('.pub').read_text()}".replace("  ", " "), encoding="utf-8")
    return path


def test_a_signature_by_the_person_holds(key: Path, tmp_path: Path) -> None:
    """What a person signs verifies for that person at that instant, for every usual kind of key."""
    payload = signoff_payload(_SIGNOFF)
    check = verify(payload, sign(payload, key), _signers(tmp_path, key), "wang.fang", _AT)
    assert check.valid
    assert check.reason is None


@pytest.mark.parametrize(
    "changed",
    [
        {"sha256": "cd" * 32},
        {"role": "finance"},
        {"person": "li.wei"},
        {"verdict": Verdict.CHANGES_REQUESTED},
        {"at": _AT - timedelta(days=1)},
        {"comment": "不同意"},
        {"scores": {"risk": Decimal(5), "budget": Decimal(5)}},
        {"subject": "copy"},
    ],
)
def test_any_change_after_signing_breaks_the_signature(key: Path, tmp_path: Path, changed: dict[str, object]) -> None:
    """False-GO 34: every field is signed, so a sign-off edited afterwards does not verify."""
    signature = sign(signoff_payload(_SIGNOFF), key)
    forged = replace(_SIGNOFF, **changed)  # type: ignore[arg-type]
    check = verify(signoff_payload(forged), signature, _signers(tmp_path, key), "wang.fang", _AT)
    assert not check.valid
    assert check.reason is not None
    assert "changed since" in check.reason.en


def test_another_person_can_not_borrow_a_signature(key: Path, tmp_path: Path) -> None:
    """False-GO 34: a signature counts only for the person whom the allowed-signers file gives the key to."""
    payload = signoff_payload(_SIGNOFF)
    check = verify(payload, sign(payload, key), _signers(tmp_path, key, "li.wei"), "wang.fang", _AT)
    assert not check.valid


@pytest.mark.parametrize(
    ("options", "words"),
    [('valid-before="20260610075959"', "no longer valid"), ('valid-after="20260610080001"', "not yet valid")],
)
def test_a_key_counts_only_while_it_is_valid(key: Path, tmp_path: Path, options: str, words: str) -> None:
    """False-GO 34: one second after `valid-before`, or before `valid-after` (both UTC), a key signs nothing."""
    payload = signoff_payload(_SIGNOFF)
    check = verify(payload, sign(payload, key), _signers(tmp_path, key, options=options), "wang.fang", _AT)
    assert not check.valid
    assert check.reason is not None
    assert words in check.reason.en


def test_a_signature_for_another_purpose_does_not_count(key: Path, tmp_path: Path) -> None:
    """A signature made for git, over the very same bytes, is none for readiness."""
    payload = signoff_payload(_SIGNOFF)
    made = subprocess.run(
        ["ssh-keygen", "-Y", "sign", "-n", "git", "-f", key], input=payload, capture_output=True, check=True, timeout=60
    )
    check = verify(payload, made.stdout.decode(), _signers(tmp_path, key), "wang.fang", _AT)
    assert not check.valid
    assert check.reason is not None
    assert "another purpose" in check.reason.en


@pytest.mark.parametrize("signature", ["", "yes", "-----BEGIN SSH SIGNATURE-----\nU1NI\n-----END SSH SIGNATURE-----"])
def test_what_is_no_signature_does_not_count(key: Path, tmp_path: Path, signature: str) -> None:
    """False-GO 34: any text in the signature's place is no signature."""
    check = verify(signoff_payload(_SIGNOFF), signature, _signers(tmp_path, key), "wang.fang", _AT)
    assert not check.valid
    assert check.reason is not None


def test_a_missing_allowed_signers_file_can_not_be_judged(tmp_path: Path) -> None:
    """Without the file nobody's key is known: an error that names it, never "unsigned"."""
    with pytest.raises(CannotJudge, match="allowed_signers"):
        verify(b"", "", tmp_path / "allowed_signers", "wang.fang", _AT)


def test_a_missing_program_can_not_be_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without OpenSSH the check is an error that says what to install."""
    (tmp_path / "allowed_signers").write_text("")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CannotJudge) as caught:
        verify(b"", "", tmp_path / "allowed_signers", "wang.fang", _AT)
    assert caught.value.hint is not None
    assert "OpenSSH" in caught.value.hint.en


def test_a_key_that_does_not_exist_signs_nothing(tmp_path: Path) -> None:
    """Signing with a key that is not there fails in words that name it."""
    with pytest.raises(CannotSign, match="no-such-key"):
        sign(b"payload", tmp_path / "no-such-key")


def test_the_payload_is_the_same_for_equal_values() -> None:
    """The order of scores, trailing zeros and the zone of the instant do not change what is signed."""
    same = replace(
        _SIGNOFF,
        at=_AT.astimezone(timezone(timedelta(hours=8))),
        scores={"budget": Decimal("5.00"), "risk": Decimal(4)},
    )
    assert signoff_payload(same) == signoff_payload(_SIGNOFF)


def test_the_payload_leaves_the_signature_out() -> None:
    """A signature is over the other fields, so adding it does not change what was signed."""
    assert signoff_payload(replace(_SIGNOFF, signature="x")) == signoff_payload(_SIGNOFF)
