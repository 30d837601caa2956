"""What a Chinese report says in Chinese: roles, units, places; and the launch itself in both languages."""

from __future__ import annotations

from datetime import timedelta

import pytest

from readiness.reporting import html
from readiness.reporting.report import Look
from readiness.reporting.telling import tell
from readiness.reporting.terminal import render
from tests.reporting.runs import LAUNCH, campaign, no_go, outcome, run_of


def test_roles_units_and_places_are_chinese() -> None:
    """A reader meets no role id, no `units` and no `row`; the path stays whole."""
    said = render(no_go(), Look("zh", width=200))
    assert "供应链：张敏" in said
    assert " 件" in said
    assert " 行" in said
    for word in ("supply-chain：", " units", ", row ", ", sheet "):
        assert word not in said


def test_english_keeps_roles_and_places_as_files_have_them() -> None:
    """English roles are plain words, and rows are said as before."""
    said = render(no_go(), Look("en", width=200))
    assert "supply-chain: 张敏" in said
    assert ", row " in said


@pytest.mark.parametrize(
    ("after", "countdown", "caution"),
    [
        (timedelta(), "now", "Judged at the moment of the launch."),
        (timedelta(seconds=59), "now", "Judged at the moment of the launch."),
        (timedelta(minutes=2), "2 min ago", "The launch was 2 min before this run."),
    ],
)
def test_the_launch_itself_is_now(after: timedelta, countdown: str, caution: str) -> None:
    """At the launch nobody is told that it was `less than 1 min ago`."""
    run = run_of([outcome("planning.legal-signoff")], at=LAUNCH + after)
    headline = tell(run, "en").headline
    assert (headline.countdown, headline.cautions[-1]) == (countdown, caution)


def test_a_campaign_without_release_leaves_no_gap() -> None:
    """Where the campaign names no release the page says none, and no separator stands alone."""
    bare = run_of([outcome("planning.legal-signoff")], campaign=campaign(release=""))
    assert "</b> · " in html.render(run_of([outcome("planning.legal-signoff")]), Look("en"))
    assert "</b> · " not in html.render(bare, Look("en"))
