"""The files that people write, as pydantic forms: what each key may hold. Rules across keys and files are elsewhere."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from readiness.loading.form_fields import (
    AtOnce,
    CampaignId,
    CheckId,
    ColumnName,
    Delimiter,
    Encoding,
    Form,
    HeaderName,
    HeaderValue,
    HostName,
    MomentName,
    Name,
    OneOrMore,
    PersonId,
    RowNumber,
    Said,
    Sha256,
    Thousands,
    Url,
    VariableAlone,
    Words,
    Zone,
    ZoneOrLocal,
)
from readiness.model.campaign import ClientCertificate
from readiness.model.errors import BadValue
from readiness.model.moments import Moment
from readiness.model.signoff import Verdict
from readiness.model.text import Lang, Text
from readiness.model.waiver import Covers
from readiness.probes.fields import Instant, MomentField, YesNo

DEFAULT_MOMENTS = {"announcement": Moment.parse("T-7d"), "freeze": Moment.parse("T-5d")}
"""Moments that every campaign has, unless it sets them itself. See `usual_moments` for the announcement."""
SOURCES = ("file", "folder", "url")
WARM_UP = "warm-up"


class CampaignHead(Form):
    """`campaign:` of the campaign file."""

    id: CampaignId
    name: Words
    launch: Instant
    end: Instant
    timezone: Zone
    moments: dict[MomentName, MomentField] = Field(default_factory=dict)
    release: Said = ""
    languages: Annotated[tuple[Lang, ...], Field(min_length=1)] = ("en", "zh")
    traits: dict[Name, YesNo] = Field(default_factory=dict)


class PersonForm(Form):
    id: PersonId
    name: Said
    roles: Annotated[tuple[Name, ...], Field(min_length=1)] = ()
    contact: Said = ""


class BindingForm(Form):
    """The real source of one evidence: exactly one of file, folder and url."""

    file: Said | None = None
    folder: Said | None = None
    url: Url | None = None
    sheet: Said | None = None
    header: RowNumber | None = None
    columns: Annotated[dict[ColumnName, Said], Field(min_length=1)] | None = None
    encoding: Encoding | None = None
    delimiter: Delimiter | None = None
    thousands: Thousands | None = None
    zone: ZoneOrLocal | None = None
    as_at: Instant | None = None
    base: Url | None = None
    author: Annotated[tuple[PersonId, ...], Field(min_length=1), OneOrMore()] | None = None

    @model_validator(mode="after")
    def _one_source(self) -> BindingForm:
        given = [source for source in SOURCES if getattr(self, source) is not None]
        if len(given) != 1:
            found = " and ".join(given) or "none"
            raise BadValue(
                Text(
                    f"exactly one of file, folder and url must be given; found {found}",
                    f"file、folder、url 必须且只能写一个；现有：{'、'.join(given) or '无'}",
                )
            )
        return self


class HostForm(Form):
    headers: dict[HeaderName, HeaderValue] = Field(default_factory=dict)
    ca: Said | None = None
    proxy: Said | None = None
    client_cert: Said | None = None
    client_key: Said | None = None
    client_passphrase: VariableAlone | None = None
    at_once: AtOnce | None = None
    refusal_tests: YesNo = False
    connect_to: Said | None = None

    @model_validator(mode="after")
    def _one_way_there(self) -> HostForm:
        if self.proxy is not None and self.connect_to is not None:
            raise BadValue(
                Text(
                    "proxy and connect_to are two ways to the host; a proxy looks up the name itself, so keep one",
                    "proxy 与 connect_to 是两种连接方式（代理会自行解析域名），请只保留一个",
                )
            )
        return self

    @model_validator(mode="after")
    def _key_belongs_to_a_certificate(self) -> HostForm:
        if self.client_cert is None and (self.client_key or self.client_passphrase):
            raise BadValue(
                Text(
                    "client_key and client_passphrase belong to a client_cert; name its file too",
                    "client_key 和 client_passphrase 须与 client_cert 一起使用；请写明证书文件",
                )
            )
        return self

    def client(self) -> ClientCertificate | None:
        if self.client_cert is None:
            return None
        return ClientCertificate(self.client_cert, self.client_key, self.client_passphrase)


class SettingForm(Form):
    """A change to one check. Values are judged as part of the check that they change."""

    probe: Annotated[dict[str, Any], Field(min_length=1)] | None = None
    severity: Any = None
    due: Any = None
    owner: Any = None


class NotApplicableForm(Form):
    reason: Said
    by: PersonId


class WaivingForm(Form):
    """Which roles may waive which severity."""

    blocker: Annotated[tuple[Name, ...], Field(min_length=1), OneOrMore()] = ("sponsor",)
    major: Annotated[tuple[Name, ...], Field(min_length=1), OneOrMore()] = ("sponsor", "campaign-owner")
    minor: Annotated[tuple[Name, ...], Field(min_length=1), OneOrMore()] = ("sponsor", "campaign-owner")


class SignaturesForm(Form):
    required: YesNo = False
    allowed_signers: Said | None = None

    @model_validator(mode="after")
    def _keys_are_named(self) -> SignaturesForm:
        if self.required and self.allowed_signers is None:
            raise BadValue(
                Text(
                    "signatures are required, but allowed_signers names no file of keys",
                    "要求签名，但 allowed_signers 未指明密钥文件",
                )
            )
        return self


class CampaignFile(Form):
    """campaign.yaml."""

    campaign: CampaignHead
    checklists: Annotated[tuple[Said, ...], Field(min_length=1)]
    people: Annotated[tuple[PersonForm, ...], Field(min_length=1)] = ()
    evidence: dict[Name, BindingForm] = Field(default_factory=dict)
    hosts: dict[HostName, HostForm] = Field(default_factory=dict)
    settings: dict[CheckId, SettingForm] = Field(default_factory=dict)
    not_applicable: dict[CheckId, NotApplicableForm] = Field(default_factory=dict)
    waiving: WaivingForm = WaivingForm()
    signatures: SignaturesForm = SignaturesForm()
    selection: Literal["all", "starter"] = "all"


class SignOffForm(Form):
    subject: Name
    role: Name
    person: PersonId
    verdict: Verdict = Verdict.APPROVED
    sha256: Sha256
    at: Instant
    comment: Said = ""
    scores: dict[Said, Decimal] = Field(default_factory=dict)
    signature: Said | None = None


class SignOffsFile(Form):
    """signoffs.yaml."""

    signoffs: Annotated[tuple[SignOffForm, ...], Field(min_length=1)]


class WaiverForm(Form):
    """`subject` is a check's full id, or, for a loosening, also a checklist left out."""

    subject: Said
    covers: Covers = Covers.FAILURE
    person: PersonId
    reason: Said
    at: Instant
    expires: Instant | None = None
    sha256: Sha256 | None = None

    @model_validator(mode="after")
    def _digest_fits(self) -> WaiverForm:
        if self.covers is Covers.LOOSENING and self.sha256 is None:
            raise BadValue(
                Text(
                    "an approval of a loosening needs the sha256 of what was loosened, as the report shows it",
                    "批准放宽需要 sha256，见报告所示",
                )
            )
        if self.covers is Covers.FAILURE and self.sha256 is not None:
            raise BadValue(Text("a waiver of a failure has no sha256", "豁免失败的检查项不需要 sha256"))
        if self.expires is not None and self.expires < self.at:
            raise BadValue(Text("the waiver expires before it begins (at)", "豁免的失效时间早于生效时间（at）"))
        return self


class WaiversFile(Form):
    """waivers.yaml."""

    waivers: Annotated[tuple[WaiverForm, ...], Field(min_length=1)]
