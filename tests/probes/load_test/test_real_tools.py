"""Real tools against a real server: what they write is read, and is what the server saw."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path

import pytest

from readiness.probes.load_test.facts import Users
from tests.probes.load_test.files import one, read
from tests.tools import program

pytestmark = pytest.mark.slow


@dataclass
class Seen:
    """How often each path was asked for."""

    port: int
    paths: Counter[str] = field(default_factory=Counter)


@contextmanager
def server() -> Iterator[Seen]:
    """A shop whose home page answers, and whose other pages are not there."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            with lock:
                seen.paths[self.path] += 1
            self.send_response(200 if self.path == "/home" else 404)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"hi")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    lock = threading.Lock()
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as shop:
        shop.daemon_threads = True
        seen = Seen(shop.server_port)
        thread = threading.Thread(target=shop.serve_forever, daemon=True)
        thread.start()
        yield seen
        shop.shutdown()
        thread.join()


LOCUSTFILE = """\
from locust import HttpUser, constant, task


class Buyer(HttpUser):
    wait_time = constant(0.1)

    @task
    def pages(self):
        self.client.get("/home", name="home")
        self.client.get("/missing", name="missing")
"""


@pytest.mark.skipif(find_spec("locust") is None, reason="locust is not installed (it is one of the development tools)")
def test_locust(tmp_path: Path) -> None:
    """The files of six seconds with five users: totals, failures, labels and users are those that were there."""
    (tmp_path / "locustfile.py").write_text(LOCUSTFILE, "utf-8")
    results = tmp_path / "results"
    results.mkdir()
    options = ["--headless", "-u", "5", "-r", "5", "-t", "6s", "--csv", str(results / "run"), "--csv-full-history"]
    with server() as seen:
        host = f"http://127.0.0.1:{seen.port}"
        subprocess.run(
            [sys.executable, "-m", "locust", "-f", "locustfile.py", "--host", host, *options],
            cwd=tmp_path,
            capture_output=True,
            timeout=60,
            check=False,  # it ends with 1 where a request failed
        )
    (measured,) = read(results)
    assert measured.users_by is Users.LOCUST
    assert max(users for _, users in measured.loads[0].users) == 5
    labels = {label.name: (label.samples, label.errors) for label in measured.labels}
    assert labels.keys() == {"GET home", "GET missing"}
    assert labels["GET home"][1] == 0
    assert labels["GET missing"][0] == labels["GET missing"][1] > 0
    # the files are written each second: what ended after the last time is not in them
    assert seen.paths.total() / 2 <= measured.samples <= seen.paths.total()
    assert measured.errors == labels["GET missing"][1]
    assert measured.started is not None
    assert measured.ended is not None
    assert 1 <= (measured.ended - measured.started).total_seconds() <= 10


# JMeter 2.13 of Debian can't load a plan from a file, since its XML library forbids it by now; its engine can be given
# one.
PLAN = """\
import org.apache.jmeter.control.LoopController;
import org.apache.jmeter.engine.StandardJMeterEngine;
import org.apache.jmeter.protocol.http.sampler.HTTPSamplerProxy;
import org.apache.jmeter.reporters.ResultCollector;
import org.apache.jmeter.testelement.TestPlan;
import org.apache.jmeter.threads.ThreadGroup;
import org.apache.jmeter.util.JMeterUtils;
import org.apache.jorphan.collections.HashTree;
JMeterUtils.setJMeterHome("/usr/share/jmeter");
JMeterUtils.loadJMeterProperties("/usr/share/jmeter/bin/jmeter.properties");
JMeterUtils.initLocale();
for (i = 2; i < bsh.args.length; i++) {
  pair = bsh.args[i].split("=", 2);
  JMeterUtils.setProperty("jmeter.save.saveservice." + pair[0], pair[1]);
}
loop = new LoopController();
loop.setLoops(4);
loop.setFirst(true);
loop.initialize();
group = new ThreadGroup();
group.setName("buyers");
group.setNumThreads(5);
group.setRampUp(0);
group.setSamplerController(loop);
tree = new HashTree();
plan = tree.add(new TestPlan("plan"));
buyers = plan.add(group);
for (name : new String[] {"home", "missing"}) {
  sampler = new HTTPSamplerProxy();
  sampler.setName(name);
  sampler.setDomain("127.0.0.1");
  sampler.setPort(Integer.parseInt(bsh.args[1]));
  sampler.setPath("/" + name);
  sampler.setMethod("GET");
  buyers.add(sampler);
}
results = new ResultCollector();
results.setFilename(bsh.args[0]);
plan.add(results);
engine = new StandardJMeterEngine();
engine.configure(tree);
engine.run();
System.exit(0);
"""

AS_XML = ["output_format=xml", "thread_counts=true"]
WITH_HEADER = ["print_field_names=true", "thread_counts=true", "hostname=true", "default_delimiter=;"]


@pytest.mark.parametrize("options", [[], WITH_HEADER, AS_XML], ids=["as it comes", "header", "xml"])
def test_jmeter(options: list[str], tmp_path: Path) -> None:
    """Five threads, four rounds of two pages: every sample, failure and thread of what JMeter wrote."""
    program("jmeter", "jmeter")
    java = program("java", "default-jre-headless")
    (tmp_path / "plan.bsh").write_text(PLAN, "utf-8")
    home = Path("/usr/share/jmeter/lib")
    jars = [*home.glob("*.jar"), *home.glob("ext/*.jar"), Path("/usr/share/java/bsh.jar")]
    result = tmp_path / "samples.jtl"
    with server() as seen:
        done = subprocess.run(
            [java, "-cp", ":".join(map(str, jars)), "bsh.Interpreter", "plan.bsh", result, str(seen.port), *options],
            cwd=tmp_path,
            capture_output=True,
            timeout=90,
            check=False,
        )
    assert result.exists(), done.stdout[-2000:] + done.stderr[-2000:]
    measured = one(result)
    assert seen.paths == {"/home": 20, "/missing": 20}
    assert {label.name: (label.samples, label.errors) for label in measured.labels} == {
        "home": (20, 0),
        "missing": (20, 20),
    }
    assert (measured.samples, measured.errors) == (40, 20)
    assert measured.users_by is Users.THREADS
    assert max(users for load in measured.loads for _, users in load.users) <= 5
