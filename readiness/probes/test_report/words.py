"""Findings of the `test-report` kind: the case or file, what is asked, what was seen, and where."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import PurePosixPath

from readiness.evidence.junit_facts import Case, Mismatch, ReportFile, Result, SuiteFault
from readiness.model.finding import Finding, FindingKind
from readiness.model.instants import say_instant
from readiness.model.moments import tell_duration
from readiness.model.text import Text
from readiness.model.times import Times
from readiness.probes.test_report.facts import AxisValue, Ran, Read
from readiness.probes.test_report.searching import case_words
from readiness.probes.test_report.settings import Wanted

_LONGEST = 160
_PASSED = Text("passed", "通过")
_RESULTS = {
    Result.FAILED: Text("failed", "未通过"),
    Result.SKIPPED: Text("skipped", "已跳过"),
    Result.FLAKY: Text("passed only when it was run again", "重跑后才通过"),
}
_COUNTS = {
    "tests": Text("tests", "用例数"),
    "failures and errors": Text("failures and errors", "失败与错误数"),
    "skipped": Text("skipped", "跳过数"),
}


def cut(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"


def file_name(path: str) -> str:
    return PurePosixPath(path).name


def round_name(name: str, source: str) -> str:
    """A round as a finding names it; the only one is the evidence itself."""
    return name or file_name(source.rstrip("/"))


def at_line(report: ReportFile, line: int) -> str:
    return f"{report.path}, line {line}"


def case_name(case: Case) -> str:
    return cut(case_words(case)) or "?"


def found(result: Result, said: str) -> Text:
    """What became of a case, with what it says of it."""
    words, more = _RESULTS.get(result, _PASSED), cut(said)
    return Text(f"{words.en}: {more}", f"{words.zh}：{more}") if more else words


def bad_case(report: ReportFile, case: Case) -> Finding:
    """A case that failed, was skipped or had to be run again."""
    observed, name = found(case.result, case.said), case_name(case)
    kind = FindingKind.MISSING if case.result is Result.SKIPPED else FindingKind.WRONG
    message = Text(f"{name}: {observed.en}", f"{name}：{observed.zh}")
    required = Text("passed at the first run", "首次执行即通过") if case.result is Result.FLAKY else _PASSED
    return Finding(name, required, observed, message, where=at_line(report, case.line), kind=kind)


def bad_suite(report: ReportFile, fault: SuiteFault) -> Finding:
    name = cut(report.suites[fault.suite].name) or file_name(report.path)
    observed = found(Result.FAILED, fault.said)
    return Finding(
        name,
        Text("no failure outside of its cases", "用例之外没有失败"),
        observed,
        Text(
            f"{name}: the suite itself {observed.en}, so its cases prove nothing",
            f"{name}：测试套件本身{observed.zh}，其用例不能作为依据",
        ),
        where=at_line(report, fault.line),
    )


def miscounted(report: ReportFile, one: Mismatch) -> Finding:
    name, what = cut(report.suites[one.suite].name) or file_name(report.path), _COUNTS[one.what]
    return Finding(
        name,
        Text(f"{what.en} as stated: {one.stated:,}", f"{what.zh}与所写一致：{one.stated:,}"),
        Text(f"{one.seen:,}", f"{one.seen:,}"),
        Text(
            f"{name} states {one.stated:,} {what.en}, and {one.seen:,} stand in it: the report is not whole, or was "
            "edited; have the tool write it again",
            f"{name} 写明{what.zh}为 {one.stated:,}，实际读到 {one.seen:,}：报告不完整或被改动过，请重新生成",
        ),
        where=at_line(report, one.line),
    )


def no_case(name: str, where: str) -> Finding:
    return Finding(
        name,
        Text("test cases", "有测试用例"),
        Text("none", "没有"),
        Text(f"{name} holds no test case: nothing was tested", f"{name} 中没有测试用例：等于没有测试"),
        where=where,
        kind=FindingKind.MISSING,
    )


def none_ran(name: str, where: str, skipped: int) -> Finding:
    return Finding(
        name,
        Text("test cases that were run", "有已执行的用例"),
        Text(f"all {skipped:,} skipped", f"{skipped:,} 个全部跳过"),
        Text(f"{name}: every case was skipped, so nothing was tested", f"{name}：用例全部跳过，等于没有测试"),
        where=where,
        kind=FindingKind.MISSING,
    )


def nothing_found(name: str, where: str, wanted: Wanted, others: int) -> Finding:
    """No case is meant, or none of those that are passed."""
    observed = (
        Text(f"none passed of {others:,}", f"{others:,} 个均未通过")
        if others
        else Text("no such case", "没有这样的用例")
    )
    return Finding(
        name,
        Text(f"a case that passed: {wanted.name.en}", f"有通过的用例：{wanted.name.zh}"),
        observed,
        Text(
            f"{name}: no case of “{wanted.name.en}” passed ({observed.en}): run it, and name it so that it is found",
            f"{name}：没有通过的“{wanted.name.zh}”用例（{observed.zh}）：请执行，并按约定命名",
        ),
        where=where,
        kind=FindingKind.MISSING,
    )


def too_few(name: str, where: str, passed: int, least: int) -> Finding:
    return Finding(
        name,
        Text(f"at least {least:,} different cases that passed", f"至少 {least:,} 个不同的用例通过"),
        Text(f"{passed:,}", f"{passed:,}"),
        Text(
            f"{name}: {passed:,} different cases passed, of at least {least:,}",
            f"{name}：通过 {passed:,} 个不同的用例，要求至少 {least:,} 个",
        ),
        where=where,
    )


def too_many_skipped(name: str, where: str, skipped: int, total: int, most: Decimal) -> Finding:
    share = _percent(Decimal(skipped) / total)
    return Finding(
        name,
        Text(f"at most {_percent(most)} skipped", f"跳过不超过 {_percent(most)}"),
        Text(f"{skipped:,} of {total:,} ({share})", f"{total:,} 个中 {skipped:,} 个（{share}）"),
        Text(
            f"{name}: {skipped:,} of {total:,} cases were skipped", f"{name}：{total:,} 个用例中有 {skipped:,} 个被跳过"
        ),
        where=where,
    )


def _percent(share: Decimal) -> str:
    return f"{share * 100:.2f}".rstrip("0").rstrip(".") + " %"


def no_cell(name: str, where: str, cell: tuple[AxisValue, ...], standing: Text) -> Finding:
    subject = f"{name}: " if name else ""
    words = Text(" × ".join(value.name.en for value in cell), " × ".join(value.name.zh for value in cell))
    return Finding(
        f"{subject}{words.zh}" if words.en == words.zh else f"{subject}{words.en}",
        Text(f"a case that passed: {words.en}", f"有通过的用例：{words.zh}"),
        standing,
        Text(f"{words.en}: {standing.en}", f"{words.zh}：{standing.zh}"),
        where=next((value.where for value in cell if value.where), where),
        kind=FindingKind.MISSING,
    )


def no_value(value: AxisValue) -> Finding:
    return Finding(
        value.where,
        Text("a value", "有取值"),
        Text("an empty cell", "空单元格"),
        Text("The cell whose value must be tested is empty: fill it in", "须测试的取值为空：请填写"),
        where=value.where,
        kind=FindingKind.UNREADABLE,
    )


def in_future(file: Read, ran: Ran, times: Times) -> Finding:
    now, said = say_instant(times.seen_until, times.zone), say_instant(ran.began, times.zone)
    return Finding(
        file_name(file.where),
        Text(f"at or before now, {now.en}", f"不晚于当前时间 {now.zh}"),
        said,
        Text(
            f"{file.where} is dated in the future ({said.en}): its zone or date is probably wrong",
            f"{file.where} 的时间在将来（{said.zh}）：很可能是时区或日期写错了",
        ),
        where=ran.began_where,
    )


def too_early(file: Read, ran: Ran, opens: datetime, times: Times) -> Finding:
    since, said = say_instant(opens, times.zone), say_instant(ran.began, times.zone)
    return Finding(
        file_name(file.where),
        Text(f"run at or after {since.en}", f"不早于{since.zh}执行"),
        said,
        Text(
            f"{file.where} was run on {said.en}, before {since.en}, so it does not count: run it again",
            f"{file.where} 于{said.zh}执行，早于{since.zh}，不予计入：请重新执行",
        ),
        where=ran.began_where,
    )


def late(file: Read, ran: Ran, closes: datetime, over: timedelta, times: Times) -> Finding:
    until, said = say_instant(closes, times.zone), say_instant(ran.ended, times.zone)
    by = tell_duration(max(over, timedelta(seconds=1)), most=2)
    return Finding(
        file_name(file.where),
        Text(f"run at or before {until.en}", f"不晚于{until.zh}执行完"),
        Text(f"{said.en}, {by.en} late", f"{said.zh}，晚了 {by.zh}"),
        Text(
            f"{file.where} was run {by.en} late; a late act can't be repaired, only waived",
            f"{file.where} 的测试晚了 {by.zh}；逾期无法补救，只能豁免",
        ),
        where=ran.ended_where,
        kind=FindingKind.LATE,
    )


def other_release(file: Read, release: str, said: str | None, where: str) -> Finding:
    """The report names another release, or none."""
    observed = Text("not named", "没有写明") if said is None else Text.same(cut(said) or "“”")
    return Finding(
        file_name(file.where),
        Text(f"the release {release}", f"版本 {release}"),
        observed,
        Text(
            f"{file.where}: tested was {observed.en}, required is the campaign's release {release}",
            f"{file.where}：测试版本{'没有写明' if said is None else '为 ' + observed.zh}，要求为活动版本 {release}",
        ),
        where=where,
        kind=FindingKind.MISSING if said is None else FindingKind.WRONG,
    )


def too_few_rounds(source: str, seen: int, least: int) -> Finding:
    return Finding(
        file_name(source.rstrip("/")),
        Text(f"{least} rounds", f"{least} 轮"),
        Text(f"{seen}", f"{seen} 轮"),
        Text(
            f"{source} holds {seen} of {least} rounds: put each round's report, or a folder of them, into it",
            f"{source} 中只有 {seen} 轮，要求 {least} 轮：请放入每一轮的报告，或每轮一个文件夹",
        ),
        where=source,
        kind=FindingKind.MISSING,
    )


def same_round(name: str, other: str, where: str, why: Text) -> Finding:
    return Finding(
        name,
        Text(f"another run than {other}", f"与 {other} 不是同一次执行"),
        why,
        Text(
            f"{name} is not proved to be another round than {other}: {why.en}. Run the round again",
            f"不能证明 {name} 与 {other} 是不同的轮次：{why.zh}。请重新执行该轮",
        ),
        where=where,
    )


def not_full(name: str, where: str, wanted: Wanted, lacking: list[str]) -> Finding:
    first = cut(lacking[0])
    more = f" (+{len(lacking) - 1:,})" if len(lacking) > 1 else ""
    return Finding(
        name,
        Text(f"a full round: every case of {wanted.name.en}", f"完整的一轮：“{wanted.name.zh}”的全部用例"),
        Text(f"without {first}{more}", f"缺少 {first}{more}"),
        Text(
            f"{name} lacks cases of “{wanted.name.en}” that another round ran: {first}{more}",
            f"{name} 缺少其他轮次执行过的“{wanted.name.zh}”用例：{first}{more}",
        ),
        where=where,
        kind=FindingKind.MISSING,
    )
