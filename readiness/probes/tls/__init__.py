"""Kind `tls`: whether the hosts of a list speak TLS as they must, with certificates that last, and gateways only with
clients that they know.

Asking is in `asking`, judging in `judging` and the modules it names; this module joins them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.model.finding import Judgement
from readiness.model.moments import never_later
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.tls.facts import TlsFacts
from readiness.probes.tls.judging import judge_tls
from readiness.probes.tls.settings import Settings

if TYPE_CHECKING:  # the evidence layer loads the table engine, which reading settings does not need
    from readiness.evidence.context import ProbeContext

__all__ = ["NAME", "SUMMARY", "Settings", "gather", "judge", "stricter"]

NAME = "tls"
SUMMARY = Text(
    "Hosts speak TLS as they must: version, chain, name, validity beyond the campaign; gateways refuse strangers",
    "主机的 TLS 符合要求：版本、受信任的证书链、域名、有效期覆盖活动；网关拒绝未授权的客户端",
)
_AT_ONCE = 20


def gather(settings: Settings, context: ProbeContext) -> TlsFacts:
    """Asks every host at each of its addresses. Raises NotSupplied, and CannotJudge where our side can't ask."""
    from readiness.evidence.parallel import in_parallel
    from readiness.probes.tls.asking import Asker
    from readiness.probes.tls.targets import targets_of

    table = context.table(settings.hosts)
    targets, unusable = targets_of(settings.hosts, table)
    with Asker(settings, context) as asker:
        hosts = in_parallel(asker.ask, targets, _AT_ONCE)
    source = f"{len(targets)} hosts of {table.use.source}"
    context.note_live(f"{settings.hosts} (answers)", source, context.times.seen_until)
    return TlsFacts(tuple(hosts), unusable, context.times.seen_until)


def judge(settings: Settings, facts: TlsFacts, situation: Situation) -> Judgement:
    return judge_tls(settings, facts, situation)


def stricter(before: Settings, after: Settings) -> bool:
    """Whether `after` passes nothing that `before` would not have passed."""
    return (
        before.hosts == after.hosts
        and after.limits.min_version >= before.limits.min_version
        and never_later(before.limits.valid_until, after.limits.valid_until)
        and never_later(before.limits.client_valid_until, after.limits.client_valid_until)
        and after.limits.min_gateways >= before.limits.min_gateways
        and after.max_age <= before.max_age
        and after.timeout <= before.timeout
        and after.retries <= before.retries
    )
