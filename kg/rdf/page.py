"""The graph that one notice is written to: what its parts are called, and what points at its characters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.locate import Place, locate
from kg.names import BASE, DERIVED, READ, fact_iri, file_iri, part_iri, span_iri
from kg.notice import Notice
from kg.rdf.identity import notice_iri
from kg.rdf.terms import Quad, integer, iri, text
from kg.text import Piece

__all__ = ["Page", "notice_iri", "read_graph"]


def read_graph(notice: Notice) -> str:
    """Name the graph of what was read in a notice."""
    return READ + "/" + notice_iri(notice).removeprefix(BASE)


class Page:
    """The graph that one notice is written to: its IRI, and where each character stands."""

    def __init__(self, notice: Notice) -> None:
        self.iri = notice_iri(notice)
        self.graph = read_graph(notice)
        self.file = file_iri(notice.document.digest)
        self._text = notice.document.text
        self._place_of = locate(notice)

    def quad(self, subject: str, predicate: str, value: str, graph: str | None = None) -> Quad:
        """Say one triple in this graph, or in another."""
        return Quad(iri(subject), iri(predicate), value, iri(graph or self.graph))

    def place(self, piece: Piece) -> Place:
        """Tell where a piece begins."""
        return self._place_of(piece.spans[0])

    def owner(self, piece: Piece) -> str:
        """Name the innermost part that holds a piece: its task, its section, or the notice."""
        place = self.place(piece)
        if place.task is not None:
            return part_iri(self.iri, "task", place.task + 1)
        return self.iri if place.section is None else part_iri(self.iri, "section", place.section + 1)

    def node(self, node: str, kind: str, label: str, pieces: Iterable[Piece]) -> Iterator[Quad]:
        """Say that something is printed here: its class, its label, its evidence."""
        yield self.quad(node, "rdf:type", iri(kind))
        yield self.quad(node, "rdfs:label", text(label))
        yield self.quad(node, "kg:inNotice", iri(self.iri))
        yield from self.evidence(node, pieces)

    def fact(
        self,
        subject: str,
        predicate: str,
        value: str,
        pieces: Iterable[Piece],
        *,
        rule: str | None = None,
        **details: str,
    ) -> Iterator[Quad]:
        """Say a triple, and the fact that says where it was read (or by which rule it was derived)."""
        graph = DERIVED if rule else None
        plain = value[1:-1] if value.startswith("<") else value[1 : value.rindex('"')]
        node = fact_iri(subject, predicate, plain)
        yield self.quad(subject, predicate, value, graph)
        yield self.quad(node, "rdf:type", iri("kg:Fact"), graph)
        yield self.quad(node, "rdf:subject", iri(subject), graph)
        yield self.quad(node, "rdf:predicate", iri(predicate), graph)
        yield self.quad(node, "rdf:object", value, graph)
        yield self.quad(node, "kg:inNotice", iri(self.iri), graph)
        if rule:
            yield self.quad(node, "kg:rule", text(rule), graph)
        for name, detail in details.items():
            yield self.quad(node, f"kg:{name}", detail, graph)
        yield from self.evidence(node, pieces, graph)

    def evidence(self, node: str, pieces: Iterable[Piece], graph: str | None = None) -> Iterator[Quad]:
        """Point at characters. The spans themselves are always something that was read."""
        for piece in pieces:
            for span in piece.spans:
                mark = span_iri(self.iri, span)
                yield self.quad(node, "kg:evidence", iri(mark), graph)
                yield self.quad(mark, "rdf:type", iri("kg:Span"))
                yield self.quad(mark, "oa:start", integer(span.start))
                yield self.quad(mark, "oa:end", integer(span.end))
                yield self.quad(mark, "oa:exact", text(span.of(self._text)))
                yield self.quad(mark, "oa:hasSource", iri(self.file))
                yield self.quad(mark, "kg:place", text(self._place_of(span).label))
