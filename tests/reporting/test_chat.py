"""The text for a group chat: short, and nothing but text."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from readiness.model.launch import LaunchWord
from readiness.model.outcome import Status
from readiness.model.signoff import Verdict
from readiness.model.text import LANGS, Lang, Text
from readiness.reporting.chat import MOST_BYTES, as_text, render
from readiness.reporting.report import Look
from tests.reporting.hostile import HOSTILE, run_saying
from tests.reporting.pasts import past_with
from tests.reporting.runs import RUNS, at, campaign, go, no_go, outcome, run_of
from tests.reporting.test_terminal_brief import crowded

JOINER = "\u2060"


def test_it_says_what_a_group_must_know() -> None:
    """Decision first, then what blocks, by whom and until when, what changed, how long it holds, and the link."""
    look = Look("en", past=past_with(go(), no_go()), link="https://ci.example/618/report.html")
    said = render(no_go(), look)
    assert said.startswith("✗ NO-GO · 618 sale · 2026-618")
    assert (
        "✗ Promoted SKUs hold at least 120 % of forecast sales · supply-chain: 张敏 · was due Sun 14 June, 24:00, "
        "2 d 19 h ago\n"
    ) in said
    assert "Decision: GO, now NO-GO; 2 checks are worse" in said
    assert said.endswith("Full report: https://ci.example/618/report.html\n")


def test_without_a_link_there_is_no_word_of_one() -> None:
    """Nothing leads nowhere."""
    assert "Full report" not in render(no_go(), Look("en"))


def test_nobodys_address_is_spread() -> None:
    """A group knows its people by name; their addresses stay in the report."""
    assert "@" not in render(no_go(), Look("en"))
    assert "张敏" in render(no_go(), Look("en"))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", [*RUNS, "crowded", "endless"])
def test_it_fits_one_message(name: str, lang: Lang) -> None:
    """At most 2,048 bytes of UTF-8, of which a Chinese character takes three; the verdict is always whole."""
    endless = replace(
        run_saying("长" * 4000), campaign=campaign(name=Text.same("很" * 5000)), notes=(Text.same("记" * 3000),) * 40
    )
    run = {"crowded": crowded, "endless": lambda: endless, **RUNS}[name]()
    said = render(run, Look(lang, past=past_with(go(), run), link="https://ci.example/618"))
    assert len(said.encode()) <= MOST_BYTES
    answer = {"en": ("GO", "CONDITIONAL GO", "NOT YET", "CANNOT TELL", "NO-GO")}.get(lang, ("上线", "就绪", "判定"))
    assert any(words in said.splitlines()[0] for words in answer)


def test_what_does_not_fit_is_counted() -> None:
    """False-GO 44: forty blockers are shown as far as there is room, and the others are counted."""
    run = run_of([outcome(f"planning.x{n}", Status.FAILED) for n in range(40)])
    said = render(run, Look("en"))
    assert "Blocks the launch (41)" in said
    shown = said.count("\n✗ Title") + said.count("\n? The run")
    assert 0 < shown < 41
    assert f"... and {41 - shown} more" in said


def test_a_launch_decision_is_told() -> None:
    """And one that counts for nothing is told as such."""
    word = LaunchWord(
        "许宏 <xu.hong@shop.example>", "sponsor", Verdict.APPROVED, at(17, 21), "", signed=False, problem=None
    )
    void = replace(word, problem=Text("the record was changed", "记录被修改"))
    assert "✓ Launch approved by 许宏" in render(go(), Look("en", signed=(word,)))
    assert "counts for nothing: the record was changed" in render(go(), Look("en", signed=(void,)))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("@all", f"@{JOINER}all"),
        ("@所有人", f"@{JOINER}所有人"),
        ("＠所有人", f"＠{JOINER}所有人"),
        ("mail x@all now", f"mail x@{JOINER}all now"),
        ("x@everyone", f"x@{JOINER}everyone"),
        ("@13800138000", f"@{JOINER}13800138000"),
        ("@evil.example", f"@{JOINER}evil.example"),
        ("min.zhang@shop.example", "min.zhang@shop.example"),
        ("<!channel> <@U123> <at id=all></at>", f"‹!channel› ‹@{JOINER}U123› ‹at id=all›‹/at›"),
        ("<https://evil.example|GO>", "‹https://evil.example｜GO›"),
        ("[GO](https://evil.example)", "［GO］(https://evil.example)"),
        ("*GO* ~no~ `x`", "＊GO＊ ～no～ ｀x｀"),
        ("_GO_ __GO__ store_display", "＿GO＿ ＿＿GO＿＿ store_display"),
        ("> quoted", "› quoted"),
    ],
)
def test_no_chat_takes_words_for_more(words: str, expected: str) -> None:
    """Mentions, tags, links under other words and emphasis of WeCom, DingTalk, Feishu, Slack and Discord."""
    assert as_text(words) == expected


def begins(said: str) -> list[str]:
    """How each line begins: a heading, a list or a quote of others would stand there."""
    return [line[:2] for line in said.splitlines()]


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("lang", LANGS)
def test_hostile_words_are_text(words: str, lang: Lang) -> None:
    """No line begins with another's words, nothing steers or mentions, and no control character is left."""
    said = render(run_saying(words), Look(lang, past=past_with(run_of([outcome("planning.c")]), run_saying(words))))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202a-\u202e\u2066-\u2069\ud800-\udfff<>*`\\[\\]|~]", said)
    assert not re.search(r"@(?!\u2060)", said)
    assert begins(render(run_saying(words), Look(lang))) == begins(render(run_saying("words"), Look(lang)))
