"""Settings of the kinds `tls` and `dns`: what is refused, and what counts as stricter."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from readiness.probes import dns, tls

TLS = {
    "hosts": "hosts",
    "limits": {"min_version": "1.2", "valid_until": "E+7d", "client_valid_until": "E", "min_gateways": "1"},
}
DNS = {"names": "names", "resolvers": "resolvers", "backup": "yes", "limits": {"max_ttl": "300s", "advised_ttl": "60s"}}


def _tls(**changed: Any) -> tls.Settings:
    limits = {**TLS["limits"], **changed.pop("limits", {})}  # type: ignore[dict-item]
    return tls.Settings.model_validate({**TLS, "limits": limits, **changed})


def _dns(**changed: Any) -> dns.Settings:
    limits = {**DNS["limits"], **changed.pop("limits", {})}  # type: ignore[dict-item]
    return dns.Settings.model_validate({**DNS, "limits": limits, **changed})


STRICTER_TLS: list[dict[str, Any]] = [
    {"limits": {"min_version": "1.3"}},
    {"limits": {"valid_until": "E+30d"}},
    {"limits": {"client_valid_until": "E+1d"}},
    {"limits": {"min_gateways": "2"}},
    {"max_age": "30m"},
    {"timeout": "4s"},
    {"retries": "0"},
]
LOOSER_TLS: list[dict[str, Any]] = [
    {"hosts": "fewer"},
    {"limits": {"valid_until": "E+6d"}},
    {"limits": {"valid_until": "T+30d"}},
    {"limits": {"client_valid_until": "E-1s"}},
    {"limits": {"min_gateways": "0"}},
    {"max_age": "2h"},
    {"timeout": "6s"},
    {"retries": "2"},
]
STRICTER_DNS: list[dict[str, Any]] = [
    {"limits": {"max_ttl": "60s"}},
    {"max_age": "30m"},
    {"timeout": "2s"},
    {"retries": "0"},
]
LOOSER_DNS: list[dict[str, Any]] = [
    {"names": "fewer"},
    {"resolvers": "fewer"},
    {"backup": "no"},
    {"limits": {"max_ttl": "301s"}},
    {"max_age": "2h"},
    {"timeout": "4s"},
    {"retries": "2"},
]


@pytest.mark.parametrize("changed", [{}, *STRICTER_TLS])
def test_tightened_tls_is_stricter(changed: dict[str, Any]) -> None:
    """What asks at least as much is no loosening."""
    assert tls.stricter(_tls(), _tls(**changed))


@pytest.mark.parametrize("changed", LOOSER_TLS)
def test_loosened_tls_is_not_stricter(changed: dict[str, Any]) -> None:
    """False-GO 38: each way to ask less is seen."""
    assert not tls.stricter(_tls(), _tls(**changed))


def test_an_older_least_version_is_not_stricter() -> None:
    """False-GO 38: from TLS 1.3 back to 1.2."""
    assert not tls.stricter(_tls(limits={"min_version": "1.3"}), _tls())


@pytest.mark.parametrize("changed", [{}, *STRICTER_DNS])
def test_tightened_dns_is_stricter(changed: dict[str, Any]) -> None:
    """What asks at least as much is no loosening."""
    assert dns.stricter(_dns(), _dns(**changed))


@pytest.mark.parametrize("changed", LOOSER_DNS)
def test_loosened_dns_is_not_stricter(changed: dict[str, Any]) -> None:
    """False-GO 38: each way to ask less is seen."""
    assert not dns.stricter(_dns(), _dns(**changed))


@pytest.mark.parametrize("version", ["1.1", "1.0", "TLS 1.2", ""])
def test_no_old_version_can_be_the_least(version: str) -> None:
    """A check that allows TLS 1.1 would check nothing that matters."""
    with pytest.raises(ValidationError):
        _tls(limits={"min_version": version})


def test_limits_have_no_default() -> None:
    """The numbers stand in the checklist."""
    with pytest.raises(ValidationError):
        tls.Settings.model_validate({"hosts": "hosts"})
    with pytest.raises(ValidationError):
        dns.Settings.model_validate({"names": "names"})


def test_advice_above_the_limit_is_refused() -> None:
    """Advising what is refused would only confuse."""
    with pytest.raises(ValidationError, match="advised_ttl is above max_ttl"):
        _dns(limits={"advised_ttl": "301s"})
