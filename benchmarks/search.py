"""How well search finds the task that a question is about: by word, by meaning, and by mixtures of both.

    python benchmarks/search.py

The questions are those of tests/truth whose answer is one task, or the bodies of one task alone, and whose
words alone say which: no body, number, area or thing in them is linked by its name. Each is put to the index
as it was asked, and as the topic that `kg ask` finds in it; only the tasks of the seed are ranked. Beside
each mixture stands how its mean reciprocal rank differs from that of what ships, with an interval of 95 %
from 2,000 bootstraps over the questions.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kg.ask.reading import read_question
from kg.ask.values import Kind
from kg.build import build_library
from kg.errors import BadQuestion
from kg.index.search import CHARACTERS, Index, embedded_texts, stretch
from kg.library import Library
from kg.settings import Settings

TRUTH = Path(__file__).parent.parent / "tests" / "truth"
#: Most ranks that count, and the usual constant of reciprocal-rank fusion (Cormack et al. 2009).
DEPTH, K = 10, 60
BOOTSTRAPS = 2_000

Values: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True)
class Query:
    """A question, the topic in it, and the number of the task that it is about."""

    question: str
    topic: str
    task: str


@dataclass(frozen=True)
class Parts:
    """What one query scores, each of shape (tasks,); `coverage` is the best share of the query's pairs.

    `meaning` is the cosine with the nearest vector of a task, `whole` with that of its whole text,
    `sentences` with those of its sentences.
    """

    singles: Values
    pairs: Values
    meaning: Values
    whole: Values
    sentences: Values
    coverage: float


#: What can be compared: a name, and the scores that it gives to the tasks.
Mixture: TypeAlias = Callable[[Parts], Values]


def mixed(characters: float, pairs: float | None) -> Mixture:
    """Mix the stretched scores; `pairs` None weighs pairs by their coverage, as `Index.score` does."""
    return lambda p: (
        _stretched(p.meaning)
        + characters * _stretched(p.singles)
        + (p.coverage if pairs is None else pairs) * _stretched(p.pairs)
    )


def fused_by_rank(*names: str) -> Mixture:
    """Add up reciprocal ranks."""
    return lambda p: sum((1 / (K + ranks(getattr(p, name))) for name in names), np.zeros(len(p.meaning)))


MIXTURES: Mapping[str, Mixture] = {
    "as shipped": mixed(CHARACTERS, None),
    "characters alone (BM25)": lambda p: p.singles,
    "pairs alone (BM25)": lambda p: p.pairs,
    "meaning alone": lambda p: p.meaning,
    "meaning, whole texts only": lambda p: p.whole,
    "meaning, sentences only": lambda p: p.sentences,
    "coverage x pairs, no characters": mixed(0.0, None),
    "characters 0.05": mixed(0.05, None),
    "characters 0.3": mixed(0.3, None),
    "characters 0.5": mixed(0.5, None),
    "characters 1": mixed(1.0, None),
    "no pairs": mixed(CHARACTERS, 0.0),
    "pairs 0.15, however covered": mixed(CHARACTERS, 0.15),
    "pairs 0.5, however covered": mixed(CHARACTERS, 0.5),
    "pairs 1, however covered": mixed(CHARACTERS, 1.0),
    "ranks: meaning, pairs": fused_by_rank("meaning", "pairs"),
    "ranks: meaning, both": fused_by_rank("meaning", "singles", "pairs"),
}


def _stretched(scores: Values) -> Values:
    return stretch(scores.astype(np.float32)).astype(np.float64)


def ranks(scores: Values) -> Values:
    """Give the rank of each score, 1 for the highest; equal ones share the rank that they have on average."""
    above = (scores[None, :] > scores[:, None]).sum(1)
    equal = (scores[None, :] == scores[:, None]).sum(1)
    return np.asarray(above + (equal + 1) / 2, np.float64)


def read_queries(library: Library) -> Iterator[Query]:
    """Give the questions about one task."""
    bodies_of: dict[str, set[str]] = {}
    for row in library.run("tasks"):
        held = library.run("bodies-of-task", number=row["number"])
        bodies_of[row["number"]] = {one["name"] for one in held}
    for file in sorted(TRUTH.glob("questions*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            if case["want"] == "department":
                tasks = [task for task, bodies in bodies_of.items() if bodies == set(case["gold"])]
            else:
                tasks = list(map(str, case["gold"])) if case["want"] == "task" else []
            if len(tasks) != 1:
                continue
            try:
                read = read_question(case["q"], library.directory, lambda _word: True)
            except BadQuestion:
                continue
            if read.content and all(limit.kind is Kind.NOTICE for limit in read.limits):
                yield Query(case["q"], read.topic, tasks[0])


def score(index: Index, library: Library, text: str, tasks: list[int]) -> Parts:
    """Score a query by each of its parts."""
    vector = library.encoder.queries([text])[0]
    singles, _ = index.singles.score(text)
    pairs, held = index.pairs.score(text)
    cosines = index.vectors @ vector
    rows = [cosines[index.firsts[at] : index.firsts[at + 1]] for at in tasks]
    texts = [embedded_texts(index.passages[at]) for at in tasks]
    has_whole = [
        texts_of_one[0] == index.passages[at].text for texts_of_one, at in zip(texts, tasks, strict=True)
    ]
    wholes = [row[:1] if whole else row for row, whole in zip(rows, has_whole, strict=True)]
    sentences = [
        row[1:] if whole and len(row) > 1 else row for row, whole in zip(rows, has_whole, strict=True)
    ]
    meaning, whole, sentence = (
        np.array([row.max() for row in some], np.float64) for some in (rows, wholes, sentences)
    )
    return Parts(
        singles[tasks].astype(np.float64),
        pairs[tasks].astype(np.float64),
        meaning,
        whole,
        sentence,
        float(held[tasks].max()),
    )


def report(title: str, scored: list[tuple[Parts, int]]) -> None:
    """Print the figures of every mixture over some queries, each with the place of its task."""
    rng = np.random.default_rng(59)
    resampled = rng.integers(0, len(scored), (BOOTSTRAPS, len(scored)))
    found = {
        name: np.array([ranks(mixture(parts))[gold] for parts, gold in scored])
        for name, mixture in MIXTURES.items()
    }
    shipped = 1 / found["as shipped"]
    print(f"\n{title}: {len(scored)} queries, {len(scored[0][0].meaning)} tasks")
    print(f"{'':34}{'first':>7}{'MRR':>7}{'nDCG@10':>9}{'recall@10':>11}   MRR beside what ships")
    for name, rank in found.items():
        gain = np.where(rank <= DEPTH, 1 / np.log2(1 + rank), 0)
        low, high = np.percentile((1 / rank - shipped)[resampled].mean(1), (2.5, 97.5))
        print(
            f"{name:34}{(rank == 1).mean():7.3f}{(1 / rank).mean():7.3f}{gain.mean():9.3f}"
            f"{(rank <= DEPTH).mean():11.3f}   {(1 / rank - shipped).mean():+.3f} ({low:+.3f} to {high:+.3f})"
        )


def main() -> None:
    """Build the seeds, and rank their tasks for every question."""
    with TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder))
        build_library([], settings)
        library = Library(settings)
        index = library.index
        tasks = [at for at, passage in enumerate(index.passages) if passage.kind == "task"]
        places = {library.directory.entries[index.passages[at].iri].number: n for n, at in enumerate(tasks)}
        queries = list(read_queries(library))
        asked, topics = (
            [
                (score(index, library, text, tasks), places[query.task])
                for text, query in zip(texts, queries, strict=True)
            ]
            for texts in ([query.question for query in queries], [query.topic for query in queries])
        )
        report("questions as asked", asked)
        report(
            "… that share less than a fifth with any task", [one for one in asked if one[0].coverage < 0.2]
        )
        report("their topics", topics)


if __name__ == "__main__":
    main()
