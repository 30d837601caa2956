"""Files that want to crash, hang or fill the memory of whoever reads them: located errors, in time, memory bounded."""

from __future__ import annotations

import contextlib
import gzip
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readiness.model.errors import CannotJudge
from tests.probes.load_test.files import START, json_lines, jtl, one, read, refused, written
from tests.probes.load_test.test_gatling import RUN, stats
from tests.probes.load_test.test_gatling import log as gatling_log
from tests.probes.load_test.test_jtl import XML, sample
from tests.probes.load_test.test_k6 import csv_of, export, handled, points, request, row
from tests.probes.load_test.test_locust import history, moment, report

MEBIBYTES = 400
"""More than the engine and Python need by themselves, and much less than what these files would unfold to."""


def test_a_packed_file_is_not_unpacked(tmp_path: Path) -> None:
    """A bomb of gzip is refused by its first bytes, whatever it is called."""
    path = tmp_path / "samples.jtl.gz"
    path.write_bytes(gzip.compress(b"\0" * 50_000_000))
    assert "is packed" in refused(path)
    plain = written(tmp_path / "plain.jtl.gz", jtl({}))
    assert one(plain).samples == 1


def lines(count: int, make: Callable[[int], str]) -> str:
    return "".join(make(number) for number in range(count))


def a_long_attribute() -> str:
    return XML.format(sample(lb="x" * 30_000_000))


def nested() -> str:
    return XML.format(lines(200_000, lambda _: f'<httpSample t="1" ts="{START}" s="true">'))


def a_long_line() -> str:
    return RUN + "\n" + "REQUEST\t" + "x" * 30_000_000 + "\n"


def many_labels() -> str:
    return jtl({}) + lines(300_000, lambda i: f"{START + i},5,page {i},200,OK,t,true,1,1,1,1\n")


def seconds_without_end() -> str:
    return gatling_log() + lines(
        300_000, lambda i: f"REQUEST\t\tp\t{START + 60_000 * i}\t{START + 60_000 * i}\tOK\t \n"
    )


def deep_json() -> str:
    return json_lines(points(("vus", "2026-06-13T14:00:02Z", 5, None))) + '{"metric":' + "[" * 1_000_000 + "\n"


def a_report_of_billions() -> str:
    return (
        report(1, 10)
        .replace('"120": 3', f'"120": {10**12 - 1}')
        .replace('"num_requests": 4', f'"num_requests": {10**12}')
        + "\n"
    )


@pytest.mark.parametrize(
    "make", [a_long_attribute, nested, a_long_line, many_labels, seconds_without_end, deep_json, a_report_of_billions]
)
def test_nothing_hangs_or_fills_the_memory(make: Callable[[], str], tmp_path: Path) -> None:
    """Each is read, or refused with words, within seconds; a process of its own says how much memory that took."""
    path = written(tmp_path / "result", make())
    script = (
        "import sys; from pathlib import Path; from readiness.model.errors import CannotJudge\n"
        "from tests.probes.load_test.files import one\n"
        "try:\n    print('read', one(Path(sys.argv[1])).samples)\n"
        "except CannotJudge as problem:\n    print('refused', problem.message.en)\n"
        # the peak of this program: what the system counts for a child begins with the size of its parent
        "print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
    )
    began = time.monotonic()
    ran = subprocess.run(
        [sys.executable, "-c", script, path], stdout=subprocess.PIPE, text=True, check=True, timeout=60
    )
    said, _, peak = ran.stdout.strip().rpartition("\n")
    assert said.startswith(("read", "refused"))
    assert int(peak) / 1024 < MEBIBYTES, said
    assert time.monotonic() - began < 60


def test_no_time_is_left(tmp_path: Path) -> None:
    """A check whose time is over stops reading."""
    text = XML.format(sample() * 50_000)
    with pytest.raises(CannotJudge, match="took longer"):
        read(written(tmp_path / "a.jtl", text), seconds=0.0)


GOOD = {
    "jtl": jtl({}, {"success": "false"}, {"elapsed": 5}),
    "xml": XML.format(sample() + sample(s="false")),
    "k6 csv": csv_of(request(START // 1000, 5), row("vus", START // 1000, 5)),
    "k6 json": json_lines(points(("http_req_duration", "2026-06-13T14:00:02Z", 5, {"status": "200"}))),
    "k6 export": json.dumps(export()),
    "k6 handled": json.dumps(handled()),
    "locust": history(moment(0, 1, 0, 0), moment(1, 1, 9, 0)),
    "workers": report(1, 5) + "\n",
    "gatling": gatling_log(f"REQUEST\t\thome\t{START}\t{START + 5}\tOK\t "),
    "gatling stats": json.dumps(stats()),
}


@pytest.mark.parametrize("name", GOOD)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_broken_bytes_end_in_words(name: str, data: st.DataObject, tmp_path: Path) -> None:
    """Bytes changed, cut out or put in anywhere: it is read, or refused with words, and never anything else."""
    content = bytearray(GOOD[name].encode())
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(content)))
        gone = data.draw(st.sampled_from([0, 0, 1, 5, len(content) - at]))
        put = data.draw(
            st.one_of(st.binary(max_size=3), st.sampled_from([b"-", b"NaN", b"1e999", b"\n", b",", b"9" * 30]))
        )
        content[at : at + gone] = put
    path = tmp_path / "result"
    path.write_bytes(bytes(content))
    with contextlib.suppress(CannotJudge):
        measured = read(path)
        assert all(0 <= each.errors <= each.samples for each in measured)
        assert all(each.samples > 0 for each in measured)
