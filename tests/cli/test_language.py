"""In which language a person is spoken to."""

from __future__ import annotations

import pytest

from readiness.cli.language import choose_lang, locale_lang, spoken_lang
from readiness.cli.main import main
from readiness.model.exit_codes import ExitCode
from readiness.model.text import Lang


@pytest.mark.parametrize(
    ("environ", "lang"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh"}, "zh"),
        ({"LANG": "zh-TW"}, "zh"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, None),
        ({"LANG": "de_DE"}, None),
        ({}, None),
        ({"LC_ALL": "zh_CN", "LANG": "en_US"}, "zh"),
        ({"LC_ALL": "", "LC_MESSAGES": "zh_CN", "LANG": "en_US"}, "zh"),
        ({"LC_ALL": "C", "LANG": "zh_CN"}, None),
    ],
)
def test_the_locale_is_the_first_variable_that_is_set(environ: dict[str, str], lang: Lang | None) -> None:
    """LC_ALL stands before LC_MESSAGES before LANG, as POSIX has it; an empty one is not set."""
    assert locale_lang(environ) == lang


@pytest.mark.parametrize(
    ("option", "campaign", "environ", "lang"),
    [
        ("en", ("zh",), {"LANG": "zh_CN"}, "en"),
        (None, ("zh",), {"LANG": "en_US"}, "zh"),
        (None, ("zh", "en"), {"LANG": "en_US"}, "en"),
        (None, ("zh", "en"), {"LANG": "de_DE"}, "zh"),
        (None, (), {"LANG": "zh_CN"}, "zh"),
        (None, (), {}, "en"),
    ],
)
def test_the_option_then_the_campaign_then_the_locale(
    option: str | None, campaign: tuple[Lang, ...], environ: dict[str, str], lang: Lang
) -> None:
    """What is said explicitly wins; a campaign of one language decides; the locale chooses among several."""
    assert choose_lang(option, campaign, environ) == lang


def test_a_command_leaves_no_language_behind(capsys: pytest.CaptureFixture[str]) -> None:
    """What one command was told to speak does not reach the next one in the same process."""
    before = spoken_lang()
    other = "en" if before == "zh" else "zh"
    assert main(["explain", "execution.stock-coverage", "--lang", other]) == ExitCode.GO
    assert capsys.readouterr().out
    assert spoken_lang() == before
