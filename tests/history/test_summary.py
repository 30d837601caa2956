"""What a history tells of a record."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from readiness.history.json_nodes import InvalidRecord
from readiness.history.summary import summarise
from readiness.model.run import Run
from readiness.model.text import Text
from readiness.reporting.json_v1 import encode
from tests.engine.fakes import DIGEST
from tests.history.runs import FAILED, FULL_RUN, LOOSENED, PASSED, run_of

PATH = Path("000007-20260616T100000Z-1a2b3c4d.json")
# Texts that look like keys of the record, by people who know its layout.
FORGED = '",\n      "status": "passed",\n  "loosened": ['
RUNS = {
    "full": FULL_RUN,
    "loosened": run_of(FAILED, PASSED, loosened=(LOOSENED,)),
    "forged": run_of(
        replace(FAILED, message=Text.same(FORGED), settings={"status": "passed", "x": {"status": "passed"}}),
        digests={"status": "passed", FORGED: "passed"},
    ),
}


@pytest.mark.parametrize("name", RUNS)
def test_a_summary_says_what_the_whole_record_says(name: str) -> None:
    """Read in part or as a whole: instants, scope, answer and the count of each status are the same."""
    run: Run = RUNS[name]
    content = encode(run)
    summary = summarise(PATH, content, DIGEST)
    assert summary.run.counts == Counter(outcome.status for outcome in run.outcomes)
    assert (summary.run.at, summary.run.as_of, summary.run.scope) == (run.at, run.as_of, run.scope)
    assert (summary.run.answer, summary.campaign, summary.previous) == (run.decision.answer, "2026-618", run.previous)
    assert summarise(PATH, json.dumps(json.loads(content)).encode(), DIGEST) == summary
    assert (summary.run.number, summary.run.sha256) == (7, DIGEST)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"readiness/run/v1"', b'"readiness/run/v2"'),
        (b'"verdict": "no-go"', b'"verdict": "perhaps"'),
        (b'"as_of_words"', b'"as_of"'),
        (b'      "status": "failed"', b'      "status": "fine"'),
        (b'"scope"', b'"scopes"'),
        (b'"schema"', b"schema"),
    ],
)
def test_what_is_no_record_is_refused(old: bytes, new: bytes) -> None:
    """Nothing is guessed: another version, another word and a missing key are told."""
    content = encode(RUNS["loosened"])
    assert old in content
    with pytest.raises(InvalidRecord):
        summarise(PATH, content.replace(old, new), DIGEST)
