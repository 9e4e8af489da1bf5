"""A refusal is as sure as refusals of its kind have been right."""

from __future__ import annotations

import pytest

from kg.ask.silence import COUNTED, Silence, certainty_of_refusal
from kg.library import Library


def test_every_kind_is_counted() -> None:
    assert set(COUNTED) == set(Silence)
    assert all(0 <= right <= counted for right, counted in COUNTED.values())


@pytest.mark.parametrize("silence", Silence)
def test_certainty_follows_the_count(silence: Silence) -> None:
    right, counted = COUNTED[silence]
    sure = certainty_of_refusal(silence)
    assert 0 < sure < 1
    assert abs(sure - (right + 1) / (counted + 2)) <= 0.005
    if counted:
        assert abs(sure - right / counted) <= 1 / (counted + 2) + 0.005


@pytest.mark.parametrize(
    ("question", "silence"),
    [
        ("上海市科委有哪些任务？", Silence.NAME),
        ("任务99由谁负责？", Silence.NAME),
        ("这个文件的联系人是谁？", Silence.OUTSIDE),
        ("任务3的完成时限是什么时候？", Silence.DETAIL),
        ("哪个部门负责潜水艇制造？", Silence.TOPIC),
        ("市社科院和市环保局共同承担的任务是什么？", Silence.NOTHING),
    ],
)
def test_a_refusal_says_what_sort_of_thing_is_missing(
    library: Library, question: str, silence: Silence
) -> None:
    answer = library.ask(question)
    assert (answer.answerable, answer.silence) == (False, silence)
    assert answer.confidence == certainty_of_refusal(silence)
    assert answer.as_dict()["silence"] == silence.value


def test_an_answer_has_no_silence(library: Library) -> None:
    answer = library.ask("市科技局有哪些任务？")
    assert answer.answerable
    assert "silence" not in answer.as_dict()
