"""The SPARQL endpoint, by the tests of the W3C for the protocol of queries, each by its name, and beyond.

https://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/
"""

from __future__ import annotations

import csv
import io
import subprocess
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from serving import DIRECT, FORM, Server, serving
from SPARQLWrapper import SPARQLWrapper

from kg.build import Report
from kg.library import Library
from kg.names import BACKGROUND, BASE, KG, ONTOLOGY

ASK, SELECT = "ASK {}", "SELECT ?s { ?s a kg:Task } ORDER BY ?s"
CONSTRUCT, DESCRIBE = "CONSTRUCT { ?s a kg:Task } WHERE { ?s a kg:Task }", f"DESCRIBE <{BASE}place/上海>"
READ = f"{BASE}graph/read/document/杭政办函/2011/59"
JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml"


@pytest.fixture(scope="module")
def server(built: Report) -> Iterator[Server]:
    """Serve the library of the seeds."""
    with serving(built.home, query_seconds="2", query_rows="2000", origins="https://yasgui.example") as one:
        yield one


def code(server: Server, path: str = "/sparql", **request: str) -> tuple[int, str]:
    """Give the status and the code of a request that is refused."""
    method, body = request.pop("method", "GET"), request.pop("body", None)
    answer = server.ask(path, method=method, body=body, **request)
    assert answer.type == "application/problem+json"
    told = answer.json
    assert told["status"] == answer.status
    assert "Traceback" not in told["detail"]
    return answer.status, told["code"]


def test_query_get(server: Server) -> None:
    assert server.query(ASK).json["boolean"] is True


def test_query_post_form(server: Server) -> None:
    answer = server.ask("/sparql", method="POST", body=urlencode({"query": ASK}), Content_Type=FORM)
    assert answer.json["boolean"] is True


def test_query_post_direct(server: Server) -> None:
    answer = server.ask("/sparql", method="POST", body=ASK, Content_Type=DIRECT)
    assert answer.json["boolean"] is True


COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def number(server: Server, query: str, fields: list[tuple[str, str]], way: str) -> int:
    """Count by a query that is sent with further fields: by GET, as a form, or as it is."""
    if way == "direct":
        answer = server.ask(
            f"/sparql?{urlencode(fields)}", method="POST", body=query, Content_Type=f"{DIRECT}; charset=UTF-8"
        )
    elif way == "form":
        body = urlencode([("query", query), *fields])
        answer = server.ask("/sparql", method="POST", body=body, Content_Type=FORM)
    else:
        answer = server.ask(f"/sparql?{urlencode([('query', query), *fields])}")
    assert answer.status == 200, answer.body
    return int(answer.json["results"]["bindings"][0]["n"]["value"])


WAYS = ["get", "form", "direct"]


def size(library: Library, *graphs: str) -> int:
    """Count the triples of some graphs that are disjoint, or the facts in force if none is named."""
    merged = " ".join(f"FROM <{graph}>" for graph in graphs)
    found = library.answer(f"SELECT (COUNT(*) AS ?n) {merged} {{ ?s ?p ?o }}")
    assert isinstance(found, list)
    return int(found[1][0])


@pytest.mark.parametrize("way", WAYS)
def test_query_dataset_default_graph(server: Server, library: Library, way: str) -> None:
    assert number(server, COUNT, [("default-graph-uri", ONTOLOGY)], way) == size(library, ONTOLOGY)


@pytest.mark.parametrize("way", WAYS)
def test_query_dataset_default_graphs(server: Server, library: Library, way: str) -> None:
    both = [("default-graph-uri", ONTOLOGY), ("default-graph-uri", READ)]
    assert number(server, COUNT, both, way) == size(library, ONTOLOGY, READ)


@pytest.mark.parametrize("way", WAYS)
def test_query_dataset_named_graphs(server: Server, way: str) -> None:
    named = [("named-graph-uri", ONTOLOGY), ("named-graph-uri", READ)]
    graphs = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert number(server, graphs, named, way) == 2
    assert number(server, COUNT, named, way) == 0  # no default graph was given, so it is empty


@pytest.mark.parametrize("way", WAYS)
def test_query_dataset_full(server: Server, library: Library, way: str) -> None:
    fields = [("default-graph-uri", ONTOLOGY), ("named-graph-uri", READ)]
    assert number(server, COUNT, fields, way) == size(library, ONTOLOGY)
    assert number(server, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", fields, way) == size(
        library, READ
    )


def test_query_multiple_dataset(server: Server, library: Library) -> None:
    """What the request names goes before what the query names."""
    query = COUNT.replace("{", f"FROM <{READ}> {{")
    assert number(server, query, [("default-graph-uri", ONTOLOGY)], "get") == size(library, ONTOLOGY)


@pytest.mark.parametrize(("accept", "media"), [(None, JSON), (XML, XML), (JSON, JSON)])
def test_query_content_type_select(server: Server, accept: str | None, media: str) -> None:
    assert server.query(SELECT, accept).type == media


@pytest.mark.parametrize(("accept", "media"), [(None, JSON), (XML, XML), (JSON, JSON)])
def test_query_content_type_ask(server: Server, accept: str | None, media: str) -> None:
    assert server.query(ASK, accept).type == media


GRAPHS = ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own reader of JSON-LD
@pytest.mark.parametrize("query", [CONSTRUCT, DESCRIBE], ids=["construct", "describe"])
@pytest.mark.parametrize("media", GRAPHS)
def test_query_content_type_construct_and_describe(server: Server, query: str, media: str) -> None:
    answer = server.query(query, media)
    assert answer.type == media
    assert len(Graph().parse(data=answer.body, format=media)) > 0


def test_bad_query_method(server: Server) -> None:
    assert code(server, f"/sparql?{urlencode({'query': ASK})}", method="PUT") == (405, "method_not_allowed")


def test_bad_multiple_queries(server: Server) -> None:
    twice = urlencode([("query", ASK), ("query", SELECT)])
    assert code(server, f"/sparql?{twice}") == (400, "one_query")
    assert code(server, method="POST", body=twice, Content_Type=FORM) == (400, "one_query")


def test_bad_query_wrong_media_type(server: Server) -> None:
    told = code(server, method="POST", body=ASK, Content_Type="text/plain")
    assert told == (415, "unsupported_media_type")


def test_bad_query_missing_form_type(server: Server) -> None:
    told = code(server, method="POST", body=urlencode({"query": ASK}))
    assert told == (415, "unsupported_media_type")


def test_bad_query_missing_direct_type(server: Server) -> None:
    assert code(server, method="POST", body=ASK) == (415, "unsupported_media_type")


def test_bad_query_non_utf8(server: Server) -> None:
    body = "ASK { ?s ?p '市' }".encode("utf-16")
    answer = server.ask("/sparql", method="POST", body=body, Content_Type=DIRECT)
    assert (answer.status, answer.json["code"]) == (400, "not_utf8")
    assert code(server, method="POST", body=ASK, Content_Type=f"{DIRECT}; charset=UTF-16") == (
        415,
        "unsupported_charset",
    )
    assert code(server, "/sparql?query=%CA%D0") == (400, "not_utf8")


def test_bad_query_syntax(server: Server) -> None:
    told = server.query("SELECT * { ?s ?p ")
    assert (told.status, told.json["code"]) == (400, "bad_query")
    assert "第 1 行" in told.json["detail"]


UPDATES = [
    "INSERT DATA { <a:a> <a:a> <a:a> }",
    "DELETE WHERE { ?s ?p ?o }",
    "LOAD <http://127.0.0.1/x>",
    "CLEAR ALL",
    "DROP ALL",
]


@pytest.mark.parametrize("update", UPDATES)
def test_an_update_is_refused_however_it_comes(server: Server, library: Library, update: str) -> None:
    before = size(library)
    for path, body, media in (
        ("/sparql", urlencode({"update": update}), FORM),
        ("/sparql", urlencode({"query": update}), FORM),
        ("/sparql", update, "application/sparql-update"),
        ("/sparql", update, DIRECT),
        ("/sparql?using-graph-uri=a", update, "application/sparql-update"),
    ):
        assert code(server, path, method="POST", body=body, Content_Type=media)[0] == 403
    assert code(server, f"/sparql?{urlencode({'update': update})}") == (403, "read_only")
    assert code(server, f"/sparql?{urlencode({'query': ASK, 'update': update})}") == (403, "read_only")
    assert number(server, COUNT, [], "get") == before


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "SELECT * FROM <http://127.0.0.1:9/> { ?s ?p ?o }",
    ],
)
def test_nothing_reaches_out(server: Server, query: str) -> None:
    assert server.query(query).status == 403
    assert server.query(ASK, default_graph_uri="file:///etc/passwd").status == 403


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("*/*", JSON),
        ("", JSON),
        ("text/csv;q=0.3, application/sparql-results+xml;q=0.9", XML),
        ("text/*", "text/csv"),
        ("text/*;q=0.5, text/tab-separated-values", "text/tab-separated-values"),
        ("application/*, application/sparql-results+json;q=0", XML),
        ("text/html, application/xhtml+xml, */*;q=0.1", JSON),
        ("TEXT/CSV", "text/csv"),
    ],
)
def test_the_format_that_is_liked_best(server: Server, accept: str, media: str) -> None:
    assert server.query(SELECT, accept).type == media


@pytest.mark.parametrize("accept", ["image/png", "text/turtle", "*/*;q=0", "text/csv;q=many"])
def test_no_format_that_is_liked(server: Server, accept: str) -> None:
    answer = server.query(SELECT, accept)
    assert (answer.status, answer.json["code"]) == (406, "not_acceptable")
    assert "text/csv" in answer.json["detail"]


def test_all_formats_say_the_same(server: Server, library: Library) -> None:
    query = "SELECT ?s ?name { ?s a kg:Body ; rdfs:label ?name } ORDER BY ?s"
    said = library.answer(query)[1:]
    json = [
        [row[name]["value"] for name in ("s", "name")]
        for row in server.query(query).json["results"]["bindings"]
    ]
    table = list(csv.reader(io.StringIO(server.query(query, "text/csv").body.decode())))[1:]
    lines = server.query(query, "text/tab-separated-values").body.decode().splitlines()[1:]
    tree = ET.fromstring(server.query(query, XML).body)  # noqa: S314 - our own answer
    name = "{http://www.w3.org/2005/sparql-results#}"
    xml = [[part[0].text for part in row] for row in tree.iter(f"{name}result")]
    assert json == table == xml == said
    assert lines == [f'<{s}>\t"{label}"' for s, label in said]
    assert len(said) > 20


def test_iris_and_words_in_chinese_are_whole(server: Server) -> None:
    query = f"SELECT ?o {{ <{BASE}place/上海> rdfs:label ?o FILTER (STR(?o) = '上海') }}"
    for answer in (
        server.query(query),
        server.ask("/sparql", method="POST", body=query, Content_Type=DIRECT),
        server.ask("/sparql", method="POST", body=urlencode({"query": query}), Content_Type=FORM),
    ):
        assert [row["o"]["value"] for row in answer.json["results"]["bindings"]] == ["上海"]


def test_a_form_is_decoded_once(server: Server) -> None:
    answer = server.query("SELECT (STR(<https://e.example/%E5%B8%82>) AS ?i) {}")
    assert answer.json["results"]["bindings"][0]["i"]["value"] == "https://e.example/%E5%B8%82"


def test_fields_of_a_form_stand_in_its_body(server: Server) -> None:
    path = f"/sparql?{urlencode({'default-graph-uri': READ})}"
    told = code(server, path, method="POST", body=urlencode({"query": ASK}), Content_Type=FORM)
    assert told == (400, "misplaced_parameter")


def test_what_is_not_there(server: Server) -> None:
    assert code(server, "/nowhere") == (404, "no_such_address")
    assert code(server, "/id/place/火星") == (404, "not_found")
    assert code(server, "/id/%3Cscript%3E") == (404, "not_found")
    assert code(server, "/api/v1/show?what=火星") == (404, "not_found")


def test_a_request_that_is_too_large(server: Server) -> None:
    assert code(server, method="POST", body=" " * 1_000_001, Content_Type=DIRECT) == (413, "too_large")


def test_head_has_no_body(server: Server) -> None:
    path = f"/sparql?{urlencode({'query': SELECT})}"
    whole, head = server.ask(path), server.ask(path, method="HEAD")
    assert (head.status, head.body, head.type) == (200, b"", JSON)
    assert head.headers["content-length"] == str(len(whole.body))


def test_the_service_describes_itself(server: Server) -> None:
    graph = Graph().parse(data=server.ask("/sparql", Accept="text/turtle").body, format="turtle")
    sd = "http://www.w3.org/ns/sparql-service-description#"
    (service,) = graph.subjects(predicate=URIRef(sd + "endpoint"))
    assert str(service) == f"http://127.0.0.1:{server.port}/sparql"
    assert (service, URIRef(sd + "supportedLanguage"), URIRef(sd + "SPARQL11Query")) in graph
    assert len(list(graph.objects(service, URIRef(sd + "resultFormat")))) == 8
    named = {str(name) for name in graph.objects(predicate=URIRef(sd + "name"))}
    assert {ONTOLOGY, BACKGROUND, READ} <= named


def test_a_thing_can_be_opened_by_its_iri(server: Server) -> None:
    iri = f"{BASE}document/杭政办函/2011/59/task/19"
    answer = server.ask("/id/document/杭政办函/2011/59/task/19", Accept="text/turtle")
    graph = Graph().parse(data=answer.body, format="turtle")
    assert (URIRef(iri), URIRef(KG + "taskNumber"), Literal("19")) in graph
    assert server.ask("/id/place/上海", Accept="image/png").status == 406


def test_a_result_that_is_cut_says_so(server: Server) -> None:
    whole, cut = server.query("SELECT * { ?s ?p ?o } LIMIT 2000"), server.query("SELECT * { ?s ?p ?o }")
    assert "kg-truncated" not in whole.headers
    assert cut.headers["kg-truncated"] == "rows=2000"
    assert len(cut.json["results"]["bindings"]) == 2000


SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
GREEDY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?a"


def test_a_query_that_takes_too_long_is_ended(server: Server) -> None:
    answer = server.query(SLOW)
    assert (answer.status, answer.json["code"]) == (503, "query_timeout")
    assert server.query(ASK).status == 200


def test_a_query_that_takes_all_memory_ends_its_own_process_only(server: Server) -> None:
    answer = server.query(GREEDY)
    assert answer.status == 503
    assert answer.json["code"] in {"query_resources", "query_timeout", "too_big"}
    assert server.query(ASK).status == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", ""])
def test_a_server_answers_to_its_names_only(server: Server, host: str) -> None:
    assert code(server, f"/sparql?{urlencode({'query': ASK})}", Host=host) == (421, "unknown_host")


def test_pages_of_other_sites_may_not_ask(server: Server) -> None:
    path = f"/sparql?{urlencode({'query': ASK})}"
    assert code(server, path, Origin="https://evil.example") == (403, "unknown_origin")
    assert code(server, path, Origin="null") == (403, "unknown_origin")
    assert server.ask(path, Origin=f"http://127.0.0.1:{server.port}").status == 200
    image = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors"}
    assert code(server, path, **image) == (403, "unknown_origin")
    assert server.ask("/", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate").status == 200


def test_a_page_that_was_let_in_may_ask(server: Server) -> None:
    path = f"/sparql?{urlencode({'query': ASK})}"
    page = "https://yasgui.example"
    assert server.ask(path, Origin=page).headers["access-control-allow-origin"] == page
    before = server.ask("/sparql", method="OPTIONS", Origin=page, Access_Control_Request_Method="POST")
    assert before.status == 204
    assert "POST" in before.headers["access-control-allow-methods"]


def test_rdflib_can_ask_it(server: Server, library: Library) -> None:
    remote = Graph(SPARQLStore(f"http://127.0.0.1:{server.port}/sparql", returnFormat="json"))
    rows = remote.query(f"SELECT ?s {{ ?s a <{KG}Task> }}")
    assert len(list(rows)) == len(library.run("tasks"))


def test_sparqlwrapper_can_ask_it(server: Server, library: Library) -> None:
    client = SPARQLWrapper(f"http://127.0.0.1:{server.port}/sparql")
    client.setQuery(f"SELECT ?s {{ ?s a <{KG}Task> }}")
    client.setReturnFormat("json")
    for method in ("GET", "POST"):
        client.setMethod(method)
        found: Any = client.queryAndConvert()
        assert len(found["results"]["bindings"]) == len(library.run("tasks"))
    client.setQuery(f"CONSTRUCT {{ ?s a <{KG}Task> }} WHERE {{ ?s a <{KG}Task> }}")
    client.setReturnFormat("turtle")
    found = client.queryAndConvert()
    assert len(Graph().parse(found, format="turtle")) == len(library.run("tasks"))


def test_curl_can_ask_it(server: Server, library: Library) -> None:
    endpoint = f"http://127.0.0.1:{server.port}/sparql"
    ways = (["--get", "--data-urlencode", f"query={SELECT}"], ["--data-urlencode", f"query={SELECT}"])
    direct = ["-H", f"Content-Type: {DIRECT}", "--data-binary", SELECT]
    for way in (*ways, direct):
        command = ["curl", "-sS", "--fail", "-H", "Accept: text/csv", *way, endpoint]
        lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
        assert (lines[0], len(lines) - 1) == ("s", len(library.run("tasks")))


def test_what_changes_with_every_asking_is_not_remembered(server: Server) -> None:
    for query in ("SELECT (RAND() AS ?n) {}", "SELECT (struuid ( ) AS ?n) {}"):
        assert server.query(query).body != server.query(query).body


def test_prefixes_need_no_declaration_and_a_declared_one_wins(server: Server) -> None:
    assert len(server.query(SELECT).json["results"]["bindings"]) == 27
    assert server.query(f"PREFIX kg: <{KG}> {SELECT}").body == server.query(SELECT).body
    assert server.query(f"PREFIX kg: <{BASE}> {SELECT}").json["results"]["bindings"] == []
