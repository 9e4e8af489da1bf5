"""Printed names become known bodies: whose body it is follows from the issuer, its full name from the tables.

What the tables know beforehand (full names, who followed whom in which reform) goes to the graph of
background knowledge with its source, apart from what a notice says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from kg.lexicon import Jurisdiction, collective, full_name, jurisdiction_of, parse_body, successions
from kg.lexicon.table import Succession
from kg.names import BACKGROUND, BASE, DERIVED, body_iri, slug
from kg.notice import Notice
from kg.rdf.page import read_graph
from kg.rdf.terms import Quad, integer, iri, text


def issuer_place(notice: Notice) -> Jurisdiction | None:
    """Tell the place that a notice speaks for: its first issuer's."""
    places = (jurisdiction_of(issuer.text) for issuer in notice.header.issuers)
    return next((place for place in places if place), None)


def name_bodies(notice: Notice) -> Callable[[str], str]:
    """Give the function from a body's name in this notice to its IRI."""
    home, year = issuer_place(notice), notice_year(notice)

    def body_of(name: str) -> str:
        place = parse_body(name, home).head.at(home) or home
        return body_iri(name, place.place if place else None, full_name(name, home, year))

    return body_of


def notice_year(notice: Notice) -> int | None:
    """Tell the year of a notice: of its date, else of its number."""
    if notice.header.date:
        return int(notice.header.date[:4])
    number = notice.header.number or ""
    return next((int(part[:4]) for part in number.split("〔")[1:] if part[:4].isdigit()), None)


def body_quads(notices: Iterable[Notice]) -> Iterator[Quad]:
    """Describe every body that the notices name, once: its label is the name that is printed first."""
    labels: dict[str, str] = {}
    for notice in notices:
        home, year, body_of = issuer_place(notice), notice_year(notice), name_bodies(notice)
        read = read_graph(notice)
        for name in _printed_names(notice):
            node = body_of(name)
            kind = "kg:CollectiveBody" if collective(name) else "kg:Body"
            yield _quad(node, "rdf:type", iri(kind), read)
            if labels.setdefault(node, name) == name:
                yield _quad(node, "rdfs:label", text(name), read)
            else:
                yield _quad(node, "skos:altLabel", text(name), read)
            place = parse_body(name, home).head.at(home) or home
            if place:
                yield _quad(node, "kg:jurisdiction", text(place.prefix or place.place), DERIVED)
            full = full_name(name, home, year)
            if full:
                yield _quad(node, "kg:fullName", text(full), BACKGROUND)
            for step in _reforms(name, home):
                yield from _reform_quads(node, step)


def _printed_names(notice: Notice) -> Iterator[str]:
    header = notice.header
    yield from (body.text for body in (*header.issuers, *header.addressees))
    for task in notice.tasks:
        yield from (assignment.name for assignment in (*task.assignments, *task.inherited))


def _reforms(name: str, home: Jurisdiction | None) -> Iterator[Succession]:
    """Follow a body's work through the later reforms, as far as the whole or the main part moved."""
    names = [reading.row.name for reading in parse_body(name, home).readings]
    for old in names:  # grows while it is read
        for step in successions():
            if step.old == old and step.moved != "部分":
                yield step
                if step.new not in names:
                    names.append(step.new)


def _reform_quads(body: str, step: Succession) -> Iterator[Quad]:
    event = f"{BASE}reform/{step.year}/{slug(step.old)}/{slug(step.new)}"
    yield _quad(body, "org:changedBy", iri(event), BACKGROUND)
    yield _quad(event, "rdf:type", iri("org:ChangeEvent"), BACKGROUND)
    yield _quad(event, "rdfs:label", text(f"{step.year}年机构改革：{step.old}→{step.new}"), BACKGROUND)
    yield _quad(event, "kg:year", integer(step.year), BACKGROUND)
    yield _quad(event, "kg:oldFunction", text(step.old), BACKGROUND)
    yield _quad(event, "kg:newFunction", text(step.new), BACKGROUND)
    yield _quad(event, "dcterms:source", text(step.source), BACKGROUND)
    if step.note:
        yield _quad(event, "kg:note", text(step.note), BACKGROUND)


def _quad(subject: str, predicate: str, value: str, graph: str) -> Quad:
    return Quad(iri(subject), iri(predicate), value, iri(graph))
