"""The only module that knows the engine: quads in, rows out, and its complaints as our errors.

rdflib is the interface: `dataset` wraps the same store. Whole queries go to the engine directly, because
turning each term into rdflib's costs more than most queries do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from kg.errors import BadQuery, DamagedLibrary
from kg.names import PREFIXES
from kg.rdf.gate import check_query
from kg.rdf.terms import Quad

if TYPE_CHECKING:
    import rdflib

#: What `kg sparql --format` can write: name -> format of bindings (SELECT, ASK) or of triples.
BINDINGS = {
    "json": ox.QueryResultsFormat.JSON,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}
TRIPLES = {"turtle": ox.RdfFormat.TURTLE, "ntriples": ox.RdfFormat.N_TRIPLES, "json": ox.RdfFormat.JSON_LD}

_Found: TypeAlias = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

#: one row of a SELECT: variable -> value (an IRI, or a literal's text); unbound variables are left out
Row = dict[str, str]


def write_store(folder: Path, quads: Iterable[Quad]) -> int:
    """Make a store of quads; see `write_lines`."""
    return write_lines(folder, (quad.line() for quad in quads))


def write_lines(
    folder: Path, lines: Iterable[str], in_force: Callable[[str], bool] = lambda _line: True
) -> int:
    """Make a store of quads, each in its graph and, but for what is not in force, in the default graph.

    A triple that two graphs hold would come out twice of a union of graphs (oxigraph issue 1919), so the
    default graph is real. Returns the number of different triples in it.

    :param lines: N-Quads; what a library has of them need not fit into memory
    :param in_force: tells of a line whether it is; in its own graph it stands anyhow
    :raises OSError: the disk is full, or may not be written
    """
    store = ox.Store(str(folder))
    written = folder.with_name(folder.name + ".nq")
    try:
        with written.open("w", encoding="utf-8") as file:
            for line in lines:
                file.write(f"{line}\n{line[: line.rindex(' <')]} .\n" if in_force(line) else f"{line}\n")
        store.bulk_load(path=str(written), format=ox.RdfFormat.N_QUADS)
    finally:
        written.unlink(missing_ok=True)
    store.optimize()  # loading leaves many files, each of which a look-up would have to ask
    store.flush()
    return int(select(store, "SELECT (COUNT(*) AS ?count) { ?s ?p ?o }")[0]["count"])


def open_store(folder: Path) -> ox.Store:
    """Open a finished store, read-only, from any number of processes.

    :raises DamagedLibrary: the folder is no store (the engine would make an empty one)
    """
    if not (folder / "CURRENT").is_file():
        raise DamagedLibrary(folder, "图数据不完整")
    try:
        return ox.Store.read_only(str(folder))
    except (OSError, RuntimeError) as error:
        raise DamagedLibrary(folder, _one_line(error)) from None


def read_turtle(path: Path, graph: str) -> Iterator[Quad]:
    """Give the triples of a Turtle file as quads of one graph."""
    for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
        yield Quad(str(triple.subject), str(triple.predicate), str(triple.object), f"<{graph}>")


def select(store: ox.Store, query: str) -> list[Row]:
    """Answer a SELECT of our own with plain values."""
    with our_words():
        solutions = store.query(query, prefixes=PREFIXES)
        if not isinstance(solutions, ox.QuerySolutions):
            raise BadQuery("这里需要 SELECT")
        names = [variable.value for variable in solutions.variables]
        return [
            {name: value.value for name, value in zip(names, row, strict=True) if value is not None}
            for row in solutions
        ]


def answer(store: ox.Store, query: str, form: str | None = None) -> bytes | list[list[str]]:
    """Answer a user's query, through the gate.

    :param form: a key of BINDINGS or TRIPLES; None for a table: its header, then its rows, as text
    :raises BadQuery: a syntax error, or a format that does not fit the kind of query
    :raises RefusedQuery: a query that would write or reach out
    """
    check_query(query)
    with our_words():
        return _written(store.query(query, prefixes=PREFIXES), form)


def _written(found: _Found, form: str | None) -> bytes | list[list[str]]:
    if form is None and isinstance(found, ox.QuerySolutions):
        names = [variable.value for variable in found.variables]
        return [names, *([_plain(value) for value in row] for row in found)]
    if form is None and isinstance(found, ox.QueryBoolean):
        return [["结果"], ["是" if found else "否"]]
    formats = TRIPLES if isinstance(found, ox.QueryTriples) else BINDINGS
    name = form or "turtle"
    if name not in formats:
        raise BadQuery(f"这种查询不能写成 {name}；可写成 {' '.join(formats)}")
    if isinstance(found, ox.QueryTriples):
        written = found.serialize(format=TRIPLES[name])
    else:
        written = found.serialize(format=BINDINGS[name])
    return written or b""


def lines(store: ox.Store) -> list[str]:
    """Give every quad of the named graphs as a line of N-Quads, sorted: the same for the same sources."""
    named = (quad for quad in store if not isinstance(quad.graph_name, ox.DefaultGraph))
    return sorted(f"{quad} ." for quad in named)


def pairs(store: ox.Store, predicate: str) -> Iterator[tuple[str, str]]:
    """Give the subjects and the values that a predicate joins in the facts in force, in no order.

    :param predicate: an IRI; a scan of one index is ten times faster than a query that asks for all of them
    """
    with our_words():
        for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), None, ox.DefaultGraph()):
            yield getattr(quad.subject, "value", ""), getattr(quad.object, "value", "")


def values(store: ox.Store, subject: str, predicate: str) -> list[str]:
    """Give the values that a thing has by a predicate, both IRIs, in the facts in force."""
    meant = ox.NamedNode(subject), ox.NamedNode(predicate), None, ox.DefaultGraph()
    with our_words():
        return [getattr(quad.object, "value", "") for quad in store.quads_for_pattern(*meant)]


def typed(store: ox.Store, kind: str) -> Iterator[str]:
    """Give the things of a class, by its IRI, in no order."""
    of_kind = ox.NamedNode(PREFIXES["rdf"] + "type"), ox.NamedNode(kind), ox.DefaultGraph()
    with our_words():
        for quad in store.quads_for_pattern(None, *of_kind):
            yield getattr(quad.subject, "value", "")


def said_of(store: ox.Store, iri: str) -> list[tuple[str, str, str]]:
    """Give the predicates and values of a thing in all graphs, with the language ("" where it has none).

    :param iri: what is none, a literal say, has nothing said of it
    """
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        return []
    with our_words():
        said = {(q.predicate.value, q.object) for q in store.quads_for_pattern(node, None, None, None)}
    tagged = ((name, getattr(one, "value", ""), getattr(one, "language", None) or "") for name, one in said)
    return sorted(tagged)


def has_graph(store: ox.Store, iri: str) -> bool:
    """Tell whether there is a named graph of this IRI."""
    try:
        return bool(store.contains_named_graph(ox.NamedNode(iri)))
    except ValueError:
        return False


def dataset(store: ox.Store) -> rdflib.Dataset:
    """Wrap a store as an rdflib Dataset; its default graph holds the facts in force."""
    import oxrdflib
    import rdflib

    wrapped = rdflib.Dataset(store=oxrdflib.OxigraphStore(store=store))
    for prefix, namespace in PREFIXES.items():
        wrapped.bind(prefix, namespace, replace=True)
    return wrapped


@contextmanager
def our_words() -> Iterator[None]:
    """Tell the engine's complaints as our errors; it may find a broken file only as it reads the rows."""
    try:
        yield
    except (SyntaxError, ValueError, RuntimeError, OSError) as error:
        if isinstance(error, OSError) or "Corruption" in str(error):
            raise DamagedLibrary(Path("graph"), _one_line(error)) from None
        raise BadQuery(complaint(error)) from None


#: What the engine says among the marks that it expected -> what it means.
_TOLD = {
    "Prefix not found": "前缀没有声明",
    "variable that is unbound": "SELECT 里的变量在 WHERE 中没有绑定",
    "already bound": "变量已经绑定，不能再用 AS 赋值",
    "GROUP BY": "SELECT 里的变量不在 GROUP BY 中",
}


def complaint(error: Exception) -> str:
    """Say in one sentence where a query goes wrong, without the list of all marks that could stand there."""
    message = _one_line(error)
    place = re.match(r"error at (?P<line>\d+):(?P<column>\d+)", message)
    if place is None:
        return message
    told = next((meaning for words, meaning in _TOLD.items() if words in message), "语法不对")
    return f"第 {place['line']} 行第 {place['column']} 个字符处{told}"


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())


def _plain(term: object) -> str:
    return "" if term is None else str(getattr(term, "value", term))
