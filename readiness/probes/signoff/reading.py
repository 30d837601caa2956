"""What was said about a content, its signatures looked at: for every kind that asks whether a person approved it."""

from __future__ import annotations

from readiness.model.campaign import Campaign
from readiness.model.errors import CannotJudge
from readiness.model.evidence import Binding
from readiness.model.signoff import SignOff
from readiness.model.text import Text
from readiness.probes.signoff.facts import SignOffFacts, Word


def said_about(subject: str, source: str, sha256: str, binding: Binding, campaign: Campaign) -> SignOffFacts:
    """Every sign-off of a subject, beside its content as it is now. Raises CannotJudge where signatures can't be
    checked."""
    return SignOffFacts(
        subject=subject,
        source=source,
        sha256=sha256.lower(),
        author=binding.author,
        words=tuple(with_signature(signoff, campaign) for signoff in campaign.signoffs if signoff.subject == subject),
        people={person.id: person for person in campaign.people},
        signature_required=campaign.signatures.required,
        listed=binding.listed,
        author_listed=binding.author_listed,
    )


def with_signature(signoff: SignOff, campaign: Campaign) -> Word:
    """A sign-off with its signature looked at. Raises CannotJudge where signatures can't be checked."""
    if signoff.signature is None:
        return Word(signoff)
    from readiness.evidence.ssh import signoff_payload, verify

    signers = campaign.signatures.allowed_signers
    if signers is None:
        return Word(signoff, broken=_NO_SIGNERS)
    path = (campaign.folder / signers).resolve()
    if not path.is_relative_to(campaign.folder.resolve()):
        raise CannotJudge(
            Text(
                f"The allowed-signers file {signers} lies outside the campaign's folder",
                f"允许签名者文件 {signers} 不在活动目录内",
            ),
            Text("Keep it beside the campaign file", "请将其放在活动文件旁"),
        )
    check = verify(signoff_payload(signoff), signoff.signature, path, signoff.person, signoff.at)
    return Word(signoff, broken=None if check.valid else check.reason or _NOT_VALID)


_NOT_VALID = Text("it does not verify", "验证未通过")
_NO_SIGNERS = Text(
    "the campaign names no allowed-signers file (signatures: allowed_signers)",
    "活动没有指定允许签名者文件（signatures: allowed_signers）",
)
