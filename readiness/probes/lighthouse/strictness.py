"""Lighthouse: whether changed settings ask at least as much as before."""

from __future__ import annotations

from readiness.model.moments import never_later
from readiness.probes.lighthouse.settings import Settings, SpeedLimits


def stricter(before: Settings, after: Settings) -> bool:
    """Whether `after` passes nothing that `before` would not have passed."""
    return (
        (before.results, before.pages) == (after.results, after.pages)
        and _not_looser(before.limits, after.limits)
        and never_later(after.by, before.by)
        and (before.not_before is None or never_later(before.not_before, after.not_before))
        and (before.max_age is None or (after.max_age is not None and after.max_age <= before.max_age))
    )


def _not_looser(before: SpeedLimits, after: SpeedLimits) -> bool:
    return (
        all(name in after.audits and after.audits[name] <= most for name, most in before.audits.items())
        and after.form_factor is before.form_factor
        and after.min_rtt_ms >= before.min_rtt_ms
        and after.max_kbps <= before.max_kbps
        and after.min_runs >= before.min_runs
    )
