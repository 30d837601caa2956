"""Freshness of metrics: a real Prometheus with a day of history, and servers that answer wrongly."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from readiness.evidence.context import ProbeContext
from readiness.evidence.store import EvidenceStore
from readiness.model.errors import CannotJudge
from readiness.model.evidence import Binding, Contract, EvidenceUse, Sort
from readiness.model.finding import FindingKind, Judgement
from readiness.model.text import Text
from readiness.probes.freshness import Settings, gather, judge, problems, stricter
from readiness.probes.kind import Surroundings
from tests.evidence.servers import Reply, closed_port, serve
from tests.monitoring import monitoring
from tests.probes.tables import HERE, LAUNCH, campaign, situation, times, typed_contract, write_csv
from tests.tools import program

SERVER = Contract("metrics", Sort.URL, Text.same("metrics"), Text.same("metrics"), "it", (), (), "technical", HERE)
CHANNELS = typed_contract("channels", ["channel"], {"channel": "text"})
QUERY = "backup_last_success_timestamp_seconds"
ASKED: dict[str, Any] = {
    "metric": {"server": "metrics", "query": QUERY, "step": "1m"},
    "limits": {"max_age": "17m", "max_gap": "15m", "tolerance": "2m", "over": "24h"},
    "entry": {"en": "backup", "zh": "备份"},
}
EVENTS: dict[str, Any] = {
    "metric": {"server": "metrics", "query": "records_in_step", "step": "10m", "holds": "count"},
    "limits": {"max_age": "60m", "every": "1h", "over": "6h"},
    "roster": {"evidence": "channels", "on": {"platform": "channel"}},
}
NOW = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(hours=3)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)

Ask = Callable[..., Judgement]


@pytest.fixture
def ask(tmp_path: Path) -> Iterator[Ask]:
    """Judges what a server answers at `now`."""
    stores: list[EvidenceStore] = []

    def run(
        url: str, *, now: datetime = NOW, as_of: datetime | None = None, asked: Mapping[str, Any] = ASKED,
        channels: tuple[str, ...] = ("抖音", "京东"), seconds: float = 60, uses: list[EvidenceUse] | None = None,
        **changed: Any,
    ) -> Judgement:  # fmt: skip
        write_csv(tmp_path / "channels.csv", [("channel",), *((name,) for name in channels)])
        moments = times(now, as_of=as_of)
        bindings = {
            "metrics": Binding("metrics", HERE, url=url),
            "channels": Binding("channels", HERE, file="channels.csv"),
        }
        store = EvidenceStore(tmp_path, {"metrics": SERVER, "channels": CHANNELS}, bindings, {}, moments)
        stores.append(store)
        context = ProbeContext(campaign(), moments, LAUNCH, store, seconds)
        settings = Settings.model_validate({**asked, **changed})
        judgement = judge(settings, gather(settings, context), situation(moments))
        if uses is not None:
            uses += context.uses
        return judgement

    yield run
    for store in stores:
        store.close()


def only(judgement: Judgement) -> Any:
    (finding,) = judgement.findings
    return finding


# a real server


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A day of a backup each quarter of an hour (one left out, of `shop-2`), and of records by platform."""
    module, folder = monitoring(), tmp_path_factory.mktemp("history")
    lines = [f"# TYPE {QUERY} gauge"]
    for database, left_out in (("shop-1", ()), ("shop-2", (40,))):
        done = [NOW - MINUTE - number * 15 * MINUTE for number in range(98, -1, -1) if number not in left_out]
        at = NOW - 25 * HOUR
        while at <= NOW:
            last = max((one for one in done if one <= at), default=None)
            if last is not None:
                lines.append(f'{QUERY}{{db="{database}"}} {last.timestamp():.0f} {at.timestamp():.0f}')
            at += MINUTE
    lines.append("# TYPE records_in_step gauge")
    for platform in ("抖音", "京东", "快手"):
        at = NOW - 8 * HOUR
        while at <= NOW:
            count = 0 if platform == "京东" and NOW - 3 * HOUR <= at < NOW - 2 * HOUR else 7
            lines.append(f'records_in_step{{platform="{platform}"}} {count} {at.timestamp():.0f}')
            at += MINUTE
    (folder / "history.om").write_text("\n".join([*lines, "# EOF", ""]), "utf-8")
    (folder / "prometheus.yml").write_text("global: {}\n", "utf-8")
    command = [program("promtool", "prometheus"), "tsdb", "create-blocks-from", "openmetrics", "history.om", "data"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    with module.prometheus(folder) as url:
        yield url


def test_a_backup_each_quarter_hour_passes(ask: Ask, real: str) -> None:
    """Each different value is a backup; the record says that a live server was asked."""
    uses: list[EvidenceUse] = []
    metric = {**ASKED["metric"], "query": f'{QUERY}{{db="shop-1"}}'}
    judgement = ask(real, metric=metric, uses=uses)
    assert not judgement.findings
    assert judgement.examined.count >= 95
    assert [use.live for use in uses] == [True]


def test_each_series_is_judged_by_itself(ask: Ask, real: str) -> None:
    """A gap of one database does not hide behind another's backups."""
    finding = only(ask(real))
    assert "db=shop-2" in finding.subject
    assert finding.observed.en == "none for 30 min"


def test_the_roster_decides_which_series(ask: Ask, real: str) -> None:
    """False-GO 21: a platform without a series is a finding; others are counted in a note."""
    judgement = ask(real, asked=EVENTS, channels=("抖音", "淘宝"))
    finding = only(judgement)
    assert (finding.subject, finding.observed.en) == ("淘宝", "none")
    assert any("not counted" in note.en for note in judgement.notes)


def test_a_silent_hour_is_named(ask: Ask, real: str) -> None:
    """Samples of a count of nothing are no records."""
    finding = only(ask(real, asked=EVENTS))
    assert finding.subject.startswith("京东: ")
    assert finding.observed.en == "none in 1 of 6"


def test_as_of_an_earlier_instant(ask: Ask, real: str) -> None:
    """Asked as of ten hours before, what came later was not there."""
    metric = {**ASKED["metric"], "query": f'{QUERY}{{db="shop-1"}}'}
    limits = {**ASKED["limits"], "over": "6h"}
    assert not ask(real, metric=metric, limits=limits, now=NOW, as_of=NOW - 10 * HOUR).findings
    assert ask(real, metric=metric, limits=limits, as_of=NOW + HOUR).findings[0].kind is FindingKind.STALE


def test_a_metric_that_nobody_knows(ask: Ask, real: str) -> None:
    """False-GO 26: no series is no backup."""
    judgement = ask(real, metric={**ASKED["metric"], "query": "backup_last_sucess"})
    assert only(judgement).observed.en == "none"
    assert judgement.examined.count == 0


def test_a_query_that_the_server_refuses(ask: Ask, real: str) -> None:
    """A query that can't be run is told with the server's words."""
    judgement = ask(real, metric={**ASKED["metric"], "query": f"sum({QUERY})[5m:]"})
    assert "can't be asked" in only(judgement).message.en


# servers that answer wrongly


def answering(ask: Ask, *values: tuple[datetime, object], **more: Any) -> Judgement:
    """What is judged where the server has one series with these samples, and `others`."""
    series = {"shop": values, **more.pop("others", {})}
    found = {
        "resultType": "matrix",
        "result": [
            {"metric": {"db": db}, "values": [[at.timestamp(), str(value)] for at, value in samples]}
            for db, samples in series.items()
        ],
    }
    body = json.dumps({"status": "success", "data": found, **more.pop("beside", {})})
    with serve({"/api/v1/query_range": Reply(body, content_type="application/json")}) as site:
        return ask(site.base, limits={"max_age": "17m", "max_gap": "15m", "over": "15m"}, **more)


def test_a_time_of_the_future(ask: Ask) -> None:
    """False-GO 29: a value later than now is a finding, once."""
    later = NOW + HOUR
    judgement = answering(ask, (NOW - MINUTE, later.timestamp()), (NOW, later.timestamp()))
    assert "not in the future" in {one.required.en for one in judgement.findings}
    assert len(judgement.findings) == 2


@pytest.mark.parametrize("value", ["NaN", "+Inf", "-5", NOW.timestamp() * 1000])
def test_a_value_that_is_no_time(ask: Ask, value: object) -> None:
    """False-GO 11: NaN, infinity, a negative value and milliseconds tell of no backup."""
    good = (NOW - MINUTE, (NOW - MINUTE).timestamp())
    judgement = answering(ask, good, (NOW, value))
    assert judgement.findings
    assert judgement.findings[0].kind in (FindingKind.UNREADABLE, FindingKind.WRONG)


def test_a_time_of_zero_is_never(ask: Ask) -> None:
    """The gauge of a job that has not succeeded yet."""
    assert {one.observed.en for one in answering(ask, (NOW, 0)).findings} == {"none"}


@pytest.mark.parametrize("holds", ["time", "count"])
def test_a_series_that_never_was_does_not_hide_behind_another(ask: Ask, holds: str) -> None:
    """False-GO 21: a database without any backup yet is a finding beside one that has them."""
    good = (NOW - MINUTE, (NOW - MINUTE).timestamp())
    finding = only(answering(ask, good, others={"orders": [(NOW, 0)]}, metric={**ASKED["metric"], "holds": holds}))
    assert (finding.subject, finding.observed.en) == ("db=orders", "none")


@pytest.mark.parametrize(
    ("beside", "said"),
    [
        ({"warnings": ["a store could not be asked"]}, "a store could not be asked"),
        ({"isPartial": True}, "isPartial: true"),
    ],
)
def test_an_answer_that_may_not_be_whole_is_no_pass(ask: Ask, beside: dict[str, Any], said: str) -> None:
    """False-GO 10: the series that the server could not see may be the one that is late."""
    good = (NOW - MINUTE, (NOW - MINUTE).timestamp())
    assert only(answering(ask, good, beside=beside)).observed.en == said


@pytest.mark.parametrize(
    "body", ["<html>login</html>", "{}", '{"status": "success", "data": {"resultType": "vector"}}']
)
def test_what_is_no_prometheus(ask: Ask, body: str) -> None:
    """False-GO 24: a login page or another API is an observation that fails."""
    with serve({"/api/v1/query_range": Reply(body)}) as site:
        assert "can't be asked" in only(ask(site.base)).message.en


def test_a_server_that_is_down(ask: Ask) -> None:
    """Refusal is an observation."""
    assert "can't be asked" in only(ask(f"http://127.0.0.1:{closed_port()}")).message.en


def test_a_variable_that_is_not_set(ask: Ask) -> None:
    """Our own side's fault is an error."""
    with pytest.raises(CannotJudge):
        ask("${METRICS_URL_THAT_IS_NOT_SET}")


# settings


@pytest.mark.parametrize(
    "changed",
    [
        {"table": "backups"},
        {"at": "finished_at"},
        {"where": "a = 1"},
        {"limits": {"max_age": "17m"}},
        {"limits": {**ASKED["limits"], "min_size": "1"}},
        {"metric": {**ASKED["metric"], "step": "1h"}},
        {"metric": {**ASKED["metric"], "step": "0s"}},
        {"metric": {**ASKED["metric"], "query": ""}},
        {"metric": {**ASKED["metric"], "step": "1s"}},
    ],
)
def test_settings_that_can_not_be_asked(changed: dict[str, Any]) -> None:
    """Two sources, no time to look at, or more points than a server gives are told while files are loaded."""
    with pytest.raises(ValidationError):
        Settings.model_validate({**ASKED, **changed})


def test_validate_reads_the_query() -> None:
    """A query that can't be parsed, and a column of the roster that is not there, are told with their place."""
    around = Surroundings({"metrics": SERVER, "channels": CHANNELS}, frozenset())
    assert not list(problems(Settings.model_validate(EVENTS), around))
    bad = {
        **EVENTS,
        "metric": {**EVENTS["metric"], "query": "sum("},
        "roster": {"evidence": "channels", "on": {"platform": "name"}},
    }
    found = list(problems(Settings.model_validate(bad), around))
    assert [one.path for one in found] == [("metric", "query"), ("roster", "on", "platform")]


def test_another_query_is_a_loosening() -> None:
    """False-GO 38: what another query tells, nobody can compare."""
    other = {**ASKED, "metric": {**ASKED["metric"], "query": "time()"}}
    assert not stricter(Settings.model_validate(ASKED), Settings.model_validate(other))
