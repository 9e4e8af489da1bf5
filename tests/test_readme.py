"""The examples that the documentation shows are run, and print what it says."""

from __future__ import annotations

import doctest
import os
import re
from pathlib import Path

import examples
import pytest

from kg.library import Library
from kg.rdf.store import select

ROOT = Path(__file__).parent.parent
PAGES = sorted(str(page.relative_to(ROOT)) for page in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")))
CONSOLE = [name for name in PAGES if "```console" in (ROOT / name).read_text("utf-8")]
PYTHON = [name for name in PAGES if "```pycon" in (ROOT / name).read_text("utf-8")]

# rdflib 7.6 evaluates a query on a Dataset by its own deprecated properties
pytestmark = pytest.mark.filterwarnings(r"ignore:Dataset\.(default_context|contexts):DeprecationWarning")


@pytest.mark.skipif(os.name == "nt", reason="needs a shell and a terminal")
@pytest.mark.parametrize("name", CONSOLE)
def test_the_shell_prints_what_the_page_says(name: str, tmp_path: Path) -> None:
    page = (ROOT / name).read_text("utf-8")
    folder = examples.empty_folder(tmp_path)
    for example in examples.console_examples(page):
        assert examples.run(example.command, folder) == example.printed, f"$ {example.command}"


@pytest.mark.parametrize("name", PYTHON)
def test_python_gives_what_the_page_says(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(examples.empty_folder(tmp_path))
    monkeypatch.delenv("KG_HOME", raising=False)
    blocks = examples.python_examples((ROOT / name).read_text("utf-8"))
    parsed = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, name, name, 0)
    told: list[str] = []
    result = doctest.DocTestRunner().run(parsed, out=told.append)
    assert result.attempted >= len(blocks)
    assert result.failed == 0, "".join(told)


@pytest.mark.parametrize("name", ["README.md", "README.en.md"])
def test_a_readme_opens_with_the_two_commands(name: str) -> None:
    page = (ROOT / name).read_text("utf-8")
    first = re.search(r"^```sh\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert first is not None
    assert page[: first.start()].count("\n") < 8
    assert [line.split("#")[0].strip() for line in first[1].splitlines()] == ["make run", "make test"]
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert {"run", "test"} <= set(targets)


def test_the_tour_shows_the_main_job_in_both_languages() -> None:
    for name in ("README.md", "README.en.md"):
        commands = [e.command.split()[1] for e in examples.console_examples((ROOT / name).read_text("utf-8"))]
        assert {"build", "ask", "search", "trace", "run", "sparql"} <= set(commands), name


def test_a_wrong_output_is_noticed_and_put_right(tmp_path: Path) -> None:
    page = "```console\n$ echo 甲; echo 乙 >&2\n丙\n$ printf '%s\\n' \"$KG_HOME\"\n```\n"
    right = "```console\n$ echo 甲; echo 乙 >&2\n甲\n乙\n$ printf '%s\\n' \"$KG_HOME\"\n\n```\n"
    assert examples.refreshed(page, tmp_path) == right
    assert examples.refreshed(right, tmp_path) == right


def test_every_quote_is_the_sources_own_characters(library: Library) -> None:
    """The first promise under “答案怎样证明”."""
    spans = select(
        library.store,
        """SELECT ?start ?end ?exact ?path {
  ?span a kg:Span ; oa:start ?start ; oa:end ?end ; oa:exact ?exact ; oa:hasSource/kg:path ?path }""",
    )
    texts = {path: (ROOT / path).read_text("utf-8") for path in {span["path"] for span in spans}}
    assert len(spans) > 100
    for span in spans:
        assert texts[span["path"]][int(span["start"]) : int(span["end"])] == span["exact"]


def test_every_fact_that_was_read_has_its_quote(library: Library) -> None:
    (counted,) = select(
        library.store,
        """SELECT (COUNT(*) AS ?facts) (SUM(IF(BOUND(?span), 0, 1)) AS ?bare) {
  GRAPH ?graph { ?fact a kg:Fact } FILTER(STRSTARTS(STR(?graph), CONCAT(STR(id:), "graph/read")))
  OPTIONAL { ?fact kg:evidence ?span } }""",
    )
    assert int(counted["facts"]) > 100
    assert int(counted["bare"]) == 0
