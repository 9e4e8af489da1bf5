"""Passages, BM25 as the books have it, and the two scores put together."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from kg.index.lexical import K1, B, build_postings, load_postings, save_postings
from kg.index.passages import Passage, notice_passages
from kg.index.search import (
    CHARACTERS,
    WHOLE,
    build_index,
    embedded_texts,
    indexed_text,
    open_index,
    remembering,
    shared_words,
    stretch,
)
from kg.index.shelf import load_passages, save_passages
from kg.index.terms import terms
from kg.library import Library

TEXTS = st.lists(st.text(st.sampled_from("甲乙丙丁戊aB1，。（） \n"), max_size=12), max_size=8)


def passage(text: str, at: int = 1, kind: str = "task", **more: str) -> Passage:
    known = {
        "context": "",
        "bodies": "",
        "place": f"任务{at}",
        "notice": "某发〔2020〕1号",
        "source": "某.txt",
    }
    return Passage(
        f"https://a.example/{at}", kind, text, **(known | more), digest="00", spans=((at, at + 1),)
    )


def reference_terms(text: str, width: int) -> list[str]:
    """Give the runs of `width` letters, digits or characters that stand side by side."""
    folded = [char.lower() if char.isalnum() else None for char in text]
    runs = [folded[at : at + width] for at in range(len(folded) - width + 1)]
    return ["".join(filter(None, run)) for run in runs if all(run)]


def reference(texts: Sequence[str], query: str, width: int) -> list[float]:
    """BM25 by its formula (Robertson and Zaragoza 2009), with the idf that is never negative."""
    counts = [Counter(reference_terms(text, width)) for text in texts]
    mean = max(sum(count.total() for count in counts) / max(len(texts), 1), 1)
    scores = []
    for count in counts:
        score = 0.0
        for term, times in Counter(reference_terms(query, width)).items():
            held = sum(term in other for other in counts)
            idf = math.log(1 + (len(texts) - held + 0.5) / (held + 0.5))
            norm = K1 * (1 - B + B * count.total() / mean)
            score += times * idf * count[term] * (K1 + 1) / (count[term] + norm) if count[term] else 0
        scores.append(score)
    return scores


@given(texts=TEXTS, query=st.text(st.sampled_from("甲乙丙丁戊己aB1， "), max_size=8))
@example(["甲乙丙", "甲甲甲", ""], "甲甲乙")
@example([""], "甲")
@pytest.mark.parametrize("width", [1, 2])
def test_scores_are_those_of_the_books(width: int, texts: list[str], query: str) -> None:
    scores, held = build_postings(texts, width).score(query)
    assert scores.shape == held.shape == (len(texts),)
    assert scores.tolist() == pytest.approx(reference(texts, query, width), rel=1e-4, abs=1e-5)
    asked = set(reference_terms(query, width))
    for share, text in zip(held.tolist(), texts, strict=True):
        assert -1e-6 <= share <= 1 + 1e-6
        have = asked & set(reference_terms(text, width))
        assert (share > 0) == bool(have)
        assert (share > 1 - 1e-5) == (bool(asked) and have == asked)


def test_the_constants_are_the_usual_ones() -> None:
    assert (K1, B) == (1.2, 0.75)


def test_pairs_do_not_cross_marks_and_look_alikes_are_one() -> None:
    assert len(terms("长三角", 2)) == 2
    assert terms("甲，乙", 2) == []
    assert terms("ＡＢ", 2) == terms("ab", 2) != []
    assert terms("〔甲〕", 1) == terms("甲", 1)
    assert len(set(terms("甲乙乙甲", 2))) == 3


@settings(deadline=None)
@given(texts=TEXTS)
def test_postings_come_back_from_the_disk(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    folder = tmp_path_factory.mktemp("postings")
    made = build_postings(texts, 2)
    save_postings(folder, made)
    read = load_postings(folder, len(texts), 2)
    for name in ("terms", "starts", "passages", "weights", "idf"):
        assert np.array_equal(getattr(made, name), getattr(read, name))


def test_passages_come_back_whatever_they_hold(tmp_path: Path) -> None:
    odd = [passage("甲\u2028乙\x85丙\n丁\ud800", source="某\u2029\udcff.txt"), passage("")]
    save_passages(tmp_path / "p", odd)
    assert list(load_passages(tmp_path / "p")) == odd


def test_a_long_passage_is_embedded_by_its_sentences() -> None:
    assert embedded_texts(passage("只有一句话的任务。")) == ["只有一句话的任务。"]
    two = "加强环境保护工作。推进科技合作交流；"
    assert embedded_texts(passage(two)) == [two, "加强环境保护工作。", "推进科技合作交流；"]
    long = "推进科技合作交流工作。" * 30
    assert len(long) > WHOLE
    assert embedded_texts(passage(long)) == ["推进科技合作交流工作。"] * 30
    assert embedded_texts(passage("。" * 300)) == ["。" * 300]
    assert embedded_texts(passage("")) == [""]


@given(text=st.text(st.sampled_from("甲乙。；!\n "), max_size=300))
def test_every_passage_has_a_text_to_embed(text: str) -> None:
    found = embedded_texts(passage(text))
    assert found
    assert all(one in text for one in found)


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    """Give each text the direction of its first character."""
    vectors = np.zeros((len(texts), 211), np.float32)
    for row, text in enumerate(texts):
        vectors[row, ord(text[0]) % 211 if text else 0] = 1
    return vectors


def test_a_passage_is_as_near_as_its_nearest_sentence(tmp_path: Path) -> None:
    long = "甲加强环境保护工作。乙推进科技合作交流。" * 15
    build_index(tmp_path / "index", [passage("丙举办招聘大会", 1), passage(long, 2), passage("丁", 3)], embed)
    index = open_index(tmp_path / "index")
    assert index.firsts.tolist() == [0, 1, 31, 32]
    assert index.vectors.shape == (32, 211)
    for word, nearest in (("丙", [1, 0, 0]), ("乙", [0, 1, 0]), ("甲", [0, 1, 0]), ("丁", [0, 0, 1])):
        assert index.meaning(embed([word])[0]).tolist() == nearest
    assert [p.text for p in index.passages] == ["丙举办招聘大会", long, "丁"]


def test_the_score_is_the_sum_that_it_says(tmp_path: Path) -> None:
    texts = ["甲乙丙丁", "乙丙", "戊己", "甲甲"]
    build_index(tmp_path / "index", [passage(text, at) for at, text in enumerate(texts)], embed)
    index = open_index(tmp_path / "index")
    query = "甲乙庚"
    indexed = [indexed_text(p) for p in index.passages]
    singles, pairs = (np.array(reference(indexed, query, width)) for width in (1, 2))
    share = index.pairs.score(query)[1].max()
    assert 0 < share < 1
    cosines = np.array([1, 0, 0, 1])
    wanted = cosines + CHARACTERS * singles / singles.max() + share * pairs / pairs.max()
    wanted /= 1 + CHARACTERS + share
    assert index.score(query, embed([query])[0]).tolist() == pytest.approx(wanted.tolist(), abs=1e-4)
    found = index.search(query, embed, limit=2)
    assert [(hit.rank, hit.passage.text) for hit in found] == [(1, "甲乙丙丁"), (2, "甲甲")]
    assert found[0].score == pytest.approx(wanted[0], abs=1e-4)
    assert (found[0].matched, found[1].matched) == (("甲乙",), ())


def test_an_empty_index_has_no_hits(tmp_path: Path) -> None:
    build_index(tmp_path / "index", [], embed)
    assert open_index(tmp_path / "index").search("甲", embed) == []


def test_stretching() -> None:
    assert stretch(np.array([2, 4, 3], np.float32)).tolist() == [0, 1, 0.5]
    assert stretch(np.array([3, 3], np.float32)).tolist() == [0, 0]


def test_shared_words_are_the_longest_stretches() -> None:
    held = passage("推进杭黄铁路、杭州东站建设", bodies="市发改委")
    assert shared_words("杭黄铁路的建设归发改委管吗", held) == ("杭黄铁路", "建设", "发改委")
    assert shared_words("铁", held) == ()
    assert shared_words("（ＡＢ）", passage("ab")) == ("ab",)


def test_each_text_is_embedded_once() -> None:
    asked: list[str] = []

    def counting(texts: Sequence[str]) -> NDArray[np.float32]:
        asked.extend(texts)
        return embed(texts)

    once = remembering(counting)
    assert np.array_equal(once(["甲", "乙", "甲"]), embed(["甲", "乙", "甲"]))
    assert np.array_equal(once(["乙", "丙"]), embed(["乙", "丙"]))
    assert asked == ["甲", "乙", "丙"]
    assert once([]).shape == (0, 211)


# the seed's


def test_the_passages_of_the_seed_are_its_tasks_and_sections(library: Library, seed: Path) -> None:
    passages = library.index.passages
    assert Counter(p.kind for p in passages) == {"task": 27, "section": 9, "preamble": 1}
    text = seed.read_bytes().decode()
    for one in passages:
        joined = "".join(text[start:end] for start, end in one.spans)
        assert "".join(joined.split()) == "".join(one.text.split())
        assert all(left[1] <= right[0] for left, right in pairwise(one.spans))
        assert (one.source, one.notice) == (f"seeds/{seed.name}", "杭政办函〔2011〕59号")
    third = next(p for p in passages if p.place == "附件 任务3")
    assert third.bodies.split() == ["市发改委", "市规划局", "杭州铁路及东站枢纽建设指挥部"]
    assert next(p for p in passages if p.text.startswith("谋划好")).context == "工作重点"


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("杭黄铁路", "附件 任务3"),
        ("太湖湖泊富营养化", "附件 任务15"),
        ("电影节", "附件 任务18"),
        ("知识产权协作机制", "附件 任务21"),
        ("市社科院", "附件 任务26"),
        ("后世博", "二(二)着力发展后世博经济"),
    ],
)
def test_exact_words_come_first(library: Library, query: str, place: str) -> None:
    first = library.search(query)[0]
    assert first.passage.place == place
    assert any(word in query for word in first.matched)


@pytest.mark.parametrize(
    ("query", "place"), [("看病就医", "附件 任务23"), ("堵车", "附件 任务12"), ("招人", "附件 任务22")]
)
def test_meaning_finds_what_no_word_does(library: Library, query: str, place: str) -> None:
    assert place in [hit.passage.place for hit in library.search(query, limit=3)]


def test_ranks_scores_and_kinds(library: Library) -> None:
    hits = library.search("旅游", limit=5, kind="section")
    assert [hit.rank for hit in hits] == [1, 2, 3, 4, 5]
    assert {hit.passage.kind for hit in hits} == {"section"}
    assert all(1 >= left.score >= right.score >= 0 for left, right in pairwise(hits))
    assert library.search("旅游", limit=3, kind="section") == hits[:3]


def test_only_what_is_looked_for_is_found(library: Library) -> None:
    index, encode = library.index, library.encoder.queries
    every = index.search("旅游", encode, len(index.passages))
    assert len(every) == len(index.passages)
    third = np.arange(0, len(index.passages), 3)
    some = index.search("旅游", encode, len(index.passages), third)
    wanted = {index.passages[at].iri for at in third.tolist()}
    assert [hit.passage for hit in some] == [hit.passage for hit in every if hit.passage.iri in wanted]
    assert [hit.score for hit in some] == [hit.score for hit in every if hit.passage.iri in wanted]
    assert index.search("旅游", encode, 10, third[:0]) == []


def test_passages_need_a_notice_with_text(library: Library, seed: Path) -> None:
    from kg.extract import extract_file

    made = list(notice_passages(extract_file(seed, f"seeds/{seed.name}").notice, "https://a.example/n"))
    assert [(p.text, p.spans) for p in made] == [(p.text, p.spans) for p in library.index.passages]
    assert {p.iri for p in made if p.kind == "preamble"} == {"https://a.example/n"}
    assert [p.iri for p in made if p.kind == "task"] == [
        f"https://a.example/n/task/{at}" for at in range(1, 28)
    ]
