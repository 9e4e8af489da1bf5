"""Printed names become known bodies: whose body it is follows from the issuer, its full name from the tables.

What the tables know beforehand (full names, who followed whom in which reform) goes to the graph of
background knowledge with its source, apart from what a notice says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache

from kg.lexicon import (
    Jurisdiction,
    Level,
    collective,
    full_name,
    parse_body,
    place_of,
    successions,
)
from kg.lexicon.table import Succession
from kg.names import BACKGROUND, BASE, DERIVED, body_iri, slug, title_key
from kg.notice import Notice
from kg.rdf.identity import issuer_place, notice_year
from kg.rdf.page import read_graph
from kg.rdf.terms import Quad, integer, iri, text


def name_bodies(notice: Notice) -> Callable[[str], str]:
    """Give the function from a body's name in this notice to its IRI; an alias in brackets is the same."""
    home, year = issuer_place(notice), notice_year(notice)
    elsewhere = None if home else _own_name(notice)
    aliases = _aliases(notice)

    @cache
    def body_of(name: str) -> str:
        name = aliases.get(name, name)
        place = place_of(parse_body(name, home), home) or home
        return body_iri(name, place.place if place else elsewhere, full_name(name, home, year))

    return body_of


def _own_name(notice: Notice) -> str:
    """Name a notice whose place is unknown: its 市科技局 is not that of another such notice."""
    header = notice.header
    title = title_key(header.title.text) if header.title else ""
    return "未知：" + (header.number or title or notice.document.digest[:12])


def _aliases(notice: Notice) -> dict[str, str]:
    """Map the other names that a text gives in place to the name that they stand behind."""
    return {
        alias.text: assignment.name
        for task in notice.tasks
        for assignment in (*task.assignments, *task.inherited)
        for alias in assignment.aliases
    }


def body_quads(notices: Iterable[Notice]) -> Iterator[Quad]:
    """Describe every body that the notices name, once: its label is the name that is printed first."""
    labels: dict[str, str] = {}
    for notice in notices:
        home, year, body_of = issuer_place(notice), notice_year(notice), name_bodies(notice)
        read = read_graph(notice)
        for name in dict.fromkeys(_printed_names(notice)):
            node = body_of(name)
            is_collective = collective(name)
            yield _quad(node, "rdf:type", iri("kg:CollectiveBody" if is_collective else "kg:Body"), read)
            if labels.setdefault(node, name) == name:
                yield _quad(node, "rdfs:label", text(name), read)
            else:
                yield _quad(node, "skos:altLabel", text(name), read)
            body = parse_body(name, home)
            place = place_of(body, home)
            if place:
                yield _quad(node, "kg:jurisdiction", text(place.prefix or place.place), DERIVED)
            level = _level(place) if place else body.level
            if level and not is_collective:
                yield _quad(node, "kg:bodyLevel", text(level), DERIVED)
            full = full_name(name, home, year)
            if full:
                yield _quad(node, "kg:fullName", text(full), BACKGROUND)
            for step in _reforms(frozenset(reading.row.name for reading in body.readings)):
                yield from _reform_quads(node, step, "org:changedBy")
            for step in _reforms(frozenset(reading.row.name for reading in body.readings), back=True):
                yield from _reform_quads(node, step, "org:resultedFrom")


def _printed_names(notice: Notice) -> Iterator[str]:
    header = notice.header
    yield from (body.text for body in (*header.issuers, *header.addressees))
    for task in notice.tasks:
        yield from (assignment.name for assignment in (*task.assignments, *task.inherited))


def _level(place: Jurisdiction) -> Level:
    """Tell the level of a place's bodies: a city within a city (昆山市) is on the level of a county."""
    is_inner = place.level is Level.CITY and any(around.endswith(("市", "州")) for around in place.within)
    return Level.COUNTY if is_inner else place.level


@cache
def _reforms(names: frozenset[str], *, back: bool = False) -> tuple[Succession, ...]:
    """Follow a body's work through the later reforms (or the earlier): what moved whole or in the main."""
    found: list[Succession] = []
    reached = sorted(names)
    for name in reached:  # grows while it is read
        for step in successions():
            here, there = (step.new, step.old) if back else (step.old, step.new)
            if here == name and step.moved != "部分" and step not in found:
                found.append(step)
                if there not in reached:
                    reached.append(there)
    return tuple(found)


def _reform_quads(body: str, step: Succession, predicate: str) -> Iterator[Quad]:
    event = f"{BASE}reform/{step.year}/{slug(step.old)}/{slug(step.new)}"
    yield _quad(body, predicate, iri(event), BACKGROUND)
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
