"""Kind `tls`: what is decided from facts that no local server can bring about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from readiness.evidence.certificates import Certificate
from readiness.evidence.tls import Outcome
from readiness.model.errors import CannotJudge
from readiness.model.finding import Judgement
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.model.times import Times
from readiness.probes import tls
from readiness.probes.tls.facts import AddressSeen, HostSeen, Seen, Target, TlsFacts

NOW = datetime(2026, 6, 17, 22, 0, tzinfo=UTC)
END = NOW + timedelta(days=3)
SITUATION = Situation(
    "2026-618", "shop-web 4.12.0", Times(NOW, NOW, False, NOW, END, ZoneInfo("Asia/Shanghai"), {}), NOW
)
SETTINGS = tls.Settings.model_validate(
    {"hosts": "secure", "limits": {"min_version": "1.2", "valid_until": "E+7d", "client_valid_until": "E"}}
)
LEAF = Certificate(
    "pay.shop.example", "Shop CA", ("pay.shop.example",), NOW, END + timedelta(days=90), own_issuer=False
)
OPEN = Seen(Outcome.ANSWERED, "TLSv1.3", (LEAF,), (LEAF,), status=200)
REFUSED = Seen(Outcome.REFUSED, why="tlsv1 alert protocol version")
OLD = (("1.0", REFUSED), ("1.1", REFUSED))
PAGE = Target("pay.shop.example", "pay.shop.example", 443, gateway=False, path="/", where="secure.csv, row 2")


def judged(*addresses: AddressSeen, **more: object) -> Judgement:
    host = HostSeen(PAGE, addresses, **more)  # type: ignore[arg-type]
    return tls.judge(SETTINGS, TlsFacts((host,), (), NOW), SITUATION)


def test_each_address_is_judged() -> None:
    """One of three machines behind a name still takes TLS 1.0: it is told with its address."""
    weak = (("1.0", Seen(Outcome.ANSWERED, "TLSv1")), ("1.1", REFUSED))
    seen = [AddressSeen(f"192.0.2.{n}:443", OPEN, old=weak if n == 2 else OLD) for n in (1, 2, 3)]
    (found,) = judged(*seen).findings
    assert found.observed.en == "TLS 1.0 accepted"
    assert found.where == "secure.csv, row 2: 192.0.2.2:443"


def test_the_same_fault_at_several_addresses_is_told_once() -> None:
    """One thing to mend, with every place."""
    down = Seen(Outcome.UNREACHABLE)
    (found,) = judged(*(AddressSeen(f"192.0.2.{n}:443", down) for n in (1, 2))).findings
    assert found.where == "secure.csv, row 2: 192.0.2.1:443; secure.csv, row 2: 192.0.2.2:443"


@pytest.mark.parametrize("outcome", [Outcome.SILENT, Outcome.UNREACHABLE, Outcome.BROKEN, Outcome.UNTRUSTED])
def test_an_old_version_that_nobody_could_ask_with_is_no_pass(outcome: Outcome) -> None:
    """False-GO 9: only a refusal by the server is one."""
    (found,) = judged(AddressSeen("192.0.2.1:443", OPEN, old=(("1.0", Seen(outcome)), ("1.1", REFUSED)))).findings
    assert "can't be told" in found.message.en


@pytest.mark.parametrize(("status", "wrong"), [(200, 0), (404, 0), (400, 1), (401, 1), (403, 1), (496, 1), (502, 1)])
def test_a_gateway_that_asks_everybody_who_they_are_shuts_us_out(status: int, wrong: int) -> None:
    """False-GO 9: a gateway that refuses strangers and the campaign's own certificate alike takes no payment."""
    gateway = replace(PAGE, gateway=True)
    address = AddressSeen("192.0.2.1:443", replace(OPEN, status=status), bare=REFUSED, stranger=REFUSED, old=OLD)
    findings = tls.judge(
        SETTINGS, TlsFacts((HostSeen(gateway, (address,), client=(LEAF,)),), (), NOW), SITUATION
    ).findings
    assert [one.observed.en for one in findings] == [f"HTTP {status}"] * wrong


def test_a_certificate_that_can_not_be_read_is_no_pass() -> None:
    """False-GO 7: nobody knows until when it is valid."""
    opened = Seen(Outcome.ANSWERED, "TLSv1.3", (LEAF,), (LEAF, None), status=200)
    assert [one.observed.en for one in judged(AddressSeen("192.0.2.1:443", opened, old=OLD)).findings] == [
        "one that can't"
    ]


def test_a_weak_certificate_that_is_trusted_is_a_note() -> None:
    """It is told, and does not stop the launch."""
    weak = Certificate(
        "Old CA",
        "Old Root",
        (),
        NOW,
        END + timedelta(days=90),
        False,
        (Text("an RSA key of 1024 bits", "RSA 密钥仅 1024 位"),),
    )
    opened = Seen(Outcome.ANSWERED, "TLSv1.2", (LEAF, weak), (LEAF, weak), status=200)
    judgement = judged(AddressSeen("192.0.2.1:443", opened, old=OLD))
    assert judgement.findings == ()
    assert [note.en for note in judgement.notes] == [
        "A certificate on the way to pay.shop.example has an RSA key of 1024 bits"
    ]


def test_addresses_beyond_this_machines_network_are_a_note() -> None:
    """Without IPv6 here, the IPv6 address was not asked, and the report says so."""
    judgement = judged(AddressSeen("192.0.2.1:443", OPEN, old=OLD), away=("[2001:db8::1]:443",))
    assert "[2001:db8::1]:443" in judgement.notes[0].en


def test_time_that_was_up_is_an_error_without_a_finding_and_a_finding_beside_one() -> None:
    """False-GO 12: what was not asked is never counted as good."""
    with pytest.raises(CannotJudge, match="Time was up"):
        judged(time_up=True)
    late, down = (
        HostSeen(PAGE, time_up=True),
        HostSeen(PAGE, (AddressSeen("192.0.2.1:443", Seen(Outcome.UNREACHABLE)),)),
    )
    judgement = tls.judge(SETTINGS, TlsFacts((late, down), (), NOW), SITUATION)
    assert [one.observed.en for one in judgement.findings] == ["no connection could be made", "not fully asked"]


def test_a_pass_holds_for_an_hour() -> None:
    """A server may be changed the next minute: the answer is of one moment."""
    assert judged(AddressSeen("192.0.2.1:443", OPEN, old=OLD)).holds_until == NOW + timedelta(hours=1)
