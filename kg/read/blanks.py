"""Tables that lost their rules: a head that begins with 序号, and numbered lines with blanks in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.read.fitting import Kind, assemble, is_task_head, kind_of_head
from kg.read.marks import GROUP
from kg.read.pieces import FIELD, PAGE, squeezed
from kg.text import Span

_HEAD = re.compile(r"[序编編]\s?[号號]\s")
_NUMBERED = re.compile(r"\d{1,3}[.、]?\s")
_WORD = re.compile(r"\S+")
_MOST_COLUMNS = 8
_LEAST_FIELDS = 3  # of a row: its number, what, and who
_MOST_FIELDS = 40  # looked at one by one
_MOST_BETWEEN = 12  # lines between rows
_LONGEST_LINE = 80  # characters of a line between rows
_MOST_BETWEEN = 8  # such lines


def blank_rows(text: str, lines: Sequence[Span], at: int) -> tuple[list[tuple[Span, tuple[Span, ...]]], int]:
    """Give the rows of the table that begins at a line, each with its cells; none if none begins.

    The head tells how many columns there are. Of a row, the first field is its number. Where the head's
    words are known, the other fields go where they fit; else the last columns are one word each, and what
    remains is the second cell: the task, which may hold blanks itself.

    :returns: the rows, and the line behind the last
    """
    line = lines[at]
    if not _HEAD.match(text, line.start, line.end) or "|" in line.of(text):
        return [], at
    head = _head_cells(text, line)
    if not 3 <= len(head) <= _MOST_COLUMNS:
        return [], at
    kinds = [kind_of_head(squeezed(text, cell)) for cell in head]
    if is_task_head(kinds):
        kinds = [kind or Kind.OTHER for kind in kinds]
    word = squeezed(text, line)
    rows = [(line, head)]
    numbered = 0
    end = at + 1
    while end < len(lines):
        row = lines[end]
        if _NUMBERED.match(text, row.start, row.end):
            cells = _row_cells(text, row, kinds)
            if not cells:
                break
            rows.append((row, cells))
            numbered += 1
        elif _goes_on(text, lines, end, word):
            if GROUP.fullmatch(squeezed(text, row)):
                rows.append((row, (row,) * len(head)))
            else:
                rows[-1] = (Span(rows[-1][0].start, row.end), rows[-1][1])
        else:
            break
        end += 1
    return (rows, end) if numbered > 1 else ([], at)


def _row_cells(text: str, row: Span, kinds: Sequence[Kind | None]) -> tuple[Span, ...]:
    """Cut a row at its blanks; nothing if it has too few cells."""
    fields = [Span(*match.span()) for match in FIELD.finditer(text, row.start, row.end)]
    known = [kind for kind in kinds if kind is not None]
    if len(known) == len(kinds) and Kind.TEXT in known and _LEAST_FIELDS <= len(fields) <= _MOST_FIELDS:
        return assemble(known, [(squeezed(text, each), each) for each in fields])
    if len(fields) < len(kinds):
        return ()
    last = len(fields) - (len(kinds) - 2)
    return fields[0], Span(fields[1].start, fields[last - 1].end), *fields[last:]


def _goes_on(text: str, lines: Sequence[Span], at: int, head: str) -> bool:
    """Tell whether a line between rows is the table's: a heading, a page number, or the head again."""
    for line in lines[at : at + _MOST_BETWEEN]:
        if line.end - line.start > _LONGEST_LINE:
            return False
        if _NUMBERED.match(text, line.start, line.end):
            return True
        words = squeezed(text, line)
        if not (GROUP.fullmatch(words) or PAGE.fullmatch(words) or words == head):
            return False
    return False


def _head_cells(text: str, line: Span) -> tuple[Span, ...]:
    """Cut a head at its blanks; single characters are one word that was spaced out (工 作 任 务)."""
    cells: list[Span] = []
    spaced = False
    for match in _WORD.finditer(text, line.start, line.end):
        single = match.end() - match.start() == 1
        if single and spaced and match.start() - cells[-1].end <= 1:
            cells[-1] = Span(cells[-1].start, match.end())
        else:
            cells.append(Span(*match.span()))
        spaced = single
    return tuple(cells)
