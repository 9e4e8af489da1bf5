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
    weights = COSINE * (cosines + more) + OUTSTANDING * (cosines - usual) + PRINTED * printed
    certainties = 1 / (1 + np.exp(-(weights + INTERCEPT)))
    columns = (rows[best], certainties.round(3), printed.round(3))
    return [
        Ground(index.passages.iris[at], at, certainty, share)
        for at, certainty, share in zip(*(column.tolist() for column in columns), strict=True)
    ]


def is_latin(topic: str) -> bool:
    """Tell a topic in English from one in Chinese."""
    return len(re.findall(r"[a-z]", topic)) > len(topic) / 2


def literal(grounds: Sequence[Ground]) -> list[Ground]:
    """Keep the passages that print the topic."""
    return [ground for ground in grounds if ground.printed >= LITERAL]
