"""The sheet of hosts: what it says is what `hosts:` of a campaign file says."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from readiness.loading.campaign import load_campaign
from readiness.loading.problems import InvalidInput
from readiness.model.campaign import ClientCertificate, Host
from tests.loading.books import Book, new_book

NOW = datetime(2026, 6, 17, 22, 0, tzinfo=UTC)
ONLINE = {"online": True, "offline-stores": False}


def _book(folder: Path, *rows: tuple[str | None, ...]) -> Path:
    book = Book(new_book(folder, traits=ONLINE))
    book.append("主机", "连接地址", rows)
    return book.save()


def _hosts(file: Path) -> dict[str, Host]:
    return dict(load_campaign(file, NOW).hosts)


def _problems(file: Path) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        load_campaign(file, NOW)
    return [f"{problem.location.column}: {problem.message.en}" for problem in caught.value.problems]


def test_a_row_is_a_host(tmp_path: Path) -> None:
    """Every column is the setting of that name, and what stays empty is not set."""
    gateway = ("Gateway.example:443", "10.0.0.12:443", "ca.pem", "a.pem", "a.key", "${PASS}", None, "5", "否")
    hosts = _hosts(_book(tmp_path / "618", ("shop.example", *[None] * 5, "http://proxy:80", None, "是"), gateway))
    shop, other = hosts["shop.example"], hosts["gateway.example:443"]
    assert (shop.refusal_tests, shop.ca, shop.client, shop.at_once) == (True, None, None, None)
    assert (shop.proxy, other.proxy) == ("http://proxy:80", None)
    assert other.client == ClientCertificate("a.pem", "a.key", "${PASS}")
    assert (other.connect_to, other.ca) == ("10.0.0.12:443", "ca.pem")
    assert (other.at_once, other.refusal_tests) == (5, False)


def test_an_empty_sheet_and_none_are_no_hosts(tmp_path: Path) -> None:
    """A campaign may leave it empty, or do without it as workbooks that were made before do."""
    assert _hosts(_book(tmp_path / "empty")) == {}
    book = Book(new_book(tmp_path / "without", traits=ONLINE))
    book.book.remove(book["主机"])
    assert _hosts(book.save()) == {}


def test_a_campaign_that_sells_in_stores_has_no_sheet_of_hosts(tmp_path: Path) -> None:
    """Where nothing is asked over the network, nobody is bothered with hosts."""
    assert "主机" not in Book(new_book(tmp_path / "618")).book.sheetnames


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([(None, None, "ca.pem")], "1: This row names no host"),
        ([("shop.example",), ("SHOP.example",)], "1: This stands here twice"),
        ([("https://shop.example/",)], "1: 'https://shop.example/' is not a host"),
        ([("shop.example", *[None] * 7, "maybe")], "9: 'maybe' is neither yes nor no"),
        ([("shop.example", *[None] * 3, "a.key")], "1: Client_key and client_passphrase belong"),
        ([("shop.example", *[None] * 2, "a.pem", "a.key", "hunter2")], "6: A secret is named, never written"),
    ],
)
def test_what_is_no_host_is_told_at_its_cell(tmp_path: Path, rows: list[tuple[str | None, ...]], told: str) -> None:
    """Leave is never taken from a word that is no yes, and a secret that was typed is not repeated."""
    problems = _problems(_book(tmp_path / "618", *rows))
    assert any(problem.startswith(told) for problem in problems), problems
    assert "hunter2" not in "".join(problems)
