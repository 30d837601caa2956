"""`readiness sign RUN`: the launch decision of a person, and what reports and `verify` make of it."""

from __future__ import annotations

import hashlib
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.campaigns import Small
from tests.cli.conftest import Answer, Readiness
from tests.cli.test_past import records
from tests.tools import program

SPONSOR = ("--role", "sponsor", "--as", "li.wei")


def signoffs(small: Small) -> str:
    path = small.folder / "signoffs.yaml"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def checked(small: Small, readiness: Readiness, *options: str) -> Path:
    readiness("check", small.folder, "-q", *options)
    return records(small)[-1]


def sign(small: Small, readiness: Readiness, run: str | Path, *options: str | Path) -> Answer:
    return readiness("sign", run, *SPONSOR, *options, "--campaign", small.folder, "--lang", "en")


def test_a_go_is_approved_and_every_report_says_so(approved: Small, readiness: Readiness) -> None:
    """By number; the digest is of the record's bytes, the run still holds, and its reports name who approved it."""
    record = checked(approved, readiness)
    answer = sign(approved, readiness, "1", "--comment", "agreed in the meeting")
    assert answer.code == 0, answer.err
    assert "李伟 (sponsor) approves the launch" in answer.out
    assert f"sha256: {hashlib.sha256(record.read_bytes()).hexdigest()}" in signoffs(approved)
    verified = readiness("verify", record, "--lang", "en")
    assert (verified.code, "✓ Launch approved by 李伟" in verified.out) == (0, True), verified.out
    assert verified.err == ""
    for report in ("terminal", "markdown", "html", "junit"):
        told = " ".join(readiness("render", record, "--report", report, "--lang", "en").out.replace("│", " ").split())
        assert "Launch approved by 李伟" in told, report
        assert "agreed in the meeting" in told, report
    assert "已批准上线" in readiness("render", record, "--lang", "zh").out


def test_a_no_go_can_not_be_approved(approved: Small, readiness: Readiness) -> None:
    """False-GO 37: nobody signs away what blocks; the way is a waiver of each check, and nothing is written."""
    approved.stock(10)
    approved.replace("launch: ", "launch: 2020-01-01T00:00:00+08:00 # ")
    record = checked(approved, readiness)
    answer = sign(approved, readiness, record)
    assert answer.code == 2
    assert "It decided" in answer.err
    assert "--request-changes" in answer.err
    assert signoffs(approved) == ""


@pytest.mark.parametrize("options", [("--phase", "execution"), ("--as-of", "T-1h")])
def test_a_part_or_another_instant_can_not_be_approved(
    approved: Small, readiness: Readiness, options: tuple[str, str]
) -> None:
    """False-GO 32, 41: only the whole gate at the present is something to launch by."""
    record = checked(approved, readiness, *options)
    assert sign(approved, readiness, record).code == 2
    assert signoffs(approved) == ""


def test_conditions_are_shown_to_who_takes_them(small: Small, readiness: Readiness) -> None:
    """A CONDITIONAL GO can be approved, and each condition is told as it is signed."""
    answer = sign(small, readiness, checked(small, readiness))
    assert answer.code == 0, answer.err
    assert answer.out.count("\n  - ") == 4


def test_a_refusal_stops_what_verify_would_let_through(approved: Small, readiness: Readiness) -> None:
    """A person's no is worth more than a gate's yes, until the person takes it back."""
    record = checked(approved, readiness)
    assert sign(approved, readiness, record, "--request-changes", "--comment", "no stock in the north").code == 0
    verified = readiness("verify", record, "--lang", "en")
    assert verified.code == 1
    assert "- Launch refused by 李伟" in verified.out
    assert "不同意上线" in readiness("render", record, "--lang", "zh").out
    time.sleep(1.1)  # signatures count seconds, and of two in one second the refusal stands
    assert sign(approved, readiness, record).code == 0
    assert readiness("verify", record).code == 0


def test_an_approval_dies_with_its_record(approved: Small, readiness: Readiness) -> None:
    """False-GO 34: a record that was changed afterwards is shown with an approval that counts for nothing."""
    record = checked(approved, readiness)
    assert sign(approved, readiness, record).code == 0
    record.write_bytes(record.read_bytes() + b"\n")
    told = " ".join(readiness("render", record, "--lang", "en").out.replace("│", " ").split())
    assert "counts for nothing: the record was changed after it was signed" in told
    assert "Launch approved" not in told


def test_a_run_of_another_campaign_is_refused(approved: Small, readiness: Readiness) -> None:
    """The sign-off would stand beside a campaign that it is not of."""
    record = checked(approved, readiness)
    approved.replace("id: small", "id: other")
    assert sign(approved, readiness, record).code == 2


def test_a_run_that_is_not_there_is_told(small: Small, readiness: Readiness) -> None:
    """With how to make one; and a mistyped evidence is still told the nearest name."""
    answer = sign(small, readiness, "7")
    assert (answer.code, "readiness check" in answer.err) == (6, True)
    assert "terms" in sign(small, readiness, "trems").err


def test_an_ssh_signature_on_a_run_is_verified(approved: Small, readiness: Readiness) -> None:
    """The signature is said where it holds, and does not void the run whose sign-offs it was added to."""
    key, keygen = approved.folder / "key", program("ssh-keygen", "openssh-client")
    subprocess.run([keygen, "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True, timeout=30)
    public = (approved.folder / "key.pub").read_text(encoding="utf-8")
    (approved.folder / "signers").write_text(f"li.wei {public}", encoding="utf-8")
    with approved.file.open("a", encoding="utf-8") as file:
        file.write("signatures: {required: yes, allowed_signers: signers}\n")
    terms = ("sign", "terms", *SPONSOR, "--key", key, "--campaign", approved.folder)
    assert readiness(*terms).code == 0
    record = checked(approved, readiness)
    assert "--key" in sign(approved, readiness, record).err
    assert sign(approved, readiness, record, "--key", key).code == 0
    verified = readiness("verify", record, "--lang", "en")
    assert (verified.code, "SSH signature verified" in verified.out) == (0, True), verified.out


def test_sign_offs_that_can_not_be_read_stop_verify(approved: Small, readiness: Readiness) -> None:
    """Where nobody can tell who signed, there may be a refusal; a report is made all the same, and says so."""
    record = checked(approved, readiness)
    assert sign(approved, readiness, record).code == 0
    with (approved.folder / "signoffs.yaml").open("a", encoding="utf-8") as file:
        file.write("  - nonsense\n")
    verified = readiness("verify", record, "--lang", "en")
    assert (verified.code, "Who signed this run can't be told" in verified.out) == (1, True)
    rendered = readiness("render", record, "--lang", "en")
    assert (rendered.code, "Who signed this run can't be told" in rendered.err) == (0, True)
