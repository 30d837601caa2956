"""One real Prometheus for all tests that only ask it."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from tests.monitoring import Fed, fed

PAGE = """\
backends{pool="web"} 3
backends{pool="pay"} 1
lag_seconds{server="r1"} 0.5
lag_seconds{server="r2"} 1
lag_seconds{server="r3"} 1.001
lag_milliseconds 900
delay_minutes 4
delay 250
error_ratio 0.005
error_percent 0.5
errors_total 5
requests_total 1000
nothing_total 0
broken NaN
endless +Inf
"""


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fed]:
    """Samples of now, and one series each that its source dated 4 minutes and 11 minutes ago. It looks back 15 minutes,
    as servers with rare scrapes are told to."""
    at = int(time.time() * 1000)
    dated = f"four_minutes_old 1 {at - 240_000}\neleven_minutes_old 1 {at - 660_000}\n"
    dated += f'mixed{{part="new"}} 1\nmixed{{part="old"}} 1 {at - 660_000}\n'
    folder = tmp_path_factory.mktemp("prometheus-query")
    with fed(folder, PAGE + dated, "eleven_minutes_old", "--query.lookback-delta=15m") as found:
        yield found
