"""Load tests: requirements and worlds. The shop has 2,400 visits a day, 12 % of them in the busiest hour, of 180 s
each: 14.4 at once, so that 72 users must be there for ten minutes. Its tests have 80."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta, timezone

from tests.changes import Change, put, sheet, sheet_another, sheet_without, text, together
from tests.checklists import Asked, Limit, Mutation
from tests.worlds import Rows

PAGES, CHAIN, BOOK = "evidence/页面压测.jtl", "evidence/全链路压测.jtl", "evidence/压测记录.xlsx"
TESTS, TRAFFIC, SITE = "压测记录", "日常流量", "禾木商城"
LOAD, LINK = "technical.load-test-5x", "technical.full-link-test-t72"
FILES = {LOAD: PAGES, LINK: CHAIN}
NEEDED = 72

_ZONE = timezone(timedelta(hours=8))
DUE, FREEZE = (int(datetime(2026, 6, day, tzinfo=_ZONE).timestamp() * 1000) for day in (15, 13))

ASKED = {
    LOAD: Asked("load-test", "blocker", "T-72h", ("online", "app"), starter=True),
    LINK: Asked("load-test", "blocker", "T-72h", ("online", "app")),
}

Sample = dict[str, str]


def samples(name: str, edit: Callable[[list[Sample]], Iterable[Sample]]) -> Change:
    """Change the samples of a JTL."""

    def change(rows: Rows) -> Rows:
        header, *others = rows
        kept = edit([dict(zip(header, row, strict=True)) for row in others])
        return [header, *(list(sample.values()) for sample in kept)]

    return lambda world: world.edit_rows(name, change)


def each(name: str, **columns: Callable[[Sample], object]) -> Change:
    """Write columns of every sample."""

    def edit(found: list[Sample]) -> list[Sample]:
        return [{**sample, **{column: str(write(sample)) for column, write in columns.items()}} for sample in found]

    return samples(name, edit)


def users(name: str, write: Callable[[int], int]) -> Change:
    return each(name, allThreads=lambda sample: write(int(sample["allThreads"])))


def shifted(name: str, where: Callable[[int, int], int]) -> Change:
    """Move a test: `where` is told its first start and its last end, in epoch ms."""

    def edit(found: list[Sample]) -> list[Sample]:
        starts = [int(one["timeStamp"]) for one in found]
        by = where(min(starts), max(start + int(one["elapsed"]) for start, one in zip(starts, found, strict=True)))
        return [{**one, "timeStamp": str(int(one["timeStamp"]) + by)} for one in found]

    return samples(name, edit)


def every(name: str, nth: int, **columns: str) -> Change:
    """Write columns of each `nth` sample."""
    return samples(name, lambda found: [{**one, **columns} if i % nth == 0 else one for i, one in enumerate(found)])


def cut(name: str, first: int, last: int) -> Change:
    """Take out what ended within these seconds of the test."""

    def edit(found: list[Sample]) -> list[Sample]:
        ends = [int(one["timeStamp"]) + int(one["elapsed"]) for one in found]
        start = min(ends)
        return [one for one, end in zip(found, ends, strict=True) if not first <= (end - start) / 1000 <= last]

    return samples(name, edit)


def held_for(name: str, seconds: int) -> Change:
    """Keep the peak for so many whole seconds: before and after it there is one user too few."""

    def edit(found: list[Sample]) -> list[Sample]:
        ends = [(int(one["timeStamp"]) + int(one["elapsed"])) // 1000 for one in found]
        start = min(end for end, one in zip(ends, found, strict=True) if int(one["allThreads"]) >= NEEDED) + 5
        at_peak = [start <= end < start + seconds for end in ends]
        # the first and the last second of the peak have a sample, so that nothing is guessed
        assert {start, start + seconds - 1} <= set(ends)
        return [
            {**one, "allThreads": str(NEEDED if peak else NEEDED - 1)} for one, peak in zip(found, at_peak, strict=True)
        ]

    return samples(name, edit)


def of_label(name: str, label: str, nth: int, **columns: str) -> Change:
    def edit(found: list[Sample]) -> Iterable[Sample]:
        seen = 0
        for one in found:
            seen += one["label"] == label
            yield {**one, **columns} if one["label"] == label and seen % nth == 0 else one

    return samples(name, edit)


def without_label(name: str, label: str) -> Change:
    return samples(name, lambda found: [one for one in found if one["label"] != label])


def traffic(column: str, value: object) -> Change:
    return sheet(BOOK, TRAFFIC, SITE, column, put(value))


def day(month: int, number: int) -> datetime:
    """A date as a workbook holds it."""
    return datetime(2026, month, number)  # noqa: DTZ001


def tested(check: str, column: str, value: object) -> Change:
    return sheet(BOOK, TESTS, FILES[check].rpartition("/")[2], column, put(value))


def _of_either(check: str) -> list[Mutation]:
    """What both checks watch."""
    file = FILES[check]
    name = file.rpartition("/")[2]
    return [
        Mutation(
            check,
            "another release was tested",
            tested(check, "压测版本", "pos-3.8.0"),
            name,
            "pos-3.8.1",
            "3.8.0",
        ),
        Mutation(check, "nobody says which release", tested(check, "压测版本", None), name, "pos-3.8.1", "no release"),
        Mutation(
            check,
            "a small test system was tested",
            tested(check, "压测环境", "测试环境"),
            name,
            "production",
            "测试环境",
        ),
        Mutation(check, "nobody says where", tested(check, "压测环境", None), name, "production", "-"),
        Mutation(check, "the file has no row", sheet_without(BOOK, TESTS, name), name, "one row", "no row"),
        Mutation(
            check,
            "the file has two rows",
            sheet_another(BOOK, TESTS, name, "pos-3.8.1", "生产环境"),
            name,
            "one row",
            "2 rows",
        ),
        Mutation(
            check, "a user too few", users(file, lambda n: min(n, NEEDED - 1)), "concurrent users", "72 users", "71"
        ),
        Mutation(
            check,
            "the peak ends a second too early",
            held_for(file, 599),
            "time at peak",
            "72 users for 10 min",
            "9 min 59 s",
        ),
        Mutation(
            check,
            "it ended a millisecond too late",
            shifted(file, lambda first, last: DUE + 1 - last),
            name,
            "ended by Sun 14 June 2026, 24:00",
            "24:00",
        ),
        Mutation(
            check,
            "it began a millisecond before the freeze",
            shifted(file, lambda first, last: FREEZE - 1 - first),
            name,
            "begun at or after Fri 12 June 2026, 24:00",
            "Fri 12 June 2026, 23:59:59",
        ),
        Mutation(
            check,
            "one in a hundred failed",
            every(file, 100, success="false"),
            "all samples",
            "at most 0.5 %",
            "of 1,70",
        ),
        Mutation(
            check,
            "errors of the server are recorded as successes",
            every(file, 100, responseCode="500"),
            "all samples",
            "at most 0.5 %",
            "of 1,70",
        ),
        Mutation(
            check,
            "connections were refused and recorded as successes",
            every(file, 100, responseCode="Non HTTP response code: java.net.ConnectException"),
            "all samples",
            "at most 0.5 %",
            "of 1,70",
        ),
        Mutation(check, "one in fifteen is slow", every(file, 15, elapsed="1001"), "p95", "<= 1,000", "1,001"),
        Mutation(check, "the test stood still for 20 s", cut(file, 400, 420), "gap", "15 s", "none for"),
        Mutation(check, "a user does next to nothing", _thin(file), "throughput at peak", "0.4", "0."),
        Mutation(check, "the traffic has grown", traffic("日均访问次数", 2700), "concurrent users", "81 users", "80"),
        Mutation(check, "more are forecast", traffic("预估峰值并发", 81), "concurrent users", "81 users", "80"),
        Mutation(check, "minutes stand for seconds", traffic("平均访问时长(秒)", 3), SITE, "seconds: from 10", "3"),
        Mutation(
            check, "a share smaller than that of any hour", traffic("高峰小时占比", 0.0012), SITE, "4.17 %", "0.12 %"
        ),
        Mutation(check, "a percentage without its sign", traffic("高峰小时占比", 12), SITE, "100 %", "1,200 %"),
        Mutation(check, "nobody counted visits", traffic("日均访问次数", None), SITE, "visits a day", "empty"),
        Mutation(check, "visits in ten thousands", traffic("日均访问次数", 0.24), SITE, "日均访问次数", "0.24"),
        Mutation(check, "no visits at all", traffic("日均访问次数", 0), SITE, "1 or more", "0"),
        Mutation(check, "nobody forecast a peak", traffic("预估峰值并发", None), SITE, "forecast peak", "empty"),
        Mutation(check, "the traffic is of spring", traffic("统计截止日期", day(4, 17)), SITE, "at most 60 d", "61 d"),
        Mutation(
            check,
            "the traffic is of the future",
            traffic("统计截止日期", day(6, 19)),
            SITE,
            "at or before",
            "2026-06-19",
        ),
    ]


def _thin(name: str) -> Change:
    """One sample each fourteen seconds, and none of them an error."""

    def edit(found: list[Sample]) -> Iterable[Sample]:
        last = 0
        for one in found:
            end = int(one["timeStamp"]) + int(one["elapsed"])
            if one["success"] == "true" and end >= last + 13_000:
                last = end
                yield one

    return samples(name, edit)


def _with_quiet_time(found: list[Sample]) -> list[Sample]:
    """Eight errors at the peak, and enough good samples of few users before it to hide them."""
    at_peak = [i for i, one in enumerate(found) if int(one["allThreads"]) >= NEEDED]
    bad = set(at_peak[100:900:100])
    first = int(found[0]["timeStamp"])
    quiet = [{**found[i % 6], "timeStamp": str(first - 600_000 + i * 500), "allThreads": "2"} for i in range(1200)]
    return [*quiet, *({**one, "success": "false"} if i in bad else one for i, one in enumerate(found))]


STEPS = {
    "浏览活动页": "browsing",
    "加入购物车": "cart",
    "领取优惠券": "coupon",
    "提交订单": "order",
    "支付": "payment",
    "支付回调": "payment callback",
}

MUTATIONS = [
    *_of_either(LOAD),
    *_of_either(LINK),
    *(
        Mutation(
            LINK, f"nobody tested: {label}", without_label(CHAIN, label), step, "at least 100 samples", "0 samples"
        )
        for label, step in STEPS.items()
    ),
    Mutation(
        LINK,
        "one in eighty payments failed, few among all",
        of_label(CHAIN, "支付", 80, success="false"),
        "payment",
        "at most 0.5 %",
        "3 of 284",
    ),
    Mutation(
        LINK,
        "a step is slow, and few of all samples are",
        of_label(CHAIN, "支付回调", 18, elapsed="1001"),
        "payment callback",
        "at most 5 % above 1,000 ms",
        "15 of 284",
    ),
    Mutation(
        LINK,
        "errors at the peak, hidden by a long quiet time before it",
        together(
            users(CHAIN, lambda n: NEEDED if n >= 80 else n),
            samples(CHAIN, _with_quiet_time),
        ),
        "samples at the peak",
        "at most 0.5 %",
        "8 of",
    ),
    Mutation(
        LOAD,
        "the campaign launches another release",
        text("campaign.yaml", "release: pos-3.8.1", "release: pos-3.8.2"),
        "页面压测.jtl",
        "pos-3.8.2",
        "pos-3.8.1",
    ),
]


def failed_at_peak(name: str, most: int) -> Change:
    """So many of the samples at the peak failed, one after the other and so of different labels; no others."""

    def edit(found: list[Sample]) -> list[Sample]:
        peak = [i for i, one in enumerate(found) if int(one["allThreads"]) >= NEEDED]
        bad = set(peak[: min(most, len(peak) // 200)])
        good = {"success": "true", "responseCode": "200", "responseMessage": "OK"}
        return [{**one, **good, **({"success": "false"} if i in bad else {})} for i, one in enumerate(found)]

    return samples(name, edit)


LIMITS: list[Limit] = [
    limit
    for check, file in FILES.items()
    for limit in (
        (check, "just the users that are needed", users(file, lambda n: min(n, NEEDED))),
        (check, "the peak lasts just ten minutes", held_for(file, 600)),
        (check, "it ended at T-72h", shifted(file, lambda first, last: DUE - last)),
        (check, "it began as the freeze began", shifted(file, lambda first, last: FREEZE - first)),
        (check, "as many are forecast as were there", traffic("预估峰值并发", 80)),
        (check, "the traffic needs just as many as were there", traffic("日均访问次数", 2666)),
        (check, "the traffic is sixty days old", traffic("统计截止日期", day(4, 18))),
        (check, "an even day", traffic("高峰小时占比", 0.0417)),
        (check, "one in twenty-five is slow", every(file, 25, elapsed="1001")),
        (check, "one in twenty is at the limit", every(file, 20, elapsed="1000")),
        (check, "the test paused for a little", cut(file, 400, 412)),
    )
]
LIMITS += [
    (LOAD, "one in two hundred failed at the peak", failed_at_peak(PAGES, 1000)),
    (LINK, "one sample of each step failed", failed_at_peak(CHAIN, len(STEPS))),
]
