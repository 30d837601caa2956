from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.history.reading import InvalidRecord, parse_run, read_run
from readiness.model.check import Severity
from readiness.model.finding import Examined, Finding, FindingKind, Measure
from readiness.model.outcome import Outcome, Status
from readiness.model.run import Run
from readiness.model.text import Text
from readiness.reporting.json_v1 import document, encode
from tests.history.runs import AT, FULL_RUN, PASSED, run_of

DOCUMENT = document(FULL_RUN)

instants = st.timedeltas(timedelta(), timedelta(days=36_500)).map(lambda age: datetime(2000, 1, 1, tzinfo=UTC) + age)
texts = st.builds(Text, st.text(), st.text())
decimals = st.decimals(allow_nan=False, allow_infinity=False)
findings = st.builds(Finding, st.text(), texts, texts, texts, st.text(), st.text(), st.sampled_from(FindingKind))
measures = st.builds(Measure, st.text(), decimals, st.none() | decimals, st.text(), st.text())


@st.composite
def outcomes(draw: st.DrawFn) -> Outcome:
    return replace(
        PASSED,
        status=draw(st.sampled_from(Status)),
        severity=draw(st.sampled_from(Severity)),
        due=draw(instants),
        message=draw(texts),
        hint=draw(st.none() | texts),
        examined=Examined(draw(st.integers(0, 10**12)), draw(st.text())),
        findings=tuple(draw(st.lists(findings, max_size=3))),
        measures=tuple(draw(st.lists(measures, max_size=3))),
        holds_until=draw(st.none() | instants),
        seconds=draw(st.floats(0, 1e6)),
    )


@given(st.lists(outcomes(), min_size=1, max_size=3), instants)
def test_reading_a_record_gives_back_the_run(parts: list[Outcome], at: datetime) -> None:
    """The document of what was read is the document that was written, for any texts, numbers and instants."""
    run = run_of(*parts, at=at)
    assert document(parse_run(encode(run))) == document(run)


def same(run: Run) -> Run:
    """The run with what the format keeps less exactly than the model: seconds are kept to the millisecond."""
    return replace(run, outcomes=tuple(replace(o, seconds=round(o.seconds, 3)) for o in run.outcomes))


def test_every_field_of_a_run_survives(tmp_path: Path) -> None:
    """A run in which every field says something is equal to what is read back from its file."""
    path = tmp_path / "run.json"
    path.write_bytes(encode(FULL_RUN))
    assert read_run(path) == same(FULL_RUN)


def test_a_file_name_that_is_no_unicode_survives() -> None:
    """A lone surrogate, as in a file name of unknown encoding, does not stop a record from being written or read."""
    run = run_of(replace(PASSED, message=Text.same("bad\udce9name.csv")))
    assert parse_run(encode(run)).outcomes[0].message.en == "bad\udce9name.csv"


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every object in a document but those whose keys are free."""
    if path and path[-1] in ("settings", "people", "traits", "digests", "required", "observed", "nested"):
        return
    if isinstance(value, dict):
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from places(item, (*path, key))


def at(root: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        root = root[key]
    return root


def refused(value: Any) -> str:
    with pytest.raises(InvalidRecord) as caught:
        parse_run(json.dumps(value).encode())
    assert caught.value.message.zh
    return caught.value.message.en


@pytest.mark.parametrize("path", list(places(DOCUMENT)), ids=lambda p: ".".join(map(str, p)) or "root")
def test_a_missing_or_unknown_key_is_refused_anywhere(path: tuple[Any, ...]) -> None:
    """Every key of every object is needed, and no other is let through; the message names key and place."""
    for key in list(at(DOCUMENT, path)):
        less = copy.deepcopy(DOCUMENT)
        del at(less, path)[key]
        assert "missing" in refused(less) or key == "schema"
    more = copy.deepcopy(DOCUMENT)
    at(more, path)["surprise"] = 1
    assert "'surprise' is unknown" in refused(more)


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("schema",), "readiness/run/v2", "its schema is 'readiness/run/v2'"),
        (("at",), "2026-06-16T00:00:00", "at at: expected an instant with its offset"),
        (("at",), 5, "expected a text, found 5"),
        (("holds_until",), None, "holds_until"),
        (("partial",), False, "contradicts the scope"),
        (("decision", "verdict"), "yes", "expected one of go, conditional-go"),
        (("decision", "exit_code"), 99, "no exit code 99"),
        (("decision", "exit_code"), True, "whole number"),
        (("campaign", "zone"), "Mars/Base", "no time zone"),
        (("campaign", "zone"), "../../etc/passwd", "no time zone"),
        (("campaign", "languages"), ["fr"], "no language 'fr'"),
        (("outcomes",), {}, "expected a list"),
        (("outcomes", 0, "status"), "green", "outcomes[0].status"),
        (("outcomes", 0, "examined", "count"), 1.5, "whole number"),
        (("outcomes", 0, "examined", "count"), -1, "whole number"),
        (("outcomes", 0, "after_launch"), 0, "true or false"),
        (("outcomes", 0, "seconds"), "1", "a number from 0"),
        (("outcomes", 2, "measures", 0, "value"), 1.2, "expected a text"),
        (("outcomes", 2, "measures", 0, "value"), "NaN", "a finite number"),
        (("outcomes", 2, "measures", 0, "value"), "many", "a decimal number"),
        (("outcomes", 2, "title"), ["x"], "expected an object"),
        (("loosened", 0, "after"), "1.15", "not the digest of this loosening"),
    ],
)
def test_a_value_of_another_kind_is_refused_with_its_place(path: tuple[Any, ...], value: Any, words: str) -> None:
    """False-GO 11: what is not exactly of the format's type, a NaN or a bare float among it, is refused."""
    changed = copy.deepcopy(DOCUMENT)
    at(changed, path[:-1])[path[-1]] = value
    assert words in refused(changed)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not JSON (line 1, column 1)"),
        (b"{", "not JSON"),
        (b"[]", "expected an object"),
        (b"\xff\xfe", "UTF-8"),
        (b'{"a": 1, "a": 2}', "stands twice"),
        (b'{"a": NaN}', "NaN is no number"),
        (b'{"a": -Infinity}', "-Infinity is no number"),
        (b"{}", "its schema is none"),
        (b'{"a":' * 100_000, "nested too deeply"),
    ],
    ids=["empty", "cut", "list", "encoding", "twice", "nan", "infinity", "no-schema", "deep"],
)
def test_what_is_no_record_is_refused_in_plain_words(content: bytes, words: str) -> None:
    """False-GO 42: an empty, cut or foreign file, a key twice (6), and NaN are named for what they are."""
    with pytest.raises(InvalidRecord) as caught:
        parse_run(content)
    assert words in caught.value.message.en
    assert caught.value.hint is not None


def test_every_cut_of_a_record_is_refused() -> None:
    """False-GO 42: a record that ends early, wherever, is never read as a whole one."""
    content = encode(run_of()).rstrip()
    for length in range(0, len(content), 97):
        with pytest.raises(InvalidRecord):
            parse_run(content[:length])


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """A missing file, or a folder, is told with the system's reason."""
    with pytest.raises(InvalidRecord, match="No such file"):
        read_run(tmp_path / "none.json")
    with pytest.raises(InvalidRecord, match="directory"):
        read_run(tmp_path)


def test_decimals_keep_every_digit() -> None:
    """A value of more digits than a binary float holds is exact, and never written with an exponent."""
    exact = Decimal("1.19999999999999999999999999")
    run = run_of(replace(PASSED, measures=(Measure("n", exact, Decimal("1E+3"), ""),)))
    (measure,) = parse_run(encode(run)).outcomes[0].measures
    assert measure.value == exact
    assert document(run)["outcomes"][0]["measures"][0]["limit"] == "1000"


def test_instants_are_exact_in_the_hour_that_comes_twice() -> None:
    """Across a clock change, two instants of the same wall clock are told apart by their offset."""
    paris = replace(FULL_RUN.campaign, zone="Europe/Paris")
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    for instant in (first, first + timedelta(hours=1)):
        run = replace(run_of(at=instant), campaign=paris)
        assert parse_run(encode(run)).at == instant
    assert AT.tzinfo is UTC
