"""Load test: what was seen in the tool's files and in the two tables beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from readiness.model.finding import Finding
from readiness.model.text import Text


class Users(Enum):
    """How a file says how many users there were."""

    THREADS = Text("JMeter threads (allThreads)", "JMeter 线程数（allThreads）")
    GROUP_THREADS = Text("threads of one thread group (grpThreads)", "单个线程组的线程数（grpThreads）")
    VUS = Text("k6 virtual users (vus)", "k6 虚拟用户数（vus）")
    LOCUST = Text("Locust users (User Count)", "Locust 用户数（User Count）")
    GATLING = Text("Gatling users", "Gatling 用户数")
    IN_FLIGHT = Text("requests in flight, looked at each second", "每秒观察的在途请求数")
    NOT_SAID = Text("not said", "未说明")


@dataclass(frozen=True, slots=True)
class Second:
    """What ended within a second (of the epoch). `slow` took longer than the limit: exact where samples were read, the
    most that it can be where only percentiles of it were. `mark` is a sum over the samples by which the same ones are
    known again; 0 where there are none."""

    at: int
    samples: int
    errors: int
    slow: int
    mark: int = 0


@dataclass(frozen=True, slots=True)
class Load:
    """The users of one load generator, by second, where it said so."""

    engine: str
    users: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Label:
    """All samples of one name. `slow` is None where nothing says how long they took."""

    name: str
    samples: int
    errors: int
    slow: int | None


@dataclass(frozen=True, slots=True)
class Stated:
    """What a summary says without its samples: the length of the test, users, percentiles in ms. `least` is how many
    users there were at every moment; None where it does not say."""

    seconds: Decimal
    least: int | None
    most: int | None
    p95: Decimal | None


@dataclass(frozen=True, slots=True)
class Measured:
    """One file (or a pair that belongs together). `times` are the whole milliseconds that samples took, each with how
    many took so long; `crossed` are the thresholds of the test itself that were crossed. `sha256` is empty for a file
    that can be no copy of another."""

    path: str
    sha256: str
    tool: Text
    users_by: Users
    samples: int
    errors: int
    started: datetime | None
    ended: datetime | None
    loads: tuple[Load, ...] = ()
    in_flight: tuple[tuple[int, int], ...] = ()
    seconds: tuple[Second, ...] = ()
    times: tuple[tuple[int, int], ...] = ()
    stated: Stated | None = None
    labels: tuple[Label, ...] = ()
    more_labels: int = 0
    transactions: tuple[int, int] = (0, 0)
    checks: tuple[int, int] = (0, 0)
    crossed: tuple[str, ...] = ()
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class TestRow:
    """What the owners say of a file: a cell that is empty or can't be read is None, and `flaws` says so."""

    file: str
    release: str | None
    environment: str | None
    shown_environment: str
    started_at: datetime | None
    where: str
    release_where: str
    environment_where: str
    started_where: str


@dataclass(frozen=True, slots=True)
class Visits:
    """One row of the traffic: what is asked for from it, and where each number stands."""

    site: str
    daily_visits: Decimal | None
    peak_share: Decimal | None
    visit_seconds: Decimal | None
    forecast_peak: Decimal | None
    until: date | None
    where: dict[str, str]


@dataclass(frozen=True, slots=True)
class Facts:
    """`flaws` are cells that can't be read."""

    source: str
    files: tuple[Measured, ...]
    tests: tuple[TestRow, ...]
    tests_source: str
    traffic: tuple[Visits, ...]
    traffic_source: str
    flaws: tuple[Finding, ...] = ()
