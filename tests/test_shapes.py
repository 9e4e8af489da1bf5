"""Every shape finds what it is for, and nothing else; what we write ourselves conforms."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import rdflib
from rdflib import SH

from kg.names import BASE, PREFIXES
from kg.rdf.shapes import Finding, Report, Severity, check

ROOT = Path(__file__).parent.parent
SHAPES = "https://gongwen.example/shapes#"
X = BASE + "broken/"

#: what is sound, then what is broken about `x:it`, each with the shapes that must find it
SOUND, *CASES = (ROOT / "tests" / "data" / "broken.ttl").read_text("utf-8").split("\n### ")
BROKEN = [(text, tuple(names.split())) for names, _, text in (case.partition("\n") for case in CASES)]


@cache
def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(ROOT / "ontology" / "shapes.ttl")


def messages() -> dict[str, str]:
    """Shape's local name -> what it tells."""
    return {str(node)[len(SHAPES) :]: str(said) for node, said in shapes().subject_objects(SH.message)}


def turtle(text: str) -> rdflib.Graph:
    prefixes = "".join(f"@prefix {prefix}: <{name}> .\n" for prefix, name in PREFIXES.items())
    return rdflib.Graph().parse(data=f"{prefixes}@prefix x: <{X}> .\n{text}", format="turtle")


def whole() -> rdflib.Graph:
    lines = (ROOT / "tests" / "data" / "invented.nq").read_text("utf-8").splitlines()
    triples = (line[: line.rindex(" <")] + " .\n" for line in lines)
    return rdflib.Graph().parse(data="".join(triples), format="nt")


@cache
def broken() -> Report:
    """Check all that is broken at once: case `n` is about `x:it` as `x:n`."""
    cases = [case.replace("x:it", f"x:{at}") for at, (case, _) in enumerate(BROKEN)]
    return check(turtle("\n".join([SOUND, *cases])))


@pytest.mark.parametrize("at", range(len(BROKEN)), ids=[" ".join(names) for _, names in BROKEN])
def test_what_is_broken_is_found(at: int) -> None:
    found = [finding.message for finding in broken().findings if finding.focus == f"{X}{at}"]
    assert set(found) == {messages()[name] for name in BROKEN[at][1]}


def test_what_is_sound_is_left_alone() -> None:
    assert check(turtle(SOUND)) == Report(conforms=True, findings=())


def test_every_message_has_a_case() -> None:
    assert set(messages()) == {name for _, names in BROKEN for name in names}


def test_every_message_says_in_chinese_what_to_do() -> None:
    for name, said in messages().items():
        problem, _, repair = said.partition("：")
        assert problem, name
        assert repair.startswith(("请", "如原文", "仍然")), name


@pytest.mark.parametrize("with_ontology", [False, True])
def test_what_we_write_conforms(*, with_ontology: bool) -> None:
    graph = whole()
    if with_ontology:
        graph.parse(ROOT / "ontology" / "kg.ttl")
    report = check(graph)
    assert report.conforms
    # 雾城's letter prints no date: that is for the reader's information, not an error
    assert [(f.severity, f.focus, f.path) for f in report.findings] == [
        (Severity.INFO, BASE + "document/雾政办函/2021/3", "dcterms:issued")
    ]


def test_a_violation_alone_does_not_conform() -> None:
    warned = check(turtle(SOUND + '\nx:it a kg:Body ; rdfs:label "市港务局、市交通局" .'))
    assert warned.conforms
    assert [finding.severity for finding in warned.findings] == [Severity.WARNING]
    assert not check(turtle(SOUND + "\nx:it a kg:Body .")).conforms


def test_findings_say_where_and_come_worst_first() -> None:
    found = check(
        turtle(SOUND + 'x:b a kg:Body ; rdfs:label "局" . x:a a kg:Body ; rdfs:label "甲局、乙局" .')
    )
    assert found.findings == (
        Finding(Severity.VIOLATION, X + "b", "rdfs:label", "局", messages()["body-label"]),
        Finding(Severity.WARNING, X + "a", "rdfs:label", "甲局、乙局", messages()["body-single"]),
    )


def test_a_query_names_the_node_not_its_class() -> None:
    span = '\nx:it a kg:Span ; oa:start 2 ; oa:end 5 ; oa:exact "全文" ; oa:hasSource x:file .'
    assert [(f.focus, f.value) for f in check(turtle(SOUND + span)).findings] == [(X + "it", "")]
