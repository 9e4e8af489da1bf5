"""Every thing has one label, so that a query for things and their names counts each once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.names import BASE, READ
from kg.rdf.terms import Quad, iri

_LABEL, _ALIAS, _TITLE = iri("rdfs:label"), iri("skos:altLabel"), iri("dcterms:title")


def names_things(quad: Quad) -> bool:
    """Tell whether a quad says what a thing is called, by a label or a title: what `one_label` must see."""
    return quad.predicate in {_LABEL, _TITLE}


def one_label(quads: Sequence[Quad]) -> Iterator[Quad]:
    """Keep one label of each thing that was read; its other labels become alternative ones.

    A notice that cites another names it by its number, or by a title in its own words. What the document
    itself says comes first, then a title, then what is printed first.

    :param quads: in the order of the text
    """
    labels: dict[str, list[Quad]] = {}
    titles: set[tuple[str, str]] = set()
    for quad in quads:
        if quad.predicate == _LABEL and quad.graph.startswith(f"<{READ}/"):
            labels.setdefault(quad.subject, []).append(quad)
        elif quad.predicate == _TITLE:
            titles.add((quad.subject, quad.object))

    def rank(label: Quad) -> tuple[bool, bool]:
        own = label.graph == f"<{READ}/{label.subject[1:-1].removeprefix(BASE)}>"
        return not own, (label.subject, label.object) not in titles

    kept = {subject: min(found, key=rank).object for subject, found in labels.items()}
    for quad in quads:
        if quad.predicate == _LABEL and kept.get(quad.subject, quad.object) != quad.object:
            yield quad._replace(predicate=_ALIAS)
        else:
            yield quad
