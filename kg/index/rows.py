"""Scores of some passages of an index: those of the notices, kinds and things that are meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kg.index.lexical import Postings, Scores
from kg.index.search import CHARACTERS, Index, Vectors, embedded_texts, stretch
from kg.index.terms import terms

#: Places of passages in an index, ascending.
Rows: TypeAlias = NDArray[np.int64]
#: A passage that holds this share of a word's pairs of characters may print the word.
_ALL = 0.99


@dataclass(frozen=True, slots=True)
class Chosen:
    """Passages of some notices: which of these `rows` are of the kinds meant, and which are kept at last."""

    rows: Rows
    of_kind: NDArray[np.bool_]
    kept: NDArray[np.bool_]

    def places(self) -> list[int]:
        """Give the places in the index of the passages kept."""
        return [int(at) for at in self.rows[self.kept]]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the passages of each notice, of each kind and of each thing stand in an index."""

    everything: Rows
    of_notice: Mapping[str, Rows]
    of_kind: Mapping[str, NDArray[np.bool_]]
    of_thing: Mapping[str, Sequence[int]]

    def rows(self, notices: Collection[str]) -> Rows:
        """Give the rows of some notices; all of them where none is given."""
        if not notices:
            return self.everything
        found = [self.of_notice[notice] for notice in notices if notice in self.of_notice]
        return np.sort(np.concatenate(found)) if found else self.everything[:0]

    def choose(
        self, notices: Collection[str], kinds: Sequence[str], among: Collection[str] | None = None
    ) -> Chosen:
        """Choose passages of some notices (none for all), some kinds, and some things (None for all)."""
        rows = self.rows(notices)
        of_kind = np.zeros(len(self.everything), np.bool_)
        for kind in kinds:
            if kind in self.of_kind:
                of_kind |= self.of_kind[kind]
        kept = of_kind
        if among is not None:
            own = np.zeros_like(of_kind)
            own[[at for iri in among for at in self.of_thing.get(iri, ())]] = True
            kept = of_kind & own
        return Chosen(rows, of_kind[rows], kept[rows])


def lay_out(index: Index) -> Layout:
    """Tell which passages are whose: a part's IRI is its notice's with a path behind it."""
    notices: dict[str, list[int]] = defaultdict(list)
    things: dict[str, list[int]] = defaultdict(list)
    for at, iri in enumerate(index.passages.iris):
        notices[notice_of(iri)].append(at)
        things[iri].append(at)
    kinds = np.asarray(index.passages.kinds)
    return Layout(
        np.arange(len(index.passages)),
        {notice: np.array(found) for notice, found in notices.items()},
        {str(kind): kinds == kind for kind in np.unique(kinds)},
        things,
    )


def rows_of_kinds(index: Index, kinds: Sequence[str]) -> Rows:
    """Give the places of all passages of some kinds."""
    return np.flatnonzero(np.isin(index.passages.kinds, kinds))


def notice_of(part: str) -> str:
    """Give the IRI of the notice that a task, a section or the notice itself belongs to."""
    above, _, last = part.rpartition("/")
    notice, _, kind = above.rpartition("/")
    return notice if last and kind in ("task", "section") else part


@dataclass(frozen=True, slots=True)
class RowScores:
    """Scores of rows: the cosine with the nearest vector, the share of the words printed, both together."""

    meaning: Scores
    printed: Scores
    fused: Scores


def score_rows(index: Index, rows: Rows, words: str, content: str, vector: Vectors) -> RowScores:
    """Score rows as search scores a whole library.

    :param words: the topic; `content` the same without small words, whose printed share counts
    :param vector: the topic's unit vector, shape (dimensions,)
    """
    meaning = _meaning(index, rows, vector)
    singles = index.singles.score(words)[0][rows]
    pairs, held = (scores[rows] for scores in index.pairs.score(words))
    fused = stretch(meaning) + CHARACTERS * stretch(singles) + float(held.max()) * stretch(pairs)
    return RowScores(meaning, index.pairs.score(content)[1][rows], fused)


def _meaning(index: Index, rows: Rows, vector: Vectors) -> Scores:
    """Give the cosine with the nearest vector of each row; only these rows' vectors are read."""
    if len(rows) == len(index.passages):
        return index.meaning(vector)
    lengths = index.firsts[rows + 1] - index.firsts[rows]
    starts = np.cumsum(lengths) - lengths
    own = np.arange(int(lengths.sum())) + np.repeat(index.firsts[rows] - starts, lengths)
    cosines: Scores = np.maximum.reduceat(np.asarray(index.vectors[own]) @ vector, starts)
    return cosines


def best_rows(scores: Scores, kept: NDArray[np.bool_], most: int) -> list[int]:
    """Give the places in `scores` that are kept, the highest first, `most` at most."""
    places = np.flatnonzero(kept)
    if len(places) > most:  # to choose them is faster than to sort all
        places = places[scores[places] >= np.partition(scores[places], -most)[-most]]
    return [int(at) for at in places[np.argsort(-scores[places], kind="stable")[:most]]]


def middle(scores: Scores) -> float:
    """Give the median (numpy's own would load all of numpy.ma)."""
    ordered = np.sort(scores)
    return float(ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


def sentence_cosines(index: Index, at: int, vector: Vectors) -> list[tuple[str, float]]:
    """Give the sentences of a passage with their cosines; the whole passage only where it is one sentence."""
    passage, first = index.passages[at], int(index.firsts[at])
    texts = embedded_texts(passage)
    cosines = index.vectors[first : first + len(texts)] @ vector
    pairs = zip(texts, map(float, cosines), strict=True)
    return [(text, cosine) for text, cosine in pairs if len(texts) == 1 or text != passage.text]


def pair_weights(postings: Postings, words: str) -> dict[int, float]:
    """Weigh the terms of a text: rare ones more; one that no passage has weighs most."""
    rare = float(np.log(1 + postings.size))
    weights = {}
    for term in terms(words, postings.width):
        at = int(np.searchsorted(postings.terms, np.uint64(term)))
        known = at < len(postings.terms) and int(postings.terms[at]) == term
        weights[term] = float(postings.idf[at]) if known else rare
    return weights


def rows_with(index: Index, rows: Rows, word: str) -> list[int]:
    """Give those of the rows that may print a word: they hold its pairs of characters, or its only one."""
    postings = index.pairs if terms(word, 2) else index.singles
    if not terms(word, postings.width):
        return [int(at) for at in rows]
    return [int(at) for at in rows[postings.score(word)[1][rows] > _ALL]]
