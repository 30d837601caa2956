"""What the `document` kind decides. Pure."""

from __future__ import annotations

from readiness.model.finding import Examined, Judgement
from readiness.model.probe import Situation
from readiness.probes.document.banning import judge_banned, judge_flags, judge_placeholders
from readiness.probes.document.campaign_dates import judge_campaign_dates
from readiness.probes.document.containing import judge_clauses
from readiness.probes.document.facts import DocumentFacts
from readiness.probes.document.lengths import judge_lengths
from readiness.probes.document.settings import Settings
from readiness.probes.document.stated import judge_mentions, judge_stated_date
from readiness.probes.tally import Tally


def judge_documents(settings: Settings, facts: DocumentFacts, situation: Situation) -> Judgement:
    """The clauses over all files as one text, everything else file by file."""
    tally = Tally()
    judge_clauses(settings, facts.files, tally)
    for file in facts.files:
        judge_banned(settings, file, tally)
        judge_flags(settings, file, situation, tally)
        judge_placeholders(settings, file, tally)
        judge_lengths(settings, file, tally)
        if settings.campaign_dates:
            judge_campaign_dates(file, situation.times, tally)
        if settings.states_date is not None:
            judge_stated_date(settings.states_date, file, situation.times, tally)
        judge_mentions(facts.fields, file, tally)
    notes = tuple(dict.fromkeys((*tally.notes, *(note for file in facts.files for note in file.text.notes))))
    return Judgement(
        examined=Examined(tally.examined, "clauses"),
        findings=tuple(tally.findings),
        findings_total=tally.total,
        measures=tuple(tally.measures),
        notes=notes,
    )
