"""A real Prometheus for tests: fed with the text of a page that the test writes."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.evidence.servers import Reply, serve
from tests.tools import program
from tests.worlds import load_storefront

RULES = """\
groups:
  - name: orders
    rules:
      - {record: "shop:orders:sum", expr: sum(orders_total)}
      - {alert: NoOrders, expr: "orders_total == 0", for: 5m, labels: {severity: yellow}, annotations: {summary: none}}
"""


def monitoring() -> Any:
    """The example's own module, where its programs are installed; else the test is skipped, and fails in CI."""
    load_storefront()
    module = importlib.import_module("systems.monitoring")
    for name in module.PROGRAMS:
        program(name, " ".join(module.PACKAGES))
    return module


@dataclass
class Fed:
    """A running Prometheus with its address; `page` is what its agent reads, several times a second."""

    url: str
    page: Reply
    module: Any

    def tell(self, text: str, until: str) -> None:
        """Change the page, and wait until a query has an answer."""
        self.page.body = text
        self.module.wait_for(self.url, until)


@contextmanager
def fed(folder: Path, text: str, until: str, *options: str, rules: str = RULES) -> Iterator[Fed]:
    """A Prometheus of its own that knows what a page says, until the block ends."""
    module = monitoring()
    folder.mkdir(exist_ok=True)
    (folder / "rules.yml").write_text(rules, "utf-8")
    (folder / "prometheus.yml").write_text("global: {evaluation_interval: 200ms}\nrule_files: [rules.yml]\n", "utf-8")
    page = Reply(text)
    with (
        serve({"/metrics": page}) as site,
        module.prometheus(folder, *options) as url,
        module.agent(site.url("/metrics"), url, job="shop"),
    ):
        module.wait_for(url, until)
        yield Fed(url, page, module)
