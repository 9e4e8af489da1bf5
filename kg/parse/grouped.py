"""Rows of a task table under the headings that the table gives them: in a row of their own, or in a column.

一、城建 | 1 | 修路 | 市交通局
         | 2 | 架桥 | 市住建局
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from kg.parse.columns import Columns
from kg.parse.markers import read_marker
from kg.parse.paragraphs import Paragraph
from kg.text import Flow

_LONGEST = 60  # characters of a heading beside rows
_LONGEST_ALONE = 30  # of one without a number in a row of its own
#: What stands over or between rows and is no heading of theirs.
_NO_HEADING = re.compile(
    r".*(?:[。；;:]|(?:表|清单|台账|一览|方案|计划)(?:\([^()]*\))?)$|(?:合计|小计|总计|单位|注|说明|填|续).*|[\d\W]+"
)


def open_groups(
    paragraphs: Sequence[Paragraph], tables: Mapping[int, Columns]
) -> tuple[list[Paragraph], dict[int, Columns]]:
    """Put the headings beside rows before them, as rows of their own, and mark those without a number.

    :returns: the paragraphs, and the tables with the columns that are left
    """
    opened: list[Paragraph] = []
    left = dict(tables)
    for table, group in groupby(paragraphs, key=lambda paragraph: paragraph.table):
        rows = list(group)
        columns = left.get(table) if table is not None else None
        if table is None or columns is None:
            opened += rows
            continue
        at = _sorting(rows, columns)
        if at is not None:
            columns = left[table] = replace(
                columns, tasks=tuple(each for each in columns.tasks if each != at)
            )
        opened += _with_headings(rows, columns, at)
    return opened, left


def _sorting(rows: Sequence[Paragraph], columns: Columns) -> int | None:
    """Find the column whose cells are headings of the rows: each of its words comes once, in one run.

    By its own word, or it is the first of several that say what to do and its cells are numbered 一、二、.
    """
    first = columns.tasks[:1] if len(columns.tasks) > 1 else ()
    for at in (*columns.sorting, *first):
        words = [cell.folded for row in rows if (cell := _beside(row, columns, at)) is not None]
        runs = [word for word, _ in groupby(words)]
        markers = [read_marker(word) for word in runs]
        numbered = all(marker is not None and marker.heads for marker in markers)
        once = runs and len(set(runs)) == len(runs)
        if once and (at in columns.sorting or (numbered and _says_more(rows, columns, at))):
            return at
    return None


def _says_more(rows: Sequence[Paragraph], columns: Columns, at: int) -> bool:
    """Tell whether beside each heading of a column another one says what is to be done."""
    more = [
        {
            row.cells[each].offsets[0]
            for each in columns.tasks
            if each < len(row.cells) and len(row.cells[each])
        }
        - {cell.offsets[0]}
        for row in rows
        if (cell := _beside(row, columns, at)) is not None
    ]
    return all(more)


def _beside(row: Paragraph, columns: Columns, at: int) -> Flow | None:
    """Give the cell of a row below the head that may be its heading."""
    if at >= len(row.cells) or not len(row.cells[at]) or row.flow.offsets[0] <= columns.head:
        return None
    cell = row.cells[at]
    others = {each.offsets[0] for each in row.cells if len(each)} - {cell.offsets[0]}
    return cell if others and len(cell) <= _LONGEST else None


def _with_headings(rows: Sequence[Paragraph], columns: Columns, at: int | None) -> Iterator[Paragraph]:
    last = ""
    for place, row in enumerate(rows):
        cell = _beside(row, columns, at) if at is not None else None
        if cell is not None and cell.folded != last:
            last = cell.folded
            marked = read_marker(last) is not None
            yield Paragraph(cell, row.table, (cell,) * len(row.cells), heads=not marked, beside=not marked)
        alone = place + 1 < len(rows) and _is_heading(row, rows[place + 1], columns)
        if alone:
            last = ""
        yield replace(row, heads=True) if alone else row


def _is_heading(row: Paragraph, following: Paragraph, columns: Columns) -> bool:
    """Tell whether a row is one cell over all columns, a few words without a number, over another row."""
    if not len(row.flow) or row.flow.offsets[0] <= columns.head:
        return False
    words = _words(row)
    fits = len(words) == 1 and 1 < len(words[0]) <= _LONGEST_ALONE and len(_words(following)) > 1
    merged = len(row.cells) > 1 and all(len(cell) for cell in row.cells)
    return fits and merged and read_marker(words[0]) is None and not _NO_HEADING.fullmatch(words[0])


def _words(row: Paragraph) -> list[str]:
    """Give what stands in the cells of a row, a merged one once."""
    return list({cell.offsets[0]: cell.folded for cell in row.cells if len(cell)}.values())
