"""Rows of endpoint lists: what each may say, and how a bad one is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pytest

from readiness.model.evidence import Binding
from readiness.model.finding import FindingKind
from readiness.model.location import Location
from readiness.probes.http.endpoints import Listed, from_table
from readiness.probes.http.settings import Settings
from tests.probes.web_world import LIST_CONTRACT

_SETTINGS = Settings.model_validate({"endpoints": "pages", "contains": ["618"]})


class _Row(NamedTuple):
    number: int
    cells: Mapping[str, str | None]
    where: str


class _Table:
    contract = LIST_CONTRACT

    def __init__(self, rows: Sequence[Mapping[str, str | None]]) -> None:
        self._rows = rows

    def rows(self) -> Iterator[_Row]:
        for number, cells in enumerate(self._rows, start=2):
            yield _Row(number, cells, f"row {number}")

    def cell(self, row_number: int, column: str) -> str:
        return f"row {row_number}, column {column}"


def _listed(*rows: Mapping[str, str | None], base: str | None = "https://shop.example/", **more: Any) -> Listed:
    settings = Settings.model_validate({"endpoints": "pages", **more})
    binding = Binding("pages", Location("campaign.yaml", 9, 3), file="list.csv", base=base)
    return from_table(settings, binding, _Table(rows))


def test_a_row_stands_over_and_adds_to_the_check() -> None:
    """Status, size and time of a row replace the check's; words and JSON rules are added to it."""
    row = {
        "url": "/api",
        "name": "stock API",
        "status": "200, 204",
        "max_ms": "３００",
        "contains": "ok",
        "not_contains": "oops",
        "json_path": "stock.free",
        "json_value": "5",
        "min_bytes": "10",
        "user_agent": "MicroMessenger",
    }
    (endpoint,) = _listed(row, contains=["618"], max_time="800ms", allow_stand_in="yes").endpoints
    assert endpoint.subject == "stock API"
    assert endpoint.url.reveal() == "https://shop.example/api"
    assert endpoint.status == (200, 204)
    assert endpoint.limit is not None
    assert endpoint.limit.total_seconds() == 0.3
    assert endpoint.contains == ("618", "ok")
    assert endpoint.not_contains == ("oops",)
    assert endpoint.json[0].equals == "5"
    assert (endpoint.min_bytes, endpoint.user_agent) == (10, "MicroMessenger")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"url": None}, "url: a URL / empty"),
        ({"url": "  "}, "url: a URL / empty"),
        ({"url": "ftp://shop.example/"}, "url: an http or https URL / ftp://shop.example/"),
        ({"url": "javascript:alert(1)"}, "url: an http or https URL / javascript:alert(1)"),
        ({"url": "https:///618"}, "url: an http or https URL / https:///618"),
        ({"url": "https://shop.example:port/"}, "url: an http or https URL / https://shop.example:port/"),
        ({"url": "https://shop.example/a b"}, "url: an http or https URL / https://shop.example/a b"),
        ({"url": "/a", "method": "DELETE"}, "method: GET or HEAD / DELETE"),
        ({"url": "/a", "method": "head", "contains": "x"}, "method: GET, since the body is looked into / HEAD"),
        ({"url": "/a", "status": "ok"}, "status: status codes such as 200 or 200, 204 / ok"),
        ({"url": "/a", "max_ms": "0.8 s"}, "max_ms: a whole number / 0.8 s"),
        ({"url": "/a", "min_bytes": "-"}, "min_bytes: a whole number / -"),
        ({"url": "/a", "json_value": "5"}, "json_path: a path for json_value / empty"),
        ({"url": "/a", "json_path": "a["}, "json_path: a JMESPath expression / a["),
        ({"url": "/a", "user_agent": "微信"}, "user_agent: ASCII text / 微信"),
    ],
)
def test_a_bad_cell_is_a_finding_that_names_row_and_column(row: dict[str, str | None], words: str) -> None:
    """False-GO 11: a row that can't be asked is told with its place, and never left out."""
    listed = _listed({"url": "/good"}, row)
    (found,) = listed.unusable
    assert f"{found.required.en} / {found.observed.en}" == words
    column = words.partition(":")[0]
    assert (found.where, found.kind) == (f"row 3, column {column}", FindingKind.UNREADABLE)
    assert len(listed.endpoints) == 1


def test_a_relative_url_needs_a_base() -> None:
    """Without `base` in the binding a path is a finding that says so."""
    (found,) = _listed({"url": "/618"}, base=None).unusable
    assert "`base`" in found.required.en


def test_a_url_listed_twice_is_a_finding() -> None:
    """False-GO 19: the second of two equal rows is told with the first's place; another user agent makes it another."""
    listed = _listed({"url": "/a"}, {"url": "https://shop.example/a"}, {"url": "/a", "user_agent": "iPhone"})
    assert [finding.observed.en for finding in listed.unusable] == ["also in row 2, column url"]
    assert len(listed.endpoints) == 2
