"""Whether a text states when the campaign begins and ends, and no other period under the campaign's name. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from readiness.evidence.folding import Folded
from readiness.evidence.patterns import spans
from readiness.model.finding import Finding, FindingKind
from readiness.model.text import Text
from readiness.model.times import Times
from readiness.probes.document import words
from readiness.probes.document.dates import Said, dates_in
from readiness.probes.document.facts import Read
from readiness.probes.document.moments import Sayings, end_sayings, launch_sayings
from readiness.probes.tally import Tally

_LABELS = (
    r"(?:活动|促销|大促)(?:起止)?(?:时间|期间|日期|周期|时段)",
    r"(?:campaign|promotion(?:al)?|offer|sale)\s(?:period|dates?)",
    r"(?:valid|runs|running)\s(?:from|between)",
)
# What has a period of its own: `vouchers are valid from ...`.
_OF_ANOTHER = re.compile(r"(?:coupon|voucher|code|gift card|优惠券|代金券|券)[^.。;；\n]{0,30}$")
_GAP = re.compile(r"[^\d.。;；,，]{0,14}")
_SENTENCE_END = re.compile(r"[。;；]")
_REACH = 480
_MOST_SHOWN = 3


def judge_campaign_dates(file: Read, times: Times, tally: Tally) -> None:
    """The launch and the end are stated; each date can be told; each period that is called the campaign's is it."""
    view = file.seen
    dates = dates_in(view)
    launch, end = launch_sayings(times.launch, times.zone), end_sayings(times.end, times.zone)
    tally.examined += 2
    for sayings, what in ((launch, Text("launch", "开始时间")), (end, Text("end", "结束时间"))):
        if not any(sayings.said_by(said) for said in dates):
            tally.add(_not_stated(file, what, sayings, dates))
    for said in dates:
        if said.unclear:
            tally.add(_unclear(file, said))
    for period in _periods(view, dates):
        if not any(map(launch.said_by, period)) or not any(map(end.said_by, period)):
            tally.add(_differs(file, period, launch, end))


def _periods(view: Folded, dates: Sequence[Said]) -> Iterator[tuple[Said, ...]]:
    """The dates that stand right after each label of a campaign's period."""
    past = 0
    starts = [said.start for said in dates]
    for start, end in spans(_LABELS, view.data):
        if start < past or _OF_ANOTHER.search(view.words(max(0, start - 120), start)):
            continue
        near = tuple(dates[bisect_left(starts, end) : bisect_right(starts, end + _REACH)])
        if not near or not _GAP.fullmatch(view.words(end, near[0].start)):
            continue
        period = tuple(_together(view, near))
        past = period[-1].end
        if not any(said.unclear for said in period):
            yield period


def _together(view: Folded, near: tuple[Said, ...]) -> Iterator[Said]:
    """Up to the sentence's end, or the next heading."""
    following = bisect_right(view.headings, near[0].start, key=lambda heading: heading.start)
    until = view.headings[following].start if following < len(view.headings) else len(view.data)
    last = near[0]
    for said in near:
        if said.start > until or _SENTENCE_END.search(view.words(last.end, said.start)):
            return
        yield said
        last = said


def _not_stated(file: Read, what: Text, sayings: Sayings, dates: Sequence[Said]) -> Finding:
    shown = [file.seen.words(said.start, said.end).strip() for said in dates[:_MOST_SHOWN]]
    more = "…" if len(dates) > _MOST_SHOWN else ""
    observed = (
        Text(f"only {', '.join(shown)}{more}", f"只有 {'、'.join(shown)}{more}")
        if shown
        else Text("no date", "没有日期")
    )
    return words.missing(
        words.name_of(file.source),
        file.named,
        Text(f"the campaign's {what.en}: {sayings.words.en}", f"活动{what.zh}：{sayings.words.zh}"),
        observed,
        Text(
            f"The campaign's {what.en} is not stated: write {sayings.words.en}",
            f"没有写明活动{what.zh}：请写上 {sayings.words.zh}",
        ),
    )


def _unclear(file: Read, said: Said) -> Finding:
    shown = words.said(file.seen, said.start, said.end)
    return Finding(
        words.name_of(file.source),
        Text("dates that can be told", "能确定的日期"),
        shown,
        Text(
            f"It can't be told whether {shown.en} puts the day or the month first: write the month's name",
            f"无法确定{shown.zh}是日在前还是月在前：请写成“某年某月某日”",
        ),
        where=file.where(file.seen, said.start),
        kind=FindingKind.UNREADABLE,
    )


def _differs(file: Read, period: tuple[Said, ...], launch: Sayings, end: Sayings) -> Finding:
    shown = words.said(file.seen, period[0].start, period[-1].end)
    return words.wrong(
        words.name_of(file.source),
        file.where(file.seen, period[0].start),
        Text(f"{launch.words.en} to {end.words.en}", f"{launch.words.zh} 至 {end.words.zh}"),
        shown,
        Text(
            f"It states another period than the campaign: {shown.en}, not {launch.words.en} to {end.words.en}",
            f"文中写的活动时间与活动不一致：{shown.zh}，而活动时间为 {launch.words.zh} 至 {end.words.zh}",
        ),
    )
