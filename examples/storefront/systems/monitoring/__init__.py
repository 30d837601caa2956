"""The shop's monitoring: Prometheus, to which an agent writes what the shop tells and which evaluates alert rules, and
Alertmanager, which routes what they raise. Both from Debian's packages, with the configuration beside this file."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import time
import urllib.parse
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from systems.monitoring.agent import agent

NAME = "monitoring"
PROGRAMS: tuple[str, ...] = ("prometheus", "prometheus-alertmanager")
PACKAGES: tuple[str, ...] = ("prometheus", "prometheus-alertmanager")
CHECKS: tuple[str, ...] = (
    "technical.alert-tiers",
    "technical.lb-rw-split",
    "technical.bot-detection",
    "technical.business-metrics-12",
    "technical.realtime-sync-crm",
)

CONFIGURATION = Path(__file__).resolve().parent
_SECONDS = 20.0
_LISTENING = re.compile(r'msg="Listening on" address=(\S+)')
_ENOUGH = "min(count_over_time(shop_http_requests_total[1m])) >= 3"  # a rate needs two samples


@dataclass(frozen=True)
class Servers:
    """Both servers, which know each other; the configuration lies in `folder`."""

    folder: Path
    prometheus: str
    alertmanager: str


@contextmanager
def running(folder: Path, shop_url: str) -> Iterator[dict[str, str]]:
    """Both, until the block ends. Their configuration lies in `folder`: change it there, and POST /-/reload."""
    with servers(folder) as both, watching(both, shop_url) as variables:
        yield variables


@contextmanager
def servers(folder: Path) -> Iterator[Servers]:
    """Both servers, as soon as Prometheus knows where to send alerts: it looks for that every five seconds only."""
    shutil.copytree(CONFIGURATION, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"), dirs_exist_ok=True)
    with alertmanager(folder) as alertmanager_url:
        _fill(folder / "prometheus.yml", "alertmanager.invalid:9093", urlsplit(alertmanager_url).netloc)
        with prometheus(folder) as prometheus_url:
            _wait(
                lambda: _data(f"{prometheus_url}/api/v1/alertmanagers")["activeAlertmanagers"], "where to send alerts"
            )
            yield Servers(folder, prometheus_url, alertmanager_url)


@contextmanager
def watching(both: Servers, shop_url: str) -> Iterator[dict[str, str]]:
    """Running servers that are told of a shop; the variables that campaign.yaml reads."""
    with agent(f"{shop_url}/metrics", both.prometheus, job="shop"):
        wait_for(both.prometheus, _ENOUGH)
        yield {"PROMETHEUS_URL": both.prometheus, "ALERTMANAGER_URL": both.alertmanager}


@contextmanager
def prometheus(folder: Path, *options: str) -> Iterator[str]:
    """A Prometheus with `prometheus.yml` of a folder, on a free port; its address."""
    command = ["prometheus", "--config.file=prometheus.yml", "--storage.tsdb.path=data"]
    command += ["--web.listen-address=127.0.0.1:0", "--web.enable-lifecycle", "--web.enable-remote-write-receiver"]
    with _listening([*command, *options], folder, "/-/ready") as url:
        yield url


@contextmanager
def alertmanager(folder: Path) -> Iterator[str]:
    """An Alertmanager with `alertmanager.yml` of a folder, on a free port and without peers; its address."""
    command = ["prometheus-alertmanager", "--config.file=alertmanager.yml", "--storage.path=alerts"]
    quiet = ["--web.listen-address=127.0.0.1:0", "--cluster.listen-address="]
    with _listening([*command, *quiet], folder, "/-/ready") as url:
        yield url


def wait_for(prometheus_url: str, query: str) -> None:
    """Until a query has a series for an answer."""
    asking = f"{prometheus_url}/api/v1/query?{urllib.parse.urlencode({'query': query})}"
    _wait(lambda: _data(asking)["result"], query)


def reload(url: str) -> None:
    """Let a server read its configuration again. Raises HTTPError, with the server's reason, where it refuses it."""
    with urllib.request.urlopen(urllib.request.Request(f"{url}/-/reload", method="POST"), timeout=_SECONDS):
        return


def _wait(found: Callable[[], object], what: str) -> None:
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end:
        if found():
            return
        time.sleep(0.05)
    raise RuntimeError(f"Prometheus does not know {what} after {_SECONDS:.0f} s")


@contextmanager
def _listening(command: Sequence[str], folder: Path, ready: str) -> Iterator[str]:
    """A server that was told to take any free port, and says in its log which."""
    log = folder / f"{command[0]}.log"
    with log.open("wb") as out:
        child = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
    try:
        yield _wait_until_ready(child, log, ready)
    finally:
        _stop(child)


def _wait_until_ready(child: subprocess.Popen[bytes], log: Path, ready: str) -> str:
    end = time.monotonic() + _SECONDS
    while child.poll() is None and time.monotonic() < end:
        address = _LISTENING.search(log.read_text("utf-8", "replace"))
        if address is not None and _read(f"http://{address[1]}{ready}") is not None:
            return f"http://{address[1]}"
        time.sleep(0.02)
    raise RuntimeError(f"{log.stem} does not answer:\n{log.read_text('utf-8', 'replace')}")


def _stop(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        child.send_signal(signal.SIGTERM)
    try:
        child.wait(_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _read(url: str) -> bytes | None:
    """The answer to a request; None where there is none, or an error."""
    try:
        with urllib.request.urlopen(url, timeout=2.0) as answer:
            return bytes(answer.read())
    except OSError:
        return None


def _data(url: str) -> dict[str, object]:
    """What Prometheus answers with; it may give nothing, then each of its parts is empty."""
    return defaultdict(list, json.loads(_read(url) or b"{}").get("data", {}))


def _fill(path: Path, stand_in: str, real: str) -> None:
    path.write_text(path.read_text("utf-8").replace(stand_in, real), "utf-8")
