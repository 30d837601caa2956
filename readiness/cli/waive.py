"""`readiness waive`: accept one check's failure, or approve what was loosened."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from readiness.cli import complete
from readiness.cli.arguments import DEFAULT_CAMPAIGN, AllowOutsideOption, CampaignOption, LangOption, PersonOption
from readiness.cli.clock import read_clock
from readiness.cli.console import say
from readiness.cli.errors import UsageProblem
from readiness.cli.language import choose_lang, speak
from readiness.cli.options import campaign_file, one_of
from readiness.cli.people import appending, person_called
from readiness.model.location import Location
from readiness.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from readiness.model.campaign import Campaign, Person
    from readiness.model.loosening import Loosening
    from readiness.model.times import Times
    from readiness.model.waiver import Waiver


def command(
    subject: Annotated[
        str,
        typer.Argument(
            metavar="SUBJECT",
            autocompletion=complete.check_ids,
            help="A check's id; with --loosening also a checklist.",
        ),
    ],
    *,
    person: PersonOption,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why it is accepted.")],
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="MOMENT", help="Last moment at which it holds; default and latest: the end."),
    ] = None,
    loosening: Annotated[
        bool, typer.Option("--loosening", help="Approve what the campaign loosened, not a failure.")
    ] = False,
    allow_outside: AllowOutsideOption = None,
    campaign: CampaignOption = DEFAULT_CAMPAIGN,
    lang: LangOption = None,
) -> None:
    """Accept a check's failure until a moment, or approve a loosening; written to waivers.yaml.

    The failure stays visible, and the decision is a CONDITIONAL GO at best.
    """
    from readiness.loading.appending import append_waiver
    from readiness.loading.campaign import load_campaign
    from readiness.loading.records import WAIVERS

    speak(choose_lang(lang, (), os.environ))
    now = read_clock()
    loaded = load_campaign(campaign_file(campaign), now, allow_outside=tuple(allow_outside or ()))
    speak(choose_lang(lang, loaded.languages, os.environ))
    if not reason.strip():
        raise UsageProblem(_REASON_EMPTY, _REASON_HINT)
    draft = _draft(subject, person_called(person, loaded), reason.strip(), _expiry(until, loaded, now), now)
    waivers = _approvals(draft, loaded) if loosening else (_waiver(draft, loaded),)
    path = loaded.folder / WAIVERS
    for waiver in waivers:
        with appending(path):
            append_waiver(loaded.folder, waiver)
        _tell(waiver, loaded)
    say(Text(f"written to {path}", f"已写入 {path}"))


def _draft(subject: str, person: Person, reason: str, expires: datetime, now: datetime) -> Waiver:
    from readiness.model.waiver import Covers, Waiver

    at = now.replace(microsecond=0)
    return Waiver(subject, Covers.FAILURE, person.id, reason, at, expires, Location("waivers.yaml", 1, 1))


def _waiver(draft: Waiver, campaign: Campaign) -> Waiver:
    """The waiver of a failure. Raises UsageProblem for an unknown check, and for a person who may not waive it."""
    from readiness.engine.waiving import how_to_waive, why_not

    checks = {check.id: check for check in campaign.checks}
    check = checks[one_of("SUBJECT", draft.subject, checks)]
    problem = why_not(draft, check.severity, campaign, _times(campaign, draft.at))
    if problem is not None:
        raise UsageProblem(_refused(problem), how_to_waive(check, campaign))
    return draft


def _approvals(draft: Waiver, campaign: Campaign) -> tuple[Waiver, ...]:
    """One approval for each loosening of the subject that has none yet. Raises UsageProblem."""
    from readiness.model.waiver import Covers

    one_of("SUBJECT", draft.subject, dict.fromkeys(loose.subject for loose in campaign.loosened))
    waiting = [loose for loose in campaign.loosened if loose.subject == draft.subject and loose.approved_by is None]
    if not waiting:
        raise UsageProblem(
            Text(f"What was loosened in {draft.subject} is approved already", f"{draft.subject} 的放宽已获批准"),
            Text("There is nothing left to approve", "无需再次批准"),
        )
    _refuse_approver(draft, waiting, campaign)
    return tuple(replace(draft, covers=Covers.LOOSENING, sha256=loose.sha256) for loose in waiting)


def _refuse_approver(draft: Waiver, waiting: Sequence[Loosening], campaign: Campaign) -> None:
    """Raises UsageProblem for a person who may not approve: for lack of a role, or because the loosening is theirs."""
    from readiness.loading.loosening import approve
    from readiness.model.waiver import Covers

    proposed = tuple(replace(draft, covers=Covers.LOOSENING, sha256=loose.sha256) for loose in waiting)
    approved = {
        loose.sha256 for loose in approve(replace(campaign, waivers=proposed), draft.at, draft.at) if loose.approved_by
    }
    if all(loose.sha256 in approved for loose in waiting):
        return
    roles = ", ".join(dict.fromkeys(role for allowed in campaign.waive_roles.values() for role in allowed))
    raise UsageProblem(
        _refused(
            Text(
                f"{draft.person} may not approve this, for lack of a role or because the loosening is their own",
                f"{draft.person} 无权批准：角色不符，或该放宽由其本人声明",
            )
        ),
        Text(f"Somebody else with one of these roles may: {roles}", f"可由担任以下角色的其他人批准：{roles}"),
    )


def _times(campaign: Campaign, now: datetime) -> Times:
    from readiness.engine.moments import times_of

    return times_of(campaign, now, None)


def _expiry(until: str | None, campaign: Campaign, now: datetime) -> datetime:
    """The last moment of the waiver. Raises UsageProblem for one that has passed or is after the campaign's end."""
    from readiness.engine.moments import times_of

    if until is None:
        return campaign.end
    expires = times_of(campaign, now, until).now
    end = campaign.end.astimezone(campaign.zone).isoformat()
    if expires > campaign.end:
        raise UsageProblem(
            Text(f"--until: {until} is after the campaign's end", f"--until：{until} 晚于活动结束时间"),
            Text(f"{end} is the latest", f"最晚为 {end}"),
        )
    if expires < now:
        raise UsageProblem(
            Text(f"--until: {until} has passed, so it would waive nothing", f"--until：{until} 已过，豁免不会生效"),
            Text(f"Name a later moment, at the latest {end}", f"请指定更晚的时刻，最晚为 {end}"),
        )
    return expires


def _tell(waiver: Waiver, campaign: Campaign) -> None:
    until = waiver.expires.astimezone(campaign.zone).isoformat()
    person = campaign.person(waiver.person)
    name = person.name if person else waiver.person
    what = f" ({waiver.sha256[:12]})" if waiver.sha256 else ""
    say(
        Text(
            f"{waiver.subject}{what}: accepted by {name} until {until}: {waiver.reason}",
            f"{waiver.subject}{what}：由{name}接受，有效至 {until}。原因：{waiver.reason}",
        )
    )


def _refused(problem: Text) -> Text:
    return Text(f"This waiver would not hold: {problem.en}", f"该豁免不会生效：{problem.zh}")


_REASON_EMPTY = Text("--reason is empty", "--reason 为空")
_REASON_HINT = Text("Say why the failure can be accepted", "请说明为何可以接受")
