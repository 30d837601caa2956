"""Freshness: the files of a folder, by the times that their names carry."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from fnmatch import fnmatchcase
from typing import Any
from zoneinfo import ZoneInfo

from readiness.evidence.cells import CellError
from readiness.evidence.listing import Listed, Listing
from readiness.model.finding import Finding, FindingKind
from readiness.model.text import Text
from readiness.probes.freshness.facts import Facts
from readiness.probes.freshness.holding import Held, held
from readiness.probes.freshness.names import Template, instant_of
from readiness.probes.freshness.settings import Settings
from readiness.probes.freshness.window import Window, window_until
from readiness.probes.freshness.words import from_future, nothing, too_small
from readiness.probes.spans import clock


def read_folder(settings: Settings, context: Any) -> Facts:
    """Raises NotSupplied and CannotJudge."""
    assert settings.folder is not None
    listing: Listing = context.listing(settings.folder)
    limits, times = settings.limits, context.times
    sorting = _Sorting(settings, listing, context)
    for file in listing.files:
        sorting.take(file)
    if not sorting.dated and not sorting.findings:
        raise nothing(listing.use.source)
    entries = held(context, settings.folder, sorting.dated, 0, listing.use.source)
    window = None
    if limits.over is not None:
        ends = times.now
        if listing.binding.as_at is not None:
            ends = max([listing.binding.as_at.astimezone(UTC), *(file.moment for file in sorting.dated)])
        window = window_until(ends, limits.over, limits.every, times.zone, moving=listing.binding.as_at is None)
    found = entries.series(window, limits.longest_gap, settings.max_findings)
    findings = sorting.within(window)
    return Facts(
        source=listing.use.source,
        series=tuple(replace(one, subject=listing.use.source) for one in found.values()),
        window=window,
        findings=tuple(findings[: settings.max_findings]),
        finding_count=len(findings),
        later=sorting.later,
        notes=sorting.notes(),
    )


class _Sorting:
    """Parts the files into those that count and those that can't."""

    def __init__(self, settings: Settings, listing: Listing, context: Any) -> None:
        assert settings.names is not None
        self._settings = settings
        self._folder = listing.use.source.rstrip("/")
        self._times = context.times
        self._templates = tuple(Template.of(words) for words in settings.names)
        self._zone = ZoneInfo(listing.binding.zone) if listing.binding.zone else None
        self._least = settings.limits.min_size or Decimal(1)  # an empty file is never one
        self.dated: list[Held] = []
        self.findings: list[tuple[datetime | None, Finding]] = []
        self.later = 0
        self.ignored = 0
        self.newest: tuple[datetime, Listed] | None = None

    def take(self, file: Listed) -> None:
        name = file.path.rpartition("/")[2]
        if name.startswith(".") or any(fnmatchcase(name, glob) for glob in self._settings.ignore):
            self.ignored += 1
            return
        where = f"{self._folder}/{file.path}"
        try:
            at = instant_of(self._templates, file.path, self._zone)
        except CellError as error:
            self.findings.append((None, self._unreadable(file, where, error.text)))
            return
        if at > self._times.seen_until.astimezone(UTC):
            if self._times.as_of:
                self.later += 1
            else:
                self.findings.append((None, from_future(self._settings.entry, file.path, at, where, self._times)))
        elif not file.plain:
            self.findings.append((at, self._no_file(file, where)))
        elif file.size < self._least:
            size = f"{file.size:,}"
            told = too_small(self._settings.entry, file.path, size, self._least, where)
            self.findings.append((at, told))
        else:
            self.dated.append(Held((), at, where))
            if self.newest is None or at > self.newest[0]:
                self.newest = at, file

    def within(self, window: Window | None) -> list[Finding]:
        """What is wrong within the time that is looked at, or at no time that anybody can tell."""
        return [told for at, told in self.findings if at is None or window is None or at >= window.begins]

    def notes(self) -> tuple[Text, ...]:
        """What the disk says of the newest: shown, since a copy renews it, and never judged."""
        notes = []
        if self.newest is not None:
            _, file = self.newest
            written = clock(file.modified, self._times.zone)
            notes.append(
                Text(
                    f"The newest is {file.path}, {file.size:,} bytes; the disk says that it was written at {written}",
                    f"最新的是 {file.path}，{file.size:,} 字节；磁盘记录的写入时间为 {written}",
                )
            )
        if self.ignored:
            notes.append(
                Text(f"Hidden or ignored, not counted: {self.ignored:,}", f"隐藏或忽略、未计入的文件：{self.ignored:,}")
            )
        return tuple(notes)

    def _unreadable(self, file: Listed, where: str, why: Text) -> Finding:
        forms = ", ".join(template.words for template in self._templates)
        return Finding(
            subject=file.path,
            required=Text(f"a name of the form {forms}", f"文件名格式为 {forms}"),
            observed=Text.same(file.path),
            message=Text(
                f"{where}: {why.en}; a file that is cut off or still being written has such a name. Take it away, or "
                "name it under `ignore`",
                f"{where}：{why.zh}；写到一半或中断的文件常有这样的名称。请移走，或写入 `ignore`",
            ),
            where=where,
            kind=FindingKind.UNREADABLE,
        )

    def _no_file(self, file: Listed, where: str) -> Finding:
        return Finding(
            subject=file.path,
            required=Text("a file", "一个文件"),
            observed=Text("a link or device", "链接或设备"),
            message=Text(
                f"{where} is no file but a link or device, so nobody knows what it holds",
                f"{where} 不是文件，而是链接或设备，不知道其中有什么",
            ),
            where=where,
        )
