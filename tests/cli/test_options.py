"""What the words of the command line mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness.cli.errors import UsageProblem
from readiness.cli.options import (
    ReportRequest,
    campaign_file,
    parse_accept,
    parse_moment,
    parse_reports,
    parse_seconds,
    split_words,
)
from readiness.model.decision import Accept

FORMATS = ("terminal", "html", "json", "junit", "markdown")


def test_a_folder_stands_for_the_campaign_file_in_it(tmp_path: Path) -> None:
    """A folder is as good as the campaign.yaml that it holds; any other path is itself, also when it does not exist."""
    assert campaign_file(tmp_path) == tmp_path / "campaign.yaml"
    assert campaign_file(tmp_path / "other.yaml") == tmp_path / "other.yaml"


def test_repeated_options_and_commas_are_the_same() -> None:
    """`--only a,b --only c` names three checks, each once, in the order written."""
    assert split_words("--only", ["a, b", "c,a"]) == ("a", "b", "c")
    assert split_words("--only", []) == ()


@pytest.mark.parametrize("value", ["", "a,", ",a", "a,,b", " "])
def test_an_empty_name_is_refused(value: str) -> None:
    """False-GO 1: an empty word (an unset CI variable) is never taken for `nothing selected`."""
    with pytest.raises(UsageProblem, match="--only"):
        split_words("--only", [value])


def test_what_can_be_accepted() -> None:
    """`--accept` takes the three names of the design."""
    assert parse_accept(["partial,not-yet", "conditional-go"]) == (
        Accept.PARTIAL,
        Accept.NOT_YET,
        Accept.CONDITIONAL_GO,
    )


@pytest.mark.parametrize("value", ["no-go", "cannot-tell", "partial,no-go"])
def test_no_go_and_cannot_tell_can_not_be_accepted(value: str) -> None:
    """NO-GO and CANNOT TELL are refused with the way out, not with a nearest name."""
    with pytest.raises(UsageProblem) as caught:
        parse_accept([value])
    assert caught.value.hint is not None
    assert "waive" in caught.value.hint.en


def test_an_unknown_word_to_accept_names_the_nearest() -> None:
    """A typing error in `--accept` is wrong use, and the nearest word is named in both languages."""
    with pytest.raises(UsageProblem) as caught:
        parse_accept(["partal"])
    assert caught.value.hint is not None
    assert "partial" in caught.value.hint.en
    assert "partial" in caught.value.hint.zh


def test_reports_go_to_files_or_to_standard_output(tmp_path: Path) -> None:
    """FORMAT=PATH names a file; FORMAT alone and FORMAT=- mean standard output; a path may hold the sign =."""
    page = tmp_path / "a=b.html"
    assert parse_reports([f"html={page}", "json"], FORMATS) == (
        ReportRequest("html", page),
        ReportRequest("json", None),
    )
    assert parse_reports(["junit=-"], FORMATS) == (ReportRequest("junit", None),)


def test_an_unknown_format_names_the_nearest() -> None:
    """A mistyped format is refused before anything is probed."""
    with pytest.raises(UsageProblem) as caught:
        parse_reports(["htm=report.html"], FORMATS)
    assert caught.value.hint is not None
    assert "html" in caught.value.hint.en


def test_the_same_path_twice_is_refused(tmp_path: Path) -> None:
    """Two reports on one path would leave one: also when the path is written in two ways or is standard output."""
    with pytest.raises(UsageProblem, match="two reports"):
        parse_reports([f"html={tmp_path}/r", f"json={tmp_path}/x/../r"], FORMATS)
    with pytest.raises(UsageProblem, match="two reports"):
        parse_reports(["html", "json=-"], FORMATS)


def test_a_report_needs_a_file_and_not_a_folder(tmp_path: Path) -> None:
    """An empty path and a folder are wrong use, not a failure after an hour of probing."""
    with pytest.raises(UsageProblem, match="no path"):
        parse_reports(["html="], FORMATS)
    with pytest.raises(UsageProblem, match="folder"):
        parse_reports([f"html={tmp_path}"], FORMATS)


def test_durations_are_read_with_their_unit() -> None:
    """Durations of the command line are those of the YAML files."""
    assert parse_seconds("--timeout", "1m30s") == 90.0


@pytest.mark.parametrize("value", ["30", "0s", "1:30", "-5s", "", "soon"])
def test_a_duration_without_unit_or_length_is_refused(value: str) -> None:
    """A bare number means different things to different readers, and no time at all would end every probe."""
    with pytest.raises(UsageProblem, match="--timeout"):
        parse_seconds("--timeout", value)


@pytest.mark.parametrize("value", ["T-48h", "E+2d", "warm-up-1d", "2026-06-16T00:00:00+08:00"])
def test_moments_are_read_as_campaigns_write_them(value: str) -> None:
    """`--as-of` takes every form that `due` takes."""
    assert parse_moment("--as-of", value).words == value


@pytest.mark.parametrize(
    "value", ["2026-06-16T00:00:00", "2026-06-16", "yesterday noon", "T-48", "", "T-999999999999w"]
)
def test_a_time_without_offset_is_no_moment(value: str) -> None:
    """False-GO 28: an instant without its offset is refused at the command line too."""
    with pytest.raises(UsageProblem, match="--as-of"):
        parse_moment("--as-of", value)
