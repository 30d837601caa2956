"""YAML of other systems, with lines."""

from __future__ import annotations

import random

import pytest

from readiness.evidence.yaml_located import located_yaml
from readiness.model.errors import CannotJudge


def test_values_know_their_lines() -> None:
    """Several documents, aliases, nothing; scalars stay what was typed."""
    first, second = located_yaml("---\na: &x [1, no]\nb: *x\n---\n\n---\nc: ~\nd: '~'\n", "f")
    assert first.plain() == {"a": ["1", "no"], "b": ["1", "no"]}
    assert [one.line for one in first.entries["b"].items] == [2, 2]
    assert second.plain() == {"c": None, "d": "~"}
    assert second.entries["d"].line == 8


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\na: 2\n", "line 2, column 1: the key 'a' stands twice"),
        ("a: !!python/object:x {}\n", "tags"),
        ("a: &x\n  b: *x\n", "refers to what holds it"),
        ("<<: {a: 1}\n", "merge keys"),
        ("[a]: 1\n", "a key must be a text"),
        ("a: [1\n", "not valid YAML"),
        ("a: *nothing\n", "refers to what holds it"),
        ("[" * 60 + "]" * 60, "nested too deeply"),
    ],
)
def test_what_is_refused(text: str, said: str) -> None:
    """Each with its line."""
    with pytest.raises(CannotJudge) as caught:
        located_yaml(text, "rules.yml")
    assert said in caught.value.message.en
    assert "rules.yml, line" in caught.value.message.en


def test_aliases_of_aliases_are_bounded() -> None:
    """A few lines that stand for billions of values."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    with pytest.raises(CannotJudge, match="too many values"):
        located_yaml("\n".join(lines), "f")


def test_anything_ends_in_values_or_in_a_refusal() -> None:
    """Random cuts and swaps of a file: never another exception."""
    whole = (
        "groups:\n- name: a\n  rules:\n  - {alert: X, expr: 'a > 1', labels: &l {s: y}}\n  - {alert: Y, labels: *l}\n"
    )
    dice = random.Random(7)
    for _ in range(400):
        text = list(whole)
        for _ in range(dice.randrange(1, 6)):
            text[dice.randrange(len(text))] = dice.choice("{}[]:,&*!|>'\"%@`\n -?#\t\x00é")
        try:
            located_yaml("".join(text)[: dice.randrange(10, len(whole))], "f")
        except CannotJudge:
            continue
