"""The open tasks of a notice beside its focus areas: by what is printed, and by what is meant."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kg.index.search import Embed
from kg.link.features import Matrix, Shared, compare, lead
from kg.link.subjects import area_sentences, encoded_text, namer
from kg.notice import Findings, Notice
from kg.text import Piece


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every open task of a notice beside every focus area; both by their indexes in the notice.

    `columns` has the shape (tasks, areas, columns of the model). `shared` and `closest` are lists of rows:
    what the two texts share, and the sentence of the area that means most like the task. `sentences` are
    those of each area, its name first.
    """

    tasks: list[int]
    areas: list[int]
    columns: Matrix
    shared: list[list[Shared]]
    closest: list[list[Piece]]
    sentences: list[list[Piece]]


def compare_all(
    notice: Notice, findings: Findings, embed: Embed, tasks: list[int], areas: list[int]
) -> Comparison:
    """Compare tasks and areas of a notice (at least one of each)."""
    subject_of = namer(findings)
    parts = [area_sentences(notice, area) for area in areas]
    texts = [notice.tasks[task].text for task in tasks]
    said, shared = compare([subject_of([text]) for text in texts], [subject_of(part) for part in parts])
    vectors = embed([encoded_text(piece.text) for piece in (*texts, *(s for part in parts for s in part))])
    cosines = np.zeros((len(tasks), len(areas)))
    closest: list[list[Piece]] = [[] for _ in tasks]
    first = len(tasks)
    for column, part in enumerate(parts):
        near = vectors[: len(tasks)] @ vectors[first : first + len(part)].T
        first += len(part)
        cosines[:, column] = near.max(1)
        for row, best in enumerate(near.argmax(1)):
            closest[row].append(part[int(best)])
    columns = np.concatenate([said, lead(cosines)[:, :, None]], axis=2)
    return Comparison(tasks, areas, columns, shared, closest, parts)
