"""Tables that lost their rules: a head that begins with 序号, and numbered lines with blanks in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.text import Span

_HEAD = re.compile(r"序\s?号\s")
_NUMBERED = re.compile(r"\d{1,3}\s")
_FIELD = re.compile(r"\S+")
_MOST_COLUMNS = 8


def blank_rows(text: str, lines: Sequence[Span], at: int) -> list[tuple[Span, ...]]:
    """Give the cells of the table that begins at a line; nothing if none does.

    The head tells how many columns there are. Of a row, the first cell is its number, the last columns are
    one word each, and what remains is the second cell: the task, which may hold blanks itself.
    """
    line = lines[at]
    if not _HEAD.match(text, line.start, line.end) or "|" in line.of(text):
        return []
    head = _head_cells(text, line)
    if not 3 <= len(head) <= _MOST_COLUMNS:
        return []
    rows = [head]
    for row in lines[at + 1 :]:
        fields = [Span(*m.span()) for m in _FIELD.finditer(text, row.start, row.end)]
        if len(fields) < len(head) or not _NUMBERED.match(text, row.start, row.end):
            break
        last = len(fields) - (len(head) - 2)
        rows.append((fields[0], Span(fields[1].start, fields[last - 1].end), *fields[last:]))
    return rows if len(rows) > 2 else []


def _head_cells(text: str, line: Span) -> tuple[Span, ...]:
    """Cut a head at its blanks; single characters are one word that was spaced out (工 作 任 务)."""
    cells: list[Span] = []
    spaced = False
    for match in _FIELD.finditer(text, line.start, line.end):
        single = match.end() - match.start() == 1
        if single and spaced and match.start() - cells[-1].end <= 1:
            cells[-1] = Span(cells[-1].start, match.end())
        else:
            cells.append(Span(*match.span()))
        spaced = single
    return tuple(cells)
