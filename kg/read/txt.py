"""Plain text and Markdown: the text as it is; lines of cells parted by `|` are table rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from pathlib import Path

from kg.document import Line, Row
from kg.read.blanks import blank_rows
from kg.read.decode import decode
from kg.read.reading import Reading
from kg.text import Span

_LINE = re.compile(r"[^\n\r\f]*\S[^\n\r\f]*")
_BAR = re.compile(r"(?<!\S)[|｜](?!\S)")  # a separator stands between white space
_TIGHT_BAR = re.compile(r"(?<!\\)\|")  # or the line begins and ends with one, as in Markdown
_RULE = re.compile(r"[|\s:+=-]*")  # the line between head and body of a Markdown table
_LONGEST_ROW = 30  # lines


def read_txt(data: bytes, path: Path) -> Reading:
    """Read a text file; its offsets are those of the decoded file.

    :raises UnreadableFile: if it is empty, binary, or in no known encoding
    """
    text = decode(data, path)
    return Reading(text, tuple(_blocks(text)))


def _blocks(text: str) -> Iterator[Line | Row]:
    lines = [_trimmed(text, match.start(), match.end()) for match in _LINE.finditer(text)]
    bars = [_bars(text, line) for line in lines]
    at = tables = 0
    while at < len(lines):
        if rows := blank_rows(text, lines, at):
            for line, cells in zip(lines[at:], rows, strict=False):
                yield Row(line, tables, cells)
            at, tables = at + len(rows), tables + 1
            continue
        if not _begins_table(bars, at):
            yield Line(lines[at])
            at += 1
            continue
        width = len(bars[at])
        while at < len(lines):
            taken = _row_lines(bars, at, width)
            if not taken:
                break
            span = Span(lines[at].start, lines[at + taken - 1].end)
            if not _RULE.fullmatch(span.of(text)):
                yield _row(text, span, list(chain.from_iterable(bars[at : at + taken])), tables, width)
            at += taken
        tables += 1


def _begins_table(bars: Sequence[Sequence[int]], at: int) -> bool:
    """Tell whether a line is the head of a table: the next row has as many separators."""
    width = len(bars[at])
    taken = _row_lines(bars, at + 1, width) if width and at + 1 < len(bars) else 0
    return bool(taken) and sum(map(len, bars[at + 1 : at + 1 + taken])) == width


def _bars(text: str, line: Span) -> list[int]:
    framed = line.end - line.start > 1 and text[line.start] == "|" == text[line.end - 1]
    pattern = _TIGHT_BAR if framed else _BAR
    return [bar.start() for bar in pattern.finditer(text, line.start, line.end)]


def _row_lines(bars: Sequence[Sequence[int]], at: int, width: int) -> int:
    """Count the lines that the table row at `at` takes up: several where a cell goes over lines.

    A row that never gets its cells is one line (a file cut off); a line without a bar ends the table.
    """
    if not bars[at]:
        return 0
    count = 0
    for taken in range(1, _LONGEST_ROW + 1):
        if at + taken > len(bars) or count + len(bars[at + taken - 1]) > width:
            break
        count += len(bars[at + taken - 1])
        if count == width:
            return taken
    return 1


def _row(text: str, span: Span, bars: list[int], table: int, width: int) -> Row:
    edges = [span.start - 1, *bars, span.end]
    cells = [_trimmed(text, left + 1, right) for left, right in pairwise(edges)]
    if bars and bars[0] == span.start:  # | a | b |
        del cells[0]
    if len(bars) >= width and bars and bars[-1] == span.end - 1:
        del cells[-1]
    return Row(span, table, tuple(cells))


def _trimmed(text: str, start: int, end: int) -> Span:
    """Leave out the white space at both ends."""
    inner = text[start:end]
    start += len(inner) - len(inner.lstrip())
    return Span(start, start + len(inner.strip()))
