"""The public JSON format of a run, `readiness/run/v1`: the JSON report, and what history saves.

The format is its own: each key is written out here, so that a field of the model can be renamed and the documents stay
as they are. Conventions, also in docs/schema/run-v1.json:

- Instants are ISO 8601 with the offset of the campaign's zone at that instant (`2026-06-18T00:00:00+08:00`): exact, and
  read by people as they say them.
- Decimals are strings in plain notation (`"1.2"`), since JSON numbers become binary floats in most readers.
- A text in two languages is `{"en": ..., "zh": ...}`, or a plain string where both read alike.
- Every key is always there; `null` says that there is no value.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from readiness.model.decision import Decision, Reason
from readiness.model.evidence import EvidenceUse
from readiness.model.finding import Finding, Measure
from readiness.model.location import Location
from readiness.model.loosening import Loosening
from readiness.model.outcome import Outcome, WaiverUse
from readiness.model.run import CampaignFacts, Run, Scope
from readiness.model.text import Text
from readiness.reporting.report import Look

NAME = "json"
MEDIA_TYPE = "application/json"
EXTENSION = "json"

SCHEMA = "readiness/run/v1"

T = TypeVar("T")


def document(run: Run) -> dict[str, Any]:
    """The run as plain JSON values."""
    return _Writer(ZoneInfo(run.campaign.zone)).run(run)


def encode(run: Run) -> bytes:
    """The document as the bytes that are saved: UTF-8, indented, with a line end.

    A file name that is no valid Unicode is written with JSON's own escapes. Raises ValueError for NaN or infinity.
    """
    text = json.dumps(document(run), ensure_ascii=False, indent=2, allow_nan=False)
    return f"{text}\n".encode("utf-8", "backslashreplace")


def render(run: Run, look: Look) -> str:  # noqa: ARG001  one format for all: it holds both languages and no layout
    """The JSON document; the same in every language."""
    return encode(run).decode("utf-8")


def instant_value(instant: datetime, zone: ZoneInfo) -> str:
    return instant.astimezone(zone).isoformat()


def text_value(words: Text) -> str | dict[str, str]:
    return words.en if words.en == words.zh else {"en": words.en, "zh": words.zh}


def _decimal(number: Decimal) -> str:
    return format(number, "f")


def _location(location: Location) -> dict[str, Any]:
    return {"file": location.file, "line": location.line, "column": location.column}


def finding_value(finding: Finding) -> dict[str, Any]:
    return {
        "kind": finding.kind.value,
        "subject": finding.subject,
        "required": text_value(finding.required),
        "observed": text_value(finding.observed),
        "unit": finding.unit,
        "where": finding.where,
        "message": text_value(finding.message),
    }


def measure_value(measure: Measure) -> dict[str, Any]:
    return {
        "subject": measure.subject,
        "value": _decimal(measure.value),
        "limit": maybe(_decimal, measure.limit),
        "unit": measure.unit,
        "group": measure.group,
    }


def loosening_value(loosening: Loosening) -> dict[str, Any]:
    return {
        "kind": loosening.kind.value,
        "subject": loosening.subject,
        "before": loosening.before,
        "after": loosening.after,
        "by": loosening.by,
        "reason": loosening.reason,
        "message": text_value(loosening.message),
        "sha256": loosening.sha256,
        "approved_by": loosening.approved_by,
    }


def waiver_value(waiver: WaiverUse, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "person": waiver.person,
        "reason": waiver.reason,
        "expires": instant_value(waiver.expires, zone),
        "problem": maybe(text_value, waiver.problem),
    }


def scope_value(scope: Scope) -> dict[str, Any]:
    return {
        "phases": list(scope.phases),
        "only": list(scope.only),
        "skip": list(scope.skip),
        "starter": scope.starter,
        "not_asked": scope.not_asked,
    }


def maybe(write: Callable[[T], Any], value: T | None) -> Any:
    return None if value is None else write(value)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes what holds instants, in the campaign's zone."""

    zone: ZoneInfo

    def run(self, run: Run) -> dict[str, Any]:
        return {
            "schema": SCHEMA,
            "campaign": self._campaign(run.campaign),
            "at": self._instant(run.at),
            "as_of": maybe(self._instant, run.as_of),
            "as_of_words": run.as_of_words,
            "partial": run.scope.partial,
            "scope": scope_value(run.scope),
            "holds_until": self._instant(run.holds_until),
            "previous": run.previous,
            "decision": self._decision(run.decision),
            "loosened": [loosening_value(loosening) for loosening in run.loosened],
            "outcomes": [self._outcome(outcome) for outcome in run.outcomes],
            "digests": dict(run.digests),
            "notes": [text_value(note) for note in run.notes],
            "version": run.version,
        }

    def _instant(self, instant: datetime) -> str:
        return instant_value(instant, self.zone)

    def _campaign(self, campaign: CampaignFacts) -> dict[str, Any]:
        return {
            "id": campaign.id,
            "name": text_value(campaign.name),
            "launch": self._instant(campaign.launch),
            "end": self._instant(campaign.end),
            "zone": campaign.zone,
            "release": campaign.release,
            "languages": list(campaign.languages),
            "people": {role: list(people) for role, people in campaign.people.items()},
            "traits": dict(campaign.traits),
        }

    def _decision(self, decision: Decision) -> dict[str, Any]:
        return {
            "verdict": decision.answer.value,
            "exit_code": int(decision.exit_code),
            "accepted": [accept.value for accept in decision.accepted],
            "reasons": [self._reason(reason) for reason in decision.reasons],
        }

    def _reason(self, reason: Reason) -> dict[str, Any]:
        return {
            "rule": reason.rule.value,
            "check": reason.check,
            "owner": reason.owner,
            "since": maybe(self._instant, reason.since),
            "what": text_value(reason.what),
            "todo": text_value(reason.todo),
        }

    def _outcome(self, outcome: Outcome) -> dict[str, Any]:
        return {
            "check": outcome.check,
            "status": outcome.status.value,
            "severity": outcome.severity.value,
            "phase": outcome.phase.value,
            "due": self._instant(outcome.due),
            "due_words": outcome.due_words,
            "after_launch": outcome.after_launch,
            "owner": outcome.owner,
            "people": list(outcome.people),
            "title": text_value(outcome.title),
            "why": text_value(outcome.why),
            "remedy": text_value(outcome.remedy),
            "source": text_value(outcome.source),
            "message": text_value(outcome.message),
            "hint": maybe(text_value, outcome.hint),
            "examined": {"count": outcome.examined.count, "unit": outcome.examined.unit},
            "findings": [finding_value(finding) for finding in outcome.findings],
            "findings_total": outcome.findings_total,
            "measures": [measure_value(measure) for measure in outcome.measures],
            "evidence": [self._evidence(use) for use in outcome.evidence],
            "notes": [text_value(note) for note in outcome.notes],
            "waiver": maybe(lambda waiver: waiver_value(waiver, self.zone), outcome.waiver),
            "holds_until": maybe(self._instant, outcome.holds_until),
            "probe": {"kind": outcome.kind, "settings": outcome.settings},
            "seconds": round(outcome.seconds, 3),
            "location": maybe(_location, outcome.location),
        }

    def _evidence(self, use: EvidenceUse) -> dict[str, Any]:
        return {
            "name": use.name,
            "source": use.source,
            "sha256": use.sha256,
            "time": maybe(self._instant, use.time),
            "modified": maybe(self._instant, use.modified),
            "live": use.live,
            "path": use.path,
            "notes": [text_value(note) for note in use.notes],
        }
