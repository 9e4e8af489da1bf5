"""What a library says of the things that decisions are about: to quote them, and to recognise them again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.decide.places import Known, sort_of
from kg.decide.values import End, digest_of, end_of
from kg.rdf.store import select
from kg.rdf.terms import iri

if TYPE_CHECKING:
    import pyoxigraph as ox


def known_things(store: ox.Store) -> Known:
    """Gather what decisions are judged by: the words of all tasks, sections and bodies."""
    digests: defaultdict[str, set[str]] = defaultdict(set)
    rows = select(
        store,
        """SELECT ?node ?name WHERE { VALUES ?class { kg:Task kg:Section kg:Body kg:CollectiveBody }
            ?node a ?class ; rdfs:label ?name }""",
    )
    for row in rows:
        digests[row["node"]].add(digest_of(row["name"]))
    areas = {row["area"] for row in select(store, "SELECT ?area WHERE { ?area a kg:FocusArea }")}
    same = select(store, "SELECT ?new ?old WHERE { ?new owl:sameAs ?old }")
    return Known(digests, areas, {row["old"]: row["new"] for row in same})


def ends_of(store: ox.Store, nodes: Iterable[str]) -> dict[str, End]:
    """Quote tasks, focus areas and bodies, by IRI, as they are now."""
    among = "VALUES ?node { " + " ".join(iri(node) for node in sorted(set(nodes))) + " }"
    rows = select(
        store,
        f"""SELECT ?node ?label ?number ?notice ?body WHERE {{
            {among} ?node rdfs:label ?label
            OPTIONAL {{ ?node kg:taskNumber|kg:marker ?number }}
            OPTIONAL {{ ?node kg:inNotice ?in . ?in rdfs:label ?title OPTIONAL {{ ?in kg:number ?known }} }}
            OPTIONAL {{ ?node kg:jurisdiction ?place }}
            BIND(COALESCE(?known, ?title, ?place) AS ?notice)
            OPTIONAL {{ ?node kg:text ?body }}
        }} ORDER BY ?node ?label ?number ?notice ?body""",
    )
    found: dict[str, End] = {}
    for row in rows:
        known: dict[str, str] = {name: row[name] for name in ("number", "notice") if name in row}
        if "body" in row and sort_of(row["node"]) == "section":
            known["body"] = digest_of(row["body"])
        found.setdefault(row["node"], end_of(row["label"], iri=row["node"], **known))
    return found
