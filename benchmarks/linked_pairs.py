"""Tasks and focus areas of which it is known who serves whom: the seed's, and headings that are hidden.

The seed notice's table does not say which area a task serves: tests/truth/links.tsv is a careful reader's
judgement of it. In other notices tasks stand under headings: here four to six of the headings become areas,
whose texts are their names, the headings below them and the first sentences of one to four of their tasks,
and where other tasks stand is hidden. Some of the tasks stand under none of the headings.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.extract import Extract, extract_file
from kg.index.search import Embed
from kg.link.comparison import compare_all
from kg.link.features import COLUMNS, Matrix, compare, lead, wording
from kg.link.subjects import area_sentences, encoded_text, focus_areas, namer, sections_above, sentences
from kg.notice import Notice
from kg.settings import shared
from kg.text import Piece

TRUTH = Path(__file__).parent.parent / "tests" / "truth" / "links.tsv"
ROUNDS = 3

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Sample:
    """Pairs whose truth is known, all of the shape (tasks, areas), `columns` with a third axis.

    `truth` is 1, 0 or nan (doubtful), `bm25` the score of the task's words against the area's text.
    """

    name: str
    columns: Matrix
    truth: Values
    bm25: Matrix

    def flat(self, keep: NDArray[np.bool_] | None = None) -> tuple[Matrix, Values]:
        """Give columns and truth of the pairs of some tasks (all by default) that are not doubtful."""
        columns = (self.columns if keep is None else self.columns[keep]).reshape(-1, len(COLUMNS))
        truth = (self.truth if keep is None else self.truth[keep]).ravel()
        return columns[~np.isnan(truth)], truth[~np.isnan(truth)]


def seed_sample(embed: Embed) -> Sample:
    """Read the seed notice and what a careful reader says of it."""
    extract = extract_file(next(shared("seeds").glob("*.txt")))
    notice, areas = extract.notice, focus_areas(extract.notice)
    tasks = list(range(len(notice.tasks)))
    columns = compare_all(notice, extract.findings, embed, tasks, areas).columns
    truth = np.zeros((len(tasks), len(areas)))
    verdicts = {"yes": 1.0, "no": 0.0, "doubtful": np.nan}
    lines = (line for line in TRUTH.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    for row in csv.DictReader(lines, delimiter="\t"):
        truth[int(row["task"]) - 1, int(row["area"]) - 1] = verdicts[row["verdict"]]
    bm25 = _bm25([task.text for task in notice.tasks], [area_sentences(notice, area) for area in areas])
    return Sample("seed", columns, truth, bm25)


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
    columns = np.concatenate([said, lead(_cosines(embed, texts, parts))[:, :, None]], axis=2)
    truth = np.array([[float(home == at) for at in range(len(parts))] for home in homes])
    return Sample(notice.document.source, columns, truth, _bm25(texts, parts))


def _cosines(embed: Embed, texts: Sequence[Piece], parts: Sequence[Sequence[Piece]]) -> Matrix:
    own = embed([encoded_text(text.text) for text in texts])
    nearest = [(own @ embed([encoded_text(piece.text) for piece in part]).T).max(1) for part in parts]
    return np.stack(nearest, axis=1).astype(np.float64)


def _bm25(texts: Sequence[Piece], parts: Sequence[Sequence[Piece]]) -> Matrix:
    return wording([text.text for text in texts], ["\n".join(piece.text for piece in part) for part in parts])
