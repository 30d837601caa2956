"""Waivers of failures and approvals of loosenings: which ones hold, and what they change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from readiness.engine.wording import joined
from readiness.model.campaign import Campaign
from readiness.model.check import Check, Severity
from readiness.model.finding import FindingKind
from readiness.model.instants import say_instant
from readiness.model.loosening import Loosening, LooseningKind
from readiness.model.outcome import Outcome, Status, WaiverUse
from readiness.model.text import Text
from readiness.model.times import Times
from readiness.model.vocabulary import roles_words
from readiness.model.waiver import Covers, Waiver

WARN_BEFORE_EXPIRY = timedelta(hours=48)

_SEVERITY_ZH = {Severity.BLOCKER: "阻断", Severity.MAJOR: "重要", Severity.MINOR: "一般"}
_GRAVEST_FIRST = (Severity.BLOCKER, Severity.MAJOR, Severity.MINOR)


@dataclass(frozen=True, slots=True)
class Approved:
    """The loosenings with the approvals that hold, and the instant at which the first of these ends."""

    loosened: tuple[Loosening, ...]
    holds_until: datetime | None


def apply_waivers(outcomes: Iterable[Outcome], campaign: Campaign, times: Times) -> tuple[Outcome, ...]:
    """Failures with a valid waiver become waived, with their findings; all else keeps its status.

    A waiver that does not hold, or is not needed, is told on the outcome (false-GO 36, 37).
    """
    return tuple(_with_waiver(outcome, campaign, times) for outcome in outcomes)


def _with_waiver(outcome: Outcome, campaign: Campaign, times: Times) -> Outcome:
    waivers = [w for w in campaign.waivers if w.covers is Covers.FAILURE and w.subject == outcome.check]
    if not waivers or outcome.status is Status.SKIPPED:
        return outcome
    if outcome.status is not Status.FAILED:
        return replace(outcome, notes=(*outcome.notes, _not_needed(waivers[-1], outcome.status)))
    problems = [(waiver, why_not(waiver, outcome.severity, campaign, times)) for waiver in waivers]
    valid = [waiver for waiver, problem in problems if problem is None]
    if not valid:
        waiver, problem = problems[-1]
        return replace(outcome, waiver=_use(waiver, campaign, problem))
    return _waived(outcome, max(valid, key=lambda waiver: waiver.expires), campaign, times)


def _waived(outcome: Outcome, waiver: Waiver, campaign: Campaign, times: Times) -> Outcome:
    use = _use(waiver, campaign, None)
    ends = [use.expires] if outcome.holds_until is None else [use.expires, outcome.holds_until]
    warning = _ends_soon(use, times)
    late = any(finding.kind is FindingKind.LATE for finding in outcome.findings)
    return replace(
        outcome,
        status=Status.WAIVED,
        waiver=use,
        holds_until=min(ends),
        notes=outcome.notes if warning is None else (*outcome.notes, warning),
        hint=_LATE_AND_WAIVED if late else outcome.hint,
    )


def why_not(waiver: Waiver, severity: Severity, campaign: Campaign, times: Times) -> Text | None:
    """Why a waiver or an approval does not hold now, or None if it does. Valid up to and including its expiry, and
    never beyond the campaign's end."""
    expires = min(waiver.expires, campaign.end)
    if waiver.at > min(times.seen_until, times.now):
        said = say_instant(waiver.at, times.zone)
        return Text(f"it is dated in the future, {said.en}", f"其日期在将来：{said.zh}")
    if times.now > expires:
        said = say_instant(expires, times.zone)
        return Text(f"it expired on {said.en}", f"已于{said.zh}到期")
    person = campaign.person(waiver.person)
    if person is None:
        return Text(f"the campaign has no person {waiver.person!r}", f"活动中没有人员“{waiver.person}”")
    allowed = campaign.waive_roles.get(severity, ())
    if not set(person.roles) & set(allowed):
        roles, held = _roles(allowed), _roles(person.roles)
        return Text(
            f"{person.name} holds the role {held.en}, and a {severity.value} may be waived by {roles.en} only",
            f"{person.name} 的角色是{held.zh}，而{_SEVERITY_ZH[severity]}级检查项只能由{roles.zh}豁免",
        )
    return None


def approve_loosenings(campaign: Campaign, times: Times) -> Approved:
    """Each loosening with the person whose approval names exactly it and holds; never what a file claims of itself."""
    approvals = [(loosening, _approval(loosening, campaign, times)) for loosening in campaign.loosened]
    return Approved(
        tuple(replace(loose, approved_by=None if by is None else by.person) for loose, by in approvals),
        min((min(by.expires, campaign.end) for _, by in approvals if by is not None), default=None),
    )


def _approval(loosening: Loosening, campaign: Campaign, times: Times) -> Waiver | None:
    severity = _severity_of(loosening, campaign)
    valid = [
        waiver
        for waiver in campaign.waivers
        if waiver.covers is Covers.LOOSENING
        and waiver.subject == loosening.subject
        and waiver.sha256 == loosening.sha256
        and waiver.person != loosening.by  # who loosens can't approve alone
        and why_not(waiver, severity, campaign, times) is None
    ]
    return max(valid, key=lambda waiver: waiver.expires, default=None)


def _severity_of(loosening: Loosening, campaign: Campaign) -> Severity:
    """How grave the loosened check is: by what it was before anyone lowered it. A whole checklist is a blocker."""
    lowered = {
        entry.before
        for entry in campaign.loosened
        if entry.kind is LooseningKind.SEVERITY and entry.subject == loosening.subject
    }
    current = {check.severity.value for check in campaign.checks if check.id == loosening.subject}
    graves = [severity for severity in _GRAVEST_FIRST if severity.value in lowered | current]
    return graves[0] if graves else Severity.BLOCKER


def how_to_waive(check: Check, campaign: Campaign) -> Text:
    """Who may waive a check, and the command."""
    allowed = campaign.waive_roles.get(check.severity, ())
    people = tuple(person.name for person in campaign.people if set(person.roles) & set(allowed))
    roles, names = _roles(allowed), joined(people)
    who_en, who_zh = (f"{roles.en} ({names.en})", f"{roles.zh}（{names.zh}）") if people else (roles.en, roles.zh)
    command = f"readiness waive {check.id} --as <person> --reason <why>"
    command_zh = f"readiness waive {check.id} --as <人员> --reason <原因>"
    return Text(f"It may be waived by {who_en}: {command}", f"可由{who_zh}豁免：{command_zh}")


def _use(waiver: Waiver, campaign: Campaign, problem: Text | None) -> WaiverUse:
    return WaiverUse(waiver.person, waiver.reason, min(waiver.expires, campaign.end), problem)


def _ends_soon(use: WaiverUse, times: Times) -> Text | None:
    if use.expires - times.now > WARN_BEFORE_EXPIRY and use.expires >= times.launch:
        return None
    said = say_instant(use.expires, times.zone)
    before = use.expires < times.launch
    return Text(
        f"The waiver by {use.person} expires on {said.en}{', before the launch' if before else ''}",
        f"{use.person} 的豁免将于{said.zh}到期{'，早于上线时间' if before else ''}",
    )


def _not_needed(waiver: Waiver, status: Status) -> Text:
    said = _STATUS[status]
    return Text(
        f"The waiver by {waiver.person} is not needed: this check {said.en}",
        f"{waiver.person} 的豁免不需要：该检查项{said.zh}",
    )


def _roles(roles: tuple[str, ...]) -> Text:
    return roles_words(roles) if roles else Text("nobody", "无人")


_STATUS = {
    Status.PASSED: Text("passed", "已通过"),
    Status.PENDING: Text("is pending, which a waiver does not change", "待完成，豁免不改变这一点"),
    Status.ERROR: Text("could not be judged, which a waiver does not change", "无法判定，豁免不改变这一点"),
    Status.NOT_APPLICABLE: Text("does not apply", "不适用"),
    Status.WAIVED: Text("is waived already", "已被豁免"),
}
_LATE_AND_WAIVED = Text(
    "The late act can't be repaired; the waiver accepts it until it expires", "逾期的行为无法补救；豁免在到期前予以接受"
)
