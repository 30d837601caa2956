"""Why a file can't be read as a JUnit report, and what to do."""

from __future__ import annotations

from readiness.evidence.problems import cannot_judge
from readiness.evidence.xml_events import NoXml
from readiness.model.errors import CannotJudge
from readiness.model.text import Text


def no_xml(shown: str, problem: NoXml) -> CannotJudge:
    reason = str(problem).rpartition(" (line ")[0]
    return cannot_judge(
        f"{shown}, line {problem.line} is no XML that can be read: {reason}",
        f"{shown}, line {problem.line} 不是可读取的 XML：{reason}",
        Text(
            "It was cut off, edited or of another format: have the test tool write it again",
            "文件不完整、被改动过或格式不对：请让测试工具重新生成",
        ),
    )


def no_report(shown: str, root: str) -> CannotJudge:
    return cannot_judge(
        f"{shown} is no JUnit XML: it begins with <{root[:40]}>, expected <testsuites> or <testsuite>",
        f"{shown} 不是 JUnit XML：开头为 <{root[:40]}>，应为 <testsuites> 或 <testsuite>",
        Text(
            "Let the test tool write JUnit XML (pytest --junitxml, Surefire, jest-junit, Playwright and newman "
            "`junit` reporters, go-junit-report, cargo nextest)",
            "请让测试工具输出 JUnit XML（pytest --junitxml、Surefire、jest-junit、Playwright 与 newman 的 junit 报告、"
            "go-junit-report、cargo nextest）",
        ),
    )


def too_deep(shown: str, line: int, most: int) -> CannotJudge:
    return cannot_judge(
        f"{shown}, line {line} nests elements more than {most} deep, which no test tool does",
        f"{shown}, line {line} 元素嵌套超过 {most} 层，测试工具不会这样输出",
    )


def too_many(shown: str, most: int) -> CannotJudge:
    return cannot_judge(
        f"{shown} holds more than {most:,} test cases",
        f"{shown} 中的用例超过 {most:,} 个",
        Text("Supply a folder of smaller reports", "请提供由较小的报告组成的文件夹"),
    )
