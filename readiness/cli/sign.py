"""`readiness sign`: approve exact content, in a role."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from readiness.cli import complete
from readiness.cli.arguments import (
    DEFAULT_CAMPAIGN,
    AllowOutsideOption,
    CampaignOption,
    LangOption,
    PersonOption,
    RoleOption,
)
from readiness.cli.clock import read_clock
from readiness.cli.console import say, tell
from readiness.cli.errors import UsageProblem
from readiness.cli.language import choose_lang, speak
from readiness.cli.options import campaign_file, one_of
from readiness.cli.people import appending, person_called, refuse_role_not_held
from readiness.cli.sign_run import Content, of_run, signed_run
from readiness.model.evidence import Sort
from readiness.model.signoff import RUN_SUBJECT
from readiness.model.text import Advice, Text, advise

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readiness.model.campaign import Campaign, Person
    from readiness.model.signoff import SignOff, Verdict

_SECONDS = 600.0


def command(
    subject: Annotated[
        str,
        typer.Argument(
            metavar="SUBJECT",
            autocompletion=complete.evidence_names,
            help="Name of the evidence that is approved, or a recorded run: number, beginning of its digest, file.",
        ),
    ],
    *,
    role: RoleOption,
    person: PersonOption,
    comment: Annotated[str, typer.Option("--comment", metavar="TEXT", help="A remark to keep with it.")] = "",
    request_changes: Annotated[
        bool,
        typer.Option("--request-changes", help="Ask for changes, or refuse the launch of a run."),
    ] = False,
    score: Annotated[
        list[str] | None, typer.Option("--score", metavar="CRITERION=MARK", help="A mark by criterion; repeatable.")
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option("--key", metavar="SSH_KEY", help="Sign with this SSH key (private, or the agent's public)."),
    ] = None,
    allow_outside: AllowOutsideOption = None,
    campaign: CampaignOption = DEFAULT_CAMPAIGN,
    lang: LangOption = None,
) -> None:
    """Approve a document, a folder or a recorded run exactly as it is now; written to signoffs.yaml.

    Any later edit of the content voids the approval. A run that decided neither GO nor CONDITIONAL GO, or that does
    not hold any more, can't be approved.
    """
    from readiness.loading.campaign import load_campaign
    from readiness.model.signoff import Verdict

    speak(choose_lang(lang, (), os.environ))
    now = read_clock()
    outside = tuple(allow_outside or ())
    loaded = load_campaign(campaign_file(campaign), now, allow_outside=outside)
    speak(choose_lang(lang, loaded.languages, os.environ))
    signer = person_called(person, loaded)
    refuse_role_not_held(role, signer, loaded)
    _refuse_missing_key(key, loaded)
    verdict = Verdict.CHANGES_REQUESTED if request_changes else Verdict.APPROVED
    run = signed_run(subject, loaded)
    content = of_run(run, loaded, verdict, now) if run else _content(subject, loaded, now, outside)
    scores = _scores(score or ())
    _refuse_unknown_criteria(scores, subject, loaded)
    record = _record(content, role, signer, verdict, now.astimezone(loaded.zone))
    record = _signed(replace(record, comment=comment.strip(), scores=scores), key)
    _append(record, content, signer, loaded)


def _append(record: SignOff, content: Content, signer: Person, campaign: Campaign) -> None:
    from readiness.loading.appending import append_signoff
    from readiness.loading.records import SIGNOFFS

    path = campaign.folder / SIGNOFFS
    _show(record, content, signer)
    with appending(path):
        append_signoff(campaign.folder, record)
    say(Text(f"written to {path}", f"已写入 {path}"))
    _tell_criteria_left(record, campaign)
    if signer.id in content.author:
        tell(
            Text(
                f"warning: {signer.name} is an author of this, so this approval does not count alone",
                f"注意：{signer.name} 是该内容的作者，仅有其本人的签核不算数",
            )
        )


def _content(subject: str, campaign: Campaign, now: datetime, allow_outside: tuple[Path, ...]) -> Content:
    """What the subject stands for, with its digest. Raises UsageProblem, NotSupplied, CannotJudge, InvalidRecord."""
    if subject not in campaign.contracts:
        documents = [name for name, contract in campaign.contracts.items() if contract.sort is Sort.DOCUMENT]
        one_of("SUBJECT", subject, documents)
    binding = campaign.bindings.get(subject)
    if binding is None:
        raise UsageProblem(
            Text(f"Nothing is bound to {subject} yet", f"{subject} 尚未绑定任何内容"),
            advise(_how_to_bind(subject, campaign), workbook=campaign.in_workbook),
        )
    if binding.url is not None:
        raise UsageProblem(
            Text(
                f"{subject} is a URL, whose content can change after the approval",
                f"{subject} 是网址，内容在签核后仍可能改变",
            ),
            Text("Bind a file or a folder: a saved copy of the page", "请绑定文件或文件夹，例如页面的存档"),
        )
    sha256, files = _digest(subject, campaign, now, allow_outside)
    place = Text(f"{binding.folder} ({files} files)", f"{binding.folder}（{files} 个文件）")
    return Content(subject, sha256, Text.same(binding.file) if binding.file else place, binding.author)


def _how_to_bind(subject: str, campaign: Campaign) -> Advice:
    from readiness.evidence.unbound import how_to_supply

    return Advice(
        f"Add {subject} under evidence in {campaign.file}",
        f"请在 {campaign.file} 的 evidence 下添加 {subject}",
        how_to_supply(subject, campaign.contracts[subject]).workbook,
    )


def _digest(name: str, campaign: Campaign, now: datetime, allow_outside: tuple[Path, ...]) -> tuple[str, int]:
    """The digest as the probes will see it, and the number of files."""
    from readiness.engine.moments import times_of
    from readiness.evidence.store import EvidenceStore

    store = EvidenceStore(
        campaign.folder,
        campaign.contracts,
        campaign.bindings,
        campaign.hosts,
        times_of(campaign, now, None),
        allow_outside=allow_outside,
    )
    with closing(store):
        document = store.document(name, _SECONDS)
    return document.sha256, len(document.paths)


def _record(content: Content, role: str, signer: Person, verdict: Verdict, at: datetime) -> SignOff:
    from readiness.model.signoff import SignOff

    return SignOff(content.subject, role, signer.id, verdict, content.sha256, at.replace(microsecond=0))


def _signed(record: SignOff, key: Path | None) -> SignOff:
    if key is None:
        return record
    from readiness.evidence.ssh import sign, signoff_payload

    return replace(record, signature=sign(signoff_payload(record), key))


def _refuse_missing_key(key: Path | None, campaign: Campaign) -> None:
    if key is None and campaign.signatures.required:
        raise UsageProblem(
            Text(
                "This campaign wants every sign-off signed, and --key is missing",
                "本活动要求签核附带签名，但缺少 --key",
            ),
            Text(
                "Add --key ~/.ssh/id_ed25519, or whichever key is yours",
                "请加上 --key ~/.ssh/id_ed25519 或您自己的密钥",
            ),
        )


def _scores(values: Iterable[str]) -> dict[str, Decimal]:
    """`criterion=4`. Raises UsageProblem for what is no number, and for a criterion named twice."""
    scores: dict[str, Decimal] = {}
    for value in values:
        criterion, _, mark = value.partition("=")
        try:
            number = Decimal(mark)
        except InvalidOperation:
            number = Decimal("NaN")
        if not criterion.strip() or not number.is_finite() or criterion.strip() in scores:
            raise UsageProblem(
                Text(f"--score {value}: no criterion with one mark", f"--score {value}：不是“标准=分数”，或标准重复"),
                Text(
                    "Write each criterion once, such as --score feasibility=4", "每个标准写一次，例如 --score 可行性=4"
                ),
            )
        scores[criterion.strip()] = number
    return scores


def _criteria(subject: str, campaign: Campaign) -> tuple[str, ...]:
    """What the checks over this subject want marked."""
    asked = (check.probe.settings_for_people() for check in campaign.checks if subject in check.probe.evidence)
    return tuple(dict.fromkeys(str(one) for settings in asked for one in settings.get("criteria") or ()))


def _refuse_unknown_criteria(scores: Iterable[str], subject: str, campaign: Campaign) -> None:
    """A mark by a misspelt criterion would count for nothing, without a word. Raises UsageProblem."""
    if known := _criteria(subject, campaign):
        for criterion in scores:
            one_of("--score", criterion, known)


def _tell_criteria_left(record: SignOff, campaign: Campaign) -> None:
    from readiness.model.signoff import Verdict

    left = [one for one in _criteria(record.subject, campaign) if one not in record.scores]
    if left and record.verdict is Verdict.APPROVED:
        marks = " ".join(f"--score {one}=" for one in left)
        tell(
            Text(
                f"warning: marks are asked for as well; sign again with {marks}",
                f"注意：还需要评分，请加上 {marks} 重新签核",
            )
        )


def _deed(subject: str, verdict: Verdict) -> Text:
    from readiness.model.signoff import Verdict

    approved = verdict is Verdict.APPROVED
    if subject == RUN_SUBJECT:
        return Text("approves the launch", "批准上线") if approved else Text("refuses the launch", "不同意上线")
    if approved:
        return Text(f"approves {subject}", f"批准 {subject}")
    return Text(f"requests changes of {subject}", f"要求修改 {subject}")


def _show(record: SignOff, content: Content, signer: Person) -> None:

    word = _deed(content.subject, record.verdict)
    say(
        Text(
            f"{signer.name} ({record.role}) {word.en}: {content.place.en}",
            f"{signer.name}（{record.role}）{word.zh}：{content.place.zh}",
        )
    )
    say(f"  sha256 {record.sha256}")
    say(f"  {record.at.isoformat()}")
    for condition in content.conditions:
        say(Text(f"  - {condition.en}", f"  - {condition.zh}"))
    for criterion, mark in record.scores.items():
        say(f"  {criterion}: {mark}")
    if record.signature is not None:
        say(Text("  signed with an SSH key", "  已附 SSH 签名"))
