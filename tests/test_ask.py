"""Questions with their gold: what must be answered, refused and proved, and the form that an answer has."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from ask_scoring import Case, is_cited, is_right, read_cases

from kg.library import Library
from kg.read import read_document

ROOT = Path(__file__).parent.parent
TRUTH = ROOT / "tests" / "truth"
CASES = ROOT / "tests" / "cases"


class Floor(NamedTuple):
    """What holds of a set, and may only rise: the share of right answers, and how many are refused."""

    right: float
    refused: int
    unanswerable: int


FLOORS = {
    "questions": Floor(0.96, 75, 77),
    "questions_held_out": Floor(0.86, 30, 32),
    "questions_exam": Floor(0.88, 23, 24),
}
#: Answers that are at least so sure must be right nine times in ten.
SURE = 0.9
TYPES = {
    "department",
    "task",
    "focus_area",
    "measure",
    "principle",
    "goal",
    "document",
    "notice",
    "place",
    "event",
    "project",
    "date",
    "text",
    "number",
    "boolean",
}
KEYS = {
    "question",
    "answerable",
    "answer",
    "reading",
    "results",
    "citations",
    "sparql",
    "confidence",
    "missing",
}


@dataclass(frozen=True)
class Answered:
    """The cases of a truth set with their answers."""

    name: str
    cases: Sequence[Case]
    answers: Sequence[dict[str, Any]]

    def pairs(self) -> Iterator[tuple[Case, dict[str, Any]]]:
        """Give each case with its answer."""
        return zip(self.cases, self.answers, strict=True)

    def faults(self) -> dict[str, str]:
        """Case id -> how it fails: wrong (also a refusal without reason), or right and not cited."""
        found = {}
        for case, answer in self.pairs():
            if not is_right(case, answer):
                found[case["id"]] = "wrong"
            elif answer["answerable"] and not is_cited(answer, source_text):
                found[case["id"]] = "uncited"
        return found


@pytest.fixture(scope="module", params=FLOORS)
def answered(request: pytest.FixtureRequest, library: Library) -> Answered:
    cases = read_cases(TRUTH / f"{request.param}.jsonl")
    return Answered(request.param, cases, [library.ask(case["q"]).as_dict() for case in cases])


@cache
def source_text(source: str) -> str:
    return read_document(ROOT / source).text


def known_faults() -> dict[str, tuple[str, str]]:
    """Case id -> how it fails, and the kind of reason."""
    lines = (CASES / "ask_known.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {case: (fault, reason) for case, fault, reason in rows}


def test_enough_of_the_answerable_are_right(answered: Answered) -> None:
    marks = [is_right(case, answer) for case, answer in answered.pairs() if case["answerable"]]
    assert sum(marks) / len(marks) >= FLOORS[answered.name].right


def test_few_of_the_unanswerable_are_answered(answered: Answered) -> None:
    marks = [is_right(case, answer) for case, answer in answered.pairs() if not case["answerable"]]
    floor = FLOORS[answered.name]
    assert (sum(marks) >= floor.refused, len(marks)) == (True, floor.unanswerable)


def test_failures_are_the_known_ones(answered: Answered) -> None:
    listed = {case: fault for case, (fault, _) in known_faults().items()}
    here = {case["id"]: listed[case["id"]] for case in answered.cases if case["id"] in listed}
    now = answered.faults()
    new, gone = now.items() - here.items(), here.items() - now.items()
    assert (new, gone) == (set(), set())


def test_known_failures_are_cases() -> None:
    cases = {case["id"] for name in FLOORS for case in read_cases(TRUTH / f"{name}.jsonl")}
    assert set(known_faults()) <= cases


def test_quotes_stand_at_their_offsets(answered: Answered) -> None:
    quotes = [citation for answer in answered.answers for citation in answer["citations"]]
    assert len(quotes) > len(answered.cases)
    lying = [c for c in quotes if source_text(c["source"])[c["start"] : c["end"]] != c["quote"]]
    assert not lying


def test_confidence_is_kept(answered: Answered) -> None:
    sure = [
        is_right(case, answer)
        for case, answer in answered.pairs()
        if answer["answerable"] and answer["confidence"] >= SURE
    ]
    assert len(sure) >= len(answered.cases) / 3
    assert sum(sure) >= 0.9 * len(sure)


def test_answers_have_the_form_of_the_contract(answered: Answered) -> None:
    for answer in answered.answers:
        assert answer.keys() >= KEYS
        assert json.loads(json.dumps(answer)) == _lists(answer)
        assert 0 <= answer["confidence"] < 1
        assert answer["reading"].startswith("问：")
        assert answer["answerable"] == bool(answer["results"])
        assert answer["answerable"] == (answer["missing"] is None)
        assert answer["answer"].strip()
        for citation in answer["citations"]:
            assert citation.keys() == {"source", "notice", "place", "quote", "start", "end"}
            assert (citation["notice"], citation["source"]) == (
                "杭政办函〔2011〕59号",
                "seeds/000_f16177075213d160.txt",
            )


def test_results_have_the_form_of_the_contract(answered: Answered) -> None:
    for result in (one for answer in answered.answers for one in answer["results"]):
        assert (
            {"type", "label", "value", "iri"}
            <= result.keys()
            <= {
                "type",
                "label",
                "value",
                "iri",
                "unit",
                "number",
            }
        )
        assert result["type"] in TYPES
        assert result["label"].strip() == result["label"] != ""
        assert not re.search(
            r"[。；]$|^《[^《》]*》$|^\d+[.、]|^[（(][一二三四五六七八九十]+[)）]", result["label"]
        )
        assert VALUES[result["type"]](result["value"])
        assert result["type"] in WITHOUT_IRI or result["iri"].startswith("http")


WITHOUT_IRI = {"number", "boolean", "text", "date"}


def _is_nothing(value: object) -> bool:
    return value is None


#: type of a result -> what its value can be
VALUES = dict.fromkeys(TYPES, _is_nothing) | {
    "task": lambda value: isinstance(value, str) and value.isdecimal(),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "date": lambda value: value is None or isinstance(value, str),
    "text": lambda value: value is None or isinstance(value, str),
    "document": lambda value: value is None or isinstance(value, str),  # its number, where that is asked for
}


def _lists(answer: dict[str, Any]) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in answer.items()}


def marked(name: str) -> list[Any]:
    """Read invented cases; one that names why it `fails` must fail."""
    return [
        pytest.param(
            case,
            id=case["q"][:40],
            marks=[pytest.mark.xfail(reason=case["fails"], strict=True)] if "fails" in case else [],
        )
        for case in read_cases(CASES / name)
    ]


@pytest.mark.parametrize("case", marked("ask_answers.jsonl"))
def test_answer(library: Library, case: Case) -> None:
    answer = library.ask(case["q"]).as_dict()
    assert is_right(case, answer), (answer["reading"], answer["missing"], answer["results"])
    if answer["answerable"] and case["want"] != "boolean":
        assert is_cited(answer, source_text)
