"""Lighthouse: how findings are told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import Decimal

from readiness.model.finding import Finding, FindingKind
from readiness.model.instants import say_instant
from readiness.model.moments import tell_duration
from readiness.model.places import place_words
from readiness.model.text import Text
from readiness.probes.lighthouse.facts import Facts, Measured, Page, Run
from readiness.probes.lighthouse.settings import FormFactor, SpeedLimits
from readiness.probes.numbers import plain
from readiness.probes.tabular.acts import Window
from readiness.probes.tabular.words import EMPTY

_SHOWN = 200
_DEVICES = {FormFactor.MOBILE: Text("a phone", "手机"), FormFactor.DESKTOP: Text("a desktop", "桌面端")}
_AUDITS = {
    "first-contentful-paint": Text("First Contentful Paint", "首次内容绘制（FCP）"),
    "largest-contentful-paint": Text("Largest Contentful Paint", "最大内容绘制（LCP）"),
    "total-blocking-time": Text("Total Blocking Time", "总阻塞时间（TBT）"),
    "cumulative-layout-shift": Text("Cumulative Layout Shift", "累积布局偏移（CLS）"),
    "speed-index": Text("Speed Index", "速度指数（SI）"),
    "interactive": Text("Time to Interactive", "可交互时间（TTI）"),
    "server-response-time": Text("server response time", "服务器响应时间"),
}


def no_address(name: str, url: str | None, where: str) -> Finding:
    """A row of the pages without an address of the web."""
    observed = EMPTY if url is None else Text.same(url)
    return Finding(
        name,
        Text("an address, http:// or https://", "网址（http:// 或 https://）"),
        observed,
        Text(f"{name}: {observed.en} is no address of a page", f"{name}：{observed.zh}不是页面地址"),
        where=where,
        kind=FindingKind.MISSING if url is None else FindingKind.WRONG,
    )


def not_measured(facts: Facts, page: Page) -> Finding:
    """No run was of the page."""
    others = list(dict.fromkeys(run.requested for run in facts.runs if run.requested))
    source = place_words(facts.source)
    return Finding(
        page.name,
        Text(f"a run of {page.url}", f"测量 {page.url}"),
        Text(
            f"of {', '.join(others[:3])}" if others else "none", f"测量了 {'、'.join(others[:3])}" if others else "没有"
        ),
        Text(
            f"{page.name}: no run in {source.en} is of {page.url}; measure exactly this address",
            f"{page.name}：{source.zh} 中没有对 {page.url} 的测量；请测量该地址本身",
        ),
        where=page.where,
        kind=FindingKind.MISSING,
    )


def late(page: Page, run: Run, window: Window) -> Finding:
    """All runs of the page came after the window."""
    until, said = say_instant(window.closes, window.zone), say_instant(run.fetched, window.zone)
    by = tell_duration(max(window.late_by(run.fetched), timedelta(seconds=1)), most=2)
    return Finding(
        page.name,
        Text(f"measured at or before {until.en}", f"不晚于{until.zh}测量"),
        Text(f"{said.en}, {by.en} late", f"{said.zh}，晚了 {by.zh}"),
        Text(
            f"{page.name} was measured {by.en} late; a late act can't be repaired, only waived",
            f"{page.name} 的测量晚了 {by.zh}；逾期无法补救，只能豁免",
        ),
        where=run.where,
        kind=FindingKind.LATE,
    )


def early(page: Page, run: Run, window: Window) -> Finding:
    """All runs of the page came before the window."""
    assert window.opens is not None
    since, said = say_instant(window.opens, window.zone), say_instant(run.fetched, window.zone)
    return Finding(
        page.name,
        Text(f"measured at or after {since.en}", f"不早于{since.zh}测量"),
        said,
        Text(
            f"{page.name} was measured on {said.en}, before {since.en}, so it may have changed since: measure it again",
            f"{page.name} 于{said.zh}测量，早于{since.zh}，此后可能已有改动：请重新测量",
        ),
        where=run.where,
    )


def in_future(page: Page, run: Run, window: Window) -> Finding:
    said = say_instant(run.fetched, window.zone)
    return _fault(
        page,
        run,
        Text("not in the future", "不在将来"),
        said,
        Text("its clock was wrong", "测量时的时钟有误"),
    )


def failed(page: Page, run: Run) -> Finding:
    """Lighthouse could not load the page, or got an error page."""
    said = _short(run.error)
    return _fault(
        page,
        run,
        Text("loaded and measured", "已加载并测得结果"),
        Text.same(said),
        Text(
            "Lighthouse could not measure the page; mend that and measure again",
            "Lighthouse 未能测量该页面；请修复后重测",
        ),
    )


def warned(page: Page, run: Run, warning: str) -> Finding:
    return _fault(
        page,
        run,
        Text("no warning", "没有警告"),
        Text.same(_short(warning)),
        Text("Lighthouse doubts this run; measure again", "Lighthouse 对此次测量存疑；请重测"),
    )


def no_navigation(page: Page, run: Run) -> Finding:
    return _fault(
        page,
        run,
        Text("a load of the page (navigation)", "页面加载测量（navigation）"),
        Text.same(run.mode),
        Text("it did not load the page", "它没有加载页面"),
    )


def elsewhere(page: Page, run: Run) -> Finding:
    """The browser ended at another page: a login, an error, a moved page."""
    return _fault(
        page,
        run,
        Text(f"measured is {page.url}", f"测量的是 {page.url}"),
        Text(f"ended at {run.final or 'no address'}", f"最终停在 {run.final or '（无地址）'}"),
        Text(
            "another page was measured, and its visitors wait for the way there; link to the page itself",
            "测量的是另一个页面，且顾客要多等一次跳转；请直接链接到该页面",
        ),
    )


def other_device(page: Page, run: Run, asked: FormFactor) -> Finding:
    return _fault(
        page,
        run,
        Text(f"measured as on {_DEVICES[asked].en} ({asked})", f"以{_DEVICES[asked].zh}（{asked}）测量"),
        Text(run.form_factor or "not said", run.form_factor or "未写明"),
        Text("most customers come with another device; measure as they come", "与顾客所用设备不符；请按实际设备测量"),
    )


def other_network(page: Page, run: Run, limits: SpeedLimits) -> Finding:
    """No network was simulated, or a faster one."""
    network = run.network
    rtt = "-" if network.rtt_ms is None else plain(network.rtt_ms)
    kbps = "-" if network.kbps is None else plain(network.kbps)
    asked = f"{plain(limits.min_rtt_ms)} ms, {plain(limits.max_kbps)} kbit/s"
    method = network.method or "not said"
    return _fault(
        page,
        run,
        Text(f"a network as slow as {asked}, simulated", f"模拟网络不快于 {asked}"),
        Text(f"{rtt} ms, {kbps} kbit/s ({method})", f"{rtt} ms，{kbps} kbit/s（{network.method or '未写明'}）"),
        Text("customers on the road have a slower network", "顾客在移动网络下更慢"),
    )


def too_few(page: Page, seen: int, least: int, where: str) -> Finding:
    return Finding(
        page.name,
        Text(f"at least {least} runs that count", f"至少 {least} 次有效测量"),
        Text(f"{seen}", f"{seen} 次"),
        Text(
            f"{page.name}: {seen} of {least} runs; measure again, since single runs differ",
            f"{page.name}：有效测量 {seen} 次，要求 {least} 次；单次结果有波动，请补测",
        ),
        where=where,
        kind=FindingKind.MISSING,
    )


def no_value(page: Page, run: Run, audit: str, measured: Measured) -> Finding:
    name = _name(audit)
    return _fault(
        page,
        run,
        Text(f"{name.en} measured", f"测得{name.zh}"),
        Text.same(_short(measured.problem)),
        Text(f"the run has no {name.en}; measure again", f"此次测量没有{name.zh}；请重测"),
    )


def too_slow(page: Page, run: Run, audit: str, value: Decimal, most: Decimal, unit: str, runs: int) -> Finding:
    """The median over its limit; shown with the digits that it takes to see that."""
    name, shown, limit = _name(audit), _beyond(value, most), plain(most)
    said = f" {unit}" if unit else ""
    of = Text("", "") if runs == 1 else Text(f", the median of {runs} runs", f"（{runs} 次测量的中位数）")
    return Finding(
        page.name,
        Text(f"{name.en} at most {limit}", f"{name.zh}不超过 {limit}"),
        Text(shown, shown),
        Text(
            f"{page.name}: {name.en} is {shown}{said}{of.en}; at most {limit}{said} is asked",
            f"{page.name}：{name.zh}为 {shown}{said}{of.zh}，要求不超过 {limit}{said}",
        ),
        unit=unit,
        where=run.where,
    )


def same_run(run: Run, other: Run) -> Finding:
    here, there = place_words(run.where), place_words(other.where)
    return Finding(
        run.where,
        Text(f"another run than {there.en}", f"与 {there.zh} 不是同一次测量"),
        Text("the same", "相同"),
        Text(
            f"{here.en} is the run of {there.en} once more; take one of them away, and measure again",
            f"{here.zh} 与 {there.zh} 是同一次测量；请移走其一并补测",
        ),
        where=run.where,
    )


def how(runs: Sequence[Run]) -> Iterator[Text]:
    """With what it was measured."""
    if not runs:
        return
    said = list(dict.fromkeys(_conditions(run) for run in runs))
    more = f" (+{len(said) - 1})" if len(said) > 1 else ""
    yield Text(f"Measured with {said[0]}{more}", f"测量条件：{said[0]}{more}")


def _conditions(run: Run) -> str:
    network = run.network
    tool = f"Lighthouse {run.version}" + (", PageSpeed Insights" if run.hosted else "")
    if network.rtt_ms is None or network.kbps is None:
        return f"{tool}, {run.form_factor}"
    return f"{tool}, {run.form_factor}, {network.method} {plain(network.rtt_ms)} ms / {plain(network.kbps)} kbit/s"


def _fault(page: Page, run: Run, required: Text, observed: Text, why: Text) -> Finding:
    return Finding(
        page.name,
        required,
        observed,
        Text(
            f"{page.name}: required {required.en}, observed {observed.en}; {why.en}",
            f"{page.name}：要求{required.zh}，实际{observed.zh}；{why.zh}",
        ),
        where=run.where,
    )


def _beyond(value: Decimal, most: Decimal) -> str:
    """Rounded to a thousandth; where that reads as the limit itself, all digits."""
    rounded = value.quantize(Decimal("0.001"))
    return plain(rounded if rounded > most else value)


def _name(audit: str) -> Text:
    return _AUDITS.get(audit, Text.same(audit))


def _short(said: str) -> str:
    words = " ".join(said.split())
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}..."
