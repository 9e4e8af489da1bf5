"""Search: the scores by word and by meaning put together."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kg.index.lexical import Postings, Scores, build_postings, load_postings, save_postings
from kg.index.passages import Passage
from kg.index.shelf import Shelf, load_passages, save_passages
from kg.index.terms import terms
from kg.text import fold

Vectors: TypeAlias = NDArray[np.float32]
#: texts -> unit vectors, shape (number of texts, dimensions)
Embed: TypeAlias = Callable[[Sequence[str]], Vectors]

#: Weight of single-character BM25 beside the cosine. Reciprocal-rank fusion, which ignores how weak lexical
#: evidence is, hurts on paraphrases; a weight up to this one does not (benchmarks/search.py).
CHARACTERS = 0.15


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found: `rank` from 1, `score` 0 to 1 within this search, `matched` the words it shares."""

    rank: int
    score: float
    passage: Passage
    matched: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """The passages of a library with their postings and vectors.

    A passage has one vector or more (see `embedded_texts`): those of `passages[i]` are the rows
    `vectors[firsts[i] : firsts[i + 1]]`.
    """

    passages: Shelf
    singles: Postings
    pairs: Postings
    vectors: Vectors
    firsts: NDArray[np.int64]

    def meaning(self, vector: Vectors) -> Scores:
        """Give the cosine of a query's unit vector with each passage's nearest vector, shape (n,)."""
        cosines: Scores = np.maximum.reduceat(self.vectors @ vector, self.firsts[:-1])
        return cosines

    def score(self, query: str, vector: Vectors) -> Scores:
        """Score every passage, shape (n,): cosine + 0.15 · BM25 of characters + coverage · BM25 of pairs.

        Each part is stretched to 0..1 over the passages. Coverage is the share of the query's pairs that
        the best passage holds: a query in the text's own words is decided by its words, a paraphrase
        by its meaning. The sum is divided by the sum of the weights.

        :param vector: the query's unit vector, shape (dimensions,)
        """
        if not self.passages:
            return np.zeros(0, np.float32)
        singles, _ = self.singles.score(query)
        pairs, held = self.pairs.score(query)
        coverage = float(held.max())
        total = stretch(self.meaning(vector)) + CHARACTERS * stretch(singles) + coverage * stretch(pairs)
        scores: Scores = (total / (1 + CHARACTERS + coverage)).astype(np.float32)
        return scores

    def search(
        self, query: str, embed: Embed, limit: int = 10, among: NDArray[np.int64] | None = None
    ) -> list[Hit]:
        """Find the passages nearest to a query by word and by meaning, best first.

        :param among: the places of the passages that are looked for, all if None. A passage's score does
            not depend on which others are looked for.
        """
        rows = np.arange(len(self.passages)) if among is None else among
        if not len(rows):
            return []
        scores = self.score(query, embed([query])[0])
        best = rows[np.argsort(-scores[rows], kind="stable")[:limit]].tolist()
        return [
            Hit(rank, round(float(scores[at]), 4), self.passages[at], shared_words(query, self.passages[at]))
            for rank, at in enumerate(best, start=1)
        ]


def stretch(scores: Scores) -> Scores:
    """Stretch scores to 0..1; all 0 where they do not differ."""
    low, high = float(scores.min()), float(scores.max())
    if high <= low:
        return np.zeros(len(scores), np.float32)
    return ((scores - low) / (high - low)).astype(np.float32)


def shared_words(query: str, passage: Passage) -> tuple[str, ...]:
    """Give the longest stretches, of two characters or more, that a query and a passage share."""
    plain, held = fold(query).lower(), set(terms(fold(passage.text + " " + passage.bodies).lower(), 2))
    words: list[str] = []
    run = ""
    for first, second in zip(plain, plain[1:] + " ", strict=True):
        pair = terms(first + second, 2)
        if pair and pair[0] in held:
            run = run or first
            run += second
        else:
            words += [run] if run else []
            run = ""
    return tuple(dict.fromkeys(words))


def indexed_text(passage: Passage) -> str:
    """Give what a passage is found by, by word: its text, its bodies and the headings above it."""
    return f"{passage.text}\n{passage.bodies}\n{passage.context}"


#: Longest text, in characters, that gets one vector of its own beside those of its sentences.
WHOLE = 200
_SENTENCE = re.compile(r"[^。；;!?！？\n]{6,}[。；;!?！？\n]*")


def embedded_texts(passage: Passage) -> list[str]:
    """Give the texts that a passage is found by, by meaning: its sentences, and the whole if it is short.

    One vector for a long paragraph is near everything and close to nothing; a sentence says one thing.
    """
    sentences = _SENTENCE.findall(passage.text)
    whole = [passage.text] if len(passage.text) <= WHOLE or not sentences else []
    return whole + (sentences if len(sentences) > 1 or not whole else [])


def remembering(embed: Embed, known: dict[str, Vectors] | None = None) -> Embed:
    """Embed each text once, however often it is asked for.

    :param known: the vectors of texts, where some are known already; what is embedded is added
    """
    known = {} if known is None else known

    def embed_new(texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            known.update(zip(new, embed(new), strict=True))
        return np.stack([known[text] for text in texts]) if texts else embed([])

    return embed_new


def build_index(folder: Path, passages: Sequence[Passage], embed: Embed) -> None:
    """Write an index of passages to a folder.

    :param embed: gives unit vectors of passages, shape (n, dimensions)
    """
    folder.mkdir(parents=True)
    save_passages(folder / "passages.jsonl", passages)
    texts = [indexed_text(passage) for passage in passages]
    for width in (1, 2):
        save_postings(folder, build_postings(texts, width))
    rows = [embedded_texts(passage) for passage in passages]
    firsts = np.cumsum([0, *map(len, rows)], dtype=np.int64)
    vectors = embed([text for texts_of_one in rows for text in texts_of_one])
    np.save(folder / "vectors.npy", vectors.astype(np.float32), allow_pickle=False)
    np.save(folder / "firsts.npy", firsts, allow_pickle=False)


def known_vectors(folder: Path) -> dict[str, Vectors]:
    """Give the texts that an index has embedded, each with its vector; none if the index is damaged."""
    try:
        index = open_index(folder)
        texts = [text for passage in index.passages for text in embedded_texts(passage)]
        return dict(zip(texts, index.vectors, strict=True))
    except (OSError, ValueError, TypeError, KeyError, EOFError):
        return {}


def open_index(folder: Path) -> Index:
    """Open an index that `build_index` wrote; the arrays are mapped, not read."""
    passages = load_passages(folder / "passages.jsonl")
    singles, pairs = (load_postings(folder, len(passages), width) for width in (1, 2))
    vectors, firsts = (np.load(folder / f"{name}.npy", mmap_mode="r") for name in ("vectors", "firsts"))
    return Index(passages, singles, pairs, vectors, firsts)
