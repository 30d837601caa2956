"""The campaign file with everything it names -> `Campaign`. All problems of all files are told at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from readiness.loading.borrowing import Borrowed, borrow
from readiness.loading.campaign_files import campaign_files
from readiness.loading.checklist import (
    Checklist,
    Draft,
    check_items,
    check_nodes,
    draft_checklist,
    finish,
    original_check,
)
from readiness.loading.evidence_rules import EvidenceRules, declared_once
from readiness.loading.forms import DEFAULT_MOMENTS, BindingForm, CampaignFile, HostForm
from readiness.loading.loosening import ShippedCheck, approve, find_loosened, usual_moments
from readiness.loading.nodes import Listing, mapping_at, place
from readiness.loading.nodes import Mapping as MappingNode
from readiness.loading.problems import Problems
from readiness.loading.reading import Reader
from readiness.loading.records import Records, read_records
from readiness.loading.references import Known, References
from readiness.loading.shipped import shipped_checklists
from readiness.loading.sources import Folder, read_checklists
from readiness.loading.validation import validate
from readiness.model.campaign import Campaign, Host, NotApplicable, Person, SignaturePolicy
from readiness.model.check import Check, Severity
from readiness.model.evidence import Binding, Contract
from readiness.model.location import Location
from readiness.model.moments import END, LAUNCH
from readiness.model.text import Text
from readiness.model.workbook import is_workbook

_NO_CAMPAIGN = Text(
    "Go into the campaign's folder, or name it in the command; a new campaign begins with `readiness init NAME`",
    "请进入活动所在的文件夹，或在命令中写明它；新建活动请用 `readiness init 名称`",
)


def load_campaign(
    path: Path,
    now: datetime,
    *,
    allow_outside: tuple[Path, ...] = (),
    shipped: Mapping[str, Path] | None = None,
) -> Campaign:
    """The campaign at `path` (its file, or the folder that holds campaign.yaml or campaign.xlsx), with its checklists,
    sign-offs and waivers. Approvals of loosenings are judged at `now`; `loosening.approve` judges them at another
    instant. `shipped` are the checklists that can be named without a path (default: those that come with readiness).

    Raises InvalidInput with every problem of every file.
    """
    file, *others = campaign_files(path)
    problems = Problems()
    for other in others:
        problems.add(
            Location(file.as_posix(), 1, 1),
            Text(
                f"{other.name} stands beside it: which one is the campaign?",
                f"旁边还有 {other.name}：哪一个是活动文件？",
            ),
            Text("Name the file in the command, or move one of the two away", "请在命令中写明文件，或移走其中一个"),
        )
    problems.raise_if_any()
    reader = Reader(problems)
    by_name = shipped_checklists() if shipped is None else shipped
    folder = Folder(file.parent, file.parent.as_posix(), by_name, allow_outside)
    node = campaign_node(file, folder, reader)
    if node is None:
        problems.raise_if_any()
    assert node is not None
    return _Loading(node, folder, file.as_posix(), reader).campaign(now)


def campaign_node(file: Path, folder: Folder, reader: Reader) -> MappingNode | None:
    """The campaign file as nodes, whether people write it as YAML or as a workbook; None where problems were told."""
    shown = file.as_posix()
    if is_workbook(shown):
        from readiness.loading.workbook import read_workbook

        return read_workbook(file, shown, folder, reader, _NO_CAMPAIGN)
    return reader.read(file, shown, file.name, _NO_CAMPAIGN)


class _Loading:
    """One campaign on its way from nodes to model."""

    def __init__(self, node: MappingNode, folder: Folder, file: str, reader: Reader) -> None:
        self._node = node
        self._folder = folder
        self._file = file
        self._reader = reader
        self._problems: Problems = reader.problems

    def campaign(self, now: datetime) -> Campaign:
        form, problems = self._form(), self._problems
        listed = self._node.get("checklists")
        listed = listed if isinstance(listed, Listing) else Listing(self._node.location, [])
        sources, whole = read_checklists(listed, self._folder, self._reader)
        settings = _settings(self._node)
        drafts = [draft_checklist(source, settings, problems) for source in sources]
        records = read_records(self._folder, self._reader)
        borrowed = borrow(drafts, self._folder.shipped, self._reader)
        self._rules(drafts, borrowed, records, whole=whole and bool(listed.items))
        waivers = records.waivers(form.campaign.end, problems) if form else ()
        moments = self._moments(form) if form else {}
        if form is not None:
            self._dues(form, moments, drafts)
        problems.raise_if_any()
        assert form is not None
        checklists = [finish(draft) for draft in drafts]
        campaign = self._build(form, moments, checklists, borrowed)
        campaign = replace(campaign, signoffs=records.signoffs(), waivers=waivers)
        shipped = [checklist.name for checklist in checklists if checklist.shipped]
        campaign = replace(campaign, loosened=find_loosened(campaign, shipped, self._pairs(drafts, campaign.checks)))
        problems.raise_if_any()
        return replace(campaign, loosened=approve(campaign, now, now))

    def _form(self) -> CampaignFile | None:
        form = validate(CampaignFile, self._node, self._problems)
        if form is not None and form.campaign.end <= form.campaign.launch:
            self._problems.add(
                place(self._node, "campaign", "end"),
                Text("The campaign ends before it is launched, or as it is launched", "活动结束时间不晚于上线时间"),
                Text("Check launch and end", "请检查 launch 和 end"),
            )
        return form

    def _rules(self, drafts: list[Draft], borrowed: Mapping[str, Borrowed], records: Records, *, whole: bool) -> None:
        nodes = {name: one.node for name, one in borrowed.items()}
        references = References(Known.of(self._node, drafts, nodes, whole=whole), self._problems)
        references.campaign(self._node)
        references.checks()
        declared_once(drafts, self._problems)
        evidence = EvidenceRules(references)
        evidence.bindings(self._node)
        for draft in drafts:
            evidence.probes(draft)
        evidence.settings(drafts, [one.contract for one in borrowed.values()])
        references.signoffs(records.signoffs_node)
        references.waivers(records.waivers_node)

    def _moments(self, form: CampaignFile) -> dict[str, datetime]:
        """The campaign's moments, resolved; they stand on launch or end or are instants, so none can be circular."""
        anchors = {LAUNCH: form.campaign.launch, END: form.campaign.end}
        resolved: dict[str, datetime] = {}
        for name, moment in {**DEFAULT_MOMENTS, **form.campaign.moments}.items():
            where = place(self._node, "campaign", "moments", name)
            if moment.anchor is not None and moment.anchor not in anchors:
                self._problems.add(
                    where,
                    Text(
                        f"A moment can't stand on another ({moment.anchor})",
                        f"时点不能基于另一个时点（{moment.anchor}）",
                    ),
                    Text(
                        "Write it from T (launch) or E (end), or as an instant",
                        "请从 T（上线）或 E（结束）起算，或写时刻",
                    ),
                )
                continue
            try:
                resolved[name] = moment.resolve(anchors)
            except OverflowError:
                self._too_far(where)
        own = {name: moment for name, moment in resolved.items() if name in form.campaign.moments}
        return {**usual_moments(own, anchors), **own}

    def _dues(self, form: CampaignFile, moments: Mapping[str, datetime], drafts: Iterable[Draft]) -> None:
        """Dues so far away that no calendar holds them."""
        anchors = {**moments, LAUNCH: form.campaign.launch, END: form.campaign.end}
        for draft in drafts:
            for check, item in zip(draft.form.checks if draft.form else (), draft.items, strict=False):
                try:
                    check.due.resolve(anchors)
                except OverflowError:
                    self._too_far(place(item, "due"))
                except KeyError:
                    continue  # an unknown moment has been told

    def _too_far(self, where: Location) -> None:
        self._problems.add(
            where, Text("This moment is too far away", "此时点过于遥远"), Text("Check the number", "请检查数字")
        )

    def _build(
        self,
        form: CampaignFile,
        moments: Mapping[str, datetime],
        checklists: Iterable[Checklist],
        borrowed: Mapping[str, Borrowed],
    ) -> Campaign:
        head = form.campaign
        loaded = tuple(checklists)
        return Campaign(
            id=head.id,
            name=head.name.text,
            launch=head.launch,
            end=head.end,
            zone=ZoneInfo(head.timezone),
            moments=moments,
            release=head.release,
            languages=head.languages,
            traits=head.traits,
            people=tuple(Person(one.id, one.name, one.roles, one.contact) for one in form.people),
            contracts={**{name: one.contract for name, one in borrowed.items()}, **_contracts(loaded)},
            bindings={name: self._binding(name, one) for name, one in form.evidence.items()},
            hosts={name.lower(): self._host(name, one) for name, one in form.hosts.items()},
            checks=tuple(check for checklist in loaded for check in checklist.checks),
            not_applicable={
                check: NotApplicable(check, one.reason, one.by, self._at("not_applicable", check))
                for check, one in form.not_applicable.items()
            },
            loosened=(),
            signoffs=(),
            waivers=(),
            waive_roles={severity: getattr(form.waiving, severity) for severity in Severity},
            signatures=SignaturePolicy(form.signatures.required, form.signatures.allowed_signers),
            starter=form.selection == "starter",
            folder=self._folder.path,
            file=self._file,
            digests=dict(self._reader.digests),
        )

    def _host(self, name: str, form: HostForm) -> Host:
        return Host(
            name.lower(),
            form.headers,
            form.ca,
            form.proxy,
            self._at("hosts", name),
            form.client(),
            form.at_once,
            form.refusal_tests,
            form.connect_to,
        )

    def _binding(self, name: str, form: BindingForm) -> Binding:
        given = {field: value for field in BindingForm.model_fields if (value := getattr(form, field)) is not None}
        # what was read as the campaign is what its tables must be judged from
        own = Path(self._file).name if is_workbook(self._file) else None
        sha256 = self._reader.digests.get(own) if own is not None and given.get("file") == own else None
        author_at = self._at("evidence", name, "author") if form.author else None
        return Binding(
            name=name, location=self._at("evidence", name), sha256=sha256, author_location=author_at, **given
        )

    def _pairs(self, drafts: Iterable[Draft], checks: Iterable[Check]) -> list[ShippedCheck]:
        """Each shipped check as its file asks it, beside what the campaign's settings made of it."""
        changed = {check.id: check for check in checks}
        pairs: list[ShippedCheck] = []
        for draft in drafts:
            if not draft.source.shipped:
                continue
            now = check_nodes(draft.source, draft.items)
            for check_id, node in check_nodes(draft.source, check_items(draft.source.node)).items():
                after = changed[check_id]
                same = now[check_id] is node
                original = after if same else original_check(draft.source, node, self._problems)
                if original is not None:
                    pairs.append(ShippedCheck(original, after))
        return pairs

    def _at(self, *path: str) -> Location:
        return place(self._node, *path)


def _settings(node: MappingNode) -> dict[str, MappingNode]:
    found = mapping_at(node, "settings")
    entries = found.entries.items() if found else ()
    return {check: entry.value for check, entry in entries if isinstance(entry.value, MappingNode)}


def _contracts(checklists: Iterable[Checklist]) -> dict[str, Contract]:
    """By name; where two checklists declare one evidence (in the same words), the first is kept."""
    found: dict[str, Contract] = {}
    for checklist in checklists:
        for contract in checklist.contracts:
            found.setdefault(contract.name, contract)
    return found
