"""Topics: the words of a question that no name took, matched with passages by meaning and by word.

How sure a match is follows from the cosine, from how far it stands out among the candidates, and from how
much of the topic is printed in the passage. Cosines of e5 lie close together (0.75 to 0.95), and those of
an English question with a Chinese text lower than others, so no fixed cut on a cosine would do.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from kg.index.lexical import Scores
from kg.index.search import CHARACTERS, Index, Vectors, stretch

#: Places in an index, ascending.
Rows: TypeAlias = NDArray[np.int64]

#: The logistic function of these is the certainty of a match (fitted by benchmarks/asking.py).
COSINE, OUTSTANDING, PRINTED, INTERCEPT = 58.0, 88.0, 1.6, -53.8
#: What an English topic's cosine with a Chinese passage falls short of a Chinese one's.
ENGLISH = 0.09
#: So many passages are given at most.
MOST = 2_000
#: From this share of a topic's pairs of characters on, a passage prints the topic.
LITERAL = 0.85


@dataclass(frozen=True, slots=True)
class Ground:
    """A passage that a topic was matched with: its IRI, its place in the index, and how sure the match is."""

    iri: str
    at: int
    certainty: float
    printed: float


class Topic(NamedTuple):
    """The words of a topic, the same without small words (matched by word), and its unit vector."""

    words: str
    content: str
    vector: Vectors


class Layout(NamedTuple):
    """Where the passages of each notice stand in an index."""

    everything: Rows
    of_notice: Mapping[str, Rows]

    def rows(self, notices: Collection[str]) -> Rows:
        """Give the rows of some notices, in order; all of them where none is given."""
        if not notices:
            return self.everything
        found = [self.of_notice[notice] for notice in notices if notice in self.of_notice]
        return np.sort(np.concatenate(found)) if found else self.everything[:0]


def lay_out(index: Index) -> Layout:
    """Tell which passages are whose: a part's IRI is its notice's with a path behind it."""
    rows: dict[str, list[int]] = defaultdict(list)
    for at, passage in enumerate(index.passages):
        rows[re.sub(r"/(?:task|section)/[^/]+$", "", passage.iri)].append(at)
    whole = np.arange(len(index.passages))
    return Layout(whole, {notice: np.array(found) for notice, found in rows.items()})


def ground(
    index: Index,
    rows: Rows,
    topic: Topic,
    among: Collection[str] | None,
    kinds: Sequence[str] = ("task",),
) -> list[Ground]:
    """Match a topic with passages, best first.

    :param rows: the passages of the notices that the question speaks of
    :param among: IRIs that the other limits leave; None for all
    :param kinds: kinds of passages to look at
    """
    if not len(rows):
        return []
    meaning = _meaning(index, rows, topic.vector)
    held = index.pairs.score(topic.content)[1][rows]
    fused = _fused(index, rows, topic, meaning)
    of_kind = [place for place, at in enumerate(rows) if index.passages[at].kind in kinds]
    kept = [place for place in of_kind if among is None or index.passages[rows[place]].iri in among]
    if not kept:
        return []
    cosines = np.sort(meaning[of_kind])
    # the median; numpy's own would load all of numpy.ma
    usual = float(cosines[(len(cosines) - 1) // 2] + cosines[len(cosines) // 2]) / 2
    latin = is_latin(topic.words)
    grounds = []
    best = np.array(kept)[np.argsort(-fused[kept], kind="stable")[:MOST]]
    for place in best:
        cosine = float(meaning[place]) + (ENGLISH if latin else 0.0)
        weight = (
            COSINE * cosine + OUTSTANDING * (float(meaning[place]) - usual) + PRINTED * float(held[place])
        )
        certainty = 1 / (1 + math.exp(-(weight + INTERCEPT)))
        at = int(rows[place])
        grounds.append(Ground(index.passages[at].iri, at, round(certainty, 3), round(float(held[place]), 3)))
    return grounds


def _meaning(index: Index, rows: Rows, vector: Vectors) -> Scores:
    """Give the cosine with the nearest vector of each row; only these rows' vectors are read."""
    if len(rows) == len(index.passages):
        return index.meaning(vector)
    firsts, lasts = index.firsts[rows], index.firsts[rows + 1]
    lengths = lasts - firsts
    starts = np.cumsum(lengths) - lengths
    own = np.arange(int(lengths.sum())) + np.repeat(firsts - starts, lengths)
    cosines: Scores = np.maximum.reduceat(np.asarray(index.vectors[own]) @ vector, starts)
    return cosines


def _fused(index: Index, rows: Rows, topic: Topic, meaning: Scores) -> Scores:
    """Score the rows by meaning and by word, as search does for a whole library."""
    singles = index.singles.score(topic.words)[0][rows]
    pairs, held = (scores[rows] for scores in index.pairs.score(topic.words))
    fused: Scores = stretch(meaning) + CHARACTERS * stretch(singles) + float(held.max()) * stretch(pairs)
    return fused


def is_latin(topic: str) -> bool:
    """Tell a topic in English from one in Chinese."""
    return len(re.findall(r"[a-z]", topic)) > len(topic) / 2


def literal(grounds: Sequence[Ground]) -> list[Ground]:
    """Keep the passages that print the topic."""
    return [ground for ground in grounds if ground.printed >= LITERAL]
