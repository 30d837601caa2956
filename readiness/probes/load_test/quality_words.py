"""Load test: how errors and slow answers are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from readiness.model.finding import Finding, FindingKind
from readiness.model.text import Text
from readiness.probes.load_test.facts import Facts, Label, Measured
from readiness.probes.load_test.settings import Settings
from readiness.probes.numbers import percent, plain

_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Count:
    """So many samples, and those of them that are bad."""

    samples: int
    bad: int

    def of(self, share: str) -> Text:
        said = f"{self.bad:,} of {self.samples:,} ({share})"
        return Text(said, f"{self.samples:,} 中的 {self.bad:,}（{share}）")


def too_many_errors(facts: Facts, subject: Text, count: Count, settings: Settings, worst: Sequence[Label]) -> Finding:
    limit = settings.limits.max_error_rate
    share = percent(Decimal(count.bad) / count.samples, limit, up=True)
    named = _named(worst)
    return Finding(
        subject=subject.en if subject.en == subject.zh else f"{subject.en} ({subject.zh})",
        required=Text(f"at most {plain(limit * 100)} % failed", f"失败不超过 {plain(limit * 100)} %"),
        observed=Text(
            f"{count.bad:,} of {count.samples:,} ({share})", f"{count.samples:,} 中的 {count.bad:,}（{share}）"
        ),
        message=Text(
            f"Of {subject.en}, {count.bad:,} of {count.samples:,} failed ({share}); at most {plain(limit * 100)} % may"
            f"{named.en}",
            f"{subject.zh}：{count.samples:,} 中有 {count.bad:,} 个失败（{share}），最多允许 "
            f"{plain(limit * 100)} %{named.zh}",
        ),
        where=facts.source,
    )


def _named(worst: Sequence[Label]) -> Text:
    said = [
        (f"{label.name}: {label.errors:,} failed", f"{label.name}：{label.errors:,} 个失败")
        if not label.slow
        else (
            f"{label.name}: {label.errors:,} failed, {label.slow:,} slow",
            f"{label.name}：{label.errors:,} 个失败、{label.slow:,} 个过慢",
        )
        for label in worst
    ]
    if not said:
        return Text("", "")
    return Text(f". Worst: {'; '.join(en for en, _ in said)}", f"。最差：{'；'.join(zh for _, zh in said)}")


def too_slow(facts: Facts, p95: Decimal, limit: int, worst: Sequence[Label]) -> Finding:
    shown, named = plain(p95.quantize(_TENTH, ROUND_CEILING)), _named(worst)
    return Finding(
        subject="p95",
        required=Text.same(f"<= {limit:,}"),
        observed=Text.same(shown),
        message=Text(
            f"95 % of the samples took up to {shown} ms (nearest rank); at most {limit:,} ms is allowed{named.en}",
            f"95 % 的样本耗时不超过 {shown} 毫秒（最近秩法），要求不超过 {limit:,} 毫秒{named.zh}",
        ),
        unit="ms",
        where=facts.source,
    )


def too_many_slow(facts: Facts, subject: Text, count: Count, limit: int) -> Finding:
    share = percent(Decimal(count.bad) / count.samples, Decimal("0.05"), up=True)
    return Finding(
        subject=subject.en if subject.en == subject.zh else f"{subject.en} ({subject.zh})",
        required=Text(f"at most 5 % above {limit:,} ms", f"超过 {limit:,} 毫秒的不多于 5 %"),
        observed=Text(
            f"{count.bad:,} of {count.samples:,} ({share})", f"{count.samples:,} 中的 {count.bad:,}（{share}）"
        ),
        message=Text(
            f"Of {subject.en}, up to {count.bad:,} of {count.samples:,} ({share}) took longer than {limit:,} ms, so "
            "their 95th percentile is above it",
            f"{subject.zh}：{count.samples:,} 中至多有 {count.bad:,} 个（{share}）耗时超过 {limit:,} 毫秒，即 P95 超限",
        ),
        where=facts.source,
    )


def no_p95(file: Measured, limit: int) -> Finding:
    name = file.path.rpartition("/")[2]
    return Finding(
        subject=name,
        required=Text(f"a 95th percentile, at most {limit:,} ms", f"P95，且不超过 {limit:,} 毫秒"),
        observed=Text("not said", "未说明"),
        message=Text(
            f"{name} does not say its 95th percentile; let k6 write it (summaryTrendStats with p(95)), or bind the "
            "samples",
            f"{name} 没有 P95；请让 k6 输出（summaryTrendStats 包含 p(95)），或绑定样本",
        ),
        where=file.path,
        kind=FindingKind.MISSING,
    )


def crossed(file: Measured, threshold: str) -> Finding:
    return Finding(
        subject=threshold,
        required=Text("the test's own threshold holds", "压测自身的阈值达标"),
        observed=Text("crossed", "未达标"),
        message=Text(
            f"The test set itself a threshold and missed it: {threshold} ({file.tool.en})",
            f"压测自身设定的阈值未达标：{threshold}（{file.tool.zh}）",
        ),
        where=file.path,
    )
