"""How well search finds the passage that answers: by word, by meaning, and by mixtures of both.

    python benchmarks/search.py [--set FILE --notices FOLDER]

Ranks the passages of a library for every query of a retrieval set (see retrieval.py): by default those of
tests/truth/retrieval.jsonl over the seed and the invented notices, and the questions of tests/truth that are
about one task of the seed and say which by their words alone. Prints nDCG@10, recall@10 and the mean
reciprocal rank, each with an interval of 95 % from 2,000 bootstraps over the queries, for queries in the
text's words and for paraphrases apart; and how the nDCG differs from that of what ships.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from retrieval import Query, Values, interval, judge, read_set, sources_of

from kg.ask.reading import read_question
from kg.ask.texts import Texts
from kg.ask.values import Kind
from kg.build import build_library
from kg.errors import BadQuestion
from kg.index.search import CHARACTERS, Index, Vectors, stretch
from kg.library import Library
from kg.settings import Settings

ROOT = Path(__file__).parent.parent
TRUTH = ROOT / "tests" / "truth"
SEED = "杭政办函〔2011〕59号"
#: The usual constant of reciprocal-rank fusion (Cormack et al. 2009).
K = 60


@dataclass(frozen=True)
class Parts:
    """What one query scores in an index, each of shape (passages,); `held` is the best share of its pairs."""

    index: Index
    vector: Vectors
    singles: Values
    pairs: Values
    meaning: Values
    held: float


#: What can be compared: a name, and the scores that it gives to all passages.
Method: TypeAlias = Callable[[Parts], Values]


def _stretched(scores: Values) -> Values:
    return stretch(scores.astype(np.float32)).astype(np.float64)


def mixed(characters: float, pairs: float | None = None) -> Method:
    """Mix the stretched scores; `pairs` None weighs pairs by their coverage, as `Index.score` does."""
    return lambda p: (
        _stretched(p.meaning)
        + characters * _stretched(p.singles)
        + (p.held if pairs is None else pairs) * _stretched(p.pairs)
    )


def fused_by_rank(*names: str) -> Method:
    """Add up reciprocal ranks; equal scores share the rank that they have on average."""

    def ranks(scores: Values) -> Values:
        _, at, counts = np.unique(-scores, return_inverse=True, return_counts=True)
        below = np.cumsum(counts) - counts
        return np.asarray((below + (counts + 1) / 2)[at], np.float64)

    return lambda p: sum((1 / (K + ranks(getattr(p, name))) for name in names), np.zeros(len(p.meaning)))


def two_sentences(p: Parts) -> Values:
    """Second stage: the two nearest sentences of a passage count, not the nearest alone."""
    cosines = p.index.vectors @ p.vector
    firsts = p.index.firsts
    rows = (np.sort(cosines[firsts[at] : firsts[at + 1]])[-2:] for at in range(len(p.meaning)))
    seconds = np.array([row.mean() for row in rows])
    return _with_meaning(p, 0.75 * p.meaning + 0.25 * seconds)


def feedback(p: Parts) -> Values:
    """Second stage: the query is moved towards the sentences that it found first (Rocchio 1971)."""
    found = []
    for at in np.argsort(-mixed(CHARACTERS)(p), kind="stable")[:3]:
        rows = p.index.vectors[p.index.firsts[at] : p.index.firsts[at + 1]]
        found.append(rows[np.argmax(rows @ p.vector)])
    moved = p.vector + 0.3 * np.mean(found, axis=0)
    return _with_meaning(p, p.index.meaning((moved / np.linalg.norm(moved)).astype(np.float32)))


def _with_meaning(p: Parts, meaning: NDArray[np.floating]) -> Values:
    return mixed(CHARACTERS)(
        Parts(p.index, p.vector, p.singles, p.pairs, np.asarray(meaning, np.float64), p.held)
    )


METHODS: Mapping[str, Method] = {
    "as shipped": mixed(CHARACTERS),
    "characters alone (BM25)": lambda p: p.singles,
    "pairs alone (BM25)": lambda p: p.pairs,
    "meaning alone": lambda p: p.meaning,
    "ranks: meaning, pairs": fused_by_rank("meaning", "pairs"),
    "ranks: meaning, both": fused_by_rank("meaning", "singles", "pairs"),
    "no characters": mixed(0.0),
    "characters 0.3": mixed(0.3),
    "characters 0.5": mixed(0.5),
    "characters 1": mixed(1.0),
    "pairs 0.5, however covered": mixed(CHARACTERS, 0.5),
    "second stage: two sentences": two_sentences,
    "second stage: feedback": feedback,
}


def about_one_task(library: Library) -> Iterator[Query]:
    """Give the questions about one task of the seed that nothing but their words leads to."""
    bodies_of = {
        row["task"]: {one["name"] for one in library.run("bodies-of-task", number=row["number"], notice=SEED)}
        for row in library.run("tasks", notice=SEED)
    }
    iris = list(library.index.passages.iris)
    number_of = {task: library.directory.entry(task).number for task in bodies_of}
    everything = np.arange(len(iris))
    for file in sorted(TRUTH.glob("questions*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            if case["want"] == "department":
                tasks = [task for task, bodies in bodies_of.items() if bodies == set(case["gold"])]
            else:
                wanted = set(map(str, case["gold"])) if case["want"] == "task" else set()
                tasks = [task for task in bodies_of if number_of[task] in wanted]
            if len(tasks) == 1 and _by_words_alone(library, case["q"]):
                gold = (frozenset({iris.index(tasks[0])}),)
                yield Query(case["q"], "question about one task", gold, everything)


def _by_words_alone(library: Library, question: str) -> bool:
    try:
        read = read_question(question, library.directory, Texts(_printed))
    except BadQuestion:
        return False
    return bool(read.content) and all(limit.kind is Kind.NOTICE for limit in read.limits)


def _printed(_word: str, **_: object) -> bool:
    return True


def parts_of(library: Library, text: str) -> Parts:
    """Score a query by each of its parts."""
    index = library.index
    vector = library.encoder.queries([text])[0]
    pairs, held = index.pairs.score(text)
    scores = (index.singles.score(text)[0], pairs, index.meaning(vector))
    singles, doubles, meaning = (one.astype(np.float64) for one in scores)
    return Parts(index, vector, singles, doubles, meaning, float(held.max()))


def report(title: str, queries: Sequence[tuple[Query, Parts]], kept: NDArray[np.bool_], *, own: bool) -> None:
    """Print the measures of every method over some queries.

    :param kept: the passages that search looks for, shape (passages,)
    :param own: rank the passages of the query's own notice only, as `kg search --notice` does
    """
    found = {}
    for name, method in {**METHODS, "as shipped, headings too": METHODS["as shipped"]}.items():
        rows = []
        for query, parts in queries:
            scores = method(parts)
            among = query.own if own else np.arange(len(scores))
            if "headings" not in name:
                among = among[kept[among]]
            ranked = among[np.argsort(-scores[among], kind="stable")]
            rows.append(judge(ranked[:10].tolist(), query.relevant))
        found[name] = np.array(rows)
    shipped = found["as shipped"][:, 0]
    print(f"\n{title}: {len(queries)} queries")
    print(f"{'':30}{'nDCG@10':>25}{'recall@10':>25}{'MRR':>25}   nDCG beside what ships")
    for name, measures in found.items():
        told = "".join(f"{_told(column, ' '):>25}" for column in measures.T)
        print(f"{name:30}{told}   {_told(measures[:, 0] - shipped, '+')}")


def _told(values: Values, sign: str) -> str:
    low, high = interval(values)
    plus = "+" if sign == "+" else ""
    return f"{values.mean():{plus}.3f} ({low:{plus}.3f} to {high:{plus}.3f})"


def main() -> None:
    """Build the notices, and rank their passages for every query."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--set", type=Path, help="a retrieval set (that of tests/truth if none is given)")
    parser.add_argument("--notices", type=Path, nargs="+", help="the notices that it asks")
    given = parser.parse_args()
    if (given.set is None) != (given.notices is None):
        parser.error("--set and --notices go together")
    with TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder))
        asked = given.set or TRUTH / "retrieval.jsonl"
        build_library(given.notices or [ROOT / source for source in sources_of(asked)], settings)
        library = Library(settings)
        passages = library.index.passages
        kept = np.asarray(passages.kinds) != "heading"
        queries = read_set(asked, passages)
        queries += [] if given.set else list(about_one_task(library))
        print(f"{len(passages)} passages, {int(kept.sum())} of them looked for")
        scored = [(query, parts_of(library, query.text)) for query in queries]
        for style in dict.fromkeys(query.style for query in queries):
            some = [one for one in scored if one[0].style == style]
            report(style, some, kept, own=False)
            if given.set:
                report(f"{style}, in the notice meant", some, kept, own=True)


if __name__ == "__main__":
    main()
