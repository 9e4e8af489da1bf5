"""Invented notices that answer by sentences: articles, lists of members, a reply, appointments, headings."""

from __future__ import annotations

from contextlib import chdir
from functools import cache
from pathlib import Path

import pytest
from ask_scoring import Case, is_cited, is_right, read_cases

from kg.build import build_library
from kg.library import Library
from kg.read import read_document
from kg.settings import Settings

ROOT = Path(__file__).parent.parent
CASES = read_cases(ROOT / "tests" / "cases" / "ask_clauses.jsonl")


@pytest.fixture(scope="module")
def clauses(tmp_path_factory: pytest.TempPathFactory) -> Library:
    home = tmp_path_factory.mktemp("clauses")
    with chdir(ROOT):
        build_library(["tests/samples/clauses"], Settings(home=home))
    return Library(Settings(home=home))


@cache
def source_text(source: str) -> str:
    return read_document(ROOT / source).text


@pytest.mark.parametrize("case", CASES, ids=[case["q"][:40] for case in CASES])
def test_what_a_sentence_says_is_answered(clauses: Library, case: Case) -> None:
    answer = clauses.ask(case["q"]).as_dict()
    assert is_right(case, answer), (answer["reading"], answer["missing"], answer["results"])
    if answer["answerable"]:
        assert is_cited(answer, source_text)
