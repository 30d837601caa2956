from __future__ import annotations

import time
from pathlib import Path

import pytest

from readiness.evidence.context import ProbeContext, Stopwatch
from readiness.evidence.store import EvidenceStore
from readiness.evidence.web_answers import WebRequest
from readiness.model.campaign import Campaign, SignaturePolicy
from readiness.model.errors import CannotJudge, NotSupplied
from readiness.model.secret import Secret
from readiness.model.text import Text
from tests.evidence.stores import NOW, TIMES, opened


def context(store: EvidenceStore, folder: Path, seconds: float = 30) -> ProbeContext:
    campaign = Campaign(
        id="618", name=Text.same("618"), launch=NOW, end=NOW, zone=TIMES.zone, moments={}, release="1",
        languages=("en",),
        traits={}, people=(), contracts={}, bindings={}, hosts={}, checks=(), not_applicable={}, loosened=(),
        signoffs=(), waivers=(), waive_roles={}, signatures=SignaturePolicy(False, None), starter=False, folder=folder,
        file="campaign.yaml",
    )  # fmt: skip
    return ProbeContext(campaign, TIMES, NOW, store, seconds)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "stock.csv").write_text("sku,available\nA,1\n")
    (tmp_path / "terms.md").write_text("terms")
    return tmp_path


BOUND = {"stock": {"file": "stock.csv"}, "terms": {"file": "terms.md"}}


def test_what_a_check_reads_is_recorded_once(folder: Path) -> None:
    """Each evidence that a check used is in its uses, in order, once, and what failed is not."""
    with opened(folder, BOUND) as store:
        probe = context(store, folder)
        probe.document("terms")
        probe.table("stock")
        probe.table("stock")
        probe.note_live("site", "https://shop.example/", NOW)
        with pytest.raises(NotSupplied):
            probe.table("forecast")
        assert [(use.name, use.live, use.time) for use in probe.uses] == [
            ("terms", False, None),
            ("stock", False, None),
            ("site", True, NOW),
        ]
        assert context(store, folder).uses == ()


def test_a_table_is_bound_to_the_time_of_its_check(folder: Path) -> None:
    """False-GO 12: a check's queries end with its own time, though another check with more time shares the table."""
    with opened(folder, BOUND) as store:
        patient, hasty = context(store, folder), context(store, folder, 0.3)
        table, hurried = patient.table("stock"), hasty.table("stock")
        slow = "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range + b.range = 7"
        with pytest.raises(CannotJudge, match="longer than"):
            hurried.query(slow)
        assert table.query(f"SELECT count(*) FROM {table.relation}") == [(1,)]
        assert patient.stopwatch.left() > hasty.stopwatch.left()


def test_what_a_host_is_asked_is_limited_for_the_whole_run(folder: Path) -> None:
    """All checks of a run share the tries of one host, and no other run does."""
    request = WebRequest(Secret("shop", "https://shop.example/"), Text.same("campaign.yaml:12"))
    with opened(folder, BOUND) as store, opened(folder, BOUND) as another:
        with context(store, folder).web() as one, context(store, folder).web() as two:
            assert one.traffic(request) is two.traffic(request)
        with context(store, folder).web() as one, context(another, folder).web() as other:
            assert one.traffic(request) is not other.traffic(request)


def test_a_stopwatch_never_runs_below_zero() -> None:
    """What is left of a check's time shrinks to zero and stays there."""
    watch = Stopwatch(0.01)
    assert 0 < watch.left() <= 0.01
    time.sleep(0.02)
    assert watch.left() == 0
