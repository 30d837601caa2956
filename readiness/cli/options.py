"""What the words of the command line mean. Typed, pure, and strict: a word that means nothing is never ignored."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from readiness.cli.console import is_terminal
from readiness.cli.errors import UsageProblem
from readiness.loading.campaign_files import campaign_files
from readiness.loading.naming import suggest
from readiness.model.decision import Accept
from readiness.model.moments import Moment, parse_duration
from readiness.model.run import Run
from readiness.model.text import Text

WRITTEN_BY_PEOPLE = ("signoffs.yaml", "waivers.yaml")
STDOUT = "-"


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """A report to make; `path` None means standard output."""

    format: str
    path: Path | None


def campaign_file(path: Path) -> Path:
    """The campaign file: the path itself, or the `campaign.yaml` or `campaign.xlsx` in it where it is a folder. Raises
    UsageProblem where both are there."""
    file, *others = campaign_files(path)
    if others:
        raise UsageProblem(
            Text(f"Both {file} and {others[0]} are there", f"{file} 与 {others[0]} 同时存在"),
            Text("Name the one that is the campaign, or move the other away", "请写明哪一个是活动文件，或移走另一个"),
        )
    return file


def split_words(option: str, values: Iterable[str]) -> tuple[str, ...]:
    """A repeatable option whose values may hold commas, without repetition. Raises UsageProblem for an empty word,
    which would otherwise select nothing, or everything, without a trace."""
    words = [word.strip() for value in values for word in value.split(",")]
    if not all(words):
        raise UsageProblem(
            Text(f"{option} holds an empty name", f"{option} 中有空名称"),
            Text(f"Write names separated by commas, or leave {option} out", f"请用逗号分隔名称，或去掉 {option}"),
        )
    return tuple(dict.fromkeys(words))


def one_of(option: str, word: str, names: Iterable[str]) -> str:
    """The word, where it is one of the names. Raises UsageProblem with the nearest."""
    known = tuple(names)
    if word not in known:
        raise UsageProblem(
            Text(f"{option}: there is no {word!r}", f"{option}：没有“{word}”"),
            suggest(word, known),
        )
    return word


def parse_accept(values: Sequence[str]) -> tuple[Accept, ...]:
    """What `--accept` names. Raises UsageProblem, also for NO-GO and CANNOT TELL, which nobody can accept."""
    words = split_words("--accept", values)
    for word in words:
        if word in ("no-go", "cannot-tell"):
            raise UsageProblem(
                Text(f"--accept: {word} can't be accepted", f"--accept：不能接受 {word}"),
                Text(
                    "Mend what blocks, or have a person waive a check: readiness waive CHECK --as PERSON --reason WHY",
                    "请解决阻断项，或由有权的人豁免检查项：readiness waive 检查项 --as 人员 --reason 原因",
                ),
            )
    return tuple(Accept(one_of("--accept", word, Accept)) for word in words)


def parse_reports(values: Iterable[str], formats: Iterable[str]) -> tuple[ReportRequest, ...]:
    """`FORMAT=PATH`, `FORMAT=-` or `FORMAT`. Raises UsageProblem for an unknown format, an empty path, a folder, and
    two reports that would go to the same place."""
    known = tuple(formats)
    requests = tuple(_parse_report(value, known) for value in values)
    seen: set[str] = set()
    for request in requests:
        place = STDOUT if request.path is None else os.path.realpath(request.path)
        if place in seen:
            raise UsageProblem(
                Text(
                    f"--report: two reports would go to {_place_name(request)}",
                    f"--report：有两份报告要写到同一处：{_place_name(request)}",
                ),
                Text("Give each report a path of its own", "请为每份报告指定不同的路径"),
            )
        seen.add(place)
    return requests


def requested_reports(values: Iterable[str], environ: Mapping[str, str]) -> tuple[ReportRequest, ...]:
    """What `--report` asks for, of all formats. Raises UsageProblem, also for one that can't be made here: a browser
    that is not there is told before anything is probed, and so is a picture that would go to a terminal."""
    from readiness.reporting.registry import PRINTED, REPORTS

    requests = parse_reports(values, (*REPORTS, *PRINTED))
    printed = [request for request in requests if request.format in PRINTED]
    if printed:
        from readiness.cli.browser import MISSING_HINT, find_browser, missing

        if find_browser(environ) is None:
            raise UsageProblem(missing(printed[0].format), MISSING_HINT)
    for request in printed:
        if request.path is None and is_terminal(sys.stdout):
            name = request.format
            raise UsageProblem(
                Text(f"--report {name}: a terminal can't show it", f"--report {name}：终端无法显示"),
                Text(f"Name a file: {name}=readiness.{name}", f"请指定文件：{name}=readiness.{name}"),
            )
    return requests


def refuse_inputs(requests: Iterable[ReportRequest], campaign: Path) -> None:
    """Raises UsageProblem for a report that would take the place of a file that the gate reads."""
    _refuse_inside(requests, (campaign, *(campaign.parent / name for name in WRITTEN_BY_PEOPLE)))


def refuse_what_was_read(requests: Iterable[ReportRequest], run: Run, campaign: Path, record: Path | None) -> None:
    """Raises UsageProblem for a report that would take the place of evidence, of a checklist or of a record: the next
    run would have lost what this one decided by."""
    evidence = {use.path for outcome in run.outcomes for use in outcome.evidence if use.path is not None}
    read = [campaign.parent / name for name in (*run.digests, *sorted(evidence))]
    _refuse_inside(requests, (*read, *((record.parent,) if record is not None else ())))


def _refuse_inside(requests: Iterable[ReportRequest], taken: Iterable[Path]) -> None:
    places = [Path(os.path.realpath(place)) for place in taken]
    for request in requests:
        if request.path is None:
            continue
        path = Path(os.path.realpath(request.path))
        if any(path.is_relative_to(place) for place in places):
            raise UsageProblem(
                Text(
                    f"--report: {request.path} is a file of the campaign itself",
                    f"--report：{request.path} 是活动自身的文件",
                ),
                Text("Choose another path for the report", "请为报告指定其他路径"),
            )


def parse_seconds(option: str, value: str) -> float:
    """A duration such as `30s` or `5m`, in seconds, above zero. Raises UsageProblem."""
    try:
        seconds = parse_duration(value).total_seconds()
    except ValueError:
        seconds = 0.0
    if seconds <= 0:
        raise UsageProblem(
            Text(f"{option}: {value!r} is not a duration above zero", f"{option}：“{value}”不是大于零的时长"),
            Text("Write a number with a unit, such as 30s, 5m or 1h", "请写带单位的数字，例如 30s、5m 或 1h"),
        )
    return seconds


def parse_moment(option: str, value: str) -> Moment:
    """A moment as campaigns write it. Raises UsageProblem; whether the campaign names its anchor is not known here."""
    try:
        return Moment.parse(value)
    except (ValueError, OverflowError):
        raise UsageProblem(
            Text(f"{option}: {value!r} is not a moment", f"{option}：“{value}”不是有效的时刻"),
            Text(
                "Write T-48h (before launch), E+2d (after the end), a moment of the campaign such as warm-up-1d, or an "
                "instant with its offset such as 2026-06-16T00:00:00+08:00",
                "请写 T-48h（上线前）、E+2d（结束后）、活动中定义的时刻如 warm-up-1d，"
                "或带时区偏移的时间如 2026-06-16T00:00:00+08:00",
            ),
        ) from None


def _parse_report(value: str, known: Sequence[str]) -> ReportRequest:
    name, equals, path = value.partition("=")
    one_of("--report", name, known)
    if equals and not path:
        raise UsageProblem(
            Text(f"--report {value}: there is no path after the sign =", f"--report {value}：等号后没有路径"),
            Text(
                f"Write {name}=PATH, or {name} for standard output", f"请写 {name}=路径，或只写 {name} 输出到标准输出"
            ),
        )
    if not equals or path == STDOUT:
        return ReportRequest(name, None)
    if Path(path).is_dir():
        raise UsageProblem(
            Text(f"--report {value}: {path} is a folder", f"--report {value}：{path} 是一个文件夹"),
            Text(f"Name a file in it, such as {name}={path.rstrip('/')}/readiness.{name}", "请指定其中的一个文件"),
        )
    return ReportRequest(name, Path(path))


def _place_name(request: ReportRequest) -> str:
    return STDOUT if request.path is None else str(request.path)
