"""The names of everything in the library: what the words of a question can be linked to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from kg.ask.scopes import Scope, load_scopes
from kg.lexicon import Jurisdiction
from kg.names import PREFIXES
from kg.rdf.store import select
from kg.text import fold

#: class -> what its things are called here; of a thing with several classes the first one counts
KINDS = {
    "CollectiveBody": "body",
    "Body": "body",
    "Task": "task",
    "FocusArea": "focus_area",
    "Measure": "measure",
    "Section": "section",
    "Policy": "policy",
    "Principle": "principle",
    "Goal": "goal",
    "Notice": "notice",
    "Document": "document",
    "Place": "place",
    "Event": "event",
    "Project": "project",
    "Topic": "topic",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing with a name.

    `names` are its label and whatever else it goes by; `order` its place in its notice, `place` the place that
    a body belongs to.
    """

    iri: str
    kind: str
    label: str
    names: tuple[str, ...]
    number: str = ""
    notice: str = ""
    order: int = 0
    place: str = ""


#: Selections of notices whose names are kept in memory.
_KEPT = 64


@dataclass(frozen=True, eq=False)
class Directory:
    """All things with a name, by IRI, in the order of the text; and the place that the notices speak for.

    `home` is None where the notices speak for several places. `former` maps the names that a document had
    before it was known to be another one to that one's. `scopes` says of each notice by what it is told from
    the others; `named_in` gives the IRIs of what some notices, tasks and sections name. Where only some notices' names are meant,
    `whole` are those of all.
    """

    entries: Mapping[str, Entry]
    home: Jurisdiction | None
    former: Mapping[str, str] = field(default_factory=dict)
    scopes: Mapping[str, Scope] = field(default_factory=dict)
    named_in: Callable[[Collection[str]], Collection[str]] = frozenset
    whole: Mapping[str, Entry] = field(default_factory=dict)

    @cached_property
    def _kinds(self) -> Mapping[str, list[Entry]]:
        found: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries.values():
            found[entry.kind].append(entry)
        return found

    def of(self, *kinds: str) -> list[Entry]:
        """Give the things of some kinds; those of one kind in the order of the text."""
        return [entry for kind in kinds for entry in self._kinds.get(kind, ())]

    @cached_property
    def bodies_as_printed(self) -> Mapping[str, list[Entry]]:
        """Give the bodies by each of their names; one name can be that of bodies of several places."""
        found: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.of("body"):
            for name in entry.names:
                found[name].append(entry)
        return found

    @cached_property
    def bodies(self) -> Mapping[str, list[Entry]]:
        """Give the bodies by each of their names, folded, as a question would print it."""
        found: dict[str, list[Entry]] = defaultdict(list)
        for name, entries in self.bodies_as_printed.items():
            found[fold(name).lower()] += entries
        return found

    def body_forms(self, shorten: Callable[[str, Jurisdiction | None], Iterable[str]]) -> Collection[str]:
        """Give all names of bodies and their short forms, folded; they are made once."""
        if shorten not in self._forms:
            names = self.bodies_as_printed
            self._forms[shorten] = {fold(form).lower() for name in names for form in shorten(name, self.home)}
        return self._forms[shorten]

    @cached_property
    def _forms(self) -> dict[Callable[[str, Jurisdiction | None], Iterable[str]], Collection[str]]:
        return {}

    def entry(self, iri: str) -> Entry:
        """Look a thing up by its IRI, be it named by these notices or by others."""
        return self.entries.get(iri) or self.whole[iri]

    @cached_property
    def _parts(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for entry in self.entries.values():
            found[entry.notice].append(entry.iri)
        return found

    def within(self, notices: Collection[str]) -> Directory:
        """Give the names of some notices only: their parts, what they name, and all documents and notices."""
        key = frozenset(notices)
        if key >= self.scopes.keys():
            return self
        if key not in self._within:
            if len(self._within) >= _KEPT:
                self._within.clear()
            self._within[key] = self._only(key)
        return self._within[key]

    @cached_property
    def _within(self) -> dict[frozenset[str], Directory]:
        return {}

    def _only(self, notices: Collection[str]) -> Directory:
        inside = {iri for notice in notices for iri in self._parts.get(notice, ())}
        inside.update(
            self.named_in({*notices, *inside}), (entry.iri for entry in self.of("document", "notice"))
        )
        entries = {
            iri: self.entries[iri] for iri in sorted(inside & self.entries.keys(), key=self._rank.__getitem__)
        }
        scopes = {iri: self.scopes[iri] for iri in sorted(notices)}
        whole = self.whole or self.entries
        return replace(self, entries=entries, home=_home(scopes), scopes=scopes, whole=whole)

    @cached_property
    def _rank(self) -> dict[str, int]:
        return {iri: at for at, iri in enumerate(self.entries)}

    def nearest(self, name: str) -> list[str]:
        """Give the three names that look most like one."""
        names = [known for entry in self.entries.values() for known in entry.names if len(known) < 60]
        return list(dict.fromkeys(get_close_matches(name, names, 3, 0.5)))


def load_directory(store: Any) -> Directory:  # noqa: ANN401 - the engine's own type
    """Read the names from the graph."""
    wanted = " ".join(f"kg:{name}" for name in KINDS)
    typed = select(store, f"SELECT ?iri ?class WHERE {{ VALUES ?class {{ {wanted} }} ?iri a ?class }}")
    rank = {PREFIXES["kg"] + name: at for at, name in enumerate(KINDS)}
    kinds: dict[str, str] = {}
    for row in sorted(typed, key=lambda row: rank[row["class"]]):
        kinds.setdefault(row["iri"], KINDS[row["class"].removeprefix(PREFIXES["kg"])])
    fields: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in select(
        store, f"SELECT ?iri ?field ?value WHERE {{ VALUES ?field {{ {_FIELDS} }} ?iri ?field ?value }}"
    ):
        fields[row["iri"]][row["field"]].append(row["value"])
    entries = [_entry(iri, kind, fields[iri]) for iri, kind in kinds.items()]
    entries.sort(key=lambda entry: (entry.notice, entry.order, entry.iri))
    scopes = load_scopes(store)
    same = select(store, "SELECT ?new ?old WHERE { ?new owl:sameAs ?old }")
    return Directory(
        {entry.iri: entry for entry in entries},
        _home(scopes),
        {row["old"]: row["new"] for row in same},
        scopes,
        lambda notices: {row["x"] for row in select(store, _named_query(notices))},
    )


_FIELDS = (
    "rdfs:label skos:altLabel kg:fullName kg:number kg:taskNumber dcterms:title kg:order kg:inNotice "
    "kg:jurisdiction"
)


def _home(scopes: Mapping[str, Scope]) -> Jurisdiction | None:
    """Give the place that notices speak for, None where it is not one."""
    homes = {home for scope in scopes.values() for home in scope.homes}
    return homes.pop() if len(homes) == 1 else None


def _named_query(parts: Collection[str]) -> str:
    """Ask for what notices and their parts name: bodies of tasks, issuers, addressees, places, events, projects."""
    values = " ".join(f"<{iri}>" for iri in parts)
    fields = "kg:assignedTo kg:mentions kg:issuer kg:addressee"
    either = " UNION ".join(f"{{ ?part {field} ?x }}" for field in fields.split())
    return f"SELECT DISTINCT ?x WHERE {{ VALUES ?part {{ {values} }} {either} }}"


def _entry(iri: str, kind: str, fields: Mapping[str, list[str]]) -> Entry:
    def values(field: str) -> list[str]:
        prefix, _, local = field.partition(":")
        return sorted(fields.get(PREFIXES[prefix] + local, []))

    label = (values("rdfs:label") or [iri])[0]
    number = (values("kg:number") or values("kg:taskNumber") or [""])[0]
    more = values("skos:altLabel") + values("kg:fullName") + values("kg:number") + values("dcterms:title")
    order = int((values("kg:order") or ["0"])[0])
    notice = (values("kg:inNotice") or [""])[0]
    place = (values("kg:jurisdiction") or [""])[0]
    return Entry(iri, kind, label, tuple(dict.fromkeys([label, *more])), number, notice, order, place)
