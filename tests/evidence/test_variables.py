"""Variables of the environment in URLs and headers."""

from __future__ import annotations

import pytest

from readiness.evidence.variables import fill, joined, names_in
from readiness.model.errors import CannotJudge
from readiness.model.secret import Secret
from readiness.model.text import Text

_USED_IN = Text("the binding of storefront (campaign.yaml:9:3)", "storefront 的绑定(campaign.yaml:9:3)")


def test_every_variable_of_a_text_is_filled() -> None:
    """Each `${NAME}` gets its value; the rest of the text, a lone dollar included, stays as it is."""
    filled = fill("https://${HOST}/a?key=${KEY_1}&price=$5", _USED_IN, {"HOST": "shop.example", "KEY_1": "s3cret"})
    assert filled.reveal() == "https://shop.example/a?key=s3cret&price=$5"


def test_a_filled_text_prints_neither_itself_nor_its_values() -> None:
    """A filled text is a Secret: only `reveal` gives it, and its name is what the file says."""
    filled = fill("Bearer ${TOKEN}", _USED_IN, {"TOKEN": "s3cret"})
    assert "s3cret" not in f"{filled} {filled!r}"
    assert filled.name == "Bearer ${TOKEN}"


@pytest.mark.parametrize("environ", [{}, {"TOKEN": ""}])
def test_a_missing_or_empty_variable_is_named_with_its_place(environ: dict[str, str]) -> None:
    """False-GO 9: what could not be asked is an error that names the variable and its place, in both languages."""
    with pytest.raises(CannotJudge) as caught:
        fill("Bearer ${TOKEN}", _USED_IN, environ)
    assert "TOKEN" in caught.value.message.en
    assert "campaign.yaml:9:3" in caught.value.message.en
    assert "TOKEN" in caught.value.message.zh
    assert caught.value.hint is not None
    assert "export TOKEN" in caught.value.hint.en


def test_all_missing_variables_are_told_at_once() -> None:
    """Two missing variables are both named in one message."""
    with pytest.raises(CannotJudge, match=r"A, B are not set"):
        fill("${A}${B}${C}", _USED_IN, {"C": "there"})


@pytest.mark.parametrize("template", ["${}", "${1ST}", "${NAME", "a${ B }"])
def test_an_opening_that_names_no_variable_is_refused(template: str) -> None:
    """A malformed `${` is not sent as it stands."""
    with pytest.raises(CannotJudge, match="names no variable"):
        fill(template, _USED_IN, {"NAME": "x"})


def test_a_value_is_not_filled_again() -> None:
    """A value that itself holds `${B}` stays so: variables don't reach into each other."""
    assert fill("${A}", _USED_IN, {"A": "${B}", "B": "secret"}).reveal() == "${B}"


def test_names_are_given_once_in_order() -> None:
    """`names_in` tells which variables a text needs."""
    assert names_in("${B}/${A}/${B}") == ("B", "A")


def test_a_relative_url_stands_on_its_base() -> None:
    """A row's path is joined as a browser would, and named as the row wrote it."""
    url = joined(Secret("${BASE}", "https://shop.example/618/"), "rules.html")
    assert url.reveal() == "https://shop.example/618/rules.html"
    assert url.name == "rules.html"
