"""Bodies of one place that may be one body: the notices print two names, and the tables do not settle it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import TYPE_CHECKING, TypeAlias

from kg.decide.ends import ends_of
from kg.decide.values import End, Kind, Matter
from kg.evidence import Quote, quotes_of
from kg.lexicon import Jurisdiction, Match, match_names, parse_body
from kg.lexicon.places import level_of
from kg.rdf.store import Row, select

if TYPE_CHECKING:
    import pyoxigraph as ox

#: The IRIs of a body that may go by another name, and of the body that it may be.
_Pair: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class DoubtfulName:
    """A name that may be that of another body of the same place; it has so many `tasks`."""

    matter: Matter
    reason: str
    tasks: int
    quotes: tuple[Quote, ...]


def doubtful_names(store: ox.Store) -> list[DoubtfulName]:
    """Find the pairs of bodies that may be one: by their names, or because nothing says whose one of them is.

    Names of one place match by a rule, short of being the same; a body that came after another one by a
    reform is another body. Of two, the one with fewer tasks is taken for the one that goes by another name.
    """
    rows = select(
        store,
        """SELECT ?body ?name ?place WHERE { ?body a kg:Body ; rdfs:label|skos:altLabel ?name
            OPTIONAL { ?body kg:jurisdiction ?place } } ORDER BY ?place ?body ?name""",
    )
    work = select(
        store, "SELECT ?body (COUNT(?task) AS ?n) WHERE { ?task kg:assignedTo ?body } GROUP BY ?body"
    )
    tasks = Counter({row["body"]: int(row["n"]) for row in work})
    pairs = _alike(rows, tasks) | _placeless(rows)
    ends = ends_of(store, {end for pair in pairs for end in pair})
    printed = _printed(store, ends)
    return [
        DoubtfulName(
            Matter(Kind.ALIAS, ends[name], ends[body], score),
            reason,
            tasks[name],
            (*printed.get(name, ())[:1], *printed.get(body, ())[:1]),
        )
        for (name, body), (score, reason) in sorted(pairs.items())
    ]


def _alike(rows: Iterable[Row], tasks: Counter[str]) -> dict[_Pair, tuple[float | None, str]]:
    """Match the bodies of each place by their names; each pair by its best match."""
    names: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if "place" in row:
            names[row["place"]][row["name"]].append(row["body"])
    best: dict[_Pair, Match] = {}
    for place, bodies in names.items():
        for name, match in _matches(place, list(bodies)):
            for one, other in product(bodies[name], bodies[match.candidate]):
                pair = min((one, other), (other, one), key=lambda pair: (tasks[pair[0]], pair))
                if one != other and match.score > getattr(best.get(pair), "score", 0.0):
                    best[pair] = match
    return {pair: (match.score, match.reason) for pair, match in best.items()}


def _placeless(rows: Iterable[Row]) -> dict[_Pair, tuple[float | None, str]]:
    """Match the bodies that could be any place's with the one body of that name whose place is known."""
    placed: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        if "place" in row:
            placed[row["name"]][row["body"]] = row["place"]
    found: dict[_Pair, tuple[float | None, str]] = {}
    for row in rows:
        if "place" not in row and len(placed[row["name"]]) == 1:
            ((body, place),) = placed[row["name"]].items()
            found[row["body"], body] = (None, f"公文没有写明是哪里的；库中同名的只有{place}的")
    return found


def _matches(place: str, names: Sequence[str]) -> Iterator[tuple[str, Match]]:
    """Match the names of one place with each other, where they share a function or two characters."""
    level = level_of(place)
    home = Jurisdiction(place, level) if level else None
    sharing: defaultdict[str, set[str]] = defaultdict(set)
    marks: dict[str, set[str]] = {}
    for name in names:
        body = parse_body(name, home)
        known = body.function if body.readings else None
        marks[name] = {known} if known else {a + b for a, b in pairwise(body.tail)}
        for mark in marks[name]:
            sharing[mark].add(name)
    for name in names:
        alike = set().union(*(sharing[mark] for mark in marks[name])) - {name}
        for match in match_names(name, sorted(alike), home) if alike else ():
            if match.score < 1 and not match.steps:
                yield name, match


def _printed(store: ox.Store, ends: Mapping[str, End]) -> dict[str, list[Quote]]:
    """Quote where each body is named."""
    if not ends:
        return {}
    values = " ".join(f"<{node}>" for node in ends)
    rows = select(
        store,
        f"""SELECT ?body (MIN(?fact) AS ?first) WHERE {{ VALUES ?body {{ {values} }}
            ?fact rdf:object ?body ; kg:printedName ?name ; kg:evidence ?mark }} GROUP BY ?body""",
    )
    quotes = quotes_of(store, [row["first"] for row in rows if "first" in row]) if rows else {}
    return {row["body"]: quotes.get(row["first"], []) for row in rows if "first" in row}
