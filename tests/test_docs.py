"""The documentation is complete, fresh, and points at things that exist."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from pathlib import Path

import click
import pytest

import kg
from kg.cli import cli
from kg.cli.reference import commands_page
from kg.errors import KgError
from kg.library import Library
from kg.settings import Settings

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
COMMANDS = sorted(cli.commands)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("part", ["read", "parse", "find", "lexicon"])
def test_the_page_of_reading_rules_names_every_module_once_and_its_examples(part: str) -> None:
    page = read("docs/reading-rules.md")
    modules = {path.name for path in (ROOT / "kg" / part).glob("*.py")} - {"__init__.py"}
    here = [chapter for chapter in page.split("\n## ") if f"`kg/{part}/`" in chapter]
    named = [name for chapter in here for name in re.findall(r"`([a-z_]+\.py)`", chapter)]
    rules = [name for name in named if not name.startswith("test_")]
    assert sorted(rules) == sorted(modules)
    for name in re.findall(r"`((?:cases/|test_)[\w.]+)`", page):
        assert (ROOT / "tests" / name).exists(), name
    for name in re.findall(r"`(kg/[\w/.]+)`", page):
        assert (ROOT / name).exists(), name


def test_the_page_of_commands_is_what_their_help_says() -> None:
    assert read("docs/cli.md") == commands_page()


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_a_sentence_an_example_and_says_what_each_option_does(name: str) -> None:
    command = cli.commands[name]
    assert f"## kg {name}\n" in commands_page()
    assert re.search(rf"例  kg {name}\b", command.help or ""), "no example"
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, f"{option.name} is not explained"


@pytest.mark.parametrize("name", [field.name for field in fields(Settings)])
def test_a_setting_is_documented_with_its_default(name: str) -> None:
    rows = [row for row in read("docs/settings.md").splitlines() if row.startswith(f"| `{name}` ")]
    assert len(rows) == 1
    assert f"`KG_{name.upper()}`" in rows[0]
    assert f"`{getattr(Settings(), name)}`" in rows[0]
    assert f"KG_{name.upper()}" in (cli.help or "")


def test_no_setting_is_documented_that_does_not_exist() -> None:
    known = {f"KG_{field.name.upper()}" for field in fields(Settings)}
    for page in PAGES:
        assert set(re.findall(r"KG_[A-Z_]+", page.read_text("utf-8"))) <= known, page.name


@pytest.mark.parametrize("name", sorted(set(kg.__all__) - {"Extract", "Library", "Report"}))
def test_a_public_name_is_documented(name: str) -> None:
    assert f"`kg.{name}" in read("docs/python.md")


VERBS = [name for name in vars(Library) if not name.startswith("_") and callable(getattr(Library, name))]


@pytest.mark.parametrize("name", VERBS)
def test_a_verb_of_the_library_is_documented(name: str) -> None:
    assert re.search(rf"library\.{name}\(|library\.{name}`", read("docs/python.md"))


def test_the_public_names_are_there_and_no_others() -> None:
    assert kg.__all__ == sorted(kg.__all__)
    for name in kg.__all__:
        assert getattr(kg, name).__name__ == name
    with pytest.raises(AttributeError, match="nothing"):
        _ = kg.nothing


def subclasses(of: type[KgError]) -> list[type[KgError]]:
    here = [child for child in of.__subclasses__() if child.__module__ == of.__module__]  # not the server's
    return [one for child in here for one in (child, *subclasses(child))]


def test_every_exit_code_is_explained_in_the_help() -> None:
    explained = set(re.findall(r"(\d) ", (cli.help or "").partition("退出码")[2].partition("设置")[0]))
    assert {str(error.exit_code) for error in subclasses(KgError)} <= explained


def anchors(page: str) -> set[str]:
    """Give the anchors of a page's headings, as a Markdown host makes them."""
    heads = re.findall(r"^#+ (.*)$", page, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), target
        if anchor:
            assert anchor in anchors(file.read_text("utf-8")), target


def test_every_page_is_in_the_table_of_contents() -> None:
    index = read("docs/index.md")
    for page in (ROOT / "docs").glob("*.md"):
        assert page.name == "index.md" or f"({page.name})" in index


def test_the_changelog_knows_this_version() -> None:
    assert f"## {kg.__version__}\n" in read("CHANGELOG.md")


def test_the_licence_travels_with_the_data() -> None:
    project = tomllib.loads(read("pyproject.toml"))["project"]
    assert "Apache License" in read("LICENSE")
    for file in project["license-files"]:
        assert (ROOT / file).stat().st_size
    named = read("NOTICE")
    for data in (ROOT / "kg" / "data").iterdir():
        assert f"kg/data/{data.name}" in named, "where this comes from is not said"


def test_what_is_installed_is_pinned() -> None:
    project = tomllib.loads(read("pyproject.toml"))["project"]
    asked = [
        *project["dependencies"],
        *(one for group in project["optional-dependencies"].values() for one in group),
    ]
    pinned = {
        line.partition("==")[0].lower() for line in read("constraints.txt").splitlines() if "==" in line
    }
    for one in asked:
        name = re.match(r"[\w-]+", one)
        assert name is not None
        assert name[0].lower() in pinned, one
