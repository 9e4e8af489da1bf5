"""Measure how well the scores of focus links hold, and fit their weights.

    python benchmarks/focus.py [FILE ...]

Two kinds of truth. The seed notice's table does not say which area a task serves: tests/truth/links.tsv is a
careful reader's judgement of it. The FILEs are notices whose tasks stand under headings: here four to six of
the headings become areas, whose texts are their names, the headings below them and the first sentences of
one to four of their tasks, and where other tasks stand is hidden. A seed pair weighs ten times as much as
one of these: hidden headings know one home for each task, where a reader may find several, and their
texts hardly ever cite, list subjects, or ask for a kind of action.

Scores are measured on what they were not fitted on: a FILE with the weights that all others give, a task of
the seed with the weights that all but this task give.
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from kg.embed import open_encoder
from kg.extract import Extract, extract_file
from kg.index.search import Embed
from kg.link.comparison import compare_all
from kg.link.features import COLUMNS, Matrix, compare, meaning
from kg.link.focus import INTERCEPT, WEIGHTS
from kg.link.subjects import encoded_text, focus_areas, namer, sections_above, sentences
from kg.notice import Notice
from kg.settings import shared
from kg.text import Piece

TRUTH = Path(__file__).parent.parent / "tests" / "truth" / "links.tsv"
SEED_WEIGHT, RIDGE, ROUNDS = 10.0, 0.5, 3
BINS = (0, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 1.001)

Truth = NDArray[np.float64]


@dataclass(frozen=True)
class Sample:
    """Pairs whose truth is known: columns, shape (tasks, areas, columns), and 1, 0 or nan (doubtful)."""

    name: str
    columns: Matrix
    truth: Truth

    def flat(self, keep: NDArray[np.bool_] | None = None) -> tuple[Matrix, Truth]:
        """Give the pairs of some tasks (of all by default) that are not doubtful."""
        columns = (self.columns if keep is None else self.columns[keep]).reshape(-1, len(COLUMNS))
        truth = (self.truth if keep is None else self.truth[keep]).ravel()
        return columns[~np.isnan(truth)], truth[~np.isnan(truth)]


def seed_sample(embed: Embed) -> Sample:
    """Read the seed notice and what a careful reader says of it."""
    extract = extract_file(next(shared("seeds").glob("*.txt")))
    areas = focus_areas(extract.notice)
    tasks = list(range(len(extract.notice.tasks)))
    columns = compare_all(extract.notice, extract.findings, embed, tasks, areas).columns
    truth = np.zeros((len(tasks), len(areas)))
    verdicts = {"yes": 1.0, "no": 0.0, "doubtful": np.nan}
    lines = (line for line in TRUTH.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    for row in csv.DictReader(lines, delimiter="\t"):
        truth[int(row["task"]) - 1, int(row["area"]) - 1] = verdicts[row["verdict"]]
    return Sample("seed", columns, truth)


def hidden_samples(extract: Extract, embed: Embed, rng: random.Random) -> Iterator[Sample]:
    """Hide where the tasks of a notice stand, in several ways."""
    notice = extract.notice
    for pick in (min, max):  # the outermost headings, then the innermost
        groups: dict[int, list[int]] = {}
        for at in range(len(notice.tasks)):
            above = sections_above(notice, at) & _inside_areas(notice)
            if above:
                groups.setdefault(pick(above, key=lambda one: notice.sections[one].level), []).append(at)
        groups = {section: tasks for section, tasks in groups.items() if len(tasks) > 1}
        for _ in range(ROUNDS if len(groups) > 2 else 0):
            yield _hidden(extract, embed, groups, rng)


def _inside_areas(notice: Notice) -> set[int]:
    inside = set(focus_areas(notice))
    for at, section in enumerate(notice.sections):
        if section.parent in inside:
            inside.add(at)
    return inside


def _hidden(extract: Extract, embed: Embed, groups: dict[int, list[int]], rng: random.Random) -> Sample:
    notice = extract.notice
    chosen = rng.sample(sorted(groups), min(len(groups), rng.choice((4, 5, 6))))
    parts: list[list[Piece]] = []
    tasks: list[int] = []
    homes: list[int] = []
    for at, section in enumerate(chosen):
        shuffled = rng.sample(groups[section], len(groups[section]))
        told = min(len(shuffled) - 1, rng.randint(1, 4))
        below = [one.name for one in notice.sections if one.parent == section]
        first = [next(sentences(notice, notice.tasks[task].text)) for task in shuffled[:told]]
        parts.append([notice.sections[section].name, *below, *first])
        tasks += shuffled[told : told + 5]
        homes += [at] * len(shuffled[told : told + 5])
    strangers = [task for section, found in groups.items() if section not in chosen for task in found]
    strangers = rng.sample(strangers, min(len(strangers), max(1, len(tasks) // 5)))
    tasks += strangers
    homes += [-1] * len(strangers)
    texts = [notice.tasks[task].text for task in tasks]
    subject_of = namer(extract.findings)
    said, _ = compare([subject_of([text]) for text in texts], [subject_of(part) for part in parts])
    own = embed([encoded_text(text.text) for text in texts])
    cosines = np.stack(
        [(own @ embed([encoded_text(piece.text) for piece in part]).T).max(1) for part in parts], axis=1
    )
    truth = np.array([[float(home == at) for at in range(len(parts))] for home in homes])
    columns = np.concatenate([said, meaning(cosines.astype(np.float64))], axis=2)
    return Sample(notice.document.source, columns, truth)


def fit(columns: Matrix, truth: Truth, weight: Truth) -> NDArray[np.float64]:
    """Fit a logistic regression with a ridge on all but its intercept, by Newton's method."""
    design = np.hstack([columns, np.ones((len(columns), 1))])
    ridge = np.diag([2 * RIDGE] * columns.shape[1] + [0.0])
    found = np.zeros(design.shape[1])
    for _ in range(50):
        share = 1 / (1 + np.exp(-design @ found))
        slope = design.T @ (weight * (share - truth)) + ridge @ found
        bend = (design * (weight * share * (1 - share))[:, None]).T @ design + ridge
        found -= np.linalg.solve(bend, slope)
    return found


def fit_samples(samples: Sequence[tuple[Matrix, Truth, float]]) -> NDArray[np.float64]:
    """Fit the pairs of several samples, each with its weight."""
    columns, truth, weights = zip(*samples, strict=True)
    weight = np.concatenate([np.full(len(t), w) for t, w in zip(truth, weights, strict=True)])
    return fit(np.concatenate(columns), np.concatenate(truth), weight)


def score(columns: Matrix, found: NDArray[np.float64]) -> Truth:
    """Score pairs with weights and an intercept."""
    scores: Truth = 1 / (1 + np.exp(-(columns @ found[:-1] + found[-1])))
    return scores


def report(title: str, scores: Truth, truth: Truth) -> None:
    """Print how often links of each score are right."""
    yes = scores >= 0.5
    right = int(truth[yes].sum())
    print(f"\n{title}: {len(truth)} pairs, {int(truth.sum())} links")
    print(f"  from 0.5: precision {right / max(1, yes.sum()):.2f}, recall {right / truth.sum():.2f}")
    for low, high in pairwise(BINS):
        here = (scores >= low) & (scores < high)
        if here.any():
            print(f"  {low:.2f}-{min(high, 1):.2f}  {here.sum():5d} pairs  mean {scores[here].mean():.2f}"
                  f"  right {truth[here].mean():.2f}")  # fmt: skip


def main(files: Sequence[str]) -> None:
    """Measure and fit."""
    with TemporaryDirectory() as cache:
        embed = remembered(open_encoder(cache=Path(cache)).passages)
        seed = seed_sample(embed)
        rng = random.Random(0)  # noqa: S311 - no secret
        hidden = [s for file in files for s in hidden_samples(extract_file(Path(file)), embed, rng)]
    report("seed, weights as shipped", score(seed.flat()[0], _shipped()), seed.flat()[1])
    if not hidden:
        return
    rest = [(*sample.flat(), 1.0) for sample in hidden]
    every = np.arange(len(seed.truth))
    kept_out = []
    for at in every:
        found = fit_samples([*rest, (*seed.flat(every != at), SEED_WEIGHT)])
        columns, truth = seed.flat(every == at)
        kept_out.append((score(columns, found), truth))
    report("seed, each task kept out", *map(np.concatenate, zip(*kept_out, strict=True)))
    kept_out = []
    for name in sorted({sample.name for sample in hidden}):
        others = [(*sample.flat(), 1.0) for sample in hidden if sample.name != name]
        found = fit_samples([*others, (*seed.flat(), SEED_WEIGHT)])
        kept_out += [(score(s.flat()[0], found), s.flat()[1]) for s in hidden if s.name == name]
    report("hidden headings, each notice kept out", *map(np.concatenate, zip(*kept_out, strict=True)))
    found = fit_samples([*rest, (*seed.flat(), SEED_WEIGHT)])
    print(
        "\nweights:",
        ", ".join(f"{name} {w:.2f}" for name, w in zip((*COLUMNS, "intercept"), found, strict=True)),
    )


def _shipped() -> NDArray[np.float64]:
    return np.array([*(WEIGHTS[name] for name in COLUMNS), INTERCEPT])


def remembered(embed: Embed) -> Embed:
    """Encode each text once."""
    known: dict[str, NDArray[np.float32]] = {}

    def passages(texts: Sequence[str]) -> NDArray[np.float32]:
        new = [text for text in dict.fromkeys(texts) if text not in known]
        known.update(zip(new, embed(new), strict=True))
        return np.stack([known[text] for text in texts])

    return passages


if __name__ == "__main__":
    main(sys.argv[1:])
