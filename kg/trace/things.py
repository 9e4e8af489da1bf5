"""Look up the things and quotes that a trace speaks of: a few queries, however many there are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.link.network import KINDS
from kg.names import BACKGROUND, DECIDED, READ, shorten
from kg.rdf.store import select
from kg.rdf.terms import iri
from kg.trace.values import Origin, Thing

if TYPE_CHECKING:
    import pyoxigraph as ox

#: Dates are no nodes of the network, where they would join what has nothing in common.
_KINDS = KINDS | {"kg:Date": "时间"}


def values(name: str, iris: Iterable[str]) -> str:
    """Write a VALUES clause that binds a variable to some IRIs."""
    return f"VALUES ?{name} {{ {' '.join(iri(one) for one in sorted(set(iris)))} }}"


def find_things(store: ox.Store, iris: Iterable[str]) -> dict[str, Thing]:
    """Describe nodes: IRI -> Thing. What has no label goes by its IRI."""
    wanted = set(iris)
    among = values("node", wanted)
    labels = _first(store, f"SELECT ?node ?value WHERE {{ {among} ?node rdfs:label ?value }}")
    numbers = _first(store, f"SELECT ?node ?value WHERE {{ {among} ?node kg:marker ?value }}")
    numbers |= _first(store, f"SELECT ?node ?value WHERE {{ {among} ?node kg:taskNumber ?value }}")
    notices = _first(store, f"SELECT ?node ?value WHERE {{ {among} ?node kg:inNotice ?value }}")
    rows = select(store, f"SELECT ?node ?class WHERE {{ {among} ?node a ?class }}")
    classes: dict[str, set[str]] = {}
    for row in rows:
        classes.setdefault(row["node"], set()).add(shorten(row["class"]))
    return {
        node: Thing(
            node,
            labels.get(node, shorten(node)),
            next((kind for name, kind in _KINDS.items() if name in classes.get(node, ())), ""),
            numbers.get(node, ""),
            notices.get(node, ""),
        )
        for node in sorted(wanted)
    }


def _first(store: ox.Store, query: str) -> dict[str, str]:
    """Answer node -> value; of several values the shortest, then the first in order."""
    found: dict[str, str] = {}
    for row in select(store, query):
        value, known = row["value"], found.get(row["node"])
        if known is None or (len(value), value) < (len(known), known):
            found[row["node"]] = value
    return found


def origin_of(graph: str) -> Origin:
    """Tell by the name of a graph who says what it holds."""
    for name, origin in ((READ, Origin.READ), (DECIDED, Origin.DECIDED), (BACKGROUND, Origin.BACKGROUND)):
        if graph == name or graph.startswith(name + "/"):
            return origin
    return Origin.DERIVED


def in_order(thing: Thing) -> tuple[str, list[int], str]:
    """Give a sorting key: by notice, then as the text counts (task 9 before task 10)."""
    return (thing.notice, [int(digits) for digits in re.findall(r"\d+", thing.iri)], thing.iri)
