"""A table's places, and what stands in each: a text, or the merged cell that covers it."""

from __future__ import annotations

from collections.abc import Sequence

from kg.read.reading import Pen
from kg.text import Span

#: The text of a cell, or the row and column of the merged cell that covers the place.
Place = str | tuple[int, int]


def write_grid(pen: Pen, grid: Sequence[Sequence[Place]], table: int | None = None) -> None:
    """Write a table: each text once, at the first of its places; the others share its span.

    :param table: the count of the table that it goes on with; a new one if None
    """
    table = pen.table() if table is None else table
    spans: dict[tuple[int, int], Span] = {}
    for y, places in enumerate(grid):
        cells = [
            place if isinstance(place, str) else place[1] if place[0] == y else spans[place]
            for place in places
        ]
        for x, span in enumerate(pen.row(table, cells)):
            spans[y, x] = span
