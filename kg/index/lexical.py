"""BM25 over characters and pairs of characters (see `kg.index.terms`).

Postings are arrays that are mapped from disk, so that opening an index takes no time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kg.index.terms import terms

#: BM25's usual constants (Robertson and Zaragoza 2009): saturation of counts, weight of lengths
K1, B = 1.2, 0.75

Scores: TypeAlias = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Postings:
    """An inverted index of `size` passages: for each term (sorted) its passages and BM25 weights.

    The postings of `terms[i]` are `passages[starts[i]:starts[i + 1]]`, with `weights` beside them; `idf[i]`
    is the term's inverse document frequency.
    """

    size: int
    width: int
    terms: NDArray[np.uint64]
    starts: NDArray[np.int64]
    passages: NDArray[np.uint32]
    weights: NDArray[np.float32]
    idf: NDArray[np.float32]

    def score(self, query: str) -> tuple[Scores, Scores]:
        """Score all passages.

        :returns: BM25 scores, shape (size,), and the share (0 to 1) of the query's weight that each passage
            holds, shape (size,): near 1 where the words of the query are printed
        """
        scores = np.zeros(self.size, np.float32)
        held = np.zeros(self.size, np.float32)
        whole = 0.0
        rare = float(np.log(1 + self.size))
        for term, count in Counter(terms(query, self.width)).items():
            at = int(np.searchsorted(self.terms, np.uint64(term)))
            if at == len(self.terms) or int(self.terms[at]) != term:
                whole += rare * count
                continue
            found = slice(int(self.starts[at]), int(self.starts[at + 1]))
            scores[self.passages[found]] += self.weights[found] * count
            held[self.passages[found]] += self.idf[at] * count
            whole += float(self.idf[at]) * count
        return scores, held / max(whole, 1e-9)


def build_postings(texts: Sequence[str], width: int) -> Postings:
    """Index texts by single characters (`width` 1) or by pairs (2)."""
    counts = [Counter(terms(text, width)) for text in texts]
    lengths = np.array([sum(count.values()) for count in counts], np.float32)
    entries = sorted((term, at, n) for at, count in enumerate(counts) for term, n in count.items())
    term_of = np.array([entry[0] for entry in entries], np.uint64)
    passages = np.array([entry[1] for entry in entries], np.uint32)
    frequency = np.array([entry[2] for entry in entries], np.float32)
    known, firsts = np.unique(term_of, return_index=True)
    starts = np.append(firsts, len(entries)).astype(np.int64)
    held = np.diff(starts)
    idf = np.log(1 + (len(texts) - held + 0.5) / (held + 0.5)).astype(np.float32)
    usual = float(lengths.mean()) if len(texts) else 1.0
    norm = K1 * (1 - B + B * lengths[passages] / max(usual, 1.0))
    weights = (np.repeat(idf, held) * frequency * (K1 + 1) / (frequency + norm)).astype(np.float32)
    return Postings(len(texts), width, known, starts, passages, weights, idf)


_ARRAYS = ("terms", "starts", "passages", "weights", "idf")


def save_postings(folder: Path, postings: Postings) -> None:
    """Write the arrays to a folder, a file each."""
    for name in _ARRAYS:
        np.save(folder / f"{name}-{postings.width}.npy", getattr(postings, name), allow_pickle=False)


def load_postings(folder: Path, size: int, width: int) -> Postings:
    """Map the arrays that `save_postings` wrote."""
    arrays = [np.load(folder / f"{name}-{width}.npy", mmap_mode="r") for name in _ARRAYS]
    return Postings(size, width, *arrays)
