"""Conditions that checklists write: what is read, what is refused, and that nothing else can run."""

from __future__ import annotations

import contextlib
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.evidence.expressions import FUNCTIONS, parse_expression
from readiness.evidence.sql_text import quoted
from readiness.model.errors import BadValue


def ask(text: str, rows: str = "", **columns: str) -> Any:
    """What an expression gives over one row of these columns, or over `rows` (an SQL list of values)."""
    source = rows or f"(SELECT {', '.join(f'{sql} AS {quoted(name)}' for name, sql in columns.items()) or '1'})"
    sql = parse_expression(text).sql(lambda name: quoted(name.words), "Asia/Shanghai")
    connection = duckdb.connect(":memory:")
    connection.execute("SET TimeZone = 'UTC'")
    return connection.execute(f"SELECT {sql} FROM {source}").fetchone()[0]  # type: ignore[index]


def test_the_parts_of_a_condition_are_known() -> None:
    """What `and` joins stands apart, brackets of `and` opened, each with its names; anything else is one part."""
    parts = parse_expression("a = 1 and (b > 2 and not c) and (d or e)").parts
    assert [[name.words for name in names] for _, names in parts] == [["a"], ["b"], ["c"], ["d", "e"]]
    assert [len(parse_expression(text).parts) for text in ("a or b", "not (a and b)", "a between 1 and 2")] == [1] * 3


REFUSED = [
    "(select 1)",
    "a in (select b from c)",
    "exists (select 1)",
    "a = any(select 1)",
    "read_text('/etc/passwd')",
    "read_csv('/etc/passwd')",
    "getenv('HOME')",
    "nextval('s')",
    "current_setting('threads')",
    "query('select 1')",
    "pragma_version()",
    "pragma database_list",
    "attach 'x.db'",
    "copy (select 1) to '/tmp/x'",
    "install httpfs",
    "1; drop table t",
    "a) from t where (b",
    "a from read_text('/etc/passwd')",
    "a union select 1",
    "a, b",
    "a as b",
    "a b",
    "a limit 1",
    "distinct a",
    "a where b",
    "*",
    "t.*",
    "columns('a')",
    "a::int",
    "cast(a as date)",
    "try_cast(a as date)",
    "timestamp '2026-06-18 00:00:00'",
    "list_filter(a, x -> x > 1)",
    "lambda x: x",
    "[1, 2]",
    "{'a': 1}",
    "a[1]",
    "$1",
    "?",
    "a / b",
    "a // b",
    "a % b",
    "a ^ 2",
    "'x' || a",
    "1e5 < a",
    "a is distinct from b",
    "a is true",
    "a collate nocase = 'x'",
    "a similar to 'x'",
    "a like 'x' escape '!'",
    "main.abs(a)",
    "abs(a := 1)",
    "sum(a order by b)",
    "abs(distinct a)",
    "sum(sum(a))",
    "sum(count(*) over ())",
    "lag(a)",
    "avg(a) > 1",
    "first_value(a) over (order by b)",
    "sum(a) over (order by b groups between 1 preceding and current row)",
    "sum(a) over (order by b rows between 1 preceding and current row exclude current row)",
    "interval '3 months' > a",
    "interval (a) day > b",
    "interval (1 + 1) day > b",
    "date '2026-02-30' = a",
    "regexp_matches(a, b)",
    "regexp_matches(a, '(')",
    "now() > a",
    "random() > 0",
    "a.b.c = 1",
    "a +",
    "",
    "-- nothing",
    "+".join(["a"] * 200),
    "a = " + "1" * 3_000,
]


@pytest.mark.parametrize("text", REFUSED)
def test_nothing_but_the_listed_can_be_asked(text: str) -> None:
    """Subqueries, files, variables, settings, casts, floats and whatever else is not listed is refused, with a reason
    in both languages."""
    with pytest.raises(BadValue) as told:
        parse_expression(text)
    assert told.value.message.en
    assert told.value.message.zh


def test_what_runs_is_written_anew() -> None:
    """A comment, an odd space or a quoted name in the text never reaches the engine as it was typed."""
    sql = parse_expression("a /* x */ =  'it''s' -- y").sql(lambda name: f"<{name.words}>")
    assert sql == "((<a> = 'it''s'))"


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever somebody types is an expression or a BadValue, never a crash."""
    with contextlib.suppress(BadValue):
        assert parse_expression(text).pieces


@settings(deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20))
def test_a_text_comes_back_as_it_was(text: str) -> None:
    """A text in quotes is a value and can't become anything else."""
    assert ask("'" + text.replace("'", "''") + "' = a", a="'" + text.replace("'", "''") + "'") is True


def test_the_place_and_the_nearest_function_are_said() -> None:
    """What is wrong is told with its character and the function that may be meant, Chinese counted as one."""
    with pytest.raises(BadValue, match=r"character 14: .*did you mean length\?"):
        parse_expression("'中文' = b and lenght(a) > 1")
    with pytest.raises(BadValue, match="character 14"):
        parse_expression("'中文' = b and 1e5 > a")


@pytest.mark.parametrize(
    ("text", "columns", "answer"),
    [
        ("abs(book - counted) <= 0.02 * greatest(book, 1)", {"book": "100.00", "counted": "98.00"}, True),
        ("abs(book - counted) <= 0.02 * greatest(book, 1)", {"book": "100.00", "counted": "97.999999"}, False),
        ("a between 1 and 3", {"a": "3"}, True),
        ("a not between 1 and 3", {"a": "4"}, True),
        ("a in ('x', 'y')", {"a": "'y'"}, True),
        ("a not in ('x', 'y')", {"a": "'y'"}, False),
        ("a in allowed", {"a": "'y'", "allowed": "['x', 'y']"}, True),
        ("case when a > 1 then 'x' else 'y' end = 'x'", {"a": "2"}, True),
        ("a like '%夏%' and not a ilike 'X%'", {"a": "'今夏'"}, True),
        ("len(items(a)) = 3", {"a": "'茶、水 ;;  x'"}, True),
        ("list_contains(items(a), '水')", {"a": "'茶，水|x'"}, True),
        ("local_day(a) = date '2026-06-18'", {"a": "TIMESTAMP '2026-06-17 16:00:00'"}, True),
        ("local_hour(a) = 23", {"a": "TIMESTAMP '2026-06-17 15:59:59'"}, True),
        ("a - b <= interval '2 days'", {"a": "TIMESTAMP '2026-06-17'", "b": "TIMESTAMP '2026-06-15'"}, True),
        ("a - b <= interval 2 day", {"a": "TIMESTAMP '2026-06-17 00:00:01'", "b": "TIMESTAMP '2026-06-15'"}, False),
        ("regexp_matches(a, '^SKU[0-9]+$')", {"a": "'SKU12'"}, True),
        ("starts_with(a, 'x') or ends_with(a, 'y') or contains(a, 'z')", {"a": "'ay'"}, True),
        ("coalesce(a, 0) = 0 and nullif(b, 'x') is null", {"a": "NULL::BIGINT", "b": "'x'"}, True),
        ("length(upper(trim(a))) = 2 and lower(a) <> a", {"a": "' Ab '"}, True),
        ("- a < + 1", {"a": "0"}, True),
        ("a is not null", {"a": "1"}, True),
    ],
)
def test_the_language(text: str, columns: dict[str, str], answer: bool) -> None:
    """Each part of the language gives what SQL gives, at its boundary."""
    assert ask(text, **columns) is answer


@pytest.mark.parametrize(
    "text",
    [
        "a <= 1", "a <> 1", "not a = 1", "a between 0 and 1", "a in (1, 2)", "a not in (1, 2)", "abs(a) < 1",
        "greatest(a, 5) >= 5", "least(a, 5) <= 5", "a + 1 > 0", "case when a > 1 then true when a <= 1 then true end",
    ],
)  # fmt: skip
def test_null_is_never_true(text: str) -> None:
    """False-GO 10: a condition over NULL is not TRUE, also where SQL's own functions would leave the NULL out."""
    assert ask(text, a="NULL::BIGINT") is None


@pytest.mark.parametrize(
    ("text", "values", "answer"),
    [
        ("bool_and(a = 1)", "(1), (NULL)", None),
        ("bool_and(a = 1)", "(1), (NULL), (2)", False),
        ("bool_and(a = 1)", "(1), (1)", True),
        ("not bool_or(a = 2)", "(1), (NULL)", None),
        ("bool_or(a = 1)", "(1), (NULL)", True),
        ("count_if(a <> 1) = 0", "(1), (NULL)", None),
        ("count_if(a = 1) = 2", "(1), (1), (3)", True),
        ("sum(a) = 1", "(1), (NULL)", None),
        ("sum(coalesce(a, 0)) = 1", "(1), (NULL)", True),
        ("max(a) <= 1", "(1), (NULL)", None),
        ("min(a) >= 1", "(1), (NULL)", None),
        ("count(*) filter (where a <> 1) = 0", "(1), (NULL)", None),
        ("count(*) filter (where a = 1) = 2", "(1), (1), (2)", True),
        ("count(a) = 1", "(1), (NULL)", True),
        ("count(distinct a) = 2", "(1), (1), (2)", True),
        ("sum(a) filter (where a > 1) = 5", "(1), (2), (3)", True),
    ],
)
def test_an_aggregate_does_not_leave_null_out(text: str, values: str, answer: bool | None) -> None:
    """False-GO 10: what can't be known of one row can't be known of all; count(x) counts what is there."""
    assert ask(text, f"(VALUES {values}) AS t(a)") is answer


def test_nothing_is_not_all() -> None:
    """False-GO 5: over no rows nothing holds for all, and a sum is not 0."""
    empty = "(SELECT 1 AS a WHERE false)"
    assert ask("bool_and(a = 1)", empty) is None
    assert ask("sum(a) = 0", empty) is None


def test_windows() -> None:
    """Window functions run over partition, order and frame, with NULL kept as in aggregates."""
    rows = "(VALUES (1, 10), (2, 20), (3, NULL)) AS t(a, b)"
    connection = duckdb.connect(":memory:")

    def column(text: str) -> list[Any]:
        sql = parse_expression(text).sql(lambda name: quoted(name.words))
        return [row[0] for row in connection.execute(f"SELECT {sql} FROM {rows} ORDER BY a").fetchall()]

    assert column("sum(b) over (order by a rows between 1 preceding and current row) <= 30") == [True, True, None]
    assert column("lag(a) over (order by a) < a") == [None, True, True]
    assert column("lead(a, 1, 9) over (order by a desc) = 9") == [True, False, False]
    assert column("row_number() over (order by a) = a") == [True, True, True]
    assert column("count(*) over (partition by b) = 1") == [True, True, True]
    assert column("max(a) over (rows between unbounded preceding and unbounded following) = 3") == [True] * 3


def test_flags_and_names() -> None:
    """An expression knows its names, and whether it counts over rows or looks through a window."""
    found = parse_expression("Plan.Budget >= count(*) over (partition by sku)")
    assert [name.words for name in found.names] == ["plan.budget", "sku"]
    assert (found.aggregates, found.windows) == (False, True)
    assert parse_expression("sum(a) > 1").aggregates


def test_every_function_is_documented() -> None:
    """The page of the kind names every function that may be called."""
    page = (Path(__file__).parents[2] / "docs/probes/rows.md").read_text("utf-8")
    assert [name for name in FUNCTIONS if f"`{name}(" not in page] == []


@settings(deadline=None)
@given(st.decimals("-1000", "1000", places=6), st.decimals("-1000", "1000", places=6), st.decimals("0", "1", places=6))
def test_comparisons_are_exact(a: Decimal, b: Decimal, limit: Decimal) -> None:
    """False-GO 14: `abs(a - b) <= limit * b` agrees with exact decimal arithmetic, boundary included."""
    columns = {"a": f"{a}::DECIMAL(38,6)", "b": f"{b}::DECIMAL(38,6)", "x": f"{limit}::DECIMAL(18,6)"}
    assert ask("abs(a - b) <= x * b", **columns) is (abs(a - b) <= limit * b)
