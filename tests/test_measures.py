"""The measures of the benchmarks, on figures that can be checked by hand."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reliability import bins, calibration_error, diagram, drawn, interval, wilson
from retrieval import judge, read_set, sources_of

from kg.index.passages import Passage
from kg.text import fold, squeeze

ROOT = Path(__file__).parent.parent
SET = ROOT / "tests" / "truth" / "retrieval.jsonl"


def test_wilson_is_that_of_the_books() -> None:
    """Newcombe 1998, table I: 81 of 263, and 0 of 20."""
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=1e-4)


def test_calibration_error_by_hand() -> None:
    sure, right = np.array([0.95, 0.95, 0.95, 0.95, 0.55, 0.55]), np.array([1.0, 1, 1, 0, 1, 0])
    # |0.95 - 3/4| of four answers, |0.55 - 1/2| of two
    assert calibration_error(sure, right) == pytest.approx((4 * 0.2 + 2 * 0.05) / 6)
    assert [(one.count, one.right) for one in bins(sure, right)] == [(2, 0.5), (4, 0.75)]
    assert calibration_error(np.array([1.0, 0.0]), np.array([1.0, 0.0])) == 0
    assert [one.count for one in bins(np.array([0.3, 0.7, 1.0]), np.ones(3))] == [1, 1, 1]


def test_the_interval_of_the_same_answers_is_a_point() -> None:
    sure, right = np.full(30, 0.9), np.ones(30)
    assert interval(calibration_error, sure, right) == pytest.approx((0.1, 0.1))


def test_groups_are_drawn_whole() -> None:
    """Ten answers of each notice that are all right or all wrong say no more than one of each."""
    right = np.repeat([1.0, 1, 1, 0, 0, 0], 10)
    names = np.repeat(list("abcdef"), 10).tolist()

    def mean(_: np.ndarray, hits: np.ndarray) -> float:
        return float(hits.mean())

    low, high = interval(mean, right, right)
    wide_low, wide_high = interval(mean, right, right, names)
    assert wide_high - wide_low > 2 * (high - low)


def test_the_diagram_has_every_answer() -> None:
    sure, right = np.array([0.12, 0.58, 0.57, 0.93]), np.array([0.0, 1, 0, 1])
    told, picture = diagram("answers", sure, right), drawn("问答", sure, right)
    assert [int(line.split()[1]) for line in told.splitlines()[1:-1]] == [1, 2, 1]
    assert picture.count("<circle") == 3
    assert picture.startswith("<svg")
    assert picture.rstrip().endswith("</svg>")


def test_rankings_by_hand() -> None:
    one, two = [frozenset({3})], [frozenset({3}), frozenset({5})]
    assert judge([3, 1], one) == (1.0, 1.0, 1.0)
    assert judge([1, 3], one) == pytest.approx((1 / np.log2(3), 1.0, 0.5))
    assert judge([1, 2], one) == (0.0, 0.0, 0.0)
    assert judge([3, 1, 2], two) == pytest.approx((1 / (1 + 1 / np.log2(3)), 0.5, 1.0))
    assert judge([7, 3, 5], [frozenset({3}), frozenset({3, 5})]).ndcg == pytest.approx(2 / np.log2(3) / 2)
    assert judge(list(range(1, 11)), [frozenset({11})]).recall == 0


@given(st.permutations(list(range(12))), st.lists(st.frozensets(st.integers(0, 11), min_size=1), min_size=1))
def test_measures_are_shares(ranked: list[int], relevant: list[frozenset[int]]) -> None:
    found = judge(ranked, relevant)
    assert all(0 <= value <= 1 + 1e-9 for value in found)
    assert (found.recall > 0) == (found.reciprocal_rank > 0) == (found.ndcg > 0)


def test_a_second_passage_with_the_same_words_gains_nothing() -> None:
    both = [frozenset({1, 2})]
    assert judge([1, 2], both) == judge([1, 9], both) == (1.0, 1.0, 1.0)


def test_the_set_is_about_notices_that_print_its_gold() -> None:
    cases = [json.loads(line) for line in SET.read_text(encoding="utf-8").splitlines()]
    assert len(cases) >= 60
    assert len({case["q"] for case in cases}) == len(cases)
    texts = {source: fold(squeeze((ROOT / source).read_text(encoding="utf-8"))) for source in sources_of(SET)}
    for case in cases:
        text = texts[case["source"]]
        assert all(fold(squeeze(gold)) in text for gold in case["gold"])
        printed = fold(squeeze(case["q"])) in text
        assert printed == (case["style"] == "exact"), case["q"]


def test_gold_that_no_passage_holds_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    case = {"q": "谁", "style": "exact", "source": "某.txt", "gold": ["乙丙"]}
    file.write_text(json.dumps(case), encoding="utf-8")
    known = Passage("https://a.example/1", "task", "甲乙 丙", "", "", "", "", "某.txt", "00", ((0, 4),))
    assert [query.relevant for query in read_set(file, [known])] == [(frozenset({0}),)]
    with pytest.raises(ValueError, match="no passage answers 谁"):
        read_set(file, [])
