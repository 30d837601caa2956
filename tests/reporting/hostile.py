"""A run in which every text that someone else writes tries to be more than text."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from readiness.model.evidence import EvidenceUse
from readiness.model.finding import Examined, Finding, Measure
from readiness.model.loosening import Loosening, LooseningKind
from readiness.model.outcome import Status, WaiverUse
from readiness.model.run import Run
from readiness.model.text import Text
from tests.reporting.runs import DIGEST, at, campaign, outcome, run_of


def run_saying(words: str) -> Run:
    """All of its texts, names, places and settings are `words`."""
    text = Text.same(words)
    finding = Finding(words, text, text, text, words, words)
    facts = campaign(name=text, id=words, release=words, people={words: (words,)})
    told: dict[str, Any] = {
        "title": text,
        "why": text,
        "remedy": text,
        "source": text,
        "message": text,
        "hint": text,
        "owner": words,
        "people": (words,),
        "kind": words,
        "settings": {words: words},
        "examined": Examined(3, words),
        "findings": (finding,),
        "findings_total": 9,
        "measures": (Measure(words, Decimal("0.5"), Decimal(1), words, words),),
        "notes": (text,),
        "evidence": (EvidenceUse(words, words, DIGEST, at(14), path=words, notes=(text,)),),
        "waiver": WaiverUse(words, words, at(16), text),
    }
    outcomes = [
        outcome("execution.a", Status.FAILED, **told),
        outcome(f"execution.b{words}", Status.ERROR, **told),
        outcome("planning.c", **{**told, "waiver": None, "findings": (), "findings_total": 0}),
        outcome("planning.d", Status.NOT_APPLICABLE, **told),
    ]
    loose = Loosening(LooseningKind.SETTING, f"execution.e{words}", words, words, words, words, text)
    run = run_of(outcomes, [loose], campaign=facts, notes=(text,), version=words, as_of=at(17), as_of_words=words)
    return replace(run, scope=replace(run.scope, only=(words,), skip=(words,)))


HARMLESS = "words"
HOSTILE = (
    "<script>alert(1)</script>",
    "\"><img src=x onerror='alert(1)'>",
    "' autofocus onfocus=alert(1) x='",
    "javascript:alert(1)",
    "https://evil.example/x.css",
    "</style></details><base href=//evil.example>",
    "{{ 7 * 7 }}{% include 'x' %}",
    "]]><!--",
    "&lt;b&gt; &amp; &#60;",
    "a | b \\| c ` d `` ``` e",
    "@everyone &commat;everyone #1",
    "# head",
    "- item",
    "---",
    "[link](javascript:alert(1)) ![x](https://evil.example/x.png)",
    "two\nlines\r\n\r\nthree\u2028four",
    "**bold** _it_ ~~gone~~ $x$",
    "ESC\x1b[2J\x1b]0;GO\x07 nul\x00 c1\x9b bell\x07",
    "lone \udce9 and \ufffe",
    "\u202eOG-ON\u202c\u2066x",
)
