"""A finding and a measure, said in one language."""

from __future__ import annotations

from readiness.model.finding import Finding, FindingKind, Measure
from readiness.model.outcome import Outcome
from readiness.model.places import place_words
from readiness.reporting.cleaning import clean_line
from readiness.reporting.story import FindingStory, MeasureStory
from readiness.reporting.wording import Wording


def finding_story(finding: Finding, wording: Wording) -> FindingStory:
    subject, where = clean_line(finding.subject), wording.text(place_words(finding.where))
    required, observed = wording.amount(finding.required, finding), wording.amount(finding.observed, finding)
    kind = "" if finding.kind is FindingKind.WRONG else wording.say(f"finding.{finding.kind}")
    line = wording.say(
        "finding-line", subject=f"{subject} [{kind}]" if kind else subject, required=required, observed=observed
    )
    return FindingStory(
        line=wording.say("finding-where", line=line, where=where) if where else line,
        subject=subject,
        required=required,
        observed=observed,
        where=where,
        message=wording.text(finding.message),
        kind=kind,
    )


def measure_story(measure: Measure, outcome: Outcome, wording: Wording) -> MeasureStory:
    value, limit = wording.measured(measure)
    subject, group = (_measured_thing(words, outcome, wording) for words in (measure.subject, measure.group))
    return MeasureStory(subject, clean_line(value), clean_line(limit), group)


def _measured_thing(words: str, outcome: Outcome, wording: Wording) -> str:
    """What the kind itself calls its measures, such as `promotions in order`, in the reader's language; names that come
    from evidence as they are."""
    key = f"measure.{outcome.kind}.{words.removeprefix(f'{outcome.examined.unit} ')}"
    return wording.say(key) if key in wording.say else clean_line(words)
