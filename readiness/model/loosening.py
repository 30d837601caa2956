"""Every way in which a campaign asks less than the built-in checklists; none is silent."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum

from readiness.model.text import Text


class LooseningKind(StrEnum):
    NOT_APPLICABLE = "not-applicable"
    CHECKLIST_LEFT_OUT = "checklist-left-out"
    SETTING = "setting"
    SEVERITY = "severity"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Loosening:
    """`subject` is a check's full id or a checklist's name; `before` and `after` are what was and is asked;
    `approved_by` is set when a valid approval names exactly this loosening."""

    kind: LooseningKind
    subject: str
    before: str
    after: str
    by: str
    reason: str
    message: Text
    approved_by: str | None = None

    @property
    def sha256(self) -> str:
        """What an approval binds to, so that an approval of 1.1 does not cover a later 0.5."""
        content = json.dumps([self.kind, self.subject, self.before, self.after, self.by, self.reason])
        return hashlib.sha256(content.encode()).hexdigest()
