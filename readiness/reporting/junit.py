"""JUnit XML for CI: one suite a phase, one test case a check, and one for the decision itself.

Only what every common reader accepts is written: the elements and attributes that the Ant, Jenkins and Surefire forms
of the format have in common. A viewer shows green where nothing failed, so whatever is not passed is a failure, an
error or skipped, and the decision is a test case of its own: an answer that is not GO fails it, and a GO that is not of
the whole gate at the present leaves it skipped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from readiness.model.decision import Answer
from readiness.model.outcome import Status
from readiness.model.run import Run
from readiness.model.text import Lang
from readiness.model.units import counted
from readiness.reporting.messages import Messages, messages
from readiness.reporting.report import Look
from readiness.reporting.story import CheckStory, Headline, LooseningStory, Plan, ReasonStory, SinceStory, Story
from readiness.reporting.telling import tell

NAME = "junit"
MEDIA_TYPE = "application/xml"
EXTENSION = "xml"

_SKIPPED = frozenset({Status.WAIVED, Status.NOT_APPLICABLE, Status.SKIPPED})
_TALLIED = {"failures": "failure", "errors": "error", "skipped": "skipped"}


def render(run: Run, look: Look) -> str:
    """An XML document; all suites carry the instant of the run, in UTC."""
    story, say = tell(run, look.lang, look.past, look.signed), messages(look.lang)
    root = Element("testsuites", name=f"readiness {story.headline.campaign_id}")
    stamp = run.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    _suite(root, "decision", [_decision(story, say)], stamp, _run_lines(story))
    for phase in story.phases:
        cases = [_case(check, say) for check in phase.checks]
        _suite(root, str(phase.phase), cases, stamp, _examined_lines(phase.checks, say, look.lang))
    _total(root, root.iter("testcase"))
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _suite(root: Element, name: str, cases: list[Element], stamp: str, lines: Iterable[str]) -> None:
    suite = SubElement(root, "testsuite", id=str(len(root)), package="readiness", name=name, timestamp=stamp)
    suite.set("hostname", "readiness")
    _total(suite, cases)
    SubElement(suite, "properties")
    suite.extend(cases)
    SubElement(suite, "system-out").text = "\n".join(lines)
    SubElement(suite, "system-err")


def _total(element: Element, cases: Iterable[Element]) -> None:
    """Counts are taken from the test cases themselves, so that they can't disagree."""
    counted = list(cases)
    element.set("tests", str(len(counted)))
    for attribute, tag in _TALLIED.items():
        element.set(attribute, str(sum(case.find(tag) is not None for case in counted)))
    element.set("time", f"{sum(float(case.get('time', '0')) for case in counted):.3f}")


def _case(check: CheckStory, say: Messages) -> Element:
    case = Element("testcase", classname=f"readiness.{check.phase}", name=check.check, time=f"{check.seconds:.3f}")
    tag = _tag(check)
    if tag is not None:
        message = f"{check.status_words}: {check.title}: {check.waiver or check.message}"
        result = SubElement(case, tag, message=message)
        if tag != "skipped":
            result.set("type", str(check.status))
        result.text = "\n".join(_check_lines(check, say))
    return case


def _tag(check: CheckStory) -> str | None:
    """Pending fails, since it is not passed; only what is due after launch may still be pending then."""
    if check.status is Status.PASSED:
        return None
    if check.status in _SKIPPED or (check.after_launch and check.status is Status.PENDING):
        return "skipped"
    return "error" if check.status is Status.ERROR else "failure"


def _check_lines(check: CheckStory, say: Messages) -> Iterator[str]:
    yield check.message
    if check.waiver:
        yield check.waiver
    yield say("junit.owner", owner=check.owner)
    yield check.due
    yield from (f"- {finding.line}" for finding in check.findings)
    left = check.findings_total - len(check.findings)
    if left:
        yield say.count("findings.not-kept", left)
    if check.todo:
        yield say("todo-line", todo=check.todo)


def _decision(story: Story, say: Messages) -> Element:
    headline = story.headline
    case = Element("testcase", classname="readiness.decision", name="decision", time="0.000")
    if headline.answer is not Answer.GO:
        failure = SubElement(
            case, "failure", message=f"{headline.verdict}: {headline.summary}", type=str(headline.answer)
        )
        lines = [line for reason in (*story.blocks, *story.conditions) for line in _reason_lines(reason, say)]
        failure.text = "\n".join([*headline.cautions, *lines, *_plan_lines(story.plan, say)])
    elif not headline.whole:
        message = say("junit.not-whole", verdict=headline.verdict)
        SubElement(case, "skipped", message=message).text = "\n".join(headline.cautions)
    return case


def _reason_lines(reason: ReasonStory, say: Messages) -> Iterator[str]:
    name = f"{reason.check}: " if reason.check else ""
    yield f"{reason.symbol} {reason.label}: {name}{reason.what}"
    for words in (reason.owner, reason.due):
        if words:
            yield f"  {words}"
    if reason.todo:
        yield "  " + say("todo-line", todo=reason.todo)


def _plan_lines(plan: Plan | None, say: Messages) -> Iterator[str]:
    if plan is None:
        return
    yield say("heading.counted", title=say("heading.plan"), n=f"{plan.total:,}")
    for step in plan.steps:
        yield f"  {step.due}"
        for item in step.items:
            yield f"  - {item.check}: " + " · ".join(part for part in (item.title, item.owner, item.needs) if part)


def _headline_lines(headline: Headline) -> Iterator[str]:
    yield f"{headline.verdict} · {headline.summary}"
    yield " · ".join(part for part in (headline.campaign, headline.campaign_id, headline.release) if part)
    yield from (f"{headline.launch} · {headline.countdown}", headline.judged, headline.holds, *headline.cautions)
    yield from (f"{word.symbol} {word.words}" for word in headline.signed)


def _run_lines(story: Story) -> Iterator[str]:
    yield from _headline_lines(story.headline)
    for loose in story.loosened:
        yield from _loosened_lines(loose)
    if story.since:
        yield from _since_lines(story.since)
    yield from story.notes


def _since_lines(since: SinceStory) -> Iterator[str]:
    yield since.title
    yield from (words for words in (since.decision, since.summary) if words)
    yield from (f"{change.symbol} {change.what}: {change.title} ({change.check})" for change in since.changes)


def _loosened_lines(loose: LooseningStory) -> Iterator[str]:
    """Also what is approved, which is no reason any more and would be told nowhere else."""
    yield f"{loose.symbol} {loose.line}"
    yield f"  {loose.message}"
    if loose.change:
        yield f"  {loose.change}"
    yield f"  {loose.who}"


def _examined_lines(checks: Iterable[CheckStory], say: Messages, lang: Lang) -> Iterator[str]:
    for check in checks:
        examined = check.examined or counted(0, "things").say(lang)
        yield say("junit.examined", check=check.check, status=check.status_words, examined=examined)
