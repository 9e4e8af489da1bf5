"""Which thing is meant: all that the graph has an IRI for, and of several of one name none in silence."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from conftest import Command
from serving import serving

from kg.build import build_library
from kg.errors import Ambiguous, NotFound
from kg.library import Library
from kg.names import BASE, KG, shorten
from kg.rdf.store import select
from kg.settings import Settings

NOTICE = """{city}人民政府关于治水工作的通知
{number}
附件：任务分工表
序号 | 工作任务 | 责任单位
1 | 治理{city}的黑臭水体。 | 市水利局
2 | 疏浚{city}的航道。 | 市交通局
{city}人民政府
2020年5月6日
"""
NUMBERS = {"云岭市": "云政发〔2020〕7号", "海宁市": "海政发〔2020〕9号"}


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a library of the notices of two cities, whose bodies and tasks go by the same names."""
    folder = tmp_path_factory.mktemp("two")
    for city, number in NUMBERS.items():
        (folder / f"{city}.txt").write_text(NOTICE.format(city=city, number=number), encoding="utf-8")
    build_library([folder / f"{city}.txt" for city in NUMBERS], Settings(home=folder / "library"))
    return folder / "library"


def test_all_that_the_graph_speaks_of_is_found_by_its_iri(library: Library) -> None:
    rows = select(library.store, "SELECT DISTINCT ?thing { GRAPH ?graph { ?thing ?p ?o } }")
    assert len(rows) > 500
    for row in rows:
        assert library.find(row["thing"]).iri == row["thing"]
        assert library.find(shorten(row["thing"])).iri == row["thing"]


@pytest.mark.parametrize(
    ("iri", "kind", "label"),
    [
        (BASE + "document/杭政办函/2011/59/target/1", "target", "举办一次大型推广活动"),
        (BASE + "date/2011年", "date", "2011年"),
        (KG + "Task", "class", "任务"),
        (KG + "AtLeast", "bound", "不少于"),
        (BASE + "graph/read/document/杭政办函/2011/59", "dataset", "id:graph/read/document/杭政办函/2011/59"),
    ],
)
def test_what_has_no_name_of_its_own_is_called_something(
    library: Library, iri: str, kind: str, label: str
) -> None:
    found = library.describe(iri)
    assert (found.iri, found.kind, found.label) == (iri, kind, label)
    assert library.trace(iri).thing.iri == iri


def test_a_fact_is_called_by_what_it_joins(library: Library) -> None:
    query = "SELECT ?fact { ?fact a kg:Candidate ; rdf:predicate kg:implements } ORDER BY ?fact LIMIT 1"
    found = library.describe(select(library.store, query)[0]["fact"])
    assert " 落实 " in found.label
    assert {"主语", "谓语", "宾语"} <= {fact.property for fact in found.facts}


@pytest.mark.parametrize(
    "what", [BASE + "nothing", KG + "Nothing", "kg:", "https://x/> ?p", "http://", "://"]
)
def test_what_the_graph_does_not_speak_of_is_not_found(library: Library, what: str) -> None:
    with pytest.raises(NotFound):
        library.describe(what)


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("任务1", ("云政发〔2020〕7号的任务1", "海政发〔2020〕9号的任务1")),
        ("市水利局", ("云岭市的市水利局", "海宁市的市水利局")),
    ],
)
def test_of_several_of_one_name_every_face_says_so_first(
    two: Path, kg: Command, what: str, told: tuple[str, ...]
) -> None:
    library = Library(Settings(home=two))
    sentence = library.describe(what).ambiguous or ""
    assert "的有 2 件" in sentence
    assert all(one in sentence for one in told)
    marks = re.findall(r"（(id:[^）]+)）", sentence)
    assert {library.describe(mark).iri for mark in marks} == {
        one.iri for one in (library.describe(what), *library.describe(what).others)
    }
    assert all(library.describe(mark).ambiguous is None for mark in marks)
    for verb in ("show", "trace"):
        assert kg(verb, what, home=two).stdout.startswith(sentence + "\n")
        given = json.loads(kg(verb, what, "--json", home=two).stdout)
        assert next(iter(given.items())) == ("ambiguous", sentence)
        assert len(given["others"]) == 1
    assert kg("trace", what, "--format", "csv", home=two).stderr.strip() == sentence
    with serving(two) as server:
        for verb in ("show", "trace"):
            assert server.ask(f"/api/v1/{verb}?what={what}").json["ambiguous"] == sentence


def test_a_query_about_one_thing_does_not_choose_among_several(two: Path, kg: Command) -> None:
    library = Library(Settings(home=two))
    with pytest.raises(Ambiguous, match="云岭市的市水利局"):
        library.run("tasks-of-body", body="市水利局")
    refused = kg("run", "tasks-of-body", "body=市水利局", home=two)
    assert refused.returncode == 2
    assert (library.describe("市水利局").ambiguous or "?") in refused.stderr
    rows = library.run("tasks-of-body", body="id:body/云岭市水利局")
    assert [row["text"] for row in rows] == ["治理云岭市的黑臭水体。"]
    with pytest.raises(Ambiguous):
        library.path("市水利局", "市交通局")
