"""Bodies that a person found to be one body: the graph has one, and the other's name is one of its names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.decide.standing import Judged, in_force
from kg.decide.values import Kind, Verdict
from kg.link.documents import Same
from kg.names import DECIDED
from kg.rdf.terms import Quad, iri

_LABEL, _ALIAS = iri("rdfs:label"), iri("skos:altLabel")


def merged_bodies(judged: Iterable[Judged]) -> list[Same]:
    """Find which bodies are one, where a person confirmed that the printed name of one is the other's."""
    root: dict[str, str] = {}

    def root_of(node: str) -> str:
        while node in root:
            node = root[node]
        return node

    for one in in_force(judged, Kind.ALIAS):
        old, new = root_of(one.subject), root_of(one.object)
        if one.decision.verdict is Verdict.CONFIRM and old and old != new:
            root[old] = new
    return [Same(old, root_of(old), "", "", ()) for old in sorted(root)]


def settled(judged: Iterable[Judged], merged: Iterable[Same]) -> tuple[Judged, ...]:
    """Say of the decisions about a body that was found to be another one that they are about that one."""
    new = {one.old: one.new for one in merged}
    return tuple(replace(one, object=new.get(one.object, one.object)) for one in judged)


def as_other_names(names: Iterable[Quad], merged: Iterable[Same]) -> Iterator[Quad]:
    """Make the labels of bodies that were found to be other bodies mere other names of those."""
    old = {iri(one.old) for one in merged}
    for quad in names:
        is_other = quad.predicate == _LABEL and quad.subject in old
        yield quad._replace(predicate=_ALIAS) if is_other else quad


def merged_quads(merged: Iterable[Same]) -> Iterator[Quad]:
    """Say which former identifiers a body has."""
    for one in merged:
        yield Quad(iri(one.new), iri("owl:sameAs"), iri(one.old), iri(DECIDED))
