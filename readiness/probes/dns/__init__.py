"""Kind `dns`: whether the campaign's names resolve alike everywhere, can be switched in time, and have where to go.

Asking is in `asking`, judging in `judging`; this module joins them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.model.finding import Judgement
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.dns.facts import DnsFacts
from readiness.probes.dns.judging import judge_dns
from readiness.probes.dns.settings import Settings

if TYPE_CHECKING:  # the evidence layer loads the table engine, which reading settings does not need
    from readiness.evidence.context import ProbeContext

__all__ = ["NAME", "SUMMARY", "Settings", "gather", "judge", "stricter"]

NAME = "dns"
SUMMARY = Text(
    "Names resolve alike at every resolver, their TTL allows a switch in time, and the backup is another address",
    "域名在各 DNS 服务器解析一致，TTL 允许及时切换，备用目标为另一地址",
)
_AT_ONCE = 20


def gather(settings: Settings, context: ProbeContext) -> DnsFacts:
    """Asks for every name. Raises NotSupplied, and CannotJudge where our side can't ask."""
    from readiness.evidence.parallel import in_parallel
    from readiness.probes.dns.asking import Asker
    from readiness.probes.dns.targets import resolvers_of, targets_of

    table = context.table(settings.names)
    targets, unusable = targets_of(settings.names, table)
    resolvers = None
    if settings.resolvers is not None:
        resolvers, bad = resolvers_of(settings.resolvers, context.table(settings.resolvers))
        unusable = (*unusable, *bad)
    names = in_parallel(Asker(settings, context, resolvers).ask, targets, _AT_ONCE)
    source = f"{len(targets)} names of {table.use.source}"
    context.note_live(f"{settings.names} (answers)", source, context.times.seen_until)
    return DnsFacts(tuple(names), unusable, context.times.seen_until)


def judge(settings: Settings, facts: DnsFacts, situation: Situation) -> Judgement:
    return judge_dns(settings, facts, situation)


def stricter(before: Settings, after: Settings) -> bool:
    """Whether `after` passes nothing that `before` would not have passed."""
    return (
        (before.names, before.resolvers) == (after.names, after.resolvers)
        and (after.backup or not before.backup)
        and after.limits.max_ttl <= before.limits.max_ttl
        and after.max_age <= before.max_age
        and after.timeout <= before.timeout
        and after.retries <= before.retries
    )
