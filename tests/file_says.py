"""A kind of probe for tests of the whole gate: a document passes when it says `good`; a table is read and left."""

from __future__ import annotations

from typing import Annotated

from readiness.evidence.context import ProbeContext
from readiness.model.evidence import Sort
from readiness.model.finding import Examined, Finding, Judgement
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.fields import Names
from readiness.probes.kind import KindSettings

NAME = "file-says"
SUMMARY = Text("A document says that it is good", "文档写明合格")


class Settings(KindSettings):
    document: Annotated[str, Names((Sort.DOCUMENT,))]
    table: Annotated[str | None, Names((Sort.TABLE,))] = None


def gather(settings: Settings, context: ProbeContext) -> str:
    if settings.table is not None:
        context.table(settings.table)
    text = context.document(settings.document).text().strip()
    if text == "exit":
        raise SystemExit(0)
    if text == "live":
        context.note_live("shop", "https://shop.example", context.times.now)
    return text


def judge(settings: Settings, facts: str, situation: Situation) -> Judgement:
    if facts in ("good", "live"):
        return Judgement(Examined(1, "documents"))
    found = Finding(settings.document, Text.same("good"), Text.same(facts), Text("it says otherwise", "内容不符"))
    return Judgement(Examined(1, "documents"), (found,))


def stricter(before: Settings, after: Settings) -> bool:
    return before == after
