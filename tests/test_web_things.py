"""Every IRI of the graph can be opened: as a page, and as RDF that says something of it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest
from rdflib import Graph, URIRef
from serving import Answer, Server, serving

from kg.build import Report
from kg.names import BASE, KG, PREFIXES
from kg.web.rendering import local

TASK = f"{BASE}document/杭政办函/2011/59/task/19"
ONE_OF_EACH = "SELECT (MIN(?x) AS ?one) ?class { GRAPH ?g { ?x a ?class } } GROUP BY ?class"


@pytest.fixture(scope="module")
def server(built: Report) -> Iterator[Server]:
    """Serve the library of the seeds."""
    with serving(built.home, query_seconds="30") as one:
        yield one


def opened(server: Server, path: str, accept: str) -> tuple[str, Answer]:
    """Open an address, and go where it leads; give the address that answered, too."""
    answer = server.ask(path, Accept=accept)
    if answer.status == 303:
        path = answer.headers["location"]
        answer = server.ask(path, Accept=accept)
    assert answer.status == 200, path
    return path, answer


def told(server: Server, path: str) -> Graph:
    """Open an address as a program that wants RDF."""
    return Graph().parse(data=opened(server, path, "text/turtle")[1].body, format="turtle")


def some_span(server: Server) -> tuple[URIRef, str]:
    """Give the IRI of the characters that say a task, and what they are."""
    graph = told(server, local(TASK))
    span = min(URIRef(str(one)) for one in graph.objects(URIRef(TASK), URIRef(KG + "evidence")))
    return span, str(graph.value(span, URIRef(PREFIXES["oa"] + "exact")))


def test_one_thing_of_each_class_is_a_page_and_rdf(server: Server) -> None:
    found = server.query(ONE_OF_EACH).json["results"]["bindings"]
    assert len(found) > 25
    for row in found:
        iri = row["one"]["value"]
        by_iri = "/thing?" + urlencode({"iri": iri})
        for path in dict.fromkeys((by_iri, local(iri))):
            assert opened(server, path, "text/html")[1].type == "text/html", iri
        assert (URIRef(iri), None, None) in told(server, by_iri), iri


def test_the_rdf_of_a_thing_has_the_characters_that_say_it(server: Server) -> None:
    span, exact = some_span(server)
    assert "#char=" in span
    assert len(exact) > 5


@pytest.mark.parametrize("form", ["/thing?iri={}", "/id/{}"])
def test_a_span_is_a_page_lit_up_and_rdf(server: Server, form: str) -> None:
    span, exact = some_span(server)
    path = form.format(quote(span if "thing" in form else span.removeprefix(BASE), safe="/"))
    assert "%23char" in path
    answered, page = opened(server, path, "text/html")
    start, end = span.rpartition("=")[2].split(",")
    assert answered.endswith(f"?start={start}&end={end}")
    assert exact[:10] in page.body.decode()
    assert str(told(server, path).value(span, URIRef(PREFIXES["oa"] + "exact"))) == exact


@pytest.mark.parametrize("iri", ["", "https://example.org/", f"{KG}Nothing", f"{BASE}place/火星"])
def test_what_is_no_thing_is_not_found(server: Server, iri: str) -> None:
    for accept in ("text/html", "text/turtle"):
        answer = server.ask("/thing?" + urlencode({"iri": iri}), Accept=accept)
        if answer.status == 303:
            answer = server.ask(answer.headers["location"], Accept=accept)
        assert answer.status == 404
