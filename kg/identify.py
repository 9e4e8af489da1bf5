"""Which thing is meant: one that goes by a name, one that only has an IRI, and which of several namesakes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from kg.ask.directory import Directory
from kg.ask.entries import Entry
from kg.ask.naming import find_entries
from kg.errors import Ambiguous, NotFound
from kg.names import expand, shorten, whole
from kg.rdf.store import has_graph, said_of

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    #: Has the fields `others` and `ambiguous`.
    _Told = TypeVar("_Told", bound=DataclassInstance)

#: By what a thing is called that nobody calls by a name, the best first; then what a fact joins.
_CALLED = ("rdfs:label", "dcterms:title", "oa:exact")
_JOINED = ("rdf:subject", "rdf:predicate", "rdf:object")
#: What a named graph is.
_GRAPH = "Dataset"
#: Most namesakes that a sentence lists, and most characters of each and of the name.
_LISTED, _LONG = 20, 40


def things_meant(
    directory: Directory, store: Callable[[], Any], what: str, kind: str = "thing"
) -> list[Entry]:
    """Find the things that are meant: by any of their names, by number or by IRI.

    :param kind: body, document, section, or thing for any kind
    :returns: all of that name; by IRI, anything that the graph says something of, down to a fact or a term
    :raises NotFound: nothing has this name; the nearest names are given
    """
    iri = whole(what)
    if kind == "thing" and "://" in iri and directory.find(iri) is None:
        found = _unnamed(store(), iri)
    else:
        found = find_entries(directory, what, kind)
    if not found:
        raise NotFound(what, directory.nearest(what))
    return found


def _unnamed(store: Any, iri: str) -> list[Entry]:  # noqa: ANN401 - the engine's own type
    """Make an entry of what the register of names does not have; none of what the graph does not know."""
    said = said_of(store, iri)
    if not said and not has_graph(store, iri):
        return []
    classes = [value for predicate, value, _ in said if predicate == expand("rdf:type")]
    name = min((one.replace("#", "/").rpartition("/")[2] for one in classes), default=_GRAPH)
    kind = "".join(f"_{char.lower()}" if char.isupper() else char for char in name).lstrip("_")
    label = _label(store, iri)
    return [Entry(iri, kind, label, (label,))]


def _label(store: Any, iri: str) -> str:  # noqa: ANN401
    """Give what a thing is called; a fact by what it joins; else its IRI, with a prefix."""
    said = said_of(store, iri)
    for name in _CALLED:
        if found := [value for predicate, value, tag in said if predicate == expand(name) and tag != "en"]:
            return min(found)
    joined = [value for name in _JOINED for predicate, value, _ in said if predicate == expand(name)]
    return " ".join(_label(store, value) for value in joined) if joined else shorten(iri)


def only_one(directory: Directory, what: str, found: Sequence[Entry]) -> Entry:
    """Give the one thing that goes by a name.

    :raises Ambiguous: there are several
    """
    if len(found) > 1:
        raise Ambiguous(_several(directory, what, found))
    return found[0]


def of_each(directory: Directory, what: str, found: Sequence[Entry], tell: Callable[[Entry], _Told]) -> _Told:
    """Tell of all things that go by a name, and of several first of all how to tell them apart."""
    first, *others = map(tell, found)
    if not others:
        return first
    return replace(first, others=tuple(others), ambiguous=_several(directory, what, found))


def _several(directory: Directory, what: str, found: Sequence[Entry]) -> str:
    told = "、".join(f"{_apart(directory, one)}（{shorten(one.iri)}）" for one in found[:_LISTED])
    more = "等" if len(found) > _LISTED else ""
    return f"叫「{what[:_LONG]}」的有 {len(found)} 件：{told}{more}；请用全名、文号或括号里的标识指明一件"


def _apart(directory: Directory, entry: Entry) -> str:
    """Name a thing with its notice, or with the place that it belongs to."""
    named = f"任务{entry.number}" if entry.kind == "task" and entry.number else entry.label[:_LONG]
    owner = directory.find(entry.notice) if entry.notice else None
    whose = owner.number or owner.label[:_LONG] if owner else entry.place
    return f"{whose}的{named}" if whose else entry.number or named
