"""The HTTP API of Prometheus, and of the servers that speak it too (Thanos, Mimir, VictoriaMetrics).

Everything that the server gets wrong is a PrometheusFault; `CannotJudge` is for our own side alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlencode, urlsplit, urlunsplit

from readiness.evidence import prometheus_reading as reading
from readiness.evidence.prometheus_answers import (
    Beside,
    Labels,
    Matrix,
    PrometheusFault,
    Rule,
    Vector,
)
from readiness.evidence.web import Web
from readiness.evidence.web_answers import WebRequest
from readiness.evidence.web_json import ApiDocument, ApiProblem, ApiProblemKind, ask_json
from readiness.model.secret import Secret
from readiness.model.text import Text

_API: Final = "/api/v1"
_SERVER_FAULTS = 500
_MAX_BODY = 20_000_000


class Prometheus:
    """One server, asked from any number of threads. `base` may have a path before the API's; its name is shown."""

    def __init__(
        self,
        web: Web,
        base: Secret,
        used_in: Text,
        seconds_left: Callable[[], float],
        timeout: timedelta = timedelta(seconds=10),
        retries: int = 2,
    ) -> None:
        self._web = web
        self._base = base
        self._used_in = used_in
        self._left = seconds_left
        self._timeout = timeout.total_seconds()
        self._retries = retries

    def query(self, expression: str) -> Vector:
        """An instant query at the server's own present. Raises PrometheusFault, TimeUp and CannotJudge."""
        return reading.vector(*self._asked("/query", {"query": expression, "timeout": self._given()}))

    def query_range(self, expression: str, start: Decimal, end: Decimal, step: Decimal) -> Matrix:
        """A range query; instants are in seconds since 1970, `step` is in seconds. Raises as `query` does."""
        span = {"start": f"{start:f}", "end": f"{end:f}", "step": f"{step:f}"}
        return reading.matrix(*self._asked("/query_range", {"query": expression, **span, "timeout": self._given()}))

    def now(self) -> Decimal:
        """The server's own clock, in seconds since 1970. Raises as `query` does."""
        found = self.query("time()").series
        if len(found) != 1 or found[0].value is None or not found[0].value.is_finite():
            raise PrometheusFault(Text("it does not know its own time, time()", "它答不出自己的时间 time()"))
        return found[0].value

    def rules(self) -> tuple[Rule, ...]:
        """All rules that are loaded. Raises as `query` does."""
        return reading.rules(self._asked("/rules")[0])

    def alertmanagers(self) -> tuple[str, ...]:
        """The addresses to which alerts are sent. Raises as `query` does."""
        return reading.alertmanagers(self._asked("/alertmanagers")[0])

    def configuration(self) -> str:
        """The YAML that the server runs with. Raises as `query` does."""
        return reading.configuration(self._asked("/status/config")[0])

    def firing(self) -> tuple[Labels, ...]:
        """The labels of the alerts that fire. Raises as `query` does."""
        return reading.firing(self._asked("/alerts")[0])

    def _given(self) -> str:
        """How long the server may take, so that it stops working where nobody waits."""
        return f"{max(1, int(min(self._timeout, self._left())))}s"

    def _asked(self, path: str, parameters: Mapping[str, str] | None = None) -> tuple[Any, Beside]:
        """What stands under `data`, and what is said beside it."""
        request = WebRequest(self._url(path, parameters or {}), self._used_in, max_body=_MAX_BODY)
        answer = ask_json(self._web, request, self._timeout, self._left, self._retries)
        if isinstance(answer, ApiProblem):
            raise _fault(answer)
        return _data(answer)

    def _url(self, path: str, parameters: Mapping[str, str]) -> Secret:
        try:
            parts = urlsplit(self._base.reveal())
        except ValueError:
            return self._base  # the client says what is wrong with it
        prefix = parts.path.rstrip("/").removesuffix(_API)
        query = "&".join(part for part in (parts.query, urlencode(parameters)) if part)
        return Secret(self._base.name, urlunsplit((parts.scheme, parts.netloc, f"{prefix}{_API}{path}", query, "")))


def _data(answer: ApiDocument) -> tuple[Any, Beside]:
    content = answer.content
    if not isinstance(content, dict) or content.get("status") not in ("success", "error"):
        raise PrometheusFault(_NO_PROMETHEUS)
    if content["status"] == "error":
        said = str(content.get("error") or content.get("errorType") or "")
        raise PrometheusFault(Text(f"it refuses: {said}", f"服务器拒绝：{said}"))
    if "data" not in content:
        raise PrometheusFault(_NO_PROMETHEUS)
    partial = (_PARTIAL,) if content.get("isPartial") else ()
    return content["data"], Beside((*_lines(content.get("warnings")), *partial), _lines(content.get("infos")))


def _lines(found: Any) -> tuple[str, ...]:
    return tuple(map(str, found)) if isinstance(found, list) else (str(found),) if found else ()


def _fault(problem: ApiProblem) -> PrometheusFault:
    """What a server below 500 answers without a word of its own is no Prometheus, and the words say so first."""
    if problem.kind in (ApiProblemKind.NOT_JSON, ApiProblemKind.STATUS) and problem.status < _SERVER_FAULTS:
        said = Text(f"{_NO_PROMETHEUS.en} ({problem.words.en})", f"{_NO_PROMETHEUS.zh}（{problem.words.zh}）")
        return PrometheusFault(said)
    return PrometheusFault(problem.words)


_PARTIAL = "isPartial: true"  # how the cluster of VictoriaMetrics says that a storage node did not answer
_NO_PROMETHEUS = Text("what answers there is no Prometheus API", "该地址应答的不是 Prometheus API")
