"""Notices cut short, as pages and previews give them: no title, no issuer, half a table, a covering text.

They are known by a place that their text prints, by a town, by a bureau, or by what a question says of them;
what their tasks do not say stands in sentences. Beside them are whole notices, with which they are not to be
confused.
"""

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
CASES = read_cases(ROOT / "tests" / "cases" / "ask_cut.jsonl")


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Library:
    home = tmp_path_factory.mktemp("cut")
    with chdir(ROOT):
        build_library(["tests/samples/cut", "tests/samples/many"], Settings(home=home))
    return Library(Settings(home=home))


@cache
def source_text(source: str) -> str:
    return read_document(ROOT / source).text


@pytest.mark.parametrize("case", CASES, ids=[case["q"][:40] for case in CASES])
def test_what_a_cut_notice_says_is_found(cut: Library, case: Case) -> None:
    answer = cut.ask(case["q"]).as_dict()
    assert is_right(case, answer), (answer["reading"], answer["missing"], answer["results"])
    if answer["answerable"] and case["want"] != "boolean":
        assert is_cited(answer, source_text)
