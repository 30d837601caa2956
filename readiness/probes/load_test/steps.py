"""Load test: whether every step of the customers' way was tested, and each went well. Pure but for the patterns."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.evidence.folding import fold_text
from readiness.evidence.patterns import found
from readiness.model.finding import Finding, FindingKind
from readiness.model.text import Text
from readiness.probes.load_test.facts import Facts, Label
from readiness.probes.load_test.quality import many_slow
from readiness.probes.load_test.quality_words import Count, too_many_errors, too_many_slow
from readiness.probes.load_test.settings import Settings, Step

_SHOWN = 5


def judge_steps(settings: Settings, facts: Facts) -> Iterator[Finding]:
    """A label belongs to the first step that it matches, so that one label never stands for two."""
    of_step: dict[int, list[Label]] = {place: [] for place in range(len(settings.steps))}
    for file in facts.files if settings.steps else ():
        for label in file.labels:
            place = _step_of(settings.steps, label.name)
            if place is not None:
                of_step[place].append(label)
    for place, step in enumerate(settings.steps):
        yield from _judge(settings, facts, step, of_step[place])


def _step_of(steps: tuple[Step, ...], label: str) -> int | None:
    data = fold_text(label).encode()
    return next((place for place, step in enumerate(steps) if found(step.any, data)), None)


def _judge(settings: Settings, facts: Facts, step: Step, labels: list[Label]) -> Iterator[Finding]:
    samples, errors = sum(label.samples for label in labels), sum(label.errors for label in labels)
    slow = sum(label.slow or 0 for label in labels)
    if samples < settings.limits.min_step_samples:
        yield _not_tested(settings, facts, step, samples)
        return
    if errors > settings.limits.max_error_rate * samples:
        yield too_many_errors(facts, step.name, Count(samples, errors), settings, tuple(labels)[:3])
    if many_slow(Count(samples, slow)):
        yield too_many_slow(facts, step.name, Count(samples, slow), settings.limits.max_p95_ms)


def _not_tested(settings: Settings, facts: Facts, step: Step, samples: int) -> Finding:
    names = [label.name for file in facts.files for label in file.labels]
    there = ", ".join(names[:_SHOWN]) + (", ..." if len(names) > _SHOWN else "")
    least = settings.limits.min_step_samples
    return Finding(
        subject=step.name.zh if step.name.en == step.name.zh else f"{step.name.en} ({step.name.zh})",
        required=Text(f"at least {least} samples", f"至少 {least} 个样本"),
        observed=Text(f"{samples} samples", f"{samples} 个样本"),
        message=Text(
            f"The step '{step.name.en}' was not tested: {samples} samples are labelled so; "
            f"labels are {there or 'not said'}. Test it, and name its sampler so",
            f"未压测“{step.name.zh}”步骤：相应标签的样本有 {samples} 个；现有标签：{there or '未说明'}。"
            "请压测该步骤，并按此命名取样器",
        ),
        where=facts.source,
        kind=FindingKind.MISSING,
    )
