"""The plain words of outcomes, in English and Chinese."""

from __future__ import annotations

from readiness.model.finding import Finding
from readiness.model.text import Text
from readiness.model.units import unit_words

# Units that are said by the number itself: a ratio of 1.2 is `1.2` or `120 %`, never `1.2 ratio`.
_SILENT_UNITS = frozenset({"", "ratio"})


def say_finding(finding: Finding, more: int) -> Text:
    """One line: the thing, what is required, what was observed, and how many more there are."""
    required, observed = _with_unit(finding.required, finding.unit), _with_unit(finding.observed, finding.unit)
    more_en = f"; and {more:,} more" if more else ""
    more_zh = f"；另有 {more:,} 项" if more else ""
    return Text(
        f"{finding.subject}: required {required.en}, observed {observed.en}{more_en}",
        f"{finding.subject}：要求 {required.zh}，实际 {observed.zh}{more_zh}",
    )


def _with_unit(value: Text, unit: str) -> Text:
    """A number with its unit; words that stand where a number should (`no forecast`) have none."""
    if unit in _SILENT_UNITS or not any(character.isdigit() for character in value.en):
        return value
    in_words = unit_words(unit)
    said = (value.en, in_words.en), (value.zh, in_words.zh)
    return Text(*(words if words.endswith(word) else f"{words} {word}" for words, word in said))


def say_seconds(seconds: float) -> str:
    """`60`, `0.5`: seconds without digits that say nothing."""
    return f"{seconds:.3f}".rstrip("0").rstrip(".")


def joined(names: tuple[str, ...]) -> Text:
    return Text(", ".join(names), "、".join(names))
