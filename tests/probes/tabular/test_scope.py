"""What names in expressions mean, and which expressions make sense over the columns of a contract."""

from __future__ import annotations

import pytest

from readiness.model.errors import BadValue
from readiness.probes.tabular.limits import parse_limit
from readiness.probes.tabular.scope import Scope, Use, constants_for
from tests.probes.rows.world import STOCKTAKE

GROUPED = (Use.TOTAL, Use.NUMBER, Use.SHOWN)
COLUMNS = {column.name: column for column in STOCKTAKE.columns}
LIMITS = {"max_difference": parse_limit("2 %"), "latest": parse_limit("T"), "allowed": parse_limit(["a"])}
SCOPE = Scope.of({**COLUMNS, "plan.budget": COLUMNS["book"]}, LIMITS, constants_for(["T", "E", "warm-up"]))


@pytest.mark.parametrize(
    ("text", "use"),
    [
        ("book <= plan.budget", Use.ROW),
        ("counted_at between launch - interval '2 days' and latest", Use.ROW),
        ("day <= local_day(warm_up) and counted_at <= campaign_end and due >= now", Use.ROW),
        ("owner in allowed or list_contains(people, owner) or owner = release or campaign_id = owner", Use.ROW),
        ("status in ('open', 'confirmed') and packed", Use.FILTER),
        ("book = boxes and share * book > 0", Use.ROW),
        ("count(*) over (partition by owner) = 1", Use.ROW),
        ("sum(book) >= max_difference * count(*)", Use.TOTAL),
        ("warehouse = 'x' and max(counted_at) <= latest", Use.TOTAL),
        ("sum(book)", Use.NUMBER),
        ("max(counted_at)", Use.SHOWN),
        ("count_if(owner = 'x' and book > 1) = 0", Use.TOTAL),
    ],
)
def test_what_makes_sense(text: str, use: Use) -> None:
    """Columns, joined columns, limits and constants go together where they are of one sort."""
    assert SCOPE.compiled(text, use, ["warehouse"] if use in GROUPED else [])


@pytest.mark.parametrize(
    ("text", "use", "words"),
    [
        ("bok = 1", Use.ROW, "did you mean book?"),
        ("plan.bugdet = 1", Use.ROW, "did you mean plan.budget?"),
        ("current_timestamp > launch", Use.ROW, "no column, limit or constant"),
        ("rowid = 1", Use.ROW, "no column, limit or constant"),
        ("owner = 1", Use.ROW, "a number is compared with a text"),
        ("day <= launch", Use.ROW, "local_day"),
        ("day >= '2026-06-18'", Use.ROW, "date '2026-06-18'"),
        ("day between launch and now", Use.ROW, "local_day"),
        ("greatest(day, counted_at) = now", Use.ROW, "local_day"),
        ("local_day(day) = day", Use.ROW, "local_day"),
        ("packed = 'yes'", Use.ROW, "a text is compared with a yes or no"),
        ("counted_at - launch <= 3", Use.ROW, "a length of time is compared with a number"),
        ("status = 'Confirmed'", Use.ROW, "it is one of confirmed, open"),
        ("status in ('open', 'opne')", Use.ROW, "'opne'"),
        ("book", Use.ROW, "is a number, where a yes or no is needed"),
        ("contains(book, 'x')", Use.ROW, "does not fit together"),
        ("sum(book) > 1", Use.ROW, "over many rows"),
        ("count(*) over () > 1", Use.FILTER, "a window"),
        ("count(*) over () > count(*)", Use.TOTAL, "a window"),
        ("book > 1", Use.TOTAL, "has no aggregate"),
        ("book > sum(counted)", Use.TOTAL, "does not fit together"),
        ("max(owner)", Use.NUMBER, "is a text, where a number is needed"),
    ],
)
def test_what_makes_none(text: str, use: Use, words: str) -> None:
    """False-GO 10, 15, 28: what could never hold, or would be compared by a silent cast, is refused."""
    with pytest.raises(BadValue) as told:
        SCOPE.compiled(text, use, ["warehouse"] if use in GROUPED else [])
    assert words in told.value.message.en
    assert told.value.message.zh


def test_a_name_of_two_things_is_refused_where_it_is_used() -> None:
    """A column that is called like a constant or a limit can't be told from it."""
    twice = Scope.of({**COLUMNS, "due": COLUMNS["day"]}, {"book": parse_limit("1")}, constants_for([]))
    for text in ("due = date '2026-06-18'", "book = 1"):
        with pytest.raises(BadValue, match="two things"):
            twice.compiled(text, Use.ROW)
    assert twice.compiled("counted > 0", Use.ROW)
