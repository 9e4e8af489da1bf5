"""The verbs of a library, the names by which things go, and what is told when it is broken."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kg.build import Report
from kg.embed import Encoder
from kg.errors import (
    BadParameter,
    BadQuery,
    BadQuestion,
    DamagedLibrary,
    MismatchedVectors,
    NoLibrary,
    NotFound,
    RefusedQuery,
)
from kg.library import LONGEST, Library, open_library
from kg.names import BASE
from kg.settings import Settings

pytestmark = pytest.mark.filterwarnings(r"ignore:Dataset\.(default_context|contexts):DeprecationWarning")
NOTICE = BASE + "document/杭政办函/2011/59"


def test_it_is_opened_by_its_folder_or_by_the_settings(
    built: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert open_library(built.home).folder == open_library(Path(built.home)).folder
    monkeypatch.setenv("KG_HOME", built.home)
    assert open_library().folder == open_library(built.home).folder
    assert open_library(built.home, Settings(query_rows=5)).settings == Settings(
        home=Path(built.home), query_rows=5
    )
    with pytest.raises(NoLibrary):
        open_library(Path(built.home) / "none")


def test_sparql_gives_rdflib_results(library: Library) -> None:
    assert len(list(library.sparql("SELECT ?t { ?t a kg:Task }"))) == 27
    assert library.sparql("ASK { ?t a kg:Task }").askAnswer is True
    assert library.sparql("ASK { ?t a kg:None }").askAnswer is False
    built = library.sparql("CONSTRUCT { ?t a kg:Task } WHERE { ?t a kg:Task }").graph
    assert built is not None
    assert len(built) == 27
    for query, error in (
        ("SELECT", BadQuery),
        ("SELECT * { ?s nix:a ?o }", BadQuery),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", RefusedQuery),
        ("INSERT DATA { <http://a/> a <http://b/> }", RefusedQuery),
    ):
        with pytest.raises(error) as wrong:
            library.sparql(query)
        assert "\n" not in str(wrong.value)


def test_rdflib_and_the_engine_give_the_same_rows(library: Library) -> None:
    query = "SELECT ?t ?n { ?t a kg:Task ; kg:taskNumber ?n } ORDER BY ?t"
    table = library.answer(query)
    assert [[str(cell) for cell in row] for row in library.sparql(query)] == table[1:]  # type: ignore[union-attr]


def test_named_queries_take_names(library: Library) -> None:
    rows = library.run("tasks-of-body", body="市科技局")
    assert sorted(row["number"] for row in rows) == ["19", "20", "21"]
    assert library.run("tasks-of-body", body="杭州市科学技术局") == rows
    assert library.run("tasks-of-body", body=BASE + "body/杭州市科学技术局") == rows
    assert library.run("tasks", notice="杭政办函〔2011〕59号") == library.run("tasks") != []
    with pytest.raises(NotFound, match="tasks-of-body"):
        library.run("tasks-of-bod")
    with pytest.raises(NotFound, match="市不存在局"):
        library.run("tasks-of-body", body="市不存在局")
    for values in ({}, {"body": "市科技局", "nix": "1"}):
        with pytest.raises(BadParameter):
            library.run("tasks-of-body", **values)


@pytest.mark.parametrize(
    ("name", "kind", "found"),
    [
        ("市科技局", "body", "body/杭州市科学技术局"),
        ("市园文局", "body", "body/杭州市/杭州西湖风景名胜区管委会"),
        ("国发〔2008〕30号", "document", "document/国发/2008/30"),
        ("国发[2008]30号", "document", "document/国发/2008/30"),
        ("杭政办函〔2011〕59号", "document", "document/杭政办函/2011/59"),
        ("加快推进沪杭“一体化”", "section", "document/杭政办函/2011/59/section/5"),
        ("任务3", "thing", "document/杭政办函/2011/59/task/3"),
        ("杭黄铁路", "thing", "project/杭黄铁路"),
        (NOTICE + "/task/3", "thing", "document/杭政办函/2011/59/task/3"),
    ],
)
def test_things_go_by_their_names(library: Library, name: str, kind: str, found: str) -> None:
    assert library.find(name, kind).iri == BASE + found


def test_what_is_not_there_is_told_with_what_is_near(library: Library) -> None:
    with pytest.raises(NotFound) as missing:
        library.find("科学局", "body")
    assert missing.value.nearest
    assert missing.value.exit_code == 4
    for verb in (library.trace, library.describe):
        with pytest.raises(NotFound):
            verb("火星移民局")
    with pytest.raises(NotFound):
        library.path("市科技局", "火星移民局")


@pytest.mark.parametrize("text", ["", " \n", "长" * (LONGEST + 1)])
def test_a_search_needs_words(library: Library, text: str) -> None:
    with pytest.raises(BadQuestion):
        library.search(text)


def test_the_longest_search_is_answered(library: Library) -> None:
    quiet = Library(library.settings)
    vector = np.ones((1, library.index.vectors.shape[1]), np.float32)
    quiet.__dict__["encoder"] = Encoder("e5-small", lambda _: vector, lambda _: vector)
    assert len(quiet.search("长" * LONGEST, limit=2)) == 2


def test_a_description_has_every_origin_and_its_quote(library: Library) -> None:
    told = library.describe("市科技局")
    assert (told.iri, told.label) == (BASE + "body/杭州市科学技术局", "市科技局")
    assert {"原文", "推断", "背景知识"} <= {fact.origin for fact in told.facts}
    quoted = [fact for fact in told.facts if fact.quote and fact.inverse and "任务19" in (fact.place or "")]
    assert quoted
    assert "市科技局" in {fact.quote for fact in quoted}
    task = library.describe("任务3")
    assert any("杭黄铁路" in quote for _, quote in task.quotes)


def test_a_path_is_made_of_steps(library: Library) -> None:
    steps = library.path("市发改委", "杭黄铁路")
    assert len(steps) == 2
    assert steps[0].one == "市发改委"
    assert steps[-1].other == "杭黄铁路"


def test_another_encoder_is_not_mixed_in(library: Library) -> None:
    other = Library(replace(library.settings, encoder="some/other"))
    with pytest.raises(MismatchedVectors, match="e5-small"):
        other.search("高铁")
    assert len(other.run("tasks")) == 27  # what needs no vectors goes on


HARM: dict[str, tuple[Callable[[Path], object], Callable[[Library], object]]] = {
    "no graph": (lambda f: shutil.rmtree(f / "graph"), lambda lib: lib.run("tasks")),
    "a graph cut off": (
        lambda f: [sst.write_bytes(b"x") for sst in (f / "graph").glob("*.sst")],
        lambda lib: lib.run("tasks"),
    ),
    "no passages": (lambda f: (f / "index" / "passages.jsonl").unlink(), lambda lib: lib.search("高铁")),
    "other passages": (
        lambda f: (f / "index" / "passages.jsonl").write_text('{"a": 1}\n'),
        lambda lib: lib.search("高铁"),
    ),
    "half the passages": (
        lambda f: (f / "index" / "passages.iris.txt").write_text("a\n"),
        lambda lib: lib.search("高铁"),
    ),
    "no names": (lambda f: (f / "names.db").unlink(), lambda lib: lib.find("市科技局")),
    "broken names": (
        lambda f: (f / "names.db").write_bytes(b"x" * 5000),
        lambda lib: lib.ask("任务3由谁负责？"),
    ),
    "no vectors": (lambda f: (f / "index" / "vectors.npy").unlink(), lambda lib: lib.search("高铁")),
    "broken postings": (
        lambda f: (f / "index" / "terms-1.npy").write_bytes(b""),
        lambda lib: lib.search("高铁"),
    ),
    "no account": (lambda f: (f / "about.json").unlink(), lambda lib: lib.search("高铁")),
    "half an account": (
        lambda f: (f / "about.json").write_text('{"version"'),
        lambda lib: lib.search("高铁"),
    ),
    "another account": (lambda f: (f / "about.json").write_text("{}"), lambda lib: lib.search("高铁")),
    "no texts": (lambda f: shutil.rmtree(f / "texts"), lambda lib: lib._text("0" * 64)),
}


@pytest.mark.parametrize("harm", HARM)
def test_a_damaged_library_says_so(built: Report, tmp_path: Path, harm: str) -> None:
    home = Path(shutil.copytree(built.home, tmp_path / "library"))
    library = Library(Settings(home=home))
    spoil, use = HARM[harm]
    spoil(library.folder)
    with pytest.raises(DamagedLibrary, match="kg build") as broken:
        use(library)
    assert "\n" not in str(broken.value)
    assert broken.value.exit_code == 3
