"""Kind `test-report`: when tests ran, and with which release."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from readiness.model.errors import CannotJudge, NotSupplied
from readiness.model.finding import FindingKind
from tests.probes.test_report.worlds import DUE, FREEZE, NOW, RAN, case, judged, kinds, observed, report, times, told


def at(started: str | None, seconds: str = "60", **settings: Any) -> Any:
    return judged({"r.xml": report(case("支付"), started=started, time=seconds)}, **settings)


def test_the_window_includes_its_ends() -> None:
    """False-GO 30: begun exactly at the freeze, ended exactly at the due time."""
    assert at(FREEZE.isoformat(), not_before="freeze").findings == ()
    assert at((DUE - timedelta(seconds=60)).isoformat()).findings == ()
    early = at((FREEZE - timedelta(seconds=1)).isoformat(), not_before="freeze")
    assert (kinds(early), early.findings[0].where) == ([FindingKind.WRONG], "r.xml, line 2")
    late = at((DUE - timedelta(seconds=59)).isoformat())
    assert (kinds(late), observed(late)) == ([FindingKind.LATE], ["Mon 15 June 2026, 00:00:01, 1 s late"])
    assert at((DUE - timedelta(seconds=59)).isoformat(), by="T-1h").findings == ()


def test_every_file_lies_in_the_window() -> None:
    """An old report among new ones is told by its name."""
    files = {"new.xml": report(case("a")), "old.xml": report(case("b"), started="2026-05-01T10:00:00+08:00")}
    assert [one.subject for one in judged(files, not_before="freeze").findings] == ["old.xml"]


def test_one_case_of_another_day_decides() -> None:
    """Cases that carry their own time are each in the window."""
    old = '<testcase name="x" timestamp="2026-05-01T10:00:00+08:00"/>'
    judgement = judged({"r.xml": report(case("a"), old)}, not_before="freeze")
    assert judgement.findings[0].where == "r.xml, line 4"


def test_a_time_in_the_future_is_wrong() -> None:
    """False-GO 29: dated after the clock."""
    assert observed(at("2026-06-17T10:00:00+08:00", by="T")) == ["Wed 17 June 2026, 10:00"]


def test_under_as_of_a_later_report_was_not_there() -> None:
    """False-GO 32: what ran later does not count at that instant, alone or among others."""
    when = times(NOW - timedelta(days=2, hours=6), as_of=True)
    with pytest.raises(NotSupplied):
        at("2026-06-14T10:00:00+08:00", when=when)
    files = {"1.xml": report(case("a"), started="2026-06-13T10:00:00+08:00"), "2.xml": report(case("b", "<failure/>"))}
    assert judged(files, when=when).findings == ()
    assert len(judged(files).findings) == 1


def test_a_report_without_a_time_is_of_the_bindings() -> None:
    """Content first, then `as_at`; without both nobody can tell, which is an error with the way out."""
    assert at(None, bind={"file": "r.xml", "as_at": DUE}).findings == ()
    assert kinds(at(None, bind={"file": "r.xml", "as_at": DUE + timedelta(seconds=1)})) == [FindingKind.LATE]
    with pytest.raises(CannotJudge, match="does not say when") as caught:
        at(None)
    assert caught.value.hint is not None
    assert "as_at" in caught.value.hint.en


def test_times_without_an_offset_need_the_bindings_zone() -> None:
    """False-GO 28: the wrong zone would make a late run look in time."""
    with pytest.raises(CannotJudge, match="time zone"):
        at("2026-06-14T23:30:00")
    assert at("2026-06-14T23:30:00", bind={"file": "r.xml", "zone": "Asia/Shanghai"}).findings == ()
    assert kinds(at("2026-06-14T23:30:00", bind={"file": "r.xml", "zone": "America/New_York"})) == [FindingKind.LATE]
    with pytest.raises(CannotJudge):
        at("2026-06-14T23:30:00", bind={"file": "r.xml", "zone": "local"})


def test_age() -> None:
    """False-GO 29, 33: exactly as old is fresh; it holds until then."""
    ended = datetime.fromisoformat(RAN).astimezone(UTC) + timedelta(seconds=60)
    exactly = at(RAN, max_age="2d", when=times(ended + timedelta(days=2)), by="T")
    assert (exactly.findings, exactly.holds_until) == ((), ended + timedelta(days=2))
    old = at(RAN, max_age="2d", when=times(ended + timedelta(days=2, seconds=1)), by="T")
    assert (kinds(old), old.holds_until) == ([FindingKind.STALE], None)


NAMED = {"properties": ["release", "build"]}


def of_release(
    *properties: tuple[str, str], file: str = "r.xml", campaign: str = "shop-web-4.12.0", **asked: Any
) -> Any:
    said = "".join(f'<property name="{name}" value="{value}"/>' for name, value in properties)
    content = report(f"<properties>{said}</properties>", case("支付"), release=None)
    return judged({file: content}, campaign_release=campaign, release={**NAMED, **asked})


def test_the_release_is_the_campaigns() -> None:
    """The first property that stands there decides; another release, or none, is a finding."""
    good = ("release", "shop-web-4.12.0")
    assert of_release(good, ("build", "77")).findings == ()
    assert of_release(("Build", "shop-web-4.12.0")).findings == ()
    assert told(of_release(("release", "shop-web-4.12.1"), ("build", "shop-web-4.12.0"))) == [
        ("r.xml", "the release shop-web-4.12.0", "shop-web-4.12.1")
    ]
    assert observed(of_release(good, ("release", "shop-web-4.11.9"))) == ["shop-web-4.11.9"]
    assert observed(of_release(("version", "shop-web-4.12.0"))) == ["not named"]
    assert observed(of_release(("release", ""))) == ["“”"]


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("shop-web-4.12.0/r.xml", True),
        ("r_shop-web-4.12.0.xml", True),
        ("SHOP-WEB-4.12.0 回归.xml", True),
        ("shop-web-4.12.0-rc1.xml", False),
        ("shop-web-4.12.01.xml", False),
        ("old-shop-web-4.12.0.xml", False),
        ("shop-web-4x12x0.xml", False),
        ("r.xml", False),
    ],
)
def test_the_path_may_name_the_release_where_that_is_asked(path: str, names: bool) -> None:
    """A candidate, or a version that begins alike, is another release; a property wins over the path."""
    judgement = of_release(file=path, path="yes")
    assert (judgement.findings == ()) is names
    assert any("path alone" in note.en for note in judgement.notes) is names
    assert len(of_release(file=path).findings) == 1
    assert observed(of_release(("release", "shop-web-9"), file=path, path="yes")) == ["shop-web-9"]


def test_a_campaign_without_a_release_can_not_be_compared() -> None:
    """An empty release would be found in every path."""
    with pytest.raises(CannotJudge, match="names no release"):
        of_release(file="a/r.xml", path="yes", campaign="")
