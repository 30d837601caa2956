from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from readiness.engine.redaction import Redactor, variables_in
from readiness.model.campaign import Host
from readiness.model.finding import FindingKind
from readiness.model.secret import Secret
from tests.engine.fakes import PLACE, finding


def redact(words: str, *values: str) -> str:
    return Redactor(Secret("S", value) for value in values).text(words)


@given(st.text(), st.text(min_size=4).filter(str.strip), st.text())
def test_a_secret_of_four_characters_is_gone_wherever_it_stood(before: str, value: str, after: str) -> None:
    """Whatever surrounds it, a secret's value is not in the redacted text, unless it is made of the mask itself."""
    assert value not in redact(before + value + after, value).replace("***", "") or value in "***" * 4


def test_a_short_secret_is_taken_out_as_a_whole_token_only() -> None:
    """A secret of three characters or fewer goes where it stands alone, and does not tear numbers apart."""
    assert redact("pin 42, SKU-1042, x=42.", "42") == "pin ***, SKU-1042, x=***."


def test_the_longer_of_two_secrets_goes_first() -> None:
    """A secret that begins with another leaves no rest behind."""
    assert redact("token abcd-1234", "abcd", "abcd-1234") == "token ***"


def test_a_secret_is_known_as_it_stands_in_a_url_or_in_quotes() -> None:
    """Percent-encoded, plus-encoded and escaped forms are taken out too."""
    assert redact("u?t=a%2Fb+c%26d u?t=a%2Fb%20c%26d", "a/b c&d") == "u?t=*** u?t=***"
    assert redact(repr("tab\there"), "tab\there") == "'***'"


def test_an_empty_secret_takes_nothing_out() -> None:
    """A variable that is empty or blank hides nothing."""
    assert redact("a b", "", "  ") == "a b"


def test_texts_are_reached_however_deep_they_lie() -> None:
    """Dataclasses, mappings (keys too), lists and tuples are walked; enums, numbers and types stay."""
    clean = Redactor([Secret("S", "wrong")]).clean
    value = {"wrong": [finding("wrong"), ("wrong", 3, None)], "kind": FindingKind.WRONG}
    assert clean(value) == {"***": [finding("***"), ("***", 3, None)], "kind": FindingKind.WRONG}


def test_variables_are_found_wherever_they_are_named() -> None:
    """Every `${NAME}` in hosts and settings is found; what only looks like one is not."""
    host = Host("shop.example", {"Authorization": "Bearer ${TOKEN}"}, None, "http://${USER}:${PASS_1}@proxy", PLACE)
    assert variables_in([host, {"body": ("${BODY} $PLAIN ${1X} {NO}", 3, FindingKind.LATE)}]) == {
        "TOKEN",
        "USER",
        "PASS_1",
        "BODY",
    }
