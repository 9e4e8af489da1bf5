"""The text under headings, cut into the units that people cite: an item, a paragraph, a list.

What is printed for a task is a unit of its own and is left out here: a part of a notice that consists of
tasks would else be found beside each of them, and be near every question.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.locate import task_pieces
from kg.notice import Notice, Section
from kg.text import Piece, fold

#: A paragraph of which no more than so many characters are printed for no task is the tasks' own: what is
#: left of it are the labels of a responsibility statement (牵头单位：, 按职责分工负责).
_LABELS = 20
#: Longest list, in characters, that is one unit with the words that introduce it; longer ones are cut.
_LIST = 200


@dataclass(frozen=True, slots=True)
class Unit:
    """Pieces under one heading that are cited together; `opens` tells those that begin with the heading."""

    pieces: tuple[Piece, ...]
    opens: bool = False


def section_units(notice: Notice) -> list[list[Unit]]:
    """Cut the text under each heading of a notice.

    The heading itself belongs to the first paragraph; where that is a task, the heading is a unit by itself.

    :returns: the units of each section, in the order of `notice.sections`; none where a heading stands
        directly above another one
    """
    told = bytearray(len(notice.document.text))
    for task in notice.tasks:
        for piece in task_pieces(task):
            for span in piece.spans:
                told[span.start : span.end] = b"\1" * (span.end - span.start)
    return [list(_units(section, told)) for section in notice.sections]


def _units(section: Section, told: bytearray) -> Iterator[Unit]:
    lists = list(_lists([piece for piece in section.body if not _of_tasks(piece, told)]))
    if lists and lists[0][0] is section.body[0]:
        yield Unit((section.name, *lists.pop(0)), opens=True)
    elif section.body:
        yield Unit((section.name,), opens=True)
    for pieces in lists:
        yield Unit(pieces)


def _of_tasks(piece: Piece, told: bytearray) -> bool:
    """Tell whether tasks are most of a paragraph, or all of it but their labels."""
    covered = sum(told.count(1, span.start, span.end) for span in piece.spans)
    own = sum(span.end - span.start for span in piece.spans) - covered
    return covered > 0 and own <= max(covered, _LABELS)


def _lists(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, ...]]:
    """Put a list together with the words that introduce it: lines that end in a colon, comma or semicolon."""
    held: list[Piece] = []
    length = 0
    for piece in pieces:
        goes_on = bool(held) and fold(held[-1].text).endswith((":", ";", ","))
        if held and not (goes_on and length + len(piece.text) <= _LIST):
            yield tuple(held)
            held, length = [], 0
        held.append(piece)
        length += len(piece.text)
    if held:
        yield tuple(held)
