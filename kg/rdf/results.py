"""What a query found, written in the formats of the web, and cut where it is too much."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import pyoxigraph as ox

from kg.names import PREFIXES
from kg.rdf.store import our_words

#: Media type -> format, the preferred one first: SPARQL 1.1 Query Results (JSON, XML, CSV and TSV).
SOLUTIONS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
#: ASK has no rows, and no standard way into CSV or TSV.
TRUTH = dict(list(SOLUTIONS.items())[:2])
GRAPHS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}
#: The form of a query -> the media types that its result can be written in.
WRITTEN: dict[str, tuple[str, ...]] = {
    "SELECT": tuple(SOLUTIONS),
    "ASK": tuple(TRUTH),
    "CONSTRUCT": tuple(GRAPHS),
    "DESCRIBE": tuple(GRAPHS),
}


#: How many times the bytes that are wanted are taken: in full, `1` in CSV is `"1"^^<http://…>`.
_SLACK = 4

_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a result is written: rows (or triples), and bytes."""

    rows: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Written:
    """A result in a media type; `rows` are those in it, and `cut` tells whether there were more."""

    body: bytes
    rows: int
    cut: bool


def write_result(
    store: ox.Store,
    query: str,
    media: str,
    limits: Limits,
    graphs: tuple[Sequence[str], Sequence[str]] | None = None,
) -> Written:
    """Answer a query that `kg.rdf.gate.check_query` let pass.

    :param media: one of `WRITTEN` for the query's form
    :param graphs: IRIs of the graphs whose merge is the default graph, and of the named graphs, in place of
        those that the query itself names (SPARQL 1.1 Protocol, 2.1.4)
    :raises BadQuery: a syntax error
    """
    with our_words():
        if graphs is None:
            found = store.query(query, prefixes=PREFIXES)
        else:
            found = store.query(
                query,
                prefixes=PREFIXES,
                default_graph=[ox.NamedNode(iri) for iri in graphs[0]],
                named_graphs=[ox.NamedNode(iri) for iri in graphs[1]],
            )
        if isinstance(found, ox.QueryBoolean):
            return Written(found.serialize(format=TRUTH[media]) or b"", 1, cut=False)
        if isinstance(found, ox.QueryTriples):
            return _fitting(found, limits, lambda kept: _graph(kept, media))
        names = "\t".join(f"?{variable.value}" for variable in found.variables)
        return _fitting(_lines(found), limits, lambda kept: _table(names, kept, media))


def _fitting(found: Iterable[_Row], limits: Limits, write: Callable[[list[_Row]], bytes]) -> Written:
    """Write as many of the first rows as the limits let through.

    What the formats differ in is known when a row is written. So rows are taken up to some times the bytes
    that are wanted, and no further: a few long ones would take all memory.
    """
    rows: list[_Row] = []
    room = limits.bytes * _SLACK
    for row in found:
        rows.append(row)
        room -= len(str(row))
        if len(rows) > limits.rows or room < 0:
            break
    kept = rows[: limits.rows]
    body = write(kept)
    while len(body) > limits.bytes and kept:
        kept = kept[: min(len(kept) - 1, len(kept) * limits.bytes // len(body))]
        body = write(kept)
    return Written(body, len(kept), len(kept) < len(rows) or room < 0)


def _lines(found: ox.QuerySolutions) -> Iterator[str]:
    """Give the rows of a result as lines of TSV, the format that keeps every term whole."""
    for row in found:
        yield "\t".join("" if value is None else str(value) for value in row)


def _table(names: str, rows: Sequence[str], media: str) -> bytes:
    text = "\n".join((names, *rows)) + "\n"
    if SOLUTIONS[media] == ox.QueryResultsFormat.TSV:
        return text.encode("utf-8")
    parsed = ox.parse_query_results(text, format=ox.QueryResultsFormat.TSV)
    return parsed.serialize(format=SOLUTIONS[media]) or b""


def _graph(triples: Sequence[ox.Triple], media: str) -> bytes:
    return ox.serialize(triples, format=GRAPHS[media], prefixes=PREFIXES) or b""
