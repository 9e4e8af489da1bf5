"""How often `kg ask` is right, whether it knows how sure it may be, and the weights behind its topics.

    python benchmarks/asking.py [FILE ...] [--draw FOLDER]

The FILEs are truth sets about the seed (those of tests/truth by default), which tests/ask_scoring.py judges.
Four reports:

1. Topics: a question whose words alone say what it is about is matched with the task that fits best. The
   match is right if the gold says so, and wrong wherever the question cannot be answered. The weights of
   `kg.ask.grounding` are fitted on these by logistic regression; the fit is measured by ten-fold
   cross-validation beside what ships.
2. Certainty: the reliability diagram of the answers and its calibration error (see reliability.py), also as
   SVG if a FOLDER is given.
3. Refusals: how often those of each kind are right, which is where `kg.ask.silence` has its figures from; in
   the diagram each is as sure as the others of its kind make it.
4. Right answers by kind of question and by set. The cases of tests/cases, which were written to be met, are
   counted apart, and in no diagram.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from reliability import diagram, drawn, wilson

from kg.ask.context import CERTAIN
from kg.ask.grounding import COSINE, ENGLISH, INTERCEPT, OUTSTANDING, PRINTED, Topic, ground, is_latin
from kg.ask.reading import read_question
from kg.ask.silence import Silence, certainty_of_refusal
from kg.ask.texts import Texts
from kg.ask.values import Asked, Kind, Question
from kg.build import build_library
from kg.errors import BadQuestion
from kg.index.rows import lay_out
from kg.library import Library
from kg.settings import Settings

ROOT = Path(__file__).parent.parent
sys.path.append(str(ROOT / "tests"))

from ask_scoring import is_right, read_cases  # noqa: E402 - the judge lives with the tests

FOLDS, RIDGE = 10, 0.01
#: Sets of cases, and the notices that they ask; none for the seed.
CASES: Mapping[str, Sequence[str]] = {
    "ask_answers": (),
    "ask_two": ("seeds", "tests/samples/huzhou_2023.txt"),
    "ask_many": ("tests/samples/many",),
}

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
            read = read_question(case["q"], library.directory, Texts(lambda *_, **__: True))
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
    return columns, library.directory.entry(best.iri).number


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
    print("\n" + diagram("certainty of topics as shipped", certainty(columns, shipped()), right))


@dataclass(frozen=True)
class Said:
    """What became of one case: the set that it is of, the kind of answer wanted, the answer, the verdict."""

    name: str
    wanted: str
    answered: bool
    sure: float
    silence: Silence | None
    right: bool


def ask_all(library: Library, sets: Mapping[str, Sequence[Case]]) -> Iterator[Said]:
    """Ask everything, and judge the answers."""
    for name, cases in sets.items():
        for case in cases:
            answer = library.try_ask(case["q"])
            wanted = case["want"] if case["answerable"] else "nothing (a refusal)"
            right = is_right(case, answer.as_dict())
            yield Said(name, wanted, answer.answerable, answer.confidence, answer.silence, right)


def report_answers(said: Sequence[Said], folder: Path | None) -> None:
    """Print how sure and how right the answers are; draw it into a folder, if one is given."""
    answers = [one for one in said if one.answered]
    sure = np.array([one.sure for one in answers])
    right = np.array([float(one.right) for one in answers])
    print("\n" + diagram("answers", sure, right))
    if folder:
        (folder / "reliability-ask.svg").write_text(drawn("问答：把握与答对的比例", sure, right), "utf-8")


def report_refusals(said: Sequence[Said]) -> None:
    """Print how often the refusals of each kind are right, beside what ships."""
    counted: dict[Silence, list[bool]] = defaultdict(list)
    for one in said:
        if one.silence:
            counted[one.silence].append(one.right)
    print("\nrefusals: kind, right, all, how sure they ship")
    for silence in Silence:
        marks = counted[silence]
        print(f"  {silence:8} {sum(marks):4d} {len(marks):4d}  {certainty_of_refusal(silence):.2f}")
    rows = [row for marks in counted.values() for row in _as_the_other_folds(marks)]
    print("\n" + diagram("refusals, each as sure as those of its kind in the other folds", *np.array(rows).T))


def _as_the_other_folds(marks: Sequence[bool]) -> Iterator[tuple[float, float]]:
    """Give for each mark the share of right ones in the other folds, and the mark.

    To leave out the one mark alone would make every wrong one a little surer than every right one.
    """
    for fold in range(FOLDS):
        others = [mark for at, mark in enumerate(marks) if at % FOLDS != fold]
        sure = (sum(others) + 1) / (len(others) + 2)
        yield from ((sure, float(mark)) for mark in marks[fold::FOLDS])


def report_groups(title: str, said: Sequence[Said], group_of: Callable[[Said], str]) -> None:
    """Print how many answers of each group are right, with Wilson's interval."""
    groups: dict[str, list[bool]] = defaultdict(list)
    for one in said:
        groups[group_of(one)].append(one.right)
    print(f"\nright by {title}")
    for name, marks in sorted(groups.items()):
        low, high = wilson(sum(marks), len(marks))
        share = sum(marks) / len(marks)
        print(f"  {name:44} {sum(marks):4d} of {len(marks):4d}  {share:.3f} ({low:.3f} to {high:.3f})")


def build(notices: Sequence[Path], folder: Path) -> Library:
    """Build a library of some notices."""
    settings = Settings(home=folder)
    build_library(notices, settings)
    return Library(settings)


def main() -> None:
    """Build the seeds, match their topics, ask all questions; then the cases."""
    parser = argparse.ArgumentParser()
    parser.add_argument("files", type=Path, nargs="*", help="truth sets about the seed")
    parser.add_argument("--draw", type=Path, help="a folder for the diagram as SVG")
    given = parser.parse_args()
    paths = given.files or sorted((ROOT / "tests" / "truth").glob("questions*.jsonl"))
    sets = {path.stem: read_cases(path) for path in paths}
    with TemporaryDirectory() as made:
        library = build([], Path(made, "seed"))
        report_topics(list(matches(library, [case for cases in sets.values() for case in cases])))
        said = list(ask_all(library, sets))
        report_answers(said, given.draw)
        report_refusals(said)
        report_groups("kind wanted", said, lambda one: one.wanted)
        for name, notices in CASES.items():
            where = library if not notices else build([ROOT / one for one in notices], Path(made, name))
            said += ask_all(where, {name: read_cases(ROOT / "tests" / "cases" / f"{name}.jsonl")})
        report_groups(
            "set", said, lambda one: f"{one.name}, {'un' if 'refusal' in one.wanted else ''}answerable"
        )


if __name__ == "__main__":
    main()
