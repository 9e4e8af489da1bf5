"""What speaks for a link between a task and a focus area, as numbers: the columns of the model."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kg.link.kinds import kinds_of
from kg.link.words import is_listed, rarity, shared_runs, subject_text

Matrix: TypeAlias = NDArray[np.float64]

#: The columns, in order. `tie`: the same document or project, or the kind of action that the area's name
#: asks for (0 or 1). `name`, `body`: subject words shared with either, log(1 + sum of rarity · log2 length).
#: `listed`: one of them is an item that the area lists (its rarity). `usual`, `nearest`: see `meaning`.
COLUMNS = ("tie", "name", "body", "listed", "usual", "nearest")


#: So many characters of a task, or of an area, are compared: what comes after them is detail.
_TASK, _AREA = 2_000, 20_000


@dataclass(frozen=True, slots=True)
class Subject:
    """A task or an area as the model sees it.

    The `sentences` of an area begin with its name; a task's text is one. `named` are the documents and
    projects that it names, `places` likewise: as printed -> plain name.
    """

    sentences: tuple[str, ...]
    named: frozenset[str] = frozenset()
    places: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shared:
    """What a task and an area share: named things, a kind of action, subject words (the weightiest first).

    `kind` are the kind, the word of the area's name that shows it, and the word of the task.
    """

    named: tuple[str, ...]
    kind: tuple[str, str, str] | None
    words: tuple[str, ...]
    listed: tuple[str, ...]


def compare(tasks: Sequence[Subject], areas: Sequence[Subject]) -> tuple[Matrix, list[list[Shared]]]:
    """Compare every task with every area by what is printed.

    :returns: the columns tie, name, body and listed, shape (tasks, areas, 4); and what they come from
    """
    places = frozenset(place for one in (*tasks, *areas) for place in one.places)
    printed = ["\n".join(area.sentences)[:_AREA] for area in areas]
    of_tasks = [subject_text(task.sentences[0][:_TASK], places) for task in tasks]
    of_areas = [subject_text(text, places) for text in printed]
    everything = [*of_tasks, *of_areas]
    rare: dict[str, float] = {}

    def weight(run: str) -> float:
        if run not in rare:
            rare[run] = rarity(run, everything)
        return rare[run] * float(np.log2(len(run)))

    columns = np.zeros((len(tasks), len(areas), 4))
    shared: list[list[Shared]] = [[] for _ in tasks]
    for row, task in enumerate(tasks):
        for column, area in enumerate(areas):
            cut = len(area.sentences[0])
            name, body = of_areas[column][:cut], of_areas[column][cut:]
            in_name, in_body = shared_runs(of_tasks[row], name), shared_runs(of_tasks[row], body)
            words = sorted({*in_name, *in_body}, key=lambda run: (-weight(run), run))
            listed = [run for run in words if is_listed(run, printed[column], of_areas[column])]
            named = tuple(sorted(task.named & area.named))
            kind = shared_kind(task, area)
            columns[row, column] = [
                bool(named or kind),
                np.log1p(sum(map(weight, in_name))),
                np.log1p(sum(map(weight, in_body))),
                max((rare[run] for run in listed), default=0.0),
            ]
            shared[row].append(Shared(named, kind, tuple(words), tuple(listed)))
    return columns, shared


def shared_kind(task: Subject, area: Subject) -> tuple[str, str, str] | None:
    """Find the kind of action that the name of an area asks for and a task is.

    Where the name ties the action to places (上海系列活动), one clause of the task must speak of the action
    and of one of the places.

    :returns: the kind, the area's word for it and the task's
    """
    name = area.sentences[0]
    tied = {plain for printed, plain in area.places.items() if printed in name}
    given: dict[str, str] = {}
    for clause in re.split("[。；;，,]", task.sentences[0]):
        here = {plain for printed, plain in task.places.items() if printed in clause}
        if not tied or tied & here:
            given = kinds_of(clause) | given
    return next(((kind, word, given[kind]) for kind, word in kinds_of(name).items() if kind in given), None)


def meaning(cosines: Matrix) -> Matrix:
    """Make the columns `usual` and `nearest` of cosines, which lie close together and differ by notice.

    :param cosines: of each task to the closest sentence of each area, shape (tasks, areas)
    :returns: shape (tasks, areas, 2): how far a pair stands above what its task and its area get on average,
        in standard deviations of the notice; and how far it stands above the task's best other area
    """
    if cosines.size == 0:
        return np.zeros((*cosines.shape, 2))
    centred = cosines - cosines.mean(1, keepdims=True) - cosines.mean(0, keepdims=True) + cosines.mean()
    spread = float(centred.std())
    usual = centred / spread if spread > 1e-6 else np.zeros_like(centred)
    nearest = np.zeros_like(usual)
    if usual.shape[1] > 1:
        for column in range(usual.shape[1]):
            nearest[:, column] = usual[:, column] - np.delete(usual, column, axis=1).max(1)
    return np.stack([usual, nearest], axis=2)
