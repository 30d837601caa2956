"""Kind `dns` against real name servers, through the real gate."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import dns.flags
import dns.message
import dns.rcode
import pytest

from readiness.model.outcome import Outcome, Status
from tests.evidence.dns_servers import Reply, closed_udp_port, name_server, zone
from tests.probes.listed_campaign import ListedCampaign, told

WWW = "www.shop.example"
PROBE: dict[str, Any] = {
    "kind": "dns",
    "names": "names",
    "resolvers": "resolvers",
    "limits": {"max_ttl": "300s", "advised_ttl": "60s"},
    "timeout": "1s",
    "retries": 0,
}
DELEGATED = ("shop.example 3600 NS ns1.shop.example.", "ns1.shop.example 3600 A 127.0.0.1")
GOOD = (*DELEGATED, f"{WWW} 60 A 192.0.2.10", "backup.shop.example 60 A 192.0.2.20")


def check(folder: Path, rows: Sequence[Mapping[str, str]], seconds: float = 20.0, **servers: Reply | int) -> Outcome:
    """Names asked of these servers by name (a port: one that runs elsewhere); `ns1` has authority over the zone. The
    campaign says where each of them is."""
    with ExitStack() as stack:
        ports = {
            f"{name}.shop.example": one if isinstance(one, int) else stack.enter_context(name_server(one))
            for name, one in servers.items()
        }
        hosts = {name: {"connect_to": f"127.0.0.1:{port}"} for name, port in ports.items()}
        resolvers = [{"server": name} for name in ports if not name.startswith("ns")] or [
            {"server": "ns1.shop.example"}
        ]
        return ListedCampaign(folder, {"names": rows, "resolvers": resolvers}, hosts).check(PROBE, seconds)


def test_a_good_name_passes(tmp_path: Path) -> None:
    """A resolver and the server with authority agree, the TTL is short, and the backup is another machine."""
    rows = [{"host": WWW, "kind": "A", "expected": "192.0.2.10", "backup": "backup.shop.example", "max_ttl": "60"}]
    outcome = check(tmp_path, rows, resolver=zone(*GOOD, authoritative=False), ns1=zone(*GOOD))
    assert outcome.status is Status.PASSED, (told(outcome), outcome.message.en)
    assert [(str(measure.value), str(measure.limit)) for measure in outcome.measures] == [("60", "60")]


@pytest.mark.parametrize(("ttl", "status"), [(300, Status.PASSED), (301, Status.FAILED)])
def test_the_ttl_is_judged_to_the_second(tmp_path: Path, ttl: int, status: Status) -> None:
    """300 s is enough, 301 s is not."""
    records = (*DELEGATED, f"{WWW} {ttl} A 192.0.2.10")
    outcome = check(tmp_path, [{"host": WWW}], ns1=zone(*records))
    assert outcome.status is status, told(outcome)
    if status is Status.FAILED:
        assert told(outcome) == [f"{WWW}: a TTL of at most 300 / 301 for {WWW} A"]


def test_a_ttl_above_the_advice_is_a_note(tmp_path: Path) -> None:
    """61 s passes and is told."""
    outcome = check(tmp_path, [{"host": WWW}], ns1=zone(*DELEGATED, f"{WWW} 61 A 192.0.2.10"))
    assert outcome.status is Status.PASSED
    assert [note.en for note in outcome.notes] == [f"A TTL of at most 60 s is advised; it is longer for {WWW}"]


def test_what_a_cache_says_of_the_ttl_does_not_count(tmp_path: Path) -> None:
    """False-GO 7: a cache that kept the record for most of its hour says 30 s; its zone says 3600."""
    long, left = (*DELEGATED, f"{WWW} 3600 A 192.0.2.10"), (*DELEGATED, f"{WWW} 30 A 192.0.2.10")
    outcome = check(tmp_path, [{"host": WWW}], resolver=zone(*left, authoritative=False), ns1=zone(*long))
    assert told(outcome) == [f"{WWW}: a TTL of at most 300 / 3600 for {WWW} A"]


def test_a_row_may_ask_for_less_and_never_allow_more(tmp_path: Path) -> None:
    """A row's own limit of 3600 s changes nothing, one of 60 s holds."""
    server = zone(*DELEGATED, f"{WWW} 120 A 192.0.2.10", "m.shop.example 600 A 192.0.2.11")
    rows = [{"host": WWW, "max_ttl": "60"}, {"host": "m.shop.example", "max_ttl": "3600"}]
    assert told(check(tmp_path, rows, ns1=server)) == [
        f"{WWW}: a TTL of at most 60 / 120 for {WWW} A",
        "m.shop.example: a TTL of at most 300 / 600 for m.shop.example A",
    ]


def test_every_alias_on_the_way_counts(tmp_path: Path) -> None:
    """The TTL of each record that leads on, and of the address at the end."""
    records = (*DELEGATED, f"{WWW} 900 CNAME edge.shop.example.", "edge.shop.example 60 AAAA 2001:db8::10")
    outcome = check(tmp_path, [{"host": WWW, "kind": "CNAME"}], ns1=zone(*records))
    assert told(outcome) == [f"{WWW}: a TTL of at most 300 / 900 for {WWW} CNAME"]


def _rcode(code: dns.rcode.Rcode) -> Reply:
    def reply(asked: dns.message.Message) -> dns.message.Message:
        answer = dns.message.make_response(asked)
        answer.set_rcode(code)
        return answer

    return reply


def _other_question(asked: dns.message.Message) -> dns.message.Message:
    other = dns.message.make_query("elsewhere.example", "A")
    other.id = asked.id
    return zone("elsewhere.example 60 A 192.0.2.66")(other)  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("reply", "observed"),
    [
        (zone(*DELEGATED), "NXDOMAIN: no such name"),
        (zone(*DELEGATED, f"{WWW} 60 TXT hello"), "the name, without an address"),
        (_rcode(dns.rcode.SERVFAIL), "SERVFAIL: the server failed"),
        (_rcode(dns.rcode.REFUSED), "REFUSED: the server does not answer for it"),
        (lambda asked: None, "no answer in time"),
        (_other_question, "an answer to another question, or none that can be read"),
        (lambda asked: b"\x00" * 7, "an answer to another question, or none that can be read"),
        (
            zone(*DELEGATED, f"{WWW} 60 CNAME gone.shop.example."),
            "an alias of gone.shop.example, which is not there",
        ),
        (
            zone(*DELEGATED, f"{WWW} 60 CNAME a.shop.example.", f"a.shop.example 60 CNAME {WWW}."),
            "aliases that lead in a circle",
        ),
    ],
    ids=["nxdomain", "nodata", "servfail", "refused", "silent", "another", "garbage", "dangling", "loop"],
)
def test_a_name_without_an_address_is_told_by_its_fault(tmp_path: Path, reply: Reply, observed: str) -> None:
    """False-GO 9: whatever a resolver answers instead of an address is a finding that says what it was."""
    outcome = check(tmp_path, [{"host": WWW}], resolver=reply, ns1=zone(*GOOD))
    assert outcome.status is Status.FAILED
    assert f"{WWW}: an address of {WWW} from resolver.shop.example / {observed}" in told(outcome)


def test_nobody_at_the_port_is_a_finding(tmp_path: Path) -> None:
    """By UDP, a resolver that is not there looks like one that is silent."""
    outcome = check(tmp_path, [{"host": WWW}], resolver=closed_udp_port())
    assert told(outcome) == [f"{WWW}: an address of {WWW} from resolver.shop.example / no answer in time"]


def test_a_cut_answer_is_asked_for_again_by_tcp(tmp_path: Path) -> None:
    """An answer that does not fit into a packet is fetched whole."""
    assert check(tmp_path, [{"host": WWW}], ns1=zone(*GOOD, small=True)).status is Status.PASSED


def test_resolvers_that_disagree_are_told_side_by_side(tmp_path: Path) -> None:
    """False-GO 9: some customers reach another machine."""
    old = (*DELEGATED, f"{WWW} 60 A 192.0.2.99")
    outcome = check(tmp_path, [{"host": WWW}], one=zone(*GOOD), two=zone(*old), ns1=zone(*GOOD))
    assert told(outcome) == [
        f"{WWW}: one answer from all resolvers / one.shop.example: 192.0.2.10; two.shop.example: 192.0.2.99"
    ]


def test_another_order_of_addresses_is_no_difference(tmp_path: Path) -> None:
    """Servers turn the order of their answers."""
    one = (*DELEGATED, f"{WWW} 60 A 192.0.2.10", f"{WWW} 60 A 192.0.2.11")
    two = (*DELEGATED, f"{WWW} 60 A 192.0.2.11", f"{WWW} 60 A 192.0.2.10")
    assert check(tmp_path, [{"host": WWW}], one=zone(*one), two=zone(*two), ns1=zone(*one)).status is Status.PASSED


def test_servers_of_one_zone_that_disagree_are_a_finding(tmp_path: Path) -> None:
    """A change that has reached only one of the servers with authority."""
    both = (*DELEGATED, "shop.example 3600 NS ns2.shop.example.", "ns2.shop.example 3600 A 127.0.0.1")
    new, old = (*both, f"{WWW} 60 A 192.0.2.20"), (*both, f"{WWW} 60 A 192.0.2.10")
    outcome = check(tmp_path, [{"host": WWW}], resolver=zone(*new), ns1=zone(*new), ns2=zone(*old))
    (found,) = outcome.findings
    assert found.required.en == f"one answer for {WWW} A from all its servers"
    assert found.observed.en == "ns1.shop.example: 192.0.2.20; ns2.shop.example: 192.0.2.10"


@pytest.mark.parametrize(
    ("authority", "observed"),
    [
        (zone(*GOOD, authoritative=False), "an answer without authority"),
        (_rcode(dns.rcode.REFUSED), "REFUSED: the server does not answer for it"),
        (lambda asked: None, "no answer in time"),
    ],
    ids=["cache", "lame", "silent"],
)
def test_a_server_that_has_no_authority_is_a_finding(tmp_path: Path, authority: Reply, observed: str) -> None:
    """False-GO 7: what is no authority's answer says nothing of the TTL."""
    outcome = check(tmp_path, [{"host": WWW}], resolver=zone(*GOOD), ns1=authority)
    assert told(outcome) == [f"{WWW}: ns1.shop.example answers for {WWW} with authority / {observed}"]


def test_a_server_with_authority_is_asked_for_what_it_knows_itself(tmp_path: Path) -> None:
    """A server that is a cache as well answers for others only those who want it to: it is not wanted to."""
    as_cache, itself = zone(*GOOD, authoritative=False), zone(*GOOD)

    def both(asked: dns.message.Message) -> dns.message.Message | bytes | None:
        return (as_cache if asked.flags & dns.flags.RD else itself)(asked)

    assert check(tmp_path, [{"host": WWW}], ns1=both).status is Status.PASSED


def test_a_zone_without_servers_is_a_finding(tmp_path: Path) -> None:
    """False-GO 7: without a server to ask, nobody knows the TTL."""
    outcome = check(tmp_path, [{"host": WWW}], resolver=zone(f"{WWW} 60 A 192.0.2.10"))
    assert told(outcome) == [f"{WWW}: the name servers of {WWW} / none found"]


@pytest.mark.parametrize(
    ("backup", "wrong"),
    [
        ("192.0.2.20", []),
        ("192.0.2.10", [f"{WWW}: a backup at other addresses than 192.0.2.10 / 192.0.2.10 is at 192.0.2.10"]),
        (
            "same.shop.example",
            [f"{WWW}: a backup at other addresses than 192.0.2.10 / same.shop.example is at 192.0.2.10"],
        ),
        (
            "gone.shop.example",
            [f"{WWW}: an address of gone.shop.example from ns1.shop.example / NXDOMAIN: no such name"],
        ),
    ],
)
def test_the_backup_is_there_and_is_another_machine(tmp_path: Path, backup: str, wrong: list[str]) -> None:
    """False-GO 5: a backup that is the primary, or nowhere, takes nothing over."""
    server = zone(*GOOD, f"same.shop.example 60 CNAME {WWW}.")
    assert told(check(tmp_path, [{"host": WWW, "backup": backup}], ns1=server)) == wrong


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ({"expected": "192.0.2.11"}, "192.0.2.11 / 192.0.2.10, 2001:db8::10 from ns1.shop.example"),
        ({"expected": "192.0.2.10 2001:DB8:0::10"}, None),
        ({"expected": "192.0.2.10"}, None),
        ({"kind": "AAAA"}, None),
        ({"kind": "CNAME"}, "a CNAME record / none from ns1.shop.example"),
        ({"expected": "edge.cdn.example"}, "edge.cdn.example / 192.0.2.10, 2001:db8::10 from ns1.shop.example"),
    ],
)
def test_a_row_may_say_what_must_be_there(tmp_path: Path, row: dict[str, str], wrong: str | None) -> None:
    """A kind of record, and values, in any spelling of an address; a list of IPv4 says nothing of IPv6."""
    server = zone(*GOOD, f"{WWW} 60 AAAA 2001:db8::10")
    outcome = check(tmp_path, [{"host": WWW, **row}], ns1=server)
    assert told(outcome) == ([] if wrong is None else [f"{WWW}: {wrong}"])


def test_a_name_in_chinese_is_asked_as_dns_has_it(tmp_path: Path) -> None:
    """The list may hold 商城.中国."""
    server = zone("xn--fiqs8s 60 NS ns1.shop.example.", "xn--czru2d.xn--fiqs8s 60 A 192.0.2.10")
    outcome = check(tmp_path, [{"host": "商城.中国"}], ns1=server)
    assert outcome.status is Status.PASSED, told(outcome)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"host": "", "kind": "A"}, "host"),
        ({"host": "${SECRET}.example"}, "host"),
        ({"host": "192.0.2.10"}, "host"),
        ({"host": "two words"}, "host"),
        ({"host": WWW, "kind": "MX"}, "kind"),
        ({"host": WWW, "max_ttl": "soon"}, "max_ttl"),
        ({"host": WWW, "max_ttl": "0"}, "max_ttl"),
        ({"host": WWW, "backup": "no such thing"}, "backup"),
    ],
)
def test_a_row_that_can_not_be_asked_is_a_finding(tmp_path: Path, row: dict[str, str], column: str) -> None:
    """False-GO 11: a row is never left out in silence, and names no variable of the operator's."""
    outcome = check(tmp_path, [row], ns1=zone(*GOOD))
    assert [found.required.en.split(":")[0] for found in outcome.findings] == [column]


def test_a_name_listed_twice_is_a_finding(tmp_path: Path) -> None:
    """The second row is probably another name's."""
    outcome = check(tmp_path, [{"host": WWW}, {"host": f"{WWW.upper()}."}], ns1=zone(*GOOD))
    assert [found.required.en for found in outcome.findings] == ["each one once"]


def test_a_silent_server_takes_no_longer_than_the_limit(tmp_path: Path) -> None:
    """False-GO 12: each question has its time, and the check ends."""
    started = time.monotonic()
    outcome = check(tmp_path, [{"host": WWW}], resolver=lambda asked: None)
    assert outcome.status is Status.FAILED
    assert time.monotonic() - started < 6


def test_our_own_time_that_ends_first_is_an_error(tmp_path: Path) -> None:
    """False-GO 12: where the check's own time is up before the server's, nothing is known of the name."""
    outcome = check(tmp_path, [{"host": WWW}], seconds=0.9, resolver=lambda asked: None)
    assert outcome.status is Status.ERROR
    assert "Time was up" in outcome.message.en
