"""A record back to the run that it is of; the other direction of reporting/json_v1.py, and as explicit."""

from __future__ import annotations

from pathlib import Path
from typing import get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from readiness.history.json_nodes import InvalidRecord, Node, parse
from readiness.model.check import Phase, Severity
from readiness.model.decision import Accept, Answer, Decision, Reason, Rule
from readiness.model.errors import os_error_words
from readiness.model.evidence import EvidenceUse
from readiness.model.exit_codes import ExitCode
from readiness.model.finding import Examined, Finding, FindingKind, Measure
from readiness.model.location import Location
from readiness.model.loosening import Loosening, LooseningKind
from readiness.model.outcome import Outcome, Status, WaiverUse
from readiness.model.run import CampaignFacts, Run, Scope
from readiness.model.text import Lang, Text
from readiness.reporting.json_v1 import SCHEMA

__all__ = ["InvalidRecord", "parse_run", "read_run"]


def read_run(path: Path) -> Run:
    """The run of a record file. Raises InvalidRecord, also for a file that can't be read."""
    return parse_record(path, read_record(path))


def parse_record(path: Path, content: bytes) -> Run:
    """The run of a record file's bytes; what is wrong with them names the file. Raises InvalidRecord."""
    try:
        return parse_run(content)
    except InvalidRecord as invalid:
        named = Text(f"{path}: {invalid.message.en}", f"{path}：{invalid.message.zh}")
        raise InvalidRecord(named, invalid.hint) from None


def read_record(path: Path) -> bytes:
    """The bytes of a record file. Raises InvalidRecord."""
    try:
        return path.read_bytes()
    except OSError as problem:
        reason = os_error_words(problem)
        raise InvalidRecord(
            Text(f"The record {path} can't be read: {reason.en}", f"无法读取运行记录 {path}：{reason.zh}"),
            Text("Name a file that `readiness check` wrote", "请指定由 `readiness check` 写入的文件"),
        ) from None


def parse_run(content: bytes) -> Run:
    """The run of a record's bytes. Raises InvalidRecord for another format or version, and for anything missing,
    unknown or of another type in it."""
    root = parse(content)
    check_schema(root)
    keys = root.keys(
        "schema", "campaign", "at", "as_of", "as_of_words", "partial", "scope", "holds_until", "previous", "decision",
        "loosened", "outcomes", "digests", "notes", "version",
    )  # fmt: skip
    scope = read_scope(keys["scope"])
    if keys["partial"].boolean() is not scope.partial:
        raise keys["partial"].wrong(Text("it contradicts the scope", "与 scope 矛盾"))
    return Run(
        campaign=_campaign(keys["campaign"]),
        at=keys["at"].instant(),
        as_of=keys["as_of"].maybe(Node.instant),
        as_of_words=keys["as_of_words"].string(),
        scope=scope,
        outcomes=keys["outcomes"].items(_outcome),
        decision=_decision(keys["decision"]),
        loosened=keys["loosened"].items(_loosening),
        holds_until=keys["holds_until"].instant(),
        previous=keys["previous"].maybe(Node.string),
        digests={path: digest.string() for path, digest in keys["digests"].mapping().items()},
        notes=keys["notes"].items(Node.text),
        version=keys["version"].string(),
    )


def check_schema(root: Node) -> None:
    """Raises InvalidRecord where the document is of another format or version."""
    schema = root.mapping().get("schema")
    if schema is None or schema.value != SCHEMA:
        found = "none" if schema is None else repr(schema.value)
        raise root.wrong(
            Text(
                f"its schema is {found}, and {SCHEMA!r} is what can be read",
                f"其 schema 为 {found}，可读取的是 {SCHEMA}",
            )
        )


def read_scope(node: Node) -> Scope:
    keys = node.keys("phases", "only", "skip", "starter", "not_asked")
    return Scope(
        phases=keys["phases"].items(Node.string),
        only=keys["only"].items(Node.string),
        skip=keys["skip"].items(Node.string),
        starter=keys["starter"].boolean(),
        not_asked=keys["not_asked"].count(),
    )


def _campaign(node: Node) -> CampaignFacts:
    keys = node.keys("id", "name", "launch", "end", "zone", "release", "languages", "people", "traits")
    return CampaignFacts(
        id=keys["id"].string(),
        name=keys["name"].text(),
        launch=keys["launch"].instant(),
        end=keys["end"].instant(),
        zone=_zone(keys["zone"]),
        release=keys["release"].string(),
        languages=keys["languages"].items(_lang),
        people={role: people.items(Node.string) for role, people in keys["people"].mapping().items()},
        traits={trait: answer.boolean() for trait, answer in keys["traits"].mapping().items()},
    )


def _zone(node: Node) -> str:
    name = node.string()
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise node.wrong(Text(f"there is no time zone {name!r}", f"没有名为“{name}”的时区")) from None
    return name


def _lang(node: Node) -> Lang:
    word = node.string()
    for lang in get_args(Lang):
        if word == lang:
            return lang  # type: ignore[no-any-return]  # get_args is untyped
    raise node.wrong(Text(f"there is no language {word!r}", f"没有语言“{word}”"))


def _decision(node: Node) -> Decision:
    keys = node.keys("verdict", "exit_code", "accepted", "reasons")
    code = keys["exit_code"].count()
    if code not in {known.value for known in ExitCode}:
        raise keys["exit_code"].wrong(Text(f"there is no exit code {code}", f"没有退出码 {code}"))
    return Decision(
        answer=keys["verdict"].one_of(Answer),
        reasons=keys["reasons"].items(_reason),
        exit_code=ExitCode(code),
        accepted=keys["accepted"].items(lambda item: item.one_of(Accept)),
    )


def _reason(node: Node) -> Reason:
    keys = node.keys("rule", "check", "owner", "since", "what", "todo")
    return Reason(
        rule=keys["rule"].one_of(Rule),
        check=keys["check"].string(),
        owner=keys["owner"].string(),
        since=keys["since"].maybe(Node.instant),
        what=keys["what"].text(),
        todo=keys["todo"].text(),
    )


def _loosening(node: Node) -> Loosening:
    keys = node.keys("kind", "subject", "before", "after", "by", "reason", "message", "sha256", "approved_by")
    loosening = Loosening(
        kind=keys["kind"].one_of(LooseningKind),
        subject=keys["subject"].string(),
        before=keys["before"].string(),
        after=keys["after"].string(),
        by=keys["by"].string(),
        reason=keys["reason"].string(),
        message=keys["message"].text(),
        approved_by=keys["approved_by"].maybe(Node.string),
    )
    if keys["sha256"].string() != loosening.sha256:
        raise keys["sha256"].wrong(Text("it is not the digest of this loosening", "它不是该放宽项的摘要"))
    return loosening


def _outcome(node: Node) -> Outcome:
    keys = node.keys(
        "check", "status", "severity", "phase", "due", "due_words", "after_launch", "owner", "people", "title", "why",
        "remedy", "source", "message", "hint", "examined", "findings", "findings_total", "measures", "evidence",
        "notes", "waiver", "holds_until", "probe", "seconds", "location",
    )  # fmt: skip
    probe = keys["probe"].keys("kind", "settings")
    return Outcome(
        check=keys["check"].string(),
        status=keys["status"].one_of(Status),
        severity=keys["severity"].one_of(Severity),
        phase=keys["phase"].one_of(Phase),
        due=keys["due"].instant(),
        due_words=keys["due_words"].string(),
        owner=keys["owner"].string(),
        people=keys["people"].items(Node.string),
        title=keys["title"].text(),
        why=keys["why"].text(),
        remedy=keys["remedy"].text(),
        source=keys["source"].text(),
        kind=probe["kind"].string(),
        settings={key: item.value for key, item in probe["settings"].mapping().items()},
        message=keys["message"].text(),
        hint=keys["hint"].maybe(Node.text),
        examined=_examined(keys["examined"]),
        findings=keys["findings"].items(_finding),
        findings_total=keys["findings_total"].count(),
        measures=keys["measures"].items(_measure),
        notes=keys["notes"].items(Node.text),
        evidence=keys["evidence"].items(_evidence),
        after_launch=keys["after_launch"].boolean(),
        waiver=keys["waiver"].maybe(_waiver),
        holds_until=keys["holds_until"].maybe(Node.instant),
        seconds=keys["seconds"].seconds(),
        location=keys["location"].maybe(_location),
    )


def _examined(node: Node) -> Examined:
    keys = node.keys("count", "unit")
    return Examined(keys["count"].count(), keys["unit"].string())


def _finding(node: Node) -> Finding:
    keys = node.keys("kind", "subject", "required", "observed", "unit", "where", "message")
    return Finding(
        subject=keys["subject"].string(),
        required=keys["required"].text(),
        observed=keys["observed"].text(),
        message=keys["message"].text(),
        unit=keys["unit"].string(),
        where=keys["where"].string(),
        kind=keys["kind"].one_of(FindingKind),
    )


def _measure(node: Node) -> Measure:
    keys = node.keys("subject", "value", "limit", "unit", "group")
    return Measure(
        subject=keys["subject"].string(),
        value=keys["value"].decimal(),
        limit=keys["limit"].maybe(Node.decimal),
        unit=keys["unit"].string(),
        group=keys["group"].string(),
    )


def _evidence(node: Node) -> EvidenceUse:
    keys = node.keys("name", "source", "sha256", "time", "modified", "live", "path", "notes")
    return EvidenceUse(
        name=keys["name"].string(),
        source=keys["source"].string(),
        sha256=keys["sha256"].maybe(Node.string),
        time=keys["time"].maybe(Node.instant),
        modified=keys["modified"].maybe(Node.instant),
        live=keys["live"].boolean(),
        path=keys["path"].maybe(Node.string),
        notes=keys["notes"].items(Node.text),
    )


def _waiver(node: Node) -> WaiverUse:
    keys = node.keys("person", "reason", "expires", "problem")
    return WaiverUse(
        person=keys["person"].string(),
        reason=keys["reason"].string(),
        expires=keys["expires"].instant(),
        problem=keys["problem"].maybe(Node.text),
    )


def _location(node: Node) -> Location:
    keys = node.keys("file", "line", "column")
    return Location(keys["file"].string(), keys["line"].count(), keys["column"].count())
