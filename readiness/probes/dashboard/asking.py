"""Dashboards from a running Grafana: one by its address, or all that a search finds. The token comes from `hosts:`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from readiness.evidence.context import Address, ProbeContext
from readiness.evidence.web import Web
from readiness.evidence.web_answers import TimeUp, WebRequest
from readiness.evidence.web_json import ApiDocument, ApiProblem, ask_json
from readiness.model.errors import CannotJudge
from readiness.model.finding import Finding, FindingKind
from readiness.model.secret import Secret
from readiness.model.text import Text
from readiness.probes.dashboard.facts import Board, Facts, Row
from readiness.probes.dashboard.grafana import NoDashboard, read_board
from readiness.probes.dashboard.settings import Settings

_PAGE = re.compile(r"^(?P<prefix>.*?)/d/(?P<uid>[^/]+)(?:/[^/]*)?/?$")
_UID = re.compile(r"[A-Za-z0-9_-]{1,60}")
_MOST_BYTES = 20_000_000


class _Fault(Exception):
    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.subject)
        self.finding = finding


def ask_grafana(settings: Settings, context: ProbeContext, rows: tuple[Row, ...]) -> Facts:
    """The dashboard that the URL names; of a search's URL all that it finds. What Grafana gets wrong is a fault.

    Raises CannotJudge where our side can't ask.
    """
    at = context.address(settings.dashboards)
    boards: list[Board] = []
    faults: list[Finding] = []
    try:
        with context.web() as web:
            asker = _Asker(settings, context, web, at)
            boards.extend(map(asker.board, asker.addresses(at.url)))
    except _Fault as fault:
        faults.append(fault.finding)
    except TimeUp:
        raise CannotJudge(
            Text("Time was up before all dashboards were asked", "检查时限已到，尚未取完全部看板"),
            Text(
                "Give the probe more time (--probe-timeout), or name one dashboard",
                "请放宽探针时限（--probe-timeout），或只指定一个看板",
            ),
        ) from None
    return Facts(context.times.seen_until, tuple(boards), at.url.name, rows, tuple(faults))


class _Asker:
    def __init__(self, settings: Settings, context: ProbeContext, web: Web, at: Address) -> None:
        self._settings, self._context, self._web, self._at = settings, context, web, at

    def addresses(self, url: Secret) -> Iterator[Secret]:
        """The API's address of each dashboard: that of a page is turned into it."""
        parts = urlsplit(url.reveal())
        if page := _PAGE.match(parts.path):
            path = f"{page['prefix']}/api/dashboards/uid/{page['uid']}"
            yield Secret(url.name, urlunsplit((parts.scheme, parts.netloc, path, "", "")))
        elif parts.path.rstrip("/").endswith("/api/search"):
            prefix = parts.path.rstrip("/").removesuffix("/api/search")
            for uid in self._found(url):
                path = f"{prefix}/api/dashboards/uid/{uid}"
                yield Secret(f"{url.name} ({uid})", urlunsplit((parts.scheme, parts.netloc, path, "", "")))
        else:
            yield url

    def board(self, url: Secret) -> Board:
        try:
            return read_board(self._asked(url), url.name)
        except NoDashboard:
            raise _Fault(
                self._fault(url, Text("what it answers is no dashboard of Grafana", "应答的不是 Grafana 看板"))
            ) from None

    def _found(self, url: Secret) -> Iterator[str]:
        found = self._asked(url)
        listed = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else None
        if listed is None:
            raise _Fault(self._fault(url, Text("what it answers is no list of dashboards", "应答的不是看板列表")))
        uids = [str(one.get("uid") or "") for one in listed if one.get("type") != "dash-folder"]
        if not uids:
            raise _Fault(self._fault(url, Text("it finds no dashboard", "没有找到看板")))
        if len(uids) > self._settings.most_dashboards:
            words = Text(
                f"it finds {len(uids)} dashboards, more than {self._settings.most_dashboards}",
                f"找到 {len(uids)} 个看板，超过 {self._settings.most_dashboards} 个",
            )
            raise _Fault(self._fault(url, words))
        for uid in uids:
            if not _UID.fullmatch(uid):
                raise _Fault(self._fault(url, Text("it names a dashboard without an id", "列出的看板没有编号")))
            yield uid

    def _asked(self, url: Secret) -> Any:
        request = WebRequest(url, self._at.used_in, max_body=_MOST_BYTES)
        seconds = self._settings.timeout.total_seconds()
        answer = ask_json(self._web, request, seconds, self._context.stopwatch.left, self._settings.retries)
        if isinstance(answer, ApiProblem):
            raise _Fault(self._fault(url, answer.words))
        assert isinstance(answer, ApiDocument)
        return answer.content

    def _fault(self, url: Secret, words: Text) -> Finding:
        return Finding(
            url.name,
            Text("the dashboard, as JSON", "看板的 JSON"),
            words,
            Text(
                "Grafana does not give the dashboard: look at its address, and at the token of its host in `hosts`",
                "无法从 Grafana 取得看板：请检查地址，以及 `hosts` 中该主机的令牌",
            ),
            where=self._at.where,
            kind=FindingKind.MISSING,
        )
