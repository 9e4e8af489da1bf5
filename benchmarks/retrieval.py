"""A retrieval set, and how well a ranking does on it: nDCG@10, recall@10 and mean reciprocal rank.

A set is a file of JSON objects, one a line: `q` the query, `style` exact (words of the text) or paraphrase,
`source` the notice's file, `gold` one or more stretches of its text. A passage is relevant if it holds one
of these; a second passage that holds the same one gains nothing. So the measures do not depend on how the
text is cut into passages, and a text that is printed twice is not counted twice.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from kg.index.passages import Passage
from kg.text import fold, squeeze

DEPTH, BOOTSTRAPS, SEED = 10, 2_000, 59

Values: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True)
class Query:
    """A query; `relevant` are the places of the passages that hold each stretch of gold.

    `own` are the places of all passages of the notice meant.
    """

    text: str
    style: str
    relevant: tuple[frozenset[int], ...]
    own: NDArray[np.int64]


class Measures(NamedTuple):
    """What one ranking is worth."""

    ndcg: float
    recall: float
    reciprocal_rank: float


def read_set(file: Path, passages: Iterable[Passage]) -> list[Query]:
    """Read a retrieval set, and find its gold among the passages of a library.

    :raises ValueError: a stretch of gold stands in no passage
    """
    known = [(passage.source, fold(squeeze(passage.text))) for passage in passages]
    queries = []
    for line in file.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        own = [at for at, (source, _) in enumerate(known) if Path(source).name == Path(case["source"]).name]
        golds = [fold(squeeze(gold)) for gold in case["gold"]]
        relevant = tuple(frozenset(at for at in own if gold in known[at][1]) for gold in golds)
        if not all(relevant):
            raise ValueError(f"{file.name}: no passage answers {case['q']}")
        queries.append(Query(case["q"], case["style"], relevant, np.array(own)))
    return queries


def sources_of(file: Path) -> list[str]:
    """Give the notices that a set asks."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return sorted({json.loads(line)["source"] for line in lines})


def judge(ranked: Sequence[int], relevant: Sequence[frozenset[int]]) -> Measures:
    """Measure a ranking, best first; only its first DEPTH places count.

    >>> judge([7, 3, 5], [frozenset({3}), frozenset({3, 5})])
    Measures(ndcg=0.7737056144690831, recall=1.0, reciprocal_rank=0.5)
    """
    left = list(relevant)
    gain = first = 0.0
    for rank, at in enumerate(ranked[:DEPTH], start=1):
        found = [gold for gold in left if at in gold]
        left = [gold for gold in left if at not in gold]
        gain += len(found) / np.log2(1 + rank)
        first = first or (1 / rank if found else 0.0)
    ideal = _ideal(relevant)
    return Measures(float(gain / ideal), 1 - len(left) / len(relevant), first)


def _ideal(relevant: Sequence[frozenset[int]]) -> float:
    """Give the gain of the best ranking, that puts first the passage which holds most of what is left."""
    left, gain, rank = list(relevant), 0.0, 1
    while left:
        counts: dict[int, int] = {}
        for gold in left:
            for at in gold:
                counts[at] = counts.get(at, 0) + 1
        best = max(counts, key=lambda at: (counts[at], -at))
        gain += counts[best] / float(np.log2(1 + rank))
        left, rank = [gold for gold in left if best not in gold], rank + 1
    return gain


def interval(values: Values) -> tuple[float, float]:
    """Give the 95 % bootstrap interval of the mean over queries, shape (n,)."""
    rng = np.random.default_rng(SEED)
    drawn = values[rng.integers(0, len(values), (BOOTSTRAPS, len(values)))]
    low, high = np.percentile(drawn.mean(1), (2.5, 97.5))
    return float(low), float(high)
