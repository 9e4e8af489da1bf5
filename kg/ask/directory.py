"""The names of everything in the library: what the words of a question can be linked to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from kg.lexicon import Jurisdiction, jurisdiction_of
from kg.names import PREFIXES
from kg.rdf.store import select

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
    """A thing with a name. `names` are its label and whatever else it goes by; `order` its place in its notice."""

    iri: str
    kind: str
    label: str
    names: tuple[str, ...]
    number: str = ""
    notice: str = ""
    order: int = 0


@dataclass(frozen=True, slots=True)
class Directory:
    """All things with a name, by IRI, in the order of the text; and the place that the notices speak for.

    `home` is None where the notices speak for several places. `years` are all years that the texts name.
    """

    entries: Mapping[str, Entry]
    home: Jurisdiction | None

    def of(self, *kinds: str) -> list[Entry]:
        """Give the things of some kinds, in the order of the text."""
        return [entry for entry in self.entries.values() if entry.kind in kinds]

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
    issuers = select(
        store, "SELECT DISTINCT ?name WHERE { ?notice kg:issuer ?body . ?body rdfs:label ?name }"
    )
    homes = {jurisdiction_of(row["name"]) for row in issuers} - {None}
    return Directory({entry.iri: entry for entry in entries}, homes.pop() if len(homes) == 1 else None)


_FIELDS = "rdfs:label skos:altLabel kg:fullName kg:number kg:taskNumber dcterms:title kg:order kg:inNotice"


def _entry(iri: str, kind: str, fields: Mapping[str, list[str]]) -> Entry:
    def values(field: str) -> list[str]:
        prefix, _, local = field.partition(":")
        return sorted(fields.get(PREFIXES[prefix] + local, []))

    label = (values("rdfs:label") or [iri])[0]
    number = (values("kg:number") or values("kg:taskNumber") or [""])[0]
    more = values("skos:altLabel") + values("kg:fullName") + values("kg:number") + values("dcterms:title")
    order = int((values("kg:order") or ["0"])[0])
    notice = (values("kg:inNotice") or [""])[0]
    return Entry(iri, kind, label, tuple(dict.fromkeys([label, *more])), number, notice, order)
