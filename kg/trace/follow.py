"""Follow the links of one thing in both directions, each with what shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.evidence import Quote, quotes_of
from kg.link.network import LINKS
from kg.names import expand, shorten
from kg.rdf.store import select
from kg.rdf.terms import iri
from kg.trace.things import find_things, in_order, origin_of, values
from kg.trace.values import Link, Origin, Thing, Trace

if TYPE_CHECKING:
    import pyoxigraph as ox

_THROUGH = {
    "工作重点": "经由任务参与的单位",
    "单位": "经由任务参与的工作重点",
    "集体单位": "经由任务参与的工作重点",
    "公文": "任务提到它的单位",
    "所引文件": "任务提到它的单位",
}


@dataclass(slots=True)
class _Said:
    """All that the facts about one triple say, gathered over the graphs; what a person says is kept apart."""

    origins: set[Origin] = field(default_factory=set)
    details: dict[str, str] = field(default_factory=dict)
    decided: str | None = None
    facts: set[str] = field(default_factory=set)


def trace(store: ox.Store, what: str) -> Trace:
    """Trace a focus area, task, body or document, given by its IRI.

    :returns: its links to other things, those in force first; no links where the graph does not know it
    """
    said = {forward: _facts(store, what, forward=forward) for forward in (True, False)}
    in_force = {forward: _triples(store, what, forward=forward) for forward in (True, False)}
    beyond = _beyond(store, what)
    others = {other for found in said.values() for _, other in found} | {
        step for pair in beyond for step in pair
    }
    things = find_things(store, {what} | others)
    facts = {fact for found in said.values() for one in found.values() for fact in one.facts}
    quotes = {node: tuple(found) for node, found in quotes_of(store, {what} | facts).items()}
    links = [
        replace(
            _link(predicate, things[other], one, quotes),
            forward=forward,
            in_force=(predicate, other) in in_force[forward],
        )
        for forward, found in said.items()
        for (predicate, other), one in found.items()
    ]
    links += _further(things[what], beyond, things)
    order = {reading: at for at, reading in enumerate(dict.fromkeys(LINKS.values()))}
    links.sort(
        key=lambda link: (
            bool(link.through), not link.in_force, order.get(link.relation, len(order)), not link.forward,
            -(link.score or 0), in_order(link.other),
        )
    )  # fmt: skip
    return Trace(things[what], quotes.get(what, ()), tuple(links))


def _facts(store: ox.Store, what: str, *, forward: bool) -> dict[tuple[str, str], _Said]:
    """Gather the facts about a thing as their subject, or object: (predicate, other) -> what they say."""
    here, there = ("subject", "object") if forward else ("object", "subject")
    names = " ".join(map(iri, LINKS))
    rows = select(
        store,
        f"""SELECT ?graph ?fact ?predicate ?other ?key ?value WHERE {{
            {values("what", [what])} VALUES ?predicate {{ {names} }}
            GRAPH ?graph {{
                ?fact rdf:{here} ?what ; rdf:predicate ?predicate ; rdf:{there} ?other ; ?key ?value
            }}
        }}""",
    )
    found: dict[tuple[str, str], _Said] = {}
    for row in rows:
        said = found.setdefault((row["predicate"], row["other"]), _Said())
        said.facts.add(row["fact"])
        origin, key = origin_of(row["graph"]), shorten(row["key"])
        said.origins.add(origin)
        if origin is not Origin.DECIDED:
            said.details[key] = row["value"]
        elif key == "kg:reason":
            said.decided = row["value"]
    return found


def _triples(store: ox.Store, what: str, *, forward: bool) -> set[tuple[str, str]]:
    """Find what is in force: (predicate, other) of the plain triples."""
    pattern = "?what ?predicate ?other" if forward else "?other ?predicate ?what"
    rows = select(store, f"SELECT ?predicate ?other WHERE {{ {values('what', [what])} {pattern} }}")
    return {(row["predicate"], row["other"]) for row in rows}


def _link(predicate: str, other: Thing, said: _Said, quotes: dict[str, tuple[Quote, ...]]) -> Link:
    score = said.details.get("kg:score")
    return Link(
        relation=next(reading for name, reading in LINKS.items() if expand(name) == predicate),
        forward=True,
        other=other,
        origin=next(origin for origin in Origin if origin in said.origins),
        score=None if score is None else float(score),
        rule=said.details.get("kg:rule"),
        reason=said.details.get("kg:reason"),
        evidence=tuple(quote for fact in sorted(said.facts) for quote in quotes.get(fact, ())),
        verb=said.details.get("kg:relation"),
        decided=said.decided,
    )


def _beyond(store: ox.Store, what: str) -> set[tuple[str, str]]:
    """Find the (task, body) of an area or a document, or the (task, focus area) of a body; in force only."""
    rows = select(
        store,
        f"""SELECT ?task ?end WHERE {{
            {values("what", [what])}
            {{ ?task kg:implements|kg:refersTo ?what ; a kg:Task ; kg:assignedTo ?end }}
            UNION {{ ?task kg:assignedTo ?what ; kg:implements ?end }}
        }}""",
    )
    return {(row["task"], row["end"]) for row in rows}


def _further(thing: Thing, beyond: Iterable[tuple[str, str]], things: dict[str, Thing]) -> list[Link]:
    tasks: dict[str, list[Thing]] = {}
    for task, end in beyond:
        tasks.setdefault(end, []).append(things[task])
    relation = _THROUGH.get(thing.kind, "经由任务")
    return [
        Link(
            relation,
            forward=True,
            other=things[end],
            origin=Origin.DERIVED,
            through=tuple(sorted(found, key=in_order)),
        )
        for end, found in tasks.items()
    ]
