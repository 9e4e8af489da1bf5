"""English questions: places are read from a table of romanised names, none of which stands in the code."""

from __future__ import annotations

import csv
import doctest
import re
from pathlib import Path

import pytest

import kg.ask.english
import kg.lexicon.romanised
from kg.ask.english import gloss
from kg.lexicon.romanised import romanised_places
from kg.library import Library

DATA = Path(__file__).parent.parent / "kg" / "data"


def read_table(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((DATA / name).read_text(encoding="utf-8").splitlines()))


def test_examples_hold() -> None:
    for module in (kg.ask.english, kg.lexicon.romanised):
        failed, attempted = doctest.testmod(module)
        assert (failed, attempted > 0) == (0, True)


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("Hangzhou", ["杭州市"]),
        ("xi'an", ["西安市"]),
        ("Shaanxi", ["陕西省"]),
        ("Shanxi", ["山西省"]),
        ("Hohhot", ["呼和浩特市"]),
        ("Lu'an", ["六安市"]),
        ("Suzhou", ["苏州市", "宿州市"]),
        ("Jilin", ["吉林省", "吉林市"]),
        ("Changzhi", ["长治市", "长治县"]),
        ("the", []),
    ],
)
def test_a_word_names_places(word: str, names: list[str]) -> None:
    found = [place.name for place in romanised_places(word)]
    assert (found[: len(names)], bool(found)) == (names, bool(names))


def test_every_place_has_letters_and_a_source() -> None:
    places = {row["name"] for row in read_table("places.csv")}
    rows = read_table("romanised.csv")
    assert len(rows) > 3_000
    for row in rows:
        assert row["name"] in places
        assert re.fullmatch(r"[a-z]+(?: [a-z]+)*", row["romanised"]), row
        assert row["source"]


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("Who leads task 3 in Quzhou's plan?", "谁牵头任务3衢州市的方案里,?"),
        ("In Jieyang's 2019 employment plan, who leads task 3?", "揭阳市2019年的方案里,谁牵头任务3?"),
        ("What must the Quzhou Education Bureau do?", "what must衢州市教育局do?"),
        ("By when must task 3 be finished?", "什么时候之前must任务3完成?"),
        ("Guide us to the tasks in Ninghai County", "guide us to the任务in宁海县"),
        ("Who builds the Quzhou–Ningde railway line?", "谁builds the quzhou–ningde railway line?"),
    ],
)
def test_places_and_notices_are_put_into_chinese(english: str, chinese: str) -> None:
    assert gloss(english) == chinese


@pytest.mark.parametrize(
    ("ours", "name"),
    [([], "苏州市"), (["宿州市"], "宿州市"), (["苏州市", "宿州市"], "苏州市、宿州市")],
)
def test_of_places_written_alike_the_librarys_own_is_meant(ours: list[str], name: str) -> None:
    assert gloss("Which departments lead task 3 in Suzhou?", lambda: ours) == f"哪些部门牵头任务3 in{name}?"


@pytest.mark.parametrize(
    "question",
    [
        "Who leads task 3 in Beijing?",
        "Which tasks does the Suzhou Education Bureau have?",
        "According to Guangzhou's 2011 notice, who is responsible for task 3?",
    ],
)
def test_a_place_of_no_notice_is_never_dropped(library: Library, question: str) -> None:
    answer = library.ask(question)
    assert not answer.answerable, answer.reading


def test_the_citys_own_name_leaves_the_answer_as_it_is(library: Library) -> None:
    first = library.ask("Who is responsible for task 3?")
    assert first.answerable
    assert library.ask("Who is responsible for task 3 in Hangzhou's notice?").results == first.results
