"""Kind `document` on a privacy policy that others wrote and publish, read where it lies beside the project."""

from __future__ import annotations

from typing import Any

from readiness.model.finding import FindingKind, Judgement
from tests.field_data import FIELD_DATA, needs_field_data
from tests.probes.document.worlds import clause, judged, observed, places

POLICY = FIELD_DATA / "privacy" / "en-basecamp-privacy.md"

pytestmark = needs_field_data


def _of_policy(**settings: Any) -> Judgement:
    return judged({"privacy.md": POLICY.read_bytes()}, **settings)


def test_what_the_policy_says_is_found() -> None:
    """It names its handler with a contact, how long it keeps what, and ten rights under their own heading."""
    asked = [
        clause("37signals LLC", near=[r"privacy@37signals\.com"]),
        clause("data retention", heading="yes"),
        clause(r"(?:within|about) \d+ days", at_least=4),
        clause("your rights", heading="yes", near=["right to correction"]),
        clause(r"right (?:to|of) (?:know|access|correction|erasure|complain|restrict|object|portability)", at_least=8),
        clause("third-party subprocessors"),
        clause("standard contractual clauses"),
    ]
    assert _of_policy(must_contain=asked).findings == ()


def test_what_the_policy_lacks_is_missing() -> None:
    """It has no rule for children, no Chinese, and names no personal information protection officer."""
    asked = [clause("child(?:ren)?", "minors?", "under 1[346]"), clause(r"\p{Han}"), clause("protection officer")]
    assert [found.kind for found in _of_policy(must_contain=asked).findings] == [FindingKind.MISSING] * 3


def test_its_date_is_read_and_is_too_old() -> None:
    """It was last updated on 20 April 2023, which line 8 says; a campaign in June 2026 asks for a newer one."""
    label = {"name": "last updated", "label": "last updated"}
    assert _of_policy(states_date={**label, "not_before": "2023-04-20T00:00:00+08:00"}).findings == ()
    judgement = _of_policy(states_date={**label, "not_before": "T-30d"})
    assert (observed(judgement), places(judgement)) == (["20 April 2023"], ["privacy.md, line 8"])


def test_its_title_is_its_first_heading() -> None:
    """`# Privacy policy` has 13 letters; the settings above it are not shown."""
    assert _of_policy(max_title=13).findings == ()
    assert len(_of_policy(max_title=12).findings) == 1


def test_words_are_found_at_their_lines() -> None:
    """`lodge a complaint` stands once; `we never sell your data` is no offer to sell."""
    text = POLICY.read_text("utf-8").splitlines()
    (line,) = [number for number, words in enumerate(text, 1) if "lodge a complaint" in words]
    assert places(_of_policy(must_not_contain=[clause("lodge a complaint")])) == [f"privacy.md, line {line}"]
    assert _of_policy(must_not_contain=[clause("sell your", apart_from=[r"never (?:\w+ )?sell your"])]).findings == ()
