"""Tables that were typed with bars into the paragraphs of a Word file or a PDF: 1 | 修路 | 市交通局."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from kg.document import Line, Row
from kg.read.bars import Parted, task_separator
from kg.read.reading import Reading

_BARS = ("|", "｜")
_LEAST = 3  # of them


def with_bars(reading: Reading) -> Reading:
    """Make rows of lines that bars part, where several in a row have as many of them, as in a text file."""
    if sum(reading.text.count(bar) for bar in _BARS) < _LEAST:
        return reading
    tables = max((block.table for block in reading.blocks if isinstance(block, Row)), default=-1) + 1
    blocks: list[Line | Row] = []
    for is_row, run in groupby(reading.blocks, key=lambda block: isinstance(block, Row)):
        if is_row:
            blocks += run
            continue
        read = list(_blocks(reading.text, [block for block in run if isinstance(block, Line)], tables))
        tables = max((block.table + 1 for block in read if isinstance(block, Row)), default=tables)
        blocks += read
    return replace(reading, blocks=tuple(blocks))


def _blocks(text: str, lines: Sequence[Line], tables: int) -> Iterator[Line | Row]:
    spans = [line.span for line in lines]
    apart, tight = Parted.by_bars(text, spans), Parted.by("|", text, spans)
    at = 0
    while at < len(lines):
        parted = tight if task_separator(text, spans[at]) == "|" else apart
        rows, behind = parted.rows(at)
        if rows:
            yield from (Row(span, tables, cells) for span, cells in rows)
            at, tables = behind, tables + 1
        else:
            yield lines[at]
            at += 1
