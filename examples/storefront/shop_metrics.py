"""What the shop's services tell Prometheus: counters that grow while the shop runs, and gauges that stand.

One page for all of them here; a real shop has one for each service.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field


@dataclass
class Series:
    """One time series; a test may change it while the shop runs. A counter grows by `per_second`; `at` is the time of
    the sample in milliseconds since 1970, where whoever measured it says so."""

    metric: str
    labels: dict[str, str] = field(default_factory=dict)
    value: float = 0.0
    per_second: float = 0.0
    at: int | None = None

    def line(self, seconds: float) -> str:
        labels = ",".join(f'{name}="{value}"' for name, value in self.labels.items())
        dated = "" if self.at is None else f" {self.at}"
        return f"{self.metric}{{{labels}}} {self.value + self.per_second * seconds:.3f}{dated}"


def _counters(metric: str, label: str, **rates: float) -> list[Series]:
    """A counter for each value of a label, by how much it grows a second; each began some hours ago."""
    return [Series(metric, {label: value}, rate * 3_600, rate) for value, rate in rates.items()]


def business() -> list[Series]:
    """What the business looks at while a sale runs."""
    return [
        *_counters("shop_coupon_claims_total", "result", success=48.5, sold_out=0.9, error=0.1),
        *_counters("shop_coupon_redemptions_total", "result", success=21.0, refused=0.3),
        *_counters("shop_orders_total", "result", success=32.0, failed=0.2),
        *_counters("shop_payments_total", "result", success=30.5, failed=0.4),
        *_counters("shop_payment_callbacks_total", "result", received=30.9, timeout=0.02),
        *_counters("shop_cart_changes_total", "change", added=64.0, removed=7.0),
        *_counters("shop_refund_requests_total", "reason", changed_mind=0.2, damaged=0.05),
        Series("shop_paid_amount_yuan_total", {}, 9_000_000, 2_530.0),
        Series("shop_page_views_total", {"page": "product"}, 2_400_000, 410.0),
        Series("shop_active_sessions", {}, 5_120),
        Series("shop_customer_service_queue", {}, 3),
        Series("shop_stock_sync_delay_seconds", {"warehouse": "华东仓"}, 2.4),
        Series("shop_stock_sync_delay_seconds", {"warehouse": "华南仓"}, 3.1),
    ]


def systems() -> list[Series]:
    """What the load balancer, the databases, the risk engine and the CRM's connector tell."""
    return [
        *_counters("shop_http_requests_total", "code", **{"200": 940.0, "404": 2.0, "500": 0.5}),
        *(
            Series("haproxy_server_status", {"proxy": pool, "server": f"{pool}-{number}", "state": "UP"}, 1)
            for pool, servers in (("shop-web", 3), ("order-api", 2), ("pay-api", 2))
            for number in range(1, servers + 1)
        ),
        *(
            Series(metric, {"server": server}, value)
            for server, lag in (("db-replica-1", 0), ("db-replica-2", 1))
            for metric, value in (
                ("mysql_slave_status_seconds_behind_master", lag),
                ("mysql_global_variables_read_only", 1),
            )
        ),
        *_counters("risk_bot_detections_total", "scene", claim=0.8, order=0.2, login=1.5),
        Series("crm_sync_lag_seconds", {"stream": "orders"}, 12),
        Series("crm_sync_lag_seconds", {"stream": "leads"}, 40),
        Series("crm_dead_letters", {"stream": "orders"}, 0),
        Series("crm_dead_letters", {"stream": "leads"}, 0),
    ]


def told_by(series: Iterable[Series]) -> Callable[[float], str]:
    """The page in Prometheus's text format, by how many seconds the shop has run; the series may change meanwhile."""
    return lambda seconds: "".join(f"{one.line(seconds)}\n" for one in series)
