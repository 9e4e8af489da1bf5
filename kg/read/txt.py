"""Plain text and Markdown: the text as it is, line by line, with the tables that stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from kg.document import Line, Row
from kg.read.barred import barred_rows
from kg.read.bars import Parted, task_separator, trimmed, with_quoted
from kg.read.blanks import blank_rows
from kg.read.boxes import unboxed
from kg.read.cells import flat_rows
from kg.read.decode import decode
from kg.read.reading import Reading
from kg.read.relined import relined
from kg.read.running import running_heads

_LINE = re.compile(r"[^\n\r\f]+")


def read_txt(data: bytes, path: Path) -> Reading:
    """Read a text file; its offsets are those of the decoded file, but for tables drawn with characters.

    :raises UnreadableFile: if it is empty, binary, or in no known encoding
    """
    text = unboxed(decode(data, path))
    return Reading(text, tuple(_blocks(text)))


def _blocks(text: str) -> Iterator[Line | Row]:
    # A pattern that asked for a character in each line would try a long line of blanks from every blank.
    filled = (match.span() for match in _LINE.finditer(text) if not match[0].isspace())
    lines = relined(text, with_quoted(text, [trimmed(text, *span) for span in filled]))
    running = running_heads(text, lines)
    parted = {"": Parted.by_bars(text, lines)}
    barred = "|" in text or "｜" in text
    at = tables = 0
    while at < len(lines):
        rows, behind = flat_rows(text, lines, at, running)
        if not rows and barred:
            rows, behind = barred_rows(text, lines, at)
        if not rows and (separator := task_separator(text, lines[at])):
            if separator not in parted:
                parted[separator] = Parted.by(separator, text, lines)
            rows, behind = parted[separator].rows(at)
        if not rows:
            rows, behind = blank_rows(text, lines, at)
        if not rows:
            rows, behind = parted[""].rows(at)
        if rows:
            yield from (Row(span, tables, cells) for span, cells in rows)
            at, tables = behind, tables + 1
        else:
            yield Line(lines[at])
            at += 1
