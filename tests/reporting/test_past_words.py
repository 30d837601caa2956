"""What reports say of the runs before."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product

import pytest

from readiness.model.changes import Direction
from readiness.model.loosening import Loosening, LooseningKind
from readiness.model.outcome import Status, WaiverUse
from readiness.model.past import Past
from readiness.model.run import Run
from readiness.model.text import LANGS, Lang, Text
from readiness.reporting.registry import load_report
from readiness.reporting.report import Look
from readiness.reporting.story import ChangeStory, SinceStory
from readiness.reporting.telling import tell
from tests.reporting.hostile import HOSTILE, run_saying
from tests.reporting.pasts import past_with
from tests.reporting.runs import at, go, no_go, outcome, run_of, stock_finding

TELLING = ("terminal", "markdown", "junit")
STOCK = "execution.stock-coverage"


def since(before: Run, now: Run, lang: Lang = "en") -> SinceStory:
    story = tell(now, lang, past_with(before, now)).since
    assert story is not None
    return story


def change(before: Run, now: Run, lang: Lang = "en") -> ChangeStory:
    (only,) = since(before, now, lang).changes
    return only


@pytest.mark.parametrize(("report", "lang"), list(product(TELLING, LANGS)))
def test_reports_say_what_changed_and_since_when(report: str, lang: Lang) -> None:
    """The run that it is compared with, by number, instant and verdict; the decision; every check that changed."""
    words = {
        "en": ("Since run 11 of Mon 15 June, 19:00: GO", "Decision: GO, now NO-GO", "PASSED → FAILED"),
        "zh": ("与第 11 次运行（6月15日（周一）19:00，可以上线）相比", "结论：由可以上线变为不可上线", "通过 → 未通过"),
    }[lang]
    document = load_report(report).render(no_go(), Look(lang, 200, past=past_with(go(), no_go())))
    for said in words:
        assert said.casefold() in document.casefold()


@pytest.mark.parametrize(("report", "lang"), list(product((*TELLING, "html", "json"), LANGS)))
def test_without_a_past_nothing_is_said_of_one(report: str, lang: Lang) -> None:
    """A first run is told as it always was, and so is one of which all earlier records were others'."""
    document = load_report(report).render(go(), Look(lang, past=Past((), None)))
    assert document == load_report(report).render(go(), Look(lang))
    assert not re.search(r"(?i)since run|与第", document)
    assert tell(go(), lang).since is None
    assert tell(go(), lang).trend == ()


@pytest.mark.parametrize("report", [*TELLING, "html"])
def test_a_record_that_counts_for_nothing_is_a_note(report: str) -> None:
    """Who reads the report sees that the comparison is not with the newest record."""
    past = Past((), None, (Text("record 12 was changed", "记录 12 被修改"),))
    assert "记录 12 被修改" in load_report(report).render(go(), Look("zh", past=past))


def test_the_record_itself_knows_no_past() -> None:
    """What a run is does not depend on which records lie beside it."""
    json = load_report("json")
    assert json.render(no_go(), Look("en", past=past_with(go(), no_go()))) == json.render(no_go(), Look("en"))


def test_why_a_check_can_not_be_judged_any_more_is_told() -> None:
    """A file that can't be read is no finding, and is what has to be mended; that it is read again needs no words."""
    good, bad = run_of([outcome(STOCK)]), run_of([outcome(STOCK, Status.ERROR, message=Text.same("stock.csv is cut"))])
    assert change(good, bad).details == ("stock.csv is cut",)
    assert change(bad, good).details == ()


def test_worse_comes_first() -> None:
    """What went wrong since is read before what was mended."""
    directions = [one.direction for one in since(go(), no_go()).changes]
    assert directions == sorted(directions, key=[Direction.WORSE, Direction.BETTER, Direction.OTHER].index)
    assert directions[0] is Direction.WORSE


def test_findings_that_came_and_went_are_told() -> None:
    """With their values, and with how many there were."""
    one, two, three = (stock_finding(f"SKU-{n}", "300", "290", n) for n in range(3))
    before = run_of([outcome(STOCK, Status.FAILED, findings=(one, two), findings_total=2)])
    now = run_of([outcome(STOCK, Status.FAILED, findings=(two, three, one), findings_total=3)])
    told = change(before, now)
    assert told.what == "still FAILED: 2 → 3 findings"
    assert [words.partition(":")[0] for words in told.details] == ["new"]
    assert "SKU-2: required at least 300 unit" in told.details[0]
    gone = change(now, before, "zh")
    assert gone.what == "仍为未通过：3 → 2 条问题"
    assert gone.details[0].startswith("已消除：SKU-2")
    others = change(before, run_of([replace(now.outcomes[0], findings=(two, three), findings_total=2)]))
    assert others.what == "still FAILED: 1 finding replaced by another"


def test_figures_that_moved_are_counted_only() -> None:
    """An export an hour later moves every figure; that alone is no news."""
    before = run_of([outcome(STOCK, Status.FAILED, findings=(stock_finding("A", "300", "290", 2),))])
    now = run_of([outcome(STOCK, Status.FAILED, findings=(stock_finding("A", "300", "280", 9),))])
    told = since(before, now)
    assert (told.changes, told.summary) == ((), "1 check has other figures only")
    assert since(now, now).summary == "nothing changed"


def test_another_waiver_is_told() -> None:
    """Both the one that stands now and the one before."""
    waivers = [WaiverUse(person, "a truck", at(19)) for person in ("李伟", "许宏")]
    runs = [run_of([outcome(STOCK, Status.WAIVED, waiver=waiver)]) for waiver in waivers]
    told = change(runs[0], runs[1])
    assert told.what == "still WAIVED: its waiver is another"
    assert [words.partition(" by ")[2][:2] for words in told.details] == ["李伟", "许宏"]


@pytest.mark.parametrize(
    ("before", "now", "words", "direction"),
    [
        (None, False, "newly loosened", Direction.WORSE),
        (None, True, "newly loosened", Direction.WORSE),
        (False, None, "not loosened any more", Direction.BETTER),
        (False, True, "now approved by 王芳", Direction.BETTER),
        (True, False, "its approval does not hold any more", Direction.WORSE),
    ],
)
def test_a_loosening_that_changed_is_told(
    before: bool | None, now: bool | None, words: str, direction: Direction
) -> None:
    """False-GO 38: what is asked less than last time stands among the changes, approved or not."""

    def run(approved: bool | None) -> Run:
        loose = Loosening(
            LooseningKind.DUE, STOCK, "T-72h", "T", "li.wei", "", Text.same("later"), "王芳" if approved else None
        )
        return run_of([outcome(STOCK)], [] if approved is None else [loose])

    told = since(run(before), run(now)).changes[-1]
    assert (told.what, told.direction) == (words, direction)


def test_the_trend_ends_with_this_run() -> None:
    """Oldest first; a run of a part is marked as one, by its verdict too."""
    trend = tell(no_go(), "en", past_with(go(), no_go())).trend
    assert [(point.verdict, point.whole, point.current) for point in trend] == [
        ("GO", True, False),
        ("GO (technical only)", False, False),
        ("NO-GO", True, True),
    ]
    assert trend[-1].counts[Status.FAILED] == 2


def test_a_long_list_of_changes_says_how_many_more() -> None:
    """False-GO 44: a list that is cut says so."""
    before = run_of([outcome(f"planning.x{n}") for n in range(30)])
    now = run_of([outcome(f"planning.x{n}", Status.FAILED) for n in range(30)])
    for report in ("terminal", "markdown"):
        document = load_report(report).render(now, Look("en", past=past_with(before, now)))
        section = re.split(r"(?i)since run 11", document)[1]
        shown = len(re.findall(r"PASSED → FAILED", section))
        assert 0 < shown < 30
        assert f"{30 - shown} more" in section


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("report", TELLING)
def test_changes_of_hostile_names_are_text(report: str, words: str) -> None:
    """Names of others steer nothing here either: as many lines, headings and rows as with harmless ones."""

    def shape(said: str) -> tuple[int, int]:
        now = run_saying(said)
        before = replace(now, outcomes=tuple(replace(one, status=Status.PASSED, findings=()) for one in now.outcomes))
        document = load_report(report).render(now, Look("en", 10_000, past=past_with(before, now)))
        assert "\x1b" not in document
        assert "\u202e" not in document
        return document.count("\n"), document.count("\n#") if report == "markdown" else 0

    assert shape(words) == shape("words")
