"""The shop's edge: TLS of the payment path, and the DNS switch to the backup. Requirements and worlds."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import dns.message
import dns.rcode

from tests.changes import Change, clock, put, sheet, sheet_another, sheet_without, table, text, together, without
from tests.checklists import Asked, Limit, Mutation
from tests.evidence.dns_servers import zone
from tests.network_changes import ENDS, certificate, elsewhere, front, nowhere, resolver, unvouched, zone_record

HOSTS, NAMES, RESOLVERS = "evidence/支付域名清单.csv", "evidence/活动域名.csv", "evidence/DNS服务器.csv"
DRILLS = "evidence/系统演练记录.xlsx"
PAGE, GATEWAY, WWW = "pay.hemu.example", "gateway.hemu.example", "www.hemu.example"

ASKED = {
    "technical.https-mtls": Asked("tls", "blocker", "T-24h", ("online",)),
    "technical.dns-failover-5m": Asked("dns", "blocker", "T-72h", ("online",)),
    "technical.dns-failover-drill": Asked("rows", "blocker", "T-72h", ("online", "app")),
}

SWITCHING = "YL-14"
LAST_YEAR = datetime(2025, 6, 1, tzinfo=UTC)
# A week before the certificates of the example end.
WEEK_BEFORE = ENDS - timedelta(days=7)


def drill(column: str, value: object) -> Change:
    return sheet(DRILLS, "演练", SWITCHING, column, value)


def campaign_ends(at: datetime) -> Change:
    return text("campaign.yaml", "end: 2026-06-20T23:59:59+08:00", f"end: {at.isoformat()}")


def _fails(asked: dns.message.Message) -> dns.message.Message:
    answer = dns.message.make_response(asked)
    answer.set_rcode(dns.rcode.SERVFAIL)
    return answer


MUTATIONS = [
    Mutation(
        "technical.https-mtls",
        "the gateway lets in whoever calls it",
        front("ssl_verify_client on;", "ssl_verify_client off;"),
        GATEWAY,
        "without a client certificate refused",
        "HTTP 200",
    ),
    Mutation(
        "technical.https-mtls",
        "the gateway asks for a certificate and accepts none",
        front("ssl_verify_client on;", "ssl_verify_client optional;"),
        GATEWAY,
        "without a client certificate refused",
        "HTTP 200",
    ),
    Mutation(
        "technical.https-mtls",
        "the gateway takes a certificate of anybody",
        front("ssl_verify_client on;", "ssl_verify_client optional_no_ca;"),
        GATEWAY,
        "nobody vouches for refused",
        "HTTP 200",
    ),
    Mutation(
        "technical.https-mtls",
        "the gateway does not know the shop's certificate",
        certificate("client", lambda authority: unvouched("shop-web")),
        GATEWAY,
        "an answer to the campaign's client certificate",
        "HTTP 400",
    ),
    Mutation(
        "technical.https-mtls",
        "the shop's certificate ended before the campaign does",
        certificate("client", lambda authority: authority.issue("shop-web", ends=clock("2026-06-20 15:59:58+00:00"))),
        GATEWAY,
        "valid until Sat 20 June 2026, 23:59:59",
        "ends Sat 20 June 2026, 23:59:58",
    ),
    Mutation(
        "technical.https-mtls",
        "the certificate of the page ends a second before the week after the campaign",
        campaign_ends(WEEK_BEFORE + timedelta(seconds=1)),
        PAGE,
        "valid until Mon 1 January 2046, 08:00:01",
        "ends Mon 1 January 2046, 08:00",
    ),
    Mutation(
        "technical.https-mtls",
        "the certificate of the page has expired",
        certificate(
            "page", lambda authority: authority.issue(PAGE, begins=LAST_YEAR, ends=clock("2026-06-01 00:00+00:00"))
        ),
        PAGE,
        "valid now",
        "ended Mon 1 June 2026, 08:00",
    ),
    Mutation(
        "technical.https-mtls",
        "the certificate of the page is not valid yet",
        certificate("page", lambda authority: authority.issue(PAGE, begins=clock("2045-01-01 00:00+00:00"))),
        PAGE,
        "valid now",
        "begins Sun 1 January 2045, 08:00",
    ),
    Mutation(
        "technical.https-mtls",
        "the page shows the certificate of another host",
        certificate("page", lambda authority: authority.issue("www.hemu.example")),
        PAGE,
        "a certificate for pay.hemu.example",
        "for www.hemu.example",
    ),
    Mutation(
        "technical.https-mtls",
        "the page signed its own certificate",
        certificate("page", lambda authority: unvouched(PAGE)),
        PAGE,
        "trusted",
        "self-signed",
    ),
    Mutation(
        "technical.https-mtls",
        "the page leaves out its intermediate certificate",
        certificate("page", lambda authority: authority.issue(PAGE), whole=False),
        PAGE,
        "those between it and a trusted root",
        "only its own, issued by Hemu Issuing CA",
    ),
    Mutation(
        "technical.https-mtls",
        "TLS 1.1 is still allowed",
        front("ssl_protocols TLSv1.2 TLSv1.3;", "ssl_protocols TLSv1.1 TLSv1.2; ssl_ciphers ALL:@SECLEVEL=0;"),
        PAGE,
        "TLS 1.1 refused",
        "TLS 1.1 accepted",
    ),
    Mutation(
        "technical.https-mtls",
        "the page speaks plain HTTP",
        elsewhere("PAYMENT_HTTPS_ADDRESS", lambda: os.environ["PAYMENT_HTTP_ADDRESS"]),
        PAGE,
        "a TLS connection",
        "plain HTTP",
    ),
    Mutation(
        "technical.https-mtls",
        "the gateway is down",
        elsewhere("GATEWAY_ADDRESS", nowhere),
        GATEWAY,
        "a TLS connection",
        "no connection",
    ),
    Mutation(
        "technical.https-mtls",
        "the page asks customers for a certificate",
        front(
            "ssl_certificate_key page.key;",
            "ssl_certificate_key page.key; ssl_client_certificate ca.pem; ssl_verify_client on; ",
        ),
        PAGE,
        "an answer to everybody",
        "HTTP 400",
    ),
    Mutation(
        "technical.https-mtls",
        "no gateway is listed",
        without(HOSTS, GATEWAY),
        "payment-hosts",
        ">= 1 gateways",
        "0 gateways",
    ),
    Mutation(
        "technical.https-mtls",
        "nobody says whether a host is a gateway",
        table(HOSTS, GATEWAY, "需客户端证书", put("")),
        GATEWAY,
        "yes for a gateway",
        "empty",
    ),
    Mutation(
        "technical.dns-failover-5m",
        "a resolver may keep an address for 301 s",
        zone_record("www            A      203.0.113.18\nwww            A", "www 301 A 203.0.113.18\nwww 301 A"),
        WWW,
        "a TTL of at most 300",
        "301",
    ),
    Mutation(
        "technical.dns-failover-5m",
        "an alias on the way may be kept for an hour",
        zone_record("shop           CNAME", "shop     3600  CNAME"),
        "shop.hemu.example",
        "a TTL of at most 300",
        "3600",
    ),
    Mutation(
        "technical.dns-failover-5m",
        "a row's own limit is passed by a second",
        zone_record("pay            A", "pay      61    A"),
        PAGE,
        "a TTL of at most 60",
        "61",
    ),
    Mutation(
        "technical.dns-failover-5m",
        "the name is gone",
        zone_record("pay            A      203.0.113.20\n", ""),
        PAGE,
        "an address of pay.hemu.example",
        "NXDOMAIN",
    ),
    Mutation(
        "technical.dns-failover-5m",
        "an alias leads to nothing",
        zone_record("CNAME  www", "CNAME  www2"),
        "shop.hemu.example",
        "an address of shop.hemu.example",
        "an alias of www2.hemu.example, which is not there",
    ),
    Mutation(
        "technical.dns-failover-5m",
        "the backup is the machine that it takes over from",
        table(NAMES, PAGE, "备用目标", put("203.0.113.20")),
        PAGE,
        "a backup at other addresses than 203.0.113.20",
        "203.0.113.20 is at 203.0.113.20",
    ),
    Mutation(
        "technical.dns-failover-5m",
        "the backup's name leads to nothing",
        zone_record("standby        A", "standby2       A"),
        WWW,
        "an address of standby.hemu.example",
        "NXDOMAIN",
    ),
    Mutation(
        "technical.dns-failover-5m",
        "a name has no backup",
        table(NAMES, PAGE, "备用目标", put("")),
        PAGE,
        "that takes over",
        "none",
    ),
    Mutation(
        "technical.dns-failover-5m",
        "the name leads to another address than it should",
        zone_record("pay            A      203.0.113.20", "pay            A      203.0.113.21"),
        PAGE,
        "203.0.113.20",
        "203.0.113.21",
    ),
    Mutation(
        "technical.dns-failover-5m",
        "a resolver still gives an old address",
        resolver(
            zone(
                "www.hemu.example 60 A 203.0.113.99",
                "shop.hemu.example 60 CNAME www.hemu.example.",
                "pay.hemu.example 60 A 203.0.113.20",
                "standby.hemu.example 60 A 198.51.100.18",
            )
        ),
        WWW,
        "one answer from all resolvers",
        "dns.hemu.example: 203.0.113.99; ns1.hemu.example: 203.0.113.18, 203.0.113.19",
    ),
    Mutation(
        "technical.dns-failover-5m",
        "a resolver fails",
        resolver(_fails),
        WWW,
        "an address of www.hemu.example from dns.hemu.example",
        "SERVFAIL",
    ),
    Mutation(
        "technical.dns-failover-5m",
        "a row names no resolver",
        table(RESOLVERS, "dns.hemu.example", "DNS服务器", put("223.5.5.5:dns")),
        "223.5.5.5:dns",
        "a name server",
        "223.5.5.5:dns",
    ),
    Mutation(
        "technical.dns-failover-drill",
        "customers reached the backup after 301 seconds",
        drill("切换用时（秒）", 301),
        SWITCHING,
        "within 300 seconds",
        "301",
    ),
    Mutation(
        "technical.dns-failover-drill",
        "nobody measured how long it took",
        drill("切换用时（秒）", None),
        SWITCHING,
        "within 300 seconds",
        "an empty cell",
    ),
    Mutation(
        "technical.dns-failover-drill",
        "it took no time at all",
        drill("切换用时（秒）", 0),
        SWITCHING,
        "within 300 seconds",
        "0",
    ),
    Mutation(
        "technical.dns-failover-drill",
        "it did not pass",
        drill("演练结果", "失败"),
        SWITCHING,
        "the latest drill passed",
        "失败",
    ),
    Mutation(
        "technical.dns-failover-drill",
        "it failed when it was held again",
        sheet_another(
            DRILLS,
            "演练",
            "YL-15",
            "域名切换",
            clock("2026-06-16 01:00"),
            "pos-3.8.1",
            "失败",
            None,
            None,
            None,
            None,
            None,
            900,
        ),
        "YL-15",
        "the latest drill passed",
        "失败",
    ),
    Mutation(
        "technical.dns-failover-drill",
        "it was never held",
        sheet_without(DRILLS, "演练", SWITCHING),
        "",
        "a drill of the DNS switch",
        "none of 0",
    ),
    Mutation(
        "technical.dns-failover-drill",
        "a second after T-72h",
        drill("演练时间", clock("2026-06-15 00:00:01")),
        "",
        "a drill of the DNS switch",
        "none of 1",
    ),
    Mutation(
        "technical.dns-failover-drill",
        "more than 90 days before",
        drill("演练时间", clock("2026-03-19 23:59:59")),
        "",
        "a drill of the DNS switch",
        "none of 1",
    ),
    Mutation(
        "technical.dns-failover-drill",
        "it is planned",
        drill("演练时间", clock("2026-06-19 01:00")),
        SWITCHING,
        "not in the future",
        "19 June 2026",
    ),
]

LIMITS: list[Limit] = [
    ("technical.https-mtls", "certificates end exactly a week after the campaign", campaign_ends(WEEK_BEFORE)),
    (
        "technical.dns-failover-5m",
        "an address may be kept for exactly 300 s",
        zone_record("www            A      203.0.113.18\nwww            A", "www 300 A 203.0.113.18\nwww 300 A"),
    ),
    (
        "technical.dns-failover-drill",
        "exactly 300 seconds, at T-72h",
        together(drill("切换用时（秒）", 300), drill("演练时间", clock("2026-06-15 00:00"))),
    ),
    ("technical.dns-failover-drill", "90 days before", drill("演练时间", clock("2026-03-20 00:00"))),
]
