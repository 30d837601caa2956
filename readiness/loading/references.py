"""Rules across files: every name that a file uses must be one that exists, and is told with the nearest that does.

They work on nodes, so that a file with other problems is still checked for these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from readiness.loading.checklist import Draft, check_nodes
from readiness.loading.forms import DEFAULT_MOMENTS
from readiness.loading.naming import suggest
from readiness.loading.nodes import Entry, Listing, Node, Scalar, mapping_at, place, text_at
from readiness.loading.nodes import Mapping as MappingNode
from readiness.loading.problems import Problems
from readiness.loading.shipped import BUILT_IN
from readiness.model.location import Location
from readiness.model.moments import END, LAUNCH, Moment
from readiness.model.signoff import RUN_SUBJECT
from readiness.model.text import Advice, Text
from readiness.model.trait_words import question
from readiness.model.waiver import Covers


@dataclass(frozen=True, slots=True)
class Known:
    """Every name that may be referred to, valid or not. `whole` is false when a checklist could not be read: then
    nothing can be said about names that it may hold."""

    whole: bool
    checks: Mapping[str, MappingNode]
    evidence: Mapping[str, Node]
    asked: Mapping[str, tuple[str, ...]]
    people: frozenset[str]
    moments: frozenset[str]

    @classmethod
    def of(cls, campaign: MappingNode, drafts: Iterable[Draft], borrowed: Mapping[str, Node], *, whole: bool) -> Known:
        """`borrowed` are the contracts, by evidence name, of checklists that ship and are not loaded."""
        checks: dict[str, MappingNode] = {}
        evidence: dict[str, Node] = {**borrowed}
        asked: dict[str, list[str]] = {}
        for draft in drafts:
            nodes = check_nodes(draft.source, draft.items)
            checks.update(nodes)
            for name, entry in _entries(draft.node, "evidence"):
                evidence.setdefault(name, entry.value)
            for full_id, node in nodes.items():
                for trait in texts(node.get("when")):
                    asked.setdefault(trait.text or "", []).append(full_id)
        people = campaign.get("people")
        ids = [text_at(one, "id") for one in (people.items if isinstance(people, Listing) else ())]
        moments = {name for name, _ in _entries(campaign, "campaign", "moments")}
        return cls(
            whole=whole,
            checks=checks,
            evidence=evidence,
            asked={trait: tuple(ids) for trait, ids in asked.items()},
            people=frozenset(one for one in ids if one),
            moments=frozenset({LAUNCH, END, *DEFAULT_MOMENTS, *moments}),
        )


@dataclass(frozen=True, slots=True)
class References:
    """Checks names in one campaign's files against what is known."""

    known: Known
    problems: Problems

    def campaign(self, node: MappingNode) -> None:
        for key in ("settings", "not_applicable"):
            for name, entry in _entries(node, key):
                self._check_id(name, entry.location)
        for _, entry in _entries(node, "settings"):
            self._kind_stays(entry.value)
        for _, entry in _entries(node, "not_applicable"):
            self._person(entry.value, "by")
        self._traits(node)
        self._people_told_apart(node)

    def checks(self) -> None:
        """The dues of all checks, as changed by the campaign."""
        for check in self.known.checks.values():
            due = check.get("due")
            if isinstance(due, Scalar) and due.text:
                try:
                    self.moment(Moment.parse(due.text), due.location)
                except ValueError:
                    continue  # told by the form of the check

    def signoffs(self, node: Node | None) -> None:
        for item in _items(node, "signoffs"):
            subject = item.get("subject")
            if isinstance(subject, Scalar) and subject.text and self.known.whole:
                what = Text("no evidence of the checklists", "清单中没有此证据")
                self._expect(subject.text, {*self.known.evidence, RUN_SUBJECT}, what, subject.location)
            self._person(item, "person")

    def waivers(self, node: Node | None) -> None:
        for item in _items(node, "waivers"):
            subject = item.get("subject")
            if isinstance(subject, Scalar) and subject.text:
                loosening = text_at(item, "covers") == Covers.LOOSENING
                if not (loosening and subject.text in BUILT_IN):
                    self._check_id(subject.text, subject.location)
            self._person(item, "person")

    def moment(self, moment: Moment, location: Location) -> None:
        """A moment must stand on the launch, the end or one that the campaign names."""
        if moment.anchor is not None:
            what = Text("no moment of this campaign", "本活动没有此时点")
            self._expect(moment.anchor, self.known.moments, what, location)

    def person(self, node: Scalar) -> None:
        if node.text:
            self._expect(node.text, self.known.people, Text("nobody among people", "people 中没有此人"), node.location)

    def _kind_stays(self, setting: Node) -> None:
        probe = setting.get("probe") if isinstance(setting, MappingNode) else None
        if isinstance(probe, MappingNode) and "kind" in probe.entries:
            self.problems.add(
                probe.entries["kind"].location,
                Text("The kind of a probe can't be changed by a setting", "设置不能更改探针类型"),
                Text("Write a check of your own in a checklist of your own", "请在自有清单中编写自己的检查项"),
            )

    def _person(self, node: Node, key: str) -> None:
        value = node.get(key) if isinstance(node, MappingNode) else None
        if isinstance(value, Scalar):
            self.person(value)

    def _check_id(self, name: str, location: Location) -> None:
        if self.known.whole:
            what = Text("no check of the checklists that are loaded", "已加载的清单中没有此检查项")
            self._expect(name, self.known.checks, what, location)

    def _traits(self, node: MappingNode) -> None:
        answers = mapping_at(node, "campaign", "traits")
        for trait, checks in self.known.asked.items():
            if answers is None or trait not in answers.entries:
                more = f" (+{len(checks) - 1})" if len(checks) > 1 else ""
                self.problems.add(
                    place(node, "campaign", "traits"),
                    Text(
                        f"Trait {trait!r} is not answered; {checks[0]}{more} asks about it",
                        f"特征 {trait!r} 未回答；{checks[0]}{more} 需要它",
                    ),
                    Advice(
                        f"Add `{trait}: yes` or `{trait}: no` to traits",
                        f"请在 traits 中补上 `{trait}: yes` 或 `{trait}: no`",
                        _row_of_trait(trait),
                    ),
                )
        if self.known.whole:
            what = Text("a trait that no check asks about", "没有检查项询问此特征")
            for trait, entry in answers.entries.items() if answers else ():
                self._expect(trait, self.known.asked, what, entry.location)

    def _people_told_apart(self, node: MappingNode) -> None:
        """Ids that differ in case only would let one person approve as two."""
        first: dict[str, Location] = {}
        for item in _items(node, "people"):
            value = item.get("id")
            if not isinstance(value, Scalar) or not value.text:
                continue
            other = first.setdefault(value.text.casefold(), value.location)
            if other is not value.location:
                self.problems.add(
                    value.location,
                    Text(
                        f"{value.text!r} is listed twice; the first is {other.spot.en}",
                        f"{value.text!r} 重复；第一处{other.spot.zh}",
                    ),
                    Text("List each person once, with all roles", "每人只列一次，并写全角色"),
                )

    def _expect(self, name: str, choices: Iterable[str], what: Text, location: Location) -> None:
        if name not in choices:
            self.problems.add(location, Text(f"{name!r} is {what.en}", f"{name!r}:{what.zh}"), suggest(name, choices))


def _row_of_trait(trait: str) -> Text:
    asked = question(trait)
    return Text(
        f"Add a row to this sheet: “{asked.en}” in the first column, yes or no in the second",
        f"请在本工作表补一行：第一列写“{asked.zh}”，第二列写“是”或“否”",
    )


def texts(node: Node | None) -> tuple[Scalar, ...]:
    """The texts of a list, or the one text that stands for a list of one."""
    items = node.items if isinstance(node, Listing) else [node]
    return tuple(item for item in items if isinstance(item, Scalar) and item.text)


def _entries(node: MappingNode, *path: str) -> tuple[tuple[str, Entry], ...]:
    found = mapping_at(node, *path)
    return tuple(found.entries.items()) if found else ()


def _items(node: Node | None, key: str) -> tuple[MappingNode, ...]:
    listing = node.get(key) if isinstance(node, MappingNode) else None
    items = listing.items if isinstance(listing, Listing) else ()
    return tuple(item for item in items if isinstance(item, MappingNode))
