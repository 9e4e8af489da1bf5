"""How often `kg ask` is right, whether it knows how sure it may be, and the weights behind its topics.

    python benchmarks/asking.py [FILE ...]

The FILEs are truth sets (those of tests/truth by default), which tests/ask_scoring.py judges. Three reports:

1. Topics: a question whose words alone say what it is about is matched with the task that fits best. The
   match is right if the gold says so, and wrong wherever the question cannot be answered. The weights of
   `kg.ask.grounding` are fitted on these by logistic regression; the fit is measured by ten-fold
   cross-validation beside what ships.
2. Certainty: how often answers of each confidence are right, and the expected calibration error (the mean
   distance of the two, weighted by the answers) with an interval of 95 % from 2,000 bootstraps.
3. Right answers by kind of question and by truth set.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from kg.ask.context import CERTAIN
from kg.ask.grounding import COSINE, ENGLISH, INTERCEPT, OUTSTANDING, PRINTED, Topic, ground, is_latin
from kg.ask.reading import read_question
from kg.ask.values import Asked, Kind, Question
from kg.build import build_library
from kg.errors import BadQuestion
from kg.index.rows import lay_out
from kg.library import Library
from kg.settings import Settings

ROOT = Path(__file__).parent.parent
BINS = (0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 1.001)
BOOTSTRAPS, FOLDS, RIDGE = 2_000, 10, 0.01

Case: TypeAlias = Mapping[str, Any]
Values: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True)
class Match:
    """The task that fits a topic best: cosine, how far it stands out, share printed; and if it is right."""

    question: str
    columns: tuple[float, float, float]
    right: bool


def matches(library: Library, cases: Iterable[Case]) -> Iterator[Match]:
    """Match the topics of questions that nothing but their notice limits."""
    bodies_of: dict[str, set[str]] = defaultdict(set)
    for row in library.run("tasks"):
        bodies_of[row["number"]] = {
            one["name"] for one in library.run("bodies-of-task", number=row["number"])
        }
    for case in cases:
        try:
            read = read_question(case["q"], library.directory, lambda _word: True)
        except BadQuestion:
            continue
        if not read.content or any(limit.kind is not Kind.NOTICE for limit in read.limits):
            continue
        gold = _gold_tasks(case, read, bodies_of)
        if gold is not None:
            columns, task = _best(library, read)
            yield Match(case["q"], columns, task in gold)


def _gold_tasks(case: Case, read: Question, bodies_of: Mapping[str, set[str]]) -> set[str] | None:
    """Give the numbers of the tasks that a topic may mean, none where it means none; None to leave it out."""
    if not case["answerable"]:
        # 谁配合…, 多少经费: the topic is there, and the notice is silent on something else
        asks_tasks = read.asked in (Asked.DEPARTMENT, Asked.TASK) and read.role in (
            None,
            "kg:responsibleBody",
        )
        return set() if asks_tasks else None
    if case["want"] == "task":
        return set(map(str, case["gold"]))
    if case["want"] == "department":
        return {task for task, bodies in bodies_of.items() if bodies & set(case["gold"])}
    return None


def _best(library: Library, read: Question) -> tuple[tuple[float, float, float], str]:
    """Give the columns of the best task, and its number."""
    index = library.index
    topic = Topic(read.topic, read.content or read.topic, library.encoder.queries([read.topic])[0])
    best = ground(index, lay_out(index).choose((), ("task",)), topic)[0]
    meaning = index.meaning(topic.vector)
    usual = np.median([meaning[at] for at, passage in enumerate(index.passages) if passage.kind == "task"])
    cosine = float(meaning[best.at])
    columns = (cosine + (ENGLISH if is_latin(topic.words) else 0.0), cosine - float(usual), best.printed)
    assert abs(best.certainty - certainty(np.array([columns]), shipped())[0]) < 0.002, "not what ships"
    return columns, library.directory.entries[best.iri].number


def shipped() -> Values:
    """Give the weights of `kg.ask.grounding`, the intercept last."""
    return np.array([COSINE, OUTSTANDING, PRINTED, INTERCEPT])


def certainty(columns: Values, weights: Values) -> Values:
    """Give the logistic function of the weighted columns, shape (n,)."""
    sure: Values = 1 / (1 + np.exp(-(columns @ weights[:-1] + weights[-1])))
    return sure


def fit(columns: Values, right: Values) -> Values:
    """Fit weights and intercept by Newton's method, with a small ridge on standardised columns."""
    mean, spread = columns.mean(0), columns.std(0)
    design = np.hstack([(columns - mean) / spread, np.ones((len(columns), 1))])
    ridge = np.diag([RIDGE * len(columns)] * columns.shape[1] + [0.0])
    found = np.zeros(design.shape[1])
    for _ in range(50):
        share = 1 / (1 + np.exp(-design @ found))
        slope = design.T @ (share - right) + ridge @ found
        found -= np.linalg.solve((design * (share * (1 - share))[:, None]).T @ design + ridge, slope)
    weights = found[:-1] / spread
    return np.append(weights, found[-1] - weights @ mean)


def cross_validated(columns: Values, right: Values) -> Values:
    """Give each topic's certainty by weights that were fitted without it."""
    fold = np.random.default_rng(59).permutation(len(right)) % FOLDS
    sure = np.empty(len(right))
    for at in range(FOLDS):
        sure[fold == at] = certainty(columns[fold == at], fit(columns[fold != at], right[fold != at]))
    return sure


def calibration_error(sure: Values, right: Values) -> float:
    """Give the expected calibration error over BINS."""
    at = np.digitize(sure, BINS)
    gaps = [abs(sure[at == one].sum() - right[at == one].sum()) for one in np.unique(at)]
    return float(sum(gaps) / len(sure))


def diagram(title: str, sure: Values, right: Values) -> None:
    """Print how often what is so sure is right, and the calibration error with its interval."""
    print(f"\n{title}: {len(sure)}")
    for low, high in pairwise(BINS):
        here = (sure >= low) & (sure < high)
        if here.any():
            mean, share = sure[here].mean(), right[here].mean()
            bar = "".join("#" if at < share * 40 else "." for at in range(40))
            print(
                f"  {low:.1f}-{min(high, 1):.1f} {here.sum():5d}  sure {mean:.2f}  right {share:.2f}  {bar}"
            )
    rng = np.random.default_rng(59)
    drawn = rng.integers(0, len(sure), (BOOTSTRAPS, len(sure)))
    errors = [calibration_error(sure[rows], right[rows]) for rows in drawn]
    low, high = np.percentile(errors, (2.5, 97.5))
    print(f"  expected calibration error {calibration_error(sure, right):.3f} ({low:.3f} to {high:.3f})")


def report_topics(found: Sequence[Match]) -> None:
    """Print the fit of the certainty of topics beside what ships."""
    columns = np.array([match.columns for match in found])
    right = np.array([float(match.right) for match in found])
    print(f"topics: {len(found)}, of which {int(right.sum())} fit the best task")
    names = ("cosine", "outstanding", "printed", "intercept")
    for name, weights in (("shipped", shipped()), ("fitted", fit(columns, right))):
        told = ", ".join(f"{key} {weight:.1f}" for key, weight in zip(names, weights, strict=True))
        print(f"  {name:8} {told}")
    for name, sure in (
        ("shipped", certainty(columns, shipped())),
        ("fitted, cross-validated", cross_validated(columns, right)),
    ):
        loss = -np.log(np.where(right > 0, sure, 1 - sure)).mean()
        agrees = ((sure >= CERTAIN) == (right > 0)).mean()
        print(f"  {name:24} right about {agrees:.3f} at {CERTAIN}, log loss {loss:.3f}")
    diagram("certainty of topics as shipped", certainty(columns, shipped()), right)


def report_answers(library: Library, sets: Mapping[str, Sequence[Case]]) -> None:
    """Ask everything; print how sure and how right the answers are."""
    sys.path.append(str(ROOT / "tests"))
    from ask_scoring import is_right

    by_kind: dict[str, list[bool]] = defaultdict(list)
    by_set: dict[str, list[bool]] = defaultdict(list)
    said: list[tuple[bool, float, bool]] = []
    for name, cases in sets.items():
        for case in cases:
            answer = library.try_ask(case["q"]).as_dict()
            right = is_right(case, answer)
            by_kind[case["want"] if case["answerable"] else "nothing (a refusal)"].append(right)
            by_set[f"{name}, {'answerable' if case['answerable'] else 'unanswerable'}"].append(right)
            said.append((answer["answerable"], answer["confidence"], right))
    for title, wanted in (("answers", True), ("refusals", False)):
        rows = [(sure, float(right)) for answered, sure, right in said if answered is wanted]
        diagram(title, *np.array(rows).T)
    for title, groups in (("kind wanted", by_kind), ("truth set", by_set)):
        print(f"\nright by {title}")
        for name, verdicts in sorted(groups.items()):
            print(
                f"  {name:44} {sum(verdicts):4d} of {len(verdicts):4d}  {sum(verdicts) / len(verdicts):.3f}"
            )


def main(files: Sequence[str]) -> None:
    """Build the seeds, match their topics, ask all questions."""
    sys.path.append(str(ROOT / "tests"))
    from ask_scoring import read_cases

    paths = [Path(file) for file in files] or sorted((ROOT / "tests" / "truth").glob("questions*.jsonl"))
    sets = {path.stem: read_cases(path) for path in paths}
    with TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder))
        build_library([], settings)
        library = Library(settings)
        report_topics(list(matches(library, [case for cases in sets.values() for case in cases])))
        report_answers(library, sets)


if __name__ == "__main__":
    main(sys.argv[1:])
