"""Tables of Word: rows and cells, with merged cells spread over the places that they cover.

ISO/IEC 29500-1, 17.4: a cell covers `gridSpan` columns, and goes on the one above where `vMerge` says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from kg.read.docx_runs import within
from kg.read.grid import Place
from kg.read.markup import below
from kg.read.styles import number_of

_WIDEST = 64  # columns that a cell may cover; Word allows 63
_ROWS, _CELLS = frozenset({"w:tr"}), frozenset({"w:tc"})


@dataclass(frozen=True, slots=True)
class Table:
    """A table of data."""

    grid: tuple[tuple[Place, ...], ...]


#: What a document consists of: lines and tables.
Block = str | Table


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell, or the space before a row's first; the columns it covers, and how it is merged."""

    element: Element | None
    width: int
    merged: bool = False  # with cells above or below
    continued: bool = False


def read_table(element: Element, read: Callable[[Element], list[Block]]) -> list[Block]:
    """Read a table: a grid, with the tables that stand in its cells behind it.

    One column, or a single row that holds tables, only lays the page out and is read as its lines and tables.

    :param read: reads what stands in a cell
    """
    rows = [cells for row in within(element, _ROWS) if (cells := list(_cells(row)))]
    one_row = len(rows) == 1 and sum(one.tag == "w:tbl" for one in element.iter()) > 1
    if one_row or all(len(row) == 1 for row in rows):
        return [b for row in rows for cell in row if cell.element is not None for b in read(cell.element)]
    nested: list[Table] = []

    def text_of(cell: _Cell) -> str:
        blocks = read(cell.element) if cell.element is not None else []
        nested.extend(block for block in blocks if isinstance(block, Table))
        return "\n".join(block for block in blocks if isinstance(block, str))

    return [Table(tuple(map(tuple, _grid(_even(rows), text_of)))), *nested]


def _cells(row: Element) -> Iterator[_Cell]:
    """Give the cells of a row; those of a deleted row are left out."""
    if below(row, "w:trPr", "w:del") is not None:
        return
    if before := number_of(row, "w:trPr", "w:gridBefore"):
        yield _Cell(None, min(before, _WIDEST))
    for cell in within(row, _CELLS):
        if below(cell, "w:tcPr", "w:cellDel") is None:
            width = min(max(number_of(cell, "w:tcPr", "w:gridSpan") or 1, 1), _WIDEST)
            merge = below(cell, "w:tcPr", "w:vMerge")
            continued = merge is not None and merge.get("w:val", "continue") != "restart"
            yield _Cell(cell, width, merge is not None, continued)


def _even(rows: Sequence[Sequence[_Cell]]) -> list[list[_Cell]]:
    """Make cells the columns where all rows have as many, but for those of one cell.

    Their edges were drawn by hand then, and the grid has a sliver of a column wherever two do not meet.
    """
    counts = {len(row) for row in rows if len(row) > 1}
    if len(counts) > 1:
        return [list(row) for row in rows]
    (count,) = counts
    return [
        [_Cell(cell.element, 1 if len(row) > 1 else count, cell.merged, cell.continued) for cell in row]
        for row in rows
    ]


def _grid(rows: Sequence[Sequence[_Cell]], text_of: Callable[[_Cell], str]) -> list[list[Place]]:
    grid: list[list[Place]] = []
    above: list[tuple[int, int] | None] = []  # the merged cell that stands over each column
    for y, row in enumerate(rows):
        places: list[Place] = []
        open_cells: list[tuple[int, int] | None] = []
        for cell in row:
            x = len(places)
            over = above[x] if cell.continued and x < len(above) else None
            if over is not None:
                places += [over] * cell.width
            else:
                places += [text_of(cell), *[(y, x)] * (cell.width - 1)]
            open_cells += [(over or (y, x)) if cell.merged else None] * cell.width
        grid.append(places)
        above = open_cells
    return grid
