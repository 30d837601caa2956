"""The message catalogues: both languages say the same things, and nothing is said that no one asks for."""

from __future__ import annotations

import re
from string import Formatter
from typing import Any

import pytest

from readiness.model.text import LANGS, Lang
from readiness.reporting.messages import Messages, messages
from tests.worlds import ROOT

SOURCES = [*(ROOT / "readiness").rglob("*.py"), *(ROOT / "reports").rglob("*.j2")]
EXACT = re.compile(r"""["']([a-z][a-z-]*(?:\.[A-Za-z-]+)*)["']""")
BEGINNING = re.compile(r"""f["']([a-z][a-z-]*\.(?:[a-z-]+\.)?)\{""")


def forms(say: Messages, key: str) -> list[str]:
    entry: Any = say._entries[key]
    if isinstance(entry, dict):
        return list(entry.values())
    return entry if isinstance(entry, list) else [entry]


def names(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def test_both_languages_have_the_same_keys() -> None:
    """A text in one language exists in the other."""
    assert messages("en").keys() == messages("zh").keys()


@pytest.mark.parametrize("key", sorted(messages("en").keys()))
def test_both_languages_say_the_same_values(key: str) -> None:
    """Every form of a text names the same values in both languages, and lists are as long."""
    said = {lang: forms(messages(lang), key) for lang in LANGS}
    assert {frozenset(names(form)) for form in said["en"]} == {frozenset(names(form)) for form in said["zh"]}
    if isinstance(messages("en")._entries[key], list):
        assert len(said["en"]) == len(said["zh"])
    assert all(form.strip() or key.startswith("list.") for lang in LANGS for form in said[lang])


def test_every_text_is_used() -> None:
    """No text is kept that nothing says."""
    source = "\n".join(path.read_text("utf-8") for path in SOURCES)
    used, beginnings = set(EXACT.findall(source)), tuple(BEGINNING.findall(source))
    assert [key for key in sorted(messages("en").keys()) if key not in used and not key.startswith(beginnings)] == []


@pytest.mark.parametrize(
    ("lang", "one", "many"), [("en", "1 finding", "1,200 findings"), ("zh", "1 条问题", "1,200 条问题")]
)
def test_numbers_choose_the_form(lang: Lang, one: str, many: str) -> None:
    """English has a form for one; Chinese has none; thousands are separated in both."""
    say = messages(lang)
    assert (say.count("since.findings", 1), say.count("since.findings", 1200)) == (one, many)


def test_an_unknown_text_is_an_error() -> None:
    """A key that does not exist is never shown to a reader."""
    with pytest.raises(KeyError):
        messages("en")("no.such-key")
