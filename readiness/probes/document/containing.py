"""What the text must say: clause by clause, over all documents read as one. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from readiness.evidence.folding import Folded
from readiness.evidence.patterns import Span, found, spans
from readiness.model.finding import Finding, Measure
from readiness.model.text import Text
from readiness.probes.document.facts import Read
from readiness.probes.document.sections import heading_at, holds_text, surroundings
from readiness.probes.document.settings import Clause, Settings
from readiness.probes.document.words import missing, names_of
from readiness.probes.tally import Tally


@dataclass(frozen=True, slots=True)
class Sought:
    """How often a clause was found as it is asked, and where its words stand otherwise, with what is wrong there."""

    good: int = 0
    at: str = ""
    why: Text | None = None


def judge_clauses(settings: Settings, files: tuple[Read, ...], tally: Tally) -> None:
    """Every clause, or as many as `min_found` asks; those that may be missing are noted."""
    clauses = settings.must_contain or ()
    if not clauses:
        return
    needed = settings.min_found or len(clauses)
    sought = [(clause, _seek(clause, files)) for clause in clauses]
    lacking = [(clause, what) for clause, what in sought if what.good < clause.at_least]
    held = len(clauses) - len(lacking)
    tally.examined += len(clauses)
    tally.measures.append(Measure(names_of(files), Decimal(held), Decimal(needed), "clauses", "clauses"))
    if held >= needed:
        tally.notes += [_optional(lacking)] if lacking else []
        return
    for clause, what in lacking:
        tally.add(_lacking(clause, what, files, held=held, needed=needed, of=len(clauses)))


def _seek(clause: Clause, files: tuple[Read, ...]) -> Sought:
    good = 0
    at, why = "", None
    for file in files:
        for span in spans(clause.any, file.seen.data):
            problem = _problem(clause, file.seen, span)
            if problem is None:
                good += 1
                if good >= clause.at_least:
                    return Sought(good)
            elif not at:
                at, why = file.where(file.seen, span[0]), problem
    return Sought(good, at, why)


def _problem(clause: Clause, view: Folded, span: Span) -> Text | None:
    """Why a match does not count; None where it does."""
    if clause.heading:
        index = heading_at(view, span)
        if index is None:
            return Text("named, but not in a heading", "有提及，但不在标题中")
        if not holds_text(view, index):
            return Text("a heading with nothing under it", "只有标题，标题下没有内容")
    if clause.near is not None:
        start, end = surroundings(view, span)
        if not found(clause.near, view.data[start:end]):
            return Text(
                f"named, but near it none of: {', '.join(clause.near)}",
                f"有提及，但附近没有：{'、'.join(clause.near)}",
            )
    return None


def _lacking(clause: Clause, what: Sought, files: tuple[Read, ...], *, held: int, needed: int, of: int) -> Finding:
    name, where = clause.name, what.at or "; ".join(file.named for file in files)
    times = clause.at_least
    if what.good:
        observed = Text(f"{what.good} of them", f"只有 {what.good} 处")
    else:
        observed = what.why or Text("not found", "未找到")
    often = Text(f", {times} times", f"（{times} 处）") if times > 1 else Text("", "")
    enough = Text("", "") if needed == of else Text(f" ({needed} of {of} are enough)", f"（{of} 项中至少 {needed} 项）")
    held_words = (
        Text("", "")
        if needed == of
        else Text(
            f" {held} of {of} clauses were found, {needed} are needed.", f" {of} 项中找到 {held} 项，需要 {needed} 项。"
        )
    )
    return missing(
        names_of(files),
        where,
        Text(f"{name.en}{often.en}{enough.en}", f"{name.zh}{often.zh}{enough.zh}"),
        observed,
        Text(
            f"{name.en}: {observed.en}. Write it.{held_words.en}",
            f"{name.zh}：{observed.zh}。请补充。{held_words.zh.strip()}",
        ),
    )


def _optional(lacking: list[tuple[Clause, Sought]]) -> Text:
    names = [clause.name for clause, _ in lacking]
    return Text(
        f"Not found, and not needed: {', '.join(name.en for name in names)}",
        f"未找到，但不作要求：{'、'.join(name.zh for name in names)}",
    )
