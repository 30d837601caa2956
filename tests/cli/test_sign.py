"""`readiness sign`: exact content, in a role that the person holds."""

from __future__ import annotations

import hashlib
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.campaigns import Small
from tests.cli.conftest import Readiness
from tests.tools import program

SIGN = ("--role", "legal", "--as", "wang.fang")


def signoffs(small: Small) -> str:
    path = small.folder / "signoffs.yaml"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def test_the_digest_of_the_file_is_signed(small: Small, readiness: Readiness) -> None:
    """The SHA-256 shown and written is that of the file's bytes, with person, role and remark."""
    answer = readiness("sign", "terms", *SIGN, "--comment", "checked: all", "--campaign", small.folder)
    assert answer.code == 0, answer.err
    digest = hashlib.sha256((small.folder / "terms.md").read_bytes()).hexdigest()
    assert digest in answer.out
    assert f"sha256: {digest}" in signoffs(small)
    assert "checked: all" in signoffs(small)
    assert readiness("validate", small.folder).code == 0


def test_an_author_is_warned(small: Small, readiness: Readiness) -> None:
    """False-GO 34: an author may sign, and is told that it does not count alone."""
    assert "author" in readiness("sign", "terms", *SIGN, "--campaign", small.folder).err
    other = readiness("sign", "terms", "--role", "sponsor", "--as", "li.wei", "--campaign", small.folder)
    assert other.code == 0
    assert "author" not in other.err


def test_changes_can_be_requested_and_marks_given(small: Small, readiness: Readiness) -> None:
    """A reviewer may refuse, with marks by criterion."""
    options = ("--request-changes", "--score", "feasibility=4", "--score", "风险=2.5")
    assert readiness("sign", "terms", *SIGN, *options, "--campaign", small.folder).code == 0
    assert "changes-requested" in signoffs(small)
    assert "风险" in signoffs(small)


def test_a_mark_counts_for_a_criterion_that_is_asked(tmp_path: Path, readiness: Readiness) -> None:
    """A misspelt criterion is refused with the nearest; an approval without the marks asked for says which are left."""
    launch = (datetime.now(UTC) + timedelta(days=60)).replace(microsecond=0).isoformat()
    readiness("init", "sale", "--launch", launch)
    folder = tmp_path / "sale"
    campaign = (folder / "campaign.yaml").read_text(encoding="utf-8")
    (folder / "campaign.yaml").write_text(campaign.replace("  # plan: ", "  plan: "), encoding="utf-8")
    (folder / "evidence" / "plan.md").write_text("the plan", encoding="utf-8")
    finance = ("sign", "plan", "--role", "finance", "--as", "finance", "--campaign", folder)
    refused = readiness(*finance, "--score", "feasability=4")
    assert (refused.code, "feasibility" in refused.err) == (2, True)
    assert not (folder / "signoffs.yaml").exists()
    signed = readiness(*finance, "--score", "feasibility=4")
    assert signed.code == 0, signed.err
    assert "--score budget=" in signed.err
    assert "--score feasibility=" not in signed.err


def test_a_person_named_by_name_is_told_the_id(small: Small, readiness: Readiness) -> None:
    """People know each other by name: `--as` with a name says which id to write."""
    answer = readiness("sign", "terms", "--role", "legal", "--as", "王芳", "--campaign", small.folder)
    assert (answer.code, "--as wang.fang" in answer.err) == (2, True)


@pytest.mark.parametrize(
    ("subject", "options", "code", "told"),
    [
        ("trems", SIGN, 2, "terms"),
        ("terms", ("--role", "legal", "--as", "wang.fan"), 2, "wang.fang"),
        ("terms", ("--role", "legal", "--as", "zhao.min"), 2, "wang.fang"),
        ("terms", ("--role", "legl", "--as", "wang.fang"), 2, "legal"),
        ("page", SIGN, 2, "copy"),
        ("terms", (*SIGN, "--score", "feasibility"), 2, "--score"),
        ("terms", (*SIGN, "--score", "a=1", "--score", "a=2"), 2, "--score"),
        ("terms", (*SIGN, "--score", "a=NaN"), 2, "--score"),
    ],
)
def test_what_can_not_count_is_refused(
    subject: str, options: tuple[str, ...], code: int, told: str, small: Small, readiness: Readiness
) -> None:
    """Unknown evidence, person or role, a role not held, and a URL write nothing and name what is right."""
    answer = readiness("sign", subject, *options, "--campaign", small.folder)
    assert answer.code == code, answer.out + answer.err
    assert told in answer.err
    assert signoffs(small) == ""


def test_what_is_not_there_can_not_be_signed(small: Small, readiness: Readiness) -> None:
    """Evidence that nobody bound is wrong use; a bound file that is missing or empty is invalid input."""
    (small.folder / "terms.md").write_text("", encoding="utf-8")
    assert readiness("sign", "terms", *SIGN, "--campaign", small.folder).code == 6
    (small.folder / "terms.md").unlink()
    assert readiness("sign", "terms", *SIGN, "--campaign", small.folder).code == 6
    small.replace("  terms: {file: terms.md, author: [wang.fang]}\n", "")
    assert readiness("sign", "terms", *SIGN, "--campaign", small.folder).code == 2
    assert signoffs(small) == ""


def test_a_campaign_that_wants_signatures_gets_them(small: Small, readiness: Readiness) -> None:
    """Without a key the sign-off is refused; with one the armoured signature is written."""
    key, keygen = small.folder / "key", program("ssh-keygen", "openssh-client")
    subprocess.run([keygen, "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True, timeout=30)
    public = (small.folder / "key.pub").read_text(encoding="utf-8")
    (small.folder / "signers").write_text(f"wang.fang {public}", encoding="utf-8")
    with small.file.open("a", encoding="utf-8") as file:
        file.write("signatures: {required: yes, allowed_signers: signers}\n")
    refused = readiness("sign", "terms", *SIGN, "--campaign", small.folder)
    assert refused.code == 2, refused.err
    assert "--key" in refused.err
    assert readiness("sign", "terms", *SIGN, "--key", key, "--campaign", small.folder).code == 0
    assert "BEGIN SSH SIGNATURE" in signoffs(small)
