"""Two notices of two cities in one library: which is meant, and nothing of one is said of the other."""

from __future__ import annotations

from contextlib import chdir
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ask_scoring import Case, is_cited, is_right, read_cases

from kg.build import build_library
from kg.library import Library
from kg.read import read_document
from kg.settings import Settings

ROOT = Path(__file__).parent.parent
#: invented: another city, year and layout, with roles and deadlines
OTHER = "tests/samples/huzhou_2023.txt"


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, seed: Path) -> Library:
    home = tmp_path_factory.mktemp("both")
    with chdir(ROOT):
        report = build_library([seed.relative_to(ROOT), OTHER], Settings(home=home))
    assert [outcome.tasks for outcome in report.outcomes] == [27, 5]
    return Library(Settings(home=home))


@cache
def source_text(source: str) -> str:
    return read_document(ROOT / source).text


def cases() -> list[Any]:
    return [
        pytest.param(
            case,
            id=case["q"][:40],
            marks=[pytest.mark.xfail(reason=case["fails"], strict=True)] if "fails" in case else [],
        )
        for case in read_cases(ROOT / "tests" / "cases" / "ask_two.jsonl")
    ]


@pytest.mark.parametrize("case", cases())
def test_the_notice_meant_is_found(both: Library, case: Case) -> None:
    answer = both.ask(case["q"]).as_dict()
    assert is_right(case, answer), (answer["reading"], answer["missing"], answer["results"])
    if answer["answerable"] and case["want"] not in ("boolean", "number"):
        assert is_cited(answer, source_text)


@pytest.mark.parametrize(
    "question",
    [
        "市科技局有哪些任务？",
        "市发改委负责什么？",
        "市科技局有几项任务？",
        "人才招聘会由谁负责？",
    ],
)
def test_cities_are_not_mixed(both: Library, question: str) -> None:
    """Without a city, an answer is about one of them or says that there are two."""
    answer = both.ask(question)
    if answer.answerable and "市" in answer.answer:
        assert len({citation.notice for citation in answer.citations}) == 1


@pytest.mark.parametrize("question", ["市科技局有哪些任务？", "市发改委负责什么？", "市科技局有几项任务？"])
def test_a_name_of_two_bodies_is_said_to_be_so(both: Library, question: str) -> None:
    answer = both.ask(question)
    said = answer.answer + answer.reading
    assert "杭州" in said
    assert "湖州" in said
