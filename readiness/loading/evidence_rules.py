"""Rules between contracts, bindings and probes: each says of the same evidence what the others say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from readiness.loading.binding import moments_in
from readiness.loading.checklist import Draft, contracts_of, written_probes
from readiness.loading.checklist_forms import ContractForm
from readiness.loading.forms import SOURCES
from readiness.loading.naming import suggest
from readiness.loading.nodes import Listing, Mapping, Node, Scalar, find, mapping_at, text_at
from readiness.loading.problems import Problems
from readiness.loading.references import References, texts
from readiness.model.evidence import Contract, Sort
from readiness.model.location import Location
from readiness.model.signoff import RUN_SUBJECT
from readiness.model.text import Text
from readiness.probes.fields import Names
from readiness.probes.kind import BoundProbe, Surroundings

_FORMS: dict[Sort, tuple[str, ...]] = {
    Sort.TABLE: ("file",),
    Sort.DOCUMENT: ("file", "folder"),
    Sort.URL: ("url",),
}
_OPTIONS: dict[Sort, frozenset[str]] = {
    Sort.TABLE: frozenset(
        {"sheet", "header", "columns", "encoding", "delimiter", "thousands", "zone", "as_at", "base", "author"}
    ),
    Sort.DOCUMENT: frozenset({"encoding", "zone", "as_at", "author"}),
    Sort.URL: frozenset(),
}


def declared_once(drafts: Iterable[Draft], problems: Problems) -> None:
    """Two checklists may ask for one evidence only in the same words, since one source serves both."""
    first: dict[str, tuple[str, ContractForm]] = {}
    for draft in drafts:
        declared = mapping_at(draft.node, "evidence")
        if declared is None:
            continue
        if RUN_SUBJECT in declared.entries:
            problems.add(
                declared.entries[RUN_SUBJECT].location,
                Text(f"{RUN_SUBJECT!r} means the launch decision in sign-offs", f"{RUN_SUBJECT!r} 在签核中指上线决定"),
                Text("Give the evidence another name", "请为该证据另取名称"),
            )
        for name, contract in draft.form.evidence.items() if draft.form else ():
            checklist, other = first.setdefault(name, (draft.source.name, contract))
            if other != contract:
                problems.add(
                    declared.entries[name].location,
                    Text(
                        f"Evidence {name!r} is declared otherwise in checklist {checklist!r}",
                        f"证据 {name!r} 在清单 {checklist!r} 中的声明不同",
                    ),
                    Text("Use one declaration word for word, or another name", "请使用完全相同的声明，或另取名称"),
                )


@dataclass(frozen=True, slots=True)
class EvidenceRules:
    """Checks bindings and probes against the contracts of all loaded checklists."""

    references: References

    @property
    def problems(self) -> Problems:
        return self.references.problems

    def bindings(self, campaign: Mapping) -> None:
        bound = mapping_at(campaign, "evidence")
        for name, entry in bound.entries.items() if bound else ():
            contract = self._contract(name, entry.location)
            if contract is not None and isinstance(entry.value, Mapping):
                self._binding(name, entry.value, contract)
            if isinstance(entry.value, Mapping):
                for person in texts(entry.value.get("author")):
                    self.references.person(person)

    def probes(self, draft: Draft) -> None:
        """Evidence and moments that the probes' settings name."""
        for item, probe in zip(draft.items, draft.probes, strict=True):
            settings = item.get("probe")
            if probe is None or settings is None:
                continue
            for node, name, mark in _named_evidence(probe, settings):
                contract = self._contract(name, node.location)
                if contract is not None:
                    self._fits(name, contract, mark, probe.kind, node.location)
            for path, moment in moments_in(probe.settings):
                self.references.moment(moment, find(settings, path)[0].location)

    def settings(self, drafts: Iterable[Draft], borrowed: Iterable[Contract]) -> None:
        """What kinds say against settings that the campaign's people wrote or changed. A kind looks at expressions
        with its engine, so those that ship unchanged are left to the tests. `borrowed` are contracts of checklists
        that are not loaded."""
        drafts = tuple(drafts)
        known = [*borrowed, *(contract for draft in drafts for contract in contracts_of(draft))]
        surroundings = Surroundings({contract.name: contract for contract in known}, self.references.known.moments)
        for draft in drafts:
            for node, probe in written_probes(draft):
                look = getattr(probe.module, "problems", None)
                for problem in look(probe.settings, surroundings) if look else ():
                    self.problems.add(find(node, problem.path)[0].location, problem.message, problem.hint)

    def _contract(self, name: str, location: Location) -> Node | None:
        known = self.references.known
        contract = known.evidence.get(name)
        if contract is None and known.whole:
            message = Text(f"No loaded checklist declares evidence {name!r}", f"已加载的清单都没有声明证据 {name!r}")
            self.problems.add(location, message, suggest(name, known.evidence))
        return contract

    def _binding(self, name: str, binding: Mapping, contract: Node) -> None:
        sort = _sort(contract)
        if sort is None:
            return
        for form in SOURCES:
            if form in binding.entries and form not in _FORMS[sort]:
                expected = " or ".join(_FORMS[sort])
                self.problems.add(
                    binding.entries[form].location,
                    Text(
                        f"{name!r} is a {sort}, which can't be bound to a {form}; bind a {expected}",
                        f"{name!r} 是 {sort}，不能绑定 {form}；请绑定 {'、'.join(_FORMS[sort])}",
                    ),
                )
        options = {option for allowed in _OPTIONS.values() for option in allowed}
        for option in binding.entries.keys() & (options - _OPTIONS[sort]):
            self.problems.add(
                binding.entries[option].location,
                Text(f"{option!r} means nothing for a {sort}", f"{option!r} 对 {sort} 没有意义"),
                Text("Delete it", "请删除"),
            )
        columns = _columns(contract)
        renamed = mapping_at(binding, "columns")
        for column, entry in renamed.entries.items() if renamed else ():
            if column not in columns and sort is Sort.TABLE:
                message = Text(f"{name!r} has no column {column!r}", f"{name!r} 没有列 {column!r}")
                self.problems.add(entry.location, message, suggest(column, columns))

    def _fits(self, name: str, contract: Node, mark: Names, kind: str, location: Location) -> None:
        sort = _sort(contract)
        if sort is None:
            return
        if sort not in mark.sorts:
            wanted = " or ".join(mark.sorts)
            self.problems.add(
                location,
                Text(
                    f"{name!r} is a {sort}; a probe of kind {kind!r} needs a {wanted} here",
                    f"{name!r} 是 {sort};{kind!r} 探针此处需要 {'、'.join(mark.sorts)}",
                ),
            )
            return
        columns = _columns(contract)
        lacking = [column for column in mark.columns if column not in columns]
        if lacking and sort is Sort.TABLE:
            self.problems.add(
                location,
                Text(
                    f"{name!r} lacks the column {', '.join(lacking)}, which a probe of kind {kind!r} needs",
                    f"{name!r} 缺少列 {'、'.join(lacking)},{kind!r} 探针需要它",
                ),
                Text(f"Its contract has: {', '.join(columns)}", f"其声明的列：{'、'.join(columns)}"),
            )


def _named_evidence(probe: BoundProbe, settings: Node) -> Iterator[tuple[Node, str, Names]]:
    """Each evidence name in the settings, with the node that holds it (or the probe's, for a default)."""
    for field, name, mark in probe.settings.evidence():
        info = type(probe.settings).model_fields.get(field)
        node, _ = find(settings, (info.alias or field if info else field,))
        yield _holder(node, name) or node, name, mark


def _holder(node: Node, name: str) -> Scalar | None:
    """The first scalar below `node` that is `name`."""
    if isinstance(node, Scalar):
        return node if node.text == name else None
    below = node.items if isinstance(node, Listing) else [entry.value for entry in node.entries.values()]
    return next((found for item in below if (found := _holder(item, name))), None)


def _sort(contract: Node) -> Sort | None:
    """The sort that a contract's node says; None where it says nothing valid (which its form has told)."""
    words = text_at(contract, "sort")
    if words is None:
        return Sort.TABLE if mapping_at(contract, "columns") else None
    return Sort(words) if words in set(Sort) else None


def _columns(contract: Node) -> tuple[str, ...]:
    columns = mapping_at(contract, "columns")
    return tuple(columns.entries) if columns else ()
