"""What speaks for a link between a task and a focus area, as numbers: the columns of the model."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kg.index.lexical import build_postings
from kg.link.kinds import kinds_of
from kg.link.words import (
    bordered_text,
    general_words,
    is_listed,
    rarity,
    shared_runs,
    subject_text,
    whole_words,
)

Matrix: TypeAlias = NDArray[np.float64]

#: The columns, in order. `tie`: the same document or project, or the kind of action that the area's name
#: asks for (0 or 1). `name`, `body`: subject words shared with either, log(1 + sum of rarity · log2 length).
#: `listed`: one of them is an item that the area lists (its rarity). `wording`, `meaning`: the `lead` of BM25
#: on subject texts (0 where they share no word) and of the cosine to the area's closest sentence.
COLUMNS = ("tie", "name", "body", "listed", "wording", "meaning")

#: So many characters of a task, or of an area, are compared: what comes after them is detail.
_TASK, _AREA = 2_000, 20_000

#: A word with less than this share of the weightiest word's weight says little beside it.
_TELLING = 0.4


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

    `named` are as a text prints them: 《titles》 in their marks. `kind` is what `shared_kind` finds. `words`
    are whole words as the area prints them, without those that say little beside the weightiest; `listed`
    are those that the area lists.
    """

    named: tuple[str, ...]
    kind: tuple[str, str, str, str] | None
    words: tuple[str, ...]
    listed: tuple[str, ...]


def compare(tasks: Sequence[Subject], areas: Sequence[Subject]) -> tuple[Matrix, list[list[Shared]]]:
    """Compare every task with every area by what is printed.

    :returns: the columns from tie to wording, shape (tasks, areas, 5); and what they come from
    """
    places = frozenset(place for one in (*tasks, *areas) for place in one.places)
    printed = ["\n".join(area.sentences)[:_AREA] for area in areas]
    of_tasks = [subject_text(task.sentences[0][:_TASK], places) for task in tasks]
    of_areas = [subject_text(text, places) for text in printed]
    everything = [*of_tasks, *of_areas]
    rare: dict[str, float] = {}

    def weight(word: str) -> float:
        if word not in rare:
            rare[word] = rarity(word, everything)
        return rare[word] * float(np.log2(len(word)))

    said = "\n".join(["", *(task.sentences[0][:_TASK] for task in tasks), *printed, ""])
    words_of = cache(partial(whole_words, bordered=bordered_text(said, places)))

    def words_in(row: int, part: str) -> list[str]:
        words = {word for run in shared_runs(of_tasks[row], part) for word in words_of(run)}
        return sorted(words - general_words(alone=True))

    columns = np.zeros((len(tasks), len(areas), 5))
    leads = np.arcsinh(lead(wording(of_tasks, of_areas)))  # near 0 as it is, far from it by its logarithm
    shared: list[list[Shared]] = [[] for _ in tasks]
    for row, task in enumerate(tasks):
        for column, area in enumerate(areas):
            text, cut = of_areas[column], len(area.sentences[0])
            in_name, in_body = words_in(row, text[:cut]), words_in(row, text[cut:])
            weights = {word: weight(word) for word in (*in_name, *in_body)}
            listed = {word for word in weights if is_listed(word, printed[column], text)}
            named = tuple(sorted(task.named & area.named))
            kind = shared_kind(task, area)
            columns[row, column] = [
                bool(named or kind),
                np.log1p(sum(weights[word] for word in in_name)),
                np.log1p(sum(weights[word] for word in in_body)),
                max((rare[word] for word in listed), default=0.0),
                leads[row, column] if weights else 0.0,
            ]
            # subject texts are in small letters; what is said is as printed
            as_printed = {
                word: printed[column][at : at + len(word)]
                for word, at in ((word, text.index(word)) for word in _telling(weights))
            }
            words = tuple(as_printed.values())
            shared[row].append(
                Shared(named, kind, words, tuple(as_printed[word] for word in as_printed if word in listed))
            )
    return columns, shared


def _telling(weights: Mapping[str, float]) -> list[str]:
    """Order words by weight, without those that say little beside the weightiest."""
    ordered = sorted(weights, key=lambda word: (-weights[word], word))
    return [word for word in ordered if weights[word] >= _TELLING * weights[ordered[0]] > 0]


def shared_kind(task: Subject, area: Subject) -> tuple[str, str, str, str] | None:
    """Find the kind of action that the name of an area asks for and a task is.

    Where the name ties the action to places (上海系列活动), one clause of the task must speak of the action
    and of one of the places.

    :returns: the kind, the area's word for it, the task's, and the place ("" where the name has none)
    """
    name = area.sentences[0]
    tied = {plain for printed, plain in area.places.items() if printed in name}
    given: dict[str, tuple[str, str]] = {}
    for clause in re.split("[。；;，,]", task.sentences[0]):
        here = tied & {plain for printed, plain in task.places.items() if printed in clause}
        if here or not tied:
            place = min(here, default="")
            for kind, word in kinds_of(clause).items():
                given.setdefault(kind, (word, place))
    return next(((kind, word, *given[kind]) for kind, word in kinds_of(name).items() if kind in given), None)


def wording(tasks: Sequence[str], areas: Sequence[str]) -> Matrix:
    """Score every area for every task by BM25 of the task's pairs of characters, shape (tasks, areas)."""
    postings = build_postings(areas, 2)
    return np.array([postings.score(task)[0] for task in tasks], np.float64).reshape(len(tasks), len(areas))


def lead(scores: Matrix) -> Matrix:
    """Give how far each pair stands above the task's best other area, whatever the scores' zero and unit.

    Scores are compared with what their task and their area get on average, and measured in standard
    deviations of the notice: cosines lie close together, and differ by notice.

    :param scores: shape (tasks, areas)
    :returns: shape (tasks, areas); 0 where there is one area
    """
    if scores.size == 0 or scores.shape[1] == 1:
        return np.zeros(scores.shape)
    centred = scores - scores.mean(1, keepdims=True) - scores.mean(0, keepdims=True) + scores.mean()
    spread = float(centred.std())
    usual = centred / spread if spread > 1e-6 else np.zeros_like(centred)
    others = [np.delete(usual, column, axis=1).max(1) for column in range(usual.shape[1])]
    leads: Matrix = usual - np.stack(others, axis=1)
    return leads
