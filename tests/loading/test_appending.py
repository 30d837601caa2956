"""Sign-offs and waivers are added as text, and only if the whole file reads back."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readiness.loading.appending import append_signoff, append_waiver
from readiness.loading.problems import InvalidInput
from readiness.model.location import Location
from readiness.model.signoff import SignOff, Verdict
from readiness.model.waiver import Covers, Waiver
from tests.loading.conftest import Desk

AT = datetime(2026, 6, 16, 2, 0, tzinfo=UTC)
HERE = Location("here", 1, 1)


def sign_off(comment: str = "", **changes: object) -> SignOff:
    fields: dict[str, object] = {
        "subject": "terms",
        "role": "legal",
        "person": "wang.fang",
        "verdict": Verdict.APPROVED,
        "sha256": "ab" * 32,
        "at": AT,
        "comment": comment,
        "location": HERE,
    }
    return SignOff(**{**fields, **changes})  # type: ignore[arg-type]


def waiver(reason: str, covers: Covers = Covers.FAILURE, sha256: str | None = None) -> Waiver:
    expires = datetime(2026, 6, 18, tzinfo=UTC)
    return Waiver("execution.stock-coverage", covers, "wang.fang", reason, AT, expires, HERE, sha256)


def test_the_first_sign_off_makes_the_file(tmp_path: Path) -> None:
    """Where no file is, one with a heading is written."""
    path = append_signoff(tmp_path, sign_off())

    assert path.read_text(encoding="utf-8") == (
        "# Who approved which content, in which role. Written by `readiness sign`.\n"
        "signoffs:\n"
        "  - subject: terms\n"
        "    role: legal\n"
        "    person: wang.fang\n"
        f"    sha256: {'ab' * 32}\n"
        "    at: 2026-06-16T02:00:00+00:00\n"
    )


def test_comments_and_order_stay(desk: Desk) -> None:
    """What stood in the file stands there byte for byte; the new line follows in the same indentation."""
    before = b"\xef\xbb\xbf# ours\r\nsignoffs: # all of them\r\n- subject: terms # v1\r\n  role: legal\r\n" + (
        b"  person: wang.fang\r\n  sha256: " + b"0" * 64 + b"\r\n  at: 2026-06-09T10:00:00+08:00\r\n# end"
    )
    (desk.folder / "signoffs.yaml").write_bytes(before)

    append_signoff(desk.folder, sign_off("fine: really"))

    after = (desk.folder / "signoffs.yaml").read_bytes()
    assert after.startswith(before + b"\r\n- subject: terms\r\n  role: legal\r\n")
    assert after.endswith(b'  comment: "fine: really"\r\n')
    assert desk.load().signoffs[1].comment == "fine: really"


def test_every_field_comes_back(desk: Desk) -> None:
    """Verdict, scores, signature, cover and digest are written and read back."""
    signature = "-----BEGIN SSH SIGNATURE-----\nU1NI\n-----END SSH SIGNATURE-----\n"
    scores = {"可读性: 1": Decimal("4.50")}
    signed = sign_off(verdict=Verdict.CHANGES_REQUESTED, scores=scores, signature=signature)

    append_signoff(desk.folder, signed)
    append_waiver(desk.folder, waiver("agreed", Covers.LOOSENING, "cd" * 32))

    campaign = desk.load()
    last = campaign.signoffs[-1]
    assert (last.verdict, last.scores, last.signature) == (signed.verdict, scores, signature)
    assert (campaign.waivers[-1].covers, campaign.waivers[-1].sha256) == (Covers.LOOSENING, "cd" * 32)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("signoffs: [\n", "not closed"),
        ("", "empty"),
        ("signoffs: [{subject: terms}]\n", "is missing"),
        (
            "signoffs: [{subject: terms, role: legal, person: a, sha256: "
            + "0" * 64
            + ", at: 2026-06-09T10:00:00Z}]\n",
            r"written in \[ \]",
        ),
        (
            "signoffs:\n  - {subject: terms, role: legal, person: a, sha256: "
            + "0" * 64
            + ", at: 2026-06-09T10:00:00Z}\n...\n",
            "yaml:4:3: ",
        ),
    ],
)
def test_a_file_that_does_not_load_is_left_alone(tmp_path: Path, text: str, why: str) -> None:
    """Nothing is written where the file, with or without the new line, does not read back."""
    file = tmp_path / "signoffs.yaml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(InvalidInput, match=why):
        append_signoff(tmp_path, sign_off())

    assert file.read_text(encoding="utf-8") == text
    assert [path.name for path in tmp_path.iterdir()] == ["signoffs.yaml"]


def test_a_record_that_would_not_load_is_not_written(tmp_path: Path) -> None:
    """An empty reason or a broken digest never reaches the file."""
    with pytest.raises(InvalidInput, match="empty"):
        append_waiver(tmp_path, waiver("  "))
    with pytest.raises(InvalidInput, match="SHA-256"):
        append_signoff(tmp_path, sign_off(sha256="abc"))

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_can_not_be_written_is_an_os_error(tmp_path: Path) -> None:
    """A folder that does not exist is the caller's to tell."""
    with pytest.raises(OSError, match="gone"):
        append_signoff(tmp_path / "gone", sign_off())


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reason=st.text(min_size=1, max_size=40))
def test_any_text_comes_back_as_it_was(tmp_path: Path, reason: str) -> None:
    """Whatever a person writes is read back exactly, or not written."""
    file = tmp_path / "waivers.yaml"
    file.unlink(missing_ok=True)
    try:
        append_waiver(tmp_path, waiver("first"))
        append_waiver(tmp_path, waiver(reason))
    except (InvalidInput, UnicodeEncodeError):
        assert not reason.strip() or any(0xD800 <= ord(letter) <= 0xDFFF for letter in reason)
