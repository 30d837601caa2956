from __future__ import annotations

import pytest

from readiness.engine.selection import Selection, UnknownSelection, not_asked, why_not_applicable
from readiness.model.campaign import NotApplicable
from readiness.model.check import Phase
from tests.engine.fakes import PLACE, campaign, check

STOCK = check("execution.stock", starter=True)
DISPLAYS = check("execution.displays")
HEALTH = check("technical.health", phase=Phase.TECHNICAL)
WHOLE = campaign(STOCK, DISPLAYS, HEALTH)
STARTER = campaign(STOCK, DISPLAYS, HEALTH, starter=True)


def left_out(selection: Selection, whose: object = WHOLE) -> set[str]:
    return set(not_asked(whose, selection))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(), set()),
        (Selection(phases=("technical",)), {"execution.stock", "execution.displays"}),
        (Selection(phases=("technical", "execution")), set()),
        (Selection(only=("execution.stock",)), {"execution.displays", "technical.health"}),
        (Selection(skip=("execution.stock",)), {"execution.stock"}),
        (Selection(phases=("execution",), skip=("execution.stock",)), {"execution.stock", "technical.health"}),
        (Selection(phases=("execution",), only=("execution.stock",)), {"execution.displays", "technical.health"}),
    ],
)
def test_a_check_is_asked_when_every_part_of_the_selection_keeps_it(selection: Selection, expected: set[str]) -> None:
    """Phases and --only both narrow, --skip takes away, and no selection asks everything."""
    assert left_out(selection) == expected


@pytest.mark.parametrize(
    ("selection", "nearest"),
    [
        (Selection(only=("execution.stok",)), "execution.stock"),
        (Selection(skip=("EXECUTION.STOCK",)), "execution.stock"),
        (Selection(only=("health",)), "technical.health"),
        (Selection(phases=("tecnical",)), "technical"),
        (Selection(phases=("",)), "technical"),
        (Selection(only=("execution",)), "execution.stock"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(selection: Selection, nearest: str) -> None:
    """False-GO 1: a mistyped phase or check id selects nothing silently; it is refused, and the nearest is named."""
    with pytest.raises(UnknownSelection) as caught:
        not_asked(WHOLE, selection)
    assert caught.value.hint is not None
    assert nearest in caught.value.hint.en
    assert nearest in caught.value.hint.zh


@pytest.mark.parametrize(
    "selection",
    [
        Selection(phases=("planning",)),
        Selection(phases=("technical",), only=("execution.stock",)),
        Selection(only=("technical.health",), skip=("technical.health",)),
    ],
)
def test_a_selection_that_leaves_nothing_is_refused(selection: Selection) -> None:
    """False-GO 1: names that exist, but of which no check is left, are refused."""
    with pytest.raises(UnknownSelection, match="leaves no check"):
        not_asked(WHOLE, selection)


def test_starter_asks_its_own_checks_and_says_so_of_the_others() -> None:
    """Under the starter selection only its checks are asked, and each of the others gives that reason."""
    reasons = not_asked(STARTER, Selection())
    assert set(reasons) == {"execution.displays", "technical.health"}
    assert {reason.en for reason in reasons.values()} == {"Not in the starter selection of the campaign"}


def test_naming_a_check_asks_it_beyond_the_starter_selection() -> None:
    """--only asks a check that is not in the starter selection; a phase alone does not."""
    assert left_out(Selection(only=("technical.health",)), STARTER) == {"execution.stock", "execution.displays"}
    with pytest.raises(UnknownSelection):
        not_asked(STARTER, Selection(phases=("technical",)))


@pytest.mark.parametrize(
    ("when", "applies"),
    [
        ((), True),
        (("online",), True),
        (("gifts",), False),
        (("gifts", "online"), True),
        (("lottery",), True),
        (("gifts", "lottery"), True),
    ],
)
def test_a_check_applies_when_any_of_its_traits_does(when: tuple[str, ...], applies: bool) -> None:
    """False-GO 38: any trait that is yes makes a check apply, and a trait that nobody answered is not taken for no."""
    assert (why_not_applicable(check(when=when), WHOLE) is None) is applies


def test_a_persons_word_names_the_person_and_the_reason() -> None:
    """A check that a person declared not applicable says who and why, whatever the traits."""
    word = NotApplicable("execution.stock", "sold on demand", "li.wei", PLACE)
    reason = why_not_applicable(STOCK, campaign(STOCK, not_applicable={"execution.stock": word}))
    assert reason is not None
    assert (reason.en, reason.zh) == ("Said by 李伟 not to apply: sold on demand", "李伟 声明不适用：sold on demand")
