"""What is read in invented notices, as quads: roles, inheritance, rules, repeats, several files."""

# ruff: noqa: E501 - queries and notices read best in one line
from __future__ import annotations

from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg.extract import extract_file
from kg.link.bodies import body_quads, name_bodies
from kg.names import BASE, DERIVED, PREFIXES, READ, shorten
from kg.rdf.page import notice_iri, read_graph
from kg.rdf.quads import notice_quads
from kg.rdf.terms import Quad

NOTICE = """云南省人民政府办公厅关于印发治水方案的通知
云政办发〔2020〕5号
各州、市人民政府：
根据《国务院关于治水的意见》（国发〔2019〕9号）和国发〔2019〕9号文件精神，制定本方案。
一、重点任务
（一）整治河道。到2022年，整治河道120条以上。（省水利厅牵头，省财政厅配合；2022年12月底前完成）
（二）保护水源。建设水源地3个。（责任单位：省生态环境厅）
云南省人民政府办公厅
2020年3月4日
"""


def quads_of(path: Path) -> set[Quad]:
    extract = extract_file(path, path.name)
    return {
        *notice_quads(extract.notice, extract.findings, name_bodies(extract.notice)),
        *body_quads([extract.notice]),
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("notices")
    (folder / "a.txt").write_text(NOTICE, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def store(folder: Path) -> ox.Store:
    made = ox.Store()
    for quad in quads_of(folder / "a.txt"):
        found = next(iter(ox.parse(quad.line().encode(), ox.RdfFormat.N_QUADS)))
        made.add(found)
        made.add(ox.Quad(found.subject, found.predicate, found.object))
    return made


def rows(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    solutions = store.query(query, prefixes=PREFIXES)
    assert isinstance(solutions, ox.QuerySolutions)
    table: list[list[Any]] = [list(row) for row in solutions]
    return [tuple("" if cell is None else shorten(str(cell.value)) for cell in row) for row in table]


def test_the_header(store: ox.Store) -> None:
    said = rows(store, "SELECT ?p ?o { ?n a kg:Notice ; ?p ?o FILTER(isLiteral(?o) && ?p != skos:altLabel) }")
    assert {name: value for name, value in said} == {  # noqa: C416 - rows are tuples of any length
        "rdfs:label": "云南省人民政府办公厅关于印发治水方案的通知",
        "dcterms:title": "云南省人民政府办公厅关于印发治水方案的通知",
        "kg:number": "云政办发〔2020〕5号",
        "dcterms:issued": "2020-03-04",
        "kg:documentKind": "通知",
    }
    assert [name for (name,) in rows(store, "SELECT DISTINCT ?name { ?n kg:issuer/rdfs:label ?name }")] == [
        "云南省人民政府办公厅"
    ]
    assert rows(store, "SELECT ?name { ?n kg:addressee ?b . ?f rdf:object ?b ; kg:printedName ?name }")


def test_roles_deadlines_and_targets(store: ox.Store) -> None:
    said = rows(
        store,
        "SELECT ?order ?role ?name { ?t a kg:Task ; kg:order ?order ; ?role ?b . ?b a kg:Body ; rdfs:label ?name"
        " FILTER(?role != kg:assignedTo) } ORDER BY ?order ?role",
    )
    assert said == [
        ("1", "kg:leadBody", "省水利厅"),
        ("1", "kg:supportBody", "省财政厅"),
        ("2", "kg:responsibleBody", "省生态环境厅"),
    ]
    assert rows(store, "SELECT ?date { ?t kg:deadlineDate ?date }") == [("2022-12-31",)]
    targets = rows(store, "SELECT ?q ?u ?b { ?x kg:quantity ?q ; kg:unit ?u ; kg:bound ?b } ORDER BY ?q")
    assert targets == [("3", "个", "kg:Exactly"), ("120", "条", "kg:AtLeast")]


def test_a_document_cited_twice_is_one_with_title_and_number(store: ox.Store) -> None:
    assert rows(
        store, "SELECT ?d ?title ?number { ?n kg:cites ?d . ?d dcterms:title ?title ; kg:number ?number }"
    ) == [("id:document/国发/2019/9", "国务院关于治水的意见", "国发〔2019〕9号")]
    assert len(rows(store, "SELECT ?d { ?n kg:cites ?d }")) == 1


def test_every_span_quotes_the_file(store: ox.Store, folder: Path) -> None:
    text = (folder / "a.txt").read_text("utf-8")
    found = rows(store, "SELECT ?a ?b ?exact { ?s oa:start ?a ; oa:end ?b ; oa:exact ?exact }")
    assert len(found) > 10
    for start, end, exact in found:
        assert text[int(start) : int(end)] == exact


def test_what_a_heading_says_is_derived_for_what_stands_below(tmp_path: Path) -> None:
    path = tmp_path / "b.txt"
    path.write_text(
        "某政发〔2021〕7号\n一、重点任务\n（一）交通建设（省交通厅牵头）\n1.修建公路。（责任单位：省公路局）\n"
        "2.修建铁路。（责任单位：省铁路办）\n",
        encoding="utf-8",
    )
    made = quads_of(path)
    inherited = {(q.subject, q.predicate, q.object): q.graph for q in made if "leadBody>" in q.predicate}
    if not inherited:
        pytest.fail("the heading's body is inherited by no task")
    assert set(inherited.values()) == {f"<{DERIVED}>"}
    rules = [q for q in made if q.predicate.endswith("#rule>")]
    assert {q.graph for q in rules} == {f"<{DERIVED}>"}
    assert len([q for q in made if q.predicate.endswith("#inheritedFrom>")]) == len(inherited) == 2
    own = {q.graph for q in made if q.predicate.endswith("#responsibleBody>")}
    assert own == {f"<{READ}/document/某政发/2021/7>"}


def test_a_notice_is_named_by_what_it_says(tmp_path: Path) -> None:
    def name(text: str) -> str:
        path = tmp_path / "c.txt"
        path.write_text(text, encoding="utf-8")
        return notice_iri(extract_file(path).notice)

    assert name(NOTICE) == BASE + "document/云政办发/2020/5"
    assert (
        name("某市水利局关于修建水库的通知\n各区水利局：\n请落实。\n")
        == BASE + "document/title/某市水利局关于修建水库的通知"
    )
    assert (
        name("没有题头的文字。\n")
        == BASE
        + "document/sha256/"
        + __import__("hashlib").sha256("没有题头的文字。\n".encode()).hexdigest()[:12]
    )


def test_the_graph_of_a_notice_is_its_own(folder: Path) -> None:
    notice = extract_file(folder / "a.txt").notice
    assert read_graph(notice) == READ + "/document/云政办发/2020/5"


def test_the_same_file_gives_the_same_quads_in_the_same_order(folder: Path) -> None:
    def made() -> list[Quad]:
        extract = extract_file(folder / "a.txt")
        return list(notice_quads(extract.notice, extract.findings, name_bodies(extract.notice)))

    assert made() == made()
