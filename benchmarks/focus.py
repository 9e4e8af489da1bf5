"""Measure how often focus links are right, and whether their scores hold; fit the weights.

    python benchmarks/focus.py [FILE ...] [--draw FOLDER]

What is known of who serves whom: see benchmarks/linked_pairs.py. The FILEs are notices whose tasks stand
under headings; the weights are fitted on them and on the seed. A seed pair weighs ten times as much as one
of a FILE: hidden headings know one home for each task, where a reader may find several, and their texts
hardly ever cite, list subjects, or ask for a kind of action.

Links are measured on what their weights were not fitted on: a FILE with the weights that all others give, a
task of the seed with the weights that all but this task give, and the invented notices of
tests/samples/headings, which no weights are fitted on, with the weights that ship. Beside the links in force
stand the area of the highest score, whatever that is, and four ways that need no fitting: the area whose
closest sentence means most like the task, the area whose words are most like the task's (BM25), the area
that most tasks serve (which only the truth knows), and any area at random. Intervals are of 95 %, by 2,000
bootstraps over notices (seed: over tasks).

Without FILEs the seed is measured with the weights that ship, which know it. Into the FOLDER goes the
reliability diagram of the hidden headings, of the invented ones without FILEs.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from linked_pairs import Sample, Values, hidden_samples, seed_sample
from numpy.typing import NDArray
from reliability import calibration_error, diagram, drawn, interval

from kg.embed import open_encoder
from kg.extract import extract_file
from kg.index.search import Embed
from kg.link.features import COLUMNS, Matrix
from kg.link.focus import CANDIDATE, INTERCEPT, WEIGHTS

INVENTED = Path(__file__).parent.parent / "tests" / "samples" / "headings"
SEED_WEIGHT, RIDGE = 10.0, 0.5
#: Links are in force from such a score on: what ships (`focus_score`) first, then what a user may set.
LEAST = (0.5, 0.35, 0.8)

#: Gives the weights and the intercept for a sample and one of its tasks.
Weights = Callable[[Sample, int], Values]


@dataclass(frozen=True)
class Judged:
    """Pairs and what is said of them, way by way, all of the shape (pairs,); `groups` are drawn together."""

    scores: Values
    truth: Values
    said: dict[str, Values]
    groups: list[str]


def judge(samples: Sequence[Sample], weights: Weights, *, by_task: bool = False) -> Judged:
    """Score all pairs that are not doubtful; `by_task` tells what the bootstrap draws, tasks or notices."""
    scores: list[Values] = []
    ways: list[dict[str, Values]] = []
    groups: list[str] = []
    for sample in samples:
        known = ~np.isnan(sample.truth)
        own = np.stack([score(sample.columns[at], weights(sample, at)) for at in range(len(sample.truth))])
        scores.append(own[known])
        said = {f"score from {least}": (own >= least).astype(np.float64) for least in LEAST}
        said |= {"highest score": _best(own)} | baselines(sample)
        ways.append({name: matrix[known] for name, matrix in said.items()})
        tasks = np.nonzero(known)[0]
        groups += [str(task) for task in tasks] if by_task else [sample.name] * len(tasks)
    truth = np.concatenate([sample.truth[~np.isnan(sample.truth)] for sample in samples])
    said = {name: np.concatenate([way[name] for way in ways]) for name in ways[0]}
    return Judged(np.concatenate(scores), truth, said, groups)


def baselines(sample: Sample) -> dict[str, Values]:
    """Say of every pair, 0 to 1, whether it is a link: an area for each task, in four ways."""
    tasks, areas = sample.truth.shape
    meaning = sample.columns[:, :, COLUMNS.index("meaning")]
    largest = np.zeros((tasks, areas))
    largest[:, int(np.nansum(sample.truth, axis=0).argmax())] = 1
    return {
        "closest meaning": _best(meaning),
        "best BM25": _best(sample.bm25) * (sample.bm25 > 0),
        "largest area": largest,
        "any area": np.full((tasks, areas), 1 / areas),
    }


def _best(scores: Matrix) -> Values:
    best: Values = (np.arange(scores.shape[1]) == scores.argmax(1)[:, None]).astype(np.float64)
    return best


def precision(said: Values, truth: Values) -> float:
    """Give the share of what is said that is right."""
    return float((said * truth).sum() / max(said.sum(), 1e-9))


def recall(said: Values, truth: Values) -> float:
    """Give the share of what is true that is said."""
    return float((said * truth).sum() / max(truth.sum(), 1e-9))


def f1(said: Values, truth: Values) -> float:
    """Give the harmonic mean of precision and recall."""
    return float(2 * (said * truth).sum() / max(said.sum() + truth.sum(), 1e-9))


def report(title: str, judged: Judged) -> None:
    """Print how often links are right, then how often links of each score are."""
    drawn = len(set(judged.groups))
    print(f"\n{title}: {len(judged.truth)} pairs, {int(judged.truth.sum())} links, {drawn} groups")
    print(f"  {'':16}  {'precision':20}  {'recall':20}  F1")
    for name, said in judged.said.items():
        cells = []
        for statistic in (precision, recall, f1):
            low, high = interval(statistic, said, judged.truth, judged.groups)
            cells.append(f"{statistic(said, judged.truth):.2f} ({low:.2f} to {high:.2f})")
        print(f"  {name:16}  {'  '.join(f'{cell:20}' for cell in cells)}".rstrip())
    low, high = interval(calibration_error, judged.scores, judged.truth, judged.groups)
    error = calibration_error(judged.scores, judged.truth)
    print(f"  expected calibration error of all pairs {error:.3f} ({low:.3f} to {high:.3f})")
    kept = judged.scores >= CANDIDATE
    groups = [group for group, keep in zip(judged.groups, kept, strict=True) if keep]
    print(
        diagram(f"  links and candidates, from {CANDIDATE}", judged.scores[kept], judged.truth[kept], groups)
    )


def fit(columns: Matrix, truth: Values, weight: Values) -> Values:
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


def fit_samples(hidden: Sequence[Sample], seed: tuple[Matrix, Values]) -> Values:
    """Fit the pairs of hidden headings and those of the seed, which weigh more."""
    parts = [(*sample.flat(), 1.0) for sample in hidden] + [(*seed, SEED_WEIGHT)]
    columns, truth, weights = zip(*parts, strict=True)
    weight = np.concatenate([np.full(len(t), w) for t, w in zip(truth, weights, strict=True)])
    return fit(np.concatenate(columns), np.concatenate(truth), weight)


def score(columns: Matrix, found: Values) -> Values:
    """Score pairs with weights and an intercept."""
    scores: Values = 1 / (1 + np.exp(-(columns @ found[:-1] + found[-1])))
    return scores


def main() -> None:
    """Measure and fit."""
    arguments = argparse.ArgumentParser(description="How often focus links are right.")
    arguments.add_argument("files", nargs="*", metavar="FILE")
    arguments.add_argument("--draw", type=Path, metavar="FOLDER")
    asked = arguments.parse_args()
    with TemporaryDirectory() as cache:
        embed = remembered(open_encoder(cache=Path(cache)).passages)
        seed = seed_sample(embed)
        invented = list(hide(sorted(map(str, INVENTED.glob("*.txt"))), embed))
        hidden = list(hide(asked.files, embed))
    shipped = np.array([*(WEIGHTS[name] for name in COLUMNS), INTERCEPT])
    drawing = judge(invented, lambda _, __: shipped)
    report("invented notices, weights as shipped", drawing)
    report("seed, weights as shipped", judge([seed], lambda _, __: shipped, by_task=True))
    if hidden:
        drawing = cross_validate(seed, hidden)
    if asked.draw:
        asked.draw.mkdir(parents=True, exist_ok=True)
        kept = drawing.scores >= CANDIDATE
        picture = drawn("任务落实重点：可信度与对的比例", drawing.scores[kept], drawing.truth[kept])
        (asked.draw / "reliability-links.svg").write_text(picture, encoding="utf-8")


def cross_validate(seed: Sample, hidden: Sequence[Sample]) -> Judged:
    """Report how well links hold that their weights do not know, then the weights that know all of them."""
    every = np.arange(len(seed.truth))
    report(
        "seed, each task kept out",
        judge([seed], lambda _, task: fit_samples(hidden, seed.flat(every != task)), by_task=True),
    )
    kept_out = {
        name: fit_samples([one for one in hidden if one.name != name], seed.flat())
        for name in {sample.name for sample in hidden}
    }
    judged = judge(hidden, lambda sample, _: kept_out[sample.name])
    report("hidden headings, each notice kept out", judged)
    found = zip((*COLUMNS, "intercept"), fit_samples(hidden, seed.flat()), strict=True)
    print("\nweights:", ", ".join(f"{name} {weight:.2f}" for name, weight in found))
    return judged


def hide(files: Sequence[str], embed: Embed) -> Iterator[Sample]:
    """Hide headings in files, the same ones every time."""
    rng = random.Random(0)  # noqa: S311 - no secret
    for file in files:
        yield from hidden_samples(extract_file(Path(file)), embed, rng)


def remembered(embed: Embed) -> Embed:
    """Encode each text once."""
    known: dict[str, NDArray[np.float32]] = {}

    def passages(texts: Sequence[str]) -> NDArray[np.float32]:
        new = [text for text in dict.fromkeys(texts) if text not in known]
        known.update(zip(new, embed(new), strict=True))
        return np.stack([known[text] for text in texts])

    return passages


if __name__ == "__main__":
    main()
