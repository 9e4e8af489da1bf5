"""Topics: the words of a question that no name took, matched with passages by meaning and by word.

How sure a match is follows from the cosine, from how far it stands out among the candidates, and from how
much of the topic is printed in the passage. Cosines of e5 lie close together (0.75 to 0.95), and those of
an English question with a Chinese text lower than others, so no fixed cut on a cosine would do.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kg.index.search import Index, Vectors

#: The logistic function of these is the certainty of a match (fitted by benchmarks/asking.py).
COSINE, OUTSTANDING, PRINTED, INTERCEPT = 58.0, 88.0, 1.6, -53.8
#: What an English topic's cosine with a Chinese passage falls short of a Chinese one's.
ENGLISH = 0.09
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


def ground(
    index: Index, topic: Topic, among: Collection[str] | None, kinds: Sequence[str] = ("task",)
) -> list[Ground]:
    """Match a topic with passages, best first.

    :param among: IRIs that the other limits leave; None for all
    :param kinds: kinds of passages to look at
    """
    meaning = index.meaning(topic.vector)
    _, held = index.pairs.score(topic.content)
    fused = index.score(topic.words, topic.vector)
    rows = [
        at
        for at, passage in enumerate(index.passages)
        if passage.kind in kinds and (among is None or passage.iri in among)
    ]
    if not rows:
        return []
    cosines = sorted(float(meaning[at]) for at, p in enumerate(index.passages) if p.kind in kinds)
    # the median; numpy's own would load all of numpy.ma
    usual = (cosines[(len(cosines) - 1) // 2] + cosines[len(cosines) // 2]) / 2
    latin = is_latin(topic.words)
    grounds = []
    for at in sorted(rows, key=lambda at: -float(fused[at])):
        cosine = float(meaning[at]) + (ENGLISH if latin else 0.0)
        weight = COSINE * cosine + OUTSTANDING * (float(meaning[at]) - usual) + PRINTED * float(held[at])
        certainty = 1 / (1 + math.exp(-(weight + INTERCEPT)))
        grounds.append(Ground(index.passages[at].iri, at, round(certainty, 3), round(float(held[at]), 3)))
    return grounds


def is_latin(topic: str) -> bool:
    """Tell a topic in English from one in Chinese."""
    return len(re.findall(r"[a-z]", topic)) > len(topic) / 2


def literal(grounds: Sequence[Ground]) -> list[Ground]:
    """Keep the passages that print the topic."""
    return [ground for ground in grounds if ground.printed >= LITERAL]
