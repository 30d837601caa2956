"""PromQL expressions: their series, limits, scale, and whether they hide that nothing is there."""

from __future__ import annotations

from decimal import Decimal

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from readiness.evidence.promql import PromqlError, parse
from readiness.evidence.promql_reading import (
    hides_absence,
    in_the_past,
    is_constant,
    metrics,
    number,
    over_time,
    reach,
    scale,
    selectors,
    unanswered,
)
from readiness.evidence.promql_tree import walk
from tests.field_data import FIELD_DATA, needs_field_data


@pytest.mark.parametrize(
    ("expression", "series", "shifted"),
    [
        ("up", "up", False),
        ('up{job="a",env!="b",c=~"d|e",f!~"g"}', 'up{job="a",env!="b",c=~"d|e",f!~"g"}', False),
        ("rate(orders_total[5m])", "orders_total", False),
        ("rate(orders_total[5m] offset 1h)", "orders_total", True),
        ("max_over_time(rate(orders_total[5m])[1h:30s])", "orders_total", False),
        ("max_over_time(rate(orders_total[5m])[1h:30s] offset 5m)", "orders_total", True),
        ("max_over_time(orders_total[1h:] @ end())", "orders_total", True),
        ("orders_total @ 1609746000", "orders_total", True),
        ("orders_total offset -5m", "orders_total", True),
        ('{__name__="orders_total"}', "orders_total", False),
        ('{"orders.total",shop="1"}', '{__name__="orders.total",shop="1"}', False),
        ('{__name__=~"coupon_.*"}', '{__name__=~"coupon_.*"}', False),
        ('x{a="1" or b="2"}', 'x{a="1" or b="2"}', False),
        ('x{"店 铺"="中\\"\\\\\\n"}', 'x{"店 铺"="中\\"\\\\\\n"}', False),
    ],
)
def test_a_selector_is_written_as_the_same_series_now(expression: str, series: str, *, shifted: bool) -> None:
    """Range, offset and @ go, name and labels stay, and what is left can be parsed again to the same series."""
    (found,) = selectors(parse(expression))
    assert (found.series, found.shifted) == (series, shifted)
    (again,) = selectors(parse(found.series))
    assert (again.series, again.shifted) == (series, False)


def test_every_selector_is_found_once() -> None:
    """Both sides, arguments, parameters and what stands inside a subquery."""
    found = parse("sum(a) / on (x) (b or topk(scalar(c), d)) + max_over_time((e + a)[5m:])")
    assert [selector.metric for selector in selectors(found)] == ["a", "b", "c", "d", "e"]
    assert metrics(parse('{__name__=~"a.*"} or b')) == ("b",)


@pytest.mark.parametrize(
    ("expression", "by"),
    [
        ("errors / total", 1),
        ("errors / total * 100", 100),
        ("100 * errors / total", 100),
        ("(errors * 100) / total", 100),
        ("errors / (total / 100)", 100),
        ("round(errors / total * 100, 0.1)", 100),
        ("max by (pool) (errors / total * 100)", 100),
        ("100 - good / total * 100", 100),
        ("1 - good / total", 1),
        ("errors / total * 100 > 0.5", 100),
        ("0.5 < 100 * errors / total", 100),
        ("errors / total * 100 > bool 0.5", 1),
        ("a * 100 and b", 100),
        ("a * 100 + b", None),
        ("count(x)", None),
        ("count(x) * 100", None),
        ("up / 0", None),
        ("predict_linear((success_ratio * 100)[1h:1m], 3600)", 100),
        ("stddev_over_time(lag_seconds[1h])", 1),
        ("time() - last_sync_timestamp_seconds", 1),
        ("histogram_quantile(0.9, sum by (le) (rate(duration_seconds_bucket[5m]) * 60)) * 1000", 1000),
        ("histogram_sum(rate(lag_seconds[5m])) / histogram_count(rate(lag_seconds[5m]))", 1),
        ("count_over_time(lag_seconds[1h])", None),
        ("changes(success_ratio[1h])", None),
    ],
)
def test_by_how_much_a_value_is_multiplied(expression: str, by: int | None) -> None:
    """False-GO 15: half a percent is 0.005 of a fraction and 0.5 of a percentage; what can't be told is None."""
    assert scale(parse(expression)) == by


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("1", "no series"),
        ("vector(1)", "no series"),
        ("time()", "no series"),
        ("-(2 + 3)", "no series"),
        ("up * 0", "no series"),
        ("group(up)", "no series"),
        ("vector(1) and on () up", "no series"),
        ("vector(1) unless on () up", "no series"),
        ("sum(errors) or vector(0)", "`or`"),
        ("(vector(0)) or sum(errors)", "`or`"),
        ("sum(sum(errors) or on () vector(0)) / sum(total)", "`or`"),
        ("absent(up)", "absent()"),
        ("1 - absent_over_time(up[5m])", "absent_over_time()"),
        ("errors / fill(0) total", "`fill`"),
    ],
)
def test_what_gives_a_value_without_series_is_said(expression: str, why: str) -> None:
    """False-GO 26: an answer that is there although the metric is not."""
    found = hides_absence(parse(expression))
    assert any(why in text.en for text in found)
    assert all(text.zh for text in found)


@pytest.mark.parametrize(
    "expression",
    [
        "up",
        "sum(errors) / sum(total)",
        "errors or total * 0",
        "time() - last_sync_timestamp_seconds",
        "a or b",
        "scalar(up) + up",
        "topk(3, up)",
        "clamp_min(up, 0)",
    ],
)
def test_an_expression_over_series_hides_nothing(expression: str) -> None:
    """`total * 0` is there only while total is, which is how people write "no errors so far"."""
    assert hides_absence(parse(expression)) == ()
    assert not is_constant(parse(expression))


@pytest.mark.parametrize(
    ("expression", "spans", "functions"),
    [
        ("up", [0], ()),
        ("increase(a[24h])", [86_400], ("increase",)),
        ("sum(rate(a[5m])) / sum(irate(b[1m]))", [300, 60], ("rate", "irate")),
        ("max_over_time(rate(a[5m])[1h:])", [3_900], ("max_over_time", "rate")),
        ("quantile_over_time(0.9, a[1h30m])", [5_400], ("quantile_over_time",)),
        ("increase(a[500ms])", [0.5], ("increase",)),
    ],
)
def test_how_far_back_an_expression_looks(expression: str, spans: list[float], functions: tuple[str, ...]) -> None:
    """A subquery looks back beyond what is inside it."""
    tree = parse(expression)
    assert [span.total_seconds() for _, span in reach(tree)] == spans
    assert over_time(tree) == functions


@pytest.mark.parametrize(
    ("expression", "lacking"),
    [
        ("gone", ["gone"]),
        ("gone / here", ["gone"]),
        ("gone or here", []),
        ("here or gone", []),
        ("gone or gone2", ["gone", "gone2"]),
        ("sum(gone or here * 0) / sum(gone)", ["gone"]),
        ("here unless gone", []),
        ("gone unless here", ["gone"]),
        ("here and gone", ["gone"]),
        ("rate(gone[5m] offset 1h)", ["gone"]),
    ],
)
def test_which_missing_series_leave_a_value_without_ground(expression: str, lacking: list[str]) -> None:
    """One side of an `or` is enough, as in "errors, or none so far"."""
    assert [selector.series for selector in unanswered(parse(expression), {"gone", "gone2"})] == lacking


@pytest.mark.parametrize(
    ("expression", "past"),
    [
        ("a", []),
        ("a offset 1h", ["a"]),
        ("a / a offset 1w", []),
        ("a offset 1h / b", ["a"]),
        ("rate(a[5m]) - max_over_time(a[1h:1m] @ start())", []),
    ],
)
def test_a_look_at_the_past_alone_is_told(expression: str, past: list[str]) -> None:
    """False-GO 26, 29: a comparison with last week shows the present too, a value of an hour ago does not."""
    assert [selector.series for selector in in_the_past(parse(expression))] == past


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("sum by(a)(x{b='1'}) / y", '(sum(x{b="1"}) by (a))/(y)', True),
        ("rate(x[60s])", "rate(x[1m])", True),
        ("a / ignoring () b", "a / b", True),
        ("rate(x[1m])", "rate(x[5m])", False),
        ("x / x offset 1d", "x / x offset 1w", False),
        ("x @ 5", "x @ end()", False),
        ("max_over_time(x[1h:1m])", "max_over_time(x[1h:5m])", False),
        ("max_over_time(x[1h:1m] offset 1h)", "max_over_time(x[1h:1m] offset 2h)", False),
        ("a / on (x) b", "a / on (y) b", False),
        ("a / on (x) b", "a / ignoring (x) b", False),
        ("a / on (x) group_left b", "a / on (x) group_right b", False),
        ("a / on (x) group_left (y) b", "a / on (x) group_left (z) b", False),
    ],
)
def test_expressions_are_the_same_whatever_their_blanks_and_brackets(one: str, other: str, *, same: bool) -> None:
    """A rule that is loaded with another offset or match of labels is another one."""
    assert (repr(parse(one)) == repr(parse(other))) is same


def test_arithmetic_over_numbers_is_worked_out() -> None:
    """Exactly, and not where it has no result."""
    assert number(parse("(14.4 * 0.001) / -2 + 1")) == Decimal("0.9928")
    assert number(parse("1 / 0")) is None
    assert number(parse("up")) is None


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("", "empty"),
        ("up{", "braces"),
        ("rate(up)", "matrix"),
        ("nonsense(up)", "unknown function"),
        ("rate(up[$__rate_interval])", "unexpected character"),
        ("-" * 9_990 + "up", "too long"),
        ("(" * 5_000 + "up" + ")" * 5_000, "too long"),
        ("up" + " + up" * 401, "too long"),
        ("up" + " " * 20_000, "too long"),
        ("# it's\n" + "-" * 9_990 + "up # '", "too long"),
    ],
)
def test_what_is_no_expression_is_refused_in_both_languages(expression: str, said: str) -> None:
    """Also what nests so deep that the parser would end the process."""
    with pytest.raises(PromqlError, match=said) as refused:
        parse(expression)
    assert refused.value.text.zh != refused.value.text.en


def test_operators_inside_texts_are_not_counted() -> None:
    """A long list of names with dashes is no deep expression."""
    names = "|".join(f"node-{number}-a" for number in range(400))
    assert selectors(parse(f'up{{instance=~"{names}"}}'))


def test_the_former_name_of_a_function_is_known() -> None:
    """Servers before 3.0 know holt_winters, also when it is parsed twice."""
    for _ in range(2):
        assert metrics(parse("holt_winters(orders_total[1h], 0.5, 0.5)")) == ("orders_total",)


@given(st.text(alphabet='ab{}()[]"=~!<>+-*/%^.,:@ \n0159mbyonrad#\\', max_size=60))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    """Nothing else comes out, and what was parsed can be walked."""
    try:
        tree = parse(text)
    except PromqlError:
        return
    assert list(walk(tree))
    for selector in selectors(tree):
        parse(selector.series)


@needs_field_data
@pytest.mark.parametrize("name", ["awesome-mysql.yml", "awesome-blackbox.yml", "sloth-getting-started.gen.yml"])
def test_rules_of_others_are_parsed_whole(name: str) -> None:
    """Every expression of rule files that other people use."""
    content = yaml.safe_load((FIELD_DATA / "prometheus-rules" / name).read_text("utf-8"))
    rules = [rule for group in content["groups"] for rule in group["rules"]]
    assert rules
    for rule in rules:
        tree = parse(str(rule["expr"]))
        assert metrics(tree) or is_constant(tree)
