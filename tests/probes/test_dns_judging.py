"""Kind `dns`: what is decided from facts that no local server can bring about."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from readiness.evidence.dns import Answer, Fault, Record
from readiness.model.finding import Judgement
from readiness.model.probe import Situation
from readiness.model.times import Times
from readiness.probes import dns
from readiness.probes.dns.facts import Authority, DnsFacts, Looked, NameSeen, Target

NOW = datetime(2026, 6, 15, tzinfo=UTC)
SITUATION = Situation(
    "2026-618", "shop-web 4.12.0", Times(NOW, NOW, False, NOW, NOW, ZoneInfo("Asia/Shanghai"), {}), NOW
)
SETTINGS = dns.Settings.model_validate({"names": "names", "limits": {"max_ttl": "300s", "advised_ttl": "60s"}})
NAME = "www.shop.example"
NO_SIX = Answer(Fault.NO_DATA)


def said(ttl: int) -> Answer:
    return Answer(None, (), (Record(NAME, "A", ttl, "203.0.113.18"),), NAME, authoritative=True)


def judged(*answers: Answer) -> Judgement:
    """What servers with authority say of a name that its resolver knows."""
    authorities = tuple(Authority(f"ns{number}.shop.example", NAME, one) for number, one in enumerate(answers, 1))
    seen = NameSeen(Target(NAME, NAME, "names.csv, row 2"), (Looked("system", said(30), NO_SIX),), authorities)
    return dns.judge(SETTINGS, DnsFacts((seen,), (), NOW), SITUATION)


@pytest.mark.parametrize("ttls", [(60, 301), (301, 60)])
def test_the_longest_ttl_of_all_servers_counts(ttls: tuple[int, int]) -> None:
    """A change that one of them has not heard of yet: resolvers that ask it keep the old TTL."""
    (found,) = judged(*map(said, ttls)).findings
    assert found.observed.en == f"301 for {NAME} A"


def test_servers_beyond_this_machines_network_tell_no_ttl() -> None:
    """False-GO 9: where none of them could be asked, nobody has read the TTL; where one could, the other is a note."""
    away = Answer(Fault.NO_ROUTE)
    (found,) = judged(away, away).findings
    assert "its TTL is unknown" in found.message.en
    judgement = judged(said(60), away)
    assert judgement.findings == ()
    assert "ns2.shop.example" in judgement.notes[0].en
