"""The gate: what reads passes, what writes, calls out or would end the process does not."""

# ruff: noqa: E501, S608 - queries read best in one line, and are no SQL
from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from threading import Thread

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.errors import BadQuery, KgError, RefusedQuery
from kg.names import BASE, PREFIXES
from kg.rdf.gate import DEEPEST, LONGEST, MOST, check_query

Command = Callable[..., subprocess.CompletedProcess[str]]

HARMLESS = [
    "SELECT * { ?s ?p ?o }",
    "ASK { ?s a kg:Task }",
    "DESCRIBE kg:Task",
    "CONSTRUCT { ?s a kg:Task } WHERE { ?s a kg:Task }",
    "CONSTRUCT WHERE { ?s a kg:Task }",
    'SELECT * { ?s rdfs:label "SERVICE <http://a/> { } LOAD" }',
    "SELECT * { ?s rdfs:label 'INSERT DATA { }' }",
    'SELECT * { ?s rdfs:label """a " SERVICE "" b""" }',
    "SELECT * { ?s rdfs:label '''LOAD ' b''' }",
    r'SELECT * { ?s rdfs:label "a \" SERVICE <http://a/>" }',
    "SELECT * { ?s ?p ?o } # SERVICE <http://a/> { }",
    "# DROP ALL\nSELECT * { ?s ?p ?o }",
    "SELECT ?SERVICE $LOAD { ?SERVICE ?p $LOAD }",
    "PREFIX e: <http://e/> SELECT * { e:SERVICE e:LOAD e:a.SERVICE }",
    "PREFIX load: <http://e/> SELECT * { load:x ?p ?o }",
    "SELECT * { <http://e/SERVICE> <http://e/LOAD> <http://e/#SERVICE> }",
    'SELECT * { ?s rdfs:label "x"@load }',
    f"SELECT * FROM <{BASE}graph/read/document/x> {{ ?s ?p ?o }}",
    f"SELECT * FROM NAMED <{BASE}graph/derived> # c\n {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    'SELECT * { FILTER(?x < 3 && ?y > 2) BIND("\\u0022" AS ?z) }',
    "SELECT * { ?s ?p ?o FILTER(?o IN (" + "1, " * 500 + "1)) }",
    "SELECT * { VALUES (?x ?y) {" + "(1 'a') " * 5_000 + "} }",
    "SELECT * {" * DEEPEST + "}" * DEEPEST,
    "SELECT * { } VALUES ?x { UNDEF }",
]

CALLS_OUT = [
    "SELECT * { SERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } }",
    "select * { service silent <http://127.0.0.1:{port}/> { ?s ?p ?o } }",
    "SELECT * { SERVICE<http://127.0.0.1:{port}/>{ ?s ?p ?o } }",
    "SELECT * { SERVICESILENT<http://127.0.0.1:{port}/>{ ?s ?p ?o } }",
    "PREFIX : <http://127.0.0.1:{port}/> SELECT * { SERVICE:x { ?s ?p ?o } }",
    "PREFIX : <http://127.0.0.1:{port}/> SELECT * { SERVICESILENT:x { ?s ?p ?o } }",
    "PREFIX : <http://127.0.0.1:{port}/> SELECT * { {} .SERVICE:x { ?s ?p ?o } }",
    "SELECT * { {} UNION{SERVICE<http://127.0.0.1:{port}/>{ ?s ?p ?o }} }",
    "SELECT * { OPTIONAL { SERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } } }",
    "SELECT * { {} FILTER(1<2)SERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } }",
    "SELECT * { #x\nSERVICE#y\n<http://127.0.0.1:{port}/> { ?s ?p ?o } }",
    "SELECT * { #x\rSERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } }",
    'SELECT * { BIND("\\u0022" AS ?x) SERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } BIND("\\u0022" AS ?y) }',
    "SELECT * { BIND('\\U00000027' AS ?x) SERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } BIND('\\u0027' AS ?y) }",
    'SELECT * { BIND("\\\\" AS ?x) SERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } BIND("\\\\" AS ?y) }',
    'SELECT * { VALUES ?x { 1e0 true "a"@en }SERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } }',
    "SELECT * { { SELECT * { SERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } } } }",
    "ASK { FILTER EXISTS { SERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } } }",
    "SELECT * { GRAPH ?g { SERVICE ?g { ?s ?p ?o } } } VALUES ?g { <http://127.0.0.1:{port}/> }",
]
#: what the engine of today does not take for a call, but another reading of SPARQL would
HIDDEN = [
    "SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { \\U00000053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { # \\u000A SERVICE <http://127.0.0.1:9/> { ?s ?p ?o }\n }",
    "SELECT * { ?a ?b trueSERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } }",
    "SELECT * { ?a ?b 1e0SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } }",
    "PREFIX e: <http://e/> SELECT * { ?a ?b e:.SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } }",
    "PREFIX service: <http://e/> SELECT * { service:x ?p ?o }",
    "SELECT * { ?s ?p 'a\\\nb' . SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } #' }",
]
WRITES = [
    "INSERT DATA { <http://a/> a <http://b/> }",
    "insert { ?s a ?s } where { ?s ?p ?o }",
    "PREFIX e: <http://e/> DELETE WHERE { ?s ?p ?o }",
    "BASE <http://e/> CLEAR ALL",
    "DROP GRAPH <http://e/>",
    "CREATE GRAPH <http://e/>",
    "COPY DEFAULT TO <http://e/>",
    "MOVE DEFAULT TO <http://e/>",
    "ADD DEFAULT TO <http://e/>",
    "LOAD <file:///etc/passwd>",
    "WITH <http://e/> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "PREFIX SELECT: <http://e/> INSERT DATA { SELECT:a a SELECT:b }",
    "# SELECT\nINSERT DATA { <http://a/> a <http://b/> }",
    "\\u0049NSERT DATA { <http://a/> a <http://b/> }",
]
READS_ELSEWHERE = [
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "SELECT * FROM NAMED <http://elsewhere.example/> { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * FROM#c\n<file:///etc/passwd> { ?s ?p ?o }",
    "SELECT * FROMNAMED<file:///etc/passwd> { ?s ?p ?o }",
    "ASKFROM<file:///etc/passwd>{ ?s ?p ?o }",
    "PREFIX f: <file:///etc/> SELECT * FROM f:passwd { ?s ?p ?o }",
    f"SELECT * FROM <{BASE}graph/read> FROM <{BASE}document/x> {{ ?s ?p ?o }}",
    "BASE <file:///etc/> SELECT * FROM <passwd> { ?s ?p ?o }",
    "DESCRIBE <http://a/> FROM <file:///etc/passwd>",
]
#: each ended the process, or its time, when it reached the engine
TOO_MUCH = {
    "brackets": "SELECT * " + "{" * 5_000 + "}" * 5_000,
    "open": "SELECT * " + "{" * 5_000,
    "round": "SELECT (" + "(" * 5_000 + "1" + ")" * 5_000 + " AS ?x) {}",
    "square": "SELECT * { ?s ?p " + "[ ?p " * 5_000 + "]" * 5_000 + "}",
    "closed first": "SELECT * { " + "}" * 100 + "{" * 100,
    "sums": "SELECT (1" + "+1" * 30_000 + " AS ?x) {}",
    "nots": "SELECT (" + "!" * 60_000 + "true AS ?x) {}",
    "unions": "SELECT * {{}" + "UNION{}" * 9_000 + "}",
    "binds": "SELECT * {" + "".join(f"BIND(1 AS ?x{at})" for at in range(3_500)) + "}",
    "path": "SELECT * { ?s " + "a/" * 30_000 + "a ?o }",
    "list": "SELECT * { ?s a (" + "1 " * 30_000 + ") }",
    "described": "DESCRIBE " + "<a:> " * 12_000,
    "after values": "SELECT * { VALUES ?x { 1 } ?s a (" + "1 " * 30_000 + ") }",
}


@pytest.mark.parametrize("query", HARMLESS, ids=lambda query: query[:60])
def test_what_reads_passes(query: str) -> None:
    check_query(query)


@pytest.mark.parametrize("query", HARMLESS, ids=lambda query: query[:60])
def test_what_passes_is_what_the_engine_can_answer(query: str) -> None:
    assert ox.Store().query(query, prefixes=PREFIXES) is not None


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[int, list[bytes]]]:
    """Give a port of this machine, and what was sent to it."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                try:
                    caller, _ = server.accept()
                except OSError:
                    return
                heard.append(caller.recv(10))
                caller.close()

        Thread(target=listen, daemon=True).start()
        yield server.getsockname()[1], heard


@pytest.mark.parametrize("query", CALLS_OUT, ids=lambda query: query[:60])
def test_what_calls_out_is_refused(query: str, listener: tuple[int, list[bytes]]) -> None:
    port, heard = listener
    asked = query.replace("{port}", str(port))
    with pytest.raises(RefusedQuery) as refused:
        check_query(asked)
    assert refused.value.word == "SERVICE"
    assert not heard


@pytest.mark.parametrize("at", [0, 3, 4, 12], ids=lambda at: CALLS_OUT[at][:60])
def test_the_engine_itself_does_call_out(at: int, listener: tuple[int, list[bytes]]) -> None:
    """If it ever ceases to, the gate may go."""
    port, heard = listener
    with suppress(OSError, RuntimeError, ValueError):
        list(ox.Store().query(CALLS_OUT[at].replace("{port}", str(port)), prefixes=PREFIXES))  # type: ignore[arg-type]
    assert heard.pop()


@pytest.mark.parametrize("query", HIDDEN, ids=lambda query: query[:60])
def test_what_could_be_read_as_a_call_is_refused(query: str) -> None:
    with pytest.raises(RefusedQuery, match="SERVICE"):
        check_query(query)


@pytest.mark.parametrize("query", WRITES, ids=lambda query: query[:60])
def test_what_writes_is_refused(query: str) -> None:
    with pytest.raises(RefusedQuery, match="只读"):
        check_query(query)


@pytest.mark.parametrize("query", READS_ELSEWHERE, ids=lambda query: query[:60])
def test_only_graphs_of_the_library_are_read(query: str) -> None:
    with pytest.raises(RefusedQuery, match="FROM"):
        check_query(query)


@pytest.mark.parametrize("query", TOO_MUCH.values(), ids=list(TOO_MUCH))
def test_what_the_engine_cannot_bear_never_reaches_it(query: str) -> None:
    with pytest.raises(BadQuery):
        check_query(query)


def test_the_limits_are_what_they_say() -> None:
    check_query("SELECT * { ?s ?p ?o }".ljust(LONGEST))
    check_query("ASK {}" + " ?x" * (MOST - 3))
    for query, said in [
        ("SELECT * { ?s ?p ?o }".ljust(LONGEST + 1), str(LONGEST)),
        ("ASK {}" + " ?x" * (MOST - 2), str(MOST)),
        ("SELECT * " + "{" * (DEEPEST + 1) + "}" * (DEEPEST + 1), str(DEEPEST)),
        (" \n\t", "空"),
        ("", "空"),
    ]:
        with pytest.raises(BadQuery, match=said):
            check_query(query)


@pytest.mark.parametrize("many", [1_000, 1_900])
def test_the_engine_bears_what_passes(many: int) -> None:
    """The longest chains that pass, each in a process that a stack overflow would end."""
    chains = [
        "SELECT (1" + "+1" * (many // 2 - 5) + " AS ?x) {}",
        "SELECT (" + "!" * (many - 20) + "true AS ?x) {}",
        "SELECT * {{}" + "UNION{}" * (many // 3 - 5) + "}",
        "DESCRIBE " + "<a:> " * (many - 5),
        "SELECT * {" + "".join(f"BIND(1 AS ?x{at})" for at in range(many // 6 - 3)) + "}",
        "SELECT * {" + "VALUES ?x { " + "1 " * 25_000 + "} }",
    ]
    script = (
        "import sys, pyoxigraph as ox; from kg.rdf.gate import check_query\n"
        "for q in sys.stdin.read().split('\\n'): check_query(q); list(ox.Store().query(q))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], input="\n".join(chains), text=True, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def verdict(query: str) -> str:
    try:
        check_query(query)
    except KgError as error:
        return type(error).__name__ + str(error)
    return "passes"


SHELLS = [
    "SELECT * {{ ?s ?p {} }}",
    "ASK {{ ?s ?p {} }}",
    "INSERT DATA {{ <http://a/> <http://b/> {} }}",
    "SELECT * {{ SERVICE <http://a/> {{ ?s ?p {} }} }}",
    "SELECT * FROM <http://a/> {{ ?s ?p {} }}",
    "SELECT * {{ ?s ?p {}, {{{{{{ }}}}}} }}",
]
WORDS = st.lists(
    st.sampled_from(
        [
            *[
                "SERVICE",
                "LOAD",
                "INSERT",
                "FROM",
                "VALUES",
                "{",
                "}",
                "(",
                "[",
                "<http://a/>",
                "<file:///x>",
                ":",
                "?x",
                "#",
                "1",
                ".",
            ],
            "a:b",
        ]
    )
    | st.text(st.characters(exclude_characters="\\\n\r\"'", codec="utf-8"), max_size=5),
    max_size=12,
).map(" ".join)


@given(shell=st.sampled_from(SHELLS), words=WORDS)
@example(SHELLS[0], "SERVICE <http://a/> {")
def test_words_in_strings_and_comments_change_nothing(shell: str, words: str) -> None:
    plain = verdict(shell.format('"x"'))
    for quote in ('"', "'", '"""', "'''"):
        assert verdict(shell.format(f"{quote}{words}{quote}")) == plain
    assert verdict(shell.format(f'"x" # {words}\n')) == plain
    assert verdict(f"# {words}\n" + shell.format('"x"')) == plain


@given(text=st.text(st.sampled_from("\"'\\\n #<>{}SERVICE:?x.a1"), max_size=60))
@example('"""' * 20)
@example("'" * 59)
def test_no_text_breaks_the_gate(text: str) -> None:
    assert verdict("SELECT * { " + text)


@pytest.mark.parametrize(
    "part", ['"', "'''", '"""a', '"a\\', "<", "<a", "\\", "a:", "a.", "-", "@-", "1e", "{", "#\n"], ids=repr
)
def test_the_gate_takes_time_in_proportion_to_the_length(part: str) -> None:
    started = time.process_time()
    assert verdict("SELECT * { " + part * (60_000 // len(part)))
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    ("query", "code", "said"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 2, "SERVICE"),
        ("INSERT DATA { <http://a/> a <http://b/> }", 2, "只读"),
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", 2, "FROM"),
        ("SELECT * {", 2, "SPARQL 查询有误"),
        ("SELECT * { ?s nix:a ?o }", 2, "SPARQL 查询有误"),
        ("SELECT * {\n ?s ?p\n }", 2, "SPARQL 查询有误"),
        ("{" * 5_000, 2, "SPARQL 查询有误"),
        (" ", 2, "空"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_refusal_is_one_sentence_and_its_exit_code(kg: Command, query: str, code: int, said: str) -> None:
    done = kg("sparql", "-", input=query)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.startswith("kg: ")
    assert done.stderr.count("\n") == 1
    assert said in done.stderr
