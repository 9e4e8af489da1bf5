"""Topics: the words of a question that no name took, matched with passages by meaning and by word.

How sure a match is follows from the cosine, from how far it stands out among the candidates, and from how
much of the topic is printed in the passage. Cosines of e5 lie close together (0.75 to 0.95), and those of
an English question with a Chinese text lower than others, so no fixed cut on a cosine would do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kg.index.rows import Chosen, best_rows, middle, score_rows
from kg.index.search import Index, Vectors

#: The logistic function of these is the certainty of a match (fitted by benchmarks/asking.py).
COSINE, OUTSTANDING, PRINTED, INTERCEPT = 58.0, 88.0, 1.6, -53.8
#: Likewise how sure it is that this one passage is meant; `AHEAD` weighs how far it is ahead of the next, `LONG`
#: each character of the topic, 20 at most (fitted on 1,000 topics of 80 notices, of which 640 are in none of theirs).
ALONE = (28.1, 16.3, 2.8, -27.5)
AHEAD, LONG = 26.6, 0.05
#: What an English topic's cosine with a Chinese passage falls short of a Chinese one's.
ENGLISH = 0.09
#: So many passages are given at most.
MOST = 2_000
#: From this share of a topic's pairs of characters on, a passage prints the topic.
LITERAL = 0.85


@dataclass(frozen=True, slots=True)
class Ground:
    """A passage that a topic was matched with: its IRI, its place in the index, and how sure the match is.

    `alone` is how sure it is that this one is meant, and that it is not merely the nearest to a topic that no
    passage has: such a topic is about as far from several.
    """

    iri: str
    at: int
    certainty: float
    printed: float
    alone: float


class Topic(NamedTuple):
    """The words of a topic, the same without small words (matched by word), and its unit vector."""

    words: str
    content: str
    vector: Vectors


def ground(index: Index, among: Chosen, topic: Topic) -> list[Ground]:
    """Match a topic with the passages chosen, best first.

    How far a match stands out is told beside all passages of these kinds, in these notices.
    """
    import numpy as np

    if not among.kept.any():
        return []
    rows = among.rows
    scores = score_rows(index, rows, topic.words, topic.content, topic.vector)
    usual = middle(scores.meaning[among.of_kind])
    more = ENGLISH if is_latin(topic.words) else 0.0
    best = best_rows(scores.fused, among.kept, MOST)
    cosines, printed = (column[best].astype(np.float64) for column in (scores.meaning, scores.printed))
    seen = np.stack([cosines + more, cosines - usual, printed, np.ones_like(printed)])
    ahead = AHEAD * (cosines - np.append(cosines[1:], usual)) + LONG * min(20, len(topic.words))
    every = np.array([COSINE, OUTSTANDING, PRINTED, INTERCEPT]) @ seen
    alone = every if more else np.array(ALONE) @ seen + ahead  # no English topics to fit
    sure = [(1 / (1 + np.exp(-weights))).round(3) for weights in (every, alone)]
    columns = (rows[best], sure[0], printed.round(3), sure[1])
    return [
        Ground(index.passages.iris[at], at, certainty, share, one)
        for at, certainty, share, one in zip(*(column.tolist() for column in columns), strict=True)
    ]


def is_latin(topic: str) -> bool:
    """Tell a topic in English from one in Chinese."""
    return len(re.findall(r"[a-z]", topic)) > len(topic) / 2


def literal(grounds: Sequence[Ground]) -> list[Ground]:
    """Keep the passages that print the topic."""
    return [ground for ground in grounds if ground.printed >= LITERAL]
