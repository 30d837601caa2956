"""YAML becomes located text; nothing that is typed changes its value."""

from __future__ import annotations

import gc
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from readiness.loading.campaign import load_campaign
from readiness.loading.nodes import Listing, Mapping, Node, Scalar, find, key_place, place, plain
from readiness.loading.problems import InvalidInput, Problem, Problems
from readiness.loading.yaml_nodes import parse
from tests.loading.conftest import HERE, NOW, SHIPPED


def tree(text: str) -> Node:
    problems = Problems()
    node = parse(text, "f.yaml", problems)
    assert not problems
    assert node is not None
    return node


def told(text: str) -> list[str]:
    problems = Problems()
    parse(text, "f.yaml", problems)
    return [problem.say("en") for problem in problems.sorted()]


@pytest.mark.parametrize(
    "value", ["no", "on", "9.10", "0123", "1:30", "2026-06-18", "1_000", "0x1F", ".inf", "1e3", "+1", "TRUE", "=", "١٢"]
)
def test_a_value_is_what_was_typed(value: str) -> None:
    """False-GO 36: YAML's own types never change a value."""
    assert plain(tree(f"a: {value}\n{value}: b\n")) == {"a": value, value: "b"}


@pytest.mark.parametrize("value", ["", "~", "null", "Null", "NULL"])
def test_only_plain_null_is_nothing(value: str) -> None:
    """Null without quotes is nothing, in quotes it is a text."""
    assert plain(tree(f"a: {value}\nb: '{value}'")) == {"a": None, "b": value}


def test_every_node_and_key_knows_its_place() -> None:
    """Lines and columns count from 1, in characters."""
    node = tree("名称: {数量: 五}\nlist:\n  - 甲\n  - [a, b]\n")

    assert str(key_place(node, "名称", "数量")) == "f.yaml:1:6"
    assert str(place(node, "名称", "数量")) == "f.yaml:1:10"
    assert str(place(node, "list", 1, 1)) == "f.yaml:4:9"
    assert str(place(node, "list", 7)) == "f.yaml:3:3"
    assert str(key_place(node, "list", "x")) == "f.yaml:3:3"


def test_steps_that_lead_nowhere_are_skipped() -> None:
    """Names of union members among the keys of a path do not lose the way."""
    node, reached = find(tree("a: {b: [c]}"), ("a", "SomeModel", "b", 0, "str"))

    assert isinstance(node, Scalar)
    assert (node.text, reached) == ("c", 4)


def test_an_alias_stands_for_its_anchor() -> None:
    """Anchors and aliases are plain reuse of values."""
    assert plain(tree("a: &x [1, 2]\nb: *x\nc: &x 3\nd: *x")) == {"a": ["1", "2"], "b": ["1", "2"], "c": "3", "d": "3"}


def test_aliases_can_not_blow_up() -> None:
    """A few lines that stand for billions of values are refused at once."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]

    assert told("\n".join(lines))[0].startswith("f.yaml:7:")


def test_nesting_is_bounded() -> None:
    """Thousands of brackets are a problem with a place, not a crash."""
    (problem,) = told("[" * 20_000)
    # the column is where the reader or, in newer releases of its library, the library gave up
    assert re.fullmatch(r"f\.yaml:1:\d+: Lists and mappings are nested too deep here\. No file of .+ levels", problem)


def test_the_garbage_collector_is_left_as_it_was() -> None:
    """Reading turns collection off for its time only, also when it stops early."""
    assert gc.isenabled()
    told("[")
    tree("a: b")
    assert gc.isenabled()


def test_all_problems_before_a_syntax_error_are_told() -> None:
    """Duplicate keys above a syntax error do not hide, nor are hidden by it."""
    assert [one.split(": ")[0] for one in told("a: 1\na: 2\nb: [")] == ["f.yaml:2:1", "f.yaml:4:1"]


GOOD = (HERE / "good" / "campaign.yaml").read_bytes()


def load_bytes(folder: Path, content: bytes) -> None:
    """Loads the campaign; anything but InvalidInput is a failure of the test."""
    (folder / "campaign.yaml").write_bytes(content)
    found: tuple[Problem, ...] | None = None
    try:
        load_campaign(folder, NOW, shipped=SHIPPED)
    except InvalidInput as invalid:
        found = invalid.problems
    assert found is None or found
    for problem in found or ():
        assert problem.location.line >= 1
        assert problem.location.column >= 1


QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUICK
@given(content=st.binary(max_size=200))
@example(content=b"\xff\xfea\x00:\x00")
@example(content=b"\x00")
@example(content=b"%YAML 9.9\n---\na: b")
@example(content=b"? ? ? a\n")
@example(content=b"- !<")
@example(content=b"--- |9\n")
@example(content="a: \u2028b".encode())
@example(content="\ufeff\ufeffa: b".encode())
def test_random_bytes_are_told_as_problems(tmp_path: Path, content: bytes) -> None:
    """No content of a file makes loading raise anything but InvalidInput."""
    load_bytes(tmp_path, content)


@QUICK
@given(st.data())
def test_a_damaged_campaign_is_told_as_problems(tmp_path: Path, data: st.DataObject) -> None:
    """A good file cut, doubled or changed anywhere loads or is told, and never crashes."""
    start = data.draw(st.integers(0, len(GOOD)))
    end = data.draw(st.integers(start, min(len(GOOD), start + 60)))
    pieces = st.sampled_from(
        [b"", b"~", b"[]", b"{}", b"*x", b"&x ", b"\n", b"\t", b": ", b"- ", b"'", b"T-1d", b"99999999999w"]
    )
    load_bytes(tmp_path, GOOD[:start] + data.draw(pieces | st.binary(max_size=5)) + GOOD[end:])


def scalars(node: Node) -> list[Scalar]:
    if isinstance(node, Scalar):
        return [node]
    below = node.items if isinstance(node, Listing) else [entry.value for entry in node.entries.values()]
    return [scalar for one in below for scalar in scalars(one)]


@pytest.mark.parametrize(
    "value", ["", "~", "[]", "{}", "[x]", "{x: y}", "x", "T-1d", "2026-06-18T00:00:00Z", "yes", "-1"]
)
@pytest.mark.parametrize("name", ["campaign.yaml", "own.yaml", "signoffs.yaml", "waivers.yaml"])
def test_any_value_anywhere_is_told_as_a_problem(tmp_path: Path, name: str, value: str) -> None:
    """Each value of each file replaced by one of another shape loads or is told, and never crashes."""
    for file in (HERE / "good").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    good = (HERE / "good" / name).read_text(encoding="utf-8")
    root = tree(good)
    assert isinstance(root, Mapping)
    lines = good.splitlines(keepends=True)
    for scalar in scalars(root):
        index, column = scalar.location.line - 1, scalar.location.column - 1
        line = lines[index]
        if line[column:].startswith(scalar.text or "\0"):
            changed = line[:column] + value + line[column + len(scalar.text or "") :]
            (tmp_path / name).write_text("".join([*lines[:index], changed, *lines[index + 1 :]]), encoding="utf-8")
            load_bytes(tmp_path, (tmp_path / "campaign.yaml").read_bytes())
