"""Flattened tables with a column before the numbers, whose cells are each printed once over several rows.

工作任务 | 序号 | 具体要求 | 责任科室: the word over the numbers may be missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.read.fitting import Kind, is_task_head, kind_of_head
from kg.read.flat_heads import FlatHead
from kg.read.marks import GROUP, number_at
from kg.read.pieces import Piece, Tape
from kg.text import Span

_CLASS = re.compile("[\u4e00-\u9fff]{0,4}(?:类|类别|分类|门类|类型|领域|板块|环节|阶段|方面|方向|维度|模块)")
_MOST_TASKS = 3  # columns that say what is to be done
_LONGEST_CLASS = 6  # characters
LONGEST_SORTING = 6  # of a line of a cell that sorts the rows
_MOST_LINES = 3  # of such a cell
_LEAST_COLUMNS, _MOST_COLUMNS = 3, 10  # with the one before the numbers

#: A row: where it begins, and its cells.
_Row = tuple[int, tuple[Span, ...]]


def may_sort(word: str) -> bool:
    """Tell whether a word may head the column before the numbers."""
    kind = kind_of_head(word)
    if kind is Kind.TEXT or len(word) > _LONGEST_CLASS:
        return kind is Kind.TEXT
    return kind in {Kind.OTHER, None} and bool(_CLASS.fullmatch(word))


def read_group_head(tape: Tape, whole: bool) -> tuple[FlatHead, Tape] | None:
    """Read the head of such a table; it ends where a cell and a number stand.

    :param whole: whether a piece is surely a whole cell; else the numbers must have their word
    :returns: the columns from the number on, and the pieces from there
    """
    known: list[Kind] = []
    while not number_at(tape, len(known) + 2):
        kind = kind_of_head(tape.folded(len(known) + 1))
        known += [kind] if kind is not None else []
        if kind is None and not whole and _is_broken(tape, len(known) + 1):
            break
        if kind is None or len(known) >= _MOST_COLUMNS or known.count(Kind.TEXT) > _MOST_TASKS:
            return None
    length = len(known) + 1
    if length < _LEAST_COLUMNS or not tape.folded(length):
        return None
    numbered = known[0] is Kind.NUMBER
    if Kind.NUMBER in known[1:] or not is_task_head(known):
        return None
    if not whole and not (numbered and _sorts_lines(tape.folded(0), tape.folded(length))):
        return None
    first = tape.seen[1]
    unnamed = Piece("", Span(first.span.start, first.span.start), first.after)
    cells = tuple(piece.span for piece in tape.seen[1:length])
    if numbered:
        sorts = tape.folded(0)
        return FlatHead(tuple(known), cells, len(known), whole, sorts), Tape(_from(tape, 1))
    head = FlatHead((Kind.NUMBER, *known), (unnamed.span, *cells), len(known) + 1, grouped=True)
    return head, Tape(_behind(unnamed, tape))


def _is_broken(tape: Tape, at: int) -> bool:
    """Tell whether a cell begins that is broken into short lines, with the first number behind it."""
    for end in range(at + 1, at + 1 + _MOST_LINES):
        if number_at(tape, end):
            return True
        if not 0 < len(tape.folded(end - 1)) <= LONGEST_SORTING:
            break
    return False


def _sorts_lines(word: str, cell: str) -> bool:
    """Tell whether a line over the head is a column's word, with a cell of it behind, and not a title."""
    return len(word) <= _LONGEST_CLASS and kind_of_head(cell) is None and not GROUP.fullmatch(cell)


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
