"""Quads in, rows out: each in its graph, each triple once, and the engine's complaints in our words."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import BadQuery, DamagedLibrary, RefusedQuery
from kg.names import BASE
from kg.rdf.store import answer, dataset, lines, open_store, read_turtle, select, write_store
from kg.rdf.terms import Quad, integer, iri, text

G = [iri(BASE + "graph/" + name) for name in ("read", "derived")]
A, B, P = iri(BASE + "a"), iri(BASE + "b"), iri("kg:p")


def test_a_triple_of_two_graphs_counts_once(tmp_path: Path) -> None:
    quads = [Quad(A, P, B, G[0]), Quad(A, P, B, G[1]), Quad(A, P, B, G[0]), Quad(B, P, integer(3), G[1])]
    assert write_store(tmp_path / "s", quads) == 2
    store = open_store(tmp_path / "s")
    assert select(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == [{"n": "2"}]
    assert select(store, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }") == [{"n": "3"}]
    assert lines(store) == sorted({quad.line() for quad in quads})


WORDS = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    ['" <x> .', "\\", "\n", '"^^<', "@zh", "> ."]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(words=st.lists(st.tuples(WORDS, st.integers(0, 1)), max_size=6))
def test_whatever_the_words_nothing_is_lost(
    tmp_path_factory: pytest.TempPathFactory, words: list[tuple[str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("store") / "s"
    assert write_store(folder, [Quad(A, P, text(word), G[at]) for word, at in words]) == len(
        {w for w, _ in words}
    )
    store = open_store(folder)
    assert {row["o"] for row in select(store, "SELECT ?o { ?s ?p ?o }")} == {word for word, _ in words}
    rows = select(store, "SELECT ?g ?o { GRAPH ?g { ?s ?p ?o } }")
    assert {(f"<{row['g']}>", row["o"]) for row in rows} == {(G[at], word) for word, at in words}


def test_an_empty_store_is_a_store(tmp_path: Path) -> None:
    assert write_store(tmp_path / "s", []) == 0
    assert select(open_store(tmp_path / "s"), "SELECT * { ?s ?p ?o }") == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_store(tmp_path / "s", [Quad(A, P, text('甲,"乙"\n丙'), G[0]), Quad(A, P, B, G[0])])
    return tmp_path / "s"


def test_rows_leave_out_what_is_unbound(folder: Path) -> None:
    rows = select(open_store(folder), "SELECT ?o ?x { ?s ?p ?o OPTIONAL { ?o ?p ?x } } ORDER BY ?o")
    assert rows == [{"o": BASE + "b"}, {"o": '甲,"乙"\n丙'}]
    with pytest.raises(BadQuery, match="SELECT"):
        select(open_store(folder), "ASK {}")


def test_answers_in_every_format(folder: Path) -> None:
    store = open_store(folder)
    chosen = "SELECT ?o ?x { ?s ?p ?o FILTER(isLiteral(?o)) }"
    assert answer(store, chosen) == [["o", "x"], ['甲,"乙"\n丙', ""]]
    assert answer(store, chosen, "csv") == 'o,x\r\n"甲,""乙""\n丙",\r\n'.encode()
    assert answer(store, chosen, "tsv") == '?o\t?x\n"甲,\\"乙\\"\\n丙"\t\n'.encode()
    assert b'"value":"\xe7\x94\xb2' in bytes(answer(store, chosen, "json"))  # type: ignore[arg-type]
    assert answer(store, chosen, "xml").startswith(b"<?xml")  # type: ignore[union-attr]
    assert answer(store, "ASK { ?s ?p ?o }") == [["结果"], ["是"]]
    assert answer(store, "ASK { ?s ?p 3 }") == [["结果"], ["否"]]
    built = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o FILTER(isIRI(?o)) }"
    assert answer(store, built, "ntriples") == f"{A} {P} {B} .\n".encode()
    assert answer(store, built) == answer(store, built, "turtle")
    assert bytes(answer(store, f"DESCRIBE {A}", "ntriples")).count(b" .\n") == 2  # type: ignore[arg-type]
    for query, form in ((chosen, "turtle"), (built, "csv"), (chosen, "docx")):
        with pytest.raises(BadQuery, match=form):
            answer(store, query, form)


def test_users_go_through_the_gate(folder: Path) -> None:
    with pytest.raises(RefusedQuery):
        answer(open_store(folder), "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")


@pytest.mark.parametrize(
    "query", ["SELECT", "SELECT * {\n ?s ?p }", "SELECT * { ?s nix:p ?o }", "SELECT ?x ?x {}"]
)
def test_a_mistake_is_one_line(folder: Path, query: str) -> None:
    for ask in (answer, select):
        with pytest.raises(BadQuery) as wrong:
            ask(open_store(folder), query)
        assert "\n" not in str(wrong.value)


def test_what_is_no_store_is_not_made_one(tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(DamagedLibrary):
            open_store(path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("harm", ["cut", "gone", "changed"])
def test_a_broken_store_is_told(folder: Path, tmp_path: Path, harm: str) -> None:
    broken = Path(shutil.copytree(folder, tmp_path / "broken"))
    for file in broken.glob("*.sst"):
        data = file.read_bytes()
        if harm == "gone":
            file.unlink()
        else:
            file.write_bytes(
                data[: len(data) // 2]
                + (b"\xff" * (len(data) - len(data) // 2) if harm == "changed" else b"")
            )
    with pytest.raises(DamagedLibrary, match="kg build"):
        select(open_store(broken), "SELECT * { ?s ?p ?o }")


def test_turtle_becomes_quads_of_one_graph(tmp_path: Path) -> None:
    file = tmp_path / "t.ttl"
    file.write_text('@prefix x: <https://a.example/> . x:a x:p "甲"@zh, 3 .', encoding="utf-8")
    made = sorted(quad.line() for quad in read_turtle(file, "https://a.example/g"))
    subject = "<https://a.example/a> <https://a.example/p> "
    assert made == [
        subject + '"3"^^<http://www.w3.org/2001/XMLSchema#integer> <https://a.example/g> .',
        subject + '"甲"@zh <https://a.example/g> .',
    ]


@pytest.mark.filterwarnings(r"ignore:Dataset\.(default_context|contexts):DeprecationWarning")
def test_rdflib_reads_the_same_store(folder: Path) -> None:
    wrapped = dataset(open_store(folder))
    assert len(wrapped.default_graph) == 2
    rows: list[Any] = list(wrapped.query("SELECT ?o { ?s kg:p ?o FILTER(isIRI(?o)) }"))
    assert [str(row[0]) for row in rows] == [BASE + "b"]
