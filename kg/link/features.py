"""What speaks for a link between a task and a focus area, as numbers: the columns of the model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import re

import numpy as np
from numpy.typing import NDArray

from kg.link.kinds import kinds_of
from kg.link.words import rarity, shared_runs, subject_text

Matrix: TypeAlias = NDArray[np.float64]

#: The columns, in order.
COLUMNS = ("document", "name", "body", "listed", "kind", "meaning", "nearest")


@dataclass(frozen=True, slots=True)
class Subject:
    """A task or an area as the model sees it.

    `sentences` of an area begin with its name; a task has one. `documents` and `places` are what it names.
    """

    sentences: tuple[str, ...]
    documents: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        """Join the sentences."""
        return "\n".join(self.sentences)


@dataclass(frozen=True, slots=True)
class Pair:
    """What a task and an area share: documents, subject words (rarest first), a kind of action."""

    documents: tuple[str, ...]
    in_name: tuple[str, ...]
    in_body: tuple[str, ...]
    kind: str | None


def compare(tasks: Sequence[Subject], areas: Sequence[Subject]) -> tuple[Matrix, list[list[Pair]]]:
    """Compare every task with every area by word.

    :returns: the columns document, name, body and kind, shape (tasks, areas, 4); and what is shared
    """
    places = frozenset(place for one in (*tasks, *areas) for place in one.places)
    task_texts = [subject_text(task.text, places) for task in tasks]
    names = [subject_text(area.sentences[0], places) for area in areas]
    bodies = [subject_text("\n".join(area.sentences[1:]), places) for area in areas]
    everything = [*task_texts, *(name + "\n" + body for name, body in zip(names, bodies, strict=True))]
    weight: dict[str, float] = {}
    columns = np.zeros((len(tasks), len(areas), 5))
    pairs: list[list[Pair]] = []
    for row, task in enumerate(tasks):
        pairs.append([])
        for column, area in enumerate(areas):
            runs = [shared_runs(task_texts[row], text[column]) for text in (names, bodies)]
            weight |= rarity({run for found in runs for run in found} - weight.keys(), everything)
            ranked = [sorted(found, key=lambda run: (-weight[run] * len(run), run)) for found in runs]
            kind, strength = shared_kind(task, area)
            documents = tuple(sorted(task.documents & area.documents))
            sums = [sum(weight[run] * np.log2(len(run)) for run in found) for found in ranked]
            items = listed_items(area.text, everything[len(tasks) + column])
            listed = max((weight[run] for found in ranked for run in found if run in items), default=0.0)
            columns[row, column] = [bool(documents), np.log1p(sums[0]), np.log1p(sums[1]), listed, strength]
            pairs[row].append(Pair(documents, tuple(ranked[0]), tuple(ranked[1]), kind))
    return columns, pairs


def shared_kind(task: Subject, area: Subject) -> tuple[str | None, float]:
    """Find the kind of action that a task and the name of an area share.

    Where the name ties the action to places (上海系列活动), the task must name one of them.

    :returns: the kind, and 1; or None, and 0
    """
    wanted, given = kinds_of(area.sentences[0]), kinds_of(task.text)
    tied = {place for place in area.places if place in area.sentences[0]}
    for kind in wanted:
        if kind in given and (not tied or tied & task.places):
            return kind, 1.0
    return None, 0.0


def listed_items(text: str, subjects: str) -> frozenset[str]:
    """Find the subject words that a text lists: 加快交通、旅游、教育等一体化.

    :param subjects: the subject text of `text`, of the same length
    """
    return frozenset(
        found.group()
        for found in re.finditer(r"[^\u3000\n]+", subjects)
        if "、" in (text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1])
    )


def meaning(cosines: Matrix) -> Matrix:
    """Standardise cosines, which lie close together, within a notice.

    :param cosines: of each task to the closest sentence of each area, shape (tasks, areas)
    :returns: shape (tasks, areas, 2): how far a pair stands above what its task and its area usually get,
        in standard deviations; and how far an area stands above the task's next best (or below its best)
    """
    if cosines.size == 0:
        return np.zeros((*cosines.shape, 2))
    centred = cosines - cosines.mean(1, keepdims=True) - cosines.mean(0, keepdims=True) + cosines.mean()
    spread = float(centred.std())
    usual = centred / spread if spread > 1e-9 else np.zeros_like(centred)
    best = np.zeros_like(usual)
    for column in range(usual.shape[1]):
        others = np.delete(usual, column, axis=1)
        best[:, column] = usual[:, column] - (others.max(1) if others.size else 0.0)
    return np.stack([usual, best], axis=2)
