"""A checklist file: the checks with their bound probes, and the contracts of the evidence that they need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from readiness.loading.binding import bind_probe
from readiness.loading.checklist_forms import CheckForm, ChecklistFile, ContractForm
from readiness.loading.kept import kept_form, kept_probe
from readiness.loading.naming import suggest
from readiness.loading.nodes import Entry, Listing, Scalar, find, place, text_at
from readiness.loading.nodes import Mapping as MappingNode
from readiness.loading.problems import InvalidInput, Problem, Problems
from readiness.loading.reading import Reader
from readiness.loading.shipped import shipped_checklists
from readiness.loading.sources import ChecklistSource
from readiness.loading.validation import validate
from readiness.loading.wording import missing
from readiness.model.check import Check, Phase
from readiness.model.evidence import Column, Contract, Sort, Wide
from readiness.model.location import SHIPPED, Location
from readiness.model.text import Text
from readiness.probes.kind import BoundProbe

_OVERRIDABLE = ("severity", "due", "owner")
_LIMITS = "limits"


@dataclass(frozen=True, slots=True)
class Draft:
    """A checklist as far as it could be understood, so that rules across files can be told beside its own problems.
    `node` has the campaign's settings merged in; `items` are its checks' nodes and `probes` stand beside them."""

    source: ChecklistSource
    node: MappingNode
    items: tuple[MappingNode, ...]
    probes: tuple[BoundProbe | None, ...]
    form: ChecklistFile | None


@dataclass(frozen=True, slots=True)
class Checklist:
    """A checklist that holds: `shipped` with readiness or the campaign's own."""

    name: str
    shipped: bool
    checks: tuple[Check, ...]
    contracts: tuple[Contract, ...]


def shipped_checklist(name: str) -> Checklist:
    """A checklist that ships, on its own: for `init`, `bind` and `explain`. Raises InvalidInput for an unknown name."""
    problems = Problems()
    shipped = shipped_checklists()
    shown = f"{SHIPPED}{name}.yaml"
    if name not in shipped:
        message = Text(f"There is no built-in checklist {name!r}", f"没有名为 {name!r} 的内置检查清单")
        raise InvalidInput([Problem(Location(shown, 1, 1), message, suggest(name, shipped))])
    node = Reader(problems).read(shipped[name], shown, shown)
    if node is None:
        raise InvalidInput(problems.sorted())
    draft = draft_checklist(ChecklistSource(name, node, shipped=True, listed=node.location), {}, problems)
    problems.raise_if_any()
    return finish(draft)


def check_nodes(source: ChecklistSource, items: Iterable[MappingNode]) -> dict[str, MappingNode]:
    """The nodes of a checklist's checks by full id, valid or not; of an id used twice, the first."""
    found: dict[str, MappingNode] = {}
    for item in items:
        if slug := text_at(item, "id"):
            found.setdefault(f"{source.name}.{slug}", item)
    return found


def merge_overrides(check: MappingNode, setting: MappingNode) -> MappingNode:
    """The check with a campaign's changes: settings of the probe and their limits key by key, other keys whole. What
    was changed keeps its place in the campaign's file, so that a bad change is told there."""
    entries = dict(check.entries)
    for key in _OVERRIDABLE:
        if key in setting.entries:
            entries[key] = setting.entries[key]
    old, new = entries.get("probe"), setting.get("probe")
    if old is not None and isinstance(old.value, MappingNode) and isinstance(new, MappingNode):
        changed = {key: entry for key, entry in new.entries.items() if key != "kind"}
        merged = MappingNode(old.value.location, {**old.value.entries, **_by_key(old.value, changed)})
        entries["probe"] = Entry("probe", old.location, merged)
    return MappingNode(check.location, entries)


def _by_key(old: MappingNode, changed: dict[str, Entry]) -> dict[str, Entry]:
    """The changes, with limits merged by their own keys: whoever changes one keeps the others."""
    limits, before = changed.get(_LIMITS), old.get(_LIMITS)
    if limits is None or not isinstance(limits.value, MappingNode) or not isinstance(before, MappingNode):
        return changed
    merged = MappingNode(before.location, {**before.entries, **limits.value.entries})
    return {**changed, _LIMITS: Entry(_LIMITS, limits.location, merged)}


def draft_checklist(source: ChecklistSource, settings: Mapping[str, MappingNode], problems: Problems) -> Draft:
    """The checklist with `settings` (by full check id) merged in; what is wrong with it is recorded."""
    node = _with_settings(source, settings)
    form = kept_form(node) if source.shipped else None
    form = form or validate(ChecklistFile, node, problems, context={"both_languages": source.shipped})
    _check_name(source, problems)
    _unique_ids(source, problems)
    items = check_items(node)
    return Draft(source, node, items, tuple(_bind(source, item, problems) for item in items), form)


def finish(draft: Draft) -> Checklist:
    """The checklist of a draft in which nothing was wrong."""
    assert draft.form is not None
    name = draft.source.name
    checks = tuple(
        _check(name, form, probe, item)
        for form, probe, item in zip(draft.form.checks, draft.probes, draft.items, strict=True)
        if probe is not None
    )
    return Checklist(name, draft.source.shipped, checks, contracts_of(draft))


def contracts_of(draft: Draft) -> tuple[Contract, ...]:
    """The contracts that a draft declares; none where its forms don't hold."""
    declared = draft.form.evidence.items() if draft.form else ()
    return tuple(contract_of(draft, evidence, contract) for evidence, contract in declared)


def written_probes(draft: Draft) -> Iterator[tuple[MappingNode, BoundProbe]]:
    """The probes that the campaign's people wrote: all of their own checklist, and of one that ships those whose
    settings they changed."""
    originals = {id(item.get("probe")) for item in check_items(draft.source.node)}
    for item, probe in zip(draft.items, draft.probes, strict=True):
        node = item.get("probe")
        written = not draft.source.shipped or id(node) not in originals
        if written and probe is not None and isinstance(node, MappingNode):
            yield node, probe


def original_check(source: ChecklistSource, node: MappingNode, problems: Problems) -> Check | None:
    """One check as its checklist asks it before any change."""
    form = validate(CheckForm, node, problems, context={"both_languages": source.shipped})
    probe = _bind(source, node, problems)
    if problems or form is None or probe is None:
        return None
    return _check(source.name, form, probe, node)


def check_items(node: MappingNode) -> tuple[MappingNode, ...]:
    """The nodes of a checklist's checks, valid or not."""
    listing = node.get("checks")
    return tuple(
        item for item in (listing.items if isinstance(listing, Listing) else ()) if isinstance(item, MappingNode)
    )


def _bind(source: ChecklistSource, item: MappingNode, problems: Problems) -> BoundProbe | None:
    probe = item.get("probe")
    if not isinstance(probe, MappingNode):
        return None
    kept = kept_probe(probe) if source.shipped else None
    return kept or bind_probe(probe, problems, both_languages=source.shipped)


def _with_settings(source: ChecklistSource, settings: Mapping[str, MappingNode]) -> MappingNode:
    listing = source.node.get("checks")
    if not settings or not isinstance(listing, Listing):
        return source.node
    items = [
        merge_overrides(item, settings[full])
        if isinstance(item, MappingNode) and (full := f"{source.name}.{text_at(item, 'id')}") in settings
        else item
        for item in listing.items
    ]
    entries = dict(source.node.entries)
    entries["checks"] = Entry("checks", entries["checks"].location, Listing(listing.location, items))
    return MappingNode(source.node.location, entries)


def _check_name(source: ChecklistSource, problems: Problems) -> None:
    """The name inside a shipped file is the one it is listed by; a check without a phase takes it from the name."""
    stated = source.node.get("checklist")
    if source.shipped and isinstance(stated, Scalar) and stated.text != source.name:
        problems.add(
            stated.location,
            Text(
                f"The file of checklist {source.name!r} calls itself {stated.text!r}",
                f"清单 {source.name!r} 的文件自称 {stated.text!r}",
            ),
        )
    if source.name in set(Phase):
        return
    for node in check_items(source.node):
        if node.get("phase") is None:
            problems.add(
                node.location,
                missing("phase")[0],
                Text(f"Add `phase:`, one of {', '.join(Phase)}", f"请补上 `phase:`，可写 {'、'.join(Phase)}"),
            )


def _unique_ids(source: ChecklistSource, problems: Problems) -> None:
    listing = source.node.get("checks")
    first: dict[str, Location] = {}
    for item in listing.items if isinstance(listing, Listing) else ():
        node, _ = find(item, ("id",))
        if not isinstance(node, Scalar) or node.text is None:
            continue
        other = first.setdefault(node.text, node.location)
        if other is not node.location:
            problems.add(
                node.location,
                Text(
                    f"Id {node.text!r} is used twice; the first is on line {other.line}",
                    f"编号 {node.text!r} 重复；第一处在第 {other.line} 行",
                ),
                Text("Give each check an id of its own", "请为每个检查项取不同的编号"),
            )


def _check(checklist: str, form: CheckForm, probe: BoundProbe, node: MappingNode) -> Check:
    return Check(
        id=f"{checklist}.{form.id}",
        phase=form.phase or Phase(checklist),
        title=form.title.text,
        why=form.why.text,
        severity=form.severity,
        due=form.due,
        owner=form.owner,
        when=form.when,
        probe=probe,
        remedy=form.remedy.text,
        source=form.source.text,
        starter=form.starter,
        location=node.location,
    )


def contract_of(draft: Draft, name: str, form: ContractForm) -> Contract:
    """What a checklist asks of one evidence name."""
    columns = tuple(
        Column(
            name=column,
            type=one.type,
            aliases=one.aliases,
            unit=one.unit,
            required=one.required,
            title=one.title.text if one.title else None,
            example=one.example,
            values=one.values or {},
        )
        for column, one in (form.columns or {}).items()
    )
    return Contract(
        name=name,
        sort=form.sort or Sort.TABLE,
        title=form.title.text,
        source=form.source.text,
        owner=form.owner,
        key=form.key,
        columns=columns,
        checklist=draft.source.name,
        location=place(draft.node, "evidence", name),
        typed=form.typed,
        wide=Wide(form.wide.names, form.wide.values, form.wide.marks) if form.wide else None,
    )
