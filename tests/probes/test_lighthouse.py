"""Lighthouse: real reports of a page of our own (tests/probes/lighthouse_runs), their other shapes, and pages."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from readiness.evidence.context import ProbeContext
from readiness.evidence.store import EvidenceStore
from readiness.model.errors import CannotJudge, NotSupplied
from readiness.model.evidence import Binding, Contract, Sort
from readiness.model.finding import FindingKind, Judgement
from readiness.model.text import Text
from readiness.probes.kind import Surroundings
from readiness.probes.lighthouse import Settings, gather, judge, problems, stricter
from readiness.probes.lighthouse.addresses import same_page, stayed
from tests.probes.tables import HERE, LAUNCH, SHANGHAI, campaign, situation, times, typed_contract, write_csv

RUNS = Path(__file__).parent / "lighthouse_runs"
PAGE = "http://127.0.0.1:8931/"
LCP = "largest-contentful-paint"
RESULTS = Contract("speed", Sort.DOCUMENT, Text.same("speed"), Text.same("speed"), "it", (), (), "technical", HERE)
ADDRESS = Contract("shop", Sort.URL, Text.same("shop"), Text.same("shop"), "it", (), (), "technical", HERE)
ENTRIES = typed_contract("entries", ["entry"], {"entry": "text", "url": "text"})
ASKED: dict[str, Any] = {
    "results": "speed",
    "pages": {"evidence": "entries", "url": "url", "where": "url is not null"},
    "limits": {"audits": {LCP: "2500"}, "form_factor": "mobile", "min_rtt_ms": "150", "max_kbps": "1638.4"},
}
FETCHED = datetime(2026, 6, 14, 2, tzinfo=UTC)
NOW = datetime(2026, 6, 17, 20, tzinfo=SHANGHAI)

Measure = Callable[..., Judgement]


def report(name: str = "mobile", /, fetched: datetime = FETCHED, **changed: Any) -> dict[str, Any]:
    """A real report, as of another time; `lcp` changes what it measured, other names its parts."""
    document: dict[str, Any] = json.loads((RUNS / f"{name}.json").read_text("utf-8"))
    document["fetchTime"] = fetched.isoformat().replace("+00:00", "Z")
    lcp = changed.pop("lcp", None)
    if lcp is not None:
        document["audits"][LCP]["numericValue"] = lcp
    document.update(changed)
    return document


@pytest.fixture
def measure(tmp_path: Path) -> Iterator[Measure]:
    """Judges the documents, each a file of a folder; one alone is a file."""
    stores: list[EvidenceStore] = []

    def run(
        *documents: Any, pages: list[tuple[str, str]] | None = None, now: datetime = NOW,
        as_of: datetime | None = None, limits: Mapping[str, Any] | None = None, shop: str = PAGE,
        asked: Mapping[str, Any] = ASKED["pages"], **changed: Any,
    ) -> Judgement:  # fmt: skip
        folder = tmp_path / str(len(stores))
        (folder / "speed").mkdir(parents=True)
        for number, document in enumerate(documents):
            said = document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)
            (folder / "speed" / f"{number}.json").write_text(said, "utf-8")
        write_csv(folder / "entries.csv", [("entry", "url"), *(pages or [("H5", PAGE), ("app", "")])])
        moments = times(now.astimezone(UTC), as_of=as_of)
        alone = len(documents) == 1
        bindings = {
            "speed": Binding("speed", HERE, file="speed/0.json" if alone else None, folder=None if alone else "speed"),
            "entries": Binding("entries", HERE, file="entries.csv"),
            "shop": Binding("shop", HERE, url=shop),
        }
        contracts = {"speed": RESULTS, "entries": ENTRIES, "shop": ADDRESS}
        store = EvidenceStore(folder, contracts, bindings, {}, moments)
        stores.append(store)
        whole = {"not_before": "T-5d", **ASKED, "pages": asked, **changed}
        settings = Settings.model_validate({**whole, "limits": {**ASKED["limits"], **(limits or {})}})
        facts = gather(settings, ProbeContext(campaign(), moments, LAUNCH, store, 60))
        return judge(settings, facts, situation(moments))

    yield run
    for store in stores:
        store.close()


def only(judgement: Judgement) -> Any:
    (finding,) = judgement.findings
    assert judgement.total == 1
    return finding


def test_a_real_report_passes(measure: Measure) -> None:
    """A report of Lighthouse 12, run against a page of our own, passes with what it measured and how."""
    judgement = measure(report())
    assert not judgement.findings
    (shown,) = judgement.measures
    assert (shown.subject, str(shown.value), str(shown.limit), shown.unit) == ("H5", "664.490", "2500", "ms")
    assert judgement.notes[0].en == "Measured with Lighthouse 12.8.2, mobile, simulate 150 ms / 1,638.4 kbit/s"


@pytest.mark.parametrize(("lcp", "good"), [(2500, True), (2500.0001, False), (2501, False)])
def test_the_limit_is_included(measure: Measure, lcp: float, *, good: bool) -> None:
    """False-GO 14: exactly 2,500 ms pass; any fraction more does not, and does not read as the limit."""
    judgement = measure(report(lcp=lcp))
    assert bool(judgement.findings) is not good
    if not good:
        assert only(judgement).observed.en != "2,500"


def test_the_median_of_several_runs(measure: Measure) -> None:
    """Of three runs the middle counts; of two the slower."""
    at = [FETCHED + timedelta(minutes=number) for number in range(3)]
    three = [report(fetched=one, lcp=lcp) for one, lcp in zip(at, (1000, 2400, 9000), strict=True)]
    judgement = measure(*three)
    assert not judgement.findings
    assert judgement.examined.count == 3
    assert str(judgement.measures[0].value) == "2400.000"
    two = measure(report(fetched=at[0], lcp=1000), report(fetched=at[1], lcp=2600))
    assert "the median of 2 runs" in only(two).message.en


def test_several_runs_may_be_asked(measure: Measure) -> None:
    """One run of three is too few; the same run as two files is told."""
    assert only(measure(report(), limits={"min_runs": "3"})).observed.en == "1"
    copies = measure(report(), report(), limits={"min_runs": "2"})
    assert only(copies).observed.en == "the same"


@pytest.mark.parametrize(
    ("name", "page", "observed"),
    [
        ("error-page", "500", "ERRORED_DOCUMENT_REQUEST"),
        ("blank-page", "blank", "NO_FCP"),
        ("refused", "", "CHROME_INTERSTITIAL_ERROR"),
    ],
)
def test_a_page_that_could_not_be_measured(measure: Measure, name: str, page: str, observed: str) -> None:
    """False-GO 24: an error page, an empty page and a refused connection are no measurement."""
    document = report(name)
    judgement = measure(document, pages=[("H5", document["requestedUrl"])])
    assert only(judgement).observed.en.startswith(observed)
    assert judgement.examined.count == 0
    assert page in document["requestedUrl"]


def test_a_redirect_is_another_page(measure: Measure) -> None:
    """False-GO 24: the browser ended elsewhere; Lighthouse's own warning is told, too."""
    document = report("redirected")
    judgement = measure(document, pages=[("H5", document["requestedUrl"])])
    assert [one.observed.en[:8] for one in judgement.findings] == ["The page", "ended at"]


def test_a_warning_is_a_finding(measure: Measure) -> None:
    """A run that Lighthouse itself doubts does not count."""
    warned = report(
        runWarnings=["The page loaded too slowly to finish within the time limit. Results may be incomplete."]
    )
    assert "too slowly" in only(measure(warned)).observed.en


def test_a_desktop_is_no_phone(measure: Measure) -> None:
    """A run of the desktop preset is refused, by its device and by its network."""
    judgement = measure(report("desktop"))
    assert [one.observed.en for one in judgement.findings] == ["desktop", "40 ms, 10,240 kbit/s (simulate)"]
    good = measure(report("desktop"), limits={"form_factor": "desktop", "min_rtt_ms": "40", "max_kbps": "10240"})
    assert not good.findings


@pytest.mark.parametrize("changed", [{"throttlingMethod": "provided"}, {"throttling": {}}, {"throttlingMethod": None}])
def test_a_network_that_nobody_slowed_down(measure: Measure, changed: dict[str, Any]) -> None:
    """Without throttling, or without a word of it, the run is of the office's network."""
    document = report()
    document["configSettings"].update(changed)
    assert "kbit/s" in only(measure(document)).observed.en


@pytest.mark.parametrize(
    "audit",
    [None, {}, {"score": None, "numericValue": 100}, {"score": 1}, {"score": 1, "numericValue": "100"},
     {"score": 1, "numericValue": -1}, {"score": 1, "numericValue": True},
     {"score": 0.9, "numericValue": 100, "errorMessage": "NO_LCP"}],
)  # fmt: skip
def test_an_audit_without_a_value(measure: Measure, audit: Any) -> None:
    """False-GO 10, 11: a missing audit, no score, a text, a negative number or an error is no measurement."""
    document = report()
    document["audits"][LCP] = audit
    assert "measured" in only(measure(document)).required.en


def test_a_page_that_nobody_measured(measure: Measure) -> None:
    """False-GO 21: the list of pages decides; what was measured instead is named."""
    finding = only(measure(report(), pages=[("H5", PAGE), ("活动页", "https://shop.example/618")]))
    assert (finding.subject, finding.kind) == ("活动页", FindingKind.MISSING)
    assert finding.observed.en == f"of {PAGE}"
    assert finding.where == "entries.csv, row 3, column url"


@pytest.mark.parametrize("url", ["618", "shop.example/618", "ftp://shop.example/", "http://"])
def test_an_address_that_is_none(measure: Measure, url: str) -> None:
    """What is no address of a page can't have been measured."""
    assert only(measure(report(), pages=[("H5", PAGE), ("活动页", url)])).subject == "活动页"


def test_no_page_is_an_error(measure: Measure) -> None:
    """False-GO 4: a list without an address asks for nothing."""
    with pytest.raises(CannotJudge, match="names no page"):
        measure(report(), pages=[("app", "")])


def test_the_page_may_be_an_address(measure: Measure) -> None:
    """The bound address of the shop is the page."""
    assert not measure(report(), shop=PAGE, asked={"evidence": "shop"}).findings
    assert only(measure(report(), shop=f"{PAGE}618", asked={"evidence": "shop"})).subject == f"{PAGE}618"


# time

DUE = LAUNCH - timedelta(hours=72)
FREEZE = LAUNCH - timedelta(days=5)


@pytest.mark.parametrize("fetched", [FREEZE, DUE])
def test_the_window_is_included(measure: Measure, fetched: datetime) -> None:
    """False-GO 30: measured exactly at the freeze, or exactly at the due time, is in time."""
    assert not measure(report(fetched=fetched.astimezone(UTC))).findings


def test_measured_too_late(measure: Measure) -> None:
    """False-GO 30: a second late is late, and can only be waived."""
    finding = only(measure(report(fetched=(DUE + timedelta(seconds=1)).astimezone(UTC))))
    assert finding.kind is FindingKind.LATE
    assert finding.observed.en.endswith("1 s late")


def test_measured_before_the_freeze(measure: Measure) -> None:
    """What was measured before the last change says nothing of it; a run after it does."""
    before = report(fetched=(FREEZE - timedelta(seconds=1)).astimezone(UTC), lcp=9000)
    assert only(measure(before)).required.en.startswith("measured at or after")
    assert not measure(before, report()).findings


def test_measured_again_after_the_due(measure: Measure) -> None:
    """A later run is not needed, but one that is too slow is told."""
    later = (DUE + timedelta(days=1)).astimezone(UTC)
    assert not measure(report(), report(fetched=later)).findings
    assert only(measure(report(), report(fetched=later, lcp=2600))).observed.en == "2,600"


def test_of_the_future(measure: Measure) -> None:
    """False-GO 29: a run of tomorrow is wrong; under as-of it was not there yet."""
    tomorrow = (NOW + timedelta(days=1)).astimezone(UTC)
    assert "not in the future" in {one.required.en for one in measure(report(fetched=tomorrow)).findings}
    with pytest.raises(NotSupplied):
        measure(report(), as_of=FETCHED - timedelta(hours=1))
    later = report(fetched=FETCHED + timedelta(hours=2), lcp=9000)
    assert not measure(report(), later, as_of=FETCHED + timedelta(hours=1)).findings


def test_too_old(measure: Measure) -> None:
    """A run may have to be young, too; then the check holds until it is not."""
    young = measure(report(), max_age="4d")
    assert young.holds_until == FETCHED + timedelta(days=4)
    assert only(measure(report(), max_age="3d")).kind is FindingKind.STALE


# shapes


def older(**renamed: str) -> dict[str, Any]:
    """The report as an older version writes it: other names for the same."""
    document = report()
    for name in ("finalDisplayedUrl", "mainDocumentUrl", "gatherMode"):
        del document[name]
    document["lighthouseVersion"] = "6.5.0"
    settings = document["configSettings"]
    settings["emulatedFormFactor"] = settings.pop("formFactor")
    document["runtimeError"] = {"code": "NO_ERROR", "message": ""}
    return {**document, **renamed}


def hosted() -> dict[str, Any]:
    document = report()
    document["configSettings"] = {"formFactor": "mobile", "emulatedFormFactor": "mobile", "channel": "lr"}
    return {"kind": "pagespeedonline#result", "id": PAGE, "lighthouseResult": document}


@pytest.mark.parametrize(
    "document",
    [
        older(),
        report(lighthouseVersion="13.0.3", finalUrl=None),
        hosted(),
        [report()],
        {"lhr": report()},
        {"lhr": json.dumps(report())},
        {"steps": [{"name": "load", "lhr": report()}], "name": "flow"},
    ],
    ids=["version 6", "version 13", "PageSpeed Insights", "list", "lhr", "Lighthouse CI server", "flow"],
)
def test_the_shapes_of_a_result(measure: Measure, document: Any) -> None:
    """Versions 6 to 13, alone or wrapped, give the same."""
    judgement = measure(document)
    assert not judgement.findings
    assert str(judgement.measures[0].value) == "664.490"


def test_the_list_of_lighthouse_ci_is_no_result(measure: Measure) -> None:
    """The manifest that lies beside the results is passed over, and alone it is nothing."""
    manifest = [{"url": PAGE, "isRepresentativeRun": True, "jsonPath": "a.json", "summary": {"performance": 1}}]
    assert not measure(manifest, report()).findings
    with pytest.raises(CannotJudge, match="no result of Lighthouse"):
        measure(manifest)


@pytest.mark.parametrize(
    "document",
    ["", "{", "[]", "{}", "null", "<html></html>", '{"audits": {}}', "[1]",
     report(lighthouseVersion="5.6.0"), report(lighthouseVersion="14.0.0"), report(lighthouseVersion=None),
     report(fetchTime="2026-06-14 10:00"), report(fetchTime=None), {"lhr": "{"}, [report(), {"a": 1}]],
)  # fmt: skip
def test_what_is_no_result_is_an_error(measure: Measure, document: Any) -> None:
    """False-GO 7: another format, another version, a cut file or one without its time decides nothing."""
    with pytest.raises(CannotJudge):
        measure(document)


def test_a_timespan_loads_no_page(measure: Measure) -> None:
    """A flow's step that only watched is no load of the page."""
    assert "navigation" in only(measure(report(gatherMode="timespan"))).required.en


# addresses


@pytest.mark.parametrize(
    ("one", "other", "same", "there"),
    [
        ("https://a.example", "https://A.example:443/", True, True),
        ("https://a.example/618", "https://a.example/618/#top", True, True),
        ("https://a.example/618", "https://a.example/618?utm=1", False, True),
        ("http://a.example/618", "https://a.example/618", False, True),
        ("https://a.example/618", "https://a.example/login", False, False),
        ("https://a.example/618", "https://b.example/618", False, False),
        ("https://a.example/618", "https://a.example:8443/618", False, False),
        ("https://a.example/618", "chrome-error://chromewebdata/", False, False),
        ("https://a.example:x/", "https://a.example:x/", False, False),
    ],
)
def test_addresses(one: str, other: str, *, same: bool, there: bool) -> None:
    """One page is one host, path and query; a browser stays at host and path."""
    assert same_page(one, other) is same
    assert stayed(one, other) is there


# settings


def test_validate_names_the_setting() -> None:
    """A column that is not there, or none where one is needed, is told with its place."""
    around = Surroundings({"speed": RESULTS, "entries": ENTRIES, "shop": ADDRESS}, frozenset())
    assert not list(problems(Settings.model_validate(ASKED), around))
    for pages in ({"evidence": "entries", "url": "link"}, {"evidence": "entries"}, {"evidence": "shop", "url": "url"}):
        found = list(problems(Settings.model_validate({**ASKED, "pages": pages}), around))
        assert [one.path for one in found] == [("pages", "url")]


@pytest.mark.parametrize(
    "limits", [{"audits": {}}, {"audits": {LCP: "-1"}}, {"audits": {LCP: "fast"}}, {"form_factor": "tablet"},
               {"max_kbps": "0"}, {"min_runs": "0"}]
)  # fmt: skip
def test_limits_that_are_none_are_refused(limits: dict[str, Any]) -> None:
    """An empty list of audits, or a limit that is no number, asks nothing."""
    with pytest.raises(ValidationError):
        Settings.model_validate({**ASKED, "limits": {**ASKED["limits"], **limits}})


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"audits": {LCP: "2000"}}, True),
        ({"audits": {LCP: "2500", "speed-index": "3400"}}, True),
        ({"audits": {LCP: "2501"}}, False),
        ({"audits": {"speed-index": "100"}}, False),
        ({"form_factor": "desktop"}, False),
        ({"min_rtt_ms": "300"}, True),
        ({"min_rtt_ms": "40"}, False),
        ({"max_kbps": "700"}, True),
        ({"max_kbps": "10240"}, False),
        ({"min_runs": "3"}, True),
    ],
)
def test_what_is_stricter(changed: dict[str, Any], *, expected: bool) -> None:
    """False-GO 38: only limits that ask at least as much are no loosening."""
    before = Settings.model_validate(ASKED)
    after = Settings.model_validate({**copy.deepcopy(ASKED), "limits": {**ASKED["limits"], **changed}})
    assert stricter(before, after) is expected
