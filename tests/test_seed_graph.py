"""The graph of the seed is what a person reads in it: every fact, its characters, and its graph."""

# ruff: noqa: E501 - queries and notices read best in one line
from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib

from kg.library import Library
from kg.names import BACKGROUND, BASE, DECIDED, DERIVED, ONTOLOGY, PREFIXES, PROVENANCE, READ, expand, shorten
from kg.rdf.store import answer, lines, select
from kg.text import fold, squeeze

TRUTH = Path(__file__).parent / "truth"
NOTICE = BASE + "document/杭政办函/2011/59"
READ_HERE = READ + "/document/杭政办函/2011/59"
Store = Any  # the engine has no public type of ours


def truth(name: str) -> list[dict[str, str]]:
    """Read a table of what a person read."""
    with (TRUTH / name).open(encoding="utf-8", newline="") as file:
        return list(
            csv.DictReader((line for line in file if line[0] != "#"), delimiter="\t", quoting=csv.QUOTE_NONE)
        )


def values(store: Store, query: str) -> list[tuple[str, ...]]:
    """Answer a SELECT with rows of text, unbound as "", prefixes put in."""
    table = answer(store, query)
    assert isinstance(table, list)
    return [tuple(shorten(cell) for cell in row) for row in table[1:]]


@cache
def triples(store: Store, graph: str) -> frozenset[Any]:
    name = ox.NamedNode(graph) if graph else ox.DefaultGraph()
    return frozenset(quad.triple for quad in store.quads_for_pattern(None, None, None, name))


def iri(node: ox.NamedNode | ox.Literal | Any) -> str:  # noqa: ANN401
    return shorten(str(node.value))


def local(node: str) -> str:
    return node.removeprefix("id:document/杭政办函/2011/59").strip("/")


# what is counted


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        ("kg:Notice", 1),
        ("kg:Task", 27),
        ("kg:Section", 11),
        ("kg:GuidingThought", 1),
        ("kg:FocusArea", 5),
        ("kg:Measure", 3),
        ("kg:Policy", 4),
        ("kg:Principle", 7),
        ("kg:Goal", 5),
        ("kg:Target", 10),
        ("kg:Document", 6),
        ("kg:Topic", 8),
        ("kg:Repeat", 1),
        ("kg:SourceFile", 1),
    ],
)
def test_things_are_counted_once(store: Store, kind: str, count: int) -> None:
    assert values(store, f"SELECT (COUNT(?x) AS ?n) {{ ?x a {kind} }}") == [(str(count),)]
    labelled = 0 if kind == "kg:Repeat" else count
    assert values(store, f"SELECT (COUNT(*) AS ?n) {{ ?x a {kind} ; rdfs:label ?l }}") == [(str(labelled),)]


def test_tasks_have_the_text_and_the_bodies_of_their_rows(store: Store) -> None:
    rows = values(
        store,
        """SELECT ?number ?text (GROUP_CONCAT(?name; separator="、") AS ?names) {
        ?task a kg:Task ; kg:taskNumber ?number ; rdfs:label ?text ; kg:order ?order .
        { SELECT * { ?task kg:responsibleBody ?body . ?fact rdf:subject ?task ; rdf:object ?body ;
          kg:printedName ?name } ORDER BY ?name } } GROUP BY ?number ?text""",
    )
    found = {(number, text): set(names.split("、")) for number, text, names in rows}
    wanted = {
        (row["number"], row["text"]): set(row["bodies"].partition("(")[0].split("、"))
        for row in truth("tasks.tsv")
    }
    assert len(wanted) == 27
    assert found == wanted


def test_thirty_assignments_to_twenty_two_bodies(store: Store) -> None:
    rows = values(store, "SELECT ?task ?body { ?task kg:responsibleBody ?body }")
    assert (len(rows), len(set(rows)), len({body for _, body in rows})) == (30, 30, 22)
    assert set(values(store, "SELECT ?task ?body { ?task kg:assignedTo ?body }")) == set(rows)
    assert not values(
        store, "SELECT * { ?task kg:leadBody|kg:supportBody|kg:guideBody|kg:superviseBody ?body }"
    )
    assert not values(store, "SELECT * { ?fact kg:inheritedFrom ?above }")


def test_a_body_is_one_thing_with_its_names(store: Store) -> None:
    rows = values(store, "SELECT ?body ?label { ?body a kg:Body ; rdfs:label ?label }")
    assert (
        len({body for body, _ in rows}) == len(rows) == len({label for _, label in rows}) == 23
    )  # and the issuer
    garden = values(
        store, 'SELECT ?alias { ?b rdfs:label "杭州西湖风景名胜区管委会" ; skos:altLabel ?alias }'
    )
    assert garden == [("市园文局",)]
    assert ("id:body/杭州市科学技术局", "市科技局") in rows


def test_the_notice_is_known_by_its_number_and_nothing_is_invented(store: Store) -> None:
    assert values(store, f"SELECT ?n {{ <{NOTICE}> kg:number ?n }}") == [("杭政办函〔2011〕59号",)]
    assert not values(
        store, f"SELECT * {{ <{NOTICE}> dcterms:title|dcterms:issued|kg:documentKind|kg:addressee ?x }}"
    )
    assert values(store, f"SELECT ?name {{ <{NOTICE}> kg:issuer ?b . ?b rdfs:label ?name }}") == [
        ("杭州市政府",)
    ]


def test_headings_in_order(store: Store) -> None:
    rows = values(
        store,
        "SELECT ?level ?marker ?name { ?s a kg:Section ; kg:level ?level ; kg:marker ?marker ; rdfs:label ?name ;"
        " kg:order ?order } ORDER BY ?order",
    )
    assert rows == [
        ("1", "一", "指导思想"),
        ("1", "二", "工作重点"),
        ("2", "(一)", "贯彻实施《长江三角洲地区区域规划》"),
        ("2", "(二)", "着力发展后世博经济"),
        ("2", "(三)", "加快推进沪杭“一体化”"),
        ("2", "(四)", "谋划好上海系列活动"),
        ("2", "(五)", "扎实推进长三角专题合作"),
        ("1", "三", "工作举措"),
        ("2", "(一)", "进一步推进合作交流"),
        ("2", "(二)", "进一步完善合作机制"),
        ("2", "(三)", "进一步加强研究和宣传"),
    ]
    parts = values(store, "SELECT ?s ?above { ?s a kg:Section ; dcterms:isPartOf ?above }")
    above = {local(section): local(whole) for section, whole in parts}
    assert above == {
        **dict.fromkeys(("section/1", "section/2", "section/8"), ""),
        **{f"section/{at}": "section/2" for at in range(3, 8)},
        **{f"section/{at}": "section/8" for at in range(9, 12)},
    }
    kinds = {
        kind: {local(s) for (s,) in values(store, f"SELECT ?s {{ ?s a {kind} }}")}
        for kind in ("kg:FocusArea", "kg:Measure", "kg:GuidingThought")
    }
    assert kinds == {
        "kg:GuidingThought": {"section/1"},
        "kg:FocusArea": {f"section/{at}" for at in range(3, 8)},
        "kg:Measure": {"section/9", "section/10", "section/11"},
    }


def test_policy_principles_and_goals(store: Store) -> None:
    def listed(kind: str) -> list[str]:
        query = f"SELECT ?label {{ ?x a {kind} ; rdfs:label ?label ; kg:order ?n }} ORDER BY ?n"
        return [label for (label,) in values(store, query)]

    assert listed("kg:Policy") == ["提升", "融合", "率先", "带动"]
    assert listed("kg:Principle") == [
        "规划共绘",
        "交通共联",
        "市场共构",
        "产业共兴",
        "品牌共推",
        "环境共建",
        "社会共享",
    ]
    assert listed("kg:Goal") == [
        "高技术产业基地",
        "国际知名的旅游休闲中心",
        "全国文化创意中心",
        "电子商务中心",
        "区域性金融服务中心",
    ]


def test_targets(store: Store) -> None:
    rows = values(
        store,
        "SELECT ?number ?quantity ?unit ?bound ?what { ?task kg:hasTarget ?t ; kg:taskNumber ?number . ?t kg:unit ?unit ;"
        " kg:quantity ?quantity ; kg:bound ?bound ; kg:measures ?what }",
    )
    wanted = [
        (r["task"], r["quantity"], r["unit"], "kg:" + r["bound"], r["what"]) for r in truth("targets.tsv")
    ]
    assert len(wanted) == 10
    assert sorted(rows) == sorted(wanted)


def test_documents(store: Store) -> None:
    rows = values(
        store,
        f"""SELECT ?title ?number (GROUP_CONCAT(DISTINCT STR(?part)) AS ?parts) {{ <{NOTICE}> kg:cites ?d .
        ?d dcterms:title ?title OPTIONAL {{ ?d kg:number ?number }}
        OPTIONAL {{ ?part kg:refersTo ?d }} }} GROUP BY ?d ?title ?number""",
    )
    found = {(number, title): {short(part) for part in parts.split()} for title, number, parts in rows}
    wanted = {
        (row["number"], row["title"]): set(row["parts"].split()) - {"p"} for row in truth("documents.tsv")
    }
    assert len(rows) == len(wanted) == 6
    assert found == wanted


def short(node: str) -> str:
    """Write …/task/3 as t3."""
    *_, kind, number = node.split("/")
    return kind[0] + number


def test_places_events_projects_and_topics(store: Store) -> None:
    rows = values(
        store, "SELECT ?number ?label { ?t kg:taskNumber ?number ; kg:mentions ?x . ?x rdfs:label ?label }"
    )
    assert {
        ("3", "杭黄铁路"),
        ("3", "杭宁客运专线"),
        ("5", "萧山"),
        ("8", "西博会"),
        ("8", "休博会"),
        ("9", "上海西郊国际农产品交易中心"),
        ("11", "上海‘两个中心’建设背景下长三角港口发展研究"),
        ("15", "太湖"),
        ("18", "上海国际电影节"),
        ("22", "“万千百”长三角紧缺人才培训工程"),
    } <= set(rows)
    topics = "SELECT ?number { ?t kg:taskNumber ?number ; kg:mentions ?x . ?x a kg:Topic }"
    assert sorted(int(number) for (number,) in values(store, topics)) == [2, 6, 11, 12, 13, 21, 26, 27]


# evidence


@pytest.fixture(scope="module")
def text(seed: Path) -> str:
    return seed.read_bytes().decode("utf-8")


@cache
def spans(store: Store) -> dict[str, tuple[int, int, str | None]]:
    rows = select(
        store, "SELECT ?s ?a ?b ?x { ?s a kg:Span ; oa:start ?a ; oa:end ?b OPTIONAL { ?s oa:exact ?x } }"
    )
    found = {row["s"]: (int(row["a"]), int(row["b"]), row.get("x")) for row in rows}
    assert len(found) == len(rows)
    return found


@cache
def evidence(store: Store) -> dict[str, list[str]]:
    """Node -> its spans, in the order of the text."""
    found: dict[str, list[str]] = {}
    for row in select(store, "SELECT ?node ?s { ?node kg:evidence ?s . ?s oa:start ?a } ORDER BY ?a"):
        found.setdefault(row["node"], []).append(row["s"])
    return found


def quote(store: Store, node: str) -> str:
    """Give the characters that a node points at, without white space."""
    return squeeze("".join(spans(store)[span][2] or "" for span in evidence(store)[node]))


def test_every_span_is_the_characters_that_it_quotes(store: Store, library: Library, text: str) -> None:
    (digest,) = (row["d"] for row in select(store, "SELECT ?d { ?f kg:sha256 ?d }"))
    stored = (library.folder / "texts" / f"{digest}.txt").read_bytes().decode("utf-8")
    assert stored == text
    found = spans(store)
    assert len(found) > 200
    for node, (start, end, exact) in found.items():
        assert node == f"{NOTICE}#char={start},{end}"
        assert 0 <= start < end <= len(text)
        assert exact in (None, text[start:end])
    bare = [node for node, (_, _, exact) in found.items() if exact is None]
    again = {
        row["s"] for row in select(store, "SELECT ?s { ?r a kg:Repeat ; kg:evidence|kg:firstPrinting ?s }")
    }
    assert set(bare) == again


def test_every_fact_and_every_printed_thing_points_at_characters(store: Store) -> None:
    proven = evidence(store)
    for graph in (READ_HERE, DERIVED):
        facts = {
            triple.subject.value
            for triple in triples(store, graph)
            if triple.predicate.value == PREFIXES["rdf"] + "type"
            and iri(triple.object) in {"kg:Fact", "kg:Candidate"}
        }
        assert len(facts) > 20
        assert facts <= set(proven)
    assert {span for marks in proven.values() for span in marks} <= set(spans(store))


#: what says nothing about the world: how the graph is kept, or what follows from the printed thing itself
BOOK_KEEPING = {"rdf:type", "rdfs:label", "kg:inNotice", "kg:evidence", "kg:firstPrinting", "dcterms:source"}


def test_nothing_is_read_without_evidence(store: Store) -> None:
    """A triple of what was read belongs to a span, is a fact with evidence, or tells of a thing that has it."""
    graph = triples(store, READ_HERE)
    said = {
        (row["s"], row["p"], row["o"])
        for row in select(
            store, "SELECT ?s ?p ?o { ?f a kg:Fact ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }"
        )
    }
    proven, marks = evidence(store), spans(store)
    for triple in graph:
        subject, predicate, value = triple.subject.value, triple.predicate.value, triple.object.value
        if subject in marks or subject in proven or shorten(predicate) in BOOK_KEEPING:
            continue
        if shorten(predicate) == "kg:hasTarget":
            assert value in proven
            continue
        assert (subject, predicate, value) in said, triple


def test_things_that_are_not_printed_themselves_are_said_by_a_fact(store: Store) -> None:
    """What has a class and a label only (a place, a cited document, a body) is what some fact is about."""
    said = {row["x"] for row in select(store, "SELECT ?x { ?f a kg:Fact ; rdf:subject|rdf:object ?x }")}
    for triple in triples(store, READ_HERE):
        node = triple.subject.value
        if shorten(triple.predicate.value) == "rdfs:label" and node not in evidence(store):
            assert node in said


def bare(words: str) -> str:
    return re.sub(r"[“”‘’《》\s]", "", fold(words))


def within(inner: str, outer: str) -> bool:
    """Tell whether characters stand in another text in their order: 杭宁 … 客运专线."""
    rest = iter(outer)
    return all(char in rest for char in inner)


def test_quotes_say_what_the_facts_say(store: Store) -> None:
    rows = select(
        store,
        "SELECT ?f ?p ?o ?name ?label { ?f a kg:Fact ; rdf:predicate ?p ; rdf:object ?o FILTER NOT EXISTS { ?f kg:rule ?r }"
        " OPTIONAL { ?f kg:printedName ?name } OPTIONAL { ?o rdfs:label ?label } }",
    )
    checked: Counter[str] = Counter()
    numbers = {row["d"]: row["n"] for row in select(store, "SELECT ?d ?n { ?d kg:number ?n }")}
    for row in rows:
        predicate, said = shorten(row["p"]), quote(store, row["f"])
        checked[predicate] += 1
        if predicate in {"kg:responsibleBody", "kg:issuer"}:
            assert row["name"] in said
            assert len(said) <= len(row["name"]) + len("(市园文局)")
        elif predicate == "kg:taskNumber":
            assert said == row["o"]
        elif predicate in {"kg:number", "dcterms:title", "skos:altLabel"}:
            assert bare(row["o"]) in bare(said)
        elif predicate == "kg:text":
            assert said == squeeze(row["o"])
        elif predicate in {"kg:cites", "kg:refersTo", "kg:basedOn", "kg:carriesOut"}:
            named = bare(row["label"]) in bare(said) or bare(numbers.get(row["o"], "？")) in bare(said)
            assert named
        elif predicate == "kg:mentions":
            for part in {bare(spans(store)[span][2] or "") for span in evidence(store)[row["f"]]}:
                assert within(part, bare(row["label"])) or within(bare(row["label"]), part)
        else:
            assert predicate == "rdfs:label", f"how is {predicate} quoted?"
            assert bare(row["o"]) in bare(said)
    assert checked["kg:responsibleBody"] == 30
    assert checked["kg:taskNumber"] == 27
    assert checked["kg:text"] == 9
    assert checked["kg:mentions"] > 60


@pytest.mark.parametrize("kind", ["Task", "Section", "Target", "Policy", "Principle", "Goal"])
def test_a_printed_thing_is_called_what_it_quotes(store: Store, kind: str) -> None:
    rows = select(store, f"SELECT ?x ?label {{ ?x a kg:{kind} ; rdfs:label ?label }}")
    assert rows
    for row in rows:
        assert quote(store, row["x"]) == squeeze(row["label"])


def test_what_is_said_of_a_task_stands_in_its_row(store: Store, text: str) -> None:
    lines_of = {m[1]: m.span() for m in re.finditer(r"(?m)^(\d+) \| .*$", text)}
    assert len(lines_of) == 27
    rows = select(
        store,
        "SELECT ?n ?a ?b ?place { ?t kg:taskNumber ?n . ?x rdf:subject? ?t"
        " FILTER NOT EXISTS { ?x kg:rule ?r } ?x kg:evidence ?s . ?s oa:start ?a ; oa:end ?b ; kg:place ?place }",
    )
    assert {row["n"] for row in rows} == set(lines_of)
    for row in rows:
        start, end = lines_of[row["n"]]
        assert start <= int(row["a"]) < int(row["b"]) <= end
        assert row["place"] == f"附件 任务{row['n']}"


def test_what_is_said_of_a_section_stands_under_its_heading(store: Store, text: str) -> None:
    query = "SELECT ?place (MIN(?a) AS ?first) { ?s kg:place ?place ; oa:start ?a } GROUP BY ?place"
    places = {row["place"]: int(row["first"]) for row in select(store, query)}
    assert "二(三)加快推进沪杭“一体化”" in places
    assert {place for place in places if not place.startswith(("附件", "文首", "引言"))} == {
        "一指导思想",
        "二工作重点",
        "二(一)贯彻实施《长江三角洲地区区域规划》",
        "二(二)着力发展后世博经济",
        "二(三)加快推进沪杭“一体化”",
        "二(四)谋划好上海系列活动",
        "二(五)扎实推进长三角专题合作",
        "三工作举措",
        "三(一)进一步推进合作交流",
        "三(二)进一步完善合作机制",
        "三(三)进一步加强研究和宣传",
    }
    assert places["文首"] < places["引言"] < places["一指导思想"] < places["二工作重点"]
    assert places["二(三)加快推进沪杭“一体化”"] == text.index("加快推进沪杭“一体化”")


def test_the_second_printing_is_a_repeat_and_proves_nothing(store: Store, text: str) -> None:
    (row,) = select(
        store,
        "SELECT ?a ?b ?c ?d { ?r a kg:Repeat ; kg:evidence ?again ; kg:firstPrinting ?first ."
        " ?again oa:start ?a ; oa:end ?b . ?first oa:start ?c ; oa:end ?d }",
    )
    again, end, first, first_end = (int(row[name]) for name in "abcd")
    assert first_end <= again
    assert text[again:end].strip() == text[first:first_end].strip()
    assert text[again:].startswith("发布文号")
    assert text[end:].lstrip().startswith("序号")
    for node, (start, stop, exact) in spans(store).items():
        if exact is not None:
            assert stop <= again or start >= end, node


# graphs


def test_every_graph_is_known(store: Store) -> None:
    graphs = {row["g"] for row in select(store, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")}
    assert graphs == {READ_HERE, DERIVED, BACKGROUND, ONTOLOGY, PROVENANCE}
    assert DECIDED not in graphs  # nobody has decided anything yet


def named(store: Store) -> frozenset[Any]:
    return frozenset().union(
        *(triples(store, graph) for graph in (READ_HERE, DERIVED, BACKGROUND, ONTOLOGY, PROVENANCE))
    )


def test_the_default_graph_is_the_union_with_each_triple_once(store: Store, library: Library) -> None:
    default = triples(store, "")
    assert default == named(store)
    assert values(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == [(str(len(default)),)]
    assert library.about["report"]["triples"] == len(default)
    assert len(list(store)) == len(lines(store)) + len(default)


#: predicate -> the only graph that may say it, of what is said about the seed
HOMES = {
    "kg:responsibleBody": READ_HERE,
    "kg:taskNumber": READ_HERE,
    "kg:mentions": READ_HERE,
    "kg:cites": READ_HERE,
    "kg:quantity": READ_HERE,
    "oa:exact": READ_HERE,
    "kg:text": READ_HERE,
    "kg:assignedTo": DERIVED,
    "kg:implements": DERIVED,
    "kg:jurisdiction": DERIVED,
    "kg:score": DERIVED,
    "kg:reason": DERIVED,
    "kg:rule": DERIVED,
    "kg:fullName": BACKGROUND,
    "org:changedBy": BACKGROUND,
    "kg:newFunction": BACKGROUND,
    "kg:sha256": PROVENANCE,
    "kg:path": PROVENANCE,
    "rdfs:domain": ONTOLOGY,
}


@pytest.mark.parametrize("predicate", HOMES)
def test_read_derived_and_background_are_told_apart(store: Store, predicate: str) -> None:
    rows = select(store, f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s {predicate} ?o }} }}")
    assert {row["g"] for row in rows} == {HOMES[predicate]}


def test_every_fact_stands_beside_its_triple_in_one_graph(store: Store) -> None:
    rows = select(
        store,
        "SELECT ?g ?f ?s ?p ?o { GRAPH ?g { ?f a kg:Fact ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o } }",
    )
    told = {
        (iri(t.subject), iri(t.predicate), str(t.object.value)): graph
        for graph in (READ_HERE, DERIVED)
        for t in triples(store, graph)
    }
    assert len(rows) > 150
    assert len({row["f"] for row in rows}) == len(rows)
    for row in rows:
        assert told[shorten(row["s"]), shorten(row["p"]), row["o"]] == row["g"]


def test_what_is_derived_names_its_rule_its_score_and_its_premises(store: Store) -> None:
    rows = select(
        store,
        "SELECT ?f ?kind ?s ?o ?rule ?score ?reason { ?f a ?kind ; rdf:predicate kg:implements ; rdf:subject ?s ; rdf:object ?o ;"
        " kg:rule ?rule ; kg:score ?score ; kg:reason ?reason }",
    )
    in_force = {(row["s"], row["o"]) for row in select(store, "SELECT ?s ?o { ?s kg:implements ?o }")}
    assert in_force
    assert {(row["s"], row["o"]) for row in rows if shorten(row["kind"]) == "kg:Fact"} == in_force
    for row in rows:
        assert (float(row["score"]) >= 0.5) == (shorten(row["kind"]) == "kg:Fact")
        assert 0.2 <= float(row["score"]) <= 1
        assert row["rule"]
        assert row["reason"]
        assert len(evidence(store)[row["f"]]) >= 2  # of the area and of the task
    candidates = [row for row in rows if shorten(row["kind"]) == "kg:Candidate"]
    assert candidates
    assert not {(row["s"], row["o"]) for row in candidates} & in_force


def test_background_names_its_source_and_year(store: Store) -> None:
    rows = select(
        store,
        "SELECT ?e ?y ?source { ?e a org:ChangeEvent OPTIONAL { ?e kg:year ?y } OPTIONAL { ?e dcterms:source ?source } }",
    )
    assert rows
    assert all(1949 <= int(row["y"]) <= 2030 and row["source"] for row in rows)


def test_the_file_is_known_by_its_digest(store: Store, seed: Path) -> None:
    (row,) = select(
        store, "SELECT ?f ?path ?digest { ?f a kg:SourceFile ; kg:path ?path ; kg:sha256 ?digest }"
    )
    digest = hashlib.sha256(seed.read_bytes()).hexdigest()
    assert (row["path"], row["digest"]) == (f"seeds/{seed.name}", digest)
    assert row["f"] == f"{BASE}file/{digest[:16]}"
    sources = select(store, "SELECT DISTINCT ?f { ?s oa:hasSource ?f }")
    assert sources == [{"f": row["f"]}]


# terms


def terms(found: Iterable[Any]) -> Iterator[Any]:
    for triple in found:
        yield from (triple.subject, triple.predicate, triple.object)


def test_there_are_no_blank_nodes(store: Store) -> None:
    assert not [quad for quad in store if any(isinstance(term, ox.BlankNode) for term in quad)]


#: RFC 3987, 2.2, of the IRIs that we make: no query, no empty segment
OURS = re.compile(
    r"https://gongwen\.example/(ontology#\w+|id/[\w\-.~!$&'()*+,;=:@%"
    r"\u00a1-\u167f\u1681-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\u2fff\u3001-\ud7ff\uf900-\uffef\U00010000-\U0003fffd]+"
    r"(/[^/\s#?<>\"{}|\\^`]+)*(#char=\d+,\d+)?)"
)


def test_every_iri_is_legal_and_comes_back(store: Store) -> None:
    iris = {term.value for term in terms(named(store)) if isinstance(term, ox.NamedNode)}
    assert len(iris) > 500
    for one in iris:
        assert ox.NamedNode(one).value == one
        if one.startswith(BASE):
            assert OURS.fullmatch(one), one
        else:
            assert shorten(one) != one or one.startswith("http"), one


def test_every_line_reads_back_as_itself(store: Store) -> None:
    written = lines(store)
    read = ox.parse("\n".join(written).encode(), ox.RdfFormat.N_QUADS)
    assert sorted(f"{quad} ." for quad in read) == written == sorted(set(written))


def test_numbers_and_dates_are_typed(store: Store) -> None:
    kinds: dict[str, set[str]] = {}
    for triple in triples(store, READ_HERE) | triples(store, DERIVED):
        if isinstance(triple.object, ox.Literal):
            kinds.setdefault(iri(triple.predicate), set()).add(shorten(triple.object.datatype.value))
    for name in ("oa:start", "oa:end", "kg:order", "kg:level"):
        assert kinds[name] == {"xsd:integer"}
    assert kinds["kg:quantity"] == kinds["kg:score"] == {"xsd:decimal"}
    assert kinds["rdfs:label"] == kinds["oa:exact"] == {"xsd:string"}


def test_every_term_is_in_the_ontology(store: Store) -> None:
    defined = {iri(t.subject) for t in triples(store, ONTOLOGY)}
    used = {
        iri(term)
        for term in terms(triples(store, READ_HERE) | triples(store, DERIVED))
        if iri(term).startswith("kg:")
    }
    assert used <= defined


def test_the_graph_conforms(library: Library) -> None:
    report = library.check()
    assert report.conforms
    assert {finding.focus for finding in report.findings} <= {NOTICE}  # no title, no date: the text has none


@pytest.mark.filterwarnings(r"ignore:Dataset\.(default_context|contexts):DeprecationWarning")
def test_rdflib_sees_the_same_graph(library: Library, store: Store) -> None:
    assert isinstance(library.dataset, rdflib.Dataset)
    rows: Sequence[Any] = list(library.sparql("SELECT ?t { ?t a kg:Task }"))
    assert len(rows) == 27
    assert all(isinstance(row[0], rdflib.URIRef) for row in rows)
    assert len(library.dataset.default_graph) == len(triples(store, ""))


def test_the_report_counts_what_was_read(library: Library) -> None:
    report = json.loads((library.folder / "about.json").read_text("utf-8"))["report"]
    (outcome,) = report["outcomes"]
    assert report["notices"] == 1
    assert outcome == {
        "source": "seeds/000_f16177075213d160.txt",
        "notice": NOTICE,
        "tasks": 27,
        "assignments": 30,
        "citations": 6,
        "oddities": [],
        "refused": None,
        "kept": False,
        "again": False,
    }


def test_prefixes_need_no_declaration(store: Store) -> None:
    for prefix in PREFIXES:
        assert values(store, f"SELECT (STR({prefix}:x) AS ?iri) {{}}") == [(shorten(expand(f"{prefix}:x")),)]
