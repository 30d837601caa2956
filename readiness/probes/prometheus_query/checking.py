"""Settings looked over beside the contracts, and whether changed ones ask at least as much as before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from readiness.evidence.cells import fold_word
from readiness.model.evidence import ColumnType
from readiness.model.moments import Moment
from readiness.model.text import Text
from readiness.probes.kind import SettingProblem, Surroundings
from readiness.probes.prometheus_query.settings import Settings
from readiness.probes.prometheus_query.units import is_share
from readiness.probes.tabular.limits import Limit, not_looser


def problems(settings: Settings, surroundings: Surroundings) -> Iterator[SettingProblem]:
    """A bound that no value can be held against, and a name that the table's choice does not know."""
    for name, limit in settings.limits.items():
        if isinstance(limit, Moment | tuple):
            yield SettingProblem(
                ("limits", name),
                Text(
                    f"{name} is no number and no length of time; write 2, 0.5 % or 5m",
                    f"{name} 不是数字，也不是时长；请写成 2、0.5 % 或 5m",
                ),
            )
    contract = surroundings.contracts.get(settings.queries)
    column = contract.column("metric") if contract is not None else None
    if column is None or column.type is not ColumnType.CHOICE:
        return
    known = set(map(fold_word, column.values))
    for index, rule in enumerate(settings.rules):
        for name in rule.names:
            if fold_word(name) not in known:
                yield SettingProblem(
                    ("metrics", index, "names"),
                    Text(
                        f"{name!r} is no value of the column metric; it knows {', '.join(column.values)}",
                        f"“{name}”不是 metric 列的取值；可用：{'、'.join(column.values)}",
                    ),
                )


def asks_as_much(before: Settings, after: Settings) -> bool:
    """Rules that are the same, or more of them, and limits kept or tightened; `concurrency` is how, not what."""
    return (
        (before.server, before.queries) == (after.server, after.queries)
        and set(after.rules) >= set(before.rules)
        and (before.only_named or not after.only_named)
        and after.min_metrics >= before.min_metrics
        and _limits_kept(before.limits, after.limits)
        and after.max_sample_age <= before.max_sample_age
        and after.max_skew <= before.max_skew
        and after.max_age <= before.max_age
        and after.timeout <= before.timeout
        and after.retries <= before.retries
    )


def _limits_kept(before: Mapping[str, Limit], after: Mapping[str, Limit]) -> bool:
    """`95 %` is held against a fraction and `0.95` against the value as it is, so neither stands for the other."""
    kept = {name: limit for name, limit in after.items() if name in before}
    return not_looser(before, kept) and all(is_share(kept[name]) == is_share(limit) for name, limit in before.items())
