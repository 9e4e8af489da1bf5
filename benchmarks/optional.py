"""The engine's traps, and whether the queries under queries/ keep out of them.

    python benchmarks/optional.py

Oxigraph may run what stands in an OPTIONAL of several patterns, behind a variable that an OPTIONAL left
unbound, or in a UNION, for the whole graph before it joins; and it does not push FILTER(?x = <iri>) into the
look-up. What asks about one task then takes as long as the graph is large. The first table shows each trap
beside the form that our queries use, with the same rows.

The second runs every named query on its example, and once more for one notice alone where it can. From the
middle to the largest graph, the time of a query about one thing may grow as its rows do, that of a query
about all as its rows or the graph do, SLACK times and above a floor of FLOOR milliseconds. Ends with 1 if one
grows faster, or if a trap no longer is one, so that the rule can be dropped.

The graphs are copies of the seed's quads under other numbers, with the bodies of other cities.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox

from kg.extract import extract_file
from kg.link.bodies import body_quads, name_bodies
from kg.link.focus import FocusLink, focus_quads
from kg.link.subjects import focus_areas
from kg.rdf.page import notice_iri
from kg.rdf.quads import notice_quads
from kg.rdf.queries import IRI_KINDS, NamedQuery, bind, load_queries
from kg.rdf.store import Row, open_store, select, write_store
from kg.rdf.terms import Quad
from kg.settings import shared

#: Copies of the seed in each graph: about 10,000, 100,000 and 400,000 quads with their second copy.
COPIES = (2, 20, 80)
CITIES = 10
REPEATS, SLACK, FLOOR = 5, 2.0, 1.0

#: trap -> (the query that falls into it, the same rows another way)
TRAPS = {
    "OPTIONAL of several patterns, or a join: what was read always has its words": (
        """SELECT ?task ?words { ?task kg:inNotice {notice} ; a kg:Task .
             OPTIONAL { ?fact rdf:subject ?task ; kg:evidence ?span . ?span oa:exact ?words } }""",
        """SELECT ?task ?words { ?task kg:inNotice {notice} ; a kg:Task .
             ?fact rdf:subject ?task ; kg:evidence ?span . ?span oa:exact ?words }""",
    ),
    "OPTIONAL behind an OPTIONAL, or one with a path": (
        """SELECT ?task ?name { ?task kg:inNotice {notice} ; a kg:Task .
             OPTIONAL { ?task kg:assignedTo ?body } OPTIONAL { ?body rdfs:label ?name } }""",
        """SELECT ?task ?name { ?task kg:inNotice {notice} ; a kg:Task .
             OPTIONAL { ?task kg:assignedTo/rdfs:label ?name } }""",
    ),
    "FILTER equality, or VALUES": (
        """SELECT ?task { ?task a kg:Task ; kg:inNotice ?notice . FILTER(?notice = {notice}) }""",
        """SELECT ?task { VALUES ?notice { {notice} } ?task a kg:Task ; kg:inNotice ?notice }""",
    ),
    "VALUES before a UNION, or in each part": (
        """SELECT ?x { VALUES ?notice { {notice} }
             { ?x a kg:Task ; kg:inNotice ?notice } UNION { ?x a kg:Target ; kg:inNotice ?notice } }""",
        """SELECT ?x { { VALUES ?notice { {notice} } ?x a kg:Task ; kg:inNotice ?notice }
             UNION { VALUES ?notice { {notice} } ?x a kg:Target ; kg:inNotice ?notice } }""",
    ),
}


def seed_quads() -> tuple[str, list[Quad]]:
    """Give the seed notice's IRI and its quads, with a focus link for each task."""
    extract = extract_file(next(shared("seeds").glob("*.txt")))
    notice = extract.notice
    areas = focus_areas(notice)
    links = [
        FocusLink(at, areas[at % len(areas)], 0.8 - at % 3 * 0.2, "规则", "理由", (notice.tasks[at].text,))
        for at in range(len(notice.tasks))
    ]
    quads = [*body_quads([notice]), *notice_quads(notice, extract.findings, name_bodies(notice))]
    return notice_iri(notice), [*quads, *focus_quads(notice, links, 0.5)]


def copies(notice: str, quads: list[Quad], count: int) -> Iterator[Quad]:
    """Give the seed's quads `count` times: each with a number of its own, bodies of one of ten cities."""
    for at in range(count):
        base = notice.rsplit("/", 1)[0]
        changes = ((notice, f"{base}/{10_000 + at}"), ("/body/杭州", f"/body/城{at % CITIES}"))
        for quad in quads:
            yield Quad(*(_changed(term, changes) for term in quad))


def _changed(term: str, changes: tuple[tuple[str, str], ...]) -> str:
    for old, new in changes if term.startswith("<") else ():
        term = term.replace(old, new)
    return term


def least(run: Callable[[], list[Row]]) -> tuple[float, int]:
    """Run a query some times; give the least milliseconds and the number of rows."""
    times = []
    for _ in range(REPEATS):
        before = time.perf_counter()
        rows = run()
        times.append((time.perf_counter() - before) * 1000)
        if sum(times) > 3000:
            break
    return min(times), len(rows)


def show(name: str, found: list[tuple[float, int]], told: str = "") -> None:
    """Print the times and rows of one query over the graphs."""
    cells = "".join(f"{time_:10.2f} ms {rows:6d}" for time_, rows in found)
    print(f"{name:44}{cells}{found[-1][0] / found[-2][0]:8.1f}x{told}")


def compare_traps(stores: list[ox.Store], notice: str) -> bool:
    """Print each trap beside the other form; tell whether each still is one."""
    holds = True
    for name, forms in TRAPS.items():
        print(name)
        found = []
        for form, query in zip(("the trap", "our form"), forms, strict=True):
            text = query.replace("{notice}", f"<{notice}>")
            found.append([least(partial(select, store, text)) for store in stores])
            show(f"  {form}", found[-1])
        trap, ours = (times[-1] for times in found)
        print(f"  {trap[0] / ours[0]:.0f} times as long on the largest graph")
        if trap[1] != ours[1]:
            raise ValueError(f"not the same rows: {name}")
        holds &= trap[0] > SLACK * ours[0]
    return holds


def kinds_of(query: NamedQuery) -> dict[str, str]:
    """Give the kind of each parameter."""
    return {param.name: param.kind for param in query.params}


def examples(store: ox.Store, query: NamedQuery, notice: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Give a query's example, and the same for one notice alone, with names turned to IRIs."""
    kinds = kinds_of(query)
    values = {key: value for key, _, value in (part.partition("=") for part in query.example.split())}
    for key, value in values.items():
        if kinds[key] in IRI_KINDS:
            values[key] = _iri_of(store, value)
    yield query.name, values
    if "notice" in kinds:
        yield f"{query.name}, one notice", {**values, "notice": notice}


def _iri_of(store: ox.Store, name: str) -> str:
    pattern = "{ ?x rdfs:label ?name } UNION { ?x kg:number ?name }"
    rows = select(store, f'SELECT ?x {{ VALUES ?name {{ "{name}" }} {pattern} }} ORDER BY ?x LIMIT 1')
    return rows[0]["x"]


def time_queries(
    stores: list[ox.Store], sizes: list[int], notice: str, queries: Mapping[str, NamedQuery]
) -> bool:
    """Print the time of every named query; tell whether none grows faster than it may."""
    holds = True
    for query in queries.values():
        for name, values in examples(stores[0], query, notice):
            text = bind(query, values)
            found = [least(partial(select, store, text)) for store in stores]
            (before, few), (after, many) = found[-2:]
            growth = max(1, many / max(few, 1))
            if not any(kind in IRI_KINDS and key in values for key, kind in kinds_of(query).items()):
                growth = max(growth, sizes[-1] / sizes[-2])
            may = max(before, FLOOR) * growth * SLACK
            show(name, found, "" if after <= may else "  MISSED")
            holds &= after <= may
    return holds


def main() -> int:
    """Make the graphs, and run both tables."""
    notice, quads = seed_quads()
    with TemporaryDirectory() as folder:
        stores: list[ox.Store] = []
        sizes: list[int] = []
        for count in COPIES:
            path = Path(folder) / str(count)
            path.mkdir()
            sizes.append(write_store(path, copies(notice, quads, count)))
            stores.append(open_store(path))
        one = f"{notice.rsplit('/', 1)[0]}/10000"
        print(
            "facts in force: "
            + ", ".join(f"{size:,}" for size in sizes)
            + "; then least ms and rows of each\n"
        )
        traps = compare_traps(stores, one)
        print()
        held = time_queries(stores, sizes, one, load_queries(shared("queries")))
        if not traps:
            print("a trap is none any more: say so in queries/ and in the tests that keep to it")
        return 0 if held and traps else 1


if __name__ == "__main__":
    sys.exit(main())
