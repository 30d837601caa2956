"""Every way in which a campaign asks less than the built-in checklists, and who approved it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from readiness.engine.waiving import approve_loosenings
from readiness.loading.binding import moments_in
from readiness.loading.forms import DEFAULT_MOMENTS, WARM_UP, WaivingForm
from readiness.loading.shipped import BUILT_IN
from readiness.model.campaign import Campaign
from readiness.model.check import Check, Severity
from readiness.model.loosening import Loosening, LooseningKind
from readiness.model.moments import END, LAUNCH, Moment
from readiness.model.text import Text
from readiness.model.times import Times
from readiness.probes.kind import BoundProbe

_GRAVITY = tuple(Severity)


@dataclass(frozen=True, slots=True)
class ShippedCheck:
    """A check that ships: as its checklist asks it, and as the campaign's settings leave it."""

    original: Check
    changed: Check


def find_loosened(
    campaign: Campaign, checklists: Iterable[str], shipped_checks: Iterable[ShippedCheck]
) -> tuple[Loosening, ...]:
    """All loosenings, none approved yet. `checklists` are the shipped ones that the campaign loads."""
    loaded = set(checklists)
    found = [_left_out(name) for name in BUILT_IN if name not in loaded]
    found += [_not_applicable(campaign, check_id) for check_id in campaign.not_applicable]
    for pair in shipped_checks:
        found += _changes(campaign, pair)
    return tuple(found)


def approve(campaign: Campaign, now: datetime, seen_until: datetime) -> tuple[Loosening, ...]:
    """The campaign's loosenings with `approved_by` as of `now`: a waiver that names exactly this subject and SHA-256,
    was given by `seen_until`, holds at `now`, and comes from somebody who may waive the check's original severity and
    did not declare the loosening."""
    times = Times(
        now=now,
        seen_until=seen_until,
        as_of=False,
        launch=campaign.launch,
        end=campaign.end,
        zone=campaign.zone,
        moments=campaign.moments,
    )
    return approve_loosenings(campaign, times).loosened


def more_may_waive(campaign: Campaign) -> tuple[Text, ...]:
    """What every report says where the campaign lets other roles waive, and so approve, than those that ship: whoever
    writes the campaign could otherwise name the judge of his own loosenings without a trace."""
    usual = WaivingForm()
    said: list[Text] = []
    for severity, roles in campaign.waive_roles.items():
        known = getattr(usual, severity)
        more = [role for role in roles if role not in known]
        if more:
            said.append(
                Text(
                    f"This campaign lets {', '.join(more)} waive a {severity}; by default only {', '.join(known)} may",
                    f"本活动允许 {'、'.join(more)} 豁免 {severity} 级检查项；默认只有 {'、'.join(known)} 可以",
                )
            )
    return tuple(said)


def _left_out(name: str) -> Loosening:
    return Loosening(
        kind=LooseningKind.CHECKLIST_LEFT_OUT,
        subject=name,
        before="asked",
        after="left out",
        by="",
        reason="",
        message=Text(f"Built-in checklist {name} is left out", f"未使用内置检查清单 {name}"),
    )


def _not_applicable(campaign: Campaign, check_id: str) -> Loosening:
    word = campaign.not_applicable[check_id]
    return Loosening(
        kind=LooseningKind.NOT_APPLICABLE,
        subject=check_id,
        before="asked",
        after="not applicable",
        by=word.by,
        reason=word.reason,
        message=Text(
            f"{check_id} was declared not applicable by {word.by}: {word.reason}",
            f"{word.by} 声明 {check_id} 不适用：{word.reason}",
        ),
    )


def _changes(campaign: Campaign, pair: ShippedCheck) -> Iterator[Loosening]:
    before, after = pair.original, pair.changed
    if _GRAVITY.index(after.severity) > _GRAVITY.index(before.severity):
        yield _changed(LooseningKind.SEVERITY, before.id, before.severity, after.severity, Text("severity", "严重程度"))
    usual = _usual_anchors(campaign)
    actual = {**campaign.moments, LAUNCH: campaign.launch, END: campaign.end}
    if after.due.resolve(actual) > before.due.resolve({**actual, **usual}):
        yield _changed(
            LooseningKind.DUE,
            before.id,
            _say_moment(before.due, {**actual, **usual}),
            _say_moment(after.due, actual),
            Text("due", "截止时间"),
        )
    if changed := _loosened_settings(before, after, {**actual, **usual}, actual):
        old, new = changed
        yield _changed(LooseningKind.SETTING, before.id, old, new, Text("probe settings", "探针设置"))


def _loosened_settings(
    before: Check, after: Check, usual: Mapping[str, datetime], actual: Mapping[str, datetime]
) -> tuple[str, str] | None:
    """What the probe asked and asks, where its kind can't show that it became stricter. A setting that stands on a
    moment which the campaign moved later is changed as well, though its words are the same."""
    old_probe, new_probe = before.probe, after.probe
    if not isinstance(old_probe, BoundProbe) or not isinstance(new_probe, BoundProbe):
        return None
    changed = old_probe.settings != new_probe.settings
    if changed and not new_probe.module.stricter(old_probe.settings, new_probe.settings):
        old, new = old_probe.settings_for_people(), new_probe.settings_for_people()
        keys = [key for key in {**old, **new} if old.get(key) != new.get(key)]
        return _say_settings(old, keys), _say_settings(new, keys)
    moved = [
        (".".join(map(str, path)), moment)
        for path, moment in moments_in(new_probe.settings)
        if moment.resolve(actual) > moment.resolve(usual)
    ]
    if not moved:
        return None
    return (
        "; ".join(f"{name}: {_say_moment(moment, usual)}" for name, moment in moved),
        "; ".join(f"{name}: {_say_moment(moment, actual)}" for name, moment in moved),
    )


def _usual_anchors(campaign: Campaign) -> dict[str, datetime]:
    """Where built-in checks take the campaign's moments to be: the defaults, and no moment after launch. A `freeze`
    moved behind the launch would otherwise take every check that is due by it out of the decision."""
    anchors = {LAUNCH: campaign.launch, END: campaign.end}
    latest = {name: min(moment, campaign.launch) for name, moment in campaign.moments.items()}
    return {**latest, **usual_moments(latest, anchors)}


def usual_moments(own: Mapping[str, datetime], anchors: Mapping[str, datetime]) -> dict[str, datetime]:
    """The moments that every campaign has. What must precede the public announcement is due a week before launch, or
    as the campaign's own warm-up begins where that is earlier (requirements, amendment 4)."""
    usual = {name: moment.resolve(anchors) for name, moment in DEFAULT_MOMENTS.items()}
    if WARM_UP in own:
        usual["announcement"] = min(usual["announcement"], own[WARM_UP])
    return usual


def _changed(kind: LooseningKind, check_id: str, before: str, after: str, what: Text) -> Loosening:
    return Loosening(
        kind=kind,
        subject=check_id,
        before=str(before),
        after=str(after),
        by="",
        reason="",
        message=Text(
            f"{check_id}: {what.en} changed from {before} to {after}", f"{check_id}:{what.zh}由 {before} 改为 {after}"
        ),
    )


def _say_moment(moment: Moment, anchors: Mapping[str, datetime]) -> str:
    if moment.anchor in (LAUNCH, END, None):
        return moment.words
    return f"{moment.words} ({moment.resolve(anchors).isoformat()})"


def _say_settings(settings: Mapping[str, object], keys: Iterable[str]) -> str:
    return "; ".join(f"{key}: {_say_value(settings.get(key))}" for key in keys)


def _say_value(value: object) -> str:
    if value is None:
        return "-"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
