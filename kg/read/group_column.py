"""Flattened tables with a column before the numbers, whose cells are each printed once over several rows.

工作任务 | 序号 | 具体要求 | 责任科室: the word over the numbers may be missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.read.fitting import Kind, is_task_head, kind_of_head
from kg.read.flat_heads import FlatHead
from kg.read.marks import number_at
from kg.read.pieces import Piece, Tape
from kg.text import Span

_CLASS = re.compile("[\u4e00-\u9fff]{0,4}(?:类|类别|分类|门类|领域|板块)")
_MOST_TASKS = 3  # columns that say what is to be done
_LONGEST_CLASS = 6  # characters
_LEAST_COLUMNS, _MOST_COLUMNS = 3, 10  # with the one before the numbers

#: A row: where it begins, and its cells.
_Row = tuple[int, tuple[Span, ...]]


def may_sort(word: str) -> bool:
    """Tell whether a word may head the column before the numbers."""
    kind = kind_of_head(word)
    if kind is Kind.TEXT or len(word) > _LONGEST_CLASS:
        return kind is Kind.TEXT
    return kind in {Kind.OTHER, None} and bool(_CLASS.fullmatch(word))


def read_group_head(tape: Tape) -> tuple[FlatHead, Tape] | None:
    """Read the head of such a table; it ends where a cell and a number stand.

    :returns: the columns from the number on, and the pieces from there
    """
    known: list[Kind] = []
    while not number_at(tape, len(known) + 2):
        kind = kind_of_head(tape.folded(len(known) + 1))
        known += [kind] if kind is not None else []
        if kind is None or len(known) >= _MOST_COLUMNS or known.count(Kind.TEXT) > _MOST_TASKS:
            return None
    length = len(known) + 1
    if length < _LEAST_COLUMNS or not tape.folded(length):
        return None
    numbered = known[0] is Kind.NUMBER
    if Kind.NUMBER in known[1:] or not is_task_head(known):
        return None
    first = tape.seen[1]
    unnamed = Piece("", Span(first.span.start, first.span.start), first.after)
    cells = tuple(piece.span for piece in tape.seen[1:length])
    if numbered:
        return FlatHead(tuple(known), cells, len(known), grouped=True), Tape(_from(tape, 1))
    head = FlatHead((Kind.NUMBER, *known), (unnamed.span, *cells), len(known) + 1, grouped=True)
    return head, Tape(_behind(unnamed, tape))


def with_groups(rows: Sequence[_Row]) -> list[_Row]:
    """Put each cell that stands over rows before those rows, as their first column."""
    grouped: list[_Row] = []
    start: int | None = None
    cell = Span(0, 0)
    for begins, cells in rows:
        if len(set(cells)) == 1:
            start, cell = begins if start is None else start, cells[0]
        else:
            first = cell if cell.start < cell.end else Span(begins, begins)
            grouped.append((begins if start is None else start, (first, *cells)))
            start = None
    return grouped


def _behind(first: Piece, tape: Tape) -> Iterator[Piece]:
    yield first
    yield from _from(tape, 1)


def _from(tape: Tape, at: int) -> Iterator[Piece]:
    while (piece := tape.at(at)) is not None:
        yield piece
        at += 1
