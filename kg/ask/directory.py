"""The names of everything in the library, and which of them a word can mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from kg.lexicon import Jurisdiction, jurisdiction_of
from kg.names import BASE, PREFIXES
from kg.rdf.store import select

#: class -> the kind of thing that it is called in results
CLASSES = {
    "kg:Body": "body",
    "kg:CollectiveBody": "body",
    "kg:Task": "task",
    "kg:FocusArea": "focus_area",
    "kg:Measure": "measure",
    "kg:GuidingThought": "section",
    "kg:Section": "section",
    "kg:Policy": "policy",
    "kg:Principle": "principle",
    "kg:Goal": "goal",
    "kg:Notice": "notice",
    "kg:Document": "document",
    "kg:Place": "place",
    "kg:Event": "event",
    "kg:Project": "project",
    "kg:Topic": "topic",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing with a name: its label, and the other names (aliases, full name, number) that it goes by."""

    iri: str
    kind: str
    label: str
    names: tuple[str, ...]
    notice: str = ""
    order: int = 0
    number: str = ""


class Directory:
    """All entries of a library, by kind."""

    def __init__(self, store: Any) -> None:  # noqa: ANN401 - the engine's own type
        """Read the names from the graph."""
        classes = " ".join(CLASSES)
        rows = select(
            store,
            f"SELECT ?iri ?class ?label WHERE {{ VALUES ?class {{ {classes} }} ?iri a ?class ; rdfs:label ?label }}",
        )
        more = select(
            store,
            "SELECT ?iri ?name WHERE { VALUES ?property { skos:altLabel kg:fullName kg:number kg:taskNumber "
            "dcterms:title } ?iri ?property ?name }",
        )
        orders = select(store, "SELECT ?iri ?order ?notice WHERE { ?iri kg:order ?order ; kg:inNotice ?notice }")
        numbers = select(
            store, "SELECT ?iri ?number WHERE { VALUES ?p { kg:number kg:taskNumber } ?iri ?p ?number }"
        )
        names: dict[str, list[str]] = {}
        for row in more:
            names.setdefault(row["iri"], []).append(row["name"])
        order = {row["iri"]: (int(row["order"]), row["notice"]) for row in orders}
        number = {row["iri"]: row["number"] for row in numbers}
        order_of_class = {f: at for at, f in enumerate(CLASSES)}
        found: dict[str, Entry] = {}
        for row in sorted(rows, key=lambda row: order_of_class.get(_short(row["class"]), 99)):
            iri = row["iri"]
            if iri in found:
                continue
            at, notice = order.get(iri, (0, ""))
            found[iri] = Entry(
                iri,
                CLASSES[_short(row["class"])],
                row["label"],
                tuple(dict.fromkeys([row["label"], *sorted(names.get(iri, []))])),
                notice,
                at,
                number.get(iri, ""),
            )
        self.entries = found
        self.by_kind: dict[str, list[Entry]] = {}
        for entry in sorted(found.values(), key=lambda e: (e.notice, e.order, e.iri)):
            self.by_kind.setdefault(entry.kind, []).append(entry)

    def of(self, *kinds: str) -> list[Entry]:
        """Give the entries of some kinds, in the order of the text."""
        return [entry for kind in kinds for entry in self.by_kind.get(kind, ())]

    def jurisdiction(self) -> Jurisdiction | None:
        """Tell the one place that all notices speak for; None where they speak for several."""
        places = {jurisdiction_of(name) for name in self.issuers} - {None}
        return places.pop() if len(places) == 1 else None

    issuers: Sequence[str] = ()

    def nearest(self, name: str, limit: int = 3) -> list[str]:
        """Give the labels that look most like a name."""
        labels = [name_ for entry in self.entries.values() if len(entry.label) < 60 for name_ in entry.names]
        return get_close_matches(name, labels, limit, 0.5)


def _short(iri: str) -> str:
    return "kg:" + iri.removeprefix(PREFIXES["kg"])


def is_iri(name: str) -> bool:
    """Tell an IRI of the library from a name."""
    return name.startswith((BASE, "id:"))
