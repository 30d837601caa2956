"""What a new campaign begins with: the built-in checklists, or an earlier campaign."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from readiness.cli.errors import UsageProblem
from readiness.cli.options import one_of
from readiness.cli.plan import Earlier
from readiness.loading.earlier import EarlierFile
from readiness.loading.workbook_words import HOSTS
from readiness.model.campaign import Campaign, Person
from readiness.model.check import Check
from readiness.model.evidence import Contract
from readiness.model.moments import Moment, say_duration
from readiness.model.text import Lang, Text

_KEPT = frozenset({"hosts", "waiving", "signatures"})
_DEFAULT_LENGTH = timedelta(days=3) - timedelta(seconds=1)
_FREEZE = Moment.parse("T-5d")


@dataclass(frozen=True, slots=True)
class Basis:
    """`length` is from launch to end, `files` are to be copied beside the new campaign, `said` what was taken over and
    wants a look."""

    checklists: tuple[str, ...]
    checks: tuple[Check, ...]
    contracts: Mapping[str, Contract]
    length: timedelta = _DEFAULT_LENGTH
    zone: str | None = None
    traits: Mapping[str, bool] = field(default_factory=dict)
    people: tuple[Person, ...] = ()
    moments: Mapping[str, Moment] = field(default_factory=lambda: {"freeze": _FREEZE})
    languages: tuple[Lang, ...] = ()
    starter: bool = False
    earlier: Earlier | None = None
    files: Mapping[str, Path] = field(default_factory=dict)
    said: tuple[Text, ...] = ()

    @property
    def meant(self) -> tuple[Check, ...]:
        """The checks that the campaign's selection asks for."""
        return tuple(check for check in self.checks if check.starter or not self.starter)

    @property
    def asked(self) -> tuple[str, ...]:
        """Every trait that the checks ask about, in the order in which they do."""
        return tuple(dict.fromkeys(trait for check in self.checks for trait in check.when))


PACKS: Mapping[str, Text] = {
    "crm": Text(
        "Add the checklist crm: customer segments, coupons, live codes, tasks of the field staff?",
        "是否加上“客户运营”检查清单（客群、优惠券、企微活码、一线任务）？",
    ),
    "channel": Text(
        "Add the checklist channel: dealers, their policy, prices, leads and stock?",
        "是否加上“经销渠道”检查清单（经销商政策、价格、线索与库存）？",
    ),
}
"""The packs that ship, each as the question that is asked on a terminal."""


def built_in(packs: Iterable[str] = ()) -> Basis:
    """The four checklists that belong to every campaign, and the packs that this one chose. Raises UsageProblem."""
    from readiness.loading.checklist import shipped_checklist
    from readiness.loading.shipped import BUILT_IN, shipped_checklists

    chosen = dict.fromkeys(one_of("--checklist", name, shipped_checklists()) for name in packs)
    names = (*BUILT_IN, *(name for name in chosen if name not in BUILT_IN))
    lists = [shipped_checklist(name) for name in names]
    checks = tuple(check for one in lists for check in one.checks)
    contracts = {contract.name: contract for one in lists for contract in one.contracts}
    named = {name for check in checks for name in check.probe.evidence}
    return Basis(names, checks, {name: one for name, one in contracts.items() if name in named})


def as_starter(basis: Basis) -> Basis:
    """The same with the starter selection, and with the packs that hold a check of it. An earlier campaign has chosen
    its packs already."""
    from readiness.loading.checklist import shipped_checklist
    from readiness.loading.shipped import BUILT_IN, shipped_checklists

    if basis.earlier is not None:
        return replace(basis, starter=True)
    packs = [name for name in shipped_checklists() if name not in BUILT_IN]
    needed = [name for name in packs if any(check.starter for check in shipped_checklist(name).checks)]
    return replace(built_in((*basis.checklists, *needed)), starter=True)


def from_earlier(path: Path, now: datetime, *, workbook: bool) -> Basis:
    """People, traits, checklists, settings and the places of files of an earlier campaign; nothing that somebody
    approved, nothing that was measured, and nothing that is dated. Raises InvalidInput, UsageProblem."""
    from readiness.loading.earlier import read_earlier

    old = read_earlier(path, now)
    campaign = old.campaign
    more = {key: value for key, value in old.words.items() if key in _KEPT}
    if workbook:
        _refuse_what_no_workbook_holds(old, more)
    earlier = Earlier(
        id=campaign.id,
        bindings={name: kept for name, said in old.words.get("evidence", {}).items() if (kept := _undated(said, old))},
        settings=old.words.get("settings", {}),
        not_applicable=old.words.get("not_applicable", {}),
        more=more,
    )
    return Basis(
        checklists=tuple(old.words["checklists"]),
        checks=campaign.checks,
        contracts=campaign.contracts,
        length=campaign.end - campaign.launch,
        zone=campaign.zone.key,
        traits=campaign.traits,
        people=campaign.people,
        moments=_moments(old),
        languages=campaign.languages,
        starter=campaign.starter,
        earlier=earlier,
        files=dict(_files(old, more)),
        said=tuple(_to_look_at(old, earlier)),
    )


def _undated(binding: Mapping[str, Any], old: EarlierFile) -> dict[str, Any]:
    """Where its file is expected again. A page of the earlier campaign would answer well for the wrong one, and a sheet
    of its workbook is not there any more."""
    if "url" in binding or binding.get("file") == Path(old.campaign.file).name:
        return {}
    return {key: value for key, value in binding.items() if key != "as_at"}


def _moments(old: EarlierFile) -> dict[str, Moment]:
    """The campaign's own moments; one that was an instant keeps its distance from the launch."""
    found: dict[str, Moment] = {}
    for name, words in old.words["campaign"].get("moments", {}).items():
        moment = Moment.parse(words)
        found[name] = moment if moment.instant is None else _from_launch(moment.instant, old.campaign)
    return found


def _from_launch(instant: datetime, campaign: Campaign) -> Moment:
    distance = instant - campaign.launch
    sign = "-" if distance < timedelta() else "+"
    return Moment.parse(f"T{sign}{say_duration(distance)}")


def _files(old: EarlierFile, more: Mapping[str, Any]) -> Iterator[tuple[str, Path]]:
    """Own checklists and keys, by their path in the campaign's folder."""
    names = list(old.own_checklists)
    names += [name for name in (more.get("signatures", {}).get("allowed_signers"),) if name]
    names += [host["ca"] for host in more.get("hosts", {}).values() if host and "ca" in host]
    for name in dict.fromkeys(names):
        path = old.campaign.folder / name
        if path.is_file() and path.resolve().is_relative_to(old.campaign.folder.resolve()):
            yield name, path


def _refuse_what_no_workbook_holds(old: EarlierFile, more: Mapping[str, Any]) -> None:
    deep = [check for check, setting in old.words.get("settings", {}).items() if _holds_mappings_in_lists(setting)]
    lost = [*sorted(set(more) - {"hosts"}), *_unusual_hosts(more), *deep, *_unusual_options(old)]
    if lost:
        listed, listed_zh = ", ".join(lost), "、".join(lost)
        raise UsageProblem(
            Text(
                f"--workbook: {old.campaign.file} says things for which a workbook has no place: {listed}",
                f"--workbook：{old.campaign.file} 中有工作簿无处可写的内容：{listed_zh}",
            ),
            Text("Leave --workbook out, and keep this campaign in YAML", "请去掉 --workbook，此活动继续使用 YAML"),
        )


def _unusual_hosts(more: Mapping[str, Any]) -> Iterator[str]:
    """What is paired with hosts beyond the columns of their sheet."""
    known = {label.key for label in HOSTS}
    for name, host in more.get("hosts", {}).items():
        yield from (f"hosts.{name}.{key}" for key in host or {} if key not in known)


def _unusual_options(old: EarlierFile) -> Iterator[str]:
    """How a file is read beyond what the list of evidence asks for."""
    known = {"file", "folder", "url", "sheet", "as_at", "zone", "author", "header"}
    for name, binding in old.words.get("evidence", {}).items():
        yield from (f"evidence.{name}.{key}" for key in binding if key not in known)


def _holds_mappings_in_lists(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(map(_holds_mappings_in_lists, value.values()))
    return isinstance(value, list) and any(isinstance(item, Mapping | list) for item in value)


def _to_look_at(old: EarlierFile, earlier: Earlier) -> Iterator[Text]:
    """Each thing that may not be true of the new campaign."""
    for check, said in earlier.not_applicable.items():
        yield Text(f"not applicable: {check} ({said['reason']})", f"不适用：{check}（{said['reason']}）")
    for check in earlier.settings:
        yield Text(f"changed settings: {check}", f"调整过的设置：{check}")
    for name, words in old.words["campaign"].get("moments", {}).items():
        moment = Moment.parse(words)
        if moment.instant is not None:
            kept = _from_launch(moment.instant, old.campaign).words
            yield Text(
                f"moment {name}: now {kept}, as far from the launch", f"时点 {name}：改为 {kept}，与上线的间隔不变"
            )
    for name, binding in old.words.get("evidence", {}).items():
        if "url" in binding:
            yield Text(f"not taken over: the address of {name}", f"未沿用：{name} 的网址")
    if old.campaign.release:
        yield Text(f"not taken over: the release {old.campaign.release}", f"未沿用：版本 {old.campaign.release}")
