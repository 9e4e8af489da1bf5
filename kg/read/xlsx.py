"""Spreadsheets (.xlsx): each sheet a table, its cells as they are shown, title rows above it as lines.

The parts are read here and not by openpyxl: that reads a merged range cell by cell, and one of the whole
sheet, which takes forty bytes to write, has seventeen thousand million of them; and it reads every part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.errors import UnreadableFile
from kg.read.grid import Place, write_grid
from kg.read.package import main_part, open_package, read_part, relations
from kg.read.reading import Pen, Reading
from kg.read.sheets import Sheet, read_book, read_sheet

_PLAIN_NAME = re.compile(r"(?:sheet|工作表|表格?)\s*\d*", re.IGNORECASE)
_MOST_PLACES = 2_000_000  # rows times columns: a few cells far apart make a table of blanks
_MOST_TEXT = 20_000_000  # characters: one long string can be meant by every cell
_Grid = Sequence[Sequence[Place]]


def read_xlsx(data: bytes, path: Path) -> Reading:
    """Read a spreadsheet: what it shows, sheet by sheet.

    Hidden sheets, rows and columns are left out, and named among the oddities. A sheet's name is a line,
    unless it is the one that it was given by itself (Sheet1). Blank rows part tables.

    :raises UnreadableFile: it is damaged, locked, no spreadsheet, hostile, or has no text
    """
    package = open_package(data, path)
    name, root = main_part(package, "x:workbook")
    parts = relations(package, name)
    kinds = {relation.kind: relation.part for relation in parts}
    strings, styles = (kinds.get(kind) for kind in ("sharedStrings", "styles"))
    book = read_book(
        root, read_part(package, strings) if strings else None, read_part(package, styles) if styles else None
    )
    by_part = {relation.part: relation.id for relation in parts if relation.kind == "worksheet"}
    sheets = {relation_id: part for part, relation_id in by_part.items()}
    pen, oddities = Pen(), list[str]()
    for title, state, relation_id in book.sheets:
        part = sheets.pop(relation_id, None)  # each is read once, however often it is named
        if part is None:
            continue
        if state != "visible":
            oddities.append(f"工作表「{title}」是隐藏的，未读入")
            continue
        page = read_part(package, part)
        if page is None:
            continue
        sheet = read_sheet(page, book)
        oddities += [f"工作表「{title}」{odd}" for odd in sheet.oddities]
        if pen.length + sum(map(len, sheet.texts.values())) > _MOST_TEXT:
            raise UnreadableFile(path, f"表里的文字超过 {_MOST_TEXT} 个，请拆成几个文件")
        if len(sheet.rows) * len(sheet.columns) > _MOST_PLACES:
            raise UnreadableFile(path, f"工作表「{title}」的单元格太分散，请删去表外的内容后另存")
        if sheet.rows and not _PLAIN_NAME.fullmatch(title):
            pen.line(title)
        _write_sheet(sheet, pen)
    if not pen.blocks:
        raise UnreadableFile(path, "表里没有文字，请核对文件")
    return pen.reading(oddities)


def _write_sheet(sheet: Sheet, pen: Pen) -> None:
    rows, grid = _shown(sheet, _grid(sheet))
    for start, end in _blocks([sheet.after[row] for row in rows], rows, grid):
        first, last = start, end
        while first < end and _is_alone(grid, first):
            first += 1
        while last > first and _is_alone(grid, last - 1) and _is_wide(grid[last - 1]):
            last -= 1
        for y in range(start, first):
            _write_line(grid[y], pen)
        if first < last:
            write_grid(pen, _used([_moved(row, first) for row in grid[first:last]]))
        for y in range(last, end):
            _write_line(grid[y], pen)


def _grid(sheet: Sheet) -> list[list[Place]]:
    """Spread the merged cells over the rows and columns that have text.

    Where ranges overlap, which they may not, the first one stands: so each place is filled once.
    """
    at_row = {row: y for y, row in enumerate(sheet.rows)}
    at_column = {column: x for x, column in enumerate(sheet.columns)}
    grid: list[list[Place]] = [[""] * len(sheet.columns) for _ in sheet.rows]
    for (row, column), text in sheet.texts.items():
        grid[at_row[row]][at_column[column]] = text
    for row, column, bottom, right in sheet.merges:
        y, x = at_row[row], at_column[column]
        for below in range(y, len(grid)):
            if sheet.rows[below] > bottom or not isinstance(grid[below][x], str):
                break
            for beside in range(x, len(sheet.columns)):
                if sheet.columns[beside] > right or not isinstance(grid[below][beside], str):
                    break
                if (below, beside) != (y, x):
                    grid[below][beside] = (y, x)  # what it holds itself is not shown
    return grid


def _shown(sheet: Sheet, grid: _Grid) -> tuple[list[int], list[list[Place]]]:
    """Leave out the rows and columns whose every text a merged cell hides; give the rows that are left."""
    ys = [y for y, row in enumerate(grid) if any(isinstance(place, str) and place for place in row)]
    seen = {x for row in grid for x, place in enumerate(row) if isinstance(place, str) and place}
    xs = sorted(seen)
    to_y, to_x = {y: at for at, y in enumerate(ys)}, {x: at for at, x in enumerate(xs)}
    kept = [[grid[y][x] for x in xs] for y in ys]
    moved = [[p if isinstance(p, str) else (to_y[p[0]], to_x[p[1]]) for p in row] for row in kept]
    return [sheet.rows[y] for y in ys], moved


def _blocks(after: Sequence[int], rows: Sequence[int], grid: _Grid) -> Iterator[tuple[int, int]]:
    """Part a sheet at its blank rows, but not inside a merged cell.

    :param after: for each row, the next one that is not hidden
    """
    start = 0
    for y in range(1, len(grid)):
        blank = after[y - 1] != rows[y]
        if blank and not any(isinstance(place, tuple) and place[0] < y for place in grid[y]):
            yield start, y
            start = y
    if grid:
        yield start, len(grid)


def _is_alone(grid: _Grid, y: int) -> bool:
    """Tell whether a row holds one text only, which goes on in no other row."""
    cells = {(y, x) if isinstance(place, str) else place for x, place in enumerate(grid[y]) if place}
    below = grid[y + 1] if y + 1 < len(grid) else ()
    return len(cells) == 1 and next(iter(cells))[0] == y and not cells & set(below)


def _is_wide(row: Sequence[Place]) -> bool:
    return all(row)


def _write_line(row: Sequence[Place], pen: Pen) -> None:
    for place in row:
        if isinstance(place, str):
            for line in place.split("\n"):
                pen.line(line)


def _used(table: _Grid) -> _Grid:
    """Leave out the columns of one table that hold nothing: those of others, or what was only coloured."""
    xs = [x for x in range(len(table[0])) if any(row[x] for row in table)]
    to_x = {x: at for at, x in enumerate(xs)}
    return [
        [place if isinstance(place, str) else (place[0], to_x[place[1]]) for place in (row[x] for x in xs)]
        for row in table
    ]


def _moved(row: Sequence[Place], rows: int) -> list[Place]:
    return [place if isinstance(place, str) else (place[0] - rows, place[1]) for place in row]
